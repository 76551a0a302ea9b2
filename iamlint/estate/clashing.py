"""Grants across accounts that both sides make, under conditions that no request meets together: the
one asks for one value of a key, and the other for another.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html
"""

from __future__ import annotations

from iamlint.access.callers import identity_caller
from iamlint.access.context import Context
from iamlint.access.decide import decide
from iamlint.access.request import Request, Situation
from iamlint.access.verdict import ALLOWED, UNKNOWN
from iamlint.catalog.roles import ASSUME
from iamlint.finding import CERTAIN, LIKELY, UNVERIFIED
from iamlint.text.globs import is_glob, match
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.records import NamedTuple

from . import names
from .accounts import account_of, same_account
from .asking import ALL_ADMITTED, ALL_ALLOWED, probe
from .joined import weakest
from .onresources import trust_of
from .presence import changed, possible, with_statements
from .resources import service

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.model.policy import Condition, Statement, Word
    from iamlint.model.things import Identity, Resource
    from iamlint.text.holes import Text

    from . import Estate
    from .joined import Grants


class Clash(NamedTuple):
    """A statement of an identity, and that of the other side; `own`, `other`: the conditions that
    do not go together.
    """

    identity: Identity
    about: Resource | Identity
    statement: Statement
    action: Word
    own: Condition
    other: Condition
    confidence: str


def clashing(estate: Estate) -> Iterator[Clash]:
    """In file order; one for each statement and what it is about."""
    for identity in estate.identities:
        if identity.kind in ("role", "user"):
            yield from _clashes_of(estate, identity)
    for role, user in estate.holders:
        as_user = {(one.statement, one.about) for one in _clashes_of(estate, user)}
        for clash in _clashes_of(estate, role) if as_user else ():
            if (clash.statement, clash.about) in as_user:
                yield clash


def _clashes_of(estate: Estate, identity: Identity) -> Iterator[Clash]:
    for attached in estate.policies_of(identity).attached:
        around = identity.when | attached.when | attached.policy.when
        if attached.sure and not attached.bundled and possible(around):
            for statement in attached.policy.statements:
                if statement.allows and statement.conditions and not statement.gaps:
                    yield from _of(estate, identity, statement)


def _of(estate: Estate, identity: Identity, statement: Statement) -> Iterator[Clash]:
    for word in statement.resources or ():
        for about, grants in _across(estate, identity, word.text):
            for action in statement.actions or ():
                found = _clash(estate, identity, statement, word.text, action, about, grants)
                if found is not None:
                    yield found
                    break


def _across(
    estate: Estate, identity: Identity, text: Text
) -> Iterator[tuple[Resource | Identity, Grants]]:
    """What of another account a text names, with the policies on it."""
    for resource in estate.resources_holding(text, identity.reading)[:1]:
        if same_account(identity, resource) is False and (
            service(resource) != "kms" or _is_meant(estate, identity, text, resource)
        ):
            yield resource, estate.policies_on(resource)
    for role in estate.identities_by_arn(text, identity.reading) or _in_any_account(estate, text):
        if role.kind == "role" and same_account(identity, role) is False:
            yield role, trust_of(role)


def _is_meant(estate: Estate, identity: Identity, text: Text, key: Resource) -> bool:
    """A key is named alone, and what the identity lacks of it for other things is not told."""
    if is_glob(text.literal or ""):
        return False
    needs = (*estate.key_needs(), *estate.holders_key_needs)
    return not any(one.lacks for one in needs if one.identity is identity and one.key is key)


def _in_any_account(estate: Estate, text: Text) -> list[Identity]:
    """The roles that a text names by path and name, in whatever account."""
    parts = names.segments(text)
    if parts is None or parts[2].literal != "iam" or not is_glob(parts[4].literal or ""):
        return []
    last = parts[5].literal
    if last is None or is_glob(last):
        return []
    among = parts[4].literal or ""
    every = estate.identities_ending(parts[5])
    return [one for one in every if match(among, account_of(one).literal or "")]


def _clash(
    estate: Estate,
    identity: Identity,
    statement: Statement,
    text: Text,
    action: Word,
    about: Resource | Identity,
    grants: Grants,
) -> Clash | None:
    name = action.literal
    if name is None or is_glob(name) or not estate.engine.can_match(name, text):
        return None
    if hasattr(about, "trust") and name != ASSUME:
        return None
    offering = list(_offering(identity, name, text, about, grants))
    found = [_apart(estate, statement, other) for other in offering]
    if (
        not found
        or None in found
        or _granted_otherwise(estate, identity, statement, name, text, about)
    ):
        return None
    own, other = found[0] or (statement.conditions[0], statement.conditions[0])
    sure = CERTAIN
    if grants.unknown:
        sure = LIKELY if all(one.slight for one in grants.unknown) else UNVERIFIED
    return Clash(identity, about, statement, action, own, other, weakest(sure, LIKELY))


def _offering(
    identity: Identity, action: str, text: Text, about: Resource | Identity, grants: Grants
) -> Iterator[Statement]:
    """The statements of the other side that let the identity do it, or may."""
    caller = identity_caller(identity.kind, identity.arn, account_of(identity), identity.name)
    request = Request(caller, action, probe(text), account_of(about), Context({}, strict=False))
    for attached in grants.attached:
        for statement in attached.policy.statements:
            if statement.allows:
                alone = with_statements(attached.policy, (statement,))
                verdict = decide(request, Situation((ALL_ALLOWED,), resource=(alone,)))
                if verdict.decision in (ALLOWED, UNKNOWN):
                    yield statement


def _apart(
    estate: Estate, statement: Statement, other: Statement
) -> tuple[Condition, Condition] | None:
    """Two conditions, one of each side, that never hold together."""
    for own in statement.conditions:
        for theirs in other.conditions:
            key = (own.key.literal or "").lower()
            if key and key == (theirs.key.literal or "").lower():
                both = changed(statement, conditions=(own, theirs))
                each = (changed(statement, conditions=(one,)) for one in (own, theirs))
                if estate.engine.contradictory_conditions(both) and not any(
                    map(estate.engine.contradictory_conditions, each)
                ):
                    return own, theirs
    return None


def _granted_otherwise(
    estate: Estate,
    identity: Identity,
    statement: Statement,
    action: str,
    text: Text,
    about: Resource | Identity,
) -> bool:
    """Another statement of the identity's policies allows it, or may."""
    caller = identity_caller(identity.kind, identity.arn, account_of(identity), identity.name)
    request = Request(caller, action, probe(text), account_of(about), Context({}, strict=False))
    admitted = (ALL_ADMITTED,)
    for attached in estate.policies_of(identity).attached:
        for one in attached.policy.statements:
            if one.allows and one is not statement:
                alone = with_statements(attached.policy, (one,))
                verdict = decide(request, Situation(identity=(alone,), resource=admitted))
                if verdict.decision in (ALLOWED, UNKNOWN):
                    return True
    return False
