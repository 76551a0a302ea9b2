"""The pieces of a text that its changes touch.

A piece is a few neighbours in a list or mapping with all that changes among them. What stands
between others stays between them: where the rest of the text is not touched, and each piece read by
itself means what it should, so does the text. A proof costs what was changed then, not how long the
text is.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.node import Mapping, Sequence

from .changes import Change, applied
from .intended import meaning, means
from .layout import is_bracketed
from .lines import line_start, next_line
from .revisions import OfParts

if TYPE_CHECKING:
    from .editor import Editor
    from .revisions import Parts, Range
    from .spots import Spot

    Holder = Sequence | Mapping


STANDS_FOR_ANY = {"[": ("[0", 0), "{": ('{"":0', ("", 0))}
"""What is read in place of a part that was not touched, and how it opens the brackets."""


_MARKER = re.compile(r"^(?:---|\.\.\.|%)", re.MULTILINE)
"""Begins or ends a document of YAML."""


class Piece:
    """Of a list or mapping the parts from `first` to `last`, and the slice of the text that they
    are: whole lines, or what stands between brackets. `behind`: it is none of them, but what stands
    between the last and the closing bracket.
    """

    def __init__(self, holder: Holder, first: int, last: int, start: int, end: int) -> None:
        self.holder = holder
        self.first = first
        self.last = last
        self.start = start
        self.end = end
        self.changes: list[Change] = []

    @property
    def behind(self) -> bool:
        return self.first > self.last


def proven(editor: Editor) -> bool:
    """Do the pieces of a text mean what they should? It may do so where they do not show it."""
    pieces = None if editor.layout.tied else pieces_of(editor)
    return pieces is not None and all(is_right(editor, piece) for piece in pieces)


def pieces_of(editor: Editor) -> list[Piece] | None:
    """The pieces in the order of the text, with their changes; None where others remain."""
    found: list[Piece] = []
    for spot in editor.revised.values():
        for holder, (first, last) in touched(editor, spot):
            piece = piece_of(editor, holder, first, last)
            if piece is None:
                return None
            found.append(piece)
    pieces = apart(found)
    if pieces is None:
        return None
    starts = [piece.start for piece in pieces]
    for change in editor.changes:
        number = bisect_right(starts, change.start) - 1
        if number < 0:
            return None
        pieces[number].changes.append(change)
    for piece, limit in zip(pieces, [*starts[1:], len(editor.text)], strict=True):
        if not encloses(editor, piece, limit):
            return None
    return pieces


def touched(editor: Editor, spot: Spot) -> list[tuple[Holder, Range]]:
    """The parts that the revisions of a node touch: its own, or it is one itself."""
    node = spot.node
    found: list[tuple[Holder, Range]] = []
    for revision in editor.revisions[id(node)]:
        ranges: list[Range] = []
        if isinstance(revision, OfParts) and isinstance(node, (Sequence, Mapping)):
            ranges = revision.touched(count_of(node))
            found += [(node, each) for each in ranges]
        if not ranges:
            assert isinstance(spot.parent, (Sequence, Mapping, type(None)))
            return [] if spot.parent is None else [(spot.parent, (spot.place, spot.place))]
    return found


def piece_of(editor: Editor, holder: Holder, first: int, last: int) -> Piece | None:
    """The piece that these parts are; where they do not stand for themselves, their holder is a
    part of one.
    """
    text = editor.text
    order = editor.layout.order(holder)
    if order is not None:
        first = first if is_bracketed(text, holder) else min(first, last)
        end = order.ends[last]
        start = end if first > last else order.starts[first]
        if is_bracketed(text, holder):
            if first > last:
                return Piece(holder, first, last, end, end)
            if text[start - 1] in "[{, \t\r\n" and text[end] in "]}, \t\r\n":
                return Piece(holder, first, last, start, end)
        elif editor.language == "yaml" and begins(text, holder, start):
            behind = order.starts[last + 1 : last + 2]
            end = line_start(text, behind[0]) if behind else next_line(text, end)
            return Piece(holder, first, last, line_start(text, start), end)
    above = editor.spot_of(holder)
    if not isinstance(above.parent, (Sequence, Mapping)):
        return None
    return piece_of(editor, above.parent, above.place, above.place)


def begins(text: str, holder: Holder, start: int) -> bool:
    """Does a part that stands in no brackets begin its line, and is it where the others are?"""
    line = line_start(text, start)
    column = holder.start - line_start(text, holder.start)
    dash = "-" if isinstance(holder, Sequence) else ""
    between = text[line:start].rstrip(" ") if dash else text[line:start]
    return between == " " * column + dash


def apart(pieces: list[Piece]) -> list[Piece] | None:
    """The pieces in the order of the text, those that overlap as one."""
    found: list[Piece] = []
    for piece in sorted(pieces, key=lambda piece: (piece.start, -piece.end)):
        before = found[-1] if found else None
        if before is None or piece.start > before.end:
            found.append(piece)
        elif piece.holder is before.holder:
            before.first = min(before.first, piece.first)
            before.last = max(before.last, piece.last)
            before.end = max(before.end, piece.end)
        elif piece.start == before.end:
            found.append(piece)
        elif piece.end > before.end:
            return None
    return found


def encloses(editor: Editor, piece: Piece, limit: int) -> bool:
    """All its changes are in the piece. What stands behind the last part may be added to it."""
    end = max((change.end for change in piece.changes), default=0)
    if end > piece.end and piece.last == count_of(piece.holder) - 1:
        if piece.behind:
            piece.end = min(end, piece.holder.end - 1)
        elif not is_bracketed(editor.text, piece.holder):
            at_start = line_start(editor.text, end) == end
            end = end if at_start else next_line(editor.text, end)
            if is_comment(editor.text[piece.end : end]):
                piece.end = end
    return end <= piece.end <= limit


def is_comment(lines: str) -> bool:
    return all(line.strip()[:1] in ("", "#") for line in lines.splitlines())


def is_right(editor: Editor, piece: Piece) -> bool:
    """Does a piece mean what it should after its changes?"""
    expected = meaning_of_piece(editor, piece)
    if not expected:
        return False
    text, holder, start = editor.text, piece.holder, piece.start
    changes = [Change(one.start - start, one.end - start, one.text) for one in piece.changes]
    written = applied(text[start : piece.end], changes)
    ends = ("\r", "\n")
    if piece.end < len(text) and text[piece.end - 1] in ends and not written.endswith(ends):
        return False  # what follows would stand on the last line
    if is_bracketed(text, holder):
        opening = text[holder.start]
        if piece.behind:
            opening, part = STANDS_FOR_ANY[opening]
            expected = type(expected)((part, *expected))
        written = opening + written + text[holder.end - 1]
    elif not are_lines(written, holder, holder.start - line_start(text, holder.start)):
        return False
    return means(written, editor.language, [expected])


def are_lines(written: str, holder: Holder, column: int) -> bool:
    """Do lines begin where those before them do, and say nothing of those behind them?"""
    first = written[column : column + 1]
    if written[:column].strip(" ") or not first or _MARKER.search(written):
        return False
    return first == "-" if isinstance(holder, Sequence) else first not in " \t\r\n#"


def meaning_of_piece(editor: Editor, piece: Piece) -> Parts:
    holder, first, last = piece.holder, piece.first, piece.last
    found: Parts
    if isinstance(holder, Sequence):
        found = [meaning(item, editor.revisions) for item in holder.items[first : last + 1]]
    else:
        found = tuple(
            [
                (meaning(key, editor.revisions), meaning(value, editor.revisions))
                for key, value in holder.entries[first : last + 1]
            ]
        )
    for revision in editor.revisions.get(id(holder), ()):
        if isinstance(revision, OfParts):
            found = revision.between(found, first, at_end=last == count_of(holder) - 1)
    return found


def count_of(holder: Holder) -> int:
    return len(holder.items if isinstance(holder, Sequence) else holder.entries)
