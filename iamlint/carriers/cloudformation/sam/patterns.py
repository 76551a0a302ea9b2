"""Fills the patterns of the catalogue's tables of SAM with the values of a template.

What a pattern may say is told in the table `sam_resources` itself.
"""

from __future__ import annotations

import re

from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.node import Mapping, Scalar, Sequence

from .nodes import argument_text, dig, function_of, is_nothing, mapping, scalar, sequence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.carriers.cloudformation.template import Template
    from iamlint.text.hints import Any
    from iamlint.text.node import Node

    Value = Node | str | None

_variable = re.compile(r"%\{([^{}]+)\}")
_clause = re.compile(r"([^!=]+)(!?=)(.*)")


class Values:
    """What the variables of a pattern stand for.

    `place`: where what is made of the pattern stands.
    `own`: the properties of the resource; `event`: those of the event or item that a row is about;
    `item`: of the innermost item; `named`: the rest, by name.
    """

    __slots__ = ("event", "item", "named", "own", "place", "template")

    def __init__(
        self, template: Template, place: Node, own: Node | None, named: dict[str, Value]
    ) -> None:
        self.template = template
        self.place = place
        self.own: Node | None = own
        self.event: Node | None = own
        self.item: Node | None = own
        self.named = named

    def within(self, item: Node, named: dict[str, Value], place: Node | None = None) -> Values:
        """The same with another item."""
        found = Values(self.template, place or self.place, self.own, {**self.named, **named})
        found.event = self.event
        found.item = item
        return found

    def at(self, path: str) -> Values:
        """The same at the place of a property, where it is there."""
        found = self.within(self.item or self.place, {}, self.find_node(path))
        found.item = self.item
        self.template.written.add((found.place.start, found.place.end))
        return found

    def find(self, name: str) -> Value:
        """The value of a variable; None for what is not there."""
        if name in self.named:
            return self.named[name]
        head, _, rest = name.partition(".")
        if name == "item":
            found = self.item
        elif head == "own" and rest:
            found = dig(self.own, rest)
        elif head == "event" and rest:
            found = dig(self.event, rest)
        else:
            found = dig(self.item, name)
        return None if is_nothing(found) else found

    def find_node(self, name: str) -> Node | None:
        value = self.find(name)
        return value if value is not None and not isinstance(value, str) else None

    def literal(self, name: str) -> str | None:
        """The text of a variable, as SAM knows it: that of a parameter is its default."""
        value = self.find(name)
        return value if isinstance(value, str) else literal(self.template, value)


def literal(template: Template, node: Node | None) -> str | None:
    """A text, number or truth value as text; None for what is none for certain."""
    if function_of(node) == "Ref":
        declared = template.parameters.get(argument_text(node))
        node = declared.get("Default") if isinstance(declared, Mapping) else None
    if not isinstance(node, Scalar) or node.value is None:
        return None
    if isinstance(node.value, bool):
        return "true" if node.value else "false"
    return str(node.value)


def holds(clauses: list[str], values: Values) -> bool:
    """Do all clauses hold?"""
    return all(is_so(clause, values) for clause in clauses)


def is_so(clause: str, values: Values) -> bool:
    match = _clause.fullmatch(clause)
    if match is None:
        return (
            not there(values.find(clause[1:])) if clause[0] == "!" else there(values.find(clause))
        )
    wanted = match[3].split("|")
    if match[2] == "!=":
        return values.literal(match[1]) not in wanted
    return function_of(values.find_node(match[1])) != "Ref" and values.literal(match[1]) in wanted


def there(value: Value) -> bool:
    """It is given, and not empty."""
    if isinstance(value, Scalar):
        return bool(value.value)
    if isinstance(value, Mapping):
        return bool(value.entries)
    if isinstance(value, Sequence):
        return bool(value.items)
    return bool(value)


def each(values: Values, path: str) -> Iterator[Values]:
    """The entries of a mapping or list, or the one value that stands there instead."""
    node = values.find_node(path)
    if isinstance(node, Mapping) and not function_of(node):
        for key, value in node.entries:
            yield values.within(value, {"key": str(key.value)}, value)
    elif isinstance(node, Sequence):
        for item in node.items:
            yield values.within(item, {}, item)
    elif node is not None:
        yield values.within(node, {}, node)


def one(pattern: Any, values: Values) -> Node | None:
    """What a pattern makes; None for nothing."""
    return next(nodes(pattern, values), None)


def nodes(pattern: Any, values: Values) -> Iterator[Node]:
    """All that a pattern makes: an item of a list may be none or many."""
    if isinstance(pattern, str):
        yield from of_text(pattern, values)
    elif isinstance(pattern, list):
        items = [node for item in pattern for node in nodes(item, values)]
        yield sequence(values.place, items)
    elif not isinstance(pattern, dict):
        yield scalar(values.place, pattern)
    elif "%first" in pattern:
        yield from next(filter(None, ([*nodes(p, values)] for p in pattern["%first"])), ())
    elif "%then" in pattern:
        yield from under(pattern, values)
    else:
        made = ((key, one(value, values)) for key, value in pattern.items())
        place = values.place
        entries = [(scalar(place, key), node) for key, node in made if node is not None]
        yield mapping(place, entries)


def under(pattern: dict[str, Any], values: Values) -> Iterator[Node]:
    """A part that is there under conditions, or once for each item."""
    if "%place" in pattern:
        values = values.at(pattern["%place"])
    places = each(values, pattern["%each"]) if "%each" in pattern else iter((values,))
    for inner in places:
        if holds(pattern.get("%when", []), inner):
            # what is made of an item stands where the whole does
            yield from nodes(
                pattern["%then"], inner.within(inner.item or inner.place, {}, values.place)
            )
            if pattern.get("%once"):
                return


def of_text(pattern: str, values: Values) -> Iterator[Node]:
    """A text with variables, or the value of the one that it is."""
    spread = pattern.endswith("}...")
    match = _variable.fullmatch(pattern[:-3] if spread else pattern)
    if match is None:
        yield scalar(values.place, text_of(pattern, values))
        return
    value = values.find(match[1])
    if isinstance(value, str):
        yield scalar(values.place, value)
    elif spread and isinstance(value, Sequence):
        yield from value.items
    elif value is not None:
        yield value


def text_of(pattern: str, values: Values) -> str:
    """A text with its variables filled in."""
    return _variable.sub(lambda match: values.literal(match[1]) or "", pattern)
