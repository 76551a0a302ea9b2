"""Jobs and code that ask for a role which is nearly one in view that takes their token, or lets
them in.

https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc.html
"""

from __future__ import annotations

import re
from functools import cached_property

from iamlint.catalog.roles import ASSUME
from iamlint.model.policy import IDENTITY
from iamlint.text.globs import match
from iamlint.text.hints import TYPE_CHECKING, Final
from iamlint.text.holed import meets
from iamlint.text.records import NamedTuple

from . import names
from .accounts import account_of
from .misnumbered import twins
from .providers import is_nearly
from .refusedcalls import EXTERNAL, at, lets_callers, refused
from .tokens import CLAIM, refusing, takes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from iamlint.model.things import Identity, TokenUse
    from iamlint.text.holes import Text

    from . import Estate

SERVICE_ACCOUNT: Final = "system:serviceaccount:"
PROJECT: Final = re.compile(r"((?:repo|project_path):[^:*?$]+):")
WORDS: Final = re.compile(r"[^a-z0-9]+")
LEAST: Final = 3
"""Letters of a word by which a role may be told."""
USUAL: Final = frozenset(
    (
        *("prod", "production", "prd", "stage", "staging", "stg", "dev", "development", "test"),
        *("uat", "live", "main", "github", "gitlab", "actions", "oidc", "role", "iam", "aws"),
        *("deploy", "deployer", "deployment", "pipeline", "build", "apply", "plan", "terraform"),
    )
)
"""Words that many roles have in their names, whatever they are for."""
OF_ROLE: Final = re.compile(r"arn:[^:]*:iam::(\d{12}):role/(.+)")


class MisspeltRole(NamedTuple):
    """`use` names a role that is not in view, or one of another account; `meant` takes its token,
    and nobody asks for it, or others do (`shared`) and its name is nearly this one.
    """

    use: TokenUse
    meant: Identity
    why: str = "no such role is in view"
    shared: bool = False


def misspelt_roles(estate: Estate) -> Iterator[MisspeltRole]:
    """In file order."""
    uses = [use for reading in estate.readings for use in reading.token_uses]
    asked = [estate.role_asked_for(use) for use in uses]
    held = {account_of(role).literal for role in estate.identities if role.created}
    lost = [use for use, role in zip(uses, asked, strict=True) if role is None]
    granted, projects = Granted(estate), Projects(estate, zip(uses, asked, strict=True))
    for use in lost:
        named = OF_ROLE.fullmatch(use.role_ref.literal or "")
        if named is None:
            continue
        account, name = named.groups()
        every = [one for one in estate.identities if one.kind == "role" and one.created]
        if not use.issuers and use.before is None:
            unasked = [role for role in every if role not in asked]
            near = granted.meant(use, account, name, unasked, held)
        else:
            near = [
                role
                for role in every
                if is_near(account, name, role, held)
                or is_for_it_alone(estate, account, role, use)
                or is_namesake(estate, role, use)
                or projects.is_meant(account, name, role, use)
                if role not in asked or is_near(account, name, role, held)
                if takes_it(estate, role, use) and not is_perhaps_asked(role, use, uses)
            ]
        near = [role for role in near if role not in asked] or near
        if len(near) == 1:
            yield MisspeltRole(use, near[0], shared=near[0] in asked)
    for use, role in zip(uses, asked, strict=True):
        own = partition_of(role.arn) if role is not None and role.created else None
        if role is None or own in (None, partition_of(use.role_ref) or own):
            continue
        if takes_it(estate, role, use):
            yield MisspeltRole(use, role, f"its account is in the partition `{own}`")
    for use, other in zip(uses, asked, strict=True):
        if other is None or names.same(account_of(use), account_of(other)) is not False:
            continue
        for role in estate.identities:
            if role.kind != "role" or role in asked or not is_namesake(estate, role, use):
                continue
            if not is_perhaps_asked(role, use, uses):
                yield MisspeltRole(use, role, "that is a role of another account")


def is_call_denied(estate: Estate, use: TokenUse) -> bool:
    """The code is that of a function, whose role may not assume what is asked for: that is said."""
    return any(
        workload.role is not None and estate.can(workload.role, ASSUME, use.role_ref).denied
        for reading in estate.readings
        for call in reading.calls
        if at(call) == at(use)
        for workload in estate.runs_as(call.holder)
    )


class Granted:
    """The roles that policies in view let somebody assume, as far as they are named."""

    def __init__(self, estate: Estate) -> None:
        self._estate = estate

    @cached_property
    def _arns(self) -> frozenset[Text]:
        return frozenset(
            word.text
            for policy in self._estate.policies
            if policy.kind == IDENTITY
            for statement in policy.statements
            if statement.allows
            and any(match(w.literal or "", ASSUME, fold=True) for w in statement.actions or ())
            for word in statement.resources or ()
        )

    def meant(
        self,
        use: TokenUse,
        account: str,
        name: str,
        roles: list[Identity],
        held: set[str | None],
    ) -> list[Identity]:
        """Of the roles those for which that is written which code, or a provider, asks for."""
        near = [role for role in roles if is_misspelt(account, name, role, held)]
        if not near:
            near = [
                role
                for role in roles
                if account_of(role).literal == account and self.is_alone_with(use, role)
            ]
        if not near or is_call_denied(self._estate, use):
            return []
        return [role for role in near if lets_in(use, role) and self.speaks_for(use, role)]

    def is_alone_with(self, use: TokenUse, role: Identity) -> bool:
        """It wants the very external ID that is sent, and no other role in view does."""
        wanting = [one for one in self._estate.identities if sends_external_id(use, one)]
        return wanting == [role]

    def speaks_for(self, use: TokenUse, role: Identity) -> bool:
        """The external ID that is sent is that of the role, or somebody in view may assume it, and
        nobody the one that is asked for.
        """
        if sends_external_id(use, role):
            return True
        return role.arn in self._arns and use.role_ref not in self._arns


def sends_external_id(use: TokenUse, role: Identity) -> bool:
    """Its trust policy wants the very external ID that is sent."""
    sent = next((text for key, text in use.sends if key.lower() == EXTERNAL), None)
    return (
        sent is not None
        and sent.literal is not None
        and role.trust is not None
        and any(
            (condition.key.literal or "").lower() == EXTERNAL
            and sent.literal in [word.literal for word in condition.values]
            for statement in role.trust.statements
            for condition in statement.conditions
        )
    )


def is_misspelt(account: str, name: str, role: Identity, held: set[str | None]) -> bool:
    """The account is the role's and the name nearly, or the name and an account nearly the same of
    which nothing is in view.
    """
    of, last = account_of(role).literal, role.arn.pieces[-1] if role.arn.pieces else ""
    known = last.rpartition(":role/")[2] if isinstance(last, str) else ""
    if of is None or not known:
        return False
    if of == account:
        return known != name and is_nearly(name, known)
    return known == name and account not in held and any(twins(account, frozenset((of,))))


def lets_in(use: TokenUse, role: Identity) -> bool:
    """Somebody with credentials of AWS may assume it with what is sent."""
    trust = role.trust
    if trust is None or not trust.whole:
        return False
    asked = [one for one in trust.statements if one.allows and lets_callers(one, ASSUME)]
    return bool(asked) and refused(use, role, ASSUME) is None


def is_perhaps_asked(role: Identity, use: TokenUse, uses: list[TokenUse]) -> bool:
    """Another job of the sort asks for a role that an expression names, and which may be this."""
    return any(
        other.role_ref.literal is None
        and other.issuers == use.issuers
        and meets(other.role_ref, role.arn) is not False
        for other in uses
    )


def partition_of(arn: Text) -> str | None:
    """Which an account is in, as all that is in it."""
    parts = names.segments(arn)
    return parts[1].literal if parts is not None else None


def is_namesake(estate: Estate, role: Identity, use: TokenUse) -> bool:
    """It is in the account of what asks, is called as what is asked for, and for that alone."""
    account, asked = account_of(use).literal, names.name_and_path(use.role_ref)
    if account is None or asked is None or asked != names.name_and_path(role.arn):
        return False
    return is_for_it_alone(estate, account, role, use)


def is_near(account: str, name: str, role: Identity, held: set[str | None]) -> bool:
    """The account is the role's and the name nearly, or but for its path; or the other way round.
    `held`: accounts of which roles or users are in view, where one that is missed is not there.
    """
    of, last = account_of(role).literal, role.arn.pieces[-1] if role.arn.pieces else ""
    known = last.rpartition(":role/")[2] if isinstance(last, str) else ""
    if of is None or not known:
        return False
    if of == account:
        return known != name and (is_nearly(name, known) or is_elsewhere(name, known))
    return known == name and (account in held or any(twins(account, frozenset((of,)))))


def is_elsewhere(name: str, known: str) -> bool:
    """The same name in another path, as one is written that forgets the path."""
    return name.rpartition("/")[2] == known.rpartition("/")[2]


def is_for_it_alone(estate: Estate, account: str, role: Identity, use: TokenUse) -> bool:
    """The role is in the account, and each statement of its trust policy takes the tokens of that
    one service account of Kubernetes, which asks for one role.
    """
    if account_of(role).literal != account or role.trust is None or not role.trust.statements:
        return False
    (subject, *more), who = use.subjects or (None,), estate.engine
    if subject is None or more or not (subject.literal or "").startswith(SERVICE_ACCOUNT):
        return False
    return all(
        any(
            who.claim_of(condition) == CLAIM
            and [word.literal for word in condition.values] == [subject.literal]
            for condition in statement.conditions
        )
        for statement in role.trust.statements
    )


class Projects:
    """The repositories or projects of which the jobs in view are, as trust policies in view name
    them: those that take the tokens of some.
    """

    def __init__(self, estate: Estate, asked: Iterable[tuple[TokenUse, Identity | None]]) -> None:
        self._estate = estate
        self._asked = tuple(asked)

    @cached_property
    def _own(self) -> dict[tuple[str, ...], set[str]]:
        """By the issuers of the tokens that are taken."""
        found: dict[tuple[str, ...], set[str]] = {}
        for use, role in self._asked:
            asks = role is not None and use.issuers and use.before is None
            if asks and role is not None and takes_token(self._estate, role, use):
                projects = projects_in(self._estate, role)
                found.setdefault(tuple(use.issuers), set()).update(projects)
        return found

    @cached_property
    def _all(self) -> frozenset[str]:
        return frozenset(
            project
            for role in self._estate.identities
            if role.kind == "role" and role.created
            for project in projects_in(self._estate, role)
        )

    def is_meant(self, account: str, name: str, role: Identity, use: TokenUse) -> bool:
        """The role is in the account, and for jobs of the one repository or project of those in
        view that have tokens of the issuer, whatever it is called. Where no token tells which that
        is, all roles are to be of one, and the names to have a word in common.
        """
        if account_of(role).literal != account:
            return False
        own = self._own.get(tuple(use.issuers))
        known = own or self._all
        if len(known) != 1 or "" in known or projects_in(self._estate, role) != known:
            return False
        return bool(own) or bool(words_of(name) & words_of(role.name.literal or ""))


def words_of(name: str) -> set[str]:
    """The words of a role's name that tell what it is for, without its path."""
    words = WORDS.split(name.rpartition("/")[2].lower())
    return {word for word in words if len(word) >= LEAST and word not in USUAL}


def projects_in(estate: Estate, role: Identity) -> set[str]:
    """The repositories or projects that a trust policy names, empty for one that is not plain."""
    return {
        found[1] if (found := PROJECT.match(word.literal or "")) is not None else ""
        for statement in (role.trust.statements if role.trust is not None else ())
        for condition in statement.conditions
        if estate.engine.claim_of(condition) == CLAIM
        for word in condition.values
    }


def takes_it(estate: Estate, role: Identity, use: TokenUse) -> bool:
    """It takes the token for certain, or lets in the role in view with which it is assumed."""
    if use.before is None:
        return takes_token(estate, role, use)
    before = estate.role_named(use.before, use)
    if before is None:
        return False
    answer = estate.can(before, ASSUME, role.arn, context=dict(use.sends))
    return answer.allowed or (not answer.denied and is_granted_by_name(estate, before, role))


def is_granted_by_name(estate: Estate, before: Identity, role: Identity) -> bool:
    """A grant of the one names the other by its ARN."""
    return any(
        estate.roles_named(word.text, before.reading) == [role]
        for policy in estate.policies_of(before).policies
        for statement in policy.statements
        if statement.allows
        for word in statement.resources or ()
        if ":role/" in str(word.text)
    )


def takes_token(estate: Estate, role: Identity, use: TokenUse) -> bool:
    """A statement of its trust policy takes the token for certain, by its provider and subject."""
    trust = role.trust
    if trust is None or not any(one.allows and takes(estate, one, use) for one in trust.statements):
        return False
    return bool(use.subjects) and refusing(estate, role, use) is None
