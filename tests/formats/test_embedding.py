"""Texts inside strings: every character has its place in the file, and can be written there."""

from __future__ import annotations

import json
from typing import Any

import pytest
import yaml
from hypothesis import assume, given
from hypothesis import strategies as st

from iamlint.formats import embedded, read
from iamlint.text.node import Mapping, Node, Scalar
from iamlint.text.source import EmbeddedSource, Source

from .trees import nodes, pairs, texts, values

POLICY = {"Version": "2012-10-17", "Statement": [{"Action": "s3:*", "Resource": "é😀\"\\/'"}]}


def only_value(node: Node) -> Scalar:
    assert isinstance(node, Mapping)
    value = node.entries[0][1]
    assert isinstance(value, Scalar)
    return value


def check(inner: EmbeddedSource) -> None:
    """Places rise, and each is the character itself or the beginning of what stands for it."""
    host = inner.host.text
    last = -1
    for offset, char in enumerate(inner.text):
        there = inner.host_offset(offset)
        assert there > last
        last = there
        if host[there] != char:
            assert char in " \n" if host[there] in " \t\r\n" else host[there] in "\\'\n\r"
    assert inner.host_offset(len(inner.text)) == inner.host_end > last


@given(texts, st.booleans())
def test_every_character_of_a_json_string_has_its_place(text: str, ascii_only: bool) -> None:
    source = Source("x", json.dumps({"a": text}, ensure_ascii=ascii_only))
    inner = embedded(only_value(read(source, "json")))
    assert inner.text == text
    assert inner.escape is not None
    check(inner)
    for offset, char in enumerate(text):
        span = inner.outermost(offset, offset + 1)
        assert json.loads(f'"{span.text}"') == char


@given(
    st.text(st.sampled_from("ab\n\n  :#'\"\\{}[],é😀"), min_size=1, max_size=30),
    st.sampled_from([None, '"', "'", "|", ">"]),
    st.sampled_from([5, 12, 80]),
    st.sampled_from([2, 5]),
    st.sampled_from(["\n", "\r\n"]),
    st.booleans(),
)
def test_every_character_of_a_yaml_scalar_has_its_place(
    text: str, style: Any, width: int, indent: int, line_break: Any, nested: bool
) -> None:
    data = {"k": {"l": text}} if nested else {"k": text}
    written = yaml.dump(
        data, Dumper=yaml.CSafeDumper, default_style=style, width=width, indent=indent,
        line_break=line_break, allow_unicode=True,
    )  # fmt: skip
    scalar = [n for n in nodes(read(Source("x", written), "yaml")) if isinstance(n, Scalar)][-1]
    assume(isinstance(scalar.value, str))
    inner = embedded(scalar)
    assert inner.text == scalar.value
    if inner.escape is None:  # a corner of YAML: places are the scalar's
        assert "\\" in scalar.span.text
        assert {inner.host_offset(i) for i in range(len(inner.text))} == {scalar.start}
    else:
        check(inner)


HOSTS = {
    "literal": "a:\n  k: |\n    {\n      \"x\": [1]\n\n    }\n\nb: 1\n",
    "stripped": "k: |-\n  {\n    \"x\": [1]\n  }\nb: 1\n",
    "kept, indented": "k: |2+\n    {\n  \"x\": [1]}\n\n\nb: 1\n",
    "folded": "k: >\n  {\n    \"x\":\n    [1]\n  }\nb: 1\n",
    "folded, flat": "k: >-\n\n  {\n  \"x\": [1]\n\n  }\nb: 1\n",
    "single": "k: '{\n  \"x\":\n\n  [1] }' # c\nb: 1\n",
    "double": 'k: "{\\n \\"x\\": \\\n     [1]\n\n  \\x7D" # c\nb: 1\n',
    "tagged": 'k: !Sub "{\\"x\\": [1]}"\nb: 1\n',
    "anchored": 'k: &a |\n   {"x": [1]}\nb: 1\n',
    "last": 'k: |\n   {"x": [1]}',
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTS)
@pytest.mark.parametrize("line_break", ["\n", "\r\n"])
def test_json_in_every_style_of_yaml(name: str, line_break: str) -> None:
    text = HOSTS[name].replace("\n", line_break)
    source = Source("x", text)
    tree = read(source, "yaml")
    scalar = next(n for n in nodes(tree) if isinstance(n, Scalar) and "{" in str(n.value))
    inner = embedded(scalar)
    check(inner)
    root = read(inner, "json")
    assert pairs(root) == (("x", [1]),)
    one = next(n for n in nodes(root) if isinstance(n, Scalar) and n.value == 1)
    span = one.span.outermost
    assert (span.source, span.text) == (source, "1")
    assert inner.escape is not None
    mended = text[: span.start] + inner.escape('1,\n   "it\'s\\n"') + text[span.end :]
    again = read(Source("x", mended), "yaml")
    scalar = next(n for n in nodes(again) if isinstance(n, Scalar) and "{" in str(n.value))
    assert pairs(read(embedded(scalar), "json")) == (("x", [1, "it's\n"]),)


@given(values())
def test_json_in_json_in_yaml(value: Any) -> None:
    assume("\\ud" not in json.dumps(value) or json.dumps(value, ensure_ascii=False).isprintable())
    text = "k: |\n  " + json.dumps({"a": json.dumps(json.dumps(value))}, indent=2).replace(
        "\n", "\n  "
    )
    outer = embedded(only_value(read(Source("x", text), "yaml")))
    middle = embedded(only_value(read(outer, "json")))
    inner = embedded(scalar_of(read(middle, "json")))
    assert repr(pairs(read(inner, "json"))) == repr(json.loads(inner.text, object_pairs_hook=tuple))
    for offset in range(len(inner.text)):
        span = inner.outermost(offset, offset + 1)
        assert json.loads(json.loads(f'"{span.text}"').join('""')) == inner.text[offset]


def scalar_of(node: Node) -> Scalar:
    assert isinstance(node, Scalar)
    return node


def test_a_policy_in_a_template_is_placed_to_the_character() -> None:
    text = "a:\n  Policy: |\n" + "".join(
        f"    {line}\n" for line in json.dumps(POLICY, indent=2, ensure_ascii=False).split("\n")
    )
    source = Source("x", text)
    scalar = next(
        n for n in nodes(read(source, "yaml")) if isinstance(n, Scalar) and n.style == "|"
    )
    root = read(embedded(scalar), "json")
    place = next(n for n in nodes(root) if isinstance(n, Scalar) and n.value == "s3:*").span
    assert place.outermost.text == '"s3:*"'
    assert place.outermost.place == (7, 21)
    assert place.place == (5, 17)


def test_a_string_that_stands_in_no_file_has_a_text_all_the_same() -> None:
    inner = embedded(Scalar(Source("x", ""), 0, 0, '{"a": 1}'))
    assert inner.text == '{"a": 1}'
    assert inner.escape is None
    assert inner.outermost(3, 5) == (inner.host, 0, 0)
