"""Fixes as HCL to paste."""

from __future__ import annotations

import pytest

from iamlint.carriers.terraform.dialect import quoted, write_text
from iamlint.carriers.terraform.snippets import snippet
from iamlint.fixing import propose
from iamlint.rule import AddItem, AddStatement, MoveItems, Remove, Replace, Several
from iamlint.testing import scan_with
from iamlint.text.holes import Hole, Text

from .plans import MODES, fixture, identity, policy, statement, thing


@pytest.mark.parametrize("mode", MODES)
def test_an_arn_of_the_plan_is_written_as_its_attribute(mode: str) -> None:
    reading = fixture("missing_key_grant", mode)
    for address in ("aws_kms_key.orders", "aws_sqs_queue.orders", "aws_s3_bucket.files"):
        assert write_text(reading, thing(reading, address).arn) == f"{address}.arn"


def test_what_follows_an_arn_stands_in_a_template() -> None:
    reading = fixture("deferred_forms")
    key = thing(reading, "aws_kms_key.k").arn
    assert write_text(reading, key + "/x") == '"${aws_kms_key.k.arn}/x"'
    account = fixture("boundary").account
    assert write_text(reading, Text("arn:aws:iam::") + account + ":root") == (
        '"arn:aws:iam::${data.aws_caller_identity.current.account_id}:root"'
    )


def test_what_has_no_expression_is_not_written() -> None:
    reading = fixture("deferred_forms")
    assert write_text(reading, Text("a", Hole("other.yaml#Bucket"))) is None
    (word,) = statement(reading, "aws_iam_policy.elements", "Made").resources or ()
    assert write_text(reading, word.text) is None


def test_literals_are_escaped() -> None:
    assert quoted('a"b\\${aws:username}%{x}\n') == '"a\\"b\\\\$${aws:username}%%{x}\\n"'


def test_inside_a_module_its_own_things_have_short_names() -> None:
    reading = fixture("modules")
    role = identity(reading, 'module.app["one"].aws_iam_role.this')
    assert write_text(reading, role.arn, 'module.app["one"]') == "aws_iam_role.this.arn"
    assert write_text(reading, role.arn) == 'module.app["one"].aws_iam_role.this.arn'


USE = {"Sid": "UseKey", "Effect": "Allow", "Action": ["kms:Decrypt"]}


def test_a_statement_for_a_role_goes_into_its_document() -> None:
    reading = fixture("missing_key_grant")
    key = thing(reading, "aws_kms_key.orders")
    worker = identity(reading, "aws_iam_role.worker")
    assert snippet(reading, AddStatement(worker, USE | {"Resource": key.arn})) == (
        "# in data.aws_iam_policy_document.work\n"
        "statement {\n"
        '  sid       = "UseKey"\n'
        '  actions   = ["kms:Decrypt"]\n'
        "  resources = [aws_kms_key.orders.arn]\n"
        "}"
    )


def test_a_condition_that_is_taken_away_is_not_written() -> None:
    reading = fixture("missing_key_grant")
    worker = identity(reading, "aws_iam_role.worker")
    written = snippet(reading, AddStatement(worker, USE | {"Resource": "*", "Condition": None}))
    assert "condition" not in written
    assert 'sid       = "UseKey"' in written


def test_a_statement_for_a_key_has_principals_and_conditions() -> None:
    reading = fixture("missing_key_grant")
    worker = identity(reading, "aws_iam_role.worker")
    added = {
        "Effect": "Allow",
        "Principal": {"AWS": worker.arn},
        "Action": "kms:Decrypt",
        "Resource": "*",
        "Condition": {"StringEquals": {"kms:ViaService": "sqs.us-east-1.amazonaws.com"}},
    }
    text = snippet(reading, AddStatement(thing(reading, "aws_kms_key.orders"), added))
    assert "identifiers = [aws_iam_role.worker.arn]" in text
    assert 'variable = "kms:ViaService"' in text
    assert 'resources = ["*"]' in text


def test_a_resource_without_a_policy_is_given_one() -> None:
    reading = fixture("missing_key_grant")
    queue = thing(reading, "aws_sqs_queue.orders")
    text = snippet(reading, AddStatement(queue, USE | {"Resource": queue.arn}))
    assert 'resource "aws_sqs_queue_policy" "orders" {' in text
    assert "queue_url = aws_sqs_queue.orders.id" in text
    assert "policy    = data.aws_iam_policy_document.orders.json" in text


def test_a_document_of_jsonencode_takes_an_object() -> None:
    reading = fixture("boundary")
    added = AddStatement(policy(reading, "aws_iam_role_policy.wide"), USE | {"Resource": "*"})
    assert snippet(reading, added) == (
        "# in the list of statements of aws_iam_role_policy.wide\n"
        "{\n"
        '  Sid      = "UseKey"\n'
        '  Effect   = "Allow"\n'
        '  Action   = ["kms:Decrypt"]\n'
        '  Resource = "*"\n'
        "},"
    )


def test_items_and_other_texts() -> None:
    reading = fixture("missing_key_grant")
    orders = statement(reading, "aws_iam_role_policy.work", "TakeOrders")
    assert snippet(reading, AddItem(orders, "Action", ("sqs:GetQueueUrl",))).endswith(
        'actions = ["sqs:DeleteMessage", "sqs:ReceiveMessage", "sqs:GetQueueUrl"]'
    )
    (word, *_) = orders.actions or ()
    assert snippet(reading, Replace(word, "sqs:PurgeQueue")).startswith('"sqs:PurgeQueue" #')
    assert snippet(reading, Remove(word)) == ""
    moved = snippet(reading, MoveItems(orders, "Action", (word,), {"Resource": "*"}))
    assert 'actions = ["sqs:ReceiveMessage"]' in moved
    assert 'actions   = ["sqs:DeleteMessage"]' in moved
    assert 'resources = ["*"]' in moved
    both = Several((Replace(word, "a:B"), Remove(word)))
    assert snippet(reading, both) == snippet(reading, Replace(word, "a:B"))


DENY = """\
data "aws_iam_policy_document" "d" {
  statement {
    sid       = "Plain"
    effect    = "Deny"
    actions   = ["s3:GetObject", "s3:ListBucket"]
    resources = ["arn:aws:s3:::acme/*"]
    principals {
      type        = "AWS"
      identifiers = ["*"]
    }
    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }
}
resource "aws_s3_bucket_policy" "p" {
  bucket = "acme"
  policy = data.aws_iam_policy_document.d.json
}
"""


def test_a_statement_of_its_own_says_all_that_the_first_does() -> None:
    _, scan = scan_with({"main.tf": DENY}, select=("unmatched-action",))
    propose(scan)
    assert scan.findings[0].fixes[0].snippet == (
        "# in data.aws_iam_policy_document.d, statement `Plain`\n"
        'actions = ["s3:GetObject"]\n'
        "\n"
        "# in data.aws_iam_policy_document.d\n"
        "statement {\n"
        '  effect    = "Deny"\n'
        '  actions   = ["s3:ListBucket"]\n'
        '  resources = ["arn:aws:s3:::acme"]\n'
        "  principals {\n"
        '    type        = "AWS"\n'
        '    identifiers = ["*"]\n'
        "  }\n"
        "  condition {\n"
        '    test     = "Bool"\n'
        '    variable = "aws:SecureTransport"\n'
        '    values   = ["false"]\n'
        "  }\n"
        "}"
    )


def test_a_value_deep_in_a_statement_stands_in_the_form_of_its_document() -> None:
    reading = fixture("missing_key_grant")
    orders = statement(reading, "aws_iam_role_policy.work", "TakeOrders")
    there = AddItem(orders, "Condition/Null/aws:TagKeys", ("false",))
    assert snippet(reading, there).partition("\n")[2] == (
        'condition {\n  test     = "Null"\n  variable = "aws:TagKeys"\n  values   = ["false"]\n}'
    )
    reading = fixture("boundary")
    (wide, *_) = policy(reading, "aws_iam_role_policy.wide").statements
    there = AddItem(wide, "Condition/Null/aws:TagKeys", ("false",))
    place, _, text = snippet(reading, there).partition("\n")
    assert place.endswith(", Condition, Null")
    assert text == '"aws:TagKeys" = ["false"]'


def test_what_another_module_declares_is_to_be_passed_in() -> None:
    reading = fixture("modules")
    inner = policy(reading, 'module.app["one"].aws_iam_policy.queue')
    shared = thing(reading, "aws_kms_key.shared")
    text = snippet(reading, AddStatement(inner, USE | {"Resource": shared.arn}))
    assert "aws_kms_key.shared.arn /* of another module: pass it in */" in text
