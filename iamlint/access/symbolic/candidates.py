"""Values of a condition key that stand for all others.

For each family of operators: values such that every way in which the policy values hold and fail
together is had by one of them. Strings and ARNs by the combinations of their globs; numbers,
dates and addresses by the constants, the gaps between them and both ends.
"""

from __future__ import annotations

from iamlint.access.operators import use_of
from iamlint.access.values import instant, network, number
from iamlint.text.automata import inside_segments
from iamlint.text.combinations import combinations
from iamlint.text.globs import ONE, RUN, RUN_INSIDE
from iamlint.text.hints import TYPE_CHECKING, Final
from iamlint.text.holes import Hole, Text
from iamlint.text.records import NamedTuple

from .facets import value_glob

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from decimal import Decimal

    from iamlint.access.operators import Operator
    from iamlint.model.policy import Condition
    from iamlint.text.globs import Tokens


class Candidates(NamedTuple):
    """Values of a key, best first. `complete`: nothing that matters is missing."""

    values: tuple[Text, ...]
    complete: bool


_ARN: Final[Tokens] = ("arn:", *(RUN_INSIDE, ":") * 4, RUN)
_SOME_TEXT: Final[Tokens] = (ONE, RUN)

_TEXT: Final = Text("x")
_USUAL: Final = {
    "ARN": Text("arn:aws:s3:::x"),
    "Bool": Text("true"),
    "Numeric": Text("1"),
    "Date": Text("2026-01-01T00:00:00Z"),
    "IPAddress": Text("198.51.100.7"),
}
"""A value for a key of which only presence matters."""


def candidates(conditions: Iterable[tuple[Condition, bool]], type: str = "") -> Candidates:
    """Values for one key of a type (empty: not known); each of its conditions comes with whether
    `${…}` is a variable.
    """
    by_family: dict[str, list[tuple[Operator, Tokens]]] = {}
    for condition, variables in conditions:
        use = use_of(condition.operator.literal or "")
        if use is None or use.base is None:
            continue
        family = _family(use.base)
        tests = by_family.setdefault(family, [])
        tests.extend(
            (use.base, value_glob(use.base, word.text, variables)) for word in condition.values
        )
    if not by_family:
        return Candidates((_USUAL.get(type, _TEXT),), True)
    if type == "Bool":
        by_family = {"Bool": [test for tests in by_family.values() for test in tests]}
    values: list[Text] = []
    complete = len(by_family) == 1
    for family, tests in by_family.items():
        found = _MAKERS[family](tests)
        values.extend(found.values)
        complete = complete and found.complete
    holes = {t for tests in by_family.values() for _, glob in tests for t in glob}
    values.extend(Text(hole) for hole in _holes(holes))
    return Candidates(tuple(dict.fromkeys(values)), complete)


def _holes(symbols: Iterable[object]) -> list[Hole]:
    return sorted((s for s in symbols if isinstance(s, Hole)), key=lambda hole: hole.identity)


def _family(operator: Operator) -> str:
    name = operator.name.removeprefix("Not")
    for family in ("String", "Arn", "Numeric", "Date", "Bool", "Binary"):
        if name.startswith(family):
            return "String" if family == "Arn" else family
    return "Ip"


# strings and ARNs


def _strings(tests: list[tuple[Operator, Tokens]]) -> Candidates:
    globs: dict[Tokens, bool] = {}
    only_arns = all(operator.name.startswith("Arn") for operator, _ in tests)
    for operator, glob in tests:
        arn = operator.name.startswith("Arn") and glob != (RUN,)
        key = inside_segments(glob) if arn else glob
        globs[key] = globs.get(key, False) or "IgnoreCase" in operator.name
    plain = [key for key in globs if all(isinstance(token, str) for token in key)]
    if len(plain) == len(globs) and not only_arns:
        return Candidates(tuple(_literals(globs)), True)
    fold = sum(1 << index for index, key in enumerate(globs) if globs[key])
    holes = frozenset(_holes(t for key in globs for t in key))
    domain = _ARN if only_arns and not holes else _SOME_TEXT
    found = combinations(tuple(globs), domain, fold, holes)
    values = [Text(*row.sample) for row in found.rows]
    if () in globs:
        values.append(Text(""))
    return Candidates(tuple(sorted(values, key=_whole)), found.complete)


def _whole(text: Text) -> int:
    return len(text.holes)


def _literals(globs: dict[Tokens, bool]) -> Iterator[Text]:
    """Texts without wildcards: each, in other case where that may matter, and one that is none."""
    texts = ["".join(map(str, key)) for key in globs]
    folded = any(globs.values())
    taken = {text.lower() for text in texts}
    yield Text(_unlike(taken))
    for text in texts:
        yield Text(text)
        if folded:
            yield from map(Text, _other_cases(text, len(texts)))


def _other_cases(text: str, most: int) -> Iterator[str]:
    """The text in other case, in more ways than there are texts to be equal to."""
    yield text.lower()
    yield text.upper()
    for index, char in enumerate(text):
        if most and char.swapcase() != char and len(char.swapcase()) == 1:
            most -= 1
            yield text[:index] + char.swapcase() + text[index + 1 :]


def _unlike(taken: set[str]) -> str:
    text = "x"
    while text in taken:
        text += "x"
    return text


# numbers and instants


def _numbers(tests: list[tuple[Operator, Tokens]]) -> Candidates:
    return _ordered(tests, number, lambda value: f"{value:f}")


def _dates(tests: list[tuple[Operator, Tokens]]) -> Candidates:
    return _ordered(tests, instant, written_instant)


def moments(conditions: Iterable[tuple[Condition, bool]]) -> tuple[tuple[Text, Text], ...] | None:
    """Values of the clock, each as a date and in epoch seconds, for conditions on either; None
    where it is compared as something else than dates and numbers.
    """
    constants: set[Decimal] = set()
    for condition, _ in conditions:
        use = use_of(condition.operator.literal or "")
        if use is None or use.base is None:
            continue
        read = _READERS.get(_family(use.base))
        if read is None:
            return None
        for word in condition.values:
            value = read(word.literal) if word.literal is not None else None
            if value is not None:
                constants.add(value)
    if not constants:
        return ((_USUAL["Date"], Text("1767225600")),)
    values = _representatives(constants)
    return tuple((Text(written_instant(value)), Text(f"{value:f}")) for value in values)


_READERS: Final[Mapping[str, Callable[[str], Decimal | None]]] = {
    "Date": instant,
    "Numeric": number,
}


def _ordered(
    tests: list[tuple[Operator, Tokens]],
    read: Callable[[str], Decimal | None],
    write: Callable[[Decimal], str],
) -> Candidates:
    constants = {value for text in _texts(tests) if (value := read(text)) is not None}
    if not constants:
        return Candidates((Text("1"),), True)
    return Candidates(tuple(Text(write(value)) for value in _representatives(constants)), True)


def _representatives(constants: Iterable[Decimal]) -> list[Decimal]:
    """The constants, one value of each gap between them, and both ends."""
    ordered = sorted(constants)
    found = [ordered[0] - 1]
    for index, constant in enumerate(ordered):
        found.append(constant)
        following = ordered[index + 1] if index + 1 < len(ordered) else None
        found.append(constant + 1 if following is None else _between(constant, following))
    return found


def _between(low: Decimal, high: Decimal) -> Decimal:
    """A number of few digits between two, exactly."""
    from decimal import Context

    exact = Context(prec=200)
    middle = exact.divide(exact.add(low, high), exact.create_decimal(2))
    whole = middle.to_integral_value()
    return whole if low < whole < high else middle


def written_instant(seconds: Decimal) -> str:
    """An instant as ISO 8601 in UTC where it can be, else in epoch seconds."""
    if seconds == seconds.to_integral_value() and 0 <= seconds < 253402300800:
        from datetime import datetime, timedelta, timezone

        moment = datetime(1970, 1, 1, tzinfo=timezone.utc) + timedelta(seconds=int(seconds))
        return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
    return f"{seconds:f}" if seconds < 0 or seconds >= 10000 else f"{seconds:f}.0"


def _texts(tests: list[tuple[Operator, Tokens]]) -> Iterator[str]:
    """The policy values that are wholly known."""
    for _, glob in tests:
        text = Text(*glob).literal  # type: ignore[arg-type]
        if text is not None:
            yield text


# the others


def _truths(_: list[tuple[Operator, Tokens]]) -> Candidates:
    return Candidates((Text("true"), Text("false")), True)


def _binaries(tests: list[tuple[Operator, Tokens]]) -> Candidates:
    texts = tuple(dict.fromkeys(_texts(tests)))
    other = next(c for c in ("AAAA", *(f"AAA{i}" for i in range(10))) if c not in texts)
    return Candidates((Text(other), *map(Text, texts)), True)


def _addresses(tests: list[tuple[Operator, Tokens]]) -> Candidates:
    """Of each family: its first address, that of each network and the one behind it."""
    from ipaddress import ip_address

    found = ["198.51.100.7", "2001:db8::7", "0.0.0.0", "::"]  # noqa: S104  (an address, not a bind)
    for text in dict.fromkeys(_texts(tests)):
        block = network(text)
        if block is None:
            continue
        found.append(str(block.network_address))
        last = block.broadcast_address
        if int(last) + 1 < 1 << last.max_prefixlen:
            found.append(str(ip_address(last) + 1))
    return Candidates(tuple(map(Text, dict.fromkeys(found))), True)


_MAKERS: dict[str, Callable[[list[tuple[Operator, Tokens]]], Candidates]] = {
    "String": _strings,
    "Numeric": _numbers,
    "Date": _dates,
    "Bool": _truths,
    "Binary": _binaries,
    "Ip": _addresses,
}
