"""`iamlint compare`: the relation, the witnesses, the exit codes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from iamlint.cli import FINDINGS, OK, UNKNOWN, USAGE, main

if TYPE_CHECKING:
    from pathlib import Path

NARROW = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*"}
WIDE = {"Effect": "Allow", "Action": "s3:Get*", "Resource": "*"}
ODD = NARROW | {"Condition": {"Bool": {"aws:SecureTransport": "${aws:PrincipalTag/x}"}}}

CASES: list[tuple[dict[str, Any], dict[str, Any], str, int]] = [
    (NARROW, NARROW, "equal", OK),
    (WIDE, NARROW, "a_wider", OK),
    (NARROW, WIDE, "b_wider", FINDINGS),
    (NARROW, NARROW | {"Action": "s3:PutObject"}, "incomparable", FINDINGS),
    (NARROW | {"Effect": "Deny"}, ODD, "unknown", UNKNOWN),
]


@pytest.mark.parametrize(("a", "b", "relation", "code"), CASES)
def test_compare(
    a: dict[str, Any],
    b: dict[str, Any],
    relation: str,
    code: int,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    files = [written(tmp_path / name, one) for name, one in (("a.json", a), ("b.json", b))]
    assert main(["compare", *files, "--format", "json"]) == code
    found = json.loads(capsys.readouterr().out)
    assert found["relation"] == relation
    assert main(["compare", *files]) == code
    assert capsys.readouterr().out.startswith(relation)


def test_witnesses_are_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    a, b = written(tmp_path / "a.json", NARROW), written(tmp_path / "b.json", WIDE)
    main(["compare", a, b, "--format", "json"])
    found = json.loads(capsys.readouterr().out)
    assert found["only_a"] == {"exists": "no", "request": None, "future": False}
    assert found["only_b"]["request"]["action"].startswith("s3:Get")


def test_a_file_without_a_policy(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    empty = tmp_path / "empty.json"
    empty.write_text("{}")
    assert main(["compare", str(empty), str(empty)]) == USAGE
    assert "holds no policy" in capsys.readouterr().err


def written(path: Path, statement: dict[str, Any]) -> str:
    path.write_text(json.dumps({"Version": "2012-10-17", "Statement": [statement]}))
    return str(path)
