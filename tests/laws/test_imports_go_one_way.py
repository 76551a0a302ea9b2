"""Law: imports go one way; a rule file imports iamlint and the standard library; nothing imports a
rule."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
RULES = sorted(path for path in (ROOT / "rules").rglob("*.py") if path.name != "__init__.py")


def imported(path: Path) -> set[str]:
    """The modules that a file names in its import statements."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            found.add("." * node.level + (node.module or ""))
    return found


def test_law_imports_go_one_way() -> None:
    done = subprocess.run(
        [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("path", RULES, ids=lambda path: path.stem)
def test_law_a_rule_imports_iamlint_and_the_standard_library(path: Path) -> None:
    for name in imported(path):
        assert name == "iamlint" or name.partition(".")[0] in sys.stdlib_module_names, name


def test_law_nothing_imports_a_rule() -> None:
    for path in (ROOT / "iamlint").rglob("*.py"):
        for name in imported(path):
            assert not name.startswith(("rules", "iamlint.rules")), f"{path}: {name}"
