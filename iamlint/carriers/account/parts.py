"""Looking into an output, where anything may be missing or of another type."""

from __future__ import annotations

from iamlint.model.policy import Word
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.holes import text_of
from iamlint.text.node import Mapping, Scalar, Sequence, TerseMapping, TerseSequence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.text.node import Node


def mappings(node: Mapping, key: str) -> Iterator[Mapping]:
    """The objects in the list under a key."""
    listed = node.get(key)
    if isinstance(listed, TerseSequence):
        for value in listed.values:
            if isinstance(value, Mapping):
                yield value
        return
    for item in listed.items if isinstance(listed, Sequence) else ():
        if isinstance(item, Mapping):
            yield item


def amiss(node: Mapping, key: str, *, of: type[Node] = Mapping) -> Iterator[tuple[Node, str]]:
    """What stands where a list of objects, or of `of`, should be and is none, and what is wrong.
    What is left out or null says nothing.
    """
    listed = node.get(key)
    if isinstance(listed, Sequence):
        word = "an object" if of is Mapping else "a text"
        if isinstance(listed, TerseSequence) and are_all(listed, of):
            return
        for number, item in enumerate(listed.items):
            if not isinstance(item, of) or (of is Scalar and not is_text(item)):
                yield item, f"`{key}[{number}]` is not {word}: nothing of it was read"
    elif listed is not None and not is_null(listed):
        yield listed, f"`{key}` is not a list: nothing of it was read"


def are_all(listed: TerseSequence, of: type[Node]) -> bool:
    """All that stands in the list is what should."""
    if of is Scalar:
        return all(isinstance(value, str) for value in listed.values)
    return all(isinstance(value, of) for value in listed.values)


def is_null(node: Node) -> bool:
    return isinstance(node, Scalar) and node.value is None


def is_text(node: Node) -> bool:
    return isinstance(node, Scalar) and isinstance(node.value, str)


def texts(node: Mapping, key: str) -> Iterator[Word]:
    """The texts in the list under a key."""
    listed = node.get(key)
    if isinstance(listed, TerseSequence):
        for number, value in enumerate(listed.values):
            if isinstance(value, str) and value:
                yield Word(text_of(value), listed, number)
            elif isinstance(value, Scalar) and is_text(value) and value.value:
                yield Word(text_of(str(value.value)), value)
        return
    for item in listed.items if isinstance(listed, Sequence) else ():
        if isinstance(item, Scalar) and isinstance(item.value, str) and item.value:
            yield Word(text_of(item.value), item)


def text(node: Mapping, key: str) -> str:
    """The text under a key; empty where there is none."""
    if isinstance(node, TerseMapping):
        return node.text_under(key) or ""
    value = node.get(key)
    return value.value if isinstance(value, Scalar) and isinstance(value.value, str) else ""


def is_true(node: Mapping, key: str) -> bool:
    value = node.get(key)
    return isinstance(value, Scalar) and value.value is True
