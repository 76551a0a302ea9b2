"""Places are asked for what they hold."""

from __future__ import annotations

import random

from iamlint.carriers.python.spans import Covered, Places


def test_what_is_inside_of_a_place_is_covered() -> None:
    covered = Covered()
    covered.add(10, 20)
    covered.add(12, 14)
    covered.add(30, 40)
    covered.add(5, 25)
    assert covered.holds(5, 25)
    assert covered.holds(11, 20)
    assert covered.holds(31, 32)
    assert not covered.holds(4, 6)
    assert not covered.holds(24, 31)
    assert not covered.holds(41, 42)


def test_it_is_as_though_each_were_asked() -> None:
    chance = random.Random(7)
    covered, places = Covered(), Places()
    spans = [(start, start + 3) for start in range(0, 300, 5)] + [(50, 80), (100, 101)]
    chance.shuffle(spans)
    for start, end in spans:
        covered.add(start, end)
        places.update([(start, end)])
    for _ in range(500):
        start = chance.randrange(300)
        end = start + chance.randrange(30)
        assert covered.holds(start, end) == any(a <= start and end <= b for a, b in spans)
        assert places.any_within(start, end) == any(start <= a and b <= end for a, b in spans)
    assert (50, 80) in places
    assert (50, 81) not in places
