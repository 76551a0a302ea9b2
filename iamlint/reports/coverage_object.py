"""The coverage for programs; `schemas/findings.schema.json` tells its form."""

from __future__ import annotations

from iamlint.coverage import ABSENT, NOT, PARTLY, READ, REFERENCE, WHOLE
from iamlint.coverage.reasons import reasons
from iamlint.text.hints import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from iamlint.coverage import Coverage, FileCoverage, Item


def coverage_object(coverage: Coverage) -> dict[str, Any]:
    return {
        "complete": coverage.complete,
        "totals": totals(coverage),
        "files": [file_object(file, coverage) for file in coverage.files],
    }


def totals(counted: Coverage | FileCoverage) -> dict[str, Any]:
    return {
        "policies": {state: counted.count(state) for state in (WHOLE, PARTLY, NOT)},
        "references": {
            "known": counted.count(WHOLE, references=True),
            ABSENT: counted.count(ABSENT, references=True),
        },
    }


def file_object(file: FileCoverage, coverage: Coverage) -> dict[str, Any]:
    found: dict[str, Any] = {"path": file.path, "state": file.state}
    if file.state != READ:
        return found | {"line": file.line, "why": file.why}
    return found | {
        "carrier": file.carrier,
        "generated": file.generated,
        "context": file.context,
        "totals": totals(file),
        "items": [item_object(item, file, coverage) for item in file.items],
    }


def item_object(item: Item, file: FileCoverage, coverage: Coverage) -> dict[str, Any]:
    span = item.span.outermost
    start, end = span.place, span.source.place(span.end)
    found: dict[str, Any] = {
        "form": item.form,
        "kind": item.kind,
        "address": item.address,
        "state": item.state,
        "line": start.line,
        "column": start.column,
        "end_line": end.line,
        "end_column": end.column,
        "reasons": [
            {
                "line": reason.span.place.line,
                "column": reason.span.place.column,
                "value": reason.value,
                "why": reason.why,
            }
            for reason in reasons(item, file.carrier)
        ],
    }
    if item.policy is not None:
        found["attached_to"] = coverage.attached_to(item.policy)
    if item.form == REFERENCE and item.reference is not None:
        found["name"] = str(item.reference.arn)
    return found
