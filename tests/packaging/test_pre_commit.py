"""The hooks, run by the real pre-commit in a scratch repository: once red, once green."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(
    not os.environ.get("IAMLINT_PACKAGING"), reason="installs; set IAMLINT_PACKAGING=1"
)
ROOT = Path(__file__).parents[2]
RED = '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}'
GREEN = (
    '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sqs:SendMessage",'
    ' "Resource": "arn:aws:sqs:eu-west-1:111122223333:jobs"}]}'
)


def git(folder: Path, *words: str) -> None:
    who = ["-c", "user.name=t", "-c", "user.email=t@example.invalid"]
    subprocess.run(["git", *who, *words], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    git(tmp_path, "init", "--quiet")
    return tmp_path


@pytest.fixture(scope="session")
def hooks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clone of what is committed here, as pre-commit takes it."""
    folder = tmp_path_factory.mktemp("hooks") / "iamlint"
    git(ROOT, "clone", "--quiet", str(ROOT), str(folder))
    return folder


def try_repo(hooks: Path, repository: Path, hook: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "pre_commit", "try-repo", str(hooks), hook, "--verbose"],
        cwd=repository,
        capture_output=True,
        text=True,
        check=False,
    )


def test_red_then_green(hooks: Path, repository: Path) -> None:
    policy = repository / "policy.json"
    policy.write_text(RED, encoding="utf-8")
    (repository / "package.json").write_text(
        '{"name": "app", "version": "1.0.0"}', encoding="utf-8"
    )
    git(repository, "add", ".")
    red = try_repo(hooks, repository, "iamlint")
    assert red.returncode == 1, red.stdout + red.stderr
    assert "service-wildcard" in red.stdout
    policy.write_text(GREEN, encoding="utf-8")
    git(repository, "add", ".")
    green = try_repo(hooks, repository, "iamlint")
    assert green.returncode == 0, green.stdout + green.stderr
    assert try_repo(hooks, repository, "iamlint-all").returncode == 0


def test_a_file_that_is_no_policy_passes(hooks: Path, repository: Path) -> None:
    (repository / "package.json").write_text(
        '{"name": "app", "version": "1.0.0"}', encoding="utf-8"
    )
    git(repository, "add", ".")
    assert try_repo(hooks, repository, "iamlint").returncode == 0
