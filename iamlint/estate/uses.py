"""What a managed policy is used for tells what kind it is: one that only bounds grants nothing."""

from __future__ import annotations

from iamlint.model.policy import BOUNDARY, IDENTITY
from iamlint.text.hints import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from iamlint.model.things import Reading
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
            key = unpartitioned(policy.arn)
            if key in bounding and key not in attached:
                policy.kind, policy.kind_known = BOUNDARY, True


def boundaries(readings: tuple[Reading, ...]) -> Iterator[Text]:
    """The ARNs, without partition, that something is bounded by."""
    for reading in readings:
        for identity in reading.identities:
            if identity.boundary is not None:
                yield from targets(identity.boundary.arn)
        for attachment in reading.attachments:
            if attachment.reference is not None and bounds(attachment.targets):
                yield from targets(attachment.reference.arn)


def attachments(readings: tuple[Reading, ...]) -> Iterator[Text]:
    """The ARNs, without partition, of what is attached to grant."""
    for reading in readings:
        for identity in reading.identities:
            for reference in identity.managed:
                yield from targets(reference.arn)
        for attachment in reading.attachments:
            if bounds(attachment.targets):
                continue
            if attachment.reference is not None:
                yield from targets(attachment.reference.arn)
            elif attachment.policy is not None and attachment.policy.arn is not None:
                yield from targets(attachment.policy.arn) if attachment.targets else ()


def bounds(pairs: list[tuple[str, Text]]) -> bool:
    return any(kind in LIMITING for kind, _ in pairs)


def targets(arn: Text) -> Iterator[Text]:
    for one in arn.alternatives():
        yield unpartitioned(one)


def unpartitioned(arn: Text) -> Text:
    from . import names

    rest = names.tail(arn)
    return arn if rest is None else rest
