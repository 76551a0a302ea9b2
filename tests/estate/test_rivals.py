"""Two documents for one resource, two declarations of one name."""

from __future__ import annotations

import pytest

from iamlint.finding import CERTAIN, LIKELY, UNVERIFIED

from .templates import IRELAND, estate_of, only, placed, resource

QUEUE = "Jobs: {Type: AWS::SQS::Queue, Properties: {QueueName: jobs}}"
POLICY = """
%s:
  Type: AWS::SQS::QueuePolicy
  %s
  Properties:
    Queues: [%s]
    PolicyDocument: {Version: "2012-10-17", Statement: []}
"""


def policy(name: str, queue: str, more: str = "") -> str:
    return POLICY % (name, more, queue)


def test_two_policies_for_a_queue_of_the_template() -> None:
    estate = estate_of(stack=f"{QUEUE}\n{policy('One', '!Ref Jobs')}\n{policy('Two', '!Ref Jobs')}")
    rivals = only(estate.rivals())
    assert rivals.resource is resource(estate, "Jobs")
    assert [claim.address for claim in rivals.claims] == ["One", "Two"]
    assert rivals.confidence == CERTAIN


def test_two_policies_for_a_queue_that_is_not_in_view() -> None:
    url = "https://sqs.eu-west-1.amazonaws.com/111122223333/jobs"
    one, two = policy("One", url), policy("Two", url)
    rivals = only(estate_of(stack=one + two).rivals())
    assert rivals.resource is None
    assert rivals.target.literal == url
    assert not list(estate_of(one=one, two=two).rivals())


def test_policies_for_two_queues_are_no_rivals() -> None:
    other = QUEUE.replace("Jobs", "Other").replace("jobs", "other")
    one, two = policy("One", "!Ref Jobs"), policy("Two", "!Ref Other")
    assert not list(estate_of(stack=f"{QUEUE}\n{other}\n{one}\n{two}").rivals())


@pytest.mark.parametrize(("known", "sure"), [({}, UNVERIFIED), ({"a", "b"}, LIKELY)])
def test_a_second_policy_in_another_file(known: set[str], sure: str) -> None:
    files = {
        "a.yaml": f"{QUEUE}\n{policy('One', '!Ref Jobs')}",
        "b.yaml": policy("Two", "https://sqs.eu-west-1.amazonaws.com/111122223333/jobs"),
    }
    estate = placed(files, {f"{name}.yaml": IRELAND for name in known})
    if known:
        assert only(estate.rivals()).confidence == sure
    else:
        assert not list(estate.rivals())  # whether it is the same queue is not known


def test_conditions_that_exclude_each_other() -> None:
    text = """
        Conditions:
          Prod: !Equals [!Ref 'AWS::Region', eu-west-1]
          Other: !Not [!Condition Prod]
        Resources:
          Jobs: {Type: AWS::SQS::Queue}
          One:
            Type: AWS::SQS::QueuePolicy
            Condition: Prod
            Properties:
              Queues: [!Ref Jobs]
              PolicyDocument: {Version: "2012-10-17", Statement: []}
          Two:
            Type: AWS::SQS::QueuePolicy
            Condition: %s
            Properties:
              Queues: [!Ref Jobs]
              PolicyDocument: {Version: "2012-10-17", Statement: []}
    """
    assert not list(estate_of(stack=text % "Other").rivals())
    assert only(estate_of(stack=text % "Prod").rivals()).claims


def test_statements_of_their_own_add_to_one_another() -> None:
    permission = """
        %s:
          Type: AWS::Lambda::Permission
          Properties:
            FunctionName: !Ref Fn
            Action: lambda:InvokeFunction
            Principal: s3.amazonaws.com
    """
    text = "        Fn: {Type: AWS::Lambda::Function}"
    estate = estate_of(stack=text + permission % "One" + permission % "Two")
    assert not list(estate.rivals())


def test_two_declarations_of_one_name() -> None:
    one = estate_of(stack=f"{QUEUE}\n{QUEUE.replace('Jobs:', 'Again:')}")
    assert [thing.address for thing in only(one.doubles()).things] == ["Jobs", "Again"]
    assert only(one.doubles()).confidence == CERTAIN
    assert only(estate_of(dev=QUEUE, prod=QUEUE).doubles()).confidence == UNVERIFIED
    known = placed({"a.yaml": QUEUE, "b.yaml": QUEUE}, dict.fromkeys(("a.yaml", "b.yaml"), IRELAND))
    assert only(known.doubles()).confidence == LIKELY
    without = QUEUE.replace(", Properties: {QueueName: jobs}", "")
    assert not list(estate_of(dev=without, prod=without).doubles())
