"""What the estate ties together: identities, policies, resources, keys, guardrails."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import pytest

from iamlint.estate import Estate
from iamlint.estate.joined import AWS_MANAGED, CUSTOMER, NO_KEY, UNKNOWN_KEY
from iamlint.model.policy import BOUNDARY, RESOURCE
from iamlint.text.holes import ANY, ARN, Hole, Text

from .build import ANY_ACCOUNT, AWAY, HOME, Configured, Stack, allow, deny, scp

if TYPE_CHECKING:
    from iamlint.catalog import Catalog
    from iamlint.model.things import Reading


class Bundle:
    """As much of the catalog as joining needs."""

    def managed_policy(self, arn: str) -> object:
        known = ("service-role/AWSLambdaBasicExecutionRole", "ReadOnlyAccess")
        if arn.partition(":policy/")[2] not in known:
            return None
        return {"Version": "2012-10-17", "Statement": allow(["logs:PutLogEvents", "s3:Get*"])}

    def table(self, name: str) -> tuple[dict[str, Any], ...]:
        return ()


def estate(*stacks: Stack | Reading, scps: Any = ()) -> Estate:
    readings = [s.reading if isinstance(s, Stack) else s for s in stacks]
    return Estate(readings, Configured(*scps), cast("Catalog", Bundle()))


def test_a_policy_attached_in_another_file_by_its_name() -> None:
    one, two = Stack("one.yaml"), Stack("two.yaml")
    role = one.identity("Role", name="app")
    policy = two.policy(allow("s3:GetObject"))
    two.attach("Extra", ("role", "app"), policy=policy)
    assert estate(one, two).policies_of(role).policies == (policy,)
    assert estate(one, two).complete(role)


def test_a_policy_attached_by_reference_to_a_name_that_is_not_known_yet() -> None:
    stack = Stack()
    role, other = stack.identity("Role"), stack.identity("Other")
    policy = stack.policy(allow("s3:GetObject"))
    stack.attach("Extra", ("role", stack.hole("Role")), policy=policy)
    joined = estate(stack)
    assert joined.policies_of(role).policies == (policy,)
    assert joined.policies_of(other).policies == ()


def test_a_namesake_in_another_account_gets_nothing() -> None:
    one, two = Stack("one.yaml"), Stack("two.yaml", AWAY)
    here, there = one.identity("Role", name="app"), two.identity("Role", name="app")
    policy = two.policy(allow("s3:GetObject"))
    two.attach("Extra", ("role", "app"), policy=policy)
    joined = estate(one, two)
    assert joined.policies_of(there).policies == (policy,)
    assert joined.policies_of(here).policies == ()


def test_the_namesake_of_the_same_file_comes_first() -> None:
    dev, prod = Stack("dev.yaml", ANY_ACCOUNT), Stack("prod.yaml", ANY_ACCOUNT)
    roles = [stack.identity("Role", name="app") for stack in (dev, prod)]
    for stack in (dev, prod):
        stack.attach("Extra", ("role", "app"), policy=stack.policy(allow("s3:GetObject")))
    joined = estate(dev, prod)
    assert [len(joined.policies_of(role).policies) for role in roles] == [1, 1]


def test_a_target_that_is_not_known_may_be_any_role() -> None:
    one, two = Stack("one.yaml"), Stack("two.yaml")
    role = one.identity("Role", name="app")
    user = one.identity("User", name="app", kind="user")
    parameter = Text(Hole("two.yaml#RoleName", ANY))
    two.attach("Extra", ("role", parameter), policy=two.policy(allow("s3:GetObject")))
    joined = estate(one, two)
    assert [a.sure for a in joined.policies_of(role).attached] == [False]
    assert joined.policies_of(user).attached == ()


def test_group_membership_both_ways() -> None:
    stack = Stack()
    group = stack.identity("Group", allow("s3:GetObject"), kind="group", name="readers")
    member = stack.identity("User", kind="user", name="ada")
    stack.attach("Membership", ("user", "ada"), ("group", "readers"))
    assert estate(stack).policies_of(member).policies == tuple(group.inline)


def test_a_managed_policy_in_view_is_read_and_one_that_is_not_is_unknown() -> None:
    stack = Stack()
    policy = stack.managed("shared", allow("s3:GetObject"))
    role = stack.identity("Role", managed=(f"arn:aws:iam::{HOME}:policy/shared",))
    stranger = stack.identity("Stranger", managed=(f"arn:aws:iam::{HOME}:policy/else",))
    joined = estate(stack)
    assert joined.policies_of(role).policies == (policy,)
    assert joined.complete(role)
    (unknown,) = joined.policies_of(stranger).unknown
    assert f"arn:aws:iam::{HOME}:policy/else" in unknown.why
    assert unknown.place is stranger.managed[0]


def test_an_aws_managed_policy_is_bundled_and_stands_at_its_reference() -> None:
    stack = Stack()
    name = "service-role/AWSLambdaBasicExecutionRole"
    known, holed = f"arn:aws:iam::aws:policy/{name}", Text("arn:") + stack.hole("AWS::Partition")
    role = stack.identity("Role", managed=(known, holed + f":iam::aws:policy/{name}"))
    grants = estate(stack).policies_of(role)
    assert estate(stack).complete(role)
    assert [a.bundled for a in grants.attached] == [True, True]
    statement = grants.policies[0].statements[0]
    assert statement.span == role.managed[0].span
    assert any(word.literal == "logs:PutLogEvents" for word in statement.actions or ())


def test_an_aws_managed_policy_that_the_data_does_not_know() -> None:
    stack = Stack()
    role = stack.identity("Role", managed=("arn:aws:iam::aws:policy/NoSuchThing",))
    assert "NoSuchThing" in estate(stack).policies_of(role).unknown[0].why


def test_what_is_imported_may_have_more() -> None:
    stack = Stack()
    role = stack.identity("Role", allow("s3:GetObject"), created=False)
    assert not estate(stack).complete(role)


def test_a_boundary_in_view_bundled_and_unknown() -> None:
    stack = Stack()
    cap = stack.managed("cap", allow("s3:*"), kind=BOUNDARY)
    capped = stack.identity("Capped", boundary=f"arn:aws:iam::{HOME}:policy/cap")
    bundled = stack.identity("Bundled", boundary="arn:aws:iam::aws:policy/ReadOnlyAccess")
    hidden = stack.identity("Hidden", boundary=Text(Hole("stack.yaml#P", ARN)))
    free = stack.identity("Free")
    joined = estate(stack)
    found = [joined.boundary_of(i) for i in (capped, bundled, hidden)]
    assert found[0] is not None
    assert found[0].attached is not None
    assert found[0].attached.policy is cap
    assert found[1] is not None
    assert found[1].attached is not None
    assert found[1].attached.bundled
    assert found[2] is not None
    assert found[2].attached is None
    assert found[2].unknown is not None
    assert joined.boundary_of(free) is None


def test_a_resource_by_any_of_its_names_and_what_lies_inside_it() -> None:
    stack = Stack()
    bucket = stack.bucket()
    table = stack.resource("dynamodb:table", "Table", name="orders")
    joined = estate(stack)
    assert joined.resource(bucket.arn) is bucket
    assert joined.resource(bucket.arn + "/in/*") is bucket
    assert joined.resource(bucket.names[0]) is bucket
    assert joined.resource(table.arn + "/index/*") is table
    assert joined.resource(bucket.arn + "-logs/*") is None
    assert joined.resource(Text("arn:aws:s3:::other/*")) is None


def test_several_policies_on_one_resource() -> None:
    stack = Stack()
    bucket = stack.bucket(name="data")
    everyone = {"Principal": "*"}
    first = stack.on(bucket, allow("s3:GetObject", "arn:aws:s3:::data/*", **everyone))
    second = stack.on(bucket, allow("s3:PutObject", "arn:aws:s3:::data/*", **everyone))
    assert estate(stack).policies_on(bucket).policies == (first, second)


def test_a_policy_for_the_queue_is_not_the_buckets() -> None:
    stack = Stack()
    bucket, queue = stack.bucket(name="data"), stack.queue(name="data")
    policy = stack.on(queue, allow("sqs:SendMessage", "*", Principal="*"))
    joined = estate(stack)
    assert joined.policies_on(queue).policies == (policy,)
    assert joined.policies_on(bucket).policies == ()


def test_a_policy_in_a_file_of_its_own_tells_of_its_bucket() -> None:
    alone = Stack("bucket-policy.json", AWAY)
    statement = allow("s3:GetObject", ["arn:aws:s3:::data", "arn:aws:s3:::data/*"], Principal="*")
    policy = alone.policy(statement, RESOURCE)
    joined = estate(alone)
    bucket = joined.resource(Text("arn:aws:s3:::data/x"))
    assert bucket is not None
    assert joined.policies_on(bucket).policies == (policy,)
    assert joined.account_of(bucket) == Text(AWAY)
    assert not bucket.created


def test_a_policy_of_its_own_about_a_declared_bucket_may_sit_on_it() -> None:
    stack, alone = Stack(), Stack("bucket-policy.json")
    bucket = stack.bucket(name="data")
    alone.policy(allow("s3:GetObject", "arn:aws:s3:::data/*", Principal="*"), RESOURCE)
    grants = estate(stack, alone).policies_on(bucket)
    assert [a.sure for a in grants.attached] == [False]


@pytest.mark.parametrize("by", ["id", "arn", "alias", "alias-arn"])
def test_a_key_by_any_of_its_names(by: str) -> None:
    stack = Stack()
    key = stack.key(name="1234-abcd")
    alias = stack.resource("kms:alias", "Alias", name="alias/app", key=key.names[0])
    names = {"id": key.names[0], "arn": key.arn, "alias": Text("alias/app"), "alias-arn": alias.arn}
    use = estate(stack).key_of(stack.bucket(key=names[by]))
    assert (use.kind, use.key) == (CUSTOMER, key)


@pytest.mark.parametrize("name", ["alias/aws/s3", f"arn:aws:kms:eu-west-1:{HOME}:alias/aws/s3"])
def test_a_key_that_aws_manages(name: str) -> None:
    stack = Stack()
    assert estate(stack).key_of(stack.bucket(key=name)).kind == AWS_MANAGED


def test_no_key_and_a_key_that_is_not_known() -> None:
    stack = Stack()
    parameter = Text(Hole("stack.yaml#KeyArn", ANY, why="the parameter KeyArn has no default"))
    plain, hidden = stack.bucket("Plain"), stack.bucket("Hidden", key=parameter)
    elsewhere = f"arn:aws:kms:eu-west-1:{AWAY}:key/1234"
    foreign = stack.bucket("Foreign", key=elsewhere)
    joined = estate(stack)
    assert joined.key_of(plain).kind == NO_KEY
    assert joined.key_of(hidden).kind == UNKNOWN_KEY
    assert joined.key_of(hidden).why == "the parameter KeyArn has no default"
    assert joined.key_of(foreign).kind == CUSTOMER
    assert joined.key_of(foreign).key is None


def test_scps_by_account_by_unit_and_for_all() -> None:
    stack = Stack()
    role = stack.identity("Role")
    linked = stack.identity("Linked", name=Text("x"))
    linked.arn = Text(f"arn:aws:iam::{HOME}:role/aws-service-role/x.amazonaws.com/x")
    policies = [scp(deny("s3:*")) for _ in range(4)]
    targets = ["*", HOME, AWAY, "ou-abcd-12345678"]
    pairs = [(p, Text(t)) for p, t in zip(policies, targets, strict=True)]
    joined = estate(stack, scps=pairs)
    assert [(str(level.target), level.sure) for level in joined.scps_of(role)] == [
        ("*", True),
        (HOME, True),
        ("ou-abcd-12345678", False),
    ]
    assert joined.scps_of(linked) == []


def test_one_plain_policy_builds_no_index() -> None:
    stack = Stack("policy.json")
    stack.policy([allow("s3:GetObject"), deny("s3:PutObject")])
    joined = estate(stack)
    assert len(list(joined.policies)) == 1
    assert len(list(joined.statements)) == 2
    assert not [name for name in vars(joined) if name in ("_managed", "_identities", "_resources")]
