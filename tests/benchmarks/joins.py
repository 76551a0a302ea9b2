"""What joining costs as repositories grow: run by hand.

    python -m tests.benchmarks.joins

Each kind of repository is made in several sizes: copies of one stack with names of its own or the
names of all others, policies of which nobody knows the target, one file of many identities. Told
are the seconds that the estate's questions take together, reading apart, and per thing: it should
not grow.
"""

from __future__ import annotations

import time
from textwrap import indent
from typing import TYPE_CHECKING

from iamlint import carriers, formats
from iamlint.catalog import catalog
from iamlint.estate import Estate
from iamlint.text.source import Source

if TYPE_CHECKING:
    from collections.abc import Callable

    from iamlint.model.things import Reading

STACK = """
Parameters: {Given: {Type: String}}
Resources:
  Role:
    Type: AWS::IAM::Role
    Properties:
      RoleName: app@
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement: [{Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: "sts:AssumeRole"}]
      ManagedPolicyArns: [!Sub "arn:aws:iam::${AWS::AccountId}:policy/shared@"]
  Shared:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      ManagedPolicyName: shared@
      PolicyDocument:
        Version: "2012-10-17"
        Statement: [{Effect: Allow, Action: "sqs:SendMessage", Resource: !GetAtt Queue.Arn}]
  Reader:
    Type: AWS::IAM::Policy
    Properties:
      PolicyName: reader
      Roles: [app@]
      PolicyDocument:
        Version: "2012-10-17"
        Statement: [{Effect: Allow, Action: "s3:GetObject", Resource: "arn:aws:s3:::data@/*"}]
  Bucket:
    Type: AWS::S3::Bucket
    Properties:
      BucketName: data@
      NotificationConfiguration: {QueueConfigurations: [{Event: "s3:*", Queue: !GetAtt Queue.Arn}]}
      BucketEncryption:
        ServerSideEncryptionConfiguration:
          - ServerSideEncryptionByDefault: {SSEAlgorithm: "aws:kms", KMSMasterKeyID: alias/app@}
  Queue: {Type: AWS::SQS::Queue, Properties: {QueueName: jobs@, KmsMasterKeyId: !Ref Key}}
  QueuePolicy:
    Type: AWS::SQS::QueuePolicy
    Properties:
      Queues: [!Ref Queue]
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {AWS: !GetAtt Role.Arn}, Action: "sqs:SendMessage", Resource: "*"}
  Key: {Type: AWS::KMS::Key}
  Alias: {Type: AWS::KMS::Alias, Properties: {AliasName: alias/app@, TargetKeyId: !Ref Key}}
  Function: {Type: AWS::Lambda::Function, Properties: {Role: !GetAtt Role.Arn}}
"""
ANYBODYS = """
  Anybodys:
    Type: AWS::IAM::Policy
    Properties:
      PolicyName: reader
      Roles: [!Ref Given]
      PolicyDocument:
        Version: "2012-10-17"
        Statement: [{Effect: Allow, Action: "s3:GetObject", Resource: "*"}]
"""


def reading(path: str, text: str) -> Reading:
    found = carriers.read(path, formats.read(Source(path, text), formats.YAML), None)
    assert found is not None
    return found


def stacks(count: int, text: Callable[[int], str]) -> list[Reading]:
    return [reading(f"stack{number}/template.yaml", text(number)) for number in range(count)]


def many_identities(count: int) -> list[Reading]:
    """One file; half of the roles are bound to what the file's other half uses."""
    role = indent(STACK.partition("  Role:\n")[2].partition("  Reader:")[0], "")
    parts = ["Resources:"]
    for number in range(count):
        one = f"  Role:\n{role}".replace("@", str(number)).replace("!GetAtt Queue.Arn", '"*"')
        parts.append(
            one.replace("  Role:", f"  Role{number}:").replace("  Shared:", f"  S{number}:")
        )
    return [reading("all.yaml", "\n".join(parts))]


KINDS: dict[str, Callable[[int], list[Reading]]] = {
    "stacks with names of their own": lambda n: stacks(n, lambda i: STACK.replace("@", str(i))),
    "stacks that share every name": lambda n: stacks(n, lambda _: STACK.replace("@", "")),
    "stacks with a policy for anybody": lambda n: stacks(
        n, lambda i: STACK.replace("@", str(i)) + ANYBODYS
    ),
    "identities in one file": many_identities,
}


def questions(readings: list[Reading]) -> int:
    """Everything that rules ask, once; answers how many things there are."""
    estate = Estate(readings, None, catalog())
    identities, resources = list(estate.identities), list(estate.resources)
    for identity in identities:
        estate.complete(identity)
        estate.boundary_of(identity)
    for resource in resources:
        estate.complete(resource)
        estate.keys_of(resource)
    for wired in estate.wires:
        estate.complete(wired)
    for need in estate.key_needs():
        need.missing("caller")
    for answer in (estate.workloads, estate.rivals(), estate.doubles()):
        list(answer)
    list(estate.refused_by_resources())
    list(estate.refused_by_callers())
    return len(identities) + len(resources)


def main() -> None:
    for title, make in KINDS.items():
        for size in (75, 150, 300, 1000 if make is many_identities else 600):
            readings = make(size)
            start = time.process_time()
            things = questions(readings)
            took = time.process_time() - start
            print(f"{title:<34} {size:5}  {took:7.2f} s  {took / things * 1000:6.2f} ms a thing")


if __name__ == "__main__":
    main()
