"""A second look, with the defaults of parameters and variables that nothing in view sets.

What is given at deployment is not known, and so nothing certain hangs on it. But a default says
what it most likely is: what would be denied then is said, as likely, with the defaults it counts
on. Only what joins documents is looked at again, and only where a default was asked for.
"""

from __future__ import annotations

from iamlint.checking import Checked, check, order
from iamlint.checking.superseding import without_duplicates, without_superseded
from iamlint.finding import LIKELY, UNVERIFIED
from iamlint.text.hints import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from iamlint.checking.lending import Lender
    from iamlint.checking.selecting import Selection
    from iamlint.finding import Finding
    from iamlint.model.things import Reading
    from iamlint.packs import Rule

JOINING = ("Estate", "Identity", "Resource")
"""Subjects of rules that look at several documents together."""
BROAD = ("overbroad", "escalation", "economy", "grammar", "ignoring")
"""Shelves of what nothing is denied by."""
SINGLE = ("trust", "conditions", "guardrails", "kms")
"""Shelves of what one statement may be denied by."""
COUNTS_ON = "counts on"
MOST = 3
"""Defaults that are named in one finding."""


def looked_again(
    found: Checked, lender: Lender, rules: Sequence[Rule], selection: Selection
) -> Checked:
    """What was found, and what is found besides where defaults count, as in what is lent here.

    Raises UserError as a check does.
    """
    again = check(lender, [rule for rule in rules if looks_again(rule)], selection)
    if again.crashes:
        return Checked(found.findings, found.silenced, [*found.crashes, *again.crashes])
    every = (*found.findings, *found.silenced)
    told = {place_of(finding) for finding in every if finding.confidence != UNVERIFIED}
    readings = [reading for reading in lender.estate.readings if reading.defaults]
    fresh = [
        finding
        for finding in again.findings
        if finding.confidence != UNVERIFIED and place_of(finding) not in told
    ]
    if not fresh:
        return found
    for finding in fresh:
        finding.confidence = LIKELY
        # a fix would write the default where the parameter should stand
        finding.hit.fix = None  # type: ignore[attr-defined]
        finding.details = (*finding.details, (COUNTS_ON, words_of(finding, readings)))
    settled = {place_of(finding) for finding in fresh}
    open_still = [
        finding
        for finding in found.findings
        if finding.confidence != UNVERIFIED or place_of(finding) not in settled
    ]
    by_name = {rule.name: rule for rule in rules}
    kept, silenced = without_superseded(without_duplicates([*open_still, *fresh]), by_name)
    return Checked(sorted(kept, key=order), [*found.silenced, *silenced], found.crashes)


def looks_again(rule: Rule) -> bool:
    """Is it about what is denied, and may it hang on a default?"""
    return rule.shelf in SINGLE or (rule.subject in JOINING and rule.shelf not in BROAD)


def place_of(finding: Finding) -> tuple[str, str, int, int]:
    span = finding.span
    return (finding.rule, span.source.path, span.start, span.end)


def words_of(finding: Finding, readings: Sequence[Reading]) -> str:
    """The defaults that a finding counts on: those of the files that it is about of which it has
    the value in its words, else all of these files.
    """
    files = {finding.span.source.path, *(one.span.source.path for one in finding.related)}
    near = [one for one in readings if not files.isdisjoint((one.path, *one.others))]
    defaults = [default for reading in near or readings for default in reading.defaults]
    said = [finding.message, *(one.message for one in finding.related)]
    words = " ".join([*said, *(text for _, text in finding.details)])
    named = [default for default in defaults if default.value in words] or defaults
    shown = [
        f"{one.name} = `{one.value}`, {'as it is deployed' if one.deployed else 'its default'}"
        for one in named[:MOST]
    ]
    more = len(named) - len(shown)
    return "; ".join(shown) + (f"; {more} more" if more else "")
