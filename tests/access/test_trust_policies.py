"""Trust policies that nobody meets, and sound ones beside them; `trust_policies.jsonl` has a row for
each: what it shows, the rules that find it (none for a sound one), the document.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from iamlint.testing import scan_texts

FILE = Path(__file__).with_name("trust_policies.jsonl")
ROWS = [json.loads(line) for line in FILE.read_text(encoding="utf-8").splitlines()]


def test_there_are_rows_of_both_sorts() -> None:
    sound = [row for row in ROWS if not row["rules"]]
    assert len(sound) >= 30
    assert len(ROWS) - len(sound) >= 150


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["why"])
def test_what_nobody_meets_is_found_and_what_is_sound_is_silent(row: dict[str, Any]) -> None:
    scan = scan_texts({"policy.json": json.dumps(row["document"], indent=1)})
    assert not scan.crashes, scan.crashes[0].trace
    assert sorted({finding.rule for finding in scan.findings}) == row["rules"]
