"""`docs/rules.md` is what `iamlint rules --format markdown` prints.

`IAMLINT_REWRITE=1 python -m pytest tests/cli/test_rules_page.py` writes it anew.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from iamlint.cli import main

PAGE = Path(__file__).parents[2] / "docs" / "rules.md"


def test_the_page_of_rules_is_up_to_date(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "--format", "markdown"]) == 0
    printed = capsys.readouterr().out
    if os.environ.get("IAMLINT_REWRITE"):
        PAGE.write_text(printed, encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == printed
