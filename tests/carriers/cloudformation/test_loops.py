"""`Fn::ForEach`, in every place where it may stand, and how far it is followed."""

from __future__ import annotations

import json
from typing import Any

import pytest

from iamlint.carriers.cloudformation import declarations, looping

from .reading import only, read

POLICY = {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:*"}}


def buckets(loop: Any, **sections: Any) -> list[str]:
    """The addresses of the buckets that a loop makes."""
    template = {**sections, "Resources": {"Fn::ForEach::L": loop}}
    return [resource.address for resource in read(json.dumps(template)).resources]


BUCKET = {"Type": "AWS::S3::Bucket"}


@pytest.mark.parametrize(
    ("values", "names"),
    [
        (["a", "b"], ["Ba", "Bb"]),
        ([], []),
        ({"Fn::FindInMap": ["M", "k", "l"]}, ["Bx", "By"]),
        (["a", {"Fn::If": ["No", "b", "c"]}], ["Ba", "Bc"]),
        ({"Fn::Split": [",", "p,q"]}, ["Bp", "Bq"]),
        ({"Ref": "Listed"}, ["B${Listed.each}"]),
    ],
    ids=str,
)
def test_lists_to_loop_over(values: Any, names: list[str]) -> None:
    sections = {
        "Parameters": {"Listed": {"Type": "CommaDelimitedList"}},
        "Mappings": {"M": {"k": {"l": ["x", "y"]}}},
        "Conditions": {"No": {"Fn::Equals": ["a", "b"]}},
    }
    assert buckets(["N", values, {"B${N}": BUCKET}], **sections) == names


def test_loops_in_loops_and_names_of_letters_only() -> None:
    inner = ["M", ["x.1", "y-2"], {"B${N}&{M}": BUCKET}]
    assert buckets(["N", ["a", "b"], {"Fn::ForEach::I": inner}]) == ["Bax1", "Bay2", "Bbx1", "Bby2"]


def test_loops_in_properties() -> None:
    reading = read(
        """
        Transform: AWS::LanguageExtensions
        Resources:
          Fn::ForEach::Policies:
            - Service
            - [s3, sqs]
            - Policy${Service}:
                Type: AWS::IAM::ManagedPolicy
                Properties:
                  PolicyDocument:
                    Version: '2012-10-17'
                    Statement:
                      - Effect: Allow
                        Action: !Sub '${Service}:*'
                        Resource: '*'
                        Condition:
                          Fn::ForEach::Operators:
                            - Operator
                            - [StringEquals, StringLike]
                            - ${Operator}: {'aws:PrincipalTag/of': [!Ref Service]}
        """
    )
    for service in ("s3", "sqs"):
        statement = only(reading, f"Policy{service}")
        assert [str(word) for word in statement.actions or ()] == [f"{service}:*"]
        assert [
            (str(condition.operator), [str(word) for word in condition.values])
            for condition in statement.conditions
        ] == [("StringEquals", [service]), ("StringLike", [service])]


@pytest.mark.parametrize("loop", ["x", [], ["N", ["a"]], [1, 2, 3], ["N", ["a"], "x"], {}])
def test_what_is_no_loop_is_said(loop: Any) -> None:
    reading = read(json.dumps({"Resources": {"Fn::ForEach::L": loop, "B": BUCKET}}))
    assert [(gap.address, gap.why) for gap in reading.gaps] == [
        ("Fn::ForEach::L", "the loop cannot be read")
    ]
    assert [resource.address for resource in reading.resources] == ["B"]


def test_how_many_resources_are_made_is_bounded_and_said() -> None:
    names = [f"n{n}" for n in range(100)]
    loop: Any = ["N", names, {"Fn::ForEach::I": ["M", names, {"B${N}x${M}": BUCKET}]}]
    reading = read(json.dumps({"Resources": {"Fn::ForEach::L": loop}}))
    assert len(reading.resources) == declarations.MAX_MADE
    assert [gap.why for gap in reading.gaps] == [
        "loops make more than 2,000 resources: the others are not read"
    ]


@pytest.mark.parametrize("place", ["Properties", "Resources"])
def test_how_many_rounds_there_are_is_bounded_and_said(
    place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(looping, "MAX_ROUNDS", 50)
    value: Any = {}
    for n in range(20):
        value = {f"Fn::ForEach::L{n}": [f"V{n}", ["a", "b"], value]}
    made = {"P": {"Type": "AWS::SQS::QueuePolicy", "Properties": {"PolicyDocument": value}}}
    reading = read(json.dumps({"Resources": made if place == "Properties" else value}))
    assert [gap.why.endswith(looping.SPENT) for gap in reading.gaps] == [True]
