"""Edits to YAML's lists with dashes and mappings by indentation. Lines that go take the comment at
their end with them; comments on lines of their own stay.
"""

from __future__ import annotations

import re

from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.node import Mapping, Scalar, Sequence

from .changes import Change, Uneditable
from .lines import begins_line, column, line_end, line_start, next_line, rest_is_empty
from .snippets import lines_of, scalar_of
from .spots import after_colon, own_entries

if TYPE_CHECKING:
    from iamlint.text.node import Node

    from .changes import Value
    from .layout import Layout

_dash = re.compile(r"-(?=[ \t\r\n]|\Z)").match
_dash_gap = re.compile(r"-([ \t]+)\S").match
_comment_line = re.compile(r"( *)#[^\r\n]*").match
_token = re.compile(r"[ \t\r\n]*").match
_LINES = re.compile(r"(\r\n|\r|\n)(?=[^\r\n])")


def item_text(layout: Layout, value: Value, column: int, style: str = "") -> str:
    """A value whose lines but the first are indented to a column."""
    simple = scalar_of(value, layout, style)
    if simple is not None:
        return simple
    return (layout.line_break + " " * column).join(lines_of(value, layout))


def entry_text(layout: Layout, key: str, value: Value, column: int) -> str:
    """A key and its value; lines but the first are indented to the column of the key."""
    return (layout.line_break + " " * column).join(lines_of({key: value}, layout))


def end_of_line(text: str, offset: int) -> int:
    """The end of a line on which nothing but a comment follows."""
    if not rest_is_empty(text, offset):
        raise Uneditable("something follows on the same line")
    return line_end(text, offset)


def past_comments(text: str, end: int, column: int) -> int:
    """The end of the last line of comments that follow and are indented further than a column:
    they belong to what stands before them.
    """
    while True:
        found = _comment_line(text, next_line(text, end))
        if found is None or len(found[1]) <= column:
            return end
        end = found.end()


def cut(layout: Layout, start: int, end: int) -> Change:
    """Take out the lines from one that `start` begins to the one that `end` ends."""
    text = layout.text
    first, after = line_start(text, start), next_line(text, end)
    if not rest_is_empty(text, end):
        raise Uneditable("something follows on the same line")
    if after == line_end(text, end):  # the last line has no line break: take the one before
        first = max(0, first - len(layout.line_break)) if first else first
    return Change(first, after, "")


class Dashes:
    """A list with dashes."""

    def __init__(self, layout: Layout, node: Sequence) -> None:
        self.layout = layout
        self.text = layout.text
        self.node = node
        self.column = column(self.text, node.start)
        self.dashes = self._dashes()

    def _dashes(self) -> list[int]:
        """The places of the dashes, one for each item."""
        text, found, place = self.text, [self.node.start], next_line(self.text, self.node.start)
        while place < self.node.end:
            at = place + self.column
            if _dash(text, at) and not text[place:at].strip(" "):
                found.append(at)
            place = next_line(text, place)
        if len(found) != len(self.node.items) or not _dash(text, self.node.start):
            raise Uneditable("the list's dashes are not where they should be")
        return found

    def append(self, values: list[Value]) -> list[Change]:
        text, last = self.text, self.node.items[-1]
        end = past_comments(text, end_of_line(text, self.node.end), self.column)
        gap = _dash_gap(text, self.dashes[-1])
        space = gap[1] if gap else " "
        style = style_of(last)
        start = f"{self.layout.line_break}{' ' * self.column}-{space}"
        inside = self.column + 1 + len(space)
        written = [item_text(self.layout, value, inside, style) for value in values]
        return [Change(end, end, "".join(start + one for one in written))]

    def remove(self, places: set[int]) -> list[Change]:
        """Take out the items at these places, but not all."""
        return [self._without(place) for place in sorted(places)]

    def _without(self, place: int) -> Change:
        dash = self.dashes[place]
        last = place + 1 == len(self.dashes)
        limit = self.node.end if last else self.dashes[place + 1]
        item = self.node.items[place]
        end = item.end if dash < item.start and item.end <= limit else line_end(self.text, dash)
        if begins_line(self.text, dash):
            return cut(self.layout, dash, end)
        if last:
            raise Uneditable("the list would be empty")
        return Change(dash, limit, "")


class Keys:
    """A mapping by indentation."""

    def __init__(self, layout: Layout, node: Mapping) -> None:
        self.layout = layout
        self.text = layout.text
        self.node = node
        self.column = column(self.text, node.start)
        self.entries = own_entries(node)
        if not self.entries:
            raise Uneditable("the mapping has no keys of its own")
        for _, key, _ in self.entries:
            if column(self.text, key.start) != self.column:
                raise Uneditable("the mapping's keys are not where they should be")

    def append(self, key: str, value: Value) -> list[Change]:
        end = past_comments(self.text, end_of_line(self.text, self.node.end), self.column)
        written = entry_text(self.layout, key, value, self.column)
        return [Change(end, end, f"{self.layout.line_break}{' ' * self.column}{written}")]

    def prepend(self, key: str, value: Value) -> list[Change]:
        start = self.entries[0][1].start
        if start != self.node.start:
            raise Uneditable("the mapping does not begin with a key of its own")
        written = entry_text(self.layout, key, value, self.column)
        return [Change(start, start, f"{written}{self.layout.line_break}{' ' * self.column}")]

    def remove(self, indexes: set[int]) -> list[Change]:
        """Take out the entries with these indexes, but not all."""
        return [
            self._without(key, value) for number, key, value in self.entries if number in indexes
        ]

    def _without(self, key: Scalar, value: Node) -> Change:
        end = value.end if key.end < value.start <= self.node.end else line_end(self.text, key.end)
        if begins_line(self.text, key.start):
            return cut(self.layout, key.start, end)
        after = _token(self.text, end_of_line(self.text, end))
        assert after is not None
        return Change(key.start, after.end(), "")


def replace_value(layout: Layout, key: Scalar, node: Node, value: Value) -> list[Change]:
    """Write another value under a key of a mapping by indentation."""
    text = layout.text
    simple = scalar_of(value, layout, style_of(node))
    colon = after_colon(text, key)
    below = begins_line(text, node.start)
    if simple is not None:
        if below and not text[colon : node.start].strip():
            return [Change(colon, node.end, f" {simple}")]
        if below:  # a comment stands behind the key
            return [Change(colon, colon, f" {simple}"), cut(layout, node.start, node.end)]
        space = " " if text[node.start - 1 : node.start] == ":" else ""
        return [Change(node.start, node.end, space + simple)]
    lines = lines_under(layout, value, column(text, key.start))
    if below:
        start = line_start(text, node.start) - len(layout.line_break)
        return [Change(start, end_of_line(text, node.end), lines)]
    if "\n" in text[node.start : node.end]:
        end_of_line(text, node.end)
        return [Change(colon, node.end, lines)]
    end = end_of_line(text, node.end)
    return [Change(colon, node.end, ""), Change(end, end, lines)]


def lines_under(layout: Layout, value: Value, key_column: int) -> str:
    """The lines of a list or mapping under a key, each with the line break before it."""
    margin = layout.line_break + " " * key_column
    return "".join(margin + line for line in lines_of({"key": value}, layout)[1:])


def as_list(layout: Layout, key: Scalar, node: Node, values: list[Value]) -> list[Change]:
    """The value under a key, and other values behind it, as a list with dashes."""
    text = layout.text
    outer = column(text, key.start)
    at = outer + layout.dash_offset
    end = end_of_line(text, node.end)
    dash = f"{layout.line_break}{' ' * at}- "
    more = "".join(dash + item_text(layout, value, at + 2, style_of(node)) for value in values)
    if begins_line(text, node.start):
        start = line_start(text, node.start)
        first = Change(start, node.start, f"{' ' * at}- ")
        deeper = at + 2 - (node.start - start)
    else:
        first = Change(after_colon(text, key), node.start, dash)
        deeper = at - outer
    return [first, *shifted(text, node.start, node.end, deeper), Change(end, end, more)]


def shifted(text: str, start: int, end: int, by: int) -> list[Change]:
    """The lines that begin after `start`, indented by so many columns more (or fewer)."""
    changes = []
    for found in _LINES.finditer(text, start, end):
        at = found.end()
        if by > 0:
            changes.append(Change(at, at, " " * by))
        elif by < 0:
            if text[at : at - by].strip(" "):
                raise Uneditable("the lines are not indented as they should be")
            changes.append(Change(at, at - by, ""))
    return changes


def style_of(node: Node) -> str:
    """The quotes that a scalar stands in."""
    return node.style if isinstance(node, Scalar) and node.style in ("'", '"') else ""
