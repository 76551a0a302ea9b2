"""The global condition keys, `aws:…`.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
"""

from __future__ import annotations

from iamlint.text.hints import TYPE_CHECKING, Any

from .nouns import ConditionKey
from .service import KeyTemplate

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class GlobalKeys:
    """Types, arity and presence of the `aws:` keys, from the table of that name."""

    def __init__(self, rows: Sequence[Mapping[str, Any]]) -> None:
        self._rows = {row["key"].lower(): row for row in rows}
        self._made = {
            lower: ConditionKey(row["key"], row["type"], row["multivalued"], "")
            for lower, row in self._rows.items()
        }
        self._templates: list[tuple[KeyTemplate, str]] = [
            (KeyTemplate(row["key"]), lower) for lower, row in self._rows.items() if "${" in lower
        ]

    @property
    def all(self) -> tuple[ConditionKey, ...]:
        return tuple(self._made.values())

    def key(self, name: str) -> ConditionKey | None:
        """By its name as a policy writes it, whatever the case."""
        return self._made.get(self._table_name(name))

    def row(self, name: str) -> Mapping[str, Any]:
        """The whole row of the table; empty for an unknown key."""
        return self._rows.get(self._table_name(name), {})

    def _table_name(self, name: str) -> str:
        lower = name.lower()
        if lower in self._made:
            return lower
        return next((found for pattern, found in self._templates if pattern.takes(lower)), "")
