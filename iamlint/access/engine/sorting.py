"""Conditions sorted by their operators and keys: what many rules ask first of all."""

from __future__ import annotations

from iamlint.catalog.tagkeys import PRINCIPAL_TAG, TAG_KEYS
from iamlint.text.hints import TYPE_CHECKING

from .acting import of_terms
from .conditioning import Conditioning
from .keying import VIA_SERVICE
from .knowing import Knowing
from .valuing import Valuing
from .wording import Wording

if TYPE_CHECKING:
    from iamlint.model.policy import Condition

_TEXTUAL = frozenset(("", "Null", "String"))


TLS = ("aws:securetransport", "s3:tlsversion")
"""Keys that tell of the encryption on the way."""


class Sorting(Knowing, Wording, Valuing, Conditioning):
    """Conditions that a family of rules is about; each answer is seen at once."""

    @of_terms
    def tests_if_exists(self, condition: Condition) -> bool:
        """Its operator ends in IfExists."""
        test = self.test_of(condition)
        return test is not None and test.if_exists

    @of_terms
    def tests_negated(self, condition: Condition) -> bool:
        """Its operator is negated."""
        test = self.test_of(condition)
        return test is not None and test.negated

    @of_terms
    def tests_null(self, condition: Condition) -> bool:
        """Its operator is `Null`, whatever stands before it."""
        return (condition.operator.literal or "").lower().rpartition(":")[2] == "null"

    @of_terms
    def tests_mfa(self, condition: Condition) -> bool:
        """Its key tells whether the caller used a second factor."""
        return (condition.key.literal or "").lower() == "aws:multifactorauthpresent"

    @of_terms
    def tests_a_time(self, condition: Condition) -> bool:
        """Its key is a moment, by its name."""
        return (condition.key.literal or "").lower().endswith("time")

    @of_terms
    def lacks_set_operator(self, condition: Condition) -> bool:
        """Its key may have several values, and no operator says of how many it is to hold."""
        test = self.test_of(condition)
        return test is not None and test.multivalued and not test.over and bool(test.operator)

    def has_several_values(self, condition: Condition) -> bool:
        """There is more than one value."""
        return len(condition.values) > 1

    @of_terms
    def reads_no_text(self, condition: Condition) -> bool:
        """Its operator reads values of another type than texts."""
        return self.type_of_operator(condition) not in _TEXTUAL

    @of_terms
    def is_on_arn_key(self, condition: Condition) -> bool:
        """Its key holds ARNs."""
        known = self.key_of(condition)
        return known is not None and known.type == "ARN"

    @of_terms
    def is_on_odd_key(self, condition: Condition) -> bool:
        """Its key is none that the catalogue has, or has not the form of one."""
        return self.key_of(condition) is None or not self.has_key_form(condition.key.literal or "")

    @of_terms
    def is_on_replaced_key(self, condition: Condition) -> bool:
        """Another key stands in for its key today."""
        return self.row_of_key("replaced_keys", condition.key.literal or "") is not None

    @of_terms
    def is_on_endpoint_key(self, condition: Condition) -> bool:
        """Its key is supplied with calls through endpoints of some services alone."""
        return self.row_of_key("endpoint_key_services", condition.key.literal or "") is not None

    @of_terms
    def is_on_region_key(self, condition: Condition) -> bool:
        """Its key is a Region, or a service by the Region that it is in."""
        key = condition.key.literal or ""
        via_service = self.form_of(condition) == VIA_SERVICE
        return via_service or self.row_of_key("region_keys", key) is not None

    @of_terms
    def is_on_every_tag(self, condition: Condition) -> bool:
        """It is on the keys of all tags in the request."""
        test = self.test_of(condition)
        return test is not None and test.key == TAG_KEYS and test.over == "all"

    @of_terms
    def is_of_some_requests(self, condition: Condition) -> bool:
        """Its key is a tag of the caller, or one that not all users and roles have."""
        key = (condition.key.literal or "").lower()
        return key.startswith(PRINCIPAL_TAG) or self.is_of_some_callers(key)

    @of_terms
    def is_text_of_truth(self, condition: Condition) -> bool:
        """Its key is a truth value, and its operator reads texts."""
        test = self.test_of(condition)
        return test is not None and test.type == "Bool" and test.operator.startswith("String")

    @of_terms
    def is_sometimes_absent(self, condition: Condition) -> bool:
        """Its key is a global one that not every signed request carries."""
        test = self.test_of(condition)
        return test is not None and test.present not in ("", "always", "signed")

    @of_terms
    def tests_tls(self, condition: Condition) -> bool:
        """Its key tells whether the request came over TLS."""
        return (condition.key.literal or "").lower() in TLS

    @of_terms
    def may_need_companions(self, condition: Condition) -> bool:
        """Requests carry its key only with a further action allowed, or may."""
        return self.needs_companions(str(condition.key))

    def is_of_an_owner(self, condition: Condition) -> bool:
        """Its policy was found on an identity or a resource."""
        return condition.statement.policy.owner is not None
