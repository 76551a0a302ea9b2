"""The four pitfalls in three dialects: the right rule at the right line, and silence on the sound
twin of every file."""

from __future__ import annotations

import json
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from iamlint.cli import main

ROOT = Path(__file__).parents[2]
PARSER = find_spec("tree_sitter_hcl")
ORDERS = f"terraform/orders/{'main.tf' if PARSER else 'plan.json'}"
"""Findings in a plan stand in the configuration beside it, where that can be read."""

EXPECTED = {
    ("policies/app.json", "service-wildcard", '"Action": "s3:*"'),
    ("policies/app.json", "unmatched-action", '"Action": "s3:GetObject"'),
    ("policies/app.json", "operation-as-action", '"Action": "s3:HeadObject"'),
    ("policies/app.json", "alias-as-resource", '"Action": "kms:Decrypt"'),
    ("policies/app.json", "bare-log-group", "log-group:/app/reports"),
    ("policies/send.json", "unadmitted-caller", '"Action": "sqs:SendMessage"'),
    ("policies/send.json", "dead-under-scp", '"Action": "events:PutEvents"'),
    ("cloudformation/consumer.yaml", "service-wildcard", "Action: dynamodb:*"),
    ("cloudformation/producer.yaml", "missing-caller-grant", "Action: s3:GetObject"),
    ("cloudformation/producer.yaml", "dead-under-boundary", "Action: sns:Publish"),
    ("cloudformation/consumer.yaml", "unadmitted-caller", "Action: sqs:SendMessage"),
    (ORDERS, "missing-caller-grant", "sqs:ReceiveMessage"),
    (ORDERS, "dead-under-boundary", "sns:Publish"),
    (ORDERS, "service-wildcard", "dynamodb:*"),
    (ORDERS, "dead-under-scp", "dynamodb:*"),
    (ORDERS, "unadmitted-caller", "sqs:SendMessage"),
}


def scan(folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.chdir(folder)
    code = main(["scan", ".", "--format", "json"])
    captured = capsys.readouterr()
    return code, json.loads(captured.out), captured.err


def test_each_pitfall_is_found_at_its_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    code, found, errors = scan(ROOT / "examples", capsys, monkeypatch)
    assert errors == ""
    assert code == 1
    places = {(f["path"], f["rule"], f["line"]) for f in found["findings"]}
    assert {(path, rule) for path, rule, _ in places} == {(p, r) for p, r, _ in EXPECTED}
    for path, rule, text in EXPECTED:
        lines = (ROOT / "examples" / path).read_text("utf-8").splitlines()
        assert any(
            text in lines[line - 1] for at, name, line in places if (at, name) == (path, rule)
        ), (path, rule)


def test_the_sound_twins_are_silent(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    code, found, errors = scan(ROOT / "tests/pitfalls/sound", capsys, monkeypatch)
    assert errors == ""
    assert [(f["path"], f["rule"], f["message"]) for f in found["findings"]] == []
    assert code == 0


def test_both_look_at_the_same(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = scan(ROOT / "examples", capsys, monkeypatch)[1]["summary"]
    sound = scan(ROOT / "tests/pitfalls/sound", capsys, monkeypatch)[1]["summary"]
    for count in ("documents", "identities", "rules", "not_analysable"):
        assert bad[count] == sound[count]


def test_every_pitfall_has_a_fix_in_every_dialect(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    _, found, _ = scan(ROOT / "examples", capsys, monkeypatch)
    for rule in ("missing-caller-grant", "dead-under-boundary", "unadmitted-caller"):
        for folder in ("cloudformation", "terraform"):
            fixes = [
                fix
                for f in found["findings"]
                if f["rule"] == rule and f["path"].startswith(folder)
                for fix in f["fixes"]
            ]
            assert fixes, (rule, folder)
            assert all(fix["safety"] != "safe" for fix in fixes)
            assert all(bool(fix["edits"]) == (folder == "cloudformation") for fix in fixes)
            assert all(fix["edits"] or fix["snippet"] for fix in fixes)
