"""How long a scan of a repository takes: all of it, nothing changed, one file changed; by hand.

    python -m tests.benchmarks.monorepo [--files 2000] [--keep DIR]

The repository is made up: of 2,000 files 300 are CloudFormation templates, 150 policies, 20 plans;
the others are YAML, JSON, Python, Terraform and Markdown with no policy in them. Whole processes
are timed, each several times, and medians are printed. The budgets for 2,000 files on two cores are
five seconds for all of it and one second with one file changed.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PLANS = sorted(Path(__file__).parent.parent.glob("fixtures/terraform/*/plan-*.json"))
ENVIRONMENT = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
SERVICES = ("orders", "billing", "search", "users", "mail", "audit", "carts", "stock")
WORDS = [
    "the",
    "of",
    "a",
    "service",
    "that",
    "takes",
    "what",
    "another",
    "gives",
    "and",
    "keeps",
    "it",
    "for",
    "a",
    "while",
]

TEMPLATE = """AWSTemplateFormatVersion: "2010-09-09"
Description: {service} {number}
Parameters:
  Environment: {{Type: String, Default: dev, AllowedValues: [dev, prod]}}
Resources:
  Key:
    Type: AWS::KMS::Key
    Properties:
      KeyPolicy:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {{AWS: !Sub "arn:${{AWS::Partition}}:iam::${{AWS::AccountId}}:root"}}
            Action: "kms:*"
            Resource: "*"
  Alias:
    Type: AWS::KMS::Alias
    Properties: {{AliasName: alias/{service}-{number}, TargetKeyId: !Ref Key}}
  Data:
    Type: AWS::S3::Bucket
    Properties:
      BucketName: !Sub "{service}-{number}-${{Environment}}"
      BucketEncryption:
        ServerSideEncryptionConfiguration:
          - ServerSideEncryptionByDefault: {{SSEAlgorithm: aws:kms, KMSMasterKeyID: !Ref Key}}
  Jobs:
    Type: AWS::SQS::Queue
    Properties: {{QueueName: {service}-{number}-jobs, KmsMasterKeyId: !GetAtt Key.Arn}}
  JobsPolicy:
    Type: AWS::SQS::QueuePolicy
    Properties:
      Queues: [!Ref Jobs]
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {{Service: sns.amazonaws.com}}
            Action: sqs:SendMessage
            Resource: !GetAtt Jobs.Arn
            Condition: {{ArnEquals: {{"aws:SourceArn": !Ref Topic}}}}
  Topic:
    Type: AWS::SNS::Topic
  Role:
    Type: AWS::IAM::Role
    Properties:
      {role}
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {{Effect: Allow, Principal: {{Service: lambda.amazonaws.com}}, Action: sts:AssumeRole}}
      ManagedPolicyArns: [arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole]
      Policies:
        - PolicyName: work
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Action: [{actions}]
                Resource: !Sub "${{Data.Arn}}/*"
              - Effect: Allow
                Action: [sqs:ReceiveMessage, sqs:DeleteMessage]
                Resource: !GetAtt Jobs.Arn
              - {{Effect: Allow, Action: "{kms}", Resource: !GetAtt Key.Arn}}
              - Effect: Allow
                Action: s3:GetObject
                Resource: arn:aws:s3:::{neighbour}-shared/*
  Function:
    Type: AWS::Lambda::Function
    Properties:
      Handler: index.handler
      Runtime: python3.12
      Role: !GetAtt Role.Arn
      Code: {{ZipFile: "def handler(event, context): return None"}}
      Environment: {{Variables: {{BUCKET: !Ref Data, QUEUE: !Ref Jobs}}}}
Outputs:
  Role: {{Value: !GetAtt Role.Arn}}
"""


def template(number: int, chance: random.Random) -> str:
    service = chance.choice(SERVICES)
    return TEMPLATE.format(
        service=service,
        number=number,
        role=f"RoleName: {service}-{number}" if number % 3 else "Path: /app/",
        actions="s3:GetObject, s3:PutObject" if number % 5 else "s3:Get*, s3:PutObjct",
        kms="kms:Decrypt" if number % 4 else "kms:*",
        neighbour=f"{chance.choice(SERVICES)}-{number // 4}",
    )


def policy(number: int, chance: random.Random) -> str:
    actions = chance.sample(["s3:GetObject", "sqs:SendMessage", "dynamodb:Query", "s3:*"], 2)
    name = f"{chance.choice(SERVICES)}-{number}"
    statement = {"Effect": "Allow", "Action": actions, "Resource": f"arn:aws:s3:::{name}/*"}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]}, indent=2)


def prose(chance: random.Random, lines: int) -> str:
    return "\n".join(" ".join(chance.choices(WORDS, k=9)) for _ in range(lines))


def other(number: int, chance: random.Random) -> tuple[str, str]:
    """The name and the text of a file without policies."""
    match number % 6:
        case 0:
            items = [{"name": f"n{i}", "image": "x:1", "replicas": i} for i in range(40)]
            return "chart.yaml", "\n".join(f"- {json.dumps(item)}" for item in items)
        case 1:
            packages = {f"p{i}": {"version": f"{i}.0.0", "integrity": "x" * 60} for i in range(60)}
            return "package-lock.json", json.dumps(packages, indent=2)
        case 2:
            return "main.py", f'"""{prose(chance, 5)}"""\n' + "x = [1, 2, 3]\n" * 80
        case 3:
            return "main.tf", 'resource "random_id" "x" {\n  byte_length = 8\n}\n' * 10
        case 4:
            return "notes.md", prose(chance, 60)
        case _:
            return "values.yml", "".join(f"key{i}: {chance.random()}\n" for i in range(120))


def build(folder: Path, files: int) -> None:
    """Write a repository of so many files."""
    chance = random.Random(0)
    (folder / ".git").mkdir()
    (folder / ".gitignore").write_text("*.log\nbuild/\n/dist\n!keep.log\n**/tmp/*.json\n")
    templates, policies, plans = files * 300 // 2000, files * 150 // 2000, files * 20 // 2000
    for number in range(files):
        place = folder / f"team{number % 9}" / f"service{number % 113}"
        if number < templates:
            name, text = f"stack{number}.yaml", template(number, chance)
        elif number < templates + policies:
            name, text = f"policy{number}.json", policy(number, chance)
        elif number < templates + policies + plans:
            plan = PLANS[number % len(PLANS)]
            place, name = place / f"env{number}", "plan.json"
            text = plan.read_text(encoding="utf-8")
        else:
            ending, text = other(number, chance)
            name = f"{number}-{ending}"
        place.mkdir(parents=True, exist_ok=True)
        (place / name).write_text(text, encoding="utf-8")


def seconds(folder: Path, *arguments: str) -> tuple[float, float]:
    """Of a whole scan, on the clock and of processors."""
    before = os.times()
    start = time.perf_counter()
    command = [sys.executable, "-m", "iamlint", "scan", ".", "--exit-zero", *arguments]
    subprocess.run(command, cwd=folder, check=True, capture_output=True, env=ENVIRONMENT)
    after = os.times()
    spent = after.children_user - before.children_user
    return time.perf_counter() - start, spent + after.children_system - before.children_system


def median(title: str, runs: list[tuple[float, float]]) -> None:
    clock, processor = (statistics.median(part) for part in zip(*runs, strict=True))
    print(f"{title:<24} {clock:6.2f} s   {processor:6.2f} s of a processor")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--files", type=int, default=2000)
    arguments.add_argument("--keep", metavar="DIR", default="", help="leave the repository there")
    arguments.add_argument("--runs", type=int, default=5)
    args = arguments.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(args.keep or temporary) / "repository"
        index = Path(temporary) / "index"
        folder.mkdir(parents=True)
        build(folder, args.files)
        kept = ("--cache-dir", str(index))
        seconds(folder, "--no-cache")
        median("without an index", [seconds(folder, "--no-cache") for _ in range(args.runs)])
        cold = []
        for _ in range(args.runs):
            shutil.rmtree(index, ignore_errors=True)
            cold.append(seconds(folder, *kept))
        median("cold", cold)
        median("nothing changed", [seconds(folder, *kept) for _ in range(args.runs)])
        changed = []
        for number in range(args.runs):
            path = next(folder.rglob(f"stack{number + 3}.yaml"))
            path.write_text(path.read_text().replace("s3:GetObject,", "s3:GetObjectTagging,"))
            changed.append(seconds(folder, *kept))
        median("one template changed", changed)
        size = sum(path.stat().st_size for path in index.iterdir())
        print(f"{args.files} files, the index takes {size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
