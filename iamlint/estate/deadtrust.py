"""Trust in providers of tokens that a resource control policy over the role's account takes whole.

A list of the tenants whose tokens are taken is a Deny of all others; a role that trusts one of them
can never be assumed by it.
https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps_examples.html
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

from iamlint.access.principals import is_everyone
from iamlint.access.symbolic.relations import exists, intersects
from iamlint.access.symbolic.sides import Policies
from iamlint.access.truth import NO, YES
from iamlint.model.policy import IDENTITY, LATEST
from iamlint.model.reading import policy_from

from .accounts import account_of
from .asking import ALL_LET_THROUGH
from .layers import ANYTHING, action_bits
from .presence import changed, possible, with_statements

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.model.policy import Condition, Statement
    from iamlint.model.things import Identity

    from . import Estate

BY_TOKEN: Final = ("sts:AssumeRoleWithWebIdentity", "sts:AssumeRoleWithSAML")


class DeadTrust(NamedTuple):
    """A statement of a role's trust policy that lets a provider's tokens in, and the Deny of a
    resource control policy that stops each of them.
    """

    role: Identity
    statement: Statement
    denying: Statement

    @property
    def where(self) -> Condition | Statement:
        """The test of a key that the Deny looks at, or the statement."""
        asked = {(one.key.literal or "").lower() for one in self.denying.conditions}
        for condition in self.statement.conditions:
            if (condition.key.literal or "").lower() in asked:
                return condition
        return self.statement


class DeadTrusts:
    """Holds what trust policies say of tokens against resource control policies."""

    def __init__(self, estate: Estate) -> None:
        self._estate = estate

    def found(self) -> Iterator[DeadTrust]:
        """By role and statement, in file order."""
        for role in self._estate.identities:
            trust = role.trust
            if role.kind != "role" or not role.created or trust is None or not trust.whole:
                continue
            denies = tuple(self._denies(role))
            for statement in trust.statements if denies else ():
                when = role.when | trust.when | statement.when
                if not possible(when) or not is_for_tokens(statement):
                    continue
                for deny in denies:
                    if self._takes_all(statement, deny):
                        yield DeadTrust(role, statement, deny)
                        break

    def _denies(self, role: Identity) -> Iterator[Statement]:
        """What resource control policies deny of the role for certain, by whatever token."""
        bits = self._bits
        for level in self._estate.rcps_over(account_of(role), role.reading):
            for attached in level.attached if level.sure else ():
                policy = attached.policy
                if not attached.sure or attached.when or policy.when or not policy.whole:
                    continue
                for one in policy.statements:
                    entries = one.principals or ()
                    plain = not (one.gaps or one.when) and any(map(is_everyone, entries))
                    if not (one.denies and plain and any(map(asks_tokens, one.conditions))):
                        continue
                    if action_bits(one, self._estate.catalog) & bits:
                        yield one

    @cached_property
    def _bits(self) -> int:
        found = 0
        for action in BY_TOKEN:
            found |= self._estate.catalog.bits(action)
        return found

    def _takes_all(self, statement: Statement, deny: Statement) -> bool:
        catalog = self._estate.catalog
        let_in = self._as_grant(statement)
        if exists(let_in, catalog).truth is not YES:
            return False  # nobody gets in anyway: said of the trust policy
        alone = changed(deny, resources=ANYTHING)
        on_all = any(word.literal == "*" for word in deny.resources or ())
        cap = Policies((with_statements(deny.policy, (alone,)), ALL_LET_THROUGH))
        return on_all and intersects(let_in, cap, catalog).truth is NO

    def _as_grant(self, statement: Statement) -> Policies:
        """The same as a grant of what a token is for."""
        own = changed(statement, resources=ANYTHING)
        rest = {"Effect": "Deny", "NotAction": [*BY_TOKEN], "Resource": "*"}
        others = policy_from({"Version": LATEST, "Statement": [rest]}, IDENTITY)
        return Policies((with_statements(others, (own, *others.statements)),))


def is_for_tokens(statement: Statement) -> bool:
    """It allows providers alone, and all that it says is known."""
    entries = statement.principals or ()
    return (
        statement.allows
        and not statement.gaps
        and statement.actions is not None
        and bool(entries)
        and all(entry.type == "Federated" for entry in entries)
    )


def asks_tokens(condition: Condition) -> bool:
    """It asks for what a token says: its keys begin with the domain of who made it, or `saml:`."""
    prefix = (condition.key.literal or "").lower().partition(":")[0]
    return "." in prefix or prefix == "saml"
