"""One cause, one finding: what a finding says of a statement silences what follows from it."""

from __future__ import annotations

from iamlint.text.hints import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from iamlint.finding import Finding
    from iamlint.packs import Rule

Scope = tuple[object, ...]


def without_superseded(
    findings: list[Finding], rules: Mapping[str, Rule]
) -> tuple[list[Finding], list[Finding]]:
    """The findings, and apart those that another one, about the same statement, makes needless."""
    silenced = {
        (scope_of(finding), name)
        for finding in findings
        for name in superseded_by(finding.rule, rules)
    }
    kept: list[Finding] = []
    needless: list[Finding] = []
    for finding in findings:
        scope = scope_of(finding)
        silent = (scope, finding.rule) in silenced or (scope, finding.shelf) in silenced
        (needless if silent else kept).append(finding)
    return kept, needless


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
