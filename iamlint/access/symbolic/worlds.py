"""Documents as formulas: what must hold for a request to be allowed.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from iamlint.access.statements import ALLOW, DENY, effect_is, unread
from iamlint.access.truth import NO, YES
from iamlint.model.policy import ENDPOINT, RCP, RESOURCE, TRUST

from .formulas import AnyOf, Formula, Not, Some, every

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from iamlint.access.callers import Caller
    from iamlint.model.policy import Policy, Statement
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
    granted.
    """

    leaves: tuple[Leaf, ...]
    formula: Formula
    caller: Caller | None = None
    unsigned: bool = False
    bounded: bool = False
    assuming: When = frozenset()


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

    def _unread(self) -> int:
        self.leaves.append(Leaf(None))
        return 1 << (len(self.leaves) - 1)

    def some(self, policies: Iterable[Policy], effect: str) -> AnyOf:
        """Some statement of the effect applies."""
        mask = 0
        for policy in policies:
            for statement in policy.statements:
                known = effect_is(statement, effect).truth
                if known is not NO:
                    mask |= self.bit(statement, certain=known is YES)
            if unread((policy,)).truth is not NO:
                mask |= self._unread()
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
        leaves = tuple(self.leaves)
        unsigned = any(
            leaf.statement is not None and names_callers(leaf.statement) for leaf in leaves
        )
        details.setdefault("unsigned", unsigned)
        return World(leaves, formula, **details)  # type: ignore[arg-type]


def names_callers(statement: Statement) -> bool:
    """The statement stands in a policy that says whom it is about."""
    return statement.policy.kind in _NAMES_CALLERS


def of_policies(policies: Sequence[Policy]) -> World:
    """What some policies of one layer allow together."""
    builder = Builder()
    return builder.world(builder.permits(policies))


def difference(head: Sequence[Policy], base: Sequence[Policy]) -> World:
    """What the one layer allows and the other does not."""
    builder = Builder()
    formula = every(builder.permits(head), Not(builder.permits(base)))
    return builder.world(formula)


def both(one: Sequence[Policy], other: Sequence[Policy]) -> World:
    """What both layers allow."""
    builder = Builder()
    return builder.world(every(builder.permits(one), builder.permits(other)))


def felt(statement: Statement, layers: Iterable[Sequence[Policy]]) -> World:
    """What one Allow statement grants that every other layer lets through."""
    builder = Builder()
    own = AnyOf(builder.bit(statement))
    return builder.world(every(own, builder.capped(layers)))


def only_by(statement: Statement, others: Iterable[Statement]) -> World:
    """What one statement matches and none of the others does, whatever their effects."""
    builder = Builder()
    own = AnyOf(builder.bit(statement))
    rest = [AnyOf(builder.bit(other)) for other in others]
    return builder.world(every(own, Not(Some(tuple(rest)))))
