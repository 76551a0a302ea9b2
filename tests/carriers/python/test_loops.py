"""What a loop gives a name is each of a few values in turn."""

from __future__ import annotations

import pytest

from iamlint.testing import scan_texts

from .reading import read

FRAME = """
import boto3, json
PAIRS = {{"a": "s3:GetObject", "b": "s3:PutObject"}}
for {target} in {through}:
    use({{"Version": "2012-10-17", "Statement": [
        {{"Effect": "Allow", "Action": {action}, "Resource": "*"}}]}})
"""
BOTH = ["s3:GetObject", "s3:PutObject"]


@pytest.mark.parametrize(
    ("target", "through", "action"),
    [
        ("x", "['s3:GetObject', 's3:PutObject']", "x"),
        ("x", "('GetObject', 'PutObject')", "'s3:' + x"),
        ("x", "('GetObject', 'PutObject')", "[f's3:{x}']"),
        ("x, y", "(('s3:GetObject', 1), ('s3:PutObject', 2))", "x"),
        ("x, y", "PAIRS.items()", "y"),
        ("x", "PAIRS.values()", "x"),
        ("x", "[{'a': 's3:GetObject'}, {'a': 's3:PutObject'}]", "x['a']"),
    ],
)
def test_each_of_a_few(target: str, through: str, action: str) -> None:
    code = FRAME.format(target=target, through=through, action=action)
    (policy,) = read(code).policies
    assert [str(word) for word in policy.statements[0].actions or ()] == BOTH


@pytest.mark.parametrize(
    ("target", "through", "action"),
    [
        ("x", "unknown()", "x"),
        ("x", "['s3:GetObject', *unknown()]", "x"),
        ("x", "['s3:GetObject'] * n", "x"),
        ("x", repr([f"s3:Get{n}" for n in range(50)]), "x"),
        ("x, y", "zip(a, b)", "x"),
        ("x, *y", "[('s3:GetObject', 1)]", "x"),
        ("x, y", "[unknown()]", "x"),
        ("x", "[]", "x"),
        ("x.y", "['s3:GetObject']", "x.y"),
    ],
)
def test_what_is_not_certain_is_a_hole(target: str, through: str, action: str) -> None:
    code = FRAME.format(target=target, through=through, action=action)
    (policy,) = read(code).policies
    assert all(word.text.holes for word in policy.statements[0].actions or ())


def test_values_of_one_turn_belong_together() -> None:
    code = """
from aws_cdk import aws_iam as iam
role = iam.Role(self, "R", assumed_by=iam.ServicePrincipal("ec2.amazonaws.com"))
for action, resource in (
    ("s3:GetObject", "arn:aws:s3:::reports/*"),
    ("sqs:SendMessage", "arn:aws:sqs:eu-west-1:123456789012:jobs"),
):
    role.add_to_policy(iam.PolicyStatement(actions=[action], resources=[resource]))
"""
    assert not scan_texts({"app.py": code}).findings


def test_what_is_attached_in_turn() -> None:
    code = """
import boto3
iam = boto3.client("iam")
for arn in ("arn:aws:iam::aws:policy/AdministratorAccess", "arn:aws:iam::aws:policy/ReadOnlyAccess"):
    iam.attach_role_policy(RoleName="worker", PolicyArn=arn)
"""
    assert [one.rule for one in scan_texts({"app.py": code}).findings] == ["administrator-attached"]


def test_classes_under_other_names() -> None:
    code = """
        from aws_cdk import aws_iam as iam
        Statement = iam.PolicyStatement
        Statement(actions=["s3:GetObject"], resources=["arn:aws:s3:::a/*"])
    """
    (policy,) = read(code).policies
    assert [str(word) for word in policy.statements[0].actions or ()] == ["s3:GetObject"]


def test_a_text_with_parts_that_are_chosen() -> None:
    code = """
        stage = "prod" if x else "test"
        kind = "a" if x else "b"
        use({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:GetObject",
             "Resource": [f"arn:aws:s3:::{stage}-data", f"arn:aws:s3:::{stage}-{kind}-{stage}"]}]})
    """
    (policy,) = read(code).policies
    assert [str(word) for word in policy.statements[0].resources or ()] == [
        "arn:aws:s3:::prod-data",
        "arn:aws:s3:::test-data",
        "arn:aws:s3:::prod-a-prod",
        "arn:aws:s3:::test-b-test",
    ]
