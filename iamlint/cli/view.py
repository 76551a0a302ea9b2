"""What is in view of a question: the estate, and what of the files could not be read."""

from __future__ import annotations

import sys

from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.records import NamedTuple

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Sequence

    from iamlint.config import Configurations
    from iamlint.estate import Estate
    from iamlint.gathering import Gathered

SHOWN = 3
"""Files that are told of for one reason."""


class View(NamedTuple):
    """`whole`: every file could be read."""

    estate: Estate
    whole: bool


def in_view(args: argparse.Namespace, principals: Iterable[str], resources: Iterable[str]) -> View:
    """Read what is at the paths. Where no configuration tells the partition, the account or the
    region, the ARNs that the questions name do.
    """
    from iamlint.config import Configurations
    from iamlint.gathering import gather

    paths, principals, resources = args.paths or ["."], list(principals), list(resources)
    configurations = Configurations(paths, named=args.config, isolated=args.isolated)
    configurations.suppose(partition=partition_of([*principals, *resources]))
    gathered = gather(paths, configurations)
    if supposed(configurations, gathered.estate(), principals, resources):
        gathered = gather(paths, configurations)
    tell(gathered)
    return View(gathered.estate(), not gathered.problems)


def supposed(
    configurations: Configurations, estate: Estate, principals: list[str], resources: list[str]
) -> bool:
    """Whether the ARNs tell of files what the configuration does not."""
    from iamlint.simulating import accounts_told, regions_told

    accounts, regions = accounts_told(estate, principals), regions_told(estate, resources)
    for path, account in accounts.items():
        configurations.suppose(path, account=account)
    for path, region in regions.items():
        configurations.suppose(path, region=region)
    return bool(accounts or regions)


def partition_of(arns: Sequence[str]) -> str:
    """The one partition that all ARNs are of; nothing that a request is about is of another."""
    found = {arn.split(":")[1] for arn in arns if arn.startswith("arn:") and arn.count(":") > 1}
    return found.pop() if len(found) == 1 else ""


def tell(gathered: Gathered) -> None:
    """Say what was not read, and may hold what decides."""
    for problem in gathered.problems:
        span = problem.span.outermost
        line, column = span.place.line, span.place.column
        where = f"{span.source.path}:{line}:{column}"
        print(f"iamlint: {where}: not read: {problem.message}", file=sys.stderr)
    told: dict[str, int] = {}
    for gap in gathered.unanalysed:
        if not gap.partial:
            told[gap.why] = told.get(gap.why, 0) + 1
            if told[gap.why] <= SHOWN:
                print(f"iamlint: {gap.path}:{gap.line}: not analysed: {gap.why}", file=sys.stderr)
    more = sum(max(0, number - SHOWN) for number in told.values())
    if more:
        print(f"iamlint: {more:,} more not analysed for the same reasons", file=sys.stderr)
