"""Broken, empty, huge and hostile files: said with their place, the others still analysed, never a
traceback."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

import pytest

from iamlint.cli import main

if TYPE_CHECKING:
    from pathlib import Path

GOOD = '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}'
BOMB = "a0: &a0 [x, x]\n" + "".join(
    f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}, *a{n - 1}, *a{n - 1}]\n" for n in range(1, 40)
)
TEMPLATE_WITH_BOMB = "Resources: {R: {Type: 'AWS::IAM::Role'}}\n" + BOMB
ROLE = b"Resources:\n  A: {Type: AWS::IAM::Role}\n"

BROKEN: dict[str, tuple[str, bytes]] = {
    "truncated JSON": ("p.json", GOOD[:-2].encode()),
    "a comma too many": ("p.json", GOOD.replace("}]", "},]").encode()),
    "broken YAML": ("t.yaml", b"Resources:\n  A: {Type: AWS::IAM::Role}\n  B: [1, 2\nC: }\n"),
    "a tab as indent": ("t.yaml", b"Resources:\n\tA: {Type: AWS::IAM::Role}\n"),
    "deep JSON": ("p.json", b'{"Statement": ' + b"[" * 200_000 + b"]" * 200_000 + b"}"),
    "deep YAML": ("t.yaml", ROLE + b"  B: " + b"[" * 200_000 + b"]" * 200_000),
    "deep block YAML": (
        "t.yaml",
        ROLE + b"".join(b" " * n + b"a:\n" for n in range(2, 3000)),
    ),
    "an alias bomb": ("t.yaml", TEMPLATE_WITH_BOMB.encode()),
    "an alias to itself": ("t.yaml", b"Resources: &r {A: *r, B: {Type: AWS::IAM::Role}}\n"),
    "latin-1": ("p.json", GOOD.replace("s3", "\xe9").encode("latin-1")),
}
ODD: dict[str, tuple[str, bytes]] = {
    "UTF-16": ("p.json", GOOD.encode("utf-16")),
    "a byte order mark": ("p.json", b"\xef\xbb\xbf" + GOOD.encode()),
    "CRLF": ("p.json", GOOD.replace(" ", "\r\n").encode()),
    "a lone surrogate": ("p.json", GOOD.replace('"s3:*"', '["s3:*", "s3:\\ud800"]').encode()),
    "duplicate keys": ("p.json", GOOD.replace('"Effect": "Allow"', '"Effect": "Deny", "Effect": "Allow"').encode()),
}  # fmt: skip
NOT_OURS: dict[str, tuple[str, bytes]] = {
    "a broken list of manifests": ("lists.yaml", b"resources: [a, b\nnamespace: x\n"),
    "a list of what an engine fills in": ("filled.yaml", b"resources:\n  - {% for a in b %}\n"),
    "empty": ("p.json", b""),
    "blank": ("p.yaml", b"\n\n  \n"),
    "a binary": ("p.json", bytes(range(256)) * 64),
    "package.json": ("package.json", b'{"name": "app", "version": "1.0.0", "scripts": {}}'),
    "a list of numbers": ("p.json", b"[1, 2, 3]"),
    "a workflow": ("w.yaml", b"on: push\njobs: {a: {runs-on: ubuntu-latest, steps: []}}\n"),
    "comments only": ("t.yaml", b"# nothing\n"),
}


def scan(folder: Path, capsys: pytest.CaptureFixture[str], *options: str) -> tuple[int, Any, str]:
    code = main(["scan", str(folder), "--format", "json", "--isolated", *options])
    captured = capsys.readouterr()
    assert "Traceback" not in captured.err
    return code, json.loads(captured.out), captured.err


@pytest.mark.parametrize("case", BROKEN, ids=str)
def test_what_is_broken_is_a_finding_and_the_rest_is_analysed(
    case: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name, content = BROKEN[case]
    (tmp_path / name).write_bytes(content)
    (tmp_path / "good.json").write_text(GOOD, encoding="utf-8")
    code, found, _ = scan(tmp_path, capsys)
    assert code == 2
    rules = {(f["path"].rpartition("/")[2], f["rule"]) for f in found["findings"]}
    assert ("good.json", "service-wildcard") in rules
    problems = {rule for path, rule in rules if path == name}
    assert problems <= {"broken-syntax", "unreadable-file"}
    assert problems


@pytest.mark.parametrize("case", ODD, ids=str)
def test_what_is_odd_is_read_all_the_same(
    case: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name, content = ODD[case]
    (tmp_path / name).write_bytes(content)
    code, found, _ = scan(tmp_path, capsys)
    assert "service-wildcard" in {f["rule"] for f in found["findings"]}
    assert code in (1, 2)


@pytest.mark.parametrize("case", NOT_OURS, ids=str)
def test_what_is_not_ours_is_passed_over(
    case: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name, content = NOT_OURS[case]
    (tmp_path / name).write_bytes(content)
    code, found, _ = scan(tmp_path, capsys)
    assert found["findings"] == []
    assert code == 4, "a folder was scanned and there was nothing to analyse"
    (tmp_path / "good.json").write_text(GOOD, encoding="utf-8")
    assert scan(tmp_path, capsys)[0] == 1


@pytest.mark.parametrize(
    "value", ["5", "null", '"text"', "[[]]", '[5, null, "x"]', "{}", "true", "[]"]
)
def test_a_statement_of_any_type(
    value: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = f'{{"Version": "2012-10-17", "Statement": {value}}}'
    (tmp_path / "p.json").write_text(text, encoding="utf-8")
    code, found, _ = scan(tmp_path, capsys)
    assert code in (0, 1)
    assert found["summary"]["documents"] == 1


@pytest.mark.parametrize(
    "element",
    ["Effect", "Action", "Resource", "Principal", "Condition", "Sid", "NotAction", "NotResource"],
)
@pytest.mark.parametrize(
    "value", ["5", "null", "{}", "[]", "[[1]]", '{"a": {"b": {"c": 1}}}', "true"]
)
def test_an_element_of_any_type(
    element: str, value: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    statement = {"Effect": '"Allow"', "Action": '"s3:GetObject"', "Resource": '"*"'} | {
        element: value
    }
    text = ", ".join(f'"{key}": {text}' for key, text in statement.items())
    (tmp_path / "p.json").write_text(
        f'{{"Version": "2012-10-17", "Statement": [{{{text}}}]}}', encoding="utf-8"
    )
    assert scan(tmp_path, capsys, "--persona", "auditor")[0] in (0, 1)


def test_a_huge_file_is_refused_in_clear_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with (tmp_path / "huge.json").open("wb") as file:
        file.write(b'{"Version": "2012-10-17", "Statement": [')
        file.write(b" " * 50_000_000)
        file.write(b"]}")
    code, found, _ = scan(tmp_path, capsys)
    (finding,) = found["findings"]
    assert finding["rule"] == "unreadable-file"
    assert code == 2


def test_a_loop_of_links_ends(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "good.json").write_text(GOOD, encoding="utf-8")
    (tmp_path / "loop").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "self").symlink_to(tmp_path / "self")
    code, found, _ = scan(tmp_path, capsys)
    assert code == 1
    assert len(found["findings"]) == 1


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads everything")
def test_an_unreadable_file_is_a_finding(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "good.json").write_text(GOOD, encoding="utf-8")
    (tmp_path / "secret.json").write_text(GOOD, encoding="utf-8")
    (tmp_path / "secret.json").chmod(0)
    code, found, _ = scan(tmp_path, capsys)
    assert code == 2
    assert {f["rule"] for f in found["findings"]} == {"service-wildcard", "unreadable-file"}


@pytest.mark.parametrize("word", ["missing.json", "no/such/folder"])
def test_a_path_that_is_not_there_is_an_error_of_usage(
    word: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["scan", str(tmp_path / word)]) == 2
    assert "Traceback" not in capsys.readouterr().err


HOSTILE_TEMPLATES = [
    '{"Resources": {"A": {"Type": {"a": 1}}}}',
    '{"Resources": ["AWS::IAM::Role"]}',
    '{"Resources": {"A": {"Type": "AWS::IAM::Role", "Properties": 5}}}',
    '{"Resources": {"A": {"Type": "AWS::IAM::Role", "Properties": {"Policies": {"Fn::If": [1]}}}}}',
    '{"Resources": {"A": {"Type": "AWS::IAM::Role", "Properties": {"RoleName": {"Ref": "A"}}}}}',
    '{"Resources": {"A": {"Type": "AWS::SQS::Queue", "Properties": {"KmsMasterKeyId": {"Fn::Sub": []}}}}}',
    '{"Resources": {"A": {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": {"Fn::GetAtt": "x"}}}}}',
    '{"Resources": {"A": {"Type": "AWS::KMS::Key", "Properties": {"KeyPolicy": {"Statement": {"Effect": {"Fn::Foo": 1}}}}}}}',
]
HOSTILE_PLANS = [
    '{"format_version": "1.2", "terraform_version": "1.9.0", "planned_values": null}',
    '{"format_version": "1.2", "terraform_version": "1.9.0", "planned_values": {"root_module": 5}}',
    '{"format_version": "0.1", "terraform_version": "0.12.0", "planned_values": {"root_module": {"resources": [5, null]}}}',
    '{"format_version": "1.2", "terraform_version": "1.9.0", "resource_changes": {"a": 1}}',
    '{"format_version": "1.0", "terraform_version": "1.9.0", "values": {"root_module": {"resources": [{"type": "aws_iam_role", "address": "r", "values": {"assume_role_policy": "{"}}]}}}',
    '{"version": 4, "terraform_version": "1.9.0", "lineage": "x", "resources": []}',
]


@pytest.mark.parametrize("text", HOSTILE_TEMPLATES + HOSTILE_PLANS)
def test_hostile_templates_and_plans(
    text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "t.json").write_text(text, encoding="utf-8")
    (tmp_path / "good.json").write_text(GOOD, encoding="utf-8")
    code, found, _ = scan(tmp_path, capsys, "--persona", "auditor")
    assert code in (1, 2)
    assert "service-wildcard" in {f["rule"] for f in found["findings"]}
