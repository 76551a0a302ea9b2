"""`iamlint explain` and `simulate` on files: what they answer, and what they say of what is wrong."""

from __future__ import annotations

import gzip
import io
import json
from pathlib import Path
from typing import Any

import pytest

from iamlint.cli import main
from iamlint.explaining import denials

ACCOUNT = "222233334444"
TEMPLATE = """\
AWSTemplateFormatVersion: "2010-09-09"
Resources:
  Target:
    Type: AWS::IAM::Role
    Properties:
      RoleName: target
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Sid: Ci, Effect: Allow, Principal: {AWS: "arn:aws:iam::222233334444:role/ci"}, Action: sts:AssumeRole}
          - {Sid: Lambda, Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}
  Ci:
    Type: AWS::IAM::Role
    Properties:
      RoleName: ci
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement: {Effect: Allow, Principal: {Service: codebuild.amazonaws.com}, Action: sts:AssumeRole}
      Policies:
        - PolicyName: objects
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - {Sid: Some, Effect: Allow, Action: s3:DeleteObject, Resource: "arn:aws:s3:::invoices/tmp/*"}
              - {Sid: Never, Effect: Deny, Action: s3:PutObject, Resource: "*"}
              - {Sid: Own, Effect: Allow, Action: sqs:SendMessage, Resource: !Sub "arn:${AWS::Partition}:sqs:eu-west-1:${AWS::AccountId}:jobs"}
  Invoices:
    Type: AWS::S3::Bucket
    Properties: {BucketName: invoices}
  Jobs:
    Type: AWS::SQS::Queue
    Properties: {QueueName: jobs}
  JobsPolicy:
    Type: AWS::SQS::QueuePolicy
    Properties:
      Queues: [!Ref Jobs]
      PolicyDocument:
        Version: "2012-10-17"
        Statement: {Effect: Allow, Principal: {AWS: "arn:aws:iam::222233334444:user/bob"}, Action: sqs:SendMessage, Resource: "*"}
"""
SCP = {
    "Version": "2012-10-17",
    "Statement": [{"Sid": "NoSqs", "Effect": "Deny", "Action": "sqs:*", "Resource": "*"}],
}
CI = f"arn:aws:sts::{ACCOUNT}:assumed-role/ci/build"
PUT = (
    f'User: {CI} is not authorized to perform: s3:PutObject on resource: "arn:aws:s3:::invoices/k"'
)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    (tmp_path / "stack.yaml").write_text(TEMPLATE)
    return tmp_path


def ran(capsys: pytest.CaptureFixture[str], *argv: str) -> tuple[int, str, str]:
    code = main(list(argv))
    printed = capsys.readouterr()
    return code, printed.out, printed.err


def answer(capsys: pytest.CaptureFixture[str], *argv: str) -> tuple[int, dict[str, Any]]:
    code, out, _ = ran(capsys, *argv, "--format", "json")
    found: dict[str, Any] = json.loads(out)
    return code, found


def in_accounts(folder: Path) -> None:
    (folder / "iamlint.toml").write_text(f'[accounts]\n"*" = "{ACCOUNT}"\n')


# the command line


def test_options_may_stand_anywhere_and_input_may_be_piped(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for argv in (
        ["--format", "json", PUT],
        [PUT, "--format", "json"],
        ["--isolated", PUT, "--format=json"],
    ):
        code, out, _ = ran(capsys, "explain", *argv)
        assert (code, json.loads(out)["action"]) == (0, "s3:PutObject")
    monkeypatch.setattr("sys.stdin", io.StringIO(PUT))
    code, found = answer(capsys, "explain", "-", "stack.yaml")
    assert (code, found["answers"][0]["decision"]) == (0, "explicit_deny")


def test_files_of_any_name_folders_and_zipped_files(
    capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    event = {
        "eventSource": "s3.amazonaws.com",
        "eventName": "GetObject",
        "errorCode": "AccessDenied",
        "userIdentity": {"arn": CI},
        "requestParameters": {"bucketName": "invoices", "key": "k"},
    }
    text = json.dumps({"Records": [event]})
    (folder / "trail").write_text(text)
    (folder / "trails").mkdir()
    (folder / "trails" / "one.json.gz").write_bytes(gzip.compress(text.encode()))
    for what in ("trail", "trails", "trails/one.json.gz"):
        code, found = answer(capsys, "explain", what)
        assert (code, found["action"], found["resource"]) == (
            0,
            "s3:GetObject",
            "arn:aws:s3:::invoices/k",
        )
    (folder / "fine.json").write_text(json.dumps({"Records": [event | {"errorCode": None}]}))
    assert ran(capsys, "explain", "fine.json")[:2] == (0, "no denied call in 1 event\n")
    assert answer(capsys, "explain", "fine.json") == (0, {"denials": []})


@pytest.mark.parametrize(
    ("what", "says"),
    [
        ("nowhere.json", "no such file"),
        ("some/where", "no such file"),
        ("no-such-rule", "no rule is called"),
        ("all is well", "no denied request"),
    ],
)
def test_what_is_no_denial(capsys: pytest.CaptureFixture[str], what: str, says: str) -> None:
    code, _, err = ran(capsys, "explain", what)
    assert code == 2
    assert says in err


def test_what_cannot_be_read_is_said(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    (folder / "broken.json").write_text('{"Version": "2012-10-17", "Statement": [')
    ask = ("--principal", "Ci", "--action", "iam:ListUsers")
    for argv in (("simulate", *ask, "."), ("explain", PUT, ".")):
        code, out, err = ran(capsys, *argv)
        assert code == 2
        assert "denied" in out
        assert "broken.json:1" in err


# one text, several denials


def test_nothing_is_taken_from_the_next_message() -> None:
    first = f"User: {CI} is not authorized to perform: cloudformation:DescribeStacks"
    one, two = denials(
        f"{first}\nretrying\n{PUT} with an explicit deny in a service control policy"
    )
    assert (one.action, one.resource, one.layer) == ("cloudformation:DescribeStacks", None, None)
    assert (two.action, two.layer) == ("s3:PutObject", "scp")


def test_a_message_that_comes_again_is_told_once(capsys: pytest.CaptureFixture[str]) -> None:
    wrapped = f"An error occurred (AccessDenied) when calling the PutObject operation: {PUT}"
    assert len(denials(f"{wrapped}\nTraceback\n{PUT}\n{wrapped}")) == 1
    other = PUT.replace("PutObject", "GetObject")
    code, found = answer(capsys, "explain", f"{PUT}\n{other}")
    assert (code, len(found["denials"])) == (0, 2)


def test_a_message_after_much_noise() -> None:
    (one,) = denials("DEBUG nothing here\n" * 10_000 + PUT)
    assert one.action == "s3:PutObject"


def test_decoded_messages_in_other_text() -> None:
    decoded = {
        "explicitDeny": True,
        "matchedStatements": {"items": [{"statementId": "NoTeam", "effect": "DENY"}]},
        "context": {
            "principal": {"arn": CI},
            "action": "RunInstances",
            "resource": "arn:aws:ec2:eu-west-1:222233334444:instance/*",
            "conditions": {
                "items": [{"key": "aws:Service", "values": {"items": [{"value": "ec2"}]}}]
            },
        },
    }
    text = json.dumps(decoded)
    for wrapped in (
        text,
        f"Decoded:\n{text}",
        text.replace('"', '\\"'),
        json.dumps({"DecodedMessage": text}),
    ):
        (one,) = denials(wrapped)
        assert (one.action, one.outcome, one.sids) == ("ec2:RunInstances", "explicit", ("NoTeam",))


# answers


def test_trust_policies_answer(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    in_accounts(folder)
    role = f"arn:aws:iam::{ACCOUNT}:role/target"
    for who, what, decision in (
        ("lambda.amazonaws.com", role, "allow"),
        ("lambda.amazonaws.com", "target", "allow"),
        (f"arn:aws:iam::{ACCOUNT}:role/ci", "Target", "allow"),
        ("ec2.amazonaws.com", "Target", "implicit_deny"),
        (f"arn:aws:iam::{ACCOUNT}:user/eve", role, "implicit_deny"),
    ):
        ask = ("--principal", who, "--action", "sts:AssumeRole", "--resource", what)
        code, found = answer(capsys, "simulate", *ask, "stack.yaml")
        assert (code, found["decision"]) == (0, decision)
        assert {place["layer"] for place in found["places"]} == {"role_trust_policy"}
    code, found = answer(
        capsys,
        "explain",
        f"User: arn:aws:iam::{ACCOUNT}:user/eve is not authorized to perform: sts:AssumeRole on "
        f"resource: {role} because no role trust policy allows the sts:AssumeRole action",
        "stack.yaml",
    )
    assert (code, found["answers"][0]["blocked_by"]) == (0, ["role_trust_policy"])
    assert "in the trust policy of `Target`" in found["remedies"][0]


def test_roles_are_passed_by_the_policies_of_the_caller(capsys: pytest.CaptureFixture[str]) -> None:
    ask = ("--principal", "Ci", "--action", "iam:PassRole", "--resource", "target")
    code, found = answer(capsys, "simulate", *ask, "stack.yaml")
    assert (code, found["decision"], found["blocked_by"]) == (0, "implicit_deny", ["no_allow"])


def test_requests_without_a_resource(capsys: pytest.CaptureFixture[str]) -> None:
    for action in ("iam:ListUsers", "ec2:DescribeInstances", "s3:ListAllMyBuckets"):
        code, found = answer(
            capsys, "simulate", "--principal", "Ci", "--action", action, "stack.yaml"
        )
        assert (code, found["decision"]) == (0, "implicit_deny")


@pytest.mark.parametrize("who", ["root", "user/bob"])
def test_scps_hold_for_callers_that_no_file_declares(
    capsys: pytest.CaptureFixture[str], folder: Path, who: str
) -> None:
    (folder / "scp.json").write_text(json.dumps(SCP))
    (folder / "iamlint.toml").write_text(
        f'[accounts]\n"*" = "{ACCOUNT}"\n[kinds]\n"scp.json" = "scp"\n'
        f'[[scps]]\nfile = "scp.json"\ntarget = "{ACCOUNT}"\n'
    )
    ask = ("--principal", f"arn:aws:iam::{ACCOUNT}:{who}", "--action", "sqs:SendMessage")
    code, found = answer(capsys, "simulate", *ask, "--resource", "jobs", ".")
    assert (code, found["decision"], found["blocked_by"]) == (0, "explicit_deny", ["scp"])


def test_another_layer_than_in_view_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    told = f"{PUT} with an explicit deny in a service control policy"
    _, found = answer(capsys, "explain", told, "stack.yaml")
    assert found["answers"][0]["blocked_by"] == ["identity_policy"]
    assert any("AWS names another layer, scp" in remedy for remedy in found["remedies"])


def test_what_lies_in_a_bucket_is_asked(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    event = {
        "eventSource": "s3.amazonaws.com",
        "eventName": "DeleteObjects",
        "errorCode": "AccessDenied",
        "userIdentity": {"arn": CI},
        "requestParameters": {"bucketName": "invoices"},
    }
    (folder / "event.json").write_text(json.dumps(event))
    code, found = answer(capsys, "explain", "event.json", "stack.yaml")
    assert (code, found["answers"][0]["decision"]) == (2, "unknown")


def test_the_account_that_a_message_tells(capsys: pytest.CaptureFixture[str]) -> None:
    told = f"User: {CI} is not authorized to perform: sqs:SendMessage on resource: "
    for account, decision in ((ACCOUNT, "allow"), ("555566667777", "implicit_deny")):
        queue = f"arn:aws:sqs:eu-west-1:{account}:jobs"
        _, found = answer(capsys, "explain", told + queue, "stack.yaml")
        assert found["answers"][0]["decision"] == decision


@pytest.mark.parametrize(
    ("action", "resource"),
    [
        ("iam:ListPolicies", "policy path /"),
        ("SNS:Publish", "+15555550100"),
        ("iam:GetUser", "user bob"),
    ],
)
def test_resources_in_words(capsys: pytest.CaptureFixture[str], action: str, resource: str) -> None:
    told = f"User: {CI} is not authorized to perform: {action} on resource: {resource}"
    code, found = answer(capsys, "explain", told, "stack.yaml")
    assert (code, found["resource"]) == (0, resource)
    assert found["answers"][0]["decision"] == "implicit_deny"


# names


@pytest.mark.parametrize(
    ("argv", "says"),
    [
        (["--action", "s3:GetObjekt"], "did you mean `s3:GetObject`?"),
        (["--action", "s3:HeadObject"], "AWS checks `s3:GetObject`"),
        (["--action", "s3:*"], "is a pattern"),
        (["--principal", "Cii"], "did you mean `Ci`?"),
        (["--principal", "foo.bar"], "no role or user in view is called `foo.bar`"),
        (["--resource", "Invoice"], "did you mean `Invoices`?"),
        (["--context", "aws:SourceIpp=10.0.0.1"], "did you mean `aws:SourceIp`?"),
    ],
)
def test_what_is_mistyped_is_said(
    capsys: pytest.CaptureFixture[str], argv: list[str], says: str
) -> None:
    given = {"--principal": "Ci", "--action": "s3:GetObject", "--resource": "invoices"}
    given[argv[0]] = argv[1]
    code, _, err = ran(
        capsys, "simulate", *(w for pair in given.items() for w in pair), "stack.yaml"
    )
    assert code == 2
    assert says in err


def test_addresses_of_two_files(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    (folder / "other.yaml").write_text(TEMPLATE)
    code, _, err = ran(capsys, "simulate", "--principal", "Ci", "--action", "iam:ListUsers", ".")
    assert code == 2
    assert "`other.yaml:Ci` or `stack.yaml:Ci`" in err
    code, _, _ = ran(
        capsys, "simulate", "--principal", "stack.yaml:Ci", "--action", "iam:ListUsers", "."
    )
    assert code == 0
