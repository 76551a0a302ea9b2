"""Resolved values: as texts, as lists of texts, and with the text they were composed of."""

from __future__ import annotations

from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.holes import Hole, Text
from iamlint.text.node import (
    Conditional,
    Either,
    Holed,
    HoledKey,
    Mapping,
    Node,
    Scalar,
    Sequence,
    Unknown,
)
from iamlint.text.records import NamedTuple

if TYPE_CHECKING:
    from iamlint.text.source import Source


class Slice(NamedTuple):
    """Part of the text of a scalar: characters `start` to `end` of its value."""

    scalar: Scalar
    start: int
    end: int


class Composed(Holed):
    """A text put together by `Fn::Sub` or `Fn::Join`: `parts` are the literal texts where they
    stand, and the texts of what stands between them.
    """

    __slots__ = ("parts",)

    def __init__(
        self, source: Source, start: int, end: int, text: Text, parts: tuple[Slice | Text, ...]
    ) -> None:
        super().__init__(source, start, end, text)
        self.parts = parts


def at(node: Node, text: Text) -> Holed:
    """A text at the place of a node."""
    return Holed(node.source, node.start, node.end, text)


def as_text(node: Node | None) -> Text | None:
    """The text of a resolved value; None for what is no text, or is there only at times."""
    if isinstance(node, (Holed, HoledKey)):
        return node.text
    if isinstance(node, Scalar):
        return scalar_text(node)
    if isinstance(node, Unknown):
        return Text(node.hole)
    if isinstance(node, Either):
        return node.text
    return None


def scalar_text(node: Scalar) -> Text | None:
    """A text, number or truth value as CloudFormation hands it on; None for null."""
    value = node.value
    if isinstance(value, str):
        return Text(value)
    if isinstance(value, bool):
        return Text("true" if value else "false")
    if value is None:
        return None
    return Text(node.source.text[node.start : node.end] or str(value))


def parts_of(node: Node) -> tuple[Slice | Text, ...] | None:
    """What the text of a resolved value is made of; None for what is no text."""
    if isinstance(node, Composed):
        return node.parts
    if isinstance(node, Scalar) and isinstance(node.value, str):
        return (Slice(node, 0, len(node.value)),)
    text = as_text(node)
    return None if text is None else (text,)


def spread(node: Node | None) -> Node | None:
    """A mapping that conditions choose or that is there at times, as one mapping of which they
    choose the values. What is no such mapping is given as it is.
    """
    if node is None:
        return None
    branches = node.items if isinstance(node, Either) else [node]
    found: dict[object, list[tuple[Scalar, Conditional]]] = {}
    for branch in branches:
        inner = spread(branch.inner) if isinstance(branch, Conditional) else None
        if not isinstance(branch, Conditional) or not isinstance(inner, Mapping):
            return node
        for key, value in inner.entries:
            found.setdefault(key.value, []).append((key, Conditional(value, branch.when)))
    entries = [(values[0][0], either([value for _, value in values])) for values in found.values()]
    return Mapping(node.source, node.start, node.end, entries)


def either(values: list[Conditional]) -> Node:
    """One of several values, each under its conditions."""
    if len(values) == 1:
        return values[0]
    first, last = values[0], values[-1]
    known = [text for text in (as_text(value.inner) for value in values) if text is not None]
    text = None
    if len(known) == len(values):
        named = f"{first.source.path}#{'|'.join(map(str, known))}"
        text = one_of(known, named, "conditions choose")
    return Either(first.source, first.start, max(first.end, last.end), list(values), text)


def moved(node: Node, to: Node) -> Node:
    """A value that is named elsewhere, where it is named: a mapping's value at `Fn::FindInMap`."""
    source, start, end = to.source, to.start, to.end
    if isinstance(node, Scalar):
        return Holed(source, start, end, scalar_text(node) or Text())
    if isinstance(node, Holed):
        return Holed(source, start, end, node.text)
    if isinstance(node, Unknown):
        return Unknown(source, start, end, node.hole)
    if isinstance(node, Conditional):
        return Conditional(moved(node.inner, to), node.when)
    if isinstance(node, Either):
        return Either(source, start, end, [moved(item, to) for item in node.items], node.text)
    if isinstance(node, Sequence):
        return Sequence(source, start, end, [moved(item, to) for item in node.items])
    assert isinstance(node, Mapping)
    return Mapping(source, start, end, [(key, moved(value, to)) for key, value in node.entries])


def one_of(choices: list[Text], identity: str, why: str) -> Text:
    """A text that is one of several; just that text when they are all the same."""
    different = tuple(dict.fromkeys(choices))
    if len(different) == 1:
        return different[0]
    return Text(Hole(identity, choices=different, why=why))
