"""YAML, read into a located tree from libyaml's events; marks count characters.

Values are what JSON has: a plain scalar is a number, truth value or null only where it looks like
one in JSON (and `True`, `~` and the like), so that `2012-10-17`, `012345678901` and `on` stay text.
Aliases share the node they stand for, merge keys are resolved, CloudFormation's short tags become
their long form. https://yaml.org/spec/1.1/
"""

from __future__ import annotations

import re

from iamlint.errors import Unreadable
from iamlint.text.hints import TYPE_CHECKING, Any
from iamlint.text.node import Mapping, Scalar, Sequence

from .aliases import Aliases
from .block_scalars import end_of_content
from .json import number
from .limits import MAX_CHARACTERS, MAX_DEPTH
from .merging import MERGE, merged
from .short_tags import NO_TAG, long_form, properties
from .yaml_events import events

if TYPE_CHECKING:
    from iamlint.text.node import Atom, Node
    from iamlint.text.source import Source

    from .short_tags import Tag

_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?").fullmatch
_CONSTANTS: dict[str, Atom] = {
    "": None,
    "~": None,
    "null": None,
    "Null": None,
    "NULL": None,
    "true": True,
    "True": True,
    "TRUE": True,
    "false": False,
    "False": False,
    "FALSE": False,
}
_TEXT_TAGS = ("!", "tag:yaml.org,2002:str")


def parse(source: Source) -> Node:
    """The tree of a text that holds one document. Raises `Unreadable` with the offset."""
    documents = parse_all(source)
    if not documents:
        raise Unreadable("there is no document in the file")
    if len(documents) > 1:
        raise Unreadable("there is more than one document in the file", documents[1].start)
    return documents[0]


def parse_all(source: Source) -> list[Node]:
    """The trees of all documents of a text. Raises `Unreadable` with the offset."""
    if len(source.text) > MAX_CHARACTERS:
        raise Unreadable(f"longer than {MAX_CHARACTERS:,} characters")
    text = source.text
    if text.startswith("\ufeff"):
        text = "\n" + text[1:]  # the parsers differ in whether they count it
    builder = _Builder(source)
    for event in events(text):
        builder.take(event)
    return builder.documents


def scalar_value(text: str) -> Atom:
    """What a plain scalar means."""
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if text[0] in "-0123456789":
        found = _NUMBER(text)
        if found is not None:
            return number(found)
    return text


class _Open:
    """A collection of which the end has not come yet."""

    __slots__ = ("anchor", "children", "depth", "end", "start", "tag")

    def __init__(self, start: int, depth: int, anchor: str | None, tag: Tag) -> None:
        self.start = start  # of the content, after tag and anchor
        self.depth = depth
        self.anchor = anchor
        self.tag = tag
        self.end = start  # of the last child so far
        self.children: list[Node] = []


class _Builder:
    """Makes trees from events, without recursion."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.merges = MERGE in source.text
        self.documents: list[Node] = []
        self.open: list[_Open] = []
        self.aliases = Aliases()
        self.steps = {
            "ScalarEvent": self.scalar,
            "MappingStartEvent": self.begin,
            "SequenceStartEvent": self.begin,
            "MappingEndEvent": self.end_mapping,
            "SequenceEndEvent": self.end_sequence,
            "AliasEvent": self.alias,
            "DocumentStartEvent": self.begin_document,
        }

    def take(self, event: Any) -> None:
        step = self.steps.get(type(event).__name__)
        if step is not None:
            step(event)

    @property
    def depth(self) -> int:
        return self.open[-1].depth if self.open else 0

    def add(self, node: Node, end: int) -> None:
        """A value is complete, and what stands for it ends at `end`: put it where it belongs."""
        if self.open:
            self.open[-1].children.append(node)
            self.open[-1].end = end
        else:
            self.documents.append(node)

    def begin_document(self, event: Any) -> None:  # noqa: ARG002
        self.aliases = Aliases()

    def alias(self, event: Any) -> None:
        node = self.aliases.resolve(event.anchor, event.start_mark.index, self.depth)
        self.add(node, event.end_mark.index)

    def scalar(self, event: Any) -> None:
        value, style, tag = event.value, event.style or "", NO_TAG
        start, end = event.start_mark.index, event.end_mark.index
        if event.tag is not None or event.anchor is not None:
            tag, start = properties(self.source.text, start, end, event.tag)
        if style in ("|", ">"):
            end = end_of_content(self.source.text, start, end, value)
        elif not style and event.tag not in _TEXT_TAGS:
            value = scalar_value(value)
        self.complete(Scalar(self.source, start, end, value, style), tag, event.anchor, self.depth)

    def complete(self, node: Node, tag: Tag, anchor: str | None, depth: int) -> None:
        """A value with its tag and anchor, under `depth` levels."""
        if tag.name:
            self.check_depth(depth + 1, node.start)
            node = long_form(self.source, tag, node)
        if anchor is not None:
            self.aliases.anchors[anchor] = node
        self.add(node, node.end)

    def check_depth(self, depth: int, place: int) -> None:
        if depth > MAX_DEPTH:
            raise Unreadable(f"nested deeper than {MAX_DEPTH} levels", place)

    def begin(self, event: Any) -> None:
        """A list or mapping begins. After a tag or anchor its own beginning is told by where the
        event ends: behind a bracket or the dash of an unindented list, before all else.
        """
        start, end, tag = event.start_mark.index, event.end_mark.index, NO_TAG
        if event.tag is not None or event.anchor is not None:
            tag, _ = properties(self.source.text, start, end, event.tag)
            start = end - (bool(event.flow_style) or self.source.text[end - 1] == "-")
        depth = self.depth + 1 + (tag.name != "")
        self.check_depth(depth, start)
        if event.anchor is not None:
            self.aliases.anchors[event.anchor] = None
        self.open.append(_Open(start, depth, event.anchor, tag))

    def end_sequence(self, event: Any) -> None:
        done = self.open.pop()
        node = Sequence(self.source, done.start, self.end_of(done, event), done.children)
        self.complete(node, done.tag, done.anchor, self.depth)

    def end_mapping(self, event: Any) -> None:
        done = self.open.pop()
        children = iter(done.children)
        entries = [(self.key(child), next(children)) for child in children]
        if self.merges:
            entries = merged(entries)
        node = Mapping(self.source, done.start, self.end_of(done, event), entries)
        self.complete(node, done.tag, done.anchor, self.depth)

    def end_of(self, done: _Open, event: Any) -> int:
        """The end of a collection: its bracket's, or that of its last child."""
        start, end = event.start_mark.index, event.end_mark.index
        closed = end > start and self.source.text[start] in "]}"
        return end if closed else done.end

    def key(self, node: Node) -> Scalar:
        """A key that is no scalar is known by its text."""
        if isinstance(node, Scalar):
            return node
        return Scalar(
            self.source, node.start, node.end, self.source.text[node.start : node.end], ""
        )
