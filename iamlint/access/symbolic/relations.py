"""Questions over all requests: exists, contains, intersects, difference, relation.

A *side* is what lets requests through: some policies, the permissions of an identity, or the whole
access of a caller. A policy or several may be given for one.
"""

from __future__ import annotations

from itertools import product

from iamlint.access.facts import bundled
from iamlint.access.truth import MAYBE, NO, YES, Truth
from iamlint.model.policy import Policy
from iamlint.text.hints import TYPE_CHECKING, Final
from iamlint.text.records import NamedTuple

from .formulas import Not, every
from .future import future
from .likeness import lets_nothing_more
from .question import Existence, Question
from .search import LIMIT
from .sides import Access, Permissions, Policies
from .worlds import Builder, World, conditions_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from iamlint.access.request import Request
    from iamlint.catalog import Catalog
    from iamlint.model.policy import Statement
    from iamlint.text.holes import Text
    from iamlint.text.node import When

    from .formulas import Formula
    from .sides import Prepared

    Side = Policies | Permissions | Access
    Given = Side | Policy | Sequence[Policy]

EQUAL, A_WIDER, B_WIDER, INCOMPARABLE, UNKNOWN = (
    "equal",
    "a_wider",
    "b_wider",
    "incomparable",
    "unknown",
)

_SCENARIOS: Final = 4
"""Template conditions of which every combination is tried; with more, they are taken as open."""


class Shown(NamedTuple):
    """An answer over all requests.

    YES comes with a request that the concrete engine confirmed. NO is a proof. MAYBE comes with the
    request that may be one, where there is one; without, a cap was hit.
    `future`: the request's action is not in the catalogue: access to what AWS may yet add.
    """

    truth: Truth
    request: Request | None = None
    future: bool = False


class Relation(NamedTuple):
    """How two sides compare: `equal`, `a_wider`, `b_wider`, `incomparable` or `unknown`.

    `only_a`, `only_b`: is there a request that only the one side lets through, and which.
    """

    relation: str
    only_a: Shown
    only_b: Shown


def exists(given: Given, catalog: Catalog | None = None) -> Shown:
    """Is there a request that gets through? Actions that the catalogue does not know count only
    where they are named.
    """
    return _ask((as_side(given),), lambda parts: parts[0], catalog, only_named=True)


def intersects(one: Given, other: Given, catalog: Catalog | None = None) -> Shown:
    """Is there a request that gets through both?"""
    sides = as_side(one), as_side(other)
    return _ask(sides, lambda parts: every(*parts), catalog, only_named=True)


def difference(head: Given, base: Given, catalog: Catalog | None = None) -> Shown:
    """Is there a request that gets through `head` and not through `base`? Actions that AWS may yet
    add count: a list of all actions of a service is less than a star.
    """
    sides = as_side(head), as_side(base)
    if _alike(*sides, pairwise=False):
        return Shown(NO)
    found = _ask(sides, lambda parts: every(parts[0], Not(parts[1])), catalog)
    return Shown(NO) if found.truth is MAYBE and _alike(*sides, pairwise=True) else found


def _alike(head: Side, base: Side, *, pairwise: bool) -> bool:
    """Policies that let nothing more through by their very texts need no search."""
    if not isinstance(head, Policies) or not isinstance(base, Policies):
        return False
    return lets_nothing_more(head.policies, base.policies, pairwise=pairwise)


def contains(outer: Given, inner: Given, catalog: Catalog | None = None) -> Truth:
    """Does all that gets through `inner` get through `outer`?"""
    return ~difference(inner, outer, catalog).truth


def relation(a: Given, b: Given, catalog: Catalog | None = None) -> Relation:
    """How two sides compare, with a request for each way in which they differ."""
    only_a, only_b = difference(a, b, catalog), difference(b, a, catalog)
    return Relation(named(only_a, only_b), only_a, only_b)


def named(only_a: Shown, only_b: Shown) -> str:
    """The name of a relation, by what only the one side lets through."""
    truths = only_a.truth, only_b.truth
    return UNKNOWN if MAYBE in truths else _NAMES[truths]


_NAMES: Final = {
    (NO, NO): EQUAL,
    (YES, NO): A_WIDER,
    (NO, YES): B_WIDER,
    (YES, YES): INCOMPARABLE,
}


def exists_in(estate: Sequence[Given], catalog: Catalog | None = None) -> Shown:
    """Is there a request that gets through some part of an estate?"""
    return _strongest(exists(side, catalog) for side in estate)


def new_access(
    head: Mapping[str, Given], base: Mapping[str, Given], catalog: Catalog | None = None
) -> dict[str, Shown]:
    """What an estate lets through and an earlier one did not, by the name of the part (an
    identity, a resource). A part that was not there let nothing through.
    """
    return {
        name: difference(side, base[name], catalog) if name in base else exists(side, catalog)
        for name, side in head.items()
    }


def as_side(given: Given) -> Side:
    """A policy or several as a side."""
    if isinstance(given, (Policies, Permissions, Access)):
        return given
    return Policies((given,) if isinstance(given, Policy) else tuple(given))


def _ask(
    sides: tuple[Side, ...],
    combine: Callable[[tuple[Formula, ...]], Formula],
    catalog: Catalog | None,
    *,
    only_named: bool = False,
) -> Shown:
    catalog = catalog or bundled()
    statements = [statement for side in sides for statement in side.statements]

    def build(assuming: When) -> World:
        return world_of(sides, combine, assuming)

    return over_scenarios(
        statements, build, lambda world: answered(world, catalog, only_named=only_named)
    )


def world_of(
    sides: tuple[Side, ...],
    combine: Callable[[tuple[Formula, ...]], Formula],
    assuming: When,
) -> World:
    """Several sides as one formula."""
    builder = Builder()
    parts: list[Prepared] = [side.prepared(builder) for side in sides]
    caller = next((part.caller for part in parts if part.caller is not None), None)
    formula = combine(tuple(part.formula for part in parts))
    details: dict[str, object] = {}
    if any(part.settled for part in parts):

        def settled(action: str, resource: Text) -> Formula:
            return combine(
                tuple(p.settled(action, resource) if p.settled else p.formula for p in parts)
            )

        details["settled"] = settled
    if all(part.decided for part in parts):
        details["decided"] = lambda request: _decided(parts, combine, request)
    return builder.world(
        formula,
        caller=caller,
        bounded=any(part.bounded for part in parts),
        assuming=assuming,
        **details,
    )


def _decided(
    parts: Sequence[Prepared],
    combine: Callable[[tuple[Formula, ...]], Formula],
    request: Request,
) -> Truth:
    """The combination of what the concrete engine decides for each side."""
    from .formulas import AnyOf

    sure = possible = 0
    for index, part in enumerate(parts):
        assert part.decided is not None
        found = part.decided(request)
        sure |= (found is YES) << index
        possible |= (found is not NO) << index
    formula = combine(tuple(AnyOf(1 << index) for index in range(len(parts))))
    return (NO, MAYBE, YES)[formula.value(sure, possible)]


def answered(world: World, catalog: Catalog, *, only_named: bool) -> Shown:
    """The answer of a world; `only_named` as for `future`."""
    found = Question(world, catalog, LIMIT).answer()
    if found.truth is not NO:
        return Shown(found.truth, found.request)
    later: Existence = future(world, catalog, only_named=only_named)
    return Shown(later.truth, later.request, later.truth is not NO)


def over_scenarios(
    statements: Sequence[Statement],
    build: Callable[[When], World],
    answer: Callable[[World], Shown],
    *,
    somewhere: bool = False,
) -> Shown:
    """The answer whatever the template's conditions are: a yes in some scenarios is a maybe, or,
    with `somewhere`, a yes.
    """
    every_one = scenarios(sorted(conditions_of(statements)))
    found = [answer(build(assuming)) for assuming in every_one]
    if len({one.truth for one in found}) == 1:
        return found[0]
    if somewhere:
        return _strongest(found)
    return _strongest(found)._replace(truth=MAYBE)


def scenarios(names: Sequence[str]) -> list[When]:
    """Every assignment of truth values to some conditions; of too many, nothing is assumed."""
    if len(names) > _SCENARIOS:
        return [frozenset()]
    return [
        frozenset(zip(names, values, strict=True))
        for values in product((True, False), repeat=len(names))
    ]


def _strongest(answers: Sequence[Shown] | Iterator[Shown]) -> Shown:
    best = Shown(NO)
    for one in answers:
        if one.truth.rank > best.truth.rank:
            best = one
        if best.truth is YES:
            break
    return best
