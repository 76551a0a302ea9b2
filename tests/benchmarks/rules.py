"""What each rule costs over AWS's managed policies, slowest first: run by hand.

    python -m tests.benchmarks.rules [--persona auditor] [--most 25]

One process, start and import apart, garbage collection as in a scan. The budget is 1,000 policies a
second on one core: with the rules about one policy alone, and as near as can be with all. The former
run first, so that what they share with others is paid by them. What several rules share is paid by
the first that asks, so the figure of one rule alone says less than the sums.
"""

from __future__ import annotations

import argparse
import gc
import json
import time
from importlib import import_module
from pkgutil import walk_packages
from types import ModuleType
from typing import TYPE_CHECKING

import iamlint.access
import iamlint.catalog
import iamlint.estate
import iamlint.model
from iamlint.catalog import catalog
from iamlint.checking import run
from iamlint.checking.lending import Lender
from iamlint.checking.places import Places
from iamlint.gathering import gather_texts
from iamlint.scanning import Request, Scanner
from iamlint.testing import configurations_for

if TYPE_CHECKING:
    from iamlint.packs import Rule

ALONE = ("Statement", "Condition", "Policy")
"""What a rule is shown that is about one policy alone."""
TOGETHER = ("escalation", "wiring", "cross_account")
"""Shelves of rules about what several policies, or a policy and a resource, come to together."""
OF_PRINCIPALS = frozenset(
    (
        *("subsumed-statement", "shadowed-allow", "broad-policy", "own-tag-writable"),
        *("forbidden-grant", "missing-required-condition", "endpoint-without-allow"),
        *("missing-external-id", "untrusted-account"),
    )
)
"""Rules that are shown one policy and are about all that a principal has, or who else is there."""
BUILDERS = "iamlint.catalog.build"
"""What makes the data files, and is no part of a run."""


def import_all(package: ModuleType) -> None:
    """What a run imports when it first asks for it is no cost of the rule that asks."""
    for module in walk_packages(package.__path__, f"{package.__name__}."):
        if not module.name.startswith(BUILDERS):
            import_module(module.name)


def is_about_one_policy(rule: Rule) -> bool:
    """It is shown one policy or a part of it, and needs nothing beside it."""
    alone = rule.subject in ALONE and rule.shelf not in TOGETHER
    return alone and rule.name not in OF_PRINCIPALS


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--persona", default="auditor")
    arguments.add_argument("--most", type=int, default=25, help="rules shown")
    args = arguments.parse_args()
    known = catalog()
    texts = {
        f"{arn.rpartition('/')[2]}.json": json.dumps(known.managed_policy(arn), indent=2)
        for arn in sorted(known.managed_policy_arns)
    }
    scanner = Scanner(Request(tuple(texts), persona=args.persona), configurations_for({}))
    for rule in scanner.rules:
        rule.check()
    for package in (iamlint.access, iamlint.catalog, iamlint.estate, iamlint.model):
        import_all(package)
    gc.disable()
    start = time.process_time()
    gathered = gather_texts(texts, scanner.configurations)
    estate = gathered.estate()
    reading = time.process_time() - start
    lender = Lender(estate)
    places = Places(estate)
    costs: list[tuple[float, int, str]] = []
    asked = [rule for rule in scanner.rules if not lender.lacks_options(rule)]
    for rule in sorted(asked, key=is_about_one_policy, reverse=True):
        start = time.process_time()
        found = sum(1 for _ in run(rule, lender, scanner.selection, places, []))
        costs.append((time.process_time() - start, found, rule.name))
    alone = sum(map(is_about_one_policy, asked))
    print(f"{len(texts)} policies: reading {reading:.2f} s")
    for which, counted in (("about one policy alone", costs[:alone]), ("in all", costs)):
        rules = sum(cost for cost, _, _ in counted)
        print(
            f"{len(counted)} rules {which}: {rules:.2f} s, with reading {reading + rules:.2f} s, "
            f"{len(texts) / (reading + rules):,.0f} policies a second"
        )
    for cost, found, name in sorted(costs, reverse=True)[: args.most]:
        print(f"{cost * 1000:8.1f} ms  {found:6,} findings  {name}")


if __name__ == "__main__":
    main()
