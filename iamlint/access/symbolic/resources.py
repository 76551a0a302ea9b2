"""ARNs that stand for all others, given some resource patterns.

ARNs are taken segment by segment: in each, the combinations of the patterns' parts; then those of
the segments. Patterns in which a star may cross segments, and short ones, are first written as
all the forms of six segments that they may take. A star is taken to cross only into ARNs of which
the names hold no colon: that a name holds, behind a colon of its own, what another pattern has
behind its stars, is left out.
"""

from __future__ import annotations

from functools import lru_cache

from iamlint.text.automata import DIGIT, inside_segments
from iamlint.text.combinations import EVERYTHING, Combination, Combinations, combinations, meet
from iamlint.text.globs import ONE_INSIDE, RUN, RUN_INSIDE, split
from iamlint.text.hints import TYPE_CHECKING, Final
from iamlint.text.holed import meets
from iamlint.text.holes import ANY, ARN, Hole, Text
from iamlint.text.records import NamedTuple

from .domains import ACCOUNT, ANYTHING, FREE, PARTITION, REGION, STAR, Domain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from iamlint.catalog import Catalog
    from iamlint.text.globs import Token, Tokens

    Form = tuple[Tokens, ...]

SEGMENTS: Final = 6
_FRESH_ACCOUNTS: Final = ("111122223333", "999999999999", "888888888888", "777777777777")
"""The first is that of whoever stands for any caller, so that what is shown needs one account."""


class Samples(NamedTuple):
    """ARNs, likely ones first. `complete`: no way of matching is missing."""

    arns: tuple[Text, ...]
    complete: bool


@lru_cache(maxsize=16384)
def samples(domain: Domain, patterns: tuple[Tokens, ...], catalog: Catalog) -> Samples:
    """ARNs of a domain, one at least for each way in which the patterns can match together."""
    if domain is STAR:
        return Samples((Text("*"),), True)
    if any(_may_fill_segments(pattern) for pattern in patterns):
        return _whole(domain, patterns)
    forms = tuple(dict.fromkeys(form for p in patterns for form in _forms_in(p, domain)))
    rows = Combinations((Combination(-1, -1, ("arn",)),), True)
    for head in _heads(domain, forms, catalog):
        rows = _times(rows, head)
    last = tuple(dict.fromkeys(form[5] for form in forms))
    found = combinations(last, domain.resource, 0, _holes(last))
    rows = _times(rows, _spread(found, last, forms, 5))
    return Samples(tuple(Text(*row.sample) for row in rows.rows), rows.complete)


def fits_any(patterns: Iterable[Tokens], domain: Domain) -> bool:
    """Can one of the patterns match an ARN of the domain at all?"""
    service = domain.head[1] if domain.head else ""
    for pattern in patterns:
        named = _service(pattern)
        if named and service.startswith("=") and named != service[1:]:
            continue
        if _may_fill_segments(pattern) or _forms_in(pattern, domain):
            return True
    return False


@lru_cache(maxsize=8192)
def _service(pattern: Tokens) -> str:
    """The service that the pattern's text begins with, or empty."""
    first = pattern[0] if pattern else ""
    parts = first.split(":") if isinstance(first, str) else []
    return parts[2] if len(parts) > 3 else ""


def _holes(globs: Iterable[Tokens]) -> frozenset[Hole]:
    return frozenset(token for glob in globs for token in glob if isinstance(token, Hole))


def _may_fill_segments(pattern: Tokens) -> bool:
    """A hole before the fifth colon may hold colons."""
    colons = 0
    for token in pattern:
        if isinstance(token, Hole):
            if token.within in (ANY, ARN):
                return colons < SEGMENTS - 1
        elif isinstance(token, str):
            colons += token.count(":")
    return False


# the forms of a pattern


@lru_cache(maxsize=32768)
def _forms_in(pattern: Tokens, domain: Domain) -> tuple[Form, ...]:
    """The forms of six segments that some ARN of the domain can have."""
    itself, crossing = _forms(pattern)
    return (
        *(form for form in itself if _fits(form, domain.head, domain.resource)),
        *(form for form in crossing if _fits(form, domain.head, domain.usual)),
    )


@lru_cache(maxsize=8192)
def _forms(pattern: Tokens) -> tuple[tuple[Form, ...], tuple[Form, ...]]:
    """The pattern itself with six segments, and its forms where a star takes colons."""
    if pattern == (RUN,):
        return ((EVERYTHING,) * SEGMENTS,), ()
    parts = split(pattern, ":")
    if len(parts) >= SEGMENTS:
        itself = _form(parts)
    else:
        itself = (*parts, *(EVERYTHING,) * (SEGMENTS - len(parts)))
    spread = (one for one in _spreadings(parts, 0) if len(one) >= SEGMENTS)
    crossing = dict.fromkeys(map(_form, spread))
    crossing.pop(itself, None)
    return (itself,), tuple(crossing)


def _spreadings(parts: list[Tokens], index: int) -> Iterator[list[Tokens]]:
    """The segments with each star that ends one of the first five taking none or more besides."""
    if index >= min(len(parts), SEGMENTS - 1):
        yield parts
        return
    yield from _spreadings(parts, index + 1)
    if parts[index][-1:] == (RUN,):
        for more in range(1, SEGMENTS - index):
            wider = [*parts[: index + 1], *(EVERYTHING,) * more, *parts[index + 1 :]]
            yield from _spreadings(wider, index + 1 + more)


def _form(parts: list[Tokens]) -> Form:
    return (*parts[: SEGMENTS - 1], _joined(parts[SEGMENTS - 1 :]))


def _joined(parts: list[Tokens]) -> Tokens:
    """Segments as one again."""
    found: list[Token] = []
    for index, part in enumerate(parts):
        for token in (":", *part) if index else part:
            last = found[-1] if found else None
            if isinstance(token, str) and isinstance(last, str):
                found[-1] = last + token
            elif not (token is RUN and last is RUN):
                found.append(token)
    return tuple(found)


def _fits(form: Form, head: tuple[str, ...], resource: Tokens) -> bool:
    """Some ARN can have the form."""
    if meets(form[0], "arn") is False:
        return False
    for part, kind in zip(form[1:5], head, strict=True):
        if kind.startswith("=") and meets(part, kind[1:]) is False:
            return False
    return form[5] == EVERYTHING or meet(form[5], resource)


# segments


def _heads(domain: Domain, forms: tuple[Form, ...], catalog: Catalog) -> Iterator[Combinations]:
    """The combinations of the segments before the last, each with its colon."""
    partitions, service, regions, accounts = (
        tuple(dict.fromkeys(form[index] for form in forms)) for index in range(1, 5)
    )
    kinds = domain.head
    first = _values(kinds[0], partitions, catalog)
    yield _spread(first, partitions, forms, 1)
    yield _spread(_values(kinds[1], service, catalog), service, forms, 2)
    yield _spread(_values(kinds[2], regions, catalog), regions, forms, 3)
    yield _spread(_values(kinds[3], accounts, catalog), accounts, forms, 4)


@lru_cache(maxsize=8192)
def _values(kind: str, globs: tuple[Tokens, ...], catalog: Catalog) -> Combinations:
    """The combinations of some globs over what may stand in a segment."""
    if kind.startswith("="):
        return _among((kind[1:],), globs)
    plain = [glob[0] for glob in globs if len(glob) == 1 and isinstance(glob[0], str)]
    literal = all(glob == EVERYTHING or len(glob) == 0 or _single(glob) for glob in globs)
    holes = sorted(_holes(globs), key=lambda hole: hole.identity)
    if kind == PARTITION:
        return _among((*catalog.partitions, *plain), globs, holes)
    if kind == REGION:
        known = ("us-east-1", "eu-west-1", *catalog.regions)
        other = [name for name in known if name not in plain][:1]
        return _among((*(other if literal else known), *plain), globs, holes)
    if kind == ACCOUNT:
        if literal:
            other = [name for name in _FRESH_ACCOUNTS if name not in plain]
            return _among((*other[:1], *plain), globs, holes)
        digits = combinations(globs, (DIGIT,) * 12, 0, frozenset(holes))
        named = _among(plain, globs, holes)
        return Combinations((*digits.rows, *named.rows), digits.complete)
    return combinations(globs, (RUN_INSIDE,), 0, frozenset(holes))


def _single(glob: Tokens) -> bool:
    return len(glob) == 1 and isinstance(glob[0], (str, Hole))


def _among(
    texts: Iterable[str], globs: tuple[Tokens, ...], holes: Iterable[Hole] = ()
) -> Combinations:
    """The combinations that a few texts and holes have."""
    found: dict[tuple[int, int], Combination] = {}
    every: tuple[str | Hole, ...] = (*texts, *holes)
    for sample in every:
        must = may = 0
        for index, glob in enumerate(globs):
            answer = meets(glob, Text(sample))
            must |= (answer is True) << index
            may |= (answer is not False) << index
        found.setdefault((must, may), Combination(must, may, (sample,)))
    return Combinations(tuple(found.values()), True)


def _spread(
    found: Combinations, globs: tuple[Tokens, ...], forms: tuple[Form, ...], segment: int
) -> Combinations:
    """Combinations of a segment's globs as combinations of the forms that have them there."""
    place = {glob: index for index, glob in enumerate(globs)}
    which = [place[form[segment]] for form in forms]
    return Combinations(
        tuple(
            Combination(
                sum(1 << i for i, glob in enumerate(which) if row.must >> glob & 1),
                sum(1 << i for i, glob in enumerate(which) if row.may >> glob & 1),
                (":", *row.sample),
            )
            for row in found.rows
        ),
        found.complete,
    )


def _times(one: Combinations, other: Combinations) -> Combinations:
    """Both together: a form matches when each of its segments does."""
    found: dict[tuple[int, int], Combination] = {}
    for left in one.rows:
        for right in other.rows:
            key = left.must & right.must, left.may & right.may
            if key not in found:
                found[key] = Combination(*key, (*left.sample, *right.sample))
    return Combinations(tuple(found.values()), one.complete and other.complete)


# patterns that begin with a hole


def _whole(domain: Domain, patterns: tuple[Tokens, ...]) -> Samples:
    """Holes may fill several segments: ARNs as one text."""
    globs: dict[Tokens, None] = {}
    for pattern in patterns:
        globs[pattern] = None
        globs[inside_segments(pattern)] = None
    found = combinations(tuple(globs), _as_one(domain), 0, _holes(globs))
    return Samples(tuple(Text(*row.sample) for row in found.rows), found.complete)


def _as_one(domain: Domain) -> Tokens:
    if domain is ANYTHING:
        return inside_segments(("arn:", RUN, ":", RUN, ":", RUN, ":", RUN, ":", RUN))
    whole: list[Token] = ["arn"]
    for kind in domain.head:
        whole.append(":")
        if kind.startswith("="):
            whole.append(kind[1:])
        elif kind == ACCOUNT:
            whole.extend((DIGIT,) * 12)
        elif kind == FREE:
            whole.append(RUN_INSIDE)
        else:
            whole.extend(("aws",) if kind == PARTITION else (ONE_INSIDE, RUN_INSIDE))
    return _joined([tuple(whole), domain.resource])
