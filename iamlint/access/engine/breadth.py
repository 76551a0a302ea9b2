"""What a statement lets one do without a limit: by what it reaches, not by how it is spelled."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from iamlint.access.overlap import meet, shape_of
from iamlint.model.policy import Word
from iamlint.text import globs
from iamlint.text.holes import Text
from iamlint.text.records import NamedTuple

from .reaching import Reaching

if TYPE_CHECKING:
    from collections.abc import Iterable

    from iamlint.catalog.nouns import Action
    from iamlint.model.policy import Condition, Policy, Statement

GRAVE_ON_ALL = ("keys", "code", "loss", "change", "defences")
"""Categories of sensitive actions that have no rule of their own, and weigh on every resource."""

_VARIABLE = re.compile(r"\$\{[^}]*\}")
_ANY_NAME = "\x01"  # a name that no pattern spells out
_UNKNOWN = "\x00"


class Unscoped(NamedTuple):
    """Sensitive actions that a statement allows on every resource of their kind.

    `action`: the first word that reaches one; `names`: all of them; `resource`: the word that sets
    no limit; `said`: how a message names them; `where`: how it names the resource.
    """

    action: Word
    names: tuple[str, ...]
    resource: Word
    said: str
    where: str


class Breadth(Reaching):
    """Wildcards and exclusions, by the sensitive actions that they let through."""

    # words

    def every_action(self, word: Word) -> bool:
        """The word matches every action: `*`, or `*:*`."""
        literal = word.literal
        return literal is not None and "*" in literal and not literal.strip("*:")

    def every_resource(self, word: Word) -> bool:
        """The word matches every resource: `*`, or an ARN that says nothing but stars."""
        literal = word.literal
        if literal == "*":
            return True
        if literal is None or not literal.endswith("*"):
            return False
        if not literal.strip("*"):
            return True
        fields = literal.split(":")
        said = [field for field in fields[2:] if field.strip("*")]
        return fields[0] == "arn" and len(fields) > 2 and fields[2][:1] == "*" and not said

    def unnamed_types(self, resource: Text) -> tuple[str, frozenset[str]]:
        """A service and those of its resource types of which the ARN pattern names every resource,
        whatever it says of Region and account: `arn:aws:iam::111122223333:role/*`.
        """
        found = self._unnamed.get(resource)
        if found is None:
            found = self._unnamed[resource] = self._unnamed_types(resource)
        return found

    @cached_property
    def _unnamed(self) -> dict[Text, tuple[str, frozenset[str]]]:
        return {}

    def _unnamed_types(self, resource: Text) -> tuple[str, frozenset[str]]:
        service, pattern = open_pattern(resource)
        if not pattern:
            return "", frozenset()
        return service, frozenset(
            kind.name
            for kind in self.catalog.resource_types(service)
            if any(globs.match(pattern, named(arn)) for arn in kind.arns)
        )

    def any_account(self, resource: Word) -> bool:
        """An ARN with a wildcard for the account, of a service whose ARNs have one."""
        fields = (resource.literal or "").split(":", 5)
        if len(fields) < 6 or "*" not in fields[4] or "*" in fields[2] or not fields[5].strip("*"):
            return False
        types = self.catalog.resource_types(fields[2].lower())
        return any("${Account}" in arn for kind in types for arn in kind.arns)

    def has_place(self, resource: Word) -> bool:
        """An ARN that says in which Region or account the resource is."""
        pieces = resource.text.pieces
        flat = "".join(piece if isinstance(piece, str) else _UNKNOWN for piece in pieces)
        fields = flat.split(":", 5)
        return len(fields) == 6 and bool(fields[3].strip("*") or fields[4].strip("*"))

    # statements

    def unlimited(self, statement: Statement) -> Word | None:
        """The resource that stands for every resource, of all services or of one in every account:
        `*`, `arn:aws:s3:::*`, `arn:aws:sqs:*:*:*`.
        """
        for word in statement.resources or ():
            if self.every_resource(word):
                return word
            fields = (word.literal or "").split(":", 5)
            if len(fields) < 6 or fields[4].strip("*") or not open_pattern(word.text)[1]:
                continue
            if self.unnamed_types(word.text)[1]:
                return word
        return None

    def unlimited_for(self, statement: Statement, action: Action) -> Word | None:
        """The resource that names every resource that the action could be about, where the
        statement has one. An action that only knows `*` cannot be limited, so it has none.
        """
        if action.star == "always":
            return None
        open_uses: set[str] = set()
        first: Word | None = None
        for word in statement.resources or ():
            if self.every_resource(word):
                return word
            named_all = self._uses_unnamed(action, word.text)
            if named_all:
                open_uses |= named_all
                first = first or word
        required = {use.type for use in action.resources if use.required}
        return first if required <= open_uses else None

    def _uses_unnamed(self, action: Action, resource: Text) -> frozenset[str]:
        """The resource types of an action of which the ARN pattern names every resource."""
        key = (action.name, resource)
        found = self._used.get(key)
        if found is None:
            service, pattern = open_pattern(resource)
            found = self._used[key] = frozenset(
                use.type
                for use in action.resources
                for arn in (use.arns if pattern else ())
                if service == arn.split(":")[2] and globs.match(pattern, named(arn))
            )
        return found

    @cached_property
    def _used(self) -> dict[tuple[str, Text], frozenset[str]]:
        return {}

    def unlimited_service(self, statement: Statement, service: str) -> Word | None:
        """The resource that names every resource of a service, in every account or in one."""
        for word in statement.resources or ():
            if self.every_resource(word):
                return word
            owner, unnamed = self.unnamed_types(word.text)
            if owner == service and len(unnamed) == len(self.catalog.resource_types(service)):
                return word
        return None

    def all_of_service(self, statement: Statement, action: Word) -> bool:
        """The word is all of a service that reaches something grave, on all its resources."""
        service = self.whole_service(action)
        return bool(
            service and self.reach_of(service) and self.unlimited_service(statement, service)
        )

    def reaching(self, statement: Statement, name: str) -> Word | None:
        """The first word of Action, other than `*`, that lets a sensitive action through."""
        found = self._reaching.get(statement)
        if found is None:
            found = self._reaching[statement] = {}
            for word in statement.actions or ():
                for names in self.sensitive_in(word).values():
                    for one in names:
                        found.setdefault(one, word)
        return found.get(name)

    @cached_property
    def _reaching(self) -> dict[Statement, dict[str, Word]]:
        return {}

    def administers(self, policy: Policy) -> bool:
        """Some statement of the policy allows everything on everything."""
        return any(
            statement.allows
            and not self.eased(statement)
            and any(self.every_action(word) for word in statement.actions or ())
            and any(self.every_resource(word) for word in statement.resources or ())
            for statement in policy.statements
        )

    def eased(self, statement: Statement) -> str:
        """The severity of breadth where something narrows it or part of the statement is not known
        (`info`); else empty.
        """
        return "info" if statement.gaps or self.restricted_by(statement) is not None else ""

    def placed(self, statement: Statement, resource: Word) -> bool:
        """Something says in which Region or account the resource is: its ARN, or a condition."""
        return self.has_place(resource) or any(
            (condition.key.literal or "").lower() in self._region_keys
            and "not" not in (condition.operator.literal or "not").lower()
            for condition in statement.conditions
        )

    @cached_property
    def _region_keys(self) -> frozenset[str]:
        return frozenset(row["key"].lower() for row in self.catalog.table("region_keys"))

    def easing(self, statement: Statement) -> list[tuple[Condition, str]]:
        """The condition that narrows the statement, for `also`."""
        held = self.restricted_by(statement)
        return [(held, "limited by this condition")] if held is not None else []

    # sensitive actions

    def sensitive_in(self, word: Word) -> dict[str, tuple[str, ...]]:
        """Category → sensitive actions that a word of Action reaches; none for `*`."""
        literal = word.literal
        if literal is None:
            return {}
        found = self._reached.get(literal)
        if found is None:
            found = self._reached[literal] = self._sensitive_in(literal.lower())
        return found

    @cached_property
    def _reached(self) -> dict[str, dict[str, tuple[str, ...]]]:
        return {}

    def _sensitive_in(self, literal: str) -> dict[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for lower, name, category in self._by_service.get(literal.partition(":")[0], ()):
            if lower == literal or globs.match(literal, lower):
                found[category] = (*found.get(category, ()), name)
        return found

    @cached_property
    def _by_service(self) -> dict[str, list[tuple[str, str, str]]]:
        found: dict[str, list[tuple[str, str, str]]] = {}
        for row in self.catalog.table("sensitive_actions"):
            name = row["action"]
            entry = (name.lower(), name, row["category"])
            found.setdefault(name.partition(":")[0], []).append(entry)
        return found

    def unscoped(self, statement: Statement, category: str) -> Unscoped | None:
        """The sensitive actions of a category that the statement allows without a limit on their
        resources.
        """
        found = self._unscoped.get(statement)
        if found is None:
            found = self._unscoped[statement] = self._all_unscoped(statement)
        return found.get(category)

    @cached_property
    def _unscoped(self) -> dict[Statement, dict[str, Unscoped]]:
        return {}

    def _all_unscoped(self, statement: Statement) -> dict[str, Unscoped]:
        resources = statement.resources or ()
        if not any(self.every_resource(one) or open_pattern(one.text)[1] for one in resources):
            return {}
        found: dict[str, list[tuple[Word, str, Word]]] = {}
        for word in statement.actions or ():
            reached = self.sensitive_in(word)
            if reached and self.all_of_service(statement, word):
                continue
            for category, names in reached.items():
                for name in names:
                    action = self.catalog.action(name)
                    where = self.unlimited_for(statement, action) if action is not None else None
                    if where is not None:
                        found.setdefault(category, []).append((word, name, where))
        return {category: self._told(reached) for category, reached in found.items()}

    def _told(self, reached: list[tuple[Word, str, Word]]) -> Unscoped:
        word, _, resource = reached[0]
        names = tuple(dict.fromkeys(name for _, name, _ in reached))
        said = self.listed(names)
        if is_wild(str(word)) and all(other is word for other, _, _ in reached):
            said = f"`{word}` reaches {said}"
        where = "every resource" if self.every_resource(resource) else f"every `{resource}`"
        return Unscoped(word, names, resource, said, where)

    def other_unscoped(self, statement: Statement) -> tuple[tuple[str, ...], Word | None]:
        """Sensitive actions without a limit that no rule on their category speaks of, and the
        resource that sets them none.
        """
        self.unscoped(statement, "")
        found = [
            one for category, one in self._unscoped[statement].items() if category in GRAVE_ON_ALL
        ]
        names = tuple(name for one in found for name in one.names)
        return names, found[0].resource if found else None

    def sensitive_reach(self, policy: Policy) -> dict[str, tuple[str, ...]]:
        """Category → sensitive actions that the policy's Allow statements reach, on whatever."""
        found: dict[str, dict[str, None]] = {}
        for statement in policy.statements:
            for word in (statement.actions or ()) if statement.grants else ():
                for category, names in self.sensitive_in(word).items():
                    found.setdefault(category, {}).update(dict.fromkeys(names))
        return {category: tuple(names) for category, names in found.items()}

    def unlimited_reach(self, statement: Statement, name: str) -> tuple[Word, Word] | None:
        """The word that allows an action and the resource that sets it no limit. `*` as an action,
        and all of a grave service on all its resources, are left to the rules on them.
        """
        if not statement.allows or not statement.resources:
            return None
        word = self.reaching(statement, name)
        action = self.catalog.action(name) if word is not None else None
        if word is None or action is None or self.all_of_service(statement, word):
            return None
        resource = self.unlimited_for(statement, action)
        return (word, resource) if resource is not None else None

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

    def left_by(self, statement: Statement) -> tuple[str, ...]:
        """Sensitive actions that NotAction leaves allowed; the gravest first."""
        excluded = {
            name
            for word in statement.not_actions or ()
            for names in self.sensitive_in(word).values()
            for name in names
        }
        return tuple(
            name
            for category in ("roles", "permissions", "credentials", "exposure", "data", "loss")
            for name in self._by_category.get(category, ())
            if name not in excluded
        )

    @cached_property
    def _by_category(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for entries in self._by_service.values():
            for _, name, category in entries:
                found.setdefault(category, []).append(name)
        return found

    def complexity(self, statement: Statement) -> int:
        """How much there is to a statement: an action or resource counts 1, a wildcard in it 1
        more, a condition 2, an exclusion 5.
        """
        positive = [*(statement.actions or ()), *(statement.resources or ())]
        negative = [*(statement.not_actions or ()), *(statement.not_resources or ())]
        weight = sum(1 + is_wild(str(word)) for word in positive + negative)
        weight += 2 * len(statement.conditions)
        exclusions = [statement.not_actions, statement.not_resources, statement.not_principals]
        weight += 5 * sum(one is not None for one in exclusions)
        return weight + 5 * sum("not" in str(c.operator).lower() for c in statement.conditions)


def open_pattern(resource: Text) -> tuple[str, str]:
    """The service and the resource part of an ARN, where that part ends in a name that is all
    wildcard and both are known; else nothing.
    """
    last = resource.pieces[-1] if resource.pieces else ""
    if not isinstance(last, str) or not last.endswith("*"):
        return "", ""
    flat = "".join(piece if isinstance(piece, str) else _UNKNOWN for piece in resource.pieces)
    fields = flat.split(":", 5)
    if len(fields) < 6 or _UNKNOWN in fields[2] + fields[5]:
        return "", ""
    if fields[5].replace("/", ":").rpartition(":")[2].strip("*?"):
        return "", ""
    return fields[2].lower(), fields[5]


def named(arn: str) -> str:
    """What an ARN template says of the resource, with names that nobody would spell out."""
    return _VARIABLE.sub(_ANY_NAME, arn.split(":", 5)[5])


def is_wild(text: str) -> bool:
    return "*" in text or "?" in text
