"""The rooms of the engine share one object: no two of them may use one name for two things."""

from __future__ import annotations

from iamlint.access.engine import Engine
from iamlint.access.engine.whole import Whole
from iamlint.catalog import catalog
from iamlint.packs import all_rules


def test_law_no_room_overrides_another() -> None:
    seen: dict[str, type] = {}
    for room in Whole.__mro__[1:-1]:
        for name in vars(room):
            if name.startswith("__"):
                continue
            assert name not in seen, f"`{name}` in {seen[name].__name__} and {room.__name__}"
            seen[name] = room


def test_law_rules_ask_questions_that_there_are() -> None:
    for rule in all_rules(plugins=False):
        assert not rule.where or callable(getattr(Whole, rule.where)), rule.name


def test_law_the_engine_becomes_the_whole_one_when_another_room_is_needed() -> None:
    engine = Engine(catalog())
    assert set(Engine.__mro__[1:]) < set(Whole.__mro__)
    assert callable(engine.names_of)  # of a front room
    assert type(engine) is not Whole
    assert callable(engine.use_of)
    assert type(engine) is Whole
    assert not hasattr(engine, "unknown")
