"""The patterns of `.gitignore` as regular expressions over the bytes of a path, as git reads them.

A path is held against them from the top of its folder down, so that a pattern need only match the
path itself: what is in an ignored folder is never asked about.
https://git-scm.com/docs/gitignore#_pattern_format
"""

from __future__ import annotations

import re

from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

CLASSES = {
    "alnum": "0-9A-Za-z",
    "alpha": "A-Za-z",
    "blank": r" \t",
    "cntrl": r"\x00-\x1f\x7f",
    "digit": "0-9",
    "graph": r"\x21-\x7e",
    "lower": "a-z",
    "print": r"\x20-\x7e",
    "punct": r"\x21-\x2f\x3a-\x40\x5b-\x60\x7b-\x7e",
    "space": r"\s",
    "upper": "A-Z",
    "xdigit": "0-9A-Fa-f",
}


class Pattern(NamedTuple):
    """`text`: an expression for the whole path. `ignores`: what matches is ignored, else it is not
    although a pattern before says so. `folders`: it is about folders alone.
    """

    text: str
    ignores: bool
    folders: bool


class Malformed(Exception):
    """A pattern that matches nothing."""


def patterns(lines: Iterable[str]) -> Iterator[Pattern]:
    """The patterns in lines, for paths relative to the folder of their file."""
    for line in lines:
        found = pattern(line)
        if found is not None:
            yield found


def pattern(line: str) -> Pattern | None:
    """The pattern in a line; None for a comment, a blank line, and what matches nothing."""
    text = without_spaces_behind(line.removesuffix("\r"))
    if not text or text.startswith("#"):
        return None
    ignores = not text.startswith("!")
    text = text[not ignores :]
    folders = text.endswith("/")
    text = text.removesuffix("/")
    anchored = "/" in text
    text = text.removeprefix("/")
    if not text:
        return None
    try:
        body = translated(text) if anchored else "(?:.*/)?" + translated(text)
    except Malformed:
        return None
    return Pattern(body, ignores, folders)


def without_spaces_behind(line: str) -> str:
    """A line without the spaces at its end that no backslash stands before."""
    text = line.rstrip(" ")
    lost = len(line) - len(text)
    backslashes = len(text) - len(text.rstrip("\\"))
    return text + " " if lost and backslashes % 2 else text


def translated(text: str) -> str:
    """An expression for a pattern."""
    found = ""
    at = 0
    while at < len(text):
        char = text[at]
        if char == "*":
            part, at = stars(text, at)
        elif char == "[":
            part, at = bracket(text, at)
        elif char == "?":
            part, at = "[^/]", at + 1
        elif char == "\\":
            if at + 1 == len(text):
                raise Malformed
            part, at = re.escape(text[at + 1]), at + 2
        else:
            part, at = re.escape(char), at + 1
        found += part
    return found


def stars(text: str, at: int) -> tuple[str, int]:
    """What stars stand for, and where the text goes on. Two between slashes pass folders."""
    end = at
    while text[end : end + 1] == "*":
        end += 1
    before, after = text[:at], text[end : end + 1]
    if end - at != 2 or (before and not before.endswith("/")) or after not in ("", "/"):
        return "[^/]*", end
    if after:
        return "(?:.*/)?", end + 1
    return ".+", end


def bracket(text: str, at: int) -> tuple[str, int]:
    """A set of characters, and where the text goes on."""
    at += 1
    negated = text[at : at + 1] in ("!", "^")
    at += negated
    parts: list[str] = []
    first = True
    while first or text[at : at + 1] != "]":
        first = False
        named = re.compile(r"\[:([a-z]*):\]").match(text, at)
        if named:
            if named[1] not in CLASSES:
                raise Malformed
            parts.append(CLASSES[named[1]])
            at = named.end()
            continue
        low, at = member(text, at)
        high = low
        if text[at : at + 1] == "-" and text[at + 1 : at + 2] not in ("]", ""):
            high, at = member(text, at + 1)
        if low <= high:
            parts.append(f"{re.escape(low)}-{re.escape(high)}")
    inner = "".join(parts)
    if negated:
        return f"[^/{inner}]", at + 1
    return (f"(?!/)[{inner}]" if inner else "(?!)"), at + 1


def member(text: str, at: int) -> tuple[str, int]:
    """A character of a set, and where the text goes on."""
    if text[at : at + 1] == "\\":
        at += 1
    if at >= len(text):
        raise Malformed
    return text[at], at + 1
