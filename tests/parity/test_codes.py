"""Every code of AWS's own policy validation is covered by a rule of ours.

A row of `<shelf>.jsonl` is `{"code", "rule", "bad", "good"}` with two documents that differ in the
fault alone; `kind`, where the shape of the document does not tell it. `codes.json` lists the codes;
`gone` there says why one does not hold any more.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from iamlint.packs import all_rules
from iamlint.testing import scan_texts

FOLDER = Path(__file__).parent
RULES = {rule.name: rule for rule in all_rules(plugins=False)}
CODES = json.loads((FOLDER / "codes.json").read_text(encoding="utf-8"))["rows"]
ROWS: list[dict[str, Any]] = [
    json.loads(line)
    for path in sorted(FOLDER.glob("*.jsonl"))
    for line in path.read_text(encoding="utf-8").splitlines()
]


def fired(row: dict[str, Any], document: Any) -> set[str]:
    """The rules that have something to say of a document in any view. A document given as a text
    is the text of the file.
    """
    text = document if isinstance(document, str) else json.dumps(document, indent=1)
    files = {"policy.json": text}
    if "kind" in row:
        files["iamlint.toml"] = f'[kinds]\n"policy.json" = "{row["kind"]}"\n'
    scan = scan_texts(files, persona="auditor")
    assert not scan.crashes, scan.crashes[0].trace
    return {finding.rule for finding in scan.findings}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['code']}-{row['rule']}")
def test_bad_and_good(row: dict[str, Any]) -> None:
    assert row["code"] in RULES[row["rule"]].aws_codes
    assert row["rule"] in fired(row, row["bad"])
    assert row["rule"] not in fired(row, row["good"])


def test_every_code_is_covered() -> None:
    covered = {row["code"] for row in ROWS}
    wanted = {row["code"] for row in CODES if "gone" not in row}
    assert not wanted - covered
    assert not covered - wanted


def test_every_code_that_a_rule_claims_has_a_row() -> None:
    claimed = {(code, rule.name) for rule in RULES.values() for code in rule.aws_codes}
    assert not claimed - {(row["code"], row["rule"]) for row in ROWS}
