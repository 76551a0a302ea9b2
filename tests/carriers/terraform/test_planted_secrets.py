"""Secrets planted in every part of a plan are in no output of a scan."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from iamlint.cli import main

from .plans import read

if TYPE_CHECKING:
    from pathlib import Path

WORD = "planted"


def document(resource: str, action: str = "*") -> str:
    statement = {"Effect": "Allow", "Action": action, "Resource": resource}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def values(number: int) -> dict[str, Any]:
    return {"name": f"{WORD}-{number}", "policy": document(f"arn:aws:s3:::{WORD}-{number}/*")}


MASK = {"name": True, "policy": True}


def change(number: int, **more: Any) -> dict[str, Any]:
    address = {"address": f"aws_iam_policy.p{number}", "type": "aws_iam_policy"}
    changed = {
        "actions": ["update"],
        "before": values(number),
        "after": values(number + 1),
        "after_unknown": {},
        "before_sensitive": MASK,
        "after_sensitive": MASK,
    }
    return {**address, "mode": "managed", "name": f"p{number}", "change": changed, **more}


def instance(number: int) -> dict[str, Any]:
    return {
        "address": f"aws_iam_policy.p{number}",
        "mode": "managed",
        "type": "aws_iam_policy",
        "name": f"p{number}",
        "values": values(number),
        "sensitive_values": MASK,
    }


def constant(word: str) -> dict[str, Any]:
    return {"constant_value": f"{WORD}-{word}"}


PLAN: dict[str, Any] = {
    "format_version": "1.2",
    "terraform_version": "1.11.4",
    "variables": {"v": {"value": f"{WORD}-variable"}},
    "planned_values": {
        "outputs": {"o": {"sensitive": True, "value": [f"{WORD}-output"]}},
        "root_module": {
            "resources": [instance(1)],
            "child_modules": [
                {
                    "address": "module.m",
                    "resources": [instance(2) | {"address": "module.m.aws_iam_policy.p2"}],
                }
            ],
        },
    },
    "prior_state": {
        "format_version": "1.0",
        "values": {
            "outputs": {"o": {"sensitive": True, "value": f"{WORD}-before"}},
            "root_module": {"resources": [instance(3) | {"mode": "data"}]},
        },
    },
    "resource_changes": [change(1), change(5), change(7, change={**change(7)["change"]})],
    "resource_drift": [change(9)],
    "deferred_changes": [{"reason": "provider_config_unknown", "resource_change": change(11)}],
    "output_changes": {
        "o": {
            "actions": ["update"],
            "before": f"{WORD}-out",
            "after": f"{WORD}-put",
            "before_sensitive": True,
            "after_sensitive": True,
        }
    },
    "configuration": {
        "provider_config": {
            "aws": {
                "name": "aws",
                "expressions": {
                    "region": {"constant_value": "us-east-1"},
                    "access_key": constant("access"),
                    "secret_key": constant("secret"),
                },
            }
        },
        "root_module": {
            "resources": [
                {
                    "address": "aws_iam_policy.p1",
                    "mode": "managed",
                    "type": "aws_iam_policy",
                    "name": "p1",
                    "expressions": {"name": constant("name"), "policy": constant("policy")},
                }
            ],
            "variables": {"v": {"sensitive": True, "default": f"{WORD}-default"}},
            "module_calls": {
                "m": {
                    "expressions": {"inner": constant("input")},
                    "module": {"variables": {"inner": {"sensitive": True}}},
                }
            },
        },
    },
}


def test_the_text_of_the_plan_tells_none() -> None:
    reading = read(PLAN)
    assert WORD in json.dumps(PLAN)
    assert WORD not in reading.root.source.text
    assert "us-east-1" in reading.root.source.text
    assert len(reading.policies) >= 4


@pytest.mark.parametrize(
    "form",
    ["text", "concise", "json", "sarif", "github"],
)
def test_no_output_tells_any(form: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "plan.json"
    path.write_text(json.dumps(PLAN, indent=1), encoding="utf-8")
    options = ["--isolated", "--persona", "auditor", "--format", form]
    assert main(["scan", str(path), *options]) in (0, 1)
    printed = capsys.readouterr()
    assert WORD not in printed.out + printed.err
    assert printed.out
