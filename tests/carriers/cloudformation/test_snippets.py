"""Fixes for templates that a tool makes, and the properties that wire one resource to another."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from iamlint.carriers import cloudformation
from iamlint.carriers.cloudformation import declarations, reader, wiring
from iamlint.rule import AddItem, AddStatement, Remove, Replace
from iamlint.text.holes import Hole, Text
from iamlint.text.node import Mapping

from .reading import RESOURCES, only, policy, read, text

if TYPE_CHECKING:
    from iamlint.rule import Intent

READING = read(f"{RESOURCES}            Resource: '*'\n")
KEY = {"Fn::GetAtt": ["Key", "Arn"]}


def pasted(intent: Intent) -> object:
    return json.loads(cloudformation.snippet(READING, intent))


def test_a_statement() -> None:
    statement = {"Effect": "Allow", "Action": ["kms:Decrypt"], "Resource": text("!GetAtt Key.Arn")}
    intent = AddStatement(policy(READING, "Policy"), statement)
    assert pasted(intent) == {**statement, "Resource": KEY}


def test_items_and_texts() -> None:
    statement = only(READING)
    arn = text("!GetAtt Key.Arn")
    assert pasted(AddItem(statement, "Resource", (arn, "x"))) == {"Resource": [KEY, "x"]}
    assert pasted(Replace(statement, arn)) == KEY
    elsewhere = Text("a/", Hole("other.yaml#Bucket"))
    assert pasted(Replace(statement, elsewhere)) == "a/${Bucket}"
    assert cloudformation.snippet(READING, Remove(statement)) == ""


def test_integrations_name_their_other_end() -> None:
    root = read(
        """
        Resources:
          Topic: {Type: AWS::SNS::Topic}
          Queue: {Type: AWS::SQS::Queue}
          Sub:
            Type: AWS::SNS::Subscription
            Properties: {Protocol: sqs, TopicArn: !Ref Topic, Endpoint: !GetAtt Queue.Arn}
        """
    ).root
    assert isinstance(root, Mapping)
    context = reader.Context("stack.yaml", root, None)
    declarations.read(context.template, context.resolver)
    declared = reader.resolved(context, context.template.resources["Sub"])
    assert declared is not None
    found = {(row["id"], place.address) for row, place in wiring.ends(declared)}
    assert {("sns-sqs", "Sub.Endpoint"), ("sns-sqs", "Sub.TopicArn")} <= found
