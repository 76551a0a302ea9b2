"""Checking: selection, lending, supersession, signing, order, and rules that crash."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from iamlint.access.engine import Engine
from iamlint.access.engine.showing import Showing
from iamlint.checking.lending import LENDERS, SHOWN
from iamlint.checking.selecting import Selection, selected
from iamlint.errors import UserError
from iamlint.packs import Rule, all_rules, rules_in
from iamlint.rule import LENT, SUBJECTS
from iamlint.testing import scan_texts

if TYPE_CHECKING:
    from iamlint.model.policy import Statement
    from iamlint.scanning import Scan

STATEMENT = {
    "Effect": "Allow",
    "Action": "sqs:SendMessage",
    "Resource": "arn:aws:sqs:eu-west-1:111122223333:jobs",
}


def policy(*statements: dict[str, Any], **more: Any) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements), **more}, indent=2)


def rule_file(
    folder: Path, name: str, body: str, *, subject: str = "Statement", **said: Any
) -> None:
    said = {"severity": "warning", "since": "1.0"} | said
    arguments = ", ".join(f"{key}={value!r}" for key, value in said.items())
    path = folder / "house" / f"{name}.py"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        '"""A rule.\n\n```json bad\n{}\n```\n\n```json good\n{}\n```\n"""\n'
        "import iamlint\nfrom typing import NamedTuple\nfrom iamlint import *\n\n\n"
        f"class Options(NamedTuple):\n    most: int = 1\n    names: tuple[str, ...] = ()\n\n\n"
        f"@iamlint.rule({arguments})\n".replace("iamlint.rule", "rule")
        + f"def check(it: {subject}, catalog: Catalog, engine: Engine, options: Options):\n    {body}\n",
        encoding="utf-8",
    )


def run(folder: Path, files: dict[str, str], **asked: Any) -> Scan:
    names = tuple(path.stem.replace("_", "-") for path in sorted((folder / "house").glob("*.py")))
    asked.setdefault("select", names)
    return scan_texts(files, rules=(str(folder),), **asked)


def found(scan: Scan) -> list[tuple[str, int, str]]:
    return [(f.rule, f.span.place.line, f.message) for f in scan.findings]


def test_every_subject_and_loan_has_its_lender() -> None:
    assert {*SHOWN, "Problem", "Ignore"} == set(SUBJECTS)
    assert {*LENDERS, "Options"} == set(LENT)


def test_a_rule_is_shown_each_statement_and_lent_the_catalog(tmp_path: Path) -> None:
    rule_file(tmp_path, "a_there", "yield Hit(it, f'{it.named} {len(catalog.services) > 100}')")
    scan = run(tmp_path, {"p.json": policy(STATEMENT, STATEMENT | {"Sid": "Two"})})
    assert [message for _, _, message in found(scan)] == ["number 1 True", "`Two` True"]


def test_findings_come_in_the_order_of_files_and_places(tmp_path: Path) -> None:
    rule_file(tmp_path, "b_later", "yield Hit(it, 'x')")
    rule_file(tmp_path, "a_first", "yield Hit(it, 'x')")
    files = {"z.json": policy(STATEMENT), "a.json": policy(STATEMENT, STATEMENT)}
    scan = run(tmp_path, files)
    assert [(f.span.source.path, f.rule) for f in scan.findings] == [
        ("a.json", "a-first"),
        ("a.json", "b-later"),
        ("a.json", "a-first"),
        ("a.json", "b-later"),
        ("z.json", "a-first"),
        ("z.json", "b-later"),
    ]


def test_the_same_at_the_same_place_is_said_once(tmp_path: Path) -> None:
    rule_file(tmp_path, "twice_said", "yield Hit(it, 'x'); yield Hit(it, 'x'); yield Hit(it, 'y')")
    assert [m for _, _, m in found(run(tmp_path, {"p.json": policy(STATEMENT)}))] == ["x", "y"]


def test_what_a_finding_supersedes_about_the_same_statement_is_silent(tmp_path: Path) -> None:
    once = "if it.index == 0: yield Hit(it.actions[0], 'cause')"
    rule_file(tmp_path, "the_cause", once, supersedes=("its_effect".replace("_", "-"),))
    rule_file(
        tmp_path, "its_effect", "yield Hit(it.resources[0], 'effect')", supersedes=("the-last",)
    )
    rule_file(tmp_path, "the_last", "yield Hit(it, 'last')")
    scan = run(tmp_path, {"p.json": policy(STATEMENT, STATEMENT)})
    assert [f.rule for f in scan.findings] == ["the-cause", "its-effect"]
    assert len(scan.silenced) == 3
    alone = run(tmp_path, {"p.json": policy(STATEMENT)}, select=("the-last",))
    assert [f.rule for f in alone.findings] == ["the-last"], "what does not run silences nothing"


def test_no_view_lacks_what_a_milder_one_shows(tmp_path: Path) -> None:
    rule_file(
        tmp_path, "the_cause", "yield Hit(it, 'cause', severity='info')", supersedes=("the-effect",)
    )
    rule_file(tmp_path, "the_effect", "yield Hit(it.actions[0], 'effect')")
    for persona in ("regular", "pedantic"):
        scan = run(tmp_path, {"p.json": policy(STATEMENT)}, persona=persona)
        assert [f.rule for f in scan.findings] == ["the-effect"]


def test_severity_is_the_hits_or_the_rules_unless_configured(tmp_path: Path) -> None:
    rule_file(tmp_path, "of_rule", "yield Hit(it, 'x')", severity="error")
    rule_file(tmp_path, "of_hit", "yield Hit(it, 'x', severity='error')")
    rule_file(tmp_path, "of_config", "yield Hit(it, 'x', severity='error')")
    scan = run(
        tmp_path,
        {"p.json": policy(STATEMENT), "iamlint.toml": "[severity]\nof-config = 'info'\n"},
    )
    assert {f.rule: f.severity for f in scan.findings} == {
        "of-rule": "error",
        "of-hit": "error",
        "of-config": "info",
    }


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({}, {"sure", "likely"}),
        ({"min_confidence": "certain"}, {"sure"}),
        ({"min_confidence": "unverified"}, {"sure", "likely", "unverified"}),
        ({"persona": "pedantic"}, {"sure", "likely", "unverified", "info", "pedantic"}),
        ({"persona": "auditor"}, {"sure", "likely", "unverified", "info", "pedantic", "auditor"}),
        ({"extend_select": ("auditor-only",)}, {"sure", "likely", "auditor"}),
        ({"ignore": ("sure-thing",)}, {"likely"}),
    ],
)
def test_the_view(tmp_path: Path, asked: dict[str, Any], expected: set[str]) -> None:
    rule_file(tmp_path, "sure_thing", "yield Hit(it, 'sure')")
    rule_file(tmp_path, "likely_thing", "yield Hit(it, 'likely', confidence='likely')")
    rule_file(tmp_path, "doubt", "yield Hit(it, 'unverified', confidence='unverified')")
    rule_file(tmp_path, "hygiene", "yield Hit(it, 'info', severity='info')")
    rule_file(tmp_path, "pedantic_only", "yield Hit(it, 'pedantic')", persona="pedantic")
    rule_file(tmp_path, "auditor_only", "yield Hit(it, 'auditor')", persona="auditor")
    scan = run(tmp_path, {"p.json": policy(STATEMENT)}, **({"select": ("house",)} | asked))
    assert {f.message for f in scan.findings} == expected


def test_where_a_question_crashes_its_rule_is_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(engine: Engine, statement: Statement) -> bool:
        raise ZeroDivisionError

    monkeypatch.setattr(Showing, "mentions_variables", broken)
    body = "yield Hit(it, str(engine.mentions_variables(it)))"
    rule_file(tmp_path, "a_crash", body, where="mentions_variables")
    rule_file(tmp_path, "all_well", 'yield Hit(it, "seen")')
    scan = run(tmp_path, {"p.json": policy(STATEMENT)})
    (crash,) = scan.crashes
    assert (crash.rule, crash.where) == ("a-crash", "p.json:4:5")
    assert [finding.rule for finding in scan.findings] == ["all-well"]


def test_a_where_that_the_engine_does_not_know_is_an_error(tmp_path: Path) -> None:
    rule_file(tmp_path, "a_rule", "yield Hit(it, 'x')", where="phase_of_the_moon")
    with pytest.raises(UserError, match="no question `phase_of_the_moon`"):
        run(tmp_path, {"p.json": policy(STATEMENT)})


def test_a_rule_that_crashes_is_said_and_the_others_go_on(tmp_path: Path) -> None:
    rule_file(tmp_path, "a_crash", "yield Hit(it, str(1 // it.index))")
    rule_file(tmp_path, "b_fine", "yield Hit(it, 'x')")
    scan = run(tmp_path, {"p.json": policy(STATEMENT)})
    (crash,) = scan.crashes
    assert crash.rule == "a-crash"
    assert crash.where == "p.json:4:5"
    assert "ZeroDivisionError" in crash.trace
    assert [f.rule for f in scan.findings] == ["b-fine"]


def test_options_come_from_the_configuration(tmp_path: Path) -> None:
    rule_file(tmp_path, "opted", "yield Hit(it, f'{options.most} {options.names}')")
    files = {
        "p.json": policy(STATEMENT),
        "iamlint.toml": "[options.opted]\nmost = 3\nnames = ['a']\n",
    }
    assert [m for _, _, m in found(run(tmp_path, files))] == ["3 ('a',)"]


@pytest.mark.parametrize(
    ("setting", "words"),
    [
        ("fewest = 1", "no option `fewest`; it has most, names"),
        ("most = 'x'", "must be of type int"),
    ],
)
def test_wrong_options_are_refused(tmp_path: Path, setting: str, words: str) -> None:
    rule_file(tmp_path, "opted", "yield Hit(it, 'x')")
    files = {"p.json": policy(STATEMENT), "iamlint.toml": f"[options.opted]\n{setting}\n"}
    with pytest.raises(UserError, match=words):
        run(tmp_path, files)


def test_fingerprints_hold_when_lines_move_and_differ_for_others(tmp_path: Path) -> None:
    rule_file(tmp_path, "a_there", "yield Hit(it.actions[0], 'x')")
    before = run(tmp_path, {"p.json": policy(STATEMENT, STATEMENT | {"Action": "sqs:ListQueues"})})
    moved = policy({"Effect": "Deny", "Action": "sqs:Foo*", "Resource": "*"}, STATEMENT)
    after = run(tmp_path, {"p.json": "\n\n" + moved})
    first, second = (finding.fingerprint for finding in before.findings)
    assert first != second
    assert [finding.fingerprint for finding in after.findings][1] == first


def test_findings_that_are_alike_have_numbers(tmp_path: Path) -> None:
    rule_file(tmp_path, "a_there", "yield Hit(it.actions[0], 'x')")
    scan = run(tmp_path, {"p.json": policy(STATEMENT, STATEMENT)})
    assert len({finding.fingerprint for finding in scan.findings}) == 2


def rules() -> tuple[Rule, ...]:
    return all_rules(plugins=False)


def test_shelves_and_names_are_selected_and_ignored() -> None:
    regular = [rule for rule in rules() if rule.persona == "regular"]
    grammar = {rule.name for rule in regular if rule.shelf == "grammar"}
    chosen = {rule.name for rule in selected(rules(), Selection(("grammar",)))}
    readers = {rule.name for rule in rules() if rule.subject in ("Problem", "Ignore")}
    assert chosen == grammar | readers
    less = selected(rules(), Selection(("all",), (), ("grammar",)))
    assert {rule.name for rule in less}.isdisjoint(grammar)


@pytest.mark.parametrize(
    "selection", [Selection(("unknown-acton",)), Selection(severity={"x": "error"})]
)
def test_a_name_that_nothing_bears_is_refused(selection: Selection) -> None:
    with pytest.raises(UserError, match="no rule or shelf is called"):
        selected(rules(), selection)


def test_a_rule_whose_subject_is_not_in_view_is_not_imported(tmp_path: Path) -> None:
    import sys

    rule_file(tmp_path, "about_roles", "yield Hit(it, 'x')", subject="Identity")
    (rule,) = rules_in(str(tmp_path), "iamlint_rules_1")
    run(tmp_path, {"p.json": policy(STATEMENT)})
    assert rule.module not in sys.modules
