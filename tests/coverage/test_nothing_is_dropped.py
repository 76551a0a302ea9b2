"""Law: nothing in view is dropped in silence. Whatever looks like a policy, and whatever the tables
say may hold one, is whole, partly known or not analysable; and what is not whole says why, with a
value that stands in the file at the place that is told.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from iamlint.catalog import catalog
from iamlint.config import Configurations
from iamlint.coverage import (
    NOT,
    PARTLY,
    READ,
    REFERENCE,
    STATES,
    WHOLE,
    Coverage,
    FileCoverage,
    coverage_of,
)
from iamlint.coverage.reasons import reasons
from iamlint.gathering import gather_texts
from iamlint.packs import all_rules
from iamlint.testing.examples import examples_in
from iamlint.text.node import plain

from . import walking

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
FOLDERS = ("examples", "tests/corpus", "tests/pitfalls/sound", "tests/fixtures")
TABLE = list(catalog().table("cloudformation_policies"))


def coverage(texts: dict[str, str]) -> Coverage:
    gathered = gather_texts(texts, Configurations([], isolated=True))
    return coverage_of(gathered, gathered.estate())


def real_files() -> Iterator[tuple[str, str]]:
    """Every file of the examples and fixtures."""
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in (".json", ".yaml", ".yml"):
                yield str(path.relative_to(ROOT)), path.read_text(encoding="utf-8")


def examples_of_rules() -> Iterator[tuple[str, str]]:
    """What the pages of the rules show."""
    for rule in all_rules(plugins=False):
        for number, example in enumerate(examples_in(rule.documentation())):
            for path, text in example.files.items():
                if isinstance(text, str) and not path.endswith((".toml", ".py")):
                    yield f"{rule.name}/{number}/{path}", text


FILES = dict(real_files())


@pytest.mark.parametrize("path", FILES)
def test_law_of_a_real_file_nothing_is_dropped(path: str) -> None:
    assert_nothing_is_dropped(path, FILES[path])


def test_law_of_the_examples_of_rules_nothing_is_dropped() -> None:
    held = dict(examples_of_rules())
    assert len(held) > 400
    for path, text in held.items():
        assert_nothing_is_dropped(path, text)


def assert_nothing_is_dropped(path: str, text: str) -> None:
    (file,) = coverage({path: text}).files
    if file.state != READ:
        assert file.why
        assert file.state != "skipped" or not walking.documents(text), file.why
        return
    if path.endswith((".tf", ".tofu")):
        # held against plans of it elsewhere; of what is looked up AWS has the document
        assert file.items or "aws_iam" not in text.replace('data "aws_iam_policy" ', ""), path
    elif file.carrier == "terraform":
        assert_all_of_a_plan(file, text)
    else:
        held = list(walking.documents(text))
        if file.carrier == "cloudformation":
            held += walking.values_of_rows(text, TABLE)
        spans = [item.span.outermost for item in file.items]
        for seen in held:
            assert any(s.start < seen.end and seen.start < s.end for s in spans), seen
    assert_reasons_stand_in(file, text)


def assert_all_of_a_plan(file: FileCoverage, text: str) -> None:
    """Every statement that the plan says will be there, by what it says or by its Sid; where that
    is marked sensitive, by the elements it has.
    """
    veiled = "fixtures/terraform/sensitive" in file.path
    read = {
        name
        for item in file.items
        if item.policy is not None
        for statement in item.policy.statements
        for name in names_of(plain(statement.node), veiled)
    }
    plan = json.loads(text)
    after = [
        change["change"].get("after")
        for change in plan.get("resource_changes", ())
        if change["change"]["actions"] != ["delete"]
    ]
    for value in strings([after, plan.get("planned_values")]):
        document = walking.loaded(value) if '"Statement"' in value else None
        if document is not None and walking.is_document(document):
            for statement in listed(document["Statement"]):
                assert names_of(statement, veiled) & read, value


def names_of(statement: Any, veiled: bool) -> set[str]:
    if veiled:
        return {canonical(sorted(statement))}
    return {canonical(statement), statement.get("Sid") or canonical(statement)}


def listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def canonical(value: Any) -> str:
    return json.dumps(value, sort_keys=True)


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)


def assert_reasons_stand_in(file: FileCoverage, text: str) -> None:
    for item in file.items:
        assert item.state in STATES
        assert (item.state == WHOLE) is not bool(item.doubts), item
        for reason in reasons(item, file.carrier):
            assert reason.why, item
            if "fixtures/terraform/sensitive" not in file.path:  # of which the text is hidden
                assert text.startswith(reason.span.text, reason.span.start)
            if file.carrier == "terraform":
                for name in reason.value.split(", "):
                    assert last_name(name) in text, reason
            else:
                shown = " ".join(reason.span.text.split())
                assert reason.value, item
                assert shown.startswith(reason.value.removesuffix("…")), reason


def last_name(address: str) -> str:
    return re.sub(r"\[.*?\]", "", address).rpartition(".")[2]


def test_law_totals_are_what_is_listed() -> None:
    found = coverage(FILES)
    for references in (False, True):
        for state in STATES:
            listed = sum(
                item.state == state and (item.form == REFERENCE) is references
                for file in found.files
                for item in file.items
            )
            extra = sum(file.state in (NOT, "unreadable") for file in found.files)
            expected = listed + (extra if state == NOT and not references else 0)
            assert found.count(state, references=references) == expected
    assert found.count(WHOLE) > 300
    assert found.count(PARTLY)
