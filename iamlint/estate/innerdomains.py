"""Policies of resources that lie within a network, where these are written apart from them.

https://docs.aws.amazon.com/opensearch-service/latest/developerguide/vpc.html#vpc-security
"""

from __future__ import annotations

from iamlint.access.engine.admitting import gives
from iamlint.catalog import catalog
from iamlint.text.hints import TYPE_CHECKING

if TYPE_CHECKING:
    from . import Estate


def open_inside(estate: Estate) -> dict[int, str]:
    """By the identity of a policy, why whoever gets to its resource may use it anyway."""
    rows = {row["type"]: row for row in catalog().table("public_by_nature") if row.get("with")}
    found: dict[int, str] = {}
    for resource in estate.all_resources:
        row = rows.get(resource.service_type)
        if row is not None and gives(resource.properties, row["with"]):
            for attached in estate.policies_on(resource).attached:
                if attached.sure:
                    found[id(attached.policy)] = row["why"]
    return found
