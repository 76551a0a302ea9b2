"""For programs: one object, versioned and stable; `schemas/findings.schema.json` tells its form."""

from __future__ import annotations

from iamlint.text.hints import TYPE_CHECKING, Any
from iamlint.text.writing import written

from .counting import by_severity
from .lacking import unanalysed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.finding import Finding, Fix
    from iamlint.text.source import Span

    from . import Report

VERSION = "1"


NONE = '"findings": []'
MARGIN = " " * 4


def render(report: Report) -> str:
    return "".join(pieces(report))


def pieces(report: Report) -> Iterator[str]:
    """The report bit by bit: of large accounts the whole of it is larger than what it tells of."""
    before, none, after = written(around(report), 2).partition(NONE)
    yield before
    if report.findings:
        yield '"findings": [\n'
        for number, finding in enumerate(report.findings):
            between = ",\n" if number else ""
            yield between + MARGIN + written(finding_object(finding), 2, MARGIN)
        yield "\n  ]"
    else:
        yield none
    yield after + "\n"


def around(report: Report) -> dict[str, Any]:
    """The report without its findings."""
    summary = report.summary
    found: dict[str, Any] = {
        "schema_version": VERSION,
        "findings": [],
        "unanalysed": unanalysed(report.coverage),
        "summary": {
            "files": summary.files,
            "documents": summary.documents,
            "identities": summary.identities,
            "rules": summary.rules,
            "findings": by_severity(report.findings),
            "fixed": summary.fixed,
            "held_back": summary.held_back,
            "ignored": summary.ignored,
            "partly_known": summary.partly_known,
            "not_analysable": summary.not_analysable,
            "not_in_view": summary.not_in_view,
            "data_date": summary.data_date,
        },
    }
    if report.shown_coverage is not None:
        from .coverage_object import coverage_object

        found["coverage"] = coverage_object(report.shown_coverage)
    return found


def place(span: Span) -> dict[str, Any]:
    start = span.place
    return {"path": span.source.path, "line": start.line, "column": start.column}


def finding_object(finding: Finding) -> dict[str, Any]:
    span = finding.span
    end = span.source.place(span.end)
    return {
        "rule": finding.rule,
        "shelf": finding.shelf,
        "severity": finding.severity,
        "confidence": finding.confidence,
        "message": finding.message,
        **place(span),
        "end_line": end.line,
        "end_column": end.column,
        "address": finding.address,
        "details": [{"word": word, "text": text} for word, text in finding.details],
        "related": [{**place(r.span), "message": r.message} for r in finding.related],
        "fixes": [fix_object(fix) for fix in finding.fixes],
        "fingerprint": finding.fingerprint,
    }


def fix_object(fix: Fix) -> dict[str, Any]:
    """Offsets count characters from the start of the file."""
    return {
        "title": fix.title,
        "safety": fix.safety,
        "edits": [
            {
                "path": edit.span.source.path,
                "start": edit.span.start,
                "end": edit.span.end,
                "text": edit.text,
            }
            for edit in fix.edits
        ],
        "snippet": fix.snippet,
    }
