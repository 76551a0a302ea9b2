"""Workflow commands of GitHub Actions, which it shows beside the changed lines.

https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
"""

from __future__ import annotations

from iamlint.text.hints import TYPE_CHECKING

from .addresses import in_repository
from .counting import summary_line
from .lacking import sentence

if TYPE_CHECKING:
    from iamlint.coverage import Lack
    from iamlint.finding import Finding

    from . import Report

COMMANDS = {"error": "error", "warning": "warning", "info": "notice"}


def render(report: Report) -> str:
    lines = [command(finding) for finding in report.findings]
    if report.show_coverage and report.coverage is not None:
        lines.extend(map(notice, report.coverage.lacks))
    return "\n".join([*lines, summary_line(report.findings, report.summary)]) + "\n"


def command(finding: Finding) -> str:
    span = finding.span
    start, end = span.place, span.source.place(span.end)
    fields = {"file": in_repository(span.source.path), "line": start.line, "endLine": end.line}
    if start.line == end.line:
        fields |= {"col": start.column, "endColumn": end.column}
    fields["title"] = f"{finding.rule} ({finding.confidence})"
    told = ",".join(f"{name}={escaped(str(value), True)}" for name, value in fields.items())
    message = "\n".join([finding.message, *(f"{word}: {text}" for word, text in finding.details)])
    return f"::{COMMANDS[finding.severity]} {told}::{escaped(message, False)}"


def notice(lack: Lack) -> str:
    """What is not whole, where the value stands that makes it so."""
    line = lack.span.place.line if lack.span is not None else lack.line
    path = escaped(in_repository(lack.path), True)
    return f"::notice file={path},line={line},title=coverage::{escaped(sentence(lack), False)}"


def escaped(text: str, field: bool) -> str:
    text = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return text.replace(":", "%3A").replace(",", "%2C") if field else text
