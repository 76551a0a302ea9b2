"""Fixing: passes, proofs, refusals, and what is written."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path
from typing import Any

import pytest

from iamlint.cli import main
from iamlint.fixing import Fixed, fix
from iamlint.testing import scan_with

STATEMENT = {
    "Effect": "Allow",
    "Action": "sqs:SendMessage",
    "Resource": "arn:aws:sqs:eu-west-1:111122223333:jobs",
}
NO_VERSION = json.dumps({"Statement": [STATEMENT]}, indent=2) + "\n"
VERSION = json.dumps({"Version": "2012-10-17", "Statement": [STATEMENT]}, indent=2) + "\n"
RULE = '''"""A rule.

```json bad
{{}}
```

```json good
{{}}
```

```json fixed
{{}}
```
"""
from iamlint import Hit, Policy, Replace, Statement, rule


@rule(severity="warning", since="1.0", fix={safety!r})
def check(statement: Statement):
    for action in statement.actions or ():
        if action.literal == {old!r}:
            yield Hit(action, "an action", fix=Replace(action, {new!r}))
'''


def rewriting(folder: Path, name: str, old: str, new: str, safety: str = "widens") -> None:
    path = folder / "house" / f"{name}.py"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(RULE.format(old=old, new=new, safety=safety), encoding="utf-8")


def fixed(folder: Path, text: str, *, unsafe: bool = True) -> Fixed:
    scanner, scan = scan_with({"p.json": text}, rules=(str(folder),), select=("house",))
    return fix(scanner, scan, unsafe=unsafe)


def actions(done: Fixed) -> list[str]:
    return [s["Action"] for s in json.loads(done.texts["p.json"])["Statement"]]


def policy(*names: str) -> str:
    return json.dumps(
        {"Version": "2012-10-17", "Statement": [STATEMENT | {"Action": name} for name in names]}
    )


def test_two_fixes_of_one_place_are_not_both_applied(tmp_path: Path) -> None:
    rewriting(tmp_path, "one_way", "sqs:A", "sqs:B")
    rewriting(tmp_path, "other_way", "sqs:A", "sqs:C")
    done = fixed(tmp_path, policy("sqs:A", "sqs:A"))
    assert actions(done) == ["sqs:B", "sqs:B"]
    assert (done.fixed, done.refused) == (4, [])


def test_a_fix_that_brings_a_finding_is_taken_back(tmp_path: Path) -> None:
    rewriting(tmp_path, "to_and", "sqs:A", "sqs:B")
    rewriting(tmp_path, "fro", "sqs:B", "sqs:A")
    done = fixed(tmp_path, policy("sqs:A", "sqs:C"))
    assert done.texts == {}
    assert [(one.finding.rule, one.brought) for one in done.refused] == [("to-and", ("fro",))]
    assert (done.fixed, len(done.scan.findings)) == (0, 1)


def test_what_cannot_be_done_together_is_done_one_by_one(tmp_path: Path) -> None:
    rewriting(tmp_path, "to_and", "sqs:A", "sqs:B")
    rewriting(tmp_path, "fro", "sqs:B", "sqs:A")
    rewriting(tmp_path, "useful", "sqs:D", "sqs:C")
    done = fixed(tmp_path, policy("sqs:D", "sqs:A", "sqs:D", "sqs:D"))
    assert actions(done) == ["sqs:C", "sqs:A", "sqs:C", "sqs:C"]
    assert [one.finding.rule for one in done.refused] == ["to-and"]


def test_what_a_fix_brings_is_mended_with_it(tmp_path: Path) -> None:
    rewriting(tmp_path, "first_step", "sqs:A", "sqs:B")
    rewriting(tmp_path, "second_step", "sqs:B", "sqs:C")
    done = fixed(tmp_path, policy("sqs:A", "sqs:B"))
    assert actions(done) == ["sqs:C", "sqs:C"]
    assert done.refused == []


def test_a_fix_that_does_not_mend_is_taken_back_and_the_others_stay(tmp_path: Path) -> None:
    rewriting(tmp_path, "useless", "sqs:A", "sqs:A")
    rewriting(tmp_path, "useful", "sqs:B", "sqs:C")
    done = fixed(tmp_path, policy("sqs:A", "sqs:B"))
    assert actions(done) == ["sqs:A", "sqs:C"]
    assert [one.finding.rule for one in done.refused] == ["useless"]
    assert done.fixed == 1


def found(*statements: dict[str, Any], persona: str = "pedantic", unsafe: bool = True) -> Fixed:
    """What fixing makes of statements, with the rules that come along."""
    text = json.dumps({"Version": "2012-10-17", "Statement": statements}, indent=1)
    scanner, scan = scan_with({"p.json": text}, persona=persona)
    return fix(scanner, scan, unsafe=unsafe)


def statements(done: Fixed) -> Any:
    return json.loads(done.texts["p.json"])["Statement"]


OBJECTS = "arn:aws:s3:::acme/*"
READ = {"Effect": "Allow", "Action": ["s3:GetObject", "s3:PutObject"], "Resource": OBJECTS}


def test_two_fixes_of_one_operator_make_one_that_has_both() -> None:
    tagging = {
        "Effect": "Allow",
        "Action": "ec2:CreateTags",
        "Resource": "arn:aws:ec2:eu-west-1:111122223333:instance/*",
        "Condition": {"StringEquals": {"aws:TagKeys": ["team", "cost-*"]}},
    }
    done = found(tagging, persona="regular")
    assert statements(done)[0]["Condition"] == {
        "ForAllValues:StringLike": {"aws:TagKeys": ["team", "cost-*"]},
        "Null": {"aws:TagKeys": "false"},
    }
    assert (done.refused, done.scan.findings) == ([], [])


def test_what_is_refused_is_tried_again_once_others_are_mended() -> None:
    over = {"Effect": "Allow", "Resource": ["*"]}
    misspelt = {"Condition": {"Bool": {"aws:SecureTransport": "tru"}}}
    lists = [over | misspelt | {"Action": [action]} for action in ("s3:getobject", "s3 GetObject")]
    once = found(*lists, persona="auditor")
    again = found(*statements(once), persona="auditor")
    assert again.texts == {}, "a second run finds nothing to do"


@pytest.mark.parametrize("persona", ["pedantic", "auditor"])
def test_what_is_dead_by_mistake_is_mended_and_not_taken_out(persona: str) -> None:
    mixed = {"Effect": "Allow", "Action": ["s3:GetObject", "s3:ListAllMyBuckets"]}
    dead = mixed | {"Resource": OBJECTS}
    assert "s3:ListAllMyBuckets" in found(READ, dead, persona=persona, unsafe=False).texts.get(
        "p.json", "s3:ListAllMyBuckets"
    )
    done = found(READ, dead, persona=persona)
    assert {"Effect": "Allow", "Action": "s3:ListAllMyBuckets", "Resource": "*"} in statements(done)
    assert done.refused == []


def test_what_no_request_matches_is_not_said_to_be_denied() -> None:
    keep = {"Effect": "Deny", "Action": "s3:DeleteObject", "Resource": "*"}
    dead = {"Effect": "Allow", "Action": ["s3:DeleteObject", "sqs:SendMessage"]}
    done = found(keep, dead | {"Resource": OBJECTS}, persona="regular", unsafe=False)
    assert statements(done)[1]["Action"] == ["sqs:SendMessage"]


def test_a_statement_that_is_denied_as_a_whole_stays() -> None:
    """The Deny may be what is not meant."""
    deny = {"Effect": "Deny", "Action": "*", "Resource": "*"}
    done = found(READ, deny, persona="regular")
    assert [one.rule for one in done.scan.findings] == ["shadowed-allow"]
    assert (done.texts, done.refused) == ({}, [])


@pytest.mark.parametrize("persona", ["regular", "pedantic", "auditor"])
def test_a_stricter_view_takes_back_no_fix_of_a_milder_one(persona: str) -> None:
    """`wildcard-resource` speaks in the view of auditors alone."""
    group = "arn:aws:logs:eu-west-1:111122223333:log-group:/app/reports"
    done = found(STATEMENT | {"Action": "logs:PutLogEvents", "Resource": group}, persona=persona)
    assert statements(done)[0]["Resource"] == f"{group}:*"
    assert done.refused == []


def test_what_is_mended_and_adds_nothing_then_is_taken_out() -> None:
    done = found(READ, READ | {"Action": "s3:HeadObject"})
    assert statements(done) == [READ]
    assert done.refused == []


def test_law_safe_means_that_the_engine_calls_before_and_after_equal(tmp_path: Path) -> None:
    rewriting(tmp_path, "truly_safe", "sqs:sendmessage", "sqs:SendMessage", "safe")
    done = fixed(tmp_path, policy("sqs:sendmessage"), unsafe=False)
    assert actions(done) == ["sqs:SendMessage"]
    rewriting(tmp_path, "falsely_safe", "sqs:GetQueueUrl", "sqs:*", "safe")
    done = fixed(tmp_path, policy("sqs:GetQueueUrl"), unsafe=False)
    assert done.texts == {}
    assert [one.finding.rule for one in done.refused] == ["falsely-safe"]


def test_unsafe_fixes_are_held_back_and_counted(tmp_path: Path) -> None:
    rewriting(tmp_path, "wider", "sqs:A", "sqs:B", "widens")
    done = fixed(tmp_path, policy("sqs:A", "sqs:A"), unsafe=False)
    assert (done.texts, done.fixed, done.held_back) == ({}, 0, 2)


def scan(*arguments: str) -> int:
    return main(["scan", ".", "--persona", "pedantic", *arguments])


@pytest.fixture(autouse=True)
def _inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_what_is_written_keeps_encoding_and_line_ends(encoding: str, ends: str) -> None:
    path = Path("p.json")
    path.write_bytes(NO_VERSION.replace("\n", ends).encode(encoding))
    assert scan("--fix") == 0
    assert path.read_bytes() == VERSION.replace("\n", ends).encode(encoding)


def test_permissions_and_links_stay(tmp_path: Path) -> None:
    target = tmp_path / "real.txt"
    target.write_text(NO_VERSION, encoding="utf-8")
    target.chmod(0o640)
    Path("p.json").symlink_to(target)
    assert main(["scan", "p.json", "--persona", "pedantic", "--fix"]) == 0
    assert Path("p.json").is_symlink()
    assert target.read_text(encoding="utf-8") == VERSION
    assert stat.S_IMODE(target.stat().st_mode) == 0o640


def test_a_write_that_fails_leaves_the_file_as_it_was(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("p.json").write_text(NO_VERSION, encoding="utf-8")

    def fail(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", fail)
    assert scan("--fix") == 2
    assert Path("p.json").read_text(encoding="utf-8") == NO_VERSION
    assert [path.name for path in Path().iterdir() if path.is_file()] == ["p.json"]
    assert "p.json: cannot be written: no space left" in capsys.readouterr().err


def test_the_difference_is_a_patch_and_nothing_is_written(
    capsys: pytest.CaptureFixture[str],
) -> None:
    Path("p.json").write_text(NO_VERSION, encoding="utf-8")
    scan("--diff")
    out = capsys.readouterr().out
    assert out.startswith('--- a/p.json\n+++ b/p.json\n@@ -1,4 +1,5 @@\n {\n+  "Version"')
    assert Path("p.json").read_text(encoding="utf-8") == NO_VERSION


def test_the_summary_counts_what_was_fixed_and_held_back(
    capsys: pytest.CaptureFixture[str],
) -> None:
    Path("p.json").write_text(NO_VERSION, encoding="utf-8")
    Path("q.json").write_text(VERSION.replace("SendMessage", "SendMesage"), encoding="utf-8")
    assert scan("--fix", "--format", "json") == 1
    summary = json.loads(capsys.readouterr().out)["summary"]
    assert (summary["fixed"], summary["held_back"]) == (1, 1)
