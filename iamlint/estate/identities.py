"""Who there is, and which policies each has: its own, attached from anywhere, its groups'."""

from __future__ import annotations

from functools import cached_property

from iamlint.model.policy import BOUNDARY, IDENTITY
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.holes import shown
from iamlint.text.records import NamedTuple

from .exclusives import Exclusives, Taken
from .identifying import KINDS, Identified
from .joined import Attached, Boundary, Grants, Unknown, unanalysed
from .ties import Ties

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.model.policy import Policy, Word
    from iamlint.model.things import (
        Attachment,
        Exclusive,
        Identity,
        PolicyReference,
        Reading,
        Thing,
    )
    from iamlint.rule import Placed
    from iamlint.text.holes import Text
    from iamlint.text.node import When

    from .managed import ManagedPolicies


class Tied(NamedTuple):
    """A policy that is attached to an identity itself, not through a group: its document, or what
    names it; `place` is what attaches it.
    """

    policy: Policy | None
    reference: PolicyReference | None
    place: Placed
    when: When
    sure: bool


class Membership(NamedTuple):
    """A user is in a group; `sure`: for certain in this one."""

    group: Identity
    when: When
    sure: bool


class Identities:
    """Joins identities with what is attached to them."""

    def __init__(self, readings: tuple[Reading, ...], managed: ManagedPolicies) -> None:
        self._readings = readings
        self._managed = managed
        self._grants: dict[Identity, Grants] = {}
        self._of_groups: dict[Identity, tuple[list[Attached], list[Unknown]]] = {}
        self.identified = Identified(readings)
        self._exclusives = Exclusives(readings, self.identified)

    @cached_property
    def _ties(self) -> Ties:
        """Attachments of policies, by identity."""
        return self._tied(KINDS)

    @cached_property
    def _boundary_ties(self) -> Ties:
        """Attachments of boundaries, by identity."""
        return self._tied(("boundary",))

    def _tied(self, wanted: tuple[str, ...]) -> Ties:
        ties = Ties()
        for reading in self._readings:
            for attachment in reading.attachments:
                if attachment.policy is None and attachment.reference is None:
                    continue
                for kind, text in attachment.targets:
                    if kind in wanted:
                        for each in (kind,) if kind in KINDS else KINDS:
                            self._tie(ties, attachment, each, text)
                if attachment.gaps and wanted is KINDS:
                    for identity in reading.identities:
                        ties.tie(identity, attachment, False)
        return ties

    def _tie(self, ties: Ties, attachment: Attachment, kind: str, text: Text) -> None:
        if self.identified.is_anything(kind, text):
            ties.tie_any(kind, attachment)
            return
        found = self.identified.find(kind, text, attachment.reading, attachment.address)
        for identity, sure in found:
            ties.tie(identity, attachment, sure)

    @cached_property
    def _memberships(self) -> dict[Identity, list[Membership]]:
        """Groups by user: those its declaration names, and those that declare it a member."""
        found: dict[Identity, list[Membership]] = {}
        for reading in self._readings:
            for user in reading.identities:
                for word in user.groups:
                    for group, sure in self._groups_named(user, word):
                        found.setdefault(user, []).append(Membership(group, word.when, sure))
            for attachment in reading.attachments:
                if attachment.policy is None and attachment.reference is None:
                    for user, group, sure in self._members(attachment, reading):
                        membership = Membership(group, attachment.when, sure)
                        found.setdefault(user, []).append(membership)
        return found

    def _groups_named(self, user: Identity, word: Word) -> Iterator[tuple[Identity, bool]]:
        return self.identified.find("group", word.text, user.reading, user.address)

    def groups_not_in_view(self, user: Identity) -> Iterator[Word]:
        """Names of groups that a user is in and no file declares."""
        for word in user.groups:
            if next(self._groups_named(user, word), None) is None:
                yield word

    def _hidden_groups(self, user: Identity) -> Iterator[Unknown]:
        for word in self.groups_not_in_view(user):
            yield Unknown(f"the group {word} is not in view", word)

    def _members(
        self, attachment: Attachment, reading: Reading
    ) -> Iterator[tuple[Identity, Identity, bool]]:
        """An attachment of no policy ties users to groups."""
        ends: dict[str, list[tuple[Identity, bool]]] = {"user": [], "group": []}
        near = attachment.address
        for kind, text in attachment.targets:
            if kind in ends:
                ends[kind].extend(self.identified.find(kind, text, reading, near))
        for user, user_sure in ends["user"]:
            for group, group_sure in ends["group"]:
                yield user, group, user_sure and group_sure

    def policies_of(self, identity: Identity) -> Grants:
        """Everything that may grant to an identity, in view or not."""
        grants = self._grants.get(identity)
        if grants is None:
            attached: list[Attached] = []
            unknown: list[Unknown] = []
            self._collect(identity, attached, unknown)
            unknown.extend(self._hidden_groups(identity))
            for group, when, sure in self._memberships.get(identity, ()):
                own, further = self._of_group(group)
                unknown.extend(further)
                attached.extend(
                    a._replace(when=a.when | when | group.when, sure=a.sure and sure) for a in own
                )
            grants = self._grants[identity] = Grants(tuple(attached), tuple(unknown))
        return grants

    def give_same(self, one: Identity, other: Identity) -> None:
        """What stands for an identity has its policies."""
        self._grants[one] = self.policies_of(other)

    def _of_group(self, group: Identity) -> tuple[list[Attached], list[Unknown]]:
        """What a group itself grants: the same for all of its members."""
        found = self._of_groups.get(group)
        if found is None:
            found = self._of_groups[group] = [], []
            self._collect(group, *found)
        return found

    def tied_to(self, identity: Identity) -> Iterator[Tied]:
        """What is attached to an identity itself, as far as it is in view."""
        for policy in identity.inline:
            yield Tied(policy, None, policy, identity.when, True)
        for reference in identity.managed:
            yield Tied(None, reference, reference, identity.when | reference.when, True)
        for attachment, tied in self._ties.of(identity, identity.kind)[0]:
            sure = tied and self._taking(identity, attachment) is None
            yield Tied(attachment.policy, attachment.reference, attachment, attachment.when, sure)

    @cached_property
    def peopled(self) -> frozenset[Identity]:
        """The groups of which a member is in view."""
        rows = self._memberships.values()
        return frozenset(one.group for each in rows for one in each if one.sure)

    def groups_of(self, user: Identity) -> list[Membership]:
        """The groups that a user is in."""
        return self._memberships.get(user, [])

    def _collect(
        self, identity: Identity, attached: list[Attached], unknown: list[Unknown]
    ) -> None:
        for policy in identity.inline:
            stands = self._exclusives.taking(identity, identity, policy, None) is None
            attached.append(Attached(policy, policy, sure=stands))
        for reference in identity.managed:
            stands = self._exclusives.taking(identity, identity, None, reference) is None
            self._follow(reference, reference.when, stands, identity, attached, unknown)
        ties, further = self._ties.of(identity, identity.kind)
        unknown.extend(further)
        for attachment, tied in ties:
            sure = tied and self._taking(identity, attachment) is None
            if attachment.policy is not None:
                attached.append(Attached(attachment.policy, attachment, attachment.when, sure))
            if attachment.reference is not None:
                self._follow(
                    attachment.reference,
                    attachment.when,
                    sure,
                    attachment,
                    attached,
                    unknown,
                )
        unknown.extend(_gaps(identity))

    def _taking(self, identity: Identity, attachment: Attachment) -> Exclusive | None:
        policy, reference = attachment.policy, attachment.reference
        return self._exclusives.taking(identity, attachment, policy, reference)

    def taken(self) -> Iterator[Taken]:
        """What is attached to an identity, and taken away by what lists all that it may have."""
        for identity in self.identified.all:
            for attachment, sure in self._ties.of(identity, identity.kind)[0]:
                exclusive = self._taking(identity, attachment) if sure else None
                if exclusive is not None:
                    yield Taken(identity, attachment, exclusive)

    def _follow(
        self,
        reference: PolicyReference,
        when: When,
        sure: bool,
        by: Thing,
        attached: list[Attached],
        unknown: list[Unknown],
    ) -> None:
        found = self._managed.find(reference, IDENTITY, when, by.reading, by.address)
        attached.extend(a._replace(sure=a.sure and sure) for a in found.attached)
        if found.unknown is not None:
            unknown.append(found.unknown)

    def boundary_of(self, identity: Identity) -> Boundary | None:
        """Its permissions boundary; None when it has none in view."""
        reference = identity.boundary
        if reference is not None:
            return self._boundary(reference, identity.when, identity)
        for attachment, sure in self._boundary_ties.of(identity, identity.kind)[0]:
            if attachment.policy is not None:
                return Boundary(
                    attachment,
                    Attached(attachment.policy, attachment, attachment.when, sure),
                    None,
                )
            if attachment.reference is not None:
                return self._boundary(attachment.reference, attachment.when, attachment)
        return None

    def _boundary(self, reference: PolicyReference, when: When, by: Thing) -> Boundary:
        found = self._managed.find(reference, BOUNDARY, when, by.reading, by.address)
        sure = len(found.attached) == 1 and found.unknown is None
        return Boundary(reference, found.attached[0] if sure else None, found.unknown)


def _gaps(identity: Identity) -> Iterator[Unknown]:
    """What of the identity itself is not known."""
    for hole in identity.gaps:
        why = hole.why or f"the value of {shown(hole)} is not known"
        yield Unknown(f"not all policies of {identity.address} are known: {why}", identity)
    if not identity.created:
        why = f"{identity.address} is not created here and may have policies that are not in view"
        yield Unknown(why, identity)
    yield from unanalysed(identity.reading)
