"""Lines are counted in large texts as they are in small ones."""

from __future__ import annotations

from random import Random

import pytest

from iamlint.text import source
from iamlint.text.source import Source


@pytest.mark.parametrize("step", [1, 7, 2048])
def test_places_of_large_texts(step: int, monkeypatch: pytest.MonkeyPatch) -> None:
    chance = Random(step)
    monkeypatch.setattr(source, "STEP", step)
    for number in range(60):
        every = "ab\n\r" if number % 5 == 0 else "ab\n"
        text = "".join(chance.choice([*every, "x" * chance.randrange(40)]) for _ in range(90))
        small, large = Source("a", text), Source("a", text)
        with monkeypatch.context() as patched:
            assert small.line_starts
            patched.setattr(source, "LARGE", 10)
            for offset in range(len(text) + 2):
                assert large.place(offset) == small.place(offset)
