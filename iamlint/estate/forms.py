"""Roles and instance profiles that are named in a form which the property does not take.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
"""

from __future__ import annotations

import re

from iamlint.finding import CERTAIN, UNVERIFIED
from iamlint.rule import Replace
from iamlint.text.hints import TYPE_CHECKING, Final
from iamlint.text.holes import NAME
from iamlint.text.records import NamedTuple

from . import names
from .running import PROFILE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.model.things import Attachment, Identity, Resource, RoleUse
    from iamlint.text.holes import Text
    from iamlint.text.node import Node

    from . import Estate

ARN: Final = "arn"
BARE: Final = "name"
WHOLE: Final = "whole"

URL: Final = "url"

_INDEX = re.compile(r"\[\d+\]")
_ROLE_NAME = re.compile(r"[\w+=,.@/-]+")
"""What a role may be called, with its path: not the words of a tool that fills in another text."""


class Misnamed(NamedTuple):
    """A use that names its role, or profile, in the wrong form.

    `what`: what is named, in words. `wanted`: what the property takes, in words.
    `right`: the text that it takes, where it is known.
    """

    use: RoleUse
    what: str
    wanted: str
    right: Text | None
    confidence: str

    @property
    def details(self) -> list[tuple[str, str]]:
        """What is not in view and would make it right."""
        unless = [("unless", f"there is an instance profile {self.use.role_ref}")]
        return [] if self.confidence == CERTAIN else unless

    @property
    def mended(self) -> Replace | None:
        return Replace(self.use, self.right) if self.right is not None else None


class MisnamedTarget(NamedTuple):
    """`place`: where an attachment names that to which a policy is attached. `what`: what stands
    there, `wanted`: what must, in words.
    """

    place: Node
    attachment: Attachment
    what: str
    wanted: str


def misnamed_targets(estate: Estate) -> Iterator[MisnamedTarget]:
    """In file order."""
    rows = {row["type"]: row for row in estate.catalog.table("target_forms")}
    for reading in estate.readings:
        for attachment in reading.attachments:
            row = rows.get(attachment.type)
            for kind, text in attachment.targets if row is not None else ():
                place = attachment.named_at.get(text)
                what = _in_another_form(text, row["takes"]) if row is not None else ""
                if what and row is not None and place is not None:
                    thing = "the resource" if kind == "resource" else f"a {kind}"
                    yield MisnamedTarget(place, attachment, f"{what} of {thing}", row["what"])


def _in_another_form(text: Text, takes: str) -> str:
    """What a text is that is not what is taken, as far as it is known; else empty."""
    if text.prefix.startswith("arn:"):
        return "" if takes == ARN else "the ARN"
    if text.prefix.startswith("https://"):
        return "" if takes == URL else "the URL"
    if takes != ARN:
        return ""
    hole = text.only_hole
    mere = hole is not None and hole.within == NAME
    return "the name" if mere or _ROLE_NAME.fullmatch(text.literal or "") else ""


def misnamed(estate: Estate) -> Iterator[Misnamed]:
    """Every use of a role or profile for which it is so; in file order."""
    takes = {(row["type"], row["path"]): row["takes"] for row in estate.catalog.table("role_forms")}
    for reading in estate.readings:
        for use in reading.role_uses:
            form = takes.get((use.type, path_of(use)), "")
            for text in use.role_ref.alternatives():
                found = _role_for_profile(estate, use, text) if use.by_profile else None
                found = found or _in_form(estate, use, text, form)
                if found is not None:
                    yield found


def path_of(use: RoleUse) -> str:
    """The path of the property, as tables have it."""
    return _INDEX.sub("[]", use.address.removeprefix(f"{use.by}."))


def _in_form(estate: Estate, use: RoleUse, text: Text, form: str) -> Misnamed | None:
    sort = "an instance profile" if use.by_profile else "a role"
    thing = _named(estate, use, text)
    arn = thing.arn if thing is not None else None
    if thing is None and not use.by_profile and form in (ARN, WHOLE):
        fault = _faulty(text.literal or "", form)
        if fault:
            return Misnamed(use, fault, "the ARN of a role", None, CERTAIN)
    if form == BARE and text.prefix.startswith("arn:"):
        return Misnamed(use, f"the ARN of {sort}", "its name", bare(thing), CERTAIN)
    if arn is None or text.prefix.startswith("arn:"):
        return None
    if form == ARN:
        return Misnamed(use, f"the name of {sort}", "its ARN", arn, CERTAIN)
    if form == WHOLE and _has_path(arn, text):
        what = f"the name of {sort} that has a path"
        return Misnamed(use, what, "its ARN", arn, CERTAIN)
    return None


def _faulty(literal: str, form: str) -> str:
    """What a text is that is surely no ARN of a role; empty where it may be one."""
    if not literal.startswith("arn:"):
        return f"the bare text `{literal}`" if form == ARN and _ROLE_NAME.fullmatch(literal) else ""
    parts = literal.split(":", 5)
    if len(parts) < 6 or parts[2] != "iam" or not parts[5].startswith("role/"):
        return ""
    if not parts[4]:
        return f"`{literal}`, in which no account stands,"
    if parts[3].islower():
        return f"`{literal}`, in which a region stands,"
    if parts[1].islower() and not parts[1].startswith("aws"):
        return f"`{literal}`, which is of no partition of AWS,"
    return ""


def _named(estate: Estate, use: RoleUse, text: Text) -> Identity | Resource | None:
    """What a text names for certain."""
    if use.by_profile:
        profiles, sure = estate.resources_named(text, use.reading, PROFILE)
        return profiles[0] if len(profiles) == 1 and sure else None
    roles = estate.roles_named(text, use.reading)
    return roles[0] if len(roles) == 1 else None


def bare(thing: Identity | Resource | None) -> Text | None:
    """The name of a role or profile."""
    if thing is None:
        return None
    texts = (getattr(thing, "name", None), *getattr(thing, "names", ()))
    return next((t for t in texts if t is not None and not t.prefix.startswith("arn:")), None)


def _has_path(arn: Text, name: Text) -> bool:
    """Something other than `/` stands before the name."""
    parts = names.segments(arn)
    return parts is not None and parts[5].prefix.count("/") > 1 and "/" not in name.prefix


def _role_for_profile(estate: Estate, use: RoleUse, text: Text) -> Misnamed | None:
    """A role where an instance profile belongs. One of its name may be there all the same, where
    AWS does not make the name up.
    """
    if estate.resources_named(text, use.reading, PROFILE)[0]:
        return None
    roles = estate.roles_named(text, use.reading)
    if len(roles) != 1:
        return None
    made_up = roles[0].name.only_hole is not None and roles[0].name.only_hole.within == NAME
    confidence = CERTAIN if made_up or text.prefix.startswith("arn:") else UNVERIFIED
    return Misnamed(use, "a role", "an instance profile that holds it", None, confidence)
