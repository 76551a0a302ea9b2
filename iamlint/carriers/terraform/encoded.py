"""Strings of which more is known than their text: JSON that is written as values, and templates
with policies in them.
"""

from __future__ import annotations

from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.holes import Text
from iamlint.text.node import Holed, HoledKey, Mapping, Node, Scalar, Sequence, Unknown
from iamlint.text.source import EmbeddedSource

if TYPE_CHECKING:
    from collections.abc import Sequence as Row

    from iamlint.text.holes import Hole
    from iamlint.text.source import Source


class Encoded(Unknown):
    """A JSON text of which the values are known: `jsonencode({…})`, the `json` of a document.

    `origin`: the address of the data source that wrote it.
    """

    __slots__ = ("origin", "tree")

    def __init__(self, place: Node, hole: Hole, tree: Node, origin: str = "") -> None:
        super().__init__(place.source, place.start, place.end, hole)
        self.tree = tree
        self.origin = origin


class Piece:
    """Literal characters of a template with their places, or a value that stands in it."""

    __slots__ = ("places", "text", "value")

    def __init__(self, text: Text, places: Row[tuple[int, int]], value: Node | None = None) -> None:
        self.text = text
        self.places = places
        self.value = value


class Written(Holed):
    """A string that a template gives, with its pieces."""

    __slots__ = ("pieces",)

    def __init__(self, source: Source, start: int, end: int, pieces: list[Piece]) -> None:
        text = Text(*(part for piece in pieces for part in piece.text.pieces))
        super().__init__(source, start, end, text)
        self.pieces = pieces


def document(written: Written) -> Node:
    """The tree of the JSON that a template writes; values in it are holes of its texts, or stand
    where a value of JSON may stand. Raises `Unreadable`; its offset is that of `source_of`.
    """
    from iamlint.formats.json import parse

    reader = _Reader(written)
    return reader.filled(parse(reader.source))


def source_of(written: Written) -> EmbeddedSource:
    """The text of a template as a source of its own, with a sign in the place of each value."""
    return _Reader(written).source


def meant(written: Written) -> Node | None:
    """The tree of a text with which nothing is wrong but commas behind the last item; else None."""
    from iamlint.formats import stray_commas

    reader = _Reader(written)
    tree = stray_commas.parsed(reader.source)
    return None if tree is None else reader.filled(tree)


class _Reader:
    """Reads one template as JSON. A value is a single sign of the private area in its text."""

    def __init__(self, written: Written) -> None:
        self.values: dict[str, Piece] = {}
        self.whole: set[str] = set()
        text, steps = "", []
        inside = False
        for piece in written.pieces:
            if piece.value is None:
                assert piece.text.literal is not None
                steps += [(len(text) + inner, outer) for inner, outer in piece.places]
                text += piece.text.literal
                inside = _ends_inside(piece.text.literal, inside=inside)
                continue
            sign = chr(0xE000 + len(self.values) % 0x1800)
            self.values[sign] = piece
            steps.append((len(text), piece.value.start))
            if inside:
                text += sign
            else:
                self.whole.add(sign)
                steps += [(len(text) + 1, piece.value.start), (len(text) + 2, piece.value.start)]
                text += f'"{sign}"'
        self.source = EmbeddedSource(text, written.source, written.end, steps or [(0, 0)], None)

    def filled(self, node: Node) -> Node:
        """The tree with values where their signs are."""
        if isinstance(node, Mapping):
            entries = [(self._key(key), self.filled(value)) for key, value in node.entries]
            return Mapping(node.source, node.start, node.end, entries)
        if isinstance(node, Sequence):
            items = [self.filled(item) for item in node.items]
            return Sequence(node.source, node.start, node.end, items)
        if isinstance(node, Scalar) and isinstance(node.value, str):
            if node.value in self.whole:
                return _value(self.values[node.value], node)
            text = self._text(node.value)
            if text is not None:
                return Holed(node.source, node.start, node.end, text)
        return node

    def _key(self, key: Scalar) -> Scalar:
        text = self._text(key.value) if isinstance(key.value, str) else None
        return key if text is None else HoledKey(key.source, key.start, key.end, text)

    def _text(self, content: str) -> Text | None:
        """A text with what its signs stand for; None where there are none."""
        if not any(sign in content for sign in self.values):
            return None
        pieces: list[str | Hole] = []
        for char in content:
            piece = self.values.get(char)
            pieces += piece.text.pieces if piece is not None else (char,)
        return Text(*pieces)


def _value(piece: Piece, place: Node) -> Node:
    """What stands where JSON has a value."""
    value = piece.value
    if isinstance(value, Encoded):
        return value.tree
    if isinstance(value, Scalar) and not isinstance(value.value, str):
        return value
    from iamlint.text.holes import Hole

    holes = piece.text.holes
    hole = holes[0] if holes else Hole("", why="a value is written into the JSON")
    return Unknown(place.source, place.start, place.end, hole)


def _ends_inside(text: str, *, inside: bool) -> bool:
    """Whether JSON text ends inside a string."""
    escaped = False
    for char in text:
        if escaped:
            escaped = False
        elif char == "\\" and inside:
            escaped = True
        elif char == '"':
            inside = not inside
    return inside
