"""The tables about templates name types and properties that CloudFormation has."""

from __future__ import annotations

import json
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from iamlint.catalog import catalog

TABLES = (
    "cfn_kms_properties",
    "cfn_role_arn_properties",
    "cloudformation_encryption",
    "cloudformation_key_users",
    "cloudformation_lookalikes",
    "cloudformation_policies",
    "cloudformation_statements",
)
Schema = dict[str, Any]


@cache
def places() -> tuple[Path, dict[str, str]]:
    """Where the resource schemas lie, and the file of each type."""
    spec = find_spec("cfnlint")
    assert spec is not None
    assert spec.origin is not None
    folder = Path(spec.origin).parent / "data" / "schemas"
    names = json.loads((folder / "providers" / "us-east-1.json").read_text("utf-8"))
    return folder / "resources", names


@cache
def schema(type: str) -> Schema | None:
    folder, names = places()
    if type not in names or type.startswith("AWS::Serverless"):
        return None
    found: Schema = json.loads((folder / f"{names[type]}.json").read_text("utf-8"))
    return found


def has(whole: Schema, part: Schema, path: str) -> bool:
    """Does a path lead to something in a schema?"""
    while "$ref" in part:
        target = whole
        for key in part["$ref"].lstrip("#/").split("/"):
            target = target[key]
        part = target
    options = [o for key in ("oneOf", "anyOf", "allOf") for o in part.get(key, ())]
    if any(has(whole, option, path) for option in options if isinstance(option, dict) and path):
        return True
    if not path:
        return True
    if path.startswith("[]"):
        return "items" in part and has(whole, part["items"], path[2:].lstrip("."))
    if path.startswith("{*}"):
        values = [*part.get("patternProperties", {}).values(), part.get("additionalProperties")]
        rest = path.removeprefix("{*}").lstrip(".")
        return any(isinstance(value, dict) and has(whole, value, rest) for value in values)
    name = path.replace("[", ".[", 1).split(".")[0] if "[" in path else path.split(".")[0]
    inner = part.get("properties", {}).get(name)
    return isinstance(inner, dict) and has(whole, inner, path[len(name) :].lstrip("."))


def paths_of(row: dict[str, Any]) -> list[str]:
    """Every property that a row names."""
    found = [row["path"]] if "path" in row else []
    named = ("target", "principal", "action", "sid", "role")
    found += [row[key] for key in named if row.get(key)]
    found += [each[0] for each in row.get("conditions", ())]
    found += [row["when"][0]] if "when" in row else []
    if isinstance(row.get("attach"), list):
        found += [p for _, path in row["attach"] for p in path.split("|")]
    return found


ROWS = [row for table in TABLES for row in catalog().table(table)]


@pytest.mark.parametrize("type", sorted({row["type"] for row in ROWS}))
def test_every_property_is_one_of_its_type(type: str) -> None:
    whole = schema(type)
    if whole is None:
        assert type.startswith("AWS::Serverless::") or type in ELSEWHERE
        return
    wrong = [p for row in ROWS if row["type"] == type for p in paths_of(row)
             if not has(whole, whole, p) and (type, p) not in FREE]  # fmt: skip
    assert wrong == []


FREE = {("AWS::ApiGateway::RestApi", "Body.x-amazon-apigateway-policy")}
"""Within properties of which the schema says nothing."""
ELSEWHERE: frozenset[str] = frozenset()
"""Types that are not in every region."""


def test_attributes_and_names_are_those_of_the_types() -> None:
    wrong = []
    for row in catalog().table("cloudformation_types"):
        whole = schema(row["type"])
        if whole is None:
            continue
        readable = {p.removeprefix("/properties/").replace("/", ".")
                    for p in whole.get("readOnlyProperties", ())}  # fmt: skip
        wrong += [
            f"{row['type']}.{name}"
            for name in row.get("attributes", {})
            if name not in readable and not has(whole, whole, name)
        ]
        wrong += [
            f"{row['type']} {name}" for name in row.get("names", ()) if not has(whole, whole, name)
        ]
    assert wrong == []
