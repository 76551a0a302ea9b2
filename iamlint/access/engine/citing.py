"""ARNs as values of condition keys."""

from __future__ import annotations

from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.records import NamedTuple

from .arns import ACCOUNT_FIELD, PARTITION_FIELD, REGION_FIELD, arn_of, is_wild
from .locating import (
    ACCOUNT_MALFORMED,
    ACCOUNT_MISSING,
    PARTITION_UNKNOWN,
    REGION_MISSING,
    REGION_UNKNOWN,
    SERVICE_CASE,
    Locating,
)
from .valuing import Valuing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.model.policy import Condition, Word

    from .arns import Arn

FIELDS = {
    PARTITION_UNKNOWN: ("partition", PARTITION_FIELD),
    SERVICE_CASE: ("service", 2),
    REGION_UNKNOWN: ("region", REGION_FIELD),
    REGION_MISSING: ("region", REGION_FIELD),
    ACCOUNT_MALFORMED: ("account", ACCOUNT_FIELD),
    ACCOUNT_MISSING: ("account", ACCOUNT_FIELD),
}
"""The faults that no ARN of a request has, and the field that each is in. That a field is held
which the service's resources have not is none of them: the ARN of what calls may be of a kind that
no policy names."""


class Cited(NamedTuple):
    """A value of a condition that is an ARN of which a field is such that no ARN has it."""

    word: Word
    field: str
    shown: str
    """What stands in the field; empty where nothing does."""


class Citing(Valuing, Locating):
    """What a condition says of ARNs."""

    def impossible_arns(self, condition: Condition) -> Iterator[Cited]:
        """The values of a condition on a key of ARNs that are ARNs as none is."""
        type_ = self.type_of_operator(condition)
        if type_ not in ("ARN", "String"):
            return
        for word in condition.values:
            arn = arn_of(word.text)
            if arn is None or (type_ == "String" and self._spans_fields(arn)):
                continue
            for kind in self.faults_of(word.text):
                if kind in FIELDS:
                    field, number = FIELDS[kind]
                    yield Cited(word, field, arn.within(number)[1] or str(arn[number]))
                    break

    def _spans_fields(self, arn: Arn) -> bool:
        """A wildcard before the resource, which stands for colons too where texts are compared."""
        return any(map(is_wild, arn[1:5]))
