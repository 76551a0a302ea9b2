"""Templates in few words."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from iamlint import carriers, formats
from iamlint.carriers.cloudformation.dialect import Names
from iamlint.text.source import Source

if TYPE_CHECKING:
    from iamlint.model.policy import Policy, Statement
    from iamlint.model.things import Reading
    from iamlint.text.holes import Text

PATH = "stack.yaml"


class Facts(NamedTuple):
    account: str = ""
    region: str = ""
    partition: str = ""
    kind: str = ""


def read(text: str, facts: Facts | None = None, path: str = PATH) -> Reading:
    """The reading of a template, in JSON where it begins so."""
    format_ = formats.JSON if text.lstrip().startswith(("{", "[")) else formats.YAML
    reading = carriers.read(path, formats.read(Source(path, text), format_), facts)
    assert reading is not None
    return reading


RESOURCES = """
Parameters:
  Env: {Type: String, AllowedValues: [dev, prod], Default: dev}
  Free: {Type: String, Default: x}
  Listed: {Type: CommaDelimitedList}
  Stored: {Type: 'AWS::SSM::Parameter::Value<String>', AllowedValues: [/a, /b]}
  Owner: {Type: String, AllowedPattern: '[0-9]{12}'}
Mappings:
  Regions:
    eu-west-1: {Name: one, Names: [one, two]}
    us-east-1: {Name: three, Names: [three]}
  Fixed: {a: {b: found}}
Conditions:
  IsProd: !Equals [!Ref Env, prod]
  NotProd: !Not [!Condition IsProd]
  Never: !Equals [a, b]
  Ireland: !Equals [!Ref 'AWS::Region', eu-west-1]
Resources:
  Bucket: {Type: AWS::S3::Bucket}
  Named: {Type: AWS::S3::Bucket, Properties: {BucketName: acme}}
  Queue: {Type: AWS::SQS::Queue, Properties: {QueueName: !Sub '${Env}-jobs'}}
  Topic: {Type: AWS::SNS::Topic}
  Key: {Type: AWS::KMS::Key}
  Group: {Type: AWS::Logs::LogGroup}
  Secret: {Type: AWS::SecretsManager::Secret, Properties: {Name: db}}
  Custom: {Type: 'Custom::Thing'}
  Role:
    Type: AWS::IAM::Role
    Properties: {Path: /app/, AssumeRolePolicyDocument: {Version: '2012-10-17', Statement: []}}
  Policy:
    Type: AWS::IAM::Policy
    Properties:
      PolicyName: p
      Roles: [!Ref Role]
      PolicyDocument:
        Version: '2012-10-17'
        Statement:
          - Effect: Allow
            Action: s3:GetObject
"""


def texts(expression: str, facts: Facts | None = None) -> list[Text]:
    """What the values of `Resource: <expression>` are."""
    statement = only(read(f"{RESOURCES}            Resource: {expression}\n", facts))
    return [word.text for word in statement.resources or ()]


def text(expression: str, facts: Facts | None = None) -> Text:
    """What `Resource: <expression>` is."""
    (one,) = texts(expression, facts)
    return one


def shown(expression: str, facts: Facts | None = None) -> str:
    return str(text(expression, facts))


def policy(reading: Reading, address: str) -> Policy:
    (one,) = [policy for policy in reading.policies if policy.address == address]
    return one


def only(reading: Reading, address: str = "Policy") -> Statement:
    (statement,) = policy(reading, address).statements
    return statement


__all__ = ["PATH", "RESOURCES", "Facts", "Names", "only", "policy", "read", "shown", "text"]
