"""Which tags are known of who asks: as they are declared, and as sessions may be given others."""

from __future__ import annotations

import pytest

from iamlint.testing import scan_texts

SCP = """{"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "sqs:*", "Resource": "*",
"Condition": {"StringNotEquals": {"aws:PrincipalTag/team": "core"}}}]}"""
TOLD = """
account = "111122223333"

[[scps]]
file = "scp.json"
target = "111122223333"
"""
TEMPLATE = """
Parameters: {Which: {Type: String}}
Conditions: {Core: !Equals [!Ref Which, core]}
Resources:
  Worker:
    Type: AWS::IAM::Role
    Properties:
      Tags: %s
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement: [{Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: [%s]}]
      Policies:
        - PolicyName: work
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - {Effect: Allow, Action: "sqs:SendMessage", Resource: "arn:aws:sqs:eu-west-1:111122223333:jobs"}
"""
FUNCTION = """
Transform: AWS::Serverless-2016-10-31
Resources:
  Worker:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.13
      Handler: index.handler
      CodeUri: .
      Tags: {team: core}
      Policies:
        - Version: "2012-10-17"
          Statement:
            - {Effect: Allow, Action: "sqs:SendMessage", Resource: "arn:aws:sqs:eu-west-1:111122223333:jobs"}
"""


def is_dead(template: str) -> bool:
    found = scan_texts({"stack.yaml": template, "scp.json": SCP, "iamlint.toml": TOLD}).findings
    return any(finding.rule == "dead-under-scp" for finding in found)


@pytest.mark.parametrize("tags", ["[]", "[{Key: team, Value: web}]", "[{Key: owner, Value: core}]"])
def test_without_the_tag(tags: str) -> None:
    assert is_dead(TEMPLATE % (tags, "sts:AssumeRole"))


@pytest.mark.parametrize(
    "tags",
    [
        "[{Key: team, Value: core}]",
        "[{Key: Team, Value: core}]",
        "[{Key: team, Value: !Ref Which}]",
        "[{Key: !Ref Which, Value: core}]",
        "!If [Core, [{Key: team, Value: core}], []]",
        "[!If [Core, {Key: team, Value: core}, !Ref AWS::NoValue]]",
        "!Ref Which",
        "core",
    ],
)
def test_with_the_tag_or_perhaps(tags: str) -> None:
    assert not is_dead(TEMPLATE % (tags, "sts:AssumeRole"))


def test_whoever_assumes_it_may_pass_tags() -> None:
    assert not is_dead(TEMPLATE % ("[]", "sts:AssumeRole, sts:TagSession"))


def test_the_role_of_a_function_has_the_tags_of_the_function() -> None:
    assert not is_dead(FUNCTION)
