"""Templates of SAM with something wrong in them are read as far as they go, and never crash."""

from __future__ import annotations

import copy
import json
import random
from pathlib import Path
from typing import Any

import pytest

from iamlint import formats
from iamlint.carriers.cloudformation.sam import translating
from iamlint.carriers.cloudformation.sam.running import NotTranslated
from iamlint.text.node import plain
from iamlint.text.source import Source

from .reading import read

TEMPLATES = sorted((Path(__file__).parents[2] / "fixtures" / "sam" / "templates").iterdir())
WRONG: tuple[Any, ...] = (
    None, 0, True, "", "x", [], {}, [None], [[]], {"Ref": "Nowhere"}, {"Ref": {}}, {"Ref": "Fn"},
    {"Fn::If": ["C", 1]}, {"Fn::If": ["C", {"Ref": "AWS::NoValue"}, [{}]]}, {"Fn::If": "C"},
    {"Fn::GetAtt": []}, {"Fn::GetAtt": [1, 2]}, {"Fn::Sub": []}, {"Fn::ForEach::L": ["a", [], {}]},
    {"Statement": 1}, {"": {}}, [{"S3ReadPolicy": None}], {"a": {"b": {"c": []}}},
)  # fmt: skip


def places(value: Any) -> list[tuple[Any, Any]]:
    """Every container with one of its keys."""
    found = []
    keys = list(value) if isinstance(value, dict) else range(len(value))
    for key in keys:
        found.append((value, key))
        if isinstance(value[key], (dict, list)):
            found += places(value[key])
    return found


@pytest.fixture(autouse=True)
def _no_translator(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise NotTranslated("not here")

    monkeypatch.setattr(translating, "translated", refuse)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_anything_may_be_wrong(path: Path) -> None:
    chance = random.Random(path.stem)
    source = Source(path.name, path.read_text("utf-8"))
    template = plain(formats.read(source, formats.YAML))
    assert isinstance(template, dict)
    for _ in range(25):
        changed = copy.deepcopy(template)
        for _ in range(chance.choice((1, 1, 2, 5))):
            holder, key = chance.choice(places(changed))
            holder[key] = copy.deepcopy(chance.choice(WRONG))
        changed["Transform"] = "AWS::Serverless-2016-10-31"
        reading = read(json.dumps(changed))
        assert reading.path


def test_what_cannot_be_read_is_told() -> None:
    reading = read("""
Transform: AWS::Serverless-2016-10-31
Resources:
  Fn:
    Type: AWS::Serverless::Function
    Properties:
      Policies:
        - S3ReadPolicy: {}
        - NoSuchPolicy: {A: b}
        - 7
        - S3CrudPolicy: text
      Events:
        New: {Type: Tomorrow}
        Odd: 7
        Away: {Type: S3, Properties: {Bucket: !ImportValue b, Events: 's3:*'}}
  Tie:
    Type: AWS::Serverless::Connector
    Properties: {Source: {Id: Fn}, Destination: {Id: Nowhere}, Permissions: [Read]}
  Untied:
    Type: AWS::Serverless::Connector
    Properties: {Source: {Id: Fn}, Destination: {Type: AWS::S3::Bucket}, Permissions: [Fly]}
  Later: {Type: AWS::Serverless::Tomorrow}
""")
    why = "\n".join(gap.why for gap in reading.gaps)
    for said in (
        "the policy template S3ReadPolicy lacks BucketName",
        "NoSuchPolicy is no policy template of SAM",
        "it is neither a name nor a policy",
        "the policy template S3CrudPolicy takes a mapping of parameters",
        "the event New of a type that is not known",
        "the event Odd of a type that is not known",
        "an event of what is not in the template",
        "there is no resource Nowhere",
        "its permissions are of Read, Write",
        "what SAM makes of AWS::Serverless::Tomorrow",
    ):
        assert said in why
    (role,) = reading.identities
    assert len(role.gaps) == 4
