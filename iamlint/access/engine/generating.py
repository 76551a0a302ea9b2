"""What generators of templates write that its reader did not."""

from __future__ import annotations

from functools import cached_property

from iamlint.text.hints import TYPE_CHECKING

from .acting import Acting

if TYPE_CHECKING:
    from iamlint.model.policy import Statement, Word


class Generating(Acting):
    """Lists of actions as the AWS CDK and AWS SAM write them."""

    def is_generated(self, statement: Statement, action: Word) -> bool:
        """The action stands among others with which a generator writes it, dead as it is: nobody
        misses it, and whoever reads of it cannot change it.
        """
        groups = self._groups.get((action.literal or "").lower())
        if groups is None:
            return False
        there = {(word.literal or "").lower() for word in statement.actions or ()}
        some = len(self.unmatched_actions(statement)) < len(there)
        return any(
            group <= there and (not alone or len(there) == len(group) + 1) and (some or not either)
            for group, alone, either in groups
        )

    @cached_property
    def _groups(self) -> dict[str, list[tuple[frozenset[str], bool, bool]]]:
        """By action, those that stand beside it, whether nothing else does, and whether one of
        them is meant.
        """
        found: dict[str, list[tuple[frozenset[str], bool, bool]]] = {}
        for row in self.catalog.table("generated_actions"):
            group = frozenset(name.lower() for name in row["beside"])
            form = (group, row.get("alone", False), row.get("either", False))
            found.setdefault(row["action"].lower(), []).append(form)
        return found
