"""Nodes for what SAM writes: all of it stands where the template asks for it."""

from __future__ import annotations

from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.node import Mapping, Scalar, Sequence

if TYPE_CHECKING:
    from iamlint.text.node import Atom, Node

NO_VALUE = "AWS::NoValue"


def scalar(place: Node, value: Atom) -> Scalar:
    return Scalar(place.source, place.start, place.end, value)


def sequence(place: Node, items: list[Node]) -> Sequence:
    return Sequence(place.source, place.start, place.end, items)


def mapping(place: Node, entries: list[tuple[Scalar, Node]]) -> Mapping:
    return Mapping(place.source, place.start, place.end, entries)


def entry(name: str, value: Node) -> tuple[Scalar, Node]:
    return Scalar(value.source, value.start, value.start, name), value


def called(place: Node, name: str, *arguments: Node) -> Mapping:
    """A function of several arguments: `Fn::GetAtt`, `Fn::If`."""
    return mapping(place, [entry(name, sequence(place, list(arguments)))])


def ref(place: Node, name: str) -> Mapping:
    return mapping(place, [entry("Ref", scalar(place, name))])


def attribute(place: Node, logical: str, name: str) -> Mapping:
    return called(place, "Fn::GetAtt", scalar(place, logical), scalar(place, name))


def nothing(place: Node) -> Mapping:
    return ref(place, NO_VALUE)


def is_nothing(node: Node | None) -> bool:
    """It is `!Ref AWS::NoValue`."""
    return function_of(node) == "Ref" and argument_text(node) == NO_VALUE


def function_of(node: Node | None) -> str:
    """The name of the function that a value is, or empty."""
    if isinstance(node, Mapping) and len(node.entries) == 1:
        name = node.entries[0][0].value
        if isinstance(name, str) and (name in ("Ref", "Condition") or name.startswith("Fn::")):
            return name
    return ""


def argument_text(node: Node | None) -> str:
    """The argument of a function, where it is a text."""
    if not isinstance(node, Mapping) or not node.entries:
        return ""
    value = node.entries[0][1]
    return value.value if isinstance(value, Scalar) and isinstance(value.value, str) else ""


def logical_of(node: Node | None) -> str:
    """The resource that `Ref` or `Fn::GetAtt` names, or empty."""
    name = function_of(node)
    if name == "Ref":
        return argument_text(node)
    if name == "Fn::GetAtt" and isinstance(node, Mapping):
        argument = node.entries[0][1]
        first = argument.items[0] if isinstance(argument, Sequence) and argument.items else argument
        text = first.value if isinstance(first, Scalar) and isinstance(first.value, str) else ""
        return text.partition(".")[0]
    return ""


def branches_of(node: Node | None) -> tuple[Scalar, Node, Node] | None:
    """The condition and the two values of `Fn::If`."""
    if function_of(node) != "Fn::If" or not isinstance(node, Mapping):
        return None
    argument = node.entries[0][1]
    if not isinstance(argument, Sequence) or len(argument.items) != 3:
        return None
    name, yes, no = argument.items
    return (name, yes, no) if isinstance(name, Scalar) and isinstance(name.value, str) else None


def dig(node: Node | None, path: str) -> Node | None:
    """The value that a path of names leads to."""
    for name in path.split("."):
        node = node.get(name) if isinstance(node, Mapping) else None
    return node
