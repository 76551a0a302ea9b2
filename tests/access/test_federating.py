"""Subjects of OpenID Connect tokens: how much of one a pattern fixes."""

from __future__ import annotations

import pytest

from iamlint.access.engine import Engine
from iamlint.catalog import catalog
from iamlint.model.policy import TRUST, Policy, Statement
from iamlint.model.reading import policy_from

ENGINE = Engine(catalog())
GITHUB = "token.actions.githubusercontent.com"


def statement(key: str, value: str, operator: str = "StringLike") -> Statement:
    document = {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": {"Federated": f"arn:aws:iam::111122223333:oidc-provider/{GITHUB}"},
                "Action": "sts:AssumeRoleWithWebIdentity",
                "Condition": {operator: {key: value}},
            }
        ],
    }
    policy: Policy = policy_from(document, TRUST)
    return policy.statements[0]


@pytest.mark.parametrize(
    ("subject", "field"),
    [
        ("repo:*", "owner"),
        ("re*", "owner"),
        ("*:ref:refs/heads/main", "owner"),
        ("repo:acme*", "owner"),
        ("repo:acme/*", "repository"),
        ("repo:acme/app*", "repository"),
        ("repo:acme/app:*", "context"),
        ("repo:acme/app:ref:refs/heads/*", "context"),
        ("repo:acme/app:ref:refs/heads/main", ""),
        ("repository_owner_id:1234:*", ""),
        ("*", ""),
    ],
)
def test_the_first_open_field(subject: str, field: str) -> None:
    (condition,) = statement(f"{GITHUB}:sub", subject).conditions
    found = [wide.field for wide in ENGINE.wide_subjects(condition)]
    assert found == ([field] if field else [])


@pytest.mark.parametrize("operator", ["StringEquals", "StringNotLike", "Null", "NoSuch"])
def test_only_patterns_that_must_be_met_count(operator: str) -> None:
    (condition,) = statement(f"{GITHUB}:sub", "repo:*", operator).conditions
    assert not list(ENGINE.wide_subjects(condition))


@pytest.mark.parametrize(
    ("provider", "name"),
    [
        (GITHUB, "GitHub Actions"),
        ("oidc.eks.eu-west-1.amazonaws.com/id/AB12", "the EKS cluster"),
        ("oidc.eks.cn-north-1.amazonaws.com.cn/id/AB12", "the EKS cluster"),
        ("acme.app.spacelift.io", "Spacelift"),
        ("oidc.circleci.com/org/8e5f", "CircleCI"),
    ],
)
def test_issuers_are_known_by_their_form(provider: str, name: str) -> None:
    issuer = ENGINE.issuer(provider)
    assert issuer is not None
    assert issuer.name == name


def test_an_issuer_of_ones_own_is_not_known() -> None:
    assert ENGINE.issuer("id.acme.example") is None
