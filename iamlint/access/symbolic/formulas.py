"""Boolean formulas over statements, evaluated with what is sure and what is possible.

Statements are bits of an integer. `sure` has those that hold for certain, `possible` those that
may hold; `sure` is always a part of `possible`. Values are 0 (no), 1 (maybe), 2 (yes): Kleene's
logic.
"""

from __future__ import annotations

from iamlint.text.hints import TYPE_CHECKING, Final, TypeAlias
from iamlint.text.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

Formula: TypeAlias = "AnyOf | Every | Some | Not"

NEVER, PERHAPS, ALWAYS = 0, 1, 2


class AnyOf(NamedTuple):
    """Some statement of a set holds."""

    mask: int

    def value(self, sure: int, possible: int) -> int:
        if sure & self.mask:
            return ALWAYS
        return PERHAPS if possible & self.mask else NEVER

    def signs(self) -> tuple[int, int]:
        return self.mask, 0


class Every(NamedTuple):
    """All parts hold; true when there is none."""

    parts: tuple[Formula, ...]
    sort: str = "every"  # tuples of different sorts would be equal without it

    def value(self, sure: int, possible: int) -> int:
        worst = ALWAYS
        for part in self.parts:
            found = part.value(sure, possible)
            if found < worst:
                if found == NEVER:
                    return NEVER
                worst = found
        return worst

    def signs(self) -> tuple[int, int]:
        return _union(self.parts)


class Some(NamedTuple):
    """One of the parts holds at least; false when there is none."""

    parts: tuple[Formula, ...]
    sort: str = "some"

    def value(self, sure: int, possible: int) -> int:
        best = NEVER
        for part in self.parts:
            found = part.value(sure, possible)
            if found > best:
                if found == ALWAYS:
                    return ALWAYS
                best = found
        return best

    def signs(self) -> tuple[int, int]:
        return _union(self.parts)


class Not(NamedTuple):
    """The part does not hold."""

    part: Formula
    sort: str = "not"

    def value(self, sure: int, possible: int) -> int:
        return ALWAYS - self.part.value(sure, possible)

    def signs(self) -> tuple[int, int]:
        positive, negative = self.part.signs()
        return negative, positive


NOTHING: Final = Some(())
EVERYTHING: Final = Every(())


def every(*parts: Formula) -> Formula:
    """A conjunction, flat."""
    flat: list[Formula] = []
    for part in parts:
        flat.extend(part.parts if isinstance(part, Every) else (part,))
    return flat[0] if len(flat) == 1 else Every(tuple(flat))


def some(*parts: Formula) -> Formula:
    """A disjunction; sets of statements are joined."""
    mask = 0
    flat: list[Formula] = []
    for part in parts:
        if isinstance(part, AnyOf):
            mask |= part.mask
        else:
            flat.extend(part.parts if isinstance(part, Some) else (part,))
    if mask:
        flat.insert(0, AnyOf(mask))
    return flat[0] if len(flat) == 1 else Some(tuple(flat))


def _union(parts: Iterable[Formula]) -> tuple[int, int]:
    """Statements that occur positively, and those that occur negated."""
    positive = negative = 0
    for part in parts:
        more, less = part.signs()
        positive |= more
        negative |= less
    return positive, negative
