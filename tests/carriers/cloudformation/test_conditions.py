"""What follows from conditions: of parameters, of each other, of loops."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from .reading import read

PARAMETERS = """
Parameters:
  Env: {Type: String, AllowedValues: [dev, test, prod]}
  Free: {Type: String}
Conditions:
  IsProd: !Equals [!Ref Env, prod]
  IsDev: !Equals [dev, !Ref Env]
  NotProd: !Not [!Condition IsProd]
  IsTest: !And [!Condition NotProd, !Not [!Condition IsDev]]
  IsStaging: !Equals [!Ref Env, staging]
  Both: !And [!Condition IsProd, !Condition IsDev]
  Some: !Or [!Condition IsProd, !Condition IsDev, !Condition IsTest]
  IsX: !Equals [!Ref Free, x]
  IsY: !Equals [!Ref Free, y]
  Same: !Equals [!Ref Free, !Ref Env]
  NoX: !And [!Condition Same, !Not [!Condition Same]]
  Odd: {Fn::New: 1}
  Three: !Equals [!Length [a, b, c], 3]
Resources:
"""


def chosen(condition: str, inner: str) -> str:
    """What `inner` chooses between `yes` and `no` in a resource that is under a condition."""
    reading = read(
        f"{PARAMETERS}  B: {{Type: AWS::S3::Bucket, Condition: {condition}, "
        f"Properties: {{BucketName: !If [{inner}, 'yes', 'no']}}}}\n"
    )
    if not reading.resources:
        return "never there"
    (bucket,) = reading.resources
    (name, *_) = bucket.names
    return str(name) if name.literal else "open"


@pytest.mark.parametrize(
    ("condition", "inner", "expected"),
    [
        ("IsProd", "IsDev", "no"),
        ("IsProd", "NotProd", "no"),
        ("IsTest", "IsProd", "no"),
        ("NotProd", "IsDev", "open"),
        ("IsX", "IsY", "no"),
        ("IsX", "IsProd", "open"),
        ("Same", "IsX", "open"),
        ("Odd", "IsX", "open"),
        ("IsX", "Some", "yes"),
        ("IsX", "Three", "yes"),
        ("IsX", "Missing", "open"),
        ("Both", "IsX", "never there"),
        ("IsStaging", "IsX", "never there"),
        ("NoX", "IsX", "never there"),
    ],
)
def test_what_follows_from_a_condition(condition: str, inner: str, expected: str) -> None:
    assert chosen(condition, inner) == expected


def test_branches_exclude_one_another() -> None:
    name = "!If [IsProd, !If [IsDev, a, b], !If [IsDev, c, !If [IsTest, d, e]]]"
    reading = read(
        f"{PARAMETERS}  B: {{Type: AWS::S3::Bucket, Properties: {{BucketName: {name}}}}}"
    )
    (bucket,) = reading.resources
    assert {str(text) for text in bucket.names[0].alternatives()} == {"b", "c", "d"}


def test_a_loop_makes_conditions() -> None:
    reading = read(
        """
        Transform: AWS::LanguageExtensions
        Parameters: {Env: {Type: String, AllowedValues: [dev, prod]}}
        Conditions:
          Fn::ForEach::Envs: [E, [dev, prod, old], {'Is${E}': !Equals [!Ref Env, !Ref E]}]
        Resources:
          Fn::ForEach::Buckets:
            - E
            - [dev, prod, old]
            - Bucket${E}:
                Type: AWS::S3::Bucket
                Condition: Is${E}
                Properties: {BucketName: !If [Isdev, of-dev, other], Tags: !If ['Is${E}', a, b]}
        """
    )
    assert [(r.address, str(r.names[0]), set(r.when)) for r in reading.resources] == [
        ("Bucketdev", "of-dev", {("stack.yaml#Isdev", True)}),
        ("Bucketprod", "other", {("stack.yaml#Isprod", True)}),
    ]


def test_many_parameters_are_left_open() -> None:
    conditions: dict[str, Any] = {
        f"C{n}": {"Fn::Equals": [{"Ref": f"P{n}"}, "x"]} for n in range(20)
    }
    conditions["All"] = {"Fn::And": [{"Condition": name} for name in conditions]}
    name = {"Fn::If": ["C0", "a", "b"]}
    bucket = {"Type": "AWS::S3::Bucket", "Condition": "All", "Properties": {"BucketName": name}}
    reading = read(json.dumps({"Conditions": conditions, "Resources": {"B": bucket}}))
    assert reading.resources[0].names[0].only_hole is not None


PARAMETER = st.sampled_from(["P", "Q"])
VALUE = st.sampled_from(["a", "b", "c"])
FORMULAS = st.recursive(
    st.builds(lambda name, value: {"Fn::Equals": [{"Ref": name}, value]}, PARAMETER, VALUE),
    lambda inner: st.one_of(
        st.builds(lambda a: {"Fn::Not": [a]}, inner),
        st.builds(lambda a, b: {"Fn::And": [a, b]}, inner, inner),
        st.builds(lambda a, b: {"Fn::Or": [a, b]}, inner, inner),
    ),
    max_leaves=5,
)
GIVEN = [{"P": p, "Q": q} for p in "ab" for q in ("a", "b", "c", "d")]


def true_in(formula: Any, given: dict[str, str]) -> bool:
    ((name, parts),) = formula.items()
    if name == "Fn::Equals":
        return bool(given[parts[0]["Ref"]] == parts[1])
    answers = [true_in(part, given) for part in parts]
    if name == "Fn::Not":
        return not answers[0]
    return all(answers) if name == "Fn::And" else any(answers)


@settings(max_examples=200, deadline=None)
@given(FORMULAS, FORMULAS)
def test_it_is_decided_as_by_trying_all_values(one: Any, other: Any) -> None:
    name = {"Fn::If": ["Other", "yes", "no"]}
    bucket = {"Type": "AWS::S3::Bucket", "Condition": "One", "Properties": {"BucketName": name}}
    template = {
        "Parameters": {
            "P": {"Type": "String", "AllowedValues": ["a", "b"]},
            "Q": {"Type": "String"},
        },
        "Conditions": {"One": one, "Other": other},
        "Resources": {"B": bucket},
    }
    reading = read(json.dumps(template))
    answers = {true_in(other, given) for given in GIVEN if true_in(one, given)}
    if not answers:
        assert reading.resources == []
        return
    (bucket_read,) = reading.resources
    expected = {"yes" if answer else "no" for answer in answers}
    assert {str(text) for text in bucket_read.names[0].alternatives()} == expected
