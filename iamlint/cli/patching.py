"""Two texts as a patch of what differs."""

from __future__ import annotations

from collections import Counter
from difflib import SequenceMatcher

from iamlint.text.hints import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST = 1_000_000
"""Pairs of equal lines that are looked at; of more, lines that stand there often tie nothing."""


def patch(path: str, old: str, new: str) -> Iterator[str]:
    """The lines of a patch, in the unified form. Lines that stand there often are held against
    each other too, unlike `difflib.unified_diff` does in texts of 200 lines and more: policies
    are full of them, and nearly all of a text would be shown as another.
    """
    before, after = old.splitlines(keepends=True), new.splitlines(keepends=True)
    often = sum(count * count for count in Counter(before).values())
    matcher = SequenceMatcher(None, before, after, autojunk=often > MOST)
    yield f"--- a/{path}\n"
    yield f"+++ b/{path}\n"
    for group in matcher.get_grouped_opcodes():
        first, last = group[0], group[-1]
        yield f"@@ -{span_of(first[1], last[2])} +{span_of(first[3], last[4])} @@\n"
        for sort, start, end, other, until in group:
            if sort == "equal":
                yield from marked(" ", before[start:end])
            else:
                yield from marked("-", before[start:end])
                yield from marked("+", after[other:until])


def span_of(start: int, end: int) -> str:
    """Lines as a patch names them: where there are none, the one before."""
    count = end - start
    return f"{start + 1}" if count == 1 else f"{start + (count > 0)},{count}"


def marked(mark: str, lines: list[str]) -> Iterator[str]:
    for line in lines:
        ends = line.endswith("\n")
        yield f"{mark}{line}" if ends else f"{mark}{line}\n\\ No newline at end of file\n"
