"""Policies that stand in templates as text: JSON in strings, with holes, with exact places."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from .reading import only, policy, read

if TYPE_CHECKING:
    from iamlint.model.things import Reading

HEAD = """
Parameters: {Issuer: {Type: String}, Extra: {Type: String}}
Resources:
  Bucket: {Type: AWS::S3::Bucket}
  Queue:
    Type: AWS::SQS::QueuePolicy
    Properties:
      Queues: [q]
      PolicyDocument: """


def queue(value: str) -> Reading:
    return read(HEAD + value.replace("\n", "\n        "))


def test_a_string() -> None:
    reading = queue(
        """|
{"Version": "2012-10-17",
 "Statement": [{"Effect": "Allow", "Action": "sqs:\\u0053endMessage", "Resource": "*"}]}"""
    )
    (action,) = only(reading, "Queue").actions or ()
    assert action.literal == "sqs:SendMessage"
    assert action.span.outermost.text == '"sqs:\\u0053endMessage"'
    assert policy(reading, "Queue").whole


def test_a_string_in_json() -> None:
    inner = json.dumps({"Version": "2012-10-17", "Statement": [{"Action": "sqs:*"}]})
    reading = read(
        json.dumps(
            {
                "Resources": {
                    "Queue": {
                        "Type": "AWS::SQS::QueuePolicy",
                        "Properties": {"Queues": ["q"], "PolicyDocument": inner},
                    }
                }
            }
        )
    )
    (action,) = only(reading, "Queue").actions or ()
    assert action.span.outermost.text == '\\"sqs:*\\"'


def test_sub_with_holes_in_strings_and_keys() -> None:
    reading = queue(
        """!Sub |
{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:GetObject",
  "Resource": ["${Bucket.Arn}/*", "${Bucket}", "arn:aws:s3:::x/${!aws:username}"],
  "Condition": {"StringEquals": {"${Issuer}:sub": "a"}}}]}"""
    )
    statement = only(reading, "Queue")
    first, second, third = statement.resources or ()
    assert str(first) == "arn:${AWS::Partition}:s3:::${Bucket}/*"
    assert first.span.outermost.text == '"${Bucket.Arn}/*"'
    assert second.text.only_hole is not None
    assert third.literal == "arn:aws:s3:::x/${aws:username}"
    assert third.span.outermost.text == '"arn:aws:s3:::x/${!aws:username}"'
    (condition,) = statement.conditions
    assert condition.key.literal is None
    assert str(condition.key) == "${Issuer}:sub"
    assert policy(reading, "Queue").whole


def test_sub_with_a_hole_in_place_of_a_value() -> None:
    reading = queue(
        """!Sub |
{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": ${Extra}, "Resource": "*"}]}"""
    )
    statement = only(reading, "Queue")
    assert [hole.identity for hole in statement.gaps] == ["stack.yaml#Extra"]
    assert not policy(reading, "Queue").whole
    assert any(gap.partial for gap in reading.gaps)


def test_join_of_texts() -> None:
    reading = queue(
        r"""!Join
- ''
- - '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:Get'
  - '*", "Resource": "'
  - !GetAtt Bucket.Arn
  - '/*"}]}'"""
    )
    statement = only(reading, "Queue")
    assert [str(word) for word in statement.actions or ()] == ["s3:Get*"]
    assert [str(w) for w in statement.resources or ()] == ["arn:${AWS::Partition}:s3:::${Bucket}/*"]
    (resource,) = statement.resources or ()
    assert resource.span.outermost.text.startswith('"')
    assert resource.span.outermost.text.endswith('/*"')


def test_to_json_string() -> None:
    reading = queue(
        """
  Fn::ToJsonString: {Version: '2012-10-17', Statement: [{Effect: Deny, Action: '*'}]}"""
    )
    assert only(reading, "Queue").denies


def test_what_is_no_json_is_a_gap_that_says_so() -> None:
    reading = queue("'{\"Version\": '")
    assert not reading.policies
    (gap,) = reading.gaps
    assert gap.address == "Queue.PolicyDocument"
    assert "JSON" in gap.why
    assert reading.attachments[0].policy is not None
    assert not reading.attachments[0].policy.whole


def test_an_unknown_text_is_a_gap_that_names_it() -> None:
    reading = queue("!Ref Extra")
    (gap,) = reading.gaps
    assert "Extra" in gap.why
    assert not reading.policies


def test_private_characters_of_its_own_are_left_alone() -> None:
    reading = queue('\'{"Version": "2012-10-17", "Statement": [{"Action": "\U000f0000"}]}\'')
    assert reading.gaps
    escaped = queue('\'{"Version": "2012-10-17", "Statement": [{"Action": "\\udb80\\udc00"}]}\'')
    assert [w.literal for w in only(escaped, "Queue").actions or ()] == ["\U000f0000"]
