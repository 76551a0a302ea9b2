"""What the CDK synthesises is read whole, as it is deployed, and is silent but for what is written
down with its reason in `fixtures/cdk/findings.json`.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from iamlint.model.things import Reading
from iamlint.scanning import Scan
from iamlint.testing import scan_texts

CDK = Path(__file__).parent.parent / "fixtures" / "cdk"
APPS = sorted(path.parent.name for path in CDK.glob("*/app.js"))
EXPECTED = json.loads((CDK / "findings.json").read_text(encoding="utf-8"))


def files_of(app: str) -> dict[str, str]:
    folder = CDK / app
    found = sorted((folder / "cdk.out").rglob("*.json"))
    return {p.relative_to(folder).as_posix(): p.read_text(encoding="utf-8") for p in found}


@lru_cache(maxsize=None)
def scanned(app: str) -> Scan:
    return scan_texts(files_of(app))


def readings(app: str) -> dict[str, Reading]:
    return {Path(r.path).name: r for r in scanned(app).gathered.readings}


def test_there_are_apps_of_many_kinds() -> None:
    assert len(APPS) >= 15
    assert {row["app"] for row in EXPECTED} <= set(APPS)


@pytest.mark.parametrize("app", APPS)
def test_only_what_is_known_is_found(app: str) -> None:
    found = Counter((f.rule, f.address) for f in scanned(app).findings)
    wanted = Counter((row["rule"], row["address"]) for row in EXPECTED if row["app"] == app)
    assert found == wanted


@pytest.mark.parametrize("app", APPS)
def test_every_document_is_found_and_whole(app: str) -> None:
    documents = [
        document
        for name, text in files_of(app).items()
        if name.endswith(".template.json")
        for document in statements_in(json.loads(text))
    ]
    policies = [p for p in scanned(app).estate.policies if p.form != "statement"]
    assert len(policies) == len(documents) > 0
    assert [p.address for p in policies if not p.whole] == []
    assert scanned(app).gathered.unanalysed == []
    assert all(reading.generated for reading in scanned(app).gathered.readings)


def statements_in(value: Any) -> Iterator[dict[str, Any]]:
    """Policy documents, whatever they stand in."""
    if isinstance(value, dict):
        if isinstance(value.get("Statement"), list):
            yield value
        for inner in value.values():
            yield from statements_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from statements_in(inner)


@pytest.mark.parametrize("app", [app for app in APPS if app != "included"])
def test_things_are_called_by_the_paths_of_their_constructs(app: str) -> None:
    for reading in scanned(app).gathered.readings:
        for thing in (*reading.identities, *reading.resources, *reading.attachments):
            assert "/" in thing.address, thing


def test_a_grant_that_is_missing_shows_in_three_files() -> None:
    (finding,) = scanned("shared_data").findings
    paths = [finding.span.source.path, *(related.span.source.path for related in finding.related)]
    assert [Path(path).name for path in paths] == [
        "Service.template.json",
        "Data.template.json",
        "Keys.template.json",
    ]


def test_templates_are_where_the_manifest_says() -> None:
    stages = {path: r.account.literal for path, r in readings("stages").items()}
    assert set(stages.values()) == {"111122223333", "444455556666"}
    assert all((account == "444455556666") == ("Prod" in path) for path, account in stages.items())
    assert {r.region.literal for r in readings("stages").values()} == {"eu-west-1", "us-east-1"}
    assert [r.account.literal for r in readings("topic_to_queue").values()] == [None]


def test_nested_stacks_share_what_they_hand_down() -> None:
    found = readings("nested_stacks")
    assert {r.account.literal for r in found.values()} == {"111122223333"}
    (root,) = [r for name, r in found.items() if ".nested." not in name]
    key = next(r for r in root.resources if r.service_type == "kms:key")
    keys = {
        encryption.key
        for reading in found.values()
        for resource in reading.resources
        for encryption in resource.encryption
    }
    assert keys == {key.arn}
    estate = scanned("nested_stacks").estate
    handler = next(i for i in estate.identities if "Handler" in i.address)
    for kind, action, rest in (("s3:bucket", "s3:GetObject", "/a"), ("sqs:queue", "sqs:SendMessage", "")):
        resource = next(r for r in estate.resources if r.service_type == kind)
        assert estate.can(handler, action, resource.arn + rest).allowed, kind
    assert estate.can(handler, "kms:GenerateDataKey", key.arn).allowed


def test_imports_join_stacks() -> None:
    estate = scanned("shared_data").estate
    granted, by_hand = (
        next(i for i in estate.identities if name in i.address) for name in ("Granted", "ByHand")
    )
    key = next(r for r in estate.resources if r.service_type == "kms:key")
    assert estate.can(granted, "kms:Decrypt", key.arn).allowed
    assert estate.can(by_hand, "kms:Decrypt", key.arn).denied


@pytest.mark.parametrize("app", ["regions", "weak_references"])
def test_what_is_carried_from_another_region_is_the_very_resource(app: str) -> None:
    estate = scanned(app).estate
    handler = next(i for i in estate.identities if "Handler/ServiceRole" in i.address)
    assert handler.region.literal == "eu-west-1"
    bucket, queue = (
        next(r for r in estate.resources if r.service_type == kind)
        for kind in ("s3:bucket", "sqs:queue")
    )
    assert queue.region.literal == "us-east-1"
    assert estate.can(handler, "s3:GetObject", bucket.arn + "/a").allowed
    assert estate.can(handler, "sqs:SendMessage", queue.arn).allowed
    assert estate.can(handler, "sqs:ReceiveMessage", queue.arn).denied
    assert not any(reading.likely_with for reading in readings(app).values())


def test_what_one_stage_may_another_may_not() -> None:
    estate = scanned("stages").estate
    roles = {i.account.literal: i for i in estate.identities}
    for bucket in (r for r in estate.resources if r.service_type == "s3:bucket"):
        for account, role in roles.items():
            answer = estate.can(role, "s3:GetObject", bucket.arn + "/a")
            assert answer.allowed == (account == bucket.account.literal)


def without(app: str, drop: Callable[[Any], bool]) -> set[str]:
    """The rules that find something when parts of the templates are left out."""
    files = {
        path: json.dumps(pruned(json.loads(text), drop)) if path.endswith(".template.json") else text
        for path, text in files_of(app).items()
    }
    return {finding.rule for finding in scan_texts(files).findings}


def pruned(value: Any, drop: Callable[[Any], bool]) -> Any:
    if isinstance(value, dict):
        return {key: pruned(inner, drop) for key, inner in value.items() if not drop(inner)}
    if isinstance(value, list):
        return [pruned(inner, drop) for inner in value if not drop(inner)]
    return value


def is_of(type: str) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, dict) and value.get("Type") == type


def uses_keys(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and value.get("Effect") == "Allow"
        and "Principal" not in value
        and "kms:Decrypt" in value.get("Action", ())
    )


def test_what_another_account_no_longer_admits_is_found() -> None:
    assert "unadmitted-caller" in without("cross_account_pipeline", is_of("AWS::S3::BucketPolicy"))


@pytest.mark.parametrize("app", ["storage_grants", "nested_stacks", "shared_data"])
def test_grants_of_keys_that_are_left_out_are_missed(app: str) -> None:
    assert "missing-caller-grant" in without(app, uses_keys)
