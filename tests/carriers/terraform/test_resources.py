"""Resources: what they are called, which policies sit on them, which keys encrypt them."""

from __future__ import annotations

import pytest

from .plans import (
    MODES,
    attachments,
    fixture,
    planned,
    policy,
    read,
    resource,
    state,
    texts,
    thing,
)

ACCOUNT = "${AWS::AccountId}"


@pytest.mark.parametrize(
    ("address", "arn", "name"),
    [
        ("aws_s3_bucket.b", "arn:aws:s3:::acme-b", "acme-b"),
        (
            "aws_sqs_queue.own",
            f"arn:aws:sqs:us-east-1:{ACCOUNT}:own",
            f"https://sqs.us-east-1.amazonaws.com/{ACCOUNT}/own",
        ),
        ("aws_sns_topic.t", f"arn:aws:sns:us-east-1:{ACCOUNT}:t", "t"),
        ("aws_kms_key.own", f"arn:aws:kms:us-east-1:{ACCOUNT}:key/${{aws_kms_key.own}}", ""),
        ("aws_dynamodb_table.d", f"arn:aws:dynamodb:us-east-1:{ACCOUNT}:table/d", "d"),
        ("aws_ecr_repository.e", f"arn:aws:ecr:us-east-1:{ACCOUNT}:repository/acme/e", "acme/e"),
    ],
)
def test_arns_are_made_of_names_where_aws_has_not_told_them(
    address: str, arn: str, name: str
) -> None:
    found = thing(fixture("resource_policies"), address)
    assert str(found.arn) == arn
    assert not name or name in [str(n) for n in found.names]


def test_a_log_group_has_no_star_at_its_end() -> None:
    group = thing(fixture("encryption"), "aws_cloudwatch_log_group.own")
    assert str(group.arn) == f"arn:aws:logs:us-east-1:{ACCOUNT}:log-group:/app/own"


def test_a_secret_ends_in_what_aws_adds_to_its_name() -> None:
    secret = thing(fixture("encryption"), "aws_secretsmanager_secret.managed")
    (name, end) = secret.arn.holes[-2:]
    assert name != end


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(
    "address",
    ["aws_sqs_queue.own", "aws_sns_topic.t", "aws_kms_key.own", "aws_opensearch_domain.o"],
)
def test_policies_in_the_declaration(address: str, mode: str) -> None:
    found = thing(fixture("resource_policies", mode), address)
    (one,) = found.policies
    assert one.owner is found
    assert one.kind == "resource"
    assert one.resource_type == found.service_type


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(
    ("address", "target"),
    [
        ("aws_s3_bucket_policy.b", "aws_s3_bucket.b"),
        ("aws_sqs_queue_policy.beside", "aws_sqs_queue.beside"),
        ("aws_secretsmanager_secret_policy.s", "aws_secretsmanager_secret.s"),
        ("aws_kms_key_policy.beside", "aws_kms_key.beside"),
        ("aws_ecr_repository_policy.e", "aws_ecr_repository.e"),
        ("aws_dynamodb_resource_policy.d", "aws_dynamodb_table.d"),
        ("aws_backup_vault_policy.v", "aws_backup_vault.v"),
        ("aws_lambda_permission.topic", "aws_lambda_function.f"),
        ("aws_kms_grant.g", "aws_kms_key.default"),
    ],
)
def test_policies_beside_it_name_their_resource(address: str, target: str, mode: str) -> None:
    reading = fixture("resource_policies", mode)
    (attachment,) = attachments(reading, address)
    ((kind, name),) = attachment.targets
    found = thing(reading, target)
    assert kind == "resource"
    assert name in (*found.names, found.arn)
    assert attachment.policy is not None
    assert attachment.policy.resource_type == found.service_type


def test_the_bus_is_the_default_one_where_none_is_named() -> None:
    reading = fixture("resource_policies")
    for address in (
        "aws_cloudwatch_event_bus_policy.default",
        "aws_cloudwatch_event_permission.partner",
    ):
        (attachment,) = attachments(reading, address)
        assert [(k, str(t)) for k, t in attachment.targets] == [("resource", "default")]


def test_an_endpoint_policy_only_limits() -> None:
    assert policy(fixture("resource_policies"), "aws_vpc_endpoint.v.policy").kind == "endpoint"


def test_a_permission_is_a_statement() -> None:
    reading = fixture("resource_policies")
    (statement,) = policy(reading, "aws_lambda_permission.topic").statements
    assert statement.allows
    assert [(p.type, str(p.value)) for p in statement.principals or ()] == [
        ("Service", "sns.amazonaws.com")
    ]
    assert texts(statement.actions) == ["lambda:InvokeFunction"]
    assert texts(statement.resources) == [str(thing(reading, "aws_lambda_function.f").arn)]
    (condition,) = statement.conditions
    assert (str(condition.operator), str(condition.key)) == ("ArnLike", "aws:SourceArn")
    assert condition.values[0].text == thing(reading, "aws_sns_topic.t").arn
    (other,) = policy(reading, "aws_lambda_permission.partner").statements
    assert [(p.type, str(p.value)) for p in other.principals or ()] == [("AWS", "444455556666")]
    assert texts(other.resources) == [
        "arn:aws:lambda:us-east-1:111122223333:function:elsewhere:live"
    ]


def test_a_grant_on_a_key_is_a_statement_that_is_no_document() -> None:
    reading = fixture("resource_policies")
    (attachment,) = attachments(reading, "aws_kms_grant.g")
    assert attachment.policy is not None
    assert attachment.policy not in reading.policies
    (statement,) = attachment.policy.statements
    assert texts(statement.actions) == ["kms:Decrypt", "kms:Encrypt"]
    assert [str(c.key) for c in statement.conditions] == ["kms:EncryptionContext:Department"]


def test_a_key_has_aws_policy_unless_it_is_given_one() -> None:
    reading = fixture("resource_policies")
    assert thing(reading, "aws_kms_key.default").default_policy
    assert thing(reading, "aws_kms_key.beside").default_policy
    assert not thing(reading, "aws_kms_key.own").default_policy


KEY = f"arn:aws:kms:us-east-1:{ACCOUNT}:key/${{aws_kms_key.k}}"


@pytest.mark.parametrize(
    ("address", "keys"),
    [
        ("aws_s3_bucket.own", [KEY]),
        ("aws_s3_bucket.managed", ["alias/aws/s3"]),
        ("aws_s3_bucket.s3", []),
        ("aws_sqs_queue.alias", ["alias/a"]),
        ("aws_sqs_queue.managed", ["alias/aws/sqs"]),
        ("aws_sns_topic.t", ["${aws_kms_key.k}"]),
        ("aws_secretsmanager_secret.own", [KEY]),
        ("aws_secretsmanager_secret.managed", ["alias/aws/secretsmanager"]),
        ("aws_dynamodb_table.own", [KEY]),
        ("aws_dynamodb_table.plain", []),
        ("aws_kinesis_stream.own", [KEY]),
        ("aws_cloudwatch_log_group.own", [KEY]),
        ("aws_lambda_function.own", [KEY]),
        ("aws_ecr_repository.own", [KEY]),
        ("aws_efs_file_system.managed", ["alias/aws/elasticfilesystem"]),
        ("aws_kms_alias.a", ["${aws_kms_key.k}"]),
    ],
)
def test_keys(address: str, keys: list[str]) -> None:
    assert [str(e.key) for e in thing(fixture("encryption"), address).encryption] == keys


def test_encryption_of_a_bucket_that_is_not_in_the_plan() -> None:
    reading = fixture("encryption")
    (bucket,) = (r for r in reading.resources if str(r.arn) == "arn:aws:s3:::acme-elsewhere")
    assert not bucket.created
    assert [str(e.key)[-4:] for e in bucket.encryption] == ["90ab"]


POLICY = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:*"}]}'


def test_a_policy_read_back_counts_where_nothing_else_tells_it() -> None:
    bucket = resource("aws_s3_bucket.b", {"bucket": "b", "policy": POLICY})
    beside = resource("aws_s3_bucket_policy.b", {"bucket": "b", "policy": POLICY})
    assert len(thing(read(state(bucket)), "aws_s3_bucket.b").policies) == 1
    assert not thing(read(state(bucket, beside)), "aws_s3_bucket.b").policies


def test_an_unknown_type_is_left_alone() -> None:
    assert not read(planned(resource("aws_new_thing.x", {"arn": "arn:aws:new:::x"}))).resources
