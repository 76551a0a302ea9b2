"""What logs, terminals and markup put around a message, and a message without it."""

from __future__ import annotations

import re
from typing import Final

_ESCAPED: Final = re.compile(r"\\{1,16}(?:u([0-9a-fA-F]{4})|([\"'nrt/]))")
_ENTITY: Final = re.compile(
    r"&(quot|apos|lt|gt|amp|nbsp|#34|#x22|#39|#x27|#10|#xA);", re.IGNORECASE
)
_ENTITIES: Final = {
    "quot": '"',
    "apos": "'",
    "lt": "<",
    "gt": ">",
    "amp": "&",
    "nbsp": " ",
    "#34": '"',
    "#x22": '"',
    "#39": "'",
    "#x27": "'",
    "#10": "\n",
    "#xa": "\n",
}
_COLOUR: Final = re.compile(
    r"(?:\x1b|\\x1b|\\033|\\e|\^\[)\[[0-9;?]*[A-Za-z]|\[[0-9]{1,3}(?:;[0-9]{1,3})*m"
)
_STAMP: Final = re.compile(r"^[ \t]*\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d[^\s]*[ \t]", re.MULTILINE)
_DRAWN: Final = re.compile(r"^[ \t]*(?:[|>][ \t]*)+|[│╷╵┃║]", re.MULTILINE)
_TYPED: Final = str.maketrans(
    {"“": '"', "”": '"', "‘": "'", "’": "'", "\u200b": None, "\ufeff": None, "\u2060": None}
)
_SPACES: Final = {"n": "\n", "r": "\n", "t": "\t"}


def unwrapped(text: str) -> str:
    """Without escapes, markup, colours, and the frames and times that logs draw at every line."""
    if "\\" in text:
        text = _ESCAPED.sub(_unescaped, text)
    if "&" in text:
        text = _ENTITY.sub(lambda hit: _ENTITIES[hit[1].lower()], text)
    text = _COLOUR.sub("", text.translate(_TYPED)).replace('""', '"')
    return _DRAWN.sub(" ", _STAMP.sub("", text))


def _unescaped(hit: re.Match[str]) -> str:
    if hit[1]:
        return chr(int(hit[1], 16))
    return _SPACES.get(hit[2], hit[2])
