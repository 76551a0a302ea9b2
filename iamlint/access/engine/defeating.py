"""Conditions that shut out the very principals of their statement.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
"""

from __future__ import annotations

from functools import cached_property

from iamlint.access.callers import ROLE, SESSION, USER, Caller, caller_from, identity_caller
from iamlint.access.conditions import condition_holds
from iamlint.access.context import Context
from iamlint.access.request import Request, with_implied_keys
from iamlint.access.truth import NO
from iamlint.catalog.roles import ASSUME
from iamlint.model.things import Identity
from iamlint.text.globs import is_glob, match
from iamlint.text.hints import TYPE_CHECKING, Any
from iamlint.text.holes import ANY, Hole, Text
from iamlint.text.records import NamedTuple

from .arns import arn_of
from .calling import Calling
from .federating import AWS
from .trusting import Trusting

if TYPE_CHECKING:
    from iamlint.model.policy import Condition, Principal

    Row = dict[str, Any]

ACCOUNT = "account"
IN_WORDS = {
    ROLE: "a role",
    SESSION: "a session of a role",
    USER: "a user",
    ACCOUNT: "a principal of an account",
}


class Shut(NamedTuple):
    """Why a condition is met by none of its statement's principals.

    `entry`: the first of them; `who`: what that is, in words; `absent`: its requests have no such
    key, and else another value; `why`: where a table says so.
    """

    entry: Principal
    who: str
    absent: bool
    why: str
    confidence: str


class Defeating(Calling, Trusting):
    """Principals against the conditions beside them."""

    def defeated(self, condition: Condition) -> Shut | None:
        """Whom a condition shuts out, if that is all whom its statement names."""
        statement = condition.statement
        entries = statement.principals or ()
        if not entries or statement.gaps or not self.demands(condition):
            return None
        key = (condition.key.literal or "").lower()
        sorts = [self._sort_in_detail(entry) for entry in entries]
        if not key or "" in sorts:
            return None
        row = self._absent(key, frozenset(sorts))
        if row is not None and statement.policy.kind in row["in"]:
            return Shut(entries[0], self._who(sorts[0]), True, row["why"], row["confidence"])
        if not all(sort in IN_WORDS for sort in sorts):
            return None
        if not all(self._is_defeated(condition, entry) for entry in entries):
            return None
        absent = _implied(entries[0]).values(key) == ()
        return Shut(entries[0], self._who(sorts[0]), absent, "", "")

    def shuts_owner(self, condition: Condition) -> bool:
        """It is never met by the user or role to whom its policy belongs."""
        owner = condition.statement.policy.owner
        key = (condition.key.literal or "").lower()
        if not key.startswith("aws:principal") or not self.demands(condition):
            return False
        if not isinstance(owner, Identity) or owner.kind not in (ROLE, USER):
            return False
        caller = identity_caller(owner.kind, owner.arn, owner.account, owner.name)
        asked = Request(caller, "sts:GetCallerIdentity", context=Context(strict=False))
        variables = condition.statement.policy.has_variables
        context = with_implied_keys(asked).context
        return condition_holds(condition, context, variables=variables).truth is NO

    def _sort_in_detail(self, entry: Principal) -> str:
        """`role`, `role session`, `user`, `account`, or the sort of a provider or service; empty
        where that is not known, or it stands for everyone.
        """
        sort = self.sort_of(entry)
        if sort != AWS:
            return sort
        text = entry.value.text
        if any(isinstance(one, str) and (is_glob(one) or "${" in one) for one in text.pieces):
            return ""
        if self.account_named(entry) and self.may_name_account(entry):
            return ACCOUNT
        if arn_of(text) is None or self.names_no_caller(entry):
            return ""
        kind = caller_from(text).kind
        return kind if kind in IN_WORDS else ""

    def _who(self, sort: str) -> str:
        return IN_WORDS.get(sort) or self.in_words(sort)

    def _absent(self, key: str, sorts: frozenset[str]) -> Row | None:
        """The row that says that none of these sends the key."""
        return next(
            (
                row
                for row in self._absent_keys
                if sorts <= frozenset(row["for"]) and match(row["key"].lower(), key)
            ),
            None,
        )

    @cached_property
    def _absent_keys(self) -> tuple[Row, ...]:
        return tuple(self.catalog.table("keys_absent_for_principals"))

    def _is_defeated(self, condition: Condition, entry: Principal) -> bool:
        found = condition_holds(
            condition, _implied(entry), variables=condition.statement.policy.has_variables
        )
        return found.truth is NO


def _implied(entry: Principal) -> Context:
    """What is known of the keys in requests of a principal."""
    caller = caller_from(entry.value.text)
    if caller.kind in (ROLE, SESSION, USER):
        asked = Request(caller, ASSUME, context=Context(strict=False))
        return with_implied_keys(asked).context
    return _of_account(caller)


def _of_account(caller: Caller) -> Context:
    """Of whoever is of an account."""
    given: dict[str, str | Text] = {"aws:PrincipalIsAWSService": "false"}
    if caller.account is not None:
        begin = Text("arn:", *caller.partition.pieces) + ":iam::" + caller.account
        given["aws:PrincipalAccount"] = caller.account
        given["aws:PrincipalArn"] = begin + Text(":", Hole("a principal of the account", ANY))
    return Context(given, strict=False)
