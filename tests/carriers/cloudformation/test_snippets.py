"""Fixes for templates that a tool makes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from iamlint.carriers import cloudformation
from iamlint.rule import AddItem, AddStatement, Remove, Replace
from iamlint.text.holes import Hole, Text

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
