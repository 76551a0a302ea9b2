"""Actions that are of no use without others on the same resource, of which some are not allowed.

An image is pushed in several calls, and a role that may start an upload and not end it is denied
half way. Which actions belong together is a table of the catalogue.
https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-push-iam.html
"""

from __future__ import annotations

import re

from iamlint.finding import LIKELY, UNVERIFIED
from iamlint.text.globs import is_glob
from iamlint.text.hints import TYPE_CHECKING, Any
from iamlint.text.holes import ANY, Hole, Text
from iamlint.text.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.catalog import Catalog
    from iamlint.model.policy import Policy, Word
    from iamlint.model.things import Identity

    from . import Estate
    from .joined import Unknown

    Row = dict[str, Any]

STARS = re.compile(r"[*?]")


class Named(NamedTuple):
    """An action of the table that a statement allows by name, and on what."""

    row: Row
    word: Word
    places: tuple[Text, ...]


class PartialSet(NamedTuple):
    """An identity may call `action` on something and not `lacks`, without which that is of no use.
    `word`: names the action; `why`: what they belong together for.
    """

    identity: Identity
    action: str
    word: Word
    lacks: tuple[str, ...]
    why: str
    unknown: tuple[Unknown, ...]

    @property
    def confidence(self) -> str:
        return UNVERIFIED if self.unknown else LIKELY


def partial_sets(estate: Estate) -> Iterator[PartialSet]:
    """By identity, in file order; of each set what is lacking once."""
    rows = {str(row["action"]).lower(): row for row in estate.catalog.table("action_sets")}
    known: dict[int, tuple[Named, ...]] = {}
    for identity in estate.identities:
        if identity.kind == "group":
            continue  # its members are asked
        told: set[str] = set()
        for attached in estate.policies_of(identity).attached:
            policy = attached.policy
            if attached.bundled or policy.by_aws or not attached.sure:
                continue
            if id(policy) not in known:
                known[id(policy)] = tuple(named_in(policy, rows, estate.catalog))
            for named in known[id(policy)]:
                found = lacking(estate, identity, named)
                if found is not None and told.isdisjoint((found.action, *found.lacks)):
                    told.update((found.action, *found.lacks))
                    yield found


def named_in(policy: Policy, rows: dict[str, Row], catalog: Catalog) -> Iterator[Named]:
    """The actions of the table that a policy allows by their whole names."""
    for statement in policy.statements:
        if any(is_unknown(word, catalog) for word in statement.actions or ()):
            continue  # what is meant by that is said of it
        for word in statement.actions or () if statement.allows else ():
            row = rows.get((word.literal or "").lower())
            if row is not None:
                yield Named(row, word, tuple(one.text for one in statement.resources or ()))


def is_unknown(word: Word, catalog: Catalog) -> bool:
    """It names an action that there is not."""
    name = word.literal
    return name is not None and not is_glob(name) and catalog.action(name) is None


def lacking(estate: Estate, identity: Identity, named: Named) -> PartialSet | None:
    """Some that belong to the action are denied wherever it is allowed."""
    row, word, places = named
    action = row["action"]
    places = tuple(one for one in places if estate.can(identity, action, one).allowed)
    asked = (Text("*"),) if row.get("everywhere") else tuple(map(some_of, places))
    lacks = tuple(
        other
        for other in row["needs"]
        if places and all(estate.can(identity, other, one).denied for one in asked)
    )
    if not lacks:
        return None
    unknown = tuple(estate.complete(identity).reasons)
    return PartialSet(identity, action, word, lacks, row["why"], unknown)


def some_of(pattern: Text) -> Text:
    """One of the things that a pattern stands for: whatever stands for its stars."""
    pieces: list[str | Hole] = []
    for piece in pattern.pieces:
        first, *rest = STARS.split(piece) if isinstance(piece, str) else (piece,)
        pieces.append(first)
        for literal in rest:
            pieces += [Hole(f"star {len(pieces)} of {pattern}", ANY), literal]
    return Text(*pieces)
