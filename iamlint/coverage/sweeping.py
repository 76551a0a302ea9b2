"""Statements in a file that was read and of which no item tells: in a template's metadata, in a
list that no table knows. So nothing is dropped in silence, wherever it stands.
"""

from __future__ import annotations

from bisect import bisect_left

from iamlint.carriers.unread import statements
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.node import Mapping

from . import NOT, PLACE, Doubt, Item

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.model.things import Reading
    from iamlint.text.node import Node

TEMPLATE, PLAIN = "cloudformation", "plain"
BY_NAME = "Mappings"
"""The section of a template whose values are read where they are looked up."""
RESOURCES = "Resources"


def unseen(reading: Reading, items: list[Item]) -> Iterator[Item]:
    """One item for all statements of a declaration or section that no other item tells of."""
    if reading.carrier not in (TEMPLATE, PLAIN):
        return
    if any(item.policy is not None and item.policy.node is reading.root for item in items):
        return
    told = Told(items)
    for address, node in parts(reading):
        found = [statement for statement in statements(node) if statement not in told]
        if found:
            many = "a statement" if len(found) == 1 else f"{len(found):,} statements"
            why = f"{many} of policies where none is looked for"
            yield Item(PLACE, "", address, found[0].span, NOT, (Doubt(found[0], None, why),))


def parts(reading: Reading) -> Iterator[tuple[str, Node]]:
    """Everything in the file that may hold statements as they are, and what it is called."""
    root = reading.root
    if reading.carrier != TEMPLATE or not isinstance(root, Mapping):
        yield "", root
        return
    for key, value in root.entries:
        if key.value == RESOURCES and isinstance(value, Mapping):
            yield from ((str(name.value), node) for name, node in value.entries)
        elif key.value != BY_NAME:
            yield str(key.value), value


class Told:
    """The parts of a file of which items tell."""

    def __init__(self, items: list[Item]) -> None:
        spans = [item.span.outermost for item in items]
        self._starts: list[int] = []
        self._ends: list[int] = []
        for start, end in sorted((span.start, span.end) for span in spans):
            if self._ends and start < self._ends[-1]:
                self._ends[-1] = max(self._ends[-1], end)
            else:
                self._starts.append(start)
                self._ends.append(end)

    def __contains__(self, node: Node) -> bool:
        """Does any item tell of a part of it?"""
        index = bisect_left(self._starts, node.end)
        return index > 0 and self._ends[index - 1] > node.start
