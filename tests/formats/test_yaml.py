"""YAML: agreement with libyaml, values as JSON has them, exact places, bounds."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from iamlint.errors import Unreadable
from iamlint.formats import read, read_all
from iamlint.formats.limits import MAX_DEPTH
from iamlint.formats.yaml import scalar_value
from iamlint.text.node import Mapping, Node, Scalar, Sequence
from iamlint.text.source import Source

from .trees import nodes, pairs, values


def parse(text: str) -> Node:
    return read(Source("x.yaml", text), "yaml")


def data(text: str) -> Any:
    return pairs(parse(text))


yaml_texts = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=8),
    st.text(st.sampled_from("ab :#-'\"\n\\{}[],&*!|>%@\té😀"), max_size=12),
    st.sampled_from(["2012-10-17", "012345678901", "on", "<<", "=", "a: b", "- a", "", "~", "1e3"]),
)
yaml_scalars = st.one_of(st.none(), st.booleans(), st.integers(), yaml_texts)
styles: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {
        "default_style": st.sampled_from([None, '"', "'", "|", ">"]),
        "default_flow_style": st.sampled_from([True, False, None]),
        "width": st.sampled_from([5, 20, 80]),
        "indent": st.sampled_from([2, 4, 7]),
        "allow_unicode": st.booleans(),
        "line_break": st.sampled_from(["\n", "\r\n"]),
        "explicit_start": st.booleans(),
    }
)


@st.composite
def documents(draw: st.DrawFn) -> str:
    text = yaml.dump(
        draw(values(yaml_scalars, yaml_texts)), Dumper=yaml.CSafeDumper, **draw(styles)
    )
    assert isinstance(text, str)
    return text


@given(documents())
def test_every_node_is_what_the_composer_sees(text: str) -> None:
    composed = yaml.compose(text, Loader=yaml.CBaseLoader)
    assert composed is not None
    agree(parse(text), composed)


def agree(node: Node, composed: yaml.Node) -> None:
    """The same structure and texts, beginning at the same characters."""
    if not composed.tag.startswith("tag:"):
        assert isinstance(node, Mapping)
        ((_, node),) = node.entries
    if isinstance(composed, yaml.ScalarNode):
        assert isinstance(node, Scalar)
        plain = node.style == "" and composed.tag != "tag:yaml.org,2002:binary"
        assert node.value == (scalar_value(composed.value) if plain else composed.value)
        assert node.style == (composed.style or "")
        if node.style not in ("|", ">"):
            assert node.end == composed.end_mark.index
    elif isinstance(composed, yaml.SequenceNode):
        assert isinstance(node, Sequence)
        for item, expected in zip(node.items, composed.value, strict=True):
            agree(item, expected)
    else:
        assert isinstance(node, Mapping)
        for (key, value), (key_node, value_node) in zip(node.entries, composed.value, strict=True):
            agree(key, key_node)
            agree(value, value_node)
    assert node.start >= composed.start_mark.index
    if composed.flow_style if hasattr(composed, "flow_style") else False:
        assert node.end == composed.end_mark.index
    assert node.end <= composed.end_mark.index


@st.composite
def damaged(draw: st.DrawFn) -> str:
    text = draw(documents())
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(text)))
        new = draw(st.sampled_from(["", *"&*!|>-?:,[]{}#'\"\\% \n\t~ab\x00", "&a ", "*a", "<<: "]))
        text = text[:at] + new + text[at + draw(st.integers(0, 2)) :]
    return text


@given(damaged())
@settings(max_examples=200)
@example("a: &a [*a]")
@example("a: *b")
@example("\ud800")
@example("a: \x01")
@example("%YAML 3.0\n---\na")
@example("!<tag:x> a")
@example("? !a b\n: c")
@example("!")
@example("[!a ]")
@example("&a")
def test_whatever_the_text_it_is_a_tree_or_unreadable(text: str) -> None:
    source = Source("x", text)
    fault, trees = Unreadable("none"), []
    try:
        trees = read_all(source, "yaml")
    except Unreadable as error:
        fault = error
    assert 0 <= fault.offset <= len(text)
    assert fault.message
    for tree in trees:
        for node in nodes(tree):
            assert 0 <= node.start <= node.end <= len(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2012-10-17", "2012-10-17"),
        ("012345678901", "012345678901"),
        ("123456789012", 123456789012),
        ("on", "on"),
        ("yes", "yes"),
        ("No", "No"),
        ("true", True),
        ("TRUE", True),
        ("False", False),
        ("null", None),
        ("~", None),
        ("''", ""),
        ("'true'", "true"),
        ('"1"', "1"),
        ("-1.5", -1.5),
        ("1e3", 1000.0),
        ("1_000", "1_000"),
        ("0x1F", "0x1F"),
        (".5", ".5"),
        ("+1", "+1"),
        (".inf", ".inf"),
        ("12:30:45", "12:30:45"),
        ("!!str 12", "12"),
        ("! 12", "12"),
        ("!!int 12", 12),
        ("=", "="),
        ("arn:aws:s3:::x/*", "arn:aws:s3:::x/*"),
        ("s3:*", "s3:*"),
    ],
)
def test_plain_scalars_are_values_only_where_json_has_them(text: str, value: object) -> None:
    found = data(text)
    assert (found, type(found)) == (value, type(value))


ASTRAL = """\
# 😀 é
first: 😀x
"sécond": &mark "a\\
  b"
third:
  - |+ # keep
    one
      two

  - >2-
     x

  - 'it''s'
  - plain
    folded
  - {a: [b, "c"], d: }
"""


@pytest.mark.parametrize("line_break", ["\n", "\r\n"])
@pytest.mark.parametrize("bom", ["", "\ufeff"])
def test_places_count_characters(line_break: str, bom: str) -> None:
    node = parse(bom + ASTRAL.replace("\n", line_break))
    found = [n.span.text.replace(line_break, "\n") for n in nodes(node) if isinstance(n, Scalar)]
    assert found == [
        "first",
        "😀x",
        '"sécond"',
        '"a\\\n  b"',
        "third",
        "|+ # keep\n    one\n      two",
        ">2-\n     x",
        "'it''s'",
        "plain\n    folded",
        "a",
        "b",
        '"c"',
        "d",
        "",
    ]


def test_block_collections_end_with_their_last_value() -> None:
    node = parse("a:\n  - b: 1  # one\n    c:\n      - 2\n\n  # after\n\n  -\nd: e\n# end\n")
    assert isinstance(node, Mapping)
    sequence = node.get("a")
    assert isinstance(sequence, Sequence)
    assert sequence.span.text.startswith("- b: 1")
    assert sequence.span.text.endswith("# after\n\n  -")
    assert sequence.items[0].span.text == "b: 1  # one\n    c:\n      - 2"
    assert node.span.text.endswith("d: e")


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("x: &a\n- 1\n", "- 1"),
        ("x: &a\n  - 1\n", "- 1"),
        ("x: &a\n  -\n   - 1", "-\n   - 1"),
        ("x: &a {b: c} # d", "{b: c}"),
        ("x: !!map {b: c}", "{b: c}"),
        ("x: &a # d\n  b: c", "b: c"),
        ("x: &a\n  ? b\n  : c", "? b\n  : c"),
        ("x: &a\n  -1: c", "-1: c"),
        ("x: &a b", "b"),
        ("x: &a # c\n  b", "b"),
        ("x: &a 'b'", "'b'"),
        ("x: &a\ny: 1", ""),
        ("x: !!str &a |\n  b\n\n", "|\n  b"),
    ],
)
def test_anchors_and_plain_tags_are_not_part_of_a_value(text: str, span: str) -> None:
    node = parse(text)
    assert isinstance(node, Mapping)
    assert node.entries[0][1].span.text == span


@pytest.mark.parametrize(
    ("text", "value", "spans"),
    [
        ("!Ref Key", (("Ref", "Key"),), ["!Ref Key", "!Ref", "Key"]),
        (
            "!GetAtt Nested.Outputs.Arn",
            (("Fn::GetAtt", ["Nested", "Outputs.Arn"]),),
            [
                "!GetAtt Nested.Outputs.Arn",
                "!GetAtt",
                "Nested.Outputs.Arn",
                "Nested",
                "Outputs.Arn",
            ],
        ),
        (
            "!GetAtt 'A.B'",
            (("Fn::GetAtt", ["A", "B"]),),
            ["!GetAtt 'A.B'", "!GetAtt", "'A.B'", "A", "B"],
        ),
        (
            "!GetAtt [A, B]",
            (("Fn::GetAtt", ["A", "B"]),),
            ["!GetAtt [A, B]", "!GetAtt", "[A, B]", "A", "B"],
        ),
        (
            "!Sub\n  - ${A}\n  - {A: 1}",
            (("Fn::Sub", ["${A}", (("A", 1),)]),),
            None,
        ),
        ("!Condition Prod", (("Condition", "Prod"),), None),
        ("!If [C, !Ref A, b]", (("Fn::If", ["C", (("Ref", "A"),), "b"]),), None),
        ("!Other {a: 1}", (("!Other", (("a", 1),)),), ["!Other {a: 1}", "!Other"]),
        ("&a !Ref X", (("Ref", "X"),), ["!Ref X", "!Ref", "X"]),
        ("!Ref &a X", (("Ref", "X"),), ["!Ref &a X", "!Ref", "X"]),
        ("!Sub |\n  a\n", (("Fn::Sub", "a\n"),), ["!Sub |\n  a", "!Sub", "|\n  a"]),
        ("!Ref 123", (("Ref", 123),), None),
        ("[!Base64 ]", [(("Fn::Base64", None),)], None),
    ],
)
def test_short_tags_become_their_long_form(text: str, value: Any, spans: list[str] | None) -> None:
    node = parse(text)
    assert pairs(node) == value
    if spans is not None:
        assert [n.span.text for n in nodes(node)][: len(spans)] == spans


def test_an_alias_is_the_node_it_names() -> None:
    node = parse("a: &x [1, 2]\nb: *x\nc: &x 3\nd: *x\n")
    assert isinstance(node, Mapping)
    assert node.get("b") is node.get("a")
    assert pairs(node)[2:] == (("c", 3), ("d", 3))
    assert node.span.text.endswith("d: *x")


def test_merge_keys_are_resolved_and_written_entries_win() -> None:
    text = """
base: &base {a: 1, b: 2}
more: &more {b: 3, c: 4}
all:
  <<: [*base, *more]
  a: 0
one: {<<: *base, d: 5}
no: {"<<": 1, e: {<<: text}}
"""
    assert dict(data(text)) | {"base": 0, "more": 0} == {
        "base": 0,
        "more": 0,
        "all": (("b", 2), ("c", 4), ("a", 0)),
        "one": (("a", 1), ("b", 2), ("d", 5)),
        "no": (("<<", 1), ("e", (("<<", "text"),))),
    }


def test_keys_stay_twice_and_may_be_anything() -> None:
    assert data("a: 1\na: 2\n[b, c]: 3\n1: 4\n!Ref x: 5\n") == (
        ("a", 1),
        ("a", 2),
        ("[b, c]", 3),
        (1, 4),
        ("!Ref x", 5),
    )


def test_a_file_may_hold_several_documents() -> None:
    source = Source("x", "--- &a 1\n---\nb: 2\n...\n---\n- 3\n")
    assert [pairs(tree) for tree in read_all(source, "yaml")] == [1, (("b", 2),), [3]]
    assert read_all(Source("x", "# nothing\n"), "yaml") == []
    with pytest.raises(Unreadable, match="more than one document"):
        read(source, "yaml")
    with pytest.raises(Unreadable, match="no document"):
        parse("# nothing\n")
    with pytest.raises(Unreadable, match="has no anchor"):
        read_all(Source("x", "a: &a 1\n---\nb: *a"), "yaml")


LAUGHS = "a0: &a0 [lol]\n" + "".join(
    f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]\n" for i in range(1, 12)
)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[" * 200_000, f"deeper than {MAX_DEPTH} levels"),
        ("{a: " * 200_000, f"deeper than {MAX_DEPTH} levels"),
        ("- " * 200_000, f"deeper than {MAX_DEPTH} levels"),
        ("\n".join(" " * i + "a:" for i in range(2_000)), f"deeper than {MAX_DEPTH} levels"),
        ("!Not [" * 100, f"deeper than {MAX_DEPTH} levels"),
        (LAUGHS, "aliases stand for more than"),
        ("a: &a\n  b: [*a]", "stands inside the value it names"),
        ("a: &a [1, *a]", "stands inside the value it names"),
        (
            "a0: &a0 [x]\n" + "".join(f"a{i}: &a{i} [*a{i - 1}]\n" for i in range(1, 200)),
            f"deeper than {MAX_DEPTH} levels",
        ),
        ("\udc80", "half a surrogate pair"),
        ("a: b\x00", "control characters"),
        ("a: [1", "did not find expected"),
        ("a:\n\t- b", "cannot start any token"),
    ],
)
def test_what_no_tree_can_be_made_of_is_refused(text: str, message: str) -> None:
    with pytest.raises(Unreadable, match=message):
        parse(text)


def test_faults_are_placed() -> None:
    with pytest.raises(Unreadable) as caught:
        parse("é: 1\nb: [1, 2\nc: 3\n")
    assert caught.value.offset == 15
    with pytest.raises(Unreadable) as caught:
        parse("é😀: \x01")
    assert caught.value.offset == 4


def test_without_libyaml_the_trees_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    from iamlint.formats import pure_yaml, yaml_events

    before = [(type(n), n.span.text) for n in nodes(parse(ASTRAL))]
    monkeypatch.setattr(yaml_events, "_parser", pure_yaml.PureParser)
    assert [(type(n), n.span.text) for n in nodes(parse(ASTRAL))] == before
    with pytest.raises(Unreadable, match="special characters"):
        parse("\x01")
