"""What AWS knows of the names and keys of a statement."""

from __future__ import annotations

from iamlint.access.operators import use_of
from iamlint.text.hints import TYPE_CHECKING

from .acting import Acting

if TYPE_CHECKING:
    from iamlint.access.operators import Use
    from iamlint.catalog.nouns import ConditionKey
    from iamlint.model.policy import Condition


class Knowing(Acting):
    """Names and keys against the catalogue."""

    def key_of(self, condition: Condition) -> ConditionKey | None:
        """What the catalogue says of the key that a condition tests; None for an unknown one."""
        literal = condition.key.literal
        return self.catalog.condition_key(literal) if literal is not None else None

    def use_of(self, condition: Condition) -> Use | None:
        """The operator of a condition taken apart; None where there is no such operator."""
        literal = condition.operator.literal
        return use_of(literal) if literal is not None else None
