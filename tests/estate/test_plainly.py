"""Rights that nothing qualifies are those that the engine allows, and nothing less plain is."""

from __future__ import annotations

from typing import Any

import pytest

from iamlint.catalog import catalog
from iamlint.estate import Estate

from .build import AWAY, Stack, allow, deny

LIMITS: dict[str, tuple[list[dict[str, Any]], list[dict[str, Any]]]] = {
    "plain": ([], []),
    "a Deny of the identity": ([deny("kms:Decrypt", "arn:aws:kms:*:*:key/x")], []),
    "a Deny of the key": ([], [deny("kms:Sign", Principal="*")]),
}


@pytest.mark.parametrize("name", LIMITS)
def test_a_deny_is_not_plain(name: str) -> None:
    more, on_key = LIMITS[name]
    stack = Stack()
    key = stack.key(stack.delegation(), *on_key)
    worker = stack.identity("Worker", allow(["kms:Decrypt", "sqs:*"]), *more)
    estate = Estate([stack.reading], None, catalog())
    assert estate.plainly.allowed(worker, key, "kms:Decrypt") is (name == "plain")
    assert not estate.plainly.allowed(worker, key, "kms:Encrypt")
    assert not estate.can(worker, "kms:Decrypt", key.arn).denied


@pytest.mark.parametrize(
    "statement",
    [
        allow("kms:Decrypt", Condition={"StringEquals": {"kms:ViaService": "s3.x.amazonaws.com"}}),
        allow("kms:Decrypt", "arn:aws:kms:eu-west-1:111122223333:key/*"),
        {"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"},
    ],
)
def test_what_is_qualified_is_asked(statement: dict[str, Any]) -> None:
    stack = Stack()
    key = stack.key(stack.delegation())
    worker = stack.identity("Worker", statement)
    estate = Estate([stack.reading], None, catalog())
    assert not estate.plainly.allowed(worker, key, "kms:Decrypt")


def test_a_boundary_a_foreign_key_and_a_key_that_leaves_nothing_are_asked() -> None:
    stack, other = Stack(), Stack("other.yaml", AWAY)
    limits = stack.managed("limits", allow("*"))
    bounded = stack.identity("Bounded", allow("kms:*"), boundary=limits.arn)
    worker = stack.identity("Worker", allow("kms:*"))
    key, closed = stack.key(stack.delegation()), stack.key(allow("kms:Sign", Principal="*"))
    foreign = other.key(other.delegation())
    estate = Estate([stack.reading, other.reading], None, catalog())
    assert estate.plainly.allowed(worker, key, "kms:Decrypt")
    assert not estate.plainly.allowed(bounded, key, "kms:Decrypt")
    assert not estate.plainly.allowed(worker, closed, "kms:Decrypt")
    assert not estate.plainly.allowed(worker, foreign, "kms:Decrypt")
    assert not estate.plainly.allowed(worker, None, "kms:Decrypt")
