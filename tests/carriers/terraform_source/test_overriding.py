"""Files of overrides are merged as Terraform merges them."""

from __future__ import annotations

import pytest

from iamlint.testing import scan_texts

pytest.importorskip("tree_sitter_hcl")

BASE = """
variable "name" { default = "app" }
locals {
  action = "sqs:ReceiveMessage"
  kept   = "arn:aws:sqs:eu-west-1:111122223333:jobs"
}
data "aws_iam_policy_document" "d" {
  version = "2012-10-17"
  statement {
    actions   = [local.action]
    resources = [local.kept]
  }
}
resource "aws_iam_policy" "p" {
  name   = "p"
  policy = data.aws_iam_policy_document.d.json
}
"""


def statements(*overrides: str, name: str = "override.tf") -> list[tuple[list[str], list[str]]]:
    """Actions and resources of each statement of the policy."""
    names = [name, "z_override.tf"]
    texts = {"main.tf": BASE, **dict(zip(names, overrides, strict=False))}
    scan = scan_texts(texts)
    assert not scan.crashes
    assert not [g for r in scan.gathered.readings for g in r.gaps], "all is read"
    (policy,) = [p for reading in scan.gathered.readings for p in reading.policies]
    return [
        (
            [str(word.text) for word in statement.actions or ()],
            [str(word.text) for word in statement.resources or ()],
        )
        for statement in policy.statements
    ]


JOBS = "arn:aws:sqs:eu-west-1:111122223333:jobs"
KEPT = [JOBS]


def test_an_argument_replaces_the_one_of_its_name() -> None:
    assert statements('locals { action = "sqs:SendMessage" }') == [(["sqs:SendMessage"], KEPT)]


@pytest.mark.parametrize("name", ["override.tf", "a_override.tf", "override.tofu"])
def test_nested_blocks_replace_those_of_their_type(name: str) -> None:
    override = """
    data "aws_iam_policy_document" "d" {
      statement {
        actions   = ["sqs:DeleteMessage"]
        resources = ["*"]
      }
    }
    """
    assert statements(override, name=name) == [(["sqs:DeleteMessage"], ["*"])]


def test_a_generated_block_replaces_those_of_its_type() -> None:
    override = """
    data "aws_iam_policy_document" "d" {
      dynamic "statement" {
        for_each = ["sqs:PurgeQueue", "sqs:DeleteQueue"]
        content {
          actions   = [statement.value]
          resources = [local.kept]
        }
      }
    }
    """
    assert statements(override) == [(["sqs:PurgeQueue"], KEPT), (["sqs:DeleteQueue"], KEPT)]


def test_the_last_file_has_the_last_word() -> None:
    first = 'locals { action = "sqs:SendMessage" }'
    last = 'locals { action = "sqs:PurgeQueue" }'
    assert statements(first, last) == [(["sqs:PurgeQueue"], KEPT)]


def test_in_json() -> None:
    override = '{"locals": {"action": "sqs:SendMessage"}}'
    assert statements(override, name="override.tf.json") == [(["sqs:SendMessage"], KEPT)]


def test_a_provider_is_merged_by_its_alias() -> None:
    main = """
    provider "aws" { region = "eu-west-1" }
    provider "aws" {
      alias  = "us"
      region = "us-west-2"
    }
    resource "aws_iam_role" "r" {
      provider = aws.us
      name = "r"
      assume_role_policy = jsonencode({})
    }
    """
    override = 'provider "aws" {\n alias = "us"\n allowed_account_ids = ["111122223333"]\n}'
    scan = scan_texts({"main.tf": main, "override.tf": override})
    (role,) = [one for reading in scan.gathered.readings for one in reading.identities]
    assert (str(role.account), str(role.region)) == ("111122223333", "us-west-2")


def test_what_overrides_nothing_is_said() -> None:
    main = BASE + 'resource "aws_sqs_queue" "jobs" { name = "jobs" }'
    lost = 'resource "aws_sqs_queue" "other" { name = "other" }'
    scan = scan_texts({"main.tf": main, "override.tf": lost})
    (gap,) = [gap for reading in scan.gathered.readings for gap in reading.gaps]
    assert gap.why.startswith("it overrides what is not there")
    assert gap.span.source.path == "override.tf"
