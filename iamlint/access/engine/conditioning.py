"""What a condition says, whatever request comes: of absent keys, of wildcards, of other tests."""

from __future__ import annotations

from collections import Counter
from functools import cached_property

from iamlint.access.operators import use_of
from iamlint.access.values import instant, is_true, network, number
from iamlint.access.variables import Parts, Variable, taken_apart
from iamlint.catalog.roles import is_service_linked
from iamlint.catalog.tagkeys import REQUEST_TAG, TAG_KEYS
from iamlint.model.policy import BOUNDARY, ENDPOINT, IDENTITY, RCP, SCP, SESSION, TRUST
from iamlint.text.globs import match
from iamlint.text.hints import TYPE_CHECKING, Any
from iamlint.text.late import late
from iamlint.text.records import NamedTuple

from .acting import Acting, of_terms

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from iamlint.model.policy import Condition, Policy, Principal, Statement, Word
    from iamlint.text.node import Node

    from .sparing import Needless

SIGNED_KINDS = frozenset((IDENTITY, BOUNDARY, SESSION, SCP))
"""Kinds of policies that only signed requests meet."""

_VARIABLE = late(r"\$\{[^{}]*\}")

OF_SERVICES = "role that only services assume"
OF_OTHERS = "role that only others assume"
OF_FEDERATED = ("role",)
ANYBODY = ("user", "role", "root")
"""Callers that come through an endpoint, or have a session."""
"""Whose requests carry claims: sessions of a role, which a token or an assertion opened."""
SAML_KEYS = "saml:"
MOST_CONDITIONS, MOST_VALUES, MOST_CHARACTERS = 32, 128, 1024

SAYS_WHO = frozenset(("principal", "account", "organization", "network", "source"))
"""What a key may narrow that tells who calls, and from where."""


GROUPS = {
    "principal": "caller",
    "account": "caller",
    "network": "network",
    "organization": "organization",
}
"""What keys guard, by which they may hang together: one is there only without the other."""


ANY_FIELD = ("", "arn", "aws", "iam", "sts")
"""What may stand in a field of an ARN and leave open whose it is."""


class Test(NamedTuple):
    """An operator on a key, whatever the values.

    `operator`: its name without set prefix and IfExists, as AWS writes it; empty for `Null`.
    `over`: `all`, `any` or empty. `wild`: stars in values are wildcards.
    `key`: the key in lower case; `known`: the catalogue knows it.
    `guards`: what a fixed value of the key narrows (`principal`, `network` …), or empty;
        `says_who`: that is who calls, or from where.
    `present`: in which requests a global key exists, or empty.
    `if_absent`: does the test hold when the request lacks the key? None for `Null`, whose values
        say it.
    """

    operator: str
    over: str
    if_exists: bool
    negated: bool
    wild: bool
    key: str
    known: bool
    multivalued: bool
    type: str
    guards: str
    says_who: bool
    present: str
    if_absent: bool | None


class Conditioning(Acting):
    """Conditions, each for itself and among those of its statement."""

    @cached_property
    def _tests(self) -> dict[tuple[str, str], Test | None]:
        return {}

    def test_of(self, condition: Condition) -> Test | None:
        """The operator and key of a condition taken apart; None where either is not known or the
        operator does not exist."""
        operator, key = condition.operator.literal, condition.key.literal
        if operator is None or key is None:
            return None
        try:
            return self._tests[operator, key]
        except KeyError:
            found = self._tests[operator, key] = self._test(operator, key)
            return found

    def _test(self, operator: str, key: str) -> Test | None:
        use = use_of(operator)
        if use is None:
            return None
        base, lower = use.base, key.lower()
        known = self.catalog.condition_key(key)
        guards = self._what_keys_tell.get(known.name.lower() if known else lower, "")
        absent: bool | None = None
        if base is not None:
            absent = use.over == "all" or (use.over != "any" and (use.if_exists or base.negated))
        return Test(
            base.name if base else "",
            use.over,
            use.if_exists,
            base.negated if base else False,
            base.wild if base else False,
            lower,
            known is not None,
            known.multivalued if known else False,
            known.type if known else "",
            guards,
            guards in SAYS_WHO,
            self.catalog.globals.row(key).get("present", "") if lower.startswith("aws:") else "",
            absent,
        )

    def guards_by(self, condition: Condition) -> bool:
        """Its key tells who calls or from where, or is a secret that a caller may leave out."""
        test = self.test_of(condition)
        return test is not None and (test.says_who or test.key in self._left_out)

    @cached_property
    def _left_out(self) -> frozenset[str]:
        rows = self.catalog.table("restricting_keys")
        return frozenset(row["key"].lower() for row in rows if row.get("optional"))

    @cached_property
    def _what_keys_tell(self) -> dict[str, str]:
        return {row["key"].lower(): row["class"] for row in self.catalog.table("restricting_keys")}

    # absent keys

    def holds_if_absent(self, condition: Condition) -> bool | None:
        """Does the condition hold for a request without the key? None where that is not known."""
        test = self.test_of(condition)
        if test is None or test.if_absent is not None:
            return test.if_absent if test is not None else None
        wanted = {is_true(word.literal) if word.literal else None for word in condition.values}
        return wanted.pop() if len(wanted) == 1 else None

    def needs_key(self, condition: Condition) -> bool:
        """The condition fails in every request that does not carry its key."""
        return self.holds_if_absent(condition) is False

    def demands_key(self, condition: Condition) -> bool:
        """Another condition of the statement fails without the key; or might, for all that is
        known of it. A tag of the request that must be there is as good for `aws:TagKeys`."""
        key = (condition.key.literal or "").lower()
        if condition.statement.gaps:
            return True
        for other in condition.statement.conditions:
            name = other.key.literal
            if other is condition:
                continue
            if name is None:
                return True
            lower = name.lower()
            tag = key == TAG_KEYS and lower.startswith(REQUEST_TAG)
            if (lower == key or tag) and self.holds_if_absent(other) is not True:
                return True
        return False

    def always_there(self, condition: Condition) -> bool:
        """Every request that meets the policy carries the key."""
        test = self.test_of(condition)
        if test is None:
            return False
        if test.present == "always":
            return test.key not in self._unsigned or self._signed(condition)
        return test.present == "signed" and self._signed(condition)

    def _signed(self, condition: Condition) -> bool:
        return condition.statement.policy.kind in SIGNED_KINDS

    @cached_property
    def _unsigned(self) -> frozenset[str]:
        """Keys of the caller, which a request that nobody signed may lack."""
        return frozenset(
            key
            for key, guards in self._what_keys_tell.items()
            if guards in ("principal", "account")
        )

    # words of the block

    def can_rename(self, condition: Condition, operator: str) -> bool:
        """The operator stands over this key alone, and its new name is free in the block."""
        for other in condition.statement.conditions:
            if other is condition:
                continue
            if other.operator.node is condition.operator.node:
                return False
            if (other.operator.literal or operator).lower() == operator.lower():
                return False
        return True

    def can_rename_for_all(self, condition: Condition, operator: str) -> bool:
        """The new name of the operator is free in the block, whatever keys stand under it."""
        return not any(
            (other.operator.literal or operator).lower() == operator.lower()
            for other in condition.statement.conditions
            if other.operator.node is not condition.operator.node
        )

    def set_operator_for(self, condition: Condition) -> str:
        """The prefix that lets an operator on a key of several values hold in the fewest requests
        in an Allow, and in the most in a Deny, where the values are what a request asks for; of
        what is settled before, as who calls, one that fits is enough. Empty where the effect is
        not known.
        """
        test, statement = self.test_of(condition), condition.statement
        if test is None or not (statement.allows or statement.denies):
            return ""
        if any(match(one, test.key) for one in self._settled_sets):
            return "ForAllValues" if test.negated else "ForAnyValue"
        return "ForAllValues" if statement.allows else "ForAnyValue"

    @cached_property
    def _settled_sets(self) -> tuple[str, ...]:
        return tuple(row["key"].lower() for row in self.catalog.table("settled_sets"))

    # values

    def wildcards_in(self, condition: Condition) -> Iterator[Word]:
        """Values with a star or question mark in them, `${*}` and its like aside, and the names of
        wildcard certificates where the key's values are such names.
        """
        starred = (condition.key.literal or "").lower() in self._starred_names
        for word in condition.values:
            if starred and (word.literal or "").startswith("*."):
                continue
            for piece in word.text.pieces:
                if isinstance(piece, str) and ("*" in piece or "?" in piece):
                    if not condition.statement.policy.has_variables or _has_wildcard(piece):
                        yield word
                    break

    @cached_property
    def _starred_names(self) -> frozenset[str]:
        return frozenset(row["key"].lower() for row in self.catalog.table("starred_names"))

    def variables_of(self, word: Word, statement: Statement) -> tuple[Variable, ...]:
        """The policy variables in a text, with their defaults."""
        if not statement.policy.has_variables:
            return ()
        if not any(isinstance(piece, str) and "${" in piece for piece in word.text.pieces):
            return ()
        parts = taken_apart(word.text, whole_arn=False)
        if not isinstance(parts, Parts):
            return ()
        return tuple(piece for piece in parts.pieces if isinstance(piece, Variable))

    def is_multivalued(self, key: str) -> bool:
        """The catalogue knows the key as one that holds several values."""
        found = self.catalog.condition_key(key)
        return found is not None and found.multivalued

    def matches_any_value(self, condition: Condition) -> bool:
        """One of the values is nothing but stars, and the operator reads them as wildcards."""
        test = self.test_of(condition)
        if test is None or not test.wild:
            return False
        return any(word.literal and not word.literal.strip("*") for word in condition.values)

    def needless_values(self, condition: Condition) -> Iterator[Needless]:
        """Values of a condition that another of them covers. Of bounds on one side the widest is
        asked for elsewhere.
        """
        values = condition.values
        if len(values) < 2 or (test := self.test_of(condition)) is None:
            return
        if "Than" in test.operator:
            return
        from .sparing import in_any_case, needless, placed, plain, uncompared, within_blocks

        if "IpAddress" in test.operator:
            yield from within_blocks(values)
        elif test.wild:
            yield from needless(values, placed if test.operator.startswith("Arn") else plain)
        elif "IgnoreCase" in test.operator:
            yield from needless(values, in_any_case)
        else:
            yield from needless(values, uncompared)

    def is_whole_internet(self, value: Word) -> bool:
        """It is the block of all addresses."""
        block = network(value.literal or "")
        return block is not None and block.prefixlen == 0

    def needless_bounds(self, condition: Condition) -> list[Word]:
        """Values beside a wider bound, which decides alone: `NumericLessThan: [5, 10]`."""
        test = self.test_of(condition)
        if test is None or len(condition.values) < 2 or "Than" not in test.operator:
            return []
        reader = number if test.operator.startswith("Numeric") else instant
        read = [reader(word.literal) if word.literal else None for word in condition.values]
        if any(one is None for one in read) or any(word.when for word in condition.values):
            return []
        known = [one for one in read if one is not None]
        widest = max(known) if "Less" in test.operator else min(known)
        keep = known.index(widest)
        return [word for index, word in enumerate(condition.values) if index != keep]

    # data about keys

    @of_terms
    def chosen_by_caller(self, condition: Condition) -> bool:
        """Whoever makes the request can give the key any value."""
        return (condition.key.literal or "").lower() in self._chosen

    @cached_property
    def _chosen(self) -> frozenset[str]:
        rows = self.catalog.table("weak_keys")
        return frozenset(r["key"].lower() for r in rows if r["why"] == "chosen by the caller")

    def missing_partners(self, condition: Condition) -> tuple[str, ...]:
        """Keys of which one should be tested beside this one, where none is."""
        wanted = self._partners.get((condition.key.literal or "").lower())
        if not wanted or condition.statement.gaps:
            return ()
        lower = {name.lower() for name in wanted}
        for other in condition.statement.conditions:
            if other.key.literal is None or other.key.literal.lower() in lower:
                return ()
        return wanted

    @cached_property
    def _partners(self) -> dict[str, tuple[str, ...]]:
        rows = self.catalog.table("paired_keys")
        return {row["key"].lower(): tuple(row["partners"]) for row in rows}

    def too_open(self, condition: Condition, value: Word) -> str:
        """What of a value makes the test of a sensitive key as good as none: `*` for a wildcard
        near its beginning, a variable in place of it; empty where it is specific enough."""
        key = (condition.key.literal or "").lower()
        if key == "aws:principalarn":
            return "*" if self._spares_everybody(condition, value) else ""
        row = self._sensitive_keys.get(key)
        if row is None or value.text.holes:
            return ""
        statement = condition.statement
        variables = self.variables_of(value, statement)
        text = value.literal or ""
        begins = text.partition("${")[0] if variables else text
        plain = len(begins)
        test = self.test_of(condition)
        if test is not None and test.wild:
            plain = min((i for i in (begins.find("*"), begins.find("?")) if i >= 0), default=plain)
        if plain == len(text):
            return ""
        if ":" in row["until"]:
            enough = ":" in text[:plain]
        else:
            enough = plain >= row["at_least"]
        if enough:
            return ""
        if text[plain] in "*?":
            return text[plain]
        name = variables[0].key
        return "" if self._says_who(name, condition) else "${" + name + "}"

    def _spares_everybody(self, condition: Condition, value: Word) -> bool:
        """A Deny that is not for callers of this ARN is for none that signs: it fits them all."""
        test = self.test_of(condition)
        if test is None or not (test.wild and test.negated and condition.statement.denies):
            return False
        fields = (value.literal or "").split(":", 5)
        return all(field.strip("*") in ANY_FIELD for field in fields) and "*" in fields[-1]

    def _says_who(self, variable: str, condition: Condition) -> bool:
        """The variable is a fact that AWS states, of another kind than the key itself."""
        lower = variable.lower()
        if lower == (condition.key.literal or "").lower():
            return False
        return lower in self._stated

    @cached_property
    def _stated(self) -> frozenset[str]:
        return frozenset(row["key"].lower() for row in self.catalog.table("stated_variables"))

    @cached_property
    def _sensitive_keys(self) -> dict[str, dict[str, Any]]:
        return {row["key"].lower(): row for row in self.catalog.table("sensitive_keys")}

    # questions of one rule each

    def is_presence_test(self, condition: Condition) -> bool:
        """It asks whether the key is there, and nothing of its value."""
        test = self.test_of(condition)
        return test is not None and (not test.operator or self.matches_any_value(condition))

    def absent_against_any(self, condition: Condition) -> bool | None:
        """Against `*`: does the condition hold just when the key is absent (true), just when it
        is there (false), or neither (None)?"""
        test = self.test_of(condition)
        if test is None or test.negated is not test.if_absent:
            return None
        return test.negated

    def denied_without_key(self, condition: Condition) -> bool:
        """Some Deny of the policy is for requests that lack the key."""
        policy = condition.statement.policy
        if self._without_key is None or self._without_key[0] is not policy:
            self._without_key = policy, self._denied_without(policy)
        return (condition.key.literal or "").lower() in self._without_key[1]

    _without_key: tuple[Policy, frozenset[str]] | None = None

    def _denied_without(self, policy: Policy) -> frozenset[str]:
        return frozenset(
            (condition.key.literal or "").lower()
            for statement in policy.statements
            if statement.denies
            for condition in statement.conditions
            if self.holds_if_absent(condition) is not False
        )

    def is_alternative(self, condition: Condition) -> bool:
        """Beside it stands another test with IfExists of where a call comes from: one of the two
        keys is lacking by nature."""
        for other in condition.statement.conditions:
            test = self.test_of(other) if other is not condition else None
            if test is not None and test.if_exists and test.guards == "network":
                return True
        return False

    def excepts_services(self, statement: Statement) -> bool:
        """The statement tells calls that a service makes for somebody from his own."""
        return bool(statement.gaps) or any(
            other.key.literal is None or other.key.literal.lower() in self._forwarding
            for other in statement.conditions
        )

    @cached_property
    def _forwarding(self) -> frozenset[str]:
        rows = self.catalog.table("keys_of_forwarded_calls")
        return frozenset(row["key"].lower() for row in rows)

    def is_audience(self, condition: Condition) -> bool:
        """The key is the audience claim of a token."""
        return (condition.key.literal or "").lower().endswith(":aud")

    def has_single_audience(self, condition: Condition) -> bool:
        """The provider is known to put one audience into its tokens."""
        return (condition.key.literal or "").lower() in self._single_audiences

    @cached_property
    def _single_audiences(self) -> frozenset[str]:
        rows = self.catalog.table("single_audiences")
        return frozenset(row["key"].lower() for row in rows)

    def is_compared_plainly(self, condition: Condition) -> bool:
        """AWS's own examples compare this key of several values without a set operator."""
        return (condition.key.literal or "").lower() in self._plainly_compared

    @cached_property
    def _plainly_compared(self) -> frozenset[str]:
        rows = self.catalog.table("plainly_compared_keys")
        return frozenset(row["key"].lower() for row in rows)

    def words_with_variables(self, statement: Statement) -> Iterator[Word]:
        """Texts in which `${…}` is a policy variable."""
        if not statement.policy.has_variables:
            return
        places = [statement.resources, statement.not_resources]
        places += [condition.values for condition in statement.conditions]
        for words in places:
            for word in words or ():
                literal = word.text.literal
                if literal is not None:
                    if "${" in literal:
                        yield word
                elif any(isinstance(piece, str) and "${" in piece for piece in word.text.pieces):
                    yield word

    def lacking_caller(self, key: str, statement: Statement, holders: Sequence[object] = ()) -> str:
        """The kind of identity that the policy is for, if its requests never carry the key.
        `holders`: those that it is attached to from outside their declarations. The callers that
        the trust policy of a role is about are others than the role.
        """
        if not self.is_of_some_callers(key) or statement.policy.kind == TRUST:
            return ""
        owner = statement.policy.owner
        if statement.policy.kind in (ENDPOINT, SESSION) or (owner is None and not holders):
            callers = self._callers.get(key.lower(), ANYBODY)
            return "" if any(one in ANYBODY for one in callers) else "user or role"
        found = [
            self._kind_without(key, one) for one in ([owner] if owner is not None else holders)
        ]
        return found[0] if found and all(found) else ""

    def is_of_some_callers(self, key: str) -> bool:
        """Not all users and roles have the key in their requests."""
        return key.lower() in self._callers or bool(federation_of(key))

    def never_has(self, key: str, owner: object) -> bool:
        """Requests of a user or role never carry the key."""
        return self.is_of_some_callers(key) and bool(self._kind_without(key, owner))

    def _kind_without(self, key: str, owner: object) -> str:
        kind = str(getattr(owner, "kind", ""))
        kind = "user" if kind == "group" else kind
        if kind not in ("user", "role"):
            return ""
        if kind not in self._callers.get(key.lower(), OF_FEDERATED):
            return kind
        if kind != "role":
            return ""
        trust = getattr(owner, "trust", None)
        provider = federation_of(key)
        if provider and self._is_never_from(trust, provider):
            if provider == SAML_KEYS:
                return "role that takes no SAML assertion"
            return f"role that takes no token of `{provider}`"
        takers = self._services_of_keys.get(key.lower())
        if takers is not None and is_never_of(trust, takers):
            return OF_OTHERS
        ours = key.lower() in self._keys_of_people
        return OF_SERVICES if ours and is_of_services(trust) else ""

    def _is_never_from(self, trust: Policy | None, provider: str) -> bool:
        """A trust policy that takes no token of a provider, or no assertion."""
        if trust is None or not trust.whole:
            return False
        allowing = [one for one in trust.statements if one.allows]
        if any(one.gaps or not one.principals for one in allowing):
            return False
        entries = [entry for one in allowing for entry in one.principals or ()]
        return bool(entries) and not any(self._may_come_from(one, provider) for one in entries)

    def _may_come_from(self, entry: Principal, provider: str) -> bool:
        if entry.type != "Federated":
            return entry.type == "*" or entry.value.literal == "*"
        if ":saml-provider/" in str(entry.value):
            return provider == SAML_KEYS
        literal = entry.value.literal
        return literal is None or literal.rpartition("oidc-provider/")[2].lower() == provider

    @cached_property
    def _services_of_keys(self) -> dict[str, tuple[str, ...]]:
        """The services that alone give the sessions of roles a key, by the key."""
        rows = self.catalog.table("keys_by_caller")
        return {row["key"].lower(): tuple(row["services"]) for row in rows if "services" in row}

    @cached_property
    def _keys_of_people(self) -> frozenset[str]:
        rows = self.catalog.table("keys_by_caller")
        return frozenset(row["key"].lower() for row in rows if row.get("people"))

    @cached_property
    def _callers(self) -> dict[str, tuple[str, ...]]:
        rows = self.catalog.table("keys_by_caller")
        return {row["key"].lower(): tuple(row["callers"]) for row in rows}

    # conditions among each other

    def asks_for_unbound(self, statement: Statement) -> Condition | None:
        """The condition that has a Deny of a control policy be about service-linked roles alone,
        which none binds.
        """
        if statement.policy.kind not in (SCP, RCP) or not statement.denies:
            return None
        for condition in statement.conditions:
            test = self.test_of(condition) if condition.values and not condition.when else None
            if (
                test is not None
                and test.key == "aws:principalarn"
                and test.operator
                and not test.negated
                and not test.over
                and all(is_service_linked(value.literal or "") for value in condition.values)
            ):
                return condition
        return None

    def clashing_conditions(self, statement: Statement) -> tuple[Condition, ...]:
        """Conditions that never hold together, whatever the request."""
        if not self._may_clash(statement):
            return ()
        from iamlint.access.questions import contradictory_conditions

        found = contradictory_conditions(statement, self.catalog)
        return tuple(atom.condition for atom in found)

    def demanded_tag_shut_out(self, condition: Condition) -> Condition | None:
        """The condition that demands a tag in the request, where this one is on the keys of all
        tags and lets that of it not through.
        """
        test = self.test_of(condition)
        if test is None or test.key != TAG_KEYS or test.over != "all" or test.negated:
            return None
        keys = [word.literal for word in condition.values]
        if condition.when or any(key is None or "${" in key for key in keys):
            return None
        for other in condition.statement.conditions:
            tested, tag = self.test_of(other), (other.key.literal or "").partition("/")[2]
            if tested is None or not tag or not tested.key.startswith(REQUEST_TAG):
                continue
            if other.when or tested.negated or not tested.operator or tested.over:
                continue
            if self.holds_if_absent(other) is False and not any(
                match(key or "", tag, fold=True) for key in keys
            ):
                return other
        return None

    def asks_absence(self, condition: Condition) -> bool:
        """It is met only where the key is absent: `Null` with `true`."""
        values = {(word.literal or "").lower() for word in condition.values}
        return (condition.operator.literal or "").lower() == "null" and values == {"true"}

    def asked_of_all(self, condition: Condition) -> Iterator[Condition]:
        """Conditions of the same statement on all values of the same key."""
        key = (condition.key.literal or "").lower()
        for other in condition.statement.conditions:
            test = self.test_of(other)
            if test is not None and test.key == key and test.over == "all":
                yield other

    def _may_clash(self, statement: Statement) -> bool:
        """Two conditions on one key or on keys that hang together, or a negated `*`."""
        seen: set[str] = set()
        for condition in statement.conditions:
            test = self.test_of(condition)
            if test is None:
                continue
            group = GROUPS.get(test.guards) or ("clock" if test.type == "Date" else test.key)
            if group in seen or (test.negated and self.matches_any_value(condition)):
                return askable(statement)
            seen.add(group)
        return False

    def needless_condition(self, statement: Statement) -> Condition | None:
        """The first condition that holds wherever the others of the statement do."""
        if statement.gaps:
            return None
        keys = [(condition.key.literal or "").lower() for condition in statement.conditions]
        times = Counter(keys) if len(set(keys)) < len(keys) else {}
        for condition, key in zip(statement.conditions, keys, strict=True):
            test = self.test_of(condition)
            if test is None or condition.when or not condition.values:
                continue
            alone = times.get(key, 1) < 2
            open_to_all = test.if_absent or (not test.negated and self.always_there(condition))
            if alone and not (open_to_all and self.matches_any_value(condition)):
                continue
            if not askable(statement):
                return None
            from iamlint.access.questions import condition_without_effect, conditions
            from iamlint.access.truth import YES

            for atom in conditions(statement, self.catalog):
                same = atom.condition is condition
                if same and condition_without_effect(statement, atom, self.catalog) is YES:
                    return condition
        return None

    def entry_of(self, condition: Condition) -> Word | Node:
        """What to take away to be rid of a condition: its key, the operator with it where nothing
        else stands under it, the whole element where nothing else is asked."""
        statement = condition.statement
        others = [other for other in statement.conditions if other is not condition]
        if any(other.operator.node is condition.operator.node for other in others):
            return condition.key
        element = statement.element("Condition")
        return condition.operator if others or element is None else element


def askable(statement: Statement) -> bool:
    """The conditions are of a size at which questions over all requests are answered at once."""
    conditions = statement.conditions
    if len(conditions) > MOST_CONDITIONS:
        return False
    words = [word for condition in conditions for word in condition.values]
    return len(words) <= MOST_VALUES and all(
        len(word.literal or "") <= MOST_CHARACTERS for word in words
    )


def federation_of(key: str) -> str:
    """The provider of whose tokens a key is a claim, in lower case, as in `gitlab.com:sub`; `saml:`
    for keys of assertions; empty for other keys.
    """
    lower = key.lower()
    if lower.startswith(SAML_KEYS):
        return SAML_KEYS
    provider, _, claim = lower.partition(":")
    host = provider.partition("/")[0]
    return provider if "." in host and claim and ":" not in claim else ""


def is_of_services(trust: Policy | None) -> bool:
    """A trust policy that lets services in, and nobody else."""
    if trust is None or not trust.whole:
        return False
    allowing = [one for one in trust.statements if one.allows]
    entries = [entry for one in allowing for entry in one.principals or ()]
    named = all(one.principals and not one.gaps for one in allowing)
    return named and bool(entries) and all(entry.type == "Service" for entry in entries)


def is_never_of(trust: Policy | None, services: tuple[str, ...]) -> bool:
    """A trust policy that lets in none of some services, nor all who come."""
    if trust is None or not trust.whole:
        return False
    allowing = [one for one in trust.statements if one.allows]
    if any(one.gaps or not one.principals for one in allowing):
        return False
    entries = [entry for one in allowing for entry in one.principals or ()]
    literals = [entry.value.literal for entry in entries if entry.type in ("Service", "*")]
    return bool(entries) and not any(one is None or one in ("*", *services) for one in literals)


def _has_wildcard(piece: str) -> bool:
    """A star or question mark outside `${…}`."""
    rest = _VARIABLE.sub("", piece)
    return "*" in rest or "?" in rest
