"""Reads CloudFormation templates, SAM's among them.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-anatomy.html
"""

from __future__ import annotations

from iamlint.text.hints import TYPE_CHECKING, Any
from iamlint.text.node import Mapping

from .recognising import recognises

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Mapping as ByKey

    from iamlint.carriers.assembly import Assemblies
    from iamlint.carriers.facts import Facts
    from iamlint.model.things import Reading, Resource
    from iamlint.rule import AddPolicy, Intent
    from iamlint.text.holes import Text
    from iamlint.text.node import Node

__all__ = ["policy_declared", "read", "read_all", "recognises", "snippet", "write_text"]


def read(path: str, root: Node, facts: Facts | None) -> Reading:
    """Everything that a template says of access. The root must be one that `recognises` takes."""
    from . import reader

    assert isinstance(root, Mapping)
    return reader.read(path, root, facts)


def read_all(
    templates: Iterable[tuple[str, Node, Facts | None]],
    assemblies: Assemblies | None = None,
    supposed: ByKey[str, ByKey[str, str | None]] | None = None,
) -> list[Reading]:
    """The same of several templates, each of which may take values from the others. `supposed`:
    what they are likely given, by path; then what nothing sets has its default.
    """
    from . import reader

    taken = [(path, root, facts) for path, root, facts in templates if isinstance(root, Mapping)]
    return reader.read_all(taken, assemblies, supposed)


def write_text(reading: Reading, text: Text) -> object:
    """How a text is written in the template; None where it cannot be."""
    from . import dialect

    return dialect.write_text(reading, text)


def snippet(reading: Reading, intent: Intent) -> str:
    """A fix as JSON to paste, for a template that a tool makes. Empty where there is none."""
    from . import snippets

    return snippets.snippet(reading, intent)


def inline_policy(declaration: Mapping, statements: list[dict[str, Any]]) -> dict[str, Any]:
    """A policy as it stands among others in a declaration: a document alone where SAM names it.
    Raises `Uneditable` for what has no such list.
    """
    from . import newly_declared

    return newly_declared.inline(declaration, statements)


def policy_property(to: Resource) -> str:
    """The property of a resource that is its policy; empty where that is declared apart."""
    from . import newly_declared

    return newly_declared.own_property(to)


def policy_declared(intent: AddPolicy, taken: Iterable[str]) -> dict[str, dict[str, object]]:
    """A policy of a resource as resources of the template, by logical id; none of those that are
    taken.
    """
    from . import newly_declared

    return newly_declared.declarations(intent, taken)
