"""The hooks, run by the real pre-commit in a scratch repository: once red, once green."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

RunHook = Callable[[str, Path], "subprocess.CompletedProcess[str]"]

pytestmark = pytest.mark.skipif(
    not os.environ.get("IAMLINT_PACKAGING"), reason="installs; set IAMLINT_PACKAGING=1"
)
ROOT = Path(__file__).parents[2]
HOOKS = ("iamlint", "iamlint-all")
RED = '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}'
GREEN = (
    '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sqs:SendMessage",'
    ' "Resource": "arn:aws:sqs:eu-west-1:111122223333:jobs"}]}'
)


def git(folder: Path, *words: str) -> str:
    who = ["-c", "user.name=t", "-c", "user.email=t@example.invalid"]
    done = subprocess.run(
        ["git", *who, *words], cwd=folder, check=True, capture_output=True, text=True
    )
    return done.stdout


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    git(tmp_path, "init", "--quiet")
    return tmp_path


@pytest.fixture(scope="session")
def run_hook(tmp_path_factory: pytest.TempPathFactory) -> RunHook:
    """Runs a hook of what is committed here, as pre-commit takes it: a clone, installed into a
    fresh environment when the first hook runs.
    """
    folder = tmp_path_factory.mktemp("hooks") / "iamlint"
    git(ROOT, "clone", "--quiet", str(ROOT), str(folder))
    revision = git(folder, "rev-parse", "HEAD").strip()
    config = folder.parent / "config.yaml"
    repo = {"repo": str(folder), "rev": revision, "hooks": [{"id": hook} for hook in HOOKS]}
    config.write_text(json.dumps({"repos": [repo]}), encoding="utf-8")
    environment = os.environ | {"PRE_COMMIT_HOME": str(tmp_path_factory.mktemp("home"))}

    def run(hook: str, repository: Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "pre_commit", "run", hook, "--config", config, "--verbose"],
            cwd=repository,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )

    return run


def test_red_then_green(run_hook: RunHook, repository: Path) -> None:
    policy = repository / "policy.json"
    policy.write_text(RED, encoding="utf-8")
    (repository / "package.json").write_text(
        '{"name": "app", "version": "1.0.0"}', encoding="utf-8"
    )
    git(repository, "add", ".")
    for hook in HOOKS:
        red = run_hook(hook, repository)
        assert red.returncode == 1, red.stdout + red.stderr
        assert "service-wildcard" in red.stdout
    policy.write_text(GREEN, encoding="utf-8")
    git(repository, "add", ".")
    for hook in HOOKS:
        green = run_hook(hook, repository)
        assert green.returncode == 0, green.stdout + green.stderr
        assert "Skipped" not in green.stdout


def test_a_file_that_is_no_policy_passes(run_hook: RunHook, repository: Path) -> None:
    (repository / "package.json").write_text(
        '{"name": "app", "version": "1.0.0"}', encoding="utf-8"
    )
    git(repository, "add", ".")
    passed = run_hook("iamlint", repository)
    assert passed.returncode == 0, passed.stdout + passed.stderr
    assert "Passed" in passed.stdout
