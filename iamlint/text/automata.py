"""Globs as automata: a set of places is an integer, one character is a few operations on it."""

from __future__ import annotations

from functools import lru_cache

from iamlint.text.hints import TYPE_CHECKING, Final

from .globs import ONE, ONE_INSIDE, RUN, RUN_INSIDE, Token, Tokens, Wild
from .holes import ACCOUNT, ANY, ARN, NAME, PARTITION, REGION, SUFFIX, Hole

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Symbol = str | Hole
"""One character, or a hole read as a letter of its own."""


class Range(Wild):
    """A wildcard that takes certain characters only, `many` of them or one."""

    __slots__ = ("accepts", "many")

    def __init__(self, sign: str, accepts: Callable[[str], bool], many: bool) -> None:
        super().__init__(sign)
        self.accepts = accepts
        self.many = many


@lru_cache(maxsize=64)
def without(excluded: str, *, many: bool) -> Range:
    """Characters but for some."""
    return Range(f"[^{excluded}]", lambda char: char not in excluded, many)


DIGIT: Final = Range("[0-9]", str.isdigit, False)


def inside_segments(pattern: Tokens) -> Tokens:
    """The glob as an ARN pattern: wildcards before the fifth colon take no colon."""
    colons = 0
    found: list[Token] = []
    for token in pattern:
        if isinstance(token, str):
            colons += token.count(":")
        elif colons < 5 and token in (RUN, ONE):
            token = RUN_INSIDE if token is RUN else ONE_INSIDE  # noqa: PLW2901
        found.append(token)
    return tuple(found)


class Glob:
    """A glob as an automaton over characters and holes.

    A set of places is an int; place `n`, the number of symbols, is the end. Read `strictly`, a
    hole is a letter that only itself and stars take. Read `loosely`, the hole may be anything
    that it can be, in the glob as in the value.
    """

    __slots__ = ("_live", "_masks", "_moves", "_places", "_runs", "end", "loose", "sealed", "start")

    def __init__(self, pattern: Tokens, *, fold: bool = False, loose: bool = False) -> None:
        self.loose = loose
        self._places = places_of(pattern, fold, loose)
        self.end = 1 << len(self._places)
        self._runs = sum(1 << i for i, place in enumerate(self._places) if place.many)
        self._masks: dict[Symbol, tuple[int, int]] = {}
        self._moves: dict[tuple[int, Symbol], int] = {}
        self._live: dict[int, frozenset[Symbol]] = {}
        self.start = self._past_runs(1)
        last = self._places[-1] if self._places else None
        everything = last is not None and last.many and last.accepts is _anything
        self.sealed = (self.end >> 1 | self.end) if everything else 0

    def step(self, places: int, symbol: Symbol) -> int:
        """The places after one more symbol."""
        known = self._moves.get((places, symbol))
        if known is None:
            if self.loose and isinstance(symbol, Hole):
                known = self._anywhere(places, symbol)
            else:
                go, stay = self._masks_of(symbol)
                known = self._past_runs((places & go) << 1 | (places & stay))
            if self.sealed and known & self.sealed == self.sealed:
                known = self.sealed  # a final star took over: nothing can change any more
            self._moves[places, symbol] = known
        return known

    def after(self, text: str) -> int:
        """The places after a whole text."""
        places = self.start
        for char in text:
            places = self.step(places, char)
        return places

    def accepts(self, places: int) -> bool:
        return bool(places & self.end)

    def live(self, places: int) -> frozenset[Symbol]:
        """The literal symbols that lead somewhere from here, apart from any wildcard."""
        known = self._live.get(places)
        if known is None:
            known = self._live[places] = frozenset(
                symbol
                for index, place in enumerate(self._places)
                if places >> index & 1
                for symbol in place.literals
            )
        return known

    def _masks_of(self, symbol: Symbol) -> tuple[int, int]:
        known = self._masks.get(symbol)
        if known is None:
            go = stay = 0
            for index, place in enumerate(self._places):
                if place.takes(symbol):
                    if place.many:
                        stay |= 1 << index
                    else:
                        go |= 1 << index
            known = self._masks[symbol] = go, stay
        return known

    def _past_runs(self, places: int) -> int:
        """A star may take nothing."""
        while (more := places | (places & self._runs) << 1) != places:
            places = more
        return places

    def _anywhere(self, places: int, hole: Hole) -> int:
        """Wherever some value of the hole leads; values of no character are among them."""
        go, _ = self._masks_of(hole)
        reached = places | (places & go) << 1
        for index, place in enumerate(self._places):
            if reached >> index & 1 and (place.many or place.takes_some_of(hole)):
                reached |= 1 << (index + 1)
        return reached


class Place:
    """One place of a glob: the symbols it takes, once or many times."""

    __slots__ = ("accepts", "literals", "many")

    def __init__(
        self, literals: tuple[Symbol, ...], accepts: Callable[[str], bool] | None, many: bool
    ) -> None:
        self.literals = literals
        self.accepts = accepts
        self.many = many

    def takes(self, symbol: Symbol) -> bool:
        if symbol in self.literals:
            return True
        if self.accepts is None:
            return False
        if isinstance(symbol, str):
            return self.accepts(symbol)
        return self.many and (self.accepts is _anything or not _may_hold(symbol, self.accepts))

    def takes_some_of(self, hole: Hole) -> bool:
        if self.accepts is not None:
            return True
        alphabet = alphabet_of(hole)
        return any(not isinstance(s, str) or alphabet(s) for s in self.literals)


@lru_cache(maxsize=8192)
def places_of(pattern: Tokens, fold: bool = False, loose: bool = True) -> tuple[Place, ...]:
    """The places of a glob, one for each character and wildcard."""
    return tuple(_places(pattern, fold, loose))


def _places(pattern: Tokens, fold: bool, loose: bool) -> Iterator[Place]:
    for token in pattern:
        if isinstance(token, str):
            for char in token:
                cases = (char, *{char.lower(), char.upper()} - {char}) if fold else (char,)
                yield Place(tuple(c for c in cases if len(c) == 1), None, False)
        elif isinstance(token, Hole):
            yield Place((token,), alphabet_of(token) if loose else None, loose)
        elif isinstance(token, Range):
            yield Place((), token.accepts, token.many)
        else:
            yield Place((), _anything if token.colon else _no_colon, token.sign == "*")


def _anything(_: str) -> bool:
    return True


def _no_colon(char: str) -> bool:
    return char != ":"


def _no_separator(char: str) -> bool:
    return char not in ":/"


def _letter_or_digit(char: str) -> bool:
    return char.isascii() and char.isalnum()


def _lower(char: str) -> bool:
    return char == "-" or char.isdigit() or "a" <= char <= "z"


def alphabet_of(hole: Hole) -> Callable[[str], bool]:
    """The characters that a hole's value may have."""
    return _ALPHABETS.get(hole.within, _anything)


_ALPHABETS: dict[str, Callable[[str], bool]] = {
    NAME: _no_separator,
    ACCOUNT: str.isdigit,
    REGION: _lower,
    PARTITION: _lower,
    SUFFIX: _letter_or_digit,
}


def _may_hold(hole: Hole, accepts: Callable[[str], bool]) -> bool:
    """The hole may hold a character that is not accepted; only separators are ever refused."""
    return hole.within in (ANY, ARN) or not all(map(accepts, "a0-"))


@lru_cache(maxsize=8192)
def automaton(pattern: Tokens, fold: bool = False, loose: bool = False) -> Glob:
    """The automaton of a glob, made once."""
    return Glob(pattern, fold=fold, loose=loose)
