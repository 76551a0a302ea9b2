"""What follows from conditions that are taken to hold: `IsProd` and `IsTest` that compare one
parameter with two values are never true together.

All values are tried that the compared texts may have, as far as they make a difference.
"""

from __future__ import annotations

from itertools import product
from math import prod

from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.node import Mapping, Node, Scalar, Sequence
from iamlint.text.records import NamedTuple

from .values import as_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Mapping as ByKey

    from iamlint.text.holes import Text

    from .conditions import Conditions

    Formula = tuple[object, ...]
    World = ByKey[object, object]

MAX_PARTS = 200
"""Parts of the conditions that are looked at together; what is beyond may be true or false."""
MAX_WORLDS = 512
"""Combinations of values; where there are more, nothing is said to follow."""
OTHER = None
"""A value that no condition names."""


class Comparison(NamedTuple):
    """A text that is known at deployment is compared with a literal."""

    text: Text
    literal: str


class Deciding:
    """Formulas of some conditions, and what they hang on."""

    def __init__(self, conditions: Conditions) -> None:
        self._conditions = conditions
        self._parts = 0
        self._domains: dict[object, set[object]] = {}

    def follows(self, name: str, assumed: ByKey[str, bool]) -> bool | None:
        """Whether a condition holds wherever the assumptions do; None where that is open."""
        wanted = [(self.named(each, ()), truth) for each, truth in assumed.items()]
        asked = self.named(name, ())
        answers = {
            holds(asked, world)
            for world in self.worlds()
            if all(holds(formula, world) is truth for formula, truth in wanted)
        }
        return answers.pop() if len(answers) == 1 else None

    def worlds(self) -> Iterator[World]:
        """All combinations of what the formulas hang on; none where there are too many."""
        domains = [tuple(domain) for domain in self._domains.values()]
        if prod(map(len, domains)) <= MAX_WORLDS:
            for values in product(*domains):
                yield dict(zip(self._domains, values, strict=True))

    def named(self, name: str, within: tuple[str, ...]) -> Formula:
        """The formula of a condition that is named."""
        node = self._conditions.declared(name)
        if node is None or name in within or self._parts > MAX_PARTS:
            return self.free(name)
        with self._conditions.bound(name):
            return self.formula(node, (*within, name))

    def formula(self, node: Node, within: tuple[str, ...]) -> Formula:
        """The formula that a node stands for; free for what is none."""
        self._parts += 1
        if not isinstance(node, Mapping) or len(node.entries) != 1 or self._parts > MAX_PARTS:
            return self.unread(node)
        key, argument = node.entries[0]
        if key.value == "Condition" and isinstance(argument, Scalar):
            return self.named(self._conditions.filled(argument.value), within)
        items = argument.items if isinstance(argument, Sequence) else []
        if key.value == "Fn::Equals" and len(items) == 2:
            return self.comparison(items, node)
        if key.value in ("Fn::And", "Fn::Or", "Fn::Not") and items:
            return (key.value, *(self.formula(item, within) for item in items))
        return self.unread(node)

    def comparison(self, items: list[Node], node: Node) -> Formula:
        """Two texts compared: certain, by the value of one of them, or free."""
        one, other = (as_text(self._conditions.resolve(item)) for item in items)
        if one is None or other is None:
            return self.unread(node)
        if one == other or (one.literal is not None and other.literal is not None):
            return ("certain", one == other)
        if one.literal is not None:
            one, other = other, one
        if other.literal is None:
            return self.free(frozenset((one, other)))
        self.compare(one, other.literal)
        return ("is", Comparison(one, other.literal))

    def compare(self, text: Text, literal: str) -> None:
        """Note what a text may be."""
        hole = text.only_hole
        choices = {c.literal for c in hole.choices} if hole is not None else set()
        if not choices or None in choices:
            self._domains.setdefault(text, {OTHER}).add(literal)
        elif text not in self._domains:
            self._domains[text] = set(choices)

    def unread(self, node: Node) -> Formula:
        """A part of which nothing is known but its place."""
        return self.free((id(node), *self._conditions.bindings.items()))

    def free(self, what: object) -> Formula:
        """Something that may hold or not, the same wherever it stands."""
        self._domains.setdefault(("free", what), {True, False})
        return ("free", what)


def holds(formula: Formula, world: World) -> bool:
    """Is a formula true in a world?"""
    sign, *parts = formula
    if sign == "certain":
        return bool(parts[0])
    if sign == "free":
        return world[formula] is True
    if sign == "is":
        (comparison,) = parts
        assert isinstance(comparison, Comparison)
        return world[comparison.text] == comparison.literal
    answers = (holds(part, world) for part in parts if isinstance(part, tuple))
    if sign == "Fn::And":
        return all(answers)
    return any(answers) if sign == "Fn::Or" else not any(answers)
