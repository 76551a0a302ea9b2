"""Did you mean."""

from __future__ import annotations

import pytest

from iamlint.catalog import catalog
from iamlint.catalog.suggesting import is_slip

C = catalog()


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("s3:GetObjct", "s3:GetObject"),
        ("ec2:DescribeInstance", "ec2:DescribeInstances"),
        ("iam:PasRole", "iam:PassRole"),
        ("s3:GetObjectTags", "s3:GetObjectTagging"),
        ("s3:InvokeFunction", "lambda:InvokeFunction"),
        ("iam:AssumeRole", "sts:AssumeRole"),
        ("dynamo:GetItem", "dynamodb:GetItem"),
        ("secretmanager:GetSecretValue", "secretsmanager:GetSecretValue"),
        ("stepfunctions:StartExecution", "states:StartExecution"),
        ("GetSecretValue", "secretsmanager:GetSecretValue"),
        ("dynamodb:CreateItem", "dynamodb:PutItem"),
        ("lambda:ExecuteFunction", "lambda:InvokeFunction"),
        ("ec2:DeleteInstances", "ec2:TerminateInstances"),
    ],
)
def test_the_action_meant_is_among_the_first(written: str, meant: str) -> None:
    assert meant in C.suggest_actions(written)[:2]


def test_suggestions_are_few_and_real() -> None:
    for name in ("s3:Get", "ec2:DescribeX", "kms:GenerateKey", "x:y", "", ":", "s3:"):
        found = C.suggest_actions(name)
        assert len(found) <= 3
        assert all(C.action(each) for each in found)


@pytest.mark.parametrize(
    ("written", "meant"),
    [("dynamo", "dynamodb"), ("elbv2", "elasticloadbalancing"), ("lamda", "lambda")],
)
def test_the_service_meant_comes_first(written: str, meant: str) -> None:
    assert C.suggest_services(written)[0] == meant


def test_nothing_is_suggested_for_what_is_like_nothing() -> None:
    assert C.suggest_services("zzzzzzzz") == ()
    assert C.suggest_actions("zzzzzzzz:qqqqqq") == ()


@pytest.mark.parametrize(
    ("written", "general"),
    [
        ("logs.eu-west-1.amazonaws.com", "logs.amazonaws.com"),
        ("lambda.amazonaws.com", "lambda.amazonaws.com"),
        ("ec2.amazonaws.com.cn", "ec2.amazonaws.com"),
        ("us-east-1.elasticache-snapshot.amazonaws.com", "elasticache-snapshot.amazonaws.com"),
        ("nosuch.amazonaws.com", None),
        ("logs.mars-1.amazonaws.com", None),
        ("logs", None),
        ("", None),
    ],
)
def test_service_principals(written: str, general: str | None) -> None:
    assert C.service_principal(written) == general


def test_near_service_principals() -> None:
    assert C.suggest_service_principals("lamda.amazonaws.com")[0] == "lambda.amazonaws.com"


def test_api_names_lead_to_actions() -> None:
    assert C.actions_behind("s3:headobject") == ("s3:GetObject",)
    assert C.api_names["lambda:Invoke"] == ("lambda:InvokeFunction",)
    assert C.actions_behind("s3:GetObject") == ()


def test_what_is_retired() -> None:
    assert C.retired("deepracer")
    assert C.retired("DeepRacer:Anything")
    assert C.retired("s3") is None
    assert C.retired("s3:GetObject") is None


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("logs:PutLogEvent", "logs:PutLogEvents"),
        ("kms:Decrpt", "kms:Decrypt"),
        ("sns:Publsih", "sns:Publish"),
        ("s3:GetObjekt", "s3:GetObject"),
        ("s3:ReadObject", ""),
        ("ec2:DescribeThings", ""),
    ],
)
def test_a_slip_of_the_pen_is_told_from_other_near_names(written: str, meant: str) -> None:
    assert C.meant(written, C.suggest_actions(written)) == meant


@pytest.mark.parametrize(
    ("one", "other", "is_one"),
    [
        *(("decrpt", "decrypt", True), ("decryptt", "decrypt", True), ("ab", "ba", True)),
        *(("decrypt", "decrypt", False), ("encrypt", "decrypt", False), ("", "a", True)),
        *(("aab", "aaab", True), ("abcd", "badc", False), ("abc", "a", False)),
    ],
)
def test_slips(one: str, other: str, is_one: bool) -> None:
    assert is_slip(one, other) is is_one
