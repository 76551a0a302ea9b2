"""Calls of boto3: every row of the table makes a policy of its kind."""

from __future__ import annotations

from textwrap import dedent
from typing import Any

import pytest

from iamlint.carriers import python
from iamlint.catalog import catalog
from iamlint.text.source import Source

from .reading import document, read

STATEMENT = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}
POLICY = {"Version": "2012-10-17", "Statement": [STATEMENT]}
ROWS = list(catalog().table("python_calls"))
DOCUMENTS = {
    "PolicyDocument",
    "policyDocument",
    "Policy",
    "ResourcePolicy",
    "AssumeRolePolicyDocument",
    "Content",
    "policyText",
    "PolicyInJson",
    "AccessPolicies",
    "InlinePolicy",
    "AttributeValue",
    "policy",
    "resourcePolicy",
}


def arguments(row: dict[str, Any]) -> str:
    found = []
    for name in row["needs"]:
        value = f"json.dumps({POLICY!r})" if name in DOCUMENTS else f"{name.lower()!r}"
        if name == "Attributes":
            value = f"{{'Policy': json.dumps({POLICY!r})}}"
        if name == "Type":
            value = "'SERVICE_CONTROL_POLICY'"
        if "where" in row and name == row["where"][0]:
            value = repr(row["where"][1])
        found.append(f"{name}={value}")
    return ", ".join(found)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['service']}.{row['call']}")
def test_a_call_gives_its_policy_a_kind(row: dict[str, Any]) -> None:
    made = f".{row['made'][0]}('x')" if "made" in row else ""
    reading = read(
        f"""
        import boto3, json
        client = boto3.{"resource" if made else "client"}({row["service"]!r})
        client{made}.{row["call"]}({arguments(row)})
        """
    )
    if row["call"] in ("attach_role_policy", "put_role_permissions_boundary"):
        (role,) = reading.identities
        assert role.managed or role.boundary
        return
    (policy,) = reading.policies
    assert policy.kind_known
    if row["call"] != "add_permission":
        assert document(policy) == POLICY
    for identity in reading.identities:
        assert not identity.created
        assert identity.gaps


def test_what_a_call_is_about() -> None:
    reading = read(
        """
        import boto3, json
        iam = boto3.client("iam")
        ROLE = "worker"
        TRUST = {"Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"},
             "Action": "sts:AssumeRole"}]}
        iam.create_role(RoleName=ROLE, AssumeRolePolicyDocument=json.dumps(TRUST))
        iam.attach_role_policy(RoleName=ROLE, PolicyArn="arn:aws:iam::aws:policy/ReadOnlyAccess")
        iam.attach_role_policy(RoleName=ROLE, PolicyArn="arn:aws:iam::aws:policy/IAMFullAccess")
        params = {"RoleName": ROLE, "PolicyName": "p"}
        iam.put_role_policy(**params, PolicyDocument='''
            {"Version": "2012-10-17", "Statement": [
              {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}]}''')
        """
    )
    (role,) = reading.identities
    assert str(role.name) == "worker"
    assert role.trust is not None
    assert len(role.managed) == 2
    (attachment,) = reading.attachments
    assert [(kind, str(text)) for kind, text in attachment.targets] == [("role", "worker")]


def test_the_client_tells_apart_what_the_arguments_do_not() -> None:
    code = """
        import boto3
        client = boto3.client("{service}")
        client.put_resource_policy(ResourceArn="arn:aws:x", Policy={policy!r})
    """
    text = '{"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Principal": "*", '
    text += '"Action": "x:*", "Resource": "*"}]}'
    for service, resource in (("ssm", "ssm:parameter"), ("elsewhere", "")):
        (policy,) = read(code.format(service=service, policy=text)).policies
        assert policy.kind == "resource"
        assert policy.resource_type == resource


def test_calls_one_after_the_other_are_no_rivals() -> None:
    reading = read(
        f"""
        import boto3, json
        s3 = boto3.client("s3")
        s3.put_bucket_policy(Bucket="b", Policy=json.dumps({POLICY!r}))
        s3.put_bucket_policy(Bucket="b", Policy=json.dumps({POLICY!r}))
        """
    )
    assert len(reading.policies) == 2
    assert not reading.attachments


def test_calls_in_tests_are_about_things_of_their_own() -> None:
    reading = read(
        f"""
        import json
        def test_one(iam):
            iam.put_role_policy(
                RoleName="r", PolicyName="p", PolicyDocument=json.dumps({POLICY!r}))
        """
    )
    assert len(reading.policies) == 1
    assert not reading.attachments


def test_methods_of_other_things_take_no_policy() -> None:
    code = """
        from pulumi_aws import iam
        cache.put(Policy=make())
        box.Other("x").put(PolicyDocument=make())
    """
    assert python.read(Source("app.py", dedent(code)), None) is None


MADE = f"""\
import boto3, json
org = boto3.client("organizations")
OTHERS = ["444455556666"]
made = org.create_policy(Name="lock", Description="", Type="SERVICE_CONTROL_POLICY", Content=json.dumps({POLICY!r}))
"""


@pytest.mark.parametrize(
    ("attaching", "targets"),
    [
        (
            'org.attach_policy(PolicyId=made["Policy"]["PolicySummary"]["Id"], TargetId="111122223333")',
            ["111122223333"],
        ),
        (
            (
                'number = made["Policy"]["PolicySummary"]["Id"]\n'
                'org.attach_policy(PolicyId=number, TargetId="111122223333")\n'
                'org.attach_policy(PolicyId=number, TargetId="ou-ab12-11111111")'
            ),
            ["111122223333", "ou-ab12-11111111"],
        ),
        ('org.attach_policy(PolicyId="p-12345678", TargetId="111122223333")', []),
        ("org.attach_policy(PolicyId=made)", []),
        ("org.attach_policy(*made)", []),
        ('made = None\norg.attach_policy(PolicyId=made["Id"], TargetId="111122223333")', []),
    ],
)
def test_a_control_policy_is_attached_by_the_answer_of_the_call_that_makes_it(
    attaching: str, targets: list[str]
) -> None:
    reading = python.read(Source("org.py", MADE + attaching + "\n"), None)
    assert reading is not None
    (policy,) = reading.policies
    assert policy.kind == "scp"
    found = [str(text) for one in reading.attachments for _, text in one.targets]
    assert found == targets


def test_what_a_call_gives_is_what_it_made() -> None:
    reading = read(
        """
        import boto3, json
        iam = boto3.client("iam")
        trust = json.dumps({"Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"},
             "Action": "sts:AssumeRole"}
        ]})
        allowed = {"Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}
        ]}
        role = iam.create_role(RoleName="r", AssumeRolePolicyDocument=trust)
        made = iam.create_policy(PolicyName="p", PolicyDocument=json.dumps(allowed))
        arn = made["Policy"]["Arn"]
        iam.attach_role_policy(RoleName="r", PolicyArn=arn)
        passing = {"Statement": [
            {"Effect": "Allow", "Action": "iam:PassRole", "Resource": role["Role"]["Arn"]}
        ]}
        """
    )
    (identity,) = reading.identities
    (held,) = identity.managed
    assert str(held.arn).endswith("policy/p")
    assert [gap.why for gap in identity.gaps] == ["other code may add policies"]
    (passing,) = [p for p in reading.policies if p.address == "passing"]
    assert str((passing.statements[0].resources or ())[0]).endswith("role/r")
