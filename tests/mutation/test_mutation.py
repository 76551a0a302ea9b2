"""Sound templates are silent, and of what is spoilt in them the right thing is said, operator by
operator; `python -m tests.mutation` prints the score.
"""

from __future__ import annotations

import json
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path

import pytest

from iamlint.testing import scan_texts

from .cases import Case, cases
from .mutants import Mutant
from .scoring import Result, Score, judged, mutants_of, scores, sound_files

CASES = cases()
LEAST = json.loads((Path(__file__).parent / "least.json").read_text(encoding="utf-8"))
SAMPLE = 3
"""Of each operator in each template every third mutant is tried here, the first one always."""


def test_there_are_patterns_of_every_kind() -> None:
    assert len(CASES) >= 170
    assert sum(case.whole for case in CASES) >= 50
    assert len({case.name for case in CASES}) == len(CASES)
    kinds = {path.rpartition(".")[2] for case in CASES for path in case.files}
    assert {"yaml", "tf", "json"} <= kinds


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_sound_templates_are_silent(case: Case) -> None:
    for files in (case.files, sound_files(case)):
        scan = scan_texts(files)
        assert not scan.crashes, scan.crashes[0].trace
        said = {(f.rule, f.message) for f in scan.findings}
        assert said == case.alarms, [str(f.span.place) for f in scan.findings]
        assert scan.estate.policies
        assert [policy.address for policy in scan.estate.policies if not policy.whole] == []
        assert scan.gathered.unanalysed == []


@cache
def mutants(name: str) -> tuple[Mutant, ...]:
    (case,) = (case for case in CASES if case.name == name)
    return tuple(mutants_of(case))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_what_is_said_to_be_sound_is_a_mutant(case: Case) -> None:
    sites = {mutant.site for mutant in mutants(case.name)}
    said = [p for p in case.equivalents if not any(fnmatchcase(site, p) for site in sites)]
    assert said == []


def those_of(case: Case, operator: str) -> list[Mutant]:
    """What an operator makes of a template, but for what is sound."""
    made = [mutant for mutant in mutants(case.name) if mutant.operator == operator]
    return [mutant for mutant in made if not case.reason(mutant.site)]


def sampled(kind: str, operator: str) -> tuple[Result, ...]:
    """What is found of the mutants of one operator, in single patterns or in whole repositories."""
    return tuple(
        judged(case, mutant)
        for case in CASES
        if case.whole is (kind == "repositories")
        for mutant in those_of(case, operator)[::SAMPLE]
    )


HELD = [(kind, operator) for kind in LEAST for operator in sorted(LEAST[kind])]


@pytest.mark.parametrize(("kind", "operator"), HELD)
def test_mutants_are_found_at_the_right_place(kind: str, operator: str) -> None:
    results = sampled(kind, operator)
    score = scores(results, ()).get(operator, Score())
    assert score.mutants
    assert score.share(score.placed) >= LEAST[kind][operator], [
        f"{one.case}: {one.mutant.site}" for one in results if not one.right
    ]
    beside = [
        f"{one.case}: {one.mutant.site}: {finding.rule}"
        for one in results
        for finding in (*one.others, *one.elsewhere)
    ]
    assert beside == [], "another finding comes of a mutant"


@pytest.mark.parametrize("kind", LEAST)
def test_every_operator_is_held(kind: str) -> None:
    operators = {
        mutant.operator
        for case in CASES
        if case.whole is (kind == "repositories")
        for mutant in mutants(case.name)
        if not case.reason(mutant.site)
    }
    assert operators == LEAST[kind].keys()
