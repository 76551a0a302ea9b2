"""Names inside longer texts: between two marks, or in place of a variable."""

from __future__ import annotations

import re

from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.holes import Text

from .values import as_text

if TYPE_CHECKING:
    from iamlint.text.node import Mapping

_variable = re.compile(r"\$\{(\w+)\}")


def between(text: Text, before: str, after: str) -> Text:
    """What stands between two marks of a text; all of it on a side where the mark is not."""
    pieces = list(text.pieces)
    for index, piece in enumerate(pieces) if before else ():
        if isinstance(piece, str) and before in piece:
            pieces = [piece.partition(before)[2], *pieces[index + 1 :]]
            break
    for index, piece in enumerate(pieces) if after else ():
        if isinstance(piece, str) and after in piece:
            pieces = [*pieces[:index], piece.partition(after)[0]]
            break
    return Text(*pieces)


def substituted(text: Text, given: Mapping) -> Text:
    """A text with its variables filled in; those that are not given stay as they are."""
    found = Text()
    for piece in text.pieces:
        if not isinstance(piece, str):
            found += Text(piece)
            continue
        done = 0
        for match in _variable.finditer(piece):
            value = as_text(given.get(match[1]))
            if value is not None:
                found += piece[done : match.start()]
                found += value
                done = match.end()
        found += piece[done:]
    return found
