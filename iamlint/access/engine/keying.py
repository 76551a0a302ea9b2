"""Which requests carry a condition's key, and of what form its values are."""

from __future__ import annotations

from functools import cached_property

from iamlint.access.operators import use_of
from iamlint.access.overlap import meet, shape_of
from iamlint.text.hints import TYPE_CHECKING, Any
from iamlint.text.node import Mapping as MappingNode

from .acting import Acting

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from iamlint.catalog.nouns import Action
    from iamlint.model.policy import Condition, Policy, Statement, Word


class KeyRows(dict[str, "Mapping[str, Any] | None"]):
    """The rows of a table by their keys; a key is looked up as a policy writes it, and found in
    any case and with any name of a tag.
    """

    def __missing__(self, written: str) -> Mapping[str, Any] | None:
        plain = written.lower().partition("/")[0]
        found = self[written] = self.get(plain)
        return found


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

    # keys and actions

    def carried_by(self, key: str, action: Action) -> bool:
        """Does a request for the action ever carry the key?"""
        known = self._carried.get((key, action.name))
        if known is None:
            names = family_of(key)
            known = any(names(name.lower()) for name in action.keys) or self._unlisted_on(
                key, action.name
            )
            self._carried[key, action.name] = known
        return known

    @cached_property
    def _carried(self) -> dict[tuple[str, str], bool]:
        return {}

    def _unlisted_on(self, key: str, action: str) -> bool:
        found = self.catalog.condition_key(key)
        row = self.row_of_key("unlisted_keys", found.name) if found else None
        return row is not None and any(
            action in self.catalog.expand(pattern) for pattern in row["actions"]
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
        return bool(actions) and not any(self.carried_by(key, one) for one in actions)

    def keyless_actions(self, condition: Condition) -> tuple[Word, ...]:
        """The actions of the condition's statement that no request with its key is for: none of
        those they stand for carries it, or none does on the statement's resources. Only of keys of
        services; what `aws:` keys and keys of sessions come with is no matter of the action.
        """
        key = (condition.key.literal or "").lower()
        actions = condition.statement.actions
        if not actions or not key or key.startswith("aws:") or key in self.catalog.session_keys:
            return ()
        found = self.catalog.condition_key(key)
        if found is None or not self.catalog.has_service(key.partition(":")[0]):
            return ()
        return tuple(
            word
            for word in actions
            if self.never_carries(word, key) or self._not_on(condition.statement, word, key)
        )

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
        names = family_of(key)
        if any(names(name.lower()) for name in action.own_keys):
            return False
        with_key = [use for use in action.resources if any(names(k.lower()) for k in use.keys)]
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

    def carriers_of(self, key: str, most: int = 3) -> list[str]:
        """Actions of the key's own service that carry it; empty where they are many."""
        found = [
            name
            for name in self.catalog.actions(key.partition(":")[0].lower())
            if (action := self.catalog.action(name)) and self.carried_by(key.lower(), action)
        ]
        return found if len(found) <= most else []

    # companions

    def companions_of(self, word: Word, key: str) -> tuple[str, ...]:
        """What else must be allowed for a request for the action to carry the key."""
        tags = key.lower().startswith(("aws:requesttag/", "aws:tagkeys"))
        if not tags and self.row_of_key("companion_actions", key) is None:
            return ()
        known = self._companions.get((word.literal, key))
        if known is None:
            known = self._companions[word.literal, key] = self._companions_of(word, key, tags)
        return known

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

    # values

    def block_for(self, statement: Statement, operator: str) -> MappingNode | None:
        """The statement's Condition, where an operator can be added that does not stand there."""
        node = statement.node
        block = node.get("Condition") if isinstance(node, MappingNode) else None
        return block if isinstance(block, MappingNode) and operator not in block else None

    def form_of(self, condition: Condition) -> str:
        """The form that the values of the condition's key have: `region`, `vpc`, …; or empty."""
        row = self.row_of_key("value_forms", condition.key.literal or "")
        return str(row["form"]) if row else ""

    def type_of_operator(self, condition: Condition) -> str:
        """The type of keys that the condition's operator compares; empty for an unknown one."""
        use = use_of(condition.operator.literal or "")
        if use is None:
            return ""
        return "Null" if use.base is None else self._operator_types[use.base.name]

    @cached_property
    def _operator_types(self) -> dict[str, str]:
        return {row["operator"]: row["type"] for row in self.catalog.table("condition_operators")}

    def type_mismatch(self, condition: Condition) -> str:
        """The type of the condition's key, where its operator cannot read it; else empty. A text
        operator reads a truth value well enough, and an ARN operator a text that is an ARN.
        """
        operator = self.type_of_operator(condition)
        key = self.catalog.condition_key(condition.key.literal or "")
        if key is None or operator in ("", "Null", key.type):
            return ""
        texts = [value.literal for value in condition.values]
        known = [text for text in texts if text is not None and "${" not in text]
        if len(known) < len(texts):
            return ""
        if operator == "String":
            fits = key.type == "ARN" or (
                key.type == "Bool" and all(self.fits_type(text, "Bool") for text in known)
            )
        elif operator == "ARN":
            fits = key.type == "String" and all(self.fits_type(text, "ARN") for text in known)
        else:
            fits = {operator, key.type} == {"Numeric", "Date"}
        return "" if fits else key.type

    def arn_operator_for(self, operator: str) -> str:
        """The ARN operator for one on texts with wildcards: `ArnNotLike` for `StringNotLike`."""
        over, colon, name = operator.rpartition(":")
        return over + colon + "Arn" + name[len("String") :]

    def is_pattern(self, value: Word) -> bool:
        """The value has wildcards or a policy variable. Whether the operator knows wildcards is
        another question.
        """
        text = value.literal or ""
        return "*" in text or "?" in text or "${" in text

    def fits_type(self, text: str, type_: str) -> bool:
        """Can an operator on keys of this type read the text as one of its values?"""
        from iamlint.access import values

        if type_ == "Numeric":
            return values.number(text) is not None
        if type_ == "Date":
            return values.instant(text) is not None
        if type_ == "Bool":
            return text.lower() in ("true", "false")
        if type_ == "Binary":
            return values.is_base64(text)
        if type_ == "IPAddress":
            return values.network(text) is not None
        if type_ == "ARN":
            return text == "*" or text.count(":") >= 5
        return True

    def without_host_bits(self, cidr: str) -> str:
        """The block as its first address and length, where bits are set behind its mask; or
        empty.
        """
        from iamlint.access.values import address, network

        block, (first, slash, _) = network(cidr), cidr.partition("/")
        if block is None or not slash or address(first) == block.network_address:
            return ""
        return str(block)

    def is_private(self, cidr: str) -> bool:
        """No request from the internet comes from the block."""
        from iamlint.access.values import network

        block = network(cidr)
        return block is not None and any(
            block.version == private.version and block.subnet_of(private)  # type: ignore[arg-type]
            for private in map(network, self._private_networks)
            if private is not None
        )

    @cached_property
    def _private_networks(self) -> tuple[str, ...]:
        return tuple(row["network"] for row in self.catalog.table("private_networks"))

    def regions_like(self, written: str) -> tuple[str, ...]:
        """Regions of a like name, best first."""
        from iamlint.catalog.suggesting import near

        return near(written, sorted(self.catalog.regions), 3)

    def is_region(self, written: str) -> bool:
        """A region's name, or a pattern that some region's name fits."""
        from iamlint.text.globs import match

        if written in self.catalog.regions:
            return True
        return ("*" in written or "?" in written) and any(
            match(written, region) for region in self.catalog.regions
        )

    def is_service_principal_form(self, name: str) -> bool:
        """`service.amazonaws.com`, or with the suffix of another partition."""
        stem, dot, _ = self._without_suffix(name)
        return bool(dot) and bool(stem) and all(part and plain(part) for part in stem.split("."))

    def principals_meant(self, name: str) -> tuple[str, ...]:
        """Known service principals that somebody who wrote this unknown one surely meant: as many
        parts, a like name, and not the name of a service that may well have a principal.
        """
        stem, _, suffix = self._without_suffix(name)
        if suffix == "amazon.com" and self.catalog.service_principal(f"{stem}.amazonaws.com"):
            return (f"{stem}.amazonaws.com",)
        if self.catalog.has_service(stem):
            return ()
        dots = stem.count(".") + suffix.count(".") + bool(suffix)
        near = self.catalog.suggest_service_principals(name)
        return tuple(one for one in near if not suffix or one.count(".") == dots)

    def services_named(self, statement: Statement) -> list[Word]:
        """Service principals that the statement names: all of its principals that are services,
        and values of conditions that have the form of one.
        """
        found = [
            one.value
            for entries in (statement.principals, statement.not_principals)
            for one in entries or ()
            if one.type == "Service" and one.value.literal and not self.is_pattern(one.value)
        ]
        for condition in statement.conditions:
            if (
                self.form_of(condition) == "service-principal"
                and self.type_of_operator(condition) == "String"
            ):
                found += [
                    value
                    for value in condition.values
                    if self.is_service_principal_form(value.literal or "")
                ]
        return found

    def region_in_service_name(self, name: str) -> str:
        """The region in `service.region.amazonaws.com`; empty where there is none."""
        stem, dot, _ = self._without_suffix(name)
        parts = stem.split(".")
        last = parts[-1] if dot and len(parts) > 1 else ""
        return last if last in self.catalog.regions else ""

    def _without_suffix(self, name: str) -> tuple[str, str, str]:
        lower = name.lower()
        for suffix in self._suffixes:
            if lower.endswith("." + suffix):
                return lower[: -len(suffix) - 1], ".", suffix
        return lower, "", ""

    @cached_property
    def _suffixes(self) -> tuple[str, ...]:
        """DNS suffixes of all partitions, and what internal names of services end in."""
        known = {row["suffix"] for row in self.catalog.table("regions")}
        known |= {row["suffix"] for row in self.catalog.table("region_partitions")}
        return (*sorted(known | {"amazonaws.com", "aws.internal", "amazon.com"}),)


def plain(part: str) -> bool:
    """Letters, digits, dashes and underscores."""
    return part.replace("-", "").replace("_", "").isalnum()


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
