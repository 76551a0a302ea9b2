"""Writing a text into a string that stands in a file: the other way round of reading it.

A line break that a style cannot hold becomes a space, or one line break more or less: what stands
inside strings is JSON or YAML in brackets, to which white space between its parts says nothing.
"""

from __future__ import annotations

import re
from json.encoder import encode_basestring

from iamlint.text.hints import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_UNSEEN = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
_BREAKS = re.compile(r"(?:(?<![ \t])[ \t]+)?[\r\n][ \t\r\n]*")


def double_quoted(text: str) -> str:
    """Inside double quotes, in JSON and in YAML."""
    inside = encode_basestring(text)[1:-1]
    return _UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", inside)


def single_quoted(text: str) -> str:
    """Inside YAML's single quotes."""
    return plain(text).replace("'", "''")


def plain(text: str) -> str:
    """As a part of a YAML scalar without quotes."""
    return _BREAKS.sub(" ", text)


def literal(indent: int, line_break: str) -> Callable[[str], str]:
    """Behind YAML's `|`, for content indented by so many spaces."""
    margin = line_break + " " * indent

    def escape(text: str) -> str:
        return re.sub(r"\r\n|\r|\n", margin, text)

    return escape


def folded(indent: int, line_break: str) -> Callable[[str], str]:
    """Behind YAML's `>`, where one line break is a space but before a line indented further."""
    margin = line_break + " " * indent

    def escape(text: str) -> str:
        text = re.sub(r"\r\n|\r", "\n", text)
        return re.sub(r"\n( ?)", lambda at: margin + at[1] if at[1] else line_break + margin, text)

    return escape
