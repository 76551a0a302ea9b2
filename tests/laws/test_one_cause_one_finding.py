"""One cause, one finding: documents that are faulty in one way, over all shelves, and what the
pedantic view says of them.

A row of `causes.jsonl` is a document (or the text of a file) and the one rule that finds something
in it, once. `kind` is what the document is used as, where its shape does not tell. `also` are
rules whose finding has another cause that the document cannot do without; `why` says which.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from iamlint.packs import all_rules
from iamlint.testing import scan_texts

CAUSES = Path(__file__).with_name("causes.jsonl")
ROWS = [json.loads(line) for line in CAUSES.read_text(encoding="utf-8").splitlines()]
RULES = {rule.name: rule for rule in all_rules()}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["rule"])
def test_law_one_cause_one_finding(row: dict[str, Any]) -> None:
    document = row["document"]
    text = document if isinstance(document, str) else json.dumps(document, indent=1)
    files: dict[str, str | bytes] = {"policy.json": text}
    if "kind" in row:
        files["iamlint.toml"] = f'[kinds]\n"policy.json" = "{row["kind"]}"\n'
    scan = scan_texts(files, persona="pedantic")
    assert not scan.crashes, scan.crashes[0].trace
    found = [(finding.rule, finding.message) for finding in scan.findings]
    assert sorted(rule for rule, _ in found) == sorted([row["rule"], *row.get("also", ())]), found
    assert not row.get("also") or row["why"]


def test_the_table_is_of_all_shelves() -> None:
    alone = {rule.shelf for rule in RULES.values() if rule.subject in ("Statement", "Condition")}
    assert len(ROWS) >= 200
    assert {RULES[row["rule"]].shelf for row in ROWS} >= alone - {"ignoring", "escalation"}


def test_law_nothing_silences_itself() -> None:
    names = {name for rule in RULES.values() for name in (rule.name, rule.shelf)}
    below = {rule.name: silenced(rule.name) for rule in RULES.values()}
    for rule, found in below.items():
        assert found <= names, f"`{rule}` supersedes what does not exist: {found - names}"
        assert rule not in found, f"`{rule}` silences itself through others"
        assert RULES[rule].shelf not in found, f"`{rule}` silences its own shelf"


def silenced(name: str) -> set[str]:
    """Rules and shelves that a rule silences, also through others."""
    found: set[str] = set()
    waiting = [name]
    while waiting:
        rule = RULES.get(waiting.pop())
        fresh = set(rule.supersedes) - found if rule is not None else set()
        found |= fresh
        waiting.extend(fresh)
    return found


def test_who_silences_whom_is_written_down() -> None:
    """`SILENCED.md` beside this file says it of all rules; IAMLINT_REWRITE=1 writes it."""
    import os

    table = CAUSES.with_name("SILENCED.md")
    if os.environ.get("IAMLINT_REWRITE"):
        table.write_text(page(), encoding="utf-8")
    assert table.read_text(encoding="utf-8") == page()


def page() -> str:
    lines = [
        "# Who silences whom",
        "",
        "Where the left one finds something in a statement, the right ones are silent about it.",
        "",
        "| speaks | is silent |",
        "|---|---|",
    ]
    for rule in sorted(RULES.values(), key=lambda rule: (rule.shelf, rule.name)):
        if rule.supersedes:
            names = ", ".join(
                f"all of {name}" if name not in RULES else f"`{name}`"
                for name in sorted(rule.supersedes)
            )
            lines.append(f"| `{rule.name}` | {names} |")
    return "\n".join(lines) + "\n"
