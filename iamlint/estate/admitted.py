"""Whom a trust policy plainly lets in, and of whom it plainly says nothing.

Most trust policies name roles, users and accounts by whole ARNs, and nothing else decides.
Of them both is told by looking a name up: in an account each of thousands of roles may have dozens
of callers. All else is left to the engine.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
"""

from __future__ import annotations

from iamlint.access.principals import is_everyone
from iamlint.text.globs import match
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.node import ALWAYS

from .accounts import account_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from iamlint.model.policy import Principal, Statement
    from iamlint.model.things import Identity

NOT_AWS = ("Service", "Federated")
WHOLE = ("role", "user", "root")


class Admitted:
    """What one trust policy says of identities that have whole ARNs, for one action."""

    def __init__(self, role: Identity, action: str) -> None:
        assert role.trust is not None
        statements = role.trust.statements
        self.plain = role.created and not role.trust.when and all(map(_is_plain, statements))
        self._let_in: set[str] = set()
        self._named: set[str] = set()
        for statement in statements if self.plain else ():
            names = list(_names(statement.principals or ()))
            self._named.update(names)
            if not statement.conditions and _is_for(statement, action):
                self._let_in.update(names)

    def lets_in(self, caller: Identity) -> bool:
        """It lets the caller do the action, for certain. False: it may, or not."""
        return self.plain and not self._let_in.isdisjoint(_names_of(caller))

    def is_silent_of(self, caller: Identity) -> bool:
        """No statement names the caller or its account. False: one may."""
        return self.plain and caller.arn.literal is not None and self._not_named(caller)

    def _not_named(self, caller: Identity) -> bool:
        names = _names_of(caller)
        return len(names) == 2 and self._named.isdisjoint(names)


def _names_of(caller: Identity) -> tuple[str, ...]:
    """The names by which an entry may mean the caller: its ARN, and its account's."""
    arn, account = caller.arn.literal, account_of(caller).literal
    if arn is None or account is None or caller.when:
        return ()
    return arn, f"{arn.split(':', 2)[1]}:{account}"


def _is_plain(statement: Statement) -> bool:
    return (
        statement.allows
        and statement.when == ALWAYS
        and statement.principals is not None
        and all(entry.value.when == ALWAYS and _is_whole(entry) for entry in statement.principals)
        and statement.actions is not None
        and all(word.literal is not None and word.when == ALWAYS for word in statement.actions)
    )


def _is_whole(entry: Principal) -> bool:
    """It names a service or provider, or one identity or account by its ARN."""
    value = entry.value.literal
    if value is None or is_everyone(entry):
        return False
    if entry.type in NOT_AWS:
        return True
    parts = value.split(":", 5)
    return (
        entry.type == "AWS"
        and len(parts) == 6
        and parts[0] == "arn"
        and parts[2] == "iam"
        and parts[5].partition("/")[0] in WHOLE
    )


def _names(entries: Iterable[Principal]) -> Iterable[str]:
    for entry in entries:
        value = entry.value.literal
        if entry.type == "AWS" and value is not None:
            _, partition, _, _, account, rest = value.split(":", 5)
            yield f"{partition}:{account}" if rest == "root" else value


def _is_for(statement: Statement, action: str) -> bool:
    return any(match(word.literal or "", action, fold=True) for word in statement.actions or ())
