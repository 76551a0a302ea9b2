"""What is kept of one file: what a run says of it besides findings, and what can join it."""

from __future__ import annotations

from iamlint.gathering import Unanalysed
from iamlint.gathering.noting import broken_policies, unanalysed_in
from iamlint.ignoring.comments import MARK
from iamlint.rule import Problem
from iamlint.scanning import Counts, counts_of
from iamlint.text.hints import TYPE_CHECKING, Any
from iamlint.text.records import NamedTuple
from iamlint.text.source import Source, Span

from .joins import Ends, Joins, joins_of

if TYPE_CHECKING:
    from iamlint.gathering import Gathered
    from iamlint.model.things import Reading

Places = tuple[tuple[int, int], ...]


class Entry(NamedTuple):
    """`documents`: the carrier of each, and whether a tool made it; none in a file that is not
    ours, `skipped` then tells why.
    `things`: it declares something that documents hang on. `secrets`: places that nothing may
    show. `comments`: it may hold comments that ignore findings. `problems`: code, message, place.
    `beside`: files of code that it hangs on, each with what names its content.
    `unread`: notes on policies in a form that no carrier reads.
    """

    documents: tuple[tuple[str, bool], ...]
    skipped: str
    language: str
    encoding: str
    counts: Counts
    things: bool
    comments: bool
    secrets: Places
    problems: tuple[tuple[str, str, int, int], ...]
    unanalysed: tuple[Unanalysed, ...]
    unread: tuple[Unanalysed, ...]
    beside: tuple[tuple[str, str], ...]
    joins: Joins

    @property
    def tells(self) -> bool:
        """It is ours, or should be."""
        return bool(self.documents or self.problems)

    def source(self, path: str, text: str) -> Source:
        """The file's text as reports may show it."""
        source = Source(path, text)
        if self.secrets:
            from iamlint.carriers.terraform.secrets import hide

            hide(source, [Span(source, start, end) for start, end in self.secrets])
        return source

    def told(self, path: str, text: str) -> list[Problem]:
        source = Source(path, text)
        return [Problem(code, why, Span(source, a, b)) for code, why, a, b in self.problems]


NOT_OURS = Joins(*(frozenset() for _ in Joins._fields))


class Taken:
    """What was gathered, by file. `supposed`: readings in which what is likely
    counts."""

    def __init__(self, gathered: Gathered, supposed: Gathered | None) -> None:
        self.supposed: dict[str, list[Reading]] = {}
        for reading in supposed.readings if supposed is not None else ():
            if reading.defaults:
                self.supposed.setdefault(reading.path, []).append(reading)
        self.gathered = gathered
        self.readings: dict[str, list[Reading]] = {}
        self.problems: dict[str, list[Problem]] = {}
        self.skipped = {skipped.path: skipped.why for skipped in gathered.skipped}
        for reading in gathered.readings:
            self.readings.setdefault(reading.path, []).append(reading)
        for problem in (*gathered.problems, *broken_policies(gathered.readings)):
            self.problems.setdefault(problem.span.source.path, []).append(problem)


def entry_of(path: str, text: str, taken: Taken) -> Entry:
    """What to keep of a file that was read."""
    readings = taken.readings.get(path, [])
    return Entry(
        tuple((reading.carrier, reading.generated) for reading in readings),
        taken.skipped.get(path, ""),
        taken.gathered.languages.get(path, ""),
        taken.gathered.encodings.get(path, ""),
        counts_of(readings),
        any(r.identities or r.resources or r.attachments or r.wires for r in readings),
        MARK in text,
        tuple(sorted({place for reading in readings for place in secrets_of(reading)})),
        tuple(row_of(problem) for problem in taken.problems.get(path, ())),
        tuple(gap for reading in readings for gap in unanalysed_in(reading)),
        tuple(note for note in taken.gathered.unread if note.path == path),
        tuple(sorted(taken.gathered.beside.get(path, {}).items())),
        joins_of([*readings, *taken.supposed.get(path, ())]) if readings else NOT_OURS,
    )


def secrets_of(reading: Reading) -> list[tuple[int, int]]:
    return [(span.start, span.end) for span in reading.secrets]


def row_of(problem: Problem) -> tuple[str, str, int, int]:
    span = problem.span.outermost
    return (problem.code, problem.message, span.start, span.end)


def kept(entry: Entry) -> list[Any]:
    """The entry in JSON's types."""
    joins = [sorted(part) for part in entry.joins]
    return [*entry[:-1], joins]


def restored(row: Any) -> Entry | None:
    """The entry that was kept; None for what is none."""
    try:
        *parts, joins = row
        documents, skipped, language, encoding, counts, things, comments = parts[:7]
        secrets, problems, unanalysed, unread, beside = parts[7:]
        declared, held, things, reaches, takes, ties, marks = joins
        return Entry(
            tuple((str(carrier), bool(generated)) for carrier, generated in documents),
            str(skipped),
            str(language),
            str(encoding),
            Counts._make(counts),
            bool(things),
            bool(comments),
            tuple((int(start), int(end)) for start, end in secrets),
            tuple((str(code), str(why), int(a), int(b)) for code, why, a, b in problems),
            tuple(Unanalysed._make(gap) for gap in unanalysed),
            tuple(Unanalysed._make(note) for note in unread),
            tuple((str(path), str(content)) for path, content in beside),
            Joins(
                frozenset(declared),
                frozenset(held),
                ends_in(things),
                ends_in(reaches),
                ends_in(takes),
                ends_in(ties),
                frozenset(marks),
            ),
        )
    except (TypeError, ValueError):
        return None


def ends_in(rows: Any) -> frozenset[Ends]:
    return frozenset(map(Ends._make, rows))
