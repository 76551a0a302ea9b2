"""Three-valued truth: what is known to hold, known not to, and what hangs on a fact not known.

Kleene's logic. A truth cannot be used as a condition of `if`: whoever asks says which of the
three they mean, so that a maybe is never rounded by accident.
"""

from __future__ import annotations

from iamlint.text.hints import TYPE_CHECKING, Final
from iamlint.text.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable


class Truth:
    """`YES`, `NO` or `MAYBE`; compare with `is`; combine with `&`, `|` and `~`."""

    __slots__ = ("name", "rank")

    def __init__(self, name: str, rank: int) -> None:
        self.name = name
        self.rank = rank

    def __and__(self, other: Truth) -> Truth:
        return self if self.rank <= other.rank else other

    def __or__(self, other: Truth) -> Truth:
        return self if self.rank >= other.rank else other

    def __invert__(self) -> Truth:
        return _INVERSE[self.rank]

    def __bool__(self) -> bool:
        raise TypeError("a truth has three values: compare it with YES, NO or MAYBE")

    def __repr__(self) -> str:
        return self.name

    def __copy__(self) -> Truth:
        return self

    def __deepcopy__(self, _memo: object) -> Truth:
        return self

    def __reduce__(self) -> str:
        return self.name


NO: Final = Truth("NO", 0)
MAYBE: Final = Truth("MAYBE", 1)
YES: Final = Truth("YES", 2)

_INVERSE: Final = (YES, MAYBE, NO)


def truth(known: bool) -> Truth:
    """The truth of what is known."""
    return YES if known else NO


class Doubt(NamedTuple):
    """Why an answer is not certain.

    `fact`: what would settle it: a context key, a hole's identity, a condition of a template, or
    `rule …` where AWS itself leaves the point open.
    `why`: the same for people, one line.
    """

    fact: str
    why: str


class Answer(NamedTuple):
    """A truth, and what it hangs on. A YES may carry doubts too: points that AWS's pages contradict
    each other on, where the reading that gave the YES was chosen.
    """

    truth: Truth
    doubts: tuple[Doubt, ...] = ()

    def __and__(self, other: Answer) -> Answer:
        return all_of((self, other))

    def __or__(self, other: Answer) -> Answer:
        return any_of((self, other))

    def __invert__(self) -> Answer:
        return Answer(~self.truth, self.doubts)


HOLDS: Final = Answer(YES)
FAILS: Final = Answer(NO)


def answer(known: bool) -> Answer:
    """The answer to what is known."""
    return HOLDS if known else FAILS


def perhaps(fact: str, why: str) -> Answer:
    """A maybe that one fact would settle."""
    return Answer(MAYBE, (Doubt(fact, why),))


def all_of(answers: Iterable[Answer]) -> Answer:
    """The conjunction; a NO ends it, and then the doubts of the others do not matter."""
    result, doubts = YES, ()  # type: tuple[Truth, tuple[Doubt, ...]]
    for one in answers:
        if one.truth is NO:
            return one
        if one.truth is MAYBE:
            result = MAYBE
        if one.doubts:
            doubts = merged(doubts, one.doubts)
    return Answer(result, doubts) if result is MAYBE or doubts else HOLDS


def any_of(answers: Iterable[Answer]) -> Answer:
    """The disjunction; a YES without doubts ends it."""
    best, doubts = FAILS, ()  # type: tuple[Answer, tuple[Doubt, ...]]
    for one in answers:
        if one.truth is YES:
            if not one.doubts:
                return one
            best = one if best.truth is not YES else best
        elif one.truth is MAYBE:
            doubts = merged(doubts, one.doubts)
            best = one if best.truth is NO else best
    return Answer(MAYBE, doubts) if best.truth is MAYBE else best


def merged(some: tuple[Doubt, ...], more: tuple[Doubt, ...]) -> tuple[Doubt, ...]:
    """Both, each doubt once, in order."""
    if not some or not more or some == more:
        return some or more
    return tuple(dict.fromkeys(some + more))


def truth_of(known: bool | None) -> Truth:
    """The truth of an answer that is None where it is not known."""
    return MAYBE if known is None else truth(known)
