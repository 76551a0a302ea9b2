"""How much a statement reaches."""

from __future__ import annotations

from functools import cached_property

from iamlint.text.hints import TYPE_CHECKING

from .acting import Acting

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    from iamlint.model.policy import Condition, Statement, Word

_HELD = ("identity", "boundary", "session")
"""Kinds of policy of which every holder is of the account that they are in."""


class Reaching(Acting):
    """What wildcards reach, and what narrows it."""

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
        unlike = self.unlike_names(statement)  # which reads the services of all others
        names, scopable, further = self._names, self._scopable_names, self._further_scopable
        if not unlike:
            literals = [str(word.literal) for word in statement.actions or ()]
            if not scopable.issuperset(literals):
                always = self._named_after_all
                literals = [one for one in literals if one in scopable or one in always]
            return list(dict.fromkeys(literals))
        found: list[str] = []
        for word in statement.actions or ():
            literal = word.literal or ""
            if literal in scopable:
                found.append(literal)
            elif literal in names:
                if literal in self._named_after_all:
                    found.append(literal)
            else:
                expanded = further.get(literal)
                if expanded is None:
                    expanded = further[literal] = self._scopable_in(word)
                found += expanded
        return list(dict.fromkeys(found))

    def _scopable_in(self, word: Word) -> tuple[str, ...]:
        literal = word.literal or ""
        if "*" in literal and (self.is_everything(word) or self.whole_service(word)):
            return ()
        names = tuple(self.catalog.limitable(literal))
        further = self._always_named.get(literal.lower()) if not names else None
        return (further,) if further else names

    @cached_property
    def _named_after_all(self) -> frozenset[str]:
        return frozenset(self._always_named.values())

    @cached_property
    def _always_named(self) -> dict[str, str]:
        """Actions that the reference says may go without a resource, though they never do."""
        rows = self.catalog.table("sensitive_actions")
        return {row["action"].lower(): row["action"] for row in rows if row.get("named")}

    @cached_property
    def _further_scopable(self) -> dict[str, tuple[str, ...]]:
        return {}

    def restricted_by(self, statement: Statement) -> Condition | None:
        """The first condition that narrows who or what the statement is for: a positive test of a
        key that the caller cannot choose freely, against values that are not all wildcards; or
        that the resource has a tag at all."""
        for condition in statement.conditions:
            if self._narrows(condition):
                return condition
        return None

    def _narrows(self, condition: Condition) -> bool:
        operator = (condition.operator.literal or "").lower()
        key = (condition.key.literal or "").lower()
        if "not" in operator or operator.endswith("ifexists"):
            return False
        if operator == "null":
            return self._tags_resource(key) and condition_says(condition, "false")
        if operator.startswith("forallvalues:") and key not in self._never_empty_keys:
            return False
        row = self._weak_keys.get(key)
        if row is not None and _is_weak(row, condition):
            return False
        if any(self.is_everything(value) for value in condition.values):
            return self._tags_resource(key)
        return bool(condition.values)

    def _tags_resource(self, key: str) -> bool:
        return key.startswith(self._resource_tags)

    @cached_property
    def _resource_tags(self) -> tuple[str, ...]:
        return tuple(row["prefix"].lower() for row in self.catalog.table("resource_tag_keys"))

    def is_weak(self, condition: Condition) -> bool:
        """Its key narrows nothing: all resources remain, and all who hold the policy."""
        row = self._weak_keys.get((condition.key.literal or "").lower())
        return row is not None and _is_weak(row, condition)

    def is_region_key(self, condition: Condition) -> bool:
        return (condition.key.literal or "").lower() in self._region_keys

    def tells_place(self, condition: Condition) -> bool:
        """Its key says in which Region, account or organization the resource is."""
        key = (condition.key.literal or "").lower()
        if not self.is_region_key(condition) and not self._weak_keys.get(key, {}).get("place"):
            return False
        if (condition.operator.literal or "").lower() == "null":
            return False
        return not any(self.is_everything(value) for value in condition.values)

    @cached_property
    def _weak_keys(self) -> dict[str, Mapping[str, Any]]:
        return {row["key"].lower(): row for row in self.catalog.table("weak_keys")}

    @cached_property
    def _region_keys(self) -> frozenset[str]:
        return frozenset(row["key"].lower() for row in self.catalog.table("region_keys"))

    @cached_property
    def _never_empty_keys(self) -> frozenset[str]:
        return frozenset(row["key"].lower() for row in self.catalog.table("never_empty_keys"))

    def listed(self, names: Iterable[str], most: int = 3) -> str:
        """Names for a message: a few, and how many more."""
        return listed(names, most)


def listed(names: Iterable[str], most: int = 3) -> str:
    """Names for a message: a few, and how many more."""
    every = list(names)
    shown = ", ".join([f"`{name}`" for name in every[:most]])
    return shown if len(every) <= most else f"{shown} and {len(every) - most} more"


def condition_says(condition: Condition, text: str) -> bool:
    """Every value of the condition is this text, whatever its case."""
    values = [value.literal for value in condition.values]
    return bool(values) and all((value or "").lower() == text for value in values)


def _is_weak(row: Mapping[str, Any], condition: Condition) -> bool:
    """What a row of `weak_keys` says holds for a condition."""
    return not row.get("of_holder") or condition.statement.policy.kind in _HELD
