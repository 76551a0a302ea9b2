"""Completes the tables about CloudFormation types from the resource schemas that cfn-lint carries.

    python -m iamlint.catalog.build_cloudformation

Development only. Adds to `cloudformation_types_derived` the attributes that are a type's own ARN,
and makes `cloudformation_references`: what `Ref` gives for types that have no ARN there.
https://docs.aws.amazon.com/cloudformation-cli/latest/userguide/resource-type-schema.html
"""

from __future__ import annotations

import json
import re
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import catalog, tables

if TYPE_CHECKING:
    from collections.abc import Iterator

    Row = dict[str, Any]
    Schema = dict[str, Any]

DERIVED, REFERENCES = "cloudformation_types_derived", "cloudformation_references"
TAGGED = "tagged_types"
ROLE_ARN = "AWS::IAM::Role.Arn"
PROPERTIES = "/properties/"
REGION = "us-east-1"  # has every type that another region has
MAKING = re.compile(r"(Create|Put|Register|Run)\w+")
TAGGING = re.compile(r"(Tag|AddTags|CreateTags|Put\w*Tagging)\w*")


def schemas() -> dict[str, Schema]:
    """The schemas by type, as cfn-lint carries them."""
    spec = find_spec("cfnlint")
    assert spec is not None
    assert spec.origin is not None
    folder = Path(spec.origin).parent / "data" / "schemas"
    names = json.loads((folder / "providers" / f"{REGION}.json").read_text("utf-8"))
    return {
        type_: json.loads((folder / "resources" / f"{name}.json").read_text("utf-8"))
        for type_, name in sorted(names.items())
        if not type_.startswith("AWS::Serverless")
    }


def top(schema: Schema, key: str) -> list[str]:
    """The properties that a list of the schema names, those within others left out."""
    paths = [path.removeprefix(PROPERTIES) for path in schema.get(key, ())]
    return [path for path in paths if "/" not in path]


def sole_identifier(schema: Schema) -> str:
    """The property that identifies a resource; empty where several do together."""
    names = schema.get("primaryIdentifier", ())
    return str(names[0]).removeprefix(PROPERTIES) if len(names) == 1 else ""


def is_arn(name: str) -> bool:
    return name.lower().endswith("arn")


def own_arns(type: str, schema: Schema) -> list[str]:
    """The attributes that are the ARN of the resource itself: its identifier, and those that are
    called as the type is.
    """
    last = type.rpartition("::")[2].lower()
    found = []
    for name in top(schema, "readOnlyProperties"):
        base = name.lower().removesuffix("arn")
        if is_arn(name) and (
            name == sole_identifier(schema) or last.endswith(base) or base.endswith(last)
        ):
            found.append(name)
    return found


def completed(row: Row, schema: Schema) -> Row:
    """A derived row with every attribute that is its ARN."""
    own = dict.fromkeys(own_arns(row["type"], schema), "${arn}")
    return {**row, "attributes": {**own, **row.get("attributes", {})}}


def reference(type: str, schema: Schema) -> Row | None:
    """What `Ref` gives: the identifier, where it is one property; None where several are."""
    name = sole_identifier(schema)
    if not name or "/" in name:
        return None
    if name not in top(schema, "readOnlyProperties"):
        return {"type": type, "names": [name], "ref": "${name}"}
    made = f"${{own.{name}}}" if is_arn(name) else "${own}"
    return {"type": type, "ref": made, "attributes": {name: made}}


def references(known: set[str]) -> list[Row]:
    """Rows for the types that no other table has."""
    rows = (reference(type_, each) for type_, each in schemas().items() if type_ not in known)
    return [row for row in rows if row is not None]


def tagged_type(type: str, schema: Schema) -> Row | None:
    """By which action a type is created, and by which of several its tags are given with it; None
    where that is not told without doubt.
    """
    told = schema.get("tagging", {})
    making = schema.get("handlers", {}).get("create", {}).get("permissions", [])
    tags = [one for one in told.get("permissions", ()) if one in making and says(TAGGING, one)]
    services = {one.partition(":")[0] for one in tags}
    makes = [one for one in making if says(MAKING, one) and one.partition(":")[0] in services]
    makes = [one for one in makes if one not in tags]
    noun = type.rpartition("::")[2].lower()
    exact = [one for one in makes if verbless(one) == noun]
    chosen = exact or makes
    name = str(told.get("tagProperty", "")).removeprefix(PROPERTIES)
    if not told.get("taggable") or not tags or len(chosen) != 1 or not name or "/" in name:
        return None
    return {"type": type, "property": name, "action": chosen[0], "tags": tags}


def says(pattern: re.Pattern[str], action: str) -> bool:
    return pattern.fullmatch(action.partition(":")[2]) is not None


def verbless(action: str) -> str:
    """What an action makes, by its name."""
    return re.sub(r"^(Create|Put|Register|Run)", "", action.partition(":")[2]).lower()


def tagged_types() -> list[Row]:
    """The types of which it is told."""
    rows = (tagged_type(type_, each) for type_, each in schemas().items())
    return [row for row in rows if row is not None and is_known(row["action"], *row["tags"])]


def is_known(*actions: str) -> bool:
    """The catalogue of actions, which is of another day, has them."""
    return all(catalog().action(action) is not None for action in actions)


def taking_roles(schema: Schema) -> set[str]:
    """The paths of the properties that take a role's ARN, by their format."""
    given = {path.removeprefix(PROPERTIES) for path in schema.get("readOnlyProperties", ())}
    found = parts(schema, schema, "", ())
    return {
        path
        for path, part in found
        if part.get("format") == ROLE_ARN
        and not any(path == each or path.startswith((f"{each}.", f"{each}[")) for each in given)
    }


def parts(
    whole: Schema, part: Schema, path: str, seen: tuple[str, ...]
) -> Iterator[tuple[str, Schema]]:
    """Every property of a schema with its path."""
    while "$ref" in part:
        name = str(part["$ref"])
        if name in seen:
            return
        seen = (*seen, name)
        part = whole
        for key in name.removeprefix("#/").split("/"):
            part = part[key]
    yield path, part
    for key in ("anyOf", "oneOf", "allOf"):
        for option in part.get(key, ()):
            if isinstance(option, dict):
                yield from parts(whole, option, path, seen)
    if isinstance(part.get("items"), dict):
        yield from parts(whole, part["items"], f"{path}[]", seen)
    for name, inner in part.get("properties", {}).items():
        yield from parts(whole, inner, f"{path}.{name}".lstrip("."), seen)
    for inner in part.get("patternProperties", {}).values():
        yield from parts(whole, inner, f"{path}.{{*}}".lstrip("."), seen)


def write(name: str, table: dict[str, Any]) -> None:
    """A table as its file has it: a row a line."""
    head = [f"{json.dumps(k)}: {json.dumps(v)}," for k, v in table.items() if k != "rows"]
    rows = ",\n".join(json.dumps(row, separators=(",", ":")) for row in table["rows"])
    text = "\n".join(("{", *head, '"rows": [', rows, "]}", ""))
    (Path(tables.DATA) / f"{name}.json").write_text(text, encoding="utf-8")


def main() -> None:
    known = schemas()
    derived = tables.load(DERIVED)
    derived["rows"] = [completed(row, known.get(row["type"], {})) for row in derived["rows"]]
    write(DERIVED, derived)
    reviewed = {row["type"] for row in tables.load("cloudformation_types")["rows"]}
    others = references(reviewed | {row["type"] for row in derived["rows"]})
    source = "CloudFormation resource schemas of 2026-10-20: the primary identifiers of types"
    about = "types that the tables of types do not have; columns as there"
    write(
        REFERENCES,
        {"date": derived["date"], "source": source, "about": about, "rows": others},
    )
    source = "CloudFormation resource schemas of 2026-10-20: create handlers and tagging"
    about = (
        "action: creates a resource of the type; tags: one of these gives it the tags in property, "
        "while it is created"
    )
    write(
        TAGGED,
        {"date": derived["date"], "source": source, "about": about, "rows": tagged_types()},
    )


if __name__ == "__main__":
    main()
