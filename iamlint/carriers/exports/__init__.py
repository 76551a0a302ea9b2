"""An index of what was exported of accounts and of an organization: which file holds the policy of
which resource, or is attached where. It is a file of ours; its form is the schema `account-index`.
"""

from __future__ import annotations

from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.node import Mapping, Sequence

if TYPE_CHECKING:
    from iamlint.carriers.facts import Facts
    from iamlint.text.node import Node

    from .index import Index

MARK = "iamlint-account"
"""The key by which an index is known; its value is the version of the form."""


def recognises(root: Node) -> bool:
    """It says that it is an index."""
    return isinstance(root, Mapping) and MARK in root


def read(path: str, root: Node, facts: Facts | None) -> Index:
    """What the index says; the files that it names are read by whoever knows of files. The root
    must be one that `recognises` takes.
    """
    from .index import Index

    return Index(path, root, facts)


def rows_of(root: Mapping) -> Sequence | None:
    found = root.get("documents")
    return found if isinstance(found, Sequence) else None


def write_text(reading: Index, text: object) -> str | None:
    """How a text is written in such a file: only one without holes can be."""
    from iamlint.carriers.plain import write_text as written

    return written(reading, text)
