"""Roles and users that policies let in and nothing declares, where their account has one that is
called almost so.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
"""

from __future__ import annotations

from iamlint.catalog import roles
from iamlint.finding import UNVERIFIED
from iamlint.text.hints import TYPE_CHECKING, Final
from iamlint.text.records import NamedTuple

from . import names
from .accounts import account_of
from .nearly import Called, is_there_for_certain, may_be_there, named_by
from .presence import possible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.model.policy import Policy, Principal
    from iamlint.model.things import Identity
    from iamlint.text.holes import Text

    from . import Estate

SORTS: Final = ("role/", "user/")
DUMPED: Final = "account"
"""The carrier of dumps, which tell themselves of everybody who is not there."""


class MisnamedPrincipal(NamedTuple):
    """`entry` lets in what is called `name`, with its path; `meant`: what its account has."""

    entry: Principal
    name: str
    meant: Identity

    @property
    def other(self) -> str:
        return named_by(self.meant.arn, f"{self.meant.kind}/")


def misnamed_principals(estate: Estate) -> Iterator[MisnamedPrincipal]:
    """In file order. None where the one that is meant is let in as well, or where it is told of
    its own grants that it is not let in.
    """
    declared: dict[str, Called[Identity]] = {}
    for policy in estate.policies:
        for entry, sort, name in entries_of(policy):
            if sort not in declared:
                declared[sort] = called(estate, sort)
            meant = almost(estate, entry.value.text, name, declared[sort])
            if meant is None or lets_in(policy, meant) or is_told_of(estate, policy, meant):
                continue
            yield MisnamedPrincipal(entry, name, meant)


def entries_of(policy: Policy) -> Iterator[tuple[Principal, str, str]]:
    """The roles and users that a policy lets in by their names, with the sort and the name."""
    for statement in policy.statements:
        allowed = statement.allows and possible(policy.when | statement.when)
        for entry in (statement.principals or ()) if allowed else ():
            for sort in SORTS if entry.type == "AWS" else ():
                name = named_by(entry.value.text, sort)
                if name and not roles.is_by_aws(f"/{name}"):
                    yield entry, sort, name


def called(estate: Estate, sort: str) -> Called[Identity]:
    return Called(
        (name, one)
        for one in estate.identities
        if f"{one.kind}/" == sort
        and is_there_for_certain(one)
        and one.reading is not None
        and one.reading.carrier != DUMPED
        and (name := named_by(one.arn, sort))
    )


def almost(estate: Estate, arn: Text, name: str, declared: Called[Identity]) -> Identity | None:
    """The one that is almost called so, where none is called so, or may be."""
    account = names.account_in(arn) if declared else None
    if account is None or may_be_there(estate, arn, account):
        return None
    near = [one for one in declared.near(name) if names.same(account_of(one), account) is True]
    return near[0] if len(near) == 1 else None


def lets_in(policy: Policy, meant: Identity) -> bool:
    """The policy names the one that is meant beside the other."""
    return any(
        names.same(entry.value.text, meant.arn) is not False
        for statement in policy.statements
        for entry in statement.principals or ()
        if entry.type == "AWS" and named_by(entry.value.text, f"{meant.kind}/")
    )


def is_told_of(estate: Estate, policy: Policy, meant: Identity) -> bool:
    """A grant of the one that is meant tells that this policy does not let it in."""
    told = (
        attached.policy is policy
        for one in estate.refused_by_resources()
        if one.identity is meant and one.confidence != UNVERIFIED
        for attached in one.other.attached
    )
    return any(told) or any(
        one.role.trust is policy and meant in one.callers and one.confidence != UNVERIFIED
        for one in estate.unchained(roles.ASSUME)
    )
