"""Python code, read into a located tree. Nothing of it is ever run.

The parser is the one of the running Python (`ast`): it reads a thousand lines in some ten
milliseconds. libcst takes apart what `ast` has no places for, the pieces of strings, and proves
edits; with places for every node of a file it would take twenty times as long.
https://docs.python.org/3/library/ast.html
"""

from __future__ import annotations

import ast
import warnings

from iamlint.errors import Unreadable
from iamlint.formats.limits import MAX_CHARACTERS
from iamlint.text.hints import TYPE_CHECKING

from .places import Places

if TYPE_CHECKING:
    from iamlint.text.node import Node
    from iamlint.text.source import Source

OLD = (
    "Missing parentheses in call to",
    "multiple exception types must be parenthesized",
    "leading zeros in decimal integer literals",
    "inconsistent use of tabs",
)
"""What is said of code of Python 2, where that is what is wrong with it."""


class OtherPython(Unreadable):
    """Code that is not wrong, and that is not read all the same: of another version of Python, or
    nested deeper than its parser goes.
    """


class Program:
    """The tree of a file, and where its nodes stand."""

    def __init__(self, source: Source, tree: ast.Module) -> None:
        self.source = source
        self.tree = tree
        self.places = Places(source)


def parse(source: Source) -> Program:
    """The tree of a text. Raises `Unreadable` with the offset of what is wrong, `OtherPython` where
    nothing is.
    """
    text = source.text
    if len(text) > MAX_CHARACTERS:
        raise Unreadable(f"longer than {MAX_CHARACTERS:,} characters")
    if "\0" in text:
        raise Unreadable("there is a null character in it", text.index("\0"))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(text)
    except SyntaxError as error:
        raise explained(error, source) from None
    except (RecursionError, MemoryError):
        raise OtherPython("it is nested too deep to be read") from None
    except ValueError as error:  # characters that are none
        raise Unreadable(f"it is no text: {error}") from None
    return Program(source, tree)


def explained(error: SyntaxError, source: Source) -> Unreadable:
    """What is wrong and where, of what the parser says."""
    line = min(max(error.lineno or 1, 1), len(source.line_starts))
    offset = min(source.line_starts[line - 1] + max((error.offset or 1) - 1, 0), len(source.text))
    message = error.msg or "the syntax is wrong"
    if message.startswith(OLD):
        return OtherPython("this is Python 2, which is not read", offset)
    if is_newer(source.text):
        return OtherPython("this is for a later Python than the one that runs iamlint", offset)
    return Unreadable(f"this is no Python: {message[:1].lower()}{message[1:]}", offset)


def is_newer(text: str) -> bool:
    """May a later Python read it? libcst knows the grammar of all of them."""
    import libcst

    try:
        libcst.parse_module(text)
    except (libcst.ParserSyntaxError, RecursionError):
        return False
    return True


def documents(source: Source) -> list[Node]:
    """The displays of a text (its lists, dicts and strings) and what is around them, for edits.
    Raises `Unreadable`.
    """
    from .displays import documents_of

    return documents_of(parse(source))
