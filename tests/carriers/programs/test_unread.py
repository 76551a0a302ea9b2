"""Code that a template names and that cannot be read is said, and nothing of code elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from iamlint.coverage import NOT, coverage_of
from iamlint.scanning import Request, scan

SOUND = "def handler(event, context):\n    pass\n"
BROKEN = "def handler(event, context)\n    pass\n"


@pytest.fixture(autouse=True)
def inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def template(code: str, handler: str, runtime: str, more: str = "") -> str:
    return f"""
Resources:
  Work:
    Type: AWS::Lambda::Function
    Properties:
      Role: arn:aws:iam::111122223333:role/work
      Handler: {handler}
      Runtime: {runtime}
      Code: {code}
      {more}
"""


def told(folder: Path, files: dict[str, str | bytes]) -> list[str]:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    found = scan(Request((".",)))
    assert not found.crashes
    assert not found.findings
    coverage = coverage_of(found.gathered, found.estate)
    lacks = [lack for lack in coverage.lacks if lack.state == NOT]
    assert len(lacks) == coverage.count(NOT)
    assert all(lack.address == "the code of Work" for lack in lacks)
    return [lack.why for lack in lacks]


@pytest.mark.parametrize(
    ("code", "handler", "files", "why"),
    [
        ("src", "app.handler", {"src/app.py": BROKEN}, "src/app.py is not valid Python in line 1"),
        ("src", "app.handler", {"src/app.py": "x = 1\n" * 200_000}, "src/app.py is too large"),
        ("src", "app.handler", {"src/app.py": b"# \xe9\xff\n"}, "src/app.py cannot be read"),
        ("src", "app.handler", {"src/main.py": SOUND}, "there is no module `app` in src"),
        ("src", "a/app.handler", {"src/app.py": SOUND}, "there is no module `a.app` in src"),
        ("{ZipFile: 'def f('}", "index.handler", {}, "the code in the template is not valid"),
    ],
)
def test_code_that_should_be_here(
    tmp_path: Path, code: str, handler: str, files: dict[str, Any], why: str
) -> None:
    (found,) = told(tmp_path, {"t.yaml": template(code, handler, "python3.13"), **files})
    assert found.startswith(why)


@pytest.mark.parametrize(
    ("code", "runtime", "more", "files"),
    [
        ("src", "python3.13", "", {"src/app.py": SOUND}),
        ("build", "python3.13", "", {"src/app.py": SOUND}),
        ("{S3Bucket: b, S3Key: k}", "python3.13", "", {}),
        ("s3://bucket/key", "python3.13", "", {}),
        ("../elsewhere", "python3.13", "", {}),
        ("src", "nodejs22.x", "", {"src/app.js": "exports.handler = 1"}),
        ("src", "nodejs22.x", "", {"src/app.py": BROKEN}),
        ("{ZipFile: 'exports.handler = async () => {};'}", "nodejs22.x", "", {}),
        ("src", "python3.13", "Layers: [arn:aws:lambda:eu-west-1:1:layer:x:1]", {"src/x.py": ""}),
        ("src", "!Ref Language", "", {"src/x.py": SOUND}),
    ],
)
def test_code_that_is_elsewhere_or_sound(
    tmp_path: Path, code: str, runtime: str, more: str, files: dict[str, str]
) -> None:
    files = {"t.yaml": template(code, "app.handler", runtime, more), **files}
    assert told(tmp_path, files) == []  # type: ignore[arg-type]
