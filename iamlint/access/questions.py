"""What rules and commands ask of statements over all requests, by name.

Each answer is exact: a yes or no holds for every request there is; what hangs on facts that the
documents do not tell is a maybe.
"""

from __future__ import annotations

from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.records import NamedTuple

from .callers import ANONYMOUS, WITH_ACCOUNT
from .facts import bundled
from .symbolic.facets import ConditionAtom, facet_of
from .symbolic.formulas import AnyOf, Not, every
from .symbolic.future import future
from .symbolic.likeness import lies_within
from .symbolic.outsiders import accounts_named
from .symbolic.question import Question
from .symbolic.relations import Shown, answered, over_scenarios, scenarios
from .symbolic.worlds import Builder, conditions_of
from .truth import MAYBE, NO, YES, Truth

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from iamlint.catalog import Catalog
    from iamlint.model.policy import Policy, Statement
    from iamlint.text.node import When

    from .callers import Caller
    from .request import Request
    from .symbolic.formulas import Formula
    from .symbolic.worlds import World


class Remainder(NamedTuple):
    """What is left of a statement.

    `left`, `lost`, `open`: its actions of which something is left, nothing is left, and those of
    which it is not known (or was not looked at, once something is left), as bits of the catalogue.
    `request`: one that is left.
    """

    left: int
    lost: int
    open: int
    request: Request | None

    @property
    def nothing(self) -> Truth:
        """Nothing is left of the statement as a whole."""
        if self.left:
            return NO
        return MAYBE if self.open or not self.lost else YES


def never_effective(
    statement: Statement, caps: Sequence[Sequence[Policy]], catalog: Catalog | None = None
) -> Remainder:
    """What is left of an Allow under boundary, session policies and SCPs.

    `caps`: layers, each the policies of which one must allow and none may deny. What policies on
    resources grant besides, past a boundary, is no part of the question.
    """
    return _remainder(
        statement,
        _statements(policy for layer in caps for policy in layer),
        lambda builder, own: every(own, builder.capped(caps)),
        catalog,
    )


def shadowed_by_deny(
    statement: Statement, policies: Sequence[Policy], catalog: Catalog | None = None
) -> Remainder:
    """What is left of a statement after every Deny of some policies."""
    if not any(other.denies for policy in policies for other in policy.statements):
        sure = facet_of(statement, catalog or bundled()).sure
        return Remainder(sure, 0, 0, None)
    return _remainder(
        statement,
        _statements(policies),
        lambda builder, own: every(own, builder.denies(policies)),
        catalog,
    )


def redundant_within_layer(
    statement: Statement, others: Iterable[Statement], catalog: Catalog | None = None
) -> Remainder:
    """What a statement says that the others of its effect, all together, do not.

    Nothing left means that it can go without changing what the layer allows or denies.
    """
    catalog = catalog or bundled()
    effect = statement.effect.literal if statement.effect is not None else None
    mine = facet_of(statement, catalog)
    rest: list[Statement] = []
    covered = 0
    for other in others:
        same = other.effect is not None and other.effect.literal == effect
        if other is not statement and same and effect is not None:
            theirs = facet_of(other, catalog).possible
            if theirs & mine.possible:
                covered |= theirs
                rest.append(other)
    alone = mine.sure & ~covered
    if alone or not mine.possible & covered:
        return Remainder(alone, 0, mine.possible & ~alone, None)
    if lies_within(statement, rest):
        return Remainder(0, mine.possible, 0, None)

    def formula(builder: Builder, own: AnyOf) -> Formula:
        mask = 0
        for other in rest:
            mask |= builder.bit(other)
        return every(own, Not(AnyOf(mask)))

    return _remainder(statement, rest, formula, catalog, redundant=True)


def _statements(policies: Iterable[Policy]) -> list[Statement]:
    return [statement for policy in policies for statement in policy.statements]


def _remainder(
    statement: Statement,
    others: Iterable[Statement],
    formula: Callable[[Builder, AnyOf], Formula],
    catalog: Catalog | None,
    *,
    redundant: bool = False,
) -> Remainder:
    """Every action is looked at; with `redundant` only until something is left, and actions to come
    count as well: what can go without a change must be covered for them too.
    """
    catalog = catalog or bundled()

    def build(assuming: When) -> World:
        builder = Builder()
        return builder.world(formula(builder, AnyOf(builder.bit(statement))), assuming=assuming)

    names = sorted(conditions_of((statement, *others)))
    every_one = scenarios(names)
    whole = not redundant or len(every_one) > 1
    found = [
        _by_class(build(one), statement, catalog, whole=whole, to_come=redundant)
        for one in every_one
    ]
    left, lost = found[0].left, found[0].lost
    for one in found[1:]:
        left, lost = left & one.left, lost & one.lost
    mine = facet_of(statement, catalog).possible
    request = next((one.request for one in found if one.request is not None), None)
    return Remainder(left, lost, mine & ~left & ~lost, request)


def _by_class(
    world: World, statement: Statement, catalog: Catalog, *, whole: bool, to_come: bool
) -> Remainder:
    question = Question(world, catalog)
    mine = facet_of(statement, catalog).possible
    left = lost = unknown = 0
    request = None
    classes = question.by_class(mine) if whole else (question.answer_for(mine),)
    for found in classes:
        if found.truth is YES:
            left |= found.actions
            request = request or found.request
        elif found.truth is NO:
            lost |= found.actions or mine
        else:
            unknown |= found.actions
    if not left and not unknown and future(world, catalog, only_named=not to_come).truth is not NO:
        return Remainder(0, 0, lost, None)
    return Remainder(left, lost, unknown, request)


# conditions


def contradictory_conditions(
    statement: Statement, catalog: Catalog | None = None
) -> tuple[ConditionAtom, ...]:
    """Conditions of a statement, on one key or on keys that hang together, that never hold
    together whatever the request; empty if there are none for certain.
    """
    from .symbolic.conditions import contradiction

    return contradiction(statement, catalog or bundled())


def condition_without_effect(
    statement: Statement, atom: ConditionAtom, catalog: Catalog | None = None
) -> Truth:
    """Does a condition hold in every request in which the statement's other conditions do?"""
    from .symbolic.conditions import without_effect

    return without_effect(statement, atom, catalog or bundled())


def conditions(statement: Statement, catalog: Catalog | None = None) -> tuple[ConditionAtom, ...]:
    """The conditions of a statement as the two questions above take them."""
    return facet_of(statement, catalog or bundled()).conditions


# callers


def is_public(
    policies: Sequence[Policy],
    own_accounts: frozenset[str] = frozenset(),
    catalog: Catalog | None = None,
    *,
    somewhere: bool = False,
) -> Shown:
    """May a stranger do something: nobody, or somebody of an account that no policy names?

    A stranger is not in an organization, network or account that the conditions name. Tags,
    addresses and all else a stranger may have; the request that is shown tells what it takes. S3
    draws the line elsewhere, see `public.s3_public`. `somewhere`: yes also where it takes some
    of the template's conditions to be true or false.
    """
    statements = _statements(policies)
    named = accounts_named(statements) | own_accounts

    def stranger(caller: Caller) -> bool:
        if caller.kind == ANONYMOUS:
            return True
        return caller.kind in WITH_ACCOUNT and str(caller.account) not in named

    return _asked(policies, catalog, somewhere, among=stranger, outside=True)


def reachable_by_account(
    policies: Sequence[Policy], account: str, catalog: Catalog | None = None
) -> Shown:
    """May some caller of an account do something, as far as these policies tell?"""

    def member(caller: Caller) -> bool:
        return caller.kind in WITH_ACCOUNT and str(caller.account) == account

    return _asked(policies, catalog, False, among=member, accounts=(account,))


def _asked(
    policies: Sequence[Policy], catalog: Catalog | None, somewhere: bool, **details: object
) -> Shown:
    known = catalog or bundled()

    def build(assuming: When) -> World:
        builder = Builder()
        return builder.world(builder.permits(policies), assuming=assuming, **details)

    statements = _statements(policies)
    return over_scenarios(
        statements,
        build,
        lambda world: answered(world, known, only_named=True),
        somewhere=somewhere,
    )
