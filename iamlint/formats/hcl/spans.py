"""The parts of a file that a person would point at: its blocks, and the objects in its lists."""

from __future__ import annotations

from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.node import Node, Sequence

from .nodes import Body, Object
from .placing import within

if TYPE_CHECKING:
    from collections.abc import Iterator


def parts(body: Body) -> Iterator[Node]:
    """The blocks of a body, and inside each the nested ones and the objects that are items."""
    for attribute in body.attributes.values():
        yield from _objects(attribute.value)
    for block in body.blocks:
        yield block
        if not block.broken:
            yield from parts(block.body)


def _objects(expression: Node) -> Iterator[Node]:
    open_ = [expression]
    while open_:
        one = open_.pop()
        inner = list(within(one))
        if isinstance(one, Sequence):
            yield from (item for item in inner if isinstance(item, Object))
        open_ += inner
