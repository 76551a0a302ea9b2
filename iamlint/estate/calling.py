"""The calls that a wire makes in the name of a service, and what the target says to them."""

from __future__ import annotations

from functools import cached_property

from iamlint.access.truth import MAYBE, NO
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.holes import ANY, NAME, Hole, Text, join

from . import names
from .accounts import account_of
from .admitting import Admission
from .integrations import ACCOUNT, filled
from .joined import Grants

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.access.parting import Parts
    from iamlint.model.policy import Policy, Statement

    from . import Estate
    from .admitting import Given
    from .asking import Answer
    from .integrations import Integration
    from .wired import Wired

PREFIX = Hole("the prefix", ANY)
ORGANIZATION = Hole("the organization", NAME)
WITHIN = "/"
STAGED = "${stageVariables."
"""What API Gateway fills in at the call: https://docs.aws.amazon.com/apigateway/latest/developerguide/stage-variables.html"""


class Calls:
    """What the source of a wire does to the target, in the name of a service."""

    def __init__(self, estate: Estate, wired: Wired, integration: Integration) -> None:
        self.estate = estate
        self.wired = wired
        self.integration = integration

    @cached_property
    def called(self) -> Text:
        """The ARN that is called, with the alias or version that is named."""
        wired = self.wired
        if self.integration.beneath:
            return wired.target_arn
        if wired.target is not None and wired.wire.target_ref.prefix.startswith("arn:"):
            inside = self.estate.within(wired.wire.target_ref, wired.target)
            if inside.prefix.startswith("arn:"):
                return inside
        return wired.target_arn

    @property
    def is_staged(self) -> bool:
        """What is called hangs on the stage of an API."""
        return any(isinstance(piece, str) and STAGED in piece for piece in self.called.pieces)

    @cached_property
    def principals(self) -> tuple[Text, ...]:
        """The principals as which the service may call, the documented one first."""
        home = self.wired.home
        caller = self.wired.wire.caller
        if self.integration.caller and caller is not None:
            return (filled(self.integration.caller, {**home, "caller": caller}),)
        names = [*self.integration.principals, *self.integration.also]
        return (*(filled(name, home) for name in names), *self._accounts())

    def _accounts(self) -> Iterator[Text]:
        """The roots of the accounts as which it calls in the region; any of them where the region
        is not known.
        """
        service, home = self.integration.accounts, self.wired.home
        if not service or not self.names_accounts:
            return
        for row in self.estate.catalog.table("service_accounts"):
            near = names.same(home["Region"], Text(row["region"])) is not False
            if row["service"] == service and near:
                arn = [Text("arn"), home["Partition"], Text("iam"), Text(), Text(row["account"])]
                yield join([*arn, Text("root")], ":")

    @property
    def names_accounts(self) -> bool:
        """The target's policies let somebody else in than services, or may."""
        return any(self._names_accounts(policy) for policy in self.policies.policies)

    @property
    def lets_accounts_in(self) -> bool:
        """Some statement of the target's policies lets an account do what is denied."""
        action = next(iter(self.denied), "")
        return any(
            parts.refusing == {"caller"}
            and any(p.type == "AWS" for p in statement.principals or ())
            for statement, parts in self.near(action)
        )

    @staticmethod
    def _names_accounts(policy: Policy) -> bool:
        """Somebody else than services is let in, or may be."""
        return bool(policy.gaps) or any(
            principal.type != "Service"
            for statement in policy.statements
            for principal in statement.principals or ()
        )

    def about(self, action: str) -> Text:
        """What an action is about: the target, or something in it."""
        inside = self._inside(action)
        if not inside:
            return self.called
        return self.called + inside + self._prefix + Text(Hole("what is in it", ANY))

    @property
    def _prefix(self) -> Text:
        """How the names of what is put into the target begin."""
        fixed = filled(self.integration.object, {**self.wired.home, **self._organization})
        below = self._below
        if below is None:
            return Text(PREFIX) + fixed if fixed.pieces else Text()
        if not below.pieces:
            return fixed
        if below.prefix.startswith(WITHIN):
            return Text(PREFIX) + fixed  # whether it is taken off is not told
        last, joint = below.pieces[-1], self.integration.joint
        if joint and isinstance(last, str) and last.endswith(joint):
            return below + Text(PREFIX)  # whether it is said twice is not told
        return below + joint + fixed

    @property
    def _below(self) -> Text | None:
        """The prefix that the wire has; None where that is not known."""
        wire, target = self.wired.wire, self.wired.target
        if wire.below is not None or not self.integration.beneath or target is None:
            return wire.below
        rest = names.after(self.estate.within(wire.target_ref, target), target.arn)
        if rest is None or (rest.pieces and not rest.prefix.startswith(WITHIN)):
            return None
        return without_end(names.cut(rest, 1)) if rest.pieces else rest

    @property
    def _organization(self) -> dict[str, Text]:
        """The organization that the source belongs to."""
        reading = self.wired.wire.reading
        own = self.estate.organization_at(reading.path) if reading is not None else ""
        return {"Organization": Text(own) if own else Text("o-", ORGANIZATION)}

    def _inside(self, action: str) -> str:
        """What stands between the ARN of the target and that of what is in it, where the action is
        about that: the objects of a bucket, the streams of a log group.
        """
        catalog = self.estate.catalog
        known = catalog.action(action)
        service, _, name = self.integration.target_type.partition(":")
        uses = known.resources if known is not None else ()
        target = catalog.resource_type(service, name)
        if target is None or any(use.type == name for use in uses):
            return ""
        for arn in (arn for use in uses for arn in use.arns):
            for outer in target.arns:
                if arn.startswith(outer) and len(arn) > len(outer):
                    return arn[len(outer) :].partition("${")[0]
        return ""

    def is_inside(self, arn: Text) -> bool:
        """An ARN names the target, or something in it."""
        target = self.wired.target
        return target is not None and self.estate.surely_in(arn, target)

    @property
    def reads(self) -> bool:
        """The service takes something out."""
        levels = (self.estate.catalog.action(action) for action in self.integration.actions)
        return all(known is not None and known.level == "Read" for known in levels)

    def pattern(self, action: str) -> Text:
        """The same as a statement names it."""
        about = self.about(action)
        if about == self.called:
            return about
        return Text(*("" if piece == PREFIX else piece for piece in about.pieces[:-1]), "*")

    def context(self, action: str) -> dict[str, Text | str | None]:
        """The context keys that the call brings."""
        found = dict(self.wired.context)
        found.update(self.fixed(action))
        return found

    def fixed(self, action: str) -> dict[str, str]:
        """Values that are required of a key which the action has."""
        known = self.estate.catalog.action(action)
        keys = {key.lower() for key in known.keys} if known is not None else set()
        return {key: value for key, value in self.integration.fixed if key.lower() in keys}

    @cached_property
    def answers(self) -> dict[str, Answer]:
        """By action: does the target let the service in?"""
        return {action: self.ask(action) for action in self.integration.least}

    @property
    def denied(self) -> dict[str, Answer]:
        """The actions that the target does not let the service do."""
        return {action: answer for action, answer in self.answers.items() if answer.truth is NO}

    def ask(self, action: str, without: tuple[Policy, ...] = ()) -> Answer:
        """May any of the principals do this?"""
        answer = self._admission(action, without).answer(self.principals)
        hinges = {doubt.fact.lower() for doubt in answer.verdict.depends_on}
        if answer.truth is not MAYBE or ACCOUNT.lower() not in hinges:
            return answer
        for value in (self._account, None):
            # not documented: the call brings the account of the source, or none
            told = self._admission(action, without, {ACCOUNT: value}).answer(self.principals)
            if told.truth is not NO:
                return answer
        return told

    @property
    def policies(self) -> Grants:
        """The policies on what is called."""
        target = self.wired.target
        return self.estate.policies_on(target) if target is not None else Grants((), ())

    def near(self, action: str) -> Iterator[tuple[Statement, Parts]]:
        """The statements that allow something, part by part against the call."""
        more: Given = {} if ACCOUNT in self.context(action) else {ACCOUNT: self._account}
        return self._admission(action, more=more).near(self.principals[0])

    @property
    def _account(self) -> Text:
        return account_of(self.wired.source or self.wired.wire)

    def _admission(
        self,
        action: str,
        without: tuple[Policy, ...] = (),
        more: Given | None = None,
    ) -> Admission:
        return Admission(
            self.estate,
            action,
            self.about(action),
            {**self.context(action), **(more or {})},
            self.wired.when,
            self.wired.wire.reading,
            self.wired.source,
            without,
            self.integration.aside,
            dict(self.integration.likely),
        )


def without_end(prefix: Text) -> Text:
    """A prefix without the slash at its end, which the ARN of a destination may have or not."""
    last = prefix.pieces[-1] if prefix.pieces else ""
    return Text(*prefix.pieces[:-1], last.rstrip(WITHIN)) if isinstance(last, str) else prefix
