"""Laws about fixes: safe ones only unasked; generated files never; what was written is proved."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from iamlint.fixing import propose
from iamlint.packs import Rule, all_rules
from iamlint.testing import scan_with
from iamlint.testing.examples import BAD, examples_in

if TYPE_CHECKING:
    from .conftest import Scan

DEAD_GRANT = """{
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Action": "s3:HeadObject",
            "Resource": "arn:aws:s3:::acme-reports/*"
        }
    ]
}
"""


def test_law_a_fix_that_changes_access_is_never_applied_unasked(scan: Scan, tmp_path: Path) -> None:
    scan({"policy.json": DEAD_GRANT}, "--fix")
    assert (tmp_path / "policy.json").read_text(encoding="utf-8") == DEAD_GRANT


def test_law_an_unsafe_fix_mends_and_keeps_the_format(scan: Scan, tmp_path: Path) -> None:
    found = scan({"policy.json": DEAD_GRANT}, "--fix", "--unsafe-fixes")
    assert found["findings"] == []
    mended = (tmp_path / "policy.json").read_text(encoding="utf-8")
    assert mended == DEAD_GRANT.replace("HeadObject", "GetObject")


def test_law_every_fix_says_what_it_does_to_access(scan: Scan) -> None:
    (finding,) = scan({"policy.json": DEAD_GRANT})["findings"]
    (fix,) = finding["fixes"]
    assert fix["safety"] == "repairs"
    (edit,) = fix["edits"]
    assert edit["path"] == "policy.json"
    assert (
        json.loads(DEAD_GRANT[: edit["start"]] + edit["text"] + DEAD_GRANT[edit["end"] :])[
            "Statement"
        ][0]["Action"]
        == "s3:GetObject"
    )


def test_law_generated_input_is_never_edited(scan: Scan, tmp_path: Path) -> None:
    plan = json.dumps(
        {
            "format_version": "1.2",
            "terraform_version": "1.9.0",
            "planned_values": {
                "root_module": {
                    "resources": [
                        {
                            "address": "aws_iam_policy.read",
                            "mode": "managed",
                            "type": "aws_iam_policy",
                            "name": "read",
                            "values": {"name": "read", "policy": DEAD_GRANT},
                        }
                    ]
                }
            },
        }
    )
    found = scan({"plan.json": plan}, "--fix", "--unsafe-fixes")
    assert [f["rule"] for f in found["findings"]] == ["operation-as-action"]
    assert all(fix["edits"] == [] for f in found["findings"] for fix in f["fixes"])
    assert (tmp_path / "plan.json").read_text(encoding="utf-8") == plan


@pytest.mark.parametrize(
    "rule", [r for r in all_rules(plugins=False) if r.fix], ids=lambda rule: rule.name
)
def test_law_no_fix_writes_what_stands_there(rule: Rule) -> None:
    for example in examples_in(rule.documentation()):
        if example.kind == BAD:
            _, found = scan_with(example.files, select=(rule.name,), persona=rule.persona)
            propose(found)
            edits = [e for one in found.findings for fix in one.fixes for e in fix.edits]
            assert not [edit for edit in edits if edit.text == edit.span.text]
