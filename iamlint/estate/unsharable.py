"""What an identity is granted of another account, and no policy there can share: of a type that
takes no policy and is not shared by AWS RAM, or an action that its service keeps to the owner.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_aws-services-that-work-with-iam.html
"""

from __future__ import annotations

import re
from functools import lru_cache

from iamlint.access.services import kept_at_home
from iamlint.access.truth import YES
from iamlint.finding import CERTAIN, LIKELY, UNVERIFIED
from iamlint.text.globs import is_glob
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.records import NamedTuple

from . import names
from .accounts import account_of, same_account
from .asking import probe
from .presence import possible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.catalog import Catalog
    from iamlint.model.policy import Policy, Statement, Word
    from iamlint.model.things import Identity
    from iamlint.rule import Placed
    from iamlint.text.holes import Text

    from . import Estate

CONFIDENCE = {"A": CERTAIN, "B": LIKELY}


class Unsharable(NamedTuple):
    """A grant on what belongs to another account and cannot be shared with this one.

    `actions`: those of the statement; `account`: the other one. `kind`: the type that takes no
    policy; empty where the service keeps the actions to the owner.
    """

    identity: Identity
    action_word: Word
    word: Word
    actions: tuple[str, ...]
    account: Text
    kind: str
    places: tuple[tuple[Placed, str], ...]
    confidence: str


class Kept(NamedTuple):
    """A row of `unsharable_types`: how ARNs of the type go on after the account."""

    type: str
    service: str
    begins: str
    without: frozenset[str]
    confidence: str


@lru_cache(maxsize=8)
def kept(catalog: Catalog) -> tuple[Kept, ...]:
    """The rows, one for each form of ARN."""
    found = []
    for row in catalog.table("unsharable_types"):
        service, _, name = row["type"].partition(":")
        kind = catalog.resource_type(service, name)
        assert kind is not None, row
        for arn in kind.arns:
            begins = arn.split(":", 5)[5].partition("${")[0]
            without = frozenset(row.get("except", ()))
            confidence = CONFIDENCE[row["confidence"]]
            found.append(Kept(row["type"], service, begins, without, confidence))
    return tuple(found)


def unsharable(estate: Estate) -> Iterator[Unsharable]:
    """Every such grant, in file order; of policies that stand alone too, where it is known in which
    account.
    """
    holders = (role for role, _ in estate.holders)
    sound: set[tuple[Policy, Text, int]] = set()  # what many hold is looked at once
    for identity in (*estate.identities, *holders):
        if identity.kind == "group" or account_of(identity).literal is None:
            continue
        for attached in estate.policies_of(identity).attached:
            if attached.sure and not attached.bundled:
                whole = attached.policy, account_of(identity), id(identity.reading)
                if whole in sound:
                    continue
                around = identity.when | attached.when | attached.policy.when
                told = False
                for statement in attached.policy.statements:
                    if statement.allows:
                        if possible(around | statement.when):
                            for found in _in(estate, identity, statement):
                                told = True
                                yield found
                        else:
                            told = True  # as far as this identity goes
                if not told:
                    sound.add(whole)


def _in(estate: Estate, identity: Identity, statement: Statement) -> Iterator[Unsharable]:
    own = account_of(identity)
    words = statement.resources or ()
    near = [word for word in words if _account(estate, identity, word) is None]
    for word in words:
        account = _account(estate, identity, word)
        found = _refused(estate, statement, word) if account is not None else None
        if account is None or found is None:
            continue
        actions, first, kind, sure = found
        if any(_alike(one, word) for one in near):
            sure = UNVERIFIED  # the same policy may be deployed to several accounts
        places: list[tuple[Placed, str]] = [
            (word, f"this belongs to account {account}, and {identity.address} to {own}"),
            *(
                (resource, f"{resource.address} is declared here")
                for resource in estate.resources_holding(word.text, identity.reading)[:1]
            ),
        ]
        yield Unsharable(identity, first, word, actions, account, kind, tuple(places), sure)


def _alike(one: Word, other: Word) -> bool:
    """Two words may mean the same sort of thing: they begin alike but for where it is, or it is not
    known how one goes on.
    """
    parts, others = names.segments(one.text), names.segments(other.text)
    if parts is None or others is None:
        return True
    sort, other_sort = (_sort(each[5]) for each in (parts, others))
    same_service = names.same(parts[2], others[2]) is not False
    return same_service and (not sort or not other_sort or sort == other_sort)


def _sort(rest: Text) -> str:
    """How what follows the account begins; empty for a pattern of whatever sort."""
    sort = re.split("[:/]", rest.prefix, maxsplit=1)[0]
    return "" if is_glob(sort) else sort


def never_shared(estate: Estate, identity: Identity, word: Word) -> bool:
    """What a word names belongs to another account for certain, and is of a type that cannot be
    shared.
    """
    return _row(estate, word) is not None and _account(estate, identity, word) is not None


def _account(estate: Estate, identity: Identity, word: Word) -> Text | None:
    """The other account that what a word names belongs to, where that is certain."""
    account = names.account_in(word.text)
    own = account_of(identity)
    if account is not None and account.literal is not None:
        return account if names.same(account, own) is False else None
    held = estate.resources_holding(word.text, identity.reading)
    if len(held) == 1 and same_account(identity, held[0]) is False:
        return account_of(held[0])
    return None


def _refused(
    estate: Estate, statement: Statement, word: Word
) -> tuple[tuple[str, ...], Word, str, str] | None:
    """What of a statement cannot be shared of what a word names: the actions, the text of the
    first, the type that is the reason, and how sure it is.
    """
    row = _row(estate, word)
    found: dict[str, Word] = {}
    for action_word in statement.actions or ():
        literal = action_word.literal
        if literal is None or (row is None and is_glob(literal)):
            continue  # a pattern asks for whatever there is
        for name in estate.catalog.expand(literal):
            if not estate.engine.can_match(name, word.text):
                continue
            if row is not None:
                stays = name.startswith(f"{row.service}:") and name not in row.without
            else:
                stays = kept_at_home(name, probe(word.text)) is YES
            if stays:
                found.setdefault(literal, action_word)
    if not found:
        return None
    first = next(iter(found.values()))
    kind, sure = (row.type, row.confidence) if row is not None else ("", CERTAIN)
    return tuple(found), first, kind, sure


def _row(estate: Estate, word: Word) -> Kept | None:
    parts = names.segments(word.text)
    if parts is None:
        return None
    service, rest = parts[2].literal, parts[5].prefix
    rows = (row for row in kept(estate.catalog) if row.service == service)
    return next((row for row in rows if rest.startswith(row.begins)), None)
