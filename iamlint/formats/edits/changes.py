"""What an edit is made of, before it is known to be right."""

from __future__ import annotations

from iamlint.text.hints import TYPE_CHECKING, Any
from iamlint.text.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    Value = Any
    """Python data as JSON has it, with `Raw` pieces in it."""


class Uneditable(Exception):
    """The text does not let itself be edited so; the message says why, in a person's words."""


class Raw(NamedTuple):
    """A value already written in the language of the file: one line, valid wherever a value is."""

    text: str


class Change(NamedTuple):
    """Write `text` in place of the characters `start:end` of a source."""

    start: int
    end: int
    text: str


def applied(text: str, changes: Iterable[Change]) -> str:
    """The text after all changes. Several at one place are made in their order.

    Raises `Uneditable` where two overlap.
    """
    pieces: list[str] = []
    done = 0
    for start, end, new in sorted(changes, key=lambda change: change[:2]):
        if start < done:
            raise Uneditable("two changes overlap")
        pieces += [text[done:start], new]
        done = end
    pieces.append(text[done:])
    return "".join(pieces)
