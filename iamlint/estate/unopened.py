"""What is shared with others of another account, under a key whose policy does not let them in.

Across accounts a key is asked for a third yes, beside the resource's policy and the caller's own.

https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-modifying-external-accounts.html
"""

from __future__ import annotations

from iamlint.access.context import Context
from iamlint.access.decide import decide
from iamlint.access.request import Request, Situation
from iamlint.access.verdict import EXPLICIT_DENY, IMPLICIT_DENY
from iamlint.finding import LIKELY, UNVERIFIED
from iamlint.model.policy import Condition, Principal, Word
from iamlint.rule import AddStatement
from iamlint.text.hints import TYPE_CHECKING, Any
from iamlint.text.holes import Hole, Text
from iamlint.text.records import NamedTuple

from . import names
from .accounts import account_of
from .asking import ALL_ALLOWED
from .homekeys import allowing
from .invited import Invited, anyone_of, invited
from .joined import CUSTOMER, one_or_list, weakest
from .keyrows import FAS, rows
from .needs import granted_in
from .onesided import written_in
from .presence import changed, possible, rewritten, standing
from .resources import service

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.access.callers import Caller
    from iamlint.model.policy import Policy, Statement
    from iamlint.model.things import Encryption, Resource
    from iamlint.text.node import When

    from . import Estate
    from .joined import Grants, KeyUse
    from .keyrows import Row

OWN_ACCOUNT = Text("000000000001")
"""Stands for the account of a key where all that counts is that it is another than the caller's."""


class Unopened(NamedTuple):
    """A statement that shares a resource with somebody to whom its key stays closed.

    `action_word`: the text that shares `action`, which needs the key; `lacking`: what the key's
    policy never allows of it. `via`: the service through which the key is used.
    """

    resource: Resource
    key: Resource
    encryption: Encryption
    on_key: Grants
    guest: Invited
    action: str
    action_word: Word
    lacking: tuple[str, ...]
    via: Text
    confidence: str

    @property
    def key_policy(self) -> Policy | None:
        """The key policy that stands in a file."""
        for attached in self.on_key.attached:
            if attached.sure and not attached.bundled:
                return attached.policy
        return None

    @property
    def details(self) -> list[tuple[str, str]]:
        """What is missing, what is not in view and could let them in all the same, and what is
        taken to be absent since no document would show it.
        """
        actions = ", ".join(f"`{action}`" for action in self.lacking)
        missing = f"{actions} for {self.guest.who} in the policy of {self.key.address}"
        unknown = [("unless", one.why) for one in self.on_key.unknown[:3]]
        return [("missing", missing), *unknown, ("assumed", "no KMS grant allows it")]

    @property
    def mended(self) -> AddStatement | None:
        """Let the same in. None where the key has no policy in a file to add it to."""
        to = self.key_policy
        if to is None:
            return None
        condition: dict[str, Any] = {}
        if self.guest.organization:
            condition["aws:PrincipalOrgID"] = self.guest.organization
        if self.via.pieces:
            condition["kms:ViaService"] = self.via
        arn = self.guest.arn
        statement: dict[str, Any] = {
            "Effect": "Allow",
            "Principal": {"AWS": written_in(self.key.reading, arn) if arn.pieces else "*"},
            "Action": one_or_list(self.lacking),
            "Resource": "*",
        }
        if condition:
            statement["Condition"] = {"StringEquals": condition}
        return AddStatement(to, statement, f"let {self.guest.who} use the key")


def unopened(estate: Estate) -> Iterator[Unopened]:
    """Each resource and each of those with whom it is shared in vain, in file order."""
    by_service: dict[str, list[Row]] = {}
    for row in rows(estate.catalog, FAS):
        if row.confidence == "A":
            by_service.setdefault(row.service, []).append(row)
    for resource in estate.resources:
        asking = by_service.get(service(resource), [])
        for key in estate.keys_of(resource) if asking and resource.encryption else ():
            if key.kind == CUSTOMER and key.key is not None and possible(resource.when | key.when):
                yield from _of(estate, resource, key, asking)


def _of(estate: Estate, resource: Resource, key: KeyUse, asking: list[Row]) -> Iterator[Unopened]:
    assert key.key is not None
    assert key.encryption is not None
    on_key = estate.policies_on(key.key)
    if not on_key.attached:
        return
    found: dict[str, list[Refused]] = {}
    for statement in allowing(estate, resource, key.when):
        door = Door(estate, key.key, resource.when | key.when | statement.when)
        for row in asking:
            granted = granted_in(statement, row)
            for guest in invited(statement, resource) if granted else ():
                context = {
                    **row.carried(guest.account, resource, key.encryption, resource.arn),
                    **row.never_carried(one.policy for one in on_key.attached),
                    **guest.context,
                }
                for action in row.minimum:
                    depends = door.closed(guest, action, context)
                    if depends is not None:
                        one = Refused(guest, row, granted, action, depends)
                        found.setdefault(guest.who, []).append(one)
    for refused in found.values():
        first = refused[0]
        action, word = next(iter(first.granted.items()))
        yield Unopened(
            resource,
            key.key,
            key.encryption,
            on_key,
            first.guest,
            action,
            word,
            tuple(dict.fromkeys(one.action for one in refused)),
            first.row.via(resource.region),
            _sureness(resource, on_key, refused),
        )


class Refused(NamedTuple):
    """A KMS action that a guest needs for what a row is about, and that the key's policy never
    allows; `depends`: a point of AWS's documentation was read in one way of several.
    """

    guest: Invited
    row: Row
    granted: dict[str, Word]
    action: str
    depends: bool


def _sureness(resource: Resource, on_key: Grants, refused: list[Refused]) -> str:
    sure = refused[0].guest.confidence
    if resource.service_type == "s3:bucket" or any(one.depends for one in refused):
        sure = weakest(sure, LIKELY)  # the key belongs to the object
    if on_key.unknown:
        slight = all(one.slight for one in on_key.unknown)
        sure = weakest(sure, LIKELY if slight else UNVERIFIED)
    return sure


class Door:
    """The policy of a key, asked about callers of other accounts."""

    def __init__(self, estate: Estate, key: Resource, when: When) -> None:
        self._key = key
        self._when = when
        self._own = account_of(key)
        policies = standing(estate.policies_on(key).attached, "kms")
        if self._own.only_hole is not None:
            policies = tuple(rewritten(policy, self._placed) for policy in policies)
        self._policies = policies

    def closed(
        self, guest: Invited, action: str, context: dict[str, Text | str | None]
    ) -> bool | None:
        """None where it lets the guest in, or may. For everyone of an organization those accounts
        are asked for that the policy speaks of.
        """
        depends = self._denied(guest.caller, action, context)
        if depends is None or not guest.organization:
            return depends
        for account in self._accounts():
            known = {**context, "kms:CallerAccount": account}
            if self._denied(anyone_of(account), action, known) is None:
                return None
        return depends

    def _denied(
        self, caller: Caller, action: str, context: dict[str, Text | str | None]
    ) -> bool | None:
        owner = self._own if self._own.literal is not None else OWN_ACCOUNT
        request = Request(caller, action, self._key.arn, owner, Context(context, strict=False))
        situation = Situation((ALL_ALLOWED,), resource=self._policies, assuming=self._when)
        verdict = decide(request, situation)
        if verdict.decision not in (IMPLICIT_DENY, EXPLICIT_DENY):
            return None
        return bool(verdict.depends_on)

    def _accounts(self) -> list[Text]:
        """Other accounts that the policy speaks of."""
        found: dict[Text, None] = {}
        for policy in self._policies:
            for statement in policy.statements:
                words = [principal.value for principal in statement.principals or ()]
                words += [word for one in statement.conditions for word in one.values]
                for word in words:
                    account = names.account_in(word.text) or word.text
                    literal = account.literal or ""
                    if len(literal) == 12 and literal.isdigit():
                        found[account] = None
        own = (self._own, OWN_ACCOUNT)
        return [one for one in found if one not in own]

    # the own account, where it is not known

    def _placed(self, statement: Statement) -> Statement:
        principals = statement.principals
        if principals is not None:
            principals = tuple(Principal(p.type, self._told(p.value)) for p in principals)
        conditions = tuple(
            Condition(c.statement, c.operator, c.key, tuple(map(self._told, c.values)), c.when)
            for c in statement.conditions
        )
        return changed(statement, principals=principals, conditions=conditions)

    def _told(self, word: Word) -> Word:
        hole: Hole | None = self._own.only_hole
        if hole not in word.text.holes:
            return word
        pieces = [OWN_ACCOUNT.literal if one == hole else one for one in word.text.pieces]
        return Word(Text(*(piece for piece in pieces if piece is not None)), word.node)
