"""Every row of the rules by which IAM matches and decides, a case a line in `cases.jsonl`.

A row says what it expects (`want`: the decision, then the layers that blocked), why, and the page
of AWS's documentation that says so (of the IAM user guide where no service stands before it). The
rest is a case in short: a statement is `[effect, action, resource, more elements]`.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from iamlint.simulating import run_case

BOB = "arn:aws:iam::111122223333:user/bob"
ROWS = [
    json.loads(line) for line in (Path(__file__).parent / "cases.jsonl").read_text().splitlines()
]


def document(statements: Any, version: str | None) -> dict[str, Any]:
    one = bool(statements) and isinstance(statements[0], str)
    made = [statement(*s) for s in ([statements] if one else statements)]
    found: dict[str, Any] = {"Statement": made[0] if one else made}
    return found if version is None else {"Version": version, **found}


def statement(
    effect: str, action: Any, resource: Any, more: dict[str, Any] | None = None
) -> dict[str, Any]:
    found = {"Effect": effect, "Action": action, "Resource": resource, **(more or {})}
    return {key: value for key, value in found.items() if value is not None}


def case(row: dict[str, Any]) -> dict[str, Any]:
    version = row.get("version", "2012-10-17")

    def documents(name: str) -> list[Any]:
        return [document(one, version) for one in row.get(name, ())]

    def levels(name: str) -> list[Any]:
        return [
            {
                "target": f"level {index}",
                "policies": [
                    document(one, version)
                    for one in (level["policies"] if isinstance(level, dict) else [level])
                ],
            }
            for index, level in enumerate(row.get(name, ()))
        ]

    return {
        "id": row["why"],
        "kind": row.get("kind", "evaluate"),
        "request": {
            "principal": row.get("who", BOB),
            "action": row.get("act", "s3:GetObject"),
            "resource": row.get("on", "arn:aws:s3:::b/k"),
            "resource_account": row.get("account"),
            "context": row.get("ctx", {}),
        },
        "identity_policies": documents("id2")
        or ([document(row["id"], version)] if "id" in row else []),
        "permissions_boundaries": documents("bound"),
        "session_policies": [document(row["sess"], version)] if "sess" in row else [],
        "scps": levels("scp"),
        "rcps": levels("rcp"),
        "resource_policy": document(row["res"], version) if "res" in row else None,
        "vpc_endpoint_policies": documents("vpce"),
        "settings": row.get("set", {}),
    }


@pytest.mark.parametrize("row", ROWS, ids=[f"{row['rule']}: {row['why']}" for row in ROWS])
def test_case(row: dict[str, Any]) -> None:
    found = run_case(case(row))
    decision, *layers = row["want"].split()
    assert (found["decision"], sorted(found["blocked_by"])) == (decision, sorted(layers))
    if decision == "unknown":
        assert found["depends_on"]


def test_the_table_covers_the_rules() -> None:
    assert len(ROWS) >= 200
    assert all(row["page"] and row["why"] for row in ROWS)
    names = [(row["rule"], row["why"]) for row in ROWS]
    assert len(set(names)) == len(names)
