"""Documents as formulas: what must hold for a request to be allowed.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
"""

from __future__ import annotations

from functools import lru_cache

from iamlint.access.statements import ALLOW, DENY, effect_is, unread
from iamlint.access.truth import NO, YES
from iamlint.model.policy import ENDPOINT, RCP, RESOURCE, TRUST
from iamlint.text.hints import TYPE_CHECKING, Final
from iamlint.text.records import NamedTuple

from .formulas import AnyOf, Formula, Not, every

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from iamlint.access.callers import Caller
    from iamlint.access.request import Request
    from iamlint.access.truth import Truth
    from iamlint.model.policy import Policy, Statement
    from iamlint.text.holes import Text
    from iamlint.text.node import When

_NAMES_CALLERS: Final = frozenset((RESOURCE, TRUST, ENDPOINT, RCP))


class Leaf(NamedTuple):
    """A statement in a formula; None for statements that could not be read, which may say
    anything. `certain`: its effect is known.
    """

    statement: Statement | None
    certain: bool = True


class World(NamedTuple):
    """A formula over statements, and who may ask.

    `caller`: None for anybody. `unsigned`: requests by nobody and by services are among them.
    `bounded`: the caller has a permissions boundary. `assuming`: template conditions taken for
    granted. `settled`: where the formula hangs on whose the resource is and on what its service
    decides by itself, the one that counts; `formula` is true wherever one of them is.
    `decided`: how the concrete engine answers; by default it decides each statement.
    `among`: which callers are asked about; None for all. `accounts`: accounts of whose callers
    there must be some. `outside`: callers are strangers, and have no key with a value that says
    they come from a place the policies name.
    """

    leaves: tuple[Leaf, ...]
    formula: Formula
    caller: Caller | None = None
    unsigned: bool = False
    bounded: bool = False
    assuming: When = frozenset()
    settled: Callable[[str, Text], Formula] | None = None
    decided: Callable[[Request], Truth] | None = None
    among: Callable[[Caller], bool] | None = None
    accounts: tuple[str, ...] = ()
    outside: bool = False


class Builder:
    """Collects statements as the leaves of one formula."""

    def __init__(self) -> None:
        self.leaves: list[Leaf] = []
        self._bits: dict[tuple[int, bool], int] = {}

    def bit(self, statement: Statement, *, certain: bool = True) -> int:
        """The statement's bit; the same for the same statement."""
        key = id(statement), certain
        if key not in self._bits:
            self._bits[key] = 1 << len(self.leaves)
            self.leaves.append(Leaf(statement, certain))
        return self._bits[key]

    def unread_leaf(self) -> AnyOf:
        """Something that may or may not hold, and of which nothing is known."""
        self.leaves.append(Leaf(None))
        return AnyOf(1 << (len(self.leaves) - 1))

    def some(self, policies: Iterable[Policy], effect: str) -> AnyOf:
        """Some statement of the effect applies."""
        mask = 0
        for policy in policies:
            for statement in policy.statements:
                known = effect_is(statement, effect).truth
                if known is not NO:
                    mask |= self.bit(statement, certain=known is YES)
            if unread((policy,)).truth is not NO:
                mask |= self.unread_leaf().mask
        return AnyOf(mask)

    def allows(self, policies: Iterable[Policy]) -> AnyOf:
        return self.some(policies, ALLOW)

    def denies(self, policies: Iterable[Policy]) -> Formula:
        return Not(self.some(policies, DENY))

    def permits(self, policies: Sequence[Policy]) -> Formula:
        """Some Allow and no Deny: what a set of policies lets through by itself."""
        return every(self.allows(policies), self.denies(policies))

    def capped(self, layers: Iterable[Sequence[Policy]]) -> Formula:
        """Each layer lets it through. RCPs cannot but deny: one that allows all is always there."""
        return every(*(self._cap(policies) for policies in layers))

    def _cap(self, policies: Sequence[Policy]) -> Formula:
        if policies and all(policy.kind == RCP for policy in policies):
            return self.denies(policies)
        return self.permits(policies)

    def world(self, formula: Formula, **details: object) -> World:
        statements = [leaf.statement for leaf in self.leaves if leaf.statement is not None]
        details.setdefault("unsigned", any(map(names_callers, statements)))
        return World(tuple(self.leaves), formula, **details)  # type: ignore[arg-type]


def names_callers(statement: Statement) -> bool:
    """The statement stands in a policy that says whom it is about."""
    return statement.policy.kind in _NAMES_CALLERS


def conditions_of(statements: Iterable[Statement]) -> frozenset[str]:
    """The template conditions under which parts of some statements stand."""
    return frozenset().union(*map(_conditions_in, statements))


@lru_cache(maxsize=16384)
def _conditions_in(statement: Statement) -> frozenset[str]:
    whens = {statement.when, statement.policy.when}
    for words in (
        statement.actions,
        statement.not_actions,
        statement.resources,
        statement.not_resources,
        *(condition.values for condition in statement.conditions),
        [entry.value for entry in statement.principals or ()],
        [entry.value for entry in statement.not_principals or ()],
    ):
        whens.update(word.when for word in words or ())
    whens.update(condition.when for condition in statement.conditions)
    return frozenset(name for when in whens for name, _ in when)
