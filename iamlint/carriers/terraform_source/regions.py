"""Which part of a block gave a value of a plan: the nested block or attribute, in it the statement,
in that the word.
"""

from __future__ import annotations

from iamlint.formats.hcl.nodes import Block, Call, Object, Traversal
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.node import Mapping, Node, Scalar, Sequence
from iamlint.text.source import Span

from .results import literal

if TYPE_CHECKING:
    from iamlint.model.policy import Statement

    from .folders import Folder

HOPS = 4


def inner_of(block: Block, values: Node, span: Span) -> Node:
    """The nested block or the expression whose value a place in the values is."""
    if not isinstance(values, Mapping):
        return block
    for key, value in values.entries:
        if not (value.start <= span.start and span.end <= value.end):
            continue
        attribute = block.body.attributes.get(str(key.value))
        if attribute is not None:
            return attribute.value
        nested = [inner for inner in block.body.blocks if inner.type == key.value]
        given = value.items if isinstance(value, Sequence) else [value]
        if len(nested) == len(given):
            for inner, item in zip(nested, given, strict=True):
                if item.start <= span.start and span.end <= item.end:
                    return inner_of(inner, item, span)
    return block


def region_of(found: Node, folder: Folder, statement: Statement | None, span: Span) -> Node:
    """The block or expression, through references, and in it the statement."""
    node = _followed(found, folder)
    if statement is None:
        return node
    inner = _statement(node, statement)
    if inner is None or not _within(span, statement):
        return node
    return inner


def _within(span: Span, statement: Statement) -> bool:
    """The place is the statement or in it."""
    own = statement.span.outermost
    return own.start <= span.start and span.end <= own.end


def _followed(node: Node, folder: Folder) -> Node:
    """Where a reference leads, to the block of a data source or a local of the same module."""
    for _ in range(HOPS):
        if not isinstance(node, Traversal) or node.base is not None:
            return node
        names = [step for step in node.steps if isinstance(step, str)]
        if node.name == "local" and names and names[0] in folder.locals:
            node = folder.locals[names[0]].value
        elif node.name == "data" and len(names) > 1:
            block = folder.resources.get(f"data.{names[0]}.{names[1]}")
            return block if block is not None else node
        else:
            return node
    return node


def _statement(node: Node, statement: Statement) -> Node | None:
    """The part that gave the statement: the one with its `Sid`, or the one in its place where
    there are as many as the document has.
    """
    parts = _statements(node)
    sid = statement.sid.literal if statement.sid is not None else None
    named = [part for part in parts if sid and _sid(part) == sid]
    if len(named) == 1:
        return named[0]
    policy = statement.policy
    plain = not any(isinstance(p, Block) and p.type == "dynamic" for p in parts)
    if plain and len(parts) == len(policy.statements) and statement in policy.statements:
        return parts[policy.statements.index(statement)]
    return None


def _statements(node: Node) -> list[Node]:
    if isinstance(node, Block):
        if {"source_policy_documents", "override_policy_documents"} & set(node.body.attributes):
            return [inner for inner in node.body.blocks if literal(inner.body.value("sid"))]
        return [i for i in node.body.blocks if i.type == "statement" or "statement" in i.labels]
    if isinstance(node, Call) and node.name == "jsonencode" and node.arguments:
        node = node.arguments[0]
    if isinstance(node, Object):
        inner = _entry(node, "Statement")
        if isinstance(inner, Sequence):
            return inner.items
        return [inner] if isinstance(inner, Object) else []
    return []


def _entry(node: Object, name: str) -> Node | None:
    return next((value for key, value in node.pairs if literal(key) == name), None)


def _sid(part: Node) -> str | None:
    if isinstance(part, Block):
        return literal(part.body.value("sid"))
    inner = _entry(part, "Sid") if isinstance(part, Object) else None
    return inner.value if isinstance(inner, Scalar) and isinstance(inner.value, str) else None


def word_in(region: Node, span: Span) -> Span | None:
    """The place of the text that the finding points at, where the region has it just once."""
    word = span.text.replace('\\"', '"')
    if len(word) < 3 or word[0] != '"' or word[-1] != '"' or '"' in word[1:-1]:
        return None
    text = region.source.text
    first = text.find(word, region.start, region.end)
    if first < 0 or text.find(word, first + 1, region.end) >= 0:
        return None
    return Span(region.source, first, first + len(word))
