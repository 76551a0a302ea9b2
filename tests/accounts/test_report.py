"""`iamlint report`: what principals may do in effect."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from iamlint.cli import main
from iamlint.schemas import schema

from .dumped import ACCOUNT, allow, arn, bounded, document, dump, group, policy, role, user, write

Captured = pytest.CaptureFixture[str]
DENY_PASS = {"Effect": "Deny", "Action": "iam:PassRole", "Resource": "*"}


def reported(folder: Path, capsys: Captured, value: Any, *more: str, **files: Any) -> Any:
    write(folder, {"dump.json": value, **{k.replace("_", "."): v for k, v in files.items()}})
    assert main(["report", "--isolated", "--format", "json", *more, str(folder)]) == 0
    printed = json.loads(capsys.readouterr().out)
    jsonschema.validate(printed, schema("report"))
    return printed["principals"]


def levels(principal: Any) -> dict[str, dict[str, str]]:
    return {
        one["service"]: {name: level["scope"] for name, level in one["levels"].items()}
        for one in principal["services"]
    }


def test_services_and_access_levels(tmp_path: Path, capsys: Captured) -> None:
    inline = document(
        allow("s3:GetObject", "arn:aws:s3:::b/*"),
        allow("sqs:SendMessage"),
        allow("sns:Publish", Condition={"Bool": {"aws:SecureTransport": "true"}}),
    )
    (found,) = reported(tmp_path, capsys, dump(roles=(role("r", inline={"p": inline}),)))
    assert found["arn"] == arn("role/r")
    assert not found["administrator"]
    assert levels(found) == {
        "s3": {"read": "named resources"},
        "sns": {"write": "conditions"},
        "sqs": {"write": "everything"},
    }
    (read,) = [one["levels"]["read"] for one in found["services"] if one["service"] == "s3"]
    assert read["actions"] == 1
    assert read["of"] > 50


def test_a_boundary_takes_away(tmp_path: Path, capsys: Captured) -> None:
    value = dump(
        roles=(role("r", inline={"p": document(allow(["sqs:*", "sns:*"]))}, **bounded("edge")),),
        policies=(policy("edge", document(allow("sqs:*", f"arn:aws:sqs:*:{ACCOUNT}:*"))),),
    )
    (found,) = reported(tmp_path, capsys, value)
    assert found["limited_by"] == ["boundary"]
    assert set(levels(found)) == {"sqs"}
    assert set(levels(found)["sqs"].values()) == {"named resources"}


def test_a_boundary_that_is_not_in_view_is_said(tmp_path: Path, capsys: Captured) -> None:
    value = dump(roles=(role("r", inline={"p": document(allow("*"))}, **bounded("hidden")),))
    (found,) = reported(tmp_path, capsys, value)
    assert not found["administrator"]
    assert ["policy/hidden is not in view" in why for why in found["unknown"]] == [True]


def test_a_policy_that_cannot_be_read_is_said(tmp_path: Path, capsys: Captured) -> None:
    write(tmp_path, {"d.json": dump(roles=(role("r", inline={"p": "{", "q": 3}),))})
    assert main(["report", "--isolated", "--format", "json", str(tmp_path)]) == 2
    (found,) = json.loads(capsys.readouterr().out)["principals"]
    assert [why.partition(" could")[0] for why in found["unknown"]] == ["role/r.p", "role/r.q"]


def test_a_control_policy_takes_away(tmp_path: Path, capsys: Captured) -> None:
    value = dump(roles=(role("r", inline={"p": document(allow(["sqs:*", "sns:*"]))}),))
    row = {"file": "scp.json", "kind": "scp", "target": ACCOUNT}
    index = {"iamlint-account": 1, "documents": [row]}
    deny = document({"Effect": "Deny", "Action": "sqs:*", "Resource": "*"})
    (found,) = reported(tmp_path, capsys, value, index_json=index, scp_json=deny)
    assert found["limited_by"] == ["scp"]
    assert set(levels(found)) == {"sns"}


@pytest.mark.parametrize(
    ("statements", "administrator"),
    [
        ([allow("*")], True),
        ([allow("*", Condition={"Bool": {"aws:MultiFactorAuthPresent": "true"}})], False),
        ([allow("*", f"arn:aws:s3:::{ACCOUNT}/*")], False),
        ([allow("*"), DENY_PASS], False),
        ([allow("*"), {**DENY_PASS, "Resource": arn("role/x")}], False),
        ([{"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}], False),
    ],
)
def test_who_is_an_administrator(
    tmp_path: Path, capsys: Captured, statements: list[Any], administrator: bool
) -> None:
    value = dump(roles=(role("r", inline={"p": document(*statements)}),))
    (found,) = reported(tmp_path, capsys, value)
    assert found["administrator"] is administrator


@pytest.mark.parametrize(
    ("statements", "ways"),
    [
        ([allow("iam:CreatePolicyVersion")], [("own-rights", "everything")]),
        ([allow("lambda:CreateFunction")], []),
        (
            [allow("lambda:CreateFunction"), allow("iam:PassRole", arn("role/x"))],
            [("pass-role", "named resources")],
        ),
        ([allow("lambda:CreateFunction"), allow("iam:PassRole"), DENY_PASS], []),
        ([allow("iam:DeleteRolePermissionsBoundary")], []),  # it bears none
    ],
)
def test_ways_to_more_rights(
    tmp_path: Path, capsys: Captured, statements: list[Any], ways: list[tuple[str, str]]
) -> None:
    value = dump(roles=(role("r", inline={"p": document(*statements)}),))
    (found,) = reported(tmp_path, capsys, value)
    assert [(one["way"], one["scope"]) for one in found["escalations"]] == ways


def test_a_user_has_what_its_groups_have(tmp_path: Path, capsys: Captured) -> None:
    value = dump(
        users=(user("ann", groups=("devs",)),),
        groups=(group("devs", {"p": document(allow("sqs:SendMessage"))}),),
    )
    found = reported(tmp_path, capsys, value, "--kind", "user")
    assert [levels(one) for one in found] == [{"sqs": {"write": "everything"}}]


def test_principals_are_chosen(tmp_path: Path, capsys: Captured) -> None:
    wide = {"p": document(allow("*"))}
    value = dump(roles=(role("ci-a"), role("ci-b", inline=wide), role("app")))
    for glob, names in (
        ("ci-*", ["ci-a", "ci-b"]),
        ("arn:aws:iam::*:role/app", ["app"]),
        ("role/ci-a", ["ci-a"]),
    ):
        found = reported(tmp_path, capsys, value, "--principal", glob)
        assert [one["name"] for one in found] == names
    assert [one["name"] for one in reported(tmp_path, capsys, value, "--admins")] == ["ci-b"]
    found = reported(tmp_path, capsys, value, "--service", "sqs")
    assert [one["name"] for one in found] == ["ci-b"]
    assert set(levels(found[0])) == {"sqs"}


def test_nobody_of_that_name(tmp_path: Path, capsys: Captured) -> None:
    write(tmp_path, {"d.json": dump(roles=(role("r"),))})
    assert main(["report", "--isolated", "--principal", "nobody", str(tmp_path)]) == 2
    assert "no principal in view is called nobody" in capsys.readouterr().err


def test_nothing_to_report_on(tmp_path: Path, capsys: Captured) -> None:
    write(tmp_path, {"p.json": document(allow("sqs:SendMessage"))})
    assert main(["report", "--isolated", str(tmp_path)]) == 4
    assert "no principals" in capsys.readouterr().out


def test_for_people(tmp_path: Path, capsys: Captured) -> None:
    work = document(allow("sqs:SendMessage"), allow("iam:CreateAccessKey", arn("user/x")))
    value = dump(
        users=(user("root-like", attached=("arn:aws:iam::aws:policy/AdministratorAccess",)),),
        roles=(role("r", inline={"p": work}), role("idle")),
    )
    write(tmp_path, {"dump.json": value})
    assert main(["report", "--isolated", str(tmp_path)]) == 0
    printed = capsys.readouterr().out
    assert f"user {arn('user/root-like')}" in printed
    assert "  administrator: everything on everything\n" in printed
    assert "  sqs  write 1/" in printed
    assert "  more rights by iam:CreateAccessKey (named resources)\n" in printed
    assert "  it may use nothing\n" in printed
    assert printed.startswith("What each may do; ")
    assert [line for line in printed.splitlines() if " arn:" in line] == [
        f"role {arn('role/idle')}", f"role {arn('role/r')}", f"user {arn('user/root-like')}",
    ]  # fmt: skip
    assert printed.endswith("2 roles, 1 user; 1 file read; AWS data of " + printed[-11:])


def test_principals_that_are_left_out_are_counted(tmp_path: Path, capsys: Captured) -> None:
    write(tmp_path, {"dump.json": dump(users=(user("u"),), roles=(role("r"), role("s")))})
    assert main(["report", "--isolated", "--admins", str(tmp_path)]) == 0
    printed = capsys.readouterr().out
    assert printed.startswith("no principals of 3 in view; 1 file read; ")


def test_services_used_alike_are_told_together(tmp_path: Path, capsys: Captured) -> None:
    attached = ("arn:aws:iam::aws:policy/ReadOnlyAccess",)
    write(tmp_path, {"dump.json": dump(users=(user("auditor", attached=attached),))})
    assert main(["report", "--isolated", str(tmp_path)]) == 0
    printed = capsys.readouterr().out
    assert "  list, read of " in printed
    assert max(map(len, printed.splitlines())) <= 140
