"""An index and the files that it names: policies of resources, control policies and their targets."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from iamlint.carriers.exports.index import NEEDS, service_types
from iamlint.schemas import schema

from .dumped import ACCOUNT, OTHER, allow, arn, document, dump, role, scanned, told, trust

MANAGEMENT = "999988887777"
KEY = f"arn:aws:kms:eu-west-1:{ACCOUNT}:key/1234abcd-12ab-34cd-56ef-1234567890ab"
QUEUE = f"arn:aws:sqs:eu-west-1:{ACCOUNT}:jobs"
UNIT, ROOT = "ou-ab12-11111111", "r-ab12"
SEND = document(allow("sqs:SendMessage", QUEUE))
DUMP = dump(roles=(role("worker", inline={"send": SEND}),))


def index(*rows: Any, **more: Any) -> dict[str, Any]:
    return {"iamlint-account": 1, "account": ACCOUNT, "documents": list(rows), **more}


def to(principal: Any, action: Any, resource: str = "*") -> dict[str, Any]:
    return {"Effect": "Allow", "Principal": principal, "Action": action, "Resource": resource}


def described(policy: dict[str, Any], id: str = "p-deny1234", kind: str = "SERVICE") -> Any:
    summary = {"Id": id, "Name": id, "Type": f"{kind}_CONTROL_POLICY", "AwsManaged": False}
    return {"Policy": {"PolicySummary": summary, "Content": json.dumps(policy)}}


DENY = described(document({"Effect": "Deny", "Action": "sqs:*", "Resource": "*"}))


# resources


@pytest.mark.parametrize(
    ("kind", "resource", "action", "printed"),
    [
        ("bucket", "arn:aws:s3:::b", "s3:GetObject", lambda p: {"Policy": json.dumps(p)}),
        ("key", KEY, "kms:Decrypt", lambda p: {"Policy": json.dumps(p), "PolicyName": "default"}),
        ("queue", QUEUE, "sqs:SendMessage", lambda p: {"Attributes": {"Policy": json.dumps(p)}}),
        (
            "topic",
            f"arn:aws:sns:eu-west-1:{ACCOUNT}:t",
            "sns:Publish",
            lambda p: {"Attributes": {"Policy": json.dumps(p)}},
        ),
        (
            "secret",
            f"arn:aws:secretsmanager:eu-west-1:{ACCOUNT}:secret:s-AbCdEf",
            "secretsmanager:GetSecretValue",
            lambda p: {"Name": "s", "ResourcePolicy": json.dumps(p)},
        ),
        (
            "function",
            f"arn:aws:lambda:eu-west-1:{ACCOUNT}:function:f",
            "lambda:InvokeFunction",
            lambda p: {"Policy": json.dumps(p), "RevisionId": "1"},
        ),
        (
            "repository",
            f"arn:aws:ecr:eu-west-1:{ACCOUNT}:repository/r",
            "ecr:BatchGetImage",
            lambda p: {"repositoryName": "r", "policyText": json.dumps(p)},
        ),
        (
            "catalog",
            f"arn:aws:glue:eu-west-1:{ACCOUNT}:catalog",
            "glue:GetTable",
            lambda p: {"PolicyInJson": json.dumps(p), "PolicyHash": "x"},
        ),
        ("queue", QUEUE, "sqs:SendMessage", lambda p: p),
    ],
)
def test_the_policy_of_a_resource(
    tmp_path: Path, kind: str, resource: str, action: str, printed: Any
) -> None:
    within = f"{resource}/*" if kind == "bucket" else resource
    admitted = document(to({"AWS": arn("role/reader", OTHER)}, action, within))
    files = {
        "index.json": index({"file": "x/p.json", "kind": kind, "resource": resource}),
        "x/p.json": printed(admitted),
        "other.json": dump(roles=(role("reader", account=OTHER),)),
    }
    found = scanned(tmp_path, files, select=("caller-without-grant",))
    assert [one.rule for one in found.findings] == ["caller-without-grant"]
    (one,) = found.estate.resources
    assert str(one.arn) == resource
    assert [p.kind for p in one.policies] == ["resource"]
    able = {"p": document(allow(action, within))}
    files["other.json"] = dump(roles=(role("reader", inline=able, account=OTHER),))
    assert told(scanned(tmp_path, files, select=("caller-without-grant",))) == []


def test_a_key_keeps_out_who_may_use_what_it_encrypts(tmp_path: Path) -> None:
    files = {
        "index.json": index(
            {"file": "key.json", "kind": "key", "resource": KEY},
            {"file": "queue.json", "kind": "queue", "resource": QUEUE},
        ),
        "key.json": document(to({"AWS": arn("root")}, "kms:*")),
        "queue.json": {
            "Attributes": {
                "KmsMasterKeyId": KEY,
                "Policy": json.dumps(document(to({"AWS": arn("root")}, "sqs:*", QUEUE))),
            }
        },
        "dump.json": DUMP,
    }
    assert told(scanned(tmp_path, files)) == ["missing-caller-grant certain"]


def test_one_side_of_two_dumps(tmp_path: Path) -> None:
    """A role is assumed across accounts: both sides must say so."""
    hop = {"hop": document(allow("sts:AssumeRole", arn("role/target", OTHER)))}
    caller = dump(roles=(role("caller", inline=hop),))
    open_ = dump(roles=(role("target", trust({"AWS": arn("role/caller")}), account=OTHER),))
    assert told(scanned(tmp_path, {"a.json": caller, "b.json": open_})) == []


# organizations


@pytest.mark.parametrize(
    ("rows", "answers", "dead"),
    [
        ([{"file": "deny.json", "kind": "scp", "target": ACCOUNT}], {}, True),
        ([{"file": "deny.json", "kind": "scp", "targets": [OTHER, int(ACCOUNT)]}], {}, True),
        ([{"file": "deny.json", "kind": "scp", "target": OTHER}], {}, False),
        ([{"file": "deny.json", "kind": "scp", "target": UNIT}], {}, False),  # who is in it?
        (
            [
                {"file": "deny.json", "kind": "scp"},
                {"file": "t.json", "kind": "targets", "policy": "p-deny1234"},
                {"file": "parents.json", "kind": "parents", "child": ACCOUNT},
            ],
            {
                "t.json": {"Targets": [{"TargetId": UNIT, "Type": "ORGANIZATIONAL_UNIT"}]},
                "parents.json": {"Parents": [{"Id": UNIT, "Type": "ORGANIZATIONAL_UNIT"}]},
            },
            True,
        ),
        (
            [
                {"file": "deny.json", "kind": "scp"},
                {"file": "p.json", "kind": "policies", "target": UNIT},
                {"file": "c.json", "kind": "children", "parent": UNIT},
            ],
            {
                "p.json": {
                    "Policies": [
                        {"Id": "p-deny1234", "Type": "SERVICE_CONTROL_POLICY"},
                        {"Id": "p-FullAWSAccess", "Type": "SERVICE_CONTROL_POLICY"},
                    ]
                },
                "c.json": {"Accounts": [{"Id": ACCOUNT}]},
            },
            True,
        ),
        (
            [
                {"file": "deny.json", "kind": "scp", "target": ACCOUNT},
                {"file": "o.json", "kind": "organization"},
            ],
            {"o.json": {"Organization": {"Id": "o-abcdefghij", "MasterAccountId": ACCOUNT}}},
            False,  # nothing limits the management account
        ),
    ],
)
def test_a_control_policy_has_its_targets(
    tmp_path: Path, rows: list[Any], answers: dict[str, Any], dead: bool
) -> None:
    files = {"index.json": index(*rows), "deny.json": DENY, "dump.json": DUMP, **answers}
    found = scanned(tmp_path, files, select=("dead-under-scp",))
    assert told(found) == (["dead-under-scp certain"] if dead else [])


ORGANIZATION = {"Id": "o-abcdefghij", "MasterAccountId": MANAGEMENT}
LISTED = [
    {"Id": one, "Arn": f"arn:aws:organizations::{MANAGEMENT}:account/o-abcdefghij/{one}"}
    for one in (ACCOUNT, OTHER)
]


@pytest.mark.parametrize("wanted", ["o-abcdefghij", "o-abcdefghik"])
@pytest.mark.parametrize(
    ("rows", "answers", "known"),
    [
        (
            [
                {"file": "o.json", "kind": "organization"},
                {"file": "c.json", "kind": "children", "parent": UNIT},
            ],
            {
                "o.json": {"Organization": ORGANIZATION},
                "c.json": {"Accounts": [{"Id": ACCOUNT}, {"Id": OTHER}]},
            },
            True,
        ),
        (
            [{"file": "o.json", "kind": "organization"}],
            {"o.json": {"Accounts": LISTED}},
            True,
        ),
        # nothing tells that the account of the caller is in it
        (
            [{"file": "o.json", "kind": "organization"}],
            {"o.json": {"Organization": ORGANIZATION}},
            False,
        ),
    ],
)
def test_exports_tell_the_organization_of_accounts(
    tmp_path: Path, rows: list[Any], answers: dict[str, Any], wanted: str, known: bool
) -> None:
    member = {"StringEquals": {"aws:PrincipalOrgID": wanted}}
    let_in = {**to({"AWS": "*"}, "sqs:SendMessage", QUEUE), "Condition": member}
    files = {
        "index.json": index({"file": "queue.json", "kind": "queue", "resource": QUEUE}, *rows),
        "queue.json": {"Attributes": {"Policy": json.dumps(document(let_in))}},
        "dump.json": dump(roles=(role("sender", account=OTHER, inline={"send": SEND}),)),
        **answers,
    }
    found = told(scanned(tmp_path, files, select=("unadmitted-caller",)))
    assert found == (["unadmitted-caller certain"] if known and wanted[-1] == "k" else [])


def test_a_resource_control_policy_is_one(tmp_path: Path) -> None:
    files = {
        "index.json": index({"file": "r.json", "kind": "rcp", "target": ACCOUNT}),
        "r.json": described(document(allow("*")), kind="RESOURCE"),
    }
    found = scanned(tmp_path, files)
    assert [p.kind for p in found.estate.policies] == ["rcp"]


def test_what_describe_policy_prints_tells_its_kind_alone(tmp_path: Path) -> None:
    found = scanned(tmp_path, {"deny.json": DENY})
    assert [(p.kind, p.kind_known) for p in found.estate.policies] == [("scp", True)]


def test_an_attached_policy_that_is_not_in_view_is_said(tmp_path: Path) -> None:
    files = {
        "index.json": index({"file": "p.json", "kind": "policies", "target": ACCOUNT}),
        "p.json": {"Policies": [{"Id": "p-hidden12", "Type": "SERVICE_CONTROL_POLICY"}]},
        "dump.json": DUMP,
    }
    found = scanned(tmp_path, files)
    assert ["p-hidden12" in gap.why for gap in found.gathered.unanalysed] == [True]


# what is wrong with an index


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ({"file": "no.json", "kind": "bucket", "resource": "arn:aws:s3:::b"}, "no such file"),
        ({"file": "../x.json", "kind": "bucket", "resource": "arn:aws:s3:::b"}, "not beside"),
        ({"file": "/etc/passwd", "kind": "bucket", "resource": "arn:aws:s3:::b"}, "not beside"),
        ({"file": "a.json", "kind": "buckett", "resource": "arn:aws:s3:::b"}, "is no kind"),
        ({"file": "a.json", "kind": "bucket"}, "needs `resource`"),
        ({"file": "a.json", "kind": "targets"}, "needs `policy`"),
        ({"kind": "bucket"}, "needs `file` and `kind`"),
        ("bucket", "a row is an object"),
        (None, "a row is an object"),
        ({"file": ["a"], "kind": {}}, "needs `file` and `kind`"),
    ],
)
def test_a_row_that_is_wrong_is_said(tmp_path: Path, row: Any, why: str) -> None:
    found = scanned(tmp_path, {"index.json": index(row)})
    assert not found.crashes
    assert [why in gap.why for gap in found.gathered.unanalysed] == [True]


@pytest.mark.parametrize(
    "value",
    [
        {"iamlint-account": 2, "documents": []},
        {"iamlint-account": 1},
        {"iamlint-account": 1, "documents": {}},
        {"iamlint-account": None, "documents": [3]},
    ],
)
def test_an_index_of_another_form_is_said(tmp_path: Path, value: Any) -> None:
    found = scanned(tmp_path, {"index.json": value})
    assert len(found.gathered.unanalysed) == 1


@pytest.mark.parametrize("answer", [3, [], {}, {"Targets": 3}, {"Targets": [1, {"TargetId": 2}]}])
@pytest.mark.parametrize("kind", ["targets", "policies", "parents", "children", "organization"])
def test_answers_of_hostile_types_are_survived(tmp_path: Path, kind: str, answer: Any) -> None:
    row = {
        "file": "a.json",
        "kind": kind,
        "policy": "p",
        "target": "t",
        "child": "c",
        "parent": "p",
    }
    assert not scanned(tmp_path, {"index.json": index(row), "a.json": answer}).crashes


def test_a_file_that_holds_no_policy_is_said(tmp_path: Path) -> None:
    row = {"file": "a.json", "kind": "bucket", "resource": "arn:aws:s3:::b"}
    found = scanned(tmp_path, {"index.json": index(row), "a.json": {"Policy": {}}})
    assert ["no policy" in gap.why for gap in found.gathered.unanalysed] == [True]


@pytest.mark.parametrize("answer", [[], {}, {"Children": {"a": 1}}, {"Targets": []}])
def test_an_answer_without_its_list_is_said(tmp_path: Path, answer: Any) -> None:
    row = {"file": "a.json", "kind": "children", "parent": "ou-1"}
    found = scanned(tmp_path, {"index.json": index(row), "a.json": answer})
    assert ["no list" in gap.why for gap in found.gathered.unanalysed] == [True]


def test_broken_json_in_a_file_is_said(tmp_path: Path) -> None:
    row = {"file": "a.json", "kind": "bucket", "resource": "arn:aws:s3:::b"}
    found = scanned(tmp_path, {"index.json": index(row), "a.json": '{"Policy": '})
    assert told(found) == ["broken-syntax certain"]


def test_an_index_may_be_yaml_of_any_name(tmp_path: Path) -> None:
    text = """
iamlint-account: 1
account: 111122223333
documents:
  - {file: deny.json, kind: scp, target: 111122223333}
"""
    files = {"anything.yml": text, "deny.json": DENY, "dump.json": DUMP}
    assert told(scanned(tmp_path, files)) == ["dead-under-scp certain"]


def test_the_schema_has_all_kinds() -> None:
    row = schema("account-index")["properties"]["documents"]["items"]
    assert set(row["properties"]["kind"]["enum"]) == {*NEEDS, *service_types()}


def test_the_schema_takes_an_index() -> None:
    jsonschema.validate(
        index(
            {"file": "a", "kind": "bucket", "resource": "arn:aws:s3:::b", "key": KEY},
            {"file": "a", "kind": "scp", "targets": [UNIT]},
            {"file": "a", "kind": "policies", "target": UNIT},
            region="eu-west-1",
        ),
        schema("account-index"),
    )
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(index({"file": "a", "kind": "buckett"}), schema("account-index"))
