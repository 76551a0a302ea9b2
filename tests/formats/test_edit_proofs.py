"""A proof by pieces never says more than reading all of the text again."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iamlint.formats import read_all
from iamlint.formats.edits import Change, Draft, Editor, Uneditable, applied
from iamlint.formats.edits import pieces as by_pieces
from iamlint.formats.edits.intended import meaning, means
from iamlint.text.node import Mapping, Node, Sequence
from iamlint.text.source import Source

from .test_edits import json_files, new_values, yaml_files

POLICY = """{"Statement": [%s]}"""
STATEMENT = """{"Effect": "Allow", "Action": ["s3:GetObject"], "Resource": "*"}"""
written = st.sampled_from(
    ["", " ", ",", "]", "}", "[", "{", '"', "'", "#", "# note", "\n", "\n  ", "\n- ", "- ", ": ",
     "a: ", "x", "0", ', "a"', "], [", '}, {"a": 1', "|\n", ">\n", "---\n", "&a ", "!Ref "]
)  # fmt: skip


def right_as_a_whole(editor: Editor) -> bool:
    try:
        text = applied(editor.text, editor.changes)
    except Uneditable:
        return False
    expected = [meaning(document, editor.revisions) for document in editor.documents]
    return means(text, editor.language, expected)


def nodes(node: Node) -> list[Node]:
    if isinstance(node, Sequence):
        return [node, *(inner for item in node.items for inner in nodes(item))]
    if isinstance(node, Mapping):
        return [node, *(inner for _, value in node.entries for inner in nodes(value))]
    return [node]


def edited(draw: Any, draft: Draft, root: Node) -> Editor:
    """An editor that has collected a few edits of different nodes."""
    editor, _ = draft.at(root.span)
    chosen = st.lists(st.sampled_from(nodes(root)), min_size=1, max_size=3, unique_by=id)
    for node in draw(chosen):
        _, spot = draft.at(node.span)
        kind = draw(st.sampled_from(["append", "put", "first", "replace", "remove"]))
        if kind == "append":
            editor.append(spot, draw(st.lists(new_values, min_size=1, max_size=2)))
        elif kind == "replace":
            editor.replace(spot, draw(new_values))
        elif kind == "remove":
            editor.remove(spot)
        else:
            editor.put(spot, "Version", draw(new_values), first=kind == "first")
    editor.finish()
    return editor


def spoiled(draw: Any, editor: Editor) -> None:
    """Write something else at a place or nearby, or take it out."""
    changes = editor.changes
    for _ in range(draw(st.integers(0, 2))):
        number = draw(st.integers(0, len(changes) - 1))
        start, end, text = changes[number]
        at = draw(st.integers(0, len(text)))
        text = text[:at] + draw(written) + text[at + draw(st.integers(0, 2)) :]
        start = max(0, start + draw(st.integers(-2, 2)))
        end = min(len(editor.text), max(start, end + draw(st.integers(-2, 2))))
        changes[number] = Change(start, end, text)


def check(draw: Any, source: Source, language: str) -> None:
    (root,) = read_all(source, language)
    draft = Draft()
    try:
        editor = edited(draw, draft, root)
        spoiled(draw, editor)
        proven = by_pieces.proven(editor)
    except Uneditable:
        return
    assert not proven or right_as_a_whole(editor), editor.changes


@given(st.data(), json_files())
def test_what_pieces_of_json_prove_is_so(draws: st.DataObject, file: tuple[Any, Source]) -> None:
    check(draws.draw, file[1], "json")


@given(st.data(), yaml_files())
def test_what_pieces_of_yaml_prove_is_so(draws: st.DataObject, file: tuple[Any, Source]) -> None:
    check(draws.draw, file[1], "yaml")


@pytest.mark.parametrize("count", [100, 1000])
def test_a_proof_reads_no_more_of_a_long_file(count: int, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[int] = []

    def measured(text: str, *rest: Any) -> bool:
        read.append(len(text))
        return means(text, *rest)

    monkeypatch.setattr(by_pieces, "means", measured)
    source = Source("policy.json", POLICY % ", ".join([STATEMENT] * count))
    (root,) = read_all(source, "json")
    assert isinstance(root, Mapping)
    statements = root.entries[0][1]
    assert isinstance(statements, Sequence)
    for statement in (statements.items[0], statements.items[-1]):
        draft = Draft()
        editor, spot = draft.at(statement.span)
        editor.put(spot, "Sid", "New")
        assert spot.parent is not None
        editor.append(editor.spot_of(spot.parent), [{"Effect": "Deny"}])
        assert draft.edits()
    assert max(read) < 100
