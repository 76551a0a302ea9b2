"""Tags and source identities that go from one role's session into the next, and callers that may
assume the next role, and not pass them.

https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html#id_session-tags_role-chaining
https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_monitor.html
"""

from __future__ import annotations

from iamlint.catalog.roles import ASSUME, SOURCE, TAG
from iamlint.finding import CERTAIN, LIKELY
from iamlint.rule import AddItem
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.records import NamedTuple

from .asking import RESOURCE_SIDE
from .chaining import Refusals, steps
from .joined import weakest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.model.policy import Condition
    from iamlint.model.things import Identity
    from iamlint.rule import Placed

    from . import Estate
    from .chaining import Step

PASSED = (TAG, SOURCE)


class UnpassedSession(NamedTuple):
    """A caller may assume a role, but not pass what its sessions carry, or what the role demands.

    `action`: what it takes to pass that. `why`: what is passed, for a message. `demands`: the
    conditions of the role's trust policy that ask for it. `refused`: the role does not let it, and
    `lacking`: the caller's policies do not.
    """

    step: Step
    action: str
    why: str
    demands: tuple[Condition, ...]
    lacking: bool
    refused: bool
    confidence: str

    @property
    def role(self) -> Identity:
        return self.step.role

    @property
    def caller(self) -> Identity:
        return self.step.caller

    @property
    def places(self) -> list[tuple[Placed, str]]:
        if self.demands:
            return [(one, "this asks for it") for one in self.demands]
        trust = self.caller.trust or self.caller
        found: list[tuple[Placed, str]] = [(trust, f"its sessions carry {self.why}")]
        if self.refused:
            trust = self.role.trust or self.role
            found.append((trust, f"`{self.action}` is not allowed here"))
        return found

    @property
    def missing(self) -> str:
        sides = (
            (self.lacking, f"on {self.role.arn} in the policies of {self.caller.address}"),
            (self.refused, f"in the trust policy of {self.role.address}"),
        )
        return f"`{self.action}` " + " and ".join(where for needed, where in sides if needed)

    @property
    def mended(self) -> AddItem | None:
        statement = self.step.statement
        if self.refused or not statement.actions:
            return None
        return AddItem(statement, "Action", (self.action,), "let it pass them")


def unpassed(estate: Estate) -> Iterator[UnpassedSession]:
    """By caller and role, in the order in which grants first name them."""
    seen: set[tuple[Identity, Identity]] = set()
    alone = {role for role, _ in estate.holders}
    passing: dict[Identity, frozenset[str]] = {}
    carrying: dict[Identity, frozenset[str]] = {}
    for step in steps(estate, ASSUME):
        caller, role = step.caller, step.role
        if (caller, role) in seen or caller in alone or caller is role:
            continue
        seen.add((caller, role))
        if role not in passing:
            passing[role] = frozenset(a for a in PASSED if _asking(estate, role, a))
        if caller not in carrying:
            carrying[caller] = frozenset(a for a in PASSED if _carried(estate, caller, a))
        wanted = passing[role] | carrying[caller]
        if not wanted or estate.can(caller, ASSUME, role.arn, when=step.when).denied:
            continue
        for action in PASSED:
            found = _unpassed(estate, step, action) if action in wanted else None
            if found is not None:
                yield found


def _unpassed(estate: Estate, step: Step, action: str) -> UnpassedSession | None:
    answer = estate.can(step.caller, action, step.role.arn, when=step.when)
    if not answer.denied:
        return None
    refused = Refusals(estate, action).asked(step).denied
    demands = () if refused else _demanding(estate, step, action)
    if demands:
        return UnpassedSession(step, action, "", demands, True, False, answer.confidence)
    carried = _carried(estate, step.caller, action)
    if carried is None or (refused and _is_said(estate, step, action)):
        return None
    why, sure = carried
    lacking = estate.can(
        step.caller, action, step.role.arn, when=step.when, supposing=(RESOURCE_SIDE,)
    ).denied
    confidence = weakest(answer.confidence, sure)
    return UnpassedSession(step, action, why, (), lacking, refused, confidence)


def _is_said(estate: Estate, step: Step, action: str) -> bool:
    """That the role refuses it is said of the role."""
    return any(
        one.role is step.role and one.caller is step.caller for one in estate.unchained(action)
    )


def _demanding(estate: Estate, step: Step, action: str) -> tuple[Condition, ...]:
    """The conditions of the trust policy for which the caller must pass something; none where it
    gets in without.
    """
    found = _asking(estate, step.role, action)
    keys = {one.key.literal: None for one in found if one.key.literal is not None}
    if not keys:
        return ()
    without = estate.can(step.caller, ASSUME, step.role.arn, context=keys, when=step.when)
    return found if without.denied else ()


def _asking(estate: Estate, role: Identity, action: str) -> tuple[Condition, ...]:
    """The conditions of a role's trust policy on what the action passes."""
    return tuple(
        condition
        for statement in (role.trust.statements if role.trust is not None else ())
        if statement.allows
        for condition in statement.conditions
        if estate.engine.asks_to_pass(condition) == action
    )


def _carried(estate: Estate, caller: Identity, action: str) -> tuple[str, str] | None:
    """What sessions of the caller carry on, by the service that has them, and how sure that is."""
    if caller.trust is None:
        return None
    for service, takes, what, silent in estate.engine.carried_on(caller.trust):
        if takes != action:
            continue
        uses = [one.use for one in estate.workloads_of(caller) if service in one.principals]
        if not silent:
            return what, CERTAIN
        if not uses:
            return what, LIKELY
        if any(use.sends for use in uses):
            return what, CERTAIN
    return None
