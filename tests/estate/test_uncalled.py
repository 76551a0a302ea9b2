"""What is called by another name than its own is called."""

from __future__ import annotations

from iamlint.catalog import catalog
from iamlint.estate.uncalled import callable_names
from iamlint.testing import scan_texts


def test_a_waiter_calls_the_operation_behind_it() -> None:
    estate = scan_texts({"a.json": "{}"}).gathered.estate()
    assert estate.catalog.table("sdk_waiters") == catalog().table("sdk_waiters")
    names = callable_names(estate)
    assert "tableexists" in names["dynamodb:describetable"]
    assert "objectexists" in names["s3:getobject"]
    assert "stackcreatecomplete" in names["cloudformation:describestacks"]


FUNCTION = """
  {name}:
    Type: AWS::Lambda::Function
    Properties:
      Role: !GetAtt {role}.Arn
      Runtime: python3.13
      Handler: index.handler
      Code:
        ZipFile: |
          import boto3
          def handler(event, context):
              boto3.client("sqs").{method}(QueueUrl="q")
"""
ROLE = """
  {name}:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {{Effect: Allow, Principal: {{Service: lambda.amazonaws.com}}, Action: sts:AssumeRole}}
      ManagedPolicyArns: [!Ref Shared]
"""
SHARED = """
  Shared:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Action: [sqs:SetQueueAttributes, sqs:PurgeQueue]
            Resource: arn:aws:sqs:eu-west-1:111122223333:q
"""


def told(*methods: str, beside: str = "") -> list[tuple[str, ...]]:
    parts = ["Resources:", SHARED, beside]
    for number, method in enumerate(methods):
        parts.append(ROLE.format(name=f"Role{number}"))
        parts.append(FUNCTION.format(name=f"Work{number}", role=f"Role{number}", method=method))
    estate = scan_texts({"t.yaml": "\n".join(parts)}).estate
    return [tuple(map(str, one.words)) for one in estate.uncalled_grants()]


def test_a_policy_of_several_roles_is_idle_only_where_none_of_them_calls_it() -> None:
    assert told("set_queue_attributes") == [("sqs:PurgeQueue",)]
    assert told("set_queue_attributes", "set_queue_attributes") == [("sqs:PurgeQueue",)]
    assert told("set_queue_attributes", "purge_queue") == []
    assert told("list_queues", "purge_queue") == [("sqs:SetQueueAttributes",)]


def test_a_policy_that_somebody_without_code_has_is_not_told() -> None:
    user = "  Person:\n    Type: AWS::IAM::User\n    Properties: {ManagedPolicyArns: [!Ref Shared]}"
    assert told("set_queue_attributes", beside=user) == []


FORWARDING = """
  Beside:
    Type: AWS::IAM::RolePolicy
    Properties:
      RoleName: !Ref Role0
      PolicyName: beside
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {{Effect: Allow, Action: {action}, Resource: "*"}}
"""


def test_what_a_service_does_with_the_rights_of_its_caller_is_not_idle() -> None:
    idle = ("sqs:SetQueueAttributes", "sqs:PurgeQueue")
    assert told("send_message") == [idle]
    assert idle in told("send_message", beside=FORWARDING.format(action="dynamodb:GetItem"))
    for action in ("athena:StartQueryExecution", "athena:*", "'*'"):
        assert idle not in told("send_message", beside=FORWARDING.format(action=action))
