"""Conditions of a template: which are certain, and which are others turned round.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/conditions-section-structure.html
"""

from __future__ import annotations

from contextlib import contextmanager

from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.node import ALWAYS, Mapping, Scalar, Sequence

from .deciding import Deciding
from .template import looped
from .values import as_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.text.node import Node, When

    from .resolver import Resolver
    from .template import Bindings

MAX_NESTED = 40


class Conditions:
    """Answers what is certain of a condition. Where parameters decide, nothing is."""

    def __init__(self, resolver: Resolver) -> None:
        self._resolver = resolver
        self._declared = resolver.template.conditions
        self._roots: dict[str, tuple[str, bool]] = {}
        self._truths: dict[str, bool | None] = {}
        self._following: dict[tuple[str, When], bool | None] = {}

    def declared(self, name: str) -> Node | None:
        """What a condition is declared to be."""
        return self._declared.get(name)

    def filled(self, name: object) -> str:
        """A condition's name with the loop variables in force filled in."""
        return looped(str(name), self._resolver.bindings)

    @property
    def bindings(self) -> Bindings:
        """The loop variables in force."""
        return self._resolver.bindings

    def resolve(self, node: Node) -> Node | None:
        """A value in a condition."""
        return self._resolver.resolve(node)

    @contextmanager
    def bound(self, name: str) -> Iterator[None]:
        """While a condition is looked at: the loop variables that it was made with."""
        resolver = self._resolver
        before = resolver.bindings
        resolver.bindings = resolver.template.made_with.get(name, {})
        try:
            yield
        finally:
            resolver.bindings = before

    def root(self, name: str) -> tuple[str, bool]:
        """The condition that this one repeats or negates, and whether they are true together:
        `Fn::Not: [Condition: A]` is (`A`, False).
        """
        way: list[tuple[str, bool]] = []  # conditions on the way, each with its turn
        seen = {name}
        while name not in self._roots:
            node = self.declared(name)
            turned = negated(node)
            named = named_by(turned if turned is not None else node)
            if named is not None:
                with self.bound(name):
                    named = self.filled(named)
            if named is None or named in seen or named not in self._declared:
                self._roots[name] = (name, True)
                break
            seen.add(named)
            way.append((name, turned is None))
            name = named
        for each, straight in reversed(way):
            root, same = self._roots[name]
            self._roots[each] = (root, same is straight)
            name = each
        return self._roots[name]

    def truth(self, name: str) -> bool | None:
        """Whether it holds: assumed in this branch, certain from literals, or None."""
        root, same = self.root(name)
        assumed = self._resolver.assumed.get(root)
        if assumed is None:
            assumed = self._certain(root, 0)
        if assumed is None:
            assumed = self._follows(root)
        return None if assumed is None else assumed is same

    def _follows(self, root: str) -> bool | None:
        """Whether it holds, given what is assumed."""
        assumed = self._resolver.assumed
        if root not in self._declared or not (assumed or named_by(self.declared(root)) is None):
            return None
        slot = root, frozenset(assumed.items())
        if slot not in self._following:
            self._following[slot] = None
            self._following[slot] = Deciding(self).follows(root, assumed)
        return self._following[slot]

    def when(self, name: str, wanted: bool) -> When:
        """The presence condition: this condition has that truth value."""
        root, same = self.root(name)
        return frozenset(((f"{self._resolver.template.path}#{root}", wanted is same),))

    def assumption(self, name: str) -> dict[str, bool]:
        """What may be assumed within something that is there under a condition."""
        if not name:
            return {}
        root, same = self.root(name)
        return {root: same}

    def presence(self, name: str) -> When:
        """The presence condition of what names a condition, or names none."""
        return self.when(name, True) if name and self.truth(name) is None else ALWAYS

    def _certain(self, name: str, depth: int) -> bool | None:
        if name not in self._truths:
            self._truths[name] = None  # while it is asked for, and for what turns in circles
            node = self.declared(name)
            if node is not None and depth < MAX_NESTED:
                with self.bound(name):
                    self._truths[name] = self._evaluate(node, depth + 1)
        return self._truths[name]

    def _evaluate(self, node: Node, depth: int) -> bool | None:
        if not isinstance(node, Mapping) or len(node.entries) != 1 or depth > MAX_NESTED:
            return None
        function, argument = node.entries[0]
        if function.value == "Condition":
            named = argument.value if isinstance(argument, Scalar) else None
            return self._certain(self.filled(named), depth) if isinstance(named, str) else None
        if not isinstance(argument, Sequence):
            return None
        if function.value == "Fn::Equals":
            return self._equal(argument)
        answers = [self._evaluate(item, depth + 1) for item in argument.items]
        if function.value == "Fn::Not" and len(answers) == 1:
            return None if answers[0] is None else not answers[0]
        if function.value in ("Fn::And", "Fn::Or"):
            decides = function.value == "Fn::Or"
            if decides in answers:
                return decides
            return None if None in answers or not answers else not decides
        return None

    def _equal(self, argument: Sequence) -> bool | None:
        if len(argument.items) != 2:
            return None
        one, other = (as_text(self._resolver.resolve(item)) for item in argument.items)
        if one is None or other is None:
            return None
        if one == other:
            return True
        return False if one.literal is not None and other.literal is not None else None


def negated(node: Node | None) -> Node | None:
    """What a condition negates, where it is just that."""
    if isinstance(node, Mapping) and len(node.entries) == 1:
        key, value = node.entries[0]
        if key.value == "Fn::Not" and isinstance(value, Sequence) and len(value.items) == 1:
            return value.items[0]
    return None


def named_by(node: Node | None) -> str | None:
    """The condition that `Condition: Name` names."""
    if isinstance(node, Mapping) and len(node.entries) == 1:
        key, value = node.entries[0]
        if key.value == "Condition" and isinstance(value, Scalar) and isinstance(value.value, str):
            return value.value
    return None
