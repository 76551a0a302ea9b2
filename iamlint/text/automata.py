"""Globs as automata: what several of them can match together.

A glob becomes a bit-parallel automaton: a set of places is an integer, one character is a few
operations on it. A walk over the sets of several globs at once finds *every* combination of
matching and not matching that some text has, each with a shortest such text. Intersection,
containment, equality and the covering of one glob by several are read off those combinations.

The number of combinations may grow as 2^k for k globs of the kind `*a*`; walks are capped, and
past the cap the answer is not known.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from .globs import ONE, RUN, Token, Tokens, Wild, match, tokens
from .holes import ACCOUNT, ANY, ARN, NAME, PARTITION, REGION, Hole
from .records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

Symbol = str | Hole
"""One character, or a hole read as a letter of its own."""

RUN_INSIDE: Final = Wild("*")
ONE_INSIDE: Final = Wild("?")
"""Wildcards that take no colon: those in the first five segments of an ARN."""

LIMIT: Final = 20_000
"""Steps that a walk may take before it gives up."""


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
        self._places = tuple(_places(pattern, fold, loose))
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


class _Place:
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


def _places(pattern: Tokens, fold: bool, loose: bool) -> Iterator[_Place]:
    for token in pattern:
        if isinstance(token, str):
            for char in token:
                cases = (char, *{char.lower(), char.upper()} - {char}) if fold else (char,)
                yield _Place(tuple(c for c in cases if len(c) == 1), None, False)
        elif isinstance(token, Hole):
            yield _Place((token,), alphabet_of(token) if loose else None, loose)
        elif isinstance(token, Range):
            yield _Place((), token.accepts, token.many)
        else:
            inside = token is RUN_INSIDE or token is ONE_INSIDE
            yield _Place((), _no_colon if inside else _anything, token.sign == "*")


def _anything(_: str) -> bool:
    return True


def _no_colon(char: str) -> bool:
    return char != ":"


def _no_separator(char: str) -> bool:
    return char not in ":/"


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
}


def _may_hold(hole: Hole, accepts: Callable[[str], bool]) -> bool:
    """The hole may hold a character that is not accepted; only separators are ever refused."""
    return hole.within in (ANY, ARN) or not all(map(accepts, "a0-"))


@lru_cache(maxsize=8192)
def automaton(pattern: Tokens, fold: bool = False, loose: bool = False) -> Glob:
    """The automaton of a glob, made once."""
    return Glob(pattern, fold=fold, loose=loose)


class Combination(NamedTuple):
    """One way in which globs match and fail together.

    `must`, `may`: bit `i` is set where glob `i` matches for certain, or can match at all; the two
    differ only where there are holes. `sample`: a shortest text that has it.
    """

    must: int
    may: int
    sample: tuple[Symbol, ...]


class Combinations(NamedTuple):
    """All combinations that were found. `complete`: there are no others."""

    rows: tuple[Combination, ...]
    complete: bool


EVERYTHING: Final = (RUN,)


@lru_cache(maxsize=4096)
def combinations(
    patterns: tuple[Tokens, ...],
    domain: Tokens = EVERYTHING,
    fold: int = 0,
    holes: frozenset[Hole] = frozenset(),
    limit: int = LIMIT,
) -> Combinations:
    """Every combination of matching that the texts of a domain have.

    `fold`: bit `i` is set where glob `i` compares without regard to case. `holes` are letters of
    the texts; combinations with them are found besides those without.
    """
    return _Walk(patterns, domain, fold, holes, limit).combinations()


class _Walk:
    """A breadth-first walk over the places of several automata at once."""

    __slots__ = ("domain", "globs", "holed", "holes", "limit", "sorts", "width")

    def __init__(
        self,
        patterns: tuple[Tokens, ...],
        domain: Tokens,
        fold: int,
        holes: frozenset[Hole],
        limit: int,
    ) -> None:
        self.holes = holes
        self.holed = bool(holes) or any(isinstance(t, Hole) for p in patterns for t in p)
        self.width = len(patterns)
        self.globs = [automaton(p, bool(fold >> i & 1)) for i, p in enumerate(patterns)]
        if self.holed:
            self.globs += [automaton(p, bool(fold >> i & 1), True) for i, p in enumerate(patterns)]
        self.domain = automaton(domain, False, self.holed)
        self.limit = limit
        self.sorts = _sorts(patterns, domain)

    def combinations(self) -> Combinations:
        start = (self.domain.start, *(glob.start for glob in self.globs))
        queue: list[tuple[tuple[int, ...], tuple[Symbol, ...]]] = [(start, ())]
        seen = {start}
        found: dict[tuple[int, int], tuple[Symbol, ...]] = {}
        steps = 0
        for places, text in queue:  # grows while it is walked
            if self.domain.accepts(places[0]):
                found.setdefault(self._matching(places), text)
            for symbol in self._symbols(places):
                steps += 1
                inside = self.domain.step(places[0], symbol)
                if not inside:
                    continue
                following = (
                    inside,
                    *(g.step(s, symbol) for g, s in zip(self.globs, places[1:], strict=True)),
                )
                if following not in seen:
                    seen.add(following)
                    queue.append((following, (*text, symbol)))
            if steps > self.limit:
                return Combinations(_rows(found), False)
        return Combinations(_rows(found), True)

    def _matching(self, places: tuple[int, ...]) -> tuple[int, int]:
        bits = 0
        for index, glob in enumerate(self.globs):
            if places[index + 1] & glob.end:
                bits |= 1 << index
        if not self.holed:
            return bits, bits
        must = bits & ((1 << self.width) - 1)
        return must, bits >> self.width | must

    def _symbols(self, places: tuple[int, ...]) -> Iterator[Symbol]:
        """What is worth reading next: literals on the way, one of the rest, and the holes."""
        found: set[Symbol] = set(self.domain.live(places[0]))
        for glob, at in zip(self.globs, places[1:], strict=True):
            if at:
                found |= glob.live(at)
        for sort in self.sorts:
            other = next((char for char in sort if char not in found), None)
            if other is not None:
                found.add(other)
                yield other
        yield from sorted(s for s in found if isinstance(s, str))
        yield from sorted(self.holes, key=_identity)


def _rows(found: dict[tuple[int, int], tuple[Symbol, ...]]) -> tuple[Combination, ...]:
    return tuple(Combination(must, may, text) for (must, may), text in found.items())


def _identity(hole: Hole) -> str:
    return hole.identity


_LETTERS: Final = "xyzwvutsrqponmlkjihgfedcba"
_REST: Final = "".join(map(chr, range(0x430, 0x600)))


def _sorts(patterns: tuple[Tokens, ...], domain: Tokens) -> tuple[str, ...]:
    """The sorts of characters that wildcards may tell apart, each as candidates to stand for it,
    those first that no glob names: letters, and where something refuses letters, digits,
    separators or capitals, those.
    """
    every = [token for glob in (*patterns, domain) for token in glob]
    used = {char for token in every if isinstance(token, str) for char in token}
    sorts = [_LETTERS + _LETTERS.upper() + "0123456789" + _REST]
    if any(isinstance(token, (Range, Hole)) for token in every):
        sorts += ["9876543210", "/", ":"]
    elif RUN_INSIDE in every or ONE_INSIDE in every:
        sorts.append(":")
    if any(isinstance(token, Hole) for token in every):
        sorts.append(_LETTERS.upper() + _REST)
    return tuple("".join(sorted(sort, key=used.__contains__)) for sort in sorts)


def meet(one: str | Tokens, other: str | Tokens) -> bool:
    """Some text matches both. Exact; the time grows with the product of the lengths."""
    left, right = _parts(one), _parts(other)
    a, b = tuple(_places(left, False, True)), tuple(_places(right, False, True))
    todo, seen = [(0, 0)], {(0, 0)}
    while todo:
        i, j = todo.pop()
        if i == len(a) and j == len(b):
            return True
        here = a[i] if i < len(a) else None
        there = b[j] if j < len(b) else None
        following = []
        if here is not None and here.many:
            following.append((i + 1, j))
        if there is not None and there.many:
            following.append((i, j + 1))
        if here is not None and there is not None and _share(here, there):
            following.append((i if here.many else i + 1, j if there.many else j + 1))
        for pair in following:
            if pair not in seen:
                seen.add(pair)
                todo.append(pair)
    return False


def _share(one: _Place, other: _Place) -> bool:
    if one.accepts is not None and other.accepts is not None:
        return True  # every two sorts of characters share one
    if one.accepts is None:
        return any(other.takes(symbol) for symbol in one.literals)
    return any(one.takes(symbol) for symbol in other.literals)


def covers(patterns: Sequence[str | Tokens], pattern: str | Tokens) -> bool | None:
    """Every text that the one glob matches is matched by one of the others; None past the cap.

    Pairs are not enough: `a*` and `b*` cover `?b` together only with `[^ab]b` missing.
    """
    if any(p in ("*", EVERYTHING, pattern) for p in patterns):
        return True
    if isinstance(pattern, str) and "*" not in pattern and "?" not in pattern:
        return any(match(p, pattern) for p in patterns)
    found = combinations(tuple(_parts(p) for p in patterns), _parts(pattern))
    if any(not row.must for row in found.rows):
        return False
    return True if found.complete else None


def equal(one: str | Tokens, other: str | Tokens) -> bool | None:
    """The two globs match the same texts; None past the cap."""
    if one == other:
        return True
    there, back = covers((other,), one), covers((one,), other)
    if there is False or back is False:
        return False
    return True if there and back else None


def _parts(pattern: str | Tokens) -> Tokens:
    return tokens(pattern) if isinstance(pattern, str) else pattern
