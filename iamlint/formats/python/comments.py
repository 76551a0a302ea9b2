"""Where comments stand: what looks like one may be part of a string."""

from __future__ import annotations

import io
import tokenize

from iamlint.text.hints import TYPE_CHECKING

if TYPE_CHECKING:
    from iamlint.text.source import Source


def comments(source: Source) -> set[int] | None:
    """The offsets at which comments begin; None where the text cannot be told apart."""
    starts = source.line_starts
    found: set[int] = set()
    try:
        for token in tokenize.generate_tokens(io.StringIO(source.text, newline=None).readline):
            if token.type == tokenize.COMMENT:
                line, column = token.start
                found.add(starts[line - 1] + column)
    except (tokenize.TokenError, SyntaxError):
        return None
    return found
