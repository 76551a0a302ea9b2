"""Tags and source identities that sessions carry from role to role."""

from __future__ import annotations

import json
from typing import Any

import pytest

from iamlint.testing import scan_texts

NEXT, POD = "arn:aws:iam::111122223333:role/next", "arn:aws:iam::444455556666:role/pod"
ROOT = "arn:aws:iam::444455556666:root"
CONFIG = '[accounts]\n"a.json" = "444455556666"\n"b.json" = "111122223333"\n'
ASSUME = "sts:AssumeRole"
TAGS = [ASSUME, "sts:TagSession"]
SOURCE = [ASSUME, "sts:SetSourceIdentity"]
ANCHOR = (
    "arn:aws:rolesanywhere:eu-west-1:444455556666:trust-anchor/12345678-1234-1234-1234-1234567890ab"
)
DEMAND = {"StringEquals": {"aws:RequestTag/team": "blue"}}
NAMED = {"StringLike": {"sts:SourceIdentity": "*@example.com"}}


def allow(principal: Any, action: Any, condition: Any = None) -> dict[str, Any]:
    found = {"Effect": "Allow", "Principal": principal, "Action": action}
    return {**found, "Condition": condition} if condition else found


PODS = allow({"Service": "pods.eks.amazonaws.com"}, TAGS)
INSTANCES = allow({"Service": "ec2.amazonaws.com"}, ASSUME)
SERVERS = allow(
    {"Service": "rolesanywhere.amazonaws.com"},
    [*TAGS, "sts:SetSourceIdentity"],
    {
        "ArnEquals": {"aws:SourceArn": ANCHOR},
        "StringEquals": {"aws:PrincipalTag/x509Subject/CN": "server"},
    },
)


def role(name: str, trust: dict[str, Any], *policy: dict[str, Any]) -> dict[str, Any]:
    document = {"Version": "2012-10-17", "Statement": [trust]}
    properties: dict[str, Any] = {"RoleName": name, "AssumeRolePolicyDocument": document}
    if policy:
        document = {"Version": "2012-10-17", "Statement": list(policy)}
        properties["Policies"] = [{"PolicyName": "own", "PolicyDocument": document}]
    return {"Type": "AWS::IAM::Role", "Properties": properties}


def association(**more: Any) -> dict[str, Any]:
    named = {"ClusterName": "main", "Namespace": "jobs", "ServiceAccount": "worker"}
    runs = {"RoleArn": {"Fn::GetAtt": ["Pod", "Arn"]}}
    return {"Type": "AWS::EKS::PodIdentityAssociation", "Properties": {**named, **runs, **more}}


def found(
    first: dict[str, Any], action: Any, then: dict[str, Any], **more: Any
) -> list[tuple[str, str]]:
    """What is found of a role that may do something to a role of another account."""
    grant = {"Effect": "Allow", "Action": action, "Resource": NEXT}
    here = {"Resources": {"Pod": role("pod", first, grant), **more}}
    there = {"Resources": {"Next": role("next", then)}}
    files: dict[str, str | bytes] = {"a.json": json.dumps(here), "b.json": json.dumps(there)}
    scan = scan_texts({**files, "iamlint.toml": CONFIG})
    assert not scan.crashes, scan.crashes[0].trace
    return [(one.rule, one.confidence) for one in scan.findings]


MISSING = [("missing-session-action", "certain")]


@pytest.mark.parametrize(
    ("first", "action", "then", "told"),
    [
        (PODS, TAGS, allow({"AWS": POD}, TAGS), []),
        (PODS, ASSUME, allow({"AWS": POD}, TAGS), MISSING),
        (PODS, ASSUME, allow({"AWS": ROOT}, TAGS), MISSING),
        (PODS, ASSUME, allow({"AWS": POD}, ASSUME), MISSING),
        (PODS, "sts:*", allow({"AWS": POD}, ASSUME), MISSING),
        (PODS, TAGS, allow({"AWS": POD}, ASSUME), [("refused-session-tags", "certain")]),
        (PODS, "sts:TagSession", allow({"AWS": POD}, TAGS), [("caller-without-grant", "certain")]),
        (SERVERS, SOURCE, allow({"AWS": POD}, SOURCE), []),
        (SERVERS, ASSUME, allow({"AWS": POD}, SOURCE), MISSING),
        (SERVERS, SOURCE, allow({"AWS": POD}, ASSUME), [("refused-source-identity", "certain")]),
        (INSTANCES, ASSUME, allow({"AWS": POD}, TAGS), []),
        (INSTANCES, TAGS, allow({"AWS": POD}, TAGS, DEMAND), []),
        (INSTANCES, ASSUME, allow({"AWS": POD}, TAGS, DEMAND), MISSING),
        (INSTANCES, ASSUME, allow({"AWS": POD}, SOURCE, NAMED), MISSING),
        (INSTANCES, TAGS, allow({"AWS": POD}, ASSUME, DEMAND), [("session-tags-not-allowed", "certain")]),
        (INSTANCES, SOURCE, allow({"AWS": POD}, ASSUME, NAMED), [("source-identity-not-allowed", "certain")]),
    ],
)  # fmt: skip
def test_what_a_session_carries_needs_an_action_on_both_sides(
    first: dict[str, Any], action: Any, then: dict[str, Any], told: list[tuple[str, str]]
) -> None:
    runs = {"Runs": association()} if first is PODS else {}
    assert found(first, action, then, **runs) == told


def test_pods_may_be_told_to_carry_none() -> None:
    runs = association(DisableSessionTags=True)
    assert found(PODS, ASSUME, allow({"AWS": POD}, TAGS), Runs=runs) == []


def test_of_pods_that_nobody_declares_it_is_likely() -> None:
    told = [("missing-session-action", "likely")]
    assert found(PODS, ASSUME, allow({"AWS": POD}, TAGS)) == told


def test_what_is_missing_is_told_of_each_side() -> None:
    grant = {"Effect": "Allow", "Action": "sts:*", "Resource": NEXT}
    here = {"Resources": {"Pod": role("pod", PODS, grant), "Runs": association()}}
    there = {"Resources": {"Next": role("next", allow({"AWS": POD}, ASSUME))}}
    files: dict[str, str | bytes] = {"a.json": json.dumps(here), "b.json": json.dumps(there)}
    (only,) = scan_texts({**files, "iamlint.toml": CONFIG}).findings
    assert ("missing", "`sts:TagSession` in the trust policy of Next") in only.details


CLUSTER = "arn:aws:eks:eu-west-1:444455556666:cluster/"


@pytest.mark.parametrize(
    ("operator", "key", "value", "met"),
    [
        ("ArnEquals", "aws:SourceArn", f"{CLUSTER}main", True),
        ("ArnLike", "aws:SourceArn", f"{CLUSTER}*", True),
        ("ArnEquals", "aws:SourceArn", f"{CLUSTER}other", False),
        ("ArnEquals", "aws:SourceArn", f"{CLUSTER}main".replace("eu-west-1", "us-east-1"), False),
        ("StringEquals", "aws:RequestTag/eks-cluster-arn", f"{CLUSTER}main", True),
        ("StringEquals", "aws:RequestTag/eks-cluster-arn", f"{CLUSTER}other", False),
    ],
)
def test_pods_come_from_the_cluster_of_their_association(
    operator: str, key: str, value: str, met: bool
) -> None:
    trust = allow({"Service": "pods.eks.amazonaws.com"}, TAGS, {operator: {key: value}})
    here = {"Resources": {"Pod": role("pod", trust), "Runs": association()}}
    config = 'region = "eu-west-1"\naccount = "444455556666"\n'
    scan = scan_texts({"a.json": json.dumps(here), "iamlint.toml": config})
    assert [one.rule for one in scan.findings] == ([] if met else ["unmet-trust-condition"])


HOST = "token.actions.githubusercontent.com"
PROVIDER = f"arn:aws:iam::111122223333:oidc-provider/{HOST}"
TAKES = "sts:AssumeRoleWithWebIdentity"
WORKFLOW = """\
on: {push: {branches: [main]}}
jobs:
  deploy:
    runs-on: ubuntu-latest
    permissions: {id-token: write}
    steps:
      - uses: aws-actions/configure-aws-credentials@v4
        with: {role-to-assume: "arn:aws:iam::111122223333:role/deploy", aws-region: eu-west-1}
"""


@pytest.mark.parametrize(
    ("provider", "action", "key", "subject", "rule"),
    [
        (PROVIDER, TAKES, "sub", "repo:octo-org/shop:environment:production", "untaken-token"),
        (PROVIDER, "sts:TagSession", "sub", "repo:octo-org/shop:*", "missing-assume-action"),
        (PROVIDER, ASSUME, "sub", "repo:octo-org/shop:*", "mismatched-principal-action"),
        (PROVIDER, TAKES, "sub", "repo:octo-org/shop:refs/heads/main", "impossible-oidc-subject"),
        (PROVIDER, TAKES, "subject", "repo:octo-org/shop:*", "unevaluated-oidc-claim"),
        (PROVIDER.replace("token.", ""), TAKES, "sub", "repo:octo-org/shop:*", "misnamed-oidc-provider"),
        ("role/x", TAKES, "sub", "repo:octo-org/shop:*", "malformed-federated-principal"),
    ],
)  # fmt: skip
def test_a_fault_of_the_trust_policy_is_told_once(
    provider: str, action: str, key: str, subject: str, rule: str
) -> None:
    condition = {
        "StringEquals": {f"{HOST}:aud": "sts.amazonaws.com"},
        "StringLike": {f"{HOST}:{key}": subject},
    }
    trust = allow({"Federated": provider}, action, condition)
    stack = json.dumps({"Resources": {"Deploy": role("deploy", trust)}})
    files: dict[str, str | bytes] = {"s.json": stack, ".github/workflows/d.yml": WORKFLOW}
    scan = scan_texts({**files, "iamlint.toml": 'account = "111122223333"\n'})
    assert [one.rule for one in scan.findings] == [rule]
