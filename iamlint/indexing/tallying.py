"""How much of each file is known, and why the rest is not, as it is kept."""

from __future__ import annotations

from collections import Counter

from iamlint.coverage import NOT, STATES, FileCoverage, Lack, Tally
from iamlint.text.hints import TYPE_CHECKING, Any
from iamlint.text.records import NamedTuple
from iamlint.text.source import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from iamlint.coverage import Counted
    from iamlint.estate import Estate
    from iamlint.gathering import Gathered
    from iamlint.text.source import Source

COUNTED: tuple[Counted, ...] = tuple((state, named) for state in STATES for named in (False, True))


class FileTally(NamedTuple):
    """`counts`: in the order of `COUNTED`. `lacks`: why what the file holds is not whole."""

    path: str
    counts: tuple[int, ...]
    lacks: tuple[Lack, ...]


Tallies = list[FileTally]


def taken(estate: Estate, paths: Iterable[str]) -> Tallies:
    """Of files that were read."""
    from iamlint.coverage.lacking import lacks_of
    from iamlint.coverage.stocktaking import all_items

    files = {path: FileCoverage(path) for path in paths}
    for reading in estate.readings:
        file = files.get(reading.path)
        if file is not None:
            file.carrier = reading.carrier
            file.items.extend(all_items(reading, estate))
    for file in files.values():
        file.items.sort(key=lambda item: item.span.outermost.start)
    return [
        FileTally(
            path,
            tuple(file.count(state, references=named) for state, named in COUNTED),
            tuple(lacks_of(file)),
        )
        for path, file in files.items()
    ]


def kept(tallies: Tallies) -> list[Any]:
    """In JSON's types; a value that stands in the text is not kept beside its place."""
    return [[path, counts, [row_of(lack) for lack in lacks]] for path, counts, lacks in tallies]


def row_of(lack: Lack) -> list[Any]:
    span = lack.span
    value = None if span is not None and lack.value == drawn(span) else lack.value
    place = [span.start, span.end] if span is not None else None
    return [lack.line, place, lack.address, value, lack.why, lack.state]


def drawn(span: Span) -> str:
    from iamlint.coverage import reasons

    return reasons.drawn(span.text)


def restored(rows: Any, source: Callable[[str], Source]) -> Tallies:
    """What was kept. Raises TypeError or ValueError for what is nothing of the kind."""
    return [
        FileTally(
            str(path),
            tuple(map(int, counts)),
            tuple(lack_of(str(path), row, source) for row in lacks),
        )
        for path, counts, lacks in rows
    ]


def lack_of(path: str, row: Any, source: Callable[[str], Source]) -> Lack:
    line, place, address, value, why, state = row
    span = Span(source(path), *map(int, place)) if place is not None else None
    if value is None:
        value = drawn(span) if span is not None else ""
    return Lack(path, int(line), span, str(address), str(value), str(why), str(state))


def summed(tallies: Sequence[Tallies], gathered: Gathered) -> Tally:
    """Of all files, those among them that nobody can read."""
    every = sorted((one for part in tallies for one in part), key=lambda one: one.path)
    counts: Counter[Counted] = Counter()
    for one in every:
        counts.update(dict(zip(COUNTED, one.counts, strict=True)))
    notes = {note.path: note for note in gathered.notes}
    read = gathered.known | {reading.path for reading in gathered.readings}
    broken = {problem.span.outermost.source.path for problem in gathered.problems} - read
    counts[NOT, False] += len(notes.keys() | broken)
    unread = [
        Lack(path, note.line, None, "", "", note.why, NOT) for path, note in sorted(notes.items())
    ]
    return Tally(counts, [*unread, *(lack for one in every for lack in one.lacks)])
