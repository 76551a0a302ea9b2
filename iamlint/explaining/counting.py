"""Many events, each distinct denial once: sessions of one role are the same caller."""

from __future__ import annotations

from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .denial import Denial

SESSION = ":assumed-role/"


class Counted(NamedTuple):
    """A denial, the first of those that say the same, and how many do."""

    denial: Denial
    times: int


def counted(denials: Iterable[Denial]) -> list[Counted]:
    """Each distinct denial once, the most frequent first; of those as frequent, the first first."""
    first: dict[object, Denial] = {}
    times: dict[object, int] = {}
    for denial in denials:
        key = said(denial)
        first.setdefault(key, denial)
        times[key] = times.get(key, 0) + 1
    found = [Counted(denial, times[key]) for key, denial in first.items()]
    return sorted(found, key=lambda one: -one.times)


def said(denial: Denial) -> object:
    """What makes two denials the same."""
    told = denial._replace(
        principal=without_session(denial.principal), authorization=None, context={}
    )
    return (*told[:-1], tuple(sorted(denial.context.items())))


def without_session(principal: str | None) -> str | None:
    """A session's role; whoever else it is as it is."""
    if principal is None or SESSION not in principal:
        return principal
    head, _, rest = principal.partition(SESSION)
    return head + SESSION + rest.partition("/")[0]
