"""How long questions over all requests take: run by hand.

    python -m tests.benchmarks.symbolic [--pairs N]

Pairs of AWS's managed policies and of generated policies, both directions each; warm: the bundled
catalogue has been asked once. The budgets are a median under 1 ms, 95 of 100 under 150 ms, none over
3 s; all actions against all actions under 0.3 s.
"""

from __future__ import annotations

import argparse
import random
import statistics
import time
from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, given, seed, settings

from iamlint.access.symbolic.relations import difference
from iamlint.access.truth import MAYBE
from iamlint.catalog import catalog
from iamlint.model.reading import policy_from
from tests.access.symbolic.generated import documents

if TYPE_CHECKING:
    from collections.abc import Iterable

    from iamlint.model.policy import Policy

    Pair = tuple[str, Policy, Policy]

EVERYTHING = {"Effect": "Allow", "Action": "*", "Resource": "*"}
EVERYWHERE = [
    EVERYTHING | {"Resource": "arn:aws:*:*:*:*"},
    EVERYTHING | {"Condition": {"Bool": {"aws:SecureTransport": ["true", "false"]}}},
]
"""All actions in other words, so that nothing cancels before it is looked at."""


def managed_pairs(count: int) -> Iterable[Pair]:
    """Random pairs of AWS's managed policies."""
    known = catalog()
    arns = sorted(known.managed_policy_arns)
    chance = random.Random(1)
    read: dict[str, Policy] = {}

    def policy(arn: str) -> Policy:
        if arn not in read:
            read[arn] = policy_from(known.managed_policy(arn), "identity")
        return read[arn]

    for _ in range(count):
        one, other = chance.sample(arns, 2)
        yield (
            f"{one.rpartition('/')[2]} against {other.rpartition('/')[2]}",
            policy(one),
            policy(other),
        )


def kindred_pairs() -> Iterable[Pair]:
    """Pairs whose names say that they are about one thing: these overlap."""
    known = catalog()
    by_service: dict[str, list[str]] = {}
    for arn in sorted(known.managed_policy_arns):
        name = arn.rpartition("/")[2]
        for ending in ("FullAccess", "ReadOnlyAccess", "ReadOnly"):
            if name.endswith(ending):
                by_service.setdefault(name.removesuffix(ending), []).append(arn)
    for name, arns in by_service.items():
        if len(arns) > 1:
            one, other = (policy_from(known.managed_policy(arn), "identity") for arn in arns[:2])
            yield name, one, other


def generated_pairs(count: int) -> Iterable[Pair]:
    """Pairs of small policies with wildcards, Deny, conditions and exceptions."""
    found: list[Pair] = []

    @seed(1)
    @settings(
        max_examples=count,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(documents(), documents())
    def collect(one: dict[str, Any], other: dict[str, Any]) -> None:
        pair = policy_from(one, "identity"), policy_from(other, "identity")
        found.append((f"{one} against {other}", *pair))

    collect()
    return found


def of(statements: Any) -> Policy:
    return policy_from({"Version": "2012-10-17", "Statement": statements}, "identity")


def timed(head: Policy, base: Policy) -> tuple[float, bool]:
    start = time.perf_counter()
    found = difference(head, base)
    return time.perf_counter() - start, found.truth is MAYBE


def measure(title: str, pairs: Iterable[Pair]) -> None:
    every: list[tuple[float, str]] = []
    maybe = 0
    for name, one, other in pairs:
        for head, base in ((one, other), (other, one)):
            seconds, open_ = timed(head, base)
            every.append((seconds, name))
            maybe += open_
    every.sort()
    times = [seconds for seconds, _ in every]
    worst, name = every[-1]
    print(
        f"{title:<26} {len(times):5} questions   median {statistics.median(times) * 1000:7.2f} ms"
        f"   p95 {times[int(len(times) * 0.95)] * 1000:8.1f} ms   worst {worst:5.2f} s"
        f"   maybe {maybe}\n{'':<26} worst: {name[:150]}"
    )


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--pairs", type=int, default=1000, help="managed and generated pairs")
    count = arguments.parse_args().pairs
    cold, _ = timed(of(EVERYTHING), of(EVERYWHERE))
    warm = max(timed(of(EVERYTHING), of(EVERYWHERE))[0], timed(of(EVERYWHERE), of(EVERYTHING))[0])
    print(f"all actions against all    cold {cold:.2f} s   warm {warm * 1000:.1f} ms")
    measure("managed policies", managed_pairs(count))
    measure("managed, of one service", kindred_pairs())
    measure("generated policies", generated_pairs(count))


if __name__ == "__main__":
    main()
