"""What the tests of the laws share: running the real command."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Scan = Callable[..., dict[str, Any]]


@pytest.fixture
def scan(tmp_path: Path) -> Scan:
    """Run `iamlint scan --format json` in a folder of its own and give back what it printed."""

    def run(files: dict[str, str], *options: str, expect: tuple[int, ...] = (0, 1)) -> Any:
        for name, text in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        done = subprocess.run(
            [sys.executable, "-m", "iamlint", "scan", ".", "--format", "json", *options],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode in expect, done.stderr
        return json.loads(done.stdout)

    return run
