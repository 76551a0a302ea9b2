"""Sound input is silent: policies after AWS's documented patterns, templates as teams write them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from iamlint.cli import main

SOUND = Path(__file__).parent / "sound"
FILES = sorted(path for path in SOUND.rglob("*") if path.suffix in {".json", ".yaml", ".tf"})


def test_there_is_a_corpus() -> None:
    assert len(FILES) >= 50


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_sound_input_is_silent(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["scan", str(path), "--format", "json", "--isolated"])
    found = json.loads(capsys.readouterr().out)
    assert [(f["rule"], f["line"], f["message"]) for f in found["findings"]] == []
    assert found["summary"]["documents"] >= 1
    assert code == 0
