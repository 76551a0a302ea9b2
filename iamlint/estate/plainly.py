"""Rights on keys that nothing qualifies: told without asking the engine for each identity and key.

Many roles that may use every key, times many keys that leave it to IAM, would be as many questions
of which the answer is plain.
"""

from __future__ import annotations

from iamlint.text.globs import match
from iamlint.text.hints import TYPE_CHECKING

from . import names
from .accounts import account_of, same_account
from .presence import mentions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.model.policy import Statement
    from iamlint.model.things import Identity, Resource
    from iamlint.text.holes import Text

    from . import Estate

KMS = "kms"


class Plainly:
    """Rights that nothing qualifies, remembered by identity and by key."""

    def __init__(self, estate: Estate) -> None:
        self._estate = estate
        self._everywhere: dict[Identity, tuple[str, ...]] = {}
        self._left: dict[Resource, bool] = {}

    def allowed(self, identity: Identity, key: Resource | None, action: str) -> bool:
        """The identity may do it with the key whatever the call carries: nothing denies or limits
        it, its policies allow it on everything, and the key policy leaves it to them.
        """
        if key is None or same_account(identity, key) is not True or not self._leaves(key):
            return False
        if identity not in self._everywhere:
            self._everywhere[identity] = tuple(self._on_everything(identity))
        return any(match(pattern, action, fold=True) for pattern in self._everywhere[identity])

    def _on_everything(self, identity: Identity) -> Iterator[str]:
        """The actions that an identity is allowed on everything; none where something may deny or
        limit what it does with keys.
        """
        estate = self._estate
        attached = estate.policies_of(identity).attached
        if estate.boundary_of(identity) is not None or estate.scps_of(identity):
            return
        if any(
            not s.allows and mentions(a.policy, KMS) for a in attached for s in a.policy.statements
        ):
            return
        for one in attached:
            for statement in one.policy.statements if one.sure and not one.when else ():
                if is_on_everything(statement):
                    yield from (w.literal for w in statement.actions or () if w.literal)

    def _leaves(self, key: Resource) -> bool:
        """The key policy leaves all to the account's policies, and denies nothing."""
        if key not in self._left:
            attached = self._estate.policies_on(key).attached
            self._left[key] = all(s.allows for a in attached for s in a.policy.statements) and any(
                one.sure and not one.when and names_root(statement, key)
                for one in attached
                for statement in one.policy.statements
            )
        return self._left[key]


def is_on_everything(statement: Statement) -> bool:
    """It allows for certain, without conditions, and on everything."""
    whole = not statement.gaps and not statement.when and not statement.conditions
    return statement.allows and whole and any(w.literal == "*" for w in statement.resources or ())


def names_root(statement: Statement, key: Resource) -> bool:
    """It allows everything to the account of a key."""
    if not any(word.literal == "kms:*" for word in statement.actions or ()):
        return False
    return is_on_everything(statement) and any(
        principal.type == "AWS" and is_root(principal.value.text, key)
        for principal in statement.principals or ()
    )


def is_root(text: Text, key: Resource) -> bool:
    """An ARN is that of the root of a key's account."""
    account, parts = names.account_in(text), names.segments(text)
    if account is None or parts is None or parts[5].literal != "root":
        return False
    return names.same(account, account_of(key)) is True
