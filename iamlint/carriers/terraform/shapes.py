"""What a document may be that nothing is seen to use."""

from __future__ import annotations

from iamlint.carriers.assuming import only_of_sts
from iamlint.model.policy import IDENTITY, RESOURCE, TRUST
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.node import Mapping, Scalar, Sequence

from .assembling import statements_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.text.node import Node


def kind_of_shape(node: Node) -> str:
    """Trust where principals are only let assume a role, resource where there are principals."""
    statements = [s for s in statements_of(node) if isinstance(s, Mapping)]
    if not any("Principal" in s or "NotPrincipal" in s for s in statements):
        return IDENTITY
    actions = [action for s in statements for action in _texts(s.get("Action"))]
    if actions and only_of_sts(actions):
        return TRUST
    return RESOURCE


def is_draft(node: Node) -> bool:
    """A resource that is no ARN stands for one that is put in its place."""
    return any(
        not resource.lower().startswith(("arn:", "*"))
        for statement in statements_of(node)
        if isinstance(statement, Mapping)
        for name in ("Resource", "NotResource")
        for resource in _texts(statement.get(name))
    )


def _texts(node: Node | None) -> Iterator[str]:
    if isinstance(node, Sequence):
        for item in node.items:
            yield from _texts(item)
    elif isinstance(node, Scalar) and isinstance(node.value, str):
        yield node.value
