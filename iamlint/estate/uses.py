"""What a managed policy is used for tells what kind it is: one that only bounds grants nothing."""

from __future__ import annotations

from iamlint.model.policy import BOUNDARY, IDENTITY
from iamlint.text.hints import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from iamlint.model.things import PolicyReference, Reading
    from iamlint.text.holes import Text


LIMITING = ("boundary", "session")
"""What an attachment is for that grants nothing: it bounds an identity, or sessions of a role."""


def tell_boundaries(readings: Iterable[Reading]) -> None:
    """Give managed policies that are named as permissions boundaries, and attached nowhere in
    view, the kind that they have by their use."""
    readings = tuple(readings)
    bounding = set(boundaries(readings))
    if not bounding:
        return
    attached = set(attachments(readings))
    for reading in readings:
        for policy in reading.policies:
            if policy.kind != IDENTITY or policy.arn is None:
                continue
            keys = {unpartitioned(policy.arn), *named(policy.arn)}
            if keys & bounding and not keys & attached:
                policy.kind, policy.kind_known = BOUNDARY, True


def boundaries(readings: tuple[Reading, ...]) -> Iterator[Text]:
    """The ARNs, without partition, or names alone, that something is bounded by."""
    for reading in readings:
        for identity in reading.identities:
            if identity.boundary is not None:
                yield from meant(identity.boundary)
        for attachment in reading.attachments:
            if attachment.reference is not None and bounds(attachment.targets):
                yield from meant(attachment.reference)


def attachments(readings: tuple[Reading, ...]) -> Iterator[Text]:
    """The ARNs, without partition, or names alone, of what is attached to grant."""
    for reading in readings:
        for identity in reading.identities:
            for reference in identity.managed:
                yield from meant(reference)
        for attachment in reading.attachments:
            if bounds(attachment.targets):
                continue
            if attachment.reference is not None:
                yield from meant(attachment.reference)
            elif attachment.policy is not None and attachment.policy.arn is not None:
                yield from targets(attachment.policy.arn) if attachment.targets else ()


def bounds(pairs: list[tuple[str, Text]]) -> bool:
    return any(kind in LIMITING for kind, _ in pairs)


def meant(reference: PolicyReference) -> Iterator[Text]:
    """What a reference names: an ARN; a name in whatever account, where it is by name alone."""
    if reference.by_name:
        yield from named(reference.arn)
    yield from targets(reference.arn)


def named(arn: Text) -> Iterator[Text]:
    from . import names

    name = names.name_and_path(arn)
    if name is not None:
        yield name


def targets(arn: Text) -> Iterator[Text]:
    for one in arn.alternatives():
        yield unpartitioned(one)


def unpartitioned(arn: Text) -> Text:
    from . import names

    rest = names.tail(arn)
    return arn if rest is None else rest
