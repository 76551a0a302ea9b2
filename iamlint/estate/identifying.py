"""Which identities a text names: by name or ARN, as the file means it in which it stands."""

from __future__ import annotations

from functools import cached_property

from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.holes import ANY, NAME

from . import names
from .accounts import account_of
from .namesakes import Namesakes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from iamlint.model.things import Identity, Reading
    from iamlint.text.holes import Text

KINDS = ("role", "user", "group", "permission-set")


class Identified:
    """Which identities a text in a file names."""

    def __init__(self, readings: tuple[Reading, ...]) -> None:
        self.all = tuple(i for reading in readings for i in reading.identities)

    @cached_property
    def _named(self) -> Namesakes[Identity]:
        """Identities by kind and by name or ARN (without partition)."""
        return Namesakes(
            ((identity.kind, text), identity)
            for identity in self.all
            for text in dict.fromkeys(
                (identity.name, identity.arn, names.tail(identity.arn) or identity.arn)
            )
        )

    @cached_property
    def _by_last(self) -> Namesakes[Identity]:
        """Identities by the last part of their ARN: the same whatever the account turns out."""
        return Namesakes(
            (parts[5], identity)
            for identity in self.all
            if (parts := names.segments(identity.arn)) is not None
        )

    @cached_property
    def _by_kind(self) -> dict[str, list[Identity]]:
        found: dict[str, list[Identity]] = {}
        for identity in self.all:
            found.setdefault(identity.kind, []).append(identity)
        return found

    @cached_property
    def _open(self) -> dict[str, list[Identity]]:
        """Identities of which the name is not known, and not made up by AWS: any text may be it."""
        found: dict[str, list[Identity]] = {}
        for identity in self.all:
            hole = identity.name.only_hole
            if identity.name.literal is None and (hole is None or hole.within != NAME):
                found.setdefault(identity.kind, []).append(identity)
        return found

    def find(
        self, kind: str, text: Text, reading: Reading | None, near: str = ""
    ) -> Iterator[tuple[Identity, bool]]:
        """The identities a text in a file names, each with whether it does so for certain; `near`:
        the address of what has the text.
        """
        account = None if text.prefix.startswith("arn:") else _account(reading)

        def may_be(identity: Identity) -> bool:
            here = identity.reading is reading  # a file may declare things of several accounts
            return account is None or here or _may_be_in(account, identity)

        for key in (text, names.tail(text) or text):
            if (kind, key) in self._named:
                found, sure = self._named.meant((kind, key), reading, may_be, near)
                yield from ((identity, sure) for identity in found)
                return
        for identity in self._candidates(kind, text):
            if may_be(identity) and maybe_names(text, identity):
                yield identity, False

    def is_anything(self, kind: str, text: Text) -> bool:
        """The text says nothing at all of what it names."""
        hole = text.only_hole
        unknown = hole is not None and hole.within == ANY and not hole.choices
        return unknown and (kind, text) not in self._named

    def _candidates(self, kind: str, text: Text) -> Iterable[Identity]:
        """Those that a text that is no identity's own name may name all the same."""
        if text.literal is None:
            return self._by_kind.get(kind, ())
        parts = names.segments(text)
        likely = self._by_last.all(parts[5]) if parts is not None else []
        return dict.fromkeys((*(i for i in likely if i.kind == kind), *self._open.get(kind, ())))

    def by_arn(self, arn: Text, reading: Reading | None = None) -> list[Identity]:
        """The roles and users that have this ARN for certain; the nearest to a file."""
        key = names.tail(arn) or arn
        found: list[Identity] = []
        for kind in ("role", "user"):
            found.extend(self._named.meant((kind, key), reading)[0])
        return found

    def by_last(self, part: Text) -> list[Identity]:
        """The identities of which the ARN ends in this: `role/app`, in whatever account."""
        return self._by_last.all(part)


def _account(reading: Reading | None) -> Text | None:
    return reading.account if reading is not None else None


def _may_be_in(account: Text, identity: Identity) -> bool:
    """By its declaration, or by its ARN."""
    return identity.account == account or names.same(account, account_of(identity)) is not False


def maybe_names(text: Text, identity: Identity) -> bool:
    """A text that is no identity's own name in view may still name this one. A name that AWS makes
    up is written by nobody as a literal.
    """
    unknown = text.only_hole
    if unknown is not None and unknown.within == ANY and not unknown.choices:
        return True
    if text.literal is not None:
        hole = identity.name.only_hole
        if hole is not None and hole.within == NAME:
            return False
    if _begin_apart(text.prefix, identity.name.prefix) and not text.prefix.startswith("arn:"):
        return False
    return names.same(text, identity.name) is None or (
        text.prefix.startswith("arn:") and names.same(text, identity.arn) is None
    )


def _begin_apart(one: str, other: str) -> bool:
    return not (one.startswith(other) or other.startswith(one))
