"""Rows: the ways in which one dimension lets statements hold together.

A dimension is the resource, one context key, a group of keys that hang together, or the caller.
Each of its rows says which statements it lets hold, and has a sample value that does it.
"""

from __future__ import annotations

from itertools import product

from iamlint.text.hints import TYPE_CHECKING, Any, Final, TypeAlias
from iamlint.text.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from iamlint.access.truth import Truth

EXACT, PROOF, DOUBTFUL, ASSUMED = 0, 1, 2, 3
"""What a row may be used for. `EXACT`: any answer. `PROOF`: a yes that holds whatever its open
points are; what it leaves open is covered by doubtful rows. `DOUBTFUL`: open points are taken to
be settled some way; the concrete engine says whether that is so. `ASSUMED`: rests on a fact that
documents do not tell, so that what it shows is at most a maybe."""

_SPLIT: Final = 4
"""Open points of a row that are tried both ways; with more, the row stays open."""


class Row(NamedTuple):
    """Statements that surely and possibly hold in this dimension, and a sample that does it."""

    sure: int
    possible: int
    sample: Any
    quality: int = EXACT


Masks: TypeAlias = "Callable[[Sequence[Truth]], tuple[int, int]]"


def rows_of(
    truths: tuple[Truth, ...], masks: Masks, sample: object, quality: int = EXACT
) -> Iterable[Row]:
    """The rows of one sample, given the truth of each atom of the dimension.

    Atoms that are open are tried both ways: the same atom is then the same in every statement
    that has it, so that what two policies share cancels.
    """
    from iamlint.access.truth import MAYBE, NO, YES

    sure, possible = masks(truths)
    open_points = [index for index, truth in enumerate(truths) if truth is MAYBE]
    if sure == possible or len(open_points) > _SPLIT or quality >= DOUBTFUL:
        yield Row(sure, possible, sample, quality)
        return
    yield Row(sure, possible, sample, PROOF)
    for assumed in product((NO, YES), repeat=len(open_points)):
        guess = list(truths)
        for index, truth in zip(open_points, assumed, strict=True):
            guess[index] = truth
        sure, possible = masks(guess)
        yield Row(sure, possible, sample, DOUBTFUL)


def best(rows: Iterable[Row], positive: int, negative: int) -> list[Row]:
    """The rows that matter to a formula: those that no other row betters everywhere.

    `positive` and `negative` are the statements that occur so in the formula. A row is bettered
    when another lets more of the positive and fewer of the negative statements hold.
    """
    kept: dict[tuple[int, int, int], Row] = {}
    relevant = positive | negative
    for row in rows:
        kept.setdefault((row.sure & relevant, row.possible & relevant, row.quality), row)
    found = list(kept.values())
    if len(found) == 1:
        return found
    purely = positive & ~negative, negative & ~positive, positive & negative
    return [
        row
        for row in found
        if not any(_betters(other, row, *purely) for other in found if other is not row)
    ]


def _betters(one: Row, other: Row, positive: int, negative: int, both: int) -> bool:
    """Whatever the other row shows, this one shows too."""
    if one.quality > other.quality or (one.quality == PROOF and other.quality >= DOUBTFUL):
        return False
    changed = one.sure ^ other.sure, one.possible ^ other.possible
    if (changed[0] | changed[1]) & both:
        return False
    lost = (other.sure & ~one.sure) | (other.possible & ~one.possible)
    gained = (one.sure & ~other.sure) | (one.possible & ~other.possible)
    return not lost & positive and not gained & negative
