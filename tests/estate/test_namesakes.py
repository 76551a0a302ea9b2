"""Several stacks in one repository: what a name means where it stands."""

from __future__ import annotations

import json
from typing import Any

from iamlint.catalog import catalog
from iamlint.estate import Estate
from iamlint.estate.joined import CUSTOMER, UNKNOWN_KEY
from iamlint.estate.ties import MANY
from tests.carriers.cloudformation.reading import Facts
from tests.carriers.terraform.plans import planned, read
from tests.carriers.terraform.plans import resource as declared_in_plan

from .build import allow, deny
from .templates import (
    ALLOW,
    ELSEWHERE,
    IRELAND,
    TRUST,
    estate_of,
    identity,
    only,
    placed,
    resource,
)

ROLES = f"App: {{Type: AWS::IAM::Role, Properties: {{RoleName: app, AssumeRolePolicyDocument: {TRUST}}}}}"
POLICY = f"""
Read:
  Type: AWS::IAM::Policy
  Properties: {{PolicyName: read, Roles: [app], PolicyDocument: {ALLOW}}}
"""
BUCKET = "Data: {Type: AWS::S3::Bucket, Properties: {BucketName: data}}"
ON_BUCKET = """
DataPolicy:
  Type: AWS::S3::BucketPolicy
  Properties:
    Bucket: data
    PolicyDocument:
      Version: "2012-10-17"
      Statement: [{Effect: Deny, Principal: "*", Action: "s3:*", Resource: "*"}]
"""


def test_a_policy_means_the_role_in_its_own_folder() -> None:
    estate = estate_of(
        dev__roles=ROLES, dev__policies=POLICY, prod__roles=ROLES, prod__policies=POLICY
    )
    for stage in ("dev", "prod"):
        role = identity(estate, "App", f"{stage}/roles.yaml")
        attached = only(estate.policies_of(role).attached)
        assert attached.sure
        assert attached.policy.node.source.path == f"{stage}/policies.yaml"
        assert estate.complete(role)


def test_what_stands_further_away_may_mean_either() -> None:
    estate = estate_of(dev__roles=ROLES, prod__roles=ROLES, policies=POLICY)
    for stage in ("dev", "prod"):
        role = identity(estate, "App", f"{stage}/roles.yaml")
        assert not only(estate.policies_of(role).attached).sure
        (reason,) = estate.complete(role).reasons
        assert reason.why == "Read may be attached or not"


def test_alone_it_is_meant_wherever_it_stands() -> None:
    estate = estate_of(dev__roles=ROLES, policies=POLICY)
    assert only(estate.policies_of(identity(estate, "App")).attached).sure


def test_accounts_by_path_tell_namesakes_apart() -> None:
    files = {"dev/roles.yaml": ROLES, "prod/roles.yaml": ROLES, "policies.yaml": POLICY}
    known = {"dev/roles.yaml": IRELAND, "prod/roles.yaml": ELSEWHERE, "policies.yaml": ELSEWHERE}
    estate = placed(files, known)
    prod = identity(estate, "App", "prod/roles.yaml")
    assert only(estate.policies_of(prod).attached).sure
    assert estate.policies_of(identity(estate, "App", "dev/roles.yaml")).attached == ()


def test_regions_by_path_tell_queues_apart_and_not_buckets() -> None:
    queue = "Jobs: {Type: AWS::SQS::Queue, Properties: {QueueName: jobs}}"
    frankfurt = Facts("111122223333", "eu-central-1")
    files = {"a/one.yaml": queue + "\n" + BUCKET, "b/two.yaml": queue}
    estate = placed(files, {"a/one.yaml": IRELAND, "b/two.yaml": frankfurt})
    asking = estate.readings[1]
    jobs = resource(estate, "Jobs", "b/two.yaml")
    name = jobs.names[0]
    assert estate.resources_named(name, asking) == ([jobs], True)
    bucket = resource(estate, "Data")
    assert estate.resources_named(bucket.names[0], asking) == ([bucket], True)


def test_holes_of_equal_text_in_two_files_are_two_things() -> None:
    text = """
        Parameters: {Env: {Type: String}}
        Resources:
          Data: {Type: AWS::S3::Bucket, Properties: {BucketName: !Sub "${Env}-data"}}
          Read:
            Type: AWS::S3::BucketPolicy
            Properties:
              Bucket: !Sub "${Env}-data"
              PolicyDocument: {Version: "2012-10-17", Statement: []}
    """
    estate = estate_of(one=text, two=text)
    for path in ("one.yaml", "two.yaml"):
        attached = only(estate.policies_on(resource(estate, "Data", path)).attached)
        assert attached.sure
        assert attached.policy.node.source.path == path


def test_two_buckets_of_one_name_have_each_its_own_policy() -> None:
    text = f"{BUCKET}\n{ON_BUCKET}"
    estate = estate_of(dev__stack=text, prod__stack=text)
    for path in ("dev/stack.yaml", "prod/stack.yaml"):
        attached = only(estate.policies_on(resource(estate, "Data", path)).attached)
        assert attached.policy.node.source.path == path
    assert not list(estate.rivals())


def test_an_alias_of_several_files_is_nobodys() -> None:
    alias = """
        Key: {Type: AWS::KMS::Key}
        Alias: {Type: AWS::KMS::Alias, Properties: {AliasName: alias/app, TargetKeyId: !Ref Key}}
    """
    queue = "Jobs: {Type: AWS::SQS::Queue, Properties: {KmsMasterKeyId: alias/app}}"
    estate = estate_of(a__keys=alias, a__queue=queue, b__keys=alias, c__queue=queue)
    near = estate.key_of(resource(estate, "Jobs", "a/queue.yaml"))
    assert near.kind == CUSTOMER
    assert near.key is resource(estate, "Key", "a/keys.yaml")
    far = estate.key_of(resource(estate, "Jobs", "c/queue.yaml"))
    assert (far.kind, far.why) == (UNKNOWN_KEY, "2 files create alias/app")


def test_a_managed_policy_of_several_files() -> None:
    managed = f"Shared: {{Type: AWS::IAM::ManagedPolicy, Properties: {{ManagedPolicyName: shared, PolicyDocument: {ALLOW}}}}}"
    role = ROLES.replace(
        "RoleName: app",
        'RoleName: app, ManagedPolicyArns: [!Sub "arn:aws:iam::${AWS::AccountId}:policy/shared"]',
    )
    estate = estate_of(a__role=role, a__shared=managed, b__shared=managed, c__role=role)
    near = estate.policies_of(identity(estate, "App", "a/role.yaml"))
    assert [a.policy.node.source.path for a in near.attached] == ["a/shared.yaml"]
    far = estate.policies_of(identity(estate, "App", "c/role.yaml"))
    assert [a.sure for a in far.attached] == [False, False]
    assert "2 files create the managed policy" in far.unknown[0].why


def test_policies_that_may_be_anybodys_are_counted() -> None:
    anybody = f"""
        Parameters: {{Role: {{Type: String}}}}
        Resources:
          Read:
            Type: AWS::IAM::Policy
            Properties: {{PolicyName: read, Roles: [!Ref Role], PolicyDocument: {ALLOW}}}
    """
    files = {f"{number}/policy.yaml": anybody for number in range(MANY + 3)}
    estate = placed({**files, "roles.yaml": ROLES})
    grants = estate.policies_of(identity(estate, "App"))
    assert len(grants.attached) == MANY
    assert grants.unknown[0].why == "3 further declarations may name App"
    assert not any(attached.sure for attached in grants.attached)


def test_in_a_module_a_name_means_what_the_module_creates() -> None:
    calls = [module(f'module.app["{key}"]', key) for key in ("one", "two")]
    plan = planned()
    plan["planned_values"]["root_module"]["child_modules"] = calls
    estate = Estate([read(plan)], None, catalog())
    for key in ("one", "two"):
        role = identity(estate, f'module.app["{key}"].aws_iam_role.r')
        found = {a.policy.address for a in estate.policies_of(role).attached if a.sure}
        own = f'module.app["{key}"].aws_'
        assert found == {f"{own}iam_role_policy.inline", f"{own}iam_policy.managed"}
        bucket = resource(estate, f"{own}s3_bucket.b")
        assert (
            only(estate.policies_on(bucket).attached).policy.address == f"{own}s3_bucket_policy.p"
        )
        assert estate.key_of(bucket).text.literal == f"arn:aws:kms:us-east-1:111122223333:key/{key}"


def module(address: str, key: str) -> dict[str, Any]:
    """An instance of a module, of which each creates things of the same names."""
    allowed = json.dumps({"Version": "2012-10-17", "Statement": [allow(f"sqs:Get{key}")]})
    arn = "arn:aws:iam::111122223333:policy/app"
    refused = json.dumps({"Version": "2012-10-17", "Statement": [deny("s3:*", Principal="*")]})
    key_arn = f"arn:aws:kms:us-east-1:111122223333:key/{key}"
    by_default = {"sse_algorithm": "aws:kms", "kms_master_key_id": "alias/app"}
    rule = [{"apply_server_side_encryption_by_default": [by_default]}]
    declared: list[tuple[str, dict[str, Any]]] = [
        ("aws_iam_role.r", {"name": "app", "arn": "arn:aws:iam::111122223333:role/app"}),
        ("aws_iam_role_policy.inline", {"name": "own", "role": "app", "policy": allowed}),
        ("aws_iam_policy.managed", {"name": "app", "arn": arn, "policy": allowed}),
        ("aws_s3_bucket.b", {"bucket": "data"}),
        ("aws_s3_bucket_policy.p", {"bucket": "data", "policy": refused}),
        ("aws_kms_alias.a", {"name": "alias/app", "target_key_arn": key_arn}),
        ("aws_s3_bucket_server_side_encryption_configuration.e", {"bucket": "data", "rule": rule}),
        ("aws_iam_role_policy_attachment.a", {"role": "app", "policy_arn": arn}),
    ]
    resources = [declared_in_plan(local, values) for local, values in declared]
    placed_in = [one | {"address": f"{address}.{one['address']}"} for one in resources]
    return {"address": address, "resources": placed_in}
