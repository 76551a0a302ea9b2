"""Cloud assemblies: manifests and lists of assets."""

from __future__ import annotations

import json
from typing import Any

import pytest

from iamlint import formats
from iamlint.carriers.assembly import (
    NOWHERE,
    Assemblies,
    Deployment,
    files_beside,
    recognises,
)
from iamlint.text.node import Node
from iamlint.text.source import Source


def tree(value: Any) -> Node:
    return formats.read(Source("manifest.json", json.dumps(value)), formats.JSON)


def manifest(environment: Any, **properties: Any) -> Any:
    stack = {
        "type": "aws:cloudformation:stack",
        "environment": environment,
        "properties": {"templateFile": "A.template.json", **properties},
    }
    return {"version": "48.0.0", "artifacts": {"A": stack, "T": {"type": "cdk:tree"}}}


@pytest.mark.parametrize(
    ("environment", "account", "region"),
    [
        ("aws://111122223333/eu-west-1", "111122223333", "eu-west-1"),
        ("aws://unknown-account/unknown-region", "", ""),
        ("aws://unknown-account/eu-west-1", "", "eu-west-1"),
        ("aws://111122223333/unknown-region", "111122223333", ""),
        ("aws://current_account/current_region", "", ""),
        ("nonsense", "", ""),
        (None, "", ""),
        ({"a": 1}, "", ""),
    ],
)
def test_environments(environment: Any, account: str, region: str) -> None:
    assemblies = Assemblies()
    assemblies.add("cdk.out/manifest.json", tree(manifest(environment)))
    assert assemblies.deployment("cdk.out/A.template.json") == Deployment(account, region, "A")
    assert assemblies.deployment("./cdk.out/A.template.json") == Deployment(account, region, "A")
    assert assemblies.deployment("A.template.json") == NOWHERE
    assert assemblies.holds("cdk.out/B.template.json")
    assert not assemblies.holds("cdk.out/deeper/B.template.json")


def test_stacks_may_have_a_name_of_their_own() -> None:
    assemblies = Assemblies()
    assemblies.add("manifest.json", tree(manifest("aws://1/x", stackName="orders-prod")))
    assert assemblies.deployment("A.template.json").stack == "orders-prod"


@pytest.mark.parametrize(
    "value",
    [
        {"version": "1", "artifacts": {"A": 1, "B": [], "C": {"type": "aws:cloudformation:stack"}}},
        {"version": "1", "artifacts": {"A": {"type": [], "properties": []}}},
        {
            "version": "1",
            "files": {"a": 1, "b": {"source": 1, "destinations": []}},
            "dockerImages": {},
        },
        {
            "version": "1",
            "files": {"b": {"source": {"path": 1}, "destinations": {"d": 1}}},
            "dockerImages": {},
        },
    ],
)
def test_assemblies_of_another_shape_tell_nothing(value: Any) -> None:
    assert recognises(tree(value))
    assemblies = Assemblies()
    assemblies.add("manifest.json", tree(value))
    assert assemblies.deployment("A.template.json") == NOWHERE
    assert assemblies.asset("A.template.json", "a") == ""


@pytest.mark.parametrize("value", [[], {}, {"artifacts": []}, {"files": {}}, {"version": "1"}, "x"])
def test_what_is_no_assembly(value: Any) -> None:
    assert not recognises(tree(value))


def test_assets_by_the_names_of_their_objects() -> None:
    files = {
        "abc": {
            "source": {"path": "Child.nested.template.json", "packaging": "file"},
            "destinations": {"here": {"objectKey": "prefix/abc.json"}},
        }
    }
    assemblies = Assemblies()
    assemblies.add("o/A.assets.json", tree({"version": "1", "files": files, "dockerImages": {}}))
    assert assemblies.asset("o/A.template.json", "abc.json") == "o/Child.nested.template.json"
    assert assemblies.asset("p/A.template.json", "abc.json") == ""


def test_where_an_assembly_would_be() -> None:
    assert files_beside("o/A.template.json") == ("o/manifest.json", "o/A.assets.json")
    assert files_beside("o/A.template.yaml") == ()
