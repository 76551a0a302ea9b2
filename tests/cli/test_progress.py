"""The bar: only for a person who waits."""

from __future__ import annotations

import io
import sys

import pytest

from iamlint.cli import progress
from iamlint.cli.progress import Progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_nothing_is_shown_where_nobody_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "PATIENCE", 0)
    stream = io.StringIO()
    with Progress(stream) as bar:
        bar.report(1, 2)
    assert stream.getvalue() == ""


def test_nothing_is_shown_to_the_impatient() -> None:
    stream = Terminal()
    with Progress(stream) as bar:
        bar.report(1, 2)
    assert stream.getvalue() == ""


def test_a_bar_is_shown_after_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "PATIENCE", 0)
    stream = Terminal()
    monkeypatch.setattr(sys, "stderr", stream)
    with Progress(stream) as bar:
        bar.report(0, 2)
        bar.report(2, 2)
    assert "reading" in stream.getvalue()
    assert "2/2" in stream.getvalue()
