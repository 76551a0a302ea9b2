"""Every check of the catalogue of checks is a rule, or it is said why it is none here.

A line of `checks/<shelf>.jsonl` is `{"check": "G03 duplicate-json-key", "rules": […]}`; without
rules it says `why`. The letters are the catalogue's own, by shelf.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

from iamlint.packs import all_rules

ROWS: list[dict[str, Any]] = [
    json.loads(line)
    for path in sorted((Path(__file__).parent / "checks").glob("*.jsonl"))
    for line in path.read_text(encoding="utf-8").splitlines()
]
COUNTS = {"G": 37, "V": 36, "O": 34, "T": 31, "R": 26, "K": 13, "B": 19, "Q": 13, "A": 20}
"""How many checks there are: grammar, catalogue, overbroad, trust, resource policies, keys,
guardrails, economy, conditions."""


def test_every_check_has_a_line() -> None:
    wanted = {f"{letter}{n:02}" for letter, count in COUNTS.items() for n in range(1, count + 1)}
    found = Counter(row["check"].split()[0] for row in ROWS)
    assert not wanted - found.keys()


def test_lines_name_rules_that_there_are_or_say_why() -> None:
    names = {rule.name for rule in all_rules(plugins=False)}
    for row in ROWS:
        assert set(row["rules"]) <= names, row
        assert row["rules"] or row["why"], row
