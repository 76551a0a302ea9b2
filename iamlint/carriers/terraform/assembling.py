"""A policy document that Terraform has not written yet, from the blocks of its data source.

What is not set means what the provider's documentation says: `Allow`, `2012-10-17`. Blocks and
elements that are unknown are found among the configuration's expressions; where the configuration
has fewer blocks (a `dynamic` one is not kept there), only those that fit a single expression are.
"""

from __future__ import annotations

from functools import cached_property

from iamlint.carriers.assuming import only_of_sts
from iamlint.model.policy import LATEST
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.holes import Text
from iamlint.text.node import (
    Conditional,
    HoledKey,
    Mapping,
    Node,
    Scalar,
    Sequence,
    Unknown,
    plain,
)

from . import tables
from .fitting import configured, fitted
from .merged import Merged
from .parts import NOTHING, at, is_true, text
from .values import node_of, top, unknown_node

if TYPE_CHECKING:
    from .documents import Documents
    from .plan import Instance
    from .values import Value, Values

LISTS = (
    ("actions", "Action"),
    ("not_actions", "NotAction"),
    ("resources", "Resource"),
    ("not_resources", "NotResource"),
)
ELEMENTS = (*LISTS, ("principals", "Principal"), ("not_principals", "NotPrincipal"))
BLOCKS = frozenset({"condition", "not_principals", "principals", "statement"})
SOURCES = ("source_json", "source_policy_documents")
OVERRIDES = ("override_policy_documents", "override_json")


class Assembler:
    """Builds the tree of a document."""

    def __init__(self, values: Values, documents: Documents) -> None:
        self.values = values
        self.documents = documents

    @cached_property
    def _meant(self) -> dict[str, str]:
        """What is often written for an argument, and Terraform refuses."""
        rows = tables.rows("terraform_document_arguments")
        return next(row["meant"] for row in rows if row["block"] == "statement")

    def document(self, instance: Instance) -> Mapping:
        """The document as far as it is known; every node has its place in the plan."""
        whole = top(instance)
        self.loose = _shows_unset_as_unknown(whole)
        place = instance.node
        merged = Merged()
        for name in SOURCES:
            self._include(merged, whole.attribute(name))
        version = self._single(whole, "version", LATEST)
        told = self._told(whole.attribute("policy_id"))
        named = self._single(whole, "policy_id") if told else None
        merged.take(version, named, self._statements(whole.attribute("statement")))
        for name in OVERRIDES:
            self._include(merged, whole.attribute(name))
        entries = [(_key(place, "Version"), merged.version or version)]
        if merged.id is not None:
            entries.append((_key(place, "Id"), merged.id))
        listed = Sequence(place.source, place.start, place.end, merged.statements)
        entries.append((_key(place, "Statement"), listed))
        return Mapping(place.source, place.start, place.end, entries)

    def _include(self, merged: Merged, value: Value) -> None:
        if self._told(value):
            for document in self.documents.included(value):
                named = at(document, "Id")
                merged.take(at(document, "Version"), named, statements_of(document))

    def _told(self, value: Value) -> bool:
        """The value is set, as far as the plan can be believed; see `_shows_unset_as_unknown`.
        Blocks that nobody wrote are an empty list.
        """
        if not value.is_set:
            return False
        loose = self.loose and value.name not in BLOCKS
        return not (loose and value.is_unknown and value.expression is None)

    def _statements(self, value: Value) -> list[Node]:
        if not value.is_set:
            return []
        if not isinstance(value.node, Sequence):
            found = self._configured(value)
            return [*found, unknown_node(self.values.hole(value), value.place)]
        return [self._present(block) for block in fitted(value)]

    def _present(self, block: Value) -> Node:
        """A statement under its conditions, or the doubt whether there are more."""
        if isinstance(block.node, Unknown):
            return block.node
        statement = self._statement(block)
        when = block.node.when if block.node is not None else frozenset()
        return Conditional(statement, when) if when else statement

    def _configured(self, value: Value) -> list[Node]:
        """The statements that stand in the configuration, where the plan has none because it does
        not know how many there will be.
        """
        return [self._statement(block) for block in configured(value)]

    def _statement(self, block: Value) -> Node:
        place = block.place
        entries: list[tuple[Scalar, Node]] = []
        if self._told(block.attribute("sid")):
            entries.append((_key(place, "Sid"), self._single(block, "sid")))
        entries.append((_key(place, "Effect"), self._single(block, "effect", "Allow")))
        for name, element in ELEMENTS:
            value = block.attribute(name)
            if not value.is_set and name in self._meant:
                value = block.attribute(self._meant[name])
            if self._stands(block, value) and not self._may_be_other(block, value):
                made = self._list(value) if name in dict(LISTS) else self._principals(value)
                entries.append((_key(value.place, element), made))
        value = block.attribute("condition")
        if self._told(value) and not _empty(value.node):
            entries.append((_key(value.place, "Condition"), self._conditions(value)))
        return Mapping(place.source, place.start, place.end, entries)

    def _stands(self, block: Value, value: Value) -> bool:
        """An element is there. A plan that shows what is not set as unknown does not tell it of the
        resources of a `dynamic` statement: all but those of roles have some.
        """
        if self._told(value):
            return not _empty(value.node)
        doubtful = value.is_set and block.expression is None and value.name == "resources"
        return doubtful and not _is_of_role(block)

    def _may_be_other(self, block: Value, value: Value) -> bool:
        """An element of which nothing is known, beside its opposite: one of the two is null. Where
        nothing is known of either, the one that is usual stands for both.
        """
        if not _hidden(value):
            return False
        usual = value.name.removeprefix("not_")
        other = block.attribute(usual if usual != value.name else f"not_{usual}")
        return self._stands(block, other) and (usual != value.name or not _hidden(other))

    def _single(self, block: Value, name: str, default: str = "") -> Node:
        value = block.attribute(name)
        found = self._whole(value) if self._told(value) else None
        return node_of(found if found is not None else Text(default), value.place)

    def _whole(self, value: Value) -> Text | None:
        """The text of a value that no reference alone is likely to be: something stands around it,
        which a plan does not show.
        """
        if value.is_unknown:
            return Text(self.values.hole(value))
        return self.values.text(value)

    def _list(self, value: Value) -> Node:
        if value.is_sensitive or _hidden(value):
            return unknown_node(self.values.hole(value), value.place)
        items = [node_of(text, at) for text, at in self.values.texts(value, pattern=True)]
        items = [_with_variables(item) for item in items]
        if len(items) == 1:
            return items[0]
        return Sequence(value.place.source, value.place.start, value.place.end, items)

    def _principals(self, value: Value) -> Node:
        if not isinstance(value.node, Sequence):
            return unknown_node(self.values.hole(value), value.place)
        blocks = fitted(value, ordered=False)
        if len(blocks) == 1 and text(blocks[0].node, "type") == "*":
            identifiers = self._list(blocks[0].attribute("identifiers"))
            if isinstance(identifiers, Scalar) and identifiers.value == "*":
                return identifiers
        return self._grouped(
            value, [(self._word(b, "type"), self._list(b.attribute("identifiers"))) for b in blocks]
        )

    def _conditions(self, value: Value) -> Node:
        if not isinstance(value.node, Sequence):
            return unknown_node(self.values.hole(value), value.place)
        operators: dict[str, list[tuple[Scalar, Node]]] = {}
        places: dict[str, Scalar] = {}
        for block in fitted(value, ordered=False):
            operator = self._word(block, "test")
            entry = (self._word(block, "variable"), self._list(block.attribute("values")))
            places.setdefault(str(operator.value), operator)
            operators.setdefault(str(operator.value), []).append(entry)
        return self._mapping(
            value, [(places[name], self._grouped(value, e)) for name, e in operators.items()]
        )

    def _grouped(self, value: Value, entries: list[tuple[Scalar, Node]]) -> Mapping:
        """One entry a key, the values of blocks with the same key joined."""
        found: dict[object, tuple[Scalar, Node]] = {}
        for key, node in entries:
            first, before = found.get(key.value, (key, None))
            joined = node
            if before is not None:
                items = [*_members(before), *_members(node)]
                joined = Sequence(before.source, before.start, node.end, items)
            found[key.value] = (first, joined)
        return self._mapping(value, list(found.values()))

    def _mapping(self, value: Value, entries: list[tuple[Scalar, Node]]) -> Mapping:
        place = value.place
        return Mapping(place.source, place.start, place.end, entries)

    def _word(self, block: Value, name: str) -> Scalar:
        """A text that serves as a key."""
        value = block.attribute(name)
        place = value.place
        found = self._whole(value)
        if found is not None and found.literal is None:
            return HoledKey(place.source, place.start, place.end, found)
        word = found.literal if found is not None else ""
        return Scalar(place.source, place.start, place.end, word)


def statements_of(document: Node) -> list[Node]:
    """The statements of a document; what is unknown of it counts as one."""
    if isinstance(document, Unknown):
        return [document]
    if not isinstance(document, Mapping):
        return []
    found = document.get("Statement")
    if isinstance(found, Sequence):
        return found.items
    return [found] if found is not None else []


def _shows_unset_as_unknown(whole: Value) -> bool:
    """A provider may call computed what it calls optional; then what is not set looks unknown. So
    it is when an attribute of the document is unknown that nobody set.
    """
    if not whole.instance.settings.entries or is_true(whole.unknown):
        return False
    values = [whole.attribute(name) for name in ("version", "policy_id", *SOURCES, *OVERRIDES)]
    return any(value.is_unknown and value.expression is None for value in values)


def _with_variables(node: Node) -> Node:
    """The data source writes policy variables as `&{aws:username}`."""
    if isinstance(node, Scalar) and isinstance(node.value, str) and "&{" in node.value:
        return Scalar(node.source, node.start, node.end, node.value.replace("&{", "${"), node.style)
    return node


def _members(node: Node) -> list[Node]:
    return node.items if isinstance(node, Sequence) else [node]


def _is_of_role(block: Value) -> bool:
    """A statement of a role's trust policy, which has no resources."""
    actions = plain(block.attribute("actions").node or NOTHING)
    return isinstance(actions, list) and only_of_sts(map(str, actions))


def _hidden(value: Value) -> bool:
    return value.is_unknown and not isinstance(value.node, Sequence)


def _empty(node: Node | None) -> bool:
    return isinstance(node, Sequence) and not node.items


def _key(place: Node, name: str) -> Scalar:
    return Scalar(place.source, place.start, place.start, name)
