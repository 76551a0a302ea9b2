"""The resource's side of a request: the policies on what it is about, and what may be unseen there.

The policy on a role is its trust policy, and only bears on becoming the role.
"""

from __future__ import annotations

from functools import lru_cache

from iamlint.access.arns import by_segment
from iamlint.access.facts import decided_by
from iamlint.access.truth import NO, YES
from iamlint.text.globs import tokens
from iamlint.text.hints import TYPE_CHECKING, Any
from iamlint.text.holes import Text
from iamlint.text.node import Holed
from iamlint.text.source import NOWHERE

from . import names
from .accounts import account_of
from .joined import Attached, Grants, Unknown
from .patterns import pattern_of

if TYPE_CHECKING:
    from iamlint.catalog import Catalog
    from iamlint.model.things import Identity, Resource

    from . import Estate

NOTHING = Grants((), ())
NOBODY = Holed(NOWHERE, 0, 0, Text())


def on_resource(
    estate: Estate,
    action: str,
    resource: Text,
    target: Resource | None,
    asker: Identity | None = None,
) -> Grants:
    """The policies on what a request is about. `target`: its declaration, where it is in view;
    `asker`: where to show what is not known.
    """
    if target is not None:
        return together(estate, target)
    own = asker is not None and is_of_account(asker, resource)
    if not may_have_policy(estate.catalog, action, resource, own=own):
        return NOTHING
    role = role_named(estate, resource)
    if role is not None:
        return trust_of(role) if decided_by("trust", action, resource) is YES else NOTHING
    why = f"the policy of {resource} is not in view"
    slight = own and is_given(estate.catalog, action, resource)
    return Grants((), (Unknown(why, asker or NOBODY, slight),))


def is_of_account(asker: Identity, resource: Text) -> bool:
    """What an ARN names is of the account of who asks, for certain."""
    account = names.account_in(resource)
    return account is not None and names.same(account_of(asker), account) is True


def together(estate: Estate, target: Resource) -> Grants:
    """The policies on a resource, with those on the function of which it is an alias or a version,
    whose statements may name it.
    """
    grants = estate.policies_on(target)
    for whole in estate.whole(target):
        more = estate.policies_on(whole)
        grants = Grants(grants.attached + more.attached, grants.unknown + more.unknown)
    return grants


def trust_of(role: Identity) -> Grants:
    """The trust policy of a role, as what sits on it."""
    attached = (Attached(role.trust, role.trust),) if role.trust is not None else ()
    if role.created and role.trust is not None:
        return Grants(attached, ())
    why = f"{role.address} is not created here; its trust policy is not in view"
    if role.created:
        why = f"the trust policy of {role.address} is not known"
    return Grants(attached, (Unknown(why, role),))


def role_named(estate: Estate, arn: Text) -> Identity | None:
    """The role in view that an ARN names; one whose account is not known, where no other may be."""
    parts = names.segments(arn)
    if parts is None or parts[2].literal != "iam" or not parts[5].prefix.startswith("role/"):
        return None
    roles = [one for one in estate.identities_by_arn(arn) if one.kind == "role"]
    if roles:
        return roles[0]
    likely = [
        one
        for one in estate.identities_ending(parts[5])
        if one.kind == "role" and names.same(arn, one.arn) is not False
    ]
    return likely[0] if len(likely) == 1 else None


def may_have_policy(catalog: Catalog, action: str, resource: Text, *, own: bool = False) -> bool:
    """Could there be a policy on what the request is about? There is none where it is about no
    resource, or about one of a kind that has none. `own`: that lets in who is of its account.
    """
    known = catalog.action(action)
    if resource.literal == "*":
        return known is None or (bool(known.resources) and known.star in ("never", "unknown"))
    if known is None:
        return True
    kinds = _kinds(catalog, action.partition(":")[0].lower(), own)
    return any(arn == "" or by_segment(tokens(arn), resource) is not NO for arn in kinds)


def is_given(catalog: Catalog, action: str, resource: Text) -> bool:
    """It is one that AWS makes in every account: few give it a policy, and for other accounts."""
    service = action.partition(":")[0].lower()
    return any(
        by_segment(tokens(pattern_of(row["given"])), resource) is YES
        for row in catalog.table("resource_policies")
        if row["service"] == service and "given" in row
    )


def _for_callers(row: dict[str, Any], own: bool) -> bool:
    """Policies of this kind may let a role or user in, and not services alone. `own`: one of the
    same account.
    """
    return (bool(row["cross_account"]) and not own) or row["same_account_alone"] != "no"


@lru_cache(maxsize=512)
def _kinds(catalog: Catalog, service: str, own: bool) -> tuple[str, ...]:
    """Patterns of the ARNs that have policies in a service; an empty one for what has no ARN."""
    found = []
    for row in catalog.table("resource_policies"):
        if row["service"] != service or not _for_callers(row, own):
            continue
        owner, _, name = row["type"].partition(":")
        kind = catalog.resource_type(owner, name) if name else None
        arns = kind.arns if kind is not None else ("",)
        found += [pattern_of(arn) for arn in arns]
    return tuple(found)
