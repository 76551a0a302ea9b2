"""The rules are found however iamlint is installed, and a pack of somebody else's comes in by its
entry point. Builds and installs for real: run with IAMLINT_PACKAGING=1."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tarfile
import venv
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(
    not os.environ.get("IAMLINT_PACKAGING"), reason="builds and installs; set IAMLINT_PACKAGING=1"
)
ROOT = Path(__file__).parents[2]
POLICY = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}],
    }
)
PACK_PROJECT = """
[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"
[project]
name = "acme-iam-rules"
version = "1.0"
[project.entry-points."iamlint.rules"]
acme = "acme_rules"
[tool.hatch.build.targets.wheel]
packages = ["acme_rules"]
"""
PACK_RULE = '''"""A statement says nothing of who asked for it.

```json bad
{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sqs:ListQueues", "Resource": "*"}]}
```

```json good
{"Version": "2012-10-17", "Statement": [{"Sid": "Ticket1", "Effect": "Allow", "Action": "sqs:ListQueues", "Resource": "*"}]}
```

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_sid.html
"""

from collections.abc import Iterator

from iamlint import Hit, Statement, rule


@rule(severity="warning", since="1.0")
def check(statement: Statement) -> Iterator[Hit]:
    if statement.sid is None:
        yield Hit(statement, "the statement has no Sid")
'''


def run(*command: str | Path, cwd: Path = ROOT, expect: int = 0) -> str:
    done = subprocess.run(
        [str(word) for word in command], cwd=cwd, capture_output=True, text=True, check=False
    )
    assert done.returncode == expect, done.stdout + done.stderr
    return done.stdout


def python_of(folder: Path) -> Path:
    return folder / ("Scripts" if os.name == "nt" else "bin") / "python"


def fresh(folder: Path) -> Path:
    """The interpreter of a new virtual environment that sees this one's libraries (but not this
    checkout), so that nothing is downloaded."""
    venv.create(folder, with_pip=False)
    python = python_of(folder)
    site = run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").strip()
    mine = Path(next(p for p in sys.path if p.endswith("site-packages")))
    for entry in mine.iterdir():
        if "iamlint" not in entry.name and not entry.name.endswith(".pth"):
            (Path(site) / entry.name).symlink_to(entry)
    return python


def install(python: Path, what: Path, *options: str) -> None:
    run(
        sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-deps",
        "--no-build-isolation", *options, what,
    )  # fmt: skip


def rules_seen(python: Path, folder: Path) -> list[dict[str, str]]:
    return list(json.loads(run(python, "-m", "iamlint", "rules", "--format", "json", cwd=folder)))


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, ROOT)
    return folder


def check_works(python: Path, around: Path) -> None:
    folder = around / "work"
    folder.mkdir()
    (folder / "policy.json").write_text(POLICY, encoding="utf-8")
    found = json.loads(
        run(python, "-m", "iamlint", "scan", ".", "--format", "json", cwd=folder, expect=1)
    )
    assert [f["rule"] for f in found["findings"]] == ["service-wildcard"]
    ours = {path.stem.replace("_", "-") for path in (ROOT / "rules").rglob("*.py")} - {"--init--"}
    assert {r["name"] for r in rules_seen(python, folder)} >= ours


def test_wheel(built: Path, tmp_path: Path) -> None:
    python = fresh(tmp_path / "venv")
    install(python, next(built.glob("*.whl")))
    check_works(python, tmp_path)


def test_sdist(built: Path, tmp_path: Path) -> None:
    with tarfile.open(next(built.glob("*.tar.gz"))) as archive:
        archive.extractall(tmp_path / "sdist", filter="data")
    (source,) = (tmp_path / "sdist").iterdir()
    python = fresh(tmp_path / "venv")
    install(python, source)
    check_works(python, tmp_path)


def test_editable(tmp_path: Path) -> None:
    python = fresh(tmp_path / "venv")
    install(python, ROOT, "--editable")
    check_works(python, tmp_path)


def test_somebody_elses_pack_comes_in_by_its_entry_point(built: Path, tmp_path: Path) -> None:
    pack = tmp_path / "pack"
    rule = pack / "acme_rules" / "house" / "missing_ticket.py"
    rule.parent.mkdir(parents=True)
    (pack / "pyproject.toml").write_text(PACK_PROJECT, encoding="utf-8")
    (pack / "acme_rules" / "__init__.py").touch()
    rule.write_text(PACK_RULE, encoding="utf-8")
    python = fresh(tmp_path / "venv")
    install(python, next(built.glob("*.whl")))
    install(python, pack)
    (tmp_path / "policy.json").write_text(POLICY, encoding="utf-8")
    found = json.loads(
        run(
            python,
            "-m",
            "iamlint",
            "scan",
            "policy.json",
            "--format",
            "json",
            cwd=tmp_path,
            expect=1,
        )
    )
    assert {f["rule"] for f in found["findings"]} == {"missing-ticket", "service-wildcard"}
