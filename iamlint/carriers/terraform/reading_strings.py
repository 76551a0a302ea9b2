"""The tree of the JSON that a string holds, whatever wrote the string."""

from __future__ import annotations

from iamlint.errors import Unreadable
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.holes import shown
from iamlint.text.node import Scalar

from .documents import NotReadable, embedded_json
from .encoded import Encoded, Written, document, meant, source_of

if TYPE_CHECKING:
    from iamlint.text.node import Node


def tree_of(node: Node) -> Node | None:
    """The values that the JSON text means; None for what is no text. Raises `NotReadable`."""
    if isinstance(node, Encoded):
        return node.tree
    if isinstance(node, Written):
        return _written(node)
    if isinstance(node, Scalar) and isinstance(node.value, str):
        return embedded_json(node)
    return None


def _written(node: Written) -> Node:
    try:
        return document(node)
    except Unreadable as error:
        tree = meant(node)
        if node.text.holes and tree is None:
            hidden = ", ".join(dict.fromkeys(shown(hole) for hole in node.text.holes))
            why = f"it cannot be read as JSON while this is not known: {hidden}"
            raise NotReadable(why) from None
        broken = NotReadable(f"not JSON: {error.message}")
        broken.fault = source_of(node).sign(error.offset)
        broken.meant = tree
        raise broken from None
