"""What a house demands of statements, and how much there is to one."""

from __future__ import annotations

from iamlint.access.overlap import meet, shape_of
from iamlint.model.policy import Word
from iamlint.text import globs
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.holes import Text

from .acting import Acting

if TYPE_CHECKING:
    from collections.abc import Iterable

    from iamlint.model.policy import Condition, Principal, Statement


class Demanding(Acting):
    """Statements against patterns that a person wrote."""

    def meeting(self, statement: Statement, pattern: str) -> Word | None:
        """The first word of Action that matches some action that a pattern matches, or the key
        NotAction where it leaves one.
        """
        wanted = pattern.lower()
        for word in statement.actions or ():
            literal = (word.literal or "").lower()
            if literal and (globs.match(literal, wanted) or globs.match(wanted, literal)):
                return word
            if literal and is_wild(literal) and is_wild(wanted) and self._share(literal, wanted):
                return word
        key = statement.element("NotAction")
        excluded = [(word.literal or "").lower() for word in statement.not_actions or ()]
        if key is None or not excluded or any(globs.match(one, wanted) for one in excluded):
            return None
        return Word(Text("NotAction"), key)

    def _share(self, one: str, other: str) -> bool:
        return bool(self.catalog.bits(one) & self.catalog.bits(other))

    def overlapping(self, statement: Statement, patterns: Iterable[str]) -> Word | None:
        """The first resource that could name the same as one of the ARN patterns."""
        shapes = [shape_of(Text(pattern), False) for pattern in patterns]
        for word in statement.resources or ():
            mine = shape_of(word.text, statement.policy.has_variables)
            if any(meet(mine, shape) for shape in shapes):
                return word
        return None

    def is_key(self, condition: Condition, keys: Iterable[str]) -> bool:
        """The condition tests one of the keys, which may end in a star."""
        literal = (condition.key.literal or "").lower()
        return any(globs.match(key.lower(), literal) for key in keys)

    def tests_key(self, statement: Statement, keys: Iterable[str]) -> bool:
        """Some condition of the statement tests one of the keys, which may end in a star."""
        return any(self.is_key(condition, keys) for condition in statement.conditions)

    def pattern_meant(self, entry: Principal, patterns: Iterable[str]) -> str:
        """The first of the patterns that stands for an entry of Principal; else empty. An account
        by its number and by its root are the same."""
        written = entry.value.literal or ""
        names = {written}
        if written.isdigit():
            names.add(f"arn:aws:iam::{written}:root")
        elif written.endswith(":root"):
            names.add(written.split(":")[4])
        for pattern in patterns:
            if written != "*" and pattern == "*":
                continue  # everybody, not every single one
            if any(globs.match(pattern, name) for name in names):
                return pattern
        return ""

    def complexity(self, statement: Statement, beyond: int = 0) -> int:
        """How much there is to a statement: an action or resource counts 1, a wildcard in it 1
        more, a condition 2, an exclusion 5. 0 where it is seen at once not to go `beyond`.
        """
        lists = (
            statement.actions or (),
            statement.resources or (),
            statement.not_actions or (),
            statement.not_resources or (),
        )
        if 2 * sum(map(len, lists)) + 7 * len(statement.conditions) + 15 <= beyond:
            return 0
        weight = 2 * len(statement.conditions)
        for words in lists:
            for word in words:
                text = word.literal
                if text is None:
                    text = str(word)
                weight += 2 if "*" in text or "?" in text else 1
        exclusions = [statement.not_actions, statement.not_resources, statement.not_principals]
        for one in exclusions:
            weight += 5 * (one is not None)
        for condition in statement.conditions:
            weight += 5 * ("not" in str(condition.operator).lower())
        return weight


def is_wild(text: str) -> bool:
    return "*" in text or "?" in text
