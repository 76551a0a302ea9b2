"""Who there is, and which policies each has: its own, attached from anywhere, its groups'."""

from __future__ import annotations

from functools import cached_property

from iamlint.model.policy import BOUNDARY, IDENTITY
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.holes import ANY, NAME, shown

from . import names
from .accounts import account_of
from .joined import Attached, Boundary, Grants, Unknown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.model.things import Attachment, Identity, PolicyReference, Reading
    from iamlint.text.holes import Text
    from iamlint.text.node import When

    from .managed import ManagedPolicies

    Tie = tuple[Attachment, bool]
    """An attachment that targets an identity, and whether it does so for certain."""

KINDS = ("role", "user", "group", "permission-set")


class Identities:
    """Joins identities with what is attached to them."""

    def __init__(self, readings: tuple[Reading, ...], managed: ManagedPolicies) -> None:
        self._readings = readings
        self._managed = managed
        self._grants: dict[Identity, Grants] = {}

    @cached_property
    def _named(self) -> dict[tuple[str, Text], list[Identity]]:
        """Identities by kind and by name or ARN (without partition)."""
        found: dict[tuple[str, Text], list[Identity]] = {}
        for reading in self._readings:
            for identity in reading.identities:
                texts = (identity.name, identity.arn, names.tail(identity.arn) or identity.arn)
                for text in dict.fromkeys(texts):
                    found.setdefault((identity.kind, text), []).append(identity)
        return found

    @cached_property
    def _all(self) -> tuple[Identity, ...]:
        return tuple(i for reading in self._readings for i in reading.identities)

    def find(
        self, kind: str, text: Text, reading: Reading | None
    ) -> Iterator[tuple[Identity, bool]]:
        """The identities a text in a file names, each with whether it does so for certain."""
        exact = self._named.get((kind, text)) or self._named.get((kind, names.tail(text) or text))
        if exact:
            here = [i for i in exact if i.reading is reading]
            if any(i.created for i in here):
                exact = here
            account = reading.account if reading is not None else None
            for identity in exact:
                if account is None or _may_be_in(account, identity):
                    yield identity, True
            return
        for identity in self._all:
            if identity.kind == kind and maybe_names(text, identity):
                yield identity, False

    def by_arn(self, arn: Text) -> list[Identity]:
        """The roles and users that have this ARN for certain."""
        key = names.tail(arn) or arn
        return [i for kind in ("role", "user") for i in self._named.get((kind, key), ())]

    @cached_property
    def _ties(self) -> dict[Identity, list[Tie]]:
        """Attachments of policies, by identity."""
        return self._tied(KINDS)

    @cached_property
    def _boundary_ties(self) -> dict[Identity, list[Tie]]:
        """Attachments of boundaries, by identity."""
        return self._tied(("boundary",))

    def _tied(self, wanted: tuple[str, ...]) -> dict[Identity, list[Tie]]:
        found: dict[Identity, list[Tie]] = {}
        for reading in self._readings:
            for attachment in reading.attachments:
                if attachment.policy is None and attachment.reference is None:
                    continue
                for identity, sure in self._targets(attachment, reading, wanted):
                    found.setdefault(identity, []).append((attachment, sure))
        return found

    def _targets(
        self, attachment: Attachment, reading: Reading, wanted: tuple[str, ...]
    ) -> Iterator[tuple[Identity, bool]]:
        for kind, text in attachment.targets:
            if kind in wanted:
                for each in (kind,) if kind in KINDS else KINDS:
                    yield from self.find(each, text, reading)
        if attachment.gaps and wanted is KINDS:
            for identity in reading.identities:
                yield identity, False

    @cached_property
    def _memberships(self) -> dict[Identity, list[tuple[Identity, When]]]:
        """Groups by user: those its declaration names, and those that declare it a member."""
        found: dict[Identity, list[tuple[Identity, When]]] = {}
        for reading in self._readings:
            for user in reading.identities:
                for word in user.groups:
                    for group, _ in self.find("group", word.text, reading):
                        found.setdefault(user, []).append((group, word.when))
            for attachment in reading.attachments:
                if attachment.policy is None and attachment.reference is None:
                    for user, group in self._members(attachment, reading):
                        found.setdefault(user, []).append((group, attachment.when))
        return found

    def _members(
        self, attachment: Attachment, reading: Reading
    ) -> Iterator[tuple[Identity, Identity]]:
        """An attachment of no policy ties users to groups."""
        ends: dict[str, list[Identity]] = {"user": [], "group": []}
        for kind, text in attachment.targets:
            if kind in ends:
                ends[kind].extend(identity for identity, _ in self.find(kind, text, reading))
        for user in ends["user"]:
            for group in ends["group"]:
                yield user, group

    def policies_of(self, identity: Identity) -> Grants:
        """Everything that may grant to an identity, in view or not."""
        grants = self._grants.get(identity)
        if grants is None:
            attached: list[Attached] = []
            unknown: list[Unknown] = []
            self._collect(identity, attached, unknown)
            for group, when in self._memberships.get(identity, ()):
                own: list[Attached] = []
                self._collect(group, own, unknown)
                attached.extend(a._replace(when=a.when | when | group.when) for a in own)
            grants = self._grants[identity] = Grants(tuple(attached), tuple(unknown))
        return grants

    def _collect(
        self, identity: Identity, attached: list[Attached], unknown: list[Unknown]
    ) -> None:
        attached.extend(Attached(policy, policy) for policy in identity.inline)
        for reference in identity.managed:
            self._follow(reference, reference.when, True, attached, unknown)
        for attachment, sure in self._ties.get(identity, ()):
            if attachment.policy is not None:
                attached.append(Attached(attachment.policy, attachment, attachment.when, sure))
            if attachment.reference is not None:
                self._follow(attachment.reference, attachment.when, sure, attached, unknown)
        unknown.extend(_gaps(identity))

    def _follow(
        self,
        reference: PolicyReference,
        when: When,
        sure: bool,
        attached: list[Attached],
        unknown: list[Unknown],
    ) -> None:
        found = self._managed.find(reference, IDENTITY, when)
        attached.extend(a._replace(sure=a.sure and sure) for a in found.attached)
        if found.unknown is not None:
            unknown.append(found.unknown)

    def boundary_of(self, identity: Identity) -> Boundary | None:
        """Its permissions boundary; None when it has none in view."""
        reference = identity.boundary
        if reference is not None:
            return self._boundary(reference, identity.when)
        for attachment, sure in self._boundary_ties.get(identity, ()):
            if attachment.policy is not None:
                return Boundary(
                    attachment,
                    Attached(attachment.policy, attachment, attachment.when, sure),
                    None,
                )
            if attachment.reference is not None:
                return self._boundary(attachment.reference, attachment.when)
        return None

    def _boundary(self, reference: PolicyReference, when: When) -> Boundary:
        found = self._managed.find(reference, BOUNDARY, when)
        sure = len(found.attached) == 1 and found.unknown is None
        return Boundary(reference, found.attached[0] if sure else None, found.unknown)


def _may_be_in(account: Text, identity: Identity) -> bool:
    """By its declaration, or by its ARN."""
    return identity.account == account or names.same(account, account_of(identity)) is not False


def _gaps(identity: Identity) -> Iterator[Unknown]:
    """What of the identity itself is not known."""
    for hole in identity.gaps:
        why = hole.why or f"the value of {shown(hole)} is not known"
        yield Unknown(f"not all policies of {identity.address} are known: {why}", identity)
    if not identity.created:
        why = f"{identity.address} is not created here and may have policies that are not in view"
        yield Unknown(why, identity)
    if identity.reading is not None:
        for gap in identity.reading.gaps:
            if not gap.partial and not gap.bound:
                yield Unknown(f"{gap.address} could not be analysed: {gap.why}", gap)


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
    return names.same(text, identity.name) is None or (
        text.prefix.startswith("arn:") and names.same(text, identity.arn) is None
    )
