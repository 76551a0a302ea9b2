"""Who needs which key: A01 and A25 of the causes of denial, and their guards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from iamlint.catalog import catalog
from iamlint.estate import Estate
from iamlint.estate.lacks import CALLER_SIDE, GUARDRAIL, KEY_SIDE, KeyNeed
from iamlint.finding import CERTAIN, LIKELY, UNVERIFIED
from iamlint.text.holes import ANY, ARN, Hole, Text

from .build import AWAY, HOME, Stack, allow, deny

if TYPE_CHECKING:
    from iamlint.model.things import Identity


class Queue(Stack):
    """A queue under a key whose policy leaves it to IAM."""

    def __init__(self, *key_statements: object, **more: Any) -> None:
        super().__init__(**more)
        self.the_key = self.key(*(key_statements or (self.delegation(),)))
        self.jobs = self.queue("Jobs", key=self.the_key.names[0])

    def worker(self, *statements: object, **more: Any) -> Identity:
        receive = allow("sqs:ReceiveMessage", self.jobs.arn)
        return self.identity("Worker", receive, *statements, **more)

    def decrypt(self, **more: object) -> dict[str, Any]:
        return allow("kms:Decrypt", self.the_key.arn, **more)


def needs(*stacks: Stack) -> list[KeyNeed]:
    return list(Estate([stack.reading for stack in stacks], None, catalog()).key_needs())


def lacks(*stacks: Stack) -> list[tuple[str, str]]:
    return [(lack.action, lack.side) for need in needs(*stacks) for lack in need.lacks]


def test_a01_a_receiver_without_decrypt() -> None:
    stack = Queue()
    worker = stack.worker()
    (need,) = needs(stack)
    assert need.identity is worker
    assert need.key is stack.the_key
    missing = need.missing(CALLER_SIDE)
    assert missing is not None
    assert missing.actions == ("kms:Decrypt",)
    assert missing.confidence == CERTAIN
    assert missing.first.use.actions == ("sqs:ReceiveMessage",)
    via = missing.condition["StringEquals"]["kms:ViaService"]
    assert str(via) == "sqs.eu-west-1.amazonaws.com"


def test_a01_granted_on_the_key() -> None:
    stack = Queue()
    stack.worker(stack.decrypt())
    assert lacks(stack) == []
    assert len(needs(stack)) == 1


@pytest.mark.parametrize("pattern", ["kms:*", "kms:Decr*", "*"])
def test_a01_granted_by_a_pattern_on_everything(pattern: str) -> None:
    stack = Queue()
    stack.worker(allow(pattern))
    assert lacks(stack) == []


def test_a01_granted_on_another_key() -> None:
    stack = Queue()
    other = stack.key(address="OtherKey")
    stack.worker(allow("kms:Decrypt", other.arn))
    assert lacks(stack) == [("kms:Decrypt", CALLER_SIDE)]


def test_a01_the_key_policy_names_the_role() -> None:
    stack = Queue()
    worker = stack.worker()
    stack.the_key.policies.clear()
    direct = {"Effect": "Allow", "Action": "kms:Decrypt", "Resource": "*"}
    policy = stack.policy([stack.delegation(), {**direct, "Principal": {"AWS": worker.arn}}])
    policy.kind, policy.resource_type = "resource", "kms:key"
    stack.the_key.policies.append(policy)
    assert lacks(stack) == []


def test_a01_a_key_with_the_default_policy_leaves_it_to_iam() -> None:
    stack = Stack()
    key = stack.key()
    queue = stack.queue(key=key.arn)
    stack.identity("Worker", allow("sqs:ReceiveMessage", queue.arn))
    assert lacks(stack) == [("kms:Decrypt", CALLER_SIDE)]
    stack.identity("Other", allow("sqs:ReceiveMessage", queue.arn), allow("kms:Decrypt", key.arn))
    assert len(lacks(stack)) == 1


@pytest.mark.parametrize("key", [None, "alias/aws/sqs"])
def test_a01_no_key_and_a_key_of_aws_need_nothing(key: str | None) -> None:
    stack = Stack()
    queue = stack.queue(key=key)
    stack.identity("Worker", allow("sqs:ReceiveMessage", queue.arn))
    assert needs(stack) == []


def test_a01_the_key_of_a_bucket_is_likely_only() -> None:
    stack = Stack()
    key = stack.key(stack.delegation())
    bucket = stack.bucket(key=key.arn)
    stack.identity("Reader", allow(["s3:GetObject", "s3:ListBucket"], bucket.arn + "/*"))
    (need,) = needs(stack)
    missing = need.missing(CALLER_SIDE)
    assert missing is not None
    assert missing.confidence == LIKELY
    assert missing.actions == ("kms:Decrypt",)


def test_a01_what_needs_no_key() -> None:
    stack = Stack()
    bucket = stack.bucket(key=stack.key().arn)
    stack.identity("Lister", allow(["s3:ListBucket", "s3:GetObject"], bucket.arn))
    stack.identity("Deleter", allow(["s3:DeleteObject"], bucket.arn + "/*"))
    assert needs(stack) == []


def test_a01_one_need_for_all_uses_of_one_key() -> None:
    stack = Stack()
    key = stack.key()
    queue, topic = stack.queue(key=key.arn), stack.resource("sns:topic", "Topic", key=key.arn)
    stack.identity("Sender", allow("sqs:SendMessage", queue.arn), allow("sns:Publish", topic.arn))
    (need,) = needs(stack)
    missing = need.missing(CALLER_SIDE)
    assert missing is not None
    assert sorted(missing.actions) == ["kms:Decrypt", "kms:GenerateDataKey"]
    via = missing.condition["StringEquals"]["kms:ViaService"]
    assert [str(one) for one in via] == [
        "sqs.eu-west-1.amazonaws.com",
        "sns.eu-west-1.amazonaws.com",
    ]


def test_a01_via_the_right_service_and_via_another() -> None:
    for service, expected in (("sqs", []), ("s3", [("kms:Decrypt", CALLER_SIDE)])):
        stack = Queue()
        via = {"StringEquals": {"kms:ViaService": f"{service}.eu-west-1.amazonaws.com"}}
        stack.worker(stack.decrypt(Condition=via))
        assert lacks(stack) == expected


def test_a01_a_condition_that_cannot_be_judged_is_silent() -> None:
    stack = Queue()
    tag = {"StringEquals": {"aws:ResourceTag/team": "x"}}
    stack.worker(stack.decrypt(Condition=tag))
    assert lacks(stack) == []


def test_a01_a_key_that_is_a_parameter_is_silent() -> None:
    stack = Stack()
    queue = stack.queue(key=Text(Hole("stack.yaml#KeyArn", ARN)))
    stack.identity("Worker", allow("sqs:ReceiveMessage", queue.arn))
    assert needs(stack) == []


def test_a01_granted_on_a_parameter_is_silent() -> None:
    stack = Queue()
    stack.worker(allow("kms:Decrypt", Text(Hole("stack.yaml#KeyArn", ARN))))
    assert lacks(stack) == []


def test_a01_a_key_of_which_the_policy_is_not_in_view_is_unverified() -> None:
    stack = Stack()
    queue = stack.queue(key=f"arn:aws:kms:eu-west-1:{HOME}:key/1234abcd")
    stack.identity("Worker", allow("sqs:ReceiveMessage", queue.arn))
    (need,) = needs(stack)
    missing = need.missing(CALLER_SIDE)
    assert missing is not None
    assert missing.confidence == UNVERIFIED
    assert "1234abcd" in missing.details[0][1]


def test_a01_an_unknown_managed_policy_makes_it_unverified() -> None:
    stack = Queue()
    stack.worker(managed=(f"arn:aws:iam::{HOME}:policy/elsewhere",))
    (need,) = needs(stack)
    missing = need.missing(CALLER_SIDE)
    assert missing is not None
    assert missing.confidence == UNVERIFIED
    assert "elsewhere" in missing.details[0][1]


def test_a01_a_statement_under_the_same_condition_is_fine() -> None:
    when = frozenset({("Encrypted", True)})
    stack = Queue()
    worker = stack.worker(stack.decrypt())
    stack.jobs.encryption[0].when = when
    worker.inline[0].statements[1].when = when
    assert lacks(stack) == []
    worker.inline[0].statements[1].when = frozenset({("Encrypted", False)})
    assert lacks(stack) == [("kms:Decrypt", CALLER_SIDE)]
    worker.inline[0].statements[1].when = frozenset({("Other", True)})
    assert lacks(stack) == []


def test_a01_whoever_may_not_use_the_data_needs_no_key() -> None:
    stack = Queue()
    stack.worker(deny("sqs:*"))
    assert lacks(stack) == []


def test_a01_everything_on_everything_is_a_guess() -> None:
    stack = Queue()
    stack.identity("Worker", allow("sqs:ReceiveMessage"))
    (need,) = needs(stack)
    missing = need.missing(CALLER_SIDE)
    assert missing is not None
    assert missing.confidence == UNVERIFIED


def test_a25_no_delegation() -> None:
    stack = Queue(allow("kms:*", Principal={"AWS": f"arn:aws:iam::{HOME}:role/admin"}))
    stack.worker(stack.decrypt())
    assert lacks(stack) == [("kms:Decrypt", KEY_SIDE)]


def test_a25_no_delegation_and_no_grant_is_said_of_the_key_alone() -> None:
    stack = Queue(allow("kms:*", Principal={"AWS": f"arn:aws:iam::{HOME}:role/admin"}))
    stack.worker()
    assert lacks(stack) == [("kms:Decrypt", KEY_SIDE)]


def test_a25_delegation_of_less_than_is_needed() -> None:
    stack = Stack()
    root = {"AWS": f"arn:aws:iam::{HOME}:root"}
    key = stack.key(allow(["kms:Create*", "kms:Put*", "kms:Describe*"], Principal=root))
    queue = stack.queue(key=key.arn)
    stack.identity("Worker", allow("sqs:ReceiveMessage", queue.arn), allow("kms:*", key.arn))
    assert lacks(stack) == [("kms:Decrypt", KEY_SIDE)]


def test_a25_delegation_by_account_number() -> None:
    stack = Queue(allow("kms:*", Principal={"AWS": HOME}))
    stack.worker(stack.decrypt())
    assert lacks(stack) == []


def test_a25_a_key_policy_with_holes_is_silent() -> None:
    stack = Queue(allow("kms:*", Principal={"AWS": Text(Hole("stack.yaml#Admin", ANY))}))
    stack.worker()
    assert lacks(stack) == []


def test_a12_a_boundary_without_the_key() -> None:
    stack = Queue()
    stack.managed("cap", allow("sqs:*"), kind="boundary")
    stack.worker(stack.decrypt(), boundary=f"arn:aws:iam::{HOME}:policy/cap")
    assert lacks(stack) == [("kms:Decrypt", GUARDRAIL)]


def test_a07_a_key_of_another_account_is_the_third_yes() -> None:
    keys, stack = Stack("keys.yaml", AWAY), Stack()
    key = keys.key(keys.delegation())
    queue = stack.queue(key=key.arn)
    worker: Identity = stack.identity(
        "Worker", allow("sqs:ReceiveMessage", queue.arn), allow("kms:Decrypt", key.arn)
    )
    assert lacks(keys, stack) == [("kms:Decrypt", KEY_SIDE)]
    key.policies[:] = [keys.policy([allow("kms:Decrypt", Principal={"AWS": HOME})], "resource")]
    assert lacks(keys, stack) == []
    worker.inline[0].statements = worker.inline[0].statements[:1]
    assert lacks(keys, stack) == [("kms:Decrypt", CALLER_SIDE)]
