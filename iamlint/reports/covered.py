"""The coverage for people: file by file what is whole, and why the rest is not."""

from __future__ import annotations

from iamlint.coverage import (
    ABSENT,
    IN_WORDS,
    NOT,
    PARTLY,
    READ,
    REFERENCE,
    SKIPPED,
    STATES,
    UNREADABLE,
    WHOLE,
)
from iamlint.coverage.reasons import reasons
from iamlint.model.policy import KIND_IN_WORDS
from iamlint.text.hints import TYPE_CHECKING

from .counting import count
from .frames import visible
from .lacking import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.coverage import Coverage, FileCoverage, Item
    from iamlint.coverage.reasons import Reason

REFERENCES = {"managed": "managed policy", "boundary": "permissions boundary"}


def lines(coverage: Coverage, *, verbose: bool) -> Iterator[str]:
    """A line a file, and under it one for each thing that is not whole, or with `verbose` for
    each; then the sums.
    """
    for file in coverage.files:
        if file.state == SKIPPED:
            continue
        yield visible(f"{file.path}: {head(file)}")
        for item in file.items:
            if verbose or item.state != WHOLE:
                yield from map(visible, rows(item, file))
    yield sums(coverage)
    yield seen(coverage)


def head(file: FileCoverage) -> str:
    """What is in a file, in numbers."""
    if file.state != READ:
        return f"{'not analysable' if file.state == NOT else file.state}: {file.why}"
    told = [file.carrier]
    if file.context:
        told.append("context")
    numbers = [f"{n:,} {IN_WORDS[state]}" for state in STATES if (n := file.count(state))]
    known = file.count(WHOLE, references=True)
    absent = file.count(ABSENT, references=True)
    if known:
        numbers.append(f"{count(known, 'managed policy', 'managed policies')} known by name")
    if absent:
        numbers.append(f"{absent:,} {IN_WORDS[ABSENT]}")
    return f"{', '.join(told)}: {', '.join(numbers) or 'no policies'}"


def rows(item: Item, file: FileCoverage) -> Iterator[str]:
    """One line for an item, with the first reason; each further reason has its own."""
    place = item.span.outermost.place
    sort = sort_of(item)
    name = item.address or sort or "a policy"
    if item.address and sort:
        name = f"{item.address} ({sort})"
    start = f"  {f'{place.line}:{place.column}':>9}  {IN_WORDS[item.state]:14}  "
    found = [told(reason, place) for reason in reasons(item, file.carrier)]
    yield f"{start}{name}{': ' if found else ''}{found[0] if found else ''}".rstrip()
    for more in found[1:]:
        yield f"{' ' * len(start)}{more}"


def told(reason: Reason, place: tuple[int, int]) -> str:
    """The value, where it stands, and why it is not known."""
    at = reason.span.place
    where = f" at {at.line}:{at.column}" if at != place else ""
    if not reason.value:
        return f"{reason.why}{where}"
    return f"{quoted(reason.value)}{where}: {reason.why}"


def sort_of(item: Item) -> str:
    """What it is, in words."""
    if item.form == REFERENCE:
        return REFERENCES[item.kind]
    return KIND_IN_WORDS[item.kind].partition(" ")[2] if item.kind else ""


def sums(coverage: Coverage) -> str:
    """How many policies there are, and how many of them are whole."""
    numbers = {state: coverage.count(state) for state in (WHOLE, PARTLY, NOT)}
    all_ = sum(numbers.values())
    share = f" ({100 * numbers[WHOLE] // all_} %)" if all_ else ""
    told = [f"{numbers[WHOLE]:,} whole{share}"]
    told += [f"{numbers[s]:,} {IN_WORDS[s]}" for s in (PARTLY, NOT) if numbers[s]]
    line = f"coverage: {count(all_, 'policy', 'policies')}: {', '.join(told)}"
    if coverage.unattached:
        line += f"; {coverage.unattached:,} attached to nothing in view"
    known = coverage.count(WHOLE, references=True)
    absent = coverage.count(ABSENT, references=True)
    if known or absent:
        named = count(known + absent, "reference", "references")
        line += f"; {named} to managed policies: {known:,} known, {absent:,} not in view"
    return line


def seen(coverage: Coverage) -> str:
    """How many files there are, and why some were not looked at."""
    by_state = dict.fromkeys((READ, UNREADABLE, NOT, SKIPPED), 0)
    whys: dict[str, int] = {}
    for file in coverage.files:
        by_state[file.state] += 1
        if file.state == SKIPPED:
            whys[file.why] = whys.get(file.why, 0) + 1
    told = [f"{by_state[READ]:,} read"]
    told += [f"{n:,} {word}" for s, word in WORDS.items() if (n := by_state[s])]
    line = f"files: {', '.join(told)}"
    if whys:
        sorts = sorted(whys.items(), key=lambda row: (-row[1], row[0]))
        line += f" ({', '.join(f'{why}: {n:,}' for why, n in sorts)}; --show-files lists them)"
    return line


WORDS = {UNREADABLE: "unreadable", NOT: "not analysable", SKIPPED: "skipped"}
