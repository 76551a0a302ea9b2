"""Comments that ignore: `# iamlint: ignore[name, other] reason`; in HCL also those of `//` and
`/* */`.

A comment counts for the line it ends, or, alone on its line, for the next line that has content.
Where that line begins a statement it counts for the statement, where it begins the declaration of a
resource for all of it. `until=2027-01-31` before the reason says how long.
"""

from __future__ import annotations

import re

from iamlint.rule import Ignore
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.records import NamedTuple
from iamlint.text.source import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.text.source import Source

MARK = "iamlint:"
COMMENT = re.compile(
    r"(?:^|(?<=[ \t]))#[ \t]*iamlint:[ \t]*ignore(?:\[([^\]\r\n]*)\])?[ \t]*"
    r"(?:until=(\d{4}-\d\d-\d\d)[ \t]*)?([^\r\n]*)",
    re.MULTILINE,
)

COMMENT_OF_HCL = re.compile(
    r"(?:^|(?<=[ \t]))(?:#|//|/\*)[ \t]*iamlint:[ \t]*ignore(?:\[([^\]\r\n]*)\])?[ \t]*"
    r"(?:until=(\d{4}-\d\d-\d\d)[ \t]*)?((?:(?!\*/)[^\r\n])*)(?:\*/)?",
    re.MULTILINE,
)
BARE = {"yaml": ("#",), "python": ("#",), "hcl": ("#", "//", "/*")}


class Comment(NamedTuple):
    """A comment and the line (from 1) that it counts for."""

    ignore: Ignore
    line: int


def comments_in(source: Source, language: str = "yaml") -> Iterator[Comment]:
    """The comments of a file that ignore something."""
    if MARK not in source.text:
        return
    form = COMMENT_OF_HCL if language == "hcl" else COMMENT
    real = comments_of_code(source) if language == "python" else None
    for found in form.finditer(source.text):
        if real is not None and found.start() not in real:
            continue
        names = tuple(name.strip() for name in (found[1] or "").split(",") if name.strip())
        reason = found[3].strip()
        span = Span(source, found.start(), found.start() + len(found[0].rstrip()))
        ignore = Ignore(names, "" if reason.startswith("<") else reason, span, found[2] or "")
        yield Comment(ignore, line_meant(source, found.start(), BARE[language]))


def comments_of_code(source: Source) -> set[int] | None:
    """Where comments stand in Python code; None where that cannot be told."""
    from iamlint.formats.python.comments import comments

    return comments(source)


def line_meant(source: Source, offset: int, marks: tuple[str, ...] = ("#",)) -> int:
    """The line that a comment at this offset counts for."""
    line = source.place(offset).line
    if not is_bare(text_of(source, line), marks):
        return line
    last = len(source.line_starts)
    while line < last:
        line += 1
        if not is_bare(text_of(source, line), marks):
            break
    return line


def text_of(source: Source, line: int) -> str:
    starts = source.line_starts
    end = starts[line] if line < len(starts) else len(source.text)
    return source.text[starts[line - 1] : end]


def is_bare(text: str, marks: tuple[str, ...] = ("#",)) -> bool:
    """Nothing but a comment, or nothing, on this line."""
    stripped = text.strip()
    return not stripped or stripped.startswith(marks)


def lines_of(span: Span) -> tuple[int, ...]:
    """The lines that begin what stands at this place: its first, and the line of the key that it
    is the value of.
    """
    source, place = span.source, span.place
    before = text_of(source, place.line)[: place.column - 1]
    if before.strip(" \t-"):
        return (place.line,)  # the key, or an opening brace, stands before it
    line = place.line
    while line > 1:
        line -= 1
        text = text_of(source, line)
        if not is_bare(text):
            indent = len(text) - len(text.lstrip(" \t-"))
            return (line, place.line) if indent < place.column - 1 else (place.line,)
    return (place.line,)
