"""Every row of the table of wirings, read from the smallest template that says it."""

from __future__ import annotations

import contextlib
import json
from typing import TYPE_CHECKING, Any

import pytest

from iamlint.carriers import wirings
from iamlint.carriers.cloudformation import running, tables, wiring
from iamlint.catalog import catalog
from iamlint.estate import Estate
from iamlint.estate.patterns import pattern_of
from iamlint.text.holes import Text
from tests.carriers.written import ACTION, HOME, written

from .reading import Facts, read

if TYPE_CHECKING:
    from iamlint.estate.wired import Wired
    from iamlint.model.things import Reading, Wire

ROLE = f"arn:aws:iam::{HOME}:role/worker"
ROWS = catalog().table(wiring.TABLE)
INTEGRATIONS = {row["id"]: row for row in catalog().table("integrations")}
WITHOUT = {
    "logs-export": "an export is a call, which no template makes",
    "eks-image": "manifests of Kubernetes tell it",
}
"""Integrations that no property of a template says."""
TARGETS = {
    ("sfn-lambda", "Resource"): f"arn:aws:lambda:eu-west-1:{HOME}:function:f",
    ("apigw-action", "Integration.Uri"): ACTION,
    ("apigw-action", "IntegrationUri"): ACTION,
    ("apigw-action", "uri"): ACTION,
    ("sfn-sdk", "Resource"): "arn:aws:states:::aws-sdk:sqs:sendMessage",
    ("sfn-role", "Credentials.RoleArn"): f"arn:aws:iam::{HOME}:role/own",
}
"""Where the target's own form tells that there is a wire."""


def put(tree: dict[str, Any], path: str, value: object) -> None:
    """Put a value at a path as the tables write them."""
    name, rest = wiring_head(path)
    if name == "{*}":
        name = "Any"
    if rest.startswith("[]"):
        inner = rest[2:].lstrip(".")
        items = tree.setdefault(name, [{} if inner else value])
        if inner:
            put(items[0], inner, value)
    elif rest:
        put(tree.setdefault(name, {}), rest.lstrip("."), value)
    else:
        tree[name] = value


def wiring_head(path: str) -> tuple[str, str]:
    from iamlint.carriers.cloudformation.places import head

    return head(path)


def reading_of(row: dict[str, Any], source: str, target: str) -> Reading:
    """A template that says what a row is about."""
    properties: dict[str, Any] = {}
    start = [row["within"] + ".State" if "within" in row else row.get("each", "")]
    before = "".join(f"{path}." for path in start if path)

    def place(path: str, value: object) -> None:
        put(properties, path[1:] if path.startswith("/") else before + path, value)

    for path, *values in row.get("when", ()):
        if path != row["target"] and (not values or values[0] is not None):
            place(path, values[0].replace("*", "x") if values else "something")
    if row["source"] != wirings.SELF:
        place(row["source"], source)
    if row["target"] != wirings.SELF:
        place(row["target"], written(row, target)[0])
    if "role" in row:
        place(row["role"], ROLE)
    if "switch" in row:
        switch = row["switch"]
        items = properties[switch["of"].removesuffix("[]")]
        key = items[0][switch["key"]].removesuffix(switch["from"]) + switch["to"]
        items.append({switch["key"]: key, switch["value"]: switch["on"]})
    if row.get("within") == "DefinitionString":
        properties["DefinitionString"] = json.dumps(properties["DefinitionString"])
    template = {"Resources": {"It": {"Type": row["type"], "Properties": properties}}}
    return read(json.dumps(template), Facts(HOME, "eu-west-1"))


def said(row: dict[str, Any], reading: Reading) -> Wire:
    (wire,) = (wire for wire in reading.wires if row["id"] in wire.integrations)
    return wire


def test_the_tasks_of_a_state_machine() -> None:
    reading = read(
        """
        Resources:
          Fn: {Type: AWS::Lambda::Function}
          Jobs: {Type: AWS::SQS::Queue}
          Role: {Type: AWS::IAM::Role}
          Flow:
            Type: AWS::StepFunctions::StateMachine
            Properties:
              RoleArn: !GetAtt Role.Arn
              DefinitionSubstitutions: {Worker: !GetAtt Fn.Arn}
              DefinitionString: !Sub |
                {"StartAt": "Both", "States": {"Both": {"Type": "Parallel", "Branches": [
                  {"States": {"Call": {"Type": "Task", "Resource": "${!Worker}", "End": true}}},
                  {"States": {"Send": {"Type": "Task",
                    "Resource": "arn:${AWS::Partition}:states:::sqs:sendMessage.waitForTaskToken",
                    "Parameters": {"QueueUrl": "${Jobs}", "MessageBody.$": "$"}, "End": true}}}
                ], "End": true}}}
        """
    )
    estate = Estate([reading], None, catalog())
    found = [(w.integration.id, w.target, w.role) for w in estate.wires if w.integration]
    fn, jobs, *_ = estate.resources
    (role,) = estate.identities
    assert found == [("sfn-lambda", fn, role), ("sfn-sqs", jobs, role)]


def test_a_definition_that_is_no_json_says_nothing() -> None:
    for definition in ("'{'", "!Ref Nothing", "[]", "'[1, {}]'", "{States: 3}"):
        text = f"{{Type: 'AWS::StepFunctions::StateMachine', Properties: {{DefinitionString: {definition}}}}}"
        assert read(f"Resources: {{It: {text}}}").wires == []


def named(row: dict[str, Any]) -> str:
    return f"{row['id']} {row['type'].removeprefix('AWS::')} {row['target']}"


@pytest.mark.parametrize("row", ROWS, ids=named)
def test_a_row_is_read(row: dict[str, Any]) -> None:
    target = TARGETS.get((row["id"], row["target"]), "the-target")
    wire = said(row, reading_of(row, "the-source", target))
    if row["source"] != wirings.SELF:
        assert wire.source_ref == Text("the-source")
    if row["target"] != wirings.SELF:
        assert str(wire.target_ref) == written(row, target)[1]
    assert (
        wire.own
        == {
            (True, True): wirings.BOTH,
            (True, False): wirings.SOURCE,
            (False, True): wirings.TARGET,
            (False, False): "",
        }[row["source"] == wirings.SELF, row["target"] == wirings.SELF]
    )
    assert wire.role_ref == (Text(ROLE) if "role" in row else None)
    assert wire.sure


@pytest.mark.parametrize("row", ROWS, ids=named)
def test_what_the_ends_are_tells_which_integration_it_is(row: dict[str, Any]) -> None:
    of = INTEGRATIONS[row["id"]]
    target = TARGETS.get((row["id"], row["target"])) or arn_of(of["to_type"])
    reading = reading_of(row, arn_of(of["from_type"]), target)
    wired = [
        each
        for each in Estate([reading], None, catalog()).wires
        if row["id"] in each.wire.integrations
    ]
    assert [ids(each) for each in wired] == [[row["id"]]] or replicates(row, wired)


def ids(wired: Wired) -> list[str]:
    return [candidate.id for candidate in wired.candidates]


def replicates(row: dict[str, Any], wired: list[Wired]) -> bool:
    """Across accounts replication needs both: the role, and the policy of the other bucket."""
    return row["id"].startswith("s3-replication") and row["id"] in ids(wired[0])


def arn_of(kind: str) -> str:
    """An ARN of a type."""
    if not kind:
        return "something"
    service, _, name = kind.partition(":")
    known = catalog().resource_type(service, name)
    assert known is not None
    parts = pattern_of(known.arns[0]).replace("*", "x").split(":", 5)
    parts[1] = "aws"
    parts[3] = parts[3] and "eu-west-1"
    parts[4] = parts[4] and HOME
    return ":".join(parts)


@pytest.mark.parametrize(
    "row",
    [row for row in ROWS if any(None not in values for values in row.get("when", ()))],
    ids=named,
)
def test_another_value_where_one_is_asked_for_says_nothing(row: dict[str, Any]) -> None:
    other = {
        **row,
        "when": [
            [path, *(v if None in v else ["no such value"] if v else [None])]
            for path, *v in row["when"]
        ],
    }
    reading = reading_of(other, "the-source", "the-target")
    assert not [wire for wire in reading.wires if wire.integrations == (row["id"],)]


def test_every_integration_has_its_rows() -> None:
    assert INTEGRATIONS.keys() - {row["id"] for row in ROWS} == WITHOUT.keys()
    assert {row["id"] for row in ROWS} <= INTEGRATIONS.keys()


def role_uses() -> list[tuple[str, str]]:
    types = {row["type"] for row in catalog().table(running.NAMED)}
    types |= {row["type"] for row in catalog().table(running.USERS)}
    return sorted(
        (kind, path) for kind in types if not kind.endswith("::") for path in running.uses(kind)
    )


@pytest.mark.parametrize(("kind", "path"), role_uses())
def test_a_property_that_names_a_role_is_read(kind: str, path: str) -> None:
    properties: dict[str, Any] = {}
    put(properties, path, ROLE)
    template = json.dumps({"Resources": {"It": {"Type": kind, "Properties": properties}}})
    uses = [use for use in read(template).role_uses if use.type == kind]
    assert [use.role_ref for use in uses] == [Text(ROLE)]
    (row,) = (row for at, row in running.uses(kind).items() if at == path)
    assert uses[0].principals == tuple(row["principals"])


def test_services_that_assume_roles_are_services() -> None:
    for row in catalog().table(running.USERS):
        for principal in row["principals"]:
            assert principal.endswith(".amazonaws.com"), row
        assert tables.rows(running.USERS, row["type"])


def test_a_wire_under_a_condition() -> None:
    reading = read(
        """
        Conditions: {IsProd: !Equals [!Ref 'AWS::Region', eu-west-1]}
        Resources:
          Topic: {Type: AWS::SNS::Topic}
          One: {Type: AWS::SQS::Queue}
          Two: {Type: AWS::SQS::Queue}
          Sub:
            Type: AWS::SNS::Subscription
            Properties:
              Protocol: sqs
              TopicArn: !Ref Topic
              Endpoint: !If [IsProd, !GetAtt One.Arn, !GetAtt Two.Arn]
        """
    )
    prod = "stack.yaml#IsProd"
    assert [set(wire.when) for wire in reading.wires] == [{(prod, True)}, {(prod, False)}]


def test_a_protocol_that_is_not_known_leaves_the_wire_in_doubt() -> None:
    reading = read(
        """
        Parameters: {Protocol: {Type: String}}
        Resources:
          Topic: {Type: AWS::SNS::Topic}
          Sub:
            Type: AWS::SNS::Subscription
            Properties: {Protocol: !Ref Protocol, TopicArn: !Ref Topic, Endpoint: somewhere}
        """
    )
    assert reading.wires
    assert not any(wire.sure for wire in reading.wires)


def test_nothing_is_made_of_what_is_no_mapping() -> None:
    for properties in (
        "[]",
        "text",
        "{NotificationConfiguration: [1, {Queue: 3}]}",
        "!Ref Nothing",
    ):
        text = f"Resources: {{It: {{Type: 'AWS::S3::Bucket', Properties: {properties}}}}}"
        assert read(text).wires == []


ODD: list[Any] = [
    None,
    True,
    3,
    [],
    {},
    [[]],
    [{}],
    "",
    "*",
    "arn:aws:lambda",
    {"Ref": "It"},
    {"Ref": "Nothing"},
    {"Fn::GetAtt": ["It", "Arn"]},
    {"Fn::If": ["Nothing", "a", {"Ref": "AWS::NoValue"}]},
    {"Fn::Sub": "${It}-${It.Arn}"},
    {"Fn::ImportValue": {"Fn::Sub": "${It}"}},
    {"Fn::Split": [",", {"Ref": "AWS::Region"}]},
]


@pytest.mark.parametrize("shift", range(3))
def test_anything_may_stand_at_an_end(shift: int) -> None:
    """Every row with odd values where its ends and its role belong, at the depth that is asked for
    and above it: it is read, joined and asked about.
    """
    for number, row in enumerate(ROWS):
        properties: dict[str, Any] = {}
        before = f"{row['within']}.State." if "within" in row else ""
        before = before or (f"{row['each']}." if "each" in row else "")
        for place, key in enumerate(("source", "target", "role")):
            path = row.get(key, wirings.SELF)
            if path != wirings.SELF and not path.startswith("/"):
                steps = (before + path).split(".")
                depth = len(steps) - (number + place + shift) % 2
                odd = ODD[(number + place * 5 + shift * 7) % len(ODD)]
                with contextlib.suppress(TypeError, AttributeError, KeyError, IndexError):
                    put(properties, ".".join(steps[: max(depth, 1)]), json.loads(json.dumps(odd)))
        template = {"Resources": {"It": {"Type": row["type"], "Properties": properties}}}
        estate = Estate([read(json.dumps(template))], None, catalog())
        for wired in estate.wires:
            assert estate.complete(wired).reasons or wired.conditions is not None
            assert wired.candidates
        assert all(workload.use.role_ref.pieces for workload in estate.workloads)
