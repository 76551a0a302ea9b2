"""JSON for people is what `json.dumps` writes."""

from __future__ import annotations

import json

import pytest

from iamlint.text.writing import written

VALUES: tuple[object, ...] = (
    "plain",
    'quotes "and" back\\slashes, \n lines, ünïcode, \ud83d\ude00, \x00\x7f\u2028',
    0,
    -17,
    2.5,
    1e300,
    True,
    False,
    None,
    [],
    {},
    [[]],
    [{}],
    {"": ""},
    {"a": [1, "two", {"three": [None, True]}], "ä": {"b": {}}, "c": []},
    [["a", ["b"]], ("c", "d"), ()],
)


@pytest.mark.parametrize("value", VALUES)
@pytest.mark.parametrize("indent", [1, 2, 4])
def test_it_is_what_the_standard_library_writes(value: object, indent: int) -> None:
    assert written(value, indent) == json.dumps(value, indent=indent)


def test_a_margin_stands_before_each_line_but_the_first() -> None:
    value = {"a": [1, {"b": "c"}], "d": {}}
    lines = json.dumps(value, indent=2).splitlines()
    assert written(value, 2, "    ") == "\n    ".join(lines)
