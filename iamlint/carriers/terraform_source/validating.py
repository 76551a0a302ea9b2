"""What a variable's own validation lets through, where it lists all that it does.

https://developer.hashicorp.com/terraform/language/validate
"""

from __future__ import annotations

from iamlint.formats.hcl.nodes import Call, Traversal
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.holes import Text
from iamlint.text.node import Scalar, Sequence

if TYPE_CHECKING:
    from iamlint.formats.hcl.nodes import Block
    from iamlint.text.node import Node


def admitted(block: Block, name: str) -> tuple[Text, ...]:
    """The texts that a variable may be given: `contains(["dev", "prod"], var.stage)`; empty where
    nothing lists them.
    """
    for validation in block.body.named("validation"):
        found = _listed(validation.body.value("condition"), name)
        if found:
            return found
    return ()


def _listed(condition: Node | None, name: str) -> tuple[Text, ...]:
    if not isinstance(condition, Call) or condition.name != "contains":
        return ()
    if len(condition.arguments) != 2 or not _is_variable(condition.arguments[1], name):
        return ()
    words = condition.arguments[0]
    items = words.items if isinstance(words, Sequence) else []
    texts = [item.value for item in items if isinstance(item, Scalar)]
    known = [Text(text) for text in texts if isinstance(text, str)]
    return tuple(known) if len(known) == len(items) else ()


def _is_variable(node: Node, name: str) -> bool:
    return isinstance(node, Traversal) and node.name == "var" and node.steps == (name,)
