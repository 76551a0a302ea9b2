"""What stands in a document whatever it says: names that the language does not have, keys that
stand twice, lists and objects with nothing in them.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
"""

from __future__ import annotations

from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.node import Conditional, Either, HoledKey, Mapping, Scalar, Sequence, TerseMapping
from iamlint.text.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from iamlint.text.node import Node
    from iamlint.text.source import Span

    from .policy import Policy, Statement

DOCUMENT = "document"
STATEMENT = "statement"


class Stray(NamedTuple):
    """A key that is no element; `meant`: the element that somebody who wrote it may have meant, or
    empty; `within`: `document` or `statement`.
    """

    key: Scalar
    meant: str
    within: str

    @property
    def span(self) -> Span:
        return self.key.span


class Repeated(NamedTuple):
    """A key that stands a second time in its object, and where it stands first. `alike`: with a
    value that is written in the same way.
    """

    key: Scalar
    first: Scalar
    alike: bool

    @property
    def span(self) -> Span:
        return self.key.span


class Empty(NamedTuple):
    """A list or object with nothing in it. `key`: what it stands under; `within`: the element that
    it is, or is a part of; `harmless`: the statement says the same without it.
    """

    key: Scalar
    node: Node
    within: str
    harmless: bool

    @property
    def span(self) -> Span:
        return self.node.span


def inner(node: Node) -> Node:
    while isinstance(node, Conditional):
        node = node.inner
    return node


def strays(policy: Policy, known: Callable[[str, str], str | None]) -> Iterator[Stray]:
    """Keys that are no elements. `known(key, within)` is the element that a key is, or is like."""
    document = inner(policy.node)
    if not isinstance(document, Mapping):
        return
    yield from strays_in(document, DOCUMENT, known)
    for statement in policy.statements:
        yield from strays_in(statement.node, STATEMENT, known)


def strays_in(node: Node, within: str, known: Callable[[str, str], str | None]) -> Iterator[Stray]:
    if isinstance(node, Mapping):
        for key, _ in node.entries:
            name = key.value
            meant = known(name, within) if isinstance(name, str) else ""
            if meant != name and not isinstance(key, HoledKey) and meant is not None:
                yield Stray(key, meant, within)


def repeated(policy: Policy) -> Iterator[Repeated]:
    """Keys that stand twice in one object, in the document and in what is below it."""
    document = inner(policy.node)
    if isinstance(document, Mapping):
        yield from repeated_in(document)
    for statement in policy.statements:
        if isinstance(statement.node, Mapping):
            yield from repeated_in(statement.node)
            for value in objects_in(statement.node):
                yield from repeated_below(value)


def repeated_below(node: Node) -> Iterator[Repeated]:
    node = inner(node)
    if isinstance(node, Mapping):
        yield from repeated_in(node)
        for value in objects_in(node):
            yield from repeated_below(value)
    elif isinstance(node, Either):
        for item in node.items:
            yield from repeated_below(item)


def objects_in(mapping: Mapping) -> Iterator[Node]:
    """The values in which keys may stand."""
    if isinstance(mapping, TerseMapping):
        for value in mapping.values:
            if not isinstance(value, (str, Scalar, Sequence)):
                yield value
    else:
        for _, value in mapping.entries:
            if type(value) is not Scalar and type(value) is not Sequence:
                yield value


def repeated_in(mapping: Mapping) -> Iterator[Repeated]:
    if isinstance(mapping, TerseMapping) and len(set(mapping.names)) == len(mapping.names):
        return
    entries = mapping.entries
    if len(entries) < 2 or len({key.value for key, _ in entries}) == len(entries):
        return
    seen: dict[object, tuple[Scalar, Node]] = {}
    for key, value in entries:
        if isinstance(key, HoledKey):
            continue
        first = seen.setdefault(key.value, (key, value))
        if first[0] is not key:
            yield Repeated(key, first[0], written(value) == written(first[1]))


def written(node: Node) -> str:
    return node.source.text[node.start : node.end]


def empties(statement: Statement) -> Iterator[Empty]:
    """Elements, or parts of them, that are empty lists or objects."""
    if not isinstance(statement.node, Mapping):
        return
    for key, value in statement.node.entries:
        if type(value) is Scalar or (type(value) is Sequence and value.items):
            continue
        name = key.value
        if name in ("Action", "NotAction", "Resource", "NotResource"):
            yield from empty(key, value, str(name), Sequence)
        elif name in ("Principal", "NotPrincipal", "Condition"):
            yield from empty_parts(key, value, str(name))


def empty_parts(key: Scalar, value: Node, name: str) -> Iterator[Empty]:
    """Empty objects in an element that is an object, and empty lists in those."""
    harmless = name == "Condition"
    yield from empty(key, value, name, Mapping, harmless=harmless)
    block = inner(value)
    for part, parts in block.entries if isinstance(block, Mapping) else ():
        if not harmless:
            yield from empty(part, parts, name, Sequence)
            continue
        yield from empty(part, parts, name, Mapping, harmless=True)
        keys = inner(parts)
        for one, values in keys.entries if isinstance(keys, Mapping) else ():
            yield from empty(one, values, name, Sequence)


def empty(
    key: Scalar, value: Node, within: str, kind: type[Node], *, harmless: bool = False
) -> Iterator[Empty]:
    node = inner(value)
    if not isinstance(node, kind):
        return
    if not (node.entries if isinstance(node, Mapping) else getattr(node, "items", ())):
        yield Empty(key, node, within, harmless)


def principal_keys(statement: Statement) -> Iterator[Scalar]:
    """The keys in the objects under Principal and NotPrincipal."""
    if isinstance(statement.node, Mapping):
        for name in ("Principal", "NotPrincipal"):
            value = statement.node.get(name)
            block = inner(value) if value is not None else None
            for part in block.items if isinstance(block, Either) else (block,):
                entries = inner(part) if part is not None else None
                if isinstance(entries, Mapping):
                    yield from (k for k, _ in entries.entries if not isinstance(k, HoledKey))


def empty_statements(policy: Policy) -> Iterator[Node]:
    """A list of statements with none in it, and statements with nothing in them."""
    document = inner(policy.node)
    listed = document.get("Statement") if isinstance(document, Mapping) else None
    node = inner(listed) if listed is not None else None
    if isinstance(node, Sequence) and not node.items:
        yield node
    for statement in policy.statements:
        if isinstance(statement.node, Mapping) and not statement.node.entries:
            yield statement.node
