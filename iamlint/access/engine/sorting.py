"""Conditions sorted by their operators and keys: what many rules ask first of all."""

from __future__ import annotations

from iamlint.text.hints import TYPE_CHECKING

from .conditioning import Conditioning
from .knowing import Knowing
from .valuing import Valuing
from .wording import Wording

if TYPE_CHECKING:
    from iamlint.model.policy import Condition

_TEXTUAL = frozenset(("", "Null", "String"))


class Sorting(Knowing, Wording, Valuing, Conditioning):
    """Conditions that a family of rules is about; each answer is seen at once."""

    def tests_if_exists(self, condition: Condition) -> bool:
        """Its operator ends in IfExists."""
        test = self.test_of(condition)
        return test is not None and test.if_exists

    def tests_negated(self, condition: Condition) -> bool:
        """Its operator is negated."""
        test = self.test_of(condition)
        return test is not None and test.negated

    def tests_null(self, condition: Condition) -> bool:
        """Its operator is `Null`, whatever stands before it."""
        return (condition.operator.literal or "").lower().rpartition(":")[2] == "null"

    def tests_mfa(self, condition: Condition) -> bool:
        """Its key tells whether the caller used a second factor."""
        return (condition.key.literal or "").lower() == "aws:multifactorauthpresent"

    def tests_a_time(self, condition: Condition) -> bool:
        """Its key is a moment, by its name."""
        return (condition.key.literal or "").lower().endswith("time")

    def lacks_set_operator(self, condition: Condition) -> bool:
        """Its key may have several values, and no operator says of how many it is to hold."""
        test = self.test_of(condition)
        return test is not None and test.multivalued and not test.over and bool(test.operator)

    def has_several_values(self, condition: Condition) -> bool:
        """There is more than one value."""
        return len(condition.values) > 1

    def reads_no_text(self, condition: Condition) -> bool:
        """Its operator reads values of another type than texts."""
        return self.type_of_operator(condition) not in _TEXTUAL

    def is_on_arn_key(self, condition: Condition) -> bool:
        """Its key holds ARNs."""
        known = self.key_of(condition)
        return known is not None and known.type == "ARN"

    def is_on_odd_key(self, condition: Condition) -> bool:
        """Its key is none that the catalogue has, or has not the form of one."""
        return self.key_of(condition) is None or not self.has_key_form(condition.key.literal or "")

    def is_on_replaced_key(self, condition: Condition) -> bool:
        """Another key stands in for its key today."""
        return self.row_of_key("replaced_keys", condition.key.literal or "") is not None

    def is_on_endpoint_key(self, condition: Condition) -> bool:
        """Its key is supplied with calls through endpoints of some services alone."""
        return self.row_of_key("endpoint_key_services", condition.key.literal or "") is not None

    def may_need_companions(self, condition: Condition) -> bool:
        """Requests carry its key only with a further action allowed, or may."""
        return self.needs_companions(str(condition.key))

    def is_of_an_owner(self, condition: Condition) -> bool:
        """Its policy was found on an identity or a resource."""
        return condition.statement.policy.owner is not None
