"""Principals of which only a name is not known."""

from __future__ import annotations

import pytest

from iamlint.testing import scan_texts

pytest.importorskip("tree_sitter_hcl")

KEY = """
provider "aws" {
  region              = "eu-west-1"
  allowed_account_ids = ["111122223333"]
}
resource "aws_iam_role" "worker" {
  name_prefix        = "worker-"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "ec2.amazonaws.com" }
    }]
  })
}
resource "aws_kms_key" "k" {
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "kms:*"
      Resource  = "*"
      Principal = { AWS = ["arn:aws:iam::111122223333:root", PRINCIPAL] }
    }]
  })
}
"""


@pytest.mark.parametrize(
    ("principal", "rules"),
    [
        ("aws_iam_role.worker.arn", ["wildcard-action-in-resource-policy"]),
        ('"arn:aws:iam::444455556666:root"', []),
    ],
)
def test_a_role_whose_name_is_not_known_is_no_account(principal: str, rules: list[str]) -> None:
    """A key may be left to the policies of accounts; a role that may do all with it is told."""
    scan = scan_texts({"main.tf": KEY.replace("PRINCIPAL", principal)})
    assert not scan.crashes
    assert [f.rule for f in scan.findings if f.rule.startswith("wildcard-action")] == rules
