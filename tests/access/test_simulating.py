"""Files of cases: the form of results, and lines that are wrong."""

from __future__ import annotations

import json
from typing import Any

from jsonschema import Draft202012Validator

from iamlint.schemas import schema
from iamlint.simulating import run_lines

CASE: dict[str, Any] = {
    "id": "one",
    "request": {
        "principal": "arn:aws:iam::111122223333:user/bob",
        "action": "s3:GetObject",
        "resource": "arn:aws:s3:::b/k",
    },
    "identity_policies": [
        {
            "Version": "2012-10-17",
            "Statement": [{"Sid": "Read", "Effect": "Allow", "Action": "s3:*", "Resource": "*"}],
        }
    ],
}


def results(*lines: str) -> list[dict[str, Any]]:
    found = list(run_lines(lines))
    validator = Draft202012Validator(schema("simulate-result"))
    for one in found:
        validator.validate(one)
    return found


def changed(**changes: Any) -> str:
    request = {**CASE["request"], **changes.pop("request", {})}
    return json.dumps({**CASE, **changes, "request": request})


def test_a_result_names_the_deciding_statements() -> None:
    (found,) = results(json.dumps(CASE))
    assert found["decision"] == "allow"
    assert found["statements"] == [
        {"policy": "identity_policies[0]", "index": 0, "sid": "Read", "layer": "identity_policy"}
    ]


def test_lines_that_are_wrong_give_their_place_and_the_others_go_on() -> None:
    found = results(
        "{",
        "",
        json.dumps({"id": 7}),
        changed(request={"action": 3}),
        changed(request={"principal": "bob", "principal_type": "demon"}),
        "[" * 200_000,
        json.dumps(CASE),
    )
    assert [one.get("place") for one in found] == [
        "line 1",
        "line 3",
        "line 4 /request/action",
        "line 5 /request/principal_type",
        "line 6",
        None,
    ]
    assert [one["id"] for one in found] == [None, 7, "one", "one", None, "one"]
    assert found[-1]["decision"] == "allow"


def test_broken_documents_are_decided_by_what_stands_in_them() -> None:
    for document in (
        {},
        {"Statement": None},
        {"Statement": ["x", 3]},
        {"Statement": {"Effect": 1}},
    ):
        (found,) = results(changed(identity_policies=[document]))
        assert found["decision"] == "implicit_deny"


def test_principals_may_be_written_in_many_ways() -> None:
    for principal, kind in (
        ("111122223333", None),
        ("arn:aws:iam::111122223333:root", "root"),
        ("arn:aws:iam::111122223333:user/bob", "IAMUser"),
        ("arn:aws:iam::111122223333:role/x/app", "role"),
        ("arn:aws:sts::111122223333:assumed-role/app/s", "AssumedRole"),
        ("arn:aws:sts::111122223333:assumed-role/app/s", "assumed-role"),
    ):
        (found,) = results(changed(request={"principal": principal, "principal_type": kind}))
        assert found["decision"] == "allow"


def test_everything_optional_may_be_null() -> None:
    nothing = dict.fromkeys(
        [
            "permissions_boundaries",
            "session_policies",
            "scps",
            "rcps",
            "resource_policy",
            "vpc_endpoint_policies",
            "settings",
            "kind",
        ]
    )
    (found,) = results(changed(**nothing, request={"context": None, "resource_account": None}))
    assert found["decision"] == "allow"
