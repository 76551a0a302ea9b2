"""A value of a wrong JSON type in any position of a policy is a finding at its place, and never an
exception in any rule."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from iamlint.config import Configurations
from iamlint.gathering import gather_texts
from iamlint.scanning import Request, Scan, Scanner

POLICY: dict[str, Any] = {
    "Version": "2012-10-17",
    "Id": "jobs",
    "Statement": [
        {
            "Sid": "SendJobs",
            "Effect": "Allow",
            "Principal": {"AWS": ["arn:aws:iam::111122223333:role/worker"]},
            "Action": ["sqs:SendMessage"],
            "Resource": ["arn:aws:sqs:eu-west-1:111122223333:jobs"],
            "Condition": {"StringEquals": {"aws:PrincipalOrgID": ["o-a1b2c3d4e5"]}},
        }
    ],
}
STATEMENT = ("Statement", 0)
TEXT, OBJECT, LIST_OR_TEXT, VALUE = "text", "object", "list or text", "value"
PLACES: dict[tuple[str | int, ...], str] = {
    (): OBJECT,
    ("Version",): TEXT,
    ("Id",): TEXT,
    STATEMENT: OBJECT,
    (*STATEMENT, "Sid"): TEXT,
    (*STATEMENT, "Effect"): TEXT,
    (*STATEMENT, "Principal"): OBJECT,
    (*STATEMENT, "Principal", "AWS"): LIST_OR_TEXT,
    (*STATEMENT, "Principal", "AWS", 0): TEXT,
    (*STATEMENT, "Action"): LIST_OR_TEXT,
    (*STATEMENT, "Action", 0): TEXT,
    (*STATEMENT, "Resource"): LIST_OR_TEXT,
    (*STATEMENT, "Resource", 0): TEXT,
    (*STATEMENT, "Condition"): OBJECT,
    (*STATEMENT, "Condition", "StringEquals"): OBJECT,
    (*STATEMENT, "Condition", "StringEquals", "aws:PrincipalOrgID"): VALUE,
    (*STATEMENT, "Condition", "StringEquals", "aws:PrincipalOrgID", 0): VALUE,
}
"""Every position, and what belongs there."""

REFUSED = {
    TEXT: (type(None), bool, int, float, list, dict),
    OBJECT: (type(None), bool, int, float, list, str),
    LIST_OR_TEXT: (type(None), bool, int, float, dict),
    VALUE: (type(None), dict),
}
"""What does not."""

SCANNER = Scanner(
    Request(paths=(".",), persona="auditor", isolated=True),
    Configurations((".",), isolated=True),
)
values = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.floats(-1, 1) | st.text(max_size=4),
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=4), inner, max_size=2)
    ),
    max_leaves=4,
)


def scan(text: str, name: str = "policy.json") -> Scan:
    return SCANNER.scan(gather_texts({name: text}, SCANNER.configurations))


def with_value(place: tuple[str | int, ...], value: Any) -> str:
    """The policy with another value at a place."""
    if not place:
        return json.dumps(value)
    document = copy.deepcopy(POLICY)
    parent: Any = document
    for step in place[:-1]:
        parent = parent[step]
    parent[place[-1]] = value
    return json.dumps(document)


def test_the_policy_itself_is_sound() -> None:
    found = scan(json.dumps(POLICY))
    assert [f.rule for f in found.findings if f.shelf == "grammar"] == []


@pytest.mark.parametrize("place", [p for p in PLACES if p], ids=lambda p: "/".join(map(str, p)))
@pytest.mark.parametrize("value", [None, True, 5, 1.5, "x", [], {}, [[]], [{}], [None]], ids=repr)
def test_a_wrong_type_is_found_where_it_stands(place: tuple[str | int, ...], value: Any) -> None:
    text = with_value(place, value)
    found = scan(text)
    assert not found.crashes, found.crashes[0].trace
    if not isinstance(value, REFUSED[PLACES[place]]):
        return
    spans = [f.span for f in found.findings if f.shelf == "grammar"]
    assert any(span.text == json.dumps(value) for span in spans), [s.text for s in spans]


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(place=st.sampled_from(sorted(PLACES, key=str)), value=values)
def test_no_value_anywhere_makes_a_rule_crash(place: tuple[str | int, ...], value: Any) -> None:
    text = with_value(place, value)
    found = scan(text)
    assert not found.crashes, found.crashes[0].trace
    template = {"Type": "AWS::SQS::QueuePolicy", "Properties": {"PolicyDocument": json.loads(text)}}
    found = scan(json.dumps({"Resources": {"P": template}}), "template.json")
    assert not found.crashes, found.crashes[0].trace


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(keys=st.lists(st.sampled_from(["Version", "Statement", "Effect", "x", ""]), max_size=6))
def test_keys_that_stand_twice_are_all_seen(keys: list[str]) -> None:
    body = ", ".join(f'"{key}": "Allow"' for key in keys)
    found = scan(f'{{"Version": "2012-10-17", "Statement": {{"Effect": "Allow", {body or ""}}}}}')
    if not body:
        return
    again = [f for f in found.findings if f.rule == "duplicate-key"]
    every = ["Effect", *keys]
    assert len(again) == len(every) - len(set(every))
