"""One line a finding, as compilers write it."""

from __future__ import annotations

from iamlint.text.hints import TYPE_CHECKING

from .counting import summary_line
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
    if report.verbose or report.summary.not_analysable:
        from .lacking import lacking_lines

        lines.extend(lacking_lines(report))
    if report.shown_coverage is not None:
        from . import covered

        lines.extend(covered.lines(report.shown_coverage, verbose=report.verbose))
    lines.append(summary_line(report.findings, report.summary))
    return "\n".join(lines) + "\n"
