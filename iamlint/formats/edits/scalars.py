"""Writing one scalar, so that every reader of the language reads it as the same.

YAML 1.1 takes dates, account ids, `on` and `yes` for other things than text, YAML 1.2 takes others:
what either would misread stands in quotes.
"""

from __future__ import annotations

import json
import re

from iamlint.formats.escaping import double_quoted
from iamlint.text.hints import TYPE_CHECKING

if TYPE_CHECKING:
    from .changes import Value

_plain = re.compile(r"[A-Za-z0-9_./$+(^~][^\"'`#\\|]*").fullmatch
_ambiguous = re.compile(r": |:\Z| \Z").search
_numeric = re.compile(r"[-+.0-9][-+.0-9_:eExXoa-fA-FTtZz ]*").fullmatch
_WORDS = frozenset(["~", "null", "true", "false", "yes", "no", "on", "off", "y", "n"])
_BRACKETS = frozenset("[]{},")


def json_scalar(value: Value) -> str:
    if isinstance(value, str):
        return f'"{double_quoted(value)}"'
    return json.dumps(value)


def yaml_scalar(value: Value, quote: str, *, in_brackets: bool, style: str = "") -> str:
    """`style`: the quotes wanted, empty for none where the text allows it; `quote`: those to take
    where it does not.
    """
    if not isinstance(value, str):
        return json.dumps(value)
    if style not in ("'", '"'):
        if may_be_plain(value, in_brackets=in_brackets):
            return value
        style = quote
    if style == "'" and value.isprintable():
        return "'" + value.replace("'", "''") + "'"
    return f'"{double_quoted(value)}"'


def may_be_plain(text: str, *, in_brackets: bool) -> bool:
    """Is the text itself to every reader of YAML when it stands without quotes?"""
    return (
        bool(_plain(text))
        and text.isprintable()
        and not _ambiguous(text)
        and not _numeric(text)
        and text.lower() not in _WORDS
        and not (in_brackets and not _BRACKETS.isdisjoint(text))
    )
