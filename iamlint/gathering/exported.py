"""The files that an index of exports names: each is read as what the index says that it is."""

from __future__ import annotations

from iamlint.collect import Skipped
from iamlint.collect.contents import content_of
from iamlint.errors import Unreadable
from iamlint.rule import Problem
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.source import Source, Span

from .reading import BROKEN, language_of, trees

if TYPE_CHECKING:
    from iamlint.carriers.exports.index import Index, Row
    from iamlint.model.things import Reading
    from iamlint.text.node import Node

    from .gathered import Gathered

ORGANIZED = "tells how an organization is made up"


def read_exports(gathered: Gathered) -> None:
    """Read what every index names, in place of what was read of those files alone."""
    from iamlint.carriers.exports.index import Index

    for index in [one for one in gathered.readings if isinstance(one, Index)]:
        if not index.taken:
            read_index(gathered, index)
            index.taken = True


def read_index(gathered: Gathered, index: Index) -> None:
    from iamlint.carriers.exports.documents import read, tie

    roots: dict[str, Node | None] = {}
    found: list[Reading] = []
    for row in index.rows:
        if row.path not in roots:
            roots[row.path] = root_of(gathered, index, row)
        root = roots[row.path]
        reading = read(index, row, root) if root is not None else None
        if reading is not None:
            found.append(reading)
    for row in index.rows:
        root = roots[row.path]
        if root is not None:
            tie(index, row, root)
    named = roots.keys()
    gathered.readings = [one for one in gathered.readings if one is index or one.path not in named]
    gathered.unread = [note for note in gathered.unread if note.path not in named]
    gathered.skipped = [one for one in gathered.skipped if one.path not in named]
    gathered.readings.extend(found)
    holding = {reading.path for reading in found}
    for path, root in roots.items():
        if root is not None and path not in holding:
            gathered.skipped.append(Skipped(path, ORGANIZED))


def root_of(gathered: Gathered, index: Index, row: Row) -> Node | None:
    """The tree of a file; None, and said, where there is none."""
    path = row.path
    source = gathered.sources.get(path)
    if source is None:
        content = content_of(path)
        if content.fault or not content.text:
            why = content.fault or "holds nothing that is read"
            index.gap(row.node, path, f"{path} {why}")
            return None
        source = Source(path, content.text)
    gathered.problems = [one for one in gathered.problems if one.span.source.path != path]
    gathered.sources[path] = source
    if index.path in gathered.reported:
        gathered.reported.add(path)
    language = language_of(source)
    gathered.languages[path] = language
    try:
        roots = trees(source, language)
    except Unreadable as error:
        span = Span(source, error.offset, min(error.offset + 1, len(source.text)))
        gathered.problems.append(Problem(BROKEN, error.message, span))
        return None
    return roots[0] if roots else None
