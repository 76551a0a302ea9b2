"""The tables about SAM are what the package says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from iamlint.carriers.cloudformation.sam.making import rows_of
from iamlint.catalog import build_sam, catalog, tables

NAMES = ("sam_policy_templates", "sam_connectors", "sam_connector_ends", "sam_globals")


@pytest.mark.parametrize("name", NAMES)
def test_tables_are_what_the_builder_makes(name: str) -> None:
    package = pytest.importorskip("samtranslator")
    table = tables.load(name)
    if package.__version__ not in table["source"]:
        pytest.skip("another version of the package is installed")
    made = build_sam.build(table["date"])[name]
    assert (Path(tables.DATA) / f"{name}.json").read_text("utf-8") == made


def test_parameters_become_variables() -> None:
    definition = [{"Resource": {"Fn::Sub": ["${a}", {"a": {"Ref": "A"}}]}, "Region": {"Ref": "R"}}]
    assert build_sam.named(definition, frozenset({"A"})) == [
        {"Resource": {"Fn::Sub": ["${a}", {"a": "%{A}"}]}, "Region": {"Ref": "R"}}
    ]


def test_texts_with_variables_become_functions() -> None:
    assert build_sam.substituted(["%{Source.Arn}", "%{Source.Arn}/x", "${AWS::Region}", "*"]) == [
        "%{Source.Arn}",
        {"Fn::Sub": ["${SourceArn}/x", {"SourceArn": "%{Source.Arn}"}]},
        {"Fn::Sub": "${AWS::Region}"},
        "*",
    ]


def test_every_policy_template_and_pair_is_there() -> None:
    assert len(catalog().table("sam_policy_templates")) == 81
    assert len(catalog().table("sam_connectors")) == 31


def test_rows_say_one_thing_each() -> None:
    does = {"becomes", "makes", "role", "into", "lacks"}
    for row in catalog().table("sam_resources"):
        assert len(does & set(row)) == 1, json.dumps(row)
        assert row["source"].startswith("https://docs.aws.amazon.com/")
        assert row in rows_of(row["of"][0])
