"""Objects and lists that keep what stands in them as plain texts. A large file is mostly texts that
nobody asks the place of: the node of one is made when it is asked for, and is then the same each
time.
"""

from __future__ import annotations

from iamlint.text.hints import TYPE_CHECKING

from .node import Mapping, Scalar, Sequence
from .source import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .node import Node
    from .source import Source

    Place = tuple[int, int]
    Value = str | Node
    Values = tuple[Value, ...] | list[Value]


ITSELF = -1
"""In place of a number: the node itself, and nothing in it."""


class TerseMapping(Mapping):
    """An object. `names` are its keys in order, `values` what stands under them: a text, or the
    node of what is none. How it is read, a format says.
    """

    __slots__ = ("_entries", "_names", "_values")

    def __init__(
        self,
        source: Source,
        start: int,
        end: int,
        names: tuple[str, ...] | None,
        values: Values | None,
    ) -> None:
        self.source = source
        self.start = start
        self.length = end - start
        self._names = names
        self._values = values
        self._entries: list[tuple[Scalar, Node]] | None = None

    def read(self) -> tuple[tuple[str, ...], Values]:
        """Its names and values; asked for once, where they are not known yet."""
        raise NotImplementedError

    def places(self) -> Iterator[tuple[Place, Place]]:
        """Where each key begins and ends, and its value."""
        raise NotImplementedError

    @property
    def names(self) -> tuple[str, ...]:
        if self._names is None:
            self._names, self._values = self.read()
        return self._names

    @property
    def values(self) -> Values:
        if self._values is None:
            self._names, self._values = self.read()
        return self._values

    @property
    def entries(self) -> list[tuple[Scalar, Node]]:
        if self._entries is None:
            names, values, source = self.names, self.values, self.source
            found: list[tuple[Scalar, Node]] = []
            for name, value, (key, place) in zip(names, values, self.places(), strict=True):
                node = Scalar(source, *place, value) if type(value) is str else value
                found.append((Scalar(source, *key, name), node))  # type: ignore[arg-type]
            self._values = tuple([node for _, node in found])
            self._entries = found
        return self._entries

    @entries.setter
    def entries(self, entries: list[tuple[Scalar, Node]]) -> None:
        self._entries = entries
        self._names = tuple([str(key.value) for key, _ in entries])
        self._values = tuple([node for _, node in entries])

    def at(self, name: str) -> int:
        """The number of the value under a key, the last of that name; -1 where there is none."""
        names = self.names
        for number in range(len(names) - 1, -1, -1):
            if names[number] == name:
                return number
        return -1

    def held(self, number: int) -> Node:
        """The node of a value."""
        value = self.values[number]
        if type(value) is str:
            value = self._keep(number, Scalar(self.source, *self.place_of(number), value))
        return value  # type: ignore[return-value]

    def _keep(self, number: int, node: Node) -> Node:
        values = self.values
        if type(values) is tuple:
            values = self._values = list(values)
        values[number] = node  # type: ignore[index]
        return node

    def place_of(self, number: int) -> Place:
        """Where a value begins and ends."""
        for other, (_, place) in enumerate(self.places()):
            if other == number:
                return place
        raise IndexError(number)

    def get(self, key: str) -> Node | None:
        number = self.at(key)
        return self.held(number) if number >= 0 else None

    def text_under(self, key: str) -> str | None:
        """The text under a key; None for what is none."""
        number = self.at(key)
        value = self.values[number] if number >= 0 else None
        if type(value) is Scalar:
            value = value.value  # type: ignore[assignment]
        return value if type(value) is str else None

    def key(self, name: str) -> Scalar | None:
        number = self.at(name)
        return self.entries[number][0] if number >= 0 else None

    def keys(self) -> Iterator[str]:
        return iter(self.names)

    def __contains__(self, key: str) -> bool:
        return key in self.names


class TerseSequence(Sequence):
    """A list. `values` is what stands in it: a text, or the node of what is none."""

    __slots__ = ("_nodes", "_values")

    def __init__(self, source: Source, start: int, end: int, values: Values | None) -> None:
        self.source = source
        self.start = start
        self.length = end - start
        self._values = values
        self._nodes: list[Node] | None = None

    def read(self) -> Values:
        """Its values; asked for once, where they are not known yet."""
        raise NotImplementedError

    def places(self) -> Iterator[Place]:
        """Where each value begins and ends."""
        raise NotImplementedError

    @property
    def values(self) -> Values:
        if self._values is None:
            self._values = self.read()
        return self._values

    @property
    def items(self) -> list[Node]:
        if self._nodes is None:
            source = self.source
            self._nodes = [
                Scalar(source, *place, value) if type(value) is str else value  # type: ignore[misc]
                for value, place in zip(self.values, self.places(), strict=True)
            ]
            self._values = tuple(self._nodes)
        return self._nodes

    @items.setter
    def items(self, items: list[Node]) -> None:
        self._nodes = items
        self._values = tuple(items)

    def held(self, number: int) -> Node:
        """The node of a value."""
        return self.items[number]

    def place_of(self, number: int) -> Place:
        """Where a value begins and ends."""
        for other, place in enumerate(self.places()):
            if other == number:
                return place
        raise IndexError(number)


def key_number(number: int) -> int:
    """The number by which `node_at` knows the key of a value."""
    return -2 - number


def node_at(holder: TerseMapping | TerseSequence, number: int) -> Node:
    """The node of a value, by its number, or of the key of a value, by its `key_number`."""
    if number >= 0:
        return holder.held(number)
    assert isinstance(holder, TerseMapping)
    return holder.entries[-2 - number][0]


def span_at(holder: TerseMapping | TerseSequence, number: int) -> Span:
    """The place of what `node_at` gives."""
    if number < 0:
        assert isinstance(holder, TerseMapping)
        for other, (key, _) in enumerate(holder.places()):
            if other == -2 - number:
                return Span(holder.source, *key)
    return Span(holder.source, *holder.place_of(number))
