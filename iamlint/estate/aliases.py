"""Who may make or move aliases of keys on one side only.

An alias is made, moved and deleted with rights on the alias and on the key. Aliases have no policy
of their own, so that the right on the alias is always the caller's.
https://docs.aws.amazon.com/kms/latest/developerguide/alias-access.html
"""

from __future__ import annotations

from iamlint.finding import CERTAIN, LIKELY, UNVERIFIED
from iamlint.text.globs import match
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.records import NamedTuple

from . import names
from .presence import naming

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.model.policy import Word
    from iamlint.model.things import Identity
    from iamlint.text.holes import Text

    from . import Estate

ALIAS, KEY = "alias", "key"


class HalfGranted(NamedTuple):
    """An identity may do something to aliases, or with keys, where that takes both.

    `lacks`: `alias` or `key`, the side on which it has no right.
    """

    identity: Identity
    action: str
    word: Word
    lacks: str
    confidence: str


def half_granted(estate: Estate) -> Iterator[HalfGranted]:
    """By identity and action, in file order."""
    actions = tuple(str(row["action"]) for row in estate.catalog.table("alias_actions"))
    wanted = frozenset(action.lower() for action in actions)
    for identity in estate.identities:
        if identity.kind == "group":
            continue  # its members are asked
        for action in actions if names_one(estate, identity, wanted) else ():
            found = one_side(estate, identity, action)
            if found is not None:
                yield found


def names_one(estate: Estate, identity: Identity, actions: frozenset[str]) -> bool:
    """Its policies allow one of some actions (in lower case) by its name."""
    return any(naming(policy, actions) for policy in estate.policies_of(identity).policies)


def one_side(estate: Estate, identity: Identity, action: str) -> HalfGranted | None:
    """The side of an action that is not granted; None where both are, or it is not named."""
    sides: set[str] = set()
    meant: Word | None = None
    for policy in estate.policies_of(identity).policies:
        for statement in policy.statements:
            if statement.allows and statement.resources is None:
                return None
            for word in statement.actions or () if statement.allows else ():
                if word.literal is None or not match(word.literal, action, fold=True):
                    continue
                if word.literal.lower() == action.lower():
                    meant = meant or word
                for resource in statement.resources or ():
                    sides |= sides_of(resource.text)
    if meant is None or len(sides) != 1:
        return None
    lacks = ALIAS if KEY in sides else KEY
    whole = estate.complete(identity).certain
    sure = CERTAIN if lacks == ALIAS else LIKELY  # a key policy may admit it
    return HalfGranted(identity, action, meant, lacks, sure if whole else UNVERIFIED)


def sides_of(resource: Text) -> set[str]:
    """What a resource of a statement may be."""
    parts = names.segments(resource)
    if parts is None or parts[5].prefix[:1] in ("", "*", "?"):
        return {ALIAS, KEY}
    return {side for side in (ALIAS, KEY) if parts[5].prefix.startswith(f"{side}/")}
