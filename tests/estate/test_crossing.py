"""Access across accounts with one side only: A07 of the causes of denial, and its guards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from iamlint.catalog import catalog
from iamlint.estate import Estate
from iamlint.finding import CERTAIN, LIKELY, UNVERIFIED
from iamlint.text.holes import ANY, Hole, Text

from .build import ANY_ACCOUNT, AWAY, HOME, Stack, allow, deny

if TYPE_CHECKING:
    from iamlint.estate.onesided import OneSided

QUEUE = f"arn:aws:sqs:eu-west-1:{HOME}:jobs"
ROLE = f"arn:aws:iam::{AWAY}:role/sender"


def stacks(*queue_statements: object, sends: object = "sqs:SendMessage") -> tuple[Stack, Stack]:
    """A queue at home, and a role of another account that sends to it."""
    home, away = Stack("home.yaml"), Stack("away.yaml", AWAY)
    queue = home.queue("Jobs", name="jobs")
    if queue_statements:
        home.on(queue, *queue_statements)
    away.identity("Sender", allow(sends, QUEUE), name="sender")
    return home, away


def estate(*stacks: Stack) -> Estate:
    return Estate([stack.reading for stack in stacks], None, catalog())


def refused(*stacks: Stack) -> list[OneSided]:
    return list(estate(*stacks).refused_by_resources())


def not_taken(*stacks: Stack) -> list[OneSided]:
    return list(estate(*stacks).refused_by_callers())


def admit(principal: Any, actions: object = "sqs:SendMessage", **more: object) -> dict[str, Any]:
    return allow(actions, QUEUE, Principal=principal, **more)


def test_a07_no_policy_on_the_resource() -> None:
    (one,) = refused(*stacks())
    assert one.actions == ("sqs:SendMessage",)
    assert one.confidence == CERTAIN
    assert one.whole
    assert one.identity.address == "Sender"
    assert one.resource.address == "Jobs"


def test_a07_the_policy_admits_somebody_else() -> None:
    (one,) = refused(*stacks(admit({"AWS": f"arn:aws:iam::{HOME}:root"})))
    assert one.actions == ("sqs:SendMessage",)


def test_a07_the_policy_admits_the_role_the_account_or_all() -> None:
    for principal in ({"AWS": ROLE}, {"AWS": AWAY}, {"AWS": f"arn:aws:iam::{AWAY}:root"}, "*"):
        assert refused(*stacks(admit(principal))) == []


def test_a07_the_policy_admits_another_action() -> None:
    (one,) = refused(*stacks(admit({"AWS": AWAY}, "sqs:ReceiveMessage")))
    assert one.actions == ("sqs:SendMessage",)


def test_a07_a_pattern_asks_for_whatever_there_is() -> None:
    assert refused(*stacks(admit({"AWS": AWAY}), sends="sqs:*")) == []
    (one,) = refused(*stacks(sends="sqs:Send*"))
    assert one.actions == ("sqs:SendMessage",)


def test_a07_one_of_two_actions_is_refused() -> None:
    both = ["sqs:SendMessage", "sqs:GetQueueUrl"]
    (one,) = refused(*stacks(admit({"AWS": AWAY}), sends=both))
    assert one.actions == ("sqs:GetQueueUrl",)
    assert not one.whole


def test_a07_a_condition_on_the_organization_cannot_be_judged() -> None:
    condition = {"StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}}
    assert refused(*stacks(admit("*", Condition=condition))) == []


def test_a07_a_principal_that_is_a_parameter_is_silent() -> None:
    assert refused(*stacks(admit({"AWS": Text(Hole("home.yaml#Partner", ANY))}))) == []


def test_a07_a_resource_that_is_not_created_here_is_silent() -> None:
    home, away = stacks()
    home.reading.resources[0].created = False
    assert [one.confidence for one in refused(home, away)] == [UNVERIFIED]


def test_a07_accounts_that_are_not_known_are_silent() -> None:
    home, away = stacks()
    away.reading.identities[0].account = ANY_ACCOUNT
    away.reading.identities[0].arn = Text("arn:aws:iam::") + ANY_ACCOUNT + ":role/sender"
    assert refused(home, away) == []


def test_a07_services_without_resource_policies_are_silent() -> None:
    home, away = Stack("home.yaml"), Stack("away.yaml", AWAY)
    machine = home.resource("states:stateMachine", "Machine", name="m")
    away.identity("Starter", allow("states:StartExecution", machine.arn))
    assert refused(home, away) == []


def test_a07_a_bucket_whose_policy_stands_in_a_file_of_its_own() -> None:
    home, away = Stack("bucket-policy.json"), Stack("away.yaml", AWAY)
    ours = allow("s3:GetObject", "arn:aws:s3:::data/*", Principal={"AWS": HOME})
    home.policy(ours, "resource", resource_type="s3:bucket")
    away.identity("Reader", allow("s3:GetObject", "arn:aws:s3:::data/*"), name="reader")
    (one,) = refused(home, away)
    assert one.actions == ("s3:GetObject",)
    assert one.other.policies == tuple(home.reading.policies)


def test_a07_the_role_named_by_the_resource_lacks_the_action() -> None:
    home, away = stacks(admit({"AWS": ROLE}), sends="sqs:GetQueueUrl")
    (one,) = not_taken(home, away)
    assert one.actions == ("sqs:SendMessage",)
    assert one.confidence == CERTAIN
    assert one.whole


def test_a07_the_role_named_by_the_resource_has_the_action() -> None:
    assert not_taken(*stacks(admit({"AWS": ROLE}))) == []


def test_a07_a_role_that_is_not_in_view_is_silent() -> None:
    other = f"arn:aws:iam::{AWAY}:role/other"
    assert not_taken(*stacks(admit({"AWS": other}), sends="sqs:GetQueueUrl")) == []


def test_a07_a_role_that_takes_some_of_what_it_is_offered() -> None:
    both = ["sqs:SendMessage", "sqs:ReceiveMessage"]
    (one,) = not_taken(*stacks(admit({"AWS": ROLE}, both)))
    assert (one.actions, one.confidence) == (("sqs:ReceiveMessage",), LIKELY)
    (one,) = not_taken(*stacks(admit({"AWS": [ROLE, HOME]}, both)))
    assert one.confidence == UNVERIFIED
    (one,) = not_taken(*stacks(admit({"AWS": ROLE}, "sqs:*")))
    assert one.confidence == UNVERIFIED


def test_a07_a_role_with_a_policy_that_is_not_in_view_is_unverified() -> None:
    home, away = stacks(admit({"AWS": ROLE}), sends="sqs:GetQueueUrl")
    role = away.reading.identities[0]
    role.managed.append(away.reference(f"arn:aws:iam::{AWAY}:policy/more"))
    (one,) = not_taken(home, away)
    assert one.confidence == UNVERIFIED


def test_a07_a_role_that_is_denied_the_action() -> None:
    home, away = Stack("home.yaml"), Stack("away.yaml", AWAY)
    home.on(home.queue("Jobs", name="jobs"), admit({"AWS": ROLE}))
    away.identity("Sender", allow("sqs:*", QUEUE), deny("sqs:SendMessage"), name="sender")
    (one,) = not_taken(home, away)
    assert one.actions == ("sqs:SendMessage",)


def alone(*statements: object, account: str = AWAY) -> Stack:
    """An identity policy in a file of its own."""
    stack = Stack("policy.json", account)
    stack.reading.carrier = "plain"
    stack.policy(list(statements), address="policy.json")
    return stack


def test_a07_a_policy_in_a_file_of_its_own_whose_account_is_known() -> None:
    home, _ = stacks()
    (one,) = refused(home, alone(allow("sqs:SendMessage", QUEUE)))
    assert one.identity.address == "whoever has policy.json"


def test_a07_somebody_of_the_account_is_admitted() -> None:
    for principal in (f"arn:aws:iam::{AWAY}:role/x", f"arn:aws:iam::{AWAY}:user/x", AWAY):
        home, _ = stacks(admit({"AWS": principal}))
        assert refused(home, alone(allow("sqs:SendMessage", QUEUE))) == []


def test_a07_what_a_boundary_cuts_is_not_said_of_the_other_side() -> None:
    home, away = stacks(admit({"AWS": ROLE}))
    away.managed("cap", allow("s3:*"), kind="boundary")
    arn = f"arn:aws:iam::{AWAY}:policy/cap"
    away.reading.identities[0].boundary = away.reference(arn)
    assert refused(home, away) == []
    assert not_taken(home, away) == []


def test_a07_a_caller_that_a_condition_names_under_its_account() -> None:
    where = {"ArnEquals": {"aws:PrincipalArn": ROLE}}
    policy = admit({"AWS": f"arn:aws:iam::{AWAY}:root"}, Condition=where)
    (one,) = not_taken(*stacks(policy, sends="sqs:GetQueueUrl"))
    assert (one.identity.address, one.confidence) == ("Sender", LIKELY)
    assert not_taken(*stacks(policy)) == []


def test_a07_a_condition_that_names_nobody_of_the_account() -> None:
    other = "arn:aws:iam::777788889999:root"
    many = f"arn:aws:iam::{AWAY}:role/*"
    for account, value in ((other, ROLE), (AWAY, many)):
        policy = admit({"AWS": account}, Condition={"ArnLike": {"aws:PrincipalArn": value}})
        assert not_taken(*stacks(policy, sends="sqs:GetQueueUrl")) == []
    negated = {"ArnNotEquals": {"aws:PrincipalArn": ROLE}}
    assert not_taken(*stacks(admit({"AWS": AWAY}, Condition=negated), sends="sqs:*")) == []


def catalog_of(*statements: dict[str, Any], declared: bool = False) -> list[OneSided]:
    """A catalog at home, and a role of another account that reads a table of it."""
    home, away = Stack("home.yaml"), Stack("away.yaml", AWAY)
    arns = [f"arn:aws:glue:eu-west-1:{HOME}:{rest}" for rest in ("catalog", "database/d")]
    if declared:
        home.resource("glue:database", "D", name="database/d")
    if statements:
        home.policy(list(statements), "resource", resource_type="glue:catalog")
    away.identity("Reader", allow("glue:GetDatabase", arns), name="reader")
    return refused(home, away)


def on_catalog(resources: object) -> dict[str, Any]:
    return allow("glue:GetDatabase", resources, Principal={"AWS": AWAY})


def test_a07_the_policy_of_the_catalog_is_that_of_its_databases() -> None:
    whole = f"arn:aws:glue:eu-west-1:{HOME}:catalog"
    everything = [whole, f"arn:aws:glue:eu-west-1:{HOME}:database/*"]
    for declared in (False, True):
        (one,) = catalog_of(on_catalog(whole), declared=declared)
        assert str(one.word) == f"arn:aws:glue:eu-west-1:{HOME}:database/d"
        assert one.confidence == LIKELY
        assert catalog_of(on_catalog(everything), declared=declared) == []
        assert catalog_of(declared=declared) == []


def test_a07_who_is_denied_what_it_is_granted_is_told_of_that() -> None:
    home, away = Stack("home.yaml"), Stack("away.yaml", AWAY)
    home.on(home.queue("Jobs", name="jobs"), admit({"AWS": ROLE}))
    away.identity("Sender", allow("sqs:SendMessage", QUEUE), deny("sqs:*"), name="sender")
    assert not_taken(home, away) == []


def test_a07_what_is_offered_beside_is_not_what_is_meant() -> None:
    both = ["sqs:SendMessage", "sqs:GetQueueUrl"]
    people = {"AWS": [ROLE, "arn:aws:iam::777788889999:root"]}
    (one,) = not_taken(*stacks(admit(people, both), sends="sqs:GetQueueUrl"))
    assert (one.actions, one.confidence) == (("sqs:SendMessage",), CERTAIN)
    (one,) = not_taken(*stacks(admit(people, both)))
    assert (one.actions, one.confidence) == (("sqs:GetQueueUrl",), UNVERIFIED)
