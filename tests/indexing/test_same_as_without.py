"""Law: with an index a run says exactly what it says without."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from iamlint.cli import main

from .repository import VERSIONS, build, write


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(["scan", ".", *arguments])
    told = capsys.readouterr()
    return code, told.out, told.err


def change(folder: Path, chance: random.Random) -> str:
    """Change something of a repository, and say what."""
    paths = sorted(
        str(path.relative_to(folder))
        for path in folder.rglob("*")
        if path.suffix in (".json", ".yaml", ".py")
        and path.name != "scp.json"  # without it nothing runs
    )
    path = chance.choice(paths)
    match chance.randrange(8):
        case 0:
            (folder / path).unlink()
            return f"{path} is gone"
        case 1:
            away = f"moved{chance.randrange(3)}/{Path(path).name}"
            write(folder, away, (folder / path).read_text(encoding="utf-8"))
            (folder / path).unlink()
            return f"{path} is at {away}"
        case 2:
            text = (folder / path).read_text(encoding="utf-8")
            at = chance.randrange(len(text) + 1)
            write(folder, path, text[:at] + text[at + chance.randrange(40) :])
            return f"{path} lacks a piece"
        case _:
            known = chance.choice(sorted(VERSIONS))
            write(folder, known, chance.choice(VERSIONS[known]))
            return f"{known} is of another version"


@pytest.mark.parametrize("seed", range(4))
def test_law_an_index_changes_nothing_that_is_said(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    seed: int,
) -> None:
    folder, index = tmp_path / "repository", str(tmp_path / "index")
    folder.mkdir()
    build(folder)
    monkeypatch.chdir(folder)
    chance = random.Random(seed)
    history: list[str] = []
    persona = chance.choice(["regular", "pedantic", "auditor"])
    rules: set[str] = set()
    for _ in range(20):
        shown = ("--persona", persona, "--format", chance.choice(["json", "json", "text", "sarif"]))
        without = said(capsys, "--no-cache", *shown)
        assert said(capsys, "--cache-dir", index, *shown) == without, history
        if shown[-1] == "json":
            rules.update(finding["rule"] for finding in json.loads(without[1])["findings"])
        history += [change(folder, chance) for _ in range(chance.choice([1, 1, 2]))]
    assert rules & {"missing-caller-grant", "dead-under-boundary", "dead-under-scp"}, rules
    assert "tags-not-granted" in rules
