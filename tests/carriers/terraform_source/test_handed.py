"""Policies in calls of modules whose code is not in view."""

from __future__ import annotations

import pytest

from iamlint.testing import scan_texts

pytest.importorskip("tree_sitter_hcl")

HEREDOC = (
    'policy = <<JSON\n{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", '
    '"Action": "iam:*", "Resource": "*", "Sid": "${var.name}"}]}\nJSON'
)
STATEMENT = '{ Effect = "Allow", Action = "iam:*", Resource = "*" }'
ENCODED = f'jsonencode({{ Version = "2012-10-17", Statement = [{STATEMENT}] }})'
OPEN = (
    'jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = "*", '
    'Action = "s3:GetObject", Resource = "arn:aws:s3:::acme-data/*" }] })'
)


def found(text: str, **files: str) -> list[tuple[str, str]]:
    scan = scan_texts({"main.tf": text, **files})
    return [(one.rule, one.address) for one in scan.findings]


def call(argument: str, source: str = "acme/things/aws", name: str = "it") -> str:
    return f'module "{name}" {{\n  source = "{source}"\n  {argument}\n}}\n'


@pytest.mark.parametrize(
    ("argument", "address"),
    [
        (f"policy = {ENCODED}", "module.it.policy"),
        (f"all = {{ one = [{ENCODED}] }}", "module.it.all.one[0]"),
        ("policy = local.wide", "module.it.policy"),
        (HEREDOC, "module.it.policy"),
    ],
)
def test_its_text_is_read(argument: str, address: str) -> None:
    declared = f'variable "name" {{}}\nlocals {{\n  wide = {ENCODED}\n}}\n'
    assert found(declared + call(argument)) == [("service-wildcard", address)]


def test_whom_it_names_tells_what_it_is() -> None:
    assert found(call(f"policy = {OPEN}")) == [("public-resource", "module.it.policy")]


@pytest.mark.parametrize(
    "text",
    [
        call(f"policy = {OPEN}", source="acme/vpc/aws//modules/vpc-endpoints"),
        call(f"endpoints = {{ s3 = {{ policy = {OPEN} }} }}"),
        call(f"policy = {ENCODED}", name="scp_of_sandbox"),
        call(f"permissions_boundary = {ENCODED}"),
    ],
)
def test_a_word_of_the_call_tells_what_it_is(text: str) -> None:
    assert found(text) == []


def test_words_that_the_module_replaces_are_no_faults() -> None:
    text = OPEN.replace("arn:aws:s3:::acme-data", "_S3_BUCKET_ARN_")
    assert found(call(f"policy = {text}")) == []


@pytest.mark.parametrize(
    "argument",
    [
        'policy = "{ Statement"',
        "policy = jsonencode({ Statement = var.some })",
        "policy = jsonencode({ Statement = [{ name = 1 }] })",
        "Statement = 3",
        "policy = local.nothing",
        "policy = { Statement = [] }",
    ],
)
def test_what_is_no_policy_is_passed_over(argument: str) -> None:
    assert found('variable "some" {}\n' + call(argument)) == []


def test_code_that_is_in_view_tells_itself() -> None:
    inner = 'variable "policy" {}\nresource "aws_iam_policy" "p" {\n  policy = var.policy\n}\n'
    text = call(f"policy = {ENCODED}", source="./inner")
    assert found(text, **{"inner/main.tf": inner}) == [
        ("service-wildcard", "module.it.aws_iam_policy.p")
    ]


def test_each_of_several_calls() -> None:
    text = call(f'for_each = toset(["a", "b"])\n  policy = {ENCODED}')
    assert ("service-wildcard", 'module.it["a"].policy') in found(text)


def test_a_document_of_a_data_source_is_read_once() -> None:
    text = (
        'data "aws_iam_policy_document" "d" {\n  statement {\n    actions = ["iam:*"]\n'
        '    resources = ["*"]\n  }\n}\n'
    )
    assert found(text + call("policy = data.aws_iam_policy_document.d.json")) == [
        ("service-wildcard", "data.aws_iam_policy_document.d")
    ]
