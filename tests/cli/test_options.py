"""A plain command line is read as its parser reads it; what is not plain is left to the parser."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as some

from iamlint.cli.options import Option, plainly_read
from iamlint.cli.scan import OPTIONS, arguments, full_parser

EVERY = [option for group in OPTIONS.values() for option in group]
NAMES = [name for option in EVERY for name in (option.name, option.short) if name]
VALUES = ["a.json", "b", "", "-", "--", "-h", "-x", "-1", "--bogus", "-vq", "text", "json", "xml"]
VALUES += ["regular", "certain", "one,two", " three ", "--format=json", "--format=", "--fix=yes"]
VALUES += ["--config=-x", "--select=a,b", "-v=1", "--format=xml", "--form", "--select=a=b", "- a"]


def by_the_parser(words: list[str]) -> SimpleNamespace | None:
    try:
        return full_parser().parse_args(words, SimpleNamespace())
    except SystemExit:
        return None


@given(some.lists(some.sampled_from([*NAMES, *VALUES]), max_size=6))
def test_what_is_plain_is_what_the_parser_reads(words: list[str]) -> None:
    plain = plainly_read(words, EVERY, "paths")
    assert plain is None or plain == by_the_parser(words)


@pytest.mark.parametrize("option", EVERY, ids=lambda option: option.name)
def test_every_option_is_read_without_the_parser(option: Option) -> None:
    value = [] if option.is_flag else [option.choices[0] if option.choices else "one"]
    lines = [["a", "b", name, *value] for name in (option.name, option.short) if name]
    lines += [[option.name, *value, option.name, *value, "a"]]
    lines += [[f"{option.name}={one}", "a"] for one in value]
    for words in lines:
        plain = plainly_read(words, EVERY, "paths")
        assert plain is not None, words
        assert plain == by_the_parser(words)


@pytest.mark.parametrize(
    "words",
    [
        ["a", "--fix", "b"],  # which Python reads it as depends on its version
        ["--", "a"],
        ["-vq"],
        ["--help"],
        ["--persona", "nobody"],
        ["--select"],
        ["--select", "--fix"],
        ["--exit-zero=1"],
    ],
)
def test_what_is_not_plain_is_left_to_the_parser(words: list[str]) -> None:
    assert plainly_read(words, EVERY, "paths") is None


def test_names_are_told_apart() -> None:
    found = arguments(["--select", "one, two,", "--select=three"])
    assert found.select == ("one", "two", "three")
    assert found.paths == ["."]


@pytest.mark.parametrize("words", [["--unsafe-fixes"], ["--fix", "-"], ["--format", "xml"]])
def test_what_does_not_go_together_is_refused(words: list[str]) -> None:
    with pytest.raises(SystemExit):
        arguments(words)
