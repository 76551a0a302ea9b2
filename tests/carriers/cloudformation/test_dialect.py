"""Texts written back as a template names them."""

from __future__ import annotations

import json

import pytest

from iamlint.carriers.cloudformation import dialect
from iamlint.text.holes import Hole, Text

from .reading import RESOURCES, read, text

READING = read(RESOURCES)


WRITTEN: dict[str, object] = {
    "!GetAtt Bucket.Arn": {"Fn::GetAtt": ["Bucket", "Arn"]},
    "!Sub '${Bucket.Arn}/*'": {"Fn::Sub": "${Bucket.Arn}/*"},
    "!Join ['', [!GetAtt Bucket.Arn, '/*']]": {"Fn::Sub": "${Bucket.Arn}/*"},
    "!Ref Topic": {"Ref": "Topic"},
    "!Ref Env": {"Ref": "Env"},
    "!Ref Key": {"Ref": "Key"},
    "!GetAtt Queue.Arn": {"Fn::GetAtt": ["Queue", "Arn"]},
    "!Sub 'arn:aws:iam::${AWS::AccountId}:root'": {
        "Fn::Sub": "arn:aws:iam::${AWS::AccountId}:root"
    },
    "!GetAtt Group.Arn": {"Fn::GetAtt": ["Group", "Arn"]},
    "!Sub '${Env}/${!aws:username}'": {"Fn::Sub": "${Env}/${!aws:username}"},
    "!Sub '${Key.Arn} ${Queue}'": {"Fn::Sub": "${Key.Arn} ${Queue}"},
    "plain": "plain",
    "!Sub 'x/${!aws:username}'": "x/${aws:username}",
}


@pytest.mark.parametrize("expression", WRITTEN)
def test_written(expression: str) -> None:
    assert dialect.write_text(READING, text(expression)) == WRITTEN[expression]


@pytest.mark.parametrize("expression", WRITTEN)
def test_what_is_written_reads_back_as_the_same_text(expression: str) -> None:
    before = text(expression)
    written = dialect.write_text(READING, before)
    assert text(json.dumps(written)) == before


def test_holes_of_other_files_cannot_be_written() -> None:
    assert dialect.write_text(READING, Text("a", Hole("other.yaml#Bucket"))) is None
    assert dialect.write_text(READING, Text(Hole("import/#X"))) is None


def test_what_sam_makes_is_named_as_sam_names_it() -> None:
    reading = read("""
Transform: AWS::Serverless-2016-10-31
Resources:
  Fn:
    Type: AWS::Serverless::Function
    Properties: {AutoPublishAlias: live, Events: {Call: {Type: Api, Properties: {Path: /, Method: get}}}}
""")
    arns = {resource.address: resource.arn for resource in reading.resources}
    (role,) = reading.identities
    assert dialect.write_text(reading, role.arn) == {"Fn::GetAtt": ["FnRole", "Arn"]}
    assert dialect.write_text(reading, arns["FnAliaslive"]) == {"Ref": "Fn.Alias"}
    assert dialect.write_text(reading, arns["FnVersion"]) == {"Ref": "Fn.Version"}
    assert dialect.write_text(reading, arns["Fn"]) == {"Fn::GetAtt": ["Fn", "Arn"]}
