"""The time of a scan grows with the size of a document and no faster: what is huge is scanned in
seconds, where a rule that compares everything with everything would take hours.
"""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any

import pytest

from iamlint.catalog import catalog
from iamlint.testing import scan_texts

if TYPE_CHECKING:
    from collections.abc import Callable


def policy(*statements: dict[str, Any]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": statements})


def statements(number: int) -> str:
    return policy(
        *(
            {
                "Sid": f"S{n}",
                "Effect": "Allow",
                "Action": "sqs:SendMessage",
                "Resource": f"arn:aws:sqs:eu-west-1:111122223333:jobs-{n}",
                "Condition": {"StringEquals": {"aws:PrincipalTag/team": f"t{n}"}},
            }
            for n in range(number)
        )
    )


def actions(number: int) -> str:
    names = catalog().names
    listed = [names[n % len(names)] for n in range(number)]
    return policy({"Effect": "Allow", "Action": listed, "Resource": "*"})


def same_actions(number: int) -> str:
    return policy({"Effect": "Allow", "Action": ["sqs:SendMessage"] * number, "Resource": "*"})


def long_text(number: int) -> str:
    return policy(
        {
            "Sid": "s" * number,
            "Effect": "Allow",
            "Action": "sqs:" + "a" * number,
            "Resource": "arn:aws:s3:::b/" + "${" * (number // 2),
            "Condition": {"StringLike": {"aws:" + "k" * number: "*" * number}},
        }
    )


def keys(number: int) -> str:
    entries = {f"aws:PrincipalTag/t{n}": "x" for n in range(number)}
    return policy(
        {
            "Effect": "Deny",
            "Action": "sqs:SendMessage",
            "Resource": "*",
            "Condition": {"StringEquals": entries},
        }
    )


def elements(number: int) -> str:
    return policy({f"Element{n}": n for n in range(number)})


SHAPES: dict[str, tuple[Callable[[int], str], int]] = {
    "statements": (statements, 10_000),
    "actions": (actions, 100_000),
    "the same action": (same_actions, 100_000),
    "long texts": (long_text, 1_000_000),
    "condition keys": (keys, 20_000),
    "unknown elements": (elements, 5_000),
}
PATIENCE = 60.0
"""Seconds of the processor, for a slow machine."""


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_a_huge_document_is_scanned(shape: str) -> None:
    make, size = SHAPES[shape]
    start = time.process_time()
    found = scan_texts({"policy.json": make(size)}, persona="auditor")
    assert not found.crashes, found.crashes[0].trace
    assert time.process_time() - start < PATIENCE
