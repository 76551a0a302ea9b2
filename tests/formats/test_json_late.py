"""What stands under some keys of a JSON text is read when it is asked for, and reads the same."""

from __future__ import annotations

import pytest

from iamlint.errors import Unreadable
from iamlint.formats.json import LateMapping, LateSequence, parse
from iamlint.formats.limits import MAX_DEPTH
from iamlint.text.node import Mapping, Node, Scalar, Sequence, plain
from iamlint.text.source import Source

LATE = frozenset(("Document", "Tags"))
TEXT = """{"Policies": [
  {"Document": {"Version": "2012-10-17", "Statement": [{"Sid": "ä\\n", "Action": ["a:b"]}]},
   "Tags": [ {"Key": "k", "Value": ""}, [], 1.5e3, null ], "Name": "one"},
  {"Document": {}, "Tags": []}, {"Document": "text", "Tags": 7}]}"""


def places(node: Node) -> list[tuple[str, int, int]]:
    found = [(type(node).__mro__[-3].__name__, node.start, node.end)]
    if isinstance(node, Mapping):
        for key, value in node.entries:
            found += [*places(key), *places(value)]
    elif isinstance(node, Sequence):
        for item in node.items:
            found += places(item)
    return found


def under(text: str, late: frozenset[str] = LATE) -> Node:
    root = parse(Source("dump.json", text), late)
    assert isinstance(root, Mapping)
    found = root.get("Document")
    assert found is not None
    return found


def test_it_is_read_late() -> None:
    assert isinstance(under('{"Document": {"a": 1}}'), LateMapping)
    assert isinstance(under('{"Document": [1]}'), LateSequence)
    assert isinstance(under('{"Document": "a"}'), Scalar)
    assert not isinstance(under('{"Document": {"a": 1}}', frozenset()), LateMapping)


def test_values_and_places_are_the_same() -> None:
    at_once, lately = parse(Source("a.json", TEXT)), parse(Source("a.json", TEXT), LATE)
    assert plain(lately) == plain(at_once)
    assert places(lately) == places(at_once)


def test_keys_that_stand_twice_are_kept() -> None:
    found = under('{"Document": {"a": 1, "a": 2}}')
    assert isinstance(found, Mapping)
    assert [key.value for key, _ in found.entries] == ["a", "a"]


@pytest.mark.parametrize(
    "inner",
    ['{"a": }', '{"a": 1,}', '{"a": NaN}', '{"a": Infinity}', "[1, 2", '{"a": "\t"}', "{'a': 1}"],
)
def test_what_is_wrong_in_it_is_said_at_once(inner: str) -> None:
    text = f'{{"Document": {inner}}}'
    with pytest.raises(Unreadable) as lately:
        parse(Source("a.json", text), LATE)
    with pytest.raises(Unreadable) as at_once:
        parse(Source("a.json", text))
    assert lately.value.offset == at_once.value.offset
    assert lately.value.message == at_once.value.message


def test_what_is_nested_too_deep_is_said_at_once() -> None:
    text = '{"Document": ' + "[" * MAX_DEPTH + "]" * MAX_DEPTH + "}"
    with pytest.raises(Unreadable):
        parse(Source("a.json", text), LATE)
    fits = '{"Document": ' + "[" * (MAX_DEPTH - 1) + "]" * (MAX_DEPTH - 1) + "}"
    assert plain(parse(Source("a.json", fits), LATE)) == plain(parse(Source("a.json", fits)))


def test_numbers_longer_than_python_converts() -> None:
    long = "9" * 5000
    assert plain(under(f'{{"Document": {{"a": {long}}}}}')) == {"a": float("inf")}
