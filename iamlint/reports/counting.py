"""The last line: what was looked at, and what came of it."""

from __future__ import annotations

from iamlint.finding import SEVERITIES
from iamlint.text.hints import TYPE_CHECKING

from .frames import visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from iamlint.finding import Finding, Summary

    from . import Report

SHOWN = 5
"""Things not analysed that are told without being asked."""


def by_severity(findings: Sequence[Finding]) -> dict[str, int]:
    """How many of each severity, none left out."""
    counts = dict.fromkeys(SEVERITIES, 0)
    for finding in findings:
        counts[finding.severity] += 1
    return counts


def count(number: int, one: str, many: str = "") -> str:
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def gap_lines(report: Report) -> list[str]:
    """What was not analysed and why; the first few unless all are wanted."""
    gaps = [gap for gap in report.unanalysed if report.verbose or not gap.partial]
    shown = gaps if report.verbose else gaps[:SHOWN]
    lines = []
    for gap in shown:
        how = "partly known" if gap.partial else "not analysable"
        address = f" {gap.address}:" if gap.address else ""
        lines.append(visible(f"{gap.path}:{gap.line}:{address} {how}: {gap.why}"))
    if len(gaps) > len(shown):
        lines.append(f"… {len(gaps) - len(shown)} more are not analysable: --verbose tells which")
    return lines


def summary_line(findings: Sequence[Finding], summary: Summary) -> str:
    """`212 files, 31 policies, 9 identities, 147 rules: 2 errors, 3 ignored, 1 not analysable`."""
    looked_at = ", ".join(
        (
            count(summary.files, "file"),
            count(summary.documents, "policy", "policies"),
            count(summary.identities, "identity", "identities"),
            count(summary.rules, "rule"),
        )
    )
    counts = by_severity(findings)
    came = [count(number, severity) for severity, number in counts.items() if number]
    came = came or ["nothing found"]
    for number, words in (
        (summary.fixed, "fixed"),
        (summary.ignored, "ignored"),
        (summary.partly_known, "partly known"),
        (summary.not_analysable, "not analysable"),
    ):
        if number:
            came.append(f"{number:,} {words}")
    return f"{looked_at}: {', '.join(came)}"
