"""What Terraform or AWS refuses and can be read all the same."""

from __future__ import annotations

import pytest

from iamlint.testing import scan_texts

pytest.importorskip("tree_sitter_hcl")

TOPIC = """
resource "aws_sns_topic" "t" {
  name = "t"
}
resource "aws_sns_topic_policy" "t" {
  arn    = aws_sns_topic.t.arn
  policy = <<EOF
{
  "Version": "2012-10-17",
  "Statement": [{
    "Effect": "Allow",
    "Principal": "*",
    "Action": ["sns:Publish", "sns:Subscribe",],
    "Resource": "${aws_sns_topic.t.arn}"
  }]
}
EOF
}
"""


def told(text: str, path: str = "main.tf") -> list[tuple[str, int]]:
    found = scan_texts({path: text}, select=("unknown-argument", "broken-policy-text", "overbroad"))
    return [(one.rule, one.span.outermost.place.line) for one in found.findings]


def test_a_comma_too_many_is_wrong_whatever_fills_the_holes() -> None:
    found = scan_texts({"main.tf": TOPIC})
    rules = {(one.rule, one.span.outermost.place.line) for one in found.findings}
    assert rules == {("broken-policy-text", 13), ("public-resource", 12)}


def test_a_hole_where_an_item_may_stand_may_mend_it() -> None:
    text = TOPIC.replace('"sns:Subscribe",', "${var.more}").replace('"Effect": ', '"Effect" ')
    assert told(text + 'variable "more" {}') == []


def test_arguments_that_are_meant_otherwise_are_read_as_meant() -> None:
    text = """
data "aws_iam_policy_document" "d" {
  statement {
    action   = ["*"]
    resource = "*"
  }
}
"""
    assert told(text) == [("unknown-argument", 4), ("full-admin", 4), ("unknown-argument", 5)]


def test_nothing_is_said_of_what_there_is() -> None:
    text = """
data "aws_iam_policy_document" "d" {
  for_each                = toset(["a"])
  source_policy_documents = []
  statement {
    actions   = ["s3:GetObject"]
    resources = ["arn:aws:s3:::acme/*"]
    dynamic "condition" {
      for_each = var.tests
      iterator = one
      content {
        test     = one.value
        variable = "aws:SourceVpc"
        values   = ["vpc-12345678"]
      }
    }
  }
}
variable "tests" {}
"""
    assert told(text) == []


def test_blocks_in_blocks_are_looked_at() -> None:
    text = """
data "aws_iam_policy_document" "d" {
  count = 2
  statement {
    actions   = ["s3:GetObject"]
    resources = ["arn:aws:s3:::acme/*"]
    dynamic "condition" {
      for_each = [1]
      content {
        test      = "StringEquals"
        variables = "aws:SourceVpc"
        values    = ["vpc-12345678"]
      }
    }
  }
}
"""
    assert told(text) == [("unknown-argument", 11)]


def test_a_block_that_is_written_as_an_argument() -> None:
    text = """
data "aws_iam_policy_document" "d" {
  statement = [{ actions = ["sqs:SendMessage"], resources = ["*"] }]
}
"""
    assert told(text)[0] == ("unknown-argument", 3)


def test_comments_of_json_are_no_arguments() -> None:
    text = """
{"data": {"aws_iam_policy_document": {"d": {"//": "why", "statement": {
  "//": "why", "actions": ["s3:GetObject"], "resources": ["arn:aws:s3:::acme/*"]
}}}}}
"""
    assert told(text, "main.tf.json") == []


@pytest.mark.parametrize(
    ("by", "rules"),
    [
        ('name = "AdministratorAccess"', ["administrator-attached"]),
        ('arn = "arn:aws:iam::aws:policy/AdministratorAccess"', ["administrator-attached"]),
        ('name = "AmazonS3ReadOnlyAccess"', []),
        ('name = "our-own"', []),
    ],
)
def test_a_policy_of_aws_that_is_looked_up_is_known(by: str, rules: list[str]) -> None:
    text = f"""
data "aws_iam_policy" "p" {{
  {by}
}}
resource "aws_iam_group_policy_attachment" "a" {{
  group      = "operators"
  policy_arn = data.aws_iam_policy.p.arn
}}
"""
    assert [rule for rule, _ in told(text)] == rules
