"""What a scan says of each configuration: sound ones are silent, bad ones are found, and a plan in
which less is known either says the same or says what it cannot see.
"""

from __future__ import annotations

from functools import cache

import pytest

from iamlint.scanning import Request, Scan, scan

from .plans import FIXTURES, MODES, NAMES

BAD: dict[str, set[tuple[str, str]]] = {
    "admin_behind_a_key": {("full-admin", "aws_iam_policy.p")},
    "boundary": {("dead-under-boundary", "aws_iam_role_policy.wide")},
    "deferred_forms": {
        ("key-absent-for-service-principal", "aws_sns_topic_policy.t"),
        ("public-resource", "aws_sns_topic_policy.t"),
        ("resource-star", "aws_iam_role_policy.dynamic_unknown"),
    },
    "encryption": {("missing-service-grant", "aws_kms_key.k")},
    "exclusive_rivals": {
        ("overwritten-policy", "aws_iam_role_policy.beside_own"),
        ("overwritten-policy", "aws_iam_role_policy.gone"),
        ("overwritten-policy", "aws_iam_role_policy_attachment.beside_own"),
        ("overwritten-policy", "aws_iam_role_policy_attachment.gone"),
        ("overwritten-policy", "aws_iam_user_policy_attachment.other"),
    },
    "for_each": {("missing-caller-grant", 'aws_iam_role_policy.team["blue"]')},
    "identities": {
        ("dead-under-boundary", "aws_iam_user_policy.own"),
        ("mfa-test-with-gap", "aws_iam_group_policy.own"),
        ("overwritten-policy", "aws_iam_role_policy_attachment.elsewhere"),
        ("overwritten-policy", "aws_iam_role_policy_attachment.list"),
        ("overwritten-policy", "aws_iam_role_policy_attachments_exclusive.only"),
    },
    "invoked_by_bucket": {("source-without-account", "aws_lambda_permission.uploads")},
    "merged_admin": {("service-wildcard", "aws_iam_policy.p")},
    "missing_key_grant": {("missing-caller-grant", "aws_iam_role_policy.work")},
    "open_trust": {
        ("public-trust", "aws_iam_role.anybody.assume_role_policy"),
        ("unpinned-oidc-subject", "aws_iam_role.github.assume_role_policy"),
    },
    "names": {("missing-service-grant", "aws_kms_key.k")},
    "organization": {("rcp-denies-services", "aws_organizations_policy.perimeter")},
    "overbroad": {
        ("allow-not-action", "aws_iam_policy.wide"),
        ("full-admin", "aws_iam_policy.wide"),
        ("public-resource", "aws_s3_bucket_policy.open"),
        ("service-wildcard", "aws_iam_policy.wide"),
    },
    "public_queue": {("public-resource", "aws_sqs_queue_policy.q")},
    "resource_policies": {
        ("aws-managed-key-shared", "aws_secretsmanager_secret_policy.s"),
        ("broken-policy-text", "aws_sqs_queue_policy.broken"),
        ("public-resource", "aws_ecr_repository_policy.e"),
        ("refused-resource", "aws_s3_bucket_policy.b"),
        ("refused-resource", "aws_s3_bucket_policy.elsewhere"),
        ("resource-policy-takeover", "aws_kms_key.own.policy"),
        ("resource-policy-takeover", "aws_sns_topic.t.policy"),
        ("resource-policy-takeover", "aws_sqs_queue.own.policy"),
        ("self-defeating-condition", "aws_lambda_permission.partner"),
    },
    "wrong_action": {
        ("unknown-action", 'module.team["blue"].aws_iam_policy.p'),
        ("unknown-action", 'module.team["red"].aws_iam_policy.p'),
    },
    "wrong_log_arn": {("bare-log-group", "aws_iam_policy.p")},
}
"""What is found in the default view, by configuration; the others are sound."""

NOT_SHOWN = {
    "resource-policy-takeover": "whether another account is meant hangs on the account, not in view",
    "aws-managed-key-shared": "whether another account is meant hangs on the account, not in view",
    "bare-log-group": "a plan does not show whether `:*` follows the ARN in the configuration",
}
"""What a deferred plan cannot be told of without its document being hidden."""

LEFT_OUT = {
    "alias_target": "the value that stands in for the key's ARN is an alias",
    "cross_account": "the values that stand in for AWS's are all of one account",
    "modules": "one key stands for all: who is refused it depends on which is read first",
    "documented_wrong": "wrong on purpose, and tested where the sound ones are",
    "row_keys": "a resource of each row, as it comes",
    "row_policies": "a resource of each row, as it comes",
    "row_roles": "a resource of each row, as it comes",
    "unwired_topic": "wires have rules of their own",
}

HIDDEN = {
    "deferred_forms": {"aws_iam_role_policy.jsonencode", "aws_s3_bucket_policy.heredoc"},
    "encoded": {
        "aws_iam_role_policy.concatenated",
        "aws_iam_role_policy.merged",
        "aws_iam_role_policy.template",
    },
    "identities": {"aws_iam_role.prefixed.assume_role_policy"},
    "overbroad": {"aws_s3_bucket_policy.open"},
    "placeholders": {
        "module.logs.aws_s3_bucket_policy.this[0]",
        "module.reports.aws_s3_bucket_policy.this[0]",
    },
    "through_locals": {'aws_iam_policy.each["d"]', "aws_iam_policy.one"},
}
"""Policies that functions made, or locals handed on, of which a deferred plan keeps nothing."""

HIDDEN_ALWAYS = {
    "deferred_forms": {"aws_iam_role_policy.through_local"},
    "two_documents": {"aws_iam_role_policy.p"},
}
"""Policies whose documents Terraform reads at apply although all in them is known."""


@cache
def scanned(name: str, mode: str) -> Scan:
    path = str(FIXTURES / name / f"plan-{mode}.json")
    return scan(Request((path,), isolated=True))


def found(name: str, mode: str) -> set[tuple[str, str]]:
    return {(finding.rule, finding.address) for finding in scanned(name, mode).findings}


@pytest.mark.parametrize("name", [name for name in NAMES if name not in LEFT_OUT])
def test_sound_ones_are_silent_and_bad_ones_are_found(name: str) -> None:
    assert found(name, "known") == BAD.get(name, set())


@pytest.mark.parametrize("name", [name for name in NAMES if name not in LEFT_OUT])
def test_what_is_known_less_is_found_or_said(name: str) -> None:
    hidden = {note.address for note in scanned(name, "deferred").gathered.unanalysed}
    missing = BAD.get(name, set()) - found(name, "deferred")
    for rule, address in missing:
        assert address in hidden or rule in NOT_SHOWN, (rule, address)
    assert found(name, "deferred") <= BAD.get(name, set())


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("name", NAMES)
def test_every_gap_is_one_that_is_known(name: str, mode: str) -> None:
    gaps = {note.address for note in scanned(name, mode).gathered.unanalysed}
    wanted = HIDDEN_ALWAYS.get(name, set())
    if mode == "deferred":
        wanted = wanted | HIDDEN.get(name, set())
    assert gaps == wanted
    for note in scanned(name, mode).gathered.unanalysed:
        assert "known only after apply" in note.why
        assert "made of" in note.why or "through" in note.why


def test_there_are_enough_configurations() -> None:
    assert len(NAMES) > 40
    assert not set(BAD) - set(NAMES)
