"""How edited files look: as a person would have written it there."""

from __future__ import annotations

import textwrap
from typing import Any

import pytest

from iamlint.formats.edits import Change, Draft, Raw, Uneditable, applied
from iamlint.text.source import Source, Span

STATEMENT = {"Effect": "Allow", "Action": ["kms:Decrypt"], "Resource": {"Fn::GetAtt": ["K", "Arn"]}}


def edited(path: str, text: str, *operations: tuple[Any, ...]) -> str:
    """The text after operations, each an editor's method, the text of a node, and arguments."""
    source, draft = Source(path, text), Draft()
    for method, target, *arguments in operations:
        start = text.index(target)
        editor, spot = draft.at(Span(source, start, start + len(target)))
        first = {"first": True} if arguments[-1:] == ["first"] else {}
        getattr(editor, method)(spot, *(arguments[:-1] if first else arguments), **first)
    edits = draft.edits()
    return applied(text, [Change(e.span.start, e.span.end, e.text) for e in edits])


def yaml(text: str, *operations: tuple[Any, ...]) -> str:
    return edited("x.yaml", textwrap.dedent(text), *operations)


def json(text: str, *operations: tuple[Any, ...]) -> str:
    return edited("x.json", textwrap.dedent(text), *operations)


POLICY = """\
{
    "Version" : "2012-10-17",
    "Statement" : [{
        "Effect" : "Allow",
        "Action" : "s3:GetObject",
        "Resource" : [ "a", "b" ]
    }]
}
"""


def test_json_has_the_files_own_indent_brackets_and_colons() -> None:
    assert (
        json(
            POLICY,
            ("append", POLICY[POLICY.index("[{") : POLICY.index("}]") + 2], [{"Effect": "Deny"}]),
            ("append", '[ "a", "b" ]', ["c"]),
            ("append", '"s3:GetObject"', ["s3:PutObject"]),
            ("rename", '"Effect"', "effect"),
            ("put", POLICY.strip(), "Id", "x", "first"),
        )
        == """\
{
    "Id" : "x",
    "Version" : "2012-10-17",
    "Statement" : [{
        "effect" : "Allow",
        "Action" : ["s3:GetObject", "s3:PutObject"],
        "Resource" : [ "a", "b", "c" ]
    }, {
        "Effect": "Deny"
    }]
}
"""
    )


@pytest.mark.parametrize(
    ("before", "operation", "after"),
    [
        ('{"a":["x"]}', ("append", '["x"]', ["y", "z"]), '{"a":["x","y","z"]}'),
        ('{"a":"x"}', ("append", '"x"', [True]), '{"a":["x",true]}'),
        ('{"a": []}', ("append", "[]", ["y"]), '{"a": ["y"]}'),
        ('{"a": ["x", "y"]}', ("remove", '"x"'), '{"a": ["y"]}'),
        ('{"a": ["x", "y"]}', ("remove", '"y"'), '{"a": ["x"]}'),
        ('{"a": ["x"]}', ("remove", '"x"'), '{"a": []}'),
        ('{"a": 1, "b": 2}', ("remove", '"a"'), '{"b": 2}'),
        ('{\n  "a": 1,\n  "b": 2\n}', ("remove", '"b"'), '{\n  "a": 1\n}'),
        ('{\n  "a": 1,\n  "b": 2\n}', ("remove", '"a"'), '{\n  "b": 2\n}'),
        ('{\n\t"a": []\n}', ("append", "[]", [1]), '{\n\t"a": [\n\t\t1\n\t]\n}'),
        ('{"a": "x"}', ("replace", '"x"', 'é"\n\ud800'), '{"a": "é\\"\\n\\ud800"}'),
        ('{"a": "x"}', ("replace", '"x"', Raw('{"Ref":"B"}')), '{"a": {"Ref": "B"}}'),
    ],
)
def test_json_in_small(before: str, operation: tuple[Any, ...], after: str) -> None:
    assert json(before, operation) == after


def test_functions_stand_on_one_line_where_the_file_has_them_so() -> None:
    text = '{\n  "a": {"Ref": "B"},\n  "c": {\n    "d": 1,\n    "e": []\n  }\n}\n'
    grant = {"Resource": {"Fn::GetAtt": ["K", "Arn"]}, "Sid": "x"}
    assert json(text, ("replace", "[]", grant)) == text.replace(
        "[]",
        '{\n      "Resource": {"Fn::GetAtt": ["K", "Arn"]},\n      "Sid": "x"\n    }',
    )


TEMPLATE = """\
# top
Resources:
  Policy:
    Type: AWS::IAM::Policy
    Properties:
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow  # why
            Action: s3:Get*  # because
            # own line
            Resource:
              - !Sub "arn:${AWS::Partition}:s3:::x/*"  # x
              - !GetAtt B.Arn
              # and so on
          # the end of the list
      Roles: [!Ref Role]
"""


def test_yaml_keeps_comments_and_writes_short_tags() -> None:
    statements = TEMPLATE[TEMPLATE.index("- Effect") : TEMPLATE.index("B.Arn") + 5]
    assert (
        yaml(
            TEMPLATE,
            ("append", statements, [STATEMENT]),
            ("append", "s3:Get*", ["*", "012345678901"]),
            ("append", "[!Ref Role]", [{"Ref": "Other"}]),
            ("remove", '!Sub "arn:${AWS::Partition}:s3:::x/*"'),
        )
        == """\
# top
Resources:
  Policy:
    Type: AWS::IAM::Policy
    Properties:
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow  # why
            Action:
              - s3:Get*  # because
              - "*"
              - "012345678901"
            # own line
            Resource:
              - !GetAtt B.Arn
              # and so on
          - Effect: Allow
            Action:
              - kms:Decrypt
            Resource: !GetAtt K.Arn
          # the end of the list
      Roles: [!Ref Role, !Ref Other]
"""
    )


SINGLE = """\
Statement:
    Effect: Allow
    # which
    Action: [s3:Get]
    Condition: {}
    Text: |
        a

          b
Next: 1
"""


def test_a_single_statement_becomes_a_list() -> None:
    statement = SINGLE[SINGLE.index("Effect") : SINGLE.index("  b") + 3]
    assert (
        yaml(SINGLE, ("append", statement, [{"Effect": "Deny", "Action": ["a", "b"]}]))
        == """\
Statement:
  - Effect: Allow
    # which
    Action: [s3:Get]
    Condition: {}
    Text: |
        a

          b
  - Effect: Deny
    Action: [a, b]
Next: 1
"""
    )


@pytest.mark.parametrize(
    ("before", "operation", "after"),
    [
        ("a: x\n", ("append", "x", ["w"]), "a:\n  - x\n  - w\n"),
        ("a: 'x' # c\n", ("append", "'x'", ["w"]), "a:\n  - 'x' # c\n  - 'w'\n"),
        ("b:\n- 1\na: x\n", ("append", "x", ["w"]), "b:\n- 1\na:\n- x\n- w\n"),
        ("b: [1]\na: x\n", ("append", "x", ["w"]), "b: [1]\na: [x, w]\n"),
        ("a: |\n  x\n", ("append", "|\n  x", ["w"]), "a:\n  - |\n    x\n  - w\n"),
        ("a: !Sub x\n", ("append", "!Sub x", ["w"]), "a:\n  - !Sub x\n  - w\n"),
        ("a:\n  - x", ("append", "- x", ["w"]), "a:\n  - x\n  - w"),
        ("a:\n-   x\n", ("append", "-   x", [{"b": 1, "c": 2}]), "a:\n-   x\n-   b: 1\n    c: 2\n"),
        ("a: []\n", ("append", "[]", ["w"]), "a:\n  - w\n"),
        ("a: [] # c\n", ("append", "[]", [{"b": 1}]), "a: # c\n  - b: 1\n"),
        ("a: [\n  x, # c\n  y # d\n]\n", ("append", "[\n  x, # c\n  y # d\n]", ["z"]),
         "a: [\n  x, # c\n  y, # d\n  z\n]\n"),
        ("a: [\n  x,\n  y, # d\n]\n", ("append", "[\n  x,\n  y, # d\n]", ["z"]),
         "a: [\n  x,\n  y, # d\n  z,\n]\n"),
        ('a: ["x"]\n', ("append", '["x"]', ["w"]), 'a: ["x", "w"]\n'),
        ("a:\n  - x\n  - w\n", ("remove", "x"), "a:\n  - w\n"),
        ("a:\n  # c\n  - x\n  # d\n  - y # e\n", ("remove", "y"), "a:\n  # c\n  - x\n  # d\n"),
        ("a:\n  - x\nb: 1\n", ("remove", "x"), "a: []\nb: 1\n"),
        ("a: # c\n  - x\nb: 1\n", ("remove", "x"), "a: [] # c\nb: 1\n"),
        ("- a: 1\n  b: 2\n", ("remove", "a"), "- b: 2\n"),
        ("- a: 1\n  # c\n  b: 2\n", ("remove", "a"), "- # c\n  b: 2\n"),
        ("a: 1\nb: 2", ("remove", "b"), "a: 1"),
        ("x:\n  a: 1\n", ("remove", "a"), "x: {}\n"),
        ("- - x\n  - w\n", ("remove", "x"), "- - w\n"),
        ("a: x\n", ("put", "a: x", "Version", "2012-10-17", "first"),
         'Version: "2012-10-17"\na: x\n'),
        ("- a: 'x'\n  b: 1\n", ("put", "a: 'x'\n  b: 1", "c", ["on"]),
         "- a: 'x'\n  b: 1\n  c:\n    - 'on'\n"),
        ("a: x # c\n", ("put", "a: x", "a", "w"), "a: w # c\n"),
        ("a: x # c\n", ("put", "a: x", "a", ["w"]), "a: # c\n  - w\n"),
        ("a:\n", ("put", "a:", "a", "w"), "a: w\n"),
        ("a: {b: 1}\n", ("put", "{b: 1}", "c", {"d": ["x"]}), "a: {b: 1, c: {d: [x]}}\n"),
        ("a: {}\n", ("put", "{}", "c", "x"), "a:\n  c: x\n"),
        ("a: &n x\nb: *n\n", ("replace", "x", "w"), "a: &n w\nb: *n\n"),
        ("a: !Sub x\n", ("replace", "!Sub x", {"Fn::Sub": "${B}/*"}), 'a: !Sub "${B}/*"\n'),
        ("a: {Ref: X}\n", ("replace", "{Ref: X}", {"Fn::GetAtt": ["X", "Arn"]}),
         "a:\n  Fn::GetAtt:\n    - X\n    - Arn\n"),
        ("a: x\n", ("replace", "x", {"Fn::Join": ["", ["a", {"Ref": "B"}]]}),
         'a: !Join ["", [a, !Ref B]]\n'),
        ("a: x\n", ("replace", "x", Raw("!Ref 'Q'")), "a: !Ref 'Q'\n"),
        ("a: 'x'\n", ("replace", "'x'", "it's"), "a: 'it''s'\n"),
        ("a: x\n", ("replace", "x", "1\n2"), 'a: "1\\n2"\n'),
        ("'a': x\n", ("rename", "'a'", "b"), "'b': x\n"),
        ("a: x\r\nb:\r\n  - y\r\n", ("append", "- y", ["z"]), "a: x\r\nb:\r\n  - y\r\n  - z\r\n"),
    ],
)  # fmt: skip
def test_yaml_in_small(before: str, operation: tuple[Any, ...], after: str) -> None:
    assert edited("x.yaml", before, operation) == after


@pytest.mark.parametrize(
    ("before", "operation"),
    [
        ("a: [*x]\nb: &x 1\n", ("append", "[*x]", ["y"])),
        ("b: &x 1\na: [c, *x]\n", ("append", "[c, *x]", ["y"])),
        ("b: &x {c: 1}\na:\n  <<: *x\n", ("put", "<<: *x", "d", 1)),
        ("b: &x {c: 1}\na:\n  <<: *x\n  d: 2\n", ("put", "<<: *x\n  d: 2", "c", 1)),
        ("a: !GetAtt B.C\n", ("append", "B.C", ["y"])),
        ("a: !Ref B\n", ("put", "!Ref B", "y", 1)),
        ("a:\n  - |+\n    x\n\n\nb: 1\n", ("append", "- |+\n    x", ["y"])),
        ("a: &x b\nc: *x\n", ("remove", "a")),
        ("? a\n: b\n", ("put", "? a\n: b", "c", 1)),
        ("a", ("remove", "a")),
    ],
)
def test_what_cannot_be_edited_is_refused(before: str, operation: tuple[Any, ...]) -> None:
    with pytest.raises(Uneditable):
        edited("x.yaml", before, operation)


def test_several_edits_of_one_list_go_together() -> None:
    text = '["a", "b", "c", "d"]'
    gone = [("remove", f'"{name}"') for name in "abd"]
    assert json(text, *gone, ("append", text, ["e"])) == '["c", "e"]'
    assert json('["a", "b"]', ("remove", '"a"'), ("remove", '"b"')) == "[]"
    lines = "- a\n- b\n- c\n"
    assert yaml(lines, ("remove", "a"), ("remove", "b")) == "- c\n"


@pytest.mark.parametrize(
    ("path", "before", "after"),
    [
        (
            "x.yaml",
            "a:\n  k: !Sub |\n    {\n      \"x\": [\n        \"b\"\n      ]\n    }\nc: 1\n",
            "a:\n  k: !Sub |\n    {\n      \"x\": [\n        \"b\",\n        \"it's\\n\"\n      ]\n    }\nc: 1\n",
        ),
        ("x.yaml", "k: '{\"x\": [\"b\"]}'\n", "k: '{\"x\": [\"b\", \"it''s\\n\"]}'\n"),
        ("x.yaml", 'k: "{\\"x\\": [\\"b\\"]}"\n', 'k: "{\\"x\\": [\\"b\\", \\"it\'s\\\\n\\"]}"\n'),
        ("x.yaml", 'k: >\n  {"x":\n  ["b"]}\n', 'k: >\n  {"x":\n  ["b", "it\'s\\n"]}\n'),
        ("x.json", '{"k": "{\\"x\\": [\\"b\\"]}"}', '{"k": "{\\"x\\": [\\"b\\", \\"it\'s\\\\n\\"]}"}'),
    ],
)  # fmt: skip
def test_edits_inside_strings_are_escaped_again(path: str, before: str, after: str) -> None:
    source, draft = Source(path, before), Draft()
    start = before.index("[")
    editor, spot = draft.at(Span(source, start, before.index("]") + 1))
    editor.append(spot, ["it's\n"])
    edits = draft.edits()
    assert applied(before, [Change(e.span.start, e.span.end, e.text) for e in edits]) == after


def test_json_in_json_in_yaml_is_escaped_twice() -> None:
    before = 'k: |\n  {"a": "{\\"b\\": \\"x\\"}"}\n'
    source, draft = Source("x.yaml", before), Draft()
    start = before.index("x\\")
    editor, spot = draft.at(Span(source, start - 2, start + 3))
    editor.append(spot, ['"'])
    (edit,) = draft.edits()
    after = applied(before, [Change(edit.span.start, edit.span.end, edit.text)])
    assert after == 'k: |\n  {"a": "{\\"b\\": [\\"x\\", \\"\\\\\\"\\"]}"}\n'


def test_places_without_a_value_and_without_a_file_are_refused() -> None:
    with pytest.raises(Uneditable, match="no value stands there"):
        Draft().at(Span(Source("x.json", '{"a": 1}'), 2, 3))
    with pytest.raises(Uneditable, match="no file"):
        Draft().at(Span(Source("", "1"), 0, 1))
    with pytest.raises(Uneditable, match="neither JSON nor YAML"):
        Draft().at(Span(Source("x.tf", "1"), 0, 1))
    with pytest.raises(Uneditable, match="cannot be read"):
        Draft().at(Span(Source("x.json", "[1"), 0, 1))
