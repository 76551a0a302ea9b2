"""HCL: values as Terraform has them, exact places, and nothing that stops the reading."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iamlint.errors import Unreadable
from iamlint.formats import hcl
from iamlint.text.node import Node, Scalar, Sequence
from iamlint.text.source import Source

pytest.importorskip("tree_sitter_hcl")

from iamlint.formats.hcl.nodes import (
    SPLAT,
    Body,
    Call,
    Choice,
    For,
    Literal,
    Object,
    Opaque,
    Operation,
    Template,
    Traversal,
)
from iamlint.formats.hcl.placing import within

if TYPE_CHECKING:
    from collections.abc import Iterator

FIXTURES = sorted((Path(__file__).parents[1] / "fixtures").rglob("*.tf"))


def body(text: str) -> Body:
    found = hcl.parse(Source("main.tf", text))
    assert not found.faults
    return found.body


def value(text: str) -> Node:
    return body(f"x = {text}\n").attributes["x"].value


def expressions(found: Body) -> Iterator[Node]:
    """Every expression of a file."""
    for attribute in found.attributes.values():
        open_ = [attribute.value]
        while open_:
            one = open_.pop()
            yield one
            open_ += within(one)
    for block in found.blocks:
        yield from expressions(block.body)


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.parent.name)
def test_every_string_reads_back_from_its_place(path: Path) -> None:
    text = path.read_text("utf-8")
    seen = 0
    for one in expressions(body(text)):
        if isinstance(one, Scalar) and one.style == '"':
            again = value(text[one.start : one.end])
            assert isinstance(again, Scalar)
            assert again.value == one.value
            seen += 1
        elif isinstance(one, Template):
            for part in one.parts:
                if isinstance(part, Literal):
                    for inner, outer in part.places:
                        shown = text[outer : outer + 1]
                        assert shown == part.text[inner : inner + 1] or shown in "\\$%"
                    seen += 1
        assert not isinstance(one, Opaque), one.span.text
    assert seen


def test_places_count_characters() -> None:
    text = '# é😀\nx = ["ä", "${var.é}ü"]\n'
    items = value_of(text)
    assert [item.span.text for item in items.items] == ['"ä"', '"${var.é}ü"']


def value_of(text: str) -> Sequence:
    found = body(text).attributes["x"].value
    assert isinstance(found, Sequence)
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"a\\n\\t\\"\\\\\\u00e9"', 'a\n\t"\\é'),
        ('"$a %b"', "$a %b"),
        ("1", 1),
        ("1.5", 1.5),
        ("true", True),
        ("null", None),
        ('("a")', "a"),
    ],
)
def test_literals(text: str, expected: object) -> None:
    found = value(text)
    assert isinstance(found, Scalar)
    assert found.value == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"$${a}"', ["${a}"]),
        ('"${a} ${b}"', [None, " ", None]),
        ('" ${a}"', [" ", None]),
        ("<<E\n a\n  b${c}\n\nE", [" a\n  b", None, "\n\n"]),
        ("<<-E\n   a\n     b\n  E", ["a\n  b\n"]),
        ("<<-E\n  ${a}\n   b\n  E", [None, "\n b\n"]),
        ("<<E\nE", []),
    ],
)
def test_templates_are_their_literals_and_what_stands_between(
    text: str, expected: list[str | None]
) -> None:
    found = value(text)
    assert isinstance(found, Template)
    assert [part.text if isinstance(part, Literal) else None for part in found.parts] == expected


def test_references() -> None:
    found = value('data.aws_x.y["a"][*].b[0].c.0')
    assert isinstance(found, Traversal)
    assert found.name == "data"
    shown = [step.value if isinstance(step, Scalar) else step for step in found.steps]
    assert shown == ["aws_x", "y", "a", SPLAT, "b", 0, "c", 0]


def test_structures() -> None:
    found = value('{ a = 1, "b" : [x, f(y...)], (c) = d ? 1 : 2, e = !g && h == 1 }')
    assert isinstance(found, Object)
    (_, listed), (key, choice), (_, operation) = found.pairs[1:]
    assert isinstance(listed, Sequence)
    call = listed.items[1]
    assert isinstance(call, Call)
    assert (call.name, call.expands) == ("f", True)
    assert isinstance(key, Traversal)
    assert isinstance(choice, Choice)
    assert isinstance(operation, Operation)
    assert operation.operator == "&&"


def test_loops() -> None:
    found = value('{ for k, v in m : k => v... if v != "" }')
    assert isinstance(found, For)
    assert (found.names, found.groups) == (("k", "v"), True)
    assert isinstance(found.condition, Operation)


def test_what_is_broken_is_told_with_its_place_and_the_rest_is_read() -> None:
    text = 'resource "a" "b" {\n  x = 1\n}\nresource "c" "d" {\n  y = [1,\n}\n'
    found = hcl.parse(Source("main.tf", text))
    assert found.faults
    assert min(found.faults) >= text.index('"c"')
    assert found.body.blocks[0].labels == ("a", "b")
    assert not found.body.blocks[0].broken


def everything(text: str) -> None:
    """Read a text and every expression in it; it may be refused, and nothing else."""
    try:
        found = hcl.parse(Source("main.tf", text))
    except Unreadable:
        return
    for one in expressions(found.body):
        assert 0 <= one.start <= one.end <= len(text)
    assert all(0 <= fault <= len(text) for fault in found.faults)


WHOLE = """# é
locals { a = { b = 1, "c" : [1, 2,] } }
data "aws_iam_policy_document" "d" {
  statement {
    actions = ["s3:${var.x} ${var.y}", for_[each.key].*.id]
    condition { test = var.c ? "a" : "b" }
    values = [for k, v in var.x : upper(v) if v != ""] // é
  }
  policy = jsonencode({ S = [{ A = -1, (var.k) = !true && 1 + 2 >= 3 }], "a\\n$${x}" = f(a...) })
  here = <<-EOT
    {"a": "${b.c}", %{ if x }y%{ endif }
    }
  EOT
}
"""


def test_a_text_that_is_cut_anywhere_stops_nothing() -> None:
    for end in range(len(WHOLE)):
        everything(WHOLE[:end])
        everything(WHOLE[end:])


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.sampled_from([*WHOLE.split(), *'{}[]()"$%<=\n.?:', "<<E", "é", "\0"]), max_size=60)
)
def test_words_in_any_order_stop_nothing(words: list[str]) -> None:
    everything(" ".join(words))


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=80))
def test_any_text_stops_nothing(text: str) -> None:
    everything(text)


@pytest.mark.parametrize(
    "text",
    [
        "x = " + "[" * 5000,
        "x = " + "(" * 100 + "1" + ")" * 100,
        "x = " + "a + " * 5000 + "1",
        "x = " + "!" * 5000 + "a",
        "x = a" + ".b" * 5000,
        'x = "' + "${a}" * 5000 + '"',
        "x = " + "a ? b : " * 1000 + "c",
        "a {" * 100 + "}" * 100,
        "x = <<" + "E" * 5000 + "\n",
    ],
)
def test_what_is_deep_or_long_stops_nothing(text: str) -> None:
    everything(text)
