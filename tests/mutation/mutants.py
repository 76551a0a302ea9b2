"""What a mutant is, and how a text is spoilt."""

from __future__ import annotations

import re
from typing import NamedTuple

STARS = re.compile(r"((?:[/:]?\*)+)$")
OTHER_ACCOUNT = "999999999999"
MANAGING = ("kms:Put*", "kms:Describe*", "kms:Get*", "kms:List*", "kms:ScheduleKeyDeletion")
"""What somebody may who manages a key and does not use it."""
SERVICE = re.compile(r"^([a-z0-9-]+)\.(.*amazonaws\.com(?:\.cn)?)$")


class Mutant(NamedTuple):
    """One file with one change. `site` is the operator and where it was applied; `touched` are
    the things that take part: the changed one, what it refers to and what refers to it.
    """

    operator: str
    site: str
    path: str
    text: str
    touched: frozenset[str]


def spoilt(text: str) -> str:
    """Another name, account or word of the same form, which nothing in view has."""
    if re.fullmatch(r"\d{12}", text):
        return OTHER_ACCOUNT
    if text in {"true", "false"}:
        return "false" if text == "true" else "true"
    if SERVICE.match(text):
        return other_service(text)
    stars = STARS.search(text)
    if stars and stars.start():
        return f"{text[: stars.start()]}-other{stars[0]}"
    return f"{text}-other"


def other_service(text: str) -> str:
    """A service that does nothing in any of the templates."""
    match = SERVICE.match(text)
    assert match, text
    if len(match[2].split(".")) > 2:  # regional: `s3.eu-west-1.amazonaws.com`
        return f"glue.{match[2]}"
    return "glue.amazonaws.com"


def other_principal(service: bool, text: str) -> str:
    return other_service(text) if service else f"arn:aws:iam::{OTHER_ACCOUNT}:role/other"
