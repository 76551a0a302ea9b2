"""A file as lists, dicts and strings with whatever code is around them: what edits look at.

https://docs.python.org/3/reference/expressions.html#displays-for-lists-sets-and-dictionaries
"""

from __future__ import annotations

import ast

from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.node import Mapping, Scalar, Sequence

from .strings import PythonString, string_at

if TYPE_CHECKING:
    from iamlint.text.node import Node

    from . import Program

DEEPEST = 100
MARK = "\0"
"""Before what is code and no text."""


class Code(Sequence):
    """Code that is no display; its items are what stands around the displays in it, and these."""

    __slots__ = ()


def documents_of(program: Program) -> list[Node]:
    """A display, where the text is nothing but one; else all of the code."""
    body = program.tree.body
    reader = Reader(program)
    if len(body) == 1 and isinstance(body[0], ast.Expr):
        start, end = program.places.span(body[0])
        if (start, end) == (0, len(program.source.text)):
            return [reader.node(body[0].value, 0)]
    return [reader.around(0, len(program.source.text), [program.tree], 0)]


class Reader:
    """Makes nodes of one file."""

    def __init__(self, program: Program) -> None:
        self.source = program.source
        self.places = program.places

    def node(self, found: ast.expr, depth: int) -> Node:
        start, end = self.places.span(found)
        if depth > DEEPEST:
            return Code(self.source, start, end, [self._code(start, end)])
        if isinstance(found, ast.Dict):
            return self._dict(found, start, end, depth)
        if isinstance(found, (ast.List, ast.Set)):
            items = [self.node(item, depth + 1) for item in found.elts]
            return Sequence(self.source, start, end, items)
        if isinstance(found, ast.Constant):
            value = found.value
            if isinstance(value, str):
                return string_at(self.source, start, end, value)
            if value is None or isinstance(value, (bool, int, float)):
                return Scalar(self.source, start, end, value, "")
        return self.around(start, end, list(ast.iter_child_nodes(found)), depth)

    def _dict(self, found: ast.Dict, start: int, end: int, depth: int) -> Node:
        entries: list[tuple[Scalar, Node]] = []
        done = start + 1
        for key, value in zip(found.keys, found.values, strict=True):
            inner = self.node(value, depth + 1)
            if key is None:
                at = self.source.text.rfind("**", done, inner.start)
                entries.append((Scalar(self.source, at, at + 2, MARK + "**", ""), inner))
            elif isinstance(key, ast.Constant) and isinstance(key.value, str):
                named = string_at(self.source, *self.places.span(key), key.value)
                entries.append((named, inner))
            else:
                entries.append((self._code(*self.places.span(key)), inner))
            done = inner.end
        return Mapping(self.source, start, end, entries)

    def around(self, start: int, end: int, nodes: list[ast.AST], depth: int) -> Code:
        """Code with the displays in it, which are no part of one another."""
        displays: list[Node] = []
        waiting = nodes
        while waiting:
            node = waiting.pop()
            if isinstance(node, (ast.Dict, ast.List, ast.Set)) or is_text(node):
                assert isinstance(node, ast.expr)
                displays.append(self.node(node, depth + 1))
            elif not isinstance(node, ast.JoinedStr):
                waiting.extend(ast.iter_child_nodes(node))
        displays.sort(key=lambda node: node.start)
        items: list[Node] = []
        done = start
        for display in displays:
            items += [self._code(done, display.start), display]
            done = display.end
        return Code(self.source, start, end, [*items, self._code(done, end)])

    def _code(self, start: int, end: int) -> Scalar:
        return Scalar(self.source, start, end, MARK + self.source.text[start:end], "")


def is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


__all__ = ["Code", "PythonString", "documents_of"]
