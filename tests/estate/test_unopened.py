"""What is shared with another account, under a key that does not let it in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from iamlint.catalog import catalog
from iamlint.estate import Estate
from iamlint.finding import CERTAIN, LIKELY, UNVERIFIED
from iamlint.text.holes import ANY, Hole, Text

from .build import ANY_ACCOUNT, AWAY, HOME, Stack, allow, deny

if TYPE_CHECKING:
    from iamlint.estate.unopened import Unopened

KEY = f"arn:aws:kms:eu-west-1:{HOME}:key/1234"
ROOT = f"arn:aws:iam::{AWAY}:root"
ROLE = f"arn:aws:iam::{AWAY}:role/sender"
ORGANIZATION = "o-a1b2c3d4e5"
OF_ORGANIZATION = {"StringEquals": {"aws:PrincipalOrgID": ORGANIZATION}}
NEEDED = ["kms:GenerateDataKey", "kms:Decrypt"]


def found(
    shared: object, *on_key: object, own: bool = True, type: str = "sqs:queue"
) -> list[Unopened]:
    """A resource at home that is shared by a statement, and statements beside the key's own."""
    home = Stack("home.yaml")
    home.key(*((home.delegation(),) if own else ()), *on_key, name="1234")
    home.on(home.resource(type, "Jobs", name="jobs", key=KEY), shared)
    return unopened(home)


def unopened(*stacks: Stack) -> list[Unopened]:
    return list(Estate([s.reading for s in stacks], None, catalog()).unopened_keys())


def send(principal: object, **more: object) -> dict[str, Any]:
    resource = f"arn:aws:sqs:eu-west-1:{HOME}:jobs"
    return allow("sqs:SendMessage", resource, Principal=principal, **more)


def use(principal: object, actions: object = NEEDED, **more: object) -> dict[str, Any]:
    return allow(actions, Principal=principal, **more)


def test_a07_the_key_knows_its_own_account_only() -> None:
    for principal in ({"AWS": AWAY}, {"AWS": ROOT}, {"AWS": ROLE}):
        (one,) = found(send(principal))
        assert one.lacking == ("kms:GenerateDataKey", "kms:Decrypt")
        assert one.confidence == CERTAIN
        assert one.resource.address == "Jobs"
        assert one.key.address == "Key"


def test_a07_the_key_lets_the_same_in() -> None:
    for principal in ({"AWS": AWAY}, {"AWS": ROOT}, "*"):
        assert found(send({"AWS": ROLE}), use(principal)) == []
        assert found(send({"AWS": ROOT}), use(principal)) == []


def test_a07_the_key_lets_one_role_in_of_an_account() -> None:
    assert found(send({"AWS": ROOT}), use({"AWS": ROLE})) == []
    (one,) = found(send({"AWS": ROLE}), use({"AWS": f"arn:aws:iam::{AWAY}:role/other"}))
    assert one.guest.who == ROLE


def test_a07_the_key_lets_it_do_a_part() -> None:
    (one,) = found(send({"AWS": ROOT}), use({"AWS": ROOT}, "kms:Decrypt"))
    assert one.lacking == ("kms:GenerateDataKey",)


def test_a07_conditions_of_the_key() -> None:
    via = {"StringEquals": {"kms:ViaService": "sqs.eu-west-1.amazonaws.com"}}
    assert found(send({"AWS": ROOT}), use({"AWS": ROOT}, Condition=via)) == []
    other = {"StringEquals": {"kms:ViaService": "s3.eu-west-1.amazonaws.com"}}
    assert len(found(send({"AWS": ROOT}), use({"AWS": ROOT}, Condition=other))) == 1
    own = {"StringEquals": {"kms:CallerAccount": HOME}}
    assert len(found(send({"AWS": ROOT}), use("*", Condition=own))) == 1
    theirs = {"StringEquals": {"kms:CallerAccount": [HOME, AWAY]}}
    assert found(send({"AWS": ROOT}), use("*", Condition=theirs)) == []
    assert found(send({"AWS": ROOT}), use("*", Condition=OF_ORGANIZATION)) == []


def test_a07_a_deny_of_the_key() -> None:
    ours = {"StringNotEquals": {"aws:PrincipalAccount": HOME}}
    denied = deny("kms:*", Principal="*", Condition=ours)
    assert len(found(send({"AWS": ROOT}), use({"AWS": ROOT}), denied)) == 1


def test_a07_an_organization() -> None:
    shared = send("*", Condition=OF_ORGANIZATION)
    (one,) = found(shared)
    assert (one.guest.organization, one.confidence) == (ORGANIZATION, LIKELY)
    assert found(shared, use("*", Condition=OF_ORGANIZATION)) == []
    assert found(shared, use({"AWS": ROOT})) == []  # it may be the account that is meant
    other = {"StringEquals": {"aws:PrincipalOrgID": "o-z9y8x7w6v5"}}
    assert len(found(shared, use("*", Condition=other))) == 1
    paths = {"ForAnyValue:StringLike": {"aws:PrincipalOrgPaths": f"{ORGANIZATION}/*"}}
    assert len(found(send("*", Condition=paths))) == 1
    assert found(send("*", Condition=paths), use("*", Condition=OF_ORGANIZATION)) == []


def test_a07_further_conditions_may_mean_the_own_account() -> None:
    condition = {"StringEquals": {**OF_ORGANIZATION["StringEquals"], "aws:SourceVpc": "vpc-1"}}
    assert [one.confidence for one in found(send("*", Condition=condition))] == [UNVERIFIED]


def test_a07_everyone_under_conditions_on_the_account_or_the_caller() -> None:
    for key, value in (
        ("aws:PrincipalAccount", AWAY),
        ("aws:PrincipalArn", ROLE),
        ("aws:PrincipalArn", f"arn:aws:iam::{AWAY}:role/send*"),
    ):
        condition = {"StringLike": {key: value}}
        assert len(found(send("*", Condition=condition))) == 1, key
        assert found(send("*", Condition=condition), use({"AWS": ROOT})) == []
    own = {"StringEquals": {"aws:PrincipalAccount": HOME}}
    assert found(send("*", Condition=own)) == []
    negated = {"StringNotEquals": {"aws:PrincipalAccount": AWAY}}
    assert found(send("*", Condition=negated)) == []
    assert found(send("*")) == []


def test_a07_guards() -> None:
    assert found(send({"AWS": HOME})) == []
    assert found(send({"Service": "sns.amazonaws.com"})) == []
    assert found(send({"AWS": Text(Hole("home.yaml#Partner", ANY))})) == []
    asks = allow("sqs:GetQueueUrl", Principal={"AWS": ROOT})
    assert found(asks) == []
    assert found(deny("sqs:SendMessage", Principal={"AWS": ROOT})) == []


def test_a07_a_bucket_is_likely() -> None:
    shared = allow("s3:GetObject", "arn:aws:s3:::jobs/*", Principal={"AWS": ROOT})
    (one,) = found(shared, type="s3:bucket")
    assert one.confidence == LIKELY


def test_a07_the_own_account_is_not_known() -> None:
    home = Stack("home.yaml", ANY_ACCOUNT)
    key = home.key(home.delegation(), name="1234")
    home.on(home.queue("Jobs", name="jobs", key=key.arn), send({"AWS": [home.account, AWAY]}))
    (one,) = unopened(home)
    assert (one.guest.who, one.confidence) == (f"account {AWAY}", LIKELY)


def test_a07_the_keys_policy_is_not_in_view() -> None:
    home = Stack("home.yaml")
    home.on(home.queue("Jobs", name="jobs", key=KEY), send({"AWS": ROOT}))
    assert unopened(home) == []
    home.key(home.delegation(), name="1234")
    home.attach("More", ("resource", KEY))
    assert [one.confidence for one in unopened(home)] == [UNVERIFIED]


def test_a07_the_statement_that_is_missing() -> None:
    (one,) = found(send({"AWS": ROLE}))
    assert one.mended is not None
    statement = one.mended.statement
    assert statement["Principal"] == {"AWS": Text(ROLE)}
    assert statement["Action"] == ["kms:GenerateDataKey", "kms:Decrypt"]
    (everyone,) = found(send("*", Condition=OF_ORGANIZATION))
    assert everyone.mended is not None
    condition = everyone.mended.statement["Condition"]["StringEquals"]
    assert condition["aws:PrincipalOrgID"] == ORGANIZATION
