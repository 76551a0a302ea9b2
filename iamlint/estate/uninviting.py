"""Trust policies that let nobody in, and of which nothing in view tells who should be."""

from __future__ import annotations

from iamlint.access.principals import is_everyone
from iamlint.catalog import roles
from iamlint.finding import UNVERIFIED
from iamlint.model.policy import TRUST
from iamlint.text.hints import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.catalog import Catalog
    from iamlint.model.policy import Policy
    from iamlint.model.things import Identity

    from . import Estate


def uninviting(estate: Estate) -> Iterator[Policy]:
    """Trust policies that have no Allow, in file order: without those that switch a role off, and
    those of roles of which it is told whom they keep out.
    """
    found = [
        policy
        for policy in estate.policies
        if policy.kind == TRUST and only_denies(policy) and not switches_off(policy, estate.catalog)
    ]
    if found:
        told = {id(role.trust) for role in told_of(estate)}
        yield from (policy for policy in found if id(policy) not in told)


def told_of(estate: Estate) -> Iterator[Identity]:
    """Roles of which a finding says that they keep somebody out who is to assume them."""
    yield from (one.role for one in estate.untrusted_services())
    yield from (one.role for one in estate.untaken_tokens())
    yield from (one.role for one in estate.unreached())
    yield from (one.role for one in estate.mispassed_roles())
    for chain in estate.unchained(roles.ASSUME):
        if chain.confidence != UNVERIFIED and chain.caller is not chain.role:
            yield chain.role


def only_denies(trust: Policy) -> bool:
    """It is whole and has no Allow; without NotPrincipal, of which more is to be said."""
    return (
        trust.whole
        and bool(trust.statements)
        and all(one.denies and one.not_principals is None for one in trust.statements)
    )


def switches_off(trust: Policy, catalog: Catalog) -> bool:
    """A Deny of everybody, or of all that a provider vouches for who takes everybody, under no
    condition: nobody is meant to have the role, or not yet. Amplify declares the roles of its users
    so, and gives them their trust later.
    """
    domains = {row["domain"] for row in catalog.table("provider_domains")}
    return any(
        not statement.conditions
        and any(
            is_everyone(one) or one.value.literal in domains for one in statement.principals or ()
        )
        for statement in trust.statements
    )
