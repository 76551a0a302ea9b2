"""Roles that services use keys as, by the word of a declaration, and what those roles lack.

A delivery stream names a key for what it writes, and the role as which it writes: whatever else the
role may do, it needs that key.

https://docs.aws.amazon.com/firehose/latest/dev/controlling-access.html
"""

from __future__ import annotations

from functools import cached_property

from iamlint.finding import UNVERIFIED
from iamlint.rule import AddStatement, Several
from iamlint.text.hints import TYPE_CHECKING

from .asking import CALLER, CAPS, DELEGATED
from .joined import CUSTOMER, one_or_list, weakest
from .keyrows import NO_SOURCE, ROLE, rows
from .lacks import CALLER_SIDE, GUARDRAIL, KEY_SIDE
from .presence import possible
from .refusals import root_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.model.policy import Policy
    from iamlint.model.things import Identity, KeyUser
    from iamlint.rule import Intent, Placed
    from iamlint.text.holes import Text

    from . import Estate
    from .asking import Answer
    from .joined import KeyUse
    from .keyrows import Row


class RoleLack:
    """A role may not do with a key what a declaration has a service do with it as that role."""

    def __init__(
        self, estate: Estate, user: KeyUser, role: Identity, key: KeyUse, lacking: dict[str, Answer]
    ) -> None:
        self._estate = estate
        self.user = user
        self.role = role
        self.key = key
        self._lacking = lacking

    @property
    def actions(self) -> tuple[str, ...]:
        """The KMS actions that are missing."""
        return tuple(self._lacking)

    @property
    def confidence(self) -> str:
        """That of the least sure of them."""
        return weakest(*(answer.confidence for answer in self._lacking.values()))

    @cached_property
    def side(self) -> str:
        """Who refuses: the key policy whatever the role's policies say, a Deny or a limit, or the
        role's own policies for want of a statement.
        """
        action, answer = next(iter(self._lacking.items()))
        if answer.explicit:
            return GUARDRAIL
        whatever = self._estate.can(
            self.role, action, self.key.text, when=self.user.when, supposing=(CALLER, CAPS)
        )
        return KEY_SIDE if whatever.denied else CALLER_SIDE

    @property
    def places(self) -> list[tuple[Placed, str]]:
        """The role, the key and its policy."""
        found: list[tuple[Placed, str]] = [(self.role, f"{self.role.address} is the role")]
        if self.key.key is not None:
            found.append((self.key.key, f"{self.key.key.address} is the key"))
            for attached in self._estate.policies_on(self.key.key).attached:
                if self.side == KEY_SIDE and not attached.bundled:
                    sentence = "this key policy neither names the role nor leaves it to IAM"
                    found.append((attached.policy, sentence))
        return found

    @property
    def details(self) -> list[tuple[str, str]]:
        """Lines for the finding."""
        answer = next(iter(self._lacking.values()))
        missing = ", ".join(f"`{action}`" for action in self.actions)
        unknown = [("unless", unknown.why) for unknown in answer.unknown[:3]]
        return [("missing", f"{missing} on {self.key.text}"), *unknown]

    @property
    def mended(self) -> Intent | None:
        """The statement in the role's policies, and where the key policy refuses whatever they say,
        one that leaves it to them; None where neither is what refuses.
        """
        if self.side == GUARDRAIL:
            return None
        own = {"Effect": "Allow", "Action": one_or_list(self.actions), "Resource": self._arn}
        grant = AddStatement(self._policy, own, "allow it on the key")
        if self.side == CALLER_SIDE:
            return grant
        delegation = self._delegation()
        if delegation is None or not self._lacks_itself:
            return delegation
        return Several((delegation, grant), delegation.title)

    def _delegation(self) -> AddStatement | None:
        """A statement that leaves what is missing to the policies of the role's account."""
        key = self.key.key
        root = root_of(self.role, key) if key is not None else None
        policies = self._estate.policies_on(key).attached if key is not None else ()
        for attached in policies if root is not None else ():
            if not attached.bundled and attached.policy.node.source.path:
                statement = {
                    "Effect": "Allow",
                    "Principal": {"AWS": root},
                    "Action": one_or_list(self.actions),
                    "Resource": "*",
                }
                title = "leave it to the IAM policies of the account"
                return AddStatement(attached.policy, statement, title)
        return None

    @property
    def _lacks_itself(self) -> bool:
        """The role's own policies would not allow it, were it left to them."""
        return any(
            self._estate.can(
                self.role, action, self.key.text, when=self.user.when, supposing=(DELEGATED,)
            ).denied
            for action in self.actions
        )

    @property
    def _arn(self) -> Text:
        return self.key.key.arn if self.key.key is not None else self.key.text

    @property
    def _policy(self) -> Policy | Identity:
        """The role's first policy in a file, else the role itself."""
        for attached in self._estate.policies_of(self.role).attached:
            if attached.sure and not attached.bundled and attached.policy.node.source.path:
                return attached.policy
        return self.role


def role_lacks(estate: Estate) -> Iterator[RoleLack]:
    """What roles lack of the keys that declarations have them use, in file order; but for what is
    told of what the roles may do otherwise.
    """
    by_use = {row.id: row for row in rows(estate.catalog, ROLE)}
    told = {
        (need.identity, need.key_arn)
        for need in estate.key_needs()
        if any(lack.confidence != UNVERIFIED for lack in need.lacks)
    }
    for reading in estate.readings:
        for user in reading.key_users:
            row = by_use.get(user.use)
            if row is None or user.role_ref is None:
                continue
            roles = estate.roles_named(user.role_ref, user.reading)
            for key in estate.keys_of_user(user) if len(roles) == 1 else ():
                if key.kind == CUSTOMER and possible(user.when | key.when | roles[0].when):
                    lacking = dict(lacking_of(estate, user, roles[0], key, row))
                    said = (roles[0], key.text) in told or estate.tells_bare(roles[0])
                    if lacking and not said:
                        yield RoleLack(estate, user, roles[0], key, lacking)


def lacking_of(
    estate: Estate, user: KeyUser, role: Identity, key: KeyUse, row: Row
) -> Iterator[tuple[str, Answer]]:
    """The actions that the role may not do."""
    context = dict(NO_SOURCE)
    if row.via_service:
        context["kms:ViaService"] = row.seen_via(user.region)
    for action in row.minimum:
        answer = estate.can(role, action, key.text, context=context, when=user.when | key.when)
        if answer.denied:
            yield action, answer
