"""What the policy of a resource may hold."""

from __future__ import annotations

from functools import cached_property

from iamlint.access.overlap import meet, shape_of
from iamlint.text.hints import TYPE_CHECKING, Any

from .acting import Acting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.access.overlap import Shape
    from iamlint.model.policy import Policy, Statement, Word

ROLE = "iam:role"
ALONE = ("plain", "exports")
"""What reads policies in files of their own."""


class Belonging(Acting):
    """Actions and resources against the kind of policy they stand in."""

    def strange_actions(self, statement: Statement) -> Iterator[Word]:
        """Actions that the policy of this type of resource cannot hold: none of those that the
        word stands for. Nothing of a type about which no table speaks."""
        row = self._policy_row(statement.policy)
        if row is None or self._is_of_another_type(statement, row):
            return
        words = statement.actions or ()
        strange: list[Word] = []
        for word in words:
            names = () if self.is_everything(word) else self.names_of(word)
            if names and not any(self._belongs(name, row) for name in names):
                strange.append(word)
        # a type told by the shape alone, of which neither an action nor a resource speaks
        guessed = not statement.policy.kind_known and len(strange) == len(words)
        if guessed and all(word.literal is None for word in statement.resources or ()):
            return
        yield from strange

    def _is_of_another_type(self, statement: Statement, row: dict[str, Any]) -> bool:
        """The type was told by the shape alone, and nothing that the statement is about belongs to
        it: it is on something else of the service, as a layer is of Lambda.
        """
        if statement.policy.kind_known or not row["resources"] or not statement.resources:
            return False
        templates = self._own_templates(row)
        variables = statement.policy.has_variables
        return all(
            word.literal is not None
            and word.literal.split(":")[2:3] == [row["services"][0]]
            and not any(meet(one, shape_of(word.text, variables)) for one in templates)
            for word in statement.resources
        )

    def strange_resources(self, statement: Statement) -> Iterator[Word]:
        """Entries of Resource that name something else than the policy of this type of resource
        is about."""
        row = self._policy_row(statement.policy)
        if row is None or not row["resources"] or self._is_of_another_type(statement, row):
            return
        templates = self._own_templates(row)
        variables = statement.policy.has_variables
        for word in (*(statement.resources or ()), *(statement.not_resources or ())):
            pattern = shape_of(word.text, variables)
            if not any(meet(template, pattern) for template in templates):
                yield word

    def refused_resources(self, statement: Statement) -> Iterator[tuple[Word, str]]:
        """Entries of Resource that the service refuses in a policy on this type of resource, and
        why."""
        policy = statement.policy
        row = self._refusals.get(policy.resource_type) if policy.kind == "resource" else None
        if row is None:
            return
        words = [word for word in statement.resources or () if not word.when]
        if row.get("none"):
            known = [word for word in words if word.literal is not None]
            if known and policy.kind_known and not stands_alone(policy):
                yield known[0], "a statement there has no such element"
            return
        if row["star"]:
            for word in words:
                if word.literal == "*":
                    yield word, "it takes ARNs of its own"
        most = row["most"]
        if most and len(words) > most and not any(self.strange_resources(statement)):
            yield words[most], f"a statement has one resource, not {len(words)}"

    def stray_resources(self, policy: Policy) -> list[tuple[Word, Word]]:
        """Entries of Resource that are about another thing than those of the other statements,
        each with one of those, where a policy can be about one thing alone. Nothing where it may
        be the policy of a VPC endpoint, which names nobody and denies nothing.
        """
        row = self._refusals.get(policy.resource_type) if policy.kind == "resource" else None
        if row is None or "one" not in row or not is_of_a_thing(policy):
            return []
        if policy.kind_known and not stands_alone(policy):
            return []  # what it sits on is told, and asked who is let in
        things: dict[str, list[Word]] = {}
        for statement in policy.statements:
            strange = list(self.strange_resources(statement))  # said there
            for word in statement.resources or ():
                literal = word.literal
                if literal is None or word.when or word in strange:
                    return []
                thing = literal.partition("/")[0] if row["one"] == "/" else literal
                if literal != "*":
                    things.setdefault(thing, []).append(word)
        if len(things) != 2 or any("*" in thing or "?" in thing for thing in things):
            return []
        meant, stray = sorted(things.values(), key=len, reverse=True)
        return [(word, meant[0]) for word in stray]

    @cached_property
    def _refusals(self) -> dict[str, dict[str, Any]]:
        return {row["type"]: row for row in self.catalog.table("refused_resources")}

    def is_of_another_service(self, action: Word, policy: Policy) -> bool:
        """The action belongs to another service than the one whose resource the policy is on."""
        row = self._policy_row(policy)
        return row is not None and self.service_of(action) not in row["services"]

    def owner_in_words(self, policy: Policy) -> str:
        """`queue`, `bucket`, `role`: what the policy is on."""
        row = self._policy_row(policy)
        return row["type"].partition(":")[2].lower() if row is not None else ""

    def _policy_row(self, policy: Policy) -> dict[str, Any] | None:
        if policy.kind == "trust":
            return self._policy_rows[ROLE]
        return self._policy_rows.get(policy.resource_type) if policy.kind == "resource" else None

    @cached_property
    def _policy_rows(self) -> dict[str, dict[str, Any]]:
        return {row["type"]: row for row in self.catalog.table("policy_actions")}

    def _belongs(self, name: str, row: dict[str, Any]) -> bool:
        action = self.catalog.action(name)
        if action is None:
            return True
        if "actions" in row:
            return action.name in row["actions"]
        if action.service not in row["services"]:
            return False
        if action.name in row.get("also", ()):
            return True
        only_named = not action.resources and action.star == "unknown"
        types = row["types"]
        return only_named or not types or any(use.type in types for use in action.resources)

    def _own_templates(self, row: dict[str, Any]) -> tuple[Shape, ...]:
        known = self._own.get(row["type"])
        if known is None:
            known = self._own[row["type"]] = tuple(
                self._shape(arn, self._bounds_of(service))
                for service in row["services"]
                for name in row["resources"]
                if (found := self.catalog.resource_type(service, name)) is not None
                for arn in found.arns
            )
        return known

    @cached_property
    def _own(self) -> dict[str, tuple[Shape, ...]]:
        return {}


def stands_alone(policy: Policy) -> bool:
    """It is a file of its own, and what it sits on is known by it alone."""
    reading = getattr(policy.owner, "reading", None)
    return reading is not None and reading.carrier in ALONE


def is_of_a_thing(policy: Policy) -> bool:
    """A statement names an account, a role or a user, or denies something."""
    return any(
        statement.denies or any(entry.value.literal != "*" for entry in statement.principals or ())
        for statement in policy.statements
    )
