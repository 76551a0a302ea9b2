"""Each report, of two findings made by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator, Draft202012Validator

from iamlint.finding import Edit, Finding, Fix, Related, Summary
from iamlint.packs import all_rules
from iamlint.reports import FORMATS, Report, render
from iamlint.text.source import Source, Span

ROOT = Path(__file__).parents[2]
ROLE = Source("stacks/röle.yaml", "Action: sqs:SendMessage\r\nResource: '日本'\tx\n")
QUEUE = Source("stacks/queue.yaml", "Queue:\n  KmsMasterKeyId: !Ref Key\n")


def report(*, color: bool = False) -> Report:
    span = Span(ROLE, 8, 23)
    finding = Finding(
        "service-wildcard",
        "overbroad",
        "error",
        "likely",
        "a queue, and a key: 100 % \x1b[31m",
        span,
        (Related(Span(QUEUE, 9, 33), "encrypted with this key"),),
        (("missing", "`kms:Decrypt` on Key"),),
        "Role.Policies[0]",
        "f00d",
    )
    finding.fixes = (
        Fix("allow it", "widens", (Edit(Span(ROLE, 23, 23), "\n"),)),
        Fix("paste it", "widens", (), "statement {\n}"),
    )
    finding.hinting = lambda _: "# iamlint: ignore[service-wildcard] reason"
    wide = Finding("full-admin", "overbroad", "info", "certain", "wide", Span(ROLE, 36, 40))
    rules = {rule.name: rule for rule in all_rules(plugins=False)}
    return Report((finding, wide), Summary(2, 1, 1, 9, 3, 0, 2, 0, 1, "2026-10-27"), rules, color)


def test_text_shows_every_place_with_its_line() -> None:
    assert render("text", report()) == (ROOT / "tests/reports/expected.txt").read_text("utf-8")


def test_text_has_colors_only_when_told() -> None:
    assert "\x1b" not in render("text", report())
    assert "\x1b[1;31m" in render("text", report(color=True))


def test_concise_is_a_line_a_finding() -> None:
    assert render("concise", report()).splitlines() == [
        "stacks/röle.yaml:1:9: error service-wildcard a queue, and a key: 100 % ␛[31m",
        "stacks/röle.yaml:2:12: info full-admin wide",
        "2 files, 1 policy, 1 identity, 9 rules: 1 error, 1 info, 3 ignored, 2 not analysable",
    ]


def test_json_fits_its_published_schema() -> None:
    schema = json.loads((ROOT / "iamlint/schemas/findings.schema.json").read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    found = json.loads(render("json", report()))
    Draft202012Validator(schema).validate(found)
    first = found["findings"][0]
    assert (first["line"], first["column"], first["end_line"], first["end_column"]) == (1, 9, 1, 24)
    assert found["summary"]["findings"] == {"error": 1, "warning": 0, "info": 1}


def sarif() -> dict[str, Any]:
    found = json.loads(render("sarif", report()))
    assert isinstance(found, dict)
    return found


def test_sarif_fits_the_standard() -> None:
    schema = json.loads((ROOT / "tests/fixtures/schemas/sarif-2.1.0.json").read_text("utf-8"))
    Draft7Validator(schema).validate(sarif())


def test_sarif_names_files_relative_to_the_repository() -> None:
    (run,) = sarif()["runs"]
    uri = run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]
    assert uri == {"uri": "stacks/r%C3%B6le.yaml", "uriBaseId": "%SRCROOT%"}
    assert run["results"][0]["partialFingerprints"] == {"iamlint/v1": "f00d"}
    assert len(run["results"][0]["fixes"]) == 1, "a snippet is no edit"
    rule = run["tool"]["driver"]["rules"][run["results"][0]["ruleIndex"]]
    assert rule["id"] == "service-wildcard"
    assert "```json bad" in rule["help"]["markdown"]


def test_github_escapes_what_would_end_a_field() -> None:
    first = render("github", report()).splitlines()[0]
    assert first.startswith("::error file=stacks/röle.yaml,line=1,endLine=1,col=9,endColumn=24,")
    assert "100 %25" in first
    assert "%0Amissing: `kms:Decrypt` on Key" in first


@pytest.mark.parametrize("form", FORMATS)
def test_a_report_is_the_same_every_time_and_ends_its_last_line(form: str) -> None:
    assert render(form, report()) == render(form, report())
    assert render(form, report()).endswith("\n")
    assert render(form, Report((), Summary(), {})).endswith("\n")


def test_sarif_and_annotations_name_files_from_the_top_of_the_repository(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "app" / "iam").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "app" / "iam")
    uris = [
        location["physicalLocation"]["artifactLocation"]["uri"]
        for result in sarif()["runs"][0]["results"]
        for location in result["locations"]
    ]
    assert uris
    assert all(uri.startswith("app/iam/stacks/") for uri in uris)
    assert "file=app/iam/stacks/" in render("github", report())
