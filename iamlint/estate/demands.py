"""Which services must be able to assume which roles, and what demands it.

https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/lambda-edge-permissions.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from iamlint.finding import CERTAIN, LIKELY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.model.things import Identity, Wire

    from . import Estate
    from .running import Workload


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
            if further:
                yield Demand(wired.role, workload, further, (), wired.wire)
    for workload in estate.idle_profiles:
        role = workload.role
        if role is not None and not estate.workloads_of(role):
            yield Demand(role, workload, workload.principals, confidence=LIKELY)
