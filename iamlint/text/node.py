"""A located tree: what a format makes of a text. Every node knows its slice of the text."""

from __future__ import annotations

from iamlint.text.hints import TYPE_CHECKING

from .holes import Hole, Text
from .source import NOWHERE, Source, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    Atom = str | int | float | bool | None
    When = frozenset[tuple[str, bool]]

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
