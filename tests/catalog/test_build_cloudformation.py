"""The tables about CloudFormation types are complete, held against the schemas of all types."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from iamlint.catalog import build_cloudformation as builder
from iamlint.catalog import catalog

REVIEWED = "cloudformation_types"
OTHERWISE = {
    "AWS::Batch::JobDefinition": "${arn}:${own.Revision}",
    "AWS::CloudFormation::Stack": "${arn}",
    "AWS::DMS::ReplicationInstance": "arn:${Partition}:dms:${Region}:${Account}:rep:${own.Arn}",
    "AWS::Events::Rule": "${name}",
    "AWS::PaymentCryptography::Key": "${arn}",
    "AWS::SecretsManager::Secret": "${arn}",
}
"""Types of which the identifier is not called as `Ref` gives it, as their reference says."""


@cache
def schemas() -> dict[str, Any]:
    return builder.schemas()


def rows(table: str) -> dict[str, dict[str, Any]]:
    return {row["type"]: row for row in catalog().table(table)}


def test_the_tables_are_what_the_builder_makes() -> None:
    derived = rows(builder.DERIVED)
    assert [builder.completed(row, schemas().get(name, {})) for name, row in derived.items()] == [
        *derived.values()
    ]
    assert builder.references({*rows(REVIEWED), *derived}) == [*rows(builder.REFERENCES).values()]


def test_every_property_that_takes_a_role_is_in_the_table() -> None:
    known = {(row["type"], row["path"]) for row in catalog().table("cfn_role_arn_properties")}
    missing = {
        (name, path) for name, schema in schemas().items() for path in builder.taking_roles(schema)
    } - known
    assert missing == set()


def test_ref_is_the_identifier() -> None:
    wrong = []
    for type_, row in {**rows(builder.DERIVED), **rows(REVIEWED)}.items():
        name = builder.sole_identifier(schemas().get(type_, {}))
        ref = row.get("ref", "${name}")
        if name and OTHERWISE.get(type_) != ref and builder.is_arn(name) != ("rn}" in ref):
            wrong.append((type_, name, ref))
    assert wrong == []


@pytest.mark.parametrize(
    ("type", "attributes"),
    [
        ("AWS::Toy::BigBox", ["Arn", "BoxArn", "BigBoxArn", "ToyBigBoxArn"]),
        ("AWS::Toy::Box", ["Arn", "BoxArn", "BigBoxArn", "ToyBigBoxArn"]),
        ("AWS::Toy::Ball", ["Arn"]),
    ],
)
def test_an_attribute_called_as_the_type_is_its_arn(type: str, attributes: list[str]) -> None:
    names = ["Arn", "BoxArn", "BigBoxArn", "ToyBigBoxArn", "KeyArn", "Id"]
    schema = {"readOnlyProperties": [f"/properties/{name}" for name in (*names, "A/Arn")]}
    assert builder.own_arns(type, schema) == attributes


def test_where_a_property_stands() -> None:
    schema = {
        "properties": {
            "List": {"items": {"$ref": "#/definitions/Role"}},
            "Map": {"patternProperties": {"x": {"properties": {"R": {"format": "F"}}}}},
            "Either": {"oneOf": [{"properties": {"A": {"type": "string"}}}]},
        },
        "definitions": {"Role": {"properties": {"Arn": {"format": "F"}, "In": {"$ref": "#/definitions/Role"}}}},
    }  # fmt: skip
    found = {path for path, part in builder.parts(schema, schema, "", ()) if part.get("format")}
    assert found == {"List[].Arn", "Map.{*}.R"}
    assert "Either.A" in {path for path, _ in builder.parts(schema, schema, "", ())}


def test_types_that_are_created_with_tags_are_those_of_the_schemas() -> None:
    rows = catalog().table("tagged_types")
    assert rows == builder.tagged_types()
    told = {row["type"]: (row["action"], *row["tags"]) for row in rows}
    assert told["AWS::IAM::Role"] == ("iam:CreateRole", "iam:TagRole")
    assert told["AWS::EC2::Instance"] == ("ec2:RunInstances", "ec2:CreateTags")
    assert told["AWS::RDS::DBInstance"] == ("rds:CreateDBInstance", "rds:AddTagsToResource")


def test_a_type_of_which_it_is_not_told_how_it_is_created() -> None:
    tagging = {"taggable": True, "tagProperty": "/properties/Tags", "permissions": ["toy:TagBox"]}
    made = ["toy:CreateBox", "toy:CreateLid", "toy:TagBox", "iam:CreateRole"]
    schema = {"tagging": tagging, "handlers": {"create": {"permissions": made}}}
    row = {"property": "Tags", "tags": ["toy:TagBox"], "action": "toy:CreateBox"}
    assert builder.tagged_type("AWS::Toy::Box", schema) == {"type": "AWS::Toy::Box", **row}
    assert builder.tagged_type("AWS::Toy::Set", schema) is None
    assert builder.tagged_type("AWS::Toy::Box", {**schema, "tagging": {}}) is None
