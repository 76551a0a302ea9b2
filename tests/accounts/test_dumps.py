"""Dumps of accounts: what is read of them, and that rules work on them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from iamlint import carriers, formats
from iamlint.model.things import Reading
from iamlint.scanning import Request, scan
from iamlint.text.source import Source

from .dumped import (
    ACCOUNT,
    OTHER,
    allow,
    arn,
    bounded,
    by_service,
    document,
    dump,
    encoded,
    group,
    policy,
    role,
    scanned,
    told,
    trust,
    user,
    write,
)

READ = document(allow("s3:GetObject", "arn:aws:s3:::data-111122223333/*"))
SEND = document(allow("sqs:SendMessage", f"arn:aws:sqs:eu-west-1:{ACCOUNT}:jobs"))
ADMIN = "arn:aws:iam::aws:policy/AdministratorAccess"
BASIC = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"


def read(value: Any) -> list[Reading]:
    source = Source("any.name", json.dumps(value))
    return carriers.read_all(source.path, formats.read(source, formats.JSON))


def one(value: Any) -> Reading:
    (found,) = read(value)
    return found


SOUND = dump(
    users=(user("ann", groups=("devs",), attached=(arn("policy/own"),)),),
    groups=(group("devs", {"read": READ}),),
    roles=(
        role("worker", inline={"send": SEND}, attached=(BASIC,), **bounded("edge")),
        role("caller", by_service("ecs-tasks"), {"hop": document(allow("sts:AssumeRole", arn("role/target")))}),
        role("target", trust({"AWS": arn("role/caller")}), {"read": READ}),
        role(
            "AWSServiceRoleForSupport",
            by_service("support"),
            path="/aws-service-role/support.amazonaws.com/",
            attached=("arn:aws:iam::aws:policy/aws-service-role/AWSSupportServiceRolePolicy",),
        ),
    ),
    policies=(
        policy("own", document(allow("*")), READ, default=2),
        policy("edge", document(allow(["sqs:*", "s3:*", "logs:*"]))),
        policy("AdministratorAccess", document(allow("*")), owner="aws"),
    ),
)  # fmt: skip


# what is read


def test_all_that_it_lists_is_read() -> None:
    reading = one(SOUND)
    assert reading.carrier == "account"
    assert reading.generated
    assert reading.account.literal == ACCOUNT
    kinds = [identity.kind for identity in reading.identities]
    assert kinds == ["user", "group", "role", "role", "role", "role"]
    worker = reading.identities[2]
    assert [p.address for p in worker.inline] == ["role/worker.send"]
    assert [str(r.arn) for r in worker.managed] == [BASIC]
    assert worker.boundary is not None
    assert str(worker.boundary.arn) == arn("policy/edge")
    assert worker.trust is not None
    assert [str(word) for word in reading.identities[0].groups] == ["devs"]
    assert reading.accounts == {ACCOUNT}
    assert not reading.gaps


def test_the_version_in_force_counts() -> None:
    found = {p.address: p for p in one(SOUND).policies}
    assert next(str(w) for w in found["policy/own"].words()) == "s3:GetObject"


def test_what_aws_writes_is_by_aws() -> None:
    found = {p.address: p.by_aws for p in one(SOUND).policies}
    assert found["AdministratorAccess"]
    assert found["role/AWSServiceRoleForSupport.AssumeRolePolicyDocument"]
    assert not found["policy/own"]


@pytest.mark.parametrize("written", [encoded, json.dumps], ids=["percent-encoded", "as text"])
def test_documents_in_strings_have_their_places(written: Any) -> None:
    odd = document(allow("s3:GetObject", "arn:aws:s3:::dätä/ü*"), allow("sqs:Nothing"))
    value = dump(roles=(role("r", written(by_service()), {"p": written(odd)}),))
    reading = one(value)
    assert [p.kind for p in reading.policies] == ["identity", "trust"]
    action = reading.policies[0].statements[1].actions
    assert action is not None
    text = action[0].span.outermost.text
    assert text in ("%22sqs%3ANothing%22", '\\"sqs:Nothing\\"')


def test_a_document_that_is_none_is_said() -> None:
    broken = dump(roles=(role("r", "%7B%22Version%22", {"p": 3, "q": "{", "s": None}),))
    reading = one(broken)
    assert [gap.address for gap in reading.gaps] == [
        "role/r.p", "role/r.q", "role/r.s", "role/r.AssumeRolePolicyDocument",
    ]  # fmt: skip
    assert not reading.policies


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (dump(RoleDetailList={"r": role("r")}), "`RoleDetailList` is not a list"),
        (dump(RoleDetailList=[role("r"), 3]), "`RoleDetailList[1]` is not an object"),
        (dump(RoleDetailList=[{"Path": "/"}]), "it has neither a name nor an ARN"),
        (dump(Policies="x"), "`Policies` is not a list"),
        ({"RoleDetailList": {}, "UserDetailList": {}}, "`UserDetailList` is not a list"),
        (dump(roles=({**role("r"), "RolePolicyList": {"a": 1}},)), "`RolePolicyList` is not a list"),
        (
            dump(roles=({**role("r"), "AttachedManagedPolicies": ["x"]},)),
            "`AttachedManagedPolicies[0]` is not an object",
        ),
        (dump(users=({**user("u"), "GroupList": [3]},)), "`GroupList[0]` is not a text"),
        (
            dump(policies=({**policy("p", READ), "PolicyVersionList": {"v": 1}},)),
            "`PolicyVersionList` is not a list",
        ),
        (dump(roles=(role("r", inline={"p": 3}),)), "it is no policy"),
        (dump(roles=(role("r", inline={"p": "[]"}),)), "it is no policy"),
        (dump(roles=(role("r", [1]),)), "it is no policy"),
    ],
)  # fmt: skip
def test_what_should_be_a_list_and_is_none_is_said(
    tmp_path: Path, value: Any, expected: str
) -> None:
    odd = role("odd", inline={"p": document(allow("sqs:Nothing"))})
    roles = value.get("RoleDetailList")
    if isinstance(roles, list):
        roles.append(odd)
    found = scanned(tmp_path, {"d.json": value})
    told = [one for one in found.findings if one.rule == "broken-policy-text"]
    assert any(one.message.startswith(expected) for one in told)
    assert isinstance(roles, list) is any(one.rule == "unknown-action" for one in found.findings)
    if expected.startswith(("`RoleDetail", "`UserDetail", "`Policies`", "it has")):
        assert not any(reading.accounts for reading in found.gathered.readings)


@pytest.mark.parametrize("value", [None, []])
def test_a_list_that_is_null_says_nothing(tmp_path: Path, value: Any) -> None:
    found = dump(roles=({**role("r"), "RolePolicyList": value, "Tags": None},), Policies=value)
    assert not scanned(tmp_path, {"d.json": found}).findings


def test_accounts_are_told_by_arns_and_kept_apart() -> None:
    pages = [SOUND, dump(roles=(role("r", account=OTHER),))]
    assert [r.account.literal for r in read(pages)] == [ACCOUNT, OTHER]
    assert [r.accounts for r in read(pages)] == [{ACCOUNT}, {OTHER}]


@pytest.mark.parametrize(
    "value",
    [
        {"Policies": [policy("p", READ)]},
        {"UserDetailList": 3},
        {"RoleDetailList": {"a": 1}},
        [],
        [[]],
        {"Roles": [role("r")]},
    ],
)
def test_other_outputs_are_none(value: Any) -> None:
    assert not [r for r in read(value) if r.carrier == "account"]


@pytest.mark.parametrize(
    "value",
    [
        {"RoleDetailList": [None, 3, [], {}, {"Arn": 3}, {"Arn": "x"}, {"Arn": "arn:aws:iam::1"}]},
        dump(roles=({**role("r"), "RolePolicyList": {"a": 1}, "AttachedManagedPolicies": "x"},)),
        dump(roles=({**role("r"), "PermissionsBoundary": [1], "AssumeRolePolicyDocument": None},)),
        dump(users=({**user("u"), "GroupList": [None, 1, {"a": 1}, "", "devs"]},)),
        dump(policies=({**policy("p"), "PolicyVersionList": [3, None]}, {"Arn": arn("policy/x")})),
        dump(policies=({**policy("p", READ), "PolicyVersionList": "x"},)),
        dump(roles=(None, role("r", [1, 2], {"p": []})), IsTruncated="yes"),  # type: ignore[arg-type]
        {"UserDetailList": [user("u")], "Policies": 7},
    ],
)
def test_hostile_types_are_survived(tmp_path: Path, value: Any) -> None:
    found = scanned(tmp_path, {"d.json": value}, persona="auditor")
    assert not found.crashes


def test_an_older_form_is_read() -> None:
    """Before managed policies there were no lists of them."""
    old = {
        "UserDetailList": [
            {"UserName": "ann", "Arn": arn("user/ann"), "GroupList": [], "UserPolicyList": []}
        ],
        "RoleDetailList": [
            {"RoleName": "r", "Arn": arn("role/r"), "AssumeRolePolicyDocument": by_service()}
        ],
        "GroupDetailList": [],
    }
    reading = one(old)
    assert len(reading.identities) == 2
    assert not reading.accounts  # nobody knows which policies there are


# whole or not


@pytest.mark.parametrize(
    "value",
    [
        dump(roles=(role("r"),), IsTruncated=True, Marker="x"),
        dump(roles=(role("r"),), NextToken="x"),
        dump(roles=(role("r", attached=(arn("policy/hidden"),)),)),
        dump(users=(user("u", groups=("hidden",)),)),
        {"RoleDetailList": [role("r")]},
    ],
)
def test_a_part_of_an_account_is_not_whole(value: Any) -> None:
    assert not one(value).accounts


def test_a_truncated_dump_is_said(tmp_path: Path) -> None:
    found = scanned(tmp_path, {"d.json": dump(roles=(role("r"),), IsTruncated=True)})
    (gap,) = found.gathered.unanalysed
    assert "truncated" in gap.why
    assert gap.partial


def test_pages_in_files_are_taken_together(tmp_path: Path) -> None:
    first = dump(roles=(role("r", trust({"AWS": arn("role/gone")})),), IsTruncated=True)
    last = dump(roles=(role("s"),), IsTruncated=False)
    found = scanned(tmp_path, {"1.json": first, "2.json": last})
    assert told(found) == ["absent-principal certain"]
    assert not found.gathered.unanalysed


def test_pages_in_one_file_are_taken_together() -> None:
    pages = [dump(roles=(role("r"),), IsTruncated=True), dump(users=(user("u"),))]
    reading = one(pages)
    assert len(reading.identities) == 2
    assert reading.accounts == {ACCOUNT}


def test_of_two_dumps_of_an_account_the_later_counts(tmp_path: Path) -> None:
    wide = role("r", inline={"p": document(allow("*"))})
    later = {**role("r", inline={"p": READ}), "CreateDate": "2025-05-01T10:00:00+00:00"}
    files = {"a.json": dump(roles=(later,)), "b.json": dump(roles=(wide,))}
    found = scanned(tmp_path, files)
    assert told(found) == []
    assert [s.why for s in found.gathered.skipped] == ["a later dump of the account is in view"]
    assert found.summary.identities == 1


def test_copies_of_one_dump_are_read_once(tmp_path: Path) -> None:
    found = scanned(tmp_path, {"a.json": SOUND, "b/a.json": SOUND})
    assert found.summary.identities == 6
    assert told(found) == []


# what rules say


def test_a_sound_dump_is_silent(tmp_path: Path) -> None:
    found = scanned(tmp_path, {"dump.json": SOUND})
    assert told(found) == []
    assert found.summary.documents == 11
    assert found.summary.identities == 6
    assert found.coverage.complete


def test_nothing_is_said_of_what_aws_writes(tmp_path: Path) -> None:
    value = dump(
        roles=(
            role("AWSServiceRoleForX", trust("*"), path="/aws-service-role/x.amazonaws.com/"),
            role("AWSReservedSSO_a_1", trust("*"), path="/aws-reserved/sso.amazonaws.com/"),
        ),
        policies=(policy("X", document(allow("*"), allow("nope:*")), owner="aws"),),
    )
    assert told(scanned(tmp_path, {"d.json": value}, persona="auditor")) == []


def test_a_boundary_is_demanded_of_what_one_makes_oneself(tmp_path: Path) -> None:
    (tmp_path / "iamlint.toml").write_text(f'required-boundary = "{arn("policy/edge")}"\n')
    value = dump(
        roles=(
            role("AWSServiceRoleForX", path="/aws-service-role/x.amazonaws.com/"),
            role("AWSReservedSSO_a_1", path="/aws-reserved/sso.amazonaws.com/"),
            role("own"),
        )
    )
    write(tmp_path, {"d.json": value})
    found = scan(Request((str(tmp_path),)))
    assert told(found) == ["missing-boundary certain"]
    assert "role/own" in found.findings[0].message


@pytest.mark.parametrize(
    ("granted", "expected"),
    [
        (SEND, []),
        (
            document(allow("sns:Publish", f"arn:aws:sns:eu-west-1:{ACCOUNT}:t")),
            ["dead-under-boundary certain"],
        ),
    ],
)
def test_dead_under_boundary(tmp_path: Path, granted: Any, expected: list[str]) -> None:
    value = dump(
        roles=(role("r", inline={"p": granted}, **bounded("edge")),),
        policies=(policy("edge", document(allow("sqs:*")), document(allow("*"))),),
    )
    assert told(scanned(tmp_path, {"d.json": value})) == expected


@pytest.mark.parametrize(
    ("caller", "expected"),
    [("caller", []), ("gone", ["absent-principal certain"])],
)
def test_a_trust_policy_names_somebody_unknown(
    tmp_path: Path, caller: str, expected: list[str]
) -> None:
    value = dump(roles=(role("r", trust({"AWS": arn(f"role/{caller}")})), role("caller")))
    assert told(scanned(tmp_path, {"d.json": value})) == expected


def test_nobody_is_missing_where_a_dump_may_be_a_part(tmp_path: Path) -> None:
    """Users may be left out by a filter when none is listed."""
    value = dump(roles=(role("r", trust({"AWS": arn("user/gone")})),))
    assert told(scanned(tmp_path, {"d.json": value})) == []
    cut = dump(roles=(role("r", trust({"AWS": arn("role/gone")})),), IsTruncated=True)
    assert told(scanned(tmp_path, {"d.json": cut})) == []


def test_a_template_names_somebody_whom_the_account_lacks(tmp_path: Path) -> None:
    template = """
Resources:
  Key:
    Type: AWS::KMS::Key
    Properties:
      KeyPolicy:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {AWS: "arn:aws:iam::111122223333:root"}, Action: "kms:*", Resource: "*"}
          - {Effect: Allow, Principal: {AWS: "arn:aws:iam::111122223333:role/%s"}, Action: "kms:Decrypt", Resource: "*"}
"""
    files = {"d.json": dump(roles=(role("r"),)), "t.yaml": template % "gone"}
    assert told(scanned(tmp_path, files)) == ["absent-principal certain"]
    assert told(scanned(tmp_path, files | {"t.yaml": template % "r"})) == []


@pytest.mark.parametrize(
    ("trusted", "expected"),
    [
        (arn("role/caller"), []),
        (arn("role/other"), ["untrusted-caller certain"]),
    ],
)
def test_a_role_is_assumed_in_its_account(
    tmp_path: Path, trusted: str, expected: list[str]
) -> None:
    hop = {"hop": document(allow("sts:AssumeRole", arn("role/target")))}
    value = dump(
        roles=(role("caller", inline=hop), role("other"), role("target", trust({"AWS": trusted})))
    )
    assert told(scanned(tmp_path, {"d.json": value})) == expected


def test_an_administrator_is_told_once(tmp_path: Path) -> None:
    value = dump(
        roles=(role("r", attached=(ADMIN,)),),
        policies=(policy("AdministratorAccess", document(allow("*")), owner="aws"),),
    )
    assert told(scanned(tmp_path, {"d.json": value})) == ["administrator-attached certain"]


def test_a_dump_is_never_edited(tmp_path: Path) -> None:
    from iamlint.cli import main

    path = tmp_path / "d.json"
    odd = document({**allow("s3:GetObject", "arn:aws:s3:::b/*"), "Sid": "a b"})
    path.write_text(json.dumps(dump(roles=(role("r", inline={"p": odd}),))), "utf-8")
    before = path.read_bytes()
    main(["scan", "--isolated", "--fix", "--unsafe-fixes", "--persona", "auditor", str(path)])
    assert path.read_bytes() == before


def test_broken_json_is_said(tmp_path: Path) -> None:
    text = json.dumps(SOUND)[:-20]
    assert told(scanned(tmp_path, {"d.json": text})) == ["broken-syntax certain"]


def test_any_file_name_will_do(tmp_path: Path) -> None:
    found = scanned(tmp_path, {"IAM.txt.json": SOUND, "authz": SOUND})
    assert found.summary.identities == 6


def test_a_group_that_is_not_in_view_makes_a_user_uncertain(tmp_path: Path) -> None:
    value = dump(users=(user("u", groups=("hidden",)),))
    found = scanned(tmp_path, {"d.json": value})
    (ann,) = found.estate.identities
    reasons = found.estate.complete(ann).reasons
    assert [one.why for one in reasons] == ["the group hidden is not in view"]


@pytest.mark.parametrize(("callers", "findings"), [(3, 3), (5, 1)])
def test_many_callers_that_a_role_keeps_out_are_told_of_at_once(
    tmp_path: Path, callers: int, findings: int
) -> None:
    hop = {"hop": document(allow("sts:AssumeRole", arn("role/target")))}
    roles = [role(f"caller-{n}", inline=hop) for n in range(callers)]
    let_in = role("let-in", inline=hop)
    target = role("target", trust({"AWS": arn("role/let-in")}), {"read": READ})
    found = scanned(tmp_path, {"a.json": dump(roles=(*roles, let_in, target))}).findings
    said = [one.message for one in found if one.rule == "untrusted-caller"]
    assert len(said) == findings
    assert not any("let-in" in message for message in said)
    if findings == 1:
        names = "role/caller-0, role/caller-1, role/caller-2 and 2 more"
        assert said == [f"role/target does not trust {names}, which may assume it"]


@pytest.mark.parametrize(
    "trusted",
    [
        trust({"AWS": arn("root")}),
        trust({"AWS": "*"}, Condition={"StringEquals": {"aws:PrincipalAccount": ACCOUNT}}),
        trust({"AWS": [arn("role/other"), arn("role/caller")]}),
        trust({"AWS": arn("role/caller")}, "sts:*"),
        trust({"AWS": arn("root")}, Condition={"ArnLike": {"aws:PrincipalArn": arn("role/c*")}}),
    ],
)
def test_who_is_let_in_by_name_account_or_condition_is_not_kept_out(
    tmp_path: Path, trusted: dict[str, Any]
) -> None:
    hop = {"hop": document(allow("sts:AssumeRole", arn("role/target")))}
    roles = (role("caller", inline=hop), role("other"), role("target", trusted, {"read": READ}))
    found = scanned(tmp_path, {"a.json": dump(roles=roles)}).findings
    assert [one for one in found if one.rule == "untrusted-caller"] == []
