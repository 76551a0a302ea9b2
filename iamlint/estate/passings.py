"""Who passes roles, and may not."""

from __future__ import annotations

from iamlint.text.hints import TYPE_CHECKING

from .assuming import spellings
from .creating import creations
from .handing import handings
from .passing import ACTION, SERVICE_KEY
from .unpassed import Unpassed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.model.policy import Statement

    from . import Estate
    from .asking import Answer
    from .passing import Passing


def unpassed(estate: Estate) -> Iterator[Unpassed]:
    """What is passed and may not be, one for each caller and service. A policy of several callers,
    of whom one may pass a role, is for that one.
    """
    found: dict[object, list[tuple[Passing, Answer]]] = {}
    passed: set[Statement] = set()
    for passing in (*creations(estate), *handings(estate)):
        answer = refused(estate, passing)
        if answer is not None:
            if estate.tells_bare(passing.caller):
                continue
            key = passing.caller, passing.role is None, passing.services
            found.setdefault(key, []).append((passing, answer))
        elif passing.statement is not None:
            passed.add(passing.statement)
    for cases in found.values():
        if not any(passing.statement in passed for passing, _ in cases):
            yield Unpassed(estate, tuple(passing for passing, _ in cases), cases[0][1])


def refused(estate: Estate, passing: Passing) -> Answer | None:
    """How it is denied with every name of the service; None where it is not."""
    answer: Answer | None = None
    for service in passing.services:
        for name in spellings(service):
            answer = estate.can(
                passing.caller,
                ACTION,
                passing.target,
                context={SERVICE_KEY: name},
                when=passing.when,
            )
            if not answer.denied:
                return None
    return answer
