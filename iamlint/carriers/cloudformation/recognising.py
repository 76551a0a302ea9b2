"""Is it a template? Told by its content, without reading it."""

from __future__ import annotations

from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.late import late
from iamlint.text.node import Mapping, Scalar, Sequence

from .template import FOR_EACH, SERVERLESS, names

if TYPE_CHECKING:
    from iamlint.text.node import Node

FORMAT = "AWSTemplateFormatVersion"
_type = late(r"[A-Za-z0-9]+(::[A-Za-z0-9@_-]+)+")


def recognises(root: Node) -> bool:
    """It has resources with types, or says what it is."""
    if not isinstance(root, Mapping):
        return False
    if isinstance(root.get(FORMAT), Scalar):
        return True
    if any(name.startswith(SERVERLESS) for name in names(root.get("Transform"))):
        return True
    resources = root.get("Resources")
    if isinstance(resources, Sequence):  # a template with a fault, which is said
        return any(is_resource(item) for item in resources.items)
    return isinstance(resources, Mapping) and any(
        str(key.value).startswith(FOR_EACH) or is_resource(value)
        for key, value in resources.entries
    )


def is_resource(node: Node) -> bool:
    """A mapping with the type of a resource."""
    return isinstance(node, Mapping) and is_type(node.get("Type"))


def is_type(node: Node | None) -> bool:
    """A text that may be the type of a resource: `AWS::S3::Bucket`, `Custom::Thing`."""
    return (
        isinstance(node, Scalar)
        and isinstance(node.value, str)
        and _type.fullmatch(node.value) is not None
    )
