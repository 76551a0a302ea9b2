"""Grants on something of another account that is not in view, beside something there that lets the
caller in, is not granted to it, and goes almost by that ARN: a letter too many, another region, or
the own account.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html
"""

from __future__ import annotations

from iamlint.catalog import catalog
from iamlint.text.globs import is_glob
from iamlint.text.hints import TYPE_CHECKING, Final
from iamlint.text.holes import Text, join
from iamlint.text.records import NamedTuple

from . import names
from .accounts import account_of, same_account
from .asking import CALLER, CAPS, CREATED, RESOURCE_SIDE
from .nearly import WORDS, Called, differ_in_one_place
from .nearly import is_near as is_almost
from .presence import possible
from .principals import PRINCIPAL_ARN
from .resources import secret_begun, secret_named

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from iamlint.model.policy import Statement, Word
    from iamlint.model.things import Identity, Resource

    from . import Estate
    from .asking import Answer

SHORTEST: Final = 3
NAMED: Final = ("s3", "sqs", "sns", "dynamodb", "kinesis", "lambda", "firehose", "states")
"""Services of which things go by names that people give, and are seldom made by themselves."""


class Misaimed(NamedTuple):
    """`word`: what the grant names; `meant`: what lets the identity do `action`, or, `at_home`,
    what is declared beside it and is granted it nowhere. `alone`: it is called otherwise, and is
    the only one that there is.
    """

    identity: Identity
    statement: Statement
    word: Word
    action: str
    meant: Resource
    at_home: bool = False
    alone: bool = False


class Aimed(NamedTuple):
    """An ARN, as far as it is told apart by: `name` without what lies within."""

    service: str
    region: str
    account: str
    name: str
    within: str


def misaimed(estate: Estate) -> Iterator[Misaimed]:
    """In file order; each text once."""
    known: dict[str, list[tuple[Resource, Aimed]]] = {}
    for resource in estate.all_resources:
        aimed = parts_of(whole(secret_named(resource)) or resource.arn)
        if aimed is not None and estate.policies_on(resource).attached:
            known.setdefault(aimed.service, []).append((resource, aimed))
    alone = (role for role, _ in estate.holders) if known else ()
    for identity in (*estate.identities, *alone) if known else ():
        if identity.kind not in ("role", "user") or account_of(identity).literal is None:
            continue
        for attached in estate.policies_of(identity).attached:
            if attached.sure and not attached.bundled and possible(identity.when | attached.when):
                for statement in attached.policy.statements:
                    for word in (statement.resources or ()) if statement.allows else ():
                        found = _of(estate, identity, statement, word, known)
                        if found is not None:
                            yield found


def misnamed_at_home(estate: Estate) -> Iterator[Misaimed]:
    """The same of what stands in the file of the identity itself, and which it is granted nothing
    of. What else names it as well, is meant: it is somewhere else.
    """
    declared: dict[tuple[str, int], list[tuple[str, Resource]]] = {}
    for resource in estate.resources:
        aimed = parts_of(resource.arn) if resource.created else None
        if aimed is not None and aimed.service in NAMED:
            slot = aimed.service, id(resource.reading)
            declared.setdefault(slot, []).append((aimed.name, resource))
    called = {slot: Called(every) for slot, every in declared.items()}
    often = named_often(estate) if called else {}
    for identity in estate.identities if called else ():
        if identity.kind not in ("role", "user") or not identity.created:
            continue
        for attached in estate.policies_of(identity).attached:
            policy, around = attached.policy, identity.when | attached.when
            if attached.bundled or not attached.sure or not possible(around):
                continue
            if estate.file_of(policy) is not identity.reading:
                continue
            for statement in policy.statements:
                for word in (statement.resources or ()) if statement.allows else ():
                    found = _at_home(estate, identity, statement, word, called, often)
                    if found is not None:
                        yield found


def named_often(estate: Estate) -> dict[tuple[str, str], int]:
    """In how many statements the things are named that are told apart by service and name."""
    found: dict[tuple[str, str], int] = {}
    for policy in estate.policies:
        for statement in policy.statements:
            words = (parts_of(word.text) for word in statement.resources or ())
            for slot in {(one.service, one.name) for one in words if one is not None}:
                found[slot] = found.get(slot, 0) + 1
    return found


def _at_home(
    estate: Estate,
    identity: Identity,
    statement: Statement,
    word: Word,
    called: dict[tuple[str, int], Called[Resource]],
    often: dict[tuple[str, str], int],
) -> Misaimed | None:
    aimed = parts_of(word.text)
    there = called.get((aimed.service, id(identity.reading))) if aimed is not None else None
    if aimed is None or there is None or often.get((aimed.service, aimed.name), 0) > 1:
        return None
    near = list(there.near(aimed.name))
    if len(near) != 1 or estate.resources_holding(word.text, identity.reading):
        return None
    meant, other = near[0], parts_of(near[0].arn)
    if other is None or not is_near(aimed._replace(account=other.account), other):
        return None
    same = not aimed.account or names.same(Text(aimed.account), account_of(meant)) is not False
    about = meant.arn + aimed.within if aimed.within else meant.arn
    for action in statement.actions or ():
        name = action.literal
        if not same or name is None or is_glob(name):
            continue
        if not estate.engine.can_match(name, about):
            continue
        mine = CREATED, CAPS
        if estate.can(identity, name, about, supposing=mine).denied:
            return Misaimed(identity, statement, word, name, meant, at_home=True)
        return None
    return None


def whole(rest: Text | None) -> Text | None:
    """An ARN again, of what is left of it without its partition."""
    return Text("arn:aws:") + rest if rest is not None else None


def parts_of(arn: Text) -> Aimed | None:
    """None for a pattern of names, and for what is not known."""
    parts = names.segments(arn)
    if parts is None or parts[5].literal is None or parts[2].literal is None:
        return None
    name, rest = parts[5].literal, ""
    if parts[2].literal == "s3":
        name, slash, rest = name.partition("/")
        rest = slash + rest
    if not name or is_glob(name):
        return None
    region, account = (part.literal or "" for part in parts[3:5])
    return Aimed(parts[2].literal, region, account, name, rest)


def _of(
    estate: Estate,
    identity: Identity,
    statement: Statement,
    word: Word,
    known: dict[str, list[tuple[Resource, Aimed]]],
) -> Misaimed | None:
    aimed = parts_of(whole(secret_begun(word.text)) or word.text)
    beside = known.get(aimed.service, ()) if aimed is not None else ()
    if aimed is None or not beside or estate.resources_holding(word.text, identity.reading):
        return None
    near = [
        (resource, other)
        for resource, other in beside
        if same_account(identity, resource) is False
        if is_near(aimed, other)
        or is_a_letter_apart(aimed, other)
        or is_the_only(aimed, other, beside)
        or is_in_none_known(estate, aimed, other)
        or (is_of_another_account(aimed, other) and is_for(estate, resource, identity))
    ]
    if len(near) != 1:
        return None
    ((meant, theirs),) = near
    alone = not is_near(aimed, theirs) and is_the_only(aimed, theirs, beside)
    arn = in_partition_of(word.text, meant.arn)
    about = arn + aimed.within if aimed.within else arn
    for action in statement.actions or ():
        name = action.literal
        if name is None or is_glob(name) or not estate.engine.can_match(name, about):
            continue
        offered = estate.can(identity, name, about, supposing=(CALLER, CAPS))
        granted = estate.can(identity, name, about, supposing=(RESOURCE_SIDE, CAPS))
        if granted.denied and is_offered(offered):
            return Misaimed(identity, statement, word, name, meant, alone=alone)
    return None


def is_of_another_account(one: Aimed, other: Aimed) -> bool:
    """They differ in the account alone, as far as the regions are known."""
    if one.name != other.name or not one.account or one.account == other.account:
        return False
    return one.region == other.region or not other.region


def is_for(estate: Estate, resource: Resource, identity: Identity) -> bool:
    """The policy on a resource means just that identity: it names it, or tells it by its ARN. What
    lets a whole account or organization in, may have a namesake there.
    """
    for attached in estate.policies_on(resource).attached:
        for statement in attached.policy.statements if attached.sure else ():
            named = [one.value.text for one in statement.principals or () if one.type == "AWS"]
            if any(identity in estate.identities_by_arn(one, resource.reading) for one in named):
                return statement.allows
            if statement.allows and any(
                (one.key.literal or "").lower() == PRINCIPAL_ARN for one in statement.conditions
            ):
                return True
    return False


def is_offered(answer: Answer) -> bool:
    """A statement of the resource's policy allows it; a Deny of which not all is known may not."""
    return answer.allowed or (
        not answer.denied and any(one.allows and one.principals for one in answer.statements)
    )


def in_partition_of(word: Text, arn: Text) -> Text:
    """An ARN of which the partition is not known, with that of another one."""
    theirs, ours = names.segments(arn), names.segments(word)
    if theirs is None or ours is None or theirs[1].literal is not None:
        return arn
    return join((theirs[0], ours[1], *theirs[2:]), ":")


def is_in_none_known(estate: Estate, one: Aimed, other: Aimed) -> bool:
    """It is called as the other, in an account of which nothing is in view."""
    same = one.service == other.service and one.region == other.region and one.name == other.name
    return (
        same
        and bool(one.account and other.account)
        and (one.account not in estate.accounts_in_view)
    )


def is_a_letter_apart(one: Aimed, other: Aimed) -> bool:
    """A short word of the name has a letter too many, or one too few: `raws` for `raw`. Two names
    may be meant, and so this is asked only where the other lets the caller in.
    """
    if one.account != other.account or (other.region and one.region != other.region):
        return False
    ours, theirs = WORDS.split(one.name), WORDS.split(other.name)
    apart = [pair for pair in zip(ours, theirs, strict=False) if pair[0] != pair[1]]
    if len(ours) != len(theirs) or len(apart) != 1:
        return False
    short, long = sorted(apart[0], key=len)
    return (
        len(short) >= SHORTEST
        and long.isalpha()
        and any(long[:at] + long[at + 1 :] == short for at in range(len(long)))
    )


def is_the_only(one: Aimed, other: Aimed, beside: Iterable[tuple[object, Aimed]]) -> bool:
    """There is one of the kind in the account and region, and such as accounts have few of: it is
    meant, whatever it is called.
    """
    kind = kind_of(one)
    if not kind or kind != kind_of(other):
        return False
    same = {
        there.name
        for _, there in beside
        if kind_of(there) == kind and (there.account, there.region) == (one.account, one.region)
    }
    return same == {other.name} and (one.account, one.region) == (other.account, other.region)


def kind_of(aimed: Aimed) -> str:
    """Of what accounts have few: how its name begins."""
    return next(kinds_of_few(aimed.name), "")


def kinds_of_few(name: str) -> Iterator[str]:
    """How names of that kind begin, where it is one of which accounts have few."""
    for row in catalog().table("few_of_account"):
        if name.startswith(row["begins"]) and name != row.get("except"):
            yield row["begins"]


def is_near(one: Aimed, other: Aimed) -> bool:
    """They differ in one thing alone, of which one is surely written for the other."""
    if one.account != other.account:
        return False
    if one.name == other.name:
        return bool(one.region and other.region) and one.region != other.region
    return (one.region == other.region or not other.region) and (
        names.likeness(one.name) == names.likeness(other.name)
        and differ_in_one_place(names.folded(one.name), names.folded(other.name))
        and is_almost(one.name, other.name)
    )
