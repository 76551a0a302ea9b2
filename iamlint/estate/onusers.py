"""Policies that stand on users themselves, and inline policies of roles and groups.

https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-vs-inline.html
"""

from __future__ import annotations

from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.model.policy import Policy
    from iamlint.model.things import Attachment, Identity, Reading
    from iamlint.rule import Placed
    from iamlint.text.holes import Text

USER = "user"
HELD = ("role", "group")


class OnUser(NamedTuple):
    """A policy that a user has by itself. `place`: what puts it there; `inline`: it has no name of
    its own beside the user.
    """

    place: Placed
    user: str
    inline: bool


def on_users(readings: tuple[Reading, ...]) -> Iterator[OnUser]:
    """In file order; each user once for each declaration that gives it policies."""
    for reading in readings:
        for identity in reading.identities:
            if identity.kind == USER:
                yield from _of_user(identity)
        for attachment in reading.attachments:
            for text in _targets(attachment, (USER,)):
                place = attachment.named_at.get(text, attachment)
                inline = attachment.policy is not None and attachment.policy.form == "inline"
                yield OnUser(place, str(text), inline)


def _of_user(user: Identity) -> Iterator[OnUser]:
    if user.inline:
        yield OnUser(user.inline[0], user.address, True)
    if user.managed:
        yield OnUser(user.managed[0], user.address, False)


def inline_policies(readings: tuple[Reading, ...]) -> Iterator[tuple[Policy, str]]:
    """Each inline policy of a role or a group, with who has it; in file order. What AWS writes
    itself, as the policy templates of SAM, is left out.
    """
    for reading in readings:
        holders: dict[Policy, list[str]] = {}
        for policy, holder in _inline_in(reading):
            holders.setdefault(policy, []).append(holder)
        for policy, held in holders.items():
            yield policy, ", ".join(dict.fromkeys(held))


def _inline_in(reading: Reading) -> Iterator[tuple[Policy, str]]:
    for identity in reading.identities:
        for policy in identity.inline if identity.kind in HELD else ():
            if not policy.by_aws:
                yield policy, identity.address
    for attachment in reading.attachments:
        own = attachment.policy
        if own is not None and own.form == "inline" and not own.by_aws:
            for text in _targets(attachment, HELD):
                yield own, str(text)


def _targets(attachment: Attachment, kinds: tuple[str, ...]) -> Iterator[Text]:
    for kind, text in attachment.targets:
        if kind in kinds:
            yield text
