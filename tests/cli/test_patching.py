"""Patches of what fixes change."""

from __future__ import annotations

from difflib import unified_diff

import pytest

from iamlint.cli.patching import patch

STATEMENT = (
    '  {\n   "Effect": "Allow",\n   "Action": [\n    "%s"\n   ],\n   "Resource": "*"\n  },\n'
)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a\nb\nc\n", "a\nB\nc\n"),
        ("a\n", "a\nb\n"),
        ("a\nb\n", "b\n"),
        ("", "a\n"),
        ("".join(f"{n}\n" for n in range(50)), "".join(f"{n}\n" for n in range(50) if n % 20)),
    ],
)
def test_it_is_what_patches_are(old: str, new: str) -> None:
    wanted = unified_diff(old.splitlines(True), new.splitlines(True), "a/p.json", "b/p.json")
    assert list(patch("p.json", old, new)) == list(wanted)


def test_a_last_line_without_a_break_is_said_to_have_none() -> None:
    assert "".join(patch("p", "a\nb", "a\nc")).endswith(
        "-b\n\\ No newline at end of file\n+c\n\\ No newline at end of file\n"
    )


def test_lines_that_stand_there_often_tie_the_texts_together() -> None:
    names = [f"sqs:Action{number}" for number in range(60)]
    old = "".join(STATEMENT % name for name in names)
    new = old.replace("Action7\n", "B\n").replace('"sqs:Action31"', '"sqs:C"')
    changed = [line for line in patch("p", old, new) if line[0] == "+"]
    assert changed == ["+++ b/p\n", '+    "sqs:C"\n']
