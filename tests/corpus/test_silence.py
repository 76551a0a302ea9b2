"""Sound input is silent: policies after AWS's documented patterns, templates as teams write them,
and AWS's own managed policies but for what is written down beside them.

`managed/<rule>.json` has a row for each thing that a rule finds in them, and why that is right;
`managed/overbroad.json` says of the rules on breadth how much they find at most. After a change
of rules or of data, `IAMLINT_REWRITE=1 python -m pytest tests/corpus/test_silence.py` writes the
rows as they are now: read the difference, and say why in new ones.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from iamlint.catalog.managed import ManagedPolicies
from iamlint.model.policy import KINDS
from iamlint.scanning import Scan
from iamlint.testing import scan_texts

HERE = Path(__file__).parent
PLANS = HERE.parent / "fixtures" / "terraform"
SOUND_PLANS = ("documented", "encryption", "expressions", "sensitive")
FILES = sorted(
    path
    for folder in (HERE / "sound", *(PLANS / name for name in SOUND_PLANS))
    for path in folder.rglob("*")
    if path.suffix in {".json", ".yaml", ".tf"}
)
BROKEN = {("encryption", "missing-service-grant")}
"""What is rightly found: a log group under a key with the default policy, which Logs cannot use."""
MANAGED = HERE / "managed"
BROAD = MANAGED / "overbroad.json"
BROAD_SHELVES = ("overbroad", "escalation")
REWRITE = bool(os.environ.get("IAMLINT_REWRITE"))
Row = dict[str, Any]


def test_there_is_a_corpus() -> None:
    assert len(FILES) >= 110


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_sound_input_is_silent(path: Path) -> None:
    """The folder tells the kind where a bare file does not: `scp`, `boundary` …"""
    files = {path.name: path.read_text(encoding="utf-8")}
    if path.parent.name in KINDS:
        files["iamlint.toml"] = f'[kinds]\n"{path.name}" = "{path.parent.name}"\n'
    scan = scan_texts(files)
    assert not scan.crashes, scan.crashes[0].trace
    found = [f for f in scan.findings if (path.parent.name, f.rule) not in BROKEN]
    assert [(f.rule, f.span.place.line, f.message) for f in found] == []
    assert scan.estate.policies


@pytest.fixture(scope="module")
def managed() -> Scan:
    """What the default view shows of AWS's managed policies."""
    bundled = ManagedPolicies()
    assert len(bundled.names) > 1500
    scan = scan_texts({f"{n}.json": json.dumps(bundled.document(n)) for n in bundled.names})
    assert not scan.crashes, scan.crashes[0].trace
    return scan


def test_managed_policies_are_silent_but_for_what_is_written_down(managed: Scan) -> None:
    found = {
        (f.rule, f.span.source.path.removesuffix(".json"), f.span.text.strip('"'))
        for f in managed.findings
        if f.shelf not in BROAD_SHELVES
    }
    files = {path: rows_of(path) for path in MANAGED.glob("*.json") if path != BROAD}
    known = {
        (path.stem, row["policy"], row["text"]): row for path, rows in files.items() for row in rows
    }
    if REWRITE:
        for rule in {rule for rule, _, _ in found} | {path.stem for path in files}:
            write(
                MANAGED / f"{rule}.json",
                [
                    {
                        "policy": policy,
                        "rule": rule,
                        "text": text,
                        "why": known.get((rule, policy, text), {}).get("why", ""),
                    }
                    for _, policy, text in sorted(one for one in found if one[0] == rule)
                ],
            )
        return
    assert sorted(found - known.keys()) == [], "found, and not written down"
    assert sorted(known.keys() - found) == [], "written down, and not found any more"
    assert [key for key, row in known.items() if not row["why"]] == []


def test_rules_on_breadth_find_no_more_than_is_known(managed: Scan) -> None:
    found = Counter(f.rule for f in managed.findings if f.shelf in BROAD_SHELVES)
    rows = {row["rule"]: row for row in rows_of(BROAD)}
    if REWRITE:
        write(
            BROAD,
            [
                {"rule": rule, "most": number, "why": rows.get(rule, {}).get("why", "")}
                for rule, number in sorted(found.items())
            ],
        )
        return
    assert {rule: number for rule, number in found.items() if number > most(rows, rule)} == {}
    assert sorted(rows.keys() - found.keys()) == [], "bounds of rules that find nothing"
    assert [rule for rule, row in rows.items() if not row["why"]] == []


def most(rows: dict[str, Row], rule: str) -> int:
    return int(rows[rule]["most"]) if rule in rows else 0


def rows_of(path: Path) -> list[Row]:
    """The rows of a file, one a line."""
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return [json.loads(line) for line in lines]


def write(path: Path, rows: list[Row]) -> None:
    """Rows, one a line; no file for none."""
    if rows:
        text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        path.write_text(text, encoding="utf-8")
    else:
        path.unlink(missing_ok=True)
