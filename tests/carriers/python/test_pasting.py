"""What is offered to be pasted into code is code."""

from __future__ import annotations

import ast

from iamlint.carriers import python
from iamlint.text.holes import Hole, Text

from .reading import read

CDK = """
from aws_cdk import Stack, aws_iam as iam, aws_s3 as s3
class S(Stack):
    def __init__(self, scope, id):
        super().__init__(scope, id)
        bucket = s3.Bucket(self, "B")
        iam.ManagedPolicy(self, "M", statements=[
            iam.PolicyStatement(actions=["s3:GetObject"], resources=[bucket.bucket_arn]),
        ])
"""
PULUMI = """
import json
import pulumi_aws as aws
bucket = aws.s3.Bucket("b")
aws.iam.Policy("p", policy=json.dumps({"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Action": "s3:GetObject", "Resource": bucket.arn}]}))
"""


def pasted(code: str, behind: str) -> str:
    reading = read(code)
    (word,) = reading.policies[0].statements[0].resources or ()
    return python.pasted(reading, {"Action": "s3:Get*", "Resource": [word.text + Text(behind)]})


def test_holes_are_written_as_the_expressions_of_the_code() -> None:
    found = pasted(CDK, "/*")
    ast.parse(found, mode="eval")
    assert '"Resource": [bucket.bucket_arn + "/*"]' in found
    assert '"Resource": [bucket.bucket_arn]' in pasted(CDK, "")
    assert '"Resource": [bucket.arn]' in pasted(PULUMI, "")


def test_nothing_is_offered_that_the_code_cannot_say() -> None:
    assert not pasted(PULUMI, "/*")  # no string that could be added to
    assert not python.pasted(read(CDK), {"Resource": Text("arn:", Hole("x"))})


def test_what_is_known_is_written_as_it_is() -> None:
    found = python.pasted(read(CDK), [{"a": ['x"', True]}, Text("y")])
    assert ast.literal_eval(found) == [{"a": ['x"', True]}, "y"]
