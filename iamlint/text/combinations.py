"""What several globs can match together.

A walk over the places of several automata at once finds *every* combination of matching and not
matching that some text has, each with a shortest such text. Intersection, containment, equality
and the covering of one glob by several are read off those combinations.

The number of combinations may grow as 2^k for k globs of the kind `*a*`; walks are capped, and
past the cap the answer is not known.
"""

from __future__ import annotations

from functools import lru_cache

from iamlint.text.hints import TYPE_CHECKING, Final

from .automata import Range, automaton, places_of
from .globs import ONE_INSIDE, RUN, RUN_INSIDE, Tokens, match, tokens
from .holes import Hole
from .records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from .automata import Place, Symbol

    Alive = tuple[tuple[int, int], ...]
    State = tuple[int, int, Alive]

LIMIT: Final = 20_000
"""Steps that a walk may take before it gives up."""

EVERYTHING: Final[Tokens] = (RUN,)


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
    if not fold and not holes and all(map(_is_prefix, patterns)) and not _has_holes(domain):
        return _of_prefixes(patterns, domain)
    return _Walk(patterns, domain, fold, holes, limit).combinations()


def _is_prefix(pattern: Tokens) -> bool:
    """A text, perhaps with a star behind it."""
    text = pattern[:-1] if pattern[-1:] == (RUN,) else pattern
    return len(text) == 0 or (len(text) == 1 and isinstance(text[0], str))


def _has_holes(pattern: Tokens) -> bool:
    return any(isinstance(token, Hole) for token in pattern)


# texts and prefixes


def _of_prefixes(patterns: tuple[Tokens, ...], domain: Tokens) -> Combinations:
    """What a text has in common with prefixes is decided by where it leaves the tree of them: it
    ends there, or goes on in some other way than the tree does.
    """
    starred, exact = _ends(patterns)
    tree = _tree((*starred, *exact))
    glob = automaton(domain)
    sorts = _sorts(patterns, domain)
    found: dict[int, str] = {}
    matched = {"": starred.get("", 0)}
    reached = {"": glob.start}
    for text, following in sorted(tree.items(), key=_length):
        if text:
            matched[text] = matched[text[:-1]] | starred.get(text, 0)
            reached[text] = glob.step(reached[text[:-1]], text[-1])
        bits, places = matched[text], reached[text]
        if not places:
            continue
        if glob.accepts(places):
            found.setdefault(bits | exact.get(text, 0), text)
        for char in _others(sorts, glob.live(places), following) if bits not in found else ():
            ending = _ending(domain, glob.step(places, char), sorts)
            if ending is not None:
                found[bits] = text + char + ending
                break
    rows = sorted(found.items(), key=lambda row: len(row[1]))
    return Combinations(tuple(Combination(bits, bits, (text,)) for bits, text in rows), True)


def _ends(patterns: tuple[Tokens, ...]) -> tuple[dict[str, int], dict[str, int]]:
    """The texts of patterns with a star behind them and of those without, each with its bits."""
    starred: dict[str, int] = {}
    exact: dict[str, int] = {}
    for index, pattern in enumerate(patterns):
        bits = starred if pattern[-1:] == (RUN,) else exact
        text = _text(pattern)
        bits[text] = bits.get(text, 0) | 1 << index
    return starred, exact


def _tree(texts: Iterable[str]) -> dict[str, set[str]]:
    """Every beginning of the texts, with the characters by which one of them goes on."""
    found: dict[str, set[str]] = {"": set()}
    for text in texts:
        for index, char in enumerate(text):
            found.setdefault(text[:index], set()).add(char)
            found.setdefault(text[: index + 1], set())
    return found


def _length(node: tuple[str, set[str]]) -> int:
    return len(node[0])


def _text(pattern: Tokens) -> str:
    return pattern[0] if pattern and isinstance(pattern[0], str) else ""


def _others(sorts: Iterable[str], live: Iterable[Symbol], taken: set[str]) -> Iterator[str]:
    """Characters by which a text may go on, one of each sort, but for those taken."""
    for sort in sorts:
        yield from [char for char in sort if char not in taken][:1]
    yield from sorted(s for s in live if isinstance(s, str) and s not in taken)


@lru_cache(maxsize=8192)
def _ending(domain: Tokens, places: int, sorts: tuple[str, ...]) -> str | None:
    """A shortest text that leads from some places of a domain to its end."""
    glob = automaton(domain)
    queue, seen = [(places, "")], {places}
    for at, text in queue:  # grows while it is walked
        if glob.accepts(at):
            return text
        for char in _others(sorts, glob.live(at), set()):
            following = glob.step(at, char)
            if following and following not in seen:
                seen.add(following)
                queue.append((following, text + char))
    return None


# globs


class _Walk:
    """A breadth-first walk over the places of several automata at once.

    A state is the domain's places, the globs that match whatever follows, and the places of those
    that still may match.
    """

    __slots__ = ("domain", "globs", "holed", "holes", "limit", "sorts", "width")

    def __init__(
        self,
        patterns: tuple[Tokens, ...],
        domain: Tokens,
        fold: int,
        holes: frozenset[Hole],
        limit: int,
    ) -> None:
        self.holes = sorted(holes, key=_identity)
        self.holed = bool(holes) or any(map(_has_holes, patterns))
        self.width = len(patterns)
        self.globs = [automaton(p, bool(fold >> i & 1)) for i, p in enumerate(patterns)]
        if self.holed:
            self.globs += [automaton(p, bool(fold >> i & 1), True) for i, p in enumerate(patterns)]
        self.domain = automaton(domain, False, self.holed)
        self.limit = limit
        self.sorts = _sorts(patterns, domain)

    def combinations(self) -> Combinations:
        start = self._settled(
            self.domain.start, 0, ((i, g.start) for i, g in enumerate(self.globs))
        )
        queue: list[tuple[State, tuple[Symbol, ...]]] = [(start, ())]
        seen = {start}
        found: dict[tuple[int, int], tuple[Symbol, ...]] = {}
        steps = 0
        globs = self.globs
        for (inside, sealed, alive), text in queue:  # grows while it is walked
            if self.domain.accepts(inside):
                found.setdefault(self._matching(sealed, alive), text)
            for symbol in self._symbols(inside, alive):
                steps += 1
                there = self.domain.step(inside, symbol)
                if not there:
                    continue
                moved = ((i, globs[i].step(at, symbol)) for i, at in alive)
                following = self._settled(there, sealed, moved)
                if following not in seen:
                    seen.add(following)
                    queue.append((following, (*text, symbol)))
            if steps > self.limit:
                return Combinations(_rows(found), False)
        return Combinations(_rows(found), True)

    def _settled(self, inside: int, sealed: int, moved: Iterable[tuple[int, int]]) -> State:
        """Globs that cannot match any more are left out, those that must match are set aside."""
        alive = []
        for index, at in moved:
            if at:
                if at == self.globs[index].sealed:
                    sealed |= 1 << index
                else:
                    alive.append((index, at))
        return inside, sealed, tuple(alive)

    def _matching(self, sealed: int, alive: Alive) -> tuple[int, int]:
        bits = sealed
        for index, at in alive:
            if at & self.globs[index].end:
                bits |= 1 << index
        if not self.holed:
            return bits, bits
        must = bits & ((1 << self.width) - 1)
        return must, bits >> self.width | must

    def _symbols(self, inside: int, alive: Alive) -> Iterator[Symbol]:
        """What is worth reading next: literals on the way, one of each other sort, the holes."""
        found: set[Symbol] = set(self.domain.live(inside))
        for index, at in alive:
            found |= self.globs[index].live(at)
        for sort in self.sorts:
            other = next((char for char in sort if char not in found), None)
            if other is not None:
                found.add(other)
                yield other
        yield from sorted(s for s in found if isinstance(s, str))
        yield from self.holes


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
    used = frozenset(char for token in every if isinstance(token, str) for char in token)
    ranges = any(isinstance(token, (Range, Hole)) for token in every)
    inside = RUN_INSIDE in every or ONE_INSIDE in every
    holes = any(isinstance(token, Hole) for token in every)
    return _ordered_sorts(used, ranges, inside, holes)


@lru_cache(maxsize=1024)
def _ordered_sorts(
    used: frozenset[str], ranges: bool, inside: bool, holes: bool
) -> tuple[str, ...]:
    sorts = [_LETTERS + _LETTERS.upper() + "0123456789" + _REST]
    if ranges:
        sorts += ["9876543210", "/", ":"]
    elif inside:
        sorts.append(":")
    if holes:
        sorts.append(_LETTERS.upper() + _REST)
    return tuple("".join(sorted(sort, key=used.__contains__)) for sort in sorts)


# two globs, and one under several


@lru_cache(maxsize=32768)
def meet(one: str | Tokens, other: str | Tokens) -> bool:
    """Some text matches both. Exact; the time grows with the product of the lengths."""
    left, right = _parts(one), _parts(other)
    if _contradict(left, right):
        return False
    if _is_prefix(left) and not _has_holes(right):
        glob = automaton(right)
        places = glob.after(_text(left))
        return places != 0 if left[-1:] == (RUN,) else glob.accepts(places)
    a, b = places_of(left), places_of(right)
    start = _common(a, b)
    if start is None:
        return False
    todo, seen = [(start, start)], {(start, start)}
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


def _contradict(one: Tokens, other: Tokens) -> bool:
    """Their literal beginnings or ends differ, as those of most do."""
    if not one or not other:
        return False
    first, second = one[0], other[0]
    if isinstance(first, str) and isinstance(second, str):
        begin = first.startswith(second) or second.startswith(first)
    else:
        begin = True
    first, second = one[-1], other[-1]
    if begin and isinstance(first, str) and isinstance(second, str):
        return not (first.endswith(second) or second.endswith(first))
    return not begin


def _common(a: tuple[Place, ...], b: tuple[Place, ...]) -> int | None:
    """How far both are the same literals; None when they then contradict each other."""
    for index, (here, there) in enumerate(zip(a, b, strict=False)):
        if here.accepts is not None or there.accepts is not None:
            return index
        if here.literals != there.literals:
            return index if set(here.literals) & set(there.literals) else None
    return min(len(a), len(b))


def _share(one: Place, other: Place) -> bool:
    if one.accepts is not None and other.accepts is not None:
        return True  # every two sorts of characters share one
    if one.accepts is None:
        return any(other.takes(symbol) for symbol in one.literals)
    return any(one.takes(symbol) for symbol in other.literals)


def covers(patterns: Sequence[str | Tokens], pattern: str | Tokens) -> bool | None:
    """Every text that the one glob matches is matched by one of the others; None past the cap.

    Pairs are not enough: `a*`, `b*` and `?a*` may cover together what none covers alone.
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
