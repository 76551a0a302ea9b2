"""Can a resource pattern and an ARN template name the same thing?

Both are globs over characters: the template's variables and the pattern's wildcards, policy
variables and holes are runs that may be bounded (a bucket's name has no slash). The answer is no
only if no text at all fits both; runs of the pattern are allowed to cross colons everywhere, so a
no holds whatever IAM makes of wildcards in the first five segments.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise

from iamlint.text.globs import ONE, RUN, is_glob, tokens
from iamlint.text.globs import match as glob_matches
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.holes import ACCOUNT, NAME, PARTITION, REGION, SUFFIX, Hole
from iamlint.text.late import late
from iamlint.text.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from iamlint.text.holes import Text

VARIABLE = late(r"\$\{([^{}]*)\}")
_DIGIT = late(r"[0-9]")


class Part(NamedTuple):
    """One place of a pattern: the character, or any character but the `excluded` ones; once, or
    any number of times."""

    char: str
    excluded: str
    many: bool


@lru_cache(maxsize=4096)
def literal(char: str) -> Part:
    """The place of one character."""
    return Part(char, "", False)


ANY_RUN = Part("", "", True)
ANY_ONE = Part("", "", False)
EVERYTHING = (ANY_RUN,)
LONG = 2048
"""Places of a pattern that is longer than any that AWS accepts."""
_BOUNDED = {NAME: ":/", ACCOUNT: ":/*", REGION: ":/", PARTITION: ":/", SUFFIX: ":/"}


def bounded_variables(templates: Iterable[str]) -> dict[str, str]:
    """For each variable of a service's templates, the separators its values cannot hold: those
    that follow it in some template (`${BucketName}/${ObjectName}`)."""
    found: dict[str, str] = {}
    for template in templates:
        for match in VARIABLE.finditer(template):
            name, after = match[1], template[match.end() : match.end() + 1]
            if after in (":", "/") and after not in found.get(name, ""):
                found[name] = found.get(name, "") + after
    return found


_DIGITS = str.maketrans("123456789", "0" * 9)


@lru_cache(maxsize=4096)
def alike(pattern: str) -> str:
    """What stands for all patterns that differ in the digits of their last segment alone: that of
    templates without digits the same ones meet it, as `digit_free` tells. Itself, where a wildcard
    stands before the end or the pattern has variables.
    """
    if "$" in pattern:
        return pattern
    fields = pattern.split(":", 5)
    if len(fields) < 6 or is_glob(pattern[:-1]) or pattern.endswith("?"):
        return pattern
    body = fields[5]
    return pattern[: len(pattern) - len(body)] + body.translate(_DIGITS)


def digit_free(templates: Iterable[str]) -> tuple[str, ...] | None:
    """The services with a digit in their name of which templates are, none of which has a digit
    anywhere else but in the names of variables; None where one has. What is alike but for digits
    meets the same of them, as variables exclude none, where it does not mention such a service.
    """
    services: set[str] = set()
    for template in templates:
        fields = template.split(":", 5)
        service = fields[2] if len(fields) == 6 else ""
        rest = VARIABLE.sub("", template.replace(f":{service}:", ":", 1))
        if _DIGIT.search(rest):
            return None
        if _DIGIT.search(service):
            services.add(service)
    return tuple(services)


def template_parts(template: str, bounds: dict[str, str]) -> tuple[Part, ...]:
    """An ARN template as parts; a variable stands for one character or more."""
    parts: list[Part] = []
    position = 0
    for match in VARIABLE.finditer(template):
        parts.extend(map(fixed, template[position : match.start()]))
        excluded = bounds.get(match.group(1), "")
        parts.extend((Part("", excluded, False), Part("", excluded, True)))
        position = match.end()
    parts.extend(map(fixed, template[position:]))
    return tuple(parts)


def fixed(char: str) -> Part:
    """A character of a template outside its variables; a star there is any run."""
    return ANY_RUN if char == "*" else literal(char)


def all_parts(template: str) -> tuple[Part, ...]:
    """The ARN of all resources of a template's type: a literal star where each name would stand."""
    fields = template.split(":", 5)
    start = template_parts(":".join(fields[:5]) + ":", {})
    return start + tuple(map(literal, VARIABLE.sub("*", fields[5])))


@lru_cache(maxsize=4096)
def shape_of(pattern: Text, variables: bool) -> Shape:
    """A resource pattern taken apart; with `variables`, `${…}` is any run."""
    return Shape(pattern_parts(pattern, variables))


def pattern_parts(pattern: Text, variables: bool) -> tuple[Part, ...]:
    """A resource pattern as parts."""
    parts: list[Part] = []
    for token in tokens(pattern):
        if token is RUN:
            parts.append(ANY_RUN)
        elif token is ONE:
            parts.append(ANY_ONE)
        elif isinstance(token, Hole):
            parts.append(Part("", _BOUNDED.get(token.within, ""), True))
        else:
            assert isinstance(token, str)
            pieces = VARIABLE.split(token) if variables else [token]
            for index, piece in enumerate(pieces):
                if index % 2:
                    parts.append(ANY_RUN)
                else:
                    parts.extend(map(literal, piece))
    return tuple(parts)


class Places:
    """The places of a pattern, as they are and as bits."""

    __slots__ = ("_bits", "parts")

    def __init__(self, parts: tuple[Part, ...]) -> None:
        self.parts = parts
        self._bits: Bits | None = None

    @property
    def bits(self) -> Bits:
        if self._bits is None:
            self._bits = Bits(self.parts)
        return self._bits


class Bits:
    """The places of a pattern as bits. `many`: those that take any number of characters."""

    __slots__ = ("_by_char", "_fitting", "_wild", "many", "whole")

    def __init__(self, parts: tuple[Part, ...]) -> None:
        self.whole = (1 << len(parts)) - 1
        self.many = 0
        self._by_char: dict[str, int] = {}
        self._wild: dict[str, int] = {}
        self._fitting: dict[Part, int] = {}
        if len(parts) > LONG:
            self._set_at_once(parts)
            return
        for index, part in enumerate(parts):
            if part.char:
                self._by_char[part.char] = self._by_char.get(part.char, 0) | 1 << index
            else:
                self._wild[part.excluded] = self._wild.get(part.excluded, 0) | 1 << index
                if part.many:
                    self.many |= 1 << index

    def _set_at_once(self, parts: tuple[Part, ...]) -> None:
        """The same of a long pattern, of whose bits each change is a copy of all."""
        chars: dict[str, list[int]] = {}
        wild: dict[str, list[int]] = {}
        many: list[int] = []
        for index, part in enumerate(parts):
            if part.char:
                chars.setdefault(part.char, []).append(index)
            else:
                wild.setdefault(part.excluded, []).append(index)
                if part.many:
                    many.append(index)
        self._by_char = {char: with_bits(places) for char, places in chars.items()}
        self._wild = {excluded: with_bits(places) for excluded, places in wild.items()}
        self.many = with_bits(many)

    def fitting(self, part: Part) -> int:
        """The places that share a character with this one."""
        found = self._fitting.get(part)
        if found is None:
            found = self._fitting[part] = self._sharing(part)
        return found

    def _sharing(self, part: Part) -> int:
        if part.char:
            found = self._by_char.get(part.char, 0)
            for excluded, places in self._wild.items():
                if part.char not in excluded:
                    found |= places
            return found
        found = self.whole
        for char in part.excluded:
            found &= ~self._by_char.get(char, 0)
        return found


def with_bits(places: list[int]) -> int:
    """The number whose bits at these places, which ascend, are set."""
    octets = bytearray(places[-1] // 8 + 1 if places else 0)
    for place in places:
        octets[place >> 3] |= 1 << (place & 7)
    return int.from_bytes(octets, "little")


class Shape:
    """A pattern or template: as a whole, and as the six segments of an ARN where it has them."""

    __slots__ = ("closed", "segments", "whole")

    closed: bool
    """Its first five colons are those of every text that fits it."""

    def __init__(self, whole: tuple[Part, ...]) -> None:
        self.whole = Places(whole)
        colons = [index for index, part in enumerate(whole) if part.char == ":"][:5]
        cuts = [-1, *colons, len(whole)]
        self.segments = (
            tuple(Places(whole[start + 1 : end]) for start, end in pairwise(cuts))
            if len(colons) == 5
            else ()
        )
        self.closed = bool(self.segments) and all(
            part.char or ":" in part.excluded for part in whole[: colons[4]]
        )


def meet(left: Shape, right: Shape) -> bool:
    """Some ARN fits both. Most do segment by segment, which is quickly seen; where not, a run may
    still cross colons."""
    if left.segments and right.segments:
        ours, theirs = left.segments, right.segments
        before = (*ours[:2], *theirs[:2])
        if differ(ours[2].parts, theirs[2].parts) and not any(crosses(p.parts) for p in before):
            return False  # another service, and no star before it that could reach beyond
        if all(map(met, reversed(ours), reversed(theirs))):
            return True
        if left.closed and right.closed:
            return False  # the segments of a text that fits both are those of both
    return overlap(left.whole, right.whole)


class Plain(NamedTuple):
    """An ARN as it is compared at a glance.

    `start`: what its last segment, `body`, begins with, up to a variable of a template or a
    wildcard of a pattern; `open`: nothing but that wildcard follows. `variables`: of a template,
    each with what it cannot hold and the text behind it. `sample`: a body that a template stands
    for.
    """

    partition: str
    service: str
    region: str
    account: str
    body: str
    start: str
    open: bool = False
    variables: tuple[tuple[str, str], ...] = ()
    sample: str = ""


def plain_template(template: str, bounds: dict[str, str]) -> Plain:
    """An ARN template for `plainly_meets`."""
    _, partition, service, region, account, body = template.split(":", 5)
    start, variables = with_variables(body, bounds)
    sample = VARIABLE.sub("a", body)  # no variable excludes a letter
    return Plain(partition, service, region, account, body, start, False, variables, sample)


def with_variables(body: str, bounds: dict[str, str]) -> tuple[str, tuple[tuple[str, str], ...]]:
    """What a template begins with, and its variables: each with what it cannot hold and the text
    behind it.
    """
    start, *pieces = VARIABLE.split(body)
    named = zip(pieces[::2], pieces[1::2], strict=True)
    return start, tuple((bounds.get(name, ""), behind) for name, behind in named)


def plain_list(arn: str) -> Plain:
    """The ARN of all resources of a template's type, as `all_parts`, for `plainly_meets`."""
    _, partition, service, region, account, body = arn.split(":", 5)
    listed = VARIABLE.sub("*", body)
    return Plain(partition, service, region, account, listed, listed, sample=listed)


@lru_cache(maxsize=8192)
def plain_pattern(resource: str, variables: bool) -> Plain | None:
    """A resource pattern for `plainly_meets`, where it can be asked of it."""
    if "${" in resource:
        if not variables or any(map(is_glob, VARIABLE.findall(resource))):
            return None
        resource = VARIABLE.sub("*", resource)
    fields = resource.split(":", 5)
    if len(fields) < 6:
        return None
    _, partition, service, region, account, body = fields
    if not all(map(is_simple, (partition, region, account))):
        return None
    start = body[:-1]
    is_open = body.endswith("*") and not is_glob(start)
    return Plain(partition, service, region, account, body, start, is_open)


def is_simple(field: str) -> bool:
    """A star, or letters, digits and dashes."""
    rest = field.replace("-", "")
    return field == "*" or not rest or (rest.isascii() and rest.isalnum())


def plainly_meets(template: Plain, pattern: Plain) -> bool:
    """Some ARN fits both, as is seen without taking them apart. Where the answer is no, they may
    meet all the same.
    """
    if template.service != pattern.service:
        return False
    if not _body_meets(template, pattern):
        return False
    return (
        _field_meets(template.account, pattern.account)
        and _field_meets(template.region, pattern.region)
        and _field_meets(template.partition, pattern.partition)
    )


def plainly_crosses(template: Plain, pattern: Plain) -> bool:
    """Some ARN fits both when a star for its account or Region reaches into the last segment: a
    name there holds a colon, and behind it what the pattern has. As `plainly_meets`.
    """
    if template.service != pattern.service or not template.variables:
        return False
    if not _field_meets(template.partition, pattern.partition):
        return False
    if pattern.account == "*" and _field_meets(template.region, pattern.region):
        rest = f":{pattern.body}"
    elif pattern.region == "*":
        rest = f":{pattern.account}:{pattern.body}"
    else:
        return False
    start, variables = template.start, template.variables
    return goes_with(start, variables, f"{start}a{rest}") or (
        len(variables) > 1 and goes_with(start, variables, template.sample + rest)
    )


def _body_meets(template: Plain, pattern: Plain) -> bool:
    start = template.start
    if pattern.open:
        if start.startswith(pattern.start):
            return True
    elif glob_matches(pattern.body, template.sample):
        return True
    return goes_with(start, template.variables, pattern.body)


def goes_with(start: str, variables: tuple[tuple[str, str], ...], pattern: str) -> bool:
    """A pattern is seen to match a text of a template: the pattern itself, as each wildcard takes
    itself, or what goes on where a star at its end stands. Each variable is taken to end where what
    is behind it first stands. Where the answer is no, there may be such a text all the same.
    """
    if not pattern.startswith(start):
        return False
    is_open = pattern.endswith("*")
    text = pattern[:-1] if is_open else pattern
    position = len(start)
    for excluded, behind in variables:
        end = text.find(behind, position + 1) if behind else len(text)
        if end < 0 and is_open:
            return free_of(excluded, text[position:])  # the rest of the template follows
        if end <= position and not is_open:
            return False
        if not free_of(excluded, text[position:end]):
            return False
        position = end + len(behind)
    return position == len(text)


def free_of(excluded: str, text: str) -> bool:
    """None of the characters is in it."""
    return not any(char in text for char in excluded)


def _field_meets(template: str, pattern: str) -> bool:
    if pattern in ("*", template):
        return True
    return bool(pattern) and template[:2] == "${" and template.find("}") == len(template) - 1


def met(left: Places, right: Places) -> bool:
    """`overlap` of two segments. Mostly they are alike, or after the same beginning one is a
    variable and the other has nothing that the variable excludes.
    """
    one, other = left.parts, right.parts
    if one == other:
        return True
    start, least = 0, min(len(one), len(other))
    while start < least and one[start].char and other[start].char:
        if one[start].char != other[start].char:
            return False
        start += 1
    if takes_all(one, start, other) or takes_all(other, start, one):
        return True
    return overlap(left, right)


def takes_all(variable: tuple[Part, ...], start: int, other: tuple[Part, ...]) -> bool:
    """From `start` on the one is a variable, one character or more, and the other one or more
    places of which each may be filled with what the variable takes.
    """
    if len(variable) != start + 2 or len(other) <= start:
        return False
    first, rest = variable[start:]
    if first.char or first.many or not rest.many or first.excluded != rest.excluded:
        return False
    excluded = first.excluded
    return all(not part.char or part.char not in excluded for part in other[start:])


def differ(one: tuple[Part, ...], other: tuple[Part, ...]) -> bool:
    """Both are literal, and not the same."""
    return one != other and all(part.char for part in (*one, *other))


def crosses(segment: tuple[Part, ...]) -> bool:
    """Something in it may take a colon and go on."""
    return any(part.many and ":" not in part.excluded for part in segment)


def overlap(left: Places, right: Places) -> bool:
    """Some text fits both. The places of the one that are reached are bits, so that the time grows
    with the places of the other alone, runs that exclude something apart.
    """
    if EVERYTHING in (left.parts, right.parts):
        return True
    if len(right.parts) > LONG and len(left.parts) < len(right.parts):
        left, right = right, left  # a run that excludes something goes on place by place
    start, left_end, right_end = trimmed(left.parts, right.parts)
    if start < 0:
        return False
    inside = (1 << right_end) - 1
    bits = right.bits
    many = bits.many & inside
    reached = past_runs(1 << start, many)
    for part in left.parts[start:left_end]:
        if part == ANY_RUN:
            reached = (inside << 1 | 1) & -(reached & -reached)
            continue
        fitting = bits.fitting(part) & inside
        once, staying = fitting & ~many, fitting & many
        moved = past_runs((reached & once) << 1 | (reached & staying), many)
        if part.many:
            before, moved = reached, reached | moved
            while moved != before:
                before = moved
                moved |= past_runs((moved & once) << 1 | (moved & staying), many)
        reached = moved
        if not reached:
            return False
    return bool(reached >> right_end & 1)


def past_runs(reached: int, many: int) -> int:
    """The places reached, and those behind runs that take nothing."""
    while reached & many:
        further = reached | (reached & many) << 1
        if further == reached:
            break
        reached = further
    return reached


def trimmed(left: tuple[Part, ...], right: tuple[Part, ...]) -> tuple[int, int, int]:
    """Where the search begins and ends: characters that both have at both ends are compared at
    once. A negative start when they differ.
    """
    start, left_end, right_end = 0, len(left), len(right)
    while start < left_end and start < right_end and left[start].char and right[start].char:
        if left[start].char != right[start].char:
            return -1, 0, 0
        start += 1
    while start < left_end and start < right_end:
        one, other = left[left_end - 1].char, right[right_end - 1].char
        if not one or not other:
            break
        if one != other:
            return -1, 0, 0
        left_end -= 1
        right_end -= 1
    return start, left_end, right_end
