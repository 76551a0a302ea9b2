"""Which block of the configuration gave which block of the plan?

A block that stands in the configuration gives one block of the plan; those that a `dynamic` block
gives stand between them, and of those the plan keeps no expressions. Blocks of a set come in
another order. A block is tied to an expression only where nothing else fits.
"""

from __future__ import annotations

from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.node import Mapping, Node, Scalar, Sequence, plain
from iamlint.text.source import NOWHERE

from .addresses import Key
from .configuration import constant
from .parts import absent, is_true
from .values import Value

if TYPE_CHECKING:
    from collections.abc import Sequence as Row


def fitted(value: Value, *, ordered: bool = True) -> list[Value]:
    """The blocks of a list or set of blocks, each with its expression where that is certain."""
    assert isinstance(value.node, Sequence)
    given = value.expression
    expressions = list(given.items) if isinstance(given, Sequence) else []
    blocks = [value.inner(Key(index), None) for index in range(len(value.node.items))]
    if ordered and len(blocks) == len(expressions):
        chosen: Row[int | None] = range(len(blocks))
    else:
        fits = [[_fits(block, e) for block in blocks] for e in expressions]
        chosen = _in_order(fits, len(blocks)) if ordered else _alone(fits)
    for index, place in enumerate(chosen):
        if place is not None:
            blocks[place] = blocks[place]._replace(expression=expressions[index])
    return blocks


def _in_order(fits: list[list[bool]], count: int) -> list[int | None]:
    """For each expression the one block it can belong to when order is kept."""
    first = _greedy(fits, range(count))
    reverse = _greedy(fits[::-1], range(count - 1, -1, -1))[::-1]
    return [a if a == b else None for a, b in zip(first, reverse, strict=True)]


def _greedy(fits: list[list[bool]], order: range) -> list[int | None]:
    places = iter(order)
    return [next((place for place in places if row[place]), None) for row in fits]


def _alone(fits: list[list[bool]]) -> list[int | None]:
    """For each expression the one block left for it, when those of others are taken away."""
    left = [{place for place, fit in enumerate(row) if fit} for row in fits]
    chosen: list[int | None] = [None] * len(fits)
    while True:
        index = next((i for i, row in enumerate(left) if len(row) == 1 and chosen[i] is None), None)
        if index is None:
            return chosen
        place = next(iter(left[index]))
        chosen[index] = place
        for other, row in enumerate(left):
            if other != index:
                row.discard(place)


def _fits(block: Value, expression: Node) -> bool:
    """The expression may have given the block: its constants are there, and nothing else is set."""
    if not isinstance(expression, Mapping) or not isinstance(block.node, Mapping):
        return False
    for key, inner in expression.entries:
        wanted = constant(inner)
        value = block.attribute(str(key.value))
        if wanted is not None and (value.is_unknown or not _same(value.node, wanted)):
            return False
    return not any(
        _is_something(node) and str(key.value) not in expression for key, node in block.node.entries
    )


def _same(node: Node | None, wanted: Node) -> bool:
    if node is None:
        return False
    one, other = plain(node), plain(wanted)
    if isinstance(one, list) and isinstance(other, list):
        return sorted(map(str, one)) == sorted(map(str, other))
    return one == other


def _is_something(node: Node) -> bool:
    return not absent(node) and not (isinstance(node, Sequence) and not node.items)


def configured(value: Value) -> list[Value]:
    """The blocks that stand in the configuration, as values: constants known, the rest unknown."""
    if not isinstance(value.expression, Sequence):
        return []
    found = []
    for index, expression in enumerate(value.expression.items):
        node, mask = _assumed(expression)
        found.append(
            Value(value.instance, (*value.parts, Key(index)), node, mask, None, expression)
        )
    return found


def _assumed(expression: Node) -> tuple[Node | None, Node]:
    """What an expression tells of its value, and a mask for what it does not."""
    if isinstance(expression, Sequence):
        pairs = [_assumed(item) for item in expression.items]
        values = [node or Scalar(NOWHERE, 0, 0, None, "") for node, _ in pairs]
        return (
            Sequence(expression.source, expression.start, expression.end, values),
            Sequence(NOWHERE, 0, 0, [mask for _, mask in pairs]),
        )
    known = constant(expression)
    if known is not None:
        return known, Scalar(NOWHERE, 0, 0, False, "")
    if not isinstance(expression, Mapping) or "references" in expression:
        return None, Scalar(NOWHERE, 0, 0, True, "")
    if not expression.entries:  # null
        return None, Scalar(NOWHERE, 0, 0, False, "")
    entries, masks = [], []
    for key, inner in expression.entries:
        node, mask = _assumed(inner)
        masks.append((key, mask))
        if node is not None and not is_true(mask):
            entries.append((key, node))
    return (
        Mapping(expression.source, expression.start, expression.end, entries),
        Mapping(NOWHERE, 0, 0, masks),
    )
