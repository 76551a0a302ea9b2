"""Edits to the displays of Python code: its lists, dicts and strings."""

from __future__ import annotations

from iamlint.formats.python.displays import Code
from iamlint.formats.python.strings import PythonString
from iamlint.formats.python.writing import literal, rewritten
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.node import Mapping, Scalar

from .changes import Change, Uneditable
from .editor import Editor
from .revisions import Written

if TYPE_CHECKING:
    from iamlint.text.node import Node

    from .changes import Value
    from .spots import Spot

CODE = "code decides what stands there"


class CodeEditor(Editor):
    """Collects changes to one file of Python code."""

    def replace(self, spot: Spot, value: Value) -> None:
        plain(spot.node)
        super().replace(spot, value)

    def rename(self, spot: Spot, name: str) -> None:
        plain(spot.node)
        self.changes.append(Change(spot.node.start, spot.node.end, written(spot.node, name)))
        self.revise(spot, Written(name))

    def append(self, spot: Spot, values: list[Value]) -> None:
        plain(spot.node)
        super().append(spot, values)

    def put(self, spot: Spot, key: str, value: Value, *, first: bool = False) -> None:
        if not isinstance(spot.node, Mapping):
            raise Uneditable(CODE)
        super().put(spot, key, value, first=first)

    def remove(self, spot: Spot) -> None:
        if spot.parent is None or isinstance(spot.parent, Code):
            raise Uneditable(CODE)
        super().remove(spot)

    def _in_brackets(self, _: Spot) -> bool:
        return True

    def _replacing(self, spot: Spot, value: Value) -> list[Change]:
        node = spot.node
        if isinstance(node, Scalar) and not isinstance(value, (dict, list)):
            return [Change(node.start, node.end, written(node, value))]
        return super()._replacing(spot, value)


def plain(node: Node) -> None:
    """Raises `Uneditable` for what is no literal."""
    if isinstance(node, Code) or (isinstance(node, Scalar) and str(node.value).startswith("\0")):
        raise Uneditable(CODE)


def written(node: Node, value: Value) -> str:
    """A value as it stands in place of a literal. Raises `Uneditable` for a text that its prefix
    and quotes do not hold.
    """
    if not isinstance(node, PythonString) or not isinstance(value, str):
        return literal(value)
    found = rewritten(node, value)
    if found is None:
        raise Uneditable("the text is put together of several literals")
    return found
