"""How long templates take, and how much memory: run by hand.

    python -m tests.benchmarks.templates

Whole processes, start and all rules included; medians are printed. The budgets: a template of 500
resources under a second and 150 MB, 300 ordinary templates under three seconds.
"""

from __future__ import annotations

import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import yaml

RUNS = 7
SERVICE = "lambda.amazonaws.com"


def document(*statements: dict[str, Any]) -> dict[str, Any]:
    return {"Version": "2012-10-17", "Statement": list(statements)}


def allow(action: Any, resource_: Any, **more: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": action, "Resource": resource_, **more}


def att(name: str) -> dict[str, Any]:
    return {"Fn::GetAtt": [name, "Arn"]}


def application(n: int) -> dict[str, Any]:
    """Ten resources that belong together: a function with its role, a bucket, a queue, a key."""
    trust = {"Effect": "Allow", "Principal": {"Service": SERVICE}, "Action": "sts:AssumeRole"}
    own = document(
        allow(["s3:GetObject", "s3:PutObject"], {"Fn::Sub": f"${{Bucket{n}.Arn}}/*"}),
        allow(["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"], att(f"Queue{n}")),
        allow(["kms:Decrypt", "kms:GenerateDataKey"], att(f"Key{n}")),
    )  # fmt: skip
    root = {"Fn::Sub": "arn:${AWS::Partition}:iam::${AWS::AccountId}:root"}
    admin = {"Effect": "Allow", "Principal": {"AWS": root}, "Action": "kms:*", "Resource": "*"}
    deny = {
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": [att(f"Bucket{n}"), {"Fn::Sub": f"${{Bucket{n}.Arn}}/*"}],
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }
    send = {
        "Effect": "Allow",
        "Principal": {"Service": "sns.amazonaws.com"},
        "Action": "sqs:SendMessage",
        "Resource": att(f"Queue{n}"),
        "Condition": {"ArnEquals": {"aws:SourceArn": {"Ref": f"Topic{n}"}}},
    }
    basic = "arn:${AWS::Partition}:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
    found: dict[str, tuple[str, dict[str, Any]]] = {
        "Role": (
            "AWS::IAM::Role",
            {
                "AssumeRolePolicyDocument": document(trust),
                "ManagedPolicyArns": [{"Fn::Sub": basic}],
                "Policies": [{"PolicyName": "own", "PolicyDocument": own}],
            },
        ),
        "Function": (
            "AWS::Lambda::Function",
            {"Handler": "a.b", "Runtime": "python3.13", "Role": att(f"Role{n}"), "Code": {"ZipFile": ""}},
        ),
        "Bucket": ("AWS::S3::Bucket", {}),
        "BucketPolicy": (
            "AWS::S3::BucketPolicy",
            {"Bucket": {"Ref": f"Bucket{n}"}, "PolicyDocument": document(deny)},
        ),
        "Key": ("AWS::KMS::Key", {"KeyPolicy": document(admin)}),
        "Alias": ("AWS::KMS::Alias", {"AliasName": f"alias/a{n}", "TargetKeyId": {"Ref": f"Key{n}"}}),
        "Queue": ("AWS::SQS::Queue", {"SqsManagedSseEnabled": True}),
        "QueuePolicy": (
            "AWS::SQS::QueuePolicy",
            {"Queues": [{"Ref": f"Queue{n}"}], "PolicyDocument": document(send)},
        ),
        "Topic": ("AWS::SNS::Topic", {}),
        "Subscription": (
            "AWS::SNS::Subscription",
            {"TopicArn": {"Ref": f"Topic{n}"}, "Protocol": "sqs", "Endpoint": att(f"Queue{n}")},
        ),
    }  # fmt: skip
    return {f"{key}{n}": {"Type": t, "Properties": p} for key, (t, p) in found.items()}


def template(resources: int) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for n in range(resources // 10):
        made |= application(n)
    return {"AWSTemplateFormatVersion": "2010-09-09", "Resources": made}


def seconds(folder: Path) -> tuple[float, float]:
    """Of the clock, and of the processor: on a busy machine only the second one tells."""
    start, before = time.perf_counter(), spent()
    command = [sys.executable, "-m", "iamlint", "scan", str(folder), "--isolated"]
    done = subprocess.run(command, capture_output=True, check=False)
    assert done.returncode in (0, 1), done.stderr
    return time.perf_counter() - start, spent() - before


def spent() -> float:
    """Seconds of the processor that ended processes took."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def measure(title: str, folder: Path) -> None:
    times = [seconds(folder) for _ in range(RUNS)]
    clock, processor = (statistics.median(each) for each in zip(*times, strict=True))
    print(f"{title:<44} {clock:6.2f} s   of the processor {processor:5.2f} s")


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        for part in ("json", "yaml", "many"):
            (root / part).mkdir()
        large = template(500)
        (root / "json" / "t.json").write_text(json.dumps(large, indent=2), "utf-8")
        (root / "yaml" / "t.yaml").write_text(yaml.safe_dump(large, sort_keys=False), "utf-8")
        for n in range(300):
            small = template(10 + n % 3 * 10)
            text = json.dumps(small, indent=2) if n % 2 else yaml.safe_dump(small, sort_keys=False)
            (root / "many" / f"{n}.{'json' if n % 2 else 'yaml'}").write_text(text, "utf-8")
        measure("500 resources, JSON", root / "json")
        measure("500 resources, YAML", root / "yaml")
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        print(f"{'peak memory':<44} {peak:6.1f} MB")
        measure("300 templates of 10 to 30 resources", root / "many")


if __name__ == "__main__":
    main()
