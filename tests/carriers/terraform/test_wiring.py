"""Every row of the tables of wirings and of roles, read from the smallest plan that says it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from iamlint.carriers import wirings
from iamlint.carriers.terraform import wiring
from iamlint.catalog import catalog
from iamlint.estate import Estate
from iamlint.text.holes import Text
from tests.carriers.cloudformation.test_wiring import INTEGRATIONS, ROLE, arn_of, ids
from tests.carriers.written import ACTION, HOME, written

from .plans import planned, read, resource

ROWS = catalog().table(wiring.WIRINGS)
USERS = catalog().table(wiring.USERS)
WITHOUT = {
    "logs-export": "an export is a call, which no configuration makes",
    "logs-delivery-s3": "its destination is told by AWS alone",
    "sqs-dlq": "no policy is needed",
    "eks-image": "manifests of Kubernetes tell it",
    "batch-image": "what a job runs is a text of JSON, which is not read for this",
    "batch-secret": "what a job runs is a text of JSON, which is not read for this",
    "batch-logs": "what a job runs is a text of JSON, which is not read for this",
    "batch-parameter": "what a job runs is a text of JSON, which is not read for this",
}
"""Integrations that no attribute of a plan says."""
FUNCTION = f"arn:aws:lambda:eu-west-1:{HOME}:function:f"
OWN_FORM = {
    ("elb-lambda", "target_id"): FUNCTION,
    ("sfn-lambda", "Resource"): FUNCTION,
    ("apigw-action", "uri"): ACTION,
    ("apigw-action", "integration_uri"): ACTION,
    ("sfn-sdk", "Resource"): "arn:aws:states:::aws-sdk:sqs:sendMessage",
    ("sfn-role", "Credentials.RoleArn"): ROLE,
}
"""Where the target's own form tells that there is a wire."""


def put(tree: dict[str, Any], path: str, value: object) -> None:
    """Put a value at a path as the tables write them."""
    name, _, rest = path.partition(".")
    if not rest:
        tree[name.removesuffix("[]")] = value
    elif name.endswith("[]"):
        put(tree.setdefault(name[:-2], [{}])[0], rest, value)
    else:
        put(tree.setdefault(name, {}), rest, value)


def plan_of(row: dict[str, Any], source: str, target: str) -> Any:
    """A plan that says what a row is about."""
    values: dict[str, Any] = {}
    before = row["each"] + "." if "each" in row else ""
    if "within" in row:
        before = f"{row['within']}.State."

    def place(path: str, value: object) -> None:
        put(values, path[1:] if path.startswith("/") else before + path, value)

    for path, *wanted in row.get("when", ()):
        if path != row["target"] and (not wanted or wanted[0] is not None):
            place(path, wanted[0].replace("*", "x") if wanted else "something")
    if row["source"] != wirings.SELF:
        place(row["source"], source)
    if row["target"] != wirings.SELF:
        place(row["target"], written(row, target)[0])
    if "role" in row:
        place(row["role"], ROLE)
    if "within" in row:
        values[row["within"]] = json.dumps(values[row["within"]])
    return planned(resource(f"{row['type']}.it", values))


def named(row: dict[str, Any]) -> str:
    return f"{row['id']} {row['type'].removeprefix('aws_')} {row['target']}"


@pytest.mark.parametrize("row", ROWS, ids=named)
def test_a_row_is_read(row: dict[str, Any]) -> None:
    target = OWN_FORM.get((row["id"], row["target"]), "there")
    reading = read(plan_of(row, "here", target))
    (wire,) = (wire for wire in reading.wires if row["id"] in wire.integrations)
    assert wire.source_ref == Text("here") or wire.own in (wirings.SOURCE, wirings.BOTH)
    wanted = written(row, target)[1]
    found = str(wire.target_ref)
    of_arn = wanted.split(":", 2)[2:]  # behind the partition, which is not known
    named_so = found == wanted or (of_arn and found.endswith(f":{of_arn[0]}"))
    assert named_so or wire.own in (wirings.TARGET, wirings.BOTH)
    assert wire.role_ref == (Text(ROLE) if "role" in row else None)
    assert wire.sure


@pytest.mark.parametrize("row", ROWS, ids=named)
def test_what_the_ends_are_tells_which_integration_it_is(row: dict[str, Any]) -> None:
    of = INTEGRATIONS[row["id"]]
    target = OWN_FORM.get((row["id"], row["target"])) or arn_of(of["to_type"])
    reading = read(plan_of(row, arn_of(of["from_type"]), target))
    found = [
        ids(wired)
        for wired in Estate([reading], None, catalog()).wires
        if row["id"] in wired.wire.integrations
    ]
    assert found == [[row["id"]]] or row["id"].startswith("s3-replication")


def test_every_integration_has_its_rows() -> None:
    assert INTEGRATIONS.keys() - {row["id"] for row in ROWS} == WITHOUT.keys()


@pytest.mark.parametrize("row", USERS, ids=lambda row: f"{row['type']} {row['path']}")
def test_an_attribute_that_names_a_role_is_read(row: dict[str, Any]) -> None:
    values: dict[str, Any] = {}
    put(values, row["path"], ROLE)
    (use,) = read(planned(resource(f"{row['type']}.it", values))).role_uses
    assert use.role_ref == Text(ROLE)
    assert use.principals == tuple(row["principals"])
    assert use.by_profile == row.get("profile", False)


def test_ends_that_are_known_after_apply_are_led_by_references() -> None:
    estate = Estate([read(DEFERRED)], None, catalog())
    topic, queue = estate.resources
    (wired,) = estate.wires
    assert (wired.source, wired.target) == (topic, queue)
    assert wired.integration is not None
    assert wired.integration.id == "sns-sqs"
    assert estate.complete(wired)


def test_an_instance_runs_as_the_role_of_its_profile() -> None:
    role = resource("aws_iam_role.r", {"name": "worker", "assume_role_policy": "{}"})
    profile = resource("aws_iam_instance_profile.p", {"name": "worker", "role": "worker"})
    box = resource("aws_instance.b", {"iam_instance_profile": "worker"})
    estate = Estate([read(planned(role, profile, box))], None, catalog())
    (identity,) = estate.identities
    (workload,) = estate.workloads_of(identity)
    assert workload.use.by == "aws_instance.b"
    assert workload.through is not None
    assert workload.through.address == "aws_iam_instance_profile.p"


def made(address: str, values: dict[str, Any], unknown: dict[str, Any]) -> dict[str, Any]:
    kind, _, name = address.partition(".")
    change = {"actions": ["create"], "before": None, "after": values, "after_unknown": unknown}
    return {"address": address, "mode": "managed", "type": kind, "name": name, "change": change}


def configured(address: str, **references: list[str]) -> dict[str, Any]:
    kind, _, name = address.partition(".")
    expressions = {key: {"references": names} for key, names in references.items()}
    return {
        "address": address,
        "mode": "managed",
        "type": kind,
        "name": name,
        "expressions": expressions,
    }


TOPIC, QUEUE = {"name": "news"}, {"name": "jobs"}
SUBSCRIPTION = {"protocol": "sqs"}
DEFERRED: dict[str, Any] = {
    **planned(
        resource("aws_sns_topic.t", TOPIC),
        resource("aws_sqs_queue.q", QUEUE),
        resource("aws_sns_topic_subscription.s", SUBSCRIPTION),
    ),
    "resource_changes": [
        made("aws_sns_topic.t", TOPIC, {"arn": True, "id": True}),
        made("aws_sqs_queue.q", QUEUE, {"arn": True, "id": True}),
        made("aws_sns_topic_subscription.s", SUBSCRIPTION, {"topic_arn": True, "endpoint": True}),
    ],
    "configuration": {
        "root_module": {
            "resources": [
                configured("aws_sns_topic.t"),
                configured("aws_sqs_queue.q"),
                configured(
                    "aws_sns_topic_subscription.s",
                    topic_arn=["aws_sns_topic.t.arn", "aws_sns_topic.t"],
                    endpoint=["aws_sqs_queue.q.arn", "aws_sqs_queue.q"],
                ),
            ]
        }
    },
}
