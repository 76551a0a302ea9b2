"""Documents that must not be shown: what they do is kept, whom and what they name is not.

A string is marked sensitive as a whole when any value in it is. Actions and effects are no
secrets; everything else becomes a hole, so that no message can tell it.
"""

from __future__ import annotations

from iamlint.text.holes import ANY, Hole, Text
from iamlint.text.node import Holed, Mapping, Node, Scalar, Sequence

OPEN = frozenset({"Version", "Effect", "Action", "NotAction"})


def veiled(node: Node, why: Hole, path: str = "") -> Node:
    """A copy of a document in which only actions, effects, keys and a lone `*` are left."""
    if isinstance(node, Mapping):
        entries = [
            (key, value if key.value in OPEN else veiled(value, why, f"{path}.{key.value}"))
            for key, value in node.entries
        ]
        return Mapping(node.source, node.start, node.end, entries)
    if isinstance(node, Sequence):
        items = [veiled(item, why, f"{path}[{index}]") for index, item in enumerate(node.items)]
        return Sequence(node.source, node.start, node.end, items)
    if isinstance(node, Scalar) and isinstance(node.value, str) and node.value != "*":
        hole = Hole(why.identity + path, ANY, why="it is marked sensitive")
        return Holed(node.source, node.start, node.end, Text(hole))
    return node
