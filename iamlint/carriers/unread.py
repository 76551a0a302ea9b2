"""Statements of policies in a tree that no carrier reads."""

from __future__ import annotations

from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.node import Mapping, Scalar, Sequence

from .plain import is_strange

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.text.node import Node

TREE = "tree-"
"""How the version of the CDK's construct tree begins, which repeats what its templates hold."""


def statements(root: Node) -> Iterator[Mapping]:
    """Mappings that say what is allowed or denied, wherever they stand; each once, in the order of
    the text, and none of what only describes templates.
    """
    if isinstance(root, Mapping):
        version = root.get("version")
        if isinstance(version, Scalar) and str(version.value).startswith(TREE):
            return
    seen: set[int] = set()
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        if isinstance(node, Mapping):
            if is_statement(node):
                yield node
                continue
            waiting.extend(value for _, value in reversed(node.entries))
        elif isinstance(node, Sequence):
            waiting.extend(reversed(node.items))


def is_statement(node: Mapping) -> bool:
    effect = node.get("Effect")
    if not isinstance(effect, Scalar) or effect.value not in ("Allow", "Deny"):
        return False
    return ("Action" in node or "NotAction" in node) and not is_strange(node)
