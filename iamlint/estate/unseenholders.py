"""Managed policies of AWS's own that are attached to somebody whom no file declares."""

from __future__ import annotations

from iamlint.model.policy import IDENTITY
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.records import NamedTuple

from .identifying import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.model.things import Attachment, Reading
    from iamlint.text.holes import Text
    from iamlint.text.source import Span

    from .identities import Identities
    from .joined import Attached
    from .managed import ManagedPolicies


class HeldUnseen(NamedTuple):
    """A policy of AWS's own and what attaches it; `kind`: of whom it is attached to."""

    attached: Attached
    attachment: Attachment
    kind: str


def held_unseen(
    readings: tuple[Reading, ...], identities: Identities, managed: ManagedPolicies
) -> Iterator[HeldUnseen]:
    """Once for each place that attaches one to nobody who is in view for certain, in file order."""
    told: set[Span] = set()
    for reading in readings:
        for attachment in reading.attachments:
            if attachment.reference is None:
                continue
            kinds = [(kind, text) for kind, text in attachment.targets if kind in KINDS]
            if kinds and not any(_in_view(identities, attachment, *one) for one in kinds):
                found = managed.find(attachment.reference, IDENTITY, attachment.when, reading)
                for attached in found.attached:
                    span = attached.place.span
                    if attached.bundled and span not in told:
                        told.add(span)
                        yield HeldUnseen(attached, attachment, kinds[0][0])


def _in_view(identities: Identities, attachment: Attachment, kind: str, text: Text) -> bool:
    found = identities.identified.find(kind, text, attachment.reading, attachment.address)
    return any(sure for _, sure in found)
