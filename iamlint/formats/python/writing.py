"""Writing strings as Python code has them."""

from __future__ import annotations

import json

from iamlint.text.hints import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from .strings import Piece, PythonString


def literal(value: object, quote: str = '"') -> str:
    """A string, number, truth value or None."""
    if not isinstance(value, str):
        text = json.dumps(value)
        return {"true": "True", "false": "False", "null": "None"}.get(text, text)
    return f"{quote}{escaped(value, quote)}{quote}"


def rewritten(string: PythonString, value: str) -> str | None:
    """Another value in the prefix and quotes of a literal; None where it is not one literal, or
    its prefix does not let the value be written.
    """
    prefix = string.prefix
    if prefix is None:
        return None
    (piece,) = string.pieces
    quote = piece.quote
    if piece.raw:
        if "\\" in value or quote[0] in value or not value.isprintable():
            return None
        return f"{prefix}{quote}{value}{quote}"
    return f"{prefix}{quote}{escaped(value, quote[0])}{quote}"


def escaping(piece: Piece) -> Callable[[str], str]:
    """How a text is written between these quotes. A line break that they cannot hold becomes a
    space: what stands inside strings is JSON, to which that says nothing.
    """
    quote = piece.quote

    def raw(text: str) -> str:
        return text if len(quote) == 3 else " ".join(text.splitlines())

    def cooked(text: str) -> str:
        if len(quote) == 3:
            text = text.replace("\\", "\\\\")
            return text.replace(quote, "\\" + "\\".join(quote))
        return escaped(" ".join(text.splitlines()) if "\n" in text else text, quote)

    return raw if piece.raw else cooked


def escaped(text: str, quote: str) -> str:
    """A text between quotes of one line."""
    found = []
    for char in text:
        if char in ("\\", quote):
            found.append("\\" + char)
        elif char.isprintable():
            found.append(char)
        else:
            found.append(char.encode("unicode_escape").decode("ascii"))
    return "".join(found)
