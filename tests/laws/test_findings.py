"""Laws about findings: one cause, one finding; grants only where something is granted; what could
not be analysed is said."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from .conftest import Scan

BROAD: list[dict[str, Any]] = [
    {"Action": "*", "Resource": "*"},
    {"Action": "s3:*", "Resource": "*"},
    {"Action": "iam:PutRolePolicy", "Resource": "*"},
    {"NotAction": "iam:*", "Resource": "*"},
    {"Action": "s3:GetObject", "NotResource": "arn:aws:s3:::acme/*"},
]


def policy(*statements: dict[str, Any]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def rules_of(found: dict[str, Any], shelf: str = "") -> list[str]:
    return [f["rule"] for f in found["findings"] if not shelf or f["shelf"] == shelf]


def test_law_one_cause_one_finding(scan: Scan) -> None:
    admin = policy(
        {"Effect": "Allow", "Action": ["*", "s3:*", "iam:PutRolePolicy"], "Resource": "*"}
    )
    assert rules_of(scan({"admin.json": admin})) == ["full-admin"]


def test_law_an_unknown_action_silences_what_follows_from_it(scan: Scan) -> None:
    text = policy({"Effect": "Allow", "Action": "s3:GetObjekt", "Resource": "arn:aws:s3:::acme"})
    assert rules_of(scan({"policy.json": text})) == ["unknown-action"]


@pytest.mark.parametrize("statement", BROAD, ids=str)
def test_law_rules_about_grants_fire_on_allow(scan: Scan, statement: dict[str, Any]) -> None:
    assert rules_of(scan({"p.json": policy({"Effect": "Allow", **statement})}), "overbroad")


@pytest.mark.parametrize("statement", BROAD, ids=str)
def test_law_rules_about_grants_never_fire_on_deny(scan: Scan, statement: dict[str, Any]) -> None:
    found = scan({"p.json": policy({"Effect": "Deny", **statement})}, "--persona", "auditor")
    assert rules_of(found, "overbroad") == []


@pytest.mark.parametrize("kind", ["scp", "boundary", "session"])
def test_law_rules_about_grants_never_fire_on_guardrails(scan: Scan, kind: str) -> None:
    broad = policy(*({"Effect": "Allow", **one} for one in BROAD))
    found = scan(
        {"p.json": broad, "iamlint.toml": f'[kinds]\n"p.json" = "{kind}"\n'},
        "--persona",
        "auditor",
    )
    assert rules_of(found, "overbroad") == []


def test_law_a_star_in_a_resource_policy_means_this_resource(scan: Scan) -> None:
    key_policy = policy(
        {
            "Effect": "Allow",
            "Principal": {"AWS": "arn:aws:iam::111122223333:root"},
            "Action": "kms:*",
            "Resource": "*",
        }
    )
    assert rules_of(scan({"key.json": key_policy}, "--persona", "auditor"), "overbroad") == []


def test_law_not_analysable_is_said(scan: Scan) -> None:
    template = """
Parameters:
  Document: {Type: String}
Resources:
  Reader:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      PolicyDocument: !Ref Document
"""
    assert scan({"t.yaml": template})["summary"]["not_analysable"] == 1
