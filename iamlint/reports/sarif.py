"""SARIF 2.1.0, for code scanning.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

from __future__ import annotations

import json
from urllib.parse import quote

from iamlint import __version__
from iamlint.text.hints import TYPE_CHECKING, Any

from .addresses import in_repository
from .lacking import sentence

if TYPE_CHECKING:
    from iamlint.finding import Finding, Fix
    from iamlint.packs import Rule
    from iamlint.text.source import Span

    from . import Report

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
LEVELS = {"error": "error", "warning": "warning", "info": "note"}
SECURITY = {"error": "8.0", "warning": "5.0", "info": "2.0"}
"""`security-severity`, which only rules on the shelves of breadth carry."""
SECURITY_SHELVES = frozenset({"overbroad", "escalation", "trust", "resource_policy"})
ROOT = "%SRCROOT%"


def render(report: Report) -> str:
    names = sorted({finding.rule for finding in report.findings} & report.rules.keys())
    index = {name: number for number, name in enumerate(names)}
    run = {
        "tool": {
            "driver": {
                "name": "iamlint",
                "version": __version__,
                "informationUri": "https://pypi.org/project/iamlint/",
                "rules": [descriptor(report.rules[name]) for name in names],
            }
        },
        "originalUriBaseIds": {ROOT: {"description": {"text": "The top of the repository"}}},
        "columnKind": "unicodeCodePoints",
        "results": [result(finding, index) for finding in report.findings],
        "properties": {"summary": report.summary._asdict()},
    }
    told = notifications(report)
    if told:
        run["invocations"] = [{"executionSuccessful": True, "toolExecutionNotifications": told}]
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def descriptor(rule: Rule) -> dict[str, Any]:
    help_text = rule.documentation()
    properties: dict[str, Any] = {"tags": ["iam", rule.shelf], "persona": rule.persona}
    if rule.shelf in SECURITY_SHELVES:
        properties["tags"].append("security")
        properties["security-severity"] = SECURITY[rule.severity]
    return {
        "id": rule.name,
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": rule.summary},
        "help": {"text": help_text, "markdown": help_text},
        "defaultConfiguration": {"level": LEVELS[rule.severity]},
        "properties": properties,
    }


def notifications(report: Report) -> list[dict[str, Any]]:
    """What is not analysable; with `show_coverage` all that is not whole."""
    from iamlint.coverage import NOT

    found = []
    for lack in report.coverage.lacks if report.coverage is not None else ():
        if lack.state == NOT or report.show_coverage:
            uri = quote(in_repository(lack.path))
            where = region(lack.span) if lack.span is not None else {"startLine": lack.line}
            place = {"artifactLocation": {"uri": uri, "uriBaseId": ROOT}, "region": where}
            found.append(
                {
                    "level": "warning" if lack.state == NOT else "note",
                    "message": {"text": sentence(lack)},
                    "locations": [{"physicalLocation": place}],
                }
            )
    return found


def result(finding: Finding, index: dict[str, int]) -> dict[str, Any]:
    details = [f"{word}: {text}" for word, text in finding.details]
    found: dict[str, Any] = {
        "ruleId": finding.rule,
        "level": LEVELS[finding.severity],
        "message": {"text": "\n".join([finding.message, *details])},
        "locations": [location(finding.span)],
        "partialFingerprints": {"iamlint/v1": finding.fingerprint},
        "properties": {"confidence": finding.confidence, "address": finding.address},
    }
    if finding.rule in index:
        found["ruleIndex"] = index[finding.rule]
    related = [
        location(r.span) | {"id": number, "message": {"text": r.message}}
        for number, r in enumerate(finding.related, 1)
        if r.span.source.path
    ]
    if related:
        found["relatedLocations"] = related
    fixes = [fix_object(fix) for fix in finding.fixes if fix.edits]
    if fixes:
        found["fixes"] = fixes
    return found


def artifact(span: Span) -> dict[str, str]:
    return {
        "uri": quote(in_repository(span.source.path), errors="surrogateescape"),
        "uriBaseId": ROOT,
    }


def region(span: Span) -> dict[str, int]:
    start, end = span.place, span.source.place(span.end)
    return {
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
    }


def location(span: Span) -> dict[str, Any]:
    return {"physicalLocation": {"artifactLocation": artifact(span), "region": region(span)}}


def fix_object(fix: Fix) -> dict[str, Any]:
    changes: dict[str, dict[str, Any]] = {}
    for edit in fix.edits:
        change = changes.setdefault(
            edit.span.source.path, {"artifactLocation": artifact(edit.span), "replacements": []}
        )
        change["replacements"].append(
            {"deletedRegion": region(edit.span), "insertedContent": {"text": edit.text}}
        )
    return {"description": {"text": fix.title}, "artifactChanges": list(changes.values())}
