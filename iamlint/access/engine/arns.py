"""An ARN as a policy has it, field by field, with its holes and policy variables."""

from __future__ import annotations

import re

from iamlint.text import globs
from iamlint.text.holes import ACCOUNT, ANY, ARN, NAME, PARTITION, REGION, SUFFIX, Hole, Text
from iamlint.text.late import late
from iamlint.text.records import NamedTuple

FILLED = "\ue000"
"""Stands for a hole that holds something in any case: `AWS::Region`, a policy variable."""
OPEN = "\ue001"
"""Stands for a hole of which not even that is known."""

PARTITION_FIELD, REGION_FIELD, ACCOUNT_FIELD = 1, 3, 4

_VARIABLE = late(r"\$\{[^{}]*\}")
_FILLING = (ACCOUNT, REGION, PARTITION, NAME, SUFFIX)


class Arn(NamedTuple):
    """The six fields of an ARN in a policy as written; `text` is the whole. Holes and policy
    variables are one sign each."""

    text: Text
    partition: str
    service: str
    region: str
    account: str
    resource: str

    @property
    def shown_resource(self) -> str:
        """The resource for people: what is not known is a `…`."""
        return self.resource.replace(FILLED, "…").replace(OPEN, "…")

    @property
    def shown_partition(self) -> str:
        """The partition for people; empty where it is not known."""
        return "" if is_open(self.partition) else self.partition

    def changed(self, field: int, value: str) -> Text | None:
        """The ARN with another text in one of its fields, counted from 0; None where a policy
        variable stands in the first five, or what is to be replaced is not known."""
        parts = self._parts()
        if not parts or (is_open(self.resource) and field == 5):
            return None
        parts[field] = (value,) if value else ()
        return _joined(parts)

    def exchanged(self) -> Text | None:
        """The ARN with its region and its account in each other's place; None where a policy
        variable stands in the first five fields."""
        parts = self._parts()
        if not parts:
            return None
        parts[REGION_FIELD], parts[ACCOUNT_FIELD] = parts[ACCOUNT_FIELD], parts[REGION_FIELD]
        return _joined(parts)

    def within(self, field: int) -> tuple[str, str]:
        """What is known of the value of a field that is one hole, and how the hole is written;
        else both empty."""
        parts = self._parts() if self.text.literal is None else []
        if parts and len(parts[field]) == 1:
            hole = parts[field][0]
            if isinstance(hole, Hole):
                return hole.within, str(Text(hole))
        return "", ""

    def _parts(self) -> list[globs.Tokens]:
        """The pieces of each of the fields; empty where a policy variable stands in the first
        five."""
        parts = globs.split(self.text.pieces, ":", 5)
        if len(parts) != 6 or any("${" in str(piece) for part in parts[:5] for piece in part):
            return []
        return parts


def _joined(parts: list[globs.Tokens]) -> Text:
    pieces: list[str | Hole] = []
    for number, part in enumerate(parts):
        pieces.extend((":", *part) if number else part)  # type: ignore[arg-type]
    return Text(*pieces)


def arn_of(text: Text) -> Arn | None:
    """A text of six fields that begins with `arn:`, or None. A hole before the resource that may
    hold a colon makes it unknown which field is which."""
    flat = ""
    for piece in text.pieces:
        if isinstance(piece, str):
            flat += _VARIABLE.sub(FILLED, piece) if "${" in piece else piece
        elif flat.count(":") < 5 and piece.within in (ANY, ARN):
            return None
        else:
            flat += FILLED if piece.within in _FILLING else OPEN
    fields = flat.split(":", 5)
    if len(fields) < 6 or fields[0] != "arn":
        return None
    return Arn(text, *fields[1:])


def kind_in(arn: Arn) -> str:
    """The kind of resource with the sign behind it: `function:`, `table/`; all, where none is."""
    return re.split(r"(?<=[:/])", arn.shown_resource, maxsplit=1)[0]


def is_open(field: str) -> bool:
    """Something of it is not known."""
    return FILLED in field or OPEN in field


def is_wild(field: str) -> bool:
    return "*" in field or "?" in field


def holds_something(field: str) -> bool:
    """It cannot be empty, whatever its wildcards and holes stand for."""
    return bool(field.replace("*", "").replace(OPEN, ""))
