"""What the pattern of a parameter tells of its value."""

from __future__ import annotations

import json

import pytest

from .reading import read

NAMES = (
    "^[a-z0-9.-]+$",
    r"^[\w.-]+$",
    "^[a-z]{3,63}$",
    r"^[a-z0-9][a-z0-9\.-]{1,61}[a-z0-9]$",
    "^prod-[A-Z0-9_]*$",
)
ANYTHING = ("^.*$", "^.+$", "^[^:]+$", "^[.-9]+$", "^[a-z.-0-9]+$", "[a-z]+", "^[a-z/]+$", "^a.b$")


def within(pattern: str) -> str:
    parameter = {"Type": "String", "AllowedPattern": pattern}
    policy = {
        "Version": "2012-10-17",
        "Statement": {
            "Effect": "Allow",
            "Action": "s3:GetObject",
            "Resource": {"Fn::Sub": "arn:aws:s3:::${Bucket}"},
        },
    }
    resource = {"Type": "AWS::IAM::ManagedPolicy", "Properties": {"PolicyDocument": policy}}
    text = json.dumps({"Parameters": {"Bucket": parameter}, "Resources": {"Policy": resource}})
    (statement,) = read(text).policies[0].statements
    assert statement.resources is not None
    (word,) = statement.resources
    (hole,) = word.text.holes
    return hole.within


@pytest.mark.parametrize("pattern", NAMES)
def test_a_name_has_no_separators(pattern: str) -> None:
    assert within(pattern) == "name"


@pytest.mark.parametrize("pattern", ANYTHING)
def test_what_may_hold_separators_may_be_anything(pattern: str) -> None:
    assert within(pattern) == "any"
