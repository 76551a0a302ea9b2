"""JSON as RFC 8259 has it, read into a located tree.

Accepts what `json.loads` accepts and gives the same values, with these differences: a key that
stands twice is kept twice, `NaN` and `Infinity` are refused, nesting and size are bounded, and an
integer longer than Python converts is a float. https://www.rfc-editor.org/rfc/rfc8259
"""

from __future__ import annotations

import re
from functools import lru_cache
from json.decoder import JSONDecodeError, JSONDecoder, scanstring  # type: ignore[attr-defined]

from iamlint.errors import Unreadable
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.late import late
from iamlint.text.node import Mapping, Scalar, Sequence

from .limits import MAX_CHARACTERS, MAX_DEPTH, most

if TYPE_CHECKING:
    from collections.abc import Callable

    from iamlint.text.node import Node
    from iamlint.text.source import Source

SHORT = 40
"""Texts shorter than this are mostly written more than once."""
LARGE = 1_000_000
"""Of so many characters a text is not read as a whole: what the standard library makes of it would
take as much room as the tree."""
PARTS = 2
"""Below so many levels its parts are."""

_SPACE = r"[ \t\n\r]*"
_SIMPLE = r'"([^"\\\x00-\x1f]*)"'  # a string without escapes
_AFTER = _SPACE + r"([,}\]]?)" + _SPACE
_skip = re.compile(_SPACE).match
_after = re.compile(_AFTER).match
# A whole item or entry where its texts are simple: one match instead of four.
_item = re.compile(_SIMPLE + _AFTER).match
_entry = re.compile(_SIMPLE + _SPACE + ":" + _SPACE + "(?:" + _SIMPLE + _AFTER + ")?").match
_number = late(r"-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?")
_between = re.compile(r"[ \t\n\r,:]*").match
_NESTING: dict[type, str] = {tuple: "{", list: "["}
"""How begins what is read as a value of that type."""
_CONSTANTS = {"t": ("true", True), "f": ("false", False), "n": ("null", None)}


def parse(source: Source, late: frozenset[str] = frozenset(), *, terse: bool = False) -> Node:
    """The tree of a JSON text. Objects and lists under the keys `late` are read when they are asked
    for, which most may never be; where it is to be `terse`, so are the nodes of texts. Raises
    `Unreadable` with the offset of what is wrong.
    """
    text = source.text
    _not_too_long(text)
    start = _past_space(text, 0)
    if start == len(text):
        raise Unreadable("the file is empty", start)
    if terse:
        from .terse_json import TerseReader

        node = TerseReader(source, late).value(start, 0)
    else:
        node = _Reader(source, late).value(start, 0)
    end = _past_space(text, node.end)
    if end != len(text):
        raise _expected("the end of the file", text, end)
    return node


class _Reader:
    """Reads one text. A method takes the offset where its part begins; the part's node tells where
    it ends.
    """

    __slots__ = ("late", "quick_from", "short", "source", "text", "unescaped", "words")

    def __init__(self, source: Source, late: frozenset[str] = frozenset()) -> None:
        self.source = source
        self.text = source.text
        self.late = late
        self.words: dict[str, str] = {}  # one text for what is written over and over
        large = len(self.text) > LARGE
        self.quick_from = PARTS if large else 0
        self.short = SHORT if large else 0  # in a small one the standard library does for its names
        self.unescaped = False

    def value(self, start: int, depth: int) -> Node:
        first = self.text[start : start + 1]
        if first == '"':
            content, end = self.string(start)
            return Scalar(self.source, start, end, content)
        if first in {"{", "["}:
            if depth >= MAX_DEPTH:
                raise Unreadable(f"nested deeper than {MAX_DEPTH} levels", start)
            if depth >= self.quick_from:
                found = self.quickly(start, depth)
                if found is not None:
                    return found
            read = self.mapping if first == "{" else self.sequence
            return read(start, depth + 1)
        if first in _CONSTANTS:
            word, constant = _CONSTANTS[first]
            if self.text.startswith(word, start):
                return Scalar(self.source, start, start + len(word), constant, "")
        return self.number(start)

    # what is sound: the standard library tells what there is, and so where it is

    def quickly(self, start: int, depth: int) -> Node | None:
        """An object or a list; None where there is something wrong with it."""
        try:
            value, end = _pairs()(self.text, start)
        except (ValueError, StopIteration, RecursionError):
            self.quick_from = MAX_DEPTH  # and not once more at each level above the fault
            return None
        self.unescaped = self.text.find("\\", start, end) < 0
        return self.placed(value, start, depth)

    def placed(self, value: object, start: int, depth: int) -> Node:
        """The node of an object or a list, given what is in it."""
        if depth >= MAX_DEPTH:
            raise Unreadable(f"nested deeper than {MAX_DEPTH} levels", start)
        if type(value) is list:
            return self.placed_items(value, start, depth + 1)
        assert type(value) is tuple
        return self.placed_entries(value, start, depth + 1)

    def placed_entries(
        self, pairs: tuple[tuple[str, object], ...], start: int, depth: int
    ) -> Mapping:
        text, source, words, unescaped = self.text, self.source, self.words, self.unescaped
        find, short = text.find, self.short
        entries: list[tuple[Scalar, Node]] = []
        position = start + 1
        for name, value in pairs:
            begin = find('"', position)
            position = begin + len(name) + 2 if unescaped else self.end_of(name, begin)
            if short:
                name = words.setdefault(name, name)  # noqa: PLW2901
            key = Scalar(source, begin, position, name)
            if type(value) is str:
                begin = find('"', position)
                position = begin + len(value) + 2 if unescaped else self.end_of(value, begin)
                if len(value) < short:
                    value = words.setdefault(value, value)  # noqa: PLW2901
                entries.append((key, Scalar(source, begin, position, value)))
                continue
            node: Node
            if name in self.late and type(value) in _NESTING:
                node = self.lately(find(_NESTING[type(value)], position), depth)
                self.unescaped = unescaped
            else:
                node = self.other(value, position, depth)
            entries.append((key, node))
            position = node.start + node.length
        return Mapping(source, start, find("}", position) + 1, entries)

    def placed_items(self, values: list[object], start: int, depth: int) -> Sequence:
        text, source, words, unescaped = self.text, self.source, self.words, self.unescaped
        find, short = text.find, self.short
        items: list[Node] = []
        position = start + 1
        for value in values:
            if type(value) is str:
                begin = find('"', position)
                position = begin + len(value) + 2 if unescaped else self.end_of(value, begin)
                if len(value) < short:
                    value = words.setdefault(value, value)  # noqa: PLW2901
                items.append(Scalar(source, begin, position, value))
                continue
            node = self.other(value, position, depth)
            items.append(node)
            position = node.start + node.length
        return Sequence(source, start, find("]", position) + 1, items)

    def other(self, value: object, position: int, depth: int) -> Node:
        """What is no string, and is the next that stands behind a place."""
        opening = _NESTING.get(type(value))
        if opening is not None:
            return self.placed(value, self.text.find(opening, position), depth)
        return self.value(_between(self.text, position).end(), depth)  # type: ignore[union-attr]

    def end_of(self, content: str, start: int) -> int:
        """Where a string with this content ends. It has an escape where it differs from that."""
        end = start + 1 + len(content)
        if self.text.startswith(content, start + 1) and self.text[end : end + 1] == '"':
            return end + 1
        return self.string(start)[1]

    # what is not seen to be sound: step by step

    def mapping(self, start: int, depth: int) -> Mapping:
        text, source, words = self.text, self.source, self.words
        entries: list[tuple[Scalar, Node]] = []
        position = _skip(text, start + 1).end()  # type: ignore[union-attr]
        if text[position : position + 1] == "}":
            return Mapping(source, start, position + 1, entries)
        while True:
            found = _entry(text, position)
            if found is not None:
                name, content, closer = found.groups()
                key = Scalar(
                    source, position, position + len(name) + 2, words.setdefault(name, name)
                )
                if content is not None:
                    if len(content) < SHORT:
                        content = words.setdefault(content, content)
                    value_start, value_end = found.span(2)
                    value: Node = Scalar(source, value_start - 1, value_end + 1, content)
                else:
                    lately = name in self.late
                    value = (self.lately if lately else self.value)(found.end(), depth)
                    found = None
            else:
                key = self.key(position)
                value = self.value(self.after_colon(key.end), depth)
            entries.append((key, value))
            if found is None:
                found = _after(text, value.end)
                assert found is not None
                closer = found[1]
            position = found.end()
            if closer != ",":
                if closer == "}":
                    return Mapping(
                        source, start, text.rindex("}", value.end, position) + 1, entries
                    )
                raise _expected("`,` or `}`", text, _past_space(text, value.end))

    def sequence(self, start: int, depth: int) -> Sequence:
        text, source, words = self.text, self.source, self.words
        items: list[Node] = []
        position = _skip(text, start + 1).end()  # type: ignore[union-attr]
        if text[position : position + 1] == "]":
            return Sequence(source, start, position + 1, items)
        while True:
            found = _item(text, position)
            if found is not None:
                content, closer = found.groups()
                if len(content) < SHORT:
                    content = words.setdefault(content, content)
                item: Node = Scalar(source, position, position + len(content) + 2, content)
            else:
                item = self.value(position, depth)
                found = _after(text, item.end)
                assert found is not None
                closer = found[1]
            items.append(item)
            position = found.end()
            if closer != ",":
                if closer == "]":
                    end = text.rindex("]", item.end, position) + 1
                    return Sequence(source, start, end, items)
                raise _expected("`,` or `]`", text, _past_space(text, item.end))

    def lately(self, start: int, depth: int) -> Node:
        """A value to be read when it is asked for, where nothing can be wrong with it."""
        end = _sound(self.text, start, MAX_DEPTH - depth)
        if not end:
            return self.value(start, depth)
        made = LateMapping if self.text[start] == "{" else LateSequence
        return made(self.source, start, end, depth + 1)

    def key(self, start: int) -> Scalar:
        if self.text[start : start + 1] != '"':
            raise _expected("a key in double quotes", self.text, start)
        content, end = self.string(start)
        return Scalar(self.source, start, end, content)

    def after_colon(self, position: int) -> int:
        colon = _past_space(self.text, position)
        if self.text[colon : colon + 1] != ":":
            raise _expected("`:` after the key", self.text, colon)
        return _past_space(self.text, colon + 1)

    def string(self, start: int) -> tuple[str, int]:
        """The content of a string with escapes and the offset after its closing quote."""
        try:
            content, end = scanstring(self.text, start + 1, True)
        except JSONDecodeError as error:
            raise Unreadable(_lowered(error.msg), error.pos) from None
        return content, end

    def number(self, start: int) -> Scalar:
        found = _number.match(self.text, start)
        if found is None:
            raise _expected("a value", self.text, start)
        return Scalar(self.source, start, found.end(), number(found), "")


class LateMapping(Mapping):
    """An object that is read when it is asked for."""

    __slots__ = ("_depth", "_read")

    def __init__(self, source: Source, start: int, end: int, depth: int) -> None:
        super().__init__(source, start, end, [])
        self._depth = depth
        self._read: list[tuple[Scalar, Node]] | None = None

    @property
    def entries(self) -> list[tuple[Scalar, Node]]:
        if self._read is None:
            self._read = _Reader(self.source).value(self.start, self._depth - 1).entries  # type: ignore[attr-defined]
        return self._read

    @entries.setter
    def entries(self, entries: list[tuple[Scalar, Node]]) -> None:
        self._read = entries or None


class LateSequence(Sequence):
    """A list that is read when it is asked for."""

    __slots__ = ("_depth", "_read")

    def __init__(self, source: Source, start: int, end: int, depth: int) -> None:
        super().__init__(source, start, end, [])
        self._depth = depth
        self._read: list[Node] | None = None

    @property
    def items(self) -> list[Node]:
        if self._read is None:
            self._read = _Reader(self.source).value(self.start, self._depth - 1).items  # type: ignore[attr-defined]
        return self._read

    @items.setter
    def items(self, items: list[Node]) -> None:
        self._read = items or None


def _sound(text: str, start: int, levels: int) -> int:
    """Where an object or a list ends that reads without a fault and is not nested too deep; 0 where
    that is not seen at once.
    """
    if text[start : start + 1] not in {"{", "["}:
        return 0
    try:
        _, end = _scanner()(text, start)
    except (ValueError, StopIteration, RecursionError):
        return 0
    nested = text.count("{", start, end) + text.count("[", start, end)
    return end if nested < levels else 0


@lru_cache(maxsize=1)
def _scanner() -> Callable[[str, int], tuple[object, int]]:
    """What the standard library reads a value with."""

    def refused(word: str) -> object:
        raise ValueError(word)

    read: Callable[[str, int], tuple[object, int]] = JSONDecoder(
        parse_constant=refused, parse_int=float
    ).scan_once  # type: ignore[attr-defined]
    return read


@lru_cache(maxsize=1)
def _pairs() -> Callable[[str, int], tuple[object, int]]:
    """The same, with objects as tuples of their keys and values, each as often as it stands."""

    def refused(word: str) -> object:
        raise ValueError(word)

    read: Callable[[str, int], tuple[object, int]] = JSONDecoder(
        parse_constant=refused,
        parse_int=float,
        object_pairs_hook=tuple,
    ).scan_once  # type: ignore[attr-defined]
    return read


def said(text: str) -> object:
    """What a text says, without where: a list for a list, a tuple of keys and values for an object.
    Reads what `parse` reads. Raises `Unreadable`, but not with the offset of what is wrong.
    """
    _not_too_long(text)
    try:
        value, end = _values()(text, _past_space(text, 0))
    except (ValueError, StopIteration, RecursionError):
        raise Unreadable("it is no JSON") from None
    if _past_space(text, end) != len(text):
        raise Unreadable("something follows", end)
    if text.count("{") + text.count("[") > MAX_DEPTH and _levels(value) > MAX_DEPTH:
        raise Unreadable(f"nested deeper than {MAX_DEPTH} levels")
    return value


def _levels(value: object) -> int:
    """How deep lists and objects stand in one another."""
    levels = 0
    found = [value]
    while found := [each for each in found if type(each) in _NESTING]:
        levels += 1
        found = [
            inner[1] if type(each) is tuple else inner
            for each in found
            for inner in each  # type: ignore[attr-defined]
        ]
    return levels


@lru_cache(maxsize=1)
def _values() -> Callable[[str, int], tuple[object, int]]:
    """The same, with numbers as they are."""

    def refused(word: str) -> object:
        raise ValueError(word)

    read: Callable[[str, int], tuple[object, int]] = JSONDecoder(
        parse_constant=refused,
        parse_int=_whole,
        object_pairs_hook=tuple,
    ).scan_once  # type: ignore[attr-defined]
    return read


def _whole(digits: str) -> int | float:
    try:
        return int(digits)
    except ValueError:  # more digits than Python converts
        return float(digits)


def number(found: re.Match[str]) -> int | float:
    """The number that a JSON number's text means; groups 1 and 2 are fraction and exponent."""
    if found[1] is not None or found[2] is not None:
        return float(found[0])
    return _whole(found[0])


def _not_too_long(text: str) -> None:
    if len(text) > MAX_CHARACTERS and len(text) > most(text, MAX_CHARACTERS):
        raise Unreadable(f"longer than {most(text, MAX_CHARACTERS):,} characters")


def _past_space(text: str, position: int) -> int:
    """Where the white space after `position` ends."""
    found = _skip(text, position)
    assert found is not None
    return found.end()


def _expected(what: str, text: str, offset: int) -> Unreadable:
    found = text[offset : offset + 1]
    if not found:
        return Unreadable(f"expected {what}, found the end of the file", offset)
    if text.startswith(("//", "/*", "#"), offset):
        return Unreadable(f"expected {what}, found a comment, which JSON does not have", offset)
    if found == "'":
        return Unreadable(f"expected {what}; JSON texts stand in double quotes", offset)
    if found in "}]" and what.startswith("a"):
        return Unreadable(f"expected {what}, found `{found}`; is there a comma too many?", offset)
    return Unreadable(f"expected {what}, found {_shown(text, offset)}", offset)


def _shown(text: str, offset: int) -> str:
    """The word or sign that stands at an offset."""
    word = re.compile(r"[\w.+-]{1,20}|.", re.DOTALL).match(text, offset)
    assert word is not None
    return f"`{word[0]}`" if word[0].isprintable() else ascii(word[0])


def _lowered(message: str) -> str:
    message = message[:1].lower() + message[1:]
    return message.removesuffix(" at").removesuffix(" starting")
