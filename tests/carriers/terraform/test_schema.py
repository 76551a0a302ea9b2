"""The tables about plans name types and attributes that the provider has.

`attributes.json` tells them, of the schema of the provider, version 6: all at the top of a type,
and those further in that the tables lead to.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from iamlint.catalog import catalog

from .plans import FIXTURES

if TYPE_CHECKING:
    from collections.abc import Iterator

TABLES = (
    *("terraform_encryption", "terraform_keys_of_others", "terraform_lookalikes"),
    *("terraform_policies", "terraform_role_users", "terraform_statements", "terraform_types"),
    *("terraform_key_users", "terraform_wirings", "terraform_implied_statements"),
)
ROWS = [row for table in TABLES for row in catalog().table(table)]
PLACES = (
    "path",
    "target",
    "principal",
    "action",
    "sid",
    "qualifier",
    "of",
    "each",
    "within",
    "bucket_key",
)
ENDS = ("source", "target", "role")
MADE = {
    "suffix",
    "Partition",
    "Region",
    "Account",
    "Suffix",
    "own",
    "assigned",
    "name",
    "arn",
    "id",
}
"""What the templates of ARNs have besides attributes."""

FREE = (
    "logging_configuration[].log_destination_config[].log_destination.",
    "stage[].action[].configuration.",
    "request_parameters.",
    "request_templates.",
    "roles.",
    "=",
)
"""Maps, of whose keys the schema says nothing."""


def attributes() -> dict[str, set[str]]:
    """The attributes by type."""
    found = json.loads((FIXTURES / "attributes.json").read_text("utf-8"))
    return {type_: set(text.split()) for type_, text in found.items()}


def paths_of(row: dict[str, Any]) -> Iterator[str]:
    """Every attribute that a row names."""
    if "id" in row and "service_type" not in row:
        yield from wired(row)
        return
    yield from (row[key] for key in PLACES if row.get(key))
    yield from (row["when"][:1] if "when" in row else ())
    yield from ((row["role"],) if "use" in row and "role" in row else ())
    yield from (each[0] for key in ("conditions", "context") for each in row.get(key, ()))
    yield from row.get("names", ())
    if isinstance(row.get("attach"), list):
        yield from (path for _, path in row["attach"])
    yield from row.get("attributes", {})
    if "named" in row:
        yield row["named"]["path"]
    if "grammar" in row:
        yield row["grammar"]["attribute"]


def wired(row: dict[str, Any]) -> Iterator[str]:
    """The attributes of a row of the wirings; what stands in a document is none."""
    if "within" in row:
        yield row["within"]
        return
    start = row["each"] + "." if "each" in row else ""
    named = [row[key] for key in ENDS if row.get(key, "@") != "@"]
    for path in (*named, *(each[0] for each in row.get("when", ()))):
        yield path[1:] if path.startswith("/") else start + path


@pytest.mark.parametrize("type", sorted({row["type"] for row in ROWS}))
def test_every_attribute_is_one_of_its_type(type: str) -> None:
    known = attributes()[type]
    named = {path for row in ROWS if row["type"] == type for path in paths_of(row)}
    wrong = {path for path in named if path.replace("[]", "") not in known}
    assert sorted(path for path in wrong if not path.startswith(FREE)) == []


@pytest.mark.parametrize("row", catalog().table("terraform_types"), ids=lambda row: row["type"])
def test_an_arn_is_made_of_attributes(row: dict[str, Any]) -> None:
    known = attributes()[row["type"]] | MADE
    templates = [row["arn"], row.get("id", ""), *row.get("attributes", {}).values()]
    used = {
        part.partition("}")[0].partition("|")[0] for t in templates for part in t.split("${")[1:]
    }
    assert used - known == set()
