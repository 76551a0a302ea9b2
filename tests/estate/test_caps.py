"""Grants that a boundary or SCP never lets through: A12 and A23 of the causes of denial."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from iamlint.catalog import catalog
from iamlint.estate import Estate
from iamlint.finding import CERTAIN, LIKELY, UNVERIFIED
from iamlint.text.holes import ANY, Hole, Text

from .build import AWAY, HOME, Configured, Stack, allow, deny, scp

if TYPE_CHECKING:
    from iamlint.estate.caps import Capped
    from iamlint.model.policy import Policy

CAP = f"arn:aws:iam::{HOME}:policy/cap"


def bounded(*granted: object, cap: tuple[object, ...]) -> Stack:
    stack = Stack()
    stack.managed("cap", *cap)
    stack.identity("Worker", *granted, boundary=CAP)
    return stack


def by_boundary(stack: Stack) -> list[Capped]:
    return list(Estate([stack.reading], None, catalog()).capped_by_boundary())


def by_scp(stack: Stack, *policies: Policy, target: str = "*") -> list[Capped]:
    facts = Configured(*((policy, Text(target)) for policy in policies))
    return list(Estate([stack.reading], facts, catalog()).capped_by_scp())


def cut(found: list[Capped]) -> list[str]:
    return [str(word) for capped in found for word in capped.words]


def test_a12_what_the_boundary_does_not_list() -> None:
    stack = bounded(allow(["s3:GetObject", "dynamodb:PutItem"]), cap=(allow("s3:*"),))
    (one,) = by_boundary(stack)
    assert [str(word) for word in one.words] == ["dynamodb:PutItem"]
    assert one.confidence == CERTAIN
    assert one.denying is None
    assert one.who == "Worker"
    assert one.cap is stack.reading.policies[0]


def test_a12_what_the_boundary_lets_through() -> None:
    stack = bounded(allow(["s3:GetObject", "s3:*", "*"]), cap=(allow("s3:Get*"),))
    assert by_boundary(stack) == []


def test_a12_what_the_boundary_denies() -> None:
    stack = bounded(allow("iam:CreateUser"), cap=(allow("*"), deny("iam:*")))
    (one,) = by_boundary(stack)
    assert one.denying is not None
    assert one.denying.index == 1


def test_a12_a_deny_on_something_else() -> None:
    stack = bounded(
        allow("s3:GetObject", "arn:aws:s3:::data/*"),
        cap=(allow("*"), deny("s3:*", ["arn:aws:s3:::logs", "arn:aws:s3:::logs/*"])),
    )
    assert by_boundary(stack) == []


def test_a12_a_deny_on_the_very_thing() -> None:
    stack = bounded(
        allow("s3:GetObject", "arn:aws:s3:::data/*"),
        cap=(allow("*"), deny("s3:*", "arn:aws:s3:::data/*")),
    )
    assert cut(by_boundary(stack)) == ["s3:GetObject"]


def test_a12_a_boundary_on_other_resources() -> None:
    stack = bounded(
        allow("s3:GetObject", "arn:aws:s3:::data/*"),
        cap=(allow("s3:*", ["arn:aws:s3:::logs", "arn:aws:s3:::logs/*"]),),
    )
    assert cut(by_boundary(stack)) == ["s3:GetObject"]


def test_a12_a_condition_that_may_hold() -> None:
    region = {"StringEquals": {"aws:RequestedRegion": "eu-west-1"}}
    stack = bounded(allow("s3:GetObject"), cap=(allow("*", Condition=region),))
    assert by_boundary(stack) == []


def test_a12_a_boundary_with_holes_is_silent() -> None:
    parameter = Text(Hole("stack.yaml#Actions", ANY))
    assert by_boundary(bounded(allow("s3:GetObject"), cap=(allow(parameter),))) == []


def test_a12_a_boundary_that_aws_owns() -> None:
    stack = Stack()
    only_read = "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"
    stack.identity("Worker", allow(["s3:GetObject", "s3:PutObject"]), boundary=only_read)
    (one,) = by_boundary(stack)
    assert [str(word) for word in one.words] == ["s3:PutObject"]
    assert one.place is stack.reading.identities[0].boundary


def test_a12_a_shared_policy_that_works_for_another_is_silent() -> None:
    stack = bounded(cap=(allow("s3:*"),))
    shared = stack.policy(allow("sqs:SendMessage"))
    stack.identity("Free", name="free")
    stack.attach("Shared", ("role", stack.hole("Worker")), ("role", "free"), policy=shared)
    assert by_boundary(stack) == []


def test_a12_no_boundary() -> None:
    stack = Stack()
    stack.identity("Worker", allow("*"))
    assert by_boundary(stack) == []


def test_a12_a_boundary_without_allow() -> None:
    stack = bounded(allow("s3:GetObject"), cap=(deny("iam:*"),))
    joined = Estate([stack.reading], None, catalog())
    boundary = joined.boundary_of(stack.reading.identities[0])
    assert boundary is not None
    assert boundary.allows_nothing
    assert by_boundary(stack) == []  # said of the boundary, once


def test_a23_an_scp_that_denies() -> None:
    stack = Stack()
    stack.identity("Worker", allow("sqs:SendMessage"))
    (one,) = by_scp(stack, scp(deny("sqs:*")))
    assert one.confidence == CERTAIN
    assert one.denying is not None


def test_a23_a_policy_template_that_is_cut_whole() -> None:
    stack = Stack()
    stack.identity("Worker", allow(["sqs:SendMessage", "sqs:ReceiveMessage"]))
    (attached,) = stack.reading.policies
    attached.by_aws = True
    (one,) = by_scp(stack, scp(deny("sqs:*")))
    assert len(one.words) == 2
    assert by_scp(stack, scp(deny("sqs:SendMessage"))) == []


def test_a23_an_scp_that_lists_what_is_allowed() -> None:
    stack = Stack()
    stack.identity("Worker", allow("sqs:SendMessage"))
    (one,) = by_scp(stack, scp(allow("s3:*")))
    assert one.confidence == LIKELY
    assert by_scp(stack, scp(allow("s3:*")), scp(allow("sqs:*"))) == []


def test_a23_a_region_lock_that_excepts_the_service() -> None:
    stack = Stack()
    stack.identity("Worker", allow("iam:ListRoles"), allow("sqs:SendMessage"))
    elsewhere = {"StringNotEquals": {"aws:RequestedRegion": "eu-west-1"}}
    lock = {"Effect": "Deny", "NotAction": "iam:*", "Resource": "*", "Condition": elsewhere}
    assert by_scp(stack, scp(lock)) == []


@pytest.mark.parametrize(("target", "found"), [(AWAY, []), ("ou-abcd-12345678", [UNVERIFIED])])
def test_a23_an_scp_of_another_account_or_a_unit(target: str, found: list[str]) -> None:
    stack = Stack()
    stack.identity("Worker", allow("sqs:SendMessage"))
    told = by_scp(stack, scp(deny("sqs:*")), target=target)
    assert [one.confidence for one in told] == found


def test_a23_a_policy_in_a_file_of_its_own() -> None:
    stack = Stack("policy.json")
    stack.reading.carrier = "plain"
    stack.policy(allow(["sqs:SendMessage", "s3:GetObject"]), address="policy.json")
    (one,) = by_scp(stack, scp(deny("sqs:*")))
    assert (one.who, one.confidence) == ("whoever has policy.json", LIKELY)


def test_a23_what_is_always_allowed() -> None:
    stack = Stack()
    stack.identity("Worker", allow("sts:GetCallerIdentity"))
    assert by_scp(stack, scp(allow("s3:*"))) == []
