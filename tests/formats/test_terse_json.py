"""A tree of which the texts have no nodes yet says the same, at the same places, and refuses the
same.
"""

from __future__ import annotations

import json
from random import Random

import pytest

from iamlint.errors import Unreadable
from iamlint.formats.json import parse
from iamlint.model.policy import IDENTITY, Policy
from iamlint.model.reading import read_into
from iamlint.text.node import (
    Mapping,
    Node,
    Scalar,
    Sequence,
    TerseMapping,
    TerseSequence,
    key_number,
    node_at,
    plain,
    span_at,
)
from iamlint.text.source import Source

DOCUMENT = r"""
{ "Version" : "2012-10-17", "Statement": [
    {"Effect":"Allow", "Action": ["s3:Get\u004fbject", "s3:*" , 7, null, ["x", {}]], "Resource":"*"},
    { "Sid": "a\"b\\", "Effect": "Deny", "NotAction": "ü\\", "Resource": ["\\", "a:b", ""],
      "Condition": {"Bool": {"aws:x": true, "aws:y": ["1", 2.5]}, "Null": {}, "Odd": "no"} },
    {"Effect": "Allow", "Effect": "Deny", "Principal": {"AWS": ["*", "1"], "Service": "x"}},
    {"NotPrincipal": "*", "Action": [], "Condition": [{"StringLike": {"k": "v"}}]},
    "text", [], {}
  ] }
"""
LATE = frozenset(("Condition", "Statement"))


def seen(node: Node) -> object:
    """All that a tree says, with every place."""
    place = node.start, node.end
    if isinstance(node, Mapping):
        return "object", place, [(seen(key), seen(value)) for key, value in node.entries]
    if isinstance(node, Sequence):
        return "list", place, [seen(item) for item in node.items]
    assert isinstance(node, Scalar)
    return node.value, node.style, place


def trees(text: str, late: frozenset[str] = frozenset()) -> tuple[Node, Node]:
    return parse(Source("a.json", text)), parse(Source("a.json", text), late, terse=True)


@pytest.mark.parametrize("late", [frozenset(), LATE])
@pytest.mark.parametrize("padding", [0, 1_000_001])
def test_the_same_at_the_same_places(late: frozenset[str], padding: int) -> None:
    whole, terse = trees(DOCUMENT + " " * padding, late)
    assert isinstance(terse, TerseMapping)
    assert plain(terse) == plain(whole)
    assert seen(terse) == seen(whole)


def test_random_documents() -> None:
    chance = Random(3)

    def made(depth: int) -> object:
        kind = chance.randrange(6 if depth else 3)
        if kind < 3:
            return chance.choice(["", "a", 'q"', "\\", "\n", "é", "{", "]", 1, True, None, 1.5])
        if kind == 3:
            return [made(depth - 1) for _ in range(chance.randrange(4))]
        return {chance.choice('abc\\"'): made(depth - 1) for _ in range(chance.randrange(4))}

    for _ in range(300):
        value = made(4)
        for indent in (None, 2):
            whole, terse = trees(json.dumps(value, indent=indent), frozenset("ab"))
            assert seen(terse) == seen(whole)


@pytest.mark.parametrize("text", ['{"a": "b', '{"a" "b"}', '["a",]', '{"a": [1,}', '{"a":{"b":}}'])
def test_the_same_is_refused(text: str) -> None:
    said = []
    for terse in (False, True):
        with pytest.raises(Unreadable) as raised:
            parse(Source("a.json", text), terse=terse)
        said.append((raised.value.message, raised.value.offset))
    assert said[0] == said[1]


def test_a_node_is_the_same_each_time() -> None:
    terse = parse(Source("a.json", '{"a": "x", "b": ["y", "z"]}'), terse=True)
    assert isinstance(terse, TerseMapping)
    first = terse.get("a")
    assert first is terse.get("a") is terse.entries[0][1] is node_at(terse, 0)
    assert node_at(terse, key_number(1)) is terse.key("b")
    listed = terse.get("b")
    assert isinstance(listed, TerseSequence)
    assert listed.held(1) is listed.items[1]
    assert span_at(listed, 1) == listed.items[1].span
    assert span_at(terse, key_number(1)) == terse.entries[1][0].span


def words_in(policy: Policy) -> list[object]:
    every: list[object] = []
    for one in policy.statements:
        every += [
            word and (str(word), word.span[1:], seen(word.node), word.json_type)
            for word in (one.sid, one.effect, *(one.actions or ()), *(one.not_actions or ()))
        ]
        every += [
            (named.type, str(named.value), named.span[1:], seen(named.value.node))
            for named in (*(one.principals or ()), *(one.not_principals or ()))
        ]
        for test in one.conditions:
            every.append((str(test.operator), test.operator.span[1:], str(test.key), test.span[1:]))
            every += [(str(word), word.span[1:], word.json_type) for word in test.values]
        every += [one.resources and [str(word) for word in one.resources], one.gaps, one.elements]
    return [*every, policy.gaps, [(found.element, found.span[1:]) for found in policy.misshapen]]


def test_a_policy_reads_the_same() -> None:
    policies = [Policy(node, IDENTITY) for node in trees(DOCUMENT)]
    for policy in policies:
        read_into(policy)
    assert words_in(policies[1]) == words_in(policies[0])
