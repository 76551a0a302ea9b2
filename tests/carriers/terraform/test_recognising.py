"""Plans and states are known by what is in them; what cannot be read says so."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iamlint.carriers import terraform
from iamlint.errors import Unreadable
from iamlint.formats.json import parse
from iamlint.text.node import tree
from iamlint.text.source import Source

from .plans import FIXTURES, planned, read, resource, state


@pytest.mark.parametrize(
    "document",
    [
        {},
        [],
        "plan",
        {"Version": "2012-10-17", "Statement": []},
        {"Resources": {}, "AWSTemplateFormatVersion": "2010-09-09"},
        {"format_version": "1.0", "provider_schemas": {}},
        {"format_version": "1.0", "valid": True, "diagnostics": []},
        {"values": {"root_module": {}}},
    ],
)
def test_others_are_not_taken(document: object) -> None:
    assert not terraform.recognises(tree(document))


@pytest.mark.parametrize("version", ["0.1", "0.2", "1.0", "1.2", "1.9"])
def test_all_versions_since_0_12_are_read(version: str) -> None:
    reading = read(
        planned(resource("aws_s3_bucket.b", {"bucket": "b"})) | {"format_version": version}
    )
    assert [r.address for r in reading.resources] == ["aws_s3_bucket.b"]
    assert not reading.gaps
    assert reading.generated


@pytest.mark.parametrize(
    ("plan", "said"),
    [
        ({"format_version": None, "planned_values": {}}, "does not say which format it has"),
        ({"format_version": [1], "planned_values": {}}, "does not say which format it has"),
        ({"format_version": "2.0", "planned_values": {}, "terraform_version": "3"}, "format 2.0"),
        (
            {"format_version": "1.2", "planned_values": None, "terraform_version": "1.9"},
            "no planned values",
        ),
        ({"version": 3, "terraform_version": "0.11", "lineage": "x", "modules": []}, "state file"),
        ({"version": 4, "terraform_version": "1.9", "lineage": "x", "resources": 3}, "state file"),
        ({"format_version": "1.2", "terraform_version": "1.9"}, "no planned values"),
    ],
)
def test_what_cannot_be_read_says_why_and_what_to_do(plan: dict[str, Any], said: str) -> None:
    reading = read(plan)
    assert not reading.policies
    (gap,) = reading.gaps
    assert said in gap.why
    assert "terraform show -json" in gap.why
    assert not gap.partial


def test_without_planned_values_the_changes_are_read() -> None:
    plan = planned() | {
        "planned_values": None,
        "resource_changes": [
            {
                "address": "aws_s3_bucket.b",
                "mode": "managed",
                "type": "aws_s3_bucket",
                "name": "b",
                "change": {"actions": ["create"], "after": {"bucket": "b"}, "after_unknown": {}},
            }
        ],
    }
    assert [str(r.arn) for r in read(plan).resources] == ["arn:${AWS::Partition}:s3:::b"]


def test_a_failed_plan_is_read_in_part() -> None:
    (gap,) = read(planned(errored=True)).gaps
    assert gap.partial


def test_what_is_deleted_is_gone() -> None:
    change = {"actions": ["delete"], "after": None, "before": {"bucket": "b"}}
    gone = {
        "address": "aws_s3_bucket.b",
        "mode": "managed",
        "type": "aws_s3_bucket",
        "change": change,
    }
    assert not read(planned(resource_changes=[gone])).resources


def test_a_state_is_read() -> None:
    role = resource(
        "aws_iam_role.r",
        {"name": "r", "arn": "arn:aws:iam::111122223333:role/r", "assume_role_policy": "{}"},
    )
    (identity,) = read(state(role)).identities
    assert identity.arn.literal == "arn:aws:iam::111122223333:role/r"
    assert identity.account.literal == "111122223333"
    assert identity.created


def test_a_plan_cut_short_is_unreadable() -> None:
    text = (FIXTURES / "boundary" / "plan-known.json").read_text(encoding="utf-8")
    with pytest.raises(Unreadable):
        parse(Source("plan.json", text[: len(text) // 2]))


JUNK: list[Any] = [None, True, 0, -1, 1.5, "", "x", '{"Statement": 3}', [], [None], {}, {"a": []}]
PLAN = json.loads((FIXTURES / "deferred_forms" / "plan-deferred.json").read_text(encoding="utf-8"))
RAW: dict[str, Any] = {
    "version": 4,
    "terraform_version": "1.11.4",
    "serial": 1,
    "lineage": "x",
    "outputs": {"o": {"value": "v", "sensitive": True}},
    "resources": [
        {
            "module": "module.a",
            "mode": "managed",
            "type": "aws_iam_role",
            "name": "r",
            "instances": [
                {
                    "index_key": "k",
                    "attributes": {"name": "r", "assume_role_policy": "{}"},
                    "sensitive_attributes": [[{"type": "get_attr", "value": "name"}]],
                }
            ],
        }
    ],
}
SMALL = json.loads((FIXTURES / "modules" / "plan-deferred.json").read_text(encoding="utf-8"))


@settings(max_examples=120, deadline=None)
@given(st.data())
def test_whatever_stands_in_a_plan_it_never_fails(data: st.DataObject) -> None:
    plan = copy.deepcopy(data.draw(st.sampled_from([PLAN, SMALL, RAW])))
    for _ in range(data.draw(st.integers(1, 3))):
        spoil(plan, data)
    source = Source("plan.json", json.dumps(plan))
    root = parse(source)
    if terraform.recognises(root):
        assert terraform.read("plan.json", root, None).carrier == "terraform"


def spoil(plan: dict[str, Any], data: st.DataObject) -> None:
    """Put something else in place of one value."""
    here: Any = plan
    while True:
        keys = list(here) if isinstance(here, dict) else list(range(len(here)))
        if not keys:
            return
        key = data.draw(st.sampled_from(keys))
        inner = here[key]
        if not isinstance(inner, (dict, list)) or data.draw(st.integers(0, 6)) == 0:
            here[key] = copy.deepcopy(data.draw(st.sampled_from(JUNK)))
            return
        here = inner


def changed(address: str, *actions: str, **more: Any) -> dict[str, Any]:
    """A resource among the changes alone."""
    type_, _, name = address.partition(".")
    change = {
        "actions": list(actions),
        "before": {"bucket": "before"},
        "after": {"bucket": "after"},
        "after_unknown": {},
    }
    return {
        "address": address,
        "mode": "managed",
        "type": type_,
        "name": name,
        "change": change | more,
    }


@pytest.mark.parametrize(
    ("actions", "after", "name"),
    [
        (("create",), {"bucket": "after"}, "after"),
        (("update",), {"bucket": "after"}, "after"),
        (("delete", "create"), {"bucket": "after"}, "after"),
        (("create", "delete"), {"bucket": "after"}, "after"),
        (("no-op",), {"bucket": "after"}, "after"),
        (("delete",), None, ""),
        (("forget",), None, ""),
        (("forget",), {"bucket": "after"}, ""),
    ],
)
def test_what_a_change_leaves(actions: tuple[str, ...], after: object, name: str) -> None:
    one = changed("aws_s3_bucket.b", *actions, after=after)
    plan = planned(resource_changes=[one], planned_values=None)
    assert "".join(str(n) for r in read(plan).resources for n in r.names) == name


def test_what_is_imported_was_there_before() -> None:
    one = changed("aws_s3_bucket.b", "no-op", importing={"id": "after"})
    (bucket,) = read(planned(resource_changes=[one], planned_values=None)).resources
    assert not bucket.created


def test_what_waits_to_be_destroyed_is_not_there() -> None:
    old = changed("aws_s3_bucket.b", "delete") | {"deposed": "00000001"}
    assert not read(planned(resource_changes=[old], planned_values=None)).resources


def test_deferred_changes_are_read_and_the_plan_is_said_to_be_partial() -> None:
    one = changed("aws_s3_bucket.b", "create", after_unknown={"arn": True})
    later = {"reason": "instance_count_unknown", "resource_change": one}
    reading = read(planned(deferred_changes=[later], complete=False))
    assert [r.address for r in reading.resources] == ["aws_s3_bucket.b"]
    (gap,) = reading.gaps
    assert gap.partial
