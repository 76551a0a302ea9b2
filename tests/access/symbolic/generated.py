"""Policies made at random, in the language that the brute evaluator knows."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

ACTIONS = [
    "*",
    "s3:*",
    "s3:Get*",
    "s3:GetObject",
    "s3:PutObject",
    "s3:*Object",
    "s3:ListBucket",
    "s3:?etObject",
    "sqs:*",
    "sqs:SendMessage",
    "sqs:ListQueues",
    "iam:ListUsers",
    "iam:List*",
]
RESOURCES = [
    "*",
    "arn:aws:s3:::*",
    "arn:aws:s3:::a",
    "arn:aws:s3:::a*",
    "arn:aws:s3:::a/*",
    "arn:aws:s3:::*/x",
    "arn:aws:s3:::a/x*",
    "arn:aws:s3:::?b/*",
    "arn:aws:s3:::b/x",
    "arn:aws:sqs:us-east-1:111122223333:a",
    "arn:aws:sqs:us-east-1:111122223333:*",
    "arn:aws:sqs:us-*:111122223333:a?",
]
TESTS: dict[str, tuple[list[str], list[str]]] = {
    "aws:PrincipalTag/team": (
        [
            "StringEquals",
            "StringNotEquals",
            "StringLike",
            "StringNotLike",
            "StringEqualsIfExists",
            "StringNotLikeIfExists",
            "ForAllValues:StringLike",
            "ForAnyValue:StringNotEquals",
        ],
        ["a", "b", "a*", "?b", "*"],
    ),
    "aws:SourceIp": (
        ["IpAddress", "NotIpAddress", "IpAddressIfExists"],
        ["10.0.0.0/8", "10.0.0.0/9", "10.128.0.0/9", "0.0.0.0/0", "::/0"],
    ),
    "aws:MultiFactorAuthPresent": (["Bool", "BoolIfExists", "Null"], ["true", "false"]),
    "aws:MultiFactorAuthAge": (
        ["NumericEquals", "NumericNotEquals", "NumericLessThan", "NumericGreaterThanEquals"],
        ["5", "10", "12"],
    ),
    "aws:CalledVia": (
        [
            "ForAllValues:StringEquals",
            "ForAnyValue:StringEquals",
            "ForAllValues:StringNotEquals",
            "ForAnyValue:StringNotEquals",
            "Null",
        ],
        ["a", "b", "c"],
    ),
}


def some(values: list[str], most: int = 2) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(values), min_size=1, max_size=most, unique=True)


@st.composite
def conditions(draw: st.DrawFn) -> dict[str, Any]:
    found: dict[str, dict[str, list[str]]] = {}
    for key in draw(st.lists(st.sampled_from(sorted(TESTS)), max_size=2)):
        operators, values = TESTS[key]
        operator = draw(st.sampled_from(operators))
        wanted = ["true", "false"] if operator == "Null" else values
        found.setdefault(operator, {})[key] = draw(some(wanted))
    return found


@st.composite
def statements(draw: st.DrawFn) -> dict[str, Any]:
    found: dict[str, Any] = {"Effect": draw(st.sampled_from(["Allow", "Allow", "Deny"]))}
    found[draw(st.sampled_from(["Action", "Action", "Action", "NotAction"]))] = draw(some(ACTIONS))
    resource = draw(st.sampled_from(["Resource", "Resource", "Resource", "NotResource"]))
    found[resource] = draw(some(RESOURCES, 3))
    condition = draw(conditions())
    if condition:
        found["Condition"] = condition
    return found


def documents(most: int = 3) -> st.SearchStrategy[dict[str, Any]]:
    return st.builds(
        lambda listed: {"Version": "2012-10-17", "Statement": listed},
        st.lists(statements(), min_size=1, max_size=most),
    )
