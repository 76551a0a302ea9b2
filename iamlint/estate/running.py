"""Which service runs what as which role.

A role is named by a function, a task or a pipeline; an instance names a profile, and the profile
its role.

https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_switch-role-ec2_instance-profiles.html
"""

from __future__ import annotations

from functools import cached_property

from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.holes import shown
from iamlint.text.records import NamedTuple

from . import names
from .joined import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.model.things import Identity, Resource, RoleUse
    from iamlint.text.holes import Text
    from iamlint.text.node import When

    from . import Estate

PROFILE = "iam:instance-profile"


FUNCTIONS = "lambda.amazonaws.com"
"""Who assumes the roles of functions."""


class Workload(NamedTuple):
    """Something that runs as a role.

    `use`: where the role, or the instance profile, is named; its `by` and `holder` are what runs.
    `role`: the role in view; None where it is not, and `unknown` says why.
    `through`: the instance profile in between, where it is in view; `profile_use`: where that names
        the role.
    `principals`: services that must be able to assume the role; empty where that is not known.
        `instead`: services of which one may stand for them.
    """

    use: RoleUse
    role: Identity | None
    through: Resource | None
    profile_use: RoleUse | None
    unknown: Unknown | None

    @property
    def principals(self) -> tuple[str, ...]:
        return self.use.principals

    @property
    def instead(self) -> tuple[str, ...]:
        return self.use.instead

    @property
    def resource(self) -> Resource | None:
        """What runs, where it has an ARN."""
        return self.use.holder

    @property
    def when(self) -> When:
        """The conditions under which it runs as this role."""
        more = [self.profile_use.when] if self.profile_use is not None else []
        if self.role is not None:
            more.append(self.role.when)
        return self.use.when.union(*more)


class Running:
    """Leads what names roles to the roles."""

    def __init__(self, estate: Estate) -> None:
        self._estate = estate

    @cached_property
    def all(self) -> tuple[Workload, ...]:
        """Everything that runs as a role, in file order; profiles are told by what uses them."""
        return tuple(
            workload
            for reading in self._estate.readings
            for use in reading.role_uses
            if not _is_profile(use)
            for workload in self._led(use)
        )

    @cached_property
    def idle_profiles(self) -> tuple[Workload, ...]:
        """The roles in instance profiles that nothing in view uses."""
        used = {workload.through for workload in self.all}
        return tuple(
            self._as_role(use, text)
            for profile, uses in self._of_profiles.items()
            if profile not in used
            for use in uses
            for text in use.role_ref.alternatives()
        )

    @cached_property
    def _by_role(self) -> dict[Identity, list[Workload]]:
        found: dict[Identity, list[Workload]] = {}
        for workload in self.all:
            if workload.role is not None:
                found.setdefault(workload.role, []).append(workload)
        return found

    @cached_property
    def _by_resource(self) -> dict[Resource, list[Workload]]:
        found: dict[Resource, list[Workload]] = {}
        for workload in self.all:
            if workload.resource is not None:
                found.setdefault(workload.resource, []).append(workload)
        return found

    @cached_property
    def _of_profiles(self) -> dict[Resource, list[RoleUse]]:
        """What instance profiles hand on."""
        found: dict[Resource, list[RoleUse]] = {}
        for reading in self._estate.readings:
            for use in reading.role_uses:
                if use.holder is not None and _is_profile(use):
                    found.setdefault(use.holder, []).append(use)
        return found

    def functions_by_role(self) -> list[list[RoleUse]]:
        """Where functions name the roles that they run as, by role."""
        found: dict[object, dict[str, RoleUse]] = {}
        for workload in self.all:
            use = workload.use
            if FUNCTIONS in use.principals:
                role = workload.role if workload.role is not None else use.role_ref
                found.setdefault(role, {}).setdefault(use.address, use)
        return [list(uses.values()) for uses in found.values()]

    def of(self, identity: Identity) -> list[Workload]:
        """What runs as a role."""
        return self._by_role.get(identity, [])

    def as_which(self, resource: Resource) -> list[Workload]:
        """The roles that a resource runs as; of an alias or a version of a function, those of the
        function.
        """
        found = self._by_resource.get(resource)
        if found is not None or not resource.arn.prefix.startswith("arn:"):
            return found or []
        for outer in names.enclosing(resource.arn):
            inside, sure = self._estate.resources_named(outer, resource.reading)
            for each in inside if sure else ():
                if each in self._by_resource:
                    return self._by_resource[each]
        return []

    def _led(self, use: RoleUse) -> Iterator[Workload]:
        for text in use.role_ref.alternatives():
            if use.by_profile:
                yield from self._through_profile(use, text)
            else:
                yield self._as_role(use, text)

    def _as_role(self, use: RoleUse, text: Text) -> Workload:
        roles = self._estate.roles_named(text, use.reading)
        if len(roles) == 1:
            return Workload(use, roles[0], None, None, None)
        return Workload(use, None, None, None, hidden("role", text, use, len(roles)))

    def _through_profile(self, use: RoleUse, text: Text) -> Iterator[Workload]:
        profiles, sure = self._estate.resources_named(text, use.reading, PROFILE)
        if len(profiles) != 1 or not sure:
            unknown = hidden("instance profile", text, use, len(profiles))
            yield Workload(use, None, None, None, unknown)
            return
        for within in self._of_profiles.get(profiles[0], ()):
            named = self._as_role(within, within.role_ref)
            yield Workload(use, named.role, profiles[0], within, named.unknown)


def _is_profile(use: RoleUse) -> bool:
    return use.holder is not None and use.holder.service_type == PROFILE


def hidden(what: str, text: Text, use: RoleUse, several: int) -> Unknown:
    """Why what is named is not in view."""
    if several:
        return Unknown(f"{several} declarations may be the {what} {text}", use)
    for hole in text.holes:
        if hole.why and text.only_hole is not None:
            return Unknown(hole.why, use)
        return Unknown(f"the {what} {text} is not in view: {hole.why or shown(hole)}", use)
    return Unknown(f"the {what} {text} is not in view", use)
