"""The last line: what was looked at, and what came of it."""

from __future__ import annotations

from iamlint.finding import SEVERITIES
from iamlint.text.hints import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from iamlint.finding import Finding, Summary


def by_severity(findings: Sequence[Finding]) -> dict[str, int]:
    """How many of each severity, none left out."""
    counts = dict.fromkeys(SEVERITIES, 0)
    for finding in findings:
        counts[finding.severity] += 1
    return counts


def count(number: int, one: str, many: str = "") -> str:
    return f"{number:,} {one if number == 1 else many or one + 's'}"


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
        (summary.not_in_view, "not in view"),
    ):
        if number:
            came.append(f"{number:,} {words}")
    return f"{looked_at}: {', '.join(came)}"
