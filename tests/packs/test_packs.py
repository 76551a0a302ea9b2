"""Packs: how rules are found, what an index says of them, and what is refused."""

from __future__ import annotations

import importlib.util
import json
import marshal
import os
import subprocess
import sys
from pathlib import Path

import pytest

from iamlint.errors import UserError
from iamlint.finding import PERSONAS, SAFE, SEVERITIES
from iamlint.packs import OWN, all_rules, own_folder, rules_in
from iamlint.packs.index import FORM, INDEX, KEPT, build, index_of
from iamlint.packs.plugins import installed, values

ROOT = Path(__file__).parents[2]
EXAMPLES = """
```json bad
{}
```

```json good
{}
```
"""
RULE = f'''"""A statement is there.
{EXAMPLES}"""
from iamlint import Hit, Statement, rule


@rule(severity="warning", since="1.0")
def check(statement: Statement):
    yield Hit(statement, "a statement")
'''


def write(folder: Path, path: str, text: str = RULE) -> Path:
    file = folder / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def test_our_own_rules_say_what_they_must() -> None:
    rules = all_rules(plugins=False)
    assert len({rule.name for rule in rules}) == len(rules) > 20
    for rule in rules:
        assert rule.severity in SEVERITIES
        assert rule.persona in PERSONAS
        assert rule.package == OWN
        assert rule.summary.endswith(".")
        assert set(rule.supersedes) <= {name for r in rules for name in (r.name, r.shelf)}, rule
        assert rule.fix in ("", SAFE, "widens", "narrows", "repairs")


def test_a_rule_is_imported_when_it_is_asked_for(tmp_path: Path) -> None:
    write(tmp_path, "house/no_ticket.py", RULE.replace("import Hit", "import Hit as Hit"))
    (rule,) = rules_in(str(tmp_path), "iamlint_rules_late")
    assert rule.module not in sys.modules
    assert rule.check().__name__ == "check"
    assert rule.module in sys.modules
    assert rule.documentation().startswith("A statement is there.")


def test_the_index_of_a_folder(tmp_path: Path) -> None:
    text = RULE.replace('since="1.0"', 'since="1.0", persona="pedantic", supersedes=("b", "c")')
    text = text.replace("(statement: Statement)", '(statement: "Statement", facts: Catalog)')
    write(tmp_path, "house/no_ticket.py", text)
    write(tmp_path, "house/_shared.py", "")
    write(tmp_path, "__pycache__/x.py", "")
    (rule,) = rules_in(str(tmp_path), "iamlint_rules_indexed")
    assert rule.name == "no-ticket"
    assert rule.shelf == "house"
    assert rule.subject == "Statement"
    assert rule.lent == (("facts", "Catalog"),)
    assert rule.persona == "pedantic"
    assert rule.supersedes == ("b", "c")
    assert rule.summary == "A statement is there."


def test_the_index_is_kept_until_a_file_changes(tmp_path: Path) -> None:
    file = write(tmp_path, "house/a.py")
    first = index_of(str(tmp_path))
    kept = marshal.loads((tmp_path / KEPT).read_bytes())
    assert len(kept["rules"]) == 1
    (tmp_path / KEPT).write_bytes(marshal.dumps(kept | {"rules": []}))
    assert index_of(str(tmp_path)) == [], "what is kept is used"
    os.utime(file, ns=(1, 1))
    assert index_of(str(tmp_path)) == first
    write(tmp_path, "house/b.py")
    assert len(index_of(str(tmp_path))) == 2


def test_a_damaged_or_unwritable_index_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, "house/a.py")
    write(tmp_path, KEPT, "{")
    assert len(index_of(str(tmp_path))) == 1

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "replace", refuse)
    write(tmp_path, KEPT, "[]")
    assert len(index_of(str(tmp_path))) == 1


def test_a_built_index_is_trusted(tmp_path: Path) -> None:
    write(tmp_path, "house/a.py")
    rows = build(str(tmp_path))
    write(tmp_path, INDEX, json.dumps({"form": FORM, "rules": rows}))
    write(tmp_path, "house/b.py", "not python(")
    assert index_of(str(tmp_path)) == rows


def refusal(folder: Path, text: str, name: str = "house/no_ticket.py") -> UserError:
    file = write(folder, name, text)
    with pytest.raises(UserError) as caught:
        rules_in(str(folder), "iamlint_rules_refused")
    assert caught.value.path == str(file)
    return caught.value


@pytest.mark.parametrize(
    ("old", "new", "words", "line"),
    [
        ("statement: Statement", "statement: Steak", "cannot be shown `Steak`", 15),
        ("statement: Statement", "statement", "cannot be shown `nothing`", 15),
        ("(statement: Statement)", "()", "needs a parameter", 15),
        ("statement: Statement", "statement: Statement, x: int", "nobody can lend `int`", 15),
        ("statement: Statement", "statement: Statement, *, x: Engine", "nothing by name", 15),
        ("statement: Statement", "statement: Statement, x: Options", "defines no such class", 15),
        ("def check", "def judge", "must be called `check`", 15),
        ("@rule(", "@role(", "no function decorated", 1),
        ('severity="warning"', 'severity="fatal"', "one of error, warning, info", 14),
        ('since="1.0"', "", "needs `since`", 14),
        ('since="1.0"', 'since=str("1")', "must be literals", 14),
        ('since="1.0"', 'since="1", colour="red"', "no argument `colour`", 14),
        ('since="1.0"', 'since="1", persona="loud"', "one of regular", 14),
        ("```json bad", "```json", "no example marked `bad`", 1),
        ("```json good", "```json", "no example marked `good`", 1),
        ('since="1.0"', 'since="1", fix="safe"', "no example marked `fixed`", 1),
        ('yield Hit(statement, "a statement")', "yield (", "never closed", 16),
    ],
)
def test_what_is_no_rule_is_refused_with_its_line(
    tmp_path: Path, old: str, new: str, words: str, line: int
) -> None:
    error = refusal(tmp_path, RULE.replace(old, new))
    assert words in error.message
    assert abs(error.line - line) <= 2


@pytest.mark.parametrize(
    "statement",
    [
        "import requests",
        "from iamlint.estate import Estate",
        "from . import x",
        "import yaml.nodes",
    ],
)
def test_a_rule_imports_iamlint_and_the_standard_library_alone(
    tmp_path: Path, statement: str
) -> None:
    error = refusal(tmp_path, RULE.replace("\n\n\n@rule", f"\n{statement}\n\n\n@rule"))
    assert "imports `" in error.message
    assert error.line > 10


def test_a_file_must_be_named_like_a_rule(tmp_path: Path) -> None:
    assert "snake_case" in refusal(tmp_path, RULE, "house/NoTicket.py").message


def test_no_documentation_is_refused(tmp_path: Path) -> None:
    text = RULE[RULE.index("from iamlint") :]
    assert "no documentation" in refusal(tmp_path, text).message


def test_a_module_that_cannot_be_imported_is_said_with_its_line(tmp_path: Path) -> None:
    write(tmp_path, "house/broken.py", RULE + "\n1 / 0\n")
    (rule,) = rules_in(str(tmp_path), "iamlint_rules_broken")
    with pytest.raises(UserError, match="ZeroDivisionError") as caught:
        rule.check()
    assert caught.value.line == RULE.count("\n") + 2


def test_two_rules_of_one_name_are_refused(tmp_path: Path) -> None:
    write(tmp_path, "house/unknown_action.py")
    with pytest.raises(UserError, match="already in"):
        all_rules([str(tmp_path)], plugins=False)


def test_a_folder_of_rules_must_exist() -> None:
    with pytest.raises(UserError, match="no such folder"):
        all_rules(["nowhere"], plugins=False)


def test_a_folder_that_a_person_typed(tmp_path: Path) -> None:
    write(tmp_path, "house/no_ticket.py")
    found = {rule.name: rule for rule in all_rules([str(tmp_path)], plugins=False)}
    assert found["no-ticket"].check().__name__ == "check"
    assert found["no-ticket"].file == str(tmp_path / "house" / "no_ticket.py")


def test_installed_packs_are_found_by_their_entry_point(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, "acme_rules/__init__.py", "")
    write(tmp_path, "acme_rules/house/no_ticket.py")
    write(
        tmp_path,
        "acme-1.0.dist-info/entry_points.txt",
        "[console_scripts]\na = b\n\n[iamlint.rules]\nacme = acme_rules\n\n[other]\nx = y\n",
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    assert installed([str(tmp_path)]) == [("acme_rules", str(tmp_path / "acme_rules"))]
    assert "no-ticket" in {rule.name for rule in all_rules()}


def test_a_declared_pack_that_is_not_there(tmp_path: Path) -> None:
    write(tmp_path, "acme-1.0.dist-info/entry_points.txt", "[iamlint.rules]\nacme = acme_nowhere\n")
    with pytest.raises(UserError, match="acme_nowhere"):
        installed([str(tmp_path)])


def test_entry_points_are_read_as_they_are_written() -> None:
    text = "[iamlint.rules]\n# no = no\na=b.c [extra]\n;x = y\n[iamlint.rules.more]\nz = w\n"
    assert list(values(text)) == ["b.c"]


def test_our_own_folder_is_the_one_of_this_checkout() -> None:
    assert Path(own_folder()).samefile(ROOT / "rules")


def test_the_build_writes_an_index_for_wheels_only(tmp_path: Path) -> None:
    spec = importlib.util.spec_from_file_location("hatch_build", ROOT / "hatch_build.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    hook = module.RulesIndex(str(ROOT), {}, None, None, str(tmp_path), "wheel")
    data: dict[str, dict[str, str]] = {"force_include": {}}
    hook.initialize("editable", data)
    assert data["force_include"] == {}
    hook.initialize("standard", data)
    ((made, target),) = data["force_include"].items()
    assert target == f"iamlint/rules/{INDEX}"
    kept = json.loads(Path(made).read_text(encoding="utf-8"))
    assert [row[0] for row in kept["rules"]] == [row[0] for row in index_of(own_folder())]
    hook.finalize("standard", data, "")
    assert not Path(made).exists()


def test_law_the_judged_folder_is_never_a_source_of_rules(tmp_path: Path) -> None:
    evil = 'open("pwned", "w").close()\n'
    for name in ("yaml.py", "json.py", "evil/__init__.py", "evil/house/evil_rule.py"):
        write(tmp_path, name, evil)
    write(tmp_path, "evil-1.dist-info/entry_points.txt", "[iamlint.rules]\nevil = evil\n")
    write(tmp_path, "p.yaml", "Statement: 3\n")
    done = subprocess.run(
        [sys.executable, "-m", "iamlint", "scan", "."],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode in (1, 4), done.stderr
    assert not (tmp_path / "pwned").exists()
