"""Documents merged into one, as the provider merges `source_policy_documents`, the statements of
the data source itself and `override_policy_documents`: what has the Sid of an earlier statement
replaces it, an Id that is set replaces the one before, and the newest Version counts.

https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/iam_policy_document
"""

from __future__ import annotations

from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.node import Node, Scalar

from .parts import text

if TYPE_CHECKING:
    from collections.abc import Iterable


class Merged:
    """A document that grows."""

    def __init__(self) -> None:
        self.statements: list[Node] = []
        self.version: Node | None = None
        self.id: Node | None = None

    def take(self, version: Node | None, id: Node | None, statements: Iterable[Node]) -> None:
        """Merge a document into this one."""
        if id is not None:
            self.id = id
        if version is not None and (self.version is None or _is_newer(version, self.version)):
            self.version = version
        for statement in statements:
            put(self.statements, statement)


def put(statements: list[Node], statement: Node) -> None:
    """Add a statement; it replaces one that has the same Sid."""
    sid = text(statement, "Sid")
    if sid:
        for index, other in enumerate(statements):
            if text(other, "Sid") == sid:
                statements[index] = statement
                return
    statements.append(statement)


def _is_newer(one: Node, other: Node) -> bool:
    """Versions are dates; of one that is not known nothing is said."""
    if not isinstance(one, Scalar) or not isinstance(other, Scalar):
        return False
    return str(one.value) > str(other.value)
