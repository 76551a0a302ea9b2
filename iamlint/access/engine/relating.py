"""How statements and conditions of one layer stand to each other: asked of all requests."""

from __future__ import annotations

from iamlint.text.hints import TYPE_CHECKING

from .acting import Acting

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from iamlint.access.questions import Remainder
    from iamlint.access.symbolic.facets import ConditionAtom
    from iamlint.access.symbolic.relations import Shown
    from iamlint.access.truth import Truth
    from iamlint.model.policy import Policy, Statement


class Relating(Acting):
    """The questions over all requests, with this catalogue; imported when first asked."""

    def redundant_within_layer(
        self, statement: Statement, others: Iterable[Statement]
    ) -> Remainder:
        """What a statement says that the others of its effect, all together, do not."""
        from iamlint.access.questions import redundant_within_layer

        return redundant_within_layer(statement, others, self.catalog)

    def shadowed_by_deny(self, statement: Statement, policies: Sequence[Policy]) -> Remainder:
        """What is left of a statement after every Deny of some policies."""
        from iamlint.access.questions import shadowed_by_deny

        return shadowed_by_deny(statement, policies, self.catalog)

    def contradictory_conditions(self, statement: Statement) -> tuple[ConditionAtom, ...]:
        """Conditions of a statement that never hold together whatever the request."""
        from iamlint.access.questions import contradictory_conditions

        return contradictory_conditions(statement, self.catalog)

    def conditions(self, statement: Statement) -> tuple[ConditionAtom, ...]:
        """The conditions of a statement as `condition_without_effect` takes them."""
        from iamlint.access.questions import conditions

        return conditions(statement, self.catalog)

    def condition_without_effect(self, statement: Statement, atom: ConditionAtom) -> Truth:
        """Does a condition hold in every request in which the statement's others do?"""
        from iamlint.access.questions import condition_without_effect

        return condition_without_effect(statement, atom, self.catalog)

    def is_public(self, policies: Sequence[Policy]) -> Shown:
        """May a stranger do something, as far as these policies tell?"""
        from iamlint.access.questions import is_public

        return is_public(policies, frozenset(), self.catalog)
