"""Cases over small alphabets, so that much of what is generated really matches."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

Json = dict[str, Any]

BOB = "arn:aws:iam::111122223333:user/bob"
ROLE = "arn:aws:iam::111122223333:role/app"
SESSION = "arn:aws:sts::111122223333:assumed-role/app/one"
ROOT = "arn:aws:iam::111122223333:root"
EVE = "arn:aws:iam::444455556666:user/eve"

ACTIONS = ["s3:GetObject", "s3:PutObject", "sqs:SendMessage", "kms:Decrypt"]
RESOURCES = [
    "arn:aws:s3:::b/k",
    "arn:aws:s3:::b/kk",
    "arn:aws:sqs:us-east-1:111122223333:q",
    "arn:aws:kms:us-east-1:111122223333:key/k",
]
ACTION_PATTERNS = [*ACTIONS, "*", "s3:*", "S3:get*", "*:Send*", "s3:?etObject", "kms:*", "s3"]
RESOURCE_PATTERNS = [
    *RESOURCES,
    "*",
    "arn:aws:s3:::b/*",
    "arn:aws:s3:::b/?",
    "arn:aws:s3:::*k",
    "arn:aws:sqs:us-east-?:111122223333:*q",
    "arn:aws:kms:us-east-1:111122223333:*",
]
KEYS = ["aws:A", "aws:B"]
VALUES = ["1", "2", "true", "x", "xy"]
OPERATORS = [
    "StringEquals",
    "StringNotEquals",
    "StringLike",
    "StringNotLike",
    "StringEqualsIfExists",
    "StringNotEqualsIfExists",
    "Bool",
    "NumericLessThan",
    "Null",
    "ForAllValues:StringEquals",
    "ForAnyValue:StringLike",
    "ForAllValues:StringNotLike",
    "ForAnyValue:StringNotEquals",
]
ENTRIES = ["*", "111122223333", ROOT, BOB, ROLE, SESSION, EVE, "444455556666"]


def some(values: list[str]) -> st.SearchStrategy[Any]:
    return st.sampled_from(values) | st.lists(st.sampled_from(values), min_size=1, max_size=3)


@st.composite
def conditions(draw: st.DrawFn) -> Json:
    found: Json = {}
    for _ in range(draw(st.integers(0, 2))):
        operator = draw(st.sampled_from(OPERATORS))
        wanted = some(["true", "false"]) if operator == "Null" else some([*VALUES, "x*", "?"])
        found.setdefault(operator, {})[draw(st.sampled_from(KEYS))] = draw(wanted)
    return found


@st.composite
def statements(
    draw: st.DrawFn, *, named: bool, effects: tuple[str, ...] = ("Allow", "Deny")
) -> Json:
    found: Json = {"Effect": draw(st.sampled_from((effects[0], *effects)))}
    found[draw(st.sampled_from(["Action", "Action", "NotAction"]))] = draw(some(ACTION_PATTERNS))
    found[draw(st.sampled_from(["Resource", "Resource", "NotResource"]))] = draw(
        some(RESOURCE_PATTERNS)
    )
    if draw(st.booleans()):
        found["Condition"] = draw(conditions())
    if named:
        found["Principal"] = draw(st.just("*") | st.fixed_dictionaries({"AWS": some(ENTRIES)}))
    return found


def documents(*, named: bool = False) -> st.SearchStrategy[Json]:
    return st.builds(
        lambda statement: {"Version": "2012-10-17", "Statement": statement},
        st.lists(statements(named=named), min_size=1, max_size=3),
    )


def contexts() -> st.SearchStrategy[Json]:
    one = st.lists(st.sampled_from(VALUES), min_size=1, max_size=1)
    return st.dictionaries(st.sampled_from(KEYS), one)


def levels() -> st.SearchStrategy[list[Json]]:
    level = st.builds(lambda found: {"policies": found}, st.lists(documents(), max_size=2))
    return st.lists(level, max_size=2)


@st.composite
def cases(draw: st.DrawFn) -> Json:
    resource = draw(st.sampled_from(RESOURCES))
    return {
        "request": {
            "principal": draw(st.sampled_from([BOB, SESSION, ROLE, ROOT, EVE, None])),
            "action": draw(st.sampled_from(ACTIONS)),
            "resource": resource,
            "resource_account": "111122223333",
            "context": draw(contexts()),
        },
        "identity_policies": draw(st.lists(documents(), max_size=2)),
        "permissions_boundaries": draw(st.lists(documents(), max_size=1)),
        "session_policies": draw(st.lists(documents(), max_size=1)),
        "scps": draw(levels()),
        "resource_policy": draw(st.none() | documents(named=True)),
        "vpc_endpoint_policies": draw(st.lists(documents(named=True), max_size=1)),
    }
