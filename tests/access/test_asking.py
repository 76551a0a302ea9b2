"""`iamlint simulate` and `iamlint explain` of a denial, against what is in view."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from iamlint.cli import main

ACCOUNT = "111122223333"
TEMPLATE: dict[str, Any] = {
    "AWSTemplateFormatVersion": "2010-09-09",
    "Resources": {
        "Bucket": {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": "acme-reports"}},
        "Reader": {
            "Type": "AWS::IAM::Role",
            "Properties": {
                "RoleName": "reader",
                "AssumeRolePolicyDocument": {
                    "Version": "2012-10-17",
                    "Statement": {
                        "Effect": "Allow",
                        "Principal": {"Service": "lambda.amazonaws.com"},
                        "Action": "sts:AssumeRole",
                    },
                },
                "Policies": [
                    {
                        "PolicyName": "read",
                        "PolicyDocument": {
                            "Version": "2012-10-17",
                            "Statement": [
                                {
                                    "Sid": "Read",
                                    "Effect": "Allow",
                                    "Action": "s3:GetObject",
                                    "Resource": {"Fn::Sub": "${Bucket.Arn}/*"},
                                },
                                {
                                    "Sid": "Office",
                                    "Effect": "Allow",
                                    "Action": "s3:PutObject",
                                    "Resource": {"Fn::Sub": "${Bucket.Arn}/*"},
                                    "Condition": {"IpAddress": {"aws:SourceIp": "10.0.0.0/8"}},
                                },
                                {
                                    "Sid": "Never",
                                    "Effect": "Deny",
                                    "Action": "s3:DeleteObject",
                                    "Resource": "*",
                                },
                            ],
                        },
                    }
                ],
            },
        },
    },
}
OBJECT = "arn:aws:s3:::acme-reports/k"


@pytest.fixture
def template(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "template.json").write_text(json.dumps(TEMPLATE, indent=1))
    return "template.json"


def ran(capsys: pytest.CaptureFixture[str], *argv: str) -> tuple[int, str]:
    code = main([*argv, "--isolated"])
    printed = capsys.readouterr()
    return code, printed.out + printed.err


def asked(
    capsys: pytest.CaptureFixture[str], template: str, action: str, *more: str
) -> tuple[int, dict[str, Any]]:
    one = ("--action", action, "--resource", OBJECT, "--format", "json", *more)
    code, printed = ran(capsys, "simulate", "--principal", "Reader", *one, template)
    found: dict[str, Any] = json.loads(printed)
    return code, found


def test_a_request_is_decided_by_what_is_in_view(
    capsys: pytest.CaptureFixture[str], template: str
) -> None:
    code, found = asked(capsys, template, "s3:GetObject")
    assert (code, found["decision"]) == (0, "allow")
    assert [one["sid"] for one in found["statements"]] == ["Read"]
    assert found["places"][0]["path"] == "template.json"
    code, found = asked(capsys, template, "s3:DeleteObject")
    assert (code, found["decision"], found["blocked_by"]) == (
        0,
        "explicit_deny",
        ["identity_policy"],
    )


def test_what_is_missing_to_know_is_said(capsys: pytest.CaptureFixture[str], template: str) -> None:
    code, found = asked(capsys, template, "s3:PutObject")
    assert (code, found["decision"]) == (2, "unknown")
    assert any("aws:SourceIp" in why for why in found["missing"])
    code, found = asked(capsys, template, "s3:PutObject", "--context", "aws:SourceIp=10.1.1.1")
    assert (code, found["decision"]) == (0, "allow")


@pytest.mark.parametrize(
    "name", ["Reader", "reader", f"arn:aws:sts::{ACCOUNT}:assumed-role/reader/one"]
)
def test_an_identity_has_many_names(
    capsys: pytest.CaptureFixture[str], template: str, name: str
) -> None:
    one = ("--action", "s3:GetObject", "--resource", "Bucket")
    code, printed = ran(capsys, "simulate", "--principal", name, *one, template)
    assert code == 0
    assert "template.json:" in printed
    assert "identity_policy" in printed


def test_names_that_name_nothing(capsys: pytest.CaptureFixture[str], template: str) -> None:
    for principal, resource in (("Nobody", OBJECT), ("Reader", "Nothing")):
        one = ("--principal", principal, "--action", "s3:GetObject", "--resource", resource)
        code, printed = ran(capsys, "simulate", *one, template)
        assert code == 2
        assert "in view" in printed


def message(action: str, reason: str) -> str:
    who = f"arn:aws:sts::{ACCOUNT}:assumed-role/reader/one"
    return (
        f"An error occurred (AccessDenied) when calling the X operation: User: {who} is not "
        f'authorized to perform: {action} on resource: "{OBJECT}" {reason}'
    )


def test_a_denial_is_answered_from_what_is_in_view(
    capsys: pytest.CaptureFixture[str], template: str
) -> None:
    text = message("s3:DeleteObject", "with an explicit deny in an identity-based policy")
    code, printed = ran(capsys, "explain", text, "--format", "json", template)
    found = json.loads(printed)
    assert code == 0
    assert (found["action"], found["outcome"], found["layer"]) == (
        "s3:DeleteObject",
        "explicit",
        "identity_policy",
    )
    assert [one["sid"] for one in found["answers"][0]["statements"]] == ["Never"]
    assert found["remedies"]


def test_a_denial_without_paths_is_what_the_message_says(
    capsys: pytest.CaptureFixture[str],
) -> None:
    text = message("s3:GetObject", "because no session policy allows the s3:GetObject action")
    code, printed = ran(capsys, "explain", text)
    assert code == 0
    assert "session policy" in printed


def test_a_file_of_events(
    capsys: pytest.CaptureFixture[str], template: str, tmp_path: Path
) -> None:
    event = {
        "eventSource": "s3.amazonaws.com",
        "eventName": "DeleteObject",
        "errorCode": "AccessDenied",
        "errorMessage": "Access Denied",
        "userIdentity": {"arn": f"arn:aws:sts::{ACCOUNT}:assumed-role/reader/one"},
        "requestParameters": {"bucketName": "acme-reports", "key": "k"},
    }
    (tmp_path / "events.json").write_text(json.dumps({"Records": [event, event]}))
    code, printed = ran(capsys, "explain", "events.json", template, "--format", "json")
    found = json.loads(printed)["denials"]
    assert code == 0
    assert [one["answers"][0]["decision"] for one in found] == ["explicit_deny"] * 2
    code, printed = ran(capsys, "explain", "events.json", template)
    assert (code, printed.count("was denied"), printed.count("(2 times)")) == (0, 1, 1)


def test_a_text_that_tells_of_no_denial(capsys: pytest.CaptureFixture[str]) -> None:
    code, printed = ran(capsys, "explain", "all is well here")
    assert code == 2
    assert "no denied request" in printed
