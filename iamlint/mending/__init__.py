"""From what a rule asks for to edits of files.

A rule gives an intent; the carrier that read the file writes its texts in the file's own dialect;
the format splices them in and reads the result again. What cannot be edited so is given as a
snippet to paste. Nothing is written to disk here.
"""

from __future__ import annotations

from iamlint.finding import WIDENS, Fix
from iamlint.formats.edits.changes import Change, Uneditable
from iamlint.formats.edits.changes import applied as changed
from iamlint.text.hints import TYPE_CHECKING

from .intents import edits_for, title_of
from .snippets import snippet_for
from .writing import Dialects

if TYPE_CHECKING:
    from collections.abc import Iterable

    from iamlint.finding import Edit, Finding
    from iamlint.packs import Rule

__all__ = ["Dialects", "Uneditable", "applied", "edits_for", "fixes_of", "safety_of"]


def applied(text: str, edits: Iterable[Edit]) -> str:
    """A file's text after edits to it. Raises `Uneditable` where two overlap."""
    return changed(text, [Change(edit.span.start, edit.span.end, edit.text) for edit in edits])


def fixes_of(finding: Finding, rule: Rule, dialects: Dialects) -> tuple[Fix, ...]:
    """The ways to mend a finding: edits where the file can be edited, else a snippet."""
    intent = getattr(finding.hit, "fix", None)
    if intent is None:
        return ()
    title, safety = title_of(intent), safety_of(finding, rule)
    try:
        return (Fix(title, safety, edits_for(intent, dialects)),)
    except Uneditable:
        return (Fix(title, safety, (), snippet_for(intent, dialects)),)


def safety_of(finding: Finding, rule: Rule) -> str:
    """What the fix does to access; where the rule does not say, it is taken to widen it."""
    return getattr(finding.hit, "safety", "") or rule.fix or WIDENS
