"""Grants of `iam:PassRole` that can never be used: the role does not trust any of the services that
it may be passed to, or belongs to another account.

https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
"""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property

from iamlint.access.operators import use_of
from iamlint.finding import LIKELY, UNVERIFIED
from iamlint.model.policy import BOUNDARY, IDENTITY
from iamlint.rule import Replace
from iamlint.text.globs import is_glob, match
from iamlint.text.hints import TYPE_CHECKING, Final
from iamlint.text.records import NamedTuple

from . import names
from .accounts import account_of
from .assuming import keeps_out
from .misnamed import bearing
from .passing import ACTION, SERVICE_KEY
from .presence import possible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.model.policy import Condition, Policy, Statement, Word
    from iamlint.model.things import Identity, PolicyReference, Reading

    from . import Estate

BEARERS: Final = ("user", "group", "role")
OF_POLICIES: Final = ("iam:policyarn", "iam:permissionsboundary")
"""Keys that have the ARN of a managed policy."""


class Mispassed(NamedTuple):
    """A grant to pass a role that trusts none of the services that it may be passed to.

    `word`: where the role is named; `guard`: the condition that names the services, or all but
    which the role may be passed to. `to_itself`: nobody but the role has the grant.
    """

    statement: Statement
    word: Word
    role: Identity
    guard: Condition
    to_itself: bool = False

    @property
    def excluding(self) -> bool:
        """The role may be passed to all services but those that the condition names."""
        return is_negated(self.guard)

    @property
    def confidence(self) -> str:
        """A role that may pass itself is hardly ever meant to: guides and templates have it so."""
        return UNVERIFIED if self.to_itself else LIKELY

    @property
    def trusted(self) -> tuple[str, ...]:
        """Services that the role does trust."""
        trust = self.role.trust
        statements = trust.statements if trust is not None else ()
        entries = [e for s in statements if s.allows for e in s.principals or ()]
        return tuple(e.value.literal for e in entries if e.type == "Service" and e.value.literal)

    @property
    def mended(self) -> Replace | None:
        """Name the one service that the role trusts, where one is named."""
        alone = len(self.guard.values) == len(self.statement.resources or ()) == 1
        if self.excluding or not alone or len(self.trusted) != 1:
            return None
        return Replace(self.guard.values[0], self.trusted[0])

    @property
    def services(self) -> tuple[str, ...]:
        return tuple(str(value) for value in self.guard.values)

    @property
    def where(self) -> Word:
        """The service where that is all the statement is about, else the role."""
        alone = len(self.statement.resources or ()) == 1
        return self.guard.values[0] if alone else self.word


def is_account(text: str) -> bool:
    return len(text) == len("111122223333") and text.isdigit()


class Mispassings:
    """Looks through the policies of identities."""

    def __init__(self, estate: Estate) -> None:
        self._estate = estate

    def all(self) -> Iterator[Mispassed]:
        """Every such grant on a role in view of which the trust policy is whole."""
        for policy in self._estate.policies:
            for statement in allowing(policy):
                guard = services_named(statement)
                if guard is not None and passes(statement):
                    yield from self._among(policy, statement, guard)

    def _among(self, policy: Policy, statement: Statement, guard: Condition) -> Iterator[Mispassed]:
        """Those of the roles that a statement lets be passed to the services that it names."""
        for word in statement.resources or ():
            role = self._role(word, self._estate.file_of(policy))
            if role is not None and possible(policy.when | statement.when | role.when):
                found = self._untrusted(statement, word, role, guard)
                if found is None:
                    continue
                if found.excluding or not self._told[role].issuperset(found.services):
                    yield found

    def foreign(self) -> Iterator[tuple[Word, str, str]]:
        """Roles of another account than that of who may pass them, each with both accounts. Where a
        statement names roles of both it is meant for several accounts.
        """
        for policy in self._estate.policies if self._tells_accounts else ():
            passing = [one for one in allowing(policy) if passes(one)]
            own = self._home_of(policy) if passing else None
            if own is None or id(policy) in self._of_permission_sets:
                continue
            for statement in passing:
                words = statement.resources or ()
                accounts = [names.account_in(word.text) for word in words]
                known = [one.literal if one is not None else None for one in accounts]
                if own not in known:
                    every = zip(words, known, strict=True)
                    yield from ((word, other, own) for word, other in every if other is not None)

    @cached_property
    def _tells_accounts(self) -> bool:
        """Some file is of an account that is known, or somebody in view may be."""
        return any(one.identities or one.account.literal for one in self._estate.readings)

    def _home_of(self, policy: Policy) -> str | None:
        """The account of those who bear a policy, which one file may declare for several, else
        that of the file; None where it is not known, or they are of several.
        """
        found = {account_of(one).literal for one in self._estate.bearers_of(policy)}
        if not found:
            reading = self._estate.file_of(policy)
            found = {reading.account.literal if reading is not None else None}
        return found.pop() if len(found) == 1 else None

    def demanded(self) -> Iterator[tuple[Word, str, str]]:
        """Managed policies of another account than that of who asks, of which one is demanded of
        what is attached, each with both accounts. Where a condition names policies of both it is
        meant for several accounts.
        """
        for policy in self._estate.policies if self._tells_accounts else ():
            own = self._home_of(policy) if asks_for_policies(policy) else None
            if own is None or id(policy) in self._of_permission_sets:
                continue
            for statement in policy.statements:
                if statement.allows and policy.kind == IDENTITY:
                    wanted = filter(self._demands_policy, statement.conditions)
                elif statement.denies and policy.kind in (IDENTITY, BOUNDARY):
                    wanted = filter(spares_policies, statement.conditions)
                else:
                    continue
                for condition in wanted:
                    yield from foreign_among(condition, own)
        for policy, accounts in self._estate.accounts_under_scps():
            for statement in policy.statements if len(accounts) == 1 else ():
                for condition in filter(spares_policies, statement.conditions):
                    yield from foreign_among(condition, accounts[0]) if statement.denies else ()

    def attached(self) -> Iterator[tuple[PolicyReference, str, str]]:
        """Managed policies of another account than that of the user, group or role that names them
        as attached or as its boundary, each with both accounts.
        """
        for identity in self._estate.identities:
            own = account_of(identity).literal if identity.kind in BEARERS else None
            if own is None:
                continue
            for reference in bearing(identity):
                known = names.account_in(reference.arn)
                theirs = known.literal if known is not None else None
                if theirs is not None and is_account(theirs) and theirs != own:
                    yield reference, theirs, own

    def _demands_policy(self, condition: Condition) -> bool:
        key = (condition.key.literal or "").lower()
        return key in OF_POLICIES and self._estate.engine.demands(condition)

    @cached_property
    def _of_permission_sets(self) -> frozenset[int]:
        """Policies that take effect in the accounts that a permission set is given in."""
        sets = [i for i in self._estate.identities if i.kind == "permission-set"]
        attached = [one for each in sets for one in self._estate.policies_of(each).attached]
        return frozenset(id(one.policy) for one in attached)

    def _role(self, word: Word, reading: Reading | None) -> Identity | None:
        if word.literal is not None and (is_glob(word.literal) or ":role/" not in word.literal):
            return None
        found = self._estate.identities_by_arn(word.text, reading)
        return found[0] if len(found) == 1 and found[0].kind == "role" else None

    def _untrusted(
        self, statement: Statement, word: Word, role: Identity, guard: Condition
    ) -> Mispassed | None:
        if is_negated(guard):
            to_itself = self._is_of_one(statement.policy, role)
            all_excluded = trusts_these_alone(role, guard)
            return Mispassed(statement, word, role, guard, to_itself) if all_excluded else None
        if self._is_told_of(role, guard):
            return None
        for value in guard.values:
            passed = value.literal or ""
            for service in (passed, *self._stand_ins.get(passed.removesuffix(".cn"), ())):
                if not keeps_out(role, service, role.when | statement.when):
                    return None
        return Mispassed(statement, word, role, guard, self._is_of_one(statement.policy, role))

    def _is_told_of(self, role: Identity, guard: Condition) -> bool:
        """What is to run as the role asks for one of the services, or the role names one without
        what it needs: its trust policy is wrong.
        """
        passed = {value.literal for value in guard.values}
        if role.trust is not None and passed & self._estate.engine.lacking_services(role.trust):
            return True
        return not self._told[role].isdisjoint(passed)

    def _is_of_one(self, policy: Policy, role: Identity) -> bool:
        """A role has the policy, and nobody else in view."""
        return self._estate.bearers_of(policy) == [role]

    @cached_property
    def _told(self) -> dict[Identity, set[str]]:
        """Services that run something as a role which keeps them out, told of the role itself."""
        found: dict[Identity, set[str]] = defaultdict(set)
        for one in self._estate.untrusted_services():
            if one.confidence != UNVERIFIED:
                found[one.role].update(one.principals)
        return found

    @cached_property
    def _stand_ins(self) -> dict[str, tuple[str, ...]]:
        """Services that get roles which others then run as."""
        rows = self._estate.catalog.table("role_stand_ins")
        return {row["passed"]: tuple(row["trusted"]) for row in rows}


def is_negated(condition: Condition) -> bool:
    use = use_of(condition.operator.literal or "")
    return use is not None and use.base is not None and use.base.negated


def trusts_these_alone(role: Identity, guard: Condition) -> bool:
    """Whoever may assume a role is one of the services that a condition names."""
    trust = role.trust
    if trust is None or not trust.whole:
        return False
    named = {value.literal for value in guard.values}
    entries = [e for s in trust.statements if s.allows for e in s.principals or (None,)]
    return bool(entries) and all(
        e is not None and e.type == "Service" and e.value.literal in named for e in entries
    )


def foreign_among(condition: Condition, own: str) -> Iterator[tuple[Word, str, str]]:
    """The values of a condition, each with its account and one's own, where all are of others."""
    accounts = [names.account_in(word.text) for word in condition.values]
    known = [one.literal if one is not None else None for one in accounts]
    theirs = [one for one in known if one and one.isdigit() and one != own]
    if theirs and len(theirs) == len(known):
        every = zip(condition.values, theirs, strict=True)
        yield from ((word, other, own) for word, other in every)


def asks_for_policies(policy: Policy) -> bool:
    """Some condition asks for a managed policy."""
    return any(
        (condition.key.literal or "").lower() in OF_POLICIES
        for statement in policy.statements
        for condition in statement.conditions
    )


def spares_policies(condition: Condition) -> bool:
    """It keeps a Deny from what has a policy that it names, and from that alone."""
    use = use_of(condition.operator.literal or "")
    known = use is not None and use.base is not None and use.base.negated and not use.over
    return known and (condition.key.literal or "").lower() in OF_POLICIES


def allowing(policy: Policy) -> list[Statement]:
    """What an identity policy allows."""
    return [one for one in policy.statements if one.allows] if policy.kind == "identity" else []


def passes(statement: Statement) -> bool:
    """It names the passing of roles, by that action's name or a pattern of IAM's."""
    return any(
        literal != "*" and match(literal, ACTION, fold=True)
        for word in statement.actions or ()
        if (literal := word.literal or "")
    )


def services_named(statement: Statement) -> Condition | None:
    """The condition that holds for the services alone, or for all but those, that it names."""
    for condition in statement.conditions:
        if (condition.key.literal or "").lower() != SERVICE_KEY.lower() or condition.when:
            continue
        use = use_of(condition.operator.literal or "")
        if use is None or use.base is None or not condition.values:
            return None
        values = [value.literal for value in condition.values]
        return condition if all(v and not is_glob(v) and "$" not in v for v in values) else None
    return None
