"""What is kept of a template hangs on the code of its functions."""

from __future__ import annotations

from pathlib import Path

import pytest

from iamlint.cli import main
from iamlint.indexing import places

TEMPLATE = """
Transform: AWS::Serverless-2016-10-31
Resources:
  Take:
    Type: AWS::Serverless::Function
    Properties: {CodeUri: src, Handler: app.handler, Runtime: python3.13}
"""
CALLS = 'import boto3\ndef handler(event, context):\n    boto3.client("sqs").list_queues()\n'
IDLE = "def handler(event, context):\n    pass\n"
RULE = "called-action-not-granted"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    found = tmp_path / "repository"
    (found / "src").mkdir(parents=True)
    (found / "template.yaml").write_text(TEMPLATE)
    monkeypatch.chdir(found)
    monkeypatch.setenv(places.VARIABLE, str(tmp_path / "index"))
    return found


def test_changed_code_is_looked_at_again(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = folder / "src" / "app.py"
    told = []
    for text in (None, IDLE, CALLS, CALLS, IDLE, None):
        code.unlink(missing_ok=True)
        if text is not None:
            code.write_text(text)
        main(["scan", ".", "--select", RULE])
        kept = capsys.readouterr().out
        main(["scan", ".", "--select", RULE, "--no-cache"])
        assert kept == capsys.readouterr().out
        told.append(RULE in kept)
    assert told == [False, False, True, True, False, False]


STACK = """
from names import ACTION
use({"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Action": ACTION, "Resource": "arn:aws:s3:::a/*"}]})
"""


def test_a_module_that_values_are_taken_from_is_looked_at_again(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "stack.py").write_text(STACK)
    names = folder / "names.py"
    right, wrong = 'ACTION = "s3:GetObject"\n', 'ACTION = "s3:GetObjct"\n'
    told = []
    for text in (None, wrong, wrong, right, wrong, None):
        names.unlink(missing_ok=True)
        if text is not None:
            names.write_text(text)
        main(["scan", ".", "--select", "unknown-action"])
        kept = capsys.readouterr().out
        main(["scan", ".", "--select", "unknown-action", "--no-cache"])
        assert kept == capsys.readouterr().out
        told.append("unknown-action" in kept)
    assert told == [False, True, True, False, True, False]
