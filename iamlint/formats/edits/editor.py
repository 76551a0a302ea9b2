"""Edits to one text, collected, and what the text should mean after all of them."""

from __future__ import annotations

import re

from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.node import Mapping, Scalar, Sequence

from . import blocks
from .brackets import Brackets
from .brackets import as_list as as_bracketed_list
from .changes import Change, Raw, Uneditable
from .inline import BracketWriter
from .intended import meaning_of
from .layout import is_bracketed
from .lines import column, indent_of
from .revisions import Added, Listed, Put, Removed, Written
from .scalars import json_scalar, may_be_plain, yaml_scalar
from .spots import Spot, around, own_entries

if TYPE_CHECKING:
    from iamlint.text.node import Node

    from .changes import Value
    from .layout import Layout
    from .revisions import Revision


_alias = re.compile(r"[ \t]*:[ \t\r\n]*(\*[^\s,\]}]+)").match


class Editor:
    """Collects changes. Each method raises `Uneditable` where the text does not let itself be
    edited so; then nothing that was collected may be used.
    """

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.text = layout.text
        self.language = layout.language
        self.documents = layout.documents
        self.changes: list[Change] = []
        self.revisions: dict[int, list[Revision]] = {}
        self.revised: dict[int, Spot] = {}
        self.removed: dict[int, tuple[Spot, set[int]]] = {}

    def replace(self, spot: Spot, value: Value) -> None:
        """Write another value, or another name for a key."""
        if spot.is_key:
            self.rename(spot, value)
            return
        self.changes += self._replacing(spot, value)
        self.revise(spot, Written(meaning_of(value, self.language)))

    def rename(self, spot: Spot, name: str) -> None:
        style = blocks.style_of(spot.node)
        self.changes.append(Change(spot.node.start, spot.node.end, self._scalar(name, spot, style)))
        self.revise(spot, Written(name))

    def append(self, spot: Spot, values: list[Value]) -> None:
        """Put values behind the last one of a list; what is no list becomes one."""
        node = spot.node
        new = [meaning_of(value, self.language) for value in values]
        if not isinstance(node, Sequence):
            self.changes += self._as_list(spot, values)
            self.revise(spot, Listed(new))
            return
        if not node.items and not self._in_brackets(spot):
            self.replace(spot, values)
            return
        if is_bracketed(self.text, node):
            brackets = self._brackets(node)
            self.changes += brackets.append([brackets.write(None, value) for value in values])
        else:
            self.changes += self._dashes(node).append(values)
        self.revise(spot, Added(new))

    def put(self, spot: Spot, key: str, value: Value, *, first: bool = False) -> None:
        """Set a key of a mapping; a new one comes last, or first."""
        mapping = spot.node
        if isinstance(mapping, Scalar) and mapping.value is None:
            self.replace(spot, {key: value})
            return
        if not isinstance(mapping, Mapping) or self.text[mapping.start : mapping.start + 1] == "!":
            raise Uneditable("it is no mapping")
        own = own_entries(mapping)
        for index, at, old in reversed(own):
            if at.value == key:
                if not at.end <= old.start:
                    self._replace_alias(spot, at, index, value)
                    return
                inside = spot.in_brackets or is_bracketed(self.text, mapping)
                self.replace(Spot(old, mapping, at, index, inside), value)
                return
        if key in mapping or (mapping.entries and not own):
            raise Uneditable("the key or the whole mapping is merged from elsewhere")
        if not own and not self._in_brackets(spot):
            self.replace(spot, {key: value})
            return
        self.changes += self._adding(mapping, key, value, first=first)
        entry = (key, meaning_of(value, self.language))
        self.revise(spot, Added((entry,), own[0][0] if own and first else None))

    def _replace_alias(self, spot: Spot, key: Scalar, index: int, value: Value) -> None:
        """Write a value in place of an alias; what that stands for stays where it is."""
        alias = _alias(self.text, key.end)
        if alias is None:
            raise Uneditable("its value stands elsewhere")
        written = BracketWriter(self.layout, "").value(value, None)
        self.changes.append(Change(alias.start(1), alias.end(1), written))
        self.revise(spot, Put(index, (key.value, meaning_of(value, self.language))))

    def remove(self, spot: Spot) -> None:
        """Take an item out of its list, or a key with its value out of its mapping."""
        if spot.parent is None:
            raise Uneditable("it is the whole document")
        parent = self.spot_of(spot.parent)
        self.removed.setdefault(id(spot.parent), (parent, set()))[1].add(spot.place)

    def finish(self) -> None:
        """Complete the changes."""
        for spot, places in self.removed.values():
            self._remove(spot, places)
        self.removed.clear()

    def spot_of(self, node: Node) -> Spot:
        """Where a node of the tree stands."""
        for spot in around(self.layout, node.start, node.end):
            if spot.node is node:
                return spot
        raise Uneditable("it stands elsewhere than where it is named")

    def revise(self, spot: Spot, revision: Revision) -> None:
        """Note what an edit makes of the meaning of a node."""
        self.revisions.setdefault(id(spot.node), []).append(revision)
        self.revised[id(spot.node)] = spot

    def _brackets(self, node: Sequence | Mapping) -> Brackets:
        known = self.layout.brackets
        if id(node) not in known:
            known[id(node)] = Brackets(self.layout, node)
        return known[id(node)]

    def _dashes(self, node: Sequence) -> blocks.Dashes:
        known = self.layout.dashes
        if id(node) not in known:
            known[id(node)] = blocks.Dashes(self.layout, node)
        return known[id(node)]

    def _in_brackets(self, spot: Spot) -> bool:
        """Whatever is written here stands in brackets."""
        tag = spot.parent is not None and self.text[spot.parent.start : spot.parent.start + 1]
        return self.language == "json" or spot.in_brackets or tag == "!"

    def _scalar(self, value: Value, spot: Spot, style: str) -> str:
        if self.language == "json":
            return json_scalar(value)
        inside = spot.in_brackets
        return yaml_scalar(value, self.layout.quote, in_brackets=inside, style=style)

    def _replacing(self, spot: Spot, value: Value) -> list[Change]:
        node, style = spot.node, blocks.style_of(spot.node)
        space = " " if self.text[node.start - 1 : node.start] in (":", "-") and node.start else ""
        if self._in_brackets(spot):
            spread = isinstance(value, (dict, list, Raw)) and self.layout.many_lines
            indent = indent_of(self.text, node.start) if spread else None
            written = BracketWriter(self.layout, style).value(value, indent)
            return [Change(node.start, node.end, written if self._dense(node) else space + written)]
        if isinstance(spot.parent, Mapping) and spot.key is not None:
            return blocks.replace_value(self.layout, spot.key, node, value)
        written = blocks.item_text(self.layout, value, column(self.text, node.start), style)
        return [Change(node.start, node.end, space + written)]

    def _dense(self, node: Node) -> bool:
        return self.language == "json" or node.end > node.start

    def _as_list(self, spot: Spot, values: list[Value]) -> list[Change]:
        node = spot.node
        if self._in_brackets(spot):
            return [as_bracketed_list(self.layout, node, values)]
        if spot.key is None:
            raise Uneditable("it stands under no key")
        small = not any(isinstance(value, (dict, list)) for value in values)
        if small and self.layout.inline_lists and _fits_brackets(node):
            return [as_bracketed_list(self.layout, node, values)]
        return blocks.as_list(self.layout, spot.key, node, values)

    def _adding(self, mapping: Mapping, key: str, value: Value, *, first: bool) -> list[Change]:
        if is_bracketed(self.text, mapping):
            brackets = self._brackets(mapping)
            written = brackets.write(key, value)
            if first:
                return brackets.prepend(written)
            comma, *text = brackets.append([written])
            if text and comma in self.changes:  # it stands behind another that was put there
                return [text[0]._replace(text=f",{text[0].text}")]
            return [comma, *text]
        keys = blocks.Keys(self.layout, mapping)
        return keys.prepend(key, value) if first else keys.append(key, value)

    def _remove(self, spot: Spot, places: set[int]) -> None:
        node = spot.node
        if isinstance(node, Mapping):
            own = [index for index, _, _ in own_entries(node)]
            if self.text[node.start : node.start + 1] == "!" or not places <= set(own):
                raise Uneditable("the key does not stand in the mapping itself")
            count, listed = len(own), {own.index(place) for place in places}
        else:
            assert isinstance(node, Sequence)
            count, listed = len(node.items), places
        if is_bracketed(self.text, node):
            self.changes += self._brackets(node).remove(listed)
        elif len(places) == count:
            self.changes += self._replacing(spot, [] if isinstance(node, Sequence) else {})
        elif isinstance(node, Mapping):
            self.changes += blocks.Keys(self.layout, node).remove(places)
        else:
            self.changes += self._dashes(node).remove(places)
        self.revisions.setdefault(id(node), []).insert(0, Removed(places))
        self.revised[id(node)] = spot


def _fits_brackets(node: Node) -> bool:
    """A scalar that may stand in brackets as it is."""
    if not isinstance(node, Scalar):
        return False
    if node.style in ("'", '"'):
        return "\n" not in node.span.text
    return node.style == "" and may_be_plain(node.span.text, in_brackets=True)
