"""From chosen rows to a request, and the concrete engine's word on it."""

from __future__ import annotations

from functools import lru_cache

from iamlint.access.context import Context
from iamlint.access.facts import usual_values
from iamlint.access.request import Request, with_implied_keys
from iamlint.access.statements import applies
from iamlint.access.truth import MAYBE, NO, YES, Truth
from iamlint.text.hints import TYPE_CHECKING, Final
from iamlint.text.holes import Hole, Text

from .keys import CLOCK
from .requesters import SOMEBODY

if TYPE_CHECKING:
    from collections.abc import Mapping

    from iamlint.access.context import Values
    from iamlint.model.policy import Statement

    from .search import Choice
    from .units import Unit
    from .worlds import World

SOME_VALUE: Final = "someone"
"""The value of a policy variable about which nothing else is asked."""


def request_of(unit: Unit, resource: Text, choice: Choice, world: World) -> Request:
    """The request that the rows describe. Variables in it are given values, and so are the keys
    that statements test and every request has.
    """
    caller = world.caller or SOMEBODY
    values: dict[str, Values] = dict(usual(world))
    for row in choice:
        resource = row.sample.resource or resource
        caller = row.sample.caller or caller
        values.update(row.sample.values)
    request = Request(caller, unit.action, resource, None, Context(values))
    return _filled(request, values)


def usual(world: World) -> Mapping[str, Values]:
    """Values of the keys that every request has, as far as some statement asks for them."""
    return _usual(tuple(leaf.statement for leaf in world.leaves if leaf.statement is not None))


@lru_cache(maxsize=4096)
def _usual(statements: tuple[Statement, ...]) -> Mapping[str, Values]:
    tested = {str(c.key.text).lower() for one in statements for c in one.conditions}
    found = {key: text for key, text in usual_values().items() if key in tested}
    if CLOCK & found.keys():
        found |= {key: usual_values()[key] for key in CLOCK}
    return {key: (Text(text),) for key, text in found.items()}


def _filled(request: Request, values: dict[str, Values]) -> Request:
    """Policy variables replaced by their values, the same one everywhere."""
    texts = [request.resource, *(text for several in values.values() for text in several)]
    keys = {_variable(hole) for text in texts for hole in text.holes} - {""}
    if not keys:
        return request
    known = with_implied_keys(request).context
    chosen: dict[str, str] = {}
    for key in sorted(keys):
        given = known.values(key) or ()
        literal = given[0].literal if len(given) == 1 else None
        chosen[key] = literal or SOME_VALUE
        if not given:
            values[key] = (Text(chosen[key]),)
    values = {
        key: tuple(_with(text, chosen) for text in several) for key, several in values.items()
    }
    resource = _with(request.resource, chosen)
    return request._replace(resource=resource, context=Context(values))


def _variable(hole: Hole) -> str:
    """The key of a hole that stands for a policy variable."""
    return hole.identity[2:-1] if hole.identity.startswith("${") else ""


def _with(text: Text, chosen: dict[str, str]) -> Text:
    if text.literal is not None:
        return text
    pieces: list[str | Hole] = []
    for piece in text.pieces:
        key = _variable(piece) if isinstance(piece, Hole) else ""
        pieces.append(chosen[key] if key else piece)
    return Text(*pieces)


def confirmed(world: World, request: Request, among: int = -1) -> Truth:
    """The formula on one request, each statement decided by the concrete engine. `among`: the
    statements that name the action.
    """
    if world.decided is not None:
        return world.decided(request)
    request = with_implied_keys(request)
    sure = possible = 0
    for index, leaf in enumerate(world.leaves):
        if not among >> index & 1:
            continue
        found = MAYBE
        if leaf.statement is not None:
            found = applies(
                leaf.statement, request, assuming=world.assuming, bounded=world.bounded
            ).truth
            if found is YES and not leaf.certain:
                found = MAYBE
        if found is not NO:
            possible |= 1 << index
            if found is YES:
                sure |= 1 << index
    return (NO, MAYBE, YES)[world.formula.value(sure, possible)]
