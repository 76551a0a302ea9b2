"""Places in a text, asked for what they hold: many thousands are no more work than they must be."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort

from iamlint.text.hints import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    Span = tuple[int, int]


class Covered:
    """Places of which all that is inside is covered. One is in another or beside it."""

    def __init__(self) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []

    def add(self, start: int, end: int) -> None:
        if self.holds(start, end):
            return
        at = bisect_left(self._starts, start)
        until = bisect_left(self._starts, end, at)
        self._starts[at:until] = [start]
        self._ends[at:until] = [end]

    def holds(self, start: int, end: int) -> bool:
        """Is a place covered?"""
        at = bisect_right(self._starts, start) - 1
        return at >= 0 and self._ends[at] >= end


class Places:
    """Places, each by its start and its end."""

    def __init__(self) -> None:
        self._known: set[Span] = set()
        self._sorted: list[Span] = []

    def __contains__(self, span: Span) -> bool:
        return span in self._known

    def update(self, spans: Iterable[Span]) -> None:
        for span in spans:
            if span not in self._known:
                self._known.add(span)
                insort(self._sorted, span)

    def any_within(self, start: int, end: int) -> bool:
        """Is one of them inside of a place?"""
        for at in range(bisect_left(self._sorted, (start, 0)), len(self._sorted)):
            first, last = self._sorted[at]
            if first > end:
                return False
            if last <= end:
                return True
        return False
