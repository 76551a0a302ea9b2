"""Wires to what is not in view, where something is that goes almost by its ARN.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
"""

from __future__ import annotations

import re

from iamlint.finding import UNVERIFIED
from iamlint.model.things import Identity
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.holes import Text
from iamlint.text.records import NamedTuple

from .accounts import account_of
from .aims import Aims
from .asking import CAPS, CREATED, DELEGATED
from .duties import duties_of, kind_of
from .integrations import ROLE
from .misaimed import Aimed, is_near, is_the_only, parts_of
from .misnumbered import twins
from .names import account_in
from .presence import possible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.model.things import Resource
    from iamlint.text.source import Span

    from . import Estate
    from .wired import Wired

    Known = dict[str, list[tuple[Resource | Identity, Aimed]]]


BUCKET, NAME = "arn:aws:s3:::", re.compile(r"[a-z0-9][a-z0-9.-]{2,62}")


class Miswired(NamedTuple):
    """`arn`: what a wire names and nothing in view is; `meant`: what goes almost by it, or `alone`:
    is called otherwise, and is the only one that there is.
    """

    wired: Wired
    arn: Text
    meant: Resource | Identity
    alone: bool = False


def miswired(estate: Estate) -> Iterator[Miswired]:
    """In file order; each place once."""
    known: Known = {}
    told: set[tuple[Span, str]] = set()
    for wired in estate.wires:
        if not wired.sure or not possible(wired.when):
            continue
        for end, arn in ((wired.source, wired.source_arn), (wired.target, wired.target_arn)):
            aimed = parts_of(of_bucket(wired, arn)) if end is None else None
            slot = wired.wire.span, str(arn)
            if aimed is None or slot in told or (wired.by == ROLE and arn is wired.source_arn):
                continue
            known = known or by_service(estate)
            others = known.get(aimed.service, [])
            near: list[tuple[Resource | Identity, Aimed]] = [
                (one, other)
                for one, other in others
                if is_near(aimed, other)
                or (is_the_only(aimed, other, others) and is_left_over(estate, wired, one))
                or (wired.by == ROLE and is_elsewhere(aimed, other))
                if wired.by != ROLE
                or is_granted_instead(estate, wired, one)
                or (
                    (aimed.name != other.name or not is_held(estate, aimed.account))
                    and is_granted_alike(estate, wired, arn, one)
                )
            ]
            if len(near) == 1 and not is_in_view(estate, wired, arn):
                told.add(slot)
                ((meant, other),) = near
                alone = not is_near(aimed, other) and is_the_only(aimed, other, others)
                yield Miswired(wired, arn, meant, alone)


def is_left_over(estate: Estate, wired: Wired, thing: Resource | Identity) -> bool:
    """No wire leads to it, and its policy lets in the account from which this one comes."""
    if any(other.target is thing for other in estate.wires) or isinstance(thing, Identity):
        return False
    reading = wired.wire.reading
    account = reading.account.literal if reading is not None else None
    return any(
        is_of(entry.value.text, account)
        for attached in estate.policies_on(thing).attached
        for statement in attached.policy.statements
        if statement.allows
        for entry in statement.principals or ()
    )


def is_of(principal: Text, account: str | None) -> bool:
    """It is of an account, that account, or everybody."""
    known = account_in(principal)
    return principal.literal == "*" or (
        account is not None and account in (principal.literal, known and known.literal)
    )


def is_in_view(estate: Estate, wired: Wired, arn: Text) -> bool:
    reading = wired.wire.reading
    return bool(estate.resources_holding(arn, reading) or estate.roles_named(arn, reading))


def is_elsewhere(one: Aimed, other: Aimed) -> bool:
    """They differ in the account alone."""
    return one._replace(account="") == other._replace(account="")


def is_held(estate: Estate, account: str) -> bool:
    """Something in view is in the account, or none that is has nearly its number."""
    held = {account_of(one).literal or "" for one in (*estate.all_resources, *estate.identities)}
    return account in held or not any(twins(account, frozenset(held)))


def is_granted_instead(estate: Estate, wired: Wired, meant: Resource | Identity) -> bool:
    """The role of the wire may do some of its work on what may be meant, and not on what is named;
    that it may not, is not said for certain, since the policy of that is not in view.
    """
    role, kind = wired.role, kind_of(wired)
    if role is None or kind is None:
        return False
    aims, sort = Aims(estate), kind.target_type.partition(":")[2]
    for duty in duties_of(estate.catalog).of(wired):
        if duty.on != "target":
            continue
        named = aims.of(wired, duty).asked
        instead = aims.at([meant.arn], duty.actions, sort).asked
        for action in duty.actions:
            if any(is_granted(estate, role, action, on) for on in named):
                continue
            if any(is_granted(estate, role, action, on) for on in instead):
                said = [estate.can(role, action, on, supposing=(CAPS,)) for on in named]
                return any(one.confidence == UNVERIFIED for one in said)
    return False


def is_granted_alike(estate: Estate, wired: Wired, arn: Text, meant: Resource | Identity) -> bool:
    """The role of the wire may do its work on both, by patterns that tell nothing of either."""
    role, kind = wired.role, kind_of(wired)
    if role is None or kind is None:
        return False
    aims, sort = Aims(estate), kind.target_type.partition(":")[2]
    for duty in duties_of(estate.catalog).of(wired):
        both = *aims.of(wired, duty).asked, *aims.at([meant.arn], duty.actions, sort).asked
        alike = all(is_granted(estate, role, duty.actions[0], on) for on in both)
        if duty.on == "target" and not alike:
            return False
    last = arn.pieces[-1]
    name = last.rpartition(":")[2] if isinstance(last, str) else ""
    return not any(
        name in str(word.text)
        for policy in estate.policies_of(role).policies
        for statement in policy.statements
        for word in statement.resources or ()
    )


def is_granted(estate: Estate, role: Identity, action: str, on: Text) -> bool:
    """The policies of a role allow it an action, or may, whatever the resource's policy says."""
    mine = (CREATED, CAPS), (DELEGATED, CAPS)
    return not all(estate.can(role, action, on, supposing=one).denied for one in mine)


def of_bucket(wired: Wired, named: Text) -> Text:
    """The ARN of a bucket that is called by its name alone."""
    kinds = {one.target_type for one in (wired.integration, *wired.candidates) if one is not None}
    name = named.literal or ""
    return Text(BUCKET + name) if kinds == {"s3:bucket"} and NAME.fullmatch(name) else named


def by_service(estate: Estate) -> Known:
    """What is declared under an ARN that is known."""
    found: Known = {}
    things: tuple[Resource | Identity, ...] = (*estate.all_resources, *estate.identities)
    for thing in things:
        aimed = parts_of(thing.arn) if thing.created else None
        if aimed is not None:
            found.setdefault(aimed.service, []).append((thing, aimed))
    return found
