"""Policies that stand in a template as text: JSON in a string, in `Fn::Sub`, in `Fn::Join`.

What is not known of the text is put into it as a mark, the text is read, and the marks become
holes: places stay exact, and a hole may stand in a string as well as in place of a value.
"""

from __future__ import annotations

import re

from iamlint import formats
from iamlint.errors import Unreadable
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.holes import Text
from iamlint.text.node import Holed, HoledKey, Mapping, Node, Scalar, Sequence, Unknown
from iamlint.text.source import EmbeddedSource

from .dynamic import DYNAMIC, dynamic
from .values import Slice, parts_of

if TYPE_CHECKING:
    from iamlint.text.holes import Hole
    from iamlint.text.source import Span

    from .resolver import Resolver

FIRST_MARK = 0xF0000
"""Characters for private use stand for holes; a text that has some of its own is not read."""
LAST_MARK = 0x10FFFF
_mark = re.compile(f"[{chr(FIRST_MARK)}-{chr(LAST_MARK)}]")
_quotes = re.compile(r'\\.|"', re.DOTALL)


class NotReadable(Exception):
    """The text is no document; the message says why, in a person's words. `fault`: where it is
    wrong, when all of it is known. `meant`: the document, where nothing but that is wrong.
    """

    fault: Span | None = None
    meant: Node | None = None


def holds_text(node: Node) -> bool:
    """A string, or a text put together, that may hold a document."""
    return isinstance(node, Holed) or (isinstance(node, Scalar) and isinstance(node.value, str))


def document(resolver: Resolver, node: Node) -> Node:
    """The tree of the JSON text that a node is. Raises `NotReadable`."""
    parts = parts_of(node)
    if parts is None:
        raise NotReadable("it is no text")
    if not any(isinstance(part, Slice) or part.literal for part in parts):
        why = next(
            (hole.why for part in parts if isinstance(part, Text) for hole in part.holes), ""
        )
        raise NotReadable(why or "nothing of the text is known")
    marked = Marked(node)
    for part in parts:
        marked.add(part)
    source = marked.source()
    if len(parts) == 1 and isinstance(node, Scalar):
        source = formats.embedded(node)  # knows how to write into the string, too
    try:
        tree = formats.read(source, formats.JSON)
    except Unreadable as error:
        from iamlint.formats import stray_commas

        broken = NotReadable(f"the policy is no JSON: {error.message}")
        meant = stray_commas.parsed(source)
        if meant is not None or (not marked.texts and DYNAMIC not in source.text):
            broken.fault = source.sign(error.offset)
        if meant is not None:
            broken.meant = Unmarked(resolver, marked).node(meant)
        raise broken from None
    return Unmarked(resolver, marked).node(tree)


class Marked:
    """A text with marks for its holes, and where its characters stand in the file."""

    def __init__(self, node: Node) -> None:
        self.texts: list[Text] = []
        self.bare: set[int] = set()
        self._node = node
        self._pieces: list[str] = []
        self._steps: list[tuple[int, int]] = []
        self._length = 0
        self._quoted = False
        self._end = node.end

    def add(self, part: Slice | Text) -> None:
        """Add a literal part, or the text between such."""
        if isinstance(part, Slice):
            self._literal(part)
        elif part.literal is not None:
            self._put(part.literal)
        else:
            mark = FIRST_MARK + len(self.texts)
            if mark > LAST_MARK:
                raise NotReadable("it has too many holes")
            if not self._quoted:
                self.bare.add(len(self.texts))
            self.texts.append(part)
            self._put(chr(mark) if self._quoted else f'"{chr(mark)}"')

    def _literal(self, part: Slice) -> None:
        source = formats.embedded(part.scalar)
        text = source.text[part.start : part.end]
        if _mark.search(text):
            raise NotReadable("it holds characters for private use")
        self._steps.append((self._length, source.host_offset(part.start)))
        for inner, outer in source.steps:
            if part.start < inner < part.end:
                self._steps.append((self._length + inner - part.start, outer))
        self._end = source.host_offset(part.end)
        self._append(text)

    def _put(self, text: str) -> None:
        """Text that stands nowhere in the file: all of it is where the last part ended."""
        at = self._end if self._pieces else self._node.start
        self._steps.extend((self._length + index, at) for index in range(len(text)))
        self._append(text)

    def _append(self, text: str) -> None:
        for match in _quotes.finditer(text):
            if match[0] == '"':
                self._quoted = not self._quoted
        self._pieces.append(text)
        self._length += len(text)

    def source(self) -> EmbeddedSource:
        """The text as a source whose places are places of the file."""
        text = "".join(self._pieces)
        return EmbeddedSource(text, self._node.source, self._end, self._steps, None)


class Unmarked:
    """Turns the marks in a tree into holes."""

    def __init__(self, resolver: Resolver, marked: Marked) -> None:
        self._resolver = resolver
        self._marked = marked

    def node(self, node: Node) -> Node:
        if isinstance(node, Mapping):
            entries = [(self.key(key), self.node(value)) for key, value in node.entries]
            return Mapping(node.source, node.start, node.end, entries)
        if isinstance(node, Sequence):
            items = [self.node(item) for item in node.items]
            return Sequence(node.source, node.start, node.end, items)
        if isinstance(node, Scalar) and isinstance(node.value, str):
            text = self.text(node.value)
            if text.literal is not None:
                return node
            if node.value and ord(node.value[0]) - FIRST_MARK in self._marked.bare:
                return Unknown(node.source, node.start, node.end, text.holes[0])
            return Holed(node.source, node.start, node.end, text)
        return node

    def key(self, key: Scalar) -> Scalar:
        text = self.text(str(key.value))
        if text.literal is not None:
            return key
        return HoledKey(key.source, key.start, key.end, text)

    def text(self, value: str) -> Text:
        """A string with its marks replaced, and its dynamic references."""
        pieces: list[str | Hole] = []
        done = 0
        for match in _mark.finditer(value):
            index = ord(match[0]) - FIRST_MARK
            if index >= len(self._marked.texts):
                return Text(value)  # the document has such characters of its own, as escapes
            pieces.append(value[done : match.start()])
            pieces.extend(self._marked.texts[index].pieces)
            done = match.end()
        text = Text(*pieces, value[done:])
        return dynamic(self._resolver, text) if DYNAMIC in value else text
