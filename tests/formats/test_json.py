"""JSON: agreement with `json.loads`, exact places, bounds."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from iamlint.errors import Unreadable
from iamlint.formats.json import parse
from iamlint.formats.limits import MAX_DEPTH
from iamlint.text.node import Mapping, Scalar, Sequence
from iamlint.text.source import Source

from .trees import nodes, pairs, values


def read(text: str) -> Any:
    return pairs(parse(Source("x.json", text)))


def loads(text: str) -> Any:
    """What the standard library reads, mappings as pairs."""
    return json.loads(text, object_pairs_hook=tuple, parse_constant=refuse)


def refuse(constant: str) -> None:
    raise ValueError(constant)


layouts = st.sampled_from([None, 0, 1, 2, 4, "\t", "\r\n  "])
separators = st.sampled_from([(",", ":"), (", ", ": "), (" ,\n", "\t:\r\n ")])


@given(values(), layouts, separators, st.booleans())
def test_what_the_standard_library_writes_reads_as_the_same(
    value: Any, indent: Any, separator: tuple[str, str], ascii_only: bool
) -> None:
    text = json.dumps(value, indent=indent, separators=separator, ensure_ascii=ascii_only)
    assert same(read(text), loads(text))


@st.composite
def damaged(draw: st.DrawFn) -> str:
    """A JSON text with a few characters put in, taken out or replaced."""
    text = json.dumps(draw(values()), indent=draw(layouts), ensure_ascii=draw(st.booleans()))
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(text)))
        new = draw(st.sampled_from(["", *"\",:[]{}\\\n\t 0123.eE+-tfn/'", "\x00", "\\u", "\\ud8"]))
        text = text[:at] + new + text[at + draw(st.integers(0, 2)) :]
    return text


@given(damaged())
@example("")
@example("\ufeff{}")
@example("01")
@example("-")
@example("1.")
@example(".5")
@example("1e")
@example("[1,]")
@example('{"a":1,}')
@example("{,}")
@example("[,]")
@example('{"a" 1}')
@example('{"a":}')
@example("nullx")
@example("truefalse")
@example('"\\ud800\\u0041"')
@example('"\\ud83d\\ude00"')
@example('"\\uD83D\\u12"')
@example('"a\nb"')
@example('["a" "b"]')
@example("[1 2]")
@example("{1:2}")
@example("[1}")
@example('{"a":1]')
@example("1 1")
@example("{}}")
@example("[٣]")
@example("[1\u00a0]")
def test_accepts_and_refuses_what_the_standard_library_does(text: str) -> None:
    try:
        expected = loads(text)
    except ValueError:
        with pytest.raises(Unreadable) as caught:
            read(text)
        assert 0 <= caught.value.offset <= len(text)
    else:
        assert same(read(text), expected)


def same(left: Any, right: Any) -> bool:
    """Equal, and of the same types all the way down: 1 is not 1.0, -0.0 not 0.0."""
    return repr(left) == repr(right)


@given(values(), layouts, separators)
def test_every_place_reads_back(value: Any, indent: Any, separator: tuple[str, str]) -> None:
    source = Source("x", json.dumps(value, indent=indent, separators=separator))
    for node in nodes(parse(source)):
        assert same(loads(node.span.text), pairs(node))
        assert node.span.text == node.span.text.strip()


@given(values(), layouts, separators, st.booleans())
@example(["\\", '"', "a\\\\", '\\"'], None, (",", ":"), True)
def test_a_large_text_is_read_in_parts_and_reads_as_the_same(
    value: Any, indent: Any, separator: tuple[str, str], ascii_only: bool
) -> None:
    text = json.dumps(
        [value, {"a": value}], indent=indent, separators=separator, ensure_ascii=ascii_only
    )
    as_whole = located(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("iamlint.formats.json.LARGE", 0)
        assert located(text) == as_whole
        patch.setattr("iamlint.formats.json.PARTS", 1000)  # step by step down to the last
        assert located(text) == as_whole


def located(text: str) -> list[tuple[str, int, int, str]]:
    return [
        (type(node).__name__, node.start, node.end, repr(pairs(node)))
        for node in nodes(parse(Source("x", text)))
    ]


@pytest.mark.parametrize("constant", ["NaN", "Infinity", "-Infinity", "[NaN]"])
def test_only_what_json_has_is_a_number(constant: str) -> None:
    with pytest.raises(Unreadable, match="expected a value"):
        read(constant)


def test_a_key_that_stands_twice_is_kept_and_the_last_one_counts() -> None:
    node = parse(Source("x", '{"a": 1, "b": 2, "a": 3}'))
    assert pairs(node) == (("a", 1), ("b", 2), ("a", 3))
    assert isinstance(node, Mapping)
    value = node.get("a")
    assert isinstance(value, Scalar)
    assert value.value == 3


def test_numbers_of_any_length_are_read() -> None:
    assert read("1" * 5000) == math.inf
    assert read("-" + "1" * 400) == -int("1" * 400)


@pytest.mark.parametrize("piece", ["[", '{"a":', '[{"a":', "[[1],"])
def test_deep_nesting_is_refused(piece: str) -> None:
    with pytest.raises(Unreadable, match=f"deeper than {MAX_DEPTH} levels"):
        read(piece * 200_000)


def test_nesting_up_to_the_limit_is_read() -> None:
    text = "[" * MAX_DEPTH + "]" * MAX_DEPTH
    assert read(text) == loads(text)


def test_a_text_beyond_the_limit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("iamlint.formats.json.MAX_CHARACTERS", 10)
    with pytest.raises(Unreadable, match="longer than 10 characters"):
        read(" " * 11)


@pytest.mark.parametrize(
    ("text", "message", "offset"),
    [
        ("", "the file is empty", 0),
        ('{"a": 1,}', "expected a key in double quotes, found `}`; is there a comma too many?", 8),
        ("[1, ]", "expected a value, found `]`; is there a comma too many?", 4),
        ("{'a': 1}", "expected a key in double quotes; JSON texts stand in double quotes", 1),
        ("// no\n{}", "expected a value, found a comment, which JSON does not have", 0),
        ('{"a": 1 "b": 2}', 'expected `,` or `}`, found `"`', 8),
        ('{"a": [1, 2}', "expected `,` or `]`, found `}`", 11),
        ('{"a": 1', "expected `,` or `}`, found the end of the file", 7),
        ('{"a": tru}', "expected a value, found `tru`", 6),
        ('{"a": "b', "unterminated string", 6),
        ('"\\q"', "invalid \\escape", 1),
        ('"a\tb"', "invalid control character", 2),
        ("{} x", "expected the end of the file, found `x`", 3),
    ],
)
def test_what_is_wrong_is_said_and_placed(text: str, message: str, offset: int) -> None:
    with pytest.raises(Unreadable) as caught:
        read(text)
    assert (caught.value.message, caught.value.offset) == (message, offset)


def test_empty_collections_have_places() -> None:
    node = parse(Source("x", ' { "a" : [ ] , "b":{\n} } '))
    assert isinstance(node, Mapping)
    assert [value.span.text for _, value in node.entries] == ["[ ]", "{\n}"]
    assert isinstance(node.get("a"), Sequence)
