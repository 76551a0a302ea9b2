"""Whom policies on resources let in, and a resource control policy over their account keeps out.

A list of the tenants whose tokens are taken, or of the accounts that may come, is a Deny of all
others; a role that trusts one of them can never be assumed by it.
https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps_examples.html
"""

from __future__ import annotations

from functools import cached_property

from iamlint.access.callers import ROLE, ROOT, USER, caller_from
from iamlint.access.principals import is_everyone
from iamlint.access.symbolic.relations import exists, intersects
from iamlint.access.symbolic.sides import Policies
from iamlint.access.truth import NO, YES
from iamlint.catalog import roles
from iamlint.catalog.tagkeys import RESOURCE_TAG
from iamlint.model.policy import IDENTITY, LATEST
from iamlint.model.reading import policy_from
from iamlint.model.things import Identity
from iamlint.text.hints import TYPE_CHECKING, Final
from iamlint.text.records import NamedTuple

from .accounts import account_of
from .asking import ALL_LET_THROUGH
from .bearing import declared
from .known import keys_of
from .layers import ANYTHING, action_bits, is_elsewhere, with_fact
from .membership import path_in
from .presence import changed, possible, with_statements

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from iamlint.model.policy import Condition, Policy, Principal, Statement
    from iamlint.model.things import Resource
    from iamlint.text.holes import Text

    from . import Estate
    from .joined import Level

BY_TOKEN: Final = (roles.WITH_TOKEN, roles.WITH_SAML)
ASSUMING: Final = (roles.ASSUME, *BY_TOKEN)
MEMBERS: Final = ("aws:principalorgid", "aws:principalorgpaths", "aws:principalaccount")
"""What callers have who are of an account."""
OF_ORGANIZATIONS: Final = ("aws:PrincipalOrgID", "aws:PrincipalOrgPaths")
EXTERNAL_ID: Final = "sts:externalid"
PROVIDER: Final = ":oidc-provider/"
SOME_OTHER: Final = "o-anotherone"
"""Stands for whatever organization is not one's own."""


class DeadTrust(NamedTuple):
    """A statement of a policy on a role, or on another resource, that lets somebody in, and the
    Deny of a resource control policy that stops each of their requests.

    `entry`: who is let in, where that is one of several, or of an account.
    """

    thing: Identity | Resource
    statement: Statement
    denying: Statement
    entry: Principal | None = None

    @property
    def where(self) -> Condition | Statement | Principal:
        """Who is let in; or the test of a key that the Deny looks at, or the statement."""
        if self.entry is not None:
            return self.entry
        asked = set(keys_of(self.denying.conditions))
        for condition in self.statement.conditions:
            if (condition.key.literal or "").lower() in asked:
                return condition
        return self.statement

    @property
    def key(self) -> str:
        """What makes a finding the same as another one."""
        return f"{self.thing.address} {self.entry.value}" if self.entry else self.thing.address


class DeadTrusts:
    """Holds whom policies on resources let in against resource control policies."""

    def __init__(self, estate: Estate) -> None:
        self._estate = estate

    def found(self) -> Iterator[DeadTrust]:
        """By role, then by resource, and by statement, in file order."""
        for role in self._estate.identities:
            if role.kind == "role" and role.created and role.trust is not None:
                levels = self._estate.rcps_over(account_of(role), role.reading)
                yield from self._of(role, [role.trust], levels)
        for resource in self._estate.resources:
            levels = self._estate.rcps_on(resource) if resource.created else []
            if levels:
                attached = self._estate.policies_on(resource).attached
                sure = [one.policy for one in attached if one.sure and not one.bundled]
                yield from self._of(resource, [one for one in sure if not one.by_aws], levels)

    def _of(
        self, thing: Identity | Resource, policies: list[Policy], levels: list[Level]
    ) -> Iterator[DeadTrust]:
        denies = tuple(self._denies(levels)) if levels else ()
        for policy in policies if denies else ():
            for statement in policy.statements if policy.whole else ():
                when = thing.when | policy.when | statement.when
                if possible(when) and statement.allows and not statement.gaps:
                    yield from self._in(thing, statement, denies)

    def _in(
        self, thing: Identity | Resource, statement: Statement, denies: tuple[Statement, ...]
    ) -> Iterator[DeadTrust]:
        if is_for_tokens(statement):
            for deny in denies:
                told = self._tagged(of_provider(of_nobody(statement, deny), deny), thing, deny)
                if self._is_about(deny, BY_TOKEN) and self._takes_all(told, deny, BY_TOKEN):
                    yield DeadTrust(thing, statement, deny)
                    return
            return
        for entry in statement.principals or ():
            told_of = self._as_from(statement, entry)
            for deny in denies if told_of is not None else ():
                told = self._tagged(told_of or statement, thing, deny)
                only = ASSUMING if isinstance(thing, Identity) else ()
                if self._takes_all(told, deny, only):
                    yield DeadTrust(thing, statement, deny, entry)
                    break

    def _denies(self, levels: Iterable[Level]) -> Iterator[Statement]:
        """What resource control policies deny for certain, whoever asks."""
        for level in levels:
            for attached in level.attached if level.sure else ():
                policy = attached.policy
                if not attached.sure or attached.when or policy.when or not policy.whole:
                    continue
                for one in policy.statements:
                    entries = one.principals or ()
                    plain = not (one.gaps or one.when) and any(map(is_everyone, entries))
                    if one.denies and plain and self._estate.shut_out_by(one) is None:
                        yield one  # whom a perimeter hits by mistake, is said of it

    def _is_about(self, deny: Statement, actions: Iterable[str]) -> bool:
        bits = action_bits(deny, self._estate.catalog)
        return any(bits & self._estate.catalog.bits(action) for action in actions)

    def _tagged(
        self, statement: Statement, thing: Identity | Resource, deny: Statement
    ) -> Statement:
        """The same statement for the tags that the thing is declared with, as far as the Deny asks
        for them.
        """
        asked = [key for key in keys_of(deny.conditions) if key.startswith(RESOURCE_TAG)]
        tags = declared(thing) if asked else None
        if tags is not None:
            for key in asked:
                value, sure = tags.of(key.removeprefix(RESOURCE_TAG))
                statement = with_fact(statement, key, value) if sure else statement
        return statement

    def _as_from(self, statement: Statement, entry: Principal) -> Statement | None:
        """The same statement for requests of whom an entry names: a user or role, all of an
        account, or whoever the conditions let in; None for others.
        """
        if is_everyone(entry):
            named = any(map(self._demands_member, statement.conditions))
            return with_fact(statement, "aws:PrincipalIsAWSService", "false") if named else None
        if entry.type != "AWS" or entry.value.literal is None:
            return None
        caller = caller_from(entry.value.literal)
        if caller.account is None or caller.kind not in (ROLE, ROOT, USER):
            return None
        told = with_fact(statement, "aws:PrincipalAccount", caller.account)
        told = with_fact(told, "aws:PrincipalIsAWSService", "false")
        if caller.kind != ROOT and caller.arn is not None:
            told = with_fact(told, "aws:PrincipalArn", caller.arn)
        organization = self._organization_of(caller.account, statement)
        if organization:
            told = with_fact(told, "aws:PrincipalOrgID", organization)
            told = with_fact(told, "aws:PrincipalOrgPaths", path_in(organization))
        return told

    def _demands_member(self, condition: Condition) -> bool:
        """No service that calls in its own name meets it."""
        key = (condition.key.literal or "").lower()
        return key in MEMBERS and self._estate.engine.holds_if_absent(condition) is False

    def _organization_of(self, account: Text, statement: Statement) -> str:
        """That of an account, as configured, or another one where the account is some third
        party's: those are told apart by an external ID, or in none of the units where all are
        told; empty where it is not known.
        """
        own = self._own.get(account.literal or "")
        if own is not None:
            return own
        third = EXTERNAL_ID in keys_of(statement.conditions) or self._all_told
        return SOME_OTHER if third else ""

    @cached_property
    def _all_told(self) -> bool:
        """The accounts of the organization are all told, its management account among them."""
        told = self._estate.told
        return any(told.management in many for many in told.units.values() if told.management)

    @cached_property
    def _own(self) -> dict[str, str]:
        """The accounts that are known as one's own, each with its organization, or nothing."""
        told = self._estate.told
        found = {one: "" for many in told.units.values() for one in many}
        found |= {target.literal or "": "" for _, target in (*told.scps, *told.rcps)}
        for reading in self._estate.readings:
            account = reading.account.literal
            if account:
                organization = self._estate.organization_at(reading.path)
                found[account] = organization or found.get(account, "")
        return found

    def _takes_all(self, statement: Statement, deny: Statement, only: tuple[str, ...]) -> bool:
        catalog = self._estate.catalog
        if statement.resources is None:
            if not any(word.literal == "*" for word in deny.resources or ()):
                return False
            statement = changed(statement, resources=ANYTHING)
        elif is_elsewhere(deny, statement):
            return False
        if not action_bits(deny, catalog) & action_bits(statement, catalog):
            return False
        let_in = as_grant(statement, only)
        cap = Policies((with_statements(deny.policy, (deny,)), ALL_LET_THROUGH))
        if intersects(let_in, cap, catalog).truth is not NO:
            return False
        # where nobody gets in anyway, that is said of the policy itself
        return exists(let_in, catalog).truth is YES


def of_nobody(statement: Statement, deny: Statement) -> Statement:
    """The same statement for who signs in with a token or an assertion, and is of no organization,
    as far as a Deny asks for that.
    """
    asked = set(keys_of(deny.conditions))
    for key in OF_ORGANIZATIONS:
        if key.lower() in asked:
            statement = with_fact(statement, key, None)
    return statement


def as_grant(statement: Statement, only: tuple[str, ...]) -> Policies:
    """The same as a grant of some actions; of all that it names where that is empty."""
    if not only:
        return Policies((with_statements(statement.policy, (statement,)),))
    rest = {"Effect": "Deny", "NotAction": [*only], "Resource": "*"}
    others = policy_from({"Version": LATEST, "Statement": [rest]}, IDENTITY)
    return Policies((with_statements(others, (statement, *others.statements)),))


def of_provider(statement: Statement, deny: Statement) -> Statement:
    """The same statement for the tokens of the one provider that it names: they have none of the
    claims of others for which a Deny asks.
    """
    entries = statement.principals or ()
    host = (entries[0].value.literal or "").partition(PROVIDER)[2] if len(entries) == 1 else ""
    for key in dict.fromkeys(keys_of(deny.conditions)) if host else ():
        domain = key.rpartition(":")[0]
        if "." in domain and domain != host.lower():
            statement = with_fact(statement, key, None)
    return statement


def is_for_tokens(statement: Statement) -> bool:
    """It allows providers alone, and all that it says is known."""
    entries = statement.principals or ()
    return (
        statement.actions is not None
        and bool(entries)
        and all(entry.type == "Federated" for entry in entries)
    )
