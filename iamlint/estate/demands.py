"""Which services must be able to assume which roles, and what demands it.

https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/lambda-edge-permissions.html
"""

from __future__ import annotations

from iamlint.finding import CERTAIN, LIKELY
from iamlint.model.things import RoleUse
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.model.things import Identity, Wire

    from . import Estate
    from .running import Workload
    from .wired import Wired


class Demand(NamedTuple):
    """Services that must be able to assume the role of a workload; of `instead` one will do.
    `wire`: what demands it, where the workload itself does not. `confidence`: `likely` of an
        instance profile that nothing in view uses.
    """

    role: Identity
    workload: Workload
    principals: tuple[str, ...]
    instead: tuple[str, ...] = ()
    wire: Wire | None = None
    confidence: str = CERTAIN


def demands(estate: Estate) -> Iterator[Demand]:
    """What workloads demand of their roles, and what wires do: a function that a distribution has
    run at the edge is run by another service than functions are. An instance profile is for
    instances, whoever launches them; one of a role that something else runs as is a leftover.
    """
    for workload in estate.workloads:
        if workload.role is not None:
            yield Demand(workload.role, workload, workload.principals, workload.instead)
    for wired in estate.wires:
        if wired.role is None or not wired.wire.runs or not wired.sure:
            continue
        for workload in estate.workloads_of(wired.role):
            further = tuple(p for p in wired.principals if p not in workload.principals)
            if further and is_run_by(workload, wired):
                yield Demand(wired.role, workload, further, (), wired.wire)
    yield from for_others(estate)
    for workload in estate.idle_profiles:
        role = workload.role
        if role is not None and not estate.workloads_of(role):
            yield Demand(role, workload, workload.principals, confidence=LIKELY)


def is_run_by(workload: Workload, wired: Wired) -> bool:
    """It is what runs at an end of the wire. Where that is the source, something else may run as
    the same role; a function as a target may be named by one of its versions.
    """
    if wired.wire.runs != "source":
        return True
    if wired.source is None or workload.resource is None:
        return workload.use.by == wired.wire.address
    return workload.resource is wired.source


def for_others(estate: Estate) -> Iterator[Demand]:
    """The role of what is used from another account, which the service assumes for that account.

    https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CreateDestination.html
    """
    for wired in estate.wires:
        kind, target = wired.integration, wired.target
        if kind is None or not kind.assumed or target is None or not wired.sure:
            continue
        for workload in estate.runs_as(target) if wired.crosses_accounts is True else ():
            if workload.role is not None:
                used = assumed_for(workload.use, wired.wire)
                asked = workload._replace(use=used)
                principals, wire = workload.principals, wired.wire
                yield Demand(workload.role, asked, principals, workload.instead, wire, LIKELY)


def assumed_for(use: RoleUse, wire: Wire) -> RoleUse:
    """The same use of a role, for the account of a wire."""
    return RoleUse(
        use.by,
        use.role_ref,
        use.principals,
        use.node,
        use.address,
        use.type,
        wire.account,
        use.region,
        when=use.when | wire.when,
        instead=use.instead,
        holder=use.holder,
        external=use.external,
        sends=use.sends,
    )
