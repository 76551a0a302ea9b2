"""What expressions come to, as nodes with places."""

from __future__ import annotations

from iamlint.carriers.terraform.encoded import Written
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.holes import Hole, Text
from iamlint.text.node import (
    Conditional,
    Either,
    Holed,
    Mapping,
    Node,
    Scalar,
    Sequence,
    Unknown,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from iamlint.carriers.terraform.plan import Instance
    from iamlint.text.node import When


class Missing(Unknown):
    """An attribute or element that a known value does not have: `try` goes on to the next."""

    __slots__ = ()


class Instances(Unknown):
    """A reference to a whole resource: all its instances. `keyed`: it has a `count` or a
    `for_each`; where it cannot be told how many there are, one without a key stands for all.
    """

    __slots__ = ("instances", "keyed")

    def __init__(self, place: Node, hole: Hole, instances: list[Instance], *, keyed: bool) -> None:
        super().__init__(place.source, place.start, place.end, hole)
        self.instances = instances
        self.keyed = keyed


def unknown(place: Node, identity: str, why: str) -> Unknown:
    """A value of which nothing is known."""
    return Unknown(place.source, place.start, place.end, Hole(identity, why=why))


def missing(place: Node, identity: str) -> Missing:
    return Missing(
        place.source, place.start, place.end, Hole(identity, why=f"{identity} is not set")
    )


def of_text(text: Text, place: Node) -> Node:
    """A string with that text."""
    if text.literal is not None:
        return Scalar(place.source, place.start, place.end, text.literal)
    return Holed(place.source, place.start, place.end, text)


def text_of(node: Node | None) -> Text | None:
    """The text of a single value; None where it is no such, or null."""
    if isinstance(node, Conditional):
        return text_of(node.inner)
    if isinstance(node, Scalar):
        if node.value is None:
            return None
        if isinstance(node.value, bool):
            return Text("true" if node.value else "false")
        return Text(str(node.value))
    if isinstance(node, Holed):
        return node.text
    if isinstance(node, Either):
        return node.text
    if isinstance(node, Unknown) and not isinstance(node, Missing):
        return Text(node.hole)
    return None


def literal(node: Node | None) -> str | None:
    """The whole text of a value where it is known."""
    text = text_of(node)
    return text.literal if text is not None else None


def is_null(node: Node | None) -> bool:
    return isinstance(node, Scalar) and node.value is None


def truth(node: Node) -> bool | None:
    """A truth value where it is known."""
    word = literal(node)
    return {"true": True, "false": False}.get(word or "")


def items_of(node: Node) -> list[Node] | None:
    """The elements of a list or set, or the values of a map; None where they are not known.
    Those of `a ? b : c` are those of both, each under its conditions.
    """
    if isinstance(node, Conditional):
        inner = items_of(node.inner)
        return None if inner is None else [under(item, node.when) for item in inner]
    if isinstance(node, Either):
        found: list[Node] = []
        for branch in node.items:
            part = items_of(branch)
            if part is None:
                return None
            found += part
        return found
    if isinstance(node, Sequence):
        return list(node.items)
    if isinstance(node, Mapping):
        return [value for _, value in ordered(node)]
    if is_null(node):
        return []
    return None


def ordered(value: Mapping) -> list[tuple[Scalar, Node]]:
    """The entries in the order of their keys, as Terraform goes through them; as they stand where
    not all keys are known.
    """
    if all(type(key) is Scalar for key, _ in value.entries):
        return sorted(value.entries, key=lambda entry: str(entry[0].value))
    return value.entries


def under(node: Node, when: When) -> Node:
    """A value that is there only under conditions."""
    if not when:
        return node
    if isinstance(node, Conditional):
        return Conditional(node.inner, node.when | when)
    return Conditional(node, when)


def bare(node: Node) -> tuple[Node, When]:
    """A value without its conditions, and these."""
    return (node.inner, node.when) if isinstance(node, Conditional) else (node, frozenset())


def listed(items: Iterable[Node], place: Node) -> Sequence:
    return Sequence(place.source, place.start, place.end, list(items))


def mapped(entries: list[tuple[Scalar, Node]], place: Node) -> Mapping:
    return Mapping(place.source, place.start, place.end, entries)


def key_at(name: str, place: Node) -> Scalar:
    return Scalar(place.source, place.start, place.end, name)


def moved(node: Node, place: Node) -> Node:
    """A single value as it stands where it is used; what holds others keeps its place."""
    if type(node) is Scalar:
        return Scalar(place.source, place.start, place.end, node.value, "")
    if isinstance(node, Holed) and not isinstance(node, Written):
        return Holed(place.source, place.start, place.end, node.text)
    return node
