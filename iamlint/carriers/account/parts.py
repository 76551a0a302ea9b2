"""Looking into an output, where anything may be missing or of another type."""

from __future__ import annotations

from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.node import Mapping, Scalar, Sequence

if TYPE_CHECKING:
    from collections.abc import Iterator


def mappings(node: Mapping, key: str) -> Iterator[Mapping]:
    """The objects in the list under a key."""
    listed = node.get(key)
    for item in listed.items if isinstance(listed, Sequence) else ():
        if isinstance(item, Mapping):
            yield item


def texts(node: Mapping, key: str) -> Iterator[Scalar]:
    """The texts in the list under a key."""
    listed = node.get(key)
    for item in listed.items if isinstance(listed, Sequence) else ():
        if isinstance(item, Scalar) and isinstance(item.value, str) and item.value:
            yield item


def text(node: Mapping, key: str) -> str:
    """The text under a key; empty where there is none."""
    value = node.get(key)
    return value.value if isinstance(value, Scalar) and isinstance(value.value, str) else ""


def is_true(node: Mapping, key: str) -> bool:
    value = node.get(key)
    return isinstance(value, Scalar) and value.value is True
