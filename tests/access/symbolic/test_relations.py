"""Relations between policies, permissions and whole access."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iamlint.access.callers import caller_from
from iamlint.access.context import Context
from iamlint.access.decide import decide
from iamlint.access.request import Request, Situation
from iamlint.access.symbolic.relations import (
    Shown,
    contains,
    difference,
    exists,
    exists_in,
    new_access,
    relation,
)
from iamlint.access.symbolic.sides import Access, Permissions
from iamlint.access.truth import MAYBE, NO, YES, Truth
from iamlint.model.policy import Policy
from iamlint.model.reading import policy_from
from iamlint.text.holes import Text

from . import brute
from .generated import documents

OBJECT = "arn:aws:s3:::b/*"
ROLE = caller_from("arn:aws:iam::111122223333:role/x")


def document(*statements: dict[str, Any]) -> dict[str, Any]:
    return {"Version": "2012-10-17", "Statement": [{"Effect": "Allow"} | s for s in statements]}


def policy(*statements: dict[str, Any], kind: str = "identity") -> Policy:
    return policy_from(document(*statements), kind)


def get(**more: Any) -> dict[str, Any]:
    return {"Action": "s3:GetObject", "Resource": OBJECT} | more


def when(**condition: Any) -> Policy:
    return policy(get(Condition=condition))


VARIABLE = get(Resource="arn:aws:s3:::b/${aws:username}/*")
TEAM = "aws:PrincipalTag/team"

CASES: list[tuple[str, Policy, Policy, str]] = [
    ("itself", policy(get()), policy(get()), "equal"),
    ("order", policy(get(), {"Action": "sqs:*", "Resource": "*"}),
     policy({"Action": "sqs:*", "Resource": "*"}, get()), "equal"),
    ("a bucket is no object", policy(get(Resource=[OBJECT, "arn:aws:s3:::b"])),
     policy(get()), "equal"),
    ("a union", policy(get(Resource=["arn:aws:s3:::a*", "arn:aws:s3:::ab*"])),
     policy(get(Resource="arn:aws:s3:::a*")), "equal"),
    ("a prefix", policy(get()), policy(get(Resource="arn:aws:s3:::b/logs/*")), "a_wider"),
    ("apart", policy(get()), policy(get(Resource="arn:aws:s3:::c/*")), "incomparable"),
    ("future actions", policy({"Action": "sqs:*", "Resource": "*"}),
     policy({"Action": ["sqs:S*", "sqs:A*"], "Resource": "*"}), "a_wider"),
    ("everything", policy({"Action": "*", "Resource": "*"}),
     policy({"NotAction": "acme:None", "Resource": "*"}), "a_wider"),
    ("an unknown action", policy(get(Action="acme:Do")), policy(get(Action="acme:Else")),
     "incomparable"),
    ("two halves of a network", when(IpAddress={"aws:SourceIp": "10.0.0.0/8"}),
     when(IpAddress={"aws:SourceIp": ["10.0.0.0/9", "10.128.0.0/9"]}), "equal"),
    ("a negation is true of an absent key", when(StringNotEquals={TEAM: "a"}),
     when(StringNotEqualsIfExists={TEAM: "a"}), "equal"),
    ("and a test is not", when(StringEquals={TEAM: "a"}),
     when(StringEqualsIfExists={TEAM: "a"}), "b_wider"),
    ("a glob is wider than a text", when(StringLike={TEAM: "a*"}),
     when(StringEquals={TEAM: "ab"}), "a_wider"),
    ("one clock", when(DateLessThan={"aws:CurrentTime": "2020-09-13T12:26:40Z"}),
     when(NumericLessThan={"aws:EpochTime": "1600000000"}), "equal"),
    ("one clock, dates", when(DateLessThan={"aws:CurrentTime": "2020-09-13T12:26:40Z"}),
     when(DateLessThan={"aws:EpochTime": "1600000000"}), "equal"),
    ("an account is a part of an ARN",
     when(ArnLike={"aws:PrincipalArn": "arn:aws:iam::111122223333:role/a*"}),
     when(StringEquals={"aws:PrincipalAccount": "111122223333"}), "b_wider"),
    ("numbers", when(NumericLessThan={"aws:MultiFactorAuthAge": "10"}),
     when(NumericLessThanEquals={"aws:MultiFactorAuthAge": "9.5"}), "a_wider"),
    ("the same variable", policy(VARIABLE), policy(VARIABLE), "equal"),
    ("a variable is a part", policy(VARIABLE), policy(get()), "b_wider"),
    ("a Deny of the same variable", policy(VARIABLE, VARIABLE | {"Effect": "Deny"}),
     policy(get(Effect="Deny")), "equal"),
    ("sets", when(**{"ForAllValues:StringEquals": {"aws:CalledVia": ["a", "b"]}}),
     when(**{"ForAnyValue:StringEquals": {"aws:CalledVia": ["a", "b"]}}), "incomparable"),
]  # fmt: skip


@pytest.mark.parametrize(("a", "b", "expected"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_relation(a: Policy, b: Policy, expected: str) -> None:
    found = relation(a, b)
    assert found.relation == expected
    other = {"a_wider": "b_wider", "b_wider": "a_wider"}.get(expected, expected)
    assert relation(b, a).relation == other


def grant(principal: Any, **more: Any) -> Policy:
    return policy(get(Principal=principal, **more), kind="resource")


def test_principals_contain_each_other() -> None:
    anyone, account = grant("*"), grant({"AWS": "111122223333"})
    role = grant({"AWS": "arn:aws:iam::111122223333:role/x"})
    session = grant({"AWS": "arn:aws:sts::111122223333:assumed-role/x/s"})
    service = grant({"Service": "sns.amazonaws.com"})
    assert relation(anyone, account).relation == "a_wider"
    assert relation(account, role).relation == "a_wider"
    assert relation(role, session).relation == "a_wider"
    assert relation(account, service).relation == "incomparable"
    assert contains(anyone, service) is YES


def test_actions_to_come_are_marked() -> None:
    everything = policy({"Action": "sqs:*", "Resource": "*"})
    listed = policy({"Action": ["sqs:S*", "sqs:A*", "sqs:[!A]*"], "Resource": "*"})
    assert not difference(everything, listed).future
    every_letter = [f"sqs:{letter}*" for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"]
    later = difference(everything, policy({"Action": every_letter, "Resource": "*"}))
    assert later.truth is YES
    assert later.future


# holes


def holed(name: str) -> Policy:
    from iamlint.model.policy import Word
    from iamlint.text.holes import Hole

    found = policy(get(), get(Effect="Deny"))
    for index, ending in enumerate(("/*", "/private/*")):
        text = Text("arn:aws:s3:::", Hole(name, "name"), ending)
        found.statements[index].resources = (Word(text, found.statements[index].node),)
    return found


@settings(max_examples=15, deadline=None)
@given(st.text("abcdef#.", min_size=1, max_size=8))
def test_renaming_holes_changes_nothing(name: str) -> None:
    one, other = holed("stack.yaml#Bucket"), holed(name)
    assert relation(one, one).relation == relation(other, other).relation == "equal"
    for base in (policy(get()), policy(get(Resource="*"))):
        assert difference(one, base).truth is difference(other, base).truth


def test_a_hole_is_never_matched_by_accident() -> None:
    named = policy(get())
    assert difference(holed("h"), named).truth is not NO
    assert contains(policy(get(Resource="*")), holed("h")) is YES
    assert relation(holed("h"), named).relation == "unknown"


# permissions and whole access


def layers(draw: st.DrawFn) -> Situation:
    return Situation(
        identity=(policy_from(draw(documents(2)), "identity"),),
        boundaries=(policy_from(draw(documents(1)), "boundary"),),
        scps=((policy_from(draw(documents(1)), "scp"),),),
    )


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_access_agrees_with_deciding(data: st.DataObject) -> None:
    """A witness is allowed; where there is none, no sampled request is."""
    situation = layers(data.draw)  # type: ignore[arg-type]
    found = exists(Access(ROLE, situation))
    if found.truth is YES:
        assert found.request is not None
        assert decide(found.request._replace(caller=ROLE), situation).decision == "allow"
    if found.truth is NO:
        assert not any(decide(one, situation).decision == "allow" for one in sampled(data))


def sampled(data: st.DataObject) -> list[Request]:
    chance = random.Random(data.draw(st.integers(0, 1000)))
    every = list(brute.checks(frozenset({"aws:PrincipalTag/team", "aws:MultiFactorAuthPresent"})))
    return [
        Request(ROLE, action, Text(resource), None, Context(context))
        for action, resource, context in chance.sample(every, 40)
    ]


@settings(max_examples=40, deadline=None)
@given(documents(2), documents(1))
def test_a_boundary_never_adds(own: dict[str, Any], cap: dict[str, Any]) -> None:
    identity = (policy_from(own, "identity"),)
    bounded = Situation(identity=identity, boundaries=(policy_from(cap, "boundary"),))
    assert contains(Permissions(Situation(identity=identity)), Permissions(bounded)) is YES


def access(**layers_given: Any) -> Access:
    return Access(ROLE, Situation(**layers_given))


def test_a_resource_policy_grants_past_a_boundary_only_by_some_ways() -> None:
    nothing = policy({"Action": "ec2:*", "Resource": "*"}, kind="boundary")
    by_role = grant({"AWS": "arn:aws:iam::111122223333:role/x"})
    by_anyone = grant("*")
    assert exists(access(boundaries=(nothing,), resource=(by_role,))).truth is NO
    assert exists(access(boundaries=(nothing,), resource=(by_anyone,))).truth is YES
    assert exists(access(resource=(grant({"AWS": "111122223333"}),))).truth is NO


def test_across_accounts_both_sides_must_grant() -> None:
    theirs = Text("444455556666")
    own, admitted = policy(get()), grant({"AWS": "111122223333"})
    alone = Access(ROLE, Situation(identity=(own,)), theirs)
    both = Access(ROLE, Situation(identity=(own,), resource=(admitted,)), theirs)
    assert exists(alone).truth is NO
    assert exists(both).truth is YES


def test_estates() -> None:
    before = {"role": policy(get())}
    after = {"role": policy(get(Resource="*")), "new": policy(get(Action="sqs:SendMessage"))}
    found = new_access(after, before)
    assert truths(found) == {"role": YES, "new": NO}
    assert exists_in(list(before.values())).truth is YES


def truths(found: dict[str, Shown]) -> dict[str, Truth]:
    return {name: one.truth for name, one in found.items()}


def test_past_a_cap_the_answer_is_a_maybe() -> None:
    many = [f"arn:aws:s3:::b/*{c}{c}x*" for c in "abcdefghijklmnop"]
    found = difference(policy(get(Resource=many[:8])), policy(get(Resource=many[8:] + many[:8])))
    assert found.truth in (NO, MAYBE)
