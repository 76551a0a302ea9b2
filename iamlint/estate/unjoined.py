"""Users in no group, and groups without users, as far as files tell."""

from __future__ import annotations

from iamlint.text.hints import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.model.things import Attachment, Identity, Reading

    from .identities import Identities

OTHER = {"user": "group", "group": "user"}


def unjoined(readings: tuple[Reading, ...], identities: Identities, kind: str) -> set[Identity]:
    """Those of a kind (`user`, `group`) that are created in view and that nothing in view ties to
    one of the other. Whoever may be tied counts as tied.
    """
    identified = identities.identified
    found = {one for one in identified.all if one.kind == kind and one.created}
    for user in identified.all if found else ():
        if user.kind == "user" and user.groups:
            groups = (one.group for one in identities.groups_of(user))
            found.difference_update((user,) if kind == "user" else groups)
    for reading in readings if found else ():
        for attachment in reading.attachments:
            if attachment.policy is None and attachment.reference is None:
                found.difference_update(_tied(identities, attachment, kind))
    return found


def _tied(identities: Identities, attachment: Attachment, kind: str) -> Iterator[Identity]:
    """Those of a kind that an attachment ties to some of the other."""
    identified = identities.identified
    if any(one == OTHER[kind] for one, _ in attachment.targets) or attachment.gaps:
        for one, text in attachment.targets:
            if one == kind and identified.is_anything(kind, text):
                yield from (identity for identity in identified.all if identity.kind == kind)
            elif one == kind:
                for identity, _ in identified.find(
                    kind, text, attachment.reading, attachment.address
                ):
                    yield identity
