"""Globs and texts of which parts are not known: does this match, for certain, never, or perhaps?

A hole is an opaque symbol. The same hole on both sides is the same text; a star takes any hole;
everything else is asked twice: must it match whatever the holes are, and can it match at all,
given what is known of each hole (a name has no colon, an account is twelve digits).
"""

from __future__ import annotations

from functools import lru_cache

from iamlint.text.hints import TYPE_CHECKING

from .globs import Token, Tokens, Wild, match, tokens
from .holes import ACCOUNT, ANY, ARN, NAME, PARTITION, REGION, SUFFIX, Hole, Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Symbol = str | Wild | Hole  # a str is one character
    Accepts = Callable[[str], bool]

_CHOICES = 16


def meets(
    pattern: str | Text | Tokens, value: str | Text, *, fold: bool = False, no_colon: bool = False
) -> bool | None:
    """Does a glob match a text? None when that hangs on what the holes turn out to be.

    `fold` and `no_colon` as for `globs.match`. A hole in the glob may hold wildcards itself,
    unless it is known to be a name, account, region, partition or ARN.
    """
    literal = value if isinstance(value, str) else value.literal
    if isinstance(pattern, Text) and pattern.literal is not None:
        pattern = pattern.literal
    if literal is not None and isinstance(pattern, str):
        return match(pattern, literal, fold=fold, no_colon=no_colon)
    parts = tokens(pattern) if isinstance(pattern, (str, Text)) else pattern
    pieces: tuple[str | Hole, ...] = (value,) if isinstance(value, str) else value.pieces
    if literal is not None and not any(map(_is_special, parts)):
        return match(parts, literal, fold=fold, no_colon=no_colon)
    return _meets(parts, pieces, fold, no_colon)


def _is_special(token: Token) -> bool:
    """A hole, or a wildcard that takes no colon."""
    return not isinstance(token, str) and (isinstance(token, Hole) or not token.colon)


@lru_cache(maxsize=8192)
def _meets(
    pattern: Tokens, value: tuple[str | Hole, ...], fold: bool, no_colon: bool
) -> bool | None:
    left, right = tuple(_symbols(pattern, fold)), tuple(_symbols(value, fold))
    left, right = _without_common_ends(left, right)
    if _must(left, right, no_colon):
        return True
    if not _may(left, right, no_colon):
        return False
    return _by_choices(pattern, value, fold, no_colon)


def _by_choices(
    pattern: Tokens, value: tuple[str | Hole, ...], fold: bool, no_colon: bool
) -> bool | None:
    """Try every value that a hole is known to take, the same one wherever it stands."""
    for hole in (*pattern, *value):
        if isinstance(hole, Hole) and 0 < len(hole.choices) <= _CHOICES:
            answers = {
                _meets(
                    _filled(pattern, hole, tokens(choice)),
                    Text(*_filled(value, hole, choice.pieces)).pieces,  # type: ignore[arg-type]
                    fold,
                    no_colon,
                )
                for choice in hole.choices
            }
            return answers.pop() if len(answers) == 1 else None
    return None


def _filled(parts: tuple[Token, ...], hole: Hole, filling: tuple[Token, ...]) -> Tokens:
    return tuple(new for part in parts for new in (filling if part == hole else (part,)))


def _symbols(parts: tuple[Token, ...], fold: bool) -> Iterator[Symbol]:
    for part in parts:
        if isinstance(part, str):
            yield from part.lower() if fold else part
        else:
            yield part


def _without_common_ends(
    left: tuple[Symbol, ...], right: tuple[Symbol, ...]
) -> tuple[tuple[Symbol, ...], tuple[Symbol, ...]]:
    """What both begin and end with decides nothing; that cancels equal holes."""
    shorter = min(len(left), len(right))
    start = 0
    while start < shorter and left[start] == right[start]:
        start += 1
    end = 0
    while end < shorter - start and left[-1 - end] == right[-1 - end]:
        end += 1
    return left[start : len(left) - end], right[start : len(right) - end]


def _must(pattern: tuple[Symbol, ...], value: tuple[Symbol, ...], no_colon: bool) -> bool:
    """It matches with every hole an opaque symbol that only itself and a star take."""
    states = _past_stars(pattern, {0})
    for symbol in value:
        following = set()
        for state in states:
            if state == len(pattern):
                continue
            wanted = pattern[state]
            if isinstance(wanted, Wild):
                inside = no_colon or not wanted.colon
                if inside and _may_have_colon(symbol):
                    continue
                if wanted.sign == "*":
                    following.add(state)
                elif isinstance(symbol, str):
                    following.add(state + 1)
            elif wanted == symbol:
                following.add(state + 1)
        states = _past_stars(pattern, following)
    return len(pattern) in states


def _past_stars(pattern: tuple[Symbol, ...], states: set[int]) -> set[int]:
    todo = list(states)
    while todo:
        state = todo.pop()
        if state < len(pattern) and _is_run(pattern[state]) and state + 1 not in states:
            states.add(state + 1)
            todo.append(state + 1)
    return states


def _is_run(symbol: Symbol) -> bool:
    return isinstance(symbol, Wild) and symbol.sign == "*"


def _may_have_colon(symbol: Symbol) -> bool:
    return symbol.within in (ANY, ARN) if isinstance(symbol, Hole) else symbol == ":"


class _Step:
    """One character of a set of characters, or any number of them.

    `char` is the character itself, or empty for a set that `accepts` tells.
    """

    __slots__ = ("accepts", "char", "many")

    def __init__(self, char: str, accepts: Accepts, many: bool) -> None:
        self.char = char
        self.accepts = accepts
        self.many = many


def _may(pattern: tuple[Symbol, ...], value: tuple[Symbol, ...], no_colon: bool) -> bool:
    """Some filling of the holes, each mention on its own, makes it match: the languages of the
    two sides meet. Two sets of characters are always taken to share one.
    """
    left = [step for symbol in pattern for step in _steps(symbol, no_colon)]
    right = [step for symbol in value for step in _steps(symbol, False)]
    todo, seen = [(0, 0)], {(0, 0)}
    while todo:
        i, j = todo.pop()
        if i == len(left) and j == len(right):
            return True
        a = left[i] if i < len(left) else None
        b = right[j] if j < len(right) else None
        following = []
        if a is not None and a.many:
            following.append((i + 1, j))
        if b is not None and b.many:
            following.append((i, j + 1))
        if a is not None and b is not None and _share(a, b):
            following.append((i if a.many else i + 1, j if b.many else j + 1))
        for pair in following:
            if pair not in seen:
                seen.add(pair)
                todo.append(pair)
    return False


def _share(a: _Step, b: _Step) -> bool:
    if a.char:
        return b.accepts(a.char)
    return a.accepts(b.char) if b.char else True


def _steps(symbol: Symbol, no_colon: bool) -> Iterator[_Step]:
    if isinstance(symbol, str):
        yield _Step(symbol, symbol.__eq__, False)
    elif isinstance(symbol, Wild):
        inside = no_colon or not symbol.colon
        yield _Step("", _no_colon if inside else _anything, symbol.sign == "*")
    elif symbol.within == ACCOUNT:
        for _ in range(12):
            yield _Step("", str.isdigit, False)
    elif symbol.within == SUFFIX:
        for _ in range(6):
            yield _Step("", _letter_or_digit, False)
    elif symbol.within == ARN:
        for char in "arn:":
            yield _Step(char, char.__eq__, False)
        yield _Step("", _anything, True)
    else:
        accepts = _ALPHABETS.get(symbol.within, _anything)
        if symbol.within != ANY:
            yield _Step("", accepts, False)
        yield _Step("", accepts, True)


def _anything(_: str) -> bool:
    return True


def _no_colon(char: str) -> bool:
    return char != ":"


def _letter_or_digit(char: str) -> bool:
    return char.isascii() and char.isalnum()


def _name_character(char: str) -> bool:
    return char not in ":/"


def _region_character(char: str) -> bool:
    return char == "-" or char.isdigit() or "a" <= char <= "z"


_ALPHABETS: dict[str, Accepts] = {
    NAME: _name_character,
    REGION: _region_character,
    PARTITION: _region_character,
}
