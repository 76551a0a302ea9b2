"""What could not be analysed and why, in a few lines under the findings."""

from __future__ import annotations

from iamlint.text.hints import TYPE_CHECKING, Any

from .frames import visible

if TYPE_CHECKING:
    from iamlint.coverage import Lack, Tally

    from . import Report

SHOWN = 5
"""Reasons that are told without being asked."""
LONGEST = 80


def lacking_lines(report: Report) -> list[str]:
    """The first few reasons why something is not analysable, each once; with `verbose` all, those
    of what is partly known and of what is not in view among them.
    """
    coverage = report.coverage
    if coverage is None or report.show_coverage:
        return []
    from iamlint.coverage import NOT

    if report.verbose:
        return [told(lack) for lack in coverage.lacks]
    if not coverage.count(NOT):
        return []
    groups: dict[str, list[Lack]] = {}
    for lack in coverage.lacks:
        if lack.state == NOT:
            groups.setdefault(lack.why, []).append(lack)
    first = list(groups.values())[:SHOWN]
    lines = [told(group[0], len(group) - 1) for group in first]
    more = sum(map(len, groups.values())) - sum(map(len, first))
    if more:
        lines.append(f"… {more:,} more not analysable: --show-coverage tells which")
    return lines


def told(lack: Lack, more: int = 0) -> str:
    """A line about a reason, which holds for some more."""
    from iamlint.coverage import IN_WORDS

    address = f" {lack.address}:" if lack.address else ""
    value = f" {quoted(lack.value)}:" if lack.value and lack.value not in lack.why else ""
    others = f" (and {more:,} more for this reason)" if more else ""
    line = f"{lack.path}:{lack.line}:{address} {IN_WORDS[lack.state]}:{value} {lack.why}{others}"
    return visible(line)


def sentence(lack: Lack) -> str:
    """The reason in one sentence, without its place."""
    from iamlint.coverage import ABSENT, IN_WORDS

    address = f"{lack.address} is " if lack.address else ""
    if lack.state == ABSENT:
        address = f"a policy of {lack.address} is "
    value = f"{quoted(lack.value)}: " if lack.value and lack.value not in lack.why else ""
    return visible(f"{address}{IN_WORDS[lack.state]}: {value}{lack.why}")


def quoted(value: str) -> str:
    """A value as it stands in the file, its end cut away where it is long."""
    return f"`{value if len(value) <= LONGEST else value[: LONGEST - 1] + '…'}`"


def unanalysed(coverage: Tally | None) -> list[dict[str, Any]]:
    """For programs: all that is not analysable or partly known, without the detail."""
    if coverage is None:
        return []
    from iamlint.coverage import ABSENT, PARTLY

    return [
        {
            "path": lack.path,
            "line": lack.line,
            "address": lack.address,
            "why": lack.why,
            "partial": lack.state == PARTLY,
        }
        for lack in coverage.lacks
        if lack.state != ABSENT
    ]
