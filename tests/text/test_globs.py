"""Globs: matching, and what several match together."""

from __future__ import annotations

import itertools
import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iamlint.text.automata import DIGIT, without
from iamlint.text.combinations import combinations, covers, equal, meet
from iamlint.text.globs import Tokens, match, split, tokens
from iamlint.text.holed import meets
from iamlint.text.holes import Hole, Text

WORDS = ["".join(w) for n in range(6) for w in itertools.product("abz", repeat=n)]
GLOBS = st.text("ab*?", max_size=5)
WITH_COLONS = st.text("ab:*?", max_size=7)


def by_expression(pattern: str, value: str) -> bool:
    parts = (".*" if c == "*" else "." if c == "?" else re.escape(c) for c in pattern)
    return re.fullmatch("".join(parts), value, re.DOTALL) is not None


@given(WITH_COLONS, st.text("ab:*?", max_size=8))
def test_matching_is_that_of_expressions(pattern: str, value: str) -> None:
    assert match(pattern, value) == by_expression(pattern, value)
    assert match(tokens(pattern), value) == by_expression(pattern, value)


@given(WITH_COLONS, st.text("ab:", max_size=8))
def test_wildcards_without_colons_stay_in_their_segment(pattern: str, value: str) -> None:
    parts, values = pattern.split(":"), value.split(":")
    expected = len(parts) == len(values) and all(map(by_expression, parts, values))
    assert match(pattern, value, no_colon=True) == expected
    assert match(tokens(pattern), value, no_colon=True) == expected


def test_a_hostile_pattern_costs_linear_time() -> None:
    start = time.process_time()
    assert not match("*a" * 40 + "b", "a" * 5000)
    assert not match("*a?" * 40 + "b", "a" * 5000)
    assert time.process_time() - start < 1


def test_wildcards_in_a_literal_are_literal() -> None:
    assert match(("a*",), "a*")
    assert not match(("a*",), "ab")


def test_a_glob_is_split_at_literal_characters() -> None:
    parts = split(tokens("arn:aws:s3:::b*:c"), ":", 5)
    assert parts[:5] == [("arn",), ("aws",), ("s3",), (), ()]
    assert parts[5] == tokens("b*:c")


@settings(max_examples=150, deadline=None)
@given(st.lists(GLOBS, min_size=1, max_size=3))
def test_combinations_are_those_that_some_text_has(patterns: list[str]) -> None:
    found = combinations(tuple(map(tokens, patterns)))
    assert found.complete
    shown = {row.must for row in found.rows}
    for row in found.rows:
        assert row.must == bits_of(patterns, "".join(map(str, row.sample)))
    assert {bits_of(patterns, word) for word in WORDS} <= shown


@settings(max_examples=150, deadline=None)
@given(st.lists(st.text("ab", max_size=3), min_size=1, max_size=4), st.integers(0, 15))
def test_prefixes_in_a_domain(texts: list[str], stars: int) -> None:
    patterns = [t + "*" if stars >> i & 1 else t for i, t in enumerate(texts)]
    found = combinations(tuple(map(tokens, patterns)), tokens("?*b*"))
    inside = [word for word in WORDS if by_expression("?*b*", word)]
    assert {bits_of(patterns, word) for word in inside} <= {row.must for row in found.rows}
    for row in found.rows:
        sample = "".join(map(str, row.sample))
        assert by_expression("?*b*", sample)
        assert row.must == bits_of(patterns, sample)


def bits_of(patterns: list[str], word: str) -> int:
    return sum(by_expression(p, word) << i for i, p in enumerate(patterns))


@settings(max_examples=150, deadline=None)
@given(GLOBS, GLOBS, GLOBS)
def test_relations_of_globs(one: str, other: str, third: str) -> None:
    both = [w for w in WORDS if by_expression(one, w) and by_expression(other, w)]
    if both:
        assert meet(one, other)
    if not meet(one, other):
        assert not both
    left = [w for w in WORDS if by_expression(third, w)]
    covered = all(by_expression(one, w) or by_expression(other, w) for w in left)
    if covers((one, other), third):
        assert covered
    if not covered:
        assert covers((one, other), third) is False
    if equal(one, other):
        assert all(by_expression(one, w) == by_expression(other, w) for w in WORDS)


def test_a_union_covers_what_no_part_does() -> None:
    parts = ("a", "b", "??*", "[*")
    assert covers(("*a", "*?"), "?*") is True
    assert covers(("", "?*"), "*") is True
    assert covers(("?*",), "*") is False
    assert covers(parts, "c") is False


def test_a_walk_that_is_too_long_says_so() -> None:
    patterns = tuple(tokens(f"*{c}{c}x*") for c in "abcdefghijkl")
    assert not combinations(patterns, limit=2000).complete
    assert covers([f"*{c}{c}x*" for c in "abcdefghijklmnop"], "*zz*zz*") is not True


def test_domains_of_ranges() -> None:
    found = combinations((("012345678901",), ("987654321098",)), (DIGIT,) * 12)
    assert {row.must for row in found.rows} == {0, 1, 2}
    slashless = (without("/", many=False), without("/", many=True))
    assert not any(row.must for row in combinations((tokens("a/*"),), slashless).rows)


def test_case_may_be_folded() -> None:
    found = combinations((("Ab",), ("ab",)), ("?",) and tokens("??"), fold=1)
    assert {row.must for row in found.rows} == {0, 1, 3}


NAME = Hole("stack.yaml#Bucket", "name")
ACCOUNT = Hole("AWS::AccountId", "account")
ANYTHING = Hole("plan#value")
ARN = Hole("stack.yaml#Key", "arn")
CHOICE = Hole("stack.yaml#Stage", "any", (Text("dev"), Text("prod")))

HOLED: list[tuple[str | Text, str | Text, bool | None]] = [
    (Text("b-", NAME), Text("b-", NAME), True),
    (Text("b-", NAME, "/*"), Text("b-", NAME, "/k"), True),
    (Text("b-", NAME, "/*"), Text("b-", NAME), False),
    ("b-*", Text("b-", NAME), True),
    ("b-other", Text("b-", NAME), None),
    ("b-other/*", Text("b-", NAME), False),
    (Text("q:", ACCOUNT), "q:123", False),
    (Text("q:", ACCOUNT), "q:123456789012", None),
    ("*", Text(ANYTHING), True),
    (Text(ANYTHING), "anything", None),
    ("topic*", Text(ARN), False),
    ("arn:*", Text(ARN), None),
    (Text(ARN, "/*"), Text(ARN), False),
    (Text(CHOICE, "-*"), "dev-x", None),
    (Text(CHOICE), "test", False),
    ("????", Text(CHOICE), None),
    (Text(CHOICE), Text(CHOICE), True),
]


@pytest.mark.parametrize(("pattern", "value", "expected"), HOLED)
def test_holes(pattern: str | Text, value: str | Text, expected: bool | None) -> None:
    assert meets(pattern, value) is expected


@given(st.lists(st.sampled_from(["a", "b", "*", "?", NAME]), max_size=5), st.text("ab", max_size=3))
def test_what_must_match_matches_whatever_the_hole_is(parts: list[str | Hole], name: str) -> None:
    pattern, value = Text(*parts), Text("a", NAME, "b")
    answer = meets(pattern, value)
    filling = name or "q"
    glob: Tokens = tuple(
        piece
        for part in tokens(pattern)
        for piece in ((filling,) if isinstance(part, Hole) else (part,))
    )
    real = match(glob, f"a{filling}b")
    if answer is not None:
        assert real is answer
