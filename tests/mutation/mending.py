"""Whether the fixes of what is found of a mutant make it sound again."""

from __future__ import annotations

from collections import Counter

from iamlint.fixing import fix
from iamlint.testing import scan_with

from .cases import Case
from .scoring import Result, sound_files

MENDED, LEFT, REFUSED, NO_FIX = "mended", "something left", "refused", "no fix"


def mended(case: Case, result: Result) -> str:
    """What comes of applying every fix; of Terraform's files, which are not edited, none has one."""
    files = sound_files(case) | {result.mutant.path: result.mutant.text}
    scanner, scan = scan_with(files)
    fixed = fix(scanner, scan, unsafe=True)
    if fixed.refused:
        return REFUSED
    if not fixed.fixed:
        return NO_FIX
    return LEFT if fixed.scan.findings else MENDED


def print_mended(results: list[tuple[Case, Result]], *, names: bool) -> None:
    told: Counter[str] = Counter()
    for case, result in results:
        if not result.found or result.mutant.path.endswith(".tf"):
            continue
        outcome = mended(case, result)
        told[outcome] += 1
        if names and outcome != MENDED:
            rules = ", ".join(sorted({finding.rule for finding in result.right}))
            print(f"{outcome}  {case.name}: {result.mutant.site}: {rules}")
    print("fixes:", ", ".join(f"{count} {outcome}" for outcome, count in told.most_common()))
