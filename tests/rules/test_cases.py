"""Cases in Markdown under tests/cases: what a concise report says of an input.

`IAMLINT_REWRITE=1 python -m pytest tests/rules/test_cases.py` writes the outputs as they are now;
read the difference before you commit it.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from iamlint.testing.cases import Case, cases_in, output_of, rewritten

FOLDER = Path(__file__).parents[1] / "cases"
FILES = sorted(FOLDER.rglob("*.md"))
REWRITE = bool(os.environ.get("IAMLINT_REWRITE"))
CASES = [
    pytest.param(case, id=f"{path.parent.name}/{path.stem}: {case.title}")
    for path in FILES
    for case in cases_in(path.read_text(encoding="utf-8"))
]


@pytest.mark.skipif(not REWRITE, reason="only when asked for")
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_rewrite(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    path.write_text(rewritten(text), encoding="utf-8")
    assert len(cases_in(text)) == len(cases_in(path.read_text(encoding="utf-8")))


@pytest.mark.skipif(REWRITE, reason="being rewritten")
@pytest.mark.parametrize("case", CASES)
def test_case(case: Case) -> None:
    assert output_of(case) == case.output.text
