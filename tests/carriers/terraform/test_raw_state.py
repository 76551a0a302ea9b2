"""Terraform's own state file says what `show -json` of it says."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from iamlint.carriers import terraform
from iamlint.carriers.terraform.raw_state import is_raw
from iamlint.config import Configurations
from iamlint.formats.json import parse
from iamlint.gathering import gather
from iamlint.text.source import Source

from .plans import read

if TYPE_CHECKING:
    from pathlib import Path

TRUST = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": {"Service": "ec2.amazonaws.com"},
                "Action": "sts:AssumeRole",
            }
        ],
    }
)


def raw(*resources: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "version": 4,
        "terraform_version": "1.11.4",
        "serial": 3,
        "lineage": "e2c958a1",
        "outputs": {},
        "resources": list(resources),
    } | more


def role(*instances: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "mode": "managed",
        "type": "aws_iam_role",
        "name": "r",
        "provider": 'provider["registry.terraform.io/hashicorp/aws"]',
        "instances": list(instances),
    } | more


def instance(name: str, **more: Any) -> dict[str, Any]:
    arn = f"arn:aws:iam::111122223333:role/{name}"
    return {"attributes": {"name": name, "arn": arn, "assume_role_policy": TRUST}} | more


def test_instances_have_the_addresses_that_show_gives_them() -> None:
    reading = read(
        raw(
            role(instance("plain")),
            role(instance("a", index_key="a"), instance("b", index_key="b"), name="each"),
            role(instance("zero", index_key=0), name="counted", module='module.m["k"].module.n'),
        )
    )
    assert [(i.address, str(i.name)) for i in reading.identities] == [
        ("aws_iam_role.r", "plain"),
        ('aws_iam_role.each["a"]', "a"),
        ('aws_iam_role.each["b"]', "b"),
        ('module.m["k"].module.n.aws_iam_role.counted[0]', "zero"),
    ]
    assert not reading.gaps
    for identity in reading.identities:
        assert identity.trust is not None
        assert identity.trust.whole
        assert identity.account.literal == "111122223333"


def test_a_policy_has_its_place_in_the_file() -> None:
    text = json.dumps(raw(role(instance("plain"))), indent=2)
    root = parse(Source("terraform.tfstate", text))
    (policy,) = terraform.read("terraform.tfstate", root, None).policies
    start = policy.span.outermost.start
    assert text[:start].rstrip().endswith('"assume_role_policy": "')


def test_what_waits_to_be_destroyed_is_gone() -> None:
    reading = read(raw(role(instance("new"), instance("old", deposed="00000001"))))
    assert [str(i.name) for i in reading.identities] == ["new"]


def test_data_sources_are_looked_up_not_made() -> None:
    values = {"arn": "arn:aws:sqs:us-east-1:111122223333:q", "name": "q"}
    data = role({"attributes": values}, mode="data", type="aws_sqs_queue", name="q")
    (resource,) = read(raw(data)).resources
    assert resource.address == "data.aws_sqs_queue.q"
    assert not resource.created


def test_secrets_are_hidden() -> None:
    path = [{"type": "get_attr", "value": "assume_role_policy"}]
    marked = instance("plain", sensitive_attributes=[path])
    output = {"value": "planted-output", "type": "string", "sensitive": True}
    other = {"attributes": {"password": ["planted-list"]}}
    other["sensitive_attributes"] = [  # type: ignore[assignment]
        [{"type": "get_attr", "value": "password"}, {"type": "index", "value": {"value": 0}}]
    ]
    whole = raw(
        role(marked), role(other, type="aws_db_instance", name="d"), outputs={"secret": output}
    )
    reading = read(whole)
    text = reading.root.source.text
    assert "planted" not in text
    assert "ec2.amazonaws.com" not in text
    (policy,) = reading.policies
    assert "ec2" not in " ".join(map(str, policy.words()))


@pytest.mark.parametrize("later", ["a.tfstate", "z.tfstate"])
def test_of_two_states_the_later_counts(tmp_path: Path, later: str) -> None:
    (tmp_path / "m.tfstate").write_text(json.dumps(raw(role(instance("old")), serial=9)))
    (tmp_path / later).write_text(json.dumps(raw(role(instance("new")), serial=10)))
    other = raw(role(instance("other")), lineage="another", serial=1)
    (tmp_path / "other.tfstate").write_text(json.dumps(other))
    gathered = gather([str(tmp_path)], Configurations([str(tmp_path)], isolated=True))
    found = {str(i.name) for reading in gathered.readings for i in reading.identities}
    assert found == {"new", "other"}
    (skipped,) = gathered.skipped
    assert skipped.path.endswith("m.tfstate")


def test_other_versions_are_not_taken_for_it() -> None:
    for version in (3, 5, "4", None):
        assert not is_raw(parse(Source("s", json.dumps(raw(version=version)))))  # type: ignore[arg-type]
