"""Globs, as IAM has them: `*` is any run of characters, `?` exactly one, all else is itself.

One definition for actions, ARNs and condition values. Matching is anchored at both ends, crosses
`:` and `/` unless told otherwise, and takes linear time per run between stars, whatever the
pattern (no backtracking: `"*a" * 40 + "b"` is as cheap as any other).

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
"""

from __future__ import annotations

from functools import lru_cache

from iamlint.text.hints import TYPE_CHECKING, Final

from .holes import Hole, Text

if TYPE_CHECKING:
    from collections.abc import Iterable


class Wild:
    """A wildcard of a glob that was taken apart. `colon`: it takes colons too."""

    __slots__ = ("colon", "sign")

    def __init__(self, sign: str, *, colon: bool = True) -> None:
        self.sign = sign
        self.colon = colon

    def __repr__(self) -> str:
        return self.sign


RUN: Final = Wild("*")
ONE: Final = Wild("?")
RUN_INSIDE: Final = Wild("*", colon=False)
ONE_INSIDE: Final = Wild("?", colon=False)
"""Wildcards that take no colon: those in the first five segments of an ARN. `match` does not know
them."""

Token = str | Wild | Hole
Tokens = tuple[Token, ...]
"""A glob taken apart: literal runs, wildcards, holes. What stands in a `str` is literal, so text
that came from a variable's value cannot smuggle a wildcard in."""


@lru_cache(maxsize=4096)
def tokens(pattern: str | Text) -> Tokens:
    """The parts of a glob. Holes of a `Text` stay holes."""
    found: list[Token] = []
    for piece in (pattern,) if isinstance(pattern, str) else pattern.pieces:
        if isinstance(piece, Hole):
            found.append(piece)
            continue
        start = 0
        for index, char in enumerate(piece):
            if char in "*?":
                if start < index:
                    found.append(piece[start:index])
                found.append(RUN if char == "*" else ONE)
                start = index + 1
        if start < len(piece):
            found.append(piece[start:])
    return tuple(found)


def is_glob(pattern: str) -> bool:
    """There is a wildcard in it."""
    return "*" in pattern or "?" in pattern


def match(pattern: str | Tokens, value: str, *, fold: bool = False, no_colon: bool = False) -> bool:
    """Does the glob match the whole value?

    `fold` compares after lower-casing both; with `no_colon` wildcards do not take a colon (the
    first five segments of an ARN). A glob given as tokens must be without holes.
    """
    if isinstance(pattern, str):
        if pattern == "*" and not no_colon:
            return True
        if fold:
            pattern, value = pattern.lower(), value.lower()
        if not is_glob(pattern):
            return pattern == value
        if no_colon:
            if pattern.count(":") != value.count(":"):
                return False
            return all(map(match, pattern.split(":"), value.split(":")))
        if pattern.find("*") == len(pattern) - 1 and "?" not in pattern:
            return value.startswith(pattern[:-1])  # as most patterns are
        return _match_chunks(_chunks_of_text(pattern), value)
    if fold:
        pattern = tuple(t.lower() if isinstance(t, str) else t for t in pattern)
        value = value.lower()
    if no_colon:
        patterns, values = split(pattern, ":"), value.split(":")
        if len(patterns) != len(values):
            return False
        return all(map(match, patterns, values))
    return _match_chunks(_chunks(pattern), value)


def split(pattern: Tokens, at: str, limit: int = -1) -> list[Tokens]:
    """A glob taken apart at a literal character, `limit` times at most."""
    found: list[list[Token]] = [[]]
    for token in pattern:
        if not isinstance(token, str):
            found[-1].append(token)
            continue
        parts = token.split(at, limit - len(found) + 1 if limit >= 0 else -1)
        if limit >= 0 and len(found) > limit:
            parts = [token]
        for index, part in enumerate(parts):
            if index:
                found.append([])
            if part:
                found[-1].append(part)
    return [tuple(part) for part in found]


LONG = 4_096
"""Places of a text that are not shifted into their bits one by one."""

FEW = 256
"""Different characters, of each of which the whole text is read."""


class _Chunk:
    """What stands between two stars: a text, and which of its places take any character."""

    __slots__ = ("any", "length", "masks", "text")

    def __init__(self, parts: Iterable[str | None]) -> None:
        every = list(parts)
        if None not in every:
            self.text: str | None = "".join(every)  # type: ignore[arg-type]
            self.length = len(self.text)
            return  # the rest is for places that take any character
        chars: list[str | None] = []
        for part in every:
            chars.extend(part if part is not None else (None,))
        self.length = len(chars)
        self.text = None
        if self.length > LONG and len(signs := set(chars)) <= FEW:
            self.masks = {c: bits_of(chars, c) for c in signs if c is not None}
            self.any = bits_of(chars, None)
            return
        self.any = sum(1 << i for i, c in enumerate(chars) if c is None)
        masks: dict[str, int] = {}
        for index, char in enumerate(chars):
            if char is not None:
                masks[char] = masks.get(char, 0) | 1 << index
        self.masks = masks

    def find(self, value: str, start: int, end: int) -> int:
        """The first place in `value[start:end]` where the chunk stands, or -1."""
        if self.text is not None:
            return value.find(self.text, start, end)
        goal = 1 << (self.length - 1)
        state = 0
        for index in range(start, end):
            state = (state << 1 | 1) & (self.masks.get(value[index], 0) | self.any)
            if state & goal:
                return index - self.length + 1
        return -1

    def stands_at(self, value: str, start: int) -> bool:
        if self.text is not None:
            return value.startswith(self.text, start)
        end = start + self.length
        return end <= len(value) and self.find(value, start, end) == start


def bits_of(chars: list[str | None], wanted: str | None) -> int:
    """A bit for each place where the character stands, the first place in the lowest."""
    return int("".join(["01"[char == wanted] for char in reversed(chars)]), 2)


@lru_cache(maxsize=8192)
def _chunks_of_text(pattern: str) -> tuple[_Chunk, ...]:
    if "?" not in pattern:
        return tuple([_Chunk((between,)) for between in pattern.split("*")])
    return tuple(
        _Chunk(
            part
            for index, run in enumerate(between.split("?"))
            for part in ((None, run) if index else (run,))
        )
        for between in pattern.split("*")
    )


@lru_cache(maxsize=2048)
def _chunks(pattern: Tokens) -> tuple[_Chunk, ...]:
    between: list[list[str | None]] = [[]]
    for token in pattern:
        if token is RUN:
            between.append([])
        else:
            assert not isinstance(token, Hole)
            between[-1].append(token if isinstance(token, str) else None)
    return tuple(map(_Chunk, between))


def _match_chunks(chunks: tuple[_Chunk, ...], value: str) -> bool:
    """First and last chunk are anchored; those between are taken at their first place."""
    first, last = chunks[0], chunks[-1]
    if len(chunks) == 1:
        return first.length == len(value) and first.stands_at(value, 0)
    start, end = first.length, len(value) - last.length
    if start > end or not first.stands_at(value, 0) or not last.stands_at(value, end):
        return False
    for chunk in chunks[1:-1]:
        if chunk.length:
            start = chunk.find(value, start, end)
            if start < 0:
                return False
            start += chunk.length
    return True
