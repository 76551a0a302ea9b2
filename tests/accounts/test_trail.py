"""`iamlint explain --cloudtrail`: the refused calls of many events, held against a dump."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from iamlint.cli import main

from .dumped import ACCOUNT, allow, arn, document, dump, role, user, write

Captured = pytest.CaptureFixture[str]
QUEUE = f"arn:aws:sqs:eu-west-1:{ACCOUNT}:jobs"
DENY = {"Effect": "Deny", "Action": "sqs:SendMessage", "Resource": "*", "Sid": "Never"}
DUMP = dump(
    users=(user("ann"),),
    roles=(role("worker", inline={"work": document(allow("sqs:*", QUEUE), DENY)}, path="/ci/"),),
)


def event(who: dict[str, Any], source: str, name: str, asked: Any, message: str = "") -> Any:
    return {
        "userIdentity": who,
        "eventSource": f"{source}.amazonaws.com",
        "eventName": name,
        "awsRegion": "eu-west-1",
        "errorCode": "AccessDenied",
        "errorMessage": message or "Access Denied",
        "requestParameters": asked,
        "recipientAccountId": ACCOUNT,
    }


def send(session: str) -> Any:
    who = {
        "type": "AssumedRole",
        "arn": f"arn:aws:sts::{ACCOUNT}:assumed-role/worker/{session}",
        "sessionContext": {"sessionIssuer": {"type": "Role", "arn": arn("role/ci/worker")}},
    }
    url = f"https://sqs.eu-west-1.amazonaws.com/{ACCOUNT}/jobs"
    return event(who, "sqs", "SendMessage", {"queueUrl": url})


def create() -> Any:
    who = {"type": "IAMUser", "arn": arn("user/ann")}
    message = (
        f"User: {arn('user/ann')} is not authorized to perform: iam:CreateUser on resource: "
        f"{arn('user/x')} because no identity-based policy allows the iam:CreateUser action"
    )
    return event(who, "iam", "CreateUser", {"userName": "x"}, message)


FINE = {"eventSource": "s3.amazonaws.com", "eventName": "ListBuckets", "userIdentity": {}}


def explained(capsys: Captured, *arguments: str) -> Any:
    code = main(["explain", "--isolated", "--format", "json", *arguments])
    return code, json.loads(capsys.readouterr().out)


def test_each_distinct_denial_once_the_most_frequent_first(
    tmp_path: Path, capsys: Captured
) -> None:
    events = [create(), *(send(f"s{n}") for n in range(5)), create(), FINE]
    write(tmp_path, {"trail.json": {"Records": events}, "in/dump.json": DUMP})
    trail, view = str(tmp_path / "trail.json"), str(tmp_path / "in")
    code, found = explained(capsys, "--cloudtrail", trail, view)
    assert code == 0
    assert found["events"] == 8
    told = [(one["times"], one["action"]) for one in found["denials"]]
    assert told == [(5, "sqs:SendMessage"), (2, "iam:CreateUser")]
    (answer,) = found["denials"][0]["answers"]
    assert answer["decision"] == "explicit_deny"
    assert answer["principal"] == "role/worker"
    assert answer["statements"] == [
        {"layer": "identity_policy", "policy": "role/worker.work", "index": 1, "sid": "Never"}
    ]
    assert [place["path"].endswith("in/dump.json") for place in answer["places"]] == [True]
    (answer,) = found["denials"][1]["answers"]
    assert answer["decision"] == "implicit_deny"


def test_several_files_and_paths_in_any_order(tmp_path: Path, capsys: Captured) -> None:
    packed = gzip.compress(json.dumps({"Records": [send("a")]}).encode())
    (tmp_path / "1.json.gz").write_bytes(packed)
    write(tmp_path, {"2.json": {"Records": [send("b")]}, "dump.json": DUMP})
    files = [str(tmp_path / name) for name in ("1.json.gz", "2.json", "dump.json")]
    for arguments in (
        ("--cloudtrail", *files),
        (files[2], "--cloudtrail", *files[:2]),
        ("--cloudtrail", *files[:2], "--", files[2]),
    ):
        code, found = explained(capsys, *arguments)
        assert code == 0
        assert [one["times"] for one in found["denials"]] == [2]


def test_for_people(tmp_path: Path, capsys: Captured) -> None:
    events = [create(), *(send(f"s{n}") for n in range(3))]
    write(tmp_path, {"trail.json": {"Records": events}, "in/dump.json": DUMP})
    trail, view = str(tmp_path / "trail.json"), str(tmp_path / "in")
    assert main(["explain", "--isolated", "--cloudtrail", trail, view]) == 0
    printed = capsys.readouterr().out
    assert printed.startswith("3 × arn:aws:sts::")
    assert printed.endswith("4 events, 4 refused, 2 distinct\n")


def test_no_event_at_all(tmp_path: Path, capsys: Captured) -> None:
    write(tmp_path, {"trail.json": {"Records": []}})
    assert main(["explain", "--cloudtrail", str(tmp_path / "trail.json")]) == 2
    assert "no CloudTrail event" in capsys.readouterr().err


def test_nothing_was_refused(tmp_path: Path, capsys: Captured) -> None:
    write(tmp_path, {"trail.json": {"Records": [FINE]}})
    assert main(["explain", "--cloudtrail", str(tmp_path / "trail.json")]) == 0
    assert capsys.readouterr().out == "no denied call in 1 event\n"
