"""Policies that an account has for all resources of a kind in a region: those on log groups.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/iam-access-control-overview-cwl.html
"""

from __future__ import annotations

from functools import cached_property

from iamlint.text.hints import TYPE_CHECKING

from .joined import Attached, Grants, Unknown

if TYPE_CHECKING:
    from iamlint.catalog import Catalog
    from iamlint.model.policy import Policy
    from iamlint.model.things import Reading, Resource

NOTHING = Grants((), ())


class Regional:
    """Finds them by the type of what they are about."""

    def __init__(self, readings: tuple[Reading, ...], catalog: Catalog) -> None:
        self._readings = readings
        self._kinds = {
            row["type"] for row in catalog.table("resource_policies") if row.get("regional")
        }

    @cached_property
    def _declared(self) -> dict[str, list[tuple[Policy, Reading]]]:
        found: dict[str, list[tuple[Policy, Reading]]] = {}
        for reading in self._readings:
            for policy in reading.policies:
                if policy.owner is None and policy.resource_type in self._kinds:
                    found.setdefault(policy.resource_type, []).append((policy, reading))
        return found

    def around(self, resource: Resource) -> Grants:
        """The policies for all resources like this one that its own file declares. Others may be
        made by hand or in other files, which nothing here tells.
        """
        if resource.service_type not in self._kinds:
            return NOTHING
        attached = tuple(
            Attached(policy, policy, policy.when)
            for policy, reading in self._declared.get(resource.service_type, ())
            if reading is resource.reading
        )
        why = f"policies for all of {resource.service_type.partition(':')[0]} may be set elsewhere"
        return Grants(attached, (Unknown(why, resource),))
