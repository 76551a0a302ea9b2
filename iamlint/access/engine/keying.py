"""Which requests carry a condition's key."""

from __future__ import annotations

from functools import cached_property
from itertools import islice

from iamlint.access.operators import use_of
from iamlint.access.overlap import meet, shape_of
from iamlint.catalog.tagkeys import comes_with_tags
from iamlint.text.globs import is_glob, match, split
from iamlint.text.hints import TYPE_CHECKING, Any, Final

from .acting import Acting

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from iamlint.catalog.nouns import Action, ResourceUse
    from iamlint.model.policy import Condition, Policy, Statement, Word


class KeyRows(dict[str, "Mapping[str, Any] | None"]):
    """The rows of a table by their keys; a key is looked up as a policy writes it, and found in
    any case and with any name of a tag.
    """

    def __missing__(self, written: str) -> Mapping[str, Any] | None:
        plain = written.lower().partition("/")[0]
        found = self[written] = self.get(plain)
        return found


FIELDS: Final = 3
VIA_SERVICE: Final = "via-service"
"""The form of values that are `service.region.amazonaws.com`."""
AWS_OWN: Final = ".amazonaws.com"
"""What the names of AWS's own identity providers end in."""


class Keying(Acting):
    """Keys of conditions, by what the catalogue knows of requests that carry them."""

    # keys

    def row_of_key(self, table: str, key: str) -> Mapping[str, Any] | None:
        """The row of a table of the catalogue that is about a key, as a policy writes it."""
        known = self._rows_of_keys.get(table)
        if known is None:
            known = self._rows_of_keys[table] = KeyRows(
                {row["key"].lower().partition("/")[0]: row for row in self.catalog.table(table)}
            )
        return known[key]

    @cached_property
    def _rows_of_keys(self) -> dict[str, KeyRows]:
        return {}

    def prefix_of_unknown_key(self, key: str) -> str:
        """What stands before the colon of a key that the catalogue does not have; empty where
        another fault is the cause, or an identity provider may bring the key.
        """
        prefix, colon, name = key.lower().partition(":")
        if not (colon and prefix and name) or "." in prefix or "/" in prefix:
            return ""
        if self.row_of_key("replaced_keys", key) or self.catalog.retired(prefix):
            return ""
        return prefix

    def is_unknown_global_key(self, key: str) -> bool:
        """It begins as AWS's global keys do, and is none of them. Keys of services are left out:
        some fill in more than their reference lists.
        """
        if self._is_unknown_claim(key):
            return True
        if self.prefix_of_unknown_key(key.partition("/")[0]) != "aws" or "::" in key:
            return False
        return self.catalog.condition_key(key) is None

    def _is_unknown_claim(self, key: str) -> bool:
        """It begins with an identity provider of AWS, whose keys are all known, and is none."""
        provider, colon, claim = key.lower().rpartition(":")
        own = bool(colon) and provider.endswith(AWS_OWN)
        claims = self._claims_of_sessions.get(provider) if own else None
        return claims is not None and claim not in claims

    @cached_property
    def _claims_of_sessions(self) -> dict[str, set[str]]:
        """By provider the claims that its sessions carry on."""
        found: dict[str, set[str]] = {}
        for row in self.catalog.table("session_keys"):
            provider, _, claim = row["key"].lower().rpartition(":")
            found.setdefault(provider, set()).add(claim)
        return found

    # regions

    def _crosses_regions(self, word: Word) -> bool:
        """An entry of Action some of whose requests are made in one region and may be about what is
        in another; or that is not known.
        """
        names = self.names_of(word)
        patterns = [row["pattern"] for row in self.catalog.table("crossing_actions")]
        return not names or any(
            match(pattern, name, fold=True) for name in names for pattern in patterns
        )

    def regions_elsewhere(self, condition: Condition) -> dict[str, Word]:
        """The regions of all resources of a statement, each with one that is in it, where none is
        one that the condition asks for; empty where that is not so, or not known.
        """
        statement = condition.statement
        key = condition.key.literal or ""
        form = self.row_of_key("value_forms", key) or {}
        via = form.get("form") == VIA_SERVICE
        if not via and self.row_of_key("region_keys", key) is None:
            return {}
        use = use_of(condition.operator.literal or "")
        if (
            use is None
            or use.base is None
            or use.base.negated
            or use.if_exists
            or use.over == "all"
        ):
            return {}
        if use.over == "all" or statement.gaps or not statement.resources or not statement.actions:
            return {}
        if any(self._crosses_regions(word) for word in statement.actions):
            return {}
        places: dict[str, Word] = {}
        for word in statement.resources:
            region = region_in(word)
            if not region:
                return {}
            places.setdefault(region, word)
        for value in condition.values:
            asked = value.literal
            if asked is not None and via:
                asked = region_of_service(asked)
            if asked is None or "${" in asked:
                return {}
            if not is_glob(asked) and asked not in self.catalog.regions:
                return {}  # no region at all: said of the value
            if any(match(asked, place) if use.base.wild else asked == place for place in places):
                return {}
        return places

    # keys and actions

    def carried_by(self, key: str, action: Action) -> bool:
        """Does a request for the action ever carry the key?"""
        if self._listed_among(key, action.keys):
            return True
        known = self._unlisted.get((key, action.name))
        if known is None:
            known = self._unlisted[key, action.name] = self._unlisted_on(key, action.name)
        return known

    @cached_property
    def _unlisted(self) -> dict[tuple[str, str], bool]:
        return {}

    def _listed_among(self, key: str, keys: frozenset[str]) -> bool:
        """The key is one of some that the catalogue lists, or of a family among them."""
        known = self._listed.get((key, keys))
        if known is None:
            names = family_of(key)
            known = self._listed[key, keys] = any(names(name.lower()) for name in keys)
        return known

    @cached_property
    def _listed(self) -> dict[tuple[str, frozenset[str]], bool]:
        return {}

    def _unlisted_on(self, key: str, action: str) -> bool:
        found = self.catalog.condition_key(key)
        row = self.row_of_key("unlisted_keys", found.name) if found else None
        return row is not None and any(
            match(pattern, action, fold=True) for pattern in row["actions"]
        )

    def never_carries(self, word: Word, key: str) -> bool:
        """No action that the word stands for carries the key. A word of which nothing is known
        could carry anything.
        """
        literal = word.literal
        if literal is None:
            return False
        known = self._never.get((literal, key))
        if known is None:
            known = self._never[literal, key] = self._never_carries(word, key)
        return known

    @cached_property
    def _never(self) -> dict[tuple[str, str], bool]:
        return {}

    def _never_carries(self, word: Word, key: str) -> bool:
        literal = word.literal or ""
        service, _, name = literal.partition(":")
        if literal.strip("*") == "" or "*" in service or "?" in service:
            return False
        if not name.strip("*"):
            names, found = family_of(key), self.catalog.condition_key(key)
            known = self.catalog.keys_of(service)
            return bool(known) and not (
                any(names(one.name.lower()) for one in known)
                or self.row_of_key("unlisted_keys", found.name if found else key)
            )
        actions = [one for one in map(self.catalog.action, self.names_of(word)) if one]
        if not actions or any(self.carried_by(key, one) for one in actions):
            return False
        return not (service.lower() == key.partition(":")[0] and self._carried_by_none(key))

    def _carried_by_none(self, key: str) -> bool:
        """The reference has the key, and lists it for no action: which carry it is not known."""
        known = self._none_carries.get(key)
        if known is None:
            known = self._none_carries[key] = next(self._carriers(key), None) is None
        return known

    @cached_property
    def _none_carries(self) -> dict[str, bool]:
        return {}

    def keyless_actions(self, condition: Condition) -> tuple[Word, ...]:
        """The actions of the condition's statement that no request with its key is for: none of
        those they stand for carries it, or none does on the statement's resources. Only of keys of
        services; what `aws:` keys and keys of sessions come with is no matter of the action.
        """
        key = (condition.key.literal or "").lower()
        actions = condition.statement.actions
        if not actions:
            return ()
        if not self.is_key_of_service(key):
            return ()
        return tuple(
            word
            for word in actions
            if self.never_carries(word, key) or self._not_on(condition.statement, word, key)
        )

    def keyless_resources(self, condition: Condition) -> tuple[Word, ...]:
        """The resources of the condition's statement with which its key never comes, though with
        others it does; of an action that needs several at once, so that each call is denied there.
        """
        statement, key = condition.statement, (condition.key.literal or "").lower()
        words = statement.actions or ()
        literal = words[0].literal if len(words) == 1 else None
        action = self.catalog.action(literal) if literal in self._joint else None
        if action is None or action.doubt:
            return ()
        with_key = self._uses_with(action, key)
        if not with_key or key.startswith("aws:"):
            return ()
        bounds = self._bounds_of(action.service)
        found = []
        for word in statement.resources or ():
            if word.literal is None or word.literal.count(":") < 5:
                continue
            shape = shape_of(word.text, statement.policy.has_variables)
            met = [
                use
                for use in action.resources
                if any(meet(self._shape(arn, bounds), shape) for arn in use.arns)
            ]
            if met and not any(use in with_key for use in met):
                found.append(word)
        return tuple(found)

    @cached_property
    def _joint(self) -> frozenset[str]:
        """Actions that each call needs on several resources at once."""
        return frozenset(row["action"] for row in self.catalog.table("joint_resources"))

    def is_key_of_service(self, key: str) -> bool:
        """A key, in lower case, of a service, which comes with some of its actions."""
        if not key or key.startswith("aws:") or key in self.catalog.session_keys:
            return False
        found = self.catalog.condition_key(key)
        return found is not None and self.catalog.has_service(key.partition(":")[0])

    def is_empty_test(self, condition: Condition) -> bool:
        """The condition has `IfExists` or a negated operator, so that it holds where its key is
        absent, and no action of its statement ever carries its key.
        """
        use = use_of(condition.operator.literal or "")
        statement = condition.statement
        if use is None or use.base is None or use.over or statement.gaps:
            return False
        if not (use.if_exists or use.base.negated):
            return False
        words, key = self.keyless_actions(condition), (condition.key.literal or "").lower()
        return (
            bool(words)
            and len(words) == len(statement.actions or ())
            and all(self.never_carries(word, key) for word in words)
        )

    def _not_on(self, statement: Statement, word: Word, key: str) -> bool:
        """The key comes with resources of other types than the statement names. Only for one
        action by its name, whose resources are certain.
        """
        action = self.catalog.action(word.literal or "")
        if action is None or action.doubt or action.arns or action.star in ("always", "unknown"):
            return False
        if self._unlisted_on(key, str(word)):
            return False
        with_key = self._uses_with(action, key)
        resources = statement.resources
        if not with_key or len(with_key) == len(action.resources) or not resources:
            return False
        if any(r.literal is None or r.literal.count(":") < 5 for r in resources):
            return False
        bounds = self._bounds_of(action.service)
        shapes = [shape_of(r.text, statement.policy.has_variables) for r in resources]
        return not any(
            meet(self._shape(arn, bounds), shape)
            for use in with_key
            for arn in use.arns
            for shape in shapes
        )

    def _uses_with(self, action: Action, key: str) -> list[ResourceUse]:
        """The resources of an action that the key comes with; none, where it comes with all."""
        found = self._with_key.get((action.name, key))
        if found is None:
            names = family_of(key)
            own = any(names(name.lower()) for name in action.own_keys)
            found = self._with_key[action.name, key] = [
                use
                for use in (() if own else action.resources)
                if any(names(name.lower()) for name in use.keys)
            ]
        return found

    @cached_property
    def _with_key(self) -> dict[tuple[str, str], list[ResourceUse]]:
        return {}

    def carriers_of(self, key: str, most: int = 3) -> list[str]:
        """Actions of the key's own service that carry it; empty where they are many."""
        few = list(islice(self._carriers(key), most + 1))
        return few if len(few) <= most else []

    def _carriers(self, key: str) -> Iterator[str]:
        for name in self.catalog.actions(key.partition(":")[0].lower()):
            action = self.catalog.action(name)
            if action is not None and self.carried_by(key.lower(), action):
                yield name

    # companions

    def companions_of(self, word: Word, key: str) -> tuple[str, ...]:
        """What else must be allowed for a request for the action to carry the key."""
        known = self._companions.get((word.literal, key))
        if known is None:
            known = ()
            if self.needs_companions(key):
                known = self._companions_of(word, key, comes_with_tags(key.lower()))
            self._companions[word.literal, key] = known
        return known

    def needs_companions(self, key: str) -> bool:
        """For some action something else must be allowed for a request to carry the key."""
        return comes_with_tags(key.lower()) or self.row_of_key("companion_actions", key) is not None

    @cached_property
    def _companions(self) -> dict[tuple[str | None, str], tuple[str, ...]]:
        return {}

    def _companions_of(self, word: Word, key: str, tags: bool) -> tuple[str, ...]:
        action = self.catalog.action(word.literal or "")
        if action is None:
            return ()
        if tags:
            if action.level == "Tagging":
                return ()
            return tuple(
                name
                for name in action.dependents
                if (found := self.catalog.action(name))
                and found.level == "Tagging"
                and found.service == action.service
                and not name.partition(":")[2].startswith(("Untag", "Remove", "Delete"))
            )
        row = self.row_of_key("companion_actions", key)
        if row is not None and row["action"] == action.name:
            return (str(row["companion"]),)
        return ()

    def lacking_companions(self, statement: Statement, word: Word, key: str) -> tuple[str, ...]:
        """Those of the companions that no statement of the policy allows."""
        return tuple(
            name
            for name in self.companions_of(word, key)
            if not self._may_allow(statement.policy, name)
        )

    def _may_allow(self, policy: Policy, action: str) -> bool:
        """Some statement of the policy allows the action, as far as can be told."""
        known = self._allowing.setdefault(policy, {})
        found = known.get(action)
        if found is None:
            found = known[action] = bool(policy.gaps) or any(
                one.allows
                and (
                    one.gaps
                    or one.not_actions is not None
                    or any(
                        word.literal is None or action in self.names_of(word)
                        for word in one.actions or ()
                    )
                )
                for one in policy.statements
            )
        return found

    @cached_property
    def _allowing(self) -> dict[Policy, dict[str, bool]]:
        return {}

    # services

    def services_acted_on(self, statement: Statement) -> tuple[str, ...] | None:
        """The services whose actions the statement's Action names; None for more than can be
        told.
        """
        found: dict[str, None] = {}
        for word in statement.actions or ():
            service, colon, _ = (word.literal or "").partition(":")
            if not colon or "*" in service or "?" in service:
                return None
            found[service.lower()] = None
        return tuple(found) if statement.actions else None


def family_of(key: str) -> Callable[[str], bool]:
    """Tells whether a listed key in lower case is the key, or its template: `s3:bucketag/…` and
    `kms:encryptioncontext:…` are families whose members share what stands before the name.
    """
    lower = key.lower()
    stem = lower.partition("/")[0]
    context = "kms:encryptioncontext:"
    if lower.startswith(context):
        return lambda listed: listed.startswith(context)
    if stem != lower:
        return lambda listed: listed.startswith(stem + "/")
    return lambda listed: listed == lower


def region_in(word: Word) -> str:
    """The region in an ARN; empty where it names none, several, or one that is not known."""
    parts = split(word.text.pieces, ":", 5)
    if len(parts) < 6 or len(parts[3]) != 1:
        return ""
    region = parts[3][0]
    known = isinstance(region, str) and not is_glob(region) and "${" not in region
    return region if known and isinstance(region, str) else ""


def region_of_service(name: str) -> str | None:
    """The region in `s3.eu-west-1.amazonaws.com`, which may be a pattern; None for another form."""
    parts = name.split(".")
    return parts[1] if len(parts) > FIELDS else None
