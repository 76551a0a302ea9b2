"""One line a finding, as compilers write it."""

from __future__ import annotations

from iamlint.text.hints import TYPE_CHECKING

from .counting import gap_lines, summary_line
from .frames import visible

if TYPE_CHECKING:
    from . import Report


def render(report: Report) -> str:
    lines = []
    for finding in report.findings:
        place = finding.span.place
        lines.append(
            f"{visible(finding.span.source.path)}:{place.line}:{place.column}: {finding.severity} "
            f"{finding.rule} {visible(finding.message)}"
        )
    lines.extend(gap_lines(report))
    lines.append(summary_line(report.findings, report.summary))
    return "\n".join(lines) + "\n"
