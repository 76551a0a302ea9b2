"""Which policies users have, directly or through groups, in view or only named."""

from __future__ import annotations

from iamlint.text.hints import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.model.policy import Policy

    from . import Estate

PEOPLE = ("user", "group")


def policies_of_people(estate: Estate) -> Iterator[Policy]:
    """In no order, some more than once."""
    for identity in estate.identities:
        if identity.kind in PEOPLE:
            for attached in estate.policies_of(identity).attached:
                if attached.sure:
                    yield attached.policy
    for reading in estate.readings:
        for attachment in reading.attachments:
            held = attachment.policy
            if held is not None and any(kind in PEOPLE for kind, _ in attachment.targets):
                yield held
