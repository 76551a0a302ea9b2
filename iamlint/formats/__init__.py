"""Text ⇄ located tree. Formats know nothing of IAM."""

from __future__ import annotations

import gc

from iamlint.errors import Unreadable
from iamlint.text.hints import TYPE_CHECKING

if TYPE_CHECKING:
    from iamlint.text.node import Node, Scalar
    from iamlint.text.source import EmbeddedSource, Source

JSON = "json"
YAML = "yaml"
PYTHON = "python"


def read(source: Source, format: str) -> Node:
    """The tree of a text that is one document. Raises `Unreadable` with the offset of the fault."""
    documents = read_all(source, format)
    if len(documents) == 1:
        return documents[0]
    if not documents:
        raise Unreadable("there is no document in the file")
    raise Unreadable("there is more than one document in the file", documents[1].start)


def read_all(
    source: Source, format: str, late: frozenset[str] = frozenset(), *, terse: bool = False
) -> list[Node]:
    """The trees of all documents of a text; JSON has always one, and so has Python code. `late`:
    keys of JSON of which the values are read when they are asked for; `terse`: of JSON, with nodes
    of texts when they are asked for.
    """
    collecting = gc.isenabled()
    gc.disable()  # a growing tree has no garbage, and looking for it takes as long as reading
    try:
        if format == JSON:
            from . import json

            return [json.parse(source, late, terse=terse)]
        if format == PYTHON:
            from . import python

            return python.documents(source)
        from . import yaml

        return yaml.parse_all(source)
    except Unreadable as error:
        from .templating import explained

        raise explained(error, source.text) from None
    finally:
        if collecting:
            gc.enable()


def embedded(scalar: Scalar) -> EmbeddedSource:
    """The text of a string as a source of its own: its places are places of the file, and what is
    written into it is escaped as the string demands. Strings of every JSON and YAML style.
    """
    from .embedding import embedding

    return embedding(scalar)


def sniff(path: str, head: str) -> str:
    """What a file may be: `json`, `yaml`, `python`, `hcl`, or empty for none of them. `head` is how
    its text begins.
    """
    from .sniffing import sniffed

    return sniffed(path, head)
