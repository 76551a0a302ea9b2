"""One cause, one finding: what a finding says of a statement silences what follows from it."""

from __future__ import annotations

from iamlint.finding import INFO, PEDANTIC, PERSONAS, UNVERIFIED
from iamlint.text.hints import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from iamlint.finding import Finding
    from iamlint.packs import Rule

Scope = tuple[object, ...]
NEVER = len(PERSONAS)


def without_superseded(
    findings: list[Finding], rules: Mapping[str, Rule]
) -> tuple[list[Finding], list[Finding]]:
    """The findings, and apart those that another one, about the same statement, makes needless.

    What is shown in a milder view is not silenced by what only a stricter one shows: then the
    latter is needless, so that no view lacks what a milder one has.
    """
    causes: dict[tuple[Scope, str], int] = {}
    needless = {name: superseded_by(name, rules) for name in {one.rule for one in findings}}
    for finding in findings:
        for name in needless[finding.rule]:
            lower(causes, (scope_of(finding), name), view_of(finding, rules))
    if not causes:
        return findings, []
    silent = {
        id(finding)
        for finding in findings
        for name in (finding.rule, finding.shelf)
        if causes.get((scope_of(finding), name), NEVER) <= view_of(finding, rules)
    }
    effects: dict[tuple[Scope, str], int] = {}
    for finding in findings:
        for name in () if id(finding) in silent else (finding.rule, finding.shelf):
            lower(effects, (scope_of(finding), name), view_of(finding, rules))
    for finding in findings:
        for name in needless[finding.rule]:
            if effects.get((scope_of(finding), name), NEVER) < view_of(finding, rules):
                silent.add(id(finding))
    kept = [finding for finding in findings if id(finding) not in silent]
    return kept, [finding for finding in findings if id(finding) in silent]


def lower(views: dict[tuple[Scope, str], int], key: tuple[Scope, str], view: int) -> None:
    """Note a view where it is milder than the one that is known."""
    if view < views.get(key, NEVER):
        views[key] = view


def view_of(finding: Finding, rules: Mapping[str, Rule]) -> int:
    """The mildest view that shows a finding, as a number."""
    rule = rules.get(finding.rule)
    least = PERSONAS.index(rule.persona) if rule is not None else 0
    hygiene = finding.severity == INFO or finding.confidence == UNVERIFIED
    return max(least, PERSONAS.index(PEDANTIC)) if hygiene else least


def superseded_by(name: str, rules: Mapping[str, Rule]) -> set[str]:
    """Rules and shelves that a rule silences, also through others; never itself."""
    found: set[str] = set()
    waiting = [name]
    while waiting:
        rule = rules.get(waiting.pop())
        fresh = set(rule.supersedes) - found if rule is not None else set()
        found |= fresh
        waiting.extend(fresh)
    return found - {name}


def scope_of(finding: Finding) -> Scope:
    """What a finding is about: its statement, or its place where it stands in none."""
    if finding.statement is not None:
        return (id(finding.statement),)
    span = finding.span
    return (span.source.path, span.start, span.end)


def without_duplicates(findings: Iterable[Finding]) -> list[Finding]:
    """Of findings of one rule with one message at one place, the first."""
    found: dict[Scope, Finding] = {}
    for finding in findings:
        span = finding.span
        key = (finding.rule, span.source.path, span.start, span.end, finding.message)
        found.setdefault(key, finding)
    return list(found.values())
