"""Trust policies: what callers need to assume a role, beside being named."""

from __future__ import annotations

import re
from functools import cached_property

from iamlint.access.values import is_true
from iamlint.catalog.roles import ASSUME, TAG
from iamlint.catalog.tagkeys import TAG_KEYS
from iamlint.text.globs import is_glob
from iamlint.text.hints import TYPE_CHECKING, Any, Final
from iamlint.text.holes import ACCOUNT, PARTITION, REGION
from iamlint.text.records import NamedTuple

from .admitting import KeyRows
from .arns import ACCOUNT_FIELD, OPEN, PARTITION_FIELD, arn_of, is_open
from .expecting import Expecting
from .federating import AWS, SERVICE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.model.policy import Condition, Policy, Principal, Statement, Word

    from .arns import Arn

PROVIDERS = ("saml-provider", "oidc-provider")
ID = re.compile(r"[0-9]{12}")
ALL_OF: Final = ("forallvalues:stringequals", "forallvalues:stringlike")
DOMAIN = re.compile(r"[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+(/[^\s*?]*)?")


class Lack(NamedTuple):
    """A service that a statement names, and the actions that no statement gives it."""

    statement: Statement
    entry: Principal
    missing: tuple[str, ...]


def is_assuming(action: str) -> bool:
    """With it a session of a role begins."""
    return action.startswith(ASSUME)


class Trusting(Expecting):
    """Statements of trust policies."""

    def has_wildcard(self, word: Word) -> bool:
        return word.literal is not None and is_glob(word.literal)

    def assumes(self, statement: Statement) -> bool:
        """It allows `sts:AssumeRole`."""
        return any(ASSUME in self.names_of(word) for word in statement.actions or ())

    def lets_in(self, statement: Statement) -> bool:
        """It may allow an action with which a role is assumed, and not what goes with it alone."""
        if statement.gaps or statement.actions is None:
            return True
        return any(
            word.literal is None or any(is_assuming(name) for name in self.names_of(word))
            for word in statement.actions
        )

    # accounts

    def names_account(self, entry: Principal) -> bool:
        """An entry that stands for a whole account."""
        literal = entry.value.literal or ""
        return bool(self.account_named(entry)) and (literal.isdigit() or literal.endswith(":root"))

    def may_name_account(self, entry: Principal) -> bool:
        """An entry that stands for a whole account, as far as it is known."""
        if entry.value.literal is not None:
            return self.names_account(entry)
        return not any(isinstance(one, str) and "/" in one for one in entry.value.text.pieces)

    def named_by_id(self, entry: Principal) -> str:
        """What an entry names by its unique ID: a role, a user; else empty."""
        literal = entry.value.literal or ""
        if entry.type != "AWS" or ":" in literal:
            return ""
        return next((sort for begin, sort in self._ids if literal.startswith(begin)), "")

    @cached_property
    def _ids(self) -> tuple[tuple[str, str], ...]:
        rows = self.catalog.table("unique_id_prefixes")
        return tuple((row["prefix"], row["sort"]) for row in rows)

    def sessions_beside_roles(self, statement: Statement) -> Iterator[tuple[Principal, Principal]]:
        """Entries that name a session of a role which another entry names."""
        entries = [one for one in statement.principals or () if one.type == "AWS"]
        if len(entries) < 2:
            return
        roles = {}
        for entry in entries:
            head, role, path = (entry.value.literal or "").partition(":role/")
            if role:
                account, name = head.rpartition(":")[2], path.rpartition("/")[2]
                roles[account, name] = entry
        for entry in entries:
            head, session, rest = (entry.value.literal or "").partition(":assumed-role/")
            role_entry = roles.get((head.rpartition(":")[2], rest.partition("/")[0]))
            if session and role_entry is not None:
                yield entry, role_entry

    # providers

    def is_provider(self, entry: Principal) -> bool:
        """A Federated entry has the form of a provider's ARN or of a domain."""
        arn = arn_of(entry.value.text)
        if arn is not None:
            return self._names_provider(arn)
        literal = entry.value.literal
        return literal is None or DOMAIN.fullmatch(literal) is not None

    def _names_provider(self, arn: Arn) -> bool:
        known, _ = arn.within(ACCOUNT_FIELD)
        if known in (REGION, PARTITION) or not (is_open(arn.account) or ID.fullmatch(arn.account)):
            return False
        if arn.within(PARTITION_FIELD)[0] in (ACCOUNT, REGION):
            return False
        if not is_open(arn.partition) and arn.partition not in self.catalog.partitions:
            return False
        if arn.region.strip(OPEN) or not (is_open(arn.service) or arn.service == "iam"):
            return False
        kind, slash, name = arn.resource.partition("/")
        return is_open(kind) or (kind in PROVIDERS and bool(slash and name))

    def is_identity_pool(self, entry: Principal) -> bool:
        """A Federated entry is Cognito's identity pools."""
        literal = entry.value.literal or ""
        return literal in self._domains and "cognito" in literal

    @cached_property
    def _domains(self) -> frozenset[str]:
        return frozenset(row["domain"] for row in self.catalog.table("provider_domains"))

    def signs_in(self, statement: Statement, entry: Principal) -> bool:
        """It allows the action by which such a principal assumes a role."""
        sort = self.sort_of(entry)
        return any(
            sort in (self.sorts_for(name) or ())
            for word in statement.actions or ()
            for name in self.names_of(word)
        )

    def tells_saml_application(self, condition: Condition) -> bool:
        """It says for which application an assertion was made, or whose it is."""
        key = condition.key.literal
        return key is None or (key.lower().startswith("saml:") and self.fixes(condition))

    def saml_audience(self, entry: Principal) -> str:
        """The audience for sign-in to the console, by the provider's partition."""
        written = str(entry.value)
        rows = self.catalog.table("saml_audiences")
        found = (r["audience"] for r in rows if written.startswith(f"arn:{r['partition']}:"))
        return str(next(found, rows[0]["audience"]))

    # services that need more

    def incomplete_services(self, policy: Policy) -> Iterator[Lack]:
        """Services that a policy lets in, and that it does not give all they need."""
        if not policy.whole or any(one.gaps or one.not_actions for one in policy.statements):
            return
        given: dict[str, set[str]] = {}
        first: dict[str, tuple[Statement, Principal]] = {}
        for statement in policy.statements:
            for entry in self.services_in(statement) if statement.allows else ():
                name = self.service_named(entry)
                if name not in self._needs:
                    continue
                if any(word.literal is None for word in statement.actions or ()):
                    return
                names = {one for word in statement.actions or () for one in self.names_of(word)}
                given.setdefault(name, set()).update(names)
                if name not in first or ASSUME in names:
                    first[name] = statement, entry
        for name, (statement, entry) in first.items():
            missing = tuple(one for one in self._needs[name]["actions"] if one not in given[name])
            if missing:
                yield Lack(statement, entry, missing)

    def unassuming(self, policy: Policy) -> Iterator[Lack]:
        """Principals that a policy names, and for which it has no action that assumes the role:
        `sts:TagSession` alone lets nobody in.
        """
        allows = [one for one in policy.statements if one.allows]
        if not policy.whole or policy.gaps or not all(map(self._is_told, allows)):
            return
        ways = [(entry, one) for one in allows for entry in one.principals or ()]
        for entry, statement in ways:
            sort = self.sort_of(entry)
            if not sort or self.signs_in(statement, entry):
                continue
            if not any(self.signs_in(one, o) and self._may_be(entry, o) for o, one in ways):
                fit = (name for name, sorts in self._assuming.items() if sort in sorts)
                yield Lack(statement, entry, tuple(fit))

    def _is_told(self, statement: Statement) -> bool:
        """All that it allows is known, and exists."""
        return not (
            statement.gaps
            or statement.actions is None
            or statement.principals is None
            or not all(map(self.names_of, statement.actions))
        )

    def _may_be(self, entry: Principal, other: Principal) -> bool:
        """Two entries may stand for the same, or for some of the same."""
        sorts = {self.sort_of(entry), self.sort_of(other)}
        if len(sorts) == 2:
            return "" in sorts
        one, two = entry.value.literal, other.value.literal
        if one is None or two is None or sorts == {""}:
            return True
        if sorts == {SERVICE}:
            return self.service_named(entry) == self.service_named(other)
        return one == two or (sorts == {AWS} and not (":role/" in one and ":role/" in two))

    def lacking_services(self, policy: Policy) -> frozenset[str]:
        """Services that a policy names without the actions that they need."""
        found = (*self.unassuming(policy), *self.incomplete_services(policy))
        return frozenset(self.service_named(one.entry) for one in found)

    def takes_certificates(self, entry: Principal) -> bool:
        """A service whose callers are told apart by certificates."""
        row = self._needs.get(self.service_named(entry))
        return row is not None and bool(row["certificates"])

    @cached_property
    def _needs(self) -> dict[str, dict[str, Any]]:
        return {row["principal"]: row for row in self.catalog.table("service_trust_actions")}

    # faults of its own

    def is_flawed(self, statement: Statement) -> bool:
        """It lets in nobody by a token, whoever asks: what it says goes with no provider, or it
        lacks the action.
        """
        for entry in statement.principals or ():
            if entry.type == "Federated" and (
                not self.is_provider(entry) or self.slip_in(entry) is not None
            ):
                return True
        return (
            any(one.statement is statement for one in self.unassuming(statement.policy))
            or any(self.demands(one.condition) for one in self.of_other_providers(statement))
            or any(map(self._is_never_met, statement.conditions))
            or any(self.contradicted_claims(statement))
        )

    def _is_never_met(self, condition: Condition) -> bool:
        if not self.demands(condition):
            return False
        wrong = {word for word, *_ in self.malformed_subjects(condition)}
        wrong |= {one.word for one in self.unsent_values(condition)}
        return len(wrong) == len(condition.values) or (
            self.unevaluated_claim(condition) is not None
        )

    # session tags, source identity

    def asks_to_pass(self, condition: Condition) -> str:
        """The action that a caller needs who is to meet a condition, beside the one that assumes:
        it holds only in requests that pass session tags, or a source identity; else empty.
        """
        row = self._passed_keys.row(condition)
        return row["action"] if row is not None and self._is_there(condition) else ""

    def _is_there(self, condition: Condition) -> bool:
        """It holds only where the key is there."""
        use = self._use_that_holds(condition)
        if use is None or use.base is not None:
            return self.demands(condition)
        return {is_true(word.literal or "true") for word in condition.values} == {False}

    @cached_property
    def _passed_keys(self) -> KeyRows:
        return KeyRows(self.catalog.table("session_tag_keys"))

    def lets_pass(self, policy: Policy, action: str) -> bool:
        """Some statement allows an action, or may."""
        return bool(policy.gaps) or any(
            self._may_let(statement, action) for statement in policy.statements
        )

    def _may_let(self, statement: Statement, action: str) -> bool:
        return statement.allows and (
            bool(statement.gaps)
            or statement.actions is None
            or any(w.literal is None or action in self.names_of(w) for w in statement.actions)
        )

    def tags_let_through(self, policy: Policy) -> frozenset[str] | None:
        """The keys, in lower case, of all session tags that a trust policy lets pass; None where
        they are not listed.
        """
        found: set[str] = set()
        for statement in policy.statements:
            if not self._may_let(statement, TAG):
                continue
            listed = self._tags_listed(statement) if not statement.gaps else None
            if listed is None:
                return None
            found |= listed
        return None if policy.gaps else frozenset(found)

    def _tags_listed(self, statement: Statement) -> set[str] | None:
        """The keys of tags of which a condition lets no others be passed."""
        for condition in statement.conditions:
            operator = (condition.operator.literal or "").lower()
            if (condition.key.literal or "").lower() != TAG_KEYS or operator not in ALL_OF:
                continue
            known = [word.literal for word in condition.values]
            texts = [one.lower() for one in known if one and not is_glob(one) and "$" not in one]
            if texts and len(texts) == len(known) and not condition.when:
                return set(texts)
        return None

    def carried_on(self, policy: Policy) -> Iterator[tuple[str, str, str, bool]]:
        """What sessions carry on to further roles that a service has by a trust policy: the
        service, the action that this takes, what it is, and whether what runs may leave it out.
        """
        for row in self.catalog.table("carried_on"):
            for statement in policy.statements:
                entries = self.services_in(statement) if statement.allows else ()
                names = {self.service_named(entry) for entry in entries}
                if row["principal"] in names and self.assumes(statement):
                    yield row["principal"], row["action"], row["what"], row["silent"]
                    break
