"""Findings as they are kept, and what stands for them when they are taken out again.

A place is a file and two offsets; the text there is taken from the file when it is shown.
"""

from __future__ import annotations

from iamlint.finding import Edit, Finding, Fix, Related
from iamlint.text.hints import TYPE_CHECKING, Any
from iamlint.text.records import NamedTuple
from iamlint.text.source import NOWHERE, Span

if TYPE_CHECKING:
    from collections.abc import Callable

    from iamlint.rule import Hit
    from iamlint.text.source import Source

    Row = list[Any]


class KeptHit(NamedTuple):
    """What of a hit is needed after the rules ran."""

    key: str


class KeptSid(str):
    """A statement's Sid as it is shown; `literal` when all of it is known."""

    __slots__ = ("literal",)

    literal: str | None


class KeptStatement(NamedTuple):
    """What of a statement is needed after the rules ran."""

    sid: KeptSid | None


def kept(finding: Finding) -> Row:
    """The finding in JSON's types."""
    hit: Hit = finding.hit  # type: ignore[assignment]
    statement = finding.statement
    sid = statement.sid if statement is not None else None
    return [
        finding.rule,
        finding.shelf,
        finding.severity,
        finding.confidence,
        finding.message,
        place(finding.span),
        [[place(related.span), related.message] for related in finding.related],
        [list(detail) for detail in finding.details],
        finding.address,
        hit.key,
        statement is not None,
        None if sid is None else [str(sid), sid.literal],
        [fix_row(fix) for fix in finding.fixes],
    ]


def place(span: Span) -> Row:
    outer = span.outermost
    return [outer.source.path, outer.start, outer.end]


def fix_row(fix: Fix) -> Row:
    edits = [[place(edit.span), edit.text] for edit in fix.edits]
    return [fix.title, fix.safety, edits, fix.snippet]


def restored(row: Row, source_of: Callable[[str], Source]) -> Finding:
    """The finding that was kept.

    Raises what unpacking raises for what is none, and KeyError for a file that is not in view.
    """
    rule, shelf, severity, confidence, message, where, related, details, address, *rest = row
    key, stands, sid, fixes = rest

    def span(kept_place: Row) -> Span:
        path, start, end = kept_place
        return Span(source_of(path) if path else NOWHERE, int(start), int(end))

    finding = Finding(
        str(rule),
        str(shelf),
        str(severity),
        str(confidence),
        str(message),
        span(where),
        tuple(Related(span(at), str(said)) for at, said in related),
        tuple((str(word), str(text)) for word, text in details),
        str(address),
        hit=KeptHit(str(key)),
    )
    finding.statement = KeptStatement(sid_of(sid)) if stands else None  # type: ignore[assignment]
    finding.fixes = tuple(
        Fix(
            str(title),
            str(safety),
            tuple(Edit(span(at), str(text)) for at, text in edits),
            str(snippet),
        )
        for title, safety, edits, snippet in fixes
    )
    return finding


def sid_of(row: Any) -> KeptSid | None:
    if row is None:
        return None
    shown, literal = row
    found = KeptSid(shown)
    found.literal = literal
    return found
