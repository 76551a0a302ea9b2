"""The search for a combination of rows that makes a formula true."""

from __future__ import annotations

from iamlint.access.truth import MAYBE, NO, YES, Truth
from iamlint.text.hints import TYPE_CHECKING, Final, TypeAlias
from iamlint.text.records import NamedTuple

from .formulas import ALWAYS, NEVER
from .rows import ASSUMED, PROOF, best

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from iamlint.access.request import Request

    from .formulas import Formula
    from .rows import Row

Choice: TypeAlias = "tuple[Row, ...]"

LIMIT: Final = 20_000
"""Combinations that are looked at before the answer is a maybe."""

_CONFIRMATIONS: Final = 8
"""Candidates that may fail to be confirmed before the answer is a maybe."""


class Outcome(NamedTuple):
    """YES with the rows chosen and what confirmed them; NO when there is none; MAYBE with the
    rows of a candidate, if there is one, or when a cap was hit.
    """

    truth: Truth
    choice: Choice = ()
    witness: Request | None = None


NONE: Final = Outcome(NO)


class Search:
    """One formula, tried with rows of several dimensions.

    `confirm` is asked about every candidate: it builds the request and returns it with the
    concrete engine's answer. Without `prune` rows are tried that others better: their samples may
    differ in what the rows do not tell.
    """

    def __init__(
        self,
        formula: Formula,
        confirm: Callable[[Choice], tuple[Truth, Request]],
        limit: int = LIMIT,
        *,
        prune: bool = True,
    ) -> None:
        self.formula = formula
        self.positive, self.negative = formula.signs()
        self.confirm = confirm
        self.budget = limit
        self.confirmations = _CONFIRMATIONS
        self.prune = prune
        self.doubt: Outcome | None = None

    def find(self, statements: int, possible: int, dimensions: Iterable[Iterable[Row]]) -> Outcome:
        """Search among the statements that surely and possibly hold before any dimension is
        looked at. A dimension without rows makes everything false.
        """
        pruned = [self._pruned(rows) for rows in dimensions]
        if not all(pruned):
            return NONE
        for rows in pruned:
            rows.sort(key=_quality)
        pruned.sort(key=len)
        unsettled = [0] * (len(pruned) + 1)
        for index in range(len(pruned) - 1, -1, -1):
            limited = 0
            for row in pruned[index]:
                limited |= ~row.sure
            unsettled[index] = unsettled[index + 1] | limited
        found = self._try(pruned, unsettled, 0, statements, possible, ())
        if found is not None:
            return found
        if self.doubt is not None:
            return self.doubt
        return Outcome(MAYBE) if self.budget <= 0 else NONE

    def _pruned(self, rows: Iterable[Row]) -> list[Row]:
        return best(rows, self.positive, self.negative) if self.prune else list(rows)

    def _try(
        self,
        dimensions: list[list[Row]],
        unsettled: list[int],
        depth: int,
        sure: int,
        possible: int,
        choice: Choice,
    ) -> Outcome | None:
        self.budget -= 1
        if self.budget <= 0:
            return None
        value = self.formula.value(sure & ~unsettled[depth], possible)
        if value == NEVER:
            return None
        if value == ALWAYS or depth == len(dimensions):
            rest = tuple(rows[0] for rows in dimensions[depth:])
            return self._candidate(choice + rest, value)
        for row in dimensions[depth]:
            found = self._try(
                dimensions,
                unsettled,
                depth + 1,
                sure & row.sure,
                possible & row.possible,
                (*choice, row),
            )
            if found is not None:
                return found
        return None

    def _candidate(self, choice: Choice, value: int) -> Outcome | None:
        """A yes if the concrete engine agrees; else the candidate is kept as a doubt."""
        if value != ALWAYS and any(row.quality == PROOF for row in choice):
            return None  # what is open here is tried both ways by other rows
        if self.confirmations <= 0:
            self.budget = 0
            return None
        truth, witness = self.confirm(choice)
        if truth is YES and not any(row.quality == ASSUMED for row in choice):
            return Outcome(YES, choice, witness)
        self.confirmations -= 1
        if self.doubt is None:
            self.doubt = Outcome(MAYBE, choice, witness)
        return None


def _quality(row: Row) -> int:
    return row.quality
