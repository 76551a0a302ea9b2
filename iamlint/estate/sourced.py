"""Which sources a statement is for, told before anything is decided.

A queue that many topics feed has a statement for each; of those that name another topic by its ARN
none lets this one in, and they need not be looked into.
"""

from __future__ import annotations

from functools import cached_property

from iamlint.text.globs import is_glob
from iamlint.text.hints import TYPE_CHECKING, Final

from .presence import with_statements

if TYPE_CHECKING:
    from collections.abc import Iterable

    from iamlint.model.policy import Policy, Statement, Word
    from iamlint.model.things import Resource
    from iamlint.text.holes import Text

    from .resources import Resources

SOURCE_ARN: Final = "aws:sourcearn"
POSITIVE: Final = frozenset(("arnequals", "arnlike", "stringequals", "stringlike"))
"""Operators that fail where the key is another value, or absent."""


class Sourced:
    """Leaves out statements that are for other sources."""

    def __init__(self, resources: Resources) -> None:
        self._resources = resources

    def told(
        self, policies: Iterable[Policy], source: Resource | None, arn: Text | None
    ) -> tuple[Policy, ...]:
        """The policies without what is surely for others than a source, which calls as `arn`."""
        found = []
        for policy in policies:
            kept = tuple(s for s in policy.statements if self.may_be_for(s, source, arn))
            if len(kept) == len(policy.statements):
                found.append(policy)
            elif kept or policy.gaps:
                found.append(with_statements(policy, kept))
        return tuple(found)

    def may_be_for(self, statement: Statement, source: Resource | None, arn: Text | None) -> bool:
        """False is certain."""
        if not statement.allows:
            return True
        named = self.named(statement) if source is not None else None
        if named is not None and source not in named:
            return False
        words = self._words(statement) if arn is not None else ()
        return not words or any(not end_apart(word.text, arn) for word in words)

    def named(self, statement: Statement) -> frozenset[Resource] | None:
        """The resources in view that it is for and no others; None where that is not told."""
        key = id(statement.node)
        if key not in self._named:
            self._named[key] = self._look_up(statement)
        return self._named[key]

    def _look_up(self, statement: Statement) -> frozenset[Resource] | None:
        found: set[Resource] = set()
        for word in self._words(statement):
            named = [] if is_glob(str(word)) else self._resources.find(word.text)
            if not named:
                return None
            found.update(named)
        return frozenset(found) or None

    def _words(self, statement: Statement) -> tuple[Word, ...]:
        """The values that a condition wants of the ARN of the source; none where any will do."""
        for condition in statement.conditions:
            operator = (condition.operator.literal or "").lower()
            if operator in POSITIVE and (condition.key.literal or "").lower() == SOURCE_ARN:
                return condition.values
        return ()

    @cached_property
    def _named(self) -> dict[int, frozenset[Resource] | None]:
        return {}


def end_apart(pattern: Text, value: Text | None) -> bool:
    """What is behind the last wildcard or hole of a pattern is no end of the value."""
    if value is None or not pattern.pieces or not value.pieces:
        return False
    ours, theirs = pattern.pieces[-1], value.pieces[-1]
    if not isinstance(ours, str) or not isinstance(theirs, str):
        return False
    ours = ours[max(ours.rfind("*"), ours.rfind("?")) + 1 :]
    length = min(len(ours), len(theirs))
    return length > 0 and ours[-length:] != theirs[-length:]
