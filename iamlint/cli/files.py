"""What `iamlint scan --show-files` prints."""

from __future__ import annotations

from iamlint.collect import STDIN
from iamlint.gathering.noting import unlooked
from iamlint.reports.frames import visible
from iamlint.text.hints import TYPE_CHECKING

if TYPE_CHECKING:
    from iamlint.gathering import Gathered


def shown(gathered: Gathered) -> str:
    """A line a file: what it was taken for, or why it was not looked at."""
    rows = {skipped.path: f"skipped: {skipped.why}" for skipped in gathered.skipped}
    for file in gathered.collected.files:
        if file.path != STDIN:
            rows.setdefault(file.path, f"skipped: {unlooked(file.path)}")
    for reading in gathered.readings:
        for path in reading.others:
            rows[path] = f"{reading.carrier}, read with {reading.path}"
    for gap in gathered.unanalysed:
        if not gap.partial:
            rows[gap.path] = f"not analysable: {gap.why}"
    for problem in gathered.problems:
        rows[problem.span.source.path] = f"problem: {problem.message}"
    for reading in gathered.readings:
        role = "" if reading.path in gathered.reported else " (context)"
        rows[reading.path] = f"{reading.carrier}, {policies(len(reading.policies))}{role}"
    return "".join(f"{visible(f'{path}: {rows[path]}')}\n" for path in sorted(rows))


def policies(number: int) -> str:
    return f"{number} {'policy' if number == 1 else 'policies'}"
