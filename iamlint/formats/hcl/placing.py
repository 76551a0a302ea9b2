"""Expressions that were read apart from their file, put where they stand."""

from __future__ import annotations

from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.node import Node, Sequence

from .nodes import Call, Choice, Directive, For, Literal, Object, Operation, Template, Traversal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.text.source import Source


def placed(node: Node, source: Source, start: int, end: int) -> Node:
    """The expression, moved with everything in it."""
    open_ = [node]
    while open_:
        one = open_.pop()
        one.source, one.start, one.end = source, start, end
        if isinstance(one, Template):
            for part in one.parts:
                if isinstance(part, Literal):
                    part.places = [(0, start)]
        open_ += within(one)
    return node


def shifted(node: Node, source: Source, by: int) -> Node:
    """The expression with everything in it, so many characters nearer to the beginning."""
    size = len(source.text)
    open_ = [node]
    while open_:
        one = open_.pop()
        one.source = source
        one.start, one.end = max(one.start - by, 0), min(max(one.end - by, 0), size)
        if isinstance(one, Template):
            for part in one.parts:
                if isinstance(part, Literal):
                    part.places = [(inner, outer - by) for inner, outer in part.places]
        open_ += within(one)
    return node


def within(node: Node) -> Iterator[Node]:
    """The expressions that an expression is made of."""
    if isinstance(node, Traversal):
        yield from (step for step in node.steps if isinstance(step, Node))
        yield from (node.base,) if node.base is not None else ()
    elif isinstance(node, Template):
        yield from (part for part in node.parts if isinstance(part, Node))
    elif isinstance(node, Directive):
        yield node.expression
    elif isinstance(node, Object):
        for pair in node.pairs:
            yield from pair
    elif isinstance(node, Call):
        yield from node.arguments
    elif isinstance(node, Choice):
        yield from (node.condition, node.yes, node.no)
    elif isinstance(node, Operation):
        yield from node.operands
    elif isinstance(node, Sequence):
        yield from node.items
    elif isinstance(node, For):
        found = (node.collection, node.key, node.value, node.condition)
        yield from (one for one in found if one is not None and one is not node)
