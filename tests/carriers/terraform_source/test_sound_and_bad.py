"""Sound configurations are silent, and what is wrong in their bad twins is found."""

from __future__ import annotations

from pathlib import Path

import pytest

from iamlint.testing import scan_texts

pytest.importorskip("tree_sitter_hcl")

FIXTURES = Path(__file__).parents[2] / "fixtures" / "terraform_source"
NAMES = sorted(path.name for path in FIXTURES.iterdir() if path.is_dir())
MAIN = "main.tf"
TWINS = [
    ("iam_role_for_lambda", MAIN, '"logs:PutLogEvents"', '"logs:PutLogEvent"', "unknown-action"),
    ("s3_with_key", MAIN, '["kms:Decrypt"]', '["kms:DescribeKey"]', "missing-caller-grant"),
    ("sns_to_sqs", MAIN, '"sqs:SendMessage"', '"sqs:SendMessages"', "unknown-action"),
    ("for_each_policies", MAIN, '"dynamodb:Query"', '"dynamodb:Querry"', "unknown-action"),
    ("count_create", MAIN, '"ssm:GetParameter"', '"ssm:GetParam"', "unknown-action"),
    (
        "modules_two_deep",
        "modules/role/main.tf",
        '"s3:PutObject"',
        '"s3:PutObjects"',
        "unknown-action",
    ),
    ("heredoc", MAIN, '"ecr:PutImage"', '"ecr:PutImages"', "unknown-action"),
    ("files", MAIN, '"sqs:DeleteMessage"', '"sqs:DeleteMessages"', "unknown-action"),
    (
        "files",
        "policies/trust.json",
        '{ "Service": "ec2.amazonaws.com" }',
        '"*"',
        "public-trust",
    ),
    (
        "json_syntax",
        "main.tf.json",
        '["s3:GetObject"], "resources": ["${aws_s3_bucket.reports.arn}/*"]',
        '["iam:*"], "resources": ["*"]',
        "service-wildcard",
    ),
    (
        "conditional_statements",
        MAIN,
        '"s3:AbortMultipartUpload"',
        '"s3:AbortUpload"',
        "unknown-action",
    ),
    ("conditional_statements", MAIN, '"s3:DeleteObject"', '"s3:RemoveObject"', "unknown-action"),
    ("github_oidc", MAIN, '"repo:${repository}:', '"repo:*:', "wide-oidc-subject"),
    (
        "cross_account",
        MAIN,
        "identifiers = local.readers",
        'identifiers = ["*"]',
        "public-resource",
    ),
    ("boundary", MAIN, '"sqs:*", ', "", "dead-under-boundary"),
    (
        "lambda_permission",
        MAIN,
        '"lambda:InvokeFunction"',
        '"lambda:InvokeFunctions"',
        "unknown-action",
    ),
    ("registry_modules", MAIN, '"kms:Decrypt"', '"kms:Decrypts"', "unknown-action"),
    (
        "dead_letters",
        MAIN,
        "identifiers = each.value.senders",
        'identifiers = ["*"]',
        "public-resource",
    ),
    (
        "values_and_overrides",
        "terraform.tfvars",
        '"sqs:ReceiveMessage"',
        '"sqs:RecieveMessage"',
        "unknown-action",
    ),
    (
        "values_and_overrides",
        "policies/queues.json.tftpl",
        '"sqs:SendMessage"',
        '"sqs:SendMessages"',
        "unknown-action",
    ),
    (
        "remote_state",
        "app/main.tf",
        '["kms:Decrypt", "kms:GenerateDataKey"]',
        '["kms:DescribeKey"]',
        "missing-caller-grant",
    ),
]


def texts(name: str) -> dict[str, str | bytes]:
    folder = FIXTURES / name
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in files}


@pytest.mark.parametrize("name", NAMES)
def test_sound_configurations_are_silent_and_read(name: str) -> None:
    scan = scan_texts(texts(name))
    assert not scan.crashes, scan.crashes
    assert [(f.rule, f.message) for f in scan.findings] == []
    assert scan.summary.documents >= 1


@pytest.mark.parametrize(("name", "file", "old", "new", "rule"), TWINS)
def test_what_is_wrong_is_found_where_it_stands(
    name: str, file: str, old: str, new: str, rule: str
) -> None:
    files = texts(name)
    before = files[file]
    assert isinstance(before, str)
    assert old in before
    files[file] = before.replace(old, new)
    scan = scan_texts(files)
    assert not scan.crashes, scan.crashes
    found = {(f.rule, f.span.source.path) for f in scan.findings}
    assert (rule, file) in found
    assert len({f.rule for f in scan.findings}) == 1
