"""Files may be called anything; no name breaks a report or does something to a terminal."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest

from iamlint.cli import main
from iamlint.reports import FORMATS

POLICY = (
    '{"Version": "2012-10-17", "Statement": '
    '[{"Effect": "Allow", "Action": "s3:GetObjct", "Resource": "*"}]}'
)
NAMES = (
    b"line\nbreak.json",
    b"\x1b[31mred.json",
    b"\xff\xfe.json",
    "turn\u202earound.json".encode(),
    b"::error::x.json",
    b"[red]x.json",
    b"%0A.json",
    b"-x.json",
    b" .json",
    b"quote'\".json",
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    if sys.platform in ("win32", "darwin"):
        pytest.skip("not all of these may be names here")
    for name in NAMES:
        with open(os.path.join(os.fsencode(tmp_path), name), "w") as file:  # noqa: PTH118, PTH123
            file.write(POLICY)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("arguments", [*(("--format", f) for f in FORMATS), ("--show-files",)])
def test_every_report_bears_every_name(
    folder: Path, capfd: pytest.CaptureFixture[str], arguments: tuple[str, ...]
) -> None:
    code = main(["scan", ".", "--no-cache", *arguments])
    told = capfd.readouterr()
    assert code in (0, 1)
    assert told.err == ""
    if "github" not in arguments:  # which is for a program, as it is
        assert "\x1b" not in told.out
        assert "\u202e" not in told.out
    if arguments[-1] in ("concise", "--show-files"):
        assert len(told.out.splitlines()) == len(NAMES) + (arguments[-1] == "concise")
    if arguments[-1] in ("json", "sarif"):
        assert json.loads(told.out)


def test_the_index_bears_every_name(
    folder: Path, tmp_path_factory: pytest.TempPathFactory, capfd: pytest.CaptureFixture[str]
) -> None:
    index = str(tmp_path_factory.mktemp("index"))
    told = []
    for cache in ((), ("--cache-dir", index), ("--cache-dir", index)):
        main(["scan", ".", "--format", "json", *cache])
        told.append(capfd.readouterr().out)
    assert len(set(told)) == 1
