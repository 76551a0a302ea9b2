"""From the truth of atoms to the statements that hold."""

from __future__ import annotations

from iamlint.access.truth import MAYBE, NO, YES, Truth
from iamlint.text.hints import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from .facets import ConditionAtom, Facet, ResourceAtom
    from .rows import Masks

EVERY = -1
"""All statements: every bit is set."""


def without(truth: Truth, bit: int, sure: int, possible: int) -> tuple[int, int]:
    """The masks after one more thing that a statement needs."""
    if truth is YES:
        return sure, possible
    return sure & ~bit, possible if truth is MAYBE else possible & ~bit


def conjunctions(needs: Sequence[tuple[int, Sequence[int]]]) -> Masks:
    """Each statement needs all of some atoms, given by their places."""

    def masks(truths: Sequence[Truth]) -> tuple[int, int]:
        sure = possible = EVERY
        for bit, which in needs:
            for index in which:
                sure, possible = without(truths[index], bit, sure, possible)
        return sure, possible

    return masks


def tests_of(
    facets: Iterable[tuple[int, Facet]], place: Mapping[ConditionAtom, int], offset: int
) -> list[tuple[int, tuple[int, ...]]]:
    """For each statement the places of those of its conditions that have one."""
    found = (
        (bit, tuple(place[atom] + offset for atom in facet.conditions if atom in place))
        for bit, facet in facets
    )
    return [(bit, which) for bit, which in found if which]


def on_resources(
    facets: Iterable[tuple[int, Facet]],
    entries: Mapping[ResourceAtom, int],
    tests: Mapping[ConditionAtom, int],
) -> Masks:
    """Each statement needs some of its Resource entries, or none of its NotResource entries; and
    all of its conditions on the resource's account.
    """
    needs = []
    for bit, facet in facets:
        mine = tuple(entries[atom] for atom in facet.resources or ())
        more = tuple(tests[atom] + len(entries) for atom in facet.conditions if atom in tests)
        if facet.resources is not None or more:
            needs.append((bit, facet.resources is not None, facet.excepting, mine, more))

    def masks(truths: Sequence[Truth]) -> tuple[int, int]:
        sure = possible = EVERY
        for bit, limited, excepting, mine, more in needs:
            if limited:
                found = some(truths, mine)
                sure, possible = without(~found if excepting else found, bit, sure, possible)
            for index in more:
                sure, possible = without(truths[index], bit, sure, possible)
        return sure, possible

    return masks


def some(truths: Sequence[Truth], which: Iterable[int]) -> Truth:
    """One of some atoms holds."""
    best = NO
    for index in which:
        if truths[index] is YES:
            return YES
        if truths[index] is MAYBE:
            best = MAYBE
    return best
