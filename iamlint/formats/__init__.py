"""Text ⇄ located tree. Formats know nothing of IAM."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

from iamlint.errors import Unreadable

if TYPE_CHECKING:
    from iamlint.text.node import Node
    from iamlint.text.source import Source

JSON = "json"
YAML = "yaml"


def read(source: Source, format: str) -> Node:
    """The tree of a text that is one document. Raises `Unreadable` with the offset of the fault."""
    documents = read_all(source, format)
    if len(documents) == 1:
        return documents[0]
    if not documents:
        raise Unreadable("there is no document in the file")
    raise Unreadable("there is more than one document in the file", documents[1].start)


def read_all(source: Source, format: str) -> list[Node]:
    """The trees of all documents of a text; JSON has always one."""
    collecting = gc.isenabled()
    gc.disable()  # a growing tree has no garbage, and looking for it takes as long as reading
    try:
        if format == JSON:
            from . import json

            return [json.parse(source)]
        from . import yaml

        return yaml.parse_all(source)
    finally:
        if collecting:
            gc.enable()
