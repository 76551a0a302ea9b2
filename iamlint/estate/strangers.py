"""Accounts that a wire leads from into another account, and that the policy there does not let in.

A subscription that feeds a destination of another account, a plan that copies backups into a vault
there, a function that runs an image of a repository there: who asks is somebody of the first
account, and the policy in the second must let that account in. Who it is need not be in view.
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html
"""

from __future__ import annotations

from iamlint.access.services import kept_at_home
from iamlint.access.truth import NO, YES
from iamlint.finding import LIKELY
from iamlint.rule import AddStatement
from iamlint.text.hints import TYPE_CHECKING, Any
from iamlint.text.holes import Text, join
from iamlint.text.records import NamedTuple

from . import names
from .accounts import account_of
from .admitting import Admission
from .aims import Aims
from .asking import ALL_ALLOWED
from .duties import Duties, Duty
from .integrations import ROLE
from .invited import anyone_of
from .inviting import ANY_RESOURCE
from .joined import one_or_list, weakest
from .membership import path_in
from .presence import possible
from .shortfalls import sureness

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.model.policy import Policy
    from iamlint.model.things import Resource
    from iamlint.rule import Placed

    from . import Estate
    from .aims import Aim
    from .asking import Answer
    from .integrations import Integration
    from .onesided import OneSided
    from .wired import Wired


class Stranger(NamedTuple):
    """An account, or a role of it that is told by its ARN, that a resource of another account does
    not let in. `refused`: by action; `targets`: what the actions are about.
    """

    estate: Estate
    wired: Wired
    resource: Resource
    caller: Text
    account: Text
    refused: dict[str, Answer]
    targets: tuple[Text, ...]

    @property
    def who(self) -> str:
        """The role, or the account."""
        return f"`{self.caller}`" if self._is_named else f"account {self.account}"

    @property
    def _is_named(self) -> bool:
        return self.caller.literal is not None

    @property
    def actions(self) -> tuple[str, ...]:
        return tuple(self.refused)

    @property
    def confidence(self) -> str:
        kind = self.wired.integration
        answers = (answer.confidence for answer in self.refused.values())
        known = (LIKELY,) if kind is not None and kind.otherwise == "added" else ()
        return weakest(sureness(self.wired), *known, *answers)

    @property
    def policy(self) -> Policy | None:
        """The first policy of the resource that stands in a file."""
        for attached in self.estate.policies_on(self.resource).attached:
            if attached.sure and not attached.bundled:
                return attached.policy
        return None

    @property
    def places(self) -> list[tuple[Placed, str]]:
        """The resource or its policy, and a statement that denies it."""
        found: list[tuple[Placed, str]] = []
        for answer in self.refused.values():
            if answer.explicit:
                found += [(statement, "this denies it") for statement in answer.statements]
        policy = self.policy
        if policy is None:
            found.append((self.resource, f"{self.resource.address} has no policy"))
        else:
            found.append((policy, f"the policy of {self.resource.address} does not let it in"))
        return list(dict.fromkeys(found))

    @property
    def details(self) -> list[tuple[str, str]]:
        """Lines for the finding."""
        actions = ", ".join(f"`{action}`" for action in self.refused)
        missing = f"{actions} for {self.who} in the policy of {self.resource.address}"
        unknown = dict.fromkeys(u.why for answer in self.refused.values() for u in answer.unknown)
        return [("missing", missing), *(("unless", why) for why in list(unknown)[:3])]

    @property
    def mended(self) -> AddStatement | None:
        """A statement that lets the account in, beside those of the policy."""
        policy, reading = self.policy, self.resource.reading
        if policy is None or reading is None or self.account.literal is None:
            return None
        if any(answer.explicit for answer in self.refused.values()):
            return None
        root = join(
            [Text("arn"), reading.partition, Text("iam"), Text(), self.account, Text("root")], ":"
        )
        statement: dict[str, Any] = {
            "Effect": "Allow",
            "Principal": {"AWS": self.caller if self._is_named else root},
            "Action": one_or_list(self.refused),
        }
        if self.resource.service_type != ANY_RESOURCE:
            statement["Resource"] = one_or_list(self.targets)
        return AddStatement(policy, statement, f"let {self.who} in")


def strangers(estate: Estate) -> Iterator[Stranger]:
    """Each of them, in file order. Roles in view are another matter: they are asked themselves."""
    duties, aims = Duties(estate.catalog), Aims(estate)
    told: list[OneSided] | None = None
    for wired in estate.wires:
        if wired.integration is None or not possible(wired.when):
            continue
        for caller, asked in asked_by(wired, wired.integration, duties):
            account = names.account_in(caller)
            found: dict[Resource, list[tuple[str, Text, Answer]]] = {}
            for duty in asked if account is not None else ():
                end = wired.source if duty.on == "source" else wired.target
                if end is not None and names.same(account or caller, account_of(end)) is False:
                    aim = aims.of(wired, duty)
                    answer = refused(estate, wired, caller, duty, aim)
                    if answer is not None:
                        found.setdefault(end, []).append((duty.actions[0], aim.written, answer))
            for end, each in found.items():
                answers = {action: answer for action, _, answer in each}
                targets = tuple(dict.fromkeys(target for _, target, _ in each))
                told = list(estate.refused_by_resources()) if told is None else told
                if account is not None and not is_told(told, account, end, answers):
                    yield Stranger(estate, wired, end, caller, account, answers, targets)


def is_told(told: list[OneSided], account: Text, end: Resource, answers: dict[str, Answer]) -> bool:
    """The same is told of an identity of the account that is in view."""
    return any(
        one.resource is end
        and names.same(account, account_of(one.identity)) is True
        and not answers.keys().isdisjoint(one.actions)
        for one in told
    )


def asked_by(wired: Wired, kind: Integration, duties: Duties) -> Iterator[tuple[Text, list[Duty]]]:
    """Who asks the other account, and for what: somebody of the account that declares the wire, and
    where the wire names a role that is not in view, that role.
    """
    account = account_of(wired.wire)
    somebody = anyone_of(account).arn if account.literal is not None else None
    if somebody is not None and kind.source_account:
        yield somebody, [Duty("", (action,), "source") for action in kind.source_account]
    if wired.role is not None:
        return
    caller = somebody
    if wired.role_ref is not None:
        named = names.account_in(wired.role_ref)
        caller = wired.role_ref if named is not None and named.literal is not None else None
    if caller is not None and kind.account:
        yield caller, [Duty("", (action,), "target") for action in kind.account]
    elif caller is not None and wired.role_ref is not None and wired.by == ROLE:
        yield caller, duties.across(wired)


def refused(estate: Estate, wired: Wired, caller: Text, duty: Duty, aim: Aim) -> Answer | None:
    """Why the caller may do no action of a duty; None where it may, or might."""
    first: Answer | None = None
    told = dict(wired.integration.asked_with) if wired.integration is not None else {}
    organization = {**organization_of(estate, wired), **told}
    for action in duty.actions:
        for resource in aim.asked:
            if kept_at_home(action, resource) is YES:
                return None
            answer = Admission(
                estate,
                action,
                resource,
                organization,
                wired.when,
                wired.wire.reading,
                None,
                besides=(ALL_ALLOWED,),
            ).answer((caller,))
            if answer.truth is not NO:
                return None
            first = first or answer
    return first


def organization_of(estate: Estate, wired: Wired) -> dict[str, Text | str | None]:
    """What requests of the account tell of its organization, where that is configured."""
    reading = wired.wire.reading
    own = estate.organization_at(reading.path) if reading is not None else ""
    return {"aws:PrincipalOrgID": own, "aws:PrincipalOrgPaths": path_in(own)} if own else {}
