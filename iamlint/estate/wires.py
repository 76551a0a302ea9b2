"""Wires of all files, led to their ends.

A carrier notes what a declaration says; here the texts are led to what they name.
"""

from __future__ import annotations

from functools import cached_property

from iamlint.text.hints import TYPE_CHECKING, Final
from iamlint.text.node import Mapping

from .ends import SOURCE, TARGET, End, Ends
from .integrations import ROLE, Integration, integrations
from .joined import CUSTOMER, KeyUse, Unknown
from .wired import Wired

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.model.things import Identity, Reading, Resource, Wire
    from iamlint.text.holes import Text

    from . import Estate

    As = tuple[Identity | None, Text | None, tuple[Unknown, ...]]
    """The role that a wire uses, the text that names it, and why it is not in view."""


NODES: Final = "nodes"
"""Of wires of pods, which are started as the role of the cluster's nodes."""


class Wires:
    """Leads the wires of all files to their ends."""

    def __init__(self, estate: Estate) -> None:
        self._estate = estate
        self._integrations = integrations(estate.catalog)
        self._ends = Ends(estate)

    @cached_property
    def all(self) -> tuple[Wired, ...]:
        """Every wire, in file order."""
        return tuple(wired for wire in self._said() for wired in self._led(wire))

    def _said(self) -> Iterator[Wire]:
        """The wires of all files; of pods that pull from one repository, the first."""
        pulled: set[Text] = set()
        for reading in self._estate.readings:
            for wire in reading.wires:
                if wire.runs != NODES or wire.target_ref not in pulled:
                    yield wire
                if wire.runs == NODES:
                    pulled.add(wire.target_ref)

    @cached_property
    def _nodes(self) -> tuple[Identity, ...]:
        """The roles as which pods of EKS are started: they have AWS's policy for that. None where
        the images that manifests name may be exchanged for others.
        """
        if any(isinstance(r.root, Mapping) and "images" in r.root for r in self._gathering()):
            return ()
        rows = self._estate.catalog.table("managed_policy_users")
        policies = {row["policy"] for row in rows if row.get("nodes")}
        return tuple(
            role
            for role in self._estate.identities
            if role.kind == "role"
            and any(
                one.bundled and one.sure and str(one.policy.arn).rpartition("/")[2] in policies
                for one in self._estate.policies_of(role).attached
            )
        )

    def _gathering(self) -> Iterator[Reading]:
        return (one for one in self._estate.readings if one.gathers)

    @cached_property
    def _by_end(self) -> dict[Resource, list[Wired]]:
        found: dict[Resource, list[Wired]] = {}
        for wired in self.all:
            for end in dict.fromkeys((wired.source, wired.target)):
                if end is not None:
                    found.setdefault(end, []).append(wired)
        return found

    def of(self, resource: Resource) -> list[Wired]:
        """The wires of which a resource is an end."""
        return self._by_end.get(resource, [])

    @cached_property
    def _sources(self) -> dict[Resource, frozenset[Resource | None]]:
        found: dict[Resource, set[Resource | None]] = {}
        for wired in self.all:
            if wired.target is not None:
                found.setdefault(wired.target, set()).add(wired.source)
        return {target: frozenset(sources) for target, sources in found.items()}

    def sources_of(self, target: Resource) -> frozenset[Resource | None]:
        """The sources of the wires that lead to a resource."""
        return self._sources.get(target, frozenset())

    def _led(self, wire: Wire) -> Iterator[Wired]:
        """One for each pair of things that the ends may be."""
        candidates = tuple(self._integrations[name] for name in wire.integrations)
        sources = wire.source_ref.alternatives()
        targets = wire.target_ref.alternatives()
        single = len(sources) == len(targets) == 1
        for source in sources:
            for target in targets:
                found = self._tied(wire, candidates, source, target, single)
                if found is not None:
                    yield found

    def _tied(
        self,
        wire: Wire,
        candidates: tuple[Integration, ...],
        source_ref: Text,
        target_ref: Text,
        single: bool,
    ) -> Wired | None:
        source_types = tuple(each.source_type for each in candidates)
        target_types = tuple(each.target_type for each in candidates)
        source = self._ends.end(wire, source_ref, source_types, SOURCE)
        target = self._ends.end(wire, target_ref, target_types, TARGET)
        fitting = tuple(
            each
            for each in candidates
            if self._ends.fits(each.source_type, source, source_types)
            and self._ends.fits(each.target_type, target, target_types)
        )
        if not fitting:
            return None
        by = way_of(wire, fitting)
        fitting = tuple(each for each in fitting if by in (ROLE, each.by)) or fitting
        role, role_ref, hidden = self._as(wire, fitting, by, source, target)
        unknown = [end.unknown for end in (source, target) if end.unknown is not None]
        return Wired(
            wire,
            fitting[0] if len(fitting) == 1 else None,
            fitting,
            source.resource,
            target.resource,
            source.arn,
            target.arn,
            by,
            role,
            role_ref,
            wire.sure and single and source.sure and target.sure,
            (*unknown, *hidden),
            source.likely or target.likely or wire.runs == NODES,
        )

    def _as(
        self, wire: Wire, fitting: tuple[Integration, ...], by: str, source: End, target: End
    ) -> As:
        """The role that is used: named by the wire, or that of one of its ends; of several that of
        the service that calls, as a cluster has one of its own and one for its nodes.
        """
        if by != ROLE:
            return None, None, ()
        if wire.role_ref is not None:
            roles = self._estate.roles_named(wire.role_ref, wire.reading)
            if len(roles) == 1:
                return roles[0], wire.role_ref, ()
            return None, wire.role_ref, (_no_role(f"the role {wire.role_ref}", wire),)
        if not wire.runs:
            return None, None, ()
        if wire.runs == NODES:
            nodes = self._nodes
            if len(nodes) == 1:
                return nodes[0], nodes[0].arn, ()
            return None, None, (_no_role("the role of the nodes", wire),)
        end = target if wire.runs == TARGET else source
        runs = self._estate.runs_as(end.resource) if end.resource is not None else ()
        named = [(run.role, run.use) for run in runs if run.role is not None]
        calling = {principal for each in fitting for principal in each.principals}
        fit = [one for one in named if calling.intersection(one[1].principals)]
        for role, use in (*fit, *named):
            return role, use.role_ref, ()
        return None, None, (_no_role(f"the role of {end.arn}", wire),)

    def keys_of(self, wired: Wired) -> list[KeyUse]:
        """The customers' keys that encrypt what the wire acts on."""
        end = wired.acted_on
        uses = self._estate.keys_of(end) if end is not None else []
        return [use for use in uses if use.kind == CUSTOMER]


def way_of(wire: Wire, fitting: tuple[Integration, ...]) -> str:
    """What lets the call through. A role that is named is used, whatever the target's policy; where
    none is, integrations that ask for one are not what is meant, if others fit.
    """
    if wire.role_ref is not None:
        return ROLE
    ways = [each.by for each in fitting]
    without = [way for way in ways if way != ROLE]
    return ROLE if wire.runs or not without else without[0]


def _no_role(what: str, wire: Wire) -> Unknown:
    return Unknown(f"{what} is not in view", wire)
