"""JSON read into objects and lists that keep their texts as texts: for files of many documents.
What it refuses, and with which words, is what `json` refuses.
"""

from __future__ import annotations

import re
from functools import lru_cache

from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.node import Mapping, Sequence, TerseMapping, TerseSequence

from .json import (
    _NESTING,
    SHORT,
    _after,
    _entry,
    _expected,
    _item,
    _past_space,
    _Reader,
    _sound,
)
from .limits import MAX_DEPTH

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.text.node import Node, Place, Values
    from iamlint.text.source import Source

_string = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"', re.DOTALL).match
_colon = re.compile(r"[ \t\n\r]*:[ \t\n\r]*").match


class TerseReader(_Reader):
    """Reads one text."""

    __slots__ = ("shapes",)

    def __init__(self, source: Source, late: frozenset[str] = frozenset()) -> None:
        super().__init__(source, late)
        self.shapes: dict[tuple[str, ...], tuple[str, ...]] = {}  # one for all with the same keys

    def placed_entries(
        self, pairs: tuple[tuple[str, object], ...], start: int, depth: int
    ) -> Mapping:
        words, unescaped, find = self.words, self.unescaped, self.text.find
        names: list[str] = []
        values: list[str | Node] = []
        position = start + 1
        for name, value in pairs:
            begin = find('"', position)
            position = begin + len(name) + 2 if unescaped else self.end_of(name, begin)
            names.append(name)
            if type(value) is str:
                begin = find('"', position)
                position = begin + len(value) + 2 if unescaped else self.end_of(value, begin)
                values.append(words.setdefault(value, value) if len(value) < SHORT else value)
                continue
            node: Node
            if name in self.late and type(value) in _NESTING:
                node = self.lately(find(_NESTING[type(value)], position), depth)
                self.unescaped = unescaped
            else:
                node = self.other(value, position, depth)
            values.append(node)
            position = node.start + node.length
        return self.made(start, find("}", position) + 1, names, values)

    def placed_items(self, values: list[object], start: int, depth: int) -> Sequence:
        words, unescaped, find = self.words, self.unescaped, self.text.find
        found: list[str | Node] = []
        position = start + 1
        for value in values:
            if type(value) is str:
                begin = find('"', position)
                position = begin + len(value) + 2 if unescaped else self.end_of(value, begin)
                found.append(words.setdefault(value, value) if len(value) < SHORT else value)
                continue
            node = self.other(value, position, depth)
            found.append(node)
            position = node.start + node.length
        return JsonSequence(self.source, start, find("]", position) + 1, tuple(found))

    def made(self, start: int, end: int, names: list[str], values: list[str | Node]) -> Mapping:
        if not names:
            return Mapping(self.source, start, end, [])
        shape = tuple(names)
        shape = self.shapes.setdefault(shape, shape)
        return JsonMapping(self.source, start, end, shape, tuple(values))

    def mapping(self, start: int, depth: int) -> Mapping:
        text, words = self.text, self.words
        names: list[str] = []
        values: list[str | Node] = []
        position = _past_space(text, start + 1)
        if text[position : position + 1] == "}":
            return Mapping(self.source, start, position + 1, [])
        while True:
            found = _entry(text, position)
            if found is not None:
                name, content, closer = found.groups()
                if content is not None:
                    if len(content) < SHORT:
                        content = words.setdefault(content, content)
                    values.append(content)
                    end = found.end(2) + 1
                else:
                    read = self.lately if name in self.late else self.value
                    value = read(found.end(), depth)
                    values.append(value)
                    end = value.end
                    found = None
            else:
                key = self.key(position)
                name = str(key.value)
                value = self.value(self.after_colon(key.end), depth)
                values.append(value)
                end = value.end
            names.append(name)
            if found is None:
                found = _after(text, end)
                assert found is not None
                closer = found[1]
            position = found.end()
            if closer != ",":
                if closer == "}":
                    end = text.rindex("}", end, position) + 1
                    return self.made(start, end, names, values)
                raise _expected("`,` or `}`", text, _past_space(text, end))

    def sequence(self, start: int, depth: int) -> Sequence:
        text, words = self.text, self.words
        values: list[str | Node] = []
        position = _past_space(text, start + 1)
        if text[position : position + 1] == "]":
            return JsonSequence(self.source, start, position + 1, ())
        while True:
            found = _item(text, position)
            if found is not None:
                content, closer = found.groups()
                if len(content) < SHORT:
                    content = words.setdefault(content, content)
                values.append(content)
                end = found.end(1) + 1
            else:
                item = self.value(position, depth)
                values.append(item)
                end = item.end
                found = _after(text, end)
                assert found is not None
                closer = found[1]
            position = found.end()
            if closer != ",":
                if closer == "]":
                    end = text.rindex("]", end, position) + 1
                    return JsonSequence(self.source, start, end, tuple(values))
                raise _expected("`,` or `]`", text, _past_space(text, end))

    def lately(self, start: int, depth: int) -> Node:
        end = _sound(self.text, start, MAX_DEPTH - depth)
        if not end:
            return self.value(start, depth)
        if self.text[start] == "{":
            return JsonMapping(self.source, start, end, None, None)
        return JsonSequence(self.source, start, end, None)


@lru_cache(maxsize=4)
def _reader_of(source: Source) -> TerseReader:
    """What reads the parts of a text that were left for later: one text for what all say."""
    reader = TerseReader(source)
    reader.quick_from = 0
    return reader


class JsonMapping(TerseMapping):
    """An object of JSON."""

    __slots__ = ()

    def place_of(self, number: int) -> Place:
        text, position = self.source.text, _past_space(self.source.text, self.start + 1)
        for other, value in enumerate(self.values):
            start = _end_of_colon(text, _end_of_value(text, position, self.names[other]))
            end = _end_of_value(text, start, value)
            if other == number:
                return start, end
            position = _end_after(text, end)
        raise IndexError(number)

    def read(self) -> tuple[tuple[str, ...], Values]:
        read = _reader_of(self.source).value(self.start, 0)
        return (read.names, read.values) if isinstance(read, TerseMapping) else ((), ())

    def places(self) -> Iterator[tuple[Place, Place]]:
        text = self.source.text
        position = _past_space(text, self.start + 1)
        for value in self.values:
            key_end = _end_of_text(text, position)
            start = _end_of_colon(text, key_end)
            end = _end_of_value(text, start, value)
            yield (position, key_end), (start, end)
            position = _end_after(text, end)


class JsonSequence(TerseSequence):
    """A list of JSON."""

    __slots__ = ()

    def place_of(self, number: int) -> Place:
        text, position = self.source.text, _past_space(self.source.text, self.start + 1)
        for other, value in enumerate(self.values):
            end = _end_of_value(text, position, value)
            if other == number:
                return position, end
            position = _end_after(text, end)
        raise IndexError(number)

    def read(self) -> Values:
        read = _reader_of(self.source).value(self.start, 0)
        assert isinstance(read, TerseSequence)
        return read.values

    def places(self) -> Iterator[Place]:
        text = self.source.text
        position = _past_space(text, self.start + 1)
        for value in self.values:
            end = _end_of_value(text, position, value)
            yield position, end
            position = _end_after(text, end)


def _end_of_value(text: str, start: int, value: str | Node) -> int:
    if isinstance(value, str):
        end = start + len(value) + 1
        if text.startswith(value, start + 1) and text[end : end + 1] == '"':
            return end + 1
        return _end_of_text(text, start)  # it has an escape
    return value.start + value.length


def _end_of_text(text: str, start: int) -> int:
    return _string(text, start).end()  # type: ignore[union-attr]


def _end_of_colon(text: str, start: int) -> int:
    return _colon(text, start).end()  # type: ignore[union-attr]


def _end_after(text: str, start: int) -> int:
    return _after(text, start).end()  # type: ignore[union-attr]
