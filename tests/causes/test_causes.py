"""Each cause of denials is found where the table of causes says so, and each of its guards is
silent. The name of a file bears its cause; `names.json` says what the table calls it.

`firing.jsonl`: what is found of which fault: a mutant of a sound template (`case`, `site`), or a
file or folder of `firing/`, with others `beside` it.
"""

from __future__ import annotations

import json
import os
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import pytest

from iamlint.catalog import catalog
from iamlint.cli import main
from iamlint.packs import all_rules
from iamlint.testing import scan_texts

from ..mutation.cases import SOUND, case_at
from ..mutation.scoring import mutants_of, sound_files

HERE = Path(__file__).parent
PAGE = HERE.parents[1] / "docs" / "causes.md"
NAMES: dict[str, str] = json.loads((HERE / "names.json").read_text(encoding="utf-8"))
ROWS = [json.loads(line) for line in (HERE / "firing.jsonl").read_text("utf-8").splitlines()]
GUARDS = sorted((HERE / "guards").iterdir())
PLACE = 'account = "111122223333"\nregion = "eu-west-1"\n'
"""What a configuration says of where all of it is deployed."""
TABLE = {row["name"]: row for row in catalog().table("causes")}


def name_of(path: Path) -> str:
    return path.name.partition("-")[0]


def texts_at(path: Path) -> dict[str, str]:
    """A file, or all of a folder."""
    if path.is_file():
        return {path.name: path.read_text(encoding="utf-8")}
    inside = sorted(one for one in path.rglob("*") if one.is_file())
    return {one.relative_to(path).as_posix(): one.read_text(encoding="utf-8") for one in inside}


def files_of(row: dict[str, Any]) -> dict[str, str]:
    if "file" in row:
        firing = HERE / "firing"
        beside = {
            path: (firing / name).read_text(encoding="utf-8")
            for path, name in row.get("beside", {}).items()
        }
        return texts_at(firing / row["file"]) | beside | {"iamlint.toml": PLACE}
    path = next(p for p in SOUND.iterdir() if p.name.split(".")[0] == row["case"])
    case = case_at(path)
    mutant = next(m for m in mutants_of(case) if fnmatchcase(m.site, row["site"]))
    return sound_files(case) | {mutant.path: mutant.text}


@pytest.mark.parametrize("path", GUARDS, ids=lambda path: path.name)
@pytest.mark.parametrize("given", [{}, {"iamlint.toml": PLACE}], ids=["", "in an account"])
def test_what_only_looks_like_it_is_silent(path: Path, given: dict[str, str]) -> None:
    scan = scan_texts({path.name: path.read_text(encoding="utf-8")} | given)
    assert not scan.crashes, scan.crashes[0].trace
    assert [(f.rule, str(f.span.place), f.message) for f in scan.findings] == []
    assert scan.estate.resources or scan.estate.policies
    assert scan.gathered.unanalysed == []


@pytest.mark.parametrize(
    "row", ROWS, ids=lambda row: f"{row['cause']}-{row['carrier']}-{row.get('case') or row['file']}"
)
def test_it_is_found(row: dict[str, Any]) -> None:
    scan = scan_texts(files_of(row))
    assert not scan.crashes, scan.crashes[0].trace
    found = {finding.rule for finding in scan.findings}
    assert found & set(row["rules"]), found
    assert found <= set(TABLE[NAMES[row["cause"]]]["rules"]), "rules that the table does not name"


def test_the_table_is_complete() -> None:
    assert sorted(TABLE) == sorted(NAMES.values())
    assert {name_of(path) for path in GUARDS} == NAMES.keys()
    for cause, name in NAMES.items():
        carriers = {row["carrier"] for row in ROWS if row["cause"] == cause}
        assert carriers == set(TABLE[name]["carriers"]), name
        assert {"CloudFormation", "Terraform"} <= carriers, name
        guarded = {path.suffix for path in GUARDS if name_of(path) == cause}
        assert {".yaml", ".tf"} <= guarded, cause


def test_the_table_names_rules_that_exist() -> None:
    named = {rule for row in TABLE.values() for rule in row["rules"]}
    assert named <= {rule.name for rule in all_rules()}


def test_the_page_of_causes_is_up_to_date(capsys: pytest.CaptureFixture[str]) -> None:
    """`IAMLINT_REWRITE=1` writes it anew."""
    assert main(["explain", "--causes", "--format", "markdown"]) == 0
    printed = capsys.readouterr().out
    if os.environ.get("IAMLINT_REWRITE"):
        PAGE.write_text(printed, encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == printed


def test_a_rule_says_what_makes_it_certain(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "alias-as-resource"]) == 0
    assert "Certain with (" in capsys.readouterr().out
    assert main(["explain", "--causes"]) == 0
    printed = capsys.readouterr().out
    assert [row["name"] for row in TABLE.values() if row["cause"] not in printed] == []


def test_a_question_without_words_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain"]) == 2
    assert main(["explain", "alias-as-resource", "--format", "markdown"]) == 2
    assert "--causes" in capsys.readouterr().err
