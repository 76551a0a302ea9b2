"""How a file is laid out: what is written into it looks like the rest."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from functools import cached_property

from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.node import Mapping, Scalar, Sequence
from iamlint.text.records import NamedTuple

from .lines import begins_line, column, indent_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from iamlint.text.node import Node
    from iamlint.text.source import Source

    from .blocks import Dashes
    from .brackets import Brackets
    from .spots import Spot

FEW = 8
"""Parts of a list or mapping that are gone through one by one."""
BREAK = 2
"""A line break after the last line of content belongs to a block scalar too."""

_short_tag = re.compile(r"(?:^|[\s\[,:{-])!(?:Ref|Sub|GetAtt|Join|If|Select|ImportValue)\b").search
_long_form = re.compile(r"[\"']?\b(?:Fn::\w+|Ref)[\"']?\s*:").search
_tied = re.compile(r"(?:^|[\s\[{,:-])[&*][A-Za-z0-9_]").search
_spaced = re.compile(r"[\"\w\]}][,:][ \r\n]").search


class Layout:
    """The layout of one source, of which `documents` are the trees."""

    def __init__(self, source: Source, language: str, documents: list[Node]) -> None:
        self.source = source
        self.text = source.text
        self.language = language
        self.documents = documents
        # What was found out, by place or by a node's identity: neither text nor trees ever change.
        self.found: dict[tuple[int, int], Spot | None] = {}
        self.orders: dict[int, Order | None] = {}
        self.brackets: dict[int, Brackets] = {}
        self.dashes: dict[int, Dashes] = {}
        self.insides: dict[int, Layout] = {}

    def near(self, node: Sequence | Mapping, start: int, end: int) -> range:
        """The places of the parts in which `start:end` may stand."""
        count = len(node.items) if isinstance(node, Sequence) else len(node.entries)
        order = self.order(node) if count > FEW else None
        if order is None:
            return range(count)
        return range(bisect_left(order.ends, end - BREAK), bisect_right(order.starts, start))

    def order(self, node: Sequence | Mapping) -> Order | None:
        """Where the parts are; None where they do not stand in the node one after the other."""
        if id(node) not in self.orders:
            self.orders[id(node)] = order_of(node)
        return self.orders[id(node)]

    @cached_property
    def line_break(self) -> str:
        return "\r\n" if "\r\n" in self.text else "\n"

    @cached_property
    def many_lines(self) -> bool:
        return "\n" in self.text.strip() or "\r" in self.text.strip()

    @cached_property
    def nodes(self) -> list[Node]:
        return list(walk(self.documents))

    @cached_property
    def tied(self) -> bool:
        """There may be anchors, so that one part of the text says something about another."""
        return self.language == "yaml" and bool(_tied(self.text))

    @cached_property
    def unit(self) -> str:
        """What one level is indented by."""
        found = Counter(unit for unit in self._units() if unit)
        fallback = "    " if self.language == "json" else "  "
        return found.most_common(1)[0][0] if found else fallback

    def _units(self) -> Iterator[str]:
        for node in self.nodes:
            if is_bracketed(self.text, node):
                first = first_child(node)
                if first is not None and begins_line(self.text, first.start):
                    outer, inner = (indent_of(self.text, at.start) for at in (node, first))
                    yield inner.removeprefix(outer)
            elif isinstance(node, Mapping):
                for key, value in node.entries:
                    if isinstance(value, Mapping) and begins_line(self.text, value.start):
                        yield " " * (column(self.text, value.start) - column(self.text, key.start))

    @cached_property
    def inline_lists(self) -> bool:
        """Lists of scalars stand on one line."""
        return self._mostly_inline(
            node
            for node in self.nodes
            if isinstance(node, Sequence)
            and node.items
            and all(isinstance(item, Scalar) for item in node.items)
        )

    @cached_property
    def inline_singles(self) -> bool:
        """Mappings of one key, such as functions of a template, stand on one line."""
        return self._mostly_inline(
            node
            for node in self.nodes
            if isinstance(node, Mapping)
            and len(node.entries) == 1
            and not isinstance(node.entries[0][1], Mapping)
        )

    def _mostly_inline(self, nodes: Iterable[Node]) -> bool:
        counted = Counter(
            is_bracketed(self.text, node) and "\n" not in node.span.text for node in nodes
        )
        return counted[True] > counted[False]

    @cached_property
    def quote(self) -> str:
        """The quotes that texts stand in where they need some."""
        counted = Counter(node.style for node in self.nodes if isinstance(node, Scalar))
        return "'" if counted["'"] > counted['"'] else '"'

    @cached_property
    def compact(self) -> bool:
        """No spaces after commas and colons: JSON only."""
        if self.language != "json" or self.many_lines:
            return False
        return not _spaced(self.text) and bool(self.text.strip("{}[] "))

    @cached_property
    def short_tags(self) -> bool:
        """CloudFormation's functions are written as tags."""
        return self.language == "yaml" and (
            bool(_short_tag(self.text)) or not _long_form(self.text)
        )

    @cached_property
    def dash_offset(self) -> int:
        """How many columns a list's dashes stand to the right of its key."""
        found: Counter[int] = Counter()
        for node in self.nodes:
            for key, value in node.entries if isinstance(node, Mapping) else ():
                if isinstance(value, Sequence) and self.text[value.start : value.start + 1] == "-":
                    found[column(self.text, value.start) - column(self.text, key.start)] += 1
        offset = found.most_common(1)[0][0] if found else 2
        return offset if 0 <= offset <= 8 else 2


class Order(NamedTuple):
    """Where the items of a list or the entries of a mapping begin and end."""

    starts: list[int]
    ends: list[int]


def order_of(node: Sequence | Mapping) -> Order | None:
    starts: list[int] = []
    ends: list[int] = []
    done = node.start
    if isinstance(node, Sequence):
        for item in node.items:
            start, end = item.start, item.end
            if not done <= start <= end:
                return None
            starts.append(start)
            ends.append(end)
            done = end
    else:
        for key, value in node.entries:
            start, end = key.start, value.end
            if not done <= start <= key.end <= value.start <= end:
                return None
            starts.append(start)
            ends.append(end)
            done = end
    return Order(starts, ends) if done <= node.end else None


def is_bracketed(text: str, node: Node) -> bool:
    """A list or mapping in brackets."""
    return text[node.start : node.start + 1] in ("[", "{")


def first_child(node: Node) -> Node | None:
    """The first item, or the first key."""
    if isinstance(node, Sequence):
        return node.items[0] if node.items else None
    return node.entries[0][0] if isinstance(node, Mapping) and node.entries else None


def walk(documents: list[Node]) -> Iterator[Node]:
    """All nodes, shared ones once; keys are left out."""
    seen: set[int] = set()
    waiting = list(reversed(documents))
    while waiting:
        node = waiting.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        yield node
        if isinstance(node, Sequence):
            waiting.extend(reversed(node.items))
        elif isinstance(node, Mapping):
            waiting.extend(value for _, value in reversed(node.entries))
