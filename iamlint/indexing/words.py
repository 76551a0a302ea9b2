"""The words by which files may be joined: of names that one declares, of texts that another holds.

A name or URL is a word as a whole, since nothing else equals it. An ARN may lie within another, and
its partition, region and account may not be known: what follows them tells it from others.
"""

from __future__ import annotations

import re

from iamlint.estate.names import queue_in
from iamlint.text.hints import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from iamlint.text.holes import Hole, Text

ARN = "arn:"
ROOT = ":root"
OWN = "\0"
SHARED = "AWS::"
"""Holes whose identity begins so are the same in every file: the account, the region …"""

_word = re.compile(r"[\w+=.@-]+")
_segment = re.compile(r"[:/]")
_edges = "-_.+="


def declared(text: Text) -> Iterator[str]:
    """Words of a name of which whatever names the same thing has one too."""
    for one in readings_of(text):
        yield from last_part(one) if is_arn(one) else whole(one)


def held(text: Text) -> Iterator[str]:
    """Words of a text that may name something."""
    for one in readings_of(text):
        yield from parts(one) if is_arn(one) else whole(one)
        queue = queue_in(one)
        if queue is not None:
            yield from parts(queue)


def readings_of(text: Text) -> Iterable[Text]:
    """The text, and all that it may be as far as is known."""
    if text.literal is not None or not any(hole.choices for hole in text.holes):
        return (text,)
    return dict.fromkeys((text, *text.alternatives()))


def is_arn(text: Text) -> bool:
    return text.prefix.startswith(ARN)


def whole(text: Text) -> Iterator[str]:
    """A text as one word."""
    if text.pieces and text.literal != "*":
        yield "".join(p if isinstance(p, str) else identity(p) for p in text.pieces)


def parts(arn: Text) -> Iterator[str]:
    """All words of an ARN, but for that of an account itself, which is the name of nothing."""
    if arn.pieces[-1:] and str(arn.pieces[-1]).endswith(ROOT):
        return
    for piece in arn.pieces:
        if isinstance(piece, str):
            for word in _word.findall(piece):
                yield ARN + word.strip(_edges)
        elif not piece.identity.startswith(SHARED):
            yield identity(piece)


def last_part(arn: Text) -> Iterator[str]:
    """The longest word in the last part of an ARN, or the holes in it that are a file's own."""
    written = ""
    for piece in arn.pieces:
        if isinstance(piece, str):
            written += piece
        elif piece.identity.startswith(SHARED):
            written += " "
        else:
            written += OWN
            yield identity(piece)
    for segment in reversed(_segment.split(written)):
        if OWN in segment:  # no other text has a name with this hole in it
            before, _, after = segment.partition(OWN)
            begun = before.strip(_edges)
            if begun and before.endswith("-") and not after:
                yield ARN + begun  # a pattern may name a secret, whatever AWS puts at its end
            return
        found = max((word.strip(_edges) for word in _word.findall(segment)), key=len, default="")
        if found:
            yield ARN + found
            return


def identity(hole: Hole) -> str:
    """A word for a hole; no text has one like it."""
    return OWN + hole.identity
