"""Plans: what is known only after apply, by the reference that hides it."""

from __future__ import annotations

from pathlib import Path

from iamlint.coverage.reasons import reasons

from .test_nothing_is_dropped import ROOT, coverage

WORDS = ("known only after apply", "marked sensitive", "no document in view", "not JSON")
PLANS = ROOT / "tests/fixtures/terraform"


def told(plan: Path) -> dict[str, tuple[str, list[str]]]:
    (file,) = coverage({str(plan): plan.read_text("utf-8")}).files
    return {
        item.address: (item.state, [reason.value for reason in reasons(item, file.carrier)])
        for item in file.items
        if item.state != "whole"
    }


def test_what_hides_a_policy_is_named() -> None:
    assert told(PLANS / "deferred_forms/plan-deferred.json") == {
        "aws_iam_role_policy.jsonencode": ("not_analysable", ["aws_kms_key.k.arn"]),
        "aws_iam_role_policy.through_local": ("not_analysable", ["local.document"]),
        "aws_s3_bucket_policy.heredoc": ("not_analysable", ["aws_s3_bucket.b.arn"]),
        "aws_iam_role_policy.lists": (
            "partly_known",
            ["aws_kms_key.k.arn, aws_kms_key.other.arn"],
        ),
    }


def test_what_is_applied_before_is_whole_but_for_what_a_plan_never_keeps() -> None:
    assert told(PLANS / "deferred_forms/plan-known.json") == {
        "aws_iam_role_policy.through_local": ("not_analysable", ["local.document"]),
    }


def test_every_reason_is_in_words() -> None:
    for plan in sorted(PLANS.rglob("plan-*.json")):
        (file,) = coverage({str(plan): plan.read_text("utf-8")}).files
        for item in file.items:
            for reason in reasons(item, file.carrier):
                assert any(words in reason.why for words in WORDS), reason
                assert reason.value, reason
