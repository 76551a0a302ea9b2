"""A plan and the configuration beside it: the plan is judged, the configuration tells places, what
is ignored, and what the plan hides.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from iamlint.scanning import Scan
from iamlint.testing import scan_texts

pytest.importorskip("tree_sitter_hcl")

FIXTURES = Path(__file__).parents[2] / "fixtures" / "terraform"
NAMES = sorted(path.parent.name for path in FIXTURES.glob("*/main.tf"))
FORMS = ("plan-deferred.json", "plan-known.json")


def configuration(name: str) -> dict[str, str | bytes]:
    folder = FIXTURES / name
    return {
        path.relative_to(folder).as_posix(): path.read_text("utf-8")
        for path in folder.rglob("*")
        if path.suffix in (".tf", ".tftpl")
    }


def scan_beside(name: str, form: str, **changed: str) -> Scan:
    """The plan with its configuration, of which files may be changed."""
    files = configuration(name) | {"plan.json": (FIXTURES / name / form).read_text("utf-8")}
    files |= {f"{file}.tf": text for file, text in changed.items()}
    scan = scan_texts(files)
    assert not scan.crashes, scan.crashes
    return scan


def said(scan: Scan) -> list[tuple[str, str, str]]:
    return sorted({(f.rule, f.address, f.message) for f in scan.findings})


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", NAMES)
def test_findings_stand_in_the_configuration_and_none_is_lost_or_doubled(
    name: str, form: str
) -> None:
    alone = scan_texts({"plan.json": (FIXTURES / name / form).read_text("utf-8")})
    both = scan_beside(name, form)
    for finding in both.findings:
        assert finding.span.source.path.endswith(".tf"), finding.message
        assert not any(related.span.source.path == "plan.json" for related in finding.related)
    assert {(r, m) for r, _, m in said(alone)} <= {(r, m) for r, _, m in said(both)}
    assert both.summary.not_analysable <= alone.summary.not_analysable
    assert len(both.findings) == len({(f.rule, f.span, f.message) for f in both.findings})


def test_a_policy_that_one_unknown_value_hides_is_read() -> None:
    alone = scan_texts({"p.json": (FIXTURES / "overbroad" / FORMS[0]).read_text("utf-8")})
    both = scan_beside("overbroad", FORMS[0])
    assert alone.summary.not_analysable == 1
    assert both.summary.not_analysable == 0
    more = set(said(both)) - set(said(alone))
    assert {rule for rule, _, _ in more} == {"public-resource"}


def test_the_words_that_are_pointed_at_are_found_in_their_statement() -> None:
    found = {f.rule: f.span for f in scan_beside("missing_key_grant", FORMS[0]).findings}
    span = found["missing-caller-grant"]
    assert span.text in ('"s3:GetObject"', '"sqs:ReceiveMessage"')
    assert span.source.path == "main.tf"


def test_places_lead_into_modules() -> None:
    scan = scan_beside("modules", FORMS[0])
    assert {f.span.source.path for f in scan.findings} == {"app/main.tf", "app/queue/main.tf"}


def test_a_block_that_is_gone_leaves_the_finding_in_the_plan() -> None:
    text = str(configuration("boundary")["main.tf"])
    changed = text.replace('resource "aws_iam_role_policy" "', 'resource "aws_iam_role_policy" "x')
    assert changed != text
    assert [f.span.source.path for f in scan_beside("boundary", FORMS[0]).findings] == ["main.tf"]
    stale = scan_beside("boundary", FORMS[0], main=changed)
    assert [f.span.source.path for f in stale.findings] == ["plan.json"]


@pytest.mark.parametrize("comment", ["# {}", "// {}", "/* {} */"])
def test_comments_of_the_configuration_ignore_what_the_plan_has(comment: str) -> None:
    text = str(configuration("boundary")["main.tf"])
    mark = 'resource "aws_iam_role_policy"'
    ignore = comment.format("iamlint: ignore[dead-under-boundary] it is to come")
    scan = scan_beside("boundary", FORMS[0], main=text.replace(mark, f"{ignore}\n{mark}", 1))
    assert scan.findings == []
    assert scan.summary.ignored == 1


def test_a_comment_that_ignores_nothing_is_told() -> None:
    text = str(configuration("boundary")["main.tf"])
    scan = scan_beside("boundary", FORMS[0], main=f"{text}\n# iamlint: ignore[full-admin] no\n")
    assert "unused-ignore" in {finding.rule for finding in scan.findings}


def test_configuration_that_cannot_be_read_leaves_everything_in_the_plan() -> None:
    scan = scan_beside("boundary", FORMS[0], main="resource {{{{")
    assert [f.span.source.path for f in scan.findings] == ["plan.json"]


def test_a_plan_of_another_folder_says_nothing_of_a_configuration() -> None:
    files: dict[str, str | bytes] = {
        f"app/{path}": text for path, text in configuration("boundary").items()
    }
    files["other/plan.json"] = (FIXTURES / "overbroad" / FORMS[0]).read_text("utf-8")
    scan = scan_texts(files)
    assert {f.span.source.path for f in scan.findings} == {"app/main.tf", "other/plan.json"}


def test_a_deferred_document_is_what_its_blocks_tell() -> None:
    text = """
resource "aws_s3_bucket" "b" {}
data "aws_iam_policy_document" "d" {
  statement {
    actions   = ["s3:GetObject"]
    resources = ["${aws_s3_bucket.b.arn}/*"]
  }
}
resource "aws_iam_policy" "p" {
  policy = data.aws_iam_policy_document.d.json
}
"""
    plan = {
        "format_version": "1.2",
        "terraform_version": "1.9.0",
        "planned_values": {"root_module": {"resources": [_planned("aws_s3_bucket", "b", {})]}},
        "resource_changes": [
            _changed(
                "aws_s3_bucket", "b", "managed", {}, {"arn": True, "bucket": True, "id": True}
            ),
            _changed("aws_iam_policy", "p", "managed", {}, {"policy": True}),
            _changed(
                "aws_iam_policy_document",
                "d",
                "data",
                {"statement": [{"actions": ["s3:GetObject"], "resources": [None]}]},
                {"json": True, "statement": [{"actions": [False], "resources": [True]}]},
            ),
        ],
        "configuration": {
            "root_module": {
                "resources": [
                    _configured("aws_s3_bucket", "b", "managed", {}),
                    _configured(
                        "aws_iam_policy",
                        "p",
                        "managed",
                        {"policy": {"references": ["data.aws_iam_policy_document.d.json"]}},
                    ),
                    _configured("aws_iam_policy_document", "d", "data", {}),
                ]
            }
        },
    }
    for changed, expected in (("GetObject", "/*"), ("PutObject", None)):
        files: dict[str, str | bytes] = {
            "main.tf": text.replace("GetObject", changed),
            "plan.json": json.dumps(plan),
        }
        scan = scan_texts(files)
        (policy,) = scan.estate.policies
        (word,) = policy.statements[0].resources or ()
        assert (word.text.pieces[-1] == expected) == (expected is not None)
        assert policy.statements[0].node.source.path == ("main.tf" if expected else "plan.json")


def _planned(type: str, name: str, values: dict[str, object]) -> dict[str, object]:
    address = f"{type}.{name}"
    return {"address": address, "mode": "managed", "type": type, "name": name, "values": values}


def _changed(
    type: str, name: str, mode: str, after: dict[str, object], unknown: dict[str, object]
) -> dict[str, object]:
    address = f"data.{type}.{name}" if mode == "data" else f"{type}.{name}"
    actions = ["read"] if mode == "data" else ["create"]
    change = {"actions": actions, "before": None, "after": after, "after_unknown": unknown}
    return {"address": address, "mode": mode, "type": type, "name": name, "change": change}


def _configured(
    type: str, name: str, mode: str, expressions: dict[str, object]
) -> dict[str, object]:
    address = f"data.{type}.{name}" if mode == "data" else f"{type}.{name}"
    return {
        "address": address,
        "mode": mode,
        "type": type,
        "name": name,
        "provider_config_key": "aws",
        "expressions": expressions,
    }


def test_a_module_above_its_plan_is_no_root() -> None:
    """The folder whose plan is in view calls it: what it is given is known there."""
    module = """
variable "readers" { type = list(string) }
data "aws_iam_policy_document" "read" {
  statement {
    actions   = ["s3:GetObject"]
    resources = var.readers
  }
}
resource "aws_iam_policy" "read" {
  name   = "read"
  policy = data.aws_iam_policy_document.read.json
}
"""
    main = """
module "it" {
  source  = "../../"
  readers = ["arn:aws:s3:::acme/*"]
}
"""
    plan = {
        "format_version": "1.2",
        "terraform_version": "1.11.4",
        "planned_values": {"root_module": {}},
        "resource_changes": [],
        "configuration": {"root_module": {"module_calls": {"it": {"source": "../../"}}}},
    }
    files: dict[str, str | bytes] = {"main.tf": module, "examples/one/main.tf": main}
    alone = scan_texts(dict(files))
    assert [reading.path for reading in alone.estate.readings] == ["examples/one/main.tf"]
    both = scan_texts(files | {"examples/one/plan.json": json.dumps(plan)})
    assert [reading.path for reading in both.estate.readings] == ["examples/one/plan.json"]


def test_what_stands_around_a_reference_is_told_by_the_configuration() -> None:
    scan = scan_beside("invoked_by_bucket", "plan-deferred.json")
    (policy,) = [p for p in scan.estate.policies if p.address == "aws_lambda_permission.uploads"]
    (condition,) = policy.statements[0].conditions
    assert [str(value.text) for value in condition.values] == ["arn:aws:s3:::acme-uploads"]


def test_documents_are_whole_whatever_the_order_of_their_sets() -> None:
    """A plan sorts the actions of a statement; the configuration has them as they were written."""
    scan = scan_beside("generated_statements", "plan-deferred.json")
    assert not scan.summary.partly_known
    assert not scan.summary.not_analysable
    (logs,) = [p for p in scan.estate.policies if p.address.endswith("aws_iam_role_policy.logs")]
    assert [str(word.text) for word in logs.statements[0].resources or ()] == [
        "arn:aws:logs:us-east-1:123456789012:log-group:/app/worker:*"
    ]


def test_drafts_that_are_filled_in_are_known_with_the_configuration() -> None:
    scan = scan_beside("placeholders", "plan-deferred.json")
    assert not scan.summary.not_analysable
    assert not scan.findings
