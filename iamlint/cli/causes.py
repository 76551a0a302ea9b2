"""The table of causes: what makes AWS deny access across documents, which rules find it, where, and
what has to be in view for a finding to be certain.
"""

from __future__ import annotations

import sys

from iamlint.catalog import catalog
from iamlint.text.hints import TYPE_CHECKING, Any

from . import OK

if TYPE_CHECKING:
    from collections.abc import Iterator

    Row = dict[str, Any]

SHOWS = {
    "call": "the call is denied",
    "deployment": "the deployment fails",
    "nothing": "nothing is said: it is not delivered",
}
"""How one comes to know of it without a linter."""


def causes() -> list[Row]:
    """The rows, in the order of the table."""
    rows: list[Row] = catalog().table("causes")
    return rows


def causes_of(rule: str) -> list[Row]:
    """Those that a rule finds."""
    return [row for row in causes() if rule in row["rules"]]


def print_causes(format: str) -> int:
    if format == "json":
        import json

        print(json.dumps(causes(), indent=2))
    else:
        sys.stdout.writelines(page() if format == "markdown" else lines())
    return OK


def page() -> Iterator[str]:
    """A page in Markdown."""
    yield "# Why access is denied\n\n"
    yield (
        "What goes wrong between documents, made by `iamlint explain --causes --format markdown`. "
        "A finding is certain when all that is named in the last column is in view and known; "
        "else it is unverified, hidden by default, and names the document that would settle it.\n\n"
    )
    yield "| cause | rules | found in | without a linter | certain with |\n"
    yield "| --- | --- | --- | --- | --- |\n"
    for row in causes():
        rules = ", ".join(f"`{rule}`" for rule in row["rules"])
        carriers = ", ".join(row["carriers"]) or "not yet"
        cells = (f"{row['cause']}.", rules, carriers, SHOWS[row["shows"]], row["certain"])
        yield f"| {' | '.join(cells)} |\n"


def lines() -> Iterator[str]:
    for row in causes():
        yield f"{row['cause']}.\n"
        yield f"  rules:         {', '.join(row['rules'])}\n"
        yield f"  found in:      {', '.join(row['carriers']) or 'not yet'}\n"
        yield f"  shows as:      {SHOWS[row['shows']]}\n"
        yield f"  certain with:  {row['certain']}\n\n"
