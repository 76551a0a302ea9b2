"""Policies on resources: what they let whom do, and what they do not ask for."""

from __future__ import annotations

from functools import cached_property

from iamlint.text.globs import is_glob, match
from iamlint.text.hints import TYPE_CHECKING, Any
from iamlint.text.holes import PARTITION, Hole, Text
from iamlint.text.late import late
from iamlint.text.node import Mapping

from .acting import without_objects
from .admitting import account_in
from .reaching import Reaching
from .trusting import Trusting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.model.policy import Condition, Policy, Principal, Statement, Word
    from iamlint.model.things import Reading
    from iamlint.rule import AddItem, SetKey
    from iamlint.text.node import Scalar, When

_of_functions = late(r"arn:[^:]*:lambda:[^:]*:[^:]*:function:[^:]+:\*\Z")
_GRAVE = ("Write", "Permissions management")
KEY = "kms:key"
OWNERS = frozenset(
    ("aws:sourceaccount", "aws:sourceorgid", "aws:sourceorgpaths", "aws:sourceowner")
)


class Guarding(Reaching, Trusting):
    """Statements of policies on resources."""

    def in_brief(self, statement: Statement) -> str:
        """What a statement is about, for messages."""
        if statement.actions is None:
            return "do nearly everything"
        return self.listed(str(word) for word in statement.actions)

    def place_of_statements(self, policy: Policy) -> Scalar | Policy:
        """Where a statement would stand that is missing."""
        found = policy.node.key("Statement") if isinstance(policy.node, Mapping) else None
        return found if found is not None else policy

    def reveals_or_changes(self, statement: Statement) -> bool:
        """Some action reveals data or changes something; so does what is not known."""
        if statement.actions is None or any(word.literal is None for word in statement.actions):
            return True
        names = [name for word in statement.actions for name in self.names_of(word)]
        return not names or any(map(self.is_grave, names))

    def is_grave(self, name: str) -> bool:
        """The action changes something, changes permissions, or reveals data or credentials."""
        if name in self._revealing:
            return True
        action = self.catalog.action(name)
        return action is not None and action.level in _GRAVE

    @cached_property
    def _revealing(self) -> frozenset[str]:
        rows = self.catalog.table("sensitive_actions")
        return frozenset(row["action"] for row in rows if row["category"] != "ordinary")

    # who

    def delegates_to_account(self, statement: Statement) -> bool:
        """The statement of a key policy that leaves the key to policies of accounts."""
        return statement.policy.resource_type == KEY and all(
            self.may_name_account(entry) for entry in statement.principals or ()
        )

    def many_hold(self, statement: Statement) -> bool:
        """It is for a service, or for everyone whom conditions leave, not for one account."""
        if any(self.services_in(statement)):
            return True
        if self.everyone_in(statement) is None or statement.gaps:
            return False
        return not any(
            (condition.key.literal or "").lower() in self._of_one_account
            for condition in statement.conditions
        )

    def beside_own_account(self, statement: Statement) -> bool:
        """It is for a user, a role or a session, or for an account that is not the resource's
        own, as far as documents tell; not on a resource that they can only use, not change.
        """
        if statement.policy.resource_type in self._only_used:
            return False
        for entry in statement.principals or ():
            account = self.account_named(entry)
            if not account:
                continue
            own = self.own_accounts(statement)
            if not self.may_name_account(entry) or (own and account not in own):
                return True
        return False

    def spared_in_part(self, statement: Statement) -> Principal | None:
        """An entry of NotPrincipal for a user or a role whose account is not spared with it."""
        entries = [one for one in statement.not_principals or () if one.type == "AWS"]
        if statement.gaps or not statement.denies:
            return None
        accounts = {self.account_named(one) for one in entries if self.names_account(one)}
        for entry in entries:
            account = self.account_named(entry)
            if account and account not in accounts and not self.may_name_account(entry):
                return entry
        return None

    @cached_property
    def _only_used(self) -> frozenset[str]:
        return frozenset(row["type"] for row in self.catalog.table("narrow_wildcards"))

    @cached_property
    def _of_one_account(self) -> frozenset[str]:
        rows = self.catalog.table("restricting_keys")
        own = {row["key"].lower() for row in rows if row["class"] == "account"}
        delegating = {
            row["key"].lower()
            for row in self.catalog.table("public_guards")
            if row.get("delegates")
        }
        return frozenset(own | delegating)

    # sources

    def tells_owner(self, statement: Statement, value: Word) -> bool:
        """A condition tells on whose behalf the call is made, apart from the source's ARN, where
        the source is this value.
        """
        return any(
            (condition.key.literal is None or condition.key.literal.lower() in OWNERS)
            and any(_both(one.when | condition.when, value.when) for one in condition.values)
            for condition in statement.conditions
        )

    def lacks_account(self, value: Word) -> bool:
        """The ARN of a source in which no account stands."""
        prefix = value.text.prefix
        if prefix == "arn:" and len(value.text.pieces) > 2:
            partition, rest = value.text.pieces[1:3]
            if isinstance(partition, Hole) and partition.within == PARTITION:
                prefix = f"arn:aws{rest}"
        parts = prefix.split(":", 5)
        return len(parts) == 6 and parts[0] == "arn" and not parts[4].strip("*")

    def first_of(self, value: Word) -> Text:
        """A text, or the first of those that it may be: an ARN that may go on."""
        return value.text.alternatives()[0]

    def contradicting_sources(self, statement: Statement) -> Iterator[tuple[Word, Word]]:
        """A source ARN and a source account that is not its own, where no pair belongs together."""
        arns = [one for c in self.sources(statement, "aws:SourceArn") for one in c.values]
        if not arns:
            return
        accounts = [one for c in self.sources(statement, "aws:SourceAccount") for one in c.values]
        asked = {account_in(word.literal or "") for word in accounts}
        owners = {account_in(word.literal or "") for word in arns}
        if accounts and "" not in asked | owners and not asked & owners:
            yield arns[0], accounts[0]

    def bare_log_groups(self, condition: Condition) -> Iterator[Word]:
        """Log groups without `:*` that are asked for as the source of a call by CloudWatch Logs."""
        if (condition.key.literal or "").lower() != "aws:sourcearn" or not self.fixes(condition):
            return
        services = {self.service_named(one) for one in self.services_in(condition.statement)}
        if "logs.amazonaws.com" not in services:
            return
        for value in condition.values:
            parts = (value.literal or "").split(":")
            group = len(parts) == 7 and parts[2] == "logs" and parts[5] == "log-group"
            if group and not is_glob(parts[6]):
                yield value

    def binding(self, statement: Statement, file: Reading | None) -> AddItem | SetKey | None:
        """What binds a grant to a service to the account that the policy's resource stands in, or
        else to that of the file."""
        from iamlint.rule import AddItem, SetKey

        own = self.own_accounts(statement)
        account = Text(next(iter(own))) if len(own) == 1 else None
        if account is None and file is not None:
            account = file.account
            if file.carrier == "plain" and account.literal is None:
                return None
        if account is None:
            return None
        title = f"only on behalf of account {account}"
        if statement.policy.form != "statement":
            place = "Condition/StringEquals/aws:SourceAccount"
            return AddItem(statement, place, (account,), title)
        name = self._account_property(statement.policy.resource_type)
        if name and file is not None and file.carrier == "cloudformation":
            return SetKey(statement.node, name, account, title)
        return None

    def _account_property(self, resource_type: str) -> str:
        """The property of a template that stands for a condition on the source's account, where
        the statement has no document of its own."""
        for row in self.catalog.table("cloudformation_statements"):
            if row["resource_type"] == resource_type:
                for name, _, key in row["conditions"]:
                    if key == "aws:SourceAccount":
                        return str(name)
        return ""

    # plain HTTP

    def speaks_plain_http(self, policy: Policy) -> bool:
        """It sits on a resource that can be reached over plain HTTP."""
        return policy.resource_type in self._over_plaintext and bool(policy.statements)

    @cached_property
    def _over_plaintext(self) -> dict[str, dict[str, Any]]:
        return {row["type"]: row for row in self.catalog.table("plain_http_types")}

    def demands_tls(self, policy: Policy) -> bool:
        """It denies requests over plain HTTP, or may do so."""
        return bool(policy.gaps) or any(one.gaps or asks_for_tls(one) for one in policy.statements)

    def left_plain(self, policy: Policy) -> tuple[Statement, str] | None:
        """A Deny of plain HTTP and what it leaves, where none of the policy denies that."""
        denies = [one for one in policy.statements if asks_for_tls(one)]
        if not denies or policy.gaps or not all(map(self._is_plain_deny, denies)):
            return None
        of_all = [one for one in denies if self.everyone_in(one) is not None]
        if not of_all:
            return denies[0], "of all but those it names"
        for action in self._over_plaintext[policy.resource_type]["carries"]:
            if not any(self._denies_some(deny, action) for deny in of_all):
                return of_all[0], f"for `{action}`"
        return None

    def _denies_some(self, deny: Statement, action: str) -> bool:
        """It denies the action, on what the action can be about."""
        return any(action in self.names_of(word) for word in deny.actions or ()) and any(
            self.can_match(action, word.text) for word in deny.resources or ()
        )

    def _is_plain_deny(self, deny: Statement) -> bool:
        """It says all that it says by names and patterns."""
        return not deny.gaps and bool(deny.principals) and bool(deny.actions and deny.resources)

    def tls_deny(self, policy: Policy) -> dict[str, Any] | None:
        """The statement that denies requests over plain HTTP to the policy's own resource."""
        row = self._over_plaintext[policy.resource_type]
        found: dict[Text, None] = {}
        for statement in policy.statements:
            for word in statement.resources or ():
                found[without_objects(word.text) or word.text] = None
        if len(found) != 1:
            return None
        own = next(iter(found))
        if own.literal is not None and is_glob(own.literal):
            return None
        return {
            "Sid": "DenyPlainHttp",
            "Effect": "Deny",
            "Principal": "*",
            "Action": row["action"],
            "Resource": [own, own + "/*"] if row["objects"] else own,
            "Condition": {"Bool": {"aws:SecureTransport": "false"}},
        }

    # enclaves

    def unattested(self, policy: Policy) -> Iterator[tuple[Word, str, Statement]]:
        """Words of a key's policy that allow without an attestation what else takes one, with the
        action, and the statement that asks for it.
        """
        asking = [one for one in policy.statements if asks_for_enclave(one)]
        bound = next((one for one in asking if one.allows), None)
        if bound is None or policy.gaps or any(one.gaps for one in policy.statements):
            return
        for statement in policy.statements:
            if not statement.allows or statement in asking:
                continue
            for word in statement.actions or ():
                names = self.names_of(word)
                for row in self.catalog.table("attested_actions"):
                    action = row["action"]
                    if action in names and not self._denied_by(asking, action):
                        yield word, action, bound
                        break

    def _denied_by(self, statements: list[Statement], action: str) -> bool:
        """One of them denies the action, or may."""
        return any(
            one.denies
            and (one.actions is None or any(action in self.names_of(word) for word in one.actions))
            for one in statements
        )

    # functions

    def changes_function(self, action: Word) -> bool:
        """It does more to a function than to call it or to look at it."""
        return any(
            name not in self._calls and self.is_grave(name) for name in self.names_of(action)
        )

    def unqualified_functions(self, statement: Statement) -> Iterator[Word]:
        """Functions that a statement lets somebody call, but not their versions and aliases."""
        resources = statement.resources or ()
        names = (name for word in statement.actions or () for name in self.names_of(word))
        if not any(self._calls.get(name) for name in names):
            return
        texts = {word.text for word in resources}
        for word in resources:
            name = str(word).partition(":function:")[2]
            if not name or ":" in name or is_glob(name):
                continue
            if not any(text != word.text and str(text).startswith(f"{word}:") for text in texts):
                yield word

    def qualified_functions(self, statement: Statement) -> Iterator[tuple[Word, str]]:
        """Entries of Resource that let somebody call all versions and aliases of functions, but not
        the functions themselves, each with the ARN that would.
        """
        resources = statement.resources or ()
        ends = [word for word in resources if (word.literal or "").endswith(":*")]
        found = [(word, str(word)[:-2]) for word in ends if _of_functions.match(str(word))]
        if not found:
            return
        names = (name for word in statement.actions or () for name in self.names_of(word))
        if not any(self._calls.get(name) for name in names):
            return
        for word, bare in found:
            if not any(word.literal is None or match(word.literal, bare) for word in resources):
                yield word, bare

    @cached_property
    def _calls(self) -> dict[str, bool]:
        """The actions that call a function, and whether a version of it can be meant."""
        return {row["action"]: row["versioned"] for row in self.catalog.table("function_calls")}

    # keys

    def locks_out(self, policy: Policy) -> bool:
        """A key policy by which nobody may change it."""
        if policy.gaps or not policy.statements:
            return False
        for statement in policy.statements:
            if statement.gaps or statement.effect is None or statement.effect.literal is None:
                return False
            if statement.allows and self._may_rewrite_key(statement):
                return False
        return True

    def _may_rewrite_key(self, statement: Statement) -> bool:
        if statement.actions is None or statement.principals is None:
            return True
        rewriting = set(self._rewriting[KEY])
        words = statement.actions
        if all(w.literal is not None and rewriting.isdisjoint(self.names_of(w)) for w in words):
            return False
        return any(entry.type != "Service" for entry in statement.principals)

    def names_principals(self, policy: Policy) -> bool:
        """Some Allow names principals of an account, and none a whole account: it is more than a
        part of a key policy."""
        named = [
            entry
            for statement in policy.statements
            if statement.allows
            for entry in statement.principals or ()
            if entry.type == "AWS" and entry.value.literal != "*"
        ]
        return bool(named) and not any(self.names_account(entry) for entry in named)


def _both(one: When, other: When) -> bool:
    """The conditions may hold together."""
    return not any((name, not wanted) in other for name, wanted in one)


def asks_for_tls(statement: Statement) -> bool:
    """A Deny that hangs on whether the request comes over TLS."""
    return statement.denies and any(
        (one.key.literal or "").lower() == "aws:securetransport" for one in statement.conditions
    )


def asks_for_enclave(statement: Statement) -> bool:
    """It hangs on what runs in the enclave that calls."""
    return any(
        (one.key.literal or "").lower().startswith("kms:recipientattestation:")
        for one in statement.conditions
    )
