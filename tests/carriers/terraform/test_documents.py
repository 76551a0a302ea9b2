"""Documents: in strings, or put together from what a plan keeps of a data source."""

from __future__ import annotations

import json

import pytest

from iamlint.carriers.terraform.values import Derived
from iamlint.model.policy import LATEST
from iamlint.text.node import Unknown, plain

from .plans import attachments, fixture, planned, policy, read, resource, statement, texts, thing

KEY = "arn:aws:kms:us-east-1:123456789012:key/${aws_kms_key.k}"


def test_a_document_in_a_string_has_its_places_in_the_plan() -> None:
    document = {"Version": LATEST, "Statement": [{"Effect": "Allow", "Action": "s3:*"}]}
    reading = read(
        planned(
            resource("aws_iam_policy.p", {"name": "p", "policy": json.dumps(document, indent=2)})
        )
    )
    (action,) = policy(reading, "aws_iam_policy.p").statements[0].actions or ()
    assert action.span.outermost.text == '\\"s3:*\\"'
    assert policy(reading, "aws_iam_policy.p").span.outermost.source is reading.root.source


def test_unknown_elements_are_what_the_configuration_refers_to() -> None:
    reading = fixture("deferred_forms")
    one = statement(reading, "aws_iam_policy.elements", "One")
    assert texts(one.resources) == [KEY]
    assert one.allows
    mixed = statement(reading, "aws_iam_policy.elements", "Mixed")
    assert mixed.resources is not None
    assert str(mixed.resources[0]) == "arn:aws:s3:::known/*"
    for word in mixed.resources[1:]:
        # `b.arn` and `"${b.arn}/*"` look the same in a plan: what follows the ARN is a hole
        literal, hole = word.text.pieces
        assert literal == "arn:aws:s3:::acme-data"
        assert isinstance(hole, Derived)
        assert hole.references == ("aws_s3_bucket.b.arn",)


def test_an_element_made_of_more_than_an_arn_is_a_hole_that_says_of_what() -> None:
    (word,) = (
        statement(fixture("deferred_forms"), "aws_iam_policy.elements", "Made").resources or ()
    )
    hole = word.text.only_hole
    assert isinstance(hole, Derived)
    assert hole.references == ("random_id.suffix.hex",)


def test_what_is_set_is_kept_and_what_is_not_has_the_providers_defaults() -> None:
    document = policy(fixture("deferred_forms"), "aws_iam_policy.elements")
    assert document.version is not None
    assert document.version.literal == LATEST
    assert document.id is not None
    assert document.id.literal == "elements"
    assert [s.denies for s in document.statements] == [False, False, True, False]
    assert all(s.not_actions is None and s.not_resources is None for s in document.statements)
    assert document.whole


def test_variables_are_written_as_policies_have_them() -> None:
    one = statement(fixture("deferred_forms"), "aws_iam_policy.elements", "Variable")
    assert "arn:aws:s3:::home/${aws:username}/*" in texts(one.resources)


def test_principals_and_conditions() -> None:
    one = statement(fixture("deferred_forms"), "aws_sns_topic_policy.t", "Who")
    assert sorted((p.type, str(p.value)) for p in one.principals or ()) == [
        ("AWS", "arn:aws:iam::111122223333:root"),
        ("AWS", "arn:aws:iam::123456789012:role/forms"),
        ("Service", "s3.amazonaws.com"),
    ]
    conditions = {(str(c.operator), str(c.key)): c.values[0] for c in one.conditions}
    assert conditions["StringEquals", "aws:SourceAccount"].literal == "123456789012"
    assert conditions["ArnLike", "aws:SourceArn"].text.prefix == "arn:aws:s3:::acme-data"
    vpc = conditions["StringEquals", "aws:SourceVpc"].text.only_hole
    assert isinstance(vpc, Derived)
    assert vpc.references == ("aws_vpc.v.id",)
    everybody = statement(fixture("deferred_forms"), "aws_sns_topic_policy.t", "Everybody")
    assert [(p.type, str(p.value)) for p in everybody.principals or ()] == [("*", "*")]


def test_a_list_of_unknown_length_is_a_gap() -> None:
    (one,) = policy(fixture("deferred_forms"), "aws_iam_role_policy.lists").statements
    assert one.gaps
    (word,) = one.resources or ()
    hole = word.text.only_hole
    assert isinstance(hole, Derived)
    assert hole.references == ("aws_kms_key.k.arn", "aws_kms_key.other.arn")


def test_a_dynamic_block_has_no_expressions_and_takes_those_of_no_other() -> None:
    reading = fixture("deferred_forms")
    fixed = statement(reading, "aws_iam_role_policy.dynamic", "Fixed")
    assert texts(fixed.resources) == [KEY]
    for sid in ("Eacha", "Eachb"):
        known, unknown = statement(reading, "aws_iam_role_policy.dynamic", sid).resources or ()
        assert known.literal == f"arn:aws:sqs:us-east-1:111122223333:{sid[-1]}"
        assert isinstance(unknown.text.only_hole, Derived)


def test_documents_are_merged_by_sid_as_the_provider_does() -> None:
    merged = policy(fixture("deferred_forms"), "aws_iam_role_policy.merged")
    known = policy(fixture("deferred_forms", "known"), "aws_iam_role_policy.merged")
    sids = [str(s.sid) for s in merged.statements]
    assert sids == ["Shared", "Replaced", "More", "Own"] == [str(s.sid) for s in known.statements]
    assert [s.denies for s in merged.statements] == [False, True, False, False]
    assert merged.statements[0].span.outermost.text != merged.statements[2].span.outermost.text


def test_the_consumer_is_linked_to_its_document() -> None:
    reading = fixture("deferred_forms")
    assert policy(reading, "aws_iam_role_policy.either").statements[0].sid is not None
    assert str(policy(reading, "aws_iam_role_policy.either").statements[0].sid) == "More"


@pytest.mark.parametrize(
    ("address", "hides"),
    [
        ("aws_iam_role_policy.jsonencode", "aws_kms_key.k.arn"),
        ("aws_s3_bucket_policy.heredoc", "aws_s3_bucket.b.arn"),
        ("aws_iam_role_policy.through_local", "local.document"),
    ],
)
def test_a_string_of_which_nothing_is_kept_is_said_to_be_not_analysable(
    address: str, hides: str
) -> None:
    reading = fixture("deferred_forms")
    (gap,) = (g for g in reading.gaps if g.address == address)
    assert hides in gap.why
    assert not gap.partial
    assert gap.bound
    assert not any(p.address == address for p in reading.policies)
    (attachment,) = attachments(reading, address)
    assert attachment.policy is not None
    assert isinstance(attachment.policy.node, Unknown)
    assert not attachment.policy.whole


def test_what_is_no_json_is_said() -> None:
    reading = fixture("resource_policies")
    (gap,) = (g for g in reading.gaps if g.address == "aws_sqs_queue_policy.broken")
    assert gap.why.startswith("not JSON")


def test_a_policy_that_cannot_be_read_leaves_a_doubt_about_its_resource() -> None:
    key = resource("aws_kms_key.k", {"key_id": "k", "policy": "no"})
    plan = planned(key) | configured("aws_kms_key.k", policy={"constant_value": "no"})
    reading = read(plan)
    found = thing(reading, "aws_kms_key.k")
    assert found.policy_gap is not None
    assert not found.default_policy


def configured(address: str, **expressions: object) -> dict[str, object]:
    """The configuration of one resource."""
    type_, _, name = address.partition(".")
    settings = {"address": address, "mode": "managed", "type": type_, "name": name}
    return {
        "configuration": {"root_module": {"resources": [settings | {"expressions": expressions}]}}
    }


def test_a_document_that_nothing_is_seen_to_use_is_read_all_the_same() -> None:
    reading = fixture("deferred_forms")
    addresses = {p.address for p in reading.policies}
    assert "data.aws_iam_policy_document.base" not in addresses  # a source of another
    assert "data.aws_iam_policy_document.more" not in addresses


def test_a_document_includes_itself_only_once() -> None:
    data = {
        "address": "data.aws_iam_policy_document.d",
        "mode": "data",
        "type": "aws_iam_policy_document",
        "name": "d",
        "values": {"source_policy_documents": [None]},
    }
    change = {
        "address": data["address"],
        "change": {
            "actions": ["read"],
            "after": data["values"],
            "after_unknown": {"json": True, "source_policy_documents": [True]},
        },
    }
    settings = {
        "address": data["address"],
        "mode": "data",
        "expressions": {
            "source_policy_documents": {"references": ["data.aws_iam_policy_document.d.json"]}
        },
    }
    plan = planned(data, resource_changes=[data | change])
    plan["configuration"] = {"root_module": {"resources": [settings]}}
    reading = read(plan)
    assert plain(policy(reading, "data.aws_iam_policy_document.d").node)
    assert not policy(reading, "data.aws_iam_policy_document.d").whole


def merging(**values: object) -> object:
    """What a data source whose text is not rendered yet gives a policy."""
    deferred = {
        "address": "data.aws_iam_policy_document.d",
        "mode": "data",
        "type": "aws_iam_policy_document",
        "name": "d",
        "values": values,
    }
    change = {"actions": ["create"], "after": {"name": "p"}, "after_unknown": {"policy": True}}
    policy_ = resource("aws_iam_policy.p", {"name": "p"})
    references = {"references": ["data.aws_iam_policy_document.d.json"]}
    settings = {"address": "aws_iam_policy.p", "expressions": {"policy": references}}
    return plain(
        policy(
            read(
                planned(
                    policy_,
                    deferred,
                    resource_changes=[{**policy_, "change": change}],
                    configuration={"root_module": {"resources": [settings]}},
                )
            ),
            "aws_iam_policy.p",
        ).node
    )


def written(sid: str, effect: str = "Allow", **top: str) -> str:
    statement_ = {"Sid": sid, "Effect": effect, "Action": "s3:GetObject", "Resource": "*"}
    return json.dumps({**top, "Statement": [statement_]})


def test_documents_are_merged_as_the_provider_merges_them() -> None:
    document = merging(
        version="2008-10-17",
        policy_id="own",
        source_policy_documents=[
            written("A", Id="source", Version="2012-10-17"),
            written("B", Version="2008-10-17"),
        ],
        statement=[{"sid": "B", "effect": "Deny", "actions": ["s3:*"], "resources": ["*"]}],
        override_policy_documents=[written("A", "Deny"), written("C", Id="over")],
        override_json=written("C", "Deny"),
    )
    assert isinstance(document, dict)
    assert document["Version"] == "2012-10-17"
    assert document["Id"] == "over"
    found = [(s["Sid"], s["Effect"]) for s in document["Statement"]]
    assert found == [("A", "Deny"), ("B", "Deny"), ("C", "Deny")]


def test_the_older_version_counts_where_nothing_is_newer() -> None:
    document = merging(version="2008-10-17", source_policy_documents=[written("A")])
    assert isinstance(document, dict)
    assert document["Version"] == "2008-10-17"
    assert "Id" not in document
