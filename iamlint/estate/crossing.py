"""Access from one account to a resource of another, where only one side grants it.

Across accounts both must allow: the policies of the caller, and the policy on the resource.
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from iamlint.finding import CERTAIN, LIKELY, UNVERIFIED
from iamlint.text.globs import is_glob

from .accounts import account_of, same_account
from .asking import CALLER, RESOURCE_SIDE, Answer, probe
from .joined import weakest
from .presence import possible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.model.policy import Policy, Principal, Statement, Word
    from iamlint.model.things import Identity, Resource
    from iamlint.text.holes import Text
    from iamlint.text.node import When

    from . import Estate
    from .joined import Grants


class OneSided(NamedTuple):
    """A grant across accounts that only one side makes.

    `statement`, `word`: the side that allows, and in it the resource or the principal that leads
    across. `actions`: what the other side never allows. `on`: the policies of the other side that
    are in view. `whole`: nothing of what the statement allows there is allowed by the other side.
    """

    statement: Statement
    word: Word | Principal
    identity: Identity
    resource: Resource
    actions: tuple[str, ...]
    on: Grants
    confidence: str
    whole: bool


class Crossings:
    """Finds grants across accounts and asks whether the other side makes them too."""

    def __init__(self, estate: Estate) -> None:
        self._estate = estate

    @cached_property
    def _sharable(self) -> frozenset[str]:
        """Resource types whose policy may admit other accounts."""
        rows = self._estate.catalog.table("resource_policies")
        return frozenset(
            row["type"] for row in rows if row["cross_account"] and row["confidence"] != "C"
        )

    def refused_by_resources(self) -> Iterator[OneSided]:
        """Grants of an identity on a resource of another account whose policy is in view and does
        not admit it.
        """
        for identity in self._estate.identities:
            if identity.kind == "group":
                continue
            for attached in self._estate.policies_of(identity).attached:
                around = identity.when | attached.when | attached.policy.when
                if attached.sure and not attached.bundled and possible(around):
                    for statement in attached.policy.statements:
                        if statement.allows and possible(around | statement.when):
                            when = around | statement.when
                            yield from self._refusals(identity, statement, when)

    def _refusals(self, identity: Identity, statement: Statement, when: When) -> Iterator[OneSided]:
        for word in statement.resources or ():
            for resource in self._estate.resources_holding(word.text, identity.reading):
                if not self._leads_across(identity, resource):
                    continue
                found = self._refused(identity, statement, word, resource, when | word.when)
                if found is not None:
                    yield found

    def _leads_across(self, identity: Identity, resource: Resource) -> bool:
        return resource.service_type in self._sharable and same_account(identity, resource) is False

    def _refused(
        self,
        identity: Identity,
        statement: Statement,
        word: Word,
        resource: Resource,
        when: When,
    ) -> OneSided | None:
        """What a statement allows on a resource and the resource's policy never does."""
        refused: list[str] = []
        admitted = False
        sureness = CERTAIN
        for action_word in statement.actions or ():
            answers = self._answers(identity, action_word, word.text, when)
            denied = [name for name, answer in answers.items() if answer.denied]
            if not answers or len(denied) < len(answers):
                admitted = admitted or bool(answers)
                if is_glob(action_word.literal or "*"):
                    continue  # a pattern asks for whatever there is
            refused.extend(denied)
            for name in denied:
                sureness = weakest(sureness, answers[name].confidence)
        if not refused:
            return None
        on = self._estate.policies_on(resource)
        return OneSided(
            statement, word, identity, resource, tuple(refused), on, sureness, not admitted
        )

    def _answers(
        self, identity: Identity, action: Word, pattern: Text, when: When
    ) -> dict[str, Answer]:
        """For each action that can be about the pattern at all: does the other side allow it?"""
        if action.literal is None:
            return {}
        target = probe(pattern)
        return {
            name: self._estate.can(
                identity, name, target, when=when | action.when, supposing=(CALLER,)
            )
            for name in self._estate.catalog.expand(action.literal)
            if self._estate.engine.can_match(name, pattern)
        }

    def refused_by_callers(self) -> Iterator[OneSided]:
        """Grants of a resource policy to an identity of another account that is in view and whose
        own policies do not allow it.
        """
        for resource in self._estate.all_resources:
            if resource.service_type not in self._sharable:
                continue
            for attached in self._estate.policies_on(resource).attached:
                if not attached.sure:
                    continue
                around = resource.when | attached.when | attached.policy.when
                for statement in attached.policy.statements:
                    if statement.allows and possible(around | statement.when):
                        yield from self._unused(resource, statement, around | statement.when)

    def _unused(self, resource: Resource, statement: Statement, when: When) -> Iterator[OneSided]:
        for principal in statement.principals or ():
            if principal.type != "AWS":
                continue
            for identity in self._estate.identities_by_arn(principal.value.text):
                if same_account(identity, resource) is False:
                    found = self._not_taken(identity, principal, resource, statement, when)
                    if found is not None:
                        yield found

    def _not_taken(
        self,
        identity: Identity,
        principal: Principal,
        resource: Resource,
        statement: Statement,
        when: When,
    ) -> OneSided | None:
        lacking: list[str] = []
        taken = False
        sureness = CERTAIN
        for action_word in statement.actions or ():
            names = self._estate.catalog.expand(action_word.literal or "")
            for name in names:
                for target in self._targets(name, resource, statement):
                    answer = self._estate.can(
                        identity, name, target, when=when, supposing=(RESOURCE_SIDE,)
                    )
                    if answer.denied:
                        lacking.append(name)
                        sureness = weakest(sureness, answer.confidence)
                    else:
                        taken = True
        if not lacking:
            return None
        if taken:
            exact = len(statement.principals or ()) == 1 and not any(
                is_glob(word.literal or "*") for word in statement.actions or ()
            )
            sureness = weakest(sureness, LIKELY if exact else UNVERIFIED)
        grants = self._estate.policies_of(identity)
        return OneSided(
            statement,
            principal,
            identity,
            resource,
            tuple(dict.fromkeys(lacking)),
            grants,
            sureness,
            not taken,
        )

    def _targets(self, action: str, resource: Resource, statement: Statement) -> list[Text]:
        """What of the resource the statement lets the action be about."""
        patterns: list[Text] = []
        for word in statement.resources or ():
            everything = not (word.literal or "?").strip("*")
            patterns.extend((resource.arn, resource.arn + "/*") if everything else (word.text,))
        can_match = self._estate.engine.can_match
        return [probe(p) for p in dict.fromkeys(patterns) if can_match(action, p)]


def owner_of(resource: Resource) -> Text:
    """The account a resource belongs to."""
    return account_of(resource)


def first_policy(grants: Grants) -> Policy | None:
    """The first policy of the other side, where a fix may go."""
    return grants.attached[0].policy if grants.attached else None
