"""Law: never Python code from the repository that is judged."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from .conftest import Scan

POLICY = """{
  "Version": "2012-10-17",
  "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]
}"""
EVIL = 'open("pwned", "w").close()\n'


def test_law_never_python_code_from_the_judged_repository(scan: Scan, tmp_path: Path) -> None:
    files = {
        "policy.json": POLICY,
        "rules/evil/evil.py": EVIL,
        "rules/__init__.py": EVIL,
        "conftest.py": EVIL,
    }
    found = scan(files)
    assert [f["rule"] for f in found["findings"]] == ["service-wildcard"]
    assert not (tmp_path / "pwned").exists()


def test_law_a_configuration_cannot_name_python_rules(tmp_path: Path) -> None:
    (tmp_path / "policy.json").write_text(POLICY, encoding="utf-8")
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "evil.py").write_text(EVIL, encoding="utf-8")
    for setting in ('packs = ["./rules"]', 'plugins = ["rules.evil"]'):
        (tmp_path / "iamlint.toml").write_text(setting, encoding="utf-8")
        done = subprocess.run(
            [sys.executable, "-m", "iamlint", "scan", "."],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 2, "an unknown key is an error of the configuration"
        assert "iamlint.toml:1" in done.stderr + done.stdout
        assert not (tmp_path / "pwned").exists()
