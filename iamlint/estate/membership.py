"""Which organizations a caller and a resource are known to be in, as requests tell it.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalorgid
"""

from __future__ import annotations

from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.holes import ANY, Hole, Text

from .accounts import account_of

if TYPE_CHECKING:
    from iamlint.model.things import Identity, Resource

    from . import Estate

SIDES = ("Principal", "Resource")


def memberships(
    estate: Estate, identity: Identity, resource: Resource | None
) -> dict[str, Text | str]:
    """The context keys that tell the organizations of both; those of what is configured."""
    found: dict[str, Text | str] = {}
    for side, thing in zip(SIDES, (identity, resource), strict=True):
        organization = estate.organization_of(thing) if thing is not None else ""
        if organization:
            found[f"aws:{side}OrgID"] = organization
            found[f"aws:{side}OrgPaths"] = path_of(estate, thing, organization)
    return found


def path_of(estate: Estate, thing: Identity | Resource | None, organization: str) -> Text:
    """The path of its account, where the units are told by their ids."""
    units = estate.units_above(account_of(thing)) if thing is not None else ""
    return Text(f"{organization}/{units}") if units else path_in(organization)


def path_in(organization: str) -> Text:
    """The path of an account in an organization: how it begins and ends is known."""
    within = Hole(f"the path of an account in {organization}", ANY)
    return Text(f"{organization}/r-", within, "/")
