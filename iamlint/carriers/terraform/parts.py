"""Looking into the tree of a plan, where anything may be missing or of another type."""

from __future__ import annotations

from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.node import Conditional, Holed, Mapping, Node, Scalar, Sequence
from iamlint.text.source import NOWHERE

if TYPE_CHECKING:
    from collections.abc import Iterator

NOTHING = Mapping(NOWHERE, 0, 0, [])


def at(node: Node | None, *keys: str) -> Node | None:
    """The value under keys, one inside the other."""
    for key in keys:
        if isinstance(node, Conditional):
            node = node.inner
        if not isinstance(node, Mapping):
            return None
        node = node.get(key)
    return node


def mapping(node: Node | None, *keys: str) -> Mapping:
    """The mapping under keys; an empty one where there is none."""
    found = at(node, *keys)
    return found if isinstance(found, Mapping) else NOTHING


def items(node: Node | None, *keys: str) -> Iterator[Node]:
    """The items of the list under keys."""
    found = at(node, *keys)
    if isinstance(found, Sequence):
        yield from found.items


def text(node: Node | None, *keys: str) -> str:
    """The text under keys; empty where there is none."""
    found = at(node, *keys)
    if isinstance(found, Scalar) and isinstance(found.value, str):
        return found.value
    if isinstance(found, Holed):
        return found.text.literal or ""
    return ""


def is_true(node: Node | None) -> bool:
    return isinstance(node, Scalar) and node.value is True


def absent(node: Node | None) -> bool:
    """Nothing is there, or null."""
    return node is None or (isinstance(node, Scalar) and node.value is None)
