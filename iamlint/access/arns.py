"""ARNs against patterns: segment by segment, with the star that crosses, and short ones.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
"""

from __future__ import annotations

from functools import lru_cache

from iamlint.model.policy import BOUNDARY, IDENTITY, RCP, SCP, SESSION
from iamlint.text.globs import ONE, RUN, split
from iamlint.text.hints import TYPE_CHECKING, Final
from iamlint.text.holed import meets
from iamlint.text.holes import ANY, ARN, Hole, Text

from .truth import FAILS, HOLDS, MAYBE, NO, YES, Answer, Doubt, Truth, truth_of

if TYPE_CHECKING:
    from iamlint.text.globs import Token, Tokens

SEGMENTS: Final = 6

_FILLS_SHORT: Final = frozenset((IDENTITY, SESSION, BOUNDARY))
"""Kinds of policy in which what a short ARN leaves out is `*`, always."""

CROSSING: Final = Doubt(
    "rule: a star at the end of an ARN segment",
    "a `*` at the end of an ARN segment is documented to match beyond the colon, and for S3 not to",
)
SHORT: Final = Doubt(
    "rule: a resource ARN of fewer than six parts",
    "what IAM makes of an ARN of fewer than six parts here is not documented",
)


@lru_cache(maxsize=16384)
def covers_arn(pattern: Tokens, resource: Text, kind: str) -> Answer:
    """Does a pattern of a Resource element match the resource of a request?

    `resource` is an ARN, or `*` for a request that is about no resource: that only `*` matches.
    """
    if pattern == (RUN,):
        return HOLDS
    if resource.literal is not None and not resource.literal.strip("*"):
        return _covers_star(pattern)
    exact = by_segment(pattern, resource)
    if exact is YES:
        return HOLDS
    parts = split(pattern, ":", SEGMENTS - 1)
    if len(parts) < SEGMENTS and not _may_hold_colons(pattern):
        short = _covers_short(pattern, parts, resource, kind)
        if short.truth is YES:
            return short
        return _stronger(short, _crossing(pattern, resource))
    return _stronger(_doubtful(exact, pattern, resource), _crossing(pattern, resource))


def _covers_star(pattern: Tokens) -> Answer:
    """A pattern that is one hole may turn out to be `*`."""
    if len(pattern) == 1 and isinstance(pattern[0], Hole) and pattern[0].within == ANY:
        return Answer(MAYBE, doubts_of(pattern, Text("*")))
    return FAILS


def _stronger(one: Answer, other: Answer) -> Answer:
    return one if one.truth.rank >= other.truth.rank else other


def _doubtful(found: Truth, pattern: Tokens, resource: Text) -> Answer:
    return Answer(MAYBE, doubts_of(pattern, resource)) if found is MAYBE else Answer(found)


def doubts_of(pattern: Tokens, value: Text) -> tuple[Doubt, ...]:
    """The holes that stand on one side only, each as a doubt."""
    ours = {token for token in pattern if isinstance(token, Hole)}
    apart = [h for h in (*pattern, *value.pieces) if isinstance(h, Hole)]
    apart = [h for h in apart if (h in ours) != (h in value.holes)] or apart
    return tuple(
        dict.fromkeys(Doubt(h.identity, h.why or f"`{h.identity}` is not known") for h in apart)
    )


@lru_cache(maxsize=8192)
def by_segment(pattern: Tokens, value: Text) -> Truth:
    """Six segments each against its own: a wildcard does not leave the first five, and takes
    anything in the last. A text that is no ARN is compared as a whole.
    """
    if _may_hold_colons(pattern) or _may_hold_colons(value.pieces):
        return _as_a_whole(pattern, value)
    values = split(value.pieces, ":", SEGMENTS - 1)
    if len(values) < SEGMENTS:
        return truth_of(meets(pattern, value))
    patterns = split(pattern, ":", SEGMENTS - 1)
    if len(patterns) < SEGMENTS:
        return NO
    result = YES
    for one, part in zip(patterns, values, strict=True):
        result &= truth_of(meets(one, Text(*part)))  # type: ignore[arg-type]
        if result is NO:
            return NO
    return result


def _as_a_whole(pattern: Tokens, value: Text) -> Truth:
    """A hole may fill several segments. Behind a hole that is a whole ARN wildcards are free;
    behind one of which nothing is known they may not be.
    """
    found = truth_of(meets(pattern, value))
    if found is YES and pattern[:1] != (RUN,) and not _starts_with_arn(pattern):
        return YES if meets(pattern, value, no_colon=True) else _unless_wild(pattern)
    return found


def _unless_wild(pattern: Tokens) -> Truth:
    return MAYBE if any(token in (RUN, ONE) for token in pattern) else YES


def _starts_with_arn(pattern: Tokens) -> bool:
    return isinstance(pattern[0], Hole) and pattern[0].within == ARN


def _may_hold_colons(parts: tuple[object, ...]) -> bool:
    """Before the fifth colon there is a hole that may fill more than one segment."""
    colons = 0
    for part in parts:
        if isinstance(part, Hole):
            if part.within in (ANY, ARN):
                return True
        elif isinstance(part, str):
            colons += part.count(":")
            if colons >= SEGMENTS - 1:
                return False
    return False


def _covers_short(pattern: Tokens, parts: list[Tokens], resource: Text, kind: str) -> Answer:
    """An ARN of fewer than six parts, with `*` for those that are missing."""
    longer = pattern + tuple(token for _ in range(SEGMENTS - len(parts)) for token in (":", RUN))
    found = by_segment(_joined(longer), resource)
    if found is NO:
        return FAILS
    if kind in _FILLS_SHORT or pattern[-1:] == (RUN,):
        return _doubtful(found, pattern, resource)
    if RUN not in pattern and ONE not in pattern and kind not in (SCP, RCP):
        return FAILS
    return Answer(MAYBE, (SHORT,))


def _joined(pattern: Tokens) -> Tokens:
    """Neighbouring literals as one, so that equal patterns are equal."""
    found: list[Token] = []
    for token in pattern:
        last = found[-1] if found else None
        if isinstance(token, str) and isinstance(last, str):
            found[-1] = last + token
        else:
            found.append(token)
    return tuple(found)


def _crossing(pattern: Tokens, resource: Text) -> Answer:
    """A star that ends a segment may reach beyond the colon. S3's guide says it cannot."""
    parts = split(pattern, ":", SEGMENTS - 1)
    if not any(part[-1:] == (RUN,) for part in parts[: SEGMENTS - 1]):
        return FAILS
    if resource.literal is None or any(isinstance(token, Hole) for token in pattern):
        if meets(pattern, resource) is False:
            return FAILS
        return Answer(MAYBE, (CROSSING,))
    if not _crosses(parts, resource.literal.split(":")):
        return FAILS
    if resource.literal.startswith("arn:") and resource.literal.split(":")[2] == "s3":
        return Answer(MAYBE, (CROSSING,))
    return Answer(YES, (CROSSING,))


def _crosses(patterns: list[Tokens], values: list[str]) -> bool:
    """The pattern's segments cover the value's, those that end in a star one or more each."""
    reached = {0}
    last = len(patterns) - 1
    for index, part in enumerate(patterns):
        following: set[int] = set()
        for start in reached:
            if index == SEGMENTS - 1:
                if start < len(values) and meets(part, ":".join(values[start:])):
                    following.add(len(values))
            elif start < len(values) and meets(part, values[start]):
                following.add(start + 1)
                if part[-1:] == (RUN,):
                    following.update(range(start + 2, len(values) + 1))
        reached = following
        if not reached:
            return False
    return last >= 0 and len(values) in reached


def like_arn(pattern: Tokens, value: Text) -> Answer:
    """ArnLike and ArnEquals: six segments, and no star that crosses; `*` alone is any ARN."""
    if pattern == (RUN,):
        return HOLDS
    if not _may_hold_colons(pattern) and len(split(pattern, ":", SEGMENTS - 1)) < SEGMENTS:
        return FAILS
    return _doubtful(by_segment(pattern, value), pattern, value)


def is_arn(value: Text) -> Truth:
    """It has the six parts of an ARN."""
    if value.prefix.startswith("arn:"):
        if len(split(value.pieces, ":", SEGMENTS - 1)) == SEGMENTS:
            return YES
        return MAYBE if _may_hold_colons(value.pieces) else NO
    first = value.pieces[0] if value.pieces else ""
    if not isinstance(first, Hole):
        return MAYBE if value.holes and "arn:".startswith(value.prefix[:4]) else NO
    return YES if first.within == ARN else MAYBE
