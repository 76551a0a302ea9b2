"""A small repository of which the files hang together, in several versions of each file."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent
PLANS = ROOT / "fixtures" / "terraform"

HEADER = 'AWSTemplateFormatVersion: "2010-09-09"\n'

ROLE = """
Parameters:
  RoleName: {Type: String}
Resources:
  Ingest:
    Type: AWS::IAM::Role
    Properties:
      RoleName: %(name)s
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}
%(more)s
      Policies:
        - PolicyName: work
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Sid: Work
                Effect: Allow
                Action: [sqs:ReceiveMessage, s3:GetObject]
                Resource:
                  - arn:aws:sqs:eu-west-1:111122223333:jobs
                  - arn:aws:s3:::prod-data/*
"""
BOUNDED = "      PermissionsBoundary: arn:aws:iam::111122223333:policy/limits"
MANAGED = "      ManagedPolicyArns: [arn:aws:iam::111122223333:policy/decrypting]"
HANDED = "      ManagedPolicyArns: [!Ref RoleName]"

QUEUE = """
Resources:
  Jobs:
    Type: AWS::SQS::Queue
    Properties:
      QueueName: jobs
      KmsMasterKeyId: %s
"""
KEY = """
Resources:
  Key:
    Type: AWS::KMS::Key
    Properties:
      KeyPolicy:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {AWS: "%s"}
            Action: "kms:*"
            Resource: "*"
  Alias:
    Type: AWS::KMS::Alias
    Properties: {AliasName: alias/data, TargetKeyId: !Ref Key}
"""
ALARMED = """
Resources:
  Feed:
    Type: AWS::SNS::Subscription
    Properties:
      Protocol: sqs
      TopicArn: arn:aws:sns:eu-west-1:111122223333:%s
      Endpoint: arn:aws:sqs:eu-west-1:111122223333:jobs
"""
ADMITTING = """
Parameters:
  Url: {Type: String}
Resources:
  Admitting:
    Type: AWS::SQS::QueuePolicy
    Properties:
      Queues: [%s]
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {Service: sns.amazonaws.com}
            Action: sqs:SendMessage
            Resource: arn:aws:sqs:eu-west-1:111122223333:jobs
            Condition: {ArnEquals: {aws:SourceArn: "arn:aws:sns:eu-west-1:111122223333:%s"}}
"""
GRANT = """
Parameters:
  RoleName: {Type: String}
Resources:
  Decrypting:
    Type: AWS::IAM::%s
    Properties:
      %s
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: %s, Action: "kms:Decrypt", Resource: "*"}
"""
WORKFLOW = """
on: push
jobs:
  deploy:
    environment: %s
    steps:
      - uses: aws-actions/configure-aws-credentials@v4
        with: {role-to-assume: "arn:aws:iam::111122223333:role/deploy"}
      - run: aws cloudformation deploy --stack-name app --template-file %s
"""
DEPLOYER = """
Resources:
  Deployer:
    Type: AWS::IAM::Role
    Properties:
      RoleName: %s
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal:
              Federated: arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com
            Action: sts:AssumeRoleWithWebIdentity
            Condition:
              StringEquals:
                token.actions.githubusercontent.com:aud: sts.amazonaws.com
                token.actions.githubusercontent.com:sub: repo:acme/web:environment:production
"""
STACKS = """
Resources:
  Stacks:
    Type: AWS::IAM::Role
    Properties:
      RoleName: stacks
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: %s.amazonaws.com}, Action: sts:AssumeRole}
      Policies:
        - PolicyName: deploy
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - {Effect: Allow, Action: sns:CreateTopic, Resource: "arn:aws:sns:*:111122223333:*"}
"""
TAGGED = """
Resources:
  Alarms:
    Type: AWS::SNS::Topic
    Properties: {TopicName: alarms, Tags: %s}
"""
NEWS = """
Resources:
  News:
    Type: AWS::SNS::Topic
    Properties: {TopicName: news}
  Feed:
    Type: AWS::SNS::Subscription
    Properties:
      Protocol: sqs
      TopicArn: !Ref News
      Endpoint: arn:aws:sqs:eu-west-1:111122223333:%s
"""
STREAM = """
Resources:
  Stream:
    Type: AWS::KinesisFirehose::DeliveryStream
    Properties:
      ExtendedS3DestinationConfiguration:
        BucketARN: arn:aws:s3:::prod-data
        RoleARN: arn:aws:iam::111122223333:role/%s
        EncryptionConfiguration:
          KMSEncryptionConfig: {AWSKMSKeyARN: "arn:aws:kms:eu-west-1:111122223333:alias/data"}
"""
BUCKET = """
Resources:
  Data:
    Type: AWS::S3::Bucket
    Properties:
      BucketName: %s
      BucketEncryption:
        ServerSideEncryptionConfiguration:
          - ServerSideEncryptionByDefault:
              SSEAlgorithm: aws:kms
              KMSMasterKeyID: arn:aws:kms:eu-west-1:111122223333:alias/data
"""
BUCKET_POLICY = """
Parameters:
  Name: {Type: String}
Resources:
  Policy:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: %s
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: %s
            Principal: {AWS: "arn:aws:iam::222233334444:role/reader"}
            Action: "s3:GetObject"
            Resource: "arn:aws:s3:::prod-data/*"
"""
READER = """
Resources:
  Reader:
    Type: AWS::IAM::Role
    Properties:
      RoleName: reader
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}
      Policies:
        - PolicyName: read
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - {Effect: Allow, Action: "s3:%s", Resource: "arn:aws:s3:::prod-data/*"}
"""
TOKEN = """
Resources:
  Token:
    Type: AWS::SecretsManager::Secret
    Properties: {Name: token}
  Share:
    Type: AWS::SecretsManager::ResourcePolicy
    Properties:
      SecretId: !Ref Token
      ResourcePolicy:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {AWS: "%s"}, Action: "secretsmanager:DescribeSecret", Resource: "*"}
"""
DESCRIBER = """
Resources:
  Describer:
    Type: AWS::IAM::Role
    Properties:
      RoleName: describer
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}
      Policies:
        - PolicyName: read
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Action: secretsmanager:DescribeSecret
                Resource: "arn:aws:secretsmanager:eu-west-1:111122223333:secret:%s"
              - {Effect: Allow, Action: sts:AssumeRole, Resource: "arn:aws:iam::111122223333:role/%s"}
"""
LIMITS = """
Resources:
  Limits:
    Type: AWS::IAM::ManagedPolicy
    Properties:
%s
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Action: ["s3:*", "%s"], Resource: "*"}
"""
MEMBERS = """
Resources:
  Person:
    Type: AWS::IAM::User
    Properties: {UserName: ann, Groups: [%s]}
"""
OPS = """
Resources:
  Ops:
    Type: AWS::IAM::Group
    Properties:
      GroupName: ops
      ManagedPolicyArns: ["arn:aws:iam::aws:policy/%s"]
"""
IGNORING = """
Resources:
  Wide:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow  # iamlint: ignore[%s] it is a test
            Action: %s
            Resource: "*"
"""
EXPORTING = """
Resources:
  Data: {Type: AWS::SNS::Topic}
Outputs:
  Out: {Value: !Ref Data, Export: {Name: %s}}
"""
IMPORTING = """
Resources:
  Publisher:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Action: sns:Publish, Resource: !ImportValue %s}
"""
POLICY = (
    '{"Version": "2012-10-17", "Statement": [{"Sid": "Plain", "Effect": "Allow", '
    '"Action": "%s", "Resource": "%s"}]}'
)
SCP = (
    '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}, '
    '{"Effect": "Deny", "Action": "%s", "Resource": "*"}]}'
)
NO_GUARD = """
Resources:
  Later: {Type: AWS::SNS::Topic}
"""
GUARD = """
Parameters: {Unit: {Type: String}}
Resources:
  Guard:
    Type: AWS::Organizations::Policy
    Properties:
      Name: guard
      Type: %s
      TargetIds: [%s]
      Content: {Version: "2012-10-17", Statement: [%s]}
"""
PURGE = '{Effect: Deny, Principal: "*", Action: "sqs:PurgeQueue", Resource: "*"}'
RECEIVE = PURGE.replace("PurgeQueue", "ReceiveMessage")
UNIT = """
Resources:
  App:
    Type: AWS::Organizations::Account
    Properties: {AccountName: app, Email: app@example.com, ParentIds: [%s]}
"""
STORAGE = """
Parameters: {Vpc: {Type: String}}
Resources:
  Storage:
    Type: AWS::EC2::VPCEndpoint
    Properties:
      VpcId: %s
      ServiceName: com.amazonaws.eu-west-1.s3
      PolicyDocument:
        Version: "2012-10-17"
        Statement: [{Effect: Allow, Principal: "*", Action: "s3:*", Resource: "arn:aws:s3:::prod-data/*"}]
"""
REGISTRY = """
Resources:
  Registry:
    Type: AWS::EC2::VPCEndpoint
    Properties:
      VpcId: %s
      ServiceName: com.amazonaws.eu-west-1.ecr.dkr
      VpcEndpointType: Interface
"""
SESSIONS = """
Parameters: {Role: {Type: String}}
Resources:
  Ada:
    Type: AWS::Transfer::User
    Properties:
      ServerId: s-0123456789abcdef0
      UserName: ada
      Role: %s
      Policy: >-
        {"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::%s/*"}]}
"""
LISTS = (
    '{"format_version": "1.2", "terraform_version": "1.11.4", "planned_values": {"root_module": '
    '{"resources": [{"address": "aws_iam_role_policies_exclusive.all", "mode": "managed", '
    '"type": "aws_iam_role_policies_exclusive", "name": "all", '
    '"values": {"role_name": "%s", "policy_names": ["%s"]}}]}}}'
)
TASKS = """
Parameters:
  Service: {Type: String}
Resources:
  Tasks:
    Type: AWS::IAM::Role
    Properties:
      RoleName: tasks
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement: [{Effect: Allow, Principal: {Service: %s}, Action: sts:AssumeRole}]
"""
RUNNING = """
Resources:
  Fn:
    Type: AWS::Lambda::Function
    Properties:
      Role: %s
      Runtime: python3.13
      Handler: index.handler
      Code: {S3Bucket: code, S3Key: fn.zip}
"""
DEPLOY = """
Resources:
  Deploy:
    Type: AWS::IAM::Role
    Properties:
      RoleName: deploy
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: codebuild.amazonaws.com}, Action: sts:AssumeRole}
      ManagedPolicyArns: [arn:aws:iam::111122223333:policy/passing]
"""
PASSING = """
Resources:
  Passing:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      ManagedPolicyName: passing
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Action: [%s], Resource: "*"}
          - Effect: Allow
            Action: iam:PassRole
            Resource: arn:aws:iam::111122223333:role/tasks
            Condition: {StringEquals: {iam:PassedToService: %s}}
          - {Effect: Allow, Action: sts:AssumeRole, Resource: "arn:aws:iam::111122223333:role/tasks"}
"""
CONFIGURATION = """
account = "111122223333"
region = "eu-west-1"
trusted-accounts = ["111122223333"]
scps = [{file = "org/scp.json", target = "*"}]

[accounts]
"other/**" = "222233334444"

[[ignore]]
rule = "unknown-action"
sid = "Plain"
reason = "it is a test"

[[ignore]]
rule = "full-admin"
file = "plain/*"
reason = "it is a test"
"""


FUNCTION = """
Parameters:
  RoleArn: {Type: String}
Resources:
  Work:
    Type: AWS::Lambda::Function
    Properties:
      FunctionName: work
      Role: %s
      PackageType: Image
      Code: {ImageUri: "111122223333.dkr.ecr.eu-west-1.amazonaws.com/work:1"}
"""
FEED = """
Resources:
  Feed:
    Type: AWS::Lambda::EventSourceMapping
    Properties:
      FunctionName: %s
      EventSourceArn: arn:aws:sqs:eu-west-1:111122223333:%s
"""


ATTACHING = """
import json
import boto3
boto3.client("iam").put_role_policy(RoleName="%s", PolicyName="more", PolicyDocument=json.dumps(
    {"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Action": "%s", "Resource": "arn:aws:s3:::prod-data/*"}]}))
"""
TOPIC = """
{"Resources": {"Topic": {"Type": "AWS::SNS::Topic", "Properties": {"TopicName": "made"}}}}
"""
CONSTRUCTS = """
from aws_cdk import aws_iam as iam
role = iam.Role(self, "Role", role_name="%s", assumed_by=iam.ServicePrincipal("ec2.amazonaws.com"))
role.add_to_policy(iam.PolicyStatement(actions=["%s"], resources=["*"]))
"""


def template(text: str, *parts: object) -> str:
    return HEADER + (text % parts if parts else text)


def role(name: str, more: str = "") -> str:
    return HEADER + ROLE % {"name": name, "more": more}


def plan(name: str, which: str) -> str:
    return (PLANS / name / f"plan-{which}.json").read_text(encoding="utf-8")


MANIFEST = """
apiVersion: v1
kind: ServiceAccount
metadata:
  name: worker
  namespace: jobs
  annotations:
    eks.amazonaws.com/role-arn: arn:aws:iam::111122223333:role/%s
"""

ALIAS = "arn:aws:kms:eu-west-1:111122223333:alias/data"
NAMED = "      ManagedPolicyName: limits"
READERS = """
Resources:
  Readers:
    Type: AWS::SSO::PermissionSet
    Properties: {InstanceArn: "arn:aws:sso:::instance/ssoins-1234567890abcdef", Name: %s}
"""
PEOPLE = """
Resources:
  Audit:
    Type: AWS::IAM::Role
    Properties:
      RoleName: audit
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {AWS: "arn:aws:iam::111122223333:root"}
            Action: sts:AssumeRole
            Condition:
              ArnLike:
                aws:PrincipalArn: "arn:aws:iam::*:role/aws-reserved/sso.amazonaws.com/*/AWSReservedSSO_%s_*"
"""
PERIMETER = """{"Version": "2012-10-17", "Statement": [
  {"Effect": "Deny", "Principal": "*", "Action": "sqs:*",
   "Resource": "arn:aws:sqs:eu-west-1:444455556666:mail",
   "Condition": {"StringNotEquals": {"aws:PrincipalOrgID": "%s"}}}
]}
"""
MEMBER = """{"Version": "2012-10-17", "Statement": [
  {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::444455556666:role/post"},
   "Action": "sns:Publish", "Resource": "arn:aws:sns:eu-west-1:777788889999:news",
   "Condition": {"StringEquals": {"aws:PrincipalOrgID": "%s"}}}
]}
"""
VERSIONS: dict[str, list[str]] = {
    "people/sets.yaml": [template(READERS, "Readers"), template(READERS, "Writers")],
    "people/limit.yaml": [
        template(LIMITS, "      ManagedPolicyName: limit", "sqs:*"),
        template(LIMITS, "      ManagedPolicyName: others", "sqs:*"),
    ],
    "people/audit.yaml": [template(PEOPLE, "Reader"), template(PEOPLE, "Readers")],
    "scripts/attach.py": [
        ATTACHING % ("ingest", "s3:GetObject"),
        ATTACHING % ("second", "kms:*"),
        ATTACHING % ("ingest", "s3:GetObjekt") + "  # iamlint: ignore[unknown-action] told\n",
        ATTACHING.replace("boto3", "os") % ("ingest", "s3:GetObject") + "def f(:\n",
        "import os\n",
    ],
    "app/stack.py": [
        CONSTRUCTS % ("worker", "s3:GetObject"),
        CONSTRUCTS % ("ingest", "s3:GetObjekt"),
        "print 'a'\n" + CONSTRUCTS % ("ingest", "s3:GetObject"),
    ],
    "app/out/stack.template.json": [TOPIC, TOPIC.replace("made", "more")],
    "app/role.yaml": [
        role("ingest"),
        role("!Ref RoleName"),
        role("ingest", BOUNDED),
        role("ingest", MANAGED),
        role("ingest", HANDED),
        role("!Sub '${RoleName}-ingest'"),
    ],
    "app/second.yaml": [role("ingest"), role("second", BOUNDED), role("!Ref AWS::NoValue")],
    ".github/workflows/deploy.yaml": [
        WORKFLOW % ("staging", "app/tagged.yaml"),
        WORKFLOW % ("production", "$FILE"),
        WORKFLOW.replace("deploy}", "web}") % ("staging", "app/other.yaml"),
    ],
    "cluster/account.yaml": [MANIFEST % "deploy", MANIFEST % "web"],
    "cluster/kustomization.yaml": [
        "resources: [account.yaml]\n",
        "resources: [account.yaml]\nnamespace: others\n",
    ],
    "app/deployer.yaml": [
        HEADER + DEPLOYER % "deploy",
        HEADER + DEPLOYER % "web",
        HEADER + DEPLOYER % '!Sub "${AWS::StackName}-web"',
    ],
    "app/stacks.yaml": [template(STACKS, "cloudformation"), template(STACKS, "lambda")],
    "app/tagged.yaml": [template(TAGGED, "[{Key: team, Value: data}]"), template(TAGGED, "[]")],
    "app/queue.yaml": [
        template(QUEUE, "alias/data"),
        template(QUEUE, ALIAS),
        template(QUEUE, '""'),
    ],
    "app/feed.yaml": [template(NEWS, "jobs"), template(NEWS, "others")],
    "data/stream.yaml": [template(STREAM, "ingest"), template(STREAM, "second")],
    "app/alarmed.yaml": [template(ALARMED, "news"), template(ALARMED, "alarms")],
    "data/admitting.yaml": [
        template(ADMITTING, "https://sqs.eu-west-1.amazonaws.com/111122223333/jobs", "news"),
        template(ADMITTING, "https://sqs.eu-west-1.amazonaws.com/111122223333/jobs", "others"),
        template(ADMITTING, "!Ref Url", "news"),
    ],
    "keys/key.yaml": [
        template(KEY, "arn:aws:iam::111122223333:root"),
        template(KEY, "arn:aws:iam::111122223333:role/other"),
        template(KEY, "arn:aws:iam::111122223333:role/ingest"),
    ],
    "keys/grant.yaml": [
        template(GRANT, "Policy", "PolicyName: d\n      Roles: [ingest]", "Allow"),
        template(GRANT, "Policy", "PolicyName: d\n      Roles: [!Ref RoleName]", "Allow"),
        template(GRANT, "Policy", "PolicyName: d\n      Roles: [!Ref RoleName]", "Deny"),
        template(GRANT, "ManagedPolicy", "ManagedPolicyName: decrypting", "Allow"),
        template(GRANT, "ManagedPolicy", "Description: x", "Allow"),
        template(GRANT, "ManagedPolicy", "Groups: [ops]", "Allow"),
    ],
    "data/bucket.yaml": [
        template(BUCKET, "prod-data"),
        template(BUCKET, "other-data"),
        template(BUCKET, "!Sub 'prod-${AWS::Region}'"),
        template(BUCKET, "!Ref AWS::NoValue"),
    ],
    "data/policy.yaml": [
        template(BUCKET_POLICY, "prod-data", "Allow"),
        template(BUCKET_POLICY, "prod-data", "Deny"),
        template(BUCKET_POLICY, "!Ref Name", "Deny"),
        template(BUCKET_POLICY, "!Ref Name", "Allow"),
    ],
    "other/reader.yaml": [template(READER, "GetObject"), template(READER, "ListBucket")],
    "data/token.yaml": [
        template(TOKEN, "arn:aws:iam::222233334444:root"),
        template(TOKEN, "arn:aws:iam::111122223333:root"),
        template(TOKEN, "arn:aws:iam::222233334444:role/describer"),
    ],
    "other/describer.yaml": [
        template(DESCRIBER, "token-??????", "ingest"),
        template(DESCRIBER, "token-*", "second"),
        template(DESCRIBER, "other-*", "other"),
    ],
    "iam/limits.yaml": [
        template(LIMITS, NAMED, "sqs:SendMessage"),
        template(LIMITS, NAMED, "sqs:*"),
        template(LIMITS, "      Path: /", "sqs:SendMessage"),
    ],
    "iam/members.yaml": [template(MEMBERS, "ops"), template(MEMBERS, "!Ref AWS::StackName")],
    "iam/ops.yaml": [template(OPS, "AdministratorAccess"), template(OPS, "ReadOnlyAccess")],
    "iam/ignoring.yaml": [
        template(IGNORING, "full-admin", '"*"'),
        template(IGNORING, "unknown-action", '"*"'),
        template(IGNORING, "unknown-action", "s3:GetObjct"),
    ],
    "net/exporting.yaml": [template(EXPORTING, "net-topic"), template(EXPORTING, "other-topic")],
    "net/importing.yaml": [template(IMPORTING, "net-topic"), template(IMPORTING, "nothing")],
    "run/function.yaml": [
        template(FUNCTION, "arn:aws:iam::111122223333:role/runner"),
        template(FUNCTION, "arn:aws:iam::111122223333:role/ingest"),
        template(FUNCTION, "!Sub 'arn:aws:iam::${AWS::AccountId}:role/runner'"),
        template(FUNCTION, "!Ref RoleArn"),
    ],
    "run/role.yaml": [role("runner"), role("runner", MANAGED), role("other")],
    "run/feed.yaml": [
        template(FEED, "work", "jobs"),
        template(FEED, "arn:aws:lambda:eu-west-1:111122223333:function:work", "jobs"),
        template(FEED, "work", "other"),
    ],
    "run/tasks.yaml": [
        template(TASKS, "ecs-tasks.amazonaws.com"),
        template(TASKS, "lambda.amazonaws.com"),
        template(TASKS, "!Ref Service"),
    ],
    "fn/running.yaml": [
        template(RUNNING, "arn:aws:iam::111122223333:role/tasks"),
        template(RUNNING, "arn:aws:iam::444455556666:role/tasks"),
    ],
    "ci/deploy.yaml": [template(DEPLOY)],
    "policies/passing.yaml": [
        template(PASSING, "lambda:CreateFunction", "ecs.amazonaws.com"),
        template(PASSING, "lambda:CreateFunction", "lambda.amazonaws.com"),
        template(PASSING, "lambda:InvokeFunction", "ecs-tasks.amazonaws.com"),
    ],
    "plain/reading.json": [
        POLICY % ("s3:GetObjct", "arn:aws:s3:::prod-data/*"),
        POLICY % ("s3:GetObject", "arn:aws:s3:::prod-data/*"),
        POLICY % ("*", "*"),
    ],
    "other/reading.json": [
        POLICY % ("s3:GetObject", "arn:aws:s3:::prod-data/*"),
        POLICY % ("s3:PutObject", "arn:aws:s3:::prod-data/*"),
    ],
    "org/scp.json": [SCP % "iam:*", SCP % "sqs:*", SCP % "sqs:ReceiveMessage"],
    "org/guard.yaml": [
        template(NO_GUARD),  # one that is there joins every file
        template(GUARD, "RESOURCE_CONTROL_POLICY", "111122223333", PURGE),
        template(GUARD, "RESOURCE_CONTROL_POLICY", "111122223333", RECEIVE),
        template(GUARD, "RESOURCE_CONTROL_POLICY", "!Ref Unit", RECEIVE),
        template(GUARD, "SERVICE_CONTROL_POLICY", "ou-ab12-11112222", RECEIVE),
    ],
    "org/unit.yaml": [
        template(NO_GUARD),
        template(UNIT, "ou-ab12-11112222"),
        template(UNIT, "ou-ab12-33334444"),
    ],
    "net/storage.yaml": [
        template(STORAGE, "vpc-0123456789abcdef0"),
        template(STORAGE, "!Ref Vpc"),
    ],
    "net/registry.yaml": [
        template(REGISTRY, "vpc-0123456789abcdef0"),
        template(REGISTRY, "vpc-0fedcba9876543210"),
    ],
    "run/session.yaml": [
        template(SESSIONS, "arn:aws:iam::111122223333:role/ingest", "prod-data"),
        template(SESSIONS, "arn:aws:iam::111122223333:role/ingest", "other-data"),
        template(SESSIONS, "!Ref Role", "other-data"),
        template(SESSIONS, "arn:aws:iam::111122223333:role/runner", "other-data"),
    ],
    "members/mail.json": [PERIMETER % "o-k3x9q1v7zp", PERIMETER % "o-b7m2w5t8rd"],
    "members/news.json": [MEMBER % "o-k3x9q1v7zp", MEMBER % "o-c4n6y9h2fs"],
    "tf/plan.json": [
        plan("missing_key_grant", "known"),
        plan("missing_key_grant", "deferred"),
        plan("boundary", "known"),
        plan("sensitive", "known"),
    ],
    "tf/lists.json": [LISTS % ("ingest", "d"), LISTS % ("ingest", "work"), LISTS % ("x", "d")],
    "notes.json": ['{"Statement": "of the bank"}', "[1, 2"],
}
"""The versions of each file."""


def write(folder: Path, path: str, text: str) -> None:
    target = folder / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8")


DEFAULTS = {
    "RoleName": "ingest",
    "Url": "https://sqs.eu-west-1.amazonaws.com/111122223333/jobs",
    "Name": "prod-data",
    "Unit": "ou-abcd-11112222",
    "Vpc": "vpc-0123456789abcdef0",
    "Role": "arn:aws:iam::111122223333:role/reader",
    "RoleArn": "arn:aws:iam::111122223333:role/ingest",
    "Service": "lambda.amazonaws.com",
}


def with_defaults(text: str) -> str:
    """The template with a default for each of its parameters."""
    return re.sub(
        r"(\w+): \{Type: String\}",
        lambda found: f'{found[1]}: {{Type: String, Default: "{DEFAULTS[found[1]]}"}}',
        text,
    )


for texts in VERSIONS.values():
    texts += [with_defaults(text) for text in texts if "{Type: String}" in text and "!" in text]


def build(folder: Path) -> None:
    """The repository, each file in its first version."""
    (folder / ".git").mkdir()
    write(folder, "iamlint.toml", CONFIGURATION)
    for path, versions in VERSIONS.items():
        write(folder, path, versions[0])
