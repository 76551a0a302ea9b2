"""What is a template, and what is not."""

from __future__ import annotations

import pytest

from iamlint import carriers, formats
from iamlint.text.source import Source


def carrier(text: str) -> str:
    reading = carriers.read("f.yaml", formats.read(Source("f.yaml", text), formats.YAML))
    return reading.carrier if reading is not None else ""


@pytest.mark.parametrize(
    "text",
    [
        "Resources: {A: {Type: AWS::S3::Bucket}}",
        "Resources: {A: {Type: 'Custom::X'}}",
        "AWSTemplateFormatVersion: '2010-09-09'",
        "{AWSTemplateFormatVersion: 2010-09-09, Resources: []}",
        "Transform: AWS::Serverless-2016-10-31",
        "Transform: [AWS::LanguageExtensions, AWS::Serverless-2016-10-31]",
        "Resources: {A: 1, B: {Type: {}}, C: {Type: AWS::SNS::Topic}}",
        "Resources: {'Fn::ForEach::X': [A, [b], {'${A}': {Type: AWS::SNS::Topic}}]}",
    ],
)
def test_templates(text: str) -> None:
    assert carrier(text) == "cloudformation"


@pytest.mark.parametrize(
    "text",
    [
        "{name: x, version: 1.0.0}",
        "{Resources: {A: {Type: bucket}}}",
        "{Resources: [AWS::S3::Bucket]}",
        "{resources: [{type: Microsoft.Storage/storageAccounts}]}",
        "apiVersion: v1\nkind: Pod\nspec: {resources: {limits: {cpu: 1}}}",
        "[1, 2]",
        "text",
        "{Type: AWS::S3::Bucket}",
    ],
)
def test_others(text: str) -> None:
    assert carrier(text) == ""


def test_shapes_that_are_wrong_are_gaps() -> None:
    text = "Resources: {A: 1, B: {Type: {}}, C: {Properties: {}}, D: {Type: AWS::SNS::Topic}}"
    reading = carriers.read("f.yaml", formats.read(Source("f.yaml", text), formats.YAML))
    assert reading is not None
    assert [gap.address for gap in reading.gaps] == ["A", "B", "C"]
    assert [resource.address for resource in reading.resources] == ["D"]
