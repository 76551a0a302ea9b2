"""Edits to lists and mappings in brackets: all of JSON, and YAML's flow style."""

from __future__ import annotations

import re
from functools import cached_property

from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.node import Mapping, Scalar, Sequence

from .changes import Change, Uneditable
from .inline import BracketWriter
from .layout import is_bracketed
from .lines import begins_line, indent_of, line_end, line_start, next_line
from .spots import own_entries

if TYPE_CHECKING:
    from iamlint.text.node import Node

    from .changes import Value
    from .layout import Layout

_separator = re.compile(r"\s*,\s*").fullmatch
_tail = re.compile(r"[ \t]*(,?)[ \t]*(#[^\r\n]*)?").match
_comments = re.compile(r"(?<!\S)#[^\r\n]*")
_BREAKS = re.compile(r"(\r\n|\r|\n)(?=[^\r\n])")


class Part:
    """An item, or a key with its value: its place."""

    def __init__(self, start: int, end: int, node: Node) -> None:
        self.start = start
        self.end = end
        self.node = node


class Brackets:
    """One list or mapping in brackets, as it was before all edits."""

    def __init__(self, layout: Layout, node: Sequence | Mapping) -> None:
        self.layout = layout
        self.text = layout.text
        self.node = node
        self.parts = self._parts()
        self._check()

    def _parts(self) -> list[Part]:
        if isinstance(self.node, Sequence):
            return [Part(item.start, item.end, item) for item in self.node.items]
        return [Part(key.start, value.end, value) for _, key, value in own_entries(self.node)]

    def _check(self) -> None:
        """Everything stands where it is counted: there is no alias, anchor or tag in the way."""
        if self.layout.language == "json":
            return
        done = self.node.start + 1
        for number, part in enumerate(self.parts):
            between = self.text[done : part.start]
            if part.start < done or not is_between(between, first=number == 0):
                raise Uneditable("an alias or anchor stands in the list")
            done = part.end
        if not is_between(self.text[done : self.node.end - 1], first=True, last=True):
            raise Uneditable("an alias or merge key stands in the list")

    @cached_property
    def spread(self) -> bool:
        """Each part stands on a line of its own."""
        if self.parts:
            return begins_line(self.text, self.parts[0].start)
        return self.layout.many_lines and not self.layout.inline_lists

    @cached_property
    def indent(self) -> str | None:
        """What the lines of parts are indented by; None where parts share a line."""
        if not self.spread:
            return None
        if self.parts:
            return indent_of(self.text, self.parts[-1].start)
        return indent_of(self.text, self.node.start) + self.layout.unit

    def write(self, key: str | None, value: Value) -> str:
        """An item, or with a key an entry, as its neighbours are written."""
        last = self.parts[-1].node if self.parts else None
        style = last.style if isinstance(last, Scalar) and key is None else ""
        writer = BracketWriter(self.layout, style if style in ("'", '"') else "")
        indent = self.indent
        if key is not None:
            return self._key(key) + writer.value(value, indent)
        if isinstance(last, (Mapping, Sequence)) and last.end - last.start > 2:
            lines = "\n" in self.text[last.start : last.end]
            indent = indent_of(self.text, last.start) if lines else None
        return writer.value(value, indent)

    def _key(self, name: str) -> str:
        """A key and its colon, as the others have them."""
        writer = BracketWriter(self.layout)
        entries = own_entries(self.node) if isinstance(self.node, Mapping) else []
        if not entries:
            return writer.key(name)
        _, key, value = entries[-1]
        writer.style = key.style if key.style in ("'", '"') else ""
        colon = self.text[key.end : value.start]
        return writer.scalar(name) + (colon if colon.strip(" ") == ":" else writer.colon)

    @cached_property
    def separator(self) -> str:
        if len(self.parts) > 1:
            between = self.text[self.parts[-2].end : self.parts[-1].start]
            if _separator(between):
                return between
        if self.spread:
            return f",{self.layout.line_break}{self.indent}"
        return "," if self.layout.compact else ", "

    def append(self, written: list[str]) -> list[Change]:
        """Put parts behind the last one; a comment behind that one stays with it."""
        if not self.parts:
            return [self._fill(written)]
        end = self.parts[-1].end
        tail = _tail(self.text, end)
        assert tail is not None
        if self.layout.language == "json" or not tail[2]:
            return [Change(end, end, "".join(self.separator + one for one in written))]
        line, indent = self.layout.line_break, self.indent or ""
        more = [Change(end, end, ",")] if not tail[1] else []
        after = f",{line}{indent}".join(written) + tail[1]
        place = line_end(self.text, end)
        return [*more, Change(place, place, f"{line}{indent}{after}")]

    def prepend(self, written: str) -> list[Change]:
        if not self.parts:
            return [self._fill([written])]
        first = self.parts[0].start
        return [Change(first, first, written + self.separator)]

    def _fill(self, written: list[str]) -> Change:
        """The first parts of an empty list or mapping."""
        start, end = self.node.start + 1, self.node.end - 1
        if self.text[start:end].strip():
            raise Uneditable("a comment stands in the empty list")
        if self.indent is None:
            return Change(start, end, (BracketWriter(self.layout).comma).join(written))
        line = self.layout.line_break
        lines = [f"{line}{self.indent}{one}" for one in written]
        outer = indent_of(self.text, self.node.start)
        return Change(start, end, f"{','.join(lines)}{line}{outer}")

    def remove(self, places: set[int]) -> list[Change]:
        """Take out the parts at these places, with the commas that they do not leave behind."""
        if len(places) == len(self.parts):
            return [Change(self.node.start + 1, self.node.end - 1, "")]
        if self._has_comments:
            return [change for run in runs_of(places) for change in self._without(run)]
        changes = []
        kept = next(place for place in range(len(self.parts)) if place not in places)
        for place in sorted(places):
            part = self.parts[place]
            if place < kept:
                changes.append(Change(part.start, self.parts[place + 1].start, ""))
            else:
                changes.append(Change(self.parts[place - 1].end, part.end, ""))
        return changes

    @property
    def _has_comments(self) -> bool:
        text = self.text[self.node.start : self.node.end]
        return self.layout.language != "json" and "#" in text

    def _is_alone(self, place: int) -> bool:
        """Nothing but its comma and a comment stands beside the part on its lines."""
        part = self.parts[place]
        tail = _tail(self.text, part.end)
        alone = tail is not None and tail.end() == line_end(self.text, part.end)
        return alone and begins_line(self.text, part.start)

    def _without(self, run: list[int]) -> list[Change]:
        """Parts that follow on one another go, with the comments at their ends; those of others
        stay.
        """
        text, first, last = self.text, self.parts[run[0]], self.parts[run[-1]]
        after = self.parts[run[-1] + 1] if run[-1] + 1 < len(self.parts) else None
        before = self.parts[run[0] - 1] if run[0] else None
        if all(map(self._is_alone, run)):
            lines = Change(line_start(text, first.start), next_line(text, last.end), "")
            comma, ending = before and _tail(text, before.end), _tail(text, last.end)
            if after is None and comma and ending and comma[1] and not ending[1]:
                return [Change(comma.start(1), comma.end(1), ""), lines]
            return [lines]
        if after is not None:
            return [Change(first.start, after.start, "")]
        assert before is not None
        said = "#" in text[before.end : first.start]  # then the comma before it stays as well
        return [Change(first.start if said else before.end, last.end, "")]


def runs_of(places: set[int]) -> list[list[int]]:
    """Numbers in their order, those together that follow on one another."""
    found: list[list[int]] = []
    for place in sorted(places):
        if found and found[-1][-1] + 1 == place:
            found[-1].append(place)
        else:
            found.append([place])
    return found


def is_between(text: str, *, first: bool = False, last: bool = False) -> bool:
    """Only what stands between parts: a comma, white space, comments."""
    bare = text.strip()
    if "#" in bare:
        bare = _comments.sub("", text).strip()
    return bare == "" if first and not last else bare in ("", ",") if last else bare == ","


def as_list(layout: Layout, node: Node, values: list[Value]) -> Change:
    """A value that is not a list, and other values behind it, as a list in brackets."""
    old = layout.text[node.start : node.end]
    style = node.style if isinstance(node, Scalar) and node.style in ("'", '"') else ""
    writer = BracketWriter(layout, style)
    inline = "\n" not in old and (
        not layout.many_lines or (layout.inline_lists and isinstance(node, Scalar))
    )
    if inline:
        parts = [old, *(writer.value(value, None) for value in values)]
        return Change(node.start, node.end, f"[{writer.comma.join(parts)}]")
    line, outer = layout.line_break, indent_of(layout.text, node.start)
    deeper = outer + layout.unit
    moved = _BREAKS.sub(lambda found: found[0] + layout.unit, old)
    parts = [moved, *(writer.value(value, deeper) for value in values)]
    lines = ",".join(f"{line}{deeper}{part}" for part in parts)
    return Change(node.start, node.end, f"[{lines}{line}{outer}]")


__all__ = ["Brackets", "as_list", "is_bracketed"]
