"""Actions that one use takes together, of which a policy allows one alone."""

from __future__ import annotations

from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.records import NamedTuple

from .breadth import Breadth

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.model.policy import Policy, Statement, Word


class Half(NamedTuple):
    """`word` allows an action that is of little use without `lacks`."""

    word: Word
    lacks: str
    why: str


class Pairing(Breadth):
    """The table of actions that go together."""

    def lone_halves(self, policy: Policy) -> Iterator[Half]:
        """Actions that the policy allows without their partner; none where part of it is not
        known.
        """
        if policy.gaps or any(statement.gaps for statement in policy.statements):
            return
        granting = [statement for statement in policy.statements if statement.grants]
        if not any(
            self.speaks_of_keys(word) for one in granting for word, _ in self.sensitive_words(one)
        ):
            return
        for row in self.catalog.table("kms_pairs"):
            has = next(filter(None, (self.reaching(one, row["has"]) for one in granting)), None)
            if has is not None and not any(
                self._allows_all(one) or self.reaching(one, lacks)
                for one in granting
                for lacks in row["lacks"]
            ):
                yield Half(has, row["lacks"][0], row["why"])

    def _allows_all(self, statement: Statement) -> bool:
        return bool(statement.not_actions) or any(map(self.every_action, statement.actions or ()))

    def speaks_of_keys(self, word: Word) -> bool:
        """It names actions of KMS."""
        return (word.literal or "")[:4].lower() == "kms:"
