"""The rooms of the engine share one object: no two of them may use one name for two things, and
each is opened by the first question that it answers.

`IAMLINT_REWRITE=1 python -m pytest tests/laws/test_rooms_of_the_engine.py` writes the directory of
their questions anew.
"""

from __future__ import annotations

import os
import subprocess
import sys
from itertools import combinations
from pathlib import Path

import pytest

import iamlint.access.engine
from iamlint.access.engine import Engine
from iamlint.access.engine.directory import QUESTIONS
from iamlint.access.engine.whole import Whole
from iamlint.catalog import catalog
from iamlint.model.reading import policy_from
from iamlint.packs import all_rules

DIRECTORY = Path(iamlint.access.engine.__file__).with_name("directory.py")
ROOMS = [room for room in Whole.__mro__[1:-1] if room.__name__ != "Acting"]


def questions_of(room: type) -> tuple[str, ...]:
    return tuple(sorted(name for name in vars(room) if not name.startswith("_")))


def test_law_no_room_overrides_another() -> None:
    seen: dict[str, type] = {}
    for room in Whole.__mro__[1:-1]:
        for name in vars(room):
            if name.startswith("__"):
                continue
            assert name not in seen, f"`{name}` in {seen[name].__name__} and {room.__name__}"
            seen[name] = room


def test_law_the_directory_names_every_question() -> None:
    found = {room.__module__.rpartition(".")[2]: questions_of(room) for room in ROOMS}
    if os.environ.get("IAMLINT_REWRITE"):
        kept, sign, _ = DIRECTORY.read_text(encoding="utf-8").partition(" = ")
        DIRECTORY.write_text(f"{kept}{sign}{found!r}\n", encoding="utf-8")
        subprocess.run([sys.executable, "-m", "ruff", "format", "-q", DIRECTORY], check=True)
        return
    assert list(QUESTIONS.items()) == list(found.items())


def test_law_a_room_is_named_like_its_file() -> None:
    for room in ROOMS:
        assert room.__module__ == f"iamlint.access.engine.{room.__name__.lower()}"


def test_law_rules_ask_questions_that_there_are() -> None:
    for rule in all_rules(plugins=False):
        assert not rule.where or callable(getattr(Whole, rule.where)), rule.name


def test_law_what_hangs_on_terms_alone_is_the_same_for_all_that_have_them() -> None:
    known = catalog()
    engine = Whole(known)
    asked = [
        name
        for room in QUESTIONS.values()
        for name in room
        if hasattr(getattr(Whole, name), "of_terms")
    ]
    assert len(asked) > 10
    told: dict[tuple[str, str, str], bool] = {}
    for arn in sorted(known.managed_policy_arns)[::5]:
        policy = policy_from(known.managed_policy(arn), "identity")
        for condition in (one for each in policy.statements for one in each.conditions):
            terms = str(condition.operator), str(condition.key)
            for name in asked:
                answer = bool(getattr(engine, name)(condition))
                assert told.setdefault((name, *terms), answer) is answer, (name, condition)


def test_law_a_question_opens_its_room() -> None:
    engine = Engine(catalog())
    for room, questions in QUESTIONS.items():
        for question in questions:
            fresh = Engine(catalog())
            for one in (fresh, engine):
                assert hasattr(one, question)
            assert getattr(fresh, "rooms", ()) == (room,), question
    assert type(engine) is not Whole


@pytest.mark.parametrize("pair", list(combinations(QUESTIONS, 2)))
def test_law_two_rooms_open_in_either_order(pair: tuple[str, str]) -> None:
    for first, second in (pair, pair[::-1]):
        engine = Engine(catalog())
        for room in (first, second):
            for question in QUESTIONS[room]:
                assert hasattr(engine, question)


def test_law_there_are_no_other_questions() -> None:
    engine = Engine(catalog())
    assert not hasattr(engine, "_unknown")
    assert type(engine) is not Whole
    assert not hasattr(engine, "unknown")
    assert type(engine) is Whole  # the directory may be behind
