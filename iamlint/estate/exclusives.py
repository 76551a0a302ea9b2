"""Declarations that take away what they do not list: a policy that another declaration attaches is
gone again when they are applied, and comes back when that one is.
"""

from __future__ import annotations

from functools import cached_property

from iamlint.finding import LIKELY
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.records import NamedTuple

from . import names
from .joined import weakest
from .presence import possible
from .rivals import sureness

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.model.policy import Policy
    from iamlint.model.things import Exclusive, Identity, PolicyReference, Reading, Thing
    from iamlint.text.holes import Text

    from .identifying import Identified

INLINE, MANAGED, HOLDERS = "inline", "managed", "holders"


class Taken(NamedTuple):
    """A policy that `by` attaches to an identity, and what takes it away: it does not list it."""

    identity: Identity
    by: Thing
    exclusive: Exclusive

    @property
    def by_holders(self) -> bool:
        """It is the policy of which all who have it are listed, not the identity whose policies
        are.
        """
        return self.exclusive.lists == HOLDERS

    @property
    def confidence(self) -> str:
        """That both are deployed to one account, and together."""
        together = self.exclusive.when <= self.by.when | self.identity.when
        deployed = sureness((self.by.reading, self.exclusive.reading))
        return deployed if together else weakest(deployed, LIKELY)


class Exclusives:
    """Tells what takes a policy from an identity."""

    def __init__(self, readings: tuple[Reading, ...], identified: Identified) -> None:
        self._all = [one for reading in readings for one in reading.exclusives]
        self._identified = identified

    @cached_property
    def _of_identity(self) -> dict[Identity, list[Exclusive]]:
        found: dict[Identity, list[Exclusive]] = {}
        for one in self._all:
            if one.lists != HOLDERS:
                named = self._identified.find(one.kind, one.target, one.reading, one.address)
                for identity, sure in named:
                    if sure:
                        found.setdefault(identity, []).append(one)
        return found

    @cached_property
    def _of_policy(self) -> dict[Text, list[Exclusive]]:
        """By the ARN of the managed policy, without partition."""
        found: dict[Text, list[Exclusive]] = {}
        for one in self._all:
            if one.lists == HOLDERS:
                found.setdefault(_tail(one.target), []).append(one)
        return found

    def taking(
        self,
        identity: Identity,
        by: Thing,
        policy: Policy | None,
        reference: PolicyReference | None,
    ) -> Exclusive | None:
        """What takes the policy, or the one that is named, which `by` attaches to an identity."""
        if not self._all:
            return None
        found = self._taking(identity, policy, reference, by)
        when = identity.when | by.when
        return next(
            (one for one in found if one.address != by.address and possible(one.when | when)), None
        )

    def _taking(
        self,
        identity: Identity,
        policy: Policy | None,
        reference: PolicyReference | None,
        by: Thing,
    ) -> Iterator[Exclusive]:
        own = {
            INLINE: policy.name if policy is not None else None,
            MANAGED: _tail(reference.arn) if reference is not None else None,
        }
        for one in self._of_identity.get(identity, ()):
            name = own[one.lists]
            if name is not None and _lacks(one, one.lists, name):
                yield one
        for one in self._of_policy.get(_tail(reference.arn), ()) if reference is not None else ():
            ours = one.reading is by.reading  # files may be deployed to accounts of their own
            if ours and _lacks(one, identity.kind, identity.name):
                yield one


def _lacks(one: Exclusive, kind: str, name: Text) -> bool:
    """It is not listed, for certain."""
    return all(names.same(_tail(text), name) is False for of, text in one.kept if of == kind)


def _tail(arn: Text) -> Text:
    return names.tail(arn) or arn
