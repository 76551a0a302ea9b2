"""Pairs of policies whose relation is known, one a line in `pairs.jsonl`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from iamlint.access.decide import decide
from iamlint.access.request import Request, Situation
from iamlint.comparing import compare
from iamlint.model.policy import Policy
from iamlint.model.reading import policy_from

ROWS = [
    json.loads(line)
    for line in (Path(__file__).parent / "pairs.jsonl").read_text(encoding="utf-8").splitlines()
]


@pytest.mark.parametrize("row", ROWS, ids=[row["id"] for row in ROWS])
def test_pair(row: dict[str, Any]) -> None:
    a, b = (policy_from(row[side], row["kind"]) for side in "ab")
    found = compare(a, b)
    assert found.relation == row["relation"]
    if row["kind"] == "identity":
        for shown, only, other in ((found.only_a, a, b), (found.only_b, b, a)):
            if shown.request is not None and not shown.future:
                assert allowed(only, shown.request)
                assert not allowed(other, shown.request)


def allowed(policy: Policy, request: Request) -> bool:
    """In the resource's own account, where the caller's policies are enough."""
    asked = request._replace(resource_account=request.caller.account)
    return decide(asked, Situation(identity=(policy,), resource=None)).decision == "allow"
