"""What some rules need to be shown at all: cheap questions, each asked once for all of them."""

from __future__ import annotations

from functools import cached_property

from iamlint.model.plainness import is_plain_document, is_plain_statement
from iamlint.text.hints import TYPE_CHECKING

from .acting import Acting

if TYPE_CHECKING:
    from iamlint.model.policy import Condition, Policy, Statement


class Showing(Acting):
    """Statements and conditions that have something that a family of rules is about."""

    def is_unusual(self, statement: Statement) -> bool:
        """Not every element of the statement is known, there once and of the right type; or it has
        principals.
        """
        found = self._unusual.get(statement)
        if found is None:
            found = self._unusual[statement] = not is_plain_statement(statement.node)
        return found

    @cached_property
    def _unusual(self) -> dict[Statement, bool]:
        return {}

    def is_unusual_document(self, policy: Policy) -> bool:
        """The document or one of its statements is not of the plain form that nearly all have."""
        return not is_plain_document(policy) or any(map(self.is_unusual, policy.statements))

    def names_resources(self, statement: Statement) -> bool:
        """Something other than `*` stands in Resource or NotResource."""
        for words in (statement.resources, statement.not_resources):
            for word in words or ():
                if word.literal != "*":
                    return True
        return False

    def excludes(self, statement: Statement) -> bool:
        """It has one of the elements with Not."""
        return (
            statement.not_actions is not None
            or statement.not_resources is not None
            or statement.not_principals is not None
        )

    def has_conditions(self, statement: Statement) -> bool:
        """It has a condition."""
        return bool(statement.conditions)

    def names_callers(self, statement: Statement) -> bool:
        """It has principals, or conditions, which may name some."""
        return bool(statement.conditions or statement.principals or statement.not_principals)

    def is_over_sets(self, condition: Condition) -> bool:
        """Its operator has a prefix for keys of several values."""
        return ":" in (condition.operator.literal or "")

    def is_on_service_key(self, condition: Condition) -> bool:
        """Its key is none of those that every service has."""
        return not (condition.key.literal or "aws:").lower().startswith("aws:")

    def mentions_patterns(self, condition: Condition) -> bool:
        """Some value has a wildcard or a variable in it, or is not known."""
        for word in condition.values:
            literal = word.literal
            if literal is None or "*" in literal or "?" in literal or "$" in literal:
                return True
        return False

    def is_of_deny(self, condition: Condition) -> bool:
        """It stands in a Deny."""
        return condition.statement.denies
