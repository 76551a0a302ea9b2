"""What the canned ACL of a bucket in a template grants to strangers.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-s3-bucket.html
"""

from __future__ import annotations

from iamlint.carriers.acls import Heeding, of_canned, refusing
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.node import Mapping, Scalar, Sequence

from .things import CANNED
from .values import as_text

if TYPE_CHECKING:
    from iamlint.model.things import OpenAcl
    from iamlint.text.node import Node

BLOCK, SWITCHES = "PublicAccessBlockConfiguration", ("BlockPublicAcls", "IgnorePublicAcls")
OWNERSHIP, RULES, OWNERS = "OwnershipControls", "Rules", "ObjectOwnership"


def open_acls(properties: Mapping) -> tuple[OpenAcl, ...]:
    """Of a bucket that has a canned ACL."""
    node = properties.get(CANNED)
    text = as_text(node) if isinstance(node, Scalar) else None
    if node is None or text is None or text.literal is None:
        return ()
    heeding = Heeding(_owners(properties.get(OWNERSHIP)), refuses=_refuses(properties.get(BLOCK)))
    return tuple(of_canned(text.literal, node, heeding.answer))


def _refuses(block: Node | None) -> bool | None:
    if not isinstance(block, Mapping):
        return None
    return refusing(*(_is_on(block.get(name)) for name in SWITCHES))


def _is_on(node: Node | None) -> bool | None:
    if node is None:
        return False
    told = str(node.value).lower() if isinstance(node, Scalar) else ""
    return {"true": True, "false": False}.get(told)


def _owners(node: Node | None) -> str | None:
    rules = node.get(RULES) if isinstance(node, Mapping) else None
    items = rules.items if isinstance(rules, Sequence) else []
    for rule in items:
        told = rule.get(OWNERS) if isinstance(rule, Mapping) else None
        if isinstance(told, Scalar) and isinstance(told.value, str):
            return told.value
    return None
