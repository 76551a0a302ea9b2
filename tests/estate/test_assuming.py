"""Whom the trust policies of roles keep out: services, and other roles."""

from __future__ import annotations

import pytest

from iamlint.estate.assuming import spellings
from iamlint.finding import CERTAIN

from .templates import IRELAND, estate_of, identity, only, placed

ROLE = """
Worker:
  Type: AWS::IAM::Role
  Properties:
    AssumeRolePolicyDocument:
      Version: "2012-10-17"
      Statement: [%s]
"""
FUNCTION = "Fn: {Type: AWS::Lambda::Function, Properties: {Role: !GetAtt Worker.Arn}}"


def service(name: str, condition: str = "") -> str:
    more = f", Condition: {condition}" if condition else ""
    return f"{{Effect: Allow, Principal: {{Service: {name}}}, Action: sts:AssumeRole{more}}}"


def test_a_service_is_spelled_in_several_ways() -> None:
    assert [str(one) for one in spellings("states.amazonaws.com")] == [
        "states.amazonaws.com",
        "states.${the Region of the workload}.amazonaws.com",
        "states.amazonaws.com.cn",
        "states.${the Region of the workload}.amazonaws.com.cn",
    ]
    assert len(list(spellings("logs.${Region}.amazonaws.com"))) == 1


def test_what_keeps_a_service_out_is_told() -> None:
    estate = estate_of(stack=ROLE % service("ec2.amazonaws.com") + FUNCTION)
    found = only(estate.untrusted_services())
    assert found.role is identity(estate, "Worker")
    assert found.principals == ("lambda.amazonaws.com",)
    assert found.guard is None
    assert found.confidence == CERTAIN
    assert [str(word) for word in [found.entry.value if found.entry else None]] == [
        "ec2.amazonaws.com"
    ]
    assert (
        found.missing == "`sts:AssumeRole` for `lambda.amazonaws.com` in the trust policy of Worker"
    )


def test_a_role_that_lets_the_service_in_is_none() -> None:
    estate = estate_of(stack=ROLE % service("lambda.amazonaws.com") + FUNCTION)
    assert not list(estate.untrusted_services())


@pytest.mark.parametrize(
    ("condition", "guarded"),
    [
        ('{StringEquals: {"aws:SourceAccount": "444455556666"}}', True),
        ('{StringEquals: {"aws:SourceAccount": ["444455556666", "111122223333"]}}', False),
        ('{StringNotEquals: {"aws:SourceAccount": "111122223333"}}', False),
        ('{StringEqualsIfExists: {"aws:SourceAccount": "444455556666"}}', False),
        ('{ArnLike: {"aws:SourceArn": "arn:aws:lambda:*:444455556666:*"}}', True),
        ('{ArnLike: {"aws:SourceArn": "arn:aws:s3:::b"}}', False),
        ('{StringEquals: {"sts:ExternalId": x}}', False),
    ],
)
def test_a_condition_that_no_call_of_the_service_meets(condition: str, guarded: bool) -> None:
    text = ROLE % service("lambda.amazonaws.com", condition) + FUNCTION
    estate = placed({"stack.yaml": text}, {"stack.yaml": IRELAND})
    found = list(estate.untrusted_services())
    assert [one.guard is not None for one in found] == ([True] if guarded else [])


def test_all_services_of_a_workload_must_be_let_in() -> None:
    text = (
        ROLE % service("airflow.amazonaws.com")
        + "Env: {Type: AWS::MWAA::Environment, Properties: {ExecutionRoleArn: !GetAtt Worker.Arn}}"
    )
    found = only(estate_of(stack=text).untrusted_services())
    assert found.principals == ("airflow-env.amazonaws.com",)


def test_a_pod_needs_its_sessions_tagged() -> None:
    text = (
        ROLE % service("ec2.amazonaws.com")
        + "Pod: {Type: AWS::EKS::PodIdentityAssociation, Properties: {RoleArn: !GetAtt Worker.Arn}}"
    )
    found = only(estate_of(stack=text).untrusted_services())
    assert found.needed == ("sts:AssumeRole", "sts:TagSession")


CHAIN = """
Reader:
  Type: AWS::IAM::Role
  Properties:
    AssumeRolePolicyDocument:
      Version: "2012-10-17"
      Statement: [{Effect: Allow, Principal: {AWS: %s}, Action: %s}]
Other:
  Type: AWS::IAM::Role
  Properties:
    AssumeRolePolicyDocument: {Version: "2012-10-17", Statement: []}
Caller:
  Type: AWS::IAM::User
  Properties:
    Policies:
      - PolicyName: p
        PolicyDocument:
          Version: "2012-10-17"
          Statement:
            - {Effect: Allow, Action: %s, Resource: !GetAtt Reader.Arn}
"""
BOTH = "[sts:AssumeRole, sts:TagSession]"


@pytest.mark.parametrize(
    ("trusted", "let", "granted", "assume", "tag"),
    [
        ("!GetAtt Caller.Arn", "sts:AssumeRole", "sts:AssumeRole", False, False),
        ("!GetAtt Other.Arn", "sts:AssumeRole", "sts:AssumeRole", True, False),
        ("!GetAtt Other.Arn", "sts:AssumeRole", BOTH, True, False),
        ("!GetAtt Caller.Arn", "sts:AssumeRole", BOTH, False, True),
        ("!GetAtt Caller.Arn", "sts:AssumeRole", '"sts:*"', False, False),
        ("!GetAtt Caller.Arn", BOTH, BOTH, False, False),
        ("!Ref AWS::AccountId", BOTH, BOTH, False, False),
    ],
)
def test_who_may_assume_a_role_and_is_not_let_in(
    trusted: str, let: str, granted: str, assume: bool, tag: bool
) -> None:
    estate = estate_of(stack=CHAIN % (trusted, let, granted))
    roles = {
        action: [found.role.address for found in estate.unchained(action)]
        for action in ("sts:AssumeRole", "sts:TagSession")
    }
    assert roles == {
        "sts:AssumeRole": ["Reader"] if assume else [],
        "sts:TagSession": ["Reader"] if tag else [],
    }
