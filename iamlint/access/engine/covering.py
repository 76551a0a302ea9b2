"""Which words of a statement stand for all there is: every action, every resource of a kind."""

from __future__ import annotations

from functools import cached_property, lru_cache

from iamlint.access.overlap import VARIABLE
from iamlint.text import globs
from iamlint.text.hints import TYPE_CHECKING

from .reaching import Reaching

if TYPE_CHECKING:
    from iamlint.catalog.nouns import Action
    from iamlint.model.policy import Statement, Word
    from iamlint.text.holes import Text

_ANY_NAME = "\x01"  # a name that no pattern spells out
_UNKNOWN = "\x00"


_NO_WORDS: list[Word] = []
_NONE_OPEN: frozenset[str] = frozenset()


class Covering(Reaching):
    """Wildcards against everything of their kind."""

    def every_action(self, word: Word) -> bool:
        """The word matches every action: `*`, or `*:*`."""
        literal = word.literal
        return literal is not None and "*" in literal and not literal.strip("*:")

    def is_without_limit(self, statement: Statement) -> bool:
        """It allows every action on every resource, whatever the request brings."""
        return (
            statement.allows
            and not statement.conditions
            and not statement.gaps
            and any(self.every_action(word) for word in statement.actions or ())
            and any(self.every_resource(word) for word in statement.resources or ())
        )

    def wide_actions(self, statement: Statement) -> tuple[Word, ...]:
        """Entries of Action that stand for all actions, or for all of a service."""
        wild = self.wild_actions(statement)
        return tuple([word for word in wild if is_all(word.literal or "")]) if wild else ()

    def wild_actions(self, statement: Statement) -> list[Word]:
        """Entries of Action with a wildcard in them."""
        found = self._wild.get(statement)
        if found is None:
            found = self._wild[statement] = [
                word
                for word in self.unlike_names(statement)
                if (literal := word.literal) is not None and ("*" in literal or "?" in literal)
            ] or _NO_WORDS
        return found

    @cached_property
    def _wild(self) -> dict[Statement, list[Word]]:
        return {}

    def word_for(self, statement: Statement, name: str) -> Word | None:
        """The first entry of Action that stands for an action; of NotAction the first, as that
        stands for all others.
        """
        if statement.actions is None:
            return next(iter(statement.not_actions or ()), None)
        for word in statement.actions:
            if word.literal == name:
                return word
        wanted = name.lower()
        for word in statement.actions:
            if word.literal is not None and globs.match(word.literal.lower(), wanted):
                return word
        return None

    def wide_resources(self, statement: Statement) -> list[Word]:
        """Entries of Resource with a wildcard in them that are not every resource."""
        found = []
        for word in statement.resources or ():
            text = word.literal
            if text is None:
                text = "".join([one for one in word.text.pieces if isinstance(one, str)])
            if ("*" in text or "?" in text) and not is_every_resource(word):
                found.append(word)
        return found

    def every_resource(self, word: Word) -> bool:
        """The word matches every resource: `*`, or an ARN that says nothing but stars."""
        return is_every_resource(word)

    def unnamed_types(self, resource: Text) -> tuple[str, frozenset[str]]:
        """A service and those of its resource types of which the ARN pattern names every resource,
        whatever it says of Region and account: `arn:aws:iam::111122223333:role/*`.
        """
        if resource.literal is not None and not resource.literal.endswith("*"):
            return "", _NONE_OPEN
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
        start = pattern.partition("*")[0].partition("?")[0]
        found: list[str] = []
        for name, templates in self._named_types(service):
            for one in templates:
                if one.startswith(start) and globs.match(pattern, one):
                    found.append(name)
                    break
        return service, frozenset(found)

    def _named_types(self, service: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The resource types of a service, each with its templates as `named` writes them."""
        found = self._types_with_templates.get(service)
        if found is None:
            types = self.catalog.resource_types(service)
            found = tuple((kind.name, tuple(map(named, kind.arns))) for kind in types)
            self._types_with_templates[service] = found
        return found

    @cached_property
    def _types_with_templates(self) -> dict[str, tuple[tuple[str, tuple[str, ...]], ...]]:
        return {}

    def any_account(self, resource: Word) -> bool:
        """An ARN with a wildcard for the account, of a service whose ARNs have one."""
        literal = resource.literal
        if literal is None or "*" not in literal:
            return False
        found = self._any_account.get(literal)
        if found is None:
            found = self._any_account[literal] = self._is_any_account(literal)
        return found

    @cached_property
    def _any_account(self) -> dict[str, bool]:
        return {}

    def _is_any_account(self, resource: str) -> bool:
        fields = resource.split(":", 5)
        if len(fields) < 6 or "*" not in fields[4] or "*" in fields[2] or not fields[5].strip("*"):
            return False
        return self._has_accounts(fields[2].lower())

    def _has_accounts(self, service: str) -> bool:
        """The ARNs of some type of the service have an account."""
        found = self._with_accounts.get(service)
        if found is None:
            types = self.catalog.resource_types(service)
            found = any("${Account}" in arn for kind in types for arn in kind.arns)
            self._with_accounts[service] = found
        return found

    @cached_property
    def _with_accounts(self) -> dict[str, bool]:
        return {}

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
        known = self._standing_for_all
        for word in statement.resources or ():
            if word.literal is not None and not word.literal.endswith("*"):
                continue
            key = word.text if word.literal is None else word.literal
            answer = known.get(key)
            if answer is None:
                answer = known[key] = self._stands_for_all(word)
            if answer:
                return word
        return None

    def _stands_for_all(self, word: Word) -> bool:
        if self.every_resource(word):
            return True
        fields = (word.literal or "").split(":", 5)
        if len(fields) < 6 or fields[4].strip("*") or not open_pattern(word.text)[1]:
            return False
        return bool(self.unnamed_types(word.text)[1])

    @cached_property
    def _standing_for_all(self) -> dict[Text | str, bool]:
        return {}

    def names_all_of_some(self, statement: Statement) -> bool:
        """Some resource is every resource, or every one with a name of some kind, so that an action
        may have no limit.
        """
        known = self._open
        for word in statement.resources or ():
            if word.literal is not None and not word.literal.endswith("*"):
                continue
            key = word.text if word.literal is None else word.literal
            answer = known.get(key)
            if answer is None:
                answer = self.every_resource(word) or bool(open_pattern(word.text)[1])
                known[key] = answer
            if answer:
                return True
        return False

    @cached_property
    def _open(self) -> dict[Text | str, bool]:
        return {}

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
        if first is None:
            return None
        required = all(use.type in open_uses for use in action.resources if use.required)
        return first if required else None

    def _uses_unnamed(self, action: Action, resource: Text) -> frozenset[str]:
        """The resource types of an action of which the ARN pattern names every resource."""
        if resource.literal is not None and not resource.literal.endswith("*"):
            return _NONE_OPEN
        key = id(action.resources), resource.literal or resource
        found = self._used.get(key)
        if found is None:
            service, pattern = open_pattern(resource)
            found = self._used[key] = frozenset(
                name
                for name, owner, template in (self._named_uses(action) if pattern else ())
                if service == owner and globs.match(pattern, template)
            )
        return found

    def _named_uses(self, action: Action) -> list[tuple[str, str, str]]:
        """What an action is about: type, service in its ARN, and what `named` makes of that."""
        found = self._uses_by_name.get(id(action.resources))
        if found is None:
            found = self._uses_by_name[id(action.resources)] = [
                (use.type, arn.split(":")[2], named(arn))
                for use in action.resources
                for arn in use.arns
            ]
        return found

    @cached_property
    def _uses_by_name(self) -> dict[int, list[tuple[str, str, str]]]:
        return {}

    @cached_property
    def _used(self) -> dict[tuple[int, str | Text], frozenset[str]]:
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


def is_every_resource(word: Word) -> bool:
    """The word matches every resource: `*`, or an ARN that says nothing but stars."""
    literal = word.literal
    if literal == "*":
        return True
    if literal is None or not literal.endswith("*"):
        return False
    if not literal.strip("*"):
        return True
    begin, _, rest = literal.partition(":")
    rest = rest.partition(":")[2]
    return begin == "arn" and rest[:1] == "*" and not rest.strip("*:")


def is_all(action: str) -> bool:
    """It stands for all actions, or for all of a service."""
    return action.endswith("*") and not action.rpartition(":")[2].strip("*")


@lru_cache(maxsize=16384)
def open_pattern(resource: Text) -> tuple[str, str]:
    """The service and the resource part of an ARN, where that part ends in a name that is all
    wildcard and both are known; else nothing.
    """
    last = resource.pieces[-1] if resource.pieces else ""
    if not isinstance(last, str) or not last.endswith("*"):
        return "", ""
    flat = "".join(piece if isinstance(piece, str) else _UNKNOWN for piece in resource.pieces)
    fields = flat.split(":", 5)
    if len(fields) in (4, 5) and fields[-1] == "*" and _UNKNOWN not in fields[2]:
        return fields[2].lower(), "*"  # the last star goes on over the fields that are not written
    if len(fields) < 6 or _UNKNOWN in fields[2] + fields[5]:
        return "", ""
    if fields[5].replace("/", ":").rpartition(":")[2].strip("*?"):
        return "", ""
    return fields[2].lower(), fields[5]


def named(arn: str) -> str:
    """What an ARN template says of the resource, with names that nobody would spell out."""
    return VARIABLE.sub(_ANY_NAME, arn.split(":", 5)[5])
