"""In which statement, policy or declaration a place lies."""

from __future__ import annotations

from bisect import bisect_right
from itertools import pairwise

from iamlint.text.hints import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from iamlint.estate import Estate
    from iamlint.finding import Finding
    from iamlint.model.policy import Statement
    from iamlint.text.source import Source, Span


class Spans:
    """Spans of things that follow each other, asked which of them holds a place. Those of a file
    are put in order when one is asked for.
    """

    def __init__(self, placed: Iterable[tuple[Source, Any]]) -> None:
        """`placed`: each with the text that it stands in."""
        self._by_path: dict[str, list[Any]] = {}
        self._rows: dict[str, tuple[list[int], list[int], list[Any]]] = {}
        for source, one in placed:
            if source.path:
                self._by_path.setdefault(source.path, []).append(one)

    @property
    def has_some(self) -> bool:
        return bool(self._by_path)

    def around(self, span: Span) -> Any:
        """The last that begins at or before the span, when it does not end before it does."""
        path = span.source.path
        if path not in self._by_path:
            return None
        rows = self._rows.get(path)
        if rows is None:
            rows = self._rows[path] = in_order(self._by_path[path])
        starts, ends, ones = rows
        index = bisect_right(starts, span.start)
        if index and ends[index - 1] >= span.end:
            return ones[index - 1]
        return None


def in_order(placed: list[Any]) -> tuple[list[int], list[int], list[Any]]:
    """Where things of one file begin and end, and these: as they follow each other."""
    spans = [one.span.outermost for one in placed]
    starts = [span.start for span in spans]
    ends = [span.end for span in spans]
    if all(first < second for first, second in pairwise(starts)):
        return starts, ends, placed  # as they are mostly read
    order = sorted(range(len(starts)), key=lambda at: (starts[at], -ends[at], at))
    return [starts[at] for at in order], [ends[at] for at in order], [placed[at] for at in order]


LOOPING = (".tf", ".tofu", ".tf.json", ".tofu.json")
"""Names of files in which one place may be that of several statements: those of `for_each`."""


class Places:
    """The statements and declarations of an estate, by place; made when first asked."""

    def __init__(self, estate: Estate) -> None:
        self._estate = estate
        self._words: dict[int, Statement] | None = None
        self._statements: Spans | None = None
        self._things: Spans | None = None
        self._wires = Spans(())
        self._has_things = False
        self.likely = {r.path: r.likely_with for r in estate.readings if r.likely_with}

    def joined_likely(self, finding: Finding) -> bool:
        """It is about files that belong together likely, not certainly: an export that is named
        by parameters.
        """
        spans = (finding.span, *(related.span for related in finding.related))
        paths = {span.source.path for span in spans}
        return any(not paths.isdisjoint(self.likely.get(path, ())) for path in paths)

    def statement(self, span: Span, where: object = None) -> Statement | None:
        """The statement around a place in a file, which is the place of `where`."""
        if where is not None and span.source.path.endswith(LOOPING):
            known = self._of_word(where)
            if known is not None:
                return known
        if self._statements is None:
            self._statements = Spans((one.node.source, one) for one in self._estate.statements)
        found: Statement | None = self._statements.around(span)
        return found

    def _of_word(self, where: object) -> Statement | None:
        """The statement that a word was made for, wherever its text stands."""
        if self._words is None:
            self._words = {
                id(word): statement
                for statement in self._estate.statements
                for words in (
                    statement.actions,
                    statement.not_actions,
                    statement.resources,
                    statement.not_resources,
                )
                for word in words or ()
            }
        return self._words.get(id(where))

    def thing(self, span: Span) -> Any:
        """What a file declares around a place: an identity, a resource, an attachment; else a wire
        of a declaration that is none of these.
        """
        if self._things is None:
            self._things = Spans(
                (thing.span.source, thing)
                for reading in self._estate.readings
                for things in (reading.identities, reading.resources, reading.attachments)
                for thing in things
            )
            self._wires = Spans(
                (wire.span.source, wire) for r in self._estate.readings for wire in r.wires
            )
            self._has_things = self._things.has_some or self._wires.has_some
        if not self._has_things:
            return None
        return self._things.around(span) or self._wires.around(span)
