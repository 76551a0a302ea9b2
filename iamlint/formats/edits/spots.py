"""Finding a node in the tree of its text, and what it hangs on."""

from __future__ import annotations

import re

from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.node import Mapping, Node, Scalar, Sequence
from iamlint.text.records import NamedTuple

from .changes import Uneditable
from .layout import BREAK, is_bracketed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .layout import Layout

_property = r"(?:[&!]\S*[ \t]+)*"
_colon = re.compile(r"\s*:").match


class Spot(NamedTuple):
    """A node in its tree. `parent` is None for a root; `key` is the key that a value stands under;
    `place` counts the parent's items or entries. `in_brackets`: something around it is in brackets.
    `is_key`: the node itself is the key.
    """

    node: Node
    parent: Node | None = None
    key: Scalar | None = None
    place: int = 0
    in_brackets: bool = False
    is_key: bool = False


def find(layout: Layout, start: int, end: int) -> Spot | None:
    """The outermost node that is `text[start:end]`."""
    place = (start, end)
    if place not in layout.found:
        spots = around(layout, start, end)
        are = (spot for spot in spots if spot.node.start == start and spot.node.end == end)
        layout.found[place] = next(are, None)
    return layout.found[place]


def scalar_around(layout: Layout, start: int, end: int) -> Spot | None:
    """The string in which `start:end` stands."""
    for spot in around(layout, start, end):
        if isinstance(spot.node, Scalar) and isinstance(spot.node.value, str) and not spot.is_key:
            return spot
    return None


def around(layout: Layout, start: int, end: int) -> Iterator[Spot]:
    """The nodes in which `start:end` stands, from the outermost."""
    waiting = [Spot(document) for document in layout.documents if holds(document, start, end)]
    while waiting:
        spot = waiting.pop()
        yield spot
        waiting += children(layout, spot, start, end)


def holds(node: Node, start: int, end: int) -> bool:
    if node.start > start:
        return False
    behind = end - node.start - node.length
    return behind <= 0 or (behind <= BREAK and isinstance(node, Scalar))


def children(layout: Layout, spot: Spot, start: int, end: int) -> list[Spot]:
    """The items, or keys and values, in which `start:end` stands."""
    node = spot.node
    found: list[Spot] = []
    if isinstance(node, Sequence):
        inside = spot.in_brackets or is_bracketed(layout.text, node)
        for place in layout.near(node, start, end):
            item = node.items[place]
            if holds(item, start, end):
                found.append(Spot(item, node, None, place, inside))
    elif isinstance(node, Mapping):
        inside = spot.in_brackets or is_bracketed(layout.text, node)
        for place in layout.near(node, start, end):
            key, value = node.entries[place]
            if holds(value, start, end):
                found.append(Spot(value, node, key, place, inside))
            if holds(key, start, end):
                found.append(Spot(key, node, None, place, inside, is_key=True))
    return found


def own_entries(mapping: Mapping) -> list[tuple[int, Scalar, Node]]:
    """The entries that stand in the mapping itself, with their index: not those merged into it."""
    found: list[tuple[int, Scalar, Node]] = []
    done = mapping.start
    for index, (key, value) in enumerate(mapping.entries):
        if done <= key.start < mapping.end:
            found.append((index, key, value))
            done = value.end if key.end <= value.start < mapping.end else key.end
    return found


def after_colon(text: str, key: Scalar) -> int:
    """The offset after the colon of a key."""
    found = _colon(text, key.end)
    if found is None:
        raise Uneditable("the key has no colon")
    return found.end()
