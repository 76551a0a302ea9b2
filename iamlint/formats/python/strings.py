"""String literals: their pieces, and where each character of their value stands.

https://docs.python.org/3/reference/lexical_analysis.html#string-and-bytes-literals
"""

from __future__ import annotations

import re

from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.node import Scalar
from iamlint.text.records import NamedTuple
from iamlint.text.source import EmbeddedSource

from .writing import escaping

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.text.source import Source

_one = re.compile(
    r"([rRuU]?)"
    r"('''(?:[^\\]|\\.)*?'''|\"\"\"(?:[^\\]|\\.)*?\"\"\"|'(?:[^\\'\n]|\\.)*'|\"(?:[^\\\"\n]|\\.)*\")",
    re.DOTALL,
)
_prefix = re.compile(r"([A-Za-z]*)('''|\"\"\"|'|\")")
_ESCAPES = (
    r"\\(?:\r\n|[0-7]{1,3}|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|N\{[^}]*\}|.)|\r\n|\r"
)
_special = re.compile(_ESCAPES, re.DOTALL)
_raw = re.compile(r"\r\n|\r")
_filled = re.compile(_ESCAPES + r"|\{\{|\}\}", re.DOTALL)
_raw_filled = re.compile(r"\r\n|\r|\{\{|\}\}")
_NAMED = {
    "\\": "\\",
    "'": "'",
    '"': '"',
    "a": "\a",
    "b": "\b",
    "f": "\f",
    "n": "\n",
    "r": "\r",
    "t": "\t",
    "v": "\v",
}


class Piece(NamedTuple):
    """Characters between quotes, or between the expressions of an f-string (`filled`)."""

    start: int
    end: int
    raw: bool
    quote: str
    filled: bool = False


class Gap(NamedTuple):
    """An expression of an f-string."""

    start: int
    end: int


class PythonString(Scalar):
    """A string literal, several that stand side by side, or a part of an f-string; `pieces` are
    empty where its characters cannot be found.
    """

    __slots__ = ("pieces",)

    def __init__(
        self, source: Source, start: int, end: int, value: str, pieces: tuple[Piece, ...]
    ) -> None:
        super().__init__(source, start, end, value, pieces[0].quote[0] if pieces else '"')
        self.pieces = pieces

    @property
    def prefix(self) -> str | None:
        """What stands before the quotes; None for what is not one literal."""
        if len(self.pieces) != 1:
            return None
        piece = self.pieces[0]
        prefix = self.source.text[self.start : piece.start].removesuffix(piece.quote)
        whole = piece.end + len(piece.quote) == self.end
        return prefix if whole and not piece.filled else None

    def embedding(self) -> EmbeddedSource:
        """Its text as a source of its own, whose places are places of the file."""
        value = self.value if isinstance(self.value, str) else ""
        steps: list[tuple[int, int]] = []
        read: list[str] = []
        length = 0
        for piece in self.pieces:
            for text, offset in characters(self.source.text, piece):
                steps.append((length, offset))
                read.append(text)
                length += len(text)
        if "".join(read) != value:
            nowhere = [(index, self.start) for index in range(len(value) + 1)]
            return EmbeddedSource(value, self.source, self.end, nowhere, None)
        end = self.pieces[-1].end if self.pieces else self.end
        kinds = {(piece.raw, piece.quote, piece.filled) for piece in self.pieces}
        alike = len(kinds) == 1 and not self.pieces[0].filled
        write = escaping(self.pieces[0]) if alike else None
        return EmbeddedSource(value, self.source, end, steps, write)


def string_at(source: Source, start: int, end: int, value: str) -> PythonString:
    """The literal, or literals side by side, at a place."""
    one = _one.match(source.text, start, end)
    if one is not None and one.end() == end:
        quote = one[2][:3] if one[2][:3] in ("'''", '"""') else one[2][0]
        inner = Piece(one.start(2) + len(quote), end - len(quote), one[1] in ("r", "R"), quote)
        return PythonString(source, start, end, value, (inner,))
    pieces = tuple(piece for piece in parts_at(source, start, end) if isinstance(piece, Piece))
    return PythonString(source, start, end, value, pieces)


def parts_at(source: Source, start: int, end: int) -> list[Piece | Gap]:
    """The pieces of literals side by side, and the expressions in f-strings among them; nothing
    where libcst does not read them.
    """
    import libcst

    try:
        # in brackets they may stand on several lines
        node = libcst.parse_expression(f"({source.text[start:end]})")
    except libcst.ParserSyntaxError:
        return []
    node = node.with_changes(lpar=(), rpar=())
    return list(parts_of(node, start))


def parts_of(node: object, start: int) -> Iterator[Piece | Gap]:
    """The parts of a string that begins at an offset."""
    import libcst

    code = libcst.Module([]).code_for_node
    if isinstance(node, libcst.ConcatenatedString):
        yield from parts_of(node.left, start)
        between = len(code(node.left)) + len(code(node.whitespace_between))
        yield from parts_of(node.right, start + between)
    elif isinstance(node, libcst.SimpleString):
        found = _prefix.match(node.value)
        assert found is not None
        raw, quote = "r" in found[1].lower(), found[2]
        yield Piece(start + found.end(), start + len(node.value) - len(quote), raw, quote)
    elif isinstance(node, libcst.FormattedString):
        raw, quote = "r" in node.prefix, node.quote
        start += len(node.start)
        for part in node.parts:
            end = start + len(code(part))
            if isinstance(part, libcst.FormattedStringText):
                yield Piece(start, end, raw, quote, filled=True)
            else:
                yield Gap(start, end)
            start = end


def characters(text: str, piece: Piece) -> Iterator[tuple[str, int]]:
    """Runs of characters of the value, and where each stands."""
    if piece.filled:
        special = _raw_filled if piece.raw else _filled
    else:
        special = _raw if piece.raw else _special
    done = piece.start
    for found in special.finditer(text, piece.start, piece.end):
        if found.start() > done:
            yield text[done : found.start()], done
        value = unescaped(found[0])
        if value:
            yield value, found.start()
        done = found.end()
    if done < piece.end:
        yield text[done : piece.end], done


def unescaped(escape: str) -> str:
    """What an escape, a line break or a doubled bracket stands for."""
    if escape in ("\r\n", "\r"):
        return "\n"
    if escape[0] != "\\":
        return escape[0]
    letter, code = escape[1], escape[2:]
    if letter in "\r\n":
        return ""
    if letter in "01234567":
        return chr(int(escape[1:], 8))
    if letter in "xuU" and code:
        return chr(int(code, 16))
    if letter == "N" and code:
        import unicodedata

        try:
            return unicodedata.lookup(code[1:-1])
        except KeyError:
            return escape
    return _NAMED.get(letter, escape)
