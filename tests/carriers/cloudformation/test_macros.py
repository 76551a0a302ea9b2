"""What a template gets at deployment that does not stand in it is said, and what it says twice."""

from __future__ import annotations

import json
from typing import Any

import pytest

from .reading import read

BUCKET = {"Type": "AWS::S3::Bucket"}


def whys(**sections: Any) -> list[str]:
    template = {"Resources": {"B": BUCKET}, **sections}
    return [gap.why for gap in read(json.dumps(template)).gaps]


@pytest.mark.parametrize(
    ("transform", "expected"),
    [
        ("AWS::LanguageExtensions", []),
        (["AWS::LanguageExtensions", "AWS::CodeDeployBlueGreen"], []),
        ("Mine", ["the macro Mine may change the whole template at deployment"]),
        (
            ["AWS::LanguageExtensions", "Mine"],
            ["the macro Mine may change the whole template at deployment"],
        ),
        (
            {"Name": "AWS::Include", "Parameters": {"Location": "s3://b/x.yaml"}},
            ["AWS::Include of `s3://b/x.yaml` adds what stands in the included file at deployment"],
        ),
    ],
    ids=str,
)
def test_transforms_of_the_whole(transform: Any, expected: list[str]) -> None:
    assert whys(Transform=transform) == expected


def test_a_macro_among_the_resources() -> None:
    included = {"Name": "AWS::Include", "Parameters": {"Location": "./roles.yaml"}}
    resources = {"B": BUCKET, "Fn::Transform": included}
    assert whys(Resources=resources) == [
        "AWS::Include of `./roles.yaml` makes resources at deployment"
    ]


def test_a_macro_beside_properties() -> None:
    properties = {"BucketName": "b", "Fn::Transform": {"Name": "Mine"}}
    (why,) = whys(Resources={"B": {**BUCKET, "Properties": properties}})
    assert why.endswith("the macro Mine changes what stands beside it")


def test_a_module() -> None:
    assert whys(Resources={"M": {"Type": "Acme::S3::Bucket::MODULE"}}) == [
        "the module Acme::S3::Bucket::MODULE makes resources at deployment"
    ]


def test_a_name_that_stands_twice() -> None:
    reading = read("Resources: {A: {Type: AWS::S3::Bucket}, A: {Type: AWS::SQS::Queue}}")
    assert [resource.type for resource in reading.resources] == ["AWS::SQS::Queue"]
    assert [gap.why for gap in reading.gaps] == [
        "the resource A is declared twice: the later one counts"
    ]


@pytest.mark.parametrize("value", ["!Foo x", "!Foo {a: b}", "!Rain::Embed x.txt"])
def test_a_tag_that_another_tool_replaces(value: str) -> None:
    reading = read(
        f"""
        Resources:
          P:
            Type: AWS::IAM::ManagedPolicy
            Properties:
              PolicyDocument:
                Version: '2012-10-17'
                Statement: {{Effect: Allow, Action: 's3:GetObject', Resource: {value}}}
        """
    )
    (gap,) = reading.gaps
    assert gap.partial
    assert "is no function of CloudFormation: another tool is to replace it" in gap.why


def test_what_a_template_engine_fills_in() -> None:
    reading = read(
        """
        Resources:
          P:
            Type: AWS::IAM::ManagedPolicy
            Properties:
              PolicyDocument:
                Version: '2012-10-17'
                Statement: {Effect: Allow, Action: 's3:GetObject', Resource: {{ bucket }}}
        """
    )
    (gap,) = reading.gaps
    assert gap.partial
    assert gap.why.endswith("`{{ bucket }}` is to be filled in by a template engine first")


def test_a_list_of_resources_is_a_template_with_a_fault() -> None:
    reading = read('{"Resources": [{"Type": "AWS::S3::Bucket"}]}')
    assert [gap.why for gap in reading.gaps] == ["Resources is no mapping of resources"]


def test_properties_that_are_left_empty() -> None:
    reading = read("Resources: {B: {Type: AWS::S3::Bucket, Properties: }}")
    assert reading.resources
    assert not reading.gaps


def test_properties_that_a_condition_chooses() -> None:
    reading = read(
        """
        Conditions: {C: !Equals [!Ref P, x]}
        Parameters: {P: {Type: String}}
        Resources:
          Role:
            Type: AWS::IAM::Role
            Properties:
              Fn::If:
                - C
                - {RoleName: one, ManagedPolicyArns: [a]}
                - {RoleName: two, PermissionsBoundary: b}
        """
    )
    (role,) = reading.identities
    assert {str(text) for text in role.name.alternatives()} == {"one", "two"}
    assert [set(reference.when) for reference in role.managed] == [{("stack.yaml#C", True)}]
    assert role.boundary is not None
    assert set(role.boundary.when) == {("stack.yaml#C", False)}
    assert not reading.gaps


def test_a_default_that_may_not_be_shown() -> None:
    reading = read(
        """
        Parameters: {P: {Type: String, Default: hunter2, NoEcho: true}}
        Resources: {B: {Type: AWS::S3::Bucket, Properties: {BucketName: !Ref P}}}
        """
    )
    (hole,) = reading.resources[0].names[0].holes
    assert "hunter2" not in hole.why
