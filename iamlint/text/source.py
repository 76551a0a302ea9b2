"""A text that was read, and places in it."""

from __future__ import annotations

from bisect import bisect_right

from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.records import NamedTuple

if TYPE_CHECKING:
    from array import array
    from collections.abc import Callable, Sequence


LARGE = 1_000_000
"""Of texts of so many characters and more the lines are counted where they are asked for."""
STEP = 2048
"""So many characters are counted at a time."""


class Place(NamedTuple):
    """A line and a column, both counted from 1; the column counts characters."""

    line: int
    column: int


class Source:
    """A decoded text and its name.

    `path` is what reports show: relative to the working directory, with forward slashes.
    Offsets everywhere count characters of `text`, never bytes.
    """

    __slots__ = ("_line_starts", "_marks", "path", "text")

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.text = text
        self._line_starts: Sequence[int] | None = None
        self._marks: Marks | None = None

    def place(self, offset: int) -> Place:
        """The line and column of a character offset."""
        if self._line_starts is None and len(self.text) > LARGE:
            marks = self._marks
            if marks is None:
                marks = self._marks = marked(self.text)
            if marks.lines:
                return marks.place(self.text, offset)
        starts = self.line_starts
        line = bisect_right(starts, offset)
        return Place(line, offset - starts[line - 1] + 1)

    @property
    def line_starts(self) -> Sequence[int]:
        """Offsets at which lines begin; `\\n`, `\\r\\n` and a lone `\\r` end a line."""
        if self._line_starts is None:
            starts: list[int] | array[int] = [0]
            text = self.text
            if len(text) > LARGE:
                from array import array

                starts = array("q", starts)
            if "\r" not in text:
                found = text.find("\n")
                while found >= 0:
                    starts.append(found + 1)
                    found = text.find("\n", found + 1)
            else:
                for index, char in enumerate(text):
                    if char == "\n" or (char == "\r" and text[index + 1 : index + 2] != "\n"):
                        starts.append(index + 1)
            self._line_starts = starts
        return self._line_starts

    def sign(self, offset: int) -> Span:
        """The sign at an offset, in the file that a person opens."""
        return self.outermost(offset, min(offset + 1, len(self.text)))

    def outermost(self, start: int, end: int) -> Span:
        """The span in the file itself; differs only for a text that sits inside another one."""
        return Span(self, start, end)

    def __repr__(self) -> str:
        return f"Source({self.path!r}, {len(self.text)} characters)"


class Marks(NamedTuple):
    """Of a large text, at each `STEP`: how many lines end before, and where the line begins that it
    stands in. Nothing of a text in which a lone `\\r` may end a line.
    """

    lines: Sequence[int]
    starts: Sequence[int]

    def place(self, text: str, offset: int) -> Place:
        step = min(offset, len(text)) // STEP
        line = self.lines[step] + text.count("\n", step * STEP, offset) + 1
        end = text.rfind("\n", step * STEP, offset)
        return Place(line, offset - (end + 1 if end >= 0 else self.starts[step]) + 1)


def marked(text: str) -> Marks:
    """The marks of a text."""
    from array import array

    lines, starts = array("q"), array("q")
    if "\r" not in text:
        line = start = 0
        for step in range(0, len(text) + 1, STEP):
            lines.append(line)
            starts.append(start)
            line += text.count("\n", step, step + STEP)
            start = text.rfind("\n", step, step + STEP) + 1 or start
    return Marks(lines, starts)


class EmbeddedSource(Source):
    """A text inside a string of another text: a policy in a Terraform plan, JSON in YAML.

    `steps` maps offsets of this text to offsets of the host, piecewise: within a piece one
    character here is one character there; a piece of length one may be an escape of several.
    `escape` writes text for this source the way its host must hold it.
    """

    __slots__ = ("escape", "host", "host_end", "steps")

    def __init__(
        self,
        text: str,
        host: Source,
        host_end: int,
        steps: Sequence[tuple[int, int]],
        escape: Callable[[str], str] | None,
    ) -> None:
        super().__init__(host.path, text)
        self.host = host
        self.host_end = host_end
        self.steps = steps
        self.escape = escape

    def host_offset(self, offset: int) -> int:
        """Where a character of this text stands in its host."""
        if offset >= len(self.text):
            return self.host_end
        index = bisect_right(self.steps, (offset, 1 << 62)) - 1
        inner, outer = self.steps[index]
        return outer + (offset - inner)

    def outermost(self, start: int, end: int) -> Span:
        return self.host.outermost(self.host_offset(start), self.host_offset(end))


class Span(NamedTuple):
    """A slice of a source: `source.text[start:end]`."""

    source: Source
    start: int
    end: int

    @property
    def text(self) -> str:
        return self.source.text[self.start : self.end]

    @property
    def place(self) -> Place:
        return self.source.place(self.start)

    @property
    def outermost(self) -> Span:
        """The same place in the file that a person opens."""
        if type(self.source) is Source:
            return self  # as nearly all are
        return self.source.outermost(self.start, self.end)


NOWHERE = Source("", "")
"""The source of documents that stand in no file, such as AWS's managed policies."""
