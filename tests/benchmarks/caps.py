"""What a boundary and three levels of SCPs over every identity cost: run by hand.

    python -m tests.benchmarks.caps

A thousand roles in ten templates, each with policies of its own under one boundary, in accounts that
lie under a root, a unit and policies of their own. Whole processes are counted, start, reading and all
rules included, in seconds of the processor; the budget: ten.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

STACKS = 10
ROLES = 100
BUDGET = 10.0
REGIONS = ["eu-west-1", "eu-central-1"]
GLOBAL = ["iam:*", "sts:*", "organizations:*", "route53:*", "cloudfront:*", "support:*"]


def document(*statements: dict[str, Any]) -> dict[str, Any]:
    return {"Version": "2012-10-17", "Statement": list(statements)}


def statement(effect: str, actions: Any, resources: Any = "*", **more: Any) -> dict[str, Any]:
    return {"Effect": effect, "Action": actions, "Resource": resources, **more}


def boundary() -> dict[str, Any]:
    services = ["s3", "sqs", "sns", "dynamodb", "logs", "kms", "lambda", "events", "ssm", "ec2"]
    return document(
        statement("Allow", [f"{service}:*" for service in services]),
        statement("Deny", ["iam:*", "organizations:*", "account:*"]),
        statement(
            "Deny",
            "s3:*",
            ["arn:aws:s3:::acme-audit", "arn:aws:s3:::acme-audit/*"],
        ),
    )


def scps() -> dict[str, dict[str, Any]]:
    lock = {"StringNotEquals": {"aws:RequestedRegion": REGIONS}}
    away = {
        "Effect": "Deny",
        "NotAction": GLOBAL,
        "Resource": "*",
        "Condition": lock,
    }
    root = {"ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/platform/*"}}
    return {
        "root": document(
            statement("Deny", ["organizations:LeaveOrganization", "account:CloseAccount"]), away
        ),
        "workloads": document(
            statement(
                "Deny", ["cloudtrail:StopLogging", "config:Delete*", "guardduty:Disassociate*"]
            ),
            statement("Deny", ["iam:CreateUser", "kms:ScheduleKeyDeletion"], Condition=root),
        ),
        "account": document(
            statement(
                "Deny",
                "ec2:RunInstances",
                Condition={"Bool": {"ec2:IsLaunchTemplateResource": "false"}},
            ),
            statement("Deny", "s3:PutBucketPublicAccessBlock"),
        ),
    }


def role(stack: int, number: int) -> dict[str, Any]:
    who = {
        "Effect": "Allow",
        "Principal": {"Service": "lambda.amazonaws.com"},
        "Action": "sts:AssumeRole",
    }
    account = f"{stack:012d}"
    name = f"work-{stack}-{number}"
    own = document(
        statement("Allow", ["s3:GetObject", "s3:PutObject"], f"arn:aws:s3:::{name}/*"),
        statement("Allow", "s3:ListBucket", f"arn:aws:s3:::{name}"),
        statement(
            "Allow",
            [
                "sqs:SendMessage",
                "sqs:ReceiveMessage",
                "sqs:DeleteMessage",
                "sqs:GetQueueAttributes",
            ],
            f"arn:aws:sqs:eu-west-1:{account}:{name}",
        ),
        statement(
            "Allow",
            ["dynamodb:Query", "dynamodb:GetItem", "dynamodb:PutItem"],
            f"arn:aws:dynamodb:eu-west-1:{account}:table/{name}",
        ),
    )
    more = document(
        statement(
            "Allow",
            ["logs:CreateLogStream", "logs:PutLogEvents"],
            f"arn:aws:logs:eu-west-1:{account}:log-group:/aws/lambda/{name}:*",
        ),
        statement(
            "Allow", ["ssm:GetParameter"], f"arn:aws:ssm:eu-west-1:{account}:parameter/{name}/*"
        ),
        statement("Deny", "s3:DeleteObject", f"arn:aws:s3:::{name}/keep/*"),
    )
    return {
        "Type": "AWS::IAM::Role",
        "Properties": {
            "RoleName": name,
            "PermissionsBoundary": f"arn:aws:iam::{account}:policy/limits",
            "AssumeRolePolicyDocument": document(who),
            "Policies": [
                {"PolicyName": "own", "PolicyDocument": own},
                {"PolicyName": "more", "PolicyDocument": more},
            ],
        },
    }


def write(folder: Path) -> None:
    lines, units = ["[accounts]"], []
    for stack in range(1, STACKS + 1):
        resources = {f"Role{number}": role(stack, number) for number in range(ROLES)}
        resources["Limits"] = {
            "Type": "AWS::IAM::ManagedPolicy",
            "Properties": {"ManagedPolicyName": "limits", "PolicyDocument": boundary()},
        }
        text = json.dumps({"Resources": resources}, indent=1)
        (folder / f"stack{stack}.json").write_text(text, "utf-8")
        lines.append(f'"stack{stack}.json" = "{stack:012d}"')
        units.append(f'"{stack:012d}"')
    lines += ["[units]", 'root = ["workloads"]', f"workloads = [{', '.join(units)}]"]
    for name, found in scps().items():
        (folder / f"{name}.json").write_text(json.dumps(found, indent=1), "utf-8")
        for target in [name] if name != "account" else [unit.strip('"') for unit in units]:
            lines += ["[[scps]]", f'file = "{name}.json"', f'target = "{target}"']
    (folder / "iamlint.toml").write_text("\n".join(lines) + "\n", "utf-8")


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder))
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        command = [sys.executable, "-m", "iamlint", "scan", "--no-cache", "--exit-zero", folder]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(done.stdout.strip().splitlines()[-1] if done.stdout else done.stderr)
    print(f"{STACKS * ROLES} identities: {spent:.1f} s of {BUDGET:.0f}")
    return int(spent > BUDGET)


if __name__ == "__main__":
    raise SystemExit(main())
