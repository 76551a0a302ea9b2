"""How long a scan of whole accounts takes, and how much memory: run by hand.

    python -m tests.benchmarks.accounts [--keep DIR] [--profile]

One account has 5,000 principals (3,500 roles, 1,200 users, 300 groups) and 1,500 policies of its
own, attached in the usual ways; five more have 1,000 principals each and trust one another. Whole
processes are run, with the rules of the default view and with all of them, and the seconds of the
processor are counted. The budgets for 5,000 principals are 20 seconds and 600 MB.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

from iamlint.catalog import catalog

BUDGET = "20 s and 600 MB"
VERSION = "2012-10-17"
REGIONS = ("eu-west-1", "us-east-1", "eu-central-1")
TEAMS = ("orders", "billing", "search", "users", "mail", "audit", "carts", "stock", "data", "ml")
SERVICES = (
    "lambda.amazonaws.com",
    "ec2.amazonaws.com",
    "ecs-tasks.amazonaws.com",
    "states.amazonaws.com",
    "codebuild.amazonaws.com",
    "glue.amazonaws.com",
    "events.amazonaws.com",
)
ATTACHED = (
    "service-role/AWSLambdaBasicExecutionRole",
    "service-role/AWSLambdaVPCAccessExecutionRole",
    "AmazonSSMManagedInstanceCore",
    "CloudWatchAgentServerPolicy",
    "service-role/AmazonECSTaskExecutionRolePolicy",
    "ReadOnlyAccess",
    "SecurityAudit",
    "job-function/ViewOnlyAccess",
    "AmazonEC2ContainerRegistryReadOnly",
    "AWSXRayDaemonWriteAccess",
    "AmazonS3ReadOnlyAccess",
    "AmazonDynamoDBReadOnlyAccess",
    "IAMUserChangePassword",
    "AdministratorAccess",
    "PowerUserAccess",
    "service-role/AWSGlueServiceRole",
)
CREATED = "2023-04-01T09:00:00+00:00"


class Account:
    """Makes what the command prints of one account."""

    def __init__(self, number: str, others: tuple[str, ...], seed: int) -> None:
        self.number = number
        self.others = others
        self.chance = random.Random(seed)
        self.roles: list[str] = []

    def dump(self, roles: int, users: int, groups: int, policies: int) -> dict[str, object]:
        own = [self.policy(number) for number in range(policies)]
        arns = [str(policy["Arn"]) for policy in own]
        aws = [self.by_aws(name) for name in ATTACHED]
        named_groups = [f"{self.team(n)}-group-{n}" for n in range(groups)]
        self.roles = [f"{self.team(number)}-role-{number}" for number in range(roles)]
        return {
            "UserDetailList": [self.user(n, arns, named_groups) for n in range(users)],
            "GroupDetailList": [self.group(n, name, arns) for n, name in enumerate(named_groups)],
            "RoleDetailList": [self.role(n, arns) for n in range(roles)],
            "Policies": [*own, *aws],
        }

    def team(self, number: int) -> str:
        return TEAMS[number % len(TEAMS)]

    def arn(self, service: str, rest: str, number: int) -> str:
        region = REGIONS[number % len(REGIONS)]
        return f"arn:aws:{service}:{region}:{self.number}:{rest}"

    def statements(self, number: int) -> list[dict[str, object]]:
        """What a workload of a team is allowed."""
        team = self.team(number)
        every: list[dict[str, object]] = [
            allow(
                ["s3:GetObject", "s3:PutObject"],
                f"arn:aws:s3:::{team}-data-{self.number}/{number}/*",
            ),
            allow("s3:ListBucket", f"arn:aws:s3:::{team}-data-{self.number}"),
            allow(
                ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query", "dynamodb:UpdateItem"],
                [
                    self.arn("dynamodb", f"table/{team}-{number}", number),
                    self.arn("dynamodb", f"table/{team}-{number}/index/*", number),
                ],
            ),
            allow(
                ["sqs:SendMessage", "sqs:ReceiveMessage", "sqs:DeleteMessage"],
                self.arn("sqs", f"{team}-jobs-{number}", number),
            ),
            allow("sns:Publish", self.arn("sns", f"{team}-events-{number % 40}", number)),
            allow(
                "secretsmanager:GetSecretValue",
                self.arn("secretsmanager", f"secret:{team}/{number % 90}-*", number),
            ),
            allow(
                ["logs:CreateLogStream", "logs:PutLogEvents"],
                self.arn("logs", f"log-group:/aws/lambda/{team}-{number}:*", number),
            ),
            allow(
                ["kms:Decrypt", "kms:GenerateDataKey"],
                self.arn("kms", f"key/00000000-0000-0000-0000-{number % 60:012d}", number),
            ),
            allow(
                ["ssm:GetParameter", "ssm:GetParameters"],
                self.arn("ssm", f"parameter/{team}/{number % 50}/*", number),
            ),
            allow(
                "lambda:InvokeFunction",
                self.arn("lambda", f"function:{team}-worker-{number % 30}", number),
            ),
            allow(
                "cloudwatch:PutMetricData",
                "*",
                {"StringEquals": {"cloudwatch:namespace": f"{team}/{number % 9}"}},
            ),
        ]
        return self.chance.sample(every, self.chance.randint(2, 5))

    def policy(self, number: int) -> dict[str, object]:
        """A managed policy, some with versions that are not in force any more."""
        arn = f"arn:aws:iam::{self.number}:policy/{self.team(number)}-policy-{number}"
        versions = [
            {
                "Document": document(self.statements(number)),
                "VersionId": f"v{version}",
                "IsDefaultVersion": version == 1 + number % 3,
                "CreateDate": CREATED,
            }
            for version in range(1 + number % 3, 0, -1)
        ]
        return listed(arn, f"ANPA{number:017d}", versions, 1 + number % 3)

    def by_aws(self, name: str) -> dict[str, object]:
        arn = f"arn:aws:iam::aws:policy/{name}"
        version: dict[str, object] = {
            "Document": catalog().managed_policy(arn),
            "VersionId": "v9",
            "IsDefaultVersion": True,
            "CreateDate": CREATED,
        }
        return listed(arn, f"ANPAAWS{abs(hash(name)) % 10**14:014d}", [version], 9)

    def attached(self, arns: list[str]) -> list[dict[str, str]]:
        own = self.chance.sample(arns, self.chance.randint(0, 3))
        aws = self.chance.sample(ATTACHED, self.chance.randint(0, 2))
        every = [*own, *(f"arn:aws:iam::aws:policy/{name}" for name in aws)]
        return [{"PolicyName": arn.rpartition("/")[2], "PolicyArn": arn} for arn in every]

    def user(self, number: int, arns: list[str], groups: list[str]) -> dict[str, object]:
        name = f"{self.team(number)}-user-{number}"
        found: dict[str, object] = {
            "Path": "/",
            "UserName": name,
            "UserId": f"AIDA{number:017d}",
            "Arn": f"arn:aws:iam::{self.number}:user/{name}",
            "CreateDate": CREATED,
            "GroupList": self.chance.sample(groups, min(len(groups), self.chance.randint(0, 3))),
            "AttachedManagedPolicies": self.attached(arns)[:1],
            "Tags": [{"Key": "team", "Value": self.team(number)}],
        }
        if number % 9 == 0:
            assumed = self.chance.choice(self.roles)
            found["UserPolicyList"] = [
                inline("assume", [allow("sts:AssumeRole", self.role_arn(assumed))])
            ]
        return found

    def group(self, number: int, name: str, arns: list[str]) -> dict[str, object]:
        return {
            "Path": "/",
            "GroupName": name,
            "GroupId": f"AGPA{number:017d}",
            "Arn": f"arn:aws:iam::{self.number}:group/{name}",
            "CreateDate": CREATED,
            "GroupPolicyList": [inline("own", self.statements(number))] if number % 4 == 0 else [],
            "AttachedManagedPolicies": self.attached(arns),
        }

    def role_arn(self, name: str, account: str = "") -> str:
        return f"arn:aws:iam::{account or self.number}:role/{name}"

    def role(self, number: int, arns: list[str]) -> dict[str, object]:
        name = self.roles[number]
        found: dict[str, object] = {
            "Path": "/",
            "RoleName": name,
            "RoleId": f"AROA{number:017d}",
            "Arn": self.role_arn(name),
            "CreateDate": CREATED,
            "AssumeRolePolicyDocument": self.trust(number),
            "InstanceProfileList": [],
            "RolePolicyList": self.inlined(number),
            "AttachedManagedPolicies": self.attached(arns),
            "Tags": [
                {"Key": "team", "Value": self.team(number)},
                {"Key": "cost-center", "Value": str(number % 70)},
            ],
            "RoleLastUsed": {"LastUsedDate": CREATED, "Region": REGIONS[number % 3]},
        }
        if number % 12 == 5:
            found["PermissionsBoundary"] = {
                "PermissionsBoundaryType": "Policy",
                "PermissionsBoundaryArn": "arn:aws:iam::aws:policy/PowerUserAccess",
            }
        return found

    def trust(self, number: int) -> dict[str, object]:
        if number % 17 == 4:  # whoever the account lets
            principal = {"AWS": f"arn:aws:iam::{self.number}:root"}
        elif number % 5 == 1:  # another role of the account
            principal = {"AWS": self.role_arn(self.roles[number - 1])}
        elif number % 11 == 2 and self.others:
            other = self.others[number % len(self.others)]
            principal = {"AWS": self.role_arn(f"{self.team(number)}-role-{number}", other)}
        elif number % 23 == 3:
            provider = "token.actions.githubusercontent.com"
            return document(
                [
                    {
                        "Effect": "Allow",
                        "Principal": {
                            "Federated": f"arn:aws:iam::{self.number}:oidc-provider/{provider}"
                        },
                        "Action": "sts:AssumeRoleWithWebIdentity",
                        "Condition": {
                            "StringEquals": {
                                f"{provider}:aud": "sts.amazonaws.com",
                                f"{provider}:sub": f"repo:acme/{self.team(number)}-{number}"
                                ":ref:refs/heads/main",
                            }
                        },
                    }
                ]
            )
        else:
            principal = {"Service": SERVICES[number % len(SERVICES)]}
        return document([{"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole"}])

    def inlined(self, number: int) -> list[dict[str, object]]:
        found = [inline("work", self.statements(number))] if number % 3 else []
        if number % 5 == 0 and number + 1 < len(self.roles):
            found.append(
                inline("assume", [allow("sts:AssumeRole", self.role_arn(self.roles[number + 1]))])
            )
        if number % 40 == 7:  # what many accounts have: wide rights to pass and to assume
            found.append(inline("deploy", WIDE))
        if number % 90 == 11:
            found.append(inline("administer", [allow(["iam:*", "s3:*", "ec2:*"], "*")]))
        if number % 30 == 13:
            roles = self.role_arn(f"{self.team(number)}-*")
            found.append(inline("hop", [allow("sts:AssumeRole", roles)]))
        if number % 10 == 4:
            passed = self.roles[number // 2 * 2 - number % 7]
            found.append(
                inline(
                    "pass",
                    [
                        allow(
                            "iam:PassRole",
                            self.role_arn(passed),
                            {"StringEquals": {"iam:PassedToService": SERVICES[number % 7]}},
                        )
                    ],
                )
            )
        return found


WIDE: list[dict[str, object]] = [
    {"Effect": "Allow", "Action": "iam:PassRole", "Resource": "*"},
    {"Effect": "Allow", "Action": ["lambda:*", "cloudformation:*"], "Resource": "*"},
    {
        "Effect": "Deny",
        "Action": "iam:*AccessKey*",
        "Resource": "*",
        "Condition": {"Bool": {"aws:MultiFactorAuthPresent": "false"}},
    },
]


def allow(action: object, resource: object, condition: object = None) -> dict[str, object]:
    found = {"Effect": "Allow", "Action": action, "Resource": resource}
    return found | {"Condition": condition} if condition else found


def document(statements: list[dict[str, object]]) -> dict[str, object]:
    return {"Version": VERSION, "Statement": statements}


def inline(name: str, statements: list[dict[str, object]]) -> dict[str, object]:
    return {"PolicyName": name, "PolicyDocument": document(statements)}


def listed(arn: str, id: str, versions: list[dict[str, object]], number: int) -> dict[str, object]:
    return {
        "PolicyName": arn.rpartition("/")[2],
        "PolicyId": id,
        "Arn": arn,
        "Path": "/",
        "DefaultVersionId": f"v{number}",
        "AttachmentCount": 1,
        "PermissionsBoundaryUsageCount": 0,
        "IsAttachable": True,
        "CreateDate": CREATED,
        "UpdateDate": CREATED,
        "PolicyVersionList": versions,
    }


def measured(title: str, folder: Path, *more: str, profile: bool) -> None:
    command = [sys.executable, "-m", "iamlint", *more, str(folder)]
    if profile:
        command[1:1] = ["-m", "cProfile", "-o", str(folder / "profile")]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    told, errors = done.communicate()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
    last = (told.strip().splitlines() or errors.strip().splitlines() or [""])[-1]
    print(f"{title:<44}{seconds:7.1f} s  {after.ru_maxrss / 1024:6.0f} MB at most  {last}")


def main() -> None:
    parse = argparse.ArgumentParser()
    parse.add_argument("--keep", default="")
    parse.add_argument("--principals", type=int, default=5000)
    parse.add_argument("--profile", action="store_true")
    args = parse.parse_args()
    with tempfile.TemporaryDirectory() as name:
        root = Path(args.keep or name)
        one, five = root / "one", root / "five"
        write(one, ("111122223333",), args.principals)
        numbers = tuple(f"{n}" * 12 for n in range(2, 7))
        write(five, numbers, args.principals // 5)
        print(f"budget for {args.principals:,} principals: {BUDGET}")
        scan = ("scan", "--isolated", "--exit-zero", "--format", "concise")
        for title, folder in (("one account", one), ("five accounts", five)):
            measured(title, folder, *scan, profile=args.profile)
            auditor = ("--persona", "auditor")
            measured(f"{title}, auditor", folder, *scan, *auditor, profile=args.profile)


def write(folder: Path, numbers: tuple[str, ...], principals: int) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for seed, number in enumerate(numbers):
        others = tuple(other for other in numbers if other != number)
        made = Account(number, others, seed).dump(
            roles=principals * 7 // 10,
            users=principals * 24 // 100,
            groups=principals * 6 // 100,
            policies=principals * 3 // 10,
        )
        text = json.dumps(made, indent=4)
        (folder / f"{number}.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
