"""Which folders are root modules, and which of these may hold policies; told from texts alone."""

from __future__ import annotations

import os
import re
from functools import lru_cache

from iamlint.catalog.tables import load
from iamlint.text.hints import TYPE_CHECKING

from .files import VALUES
from .folders import called

if TYPE_CHECKING:
    from collections.abc import Mapping

SIGNS = (
    *("aws_iam_", "assume_role", "policy", "Statement", "aws_lambda_permission"),
    *("aws_kms_key", "alias/aws/", "aws_lambda_function_url"),
    *("public-read", "authenticated-read", "acs.amazonaws.com"),
)
"""No configuration that has policies, keys or grants to everybody is without one of these."""

_source = re.compile(r"""["']?source["']?\s*[=:]\s*"(\.\.?/[^"\r\n]*|\.\.?)\"""").findall

_far = re.compile(r"""["']?source["']?\s*[=:]\s*"[^".][^"\r\n]*aws""").search
"""Modules from elsewhere that are about AWS."""

_template = re.compile(r'templatefile\(\s*\\?"([^"\r\n]*?)\\?"').findall


def roots(texts: Mapping[str, str], planned: Mapping[str, str]) -> list[str]:
    """The folders that no other one in view calls, and that may hold policies, in themselves or in
    what they call. Folders that call each other in a circle are no roots. `planned`: other files,
    whose folders are looked at elsewhere.
    """
    calls: dict[str, set[str]] = {}
    promising: set[str] = set()
    elsewhere: set[str] = set()
    for path, text in planned.items():
        elsewhere |= _calls(os.path.dirname(path), text)
    for path, text in texts.items():
        if path.endswith(VALUES):
            continue
        folder = os.path.dirname(path)
        found = calls.setdefault(folder, set())
        found |= _calls(folder, text)
        if ("aws_" in text and is_about_access(text)) or _far(text):
            promising.add(folder)
    inner = elsewhere.union(*calls.values())
    return [
        folder
        for folder in sorted(calls)
        if folder not in inner and promising & _reached(folder, calls)
    ]


def is_about_access(text: str) -> bool:
    """It holds policies, or ties things of which one calls the other."""
    return any(sign in text for sign in SIGNS) or any(type_ in text for type_ in wiring_types())


@lru_cache
def wiring_types() -> tuple[str, ...]:
    """The types that tie things, as configurations write them."""
    rows = load("terraform_wirings")["rows"]
    return tuple(dict.fromkeys(f'"{row["type"]}"' for row in rows))


def filled_in(texts: Mapping[str, str]) -> set[str]:
    """The names of the files that configurations use as templates, as far as they are literal."""
    return {
        os.path.basename(name)
        for text in texts.values()
        if "templatefile" in text
        for name in _template(text)
    }


def _calls(folder: str, text: str) -> set[str]:
    """The folders that a file calls as modules."""
    return {_plain(called(folder, source)) for source in _source(text)} - {folder}


def _plain(folder: str) -> str:
    return "" if folder == "." else folder


def _reached(folder: str, calls: dict[str, set[str]]) -> set[str]:
    """A folder and all that it calls, and that these call."""
    found, open_ = {folder}, [folder]
    while open_:
        for other in calls.get(open_.pop(), ()):
            if other not in found:
                found.add(other)
                open_.append(other)
    return found
