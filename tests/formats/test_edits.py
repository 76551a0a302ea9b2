"""Edits: the text read again is the tree that was meant, and nothing else is touched."""

from __future__ import annotations

import copy
import itertools
import json
import re
from collections.abc import Callable
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from iamlint.formats import read_all
from iamlint.formats.edits import Change, Draft, Uneditable, applied
from iamlint.text.node import Mapping, Node, Sequence
from iamlint.text.source import Source

from .trees import pairs

Path = tuple[Any, ...]
Draw = Callable[[st.SearchStrategy[Any]], Any]

words = st.sampled_from(
    ["Allow", "s3:GetObject", "s3:*", "*", "arn:aws:s3:::x/*", "2012-10-17", "012345678901",
     "on", "a b", "it's", 'say "x"', "#no", "a: b", "${aws:username}", "!Ref", "", "é😀", "-", "null"]
)  # fmt: skip
keys = st.sampled_from(["Sid", "Action", "Resource", "aws:SourceArn", "yes", "a b", "Condition"])
leaves = st.one_of(words, words, st.booleans(), st.integers(-5, 10**12), st.none())
data = st.recursive(
    leaves,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(keys, inner, max_size=4)),
    max_leaves=10,
)
documents = st.one_of(
    st.dictionaries(keys, data, min_size=1, max_size=4), st.lists(data, min_size=1, max_size=4)
)
new_values: st.SearchStrategy[Any] = st.one_of(
    words,
    st.booleans(),
    st.lists(words, max_size=3),
    st.just({"Effect": "Allow", "Action": ["kms:Decrypt", "kms:Encrypt"], "Resource": "*"}),
    st.just({"a": [{"b": []}, {}]}),
)


class YamlWriter:
    """Writes data as people write YAML: any style, comments anywhere."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.step = draw(st.sampled_from([2, 4]))
        self.dash = draw(st.sampled_from([0, 2]))
        self.comments = draw(st.booleans())
        self.count = itertools.count()

    def comment(self) -> str:
        if self.comments and self.draw(st.integers(0, 3)) == 0:
            return f"  # note {next(self.count)}"
        return ""

    def own_line(self, indent: int) -> list[str]:
        note = self.comment()
        return [" " * indent + note.strip()] if note else []

    def scalar(self, value: Any) -> str:
        if not isinstance(value, str):
            return json.dumps(value)
        plain = re.fullmatch(r"[A-Za-z][\w:*/-]*", value) and value not in ("on", "null", "yes")
        styles = ['"', "'"] + ([""] if plain else [])
        style = self.draw(st.sampled_from(styles))
        if style == "'":
            return "'" + value.replace("'", "''") + "'"
        return json.dumps(value, ensure_ascii=False) if style else value

    def flow(self, value: Any) -> str:
        if isinstance(value, dict):
            inside = ", ".join(f"{self.scalar(k)}: {self.flow(v)}" for k, v in value.items())
            return "{" + inside + "}"
        if isinstance(value, list):
            if value and self.draw(st.integers(0, 4)) == 0:
                inside = ",\n      ".join(self.flow(item) for item in value)
                return f"[\n      {inside}\n      ]"
            return "[" + ", ".join(self.flow(item) for item in value) + "]"
        return self.scalar(value)

    def block(self, value: Any, indent: int) -> list[str]:
        """Lines for a list or mapping that is not empty."""
        margin = " " * indent
        lines = []
        if isinstance(value, dict):
            for key, item in value.items():
                lines += self.own_line(indent)
                name = self.scalar(key)
                if self.on_one_line(item):
                    lines.append(f"{margin}{name}: {self.flow(item)}{self.comment()}")
                else:
                    offset = self.dash if isinstance(item, list) else self.step
                    lines.append(f"{margin}{name}:{self.comment()}")
                    lines += self.block(item, indent + offset)
            return lines
        for item in value:
            lines += self.own_line(indent)
            if self.on_one_line(item):
                lines.append(f"{margin}- {self.flow(item)}{self.comment()}")
            else:
                first, *rest = self.block(item, indent + 2)
                lines += (
                    [margin + "-", first, *rest]
                    if first.lstrip().startswith("#")
                    else [f"{margin}- {first.lstrip()}", *rest]
                )
        return lines

    def on_one_line(self, value: Any) -> bool:
        return not isinstance(value, (dict, list)) or not value or self.draw(st.integers(0, 2)) == 0


@st.composite
def yaml_files(draw: st.DrawFn) -> tuple[Any, Source]:
    value = draw(documents)
    text = "\n".join(YamlWriter(draw).block(value, 0)) + draw(st.sampled_from(["\n", "", "\n\n"]))
    if draw(st.booleans()):
        text = text.replace("\n", "\r\n")
    return value, Source("x.yaml", text)


@st.composite
def json_files(draw: st.DrawFn) -> tuple[Any, Source]:
    value = draw(documents)
    indent = draw(st.sampled_from([None, 2, 4, "\t"]))
    separators = draw(st.sampled_from([None, (",", ":"), (",", " : ")]))
    text = json.dumps(value, indent=indent, separators=separators, ensure_ascii=False)
    if draw(st.booleans()):  # short lists on one line
        text = re.sub(r"\[\s*([^\[\]{}]*?)\s*\]", joined, text)
    if draw(st.booleans()):
        text = text.replace("\n", "\r\n") + "\r\n"
    assume(json.loads(text) == value)
    return value, Source("x.json", text)


REFUSALS = ("it stands under no key",)
"""Edits of YAML that nobody asks for."""


def joined(found: re.Match[str]) -> str:
    return "[" + re.sub(r"\s+", " ", found[1]) + "]"


def paths(value: Any, path: Path = ()) -> list[Path]:
    found = [path]
    if isinstance(value, dict):
        found += [p for key, item in value.items() for p in paths(item, (*path, key))]
    elif isinstance(value, list):
        found += [p for index, item in enumerate(value) for p in paths(item, (*path, index))]
    return found


def node_at(node: Node, path: Path) -> Node:
    for step in path:
        if isinstance(node, Mapping):
            found = node.get(step)
            assert found is not None
            node = found
        else:
            assert isinstance(node, Sequence)
            node = node.items[step]
    return node


def value_at(value: Any, path: Path) -> Any:
    for step in path:
        value = value[step]
    return value


def as_pairs(value: Any) -> Any:
    if isinstance(value, dict):
        return tuple((key, as_pairs(item)) for key, item in value.items())
    return [as_pairs(item) for item in value] if isinstance(value, list) else value


class Operation:
    """One edit to a text, and the same to the data."""

    def __init__(self, draw: Draw, value: Any, source: Source) -> None:
        self.source = source
        self.language = source.path.rpartition(".")[2]
        (self.root,) = read_all(source, self.language)
        self.expected = copy.deepcopy(value)
        self.draft = Draft()
        self.path = draw(st.sampled_from(paths(value)))
        self.new = draw(new_values)
        kinds = ["replace", "append", "put", "put first", "remove", "rename"]
        self.kind = draw(st.sampled_from(kinds))
        self.act()

    def act(self) -> None:
        target = value_at(self.expected, self.path)
        editor, spot = self.draft.at(node_at(self.root, self.path).span)
        if self.kind == "append":
            editor.append(spot, [self.new])
            changed = [*target, self.new] if isinstance(target, list) else [target, self.new]
            self.set(changed)
        elif self.kind.startswith("put"):
            assume(isinstance(target, dict))
            first = self.kind == "put first"
            editor.put(spot, "Version", self.new, first=first)
            new = {"Version": self.new}
            self.set(new | target if first else target | new)
        elif self.kind == "replace":
            editor.replace(spot, self.new)
            self.set(self.new)
        else:
            assume(self.path != ())
            parent = value_at(self.expected, self.path[:-1])
            if self.kind == "remove":
                editor.remove(spot)
                del parent[self.path[-1]]
            else:
                assume(isinstance(parent, dict))
                mapping = node_at(self.root, self.path[:-1])
                assert isinstance(mapping, Mapping)
                key = mapping.key(self.path[-1])
                assert key is not None
                editor, spot = self.draft.at(key.span)
                editor.rename(spot, "Principal")
                renamed = {("Principal" if k == self.path[-1] else k): v for k, v in parent.items()}
                parent.clear()
                parent.update(renamed)

    def set(self, new: Any) -> None:
        if not self.path:
            self.expected = new
        else:
            value_at(self.expected, self.path[:-1])[self.path[-1]] = new


def check(operation: Operation) -> str:
    """The edited text, which must mean what was meant."""
    before = operation.source.text
    edits = operation.draft.edits()
    after = applied(before, [Change(e.span.start, e.span.end, e.text) for e in edits])
    (root,) = read_all(Source(operation.source.path, after), operation.language)
    assert repr(pairs(root)) == repr(as_pairs(operation.expected))
    if "\r" in before:
        assert "\n" not in after.replace("\r\n", "")
    return after


@given(st.data(), json_files())
def test_an_edit_of_json_means_what_was_meant(
    draws: st.DataObject, file: tuple[Any, Source]
) -> None:
    operation = Operation(draws.draw, *file)
    after = check(operation)
    if operation.kind == "remove":
        assert not re.search(r"\n[ \t]*\r?\n", after)


@given(st.data(), yaml_files())
def test_an_edit_of_yaml_means_what_was_meant(
    draws: st.DataObject, file: tuple[Any, Source]
) -> None:
    refusal = ""
    try:
        operation = Operation(draws.draw, *file)
        after = check(operation)
    except Uneditable as why:
        refusal = str(why)
    assert refusal in ("", *REFUSALS), file[1].text
    assume(not refusal)
    if operation.kind in ("append", "put", "put first", "rename"):
        notes = re.findall(r"# note \d+", file[1].text)
        assert re.findall(r"# note \d+", after) == notes
