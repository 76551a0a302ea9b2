"""Configuration: what is found, what wins, and where it is wrong."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from iamlint.config import NO_FACTS, Configurations
from iamlint.config.cheap import RIGHT, obviously_right
from iamlint.config.globs import names
from iamlint.config.places import offset_of
from iamlint.errors import UserError
from iamlint.schemas import schema


@pytest.fixture(autouse=True)
def _inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)


def write(path: str, text: str) -> None:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text(text, encoding="utf-8")


def test_nothing_is_in_force_where_there_is_no_file() -> None:
    found = Configurations(["."])
    assert found.project.values == {}
    assert found.facts("a/b.json") == NO_FACTS


def test_pyproject_counts_only_with_a_table_of_ours() -> None:
    write("pyproject.toml", "[project]\nname = 'x'\n")
    assert Configurations(["."]).project.values == {}
    write("pyproject.toml", "[project]\nname = 'x'\n[tool.iamlint]\npersona = 'pedantic'\n")
    assert Configurations(["."]).project.persona == "pedantic"


def test_iamlint_toml_wins_over_pyproject_beside_it() -> None:
    write("pyproject.toml", "[tool.iamlint]\npersona = 'pedantic'\n")
    write("iamlint.toml", "persona = 'auditor'\n")
    assert Configurations(["."]).project.persona == "auditor"


def test_the_nearest_file_is_the_projects() -> None:
    write("iamlint.toml", "persona = 'pedantic'\n")
    write("app/iamlint.toml", "persona = 'auditor'\n")
    write("app/x.json", "{}")
    assert Configurations(["app"]).project.persona == "auditor"
    assert Configurations(["app/x.json"]).project.persona == "auditor"
    assert Configurations(["."]).project.persona == "pedantic"


def test_nothing_above_the_repository_counts() -> None:
    write("iamlint.toml", "persona = 'pedantic'\n")
    write("inner/.git/HEAD", "")
    assert Configurations(["inner"]).project.values == {}


def test_isolated_and_named() -> None:
    write("iamlint.toml", "persona = 'pedantic'\n")
    write("other/mine.toml", "persona = 'auditor'\n")
    assert Configurations(["."], isolated=True).project.values == {}
    assert Configurations(["."], named="other/mine.toml").project.persona == "auditor"


def test_facts_come_from_the_nearest_file_that_has_them() -> None:
    write("iamlint.toml", "organization = 'o-abc'\naccount = '111122223333'\n")
    write("prod/iamlint.toml", "account = '444455556666'\n")
    found = Configurations(["."])
    assert found.facts("a.json").account == "111122223333"
    assert found.facts("prod/a.json").account == "444455556666"
    assert found.facts("prod/deep/a.json").organization == "o-abc"


def test_the_most_particular_pattern_gives_the_account_and_the_kind() -> None:
    write(
        "iamlint.toml",
        """
        [accounts]
        "prod/**" = "444455556666"
        "prod/audit/*.json" = "111122223333"
        [kinds]
        "scp-*.json" = "scp"
        """,
    )
    found = Configurations(["."])
    assert found.facts("prod/a.json").account == "444455556666"
    assert found.facts("prod/audit/a.json").account == "111122223333"
    assert found.facts("x/y/scp-root.json").kind == "scp"
    assert found.facts("x/y/root.json").kind == ""


@pytest.mark.parametrize(
    ("text", "line", "column", "words"),
    [
        ("persona = 'regular'\nfoo = 1\n", 2, 1, "unknown key `foo`"),
        ("selct = []\n", 1, 1, "did you mean `select`"),
        ("persona = 'loud'\n", 1, 1, "one of regular, pedantic, auditor"),
        ("\n[severity]\nx = 'error'\nunknown-action = 'fatal'\n", 4, 1, "one of error"),
        ("[accounts]\n'a/*' = '123'\n", 2, 1, "twelve digits"),
        ("account = 111122223333\n", 1, 1, "type string"),
        (
            "[[ignore]]\nrule = 'a'\nreason = 'b'\n[[ignore]]\nrule = 'c'\nfile = 3\n",
            6,
            1,
            "`ignore.1.file`",
        ),
        ("[[ignore]]\nreason = 'b'\n", 1, 3, "'rule' is a required property"),
        ("persona = \n", 1, 11, "Invalid value"),
        ("ignore = ['a']\n[[ignore]]\nrule = 'a'\n", 2, 1, "extend-ignore"),
    ],
)
def test_what_is_wrong_has_its_place(text: str, line: int, column: int, words: str) -> None:
    write("iamlint.toml", text)
    with pytest.raises(UserError) as caught:
        Configurations(["."])
    assert words in caught.value.message
    assert (caught.value.path, caught.value.line) == ("iamlint.toml", line)
    assert caught.value.column >= column or line == 2


def test_the_place_in_pyproject_is_below_our_table() -> None:
    write("pyproject.toml", "[tool.other]\nfoo = 1\n\n[tool.iamlint]\nfoo = 1\n")
    with pytest.raises(UserError) as caught:
        Configurations(["."])
    assert (caught.value.line, caught.value.column) == (5, 1)


def test_a_file_that_is_not_utf8_is_said() -> None:
    Path("iamlint.toml").write_bytes(b"persona = '\xff'\n")
    with pytest.raises(UserError, match="UTF-8"):
        Configurations(["."])


def test_dates_are_dates_of_toml_or_text() -> None:
    write("iamlint.toml", "[[ignore]]\nrule='a'\nreason='b'\nuntil = 2027-01-31\n")
    (entry,) = Configurations(["."]).project.ignores
    assert entry.until == "2027-01-31"


def test_names_and_entries_of_ignore() -> None:
    write("iamlint.toml", "ignore = ['a', {rule = 'b', file = 'x', reason = 'c'}]\n")
    project = Configurations(["."]).project
    assert project.ignored == ("a",)
    assert project.ignores[0].rules == ("b",)


@pytest.mark.parametrize(
    ("pattern", "path", "expected"),
    [
        ("a.json", "a.json", True),
        ("a.json", "x/y/a.json", True),
        ("a.json", "x/aa.json", False),
        ("x/*.json", "x/a.json", True),
        ("x/*.json", "x/y/a.json", False),
        ("x/**", "x/y/a.json", True),
        ("x/**/a.json", "x/a.json", True),
        ("x/**/a.json", "x/y/z/a.json", True),
        ("**/x/*.json", "x/a.json", True),
        ("node_modules", "a/node_modules/b/c.json", True),
        ("x/y/", "x/y/a.json", True),
        ("./x/a.json", "x/a.json", True),
        ("a?.json", "ab.json", True),
        ("a?.json", "a/.json", False),
        ("[a].json", "a.json", False),
    ],
)
def test_patterns(pattern: str, path: str, expected: bool) -> None:
    assert names(pattern, path) is expected


def test_the_deepest_key_that_is_found_is_the_place() -> None:
    text = "[tool.x]\na = 1\n[tool.'y.z']\nb = 2\n"
    assert text[offset_of(text, ("tool", "y.z", "b")) :].startswith("b = 2")
    assert text[offset_of(text, ("tool", "x", "missing")) :].startswith("tool.x")
    assert offset_of(text, ("nowhere",)) == 0


SCHEMA = Draft202012Validator(schema("config"))
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.sampled_from(["", "error", "regular", "likely", "scp", "111122223333", "2027-01-31", "x"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["rule", "file", "reason", "until", "target", "sid", "a"]),
            inner,
            max_size=3,
        )
    ),
    max_leaves=6,
)


@given(st.dictionaries(st.sampled_from([*RIGHT, "nonsense"]), VALUES, max_size=3))
def test_the_cheap_check_accepts_nothing_that_the_schema_refuses(values: dict[str, Any]) -> None:
    if obviously_right(values):
        assert SCHEMA.is_valid(values), values


def test_the_cheap_check_knows_every_key_of_the_schema() -> None:
    assert set(RIGHT) == set(schema("config")["properties"])


def test_paths_in_messages_are_relative() -> None:
    write("a/iamlint.toml", "foo = 1\n")
    os.chdir("a")
    with pytest.raises(UserError) as caught:
        Configurations(["."])
    assert caught.value.path == "iamlint.toml"


def test_a_file_that_is_attached_as_scp_is_one() -> None:
    write("iamlint.toml", "[[scps]]\nfile = './org/root.json'\ntarget = '111122223333'\n")
    found = Configurations(["."])
    assert found.facts("org/root.json").kind == "scp"
    assert found.facts("org/other.json").kind == ""
