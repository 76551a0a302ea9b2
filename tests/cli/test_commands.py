"""The other commands: rules, explain, data, config, and what is no command."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from iamlint import __version__
from iamlint.catalog import catalog
from iamlint.cli import COMMANDS, main
from iamlint.packs import all_rules

Captured = pytest.CaptureFixture[str]


def test_version_has_the_date_of_the_data(capsys: Captured) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"iamlint {__version__} (AWS data of {catalog().date})\n"


def test_without_a_command_the_commands_are_shown(capsys: Captured) -> None:
    assert main([]) == 2
    assert main(["--help"]) == 0
    captured = capsys.readouterr()
    for name in COMMANDS:
        assert f"  {name} " in captured.out
        assert f"  {name} " in captured.err


@pytest.mark.parametrize(
    ("word", "words"), [("scna", "did you mean `scan`"), ("nothing-like-it", "is no command")]
)
def test_what_is_no_command(capsys: Captured, word: str, words: str) -> None:
    assert main([word]) == 2
    assert words in capsys.readouterr().err


def test_a_path_is_no_command(capsys: Captured, tmp_path: Path) -> None:
    assert main([str(tmp_path)]) == 2
    assert f"iamlint scan {tmp_path}" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["scan", "rules", "explain", "data", "config"])
def test_every_command_has_help(capsys: Captured, name: str) -> None:
    assert main([name, "--help"]) == 0
    assert f"usage: iamlint {name}" in capsys.readouterr().out


def test_rules_as_text_and_json(capsys: Captured) -> None:
    assert main(["rules"]) == 0
    text = capsys.readouterr().out
    assert main(["rules", "--format", "json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert {row["name"] for row in rows} == {rule.name for rule in all_rules()}
    for row in rows:
        assert row["name"] in text
        assert set(row) >= {
            "name", "shelf", "summary", "severity", "persona", "fix", "aws_codes", "since",
        }  # fmt: skip


def test_the_page_of_a_rule(capsys: Captured) -> None:
    assert main(["explain", "missing-version"]) == 0
    page = capsys.readouterr().out
    assert page.startswith("missing-version (grammar)\n==")
    for part in ("severity: warning", "```json bad", "```json good", "MISSING_VERSION", "https://"):
        assert part in page
    assert main(["explain", "missing-version", "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["name"] == "missing-version"
    assert "```json bad" in told["documentation"]


def test_every_rule_has_a_page(capsys: Captured) -> None:
    for rule in all_rules():
        assert main(["explain", rule.name]) == 0
        assert rule.summary[:20] in " ".join(capsys.readouterr().out.split())


def test_a_rule_that_is_not_there(capsys: Captured) -> None:
    assert main(["explain", "missing-verzion"]) == 2
    assert "did you mean `missing-version`" in capsys.readouterr().err


def test_data(capsys: Captured) -> None:
    assert main(["data", "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["date"] == catalog().date
    assert main(["data"]) == 0
    assert f"date: {catalog().date}" in capsys.readouterr().out


def test_the_configuration_in_force(
    capsys: Captured, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "iamlint.toml").write_text('persona = "auditor"\naccount = "111122223333"\n')
    assert main(["config", "a.json"]) == 0
    out = capsys.readouterr().out
    assert "configuration: iamlint.toml" in out
    assert '"persona": "auditor"' in out
    assert 'facts about a.json: {"account": "111122223333"}' in out
    assert main(["config", "--isolated"]) == 0
    assert "as by default" in capsys.readouterr().out
    assert main(["config", "--schema"]) == 0
    assert "properties" in json.loads(capsys.readouterr().out)
