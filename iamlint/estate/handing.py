"""Roles that one role hands on to a service: what starts a task passes the roles of the task, a
pipeline the role of a stack that it deploys.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/CWE_IAM_role.html
"""

from __future__ import annotations

from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.node import Mapping, plain

from .passing import Passing
from .presence import possible

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from iamlint.model.things import Identity, Resource
    from iamlint.rule import Placed
    from iamlint.text.node import When

    from . import Estate
    from .running import Workload
    from .wired import Wired

EXECUTION = "executionrolearn"
COMPATIBILITIES = ("RequiresCompatibilities", "requires_compatibilities")
FARGATE = "FARGATE"


def handings(estate: Estate) -> Iterator[Passing]:
    """Every role that is handed on, where both roles are in view; in file order."""
    for wired in estate.wires:
        if wired.role is not None and wired.target is not None and _starts(wired):
            for workload in estate.runs_as(wired.target):
                if _is_handed_on(workload, wired.target):
                    yield from _started(wired.role, workload, wired)
    yield from _siblings(estate)


def _starts(wired: Wired) -> bool:
    """Of whatever kind the wire is, roles of its target are passed on."""
    return wired.sure and all(each.starts for each in wired.candidates)


def _is_handed_on(workload: Workload, task: Resource) -> bool:
    """Who starts a task on Fargate passes both of its roles; on instances of one's own the role by
    which it is set up, and the one that its code runs as may stay where it is.
    """
    if workload.use.address.lower().replace("_", "").endswith(EXECUTION):
        return True
    properties = task.properties
    if not isinstance(properties, Mapping):
        return False
    found = [node for name in COMPATIBILITIES if (node := properties.get(name)) is not None]
    return any(FARGATE in str(plain(node)) for node in found)


def _started(caller: Identity, workload: Workload, wired: Wired) -> Iterator[Passing]:
    started, use = wired.target, workload.use
    if started is None or workload.role is None:
        return
    places = (
        (wired.wire, f"{wired.wire.address} starts {started.address}"),
        (use, f"{use.by} runs as {workload.role.address}"),
    )
    when = wired.when | workload.when | caller.when
    call = wired.candidates[0].starts  # of whatever kind the wire is, it is the same
    yield from _handed(caller, workload, f"starts {started.address}", call, places, when)


def _handed(
    caller: Identity,
    workload: Workload,
    act: str,
    call: str,
    places: tuple[tuple[Placed, str], ...],
    when: When,
) -> Iterator[Passing]:
    role = workload.role
    if role is not None and workload.principals and possible(when):
        services = workload.principals
        yield Passing(caller, role, role.arn, services, act, call, places, when)


def _siblings(estate: Estate) -> Iterator[Passing]:
    """Roles that stand beside the role that passes them on."""
    rows: dict[str, Any] = {row["type"]: row for row in estate.catalog.table("role_handings")}
    by_address: dict[tuple[object, str], list[Workload]] = {}
    for workload in estate.workloads:
        if workload.use.type in rows:
            key = workload.use.reading, workload.use.address
            by_address.setdefault(key, []).append(workload)
    for (reading, address), workloads in by_address.items():
        for workload in workloads:
            row = rows[workload.use.type]
            if not address.endswith(row["passed"]):
                continue
            beside = address.removesuffix(row["passed"]) + row["by"]
            callers = by_address.get((reading, beside)) or by_address.get(
                (reading, workload.use.by + row["otherwise"]), []
            )
            if len(callers) == 1 and callers[0].role is not None:
                caller, use = callers[0].role, workload.use
                places = ((use, f"{use.by} passes the role here"),)
                when = workload.when | callers[0].when
                yield from _handed(caller, workload, f"runs {use.by}", "", places, when)
