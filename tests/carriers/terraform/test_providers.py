"""Accounts, regions and partitions."""

from __future__ import annotations

from typing import Any, NamedTuple

from .plans import fixture, identity, planned, policy, read, resource, texts, thing


class Told(NamedTuple):
    """Facts of a configuration."""

    account: str = ""
    region: str = ""
    partition: str = ""
    kind: str = ""


QUEUE = resource("aws_sqs_queue.q", {"name": "q"})


def with_provider(**expressions: Any) -> dict[str, Any]:
    plan = planned(QUEUE, variables={"region": {"value": "cn-north-1"}})
    plan["configuration"] = {
        "provider_config": {"aws": {"name": "aws", "expressions": expressions}},
        "root_module": {
            "resources": [{"address": "aws_sqs_queue.q", "provider_config_key": "aws"}]
        },
    }
    return plan


def test_each_provider_has_its_account_and_region() -> None:
    reading = fixture("cross_account")
    assert str(thing(reading, "aws_sqs_queue.inbox").arn) == (
        "arn:aws:sqs:eu-central-1:444455556666:inbox"
    )
    assert identity(reading, "aws_iam_role.sender").account.literal == "111122223333"
    assert reading.account.literal == "111122223333"


def test_the_account_of_other_credentials_is_another_hole() -> None:
    topic = thing(fixture("cross_account"), "aws_sns_topic.far")
    assert str(topic.arn) == "arn:aws-us-gov:sns:us-gov-west-1:${provider.aws.unknown.account}:far"


def test_grants_across_accounts_name_the_same_arns_on_both_sides() -> None:
    reading = fixture("cross_account")
    (admits,) = policy(reading, "aws_sqs_queue_policy.inbox").statements
    sends, _ = policy(reading, "aws_iam_role_policy.send").statements
    assert texts(admits.resources) == texts(sends.resources)
    assert [str(p.value) for p in admits.principals or ()] == [
        str(identity(reading, "aws_iam_role.sender").arn)
    ]


def test_a_region_from_a_variable_tells_the_partition() -> None:
    reading = read(with_provider(region={"references": ["var.region"]}))
    queue = thing(reading, "aws_sqs_queue.q")
    assert str(queue.arn).startswith("arn:aws-cn:sqs:cn-north-1:")
    assert any("amazonaws.com.cn" in str(name) for name in queue.names)


def test_an_allowed_account_is_the_account() -> None:
    reading = read(with_provider(allowed_account_ids={"constant_value": ["111122223333"]}))
    assert reading.account.literal == "111122223333"


def test_a_resource_may_have_a_region_of_its_own() -> None:
    queue = resource("aws_sqs_queue.q", {"name": "q", "region": "eu-north-1"})
    assert ":eu-north-1:" in str(thing(read(planned(queue)), "aws_sqs_queue.q").arn)


def test_the_caller_is_the_account() -> None:
    caller = {
        "address": "data.aws_caller_identity.me",
        "mode": "data",
        "type": "aws_caller_identity",
        "name": "me",
        "values": {"account_id": "111122223333"},
    }
    plan = planned(QUEUE)
    plan["prior_state"] = {"values": {"root_module": {"resources": [caller]}}}
    assert read(plan).account.literal == "111122223333"


def test_known_arns_tell_the_account_when_they_agree() -> None:
    known = resource("aws_sqs_queue.a", {"arn": "arn:aws:sqs:eu-west-1:111122223333:a"})
    other = resource("aws_sqs_queue.b", {"arn": "arn:aws:sqs:eu-west-1:444455556666:b"})
    assert read(planned(QUEUE, known)).account.literal == "111122223333"
    assert read(planned(QUEUE, known, other)).account.literal is None


def test_facts_of_the_configuration() -> None:
    reading = read(planned(QUEUE), Told("111122223333", "eu-west-1"))
    assert str(thing(reading, "aws_sqs_queue.q").arn) == "arn:aws:sqs:eu-west-1:111122223333:q"
    assert str(thing(read(planned(QUEUE)), "aws_sqs_queue.q").arn) == (
        "arn:${AWS::Partition}:sqs:${AWS::Region}:${AWS::AccountId}:q"
    )
