"""Messages and events as they are met, one a line, and what each tells."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from iamlint.explaining import denials, read

HERE = Path(__file__).parent


def rows(name: str) -> list[Any]:
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    return [pytest.param(row, id=row["name"]) for row in map(json.loads, lines)]


def told(text: str, expected: dict[str, Any] | None) -> list[dict[str, Any]]:
    return [{field: getattr(one, field) for field in expected or ()} for one in denials(text)]


@pytest.mark.parametrize("row", rows("messages.jsonl"))
def test_messages(row: dict[str, Any]) -> None:
    expected = row["expected"]
    assert told(row["text"], expected) == ([expected] if expected else [])


@pytest.mark.parametrize("row", rows("events.jsonl"))
def test_events(row: dict[str, Any]) -> None:
    expected = row["expected"]
    assert told(json.dumps(row["event"]), expected) == ([expected] if expected else [])


def test_files_of_events_tell_each_call() -> None:
    events = [row.values[0] for row in rows("events.jsonl")]
    refused = sum(row["expected"] is not None for row in events)
    all_of_them = [row["event"] for row in events]
    for text in (
        json.dumps({"Records": all_of_them}),
        json.dumps(all_of_them),
        json.dumps({"Events": [{"CloudTrailEvent": json.dumps(one)} for one in all_of_them]}),
        json.dumps(
            [{"detail-type": "AWS API Call via CloudTrail", "detail": e} for e in all_of_them]
        ),
        json.dumps([{"@timestamp": "x", "@message": one} for one in all_of_them]),
        json.dumps({"events": [{"message": json.dumps(one)} for one in all_of_them]}),
        "\n".join(map(json.dumps, all_of_them)),
    ):
        found = read(text)
        assert (len(found.denials), found.events) == (refused, len(events))
