"""What rules ask about actions and resources of one statement.

No rule compares action or ARN strings: it asks here, and the answer comes from the catalogue and
from exact matching.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from iamlint.text.holes import Text

from .overlap import Shape, all_parts, bounded_variables, meet, shape_of, template_parts

if TYPE_CHECKING:
    from collections.abc import Iterable

    from iamlint.catalog import Catalog
    from iamlint.catalog.nouns import Action
    from iamlint.model.policy import Condition, Statement, Word


GRAVE_LEVELS = ("Write", "Permissions management")


class Engine:
    """The catalogue and the matching rules of IAM, asked about one statement at a time."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self._templates: dict[str, tuple[Shape, ...]] = {}
        self._expanded: dict[str, tuple[str, ...]] = {}
        self._shapes: dict[str, Shape] = {}
        self._bounds: dict[str, dict[str, str]] = {}
        self._all: dict[str, tuple[Shape, ...]] = {}
        self._matches: dict[tuple[str, Text, bool], bool] = {}

    # which resources an action is about

    def can_match(self, action: str, resource: Text, *, variables: bool = True) -> bool:
        """Could a request for this action ever be about a resource that the pattern names?

        False is certain: no ARN of any resource type of the action fits. An action that is not in
        the catalogue could match anything. `variables`: `${…}` is a policy variable.
        """
        literal = resource.literal
        if literal is not None and not literal.strip("*"):
            return True
        known = (action, resource, variables)
        answer = self._matches.get(known)
        if answer is None:
            answer = self._matches[known] = self._can_match(action, resource, variables)
        return answer

    def _can_match(self, action: str, resource: Text, variables: bool) -> bool:
        found = self.catalog.action(action)
        if found is None or found.doubt:
            return True
        pattern = shape_of(resource, variables)
        if resource.literal is not None and resource.literal.count(":") < 5:
            return True  # a short ARN: said elsewhere, and matched by rules of its own
        return any(meet(template, pattern) for template in self._templates_of(found))

    def _templates_of(self, action: Action) -> tuple[Shape, ...]:
        """The ARNs that IAM compares for the action, as parts."""
        known = self._templates.get(action.name)
        if known is None:
            bounds = self._bounds_of(action.service)
            arns = [*action.arns, *(arn for use in action.resources for arn in use.arns)]
            known = tuple(self._shape(arn, bounds) for arn in dict.fromkeys(arns))
            if action.star == "always":
                known += self._all_of(action.service)
            self._templates[action.name] = known
        return known

    def _shape(self, arn: str, bounds: dict[str, str]) -> Shape:
        shape = self._shapes.get(arn)
        if shape is None:
            shape = self._shapes[arn] = Shape(template_parts(arn, bounds))
        return shape

    def _all_of(self, service: str) -> tuple[Shape, ...]:
        """The ARNs of all resources of each type, as refusals show them for actions that list:
        `…:cluster/*`, with a star where a name would stand. The reference says that such actions
        know no resources; what the service compares is not documented, so both may match.
        """
        known = self._all.get(service)
        if known is None:
            arns = [arn for one in self.catalog.resource_types(service) for arn in one.arns]
            whole = {":".join(arn.split(":")[:5]) + ":*" for arn in arns}
            known = tuple(Shape(all_parts(arn)) for arn in sorted({*arns, *whole}))
            self._all[service] = known
        return known

    def _bounds_of(self, service: str) -> dict[str, str]:
        known = self._bounds.get(service)
        if known is None:
            types = self.catalog.resource_types(service)
            known = bounded_variables(arn for one in types for arn in one.arns)
            self._bounds[service] = known
        return known

    def unmatched_actions(self, statement: Statement) -> list[Word]:
        """Actions of the statement that can never match any of its resources. A pattern counts
        only if none of the actions it stands for can."""
        if not statement.resources or statement.policy.kind == "trust":
            return []
        resources = [word.text for word in statement.resources]
        if any(
            r.only_hole or ((r.literal or "").strip("*") == "" and r.literal) for r in resources
        ):
            return []
        variables = statement.policy.has_variables
        return [
            word
            for word in statement.actions or ()
            if self._names(word)
            and not any(
                self.can_match(name, resource, variables=variables)
                for name in self._names(word)
                for resource in resources
            )
        ]

    def _names(self, word: Word) -> tuple[str, ...]:
        """The actions that a word stands for, as AWS writes them."""
        literal = word.literal
        if literal is None:
            return ()
        names = self._expanded.get(literal)
        if names is None:
            if "*" in literal or "?" in literal:
                names = self.catalog.expand(literal)
            else:
                action = self.catalog.action(literal)
                names = (action.name,) if action is not None else ()
            self._expanded[literal] = names
        return names

    def needs_star(self, action: Word) -> bool:
        """Every action the word stands for is authorised on `*` and on nothing else."""
        found = [one for one in map(self.catalog.action, self._names(action)) if one is not None]
        return bool(found) and all(one.star == "always" for one in found)

    def acts_on(self, action: Word) -> list[str]:
        """The ARN templates of what the action is about; at most three."""
        found = next(filter(None, map(self.catalog.action, self._names(action))), None)
        return [use.arns[0] for use in found.resources if use.arns][:3] if found else []

    def fitting_resources(self, statement: Statement, action: Word) -> tuple[Text, ...]:
        """The statement's resources, changed in the least way that lets the action match: with
        `/*` or `:*` behind them, or without. Empty if no such change helps."""
        for change in (with_objects, without_objects, with_streams):
            changed = tuple(
                text
                for word in statement.resources or ()
                if (text := change(word.text)) is not None
                and any(self.can_match(name, text) for name in self._names(action))
            )
            if changed:
                return changed
        return ()

    def dead_without(
        self, statement: Statement, resource: Word, *, suffix: str, service: str
    ) -> list[str]:
        """Actions of a service that match no resource of the statement and would match this one
        with the suffix behind it."""
        if not any(isinstance(p, str) and f":{service}:" in p for p in resource.text.pieces):
            return []
        longer = resource.text + suffix
        return [
            str(word)
            for word in self.unmatched_actions(statement)
            if self.service_of(word) == service
            and any(self.can_match(name, longer) for name in self._names(word))
        ]

    # how much a statement reaches

    def is_everything(self, word: Word) -> bool:
        """The word is nothing but stars."""
        return bool(word.literal) and not (word.literal or "").strip("*")

    def service_of(self, action: Word) -> str:
        return (action.literal or "").partition(":")[0].lower()

    def whole_service(self, action: Word) -> str:
        """The service all of whose actions the word stands for, or empty."""
        service, colon, name = (action.literal or "").partition(":")
        if colon and name and not name.strip("*") and "*" not in service:
            return service.lower() if self.catalog.has_service(service.lower()) else ""
        return ""

    def reach_of(self, service: str) -> str:
        """What all of a service reaches, in words, where that is grave; else empty."""
        return self._reach.get(service, "")

    @cached_property
    def _reach(self) -> dict[str, str]:
        return {row["service"]: row["reach"] for row in self.catalog.table("service_reach")}

    def scopable_actions(self, statement: Statement) -> list[str]:
        """Actions of the statement, expanded, that know resources and so could be limited to some.
        The patterns `*` and `service:*` are left to the rules on them."""
        found: list[str] = []
        for word in statement.actions or ():
            if self.is_everything(word) or self.whole_service(word):
                continue
            for name in self._names(word):
                action = self.catalog.action(name)
                if action is not None and action.star == "never":
                    found.append(name)
        return list(dict.fromkeys(found))

    def grave_actions(self, names: Iterable[str]) -> list[str]:
        """Those that change something, change permissions, or reveal data or credentials."""
        return [
            name
            for name in names
            if name in self._sensitive
            or ((action := self.catalog.action(name)) is not None and action.level in GRAVE_LEVELS)
        ]

    @cached_property
    def _sensitive(self) -> frozenset[str]:
        return frozenset(row["action"] for row in self.catalog.table("sensitive_actions"))

    def restricted_by(self, statement: Statement) -> Condition | None:
        """The first condition that narrows who or what the statement is for: a positive test of a
        key that the caller cannot choose freely, against values that are not all wildcards."""
        for condition in statement.conditions:
            if self._narrows(condition):
                return condition
        return None

    def _narrows(self, condition: Condition) -> bool:
        operator = (condition.operator.literal or "").lower()
        key = (condition.key.literal or "").lower()
        if "not" in operator or operator.endswith("ifexists") or operator == "null":
            return False
        if operator.startswith("forallvalues:") or key in self._weak_keys:
            return False
        return bool(condition.values) and not any(self.is_everything(v) for v in condition.values)

    @cached_property
    def _weak_keys(self) -> frozenset[str]:
        return frozenset(row["key"].lower() for row in self.catalog.table("weak_keys"))

    def listed(self, names: Iterable[str], most: int = 3) -> str:
        """Names for a message: a few, and how many more."""
        every = list(names)
        shown = ", ".join(f"`{name}`" for name in every[:most])
        return shown if len(every) <= most else f"{shown} and {len(every) - most} more"


def with_objects(text: Text) -> Text | None:
    return text + "/*"


def with_streams(text: Text) -> Text | None:
    return text + ":*"


def without_objects(text: Text) -> Text | None:
    last = text.pieces[-1] if text.pieces else ""
    if isinstance(last, str) and last.endswith("/*"):
        return Text(*text.pieces[:-1], last[:-2])
    return None
