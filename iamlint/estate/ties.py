"""Attachments by what they are attached to, for certain or perhaps."""

from __future__ import annotations

from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.records import NamedTuple

from . import names
from .accounts import account_of
from .joined import Unknown

if TYPE_CHECKING:
    from iamlint.model.things import Attachment, Thing

MANY = 16
"""Attachments of which each may be to a thing or not that are looked into."""


class Tie(NamedTuple):
    """An attachment, and whether it is to the thing in question for certain."""

    attachment: Attachment
    sure: bool


class Ties:
    """Attachments by thing; and those of which the target may be anything of a kind."""

    def __init__(self) -> None:
        self._tied: dict[Thing, list[Tie]] = {}
        self._anywhere: dict[str, list[Attachment]] = {}

    def tie(self, thing: Thing, attachment: Attachment, sure: bool) -> None:
        self._tied.setdefault(thing, []).append(Tie(attachment, sure))

    def tie_any(self, kind: str, attachment: Attachment) -> None:
        """The target is not known: it may be anything of the kind."""
        self._anywhere.setdefault(kind, []).append(attachment)

    def of(self, thing: Thing, kind: str) -> tuple[list[Tie], list[Unknown]]:
        """The attachments to a thing, those in doubt last; and what is said of those in doubt that
        are too many to look into.
        """
        found = self._tied.get(thing, [])
        sure = [tie for tie in found if tie.sure]
        doubtful = [tie for tie in found if not tie.sure]
        account = account_of(thing)
        doubtful.extend(
            Tie(attachment, False)
            for attachment in self._anywhere.get(kind, ())
            if names.same(attachment.account, account) is not False
        )
        if len(doubtful) <= MANY:
            return [*sure, *doubtful], []
        rest = doubtful[MANY:]
        why = f"{len(rest)} further declarations may name {thing.address}"
        return [*sure, *doubtful[:MANY]], [Unknown(why, rest[0].attachment)]
