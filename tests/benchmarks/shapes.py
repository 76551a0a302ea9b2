"""How long a scan of a whole account takes, whatever the account looks like: run by hand.

    python -m tests.benchmarks.shapes [SHAPE…] [--principals N] [--keep DIR]

Each shape has 5,000 principals and much of one thing: trust, groups, boundaries, conditions, versions.
Whole processes are run, with the rules of the default view and with all of them, and the seconds of
the processor are counted. The budgets are those of `accounts`: 20 seconds and 600 MB.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from iamlint.catalog import catalog

from .accounts import BUDGET, CREATED, SERVICES, allow, document, inline, listed

NUMBER = "111122223333"
GITHUB = "token.actions.githubusercontent.com"
LIMIT = 240.0
Data = dict[str, Any]
Shape = Callable[["Made", int], None]
SHAPES: dict[str, Shape] = {}


def shape(function: Shape) -> Shape:
    SHAPES[function.__name__] = function
    return function


class Made:
    """A dump in the making, and files beside it."""

    def __init__(self, number: str = NUMBER) -> None:
        self.number = number
        self.chance = random.Random(7)
        self.users: list[Data] = []
        self.groups: list[Data] = []
        self.roles: list[Data] = []
        self.policies: list[Data] = []
        self.beside: dict[str, object] = {}

    def role(self, name: str, trust: Data | None = None, **more: Any) -> Data:
        found = {
            "Path": "/",
            "RoleName": name,
            "RoleId": f"AROA{len(self.roles):017d}",
            "Arn": role_arn(name, self.number),
            "CreateDate": CREATED,
            "AssumeRolePolicyDocument": trust or by_service(len(self.roles)),
            "InstanceProfileList": [],
            "RolePolicyList": [],
            "AttachedManagedPolicies": [],
            "Tags": [],
            **more,
        }
        self.roles.append(found)
        return found

    def user(self, name: str, **more: Any) -> Data:
        found = {
            "Path": "/",
            "UserName": name,
            "UserId": f"AIDA{len(self.users):017d}",
            "Arn": f"arn:aws:iam::{self.number}:user/{name}",
            "CreateDate": CREATED,
            "GroupList": [],
            "AttachedManagedPolicies": [],
            **more,
        }
        self.users.append(found)
        return found

    def group(self, name: str, **more: Any) -> Data:
        found = {
            "Path": "/",
            "GroupName": name,
            "GroupId": f"AGPA{len(self.groups):017d}",
            "Arn": f"arn:aws:iam::{self.number}:group/{name}",
            "CreateDate": CREATED,
            "GroupPolicyList": [],
            "AttachedManagedPolicies": [],
            **more,
        }
        self.groups.append(found)
        return found

    def policy(self, name: str, statements: list[Data], versions: int = 1) -> Data:
        """A managed policy; what attaches it is returned."""
        arn = f"arn:aws:iam::{self.number}:policy/{name}"
        every = [
            {
                "Document": document(statements),
                "VersionId": f"v{number}",
                "IsDefaultVersion": number == versions,
                "CreateDate": CREATED,
            }
            for number in range(versions, 0, -1)
        ]
        self.policies.append(listed(arn, f"ANPA{len(self.policies):017d}", every, versions))
        return {"PolicyName": name, "PolicyArn": arn}

    def by_aws(self, name: str) -> Data:
        """A policy of AWS's own with its document; what attaches it is returned."""
        arn = f"arn:aws:iam::aws:policy/{name}"
        version: Data = {
            "Document": catalog().managed_policy(arn),
            "VersionId": "v9",
            "IsDefaultVersion": True,
            "CreateDate": CREATED,
        }
        self.policies.append(listed(arn, f"ANPA{len(self.policies):017d}", [version], 9))
        return {"PolicyName": name, "PolicyArn": arn}

    def dump(self) -> Data:
        return {
            "UserDetailList": self.users,
            "GroupDetailList": self.groups,
            "RoleDetailList": self.roles,
            "Policies": self.policies,
        }


def role_arn(name: str, account: str = NUMBER) -> str:
    return f"arn:aws:iam::{account}:role/{name}"


def trusting(principal: Data, action: str = "sts:AssumeRole", **more: Any) -> Data:
    return document([{"Effect": "Allow", "Principal": principal, "Action": action, **more}])


def by_service(number: int) -> Data:
    return trusting({"Service": SERVICES[number % len(SERVICES)]})


def bounded(reference: Data) -> Data:
    return {
        "PermissionsBoundaryType": "Policy",
        "PermissionsBoundaryArn": reference["PolicyArn"],
    }


def data(number: int) -> list[Data]:
    """What a workload does with data of its own."""
    return [
        allow(["s3:GetObject", "s3:PutObject"], f"arn:aws:s3:::data-{number}/*"),
        allow(
            ["dynamodb:GetItem", "dynamodb:Query"],
            f"arn:aws:dynamodb:eu-west-1:{NUMBER}:table/t-{number}",
        ),
    ]


def of_services(number: int, statements: int) -> list[Data]:
    """Statements about one resource each, of several services."""
    rows = (
        (["s3:GetObject", "s3:PutObject"], "arn:aws:s3:::data-{}/*"),
        (["sqs:SendMessage", "sqs:ReceiveMessage"], "arn:aws:sqs:eu-west-1:{a}:jobs-{}"),
        (["sns:Publish"], "arn:aws:sns:eu-west-1:{a}:events-{}"),
        (["dynamodb:GetItem", "dynamodb:PutItem"], "arn:aws:dynamodb:eu-west-1:{a}:table/t-{}"),
        (["lambda:InvokeFunction"], "arn:aws:lambda:eu-west-1:{a}:function:work-{}"),
        (["ssm:GetParameter"], "arn:aws:ssm:eu-west-1:{a}:parameter/app/{}"),
        (["logs:PutLogEvents"], "arn:aws:logs:eu-west-1:{a}:log-group:/app/{}:*"),
        (["kinesis:PutRecord"], "arn:aws:kinesis:eu-west-1:{a}:stream/s-{}"),
    )
    found = []
    for n in range(statements):
        actions, resource = rows[n % len(rows)]
        found.append(allow(list(actions), resource.format(number * 100 + n, a=NUMBER)))
    return found


@shape
def dense_trust(made: Made, many: int) -> None:
    """Each role trusts 20 others and may assume 20 others, at random."""
    names = [f"role-{n}" for n in range(many)]
    for name in names:
        trusted = [role_arn(one) for one in made.chance.sample(names, 20)]
        named = [role_arn(one) for one in made.chance.sample(names, 20)]
        policies = [inline("hop", [allow("sts:AssumeRole", named)])]
        made.role(name, trusting({"AWS": trusted}), RolePolicyList=policies)


@shape
def trust_agreed(made: Made, many: int) -> None:
    """Each role may assume the 20 next ones, and they trust it."""
    for n in range(many):
        trusted = [role_arn(f"role-{(n - k) % many}") for k in range(1, 21)]
        named = [role_arn(f"role-{(n + k) % many}") for k in range(1, 21)]
        policies = [inline("hop", [allow("sts:AssumeRole", named), *data(n)])]
        made.role(f"role-{n}", trusting({"AWS": trusted}), RolePolicyList=policies)


@shape
def hubs(made: Made, many: int) -> None:
    """Ten roles that all others trust; each may assume all by a pattern."""
    hubs = [f"hub-{n}" for n in range(10)]
    for name in hubs:
        policies = [inline("hop", [allow("sts:AssumeRole", role_arn("spoke-*"))])]
        made.role(name, RolePolicyList=policies)
    for n in range(many - 10):
        made.role(
            f"spoke-{n}",
            trusting({"AWS": [role_arn(name) for name in hubs]}),
            RolePolicyList=[inline("own", data(n))],
        )


@shape
def root_trust(made: Made, many: int) -> None:
    """Every role trusts the account, half may assume by patterns, half by name."""
    for n in range(many):
        named = role_arn(f"role-{n % 70}*") if n % 2 else role_arn(f"role-{(n * 7) % many}")
        made.role(
            f"role-{n}",
            trusting({"AWS": f"arn:aws:iam::{NUMBER}:root"}),
            RolePolicyList=[inline("hop", [allow("sts:AssumeRole", named), *data(n)])],
        )


@shape
def bounded_conditional(made: Made, many: int) -> None:
    """All under ten boundaries with conditional Denies, with policies of many sorts."""
    bounds = []
    for n in range(10):
        away = {"StringNotEquals": {"aws:RequestedRegion": ["eu-west-1", f"eu-west-{n + 2}"]}}
        tagged = {"StringNotEquals": {"aws:ResourceTag/team": f"team-{n}"}}
        statements: list[Data] = [
            allow([f"{s}:*" for s in ("s3", "sqs", "sns", "dynamodb", "lambda", "ec2")], "*"),
            {"Effect": "Deny", "NotAction": ["iam:*", "sts:*"], "Resource": "*", "Condition": away},
            {"Effect": "Deny", "Action": "ec2:*", "Resource": "*", "Condition": tagged},
            {"Effect": "Deny", "Action": "s3:Delete*", "Resource": f"arn:aws:s3:::keep-{n}*"},
        ]
        bounds.append(made.policy(f"bound-{n}", statements))
    mixed = [mixed_policy(made, n) for n in range(max(150, many // 10))]
    for n in range(many):
        made.role(
            f"role-{n}",
            PermissionsBoundary=bounded(bounds[n % 10]),
            AttachedManagedPolicies=made.chance.sample(mixed, 3),
        )


def mixed_policy(made: Made, number: int) -> Data:
    by_tag = {"StringEquals": {"aws:ResourceTag/team": f"team-{number % 12}"}}
    every: list[Data] = [
        *of_services(number, 8),
        allow(["ec2:StartInstances", "ec2:StopInstances"], "*", by_tag),
        allow("ec2:Describe*", "*"),
        allow(["s3:Get*", "s3:List*"], ["arn:aws:s3:::shared", "arn:aws:s3:::shared/*"]),
        {"Effect": "Deny", "Action": "s3:DeleteObject", "Resource": f"arn:aws:s3:::{number}/*"},
        allow("lambda:*", f"arn:aws:lambda:*:{NUMBER}:function:team-{number % 9}-*"),
        allow("iam:GetRole", "*"),
    ]
    return made.policy(f"mixed-{number}", made.chance.sample(every, made.chance.randint(2, 6)))


@shape
def all_bounded(made: Made, many: int) -> None:
    """Each under a boundary of its own."""
    for n in range(many):
        bound = made.policy(f"bound-{n}", [allow(["s3:*", "dynamodb:*"], "*"), *data(n)])
        made.role(
            f"role-{n}",
            PermissionsBoundary=bounded(bound),
            RolePolicyList=[inline("own", [*data(n), allow("sqs:SendMessage", "*")])],
        )


@shape
def inline_thirty(made: Made, many: int) -> None:
    """Inline policies of 30 statements."""
    for n in range(many):
        made.role(f"role-{n}", RolePolicyList=[inline("own", of_services(n, 30))])


@shape
def conditions(made: Made, many: int) -> None:
    """Conditions in every statement."""
    for n in range(many):
        tests = (
            {"StringEquals": {"aws:PrincipalTag/team": f"team-{n % 50}"}},
            {"IpAddress": {"aws:SourceIp": [f"10.{n % 250}.0.0/16", f"52.{n % 200}.3.0/24"]}},
            {"Bool": {"aws:SecureTransport": "true"}, "StringLike": {"aws:userid": f"*:{n}"}},
            {"ArnLike": {"aws:PrincipalArn": role_arn(f"team-{n % 30}/*")}},
            {"DateLessThan": {"aws:CurrentTime": "2035-01-01T00:00:00Z"}},
            {"ForAllValues:StringEquals": {"aws:TagKeys": ["team", f"k{n % 20}"]}},
            {"StringEqualsIfExists": {"aws:RequestedRegion": ["eu-west-1", "eu-west-2"]}},
        )
        statements = of_services(n, 7)
        for statement, test in zip(statements, tests, strict=True):
            statement["Condition"] = test
        statements.append(
            {
                "Effect": "Deny",
                "Action": ["s3:*", "sqs:*"],
                "Resource": "*",
                "Condition": {"StringNotEquals": {"aws:PrincipalTag/env": f"env-{n % 5}"}},
            }
        )
        made.role(f"role-{n}", RolePolicyList=[inline("own", statements)])


@shape
def wildcards(made: Made, many: int) -> None:
    """Wildcards in actions and resources."""
    services = ("s3", "ec2", "lambda", "dynamodb", "sqs", "iam", "kms", "ssm", "ecs", "rds")
    for n in range(many):
        one, two = services[n % 10], services[n * 7 % 10]
        statements = [
            allow([f"{one}:*", f"{two}:Get*", f"{two}:*List*"], "*"),
            allow(f"{two}:Des*", f"arn:aws:*:*:{NUMBER}:*{n % 99}*"),
            allow("s3:*Object*", [f"arn:aws:s3:::*-{n}/*", f"arn:aws:s3:::a?c-{n}*"]),
        ]
        if n % 10 == 0:
            statements.append(allow("*", "*"))
        if n % 10 == 3:
            statements = [{"Effect": "Allow", "NotAction": f"{one}:*", "Resource": "*"}]
        made.role(f"role-{n}", RolePolicyList=[inline("own", statements)])


@shape
def pass_role(made: Made, many: int) -> None:
    """Everybody passes roles: by name, by pattern, to a service, to any."""
    for n in range(many):
        service = {"StringEquals": {"iam:PassedToService": SERVICES[n % len(SERVICES)]}}
        rows = (
            allow("iam:PassRole", "*"),
            allow("iam:PassRole", role_arn(f"role-{n * 3 % many}")),
            allow("iam:PassRole", [role_arn(f"role-{(n + k) % many}") for k in range(20)], service),
            allow("iam:PassRole", role_arn(f"role-{n % 40}*"), service),
        )
        made.role(
            f"role-{n}",
            RolePolicyList=[
                inline(
                    "deploy",
                    [
                        rows[n % 4],
                        allow(["lambda:CreateFunction", "lambda:UpdateFunctionCode"], "*"),
                        allow(["ecs:RegisterTaskDefinition", "ecs:RunTask"], "*"),
                        allow("ec2:RunInstances", "*"),
                    ],
                )
            ],
        )


@shape
def duplicates(made: Made, many: int) -> None:
    """The same ten inline policies all over."""
    for n in range(many):
        k = n % 10
        made.role(
            f"role-{n}",
            RolePolicyList=[
                inline("own", of_services(k, 8)),
                inline("more", [*of_services(k, 3), allow("ec2:*", "*")]),
            ],
        )


@shape
def versions(made: Made, many: int) -> None:
    """Customer-managed policies with five versions each."""
    own = [made.policy(f"policy-{n}", of_services(n, 10), 5) for n in range(many // 3)]
    for n in range(many):
        made.role(f"role-{n}", AttachedManagedPolicies=made.chance.sample(own, 5))


@shape
def grouped(made: Made, many: int) -> None:
    """Users in ten groups each."""
    names = [f"group-{n}" for n in range(300)]
    own = [made.policy(f"policy-{n}", mixed_statements(n)) for n in range(400)]
    for n, name in enumerate(names):
        made.group(
            name,
            GroupPolicyList=[inline("own", of_services(n, 5))],
            AttachedManagedPolicies=made.chance.sample(own, 3),
        )
    for n in range(many * 3 // 5):
        made.user(
            f"user-{n}",
            GroupList=made.chance.sample(names, 10),
            UserPolicyList=[inline("mine", data(n))] if n % 3 == 0 else [],
            **({"PermissionsBoundary": bounded(own[n % 7])} if n % 5 == 0 else {}),
        )
    for n in range(many * 2 // 5 - 300):
        made.role(f"role-{n}", AttachedManagedPolicies=made.chance.sample(own, 2))


def mixed_statements(number: int) -> list[Data]:
    mfa = {"Bool": {"aws:MultiFactorAuthPresent": "true"}}
    return [
        *of_services(number, 4),
        allow("sts:AssumeRole", role_arn(f"role-{number}"), mfa if number % 2 else None),
        allow("ec2:Describe*", "*"),
        {
            "Effect": "Deny",
            "NotAction": ["iam:*", "sts:*"],
            "Resource": "*",
            "Condition": {"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}},
        }
        if number % 5 == 0
        else allow("iam:GetUser", "*"),
    ]


@shape
def across(made: Made, many: int) -> None:
    """Trust in roles of 50 other accounts, and roles of theirs that may be assumed."""
    others = [f"{n:012d}" for n in range(200000000000, 200000000050)]
    for n in range(many):
        trusted: list[str] = [
            role_arn(f"deploy-{k}", other) for k, other in enumerate(made.chance.sample(others, 5))
        ]
        if n % 3 == 0:
            trusted = [f"arn:aws:iam::{other}:root" for other in made.chance.sample(others, 5)]
        named = [role_arn("target", other) for other in made.chance.sample(others, 10)]
        more: Data = {}
        if n % 2:
            more["Condition"] = {"StringEquals": {"sts:ExternalId": f"id-{n}"}}
        made.role(
            f"role-{n}",
            trusting({"AWS": trusted}, **more),
            RolePolicyList=[inline("hop", [allow("sts:AssumeRole", named), *data(n)])],
        )


@shape
def one_huge(made: Made, many: int) -> None:
    """One policy as long as may be, attached to all."""
    huge = made.policy("huge", of_services(1, 45))
    wide = made.policy("wide", mixed_statements(5))
    for n in range(many):
        inlined = [inline("own", data(n))] if n % 2 else []
        made.role(f"role-{n}", AttachedManagedPolicies=[huge, wide], RolePolicyList=inlined)


@shape
def control_policies(made: Made, many: int) -> None:
    """Under control policies of three levels, as an index beside the dump says."""
    own = [mixed_policy(made, n) for n in range(many // 10)]
    for n in range(many):
        made.role(
            f"role-{n}",
            AttachedManagedPolicies=made.chance.sample(own, 2),
            RolePolicyList=[inline("own", of_services(n, 4))],
        )
    away = {"StringNotEquals": {"aws:RequestedRegion": ["eu-west-1", "eu-central-1"]}}
    but = {"ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/platform/*"}}
    levels: dict[str, list[Data]] = {
        "r-ab12": [
            allow("*", "*"),
            {
                "Effect": "Deny",
                "NotAction": ["iam:*", "sts:*", "organizations:*", "support:*"],
                "Resource": "*",
                "Condition": away,
            },
        ],
        "ou-ab12-11111111": [
            allow("*", "*"),
            {"Effect": "Deny", "Action": ["iam:CreateUser"], "Resource": "*", "Condition": but},
            {"Effect": "Deny", "Action": "s3:PutBucketPublicAccessBlock", "Resource": "*"},
        ],
        NUMBER: [
            allow([f"{s}:*" for s in ("s3", "sqs", "sns", "dynamodb", "ec2", "iam", "sts")], "*")
        ],
    }
    rows: list[Data] = [
        {"file": "parents.json", "kind": "parents", "child": NUMBER},
        {"file": "parents2.json", "kind": "parents", "child": "ou-ab12-11111111"},
    ]
    for target, statements in levels.items():
        made.beside[f"{target}.json"] = document(statements)
        rows.append({"file": f"{target}.json", "kind": "scp", "target": target})
    made.beside["parents.json"] = parents("ou-ab12-11111111", "ORGANIZATIONAL_UNIT")
    made.beside["parents2.json"] = parents("r-ab12", "ROOT")
    made.beside["index.json"] = {"iamlint-account": 1, "account": NUMBER, "documents": rows}


def parents(id: str, kind: str) -> Data:
    return {"Parents": [{"Id": id, "Type": kind}]}


@shape
def oidc(made: Made, many: int) -> None:
    """A role for each repository and branch, and one for pods of clusters."""
    for n in range(many):
        provider = GITHUB if n % 2 else f"oidc.eks.eu-west-1.amazonaws.com/id/{n % 30:032X}"
        subject = f"repo:acme/app-{n}:ref:refs/heads/main"
        if n % 2 == 0:
            subject = f"system:serviceaccount:team-{n % 40}:app-{n}"
        test = {f"{provider}:aud": "sts.amazonaws.com", f"{provider}:sub": subject}
        made.role(
            f"role-{n}",
            trusting(
                {"Federated": f"arn:aws:iam::{NUMBER}:oidc-provider/{provider}"},
                "sts:AssumeRoleWithWebIdentity",
                Condition={"StringEquals": test},
            ),
            RolePolicyList=[inline("own", of_services(n, 4))],
        )


@shape
def denies(made: Made, many: int) -> None:
    """As many Denies as Allows, about the same things, with and without conditions."""
    for n in range(many):
        statements = of_services(n, 6)
        statements += [
            {
                "Effect": "Deny",
                "Action": one["Action"],
                "Resource": str(one["Resource"])[:-1] + "*",
                "Condition": {"StringNotEquals": {"aws:SourceVpc": f"vpc-{n % 9:08x}"}},
            }
            for one in statements[:4]
        ]
        statements.append({"Effect": "Deny", "Action": "s3:Put*", "Resource": f"*-{n % 7}*"})
        made.role(f"role-{n}", RolePolicyList=[inline("own", statements)])


@shape
def administrators(made: Made, many: int) -> None:
    """Everybody is an administrator or may become one."""
    admin = made.policy("admin", [allow("*", "*")])
    iam = made.policy("iam", [allow("iam:*", "*")])
    bound = made.policy("bound", [allow("*", "*"), {**allow("iam:*", "*"), "Effect": "Deny"}])
    for n in range(many):
        trust = trusting({"AWS": f"arn:aws:iam::{NUMBER}:root"}) if n % 3 == 0 else None
        made.role(
            f"role-{n}",
            trust,
            AttachedManagedPolicies=[admin if n % 2 else iam],
            RolePolicyList=[inline("own", [*data(n), allow("sts:AssumeRole", "*")])],
            **({"PermissionsBoundary": bounded(bound)} if n % 5 == 0 else {}),
        )


@shape
def managed_by_aws(made: Made, many: int) -> None:
    """AWS's own wide policies on all, some under boundaries of AWS's own."""
    names = ["ReadOnlyAccess", "PowerUserAccess", "SecurityAudit", "AdministratorAccess"]
    names += ["job-function/ViewOnlyAccess", "IAMFullAccess", "AmazonEC2FullAccess"]
    every = [{"PolicyName": n, "PolicyArn": f"arn:aws:iam::aws:policy/{n}"} for n in names]
    for n in range(many):
        made.role(
            f"role-{n}",
            AttachedManagedPolicies=made.chance.sample(every, 3),
            **({"PermissionsBoundary": bounded(every[n % 7])} if n % 3 == 0 else {}),
        )


@shape
def chains(made: Made, many: int) -> None:
    """Each role may assume the next, and trusts the one before: a chain of all of them."""
    for n in range(many):
        before, after = role_arn(f"role-{(n - 1) % many}"), role_arn(f"role-{(n + 1) % many}")
        policies = [inline("hop", [allow("sts:AssumeRole", after), *data(n)])]
        made.role(f"role-{n}", trusting({"AWS": before}), RolePolicyList=policies)


@shape
def of_its_own(made: Made, many: int) -> None:
    """Each role has a policy of its own, of five versions, and a boundary of its own."""
    for n in range(many):
        own = made.policy(f"own-{n}", mixed_statements(n), 5)
        wide = [f"{one}:*" for one in ("s3", "sqs", "sns", "dynamodb", "ec2", "lambda")]
        away = {"StringNotEquals": {"aws:RequestedRegion": f"eu-west-{n % 3 + 1}"}}
        deny = {"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": away}
        bound = made.policy(f"bound-{n}", [allow(wide, "*"), deny], 2)
        made.role(f"role-{n}", AttachedManagedPolicies=[own], PermissionsBoundary=bounded(bound))


@shape
def excepting(made: Made, many: int) -> None:
    """NotAction and NotResource, in Allow and Deny."""
    services = ("s3", "ec2", "lambda", "dynamodb", "sqs", "iam", "kms", "ssm", "ecs", "rds")
    for n in range(many):
        one, two = services[n % 10], services[n * 7 % 10]
        rest = [f"arn:aws:s3:::keep-{n}", f"arn:aws:s3:::keep-{n}/*"]
        statements: list[Data] = [
            {"Effect": "Allow", "NotAction": [f"{one}:*", "iam:*"], "Resource": "*"},
            {"Effect": "Allow", "Action": f"{two}:*", "NotResource": rest},
            {"Effect": "Deny", "NotAction": [f"{two}:*", f"{one}:*"], "Resource": "*"},
            {"Effect": "Deny", "Action": "s3:*", "NotResource": rest},
        ]
        if n % 2:
            mfa = {"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}}
            statements[2]["Condition"] = statements[3]["Condition"] = mfa
        made.role(f"role-{n}", RolePolicyList=[inline("own", statements[n % 2 :])])


ABOUT = {
    "ec2": ("instance/", "instance/i-0a{:015x}"),
    "s3": (":::${BucketName}/", "data-{}/*"),
    "iam": (":role/", "role/app-{}"),
    "lambda": (":function:", "function:work-{}"),
    "rds": (":db:", "db:main-{}"),
    "ecs": (":service/", "service/main/app-{}"),
    "glue": (":job/", "job/job-{}"),
    "sagemaker": (":endpoint/", "endpoint/model-{}"),
    "ssm": (":parameter/", "parameter/app/{}"),
    "kms": (":key/", "key/00000000-0000-0000-0000-{:012d}"),
}


def named_of(service: str, sort: str) -> list[str]:
    """The actions of a service that are about a sort of resources."""
    every = (catalog().action(name) for name in catalog().names if name.startswith(f"{service}:"))
    return [
        one.name
        for one in every
        if one is not None and any(sort in arn for use in one.resources for arn in use.arns)
    ]


@shape
def long_lists(made: Made, many: int) -> None:
    """Statements of up to sixty actions by name, on twenty resources and on all."""
    services = tuple(ABOUT)
    about = {service: named_of(service, ABOUT[service][0]) for service in services}
    names = {one: [a for a in catalog().names if a.startswith(f"{one}:")] for one in services}
    for n in range(many):
        one, two = services[n % 10], services[(n * 7 + 3) % 10]
        actions = made.chance.sample(names[one], min(40, len(names[one])))
        actions += made.chance.sample(names[two], min(20, len(names[two])))
        begin = f"arn:aws:{one}:eu-west-1:{NUMBER}:"
        begin = {"s3": "arn:aws:s3:::", "iam": f"arn:aws:iam::{NUMBER}:"}.get(one, begin)
        resources = [begin + ABOUT[one][1].format(n * 20 + k) for k in range(20)]
        named = made.chance.sample(about[one], min(20, len(about[one])))
        own = [allow(list(dict.fromkeys(actions)), "*"), allow(named, resources)]
        made.role(f"role-{n}", RolePolicyList=[inline("own", own)])


@shape
def mismatched(made: Made, many: int) -> None:
    """Actions on resources that they are never about, and names that nothing has."""
    services = tuple(ABOUT)
    names = {one: [a for a in catalog().names if a.startswith(f"{one}:")] for one in services}
    for n in range(many):
        one, two = services[n % 10], services[(n * 7 + 3) % 10]
        resources = [f"arn:aws:{two}:eu-west-1:{NUMBER}:thing/{n}-{k}" for k in range(4)]
        own = [
            allow(made.chance.sample(names[one], 5), resources),
            allow([f"{two}:Undo{n % 50}", f"{two}:Get*"], f"arn:aws:{one}:::{n}"),
        ]
        made.role(f"role-{n}", RolePolicyList=[inline("own", own)])


@shape
def tagged(made: Made, many: int) -> None:
    """Fifty tags on each, and access by tags and policy variables."""
    tag = "${aws:PrincipalTag/team}"
    for n in range(many):
        statements: list[Data] = [
            allow("ec2:*", "*", {"StringEquals": {"aws:ResourceTag/team": tag}}),
            allow("ec2:CreateTags", "*", {"StringEquals": {"aws:RequestTag/team": tag}}),
            allow(["s3:GetObject", "s3:PutObject"], f"arn:aws:s3:::home-{n}/{tag}/*"),
            allow("s3:ListBucket", "arn:aws:s3:::home", {"StringLike": {"s3:prefix": f"{tag}/*"}}),
            allow("sts:TagSession", "*", {"StringEquals": {"aws:RequestTag/env": f"env-{n % 9}"}}),
        ]
        made.role(
            f"role-{n}",
            Tags=[{"Key": f"key-{k}", "Value": f"value-{n}-{k}"} for k in range(50)],
            RolePolicyList=[inline("own", statements)],
        )


@shape
def instances(made: Made, many: int) -> None:
    """Roles of instances, each in a profile, with AWS's own policies and their documents."""
    names = ("AmazonSSMManagedInstanceCore", "CloudWatchAgentServerPolicy", "ReadOnlyAccess")
    every = [made.by_aws(name) for name in names]
    for n in range(many):
        name = f"role-{n}"
        arn = f"arn:aws:iam::{NUMBER}:instance-profile/{name}"
        profile = {
            "Path": "/",
            "InstanceProfileName": name,
            "InstanceProfileId": f"AIPA{n:017d}",
            "Arn": arn,
            "CreateDate": CREATED,
            "Roles": [],
        }
        made.role(
            name,
            trusting({"Service": "ec2.amazonaws.com"}),
            InstanceProfileList=[profile],
            AttachedManagedPolicies=every[: n % 3 + 1],
            RolePolicyList=[inline("own", of_services(n, 5))],
        )


@shape
def federated(made: Made, many: int) -> None:
    """People who come by SAML, other accounts with external IDs, and providers of tokens."""
    saml = {"StringEquals": {"SAML:aud": "https://signin.aws.amazon.com/saml"}}
    for n in range(many):
        provider = f"arn:aws:iam::{NUMBER}:saml-provider/idp-{n % 4}"
        trust = trusting({"Federated": provider}, "sts:AssumeRoleWithSAML", Condition=saml)
        if n % 3 == 1:
            outside = {"StringEquals": {"sts:ExternalId": f"id-{n}"}}
            trust = trusting({"AWS": f"arn:aws:iam::{300000000000 + n}:root"}, Condition=outside)
        elif n % 3 == 2:
            token = {
                "StringEquals": {f"{GITHUB}:aud": "sts.amazonaws.com"},
                "StringLike": {f"{GITHUB}:sub": f"repo:acme/app-{n}:*"},
            }
            provider = f"arn:aws:iam::{NUMBER}:oidc-provider/{GITHUB}"
            action = "sts:AssumeRoleWithWebIdentity"
            trust = trusting({"Federated": provider}, action, Condition=token)
        made.role(f"role-{n}", trust, RolePolicyList=[inline("own", mixed_statements(n))])


@shape
def shared(made: Made, many: int) -> None:
    """Ten policies each, of thirty that all share, and the same three inline policies."""
    own = [made.policy(f"policy-{n}", mixed_statements(n), n % 5 + 1) for n in range(30)]
    for n in range(many):
        inlined = [inline(f"own-{k}", mixed_statements(n % 20 * 3 + k)) for k in range(3)]
        made.role(
            f"role-{n}",
            AttachedManagedPolicies=made.chance.sample(own, 10),
            RolePolicyList=inlined,
        )


@shape
def people(made: Made, many: int) -> None:
    """Users with policies inline, attached and by groups, a boundary each, and tags."""
    bound = made.policy("bound", [allow("*", "*"), {**allow("iam:*", "*"), "Effect": "Deny"}])
    own = [made.policy(f"policy-{n}", of_services(n, 8)) for n in range(200)]
    names = [f"group-{n}" for n in range(many // 50)]
    for n, name in enumerate(names):
        made.group(
            name,
            GroupPolicyList=[inline("own", mixed_statements(n))],
            AttachedManagedPolicies=made.chance.sample(own, 5),
        )
    himself = f"arn:aws:iam::{NUMBER}:user/${{aws:username}}"
    for n in range(many - len(names)):
        statements = [*data(n), allow(["iam:*AccessKey*", "iam:ChangePassword"], himself)]
        made.user(
            f"user-{n}",
            GroupList=made.chance.sample(names, 5),
            UserPolicyList=[inline("own", statements)],
            AttachedManagedPolicies=made.chance.sample(own, 3),
            Tags=[{"Key": f"key-{k}", "Value": str(n)} for k in range(10)],
            **({"PermissionsBoundary": bounded(bound)} if n % 2 else {}),
        )


@shape
def accounts_under_scps(made: Made, many: int) -> None:
    """Five accounts whose roles assume one another, under control policies of two levels."""
    numbers = [NUMBER, *(f"{n}" * 12 for n in range(5, 9))]
    away = {"StringNotEquals": {"aws:RequestedRegion": ["eu-west-1", "eu-central-1"]}}
    deny: Data = {"Effect": "Deny", "NotAction": ["iam:*", "sts:*"], "Resource": "*"}
    made.beside["scp.json"] = document([allow("*", "*"), {**deny, "Condition": away}])
    for at, number in enumerate(numbers):
        one = made if number == NUMBER else Made(number)
        other = numbers[at - 1]
        for n in range(many // len(numbers)):
            named = role_arn(f"role-{n}", numbers[(at + 1) % len(numbers)])
            policies = [inline("own", [allow("sts:AssumeRole", named), *mixed_statements(n)])]
            one.role(
                f"role-{n}",
                trusting({"AWS": role_arn(f"role-{n}", other)}),
                RolePolicyList=policies,
            )
        scp = document([allow(["s3:*", "sqs:*", "sns:*", "dynamodb:*", "sts:*", "iam:Get*"], "*")])
        folder = f"{number}/"
        made.beside[f"{folder}own.json"] = scp
        made.beside[f"{folder}root.json"] = made.beside["scp.json"]
        made.beside[f"{folder}parents.json"] = parents("r-ab12", "ROOT")
        rows: list[Data] = [
            {"file": "parents.json", "kind": "parents", "child": number},
            {"file": "own.json", "kind": "scp", "target": number},
        ]
        if number == NUMBER:
            rows.append({"file": "root.json", "kind": "scp", "target": "r-ab12"})
        else:
            made.beside[f"{folder}dump.json"] = one.dump()
        index = {"iamlint-account": 1, "account": number, "documents": rows}
        made.beside[f"{folder}index.json"] = index
    del made.beside["scp.json"]


def write(folder: Path, name: str, principals: int) -> None:
    made = Made()
    SHAPES[name](made, principals)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "dump.json").write_text(json.dumps(made.dump(), indent=4), "utf-8")
    for file, found in made.beside.items():
        (folder / file).parent.mkdir(exist_ok=True)
        (folder / file).write_text(json.dumps(found, indent=1), "utf-8")


def measured(folder: Path, *more: str) -> tuple[float, float, str]:
    """The seconds, the megabytes, and the last line that was printed."""
    command = [sys.executable, "-m", "iamlint", "scan", "--isolated", "--exit-zero", "--no-cache"]
    with tempfile.TemporaryFile() as told:
        limited = ["timeout", str(LIMIT), *command, "--format", "concise", *more, str(folder)]
        running = subprocess.Popen(limited, stdout=told, stderr=subprocess.STDOUT)
        _, _, used = os.wait4(running.pid, 0)
        told.seek(0)
        lines = told.read().decode().strip().splitlines() or ["stopped: it took too long"]
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, lines[-1]


def main() -> None:
    parse = argparse.ArgumentParser()
    parse.add_argument("shapes", nargs="*")
    parse.add_argument("--keep", default="")
    parse.add_argument("--principals", type=int, default=5000)
    args = parse.parse_args()
    print(f"budget: {BUDGET}")
    for name in args.shapes or SHAPES:
        with tempfile.TemporaryDirectory() as made:
            folder = Path(args.keep or made) / name
            write(folder, name, args.principals)
            for persona in ("regular", "auditor"):
                seconds, room, last = measured(folder, "--persona", persona)
                print(f"{name:<20}{persona:<9}{seconds:7.1f} s {room:6.0f} MB  {last}", flush=True)


if __name__ == "__main__":
    main()
