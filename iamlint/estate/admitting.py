"""Does the policy of a resource let a service in, from all that is in view?

A service that calls in its own name has no policies: what it calls must admit it, and the
conditions that it meets are those that its call brings with it, such as `aws:SourceArn`.
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-services
"""

from __future__ import annotations

from functools import cached_property

from iamlint.access.callers import ROOT, SERVICE, caller_from
from iamlint.access.carrying import carried_by_services
from iamlint.access.context import Context
from iamlint.access.decide import decide
from iamlint.access.parting import parts_of
from iamlint.access.request import RESOURCE_LAYER, Request, Situation, with_implied_keys
from iamlint.access.truth import MAYBE, NO, YES, Doubt
from iamlint.access.verdict import ALLOWED, EXPLICIT_DENY, UNKNOWN
from iamlint.finding import CERTAIN, LIKELY, UNVERIFIED
from iamlint.text.hints import TYPE_CHECKING, Final
from iamlint.text.holes import Text

from .accounts import account_of
from .asking import Answer
from .joined import Grants, weakest
from .onresources import on_resource
from .presence import standing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from iamlint.access.parting import Parts
    from iamlint.model.policy import Policy, Statement
    from iamlint.model.things import Reading, Resource
    from iamlint.text.node import When

    from . import Estate
    from .apart import Apart
    from .joined import Attached

    Given = Mapping[str, Text | str | None]

NOT_OF_AWS: Final = Text("000000000000")
"""Stands for the account of a resource where all that counts is that it is not one of AWS."""


class Admission:
    """One call of a service, ready to be held against the policies of what it calls."""

    def __init__(
        self,
        estate: Estate,
        action: str,
        resource: Text,
        context: Given,
        when: When,
        reading: Reading | None,
        source: Resource | None,
        left_out: tuple[Policy, ...] = (),
        aside: str = "",
        likely: Given | None = None,
        besides: tuple[Policy, ...] = (),
    ) -> None:
        """`likely`: what the call carries beside `context`, as far as that is not said outright.
        `besides`: policies of the caller itself, where it is no service.
        """
        self._estate = estate
        self._besides = besides
        self._likely = likely or {}
        self._action = action
        self._resource = resource
        self._when = when
        self._source = source
        self._aside = aside
        self._target = estate.resource(resource, reading)
        self._given = context
        self._on = without(self._policies(), left_out)
        self._service = action.partition(":")[0].lower()

    def _policies(self) -> Grants:
        """On what is called, and those for all of its kind, which admit services alone."""
        grants = on_resource(self._estate, self._action, self._resource, self._target)
        if self._target is None:
            return grants
        around = self._estate.policies_around(self._target)
        return Grants(grants.attached + around.attached, grants.unknown + around.unknown)

    def answer(self, principals: Iterable[Text | str]) -> Answer:
        """May any of the principals call? Where none may: as sure as the least sure of the noes."""
        answers = [self._of(principal) for principal in principals]
        for truth in (YES, MAYBE):
            found = next((one for one in answers if one.truth is truth), None)
            if found is not None:
                return found
        denied = answers[0]
        return denied._replace(confidence=weakest(*(one.confidence for one in answers)))

    def near(self, principal: Text | str) -> Iterator[tuple[Statement, Parts]]:
        """The statements that allow something, of policies that are there for certain, and which of
        their parts fit the call; those on other qualifiers of a function, too.
        """
        apart = self._apart()
        request = with_implied_keys(self._request(principal))
        for attached in dict.fromkeys((*self._on.attached, *self._beside())):
            if not attached.sure or self._is_for_others(attached.policy):
                continue
            (told,) = apart.told((attached.policy,))
            for statement, written in zip(told.statements, attached.policy.statements, strict=True):
                if statement.allows and not self._is_for_another(written):
                    yield (
                        written,
                        as_written(parts_of(statement, request, self._when), statement, written),
                    )

    def _is_for_others(self, policy: Policy) -> bool:
        return all(self._is_for_another(statement) for statement in policy.statements)

    def _is_for_another(self, statement: Statement) -> bool:
        """It is for other sources that are wired to the target, which have a use for it."""
        named = self._estate.sourced.named(statement)
        if named is None or self._target is None or self._source in named:
            return False
        return not named.isdisjoint(self._wired)

    @cached_property
    def _wired(self) -> frozenset[Resource | None]:
        """The sources of the target."""
        assert self._target is not None
        return self._estate.sources_of(self._target)

    def _beside(self) -> Iterator[Attached]:
        for other in self._estate.qualified(self._target) if self._target is not None else ():
            yield from self._estate.policies_on(other).attached

    def _apart(self) -> Apart:
        return self._estate.apart(None, self._target, self._source, self._aside)

    def _carried(self, *, likely: bool, service: bool = True) -> Context:
        if self._besides:
            return Context(self._given, strict=False)
        carried = carried_by_services(self._estate.catalog, likely=likely and service)
        more = self._likely if likely else {}
        return Context({**carried, **more, **self._given}, strict=False)

    @cached_property
    def _context(self) -> Context:
        return self._carried(likely=False)

    def _request(self, principal: Text | str, *, likely: bool = False) -> Request:
        """`likely`: with what the call carries as far as is known without being said outright."""
        caller = caller_from(principal)
        owner = account_of(self._target) if self._target is not None else None
        context = self._context
        if likely:
            context = self._carried(likely=True, service=caller.kind == SERVICE)
        if caller.kind == ROOT:  # an account of AWS's own, which holds nothing of ours
            context = context.copy()
            context.implied("aws:ResourceAccount", owner)
            owner = NOT_OF_AWS
        return Request(caller, self._action, self._resource, owner, context)

    @property
    def _arn(self) -> Text | None:
        """The ARN of the source that the call brings."""
        values = self._context.values("aws:SourceArn")
        return values[0] if values else None

    def _of(self, principal: Text | str) -> Answer:
        request = self._request(principal)
        standing_there = standing(self._on.attached, self._service)
        policies = self._estate.sourced.told(standing_there, self._source, self._arn)
        situation = Situation(resource=policies, assuming=self._when)
        if self._besides:
            situation = situation._replace(identity=self._besides)
        verdict, confidence = decide(request, situation), CERTAIN
        if verdict.decision == UNKNOWN:
            apart = self._apart()
            situation = situation._replace(resource=apart.told(policies))
            verdict, confidence = decide(request, situation), apart.confidence
        if verdict.decision == UNKNOWN:
            request = self._request(principal, likely=True)
            verdict, confidence = decide(request, situation), weakest(confidence, LIKELY)
        if verdict.decision == UNKNOWN:
            return Answer(MAYBE, UNVERIFIED, verdict)
        if verdict.decision == ALLOWED:
            return Answer(YES, confidence, verdict)
        if verdict.depends_on:
            confidence = weakest(confidence, LIKELY)
        unknown = self._on.unknown
        if verdict.decision == EXPLICIT_DENY or not unknown:
            return Answer(NO, confidence, verdict)
        unseen = {RESOURCE_LAYER: Doubt(RESOURCE_LAYER, unknown[0].why)}
        if decide(request, situation._replace(unseen=unseen)).decision == verdict.decision:
            return Answer(NO, confidence, verdict)
        return Answer(NO, UNVERIFIED, verdict, unknown)


def as_written(parts: Parts, told: Statement, written: Statement) -> Parts:
    """The failing conditions with all values that they have in the file."""
    failing = [
        after
        for before, after in zip(told.conditions, written.conditions, strict=True)
        if before in parts.failing
    ]
    return parts._replace(failing=tuple(failing))


def without(grants: Grants, left_out: tuple[Policy, ...]) -> Grants:
    """The policies but for some."""
    if not left_out:
        return grants
    kept = tuple(one for one in grants.attached if one.policy not in left_out)
    return grants._replace(attached=kept)
