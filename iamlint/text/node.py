"""A located tree: what a format makes of a text. Every node knows its slice of the text."""

from __future__ import annotations

from iamlint.text.hints import TYPE_CHECKING

from .holes import Hole, Text
from .source import NOWHERE, Source, Span

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TypeAlias

    Atom = str | int | float | bool | None
    When = frozenset[tuple[str, bool]]
    Place = tuple[int, int]
    Value: TypeAlias = "str | Node"
    Values = tuple[Value, ...] | list[Value]

ALWAYS: When = frozenset()
FEW = 8
"""Entries of a mapping that are gone through one by one."""


class Node:
    """A value in a text. `when` names the conditions (name, wanted value) under which it is there;
    empty for what is always there.
    """

    __slots__ = ("length", "source", "start")

    length: int
    """What lies between start and end: a small number mostly, which takes no room of its own."""

    when: When = ALWAYS  # of all nodes but `Conditional`, which has its own

    def __init__(self, source: Source, start: int, end: int) -> None:
        self.source = source
        self.start = start
        self.length = end - start

    @property
    def end(self) -> int:
        return self.start + self.length

    @end.setter
    def end(self, end: int) -> None:
        self.length = end - self.start

    @property
    def span(self) -> Span:
        return Span(self.source, self.start, self.start + self.length)

    def __repr__(self) -> str:
        place = self.source.place(self.start)
        return f"<{type(self).__name__} {self.source.path}:{place.line}:{place.column}>"


class Scalar(Node):
    """A string, number, truth value or null, as the format reads it (JSON types; a YAML plain
    scalar keeps its text in `value` unless it is a JSON number, `true`, `false` or `null`).

    `style` is `"`, `'`, `|`, `>` or empty for a plain one.
    """

    __slots__ = ("style", "value")

    def __init__(self, source: Source, start: int, end: int, value: Atom, style: str = '"') -> None:
        self.source = source
        self.start = start
        self.length = end - start
        self.value = value
        self.style = style


class HoledKey(Scalar):
    """A key of which parts are not known: `${Issuer}:sub`. `value` is how it is shown."""

    __slots__ = ("text",)

    def __init__(self, source: Source, start: int, end: int, text: Text) -> None:
        super().__init__(source, start, end, str(text))
        self.text = text


class Sequence(Node):
    """A list."""

    __slots__ = ("items",)

    def __init__(self, source: Source, start: int, end: int, items: list[Node]) -> None:
        self.source = source
        self.start = start
        self.length = end - start
        self.items = items


class Either(Sequence):
    """One of several values: each item is a `Conditional`, and one of them is there.

    `text`: the value as text, a hole that may be any of the branches; None where one is no text.
    A reader of lists takes it for the list of its branches, each under its conditions.
    """

    __slots__ = ("text",)

    def __init__(
        self, source: Source, start: int, end: int, items: list[Node], text: Text | None
    ) -> None:
        super().__init__(source, start, end, items)
        self.text = text


class Mapping(Node):
    """Keys and values in the order of the text, duplicates kept."""

    __slots__ = ("_index", "entries")

    def __init__(
        self, source: Source, start: int, end: int, entries: list[tuple[Scalar, Node]]
    ) -> None:
        self.source = source
        self.start = start
        self.length = end - start
        self.entries = entries
        self._index: dict[object, Node] | None = None

    def get(self, key: str) -> Node | None:
        """The value under a key; the last one where the key stands twice, as JSON readers do."""
        if self._index is None:
            entries = self.entries
            if len(entries) <= FEW:  # as most have: an index takes more room than they do
                for known, value in reversed(entries):
                    if known.value == key:
                        return value
                return None
            self._index = {k.value: v for k, v in entries}
        return self._index.get(key)

    def key(self, name: str) -> Scalar | None:
        """The key's own node (the last of that name)."""
        for key, _ in reversed(self.entries):
            if key.value == name:
                return key
        return None

    def keys(self) -> Iterator[str]:
        """Keys that are text."""
        return (k.value for k, _ in self.entries if isinstance(k.value, str))

    def __contains__(self, key: str) -> bool:
        return self.get(key) is not None


class Holed(Node):
    """A string that a carrier resolved as far as it could: `text` may have holes."""

    __slots__ = ("text",)

    def __init__(self, source: Source, start: int, end: int, text: Text) -> None:
        self.source = source
        self.start = start
        self.length = end - start
        self.text = text


class Unknown(Node):
    """A value of which not even the type is known; `hole` says why."""

    __slots__ = ("hole",)

    def __init__(self, source: Source, start: int, end: int, hole: Hole) -> None:
        self.source = source
        self.start = start
        self.length = end - start
        self.hole = hole


class Conditional(Node):
    """An item or value that is there only under conditions."""

    __slots__ = ("inner", "when")

    def __init__(self, inner: Node, when: When) -> None:
        self.source = inner.source
        self.start = inner.start
        self.length = inner.length
        self.inner = inner
        self.when = when


# Objects and lists that keep what stands in them as plain texts. A large file is mostly texts that
# nobody asks the place of: the node of one is made when it is asked for, and is then the same each
# time.

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


def plain(node: Node) -> object:
    """The Python value of a tree, as `json.loads` would give it; a hole becomes its shown text."""
    if isinstance(node, Scalar):
        return node.value
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    if isinstance(node, Mapping):
        return {str(key.value): plain(value) for key, value in node.entries}
    if isinstance(node, Holed):
        return str(node.text)
    if isinstance(node, Conditional):
        return plain(node.inner)
    assert isinstance(node, Unknown)
    return str(Text(node.hole))


def tree(value: object, source: Source = NOWHERE) -> Node:
    """A tree for a Python value that stands in no file."""
    if isinstance(value, dict):
        return Mapping(
            source,
            0,
            0,
            [(Scalar(source, 0, 0, str(k)), tree(v, source)) for k, v in value.items()],
        )
    if isinstance(value, (list, tuple)):
        return Sequence(source, 0, 0, [tree(item, source) for item in value])
    assert value is None or isinstance(value, (str, int, float, bool))
    return Scalar(source, 0, 0, value)
