"""The score: a table, and with `--missed` or `--others` what is behind it; `--case` narrows."""

from __future__ import annotations

import argparse
import time

from .cases import Case, cases
from .mending import print_mended
from .mutants import Mutant
from .scoring import Result, Score, judged, mutants_of, scores


def main() -> None:
    parse = argparse.ArgumentParser(prog="python -m tests.mutation", description=__doc__)
    parse.add_argument("--case", default="")
    parse.add_argument("--operator", default="")
    parse.add_argument("--whole", action="store_true", help="repositories alone")
    parse.add_argument("--missed", action="store_true")
    parse.add_argument("--others", action="store_true")
    parse.add_argument("--mend", action="store_true", help="also apply the fixes")
    args = parse.parse_args()
    start = time.perf_counter()
    found: list[tuple[Case, Result]] = []
    equivalent: list[Mutant] = []
    chosen = [case for case in cases() if args.case in case.name and case.whole >= args.whole]
    for case in chosen:
        for mutant in mutants_of(case):
            if args.operator not in mutant.operator:
                continue
            if case.reason(mutant.site):
                equivalent.append(mutant)
            else:
                found.append((case, judged(case, mutant)))
    results = [result for _, result in found]
    if args.mend:
        print_mended(found, names=args.others)
    print_behind(results, args.missed, args.others)
    print_table(scores(results, equivalent))
    print(f"\n{len(chosen)} templates, {time.perf_counter() - start:.1f} s")


def print_behind(results: list[Result], missed: bool, others: bool) -> None:
    for one in results:
        if missed and not one.right:
            print(f"missed  {one.case}: {one.mutant.site}")
        for name, found in (("elsewhere", one.elsewhere), ("other", one.others)):
            for finding in found if others else ():
                print(f"{name}  {one.case}: {one.mutant.site}: {finding.rule} {finding.message}")
        if others and len({finding.rule for finding in one.right}) > 1:
            rules = ", ".join(f"{finding.rule} ({finding.address})" for finding in one.right)
            print(f"several  {one.case}: {one.mutant.site}: {rules}")


def print_table(found: dict[str, Score]) -> None:
    print(f"{'operator':18} mutants equivalent  found  right place  several  others")
    whole = Score(*(sum(column) for column in zip(*found.values(), strict=True)))
    for name, score in {**found, "all": whole}.items():
        print(
            f"{name:18} {score.mutants:7} {score.equivalent:10} {score.share(score.found):6.1%}"
            f" {score.share(score.placed):12.1%} {score.several:8} {score.others:7}"
        )


if __name__ == "__main__":
    main()
