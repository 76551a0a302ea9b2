"""Whom a statement lets in: everyone, services, providers; and what keeps strangers out."""

from __future__ import annotations

from functools import cached_property

from iamlint.access.operators import use_of
from iamlint.access.principals import is_everyone
from iamlint.access.truth import MAYBE, YES
from iamlint.model.policy import Policy
from iamlint.text.globs import match
from iamlint.text.hints import TYPE_CHECKING, Any
from iamlint.text.node import Mapping, Scalar, Sequence
from iamlint.text.records import NamedTuple

from .acting import Acting

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from iamlint.access.operators import Use
    from iamlint.model.policy import Condition, Principal, Statement, Word
    from iamlint.text.holes import Text

NEGATED = frozenset(
    (
        "StringNotEquals",
        "StringNotEqualsIgnoreCase",
        "StringNotLike",
        "ArnNotEquals",
        "ArnNotLike",
        "NotIpAddress",
    )
)

BY_SERVICE = "aws:principalisawsservice"

MANY = 100
"""Statements of a policy beyond which only the text of each is looked at, not all requests."""


class Exposure(NamedTuple):
    """A statement lets strangers in.

    `entry`: the principal that says so. `guard`: a condition that keeps some out but not strangers,
    and `why` not. `hollow`: one that looks like it but holds for all others, or where the key is
    absent. `nature`: why such a resource is open anyhow, or empty.
    """

    entry: Principal
    guard: Condition | None = None
    why: str = ""
    hollow: Condition | None = None
    nature: str = ""


class KeyRows:
    """Rows of a table by condition key, in lower case; a row's key may end in `*`."""

    def __init__(self, rows: Iterable[dict[str, str]]) -> None:
        self._exact: dict[str, dict[str, str]] = {}
        self._begun: list[tuple[str, dict[str, str]]] = []
        for row in rows:
            key = row["key"].lower()
            if key.endswith("*"):
                self._begun.append((key[:-1], row))
            else:
                self._exact[key] = row

    def row(self, condition: Condition) -> dict[str, str] | None:
        key = (condition.key.literal or "").lower()
        found = self._exact.get(key)
        if found is None:
            found = next((row for begin, row in self._begun if key.startswith(begin)), None)
        return found


class Admitting(Acting):
    """Principals against the facts about them."""

    # everyone

    def everyone_in(self, statement: Statement) -> Principal | None:
        """The entry of Principal that names everyone."""
        return next((entry for entry in statement.principals or () if is_everyone(entry)), None)

    def exposure(self, statement: Statement) -> Exposure | None:
        """How an Allow lets strangers in; None when it does not, or that is not known."""
        entry = self.everyone_in(statement)
        if entry is None or not statement.allows or statement.gaps or statement.policy.gaps:
            return None
        if self.names_no_action(statement):
            return None
        policy = statement.policy
        denies = self._denies_of(policy)
        if (statement.conditions or denies) and not self._opens(statement, denies):
            return None
        nature = self._nature_of(statement)
        hollow = None
        for condition in statement.conditions:
            row = self._public_guards.row(condition)
            if row is None:
                if self._demands_nothing_known(condition):
                    return None
                continue
            if not self._demands(condition):
                hollow = hollow or condition
            elif row["strength"] == "strong" or (
                row.get("confines") and all(names_one_endpoint(v.text) for v in condition.values)
            ):
                return None
            else:
                return Exposure(entry, condition, row["why"], None, nature)
        return Exposure(entry, None, "", hollow, nature)

    def _opens(self, statement: Statement, denies: list[Statement]) -> bool:
        from iamlint.access.public import s3_public
        from iamlint.access.questions import is_public

        if s3_public((beside(statement, []),)) is not YES:
            return False
        if len(statement.policy.statements) > MANY:
            return not denies and not any(map(self._names_origin, statement.conditions))
        if self._denied_elsewhere(statement, denies):
            return False
        part = beside(statement, denies)
        found = is_public((part,), frozenset(), self.catalog, somewhere=True)
        if found.truth is MAYBE and found.request is not None:  # of too many scenarios
            return all(v.literal is not None for c in statement.conditions for v in c.values)
        return found.truth is YES

    def _names_origin(self, condition: Condition) -> bool:
        """It asks for a place that requests come from, which no stranger is in."""
        from iamlint.access.symbolic.outsiders import zone_keys

        return (condition.key.literal or "").lower() in zone_keys() and self._demands(condition)

    def _denies_of(self, policy: Policy) -> list[Statement]:
        """The Denies of a policy that are for everyone."""
        known = self._denies.get(id(policy))
        if known is None or known[0] is not policy:
            found = [one for one in policy.statements if one.denies and one.principals]
            known = self._denies[id(policy)] = (
                policy,
                [one for one in found if self.everyone_in(one)],
            )
        return known[1]

    @cached_property
    def _denies(self) -> dict[int, tuple[Policy, list[Statement]]]:
        return {}

    def _denied_elsewhere(self, statement: Statement, denies: list[Statement]) -> bool:
        """Some Deny takes the actions from all who do not come from a place that it names."""
        return any(
            self.everyone_in(deny) is not None
            and deny.conditions
            and all(self._names_a_place(condition) for condition in deny.conditions)
            and self._covers(deny, statement)
            for deny in denies
        )

    def _names_a_place(self, condition: Condition) -> bool:
        use = self._use_that_holds(condition)
        key = (condition.key.literal or "").lower()
        return (
            use is not None
            and use.base is not None
            and use.base.name in NEGATED
            and key in self._places
            and not self.all_stars(condition)
        )

    def _covers(self, deny: Statement, allow: Statement) -> bool:
        if deny.actions is None or allow.actions is None:
            return False
        return all(
            any(match(d.literal or "", a.literal or "", fold=True) for d in deny.actions)
            for a in allow.actions
        )

    def spared_by(self, statement: Statement) -> Iterator[list[Condition]]:
        """By Deny statements beside an Allow that hit all whom it lets in but those with one of the
        listed values: their conditions, of which one is to fail. `StringNotEquals` of some key; a
        Deny asks no more beside that than whether a service calls, and says on whose behalf.
        """
        for deny in statement.policy.statements:
            if deny.denies and deny.conditions and not deny.gaps and self._hits(deny, statement):
                told = [one for one in deny.conditions if self._spares(one)]
                others = (one for one in deny.conditions if one not in told)
                if told and all(map(self._tells_a_service, others)):
                    yield told

    def _hits(self, deny: Statement, allow: Statement) -> bool:
        """A Deny is about all whom an Allow lets in, and all that they may do, with all of it."""
        if deny.principals is None or not self._covers(deny, allow):
            return False
        if self.everyone_in(deny) is None:
            named = {(one.type, one.value.text) for one in deny.principals}
            if not all((one.type, one.value.text) in named for one in allow.principals or ()):
                return False
        if allow.resources is None or deny.resources is None:
            return allow.resources is deny.resources
        return all(
            any(
                one.text == word.text
                or (word.literal is not None and match(one.literal or "", word.literal))
                for one in deny.resources
            )
            for word in allow.resources
        )

    def _spares(self, condition: Condition) -> bool:
        """It fails only where the key has one of the values it lists, and not any value will do."""
        use = self._use_that_holds(condition)
        negated = use is not None and use.base is not None and use.base.name in NEGATED
        return negated and bool(condition.values) and not self.all_stars(condition)

    def _tells_a_service(self, condition: Condition) -> bool:
        """It asks whether a service calls, or whether it says on whose behalf."""
        values = {(word.literal or "").lower() for word in condition.values}
        if (condition.key.literal or "").lower() == BY_SERVICE:
            return values == {"true"}
        use = self._use_that_holds(condition)
        asks_whether = use is not None and use.base is None  # Null
        return asks_whether and values == {"false"} and self._sources.row(condition) is not None

    @cached_property
    def _places(self) -> frozenset[str]:
        return frozenset(row["key"].lower() for row in self.catalog.table("s3_public_keys"))

    @cached_property
    def _public_guards(self) -> KeyRows:
        return KeyRows(self.catalog.table("public_guards"))

    @cached_property
    def _by_nature(self) -> dict[str, dict[str, Any]]:
        return {row["type"]: row for row in self.catalog.table("public_by_nature")}

    def _nature_of(self, statement: Statement) -> str:
        """Why whoever gets to the resource may use it anyway, or empty."""
        policy = statement.policy
        row = self._by_nature.get(policy.resource_type)
        if row is None or not self._is_use(statement, row):
            return ""
        wanted = row.get("with")
        given = wanted is not None and gives(getattr(policy.owner, "properties", None), wanted)
        return str(row["why"]) if given or wanted is None else ""

    def _is_use(self, statement: Statement, row: dict[str, Any]) -> bool:
        """All that the statement allows is such a use of the resource."""
        pattern = row.get("use", "*")
        return pattern == "*" or all(
            match(pattern, word.literal or "", fold=True) for word in statement.actions or ()
        )

    # conditions

    def _use_that_holds(self, condition: Condition) -> Use | None:
        literal = condition.operator.literal
        return use_of(literal) if literal is not None else None

    def all_stars(self, condition: Condition) -> bool:
        """One of the values is nothing but stars, so that any value will do."""
        return any(self.is_everything(value) for value in condition.values)

    def fixes(self, condition: Condition) -> bool:
        """It holds only when the key has one of the values it lists, and not any value will do.
        For keys that always exist, or whose absence is harmless.
        """
        use = self._use_that_holds(condition)
        if use is None:
            return condition.operator.literal is None
        if use.base is None or use.base.negated or not condition.values:
            return False
        return not (use.base.wild and self.all_stars(condition))

    def _demands(self, condition: Condition) -> bool:
        """It fails where the key is absent or has another value."""
        use = self._use_that_holds(condition)
        if use is None or use.base is None or use.base.negated:
            return False
        return not use.if_exists and use.over != "all" and bool(condition.values)

    def _demands_nothing_known(self, condition: Condition) -> bool:
        """It wants a global key that AWS does not have, so that nobody meets it. A slip of the pen
        has a finding of its own.
        """
        key = condition.key.literal or ""
        named = key.lower().startswith("aws:") and "::" not in key
        return named and self.catalog.condition_key(key) is None and self._demands(condition)

    # services

    def services_in(self, statement: Statement) -> Iterator[Principal]:
        """The entries of Principal that name one service."""
        for entry in statement.principals or ():
            if entry.type == "Service" and entry.value.literal not in (None, "*"):
                yield entry

    def service_named(self, entry: Principal) -> str:
        """The service principal in its general form, where it is known; else as written."""
        written = entry.value.literal or ""
        return self.catalog.service_principal(written) or written

    def bound_by(self, statement: Statement) -> Condition | None:
        """The condition that binds a grant to a service to those on whose behalf it calls: its own,
        or that of a Deny beside it.
        """
        for condition in statement.conditions:
            if condition.key.literal is None:
                return condition
            if self._sources.row(condition) is not None and self._binds(condition):
                return condition
        for told in self.spared_by(statement):
            if all(self._sources.row(one) is not None for one in told):
                return told[0]
        return None

    def _binds(self, condition: Condition) -> bool:
        """It fixes the source, and asks more than that there is one."""
        use = self._use_that_holds(condition)
        return self.fixes(condition) and (
            use is None or use.base is None or use.base.name != "Null"
        )

    def beside_source(self, statement: Statement) -> Condition | None:
        """A condition on something else than the source."""
        return next((one for one in statement.conditions if self._sources.row(one) is None), None)

    def sources(self, statement: Statement, key: str) -> Iterator[Condition]:
        """Conditions that fix a key of the source: `aws:SourceArn`, `aws:SourceAccount`."""
        wanted = key.lower()
        for condition in statement.conditions:
            if (condition.key.literal or "").lower() == wanted and self.fixes(condition):
                yield condition

    @cached_property
    def _sources(self) -> KeyRows:
        return KeyRows(self.catalog.table("source_keys"))

    def sourceless(self, statement: Statement, entry: Principal) -> str:
        """Why AWS's own guides let the service in without a source, or empty."""
        name = (entry.value.literal or "").lower()
        general = self.service_named(entry)
        services = {self.service_of(word) for word in statement.actions or ()}
        for row in self.catalog.table("sourceless_services"):
            if row["service"] in services and (
                match(row["principal"], name) or row["principal"] == general
            ):
                return str(row["why"])
        return ""

    def taker(self, entry: Principal) -> dict[str, object] | None:
        """What is known of a service that takes roles and is documented without a source."""
        found: dict[str, object] | None = self._takers.get(self.service_named(entry))
        return found

    @cached_property
    def _takers(self) -> dict[str, dict[str, object]]:
        return {row["principal"]: row for row in self.catalog.table("role_takers")}

    # accounts

    def accounts_let_in(self, statement: Statement) -> Iterator[tuple[Word, str]]:
        """Values of conditions that name an account, with the account, where Principal names
        everyone or a service and every such condition on the same side lets the account in.
        """
        tests: dict[str, list[list[tuple[Word, str]]]] = {}
        for condition in statement.conditions if self._names_no_account(statement) else ():
            row = self._account_keys.row(condition)
            if row is not None and self._binds(condition) and condition.key.literal is not None:
                named = [(value, account_in(value.text.prefix)) for value in condition.values]
                tests.setdefault(row["of"], []).append(named)
        seen: set[str] = set()
        for side in tests.values():
            for named in side:
                for value, account in named:
                    if account and account not in seen and all(lets_in(account, t) for t in side):
                        seen.add(account)
                        yield value, account

    def _names_no_account(self, statement: Statement) -> bool:
        return any(is_everyone(one) or one.type == "Service" for one in statement.principals or ())

    @cached_property
    def _account_keys(self) -> KeyRows:
        return KeyRows(self.catalog.table("account_keys"))

    def is_of_a_service(self, account: str) -> bool:
        """AWS's own account, as which one of its services calls in some region."""
        return account in self._service_accounts

    @cached_property
    def _service_accounts(self) -> frozenset[str]:
        return frozenset(row["account"] for row in self.catalog.table("service_accounts"))

    def account_named(self, entry: Principal) -> str:
        """The account that an entry of type AWS stands in or for, where its digits are known."""
        return account_in(entry.value.text.prefix) if entry.type == "AWS" else ""

    def own_accounts(self, statement: Statement) -> frozenset[str]:
        """Accounts that the policy's own resource stands in, as far as documents tell."""
        found = {account_in(word.literal or "") for word in statement.resources or ()}
        account = getattr(statement.policy.owner, "account", None)
        if account is not None and account.literal:
            found.add(account.literal)
        for entry in statement.principals or ():
            if entry.type == "Federated":
                found.add(account_in(entry.value.literal or ""))
        return frozenset(found - {""})

    def lets_rewrite(self, statement: Statement) -> list[str]:
        """Actions of the statement, on what it is about, by which the policy on the resource
        itself is changed.
        """
        about = statement.resources
        return [
            action
            for action in self._rewriting_actions(statement.policy)
            if any(action in self.names_of(word) for word in statement.actions or ())
            and (about is None or any(self.can_match(action, word.text) for word in about))
        ]

    def rivals(self, statement: Statement) -> list[tuple[Principal, str, str]]:
        """Entries that may change the policy beside another account that may, each with its own
        account and the other: a resource is of one account, so that one of the two is not its own.
        The other is the one that the policy names first.
        """
        policy = statement.policy
        first = self._first_rewriters.get(policy)
        if first is None:
            first = self._first_rewriters[policy] = next(self._rewriters(policy), "")
        if not first or not statement.allows or statement.conditions:
            return []
        found = [(entry, self.account_named(entry)) for entry in statement.principals or ()]
        return [(entry, account, first) for entry, account in found if account not in ("", first)]

    def _rewriters(self, policy: Policy) -> Iterator[str]:
        """The accounts that may change the policy without a condition, in its order."""
        for one in policy.statements:
            if one.allows and not one.conditions and self.lets_rewrite(one):
                for entry in one.principals or ():
                    if account := self.account_named(entry):
                        yield account

    @cached_property
    def _first_rewriters(self) -> dict[Policy, str]:
        return {}

    def all_that_rewrite(self, statement: Statement) -> list[str]:
        """The same, where the statement is about every such action; none where one is left."""
        found = self.lets_rewrite(statement)
        whole = len(found) == len(self._rewriting_actions(statement.policy))
        return found if whole and statement.not_resources is None else []

    def leaves_nobody(self, statement: Statement) -> list[str]:
        """The actions that replace the policy, where a Deny leaves nobody who may do them."""
        if not statement.denies or statement.conditions or statement.gaps:
            return []
        return self.all_that_rewrite(statement) if self.everyone_in(statement) is not None else []

    def _rewriting_actions(self, policy: Policy) -> list[str]:
        return self._rewriting.get(policy.resource_type, [])

    @cached_property
    def _rewriting(self) -> dict[str, list[str]]:
        return {
            row["type"]: row["actions"] for row in self.catalog.table("policy_replacing_actions")
        }


def beside(statement: Statement, denies: list[Statement]) -> Policy:
    """The statement's policy as if it held no other Allow."""
    policy = statement.policy
    part = Policy(
        policy.node,
        policy.kind,
        resource_type=policy.resource_type,
        address=policy.address,
        owner=policy.owner,
        when=policy.when,
    )
    part.version = policy.version
    part.statements = (statement, *denies)
    return part


def lets_in(account: str, named: Iterable[tuple[Word, str]]) -> bool:
    """One of the values is of the account, or may be."""
    return any(other in (account, "") for _, other in named)


def names_one_endpoint(text: Text) -> bool:
    """Messages go to one address, or to those of one mail domain, whoever subscribes it."""
    before, at, domain = (text.literal or "*").rpartition("@")
    return not set("*?") & set(domain if at and "*" not in before[1:] else before + domain)


def account_in(text: str) -> str:
    """The twelve digits that a text is or that stand in an ARN's account field, or empty."""
    parts = text.split(":", 5)
    digits = parts[4] if len(parts) == 6 else text
    return digits if len(digits) == 12 and digits.isdigit() else ""


def gives(properties: object, names: Iterable[str]) -> bool:
    """One of the properties is set, to more than an empty list as plans hold it."""
    if not isinstance(properties, Mapping):
        return False
    values = [properties.get(name) for name in names]
    return any(
        not (isinstance(value, Scalar) and value.value is None)
        and not (isinstance(value, Sequence) and not value.items)
        for value in values
        if value is not None
    )
