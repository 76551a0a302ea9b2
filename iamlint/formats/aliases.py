"""YAML's anchors and aliases: an alias is the very node its anchor stands on.

So a text whose aliases multiply to billions of nodes takes no more memory than it is long; that
nobody has to walk those billions is bounded here.
"""

from __future__ import annotations

from iamlint.errors import Unreadable
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.node import Mapping, Sequence

from .limits import MAX_ALIASED, MAX_DEPTH

if TYPE_CHECKING:
    from iamlint.text.node import Node


class Aliases:
    """The anchors of one document."""

    __slots__ = ("anchors", "measured", "spent")

    def __init__(self) -> None:
        self.anchors: dict[str, Node | None] = {}  # None while the node is being read
        self.measured: dict[int, tuple[int, int]] = {}
        self.spent = 0

    def resolve(self, name: str, place: int, depth: int) -> Node:
        """The node that an alias at `place`, under `depth` levels, stands for."""
        if name not in self.anchors:
            raise Unreadable(f"alias `*{name}` has no anchor", place)
        node = self.anchors[name]
        if node is None:
            raise Unreadable(f"alias `*{name}` stands inside the value it names", place)
        size, height = self.measure(node)
        if depth + height > MAX_DEPTH:
            raise Unreadable(f"nested deeper than {MAX_DEPTH} levels", place)
        self.spend(size, place)
        return node

    def spend(self, nodes: int, place: int) -> None:
        """Count nodes that stand in the tree without standing in the text."""
        self.spent += nodes
        if self.spent > MAX_ALIASED:
            raise Unreadable(f"aliases stand for more than {MAX_ALIASED:,} values", place)

    def measure(self, node: Node) -> tuple[int, int]:
        """How many nodes and levels a finished node has, all aliases in it written out."""
        if isinstance(node, Sequence):
            children = node.items
        elif isinstance(node, Mapping):
            children = [value for _, value in node.entries]
        else:
            return 1, 0
        known = self.measured.get(id(node))
        if known is None:
            sizes = [self.measure(child) for child in children]
            size = 1 + sum(size for size, _ in sizes)
            known = size, 1 + max((height for _, height in sizes), default=0)
            self.measured[id(node)] = known
        return known
