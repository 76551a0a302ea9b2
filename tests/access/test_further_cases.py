"""More requests than the table of rules needs: whole cases as `simulate --requests` takes them, a
line each in `further_cases.jsonl`, with the decision that AWS's documentation leads to.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

from iamlint.simulating import run_case

ROWS: list[dict[str, Any]] = [
    json.loads(line)
    for line in (Path(__file__).parent / "further_cases.jsonl")
    .read_text(encoding="utf-8")
    .splitlines()
]


def test_decisions() -> None:
    wrong = []
    for row in ROWS:
        case = {key: value for key, value in row.items() if key != "want"}
        found = run_case(case)["decision"]
        if found != row["want"]:
            wrong.append((row["id"], row["want"], found))
    assert not wrong


def test_there_are_all_decisions() -> None:
    counts = Counter(row["want"] for row in ROWS)
    assert min(counts[one] for one in ("allow", "implicit_deny", "explicit_deny")) >= 300
