"""Access from one account to a resource of another, where only one side grants it.

Across accounts both must allow: the policies of the caller, and the policy on the resource.
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html
"""

from __future__ import annotations

from functools import cached_property

from iamlint.access.services import kept_at_home
from iamlint.access.truth import YES
from iamlint.catalog.roles import ASSUME
from iamlint.finding import CERTAIN, LIKELY, UNVERIFIED
from iamlint.model.policy import IDENTITY
from iamlint.text.globs import is_glob, match
from iamlint.text.hints import TYPE_CHECKING, Final
from iamlint.text.holes import Text

from . import names
from .accounts import account_of, same_account
from .apismeant import API, api_meant, in_full
from .asking import CALLER, CAPS, RESOURCE_SIDE, Answer, probe
from .assigned import account_named
from .duties import duties_of
from .invited import arns_let_in
from .joined import weakest
from .keys import KEY
from .keysmeant import keys_meant
from .namesakes import FEW
from .onesided import OneSided, unknown_of
from .presence import possible
from .resources import secret_begun
from .vain import denied_again, granted_in_vain, is_about

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from iamlint.model.policy import Policy, Principal, Statement, Word
    from iamlint.model.things import Identity, Reading, Resource
    from iamlint.text.node import When

    from . import Estate
    from .duties import Duties

PATTERNED: Final = ("kafka:cluster", "secretsmanager:Secret", KEY)
"""Types of what is asked for by itself, where a pattern names it."""
DENIED: Final = "denied"
"""What counts where the resource's policy would be enough."""


class Crossings:
    """Finds grants across accounts and asks whether the other side makes them too."""

    def __init__(self, estate: Estate) -> None:
        self._estate = estate

    @cached_property
    def _sharable(self) -> dict[str, str]:
        """Resource types whose policy may admit other accounts, and how sure that is."""
        rows = self._estate.catalog.table("resource_policies")
        return {
            row["type"]: row["confidence"]
            for row in rows
            if row["cross_account"] and row["confidence"] != "C"
        }

    @cached_property
    def _beside(self) -> frozenset[str]:
        """Actions that are offered along with others and that callers do without."""
        rows = self._estate.catalog.table("offered_beside")
        return frozenset(row["action"] for row in rows if not row.get("taken"))

    @cached_property
    def _beside_others(self) -> frozenset[str]:
        """The same of those who take some other of what they are offered."""
        return frozenset(row["action"] for row in self._estate.catalog.table("offered_beside"))

    def refused_by_resources(self) -> Iterator[OneSided]:
        """Grants of an identity on a resource of another account whose policy is in view and does
        not admit it.
        """
        if not self._estate.all_resources:
            return
        for identity in self._estate.identities:
            if identity.kind != "group":
                yield from self._refusals_of(identity)
        for given in self._estate.sets.all:
            yield from self._refusals_everywhere(self._estate.sets.roles_of(given))
        for role, user in self._estate.holders:
            as_user = {(r.statement, r.word, r.actions) for r in self._refusals_of(user)}
            for refused in self._refusals_of(role):
                if (refused.statement, refused.word, refused.actions) in as_user:
                    yield refused

    def _refusals_everywhere(self, roles: tuple[Identity, ...]) -> Iterator[OneSided]:
        """What is refused to a permission set in every account in which it is given."""
        found = [
            {(one.statement, one.word, one.actions): one for one in self._refusals_of(role)}
            for role in roles
        ]
        for key, refused in found[0].items() if found else ():
            if all(key in others for others in found):
                yield refused._replace(confidence=weakest(refused.confidence, LIKELY))

    def _refusals_of(self, identity: Identity) -> Iterator[OneSided]:
        for attached in self._estate.policies_of(identity).attached:
            around = identity.when | attached.when | attached.policy.when
            if attached.sure and not attached.bundled and possible(around):
                for statement in attached.policy.statements:
                    when = around | statement.when
                    if statement.allows and possible(when):
                        yield from self._refusals(identity, statement, when)

    def _refusals(self, identity: Identity, statement: Statement, when: When) -> Iterator[OneSided]:
        for word in statement.resources or ():
            for resource in self._across(identity, word.text):
                found = self._refused(identity, statement, word, resource, when | word.when)
                if found is not None:
                    yield found
            for key in keys_meant(self._estate, identity, word, self._keys):
                found = self._refused(identity, statement, word, key, when | word.when)
                if found is not None:
                    yield found._replace(whole=False)
            api = api_meant(self._estate, identity, word, self._apis)
            if api is not None:
                meant, about = api
                found = self._refused(identity, statement, word, meant, when | word.when, about)
                if found is not None:
                    yield found._replace(confidence=weakest(found.confidence, LIKELY))

    def _across(self, identity: Identity, text: Text) -> list[Resource]:
        """The resources of other accounts that an ARN may name, a few where many share it."""
        asked = text, identity.reading, identity.account, account_of(identity)
        known = self._known.get(asked)
        if known is None:
            held = self._estate.resources_holding(text, identity.reading)
            known = [one for one in held if self.leads_across(identity, one)][:FEW]
            self._known[asked] = known
        return known

    @cached_property
    def _keys(self) -> tuple[Resource, ...]:
        return tuple(one for one in self._estate.all_resources if one.service_type == KEY)

    @cached_property
    def _apis(self) -> tuple[Resource, ...]:
        """Those that have a policy."""
        return tuple(
            one
            for one in self._estate.all_resources
            if one.service_type == API and self._estate.policies_on(one).attached
        )

    @cached_property
    def _known(self) -> dict[tuple[Text, Reading | None, Text, Text], list[Resource]]:
        return {}

    def leads_across(self, identity: Identity, resource: Resource) -> bool:
        """The resource belongs to another account, and its policy may admit others."""
        return resource.service_type in self._sharable and same_account(identity, resource) is False

    def _refused(
        self,
        identity: Identity,
        statement: Statement,
        word: Word,
        resource: Resource,
        when: When,
        inside: Text | None = None,
    ) -> OneSided | None:
        """What a statement allows on a resource and the resource's policy never does; `inside`:
        what of the resource a pattern means.
        """
        refused: dict[str, Answer] = {}
        words: list[Word] = []
        admitted = False
        named = secret_begun(word.text) is not None or is_glob(word.literal or "")
        about = resource.arn if named and resource.service_type in PATTERNED else word.text
        about = inside or about
        for action_word in statement.actions or ():
            answers = self._answers(identity, action_word, about, when)
            denied = {name: answer for name, answer in answers.items() if answer.denied}
            if not answers or len(denied) < len(answers):
                admitted = admitted or bool(answers)
                if is_glob(action_word.literal or "*"):
                    continue  # a pattern asks for whatever there is
            if denied:
                words.append(action_word)
                refused.update(denied)
        if not refused:
            return None
        sure = self._estate.surely_in(word.text, resource)
        return OneSided(
            statement,
            words[0],
            word,
            identity,
            resource,
            tuple(refused),
            (self._estate.within(about, resource),),
            self._estate.policies_on(resource),
            unknown_of(refused),
            weakest(self._sureness(resource, sure), *(a.confidence for a in refused.values())),
            not admitted,
            True,
            self._estate.guards(identity, next(iter(refused)), probe(about), when),
        )

    def _sureness(self, resource: Resource, surely_named: bool) -> str:
        known = self._sharable[resource.service_type] == "A"
        return CERTAIN if known and surely_named else LIKELY

    def _answers(
        self, identity: Identity, action: Word, pattern: Text, when: When
    ) -> dict[str, Answer]:
        """For each action that can be about the pattern at all: does the other side allow it?"""
        if action.literal is None:
            return {}
        target = probe(pattern)
        return {
            name: self._estate.can(
                identity, name, target, when=when | action.when, supposing=(CALLER, CAPS)
            )
            for name in self._estate.catalog.expand(action.literal)
            if self._estate.engine.can_match(name, pattern)
            and kept_at_home(name, target) is not YES  # no policy would help
        }

    def refused_by_callers(self) -> Iterator[OneSided]:
        """Grants of a resource policy, or of a role's trust policy, to an identity of another
        account that is in view and whose own policies do not allow it.
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

        for role in self._estate.identities:
            if role.kind == "role" and role.created and role.trust is not None:
                yield from self._unassumed(role, role.trust)

    def _unassumed(self, role: Identity, trust: Policy) -> Iterator[OneSided]:
        """Whom a trust policy names, and who may not assume the role by their own policies."""
        for statement in trust.statements:
            when = role.when | trust.when | statement.when
            word = next((w for w in statement.actions or () if _is_assume(w)), None)
            if not statement.allows or word is None or not possible(when):
                continue
            for name, identity, sure in (
                *self._meant(statement, role),
                *self._denied_at_home(statement, role),
            ):
                ours = same_account(identity, role) is not False
                about = (self._denied_by_name(identity, role) if ours else None) or role.arn
                answer = self._estate.can(
                    identity, ASSUME, about, when=when, supposing=(RESOURCE_SIDE, CAPS)
                )
                told = not ours and self._is_told(identity, ASSUME, answer, role.arn)
                if answer.denied and not (told or self._is_meant(identity, role)):
                    yield OneSided(
                        statement,
                        word,
                        name,
                        identity,
                        role,
                        (ASSUME,),
                        (role.arn,),
                        self._estate.policies_of(identity),
                        answer.unknown,
                        weakest(sure, answer.confidence),
                        True,
                        False,
                    )

    def _denied_at_home(
        self, statement: Statement, role: Identity
    ) -> Iterator[tuple[Word, Identity, str]]:
        """The identities of a role's own account that its trust policy names, which is enough, and
        whose own policies deny it the role by name and allow it nowhere.
        """
        for principal in statement.principals or ():
            if principal.type == "AWS":
                for identity in self._estate.identities_by_arn(principal.value.text, role.reading):
                    if same_account(identity, role) is True and self._denied_by_name(
                        identity, role
                    ):
                        yield principal.value, identity, LIKELY

    def _denied_by_name(self, identity: Identity, role: Identity) -> Text | None:
        """How its own policies name a role that they deny it, and allow nowhere."""
        policies = self._estate.policies_of(identity).policies
        about = [
            statement
            for policy in policies
            for statement in policy.statements
            if any(map(_is_assume, statement.actions or ())) and is_about(statement, role.arn)
        ]
        if not about or any(one.allows for one in about):
            return None
        by_arn, reading = self._estate.identities_by_arn, identity.reading
        named = (word.text for one in about if one.denies for word in one.resources or ())
        return next((text for text in named if role in by_arn(text, reading)), None)

    def _meant(
        self, statement: Statement, thing: Resource | Identity
    ) -> Iterator[tuple[Word, Identity, str]]:
        """The identities of another account that a statement is for, each with the text that tells
        and how surely: by its principals, or by a condition that lets one of an account in.
        """
        for principal in statement.principals or ():
            for identity in self._named(principal, thing):
                yield principal.value, identity, CERTAIN
        for word in arns_let_in(statement):
            for identity in self._estate.identities_by_arn(word.text, thing.reading):
                if same_account(identity, thing) is False:
                    yield word, identity, LIKELY
            account = account_named(word.text)
            if account and names.same(Text(account), account_of(thing)) is False:
                sets = self._estate.sets
                for given in sets.named_by(word.literal or ""):
                    yield word, sets.roles_in(given, account)[0], LIKELY

    def _named(self, principal: Principal, thing: Resource | Identity) -> list[Identity]:
        """The identities of another account than a thing's that a principal of its policy means."""
        if principal.type != "AWS":
            return []
        text = principal.value.text
        found = self._estate.identities_by_arn(text, thing.reading) or self._in_session(text)
        return [one for one in found if same_account(one, thing) is False]

    def _in_session(self, text: Text) -> list[Identity]:
        """The role of which an ARN names a session, which does not tell the role's path."""
        parts = names.segments(text)
        if parts is None or parts[2].literal != "sts" or parts[5].literal is None:
            return []
        kind, _, rest = parts[5].literal.partition("/")
        name = rest.partition("/")[0]
        return [
            one
            for one in self._estate.identities
            if kind == "assumed-role"
            and one.kind == "role"
            and one.name.literal == name
            and names.same(account_of(one), parts[4]) is True
        ]

    def _unused(self, resource: Resource, statement: Statement, when: When) -> Iterator[OneSided]:
        meant = list(self._meant(statement, resource))
        for word, identity, sure in meant:
            found = self._not_taken(identity, word, len(meant), resource, statement, when)
            if found is not None:
                yield found._replace(confidence=weakest(sure, found.confidence))
        entries = statement.principals or ()
        if len(entries) == 1 and entries[0].type == "AWS":
            text = entries[0].value.text
            for identity in self._estate.identities_by_arn(text, resource.reading):
                if same_account(identity, resource) is True:
                    refused = self._not_taken(
                        identity, entries[0].value, 1, resource, statement, when, DENIED
                    )
                    if refused is not None and refused.whole:
                        yield refused._replace(confidence=weakest(LIKELY, refused.confidence))

    def _not_taken(
        self,
        identity: Identity,
        told: Word,
        meant: int,
        resource: Resource,
        statement: Statement,
        when: When,
        only: str = "",
    ) -> OneSided | None:
        """What a resource policy offers an identity and the identity's own policies never allow.
        `meant`: how many it is for. `only`: what is denied by name alone counts, as in one account.
        """
        lacking: dict[str, Answer] = {}
        targets: dict[Text, None] = {}
        taken = False
        work = self._work_on(identity, resource)
        for action_word in statement.actions or ():
            for name in self._estate.catalog.expand(action_word.literal or ""):
                if work and is_glob(action_word.literal or "") and name not in work:
                    continue
                for pattern in self._targets(name, resource, statement):
                    answer = self._estate.can(
                        identity, name, probe(pattern), when=when, supposing=(RESOURCE_SIDE, CAPS)
                    )
                    if only and not (answer.denied and denies_it_by_name(answer)):
                        return None
                    if answer.denied and self._is_told(identity, name, answer):
                        taken = True
                    elif answer.denied:
                        lacking[name] = answer
                        targets[pattern] = None
                    else:
                        taken = taken or name not in self._beside
        if not lacking or not statement.actions or self._is_meant(identity, resource):
            return None
        alone = meant == 1 and len(statement.principals or ()) == 1
        exact = alone and not any(is_glob(word.literal or "*") for word in statement.actions)
        more = not self._beside.issuperset(lacking)
        sureness = UNVERIFIED if not more else CERTAIN if not taken else LIKELY
        spared = self._beside_others.issuperset(lacking)
        if taken and (not exact or spared or self._is_needless(identity, resource, lacking)):
            sureness = UNVERIFIED
        if more and sureness == UNVERIFIED and any(map(denies_it_by_name, lacking.values())):
            sureness = LIKELY
        return OneSided(
            statement,
            statement.actions[0],
            told,
            identity,
            resource,
            tuple(lacking),
            tuple(targets),
            self._estate.policies_of(identity),
            unknown_of(lacking),
            weakest(
                sureness,
                self._sureness(resource, True),
                *(a.confidence for a in lacking.values()),
            ),
            not taken,
            False,
        )

    def _work_on(self, identity: Identity, resource: Resource) -> frozenset[str]:
        """What a role of services that run nobody's code takes of a resource, where it works on it,
        as in replication; nothing where anything may be asked as the role.
        """
        trust, engine = identity.trust, self._estate.engine
        if trust is None or engine.taken_by_services_alone(trust) is None:
            return frozenset()
        entries = [one for each in trust.statements for one in each.principals or ()]
        takers = [engine.taker(one) for one in entries]
        if any(taker is not None and taker["compute"] for taker in takers):
            return frozenset()
        kinds = [
            kind
            for wired in self._estate.wires_of(resource)
            if wired.role is identity
            for kind in (*wired.candidates, wired.integration)
        ]
        found: set[str] = set()
        for kind in kinds:
            if kind is not None:
                found.update(kind.actions, kind.further)
                found.update(*(duty.actions for duty in self._duties.rows(kind.id)))
        return frozenset(found)

    @cached_property
    def _duties(self) -> Duties:
        return duties_of(self._estate.catalog)

    def _is_meant(self, identity: Identity, thing: Resource | Identity) -> bool:
        """Its own policies grant it on what goes almost by that ARN: said there."""
        return any(
            self._misspelt.get(id(word)) is thing
            for policy in self._estate.policies_of(identity).policies
            for statement in (policy.statements if self._misspelt else ())
            for word in statement.resources or ()
        )

    @cached_property
    def _misspelt(self) -> dict[int, Resource | Identity]:
        """What is meant by texts of which that is said: by the ids of their words."""
        found: dict[int, Resource | Identity] = {}
        for wrong in self._estate.misnumbered():
            found[id(wrong.word)] = wrong.meant
        for near in self._estate.nearly_named_roles():
            found[id(near.word)] = near.meant
        return found

    def _is_needless(self, identity: Identity, key: Resource, lacking: Iterable[str]) -> bool:
        """What a key encrypts, and the identity uses, is in view, and takes none of these."""
        if key.service_type != "kms:key":
            return False
        uses = [
            use
            for need in self._estate.key_needs()
            if need.identity is identity and need.key is key
            for use in need.uses
        ]
        taken = {action for use in uses for action in (*use.needed, *use.row.sometimes)}
        return bool(uses) and taken.isdisjoint(lacking)

    def _is_told(
        self, identity: Identity, action: str, answer: Answer, about: Text | None = None
    ) -> bool:
        """Its own policies grant it, and take it back or have no effect: said of them."""
        if answer.explicit and denied_again(self._estate, identity, action, about):
            return True
        return granted_in_vain(self._estate, identity, action)

    def _targets(self, action: str, resource: Resource, statement: Statement) -> list[Text]:
        """What of the resource the statement lets the action be about."""
        patterns: list[Text] = []
        can_match = self._estate.engine.can_match
        for word in statement.resources or ():
            everything = not (word.literal or "?").strip("*")
            whole = resource.arn if can_match(action, resource.arn) else resource.arn + "/*"
            patterns.append(whole if everything else in_full(word.text, resource))
        if statement.resources is None and statement.not_resources is None:
            patterns.append(resource.arn)  # as in policies of ECR, which are about their repository
        return [
            pattern
            for pattern in dict.fromkeys(patterns)
            if can_match(action, pattern) and kept_at_home(action, probe(pattern)) is not YES
        ]


def _is_assume(word: Word) -> bool:
    return match(word.literal or "", ASSUME, fold=True)


def denies_it_by_name(answer: Answer) -> bool:
    """A Deny of the caller's own policies, about what it names and not about everything."""
    return answer.explicit and any(
        statement.denies
        and statement.policy.kind == IDENTITY
        and all(word.literal != "*" for word in statement.resources or ())
        for statement in answer.statements
    )
