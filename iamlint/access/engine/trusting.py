"""Trust policies: what callers need to assume a role, beside being named."""

from __future__ import annotations

import re
from functools import cached_property

from iamlint.text.globs import is_glob
from iamlint.text.hints import TYPE_CHECKING, Any
from iamlint.text.records import NamedTuple

from .admitting import KeyRows
from .expecting import Expecting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.model.policy import Condition, Policy, Principal, Statement, Word

PROVIDER = re.compile(r"arn:[^:]*:iam::\d{12}:(saml-provider|oidc-provider)/.+")
DOMAIN = re.compile(r"[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+(/[^\s*?]*)?")
ASSUME, TAG = "sts:AssumeRole", "sts:TagSession"


class Lack(NamedTuple):
    """A service that a statement names, and the actions that no statement gives it."""

    statement: Statement
    entry: Principal
    missing: tuple[str, ...]


class Trusting(Expecting):
    """Statements of trust policies."""

    def has_wildcard(self, word: Word) -> bool:
        return word.literal is not None and is_glob(word.literal)

    def assumes(self, statement: Statement) -> bool:
        """It allows `sts:AssumeRole`."""
        return any(ASSUME in self.names_of(word) for word in statement.actions or ())

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
        literal = entry.value.literal or ""
        if literal.startswith("arn:"):
            return PROVIDER.fullmatch(literal) is not None
        return DOMAIN.fullmatch(literal) is not None

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

    def takes_certificates(self, entry: Principal) -> bool:
        """A service whose callers are told apart by certificates."""
        row = self._needs.get(self.service_named(entry))
        return row is not None and bool(row["certificates"])

    @cached_property
    def _needs(self) -> dict[str, dict[str, Any]]:
        return {row["principal"]: row for row in self.catalog.table("service_trust_actions")}

    # session tags

    def asks_for_session_tags(self, condition: Condition) -> bool:
        """It holds only in requests that pass session tags."""
        if self._tag_keys.row(condition) is None:
            return False
        use = self._use_that_holds(condition)
        return self.fixes(condition) and use is not None and use.over != "all" and not use.if_exists

    @cached_property
    def _tag_keys(self) -> KeyRows:
        return KeyRows(self.catalog.table("session_tag_keys"))

    def lets_tag_sessions(self, policy: Policy) -> bool:
        """Some statement allows, or may allow, to pass session tags."""
        return bool(policy.gaps) or any(
            statement.allows
            and (
                statement.gaps
                or statement.actions is None
                or any(w.literal is None or TAG in self.names_of(w) for w in statement.actions)
            )
            for statement in policy.statements
        )
