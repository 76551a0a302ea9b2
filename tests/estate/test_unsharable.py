"""What is granted of another account and nothing there can share."""

from __future__ import annotations

import pytest

from iamlint.catalog import catalog
from iamlint.estate import Estate
from iamlint.finding import CERTAIN, LIKELY, UNVERIFIED
from iamlint.text.holes import Text

from .build import ANY_ACCOUNT, AWAY, HOME, Stack, allow


def found(*statements: object, account: object = AWAY) -> list[tuple[str, str]]:
    away = Stack("away.yaml", account)  # type: ignore[arg-type]
    away.identity("Caller", *statements, name="caller")
    one = Estate([away.reading], None, catalog())
    return [(" ".join(u.actions), u.confidence) for u in one.unsharable_grants()]


def arn(service: str, rest: str, account: str = HOME) -> str:
    region = "" if service == "iam" else "eu-west-1"
    return f"arn:aws:{service}:{region}:{account}:{rest}"


@pytest.mark.parametrize(
    ("action", "resource", "confidence"),
    [
        ("states:StartExecution", arn("states", "stateMachine:orders"), CERTAIN),
        ("states:*", arn("states", "stateMachine:*"), CERTAIN),
        ("ecs:RunTask", arn("ecs", "task-definition/app:1"), CERTAIN),
        ("rds-db:connect", arn("rds-db", "dbuser:db-1/app"), CERTAIN),
        ("iam:GetRole", arn("iam", "role/app"), CERTAIN),
        ("ec2:StartInstances", arn("ec2", "instance/i-1"), LIKELY),
        ("sqs:DeleteQueue", arn("sqs", "jobs"), CERTAIN),
        ("kms:PutKeyPolicy", arn("kms", "key/1234"), CERTAIN),
        ("dynamodb:CreateTable", arn("dynamodb", "table/t"), CERTAIN),
        ("ec2:CreateVolume", arn("ec2", "volume/*"), LIKELY),
        ("ec2:RunInstances", arn("ec2", "network-interface/*"), LIKELY),
        ("cloudformation:CreateStack", arn("cloudformation", "stack/shop/*"), LIKELY),
        ("cloudfront:CreateInvalidation", f"arn:aws:cloudfront::{HOME}:distribution/E1", LIKELY),
    ],
)
def test_a07_nothing_can_share_it(action: str, resource: str, confidence: str) -> None:
    assert found(allow(action, resource)) == [(action, confidence)]


@pytest.mark.parametrize(
    ("action", "resource"),
    [
        ("sqs:SendMessage", arn("sqs", "jobs")),
        ("sqs:*", arn("sqs", "jobs")),
        ("kms:Decrypt", arn("kms", "key/1234")),
        ("dynamodb:GetItem", arn("dynamodb", "table/t")),
        ("sts:AssumeRole", arn("iam", "role/app")),
        ("iam:PassRole", arn("iam", "role/app")),
        ("ec2:RunInstances", arn("ec2", "subnet/subnet-1")),
        ("rds:RestoreDBInstanceFromDBSnapshot", arn("rds", "snapshot:s")),
        ("states:StartExecution", arn("states", "stateMachine:orders", AWAY)),
        ("states:StartExecution", arn("states", "stateMachine:orders", "*")),
        ("states:StartExecution", "*"),
        ("dynamodb:*", arn("dynamodb", "table/t")),
        ("ec2:RunInstances", arn("ec2", "security-group/*")),
        ("ec2:CreateVolume", arn("ec2", "snapshot/*")),
        ("cloudformation:DescribeStackSet", arn("cloudformation", "stackset/shop:1")),
    ],
)
def test_a07_guards(action: str, resource: str) -> None:
    assert found(allow(action, resource)) == []


def test_a07_a_policy_for_several_accounts_is_left_alone() -> None:
    both = [arn("states", "stateMachine:orders"), arn("states", "stateMachine:orders", AWAY)]
    assert found(allow("states:StartExecution", both)) == [("states:StartExecution", UNVERIFIED)]


@pytest.mark.parametrize(
    ("beside", "confidence"),
    [
        (arn("ec2", "subnet/*", AWAY), LIKELY),
        ("arn:aws:ec2:eu-west-1::image/*", LIKELY),
        (arn("ec2", "instance/*", AWAY), UNVERIFIED),
        (arn("ec2", "*", AWAY), UNVERIFIED),
        (arn("ec2", "instance/i-1", "*"), UNVERIFIED),
        ("*", UNVERIFIED),
    ],
)
def test_a07_only_the_same_sort_of_thing_tells_of_several_accounts(
    beside: str, confidence: str
) -> None:
    assert found(allow("ec2:RunInstances", [arn("ec2", "instance/*"), beside])) == [
        ("ec2:RunInstances", confidence)
    ]


def test_a07_an_account_that_is_not_known_is_silent() -> None:
    statement = allow("states:StartExecution", arn("states", "stateMachine:orders"))
    assert found(statement, account=ANY_ACCOUNT) == []


def test_a07_what_is_declared_in_view() -> None:
    home, away = Stack("home.yaml"), Stack("away.yaml", AWAY)
    name = Text("stateMachine:") + home.hole("Machine")
    machine = home.resource("states:statemachine", "Machine", name=name)
    away.identity("Caller", allow("states:StartExecution", machine.arn), name="caller")
    one = Estate([home.reading, away.reading], None, catalog())
    assert [str(u.account) for u in one.unsharable_grants()] == [HOME]
