"""The questions that rules ask of statements over all requests."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings

from iamlint.access.questions import (
    condition_without_effect,
    conditions,
    contradictory_conditions,
    is_public,
    never_effective,
    reachable_by_account,
    redundant_within_layer,
    shadowed_by_deny,
)
from iamlint.access.symbolic.likeness import lies_within
from iamlint.access.symbolic.relations import difference, relation
from iamlint.access.truth import NO, YES, Truth
from iamlint.catalog import catalog
from iamlint.model.policy import Policy, Statement
from iamlint.model.reading import policy_from

from .generated import documents
from .test_relations import get, grant, policy


def only(found: Policy) -> Statement:
    return found.statements[0]


def test_what_a_boundary_leaves() -> None:
    boundary = policy({"Action": ["s3:*", "sqs:*"], "Resource": "*"}, kind="boundary")
    asked = only(policy({"Action": ["ec2:RunInstances", "s3:GetObject"], "Resource": "*"}))
    found = never_effective(asked, [[boundary]])
    assert found.nothing is NO
    assert catalog().names_of(found.left) == ("s3:GetObject",)
    assert catalog().names_of(found.lost) == ("ec2:RunInstances",)
    assert found.request is not None


def test_a_scp_and_a_condition_leave_nothing_together() -> None:
    region = {"StringNotEquals": {"aws:RequestedRegion": "eu-west-1"}}
    scp = policy(
        {"Action": "*", "Resource": "*"},
        {"Effect": "Deny", "Action": "ec2:*", "Resource": "*", "Condition": region},
        kind="scp",
    )
    there = {"StringEquals": {"aws:RequestedRegion": "us-east-1"}}
    asked = {"Action": ["ec2:RunInstances"], "Resource": "*"}
    assert never_effective(only(policy(asked | {"Condition": there})), [[scp]]).nothing is YES
    assert never_effective(only(policy(asked)), [[scp]]).nothing is NO


def test_shadowed_by_deny() -> None:
    found = policy(get(), {"Effect": "Deny", "Action": "s3:*", "Resource": "arn:aws:s3:::b*"})
    assert shadowed_by_deny(only(found), [found]).nothing is YES
    apart = policy(get(), {"Effect": "Deny", "Action": "s3:*", "Resource": "arn:aws:s3:::c*"})
    assert shadowed_by_deny(only(apart), [apart]).nothing is NO


def test_redundancy_is_of_the_union() -> None:
    halves = ["10.0.0.0/9", "10.128.0.0/9"]
    parts = [get(Condition={"IpAddress": {"aws:SourceIp": half}}) for half in halves]
    whole = get(Condition={"IpAddress": {"aws:SourceIp": "10.0.0.0/8"}})
    found = policy(whole, *parts)
    assert redundant_within_layer(only(found), found.statements).nothing is YES
    assert redundant_within_layer(only(found), found.statements[:2]).nothing is NO


@settings(max_examples=40, deadline=None)
@given(documents(3))
def test_what_is_redundant_can_go(document: dict[str, Any]) -> None:
    found = policy_from(document, "identity")
    for index, statement in enumerate(found.statements):
        if redundant_within_layer(statement, found.statements).nothing is YES:
            rest = [s for i, s in enumerate(document["Statement"]) if i != index]
            without = policy_from({**document, "Statement": rest}, "identity")
            assert relation(found, without).relation == "equal"
            break


@settings(max_examples=60, deadline=None)
@given(documents(3))
def test_what_lies_within_by_its_texts_lets_nothing_more_through(document: dict[str, Any]) -> None:
    allowing = [{**one, "Effect": "Allow"} for one in document["Statement"]]
    found = policy_from({**document, "Statement": allowing}, "identity")
    for index, statement in enumerate(found.statements):
        others = [one for one in found.statements if one is not statement]
        if lies_within(statement, others):
            rest = [one for place, one in enumerate(allowing) if place != index]
            alone = policy_from({**document, "Statement": [allowing[index]]}, "identity")
            wider = policy_from({**document, "Statement": rest}, "identity")
            assert difference(alone, wider).truth is not YES


BUCKET = "arn:aws:s3:::b*"
SECURE = {"Bool": {"aws:SecureTransport": "true"}}


def on(action: str | list[str], resource: str = BUCKET, **more: Any) -> dict[str, Any]:
    return get(Action=action, Resource=resource, **more)


@pytest.mark.parametrize(
    ("one", "others", "within"),
    [
        (on("s3:GetObject"), [on("s3:Get*")], True),
        (on("s3:Get*"), [on("s3:G*")], True),
        (on("s3:GetObject"), [on("s3:getobject", "*")], True),
        (on("s3:GetObject"), [on("*", "arn:aws:s3:::*")], True),
        (on("s3:GetObject", Condition=SECURE), [on("s3:GetObject")], True),
        (on(["s3:GetObject", "s3:PutObject"]), [on("s3:Get*"), on("s3:PutObject", "*")], True),
        (on(["s3:GetObject", "s3:PutObject"]), [on("s3:Get*", "*")], False),
        (on("s3:GetObject"), [on("s3:GetObject", "arn:aws:s3:::bc*")], False),
        (on("s3:GetObject"), [on("s3:*", "arn:aws-cn:s3:::*")], False),
        (on("s3:GetObject"), [on("s3*", "*")], False),
        (on("s3:GetObject"), [on("s3:GetObject", Condition=SECURE)], False),
    ],
)
def test_what_lies_within_by_its_texts(
    one: dict[str, Any], others: list[dict[str, Any]], within: bool
) -> None:
    found = policy(one, *others)
    assert lies_within(only(found), found.statements[1:]) is within


TEAM = "aws:PrincipalTag/team"
CONTRADICTORY: list[dict[str, Any]] = [
    {"StringEquals": {TEAM: "x"}, "StringNotEquals": {TEAM: "x"}},
    {"Null": {TEAM: "true"}, "StringLike": {TEAM: "x*"}},
    {"NumericLessThan": {"s3:max-keys": "5"}, "NumericGreaterThan": {"s3:max-keys": "5"}},
    {"IpAddress": {"aws:SourceIp": "10.0.0.0/8"}, "StringEquals": {"aws:SourceVpce": "vpce-1"}},
    {
        "StringEquals": {"aws:PrincipalAccount": "111122223333"},
        "ArnLike": {"aws:PrincipalArn": "arn:aws:iam::444455556666:role/*"},
    },
    {
        "DateLessThan": {"aws:CurrentTime": "2020-01-01T00:00:00Z"},
        "DateGreaterThan": {"aws:EpochTime": "1700000000"},
    },
]
SOUND: list[dict[str, Any]] = [
    {"StringEquals": {TEAM: ["x", "y"]}, "StringNotEquals": {TEAM: "x"}},
    {"NumericLessThan": {"s3:max-keys": "5"}, "NumericGreaterThan": {"s3:max-keys": "4"}},
    {"Bool": {"aws:SecureTransport": "true"}},
]


def conditional(condition: dict[str, Any]) -> Statement:
    return only(policy({"Action": "s3:ListBucket", "Resource": "*", "Condition": condition}))


@pytest.mark.parametrize("condition", CONTRADICTORY)
def test_contradictory_conditions(condition: dict[str, Any]) -> None:
    assert contradictory_conditions(conditional(condition))


@pytest.mark.parametrize("condition", SOUND)
def test_conditions_that_can_hold(condition: dict[str, Any]) -> None:
    assert not contradictory_conditions(conditional(condition))


def test_conditions_without_effect() -> None:
    def effects(condition: dict[str, Any]) -> list[Truth]:
        statement = conditional(condition)
        return [condition_without_effect(statement, atom) for atom in conditions(statement)]

    assert effects({"StringLikeIfExists": {"aws:SourceVpce": "*"}}) == [YES]
    assert effects({"IpAddress": {"aws:SourceIp": ["0.0.0.0/0", "::/0"]}}) == [NO]
    assert effects({"StringEquals": {TEAM: "ab"}, "StringLike": {TEAM: "a*"}}) == [NO, YES]


PUBLIC: list[tuple[Any, dict[str, Any], Truth]] = [
    ("*", {}, YES),
    ({"AWS": "111122223333"}, {}, NO),
    ({"Service": "s3.amazonaws.com"}, {}, NO),
    ("*", {"StringEquals": {"aws:PrincipalOrgID": "o-abc"}}, NO),
    ("*", {"StringLike": {"aws:PrincipalOrgID": "*"}}, YES),
    ("*", {"StringEqualsIfExists": {"aws:PrincipalOrgID": "o-abc"}}, YES),
    ("*", {"StringEquals": {"aws:SourceVpce": "vpce-1"}}, NO),
    ("*", {"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::111122223333:role/*"}}, NO),
    ("*", {"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/x"}}, YES),
    ("*", {"ArnLike": {"aws:SourceArn": "arn:aws:sns:*:111122223333:*"}}, NO),
    ("*", {"Bool": {"aws:SecureTransport": "true"}}, YES),
]


@pytest.mark.parametrize(("principal", "condition", "expected"), PUBLIC)
def test_public(principal: Any, condition: dict[str, Any], expected: Truth) -> None:
    more = {"Condition": condition} if condition else {}
    assert is_public([grant(principal, **more)]).truth is expected


def test_reachable_by_account() -> None:
    admitted = grant({"AWS": "arn:aws:iam::111122223333:role/x"})
    assert reachable_by_account([admitted], "111122223333").truth is YES
    assert reachable_by_account([admitted], "444455556666").truth is NO
    spared = grant("*", Condition={"StringNotEquals": {"aws:PrincipalAccount": "111122223333"}})
    assert reachable_by_account([spared], "111122223333").truth is NO
