"""Values of one module as they stand in another that takes them."""

from __future__ import annotations

from copy import copy

from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.holes import Opaque
from iamlint.text.node import Holed, HoledKey, Mapping, Scalar, Sequence, Unknown

if TYPE_CHECKING:
    from iamlint.text.node import Node
    from iamlint.text.source import Source

POLICIES = frozenset(("Effect", "Statement"))
"""Keys of what is read where it stands."""
OWN = ("Ref", "Fn::GetAtt", "Fn::Sub")
"""Functions that name what is declared beside them."""
PSEUDO = "AWS::"
CHOICE = "Fn::If"


class NotTaken(Exception):
    """The value is no use in another module. `policy`: it is read in its own."""

    def __init__(self, *, policy: bool = False) -> None:
        super().__init__()
        self.policy = policy


def moved(node: Node, place: Node, home: Source) -> Node | None:
    """A value of the module `home` at a place in another; None for what is not known there."""
    try:
        return Move(place, home).node(node)
    except NotTaken as error:
        if not error.policy:
            return None
        line = home.place(node.start).line
        why = f"it is read where it stands, in {home.path}, line {line}"
        hole = Opaque(f"{home.path}#{node.start}:{place.start}", why=why, told=why)
        return Unknown(place.source, place.start, place.end, hole)


class Move:
    """One value that is moved."""

    def __init__(self, place: Node, home: Source) -> None:
        self.place = place
        self.home = home

    def node(self, node: Node) -> Node:
        """The same at its new place; what was handed over to the module stays where it is."""
        kind = type(node)
        if isinstance(node, Mapping):
            return self._mapping(node)
        if isinstance(node, Sequence):
            return self._sequence(node)
        if node.source is not self.home:
            return node
        if kind is Unknown:
            assert isinstance(node, Unknown)
            return Unknown(*self._at, node.hole)
        if isinstance(node, HoledKey):
            return HoledKey(*self._at, node.text)
        if isinstance(node, Scalar):
            return Scalar(*self._at, node.value)
        if kind is Holed:
            assert isinstance(node, Holed)
            return Holed(*self._at, node.text)
        raise NotTaken  # a thing that the module makes

    @property
    def _at(self) -> tuple[Source, int, int]:
        return self.place.source, self.place.start, self.place.end

    def _key(self, key: Scalar) -> Scalar:
        found = self.node(key)
        assert isinstance(found, Scalar)
        return found

    def _mapping(self, node: Mapping) -> Node:
        names = set(node.keys())
        if names & POLICIES:
            raise NotTaken(policy=True)
        if len(node.entries) == 1 and names & {*OWN, CHOICE} and node.source is self.home:
            return self._function(node)
        found = copy(node)
        found._index = None
        found.entries = [(self._key(key), self.node(value)) for key, value in node.entries]
        conditions = getattr(node, "conditions", None)
        if conditions is not None:  # those that go with a principal
            found.conditions = tuple(map(self.node, conditions))  # type: ignore[attr-defined]
        self._put(found)
        return found

    def _function(self, node: Mapping) -> Node:
        """A function of templates: what it names is not declared here."""
        key, given = node.entries[0]
        if key.value == CHOICE and isinstance(given, Sequence):
            test, *branches = given.items
            assert isinstance(test, Scalar)
            name = Scalar(*self._at, f"{test.value} of {self.home.path}")
            three = Sequence(*self._at, [name, *map(self.node, branches)])
            return Mapping(*self._at, [(self._key(key), three)])
        if not isinstance(given, Scalar) or not str(given.value).startswith(PSEUDO):
            raise NotTaken
        return Mapping(*self._at, [(self._key(key), self.node(given))])

    def _sequence(self, node: Sequence) -> Node:
        if getattr(node, "named", None) is not None:
            raise NotTaken
        found = copy(node)
        found.items = [self.node(item) for item in node.items]
        self._put(found)
        return found

    def _put(self, node: Node) -> None:
        if node.source is self.home:
            node.source, node.start, node.end = self._at
