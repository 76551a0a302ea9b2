"""The words of which messages are made."""

from __future__ import annotations

import re
from typing import Final

ACTION: Final = r"([A-Za-z0-9-]+:[A-Za-z0-9*]+)"
KIND: Final = (
    r"(identity-based policy|resource-based policy|permissions boundary|sessions? policy|"
    r"service control policy|resource control policy|VPC endpoint policy|role trust policy)"
)
_ARN: Final = re.compile(r"arn:(?:<[\w .-]{1,40}>(?=[:/])|[^\s\"'<>`;])+")
_BRACKETS: Final = {")": "(", "]": "[", "}": "{"}
_MASKED: Final = re.compile(
    r"\*{2,}|x{3,}|[\[<(]?(?:masked|redacted|secret|hidden|null|none)[\])>]?", re.IGNORECASE
)


def compiled(pattern: str) -> re.Pattern[str]:
    """A space in the pattern is any white space; one with `?`, any or none."""
    pattern = pattern.replace(" ?", r"\s*").replace(" ", r"\s+")
    return re.compile(pattern, re.IGNORECASE)


def arn_at(text: str, at: int) -> str | None:
    """The ARN that begins here, without what closes the sentence or what is around it."""
    hit = _ARN.match(text, at)
    if hit is None:
        return None
    return _inside(hit[0]).rstrip(".,\\")


def _inside(token: str) -> str:
    """Up to a bracket that was opened before the token."""
    opened: list[str] = []
    for index, char in enumerate(token):
        if char in "([{":
            opened.append(char)
        elif char in _BRACKETS and (not opened or opened.pop() != _BRACKETS[char]):
            return token[:index]
    return token


def is_masked(text: str) -> bool:
    """It stands for something that a log does not show."""
    return _MASKED.fullmatch(text) is not None
