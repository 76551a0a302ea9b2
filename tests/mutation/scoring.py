"""What is found of the mutants, operator by operator."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import PurePosixPath
from typing import NamedTuple

from iamlint.finding import Finding
from iamlint.testing import scan_texts
from iamlint.text.source import Span

from . import guards, hcl, plain, plans, trees
from .cases import Case
from .mutants import Mutant

SHELVES = frozenset(
    {
        "wiring",
        "kms",
        "trust",
        "cross_account",
        "catalogue",
        "resource_policy",
        "guardrails",
        "escalation",
        "conditions",
        "economy",
    }
)
"""Where rules stand that say of a denial why, or of what was changed that it cannot work."""


class Result(NamedTuple):
    """What is found of a mutant: `right` are the findings of a shelf that may speak and at
    something that takes part, `elsewhere` those of such shelves at other things, `others` the rest.
    """

    case: str
    mutant: Mutant
    right: list[Finding]
    elsewhere: list[Finding]
    others: list[Finding]

    @property
    def found(self) -> bool:
        return bool(self.right or self.elsewhere)


class Score(NamedTuple):
    """`equivalent`: mutants that are sound. `several`: mutants of which more than one rule
    speaks; `others`: those of which findings speak that are not of this cause.
    """

    mutants: int = 0
    equivalent: int = 0
    found: int = 0
    placed: int = 0
    several: int = 0
    others: int = 0

    def share(self, number: int) -> float:
        return number / self.mutants if self.mutants else 1.0


def mutants_of(case: Case) -> Iterator[Mutant]:
    """Each text once, whatever made it."""
    made: set[tuple[str, str]] = set(case.files.items()) | set(sound_files(case).items())
    for mutant in all_mutants(case):
        if (mutant.path, mutant.text) not in made:
            made.add((mutant.path, mutant.text))
            yield mutant


def all_mutants(case: Case) -> Iterator[Mutant]:
    if case.whole:
        yield from guards.mutants(case.files)
    for path, text in case.files.items():
        suffix = PurePosixPath(path).suffix
        if suffix == ".tf":
            yield from hcl.mutants(path, text)
        elif suffix == ".yaml" or is_template(path, text):
            yield from trees.mutants(path, text)
        elif suffix == ".json":
            yield from plans.mutants(path, text)
            yield from plain.mutants(path, text)


def sound_files(case: Case) -> dict[str, str]:
    """The files as mutants have them, unchanged."""
    return {
        path: rewritten(text) if is_template(path, text) else text
        for path, text in case.files.items()
    }


@cache
def rewritten(template: str) -> str:
    return trees.written(trees.tree_of(template))


def is_template(path: str, text: str) -> bool:
    return path.endswith(".yaml") or (path.endswith(".json") and '"Resources": {' in text)


def judged(case: Case, mutant: Mutant) -> Result:
    files = sound_files(case) | {mutant.path: mutant.text}
    scan = scan_texts(files)
    assert not scan.crashes, (case.name, mutant.site, scan.crashes[0].trace)
    right, elsewhere, others = [], [], []
    for finding in scan.findings:
        if (finding.rule, finding.message) in case.alarms:
            continue
        if finding.shelf not in SHELVES:
            others.append(finding)
        elif touches(finding, mutant, files):
            right.append(finding)
        else:
            elsewhere.append(finding)
    return Result(case.name, mutant, right, elsewhere, others)


def touches(finding: Finding, mutant: Mutant, files: dict[str, str]) -> bool:
    spans = [finding.span, *(related.span for related in finding.related)]
    return any(owner(span, files) in mutant.touched for span in spans)


def owner(span: Span, files: dict[str, str]) -> str:
    path, start = span.source.path, span.start
    if path.endswith(".tf"):
        return hcl.owner(files[path], start)
    if '"planned_values"' in files[path]:
        return plans.owner(files[path], start)
    return trees.owner(files[path], start) or path


def scores(results: Iterable[Result], equivalent: Iterable[Mutant]) -> dict[str, Score]:
    found: dict[str, Score] = defaultdict(Score)
    for result in results:
        was = found[result.mutant.operator]
        found[result.mutant.operator] = was._replace(
            mutants=was.mutants + 1,
            found=was.found + result.found,
            placed=was.placed + bool(result.right),
            several=was.several + (len({finding.rule for finding in result.right}) > 1),
            others=was.others + bool(result.others or (result.right and result.elsewhere)),
        )
    for mutant in equivalent:
        was = found[mutant.operator]
        found[mutant.operator] = was._replace(equivalent=was.equivalent + 1)
    return dict(sorted(found.items()))
