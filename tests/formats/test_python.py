"""Python code: places in characters, the text inside strings, and what is told of its faults."""

from __future__ import annotations

import ast
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iamlint import formats
from iamlint.errors import Unreadable
from iamlint.formats import python
from iamlint.formats.edits import applied
from iamlint.formats.python.strings import PythonString, string_at
from iamlint.formats.python.writing import literal, rewritten
from iamlint.text.source import Source

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


def strings_in(code: str) -> list[PythonString]:
    source = Source("a.py", code)
    program = python.parse(source)
    return [
        string_at(source, *program.places.span(node), node.value)
        for node in ast.walk(program.tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_places_count_characters(end: str) -> None:
    code = end.join(["# é", "ä = 'ü'; x = [", "  '𝄞𝄞', 'here']", ""])
    found = {string.value: string for string in strings_in(code)}
    assert found["here"].span.text == "'here'"
    assert tuple(found["here"].span.place) == (3, 9)
    assert found["𝄞𝄞"].span.text == "'𝄞𝄞'"


LITERALS = [
    r"'a\x41\u00e9\N{BULLET}\101\'b'",
    "r'a\\b'",
    '"""a\n\\"b"""',
    "'a\\\nb'",
    "'a' \"b\" '''c'''",
    "('a'  # one\n 'b')",
    "u'a'",
    "'\\.'",
    "'''a\r\nb'''",
]


@pytest.mark.parametrize("code", LITERALS)
def test_every_character_of_a_string_has_its_place(code: str) -> None:
    (string,) = strings_in(code)
    inside = string.embedding()
    assert inside.text == string.value
    for index, char in enumerate(inside.text):
        at = inside.host_offset(index)
        assert code[at] in (char, "\\", "\r")


@given(TEXTS, st.sampled_from(["'", '"']))
def test_what_is_written_is_read_as_it_was(value: str, quote: str) -> None:
    assert ast.literal_eval(literal(value, quote)) == value


@given(TEXTS, st.sampled_from(["'x'", '"x"', "r'x'", '"""x"""', "u'x'"]))
def test_a_literal_keeps_its_prefix_and_quotes(value: str, code: str) -> None:
    (string,) = strings_in(code)
    written = rewritten(string, value)
    if written is not None:
        head, _, tail = code.partition("x")
        assert written.startswith(head)
        assert written.endswith(tail)
        assert ast.literal_eval(written) == value


@given(TEXTS)
def test_a_text_read_as_displays_is_all_of_it(value: str) -> None:
    code = f"x = f(a)[{value!r}, {{'k': ['v', y], **z}}]\n"
    (root,) = formats.read_all(Source("a.py", code), formats.PYTHON)
    assert (root.start, root.end) == (0, len(code))
    assert applied(code, []) == code


FAULTS = [
    ("x = [\n", 1),
    ("def f(:\n  pass", 1),
    ("x = 1\n  y = 2", 2),
    ("é = 'ä' b", 1),
]


@pytest.mark.parametrize(("code", "line"), FAULTS)
def test_a_fault_has_its_place(code: str, line: int) -> None:
    source = Source("a.py", code)
    with pytest.raises(Unreadable) as caught:
        python.parse(source)
    assert not isinstance(caught.value, python.OtherPython)
    assert caught.value.message.startswith("this is no Python")
    assert source.place(caught.value.offset).line == line


@pytest.mark.parametrize("code", ["print 'a'", "exec 'a'", "x = 0777", "x = a" + ".b" * 20_000])
def test_what_is_not_wrong_is_told_so(code: str) -> None:
    with pytest.raises(python.OtherPython):
        python.parse(Source("a.py", code))


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="this Python reads it")
def test_code_for_a_later_python() -> None:
    with pytest.raises(python.OtherPython, match="later"):
        python.parse(Source("a.py", "type X = int\n"))


def test_a_null_character() -> None:
    with pytest.raises(Unreadable, match="null"):
        python.parse(Source("a.py", "x = '\0'"))
