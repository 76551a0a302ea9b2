"""A service's call, held against the policies of what it calls."""

from __future__ import annotations

from typing import TYPE_CHECKING

from iamlint.access.truth import MAYBE, NO, YES
from iamlint.finding import CERTAIN, LIKELY, UNVERIFIED
from iamlint.text.holes import Text

from .build import HOME
from .templates import estate_of, resource

if TYPE_CHECKING:
    from iamlint.estate import Estate
    from iamlint.estate.asking import Answer

TOPIC = "sns.amazonaws.com"


def queue(statement: str, more: str = "", extra: str = "") -> Estate:
    return estate_of(
        stack=f"""
        Conditions: {{Guarded: !Equals [!Ref AWS::Region, eu-west-1]}}
        Resources:
          Topic: {{Type: AWS::SNS::Topic}}
          Other: {{Type: AWS::SNS::Topic}}
          Jobs: {{Type: AWS::SQS::Queue}}
          Policy:
            Type: AWS::SQS::QueuePolicy
            {more}
            Properties:
              Queues: [!Ref Jobs]
              PolicyDocument:
                Version: "2012-10-17"
                Statement:
                  - {statement}
          {extra}
        """
    )


def asked(estate: Estate, *principals: str, **more: object) -> Answer:
    topic, jobs = resource(estate, "Topic"), resource(estate, "Jobs")
    when = more.pop("when", frozenset())
    return estate.admits(
        principals or (TOPIC,),
        "sqs:SendMessage",
        jobs.arn,
        context={"aws:SourceArn": topic.arn, "aws:SourceAccount": Text(HOME)},
        reading=jobs.reading,
        source=topic,
        when=when,  # type: ignore[arg-type]
        **more,  # type: ignore[arg-type]
    )


def allow(rest: str) -> str:
    principal = f"Principal: {{Service: {TOPIC}}}, Action: sqs:SendMessage, Resource: '*'"
    return f"{{Effect: Allow, {principal}{', ' if rest else ''}{rest}}}"


def source(*values: str, operator: str = "ArnEquals") -> str:
    return allow(f"Condition: {{{operator}: {{aws:SourceArn: [{', '.join(values)}]}}}}")


def test_a_service_that_is_named_is_let_in() -> None:
    assert asked(queue(allow(""))).truth is YES


def test_another_service_is_not() -> None:
    answer = asked(queue(allow("")), "s3.amazonaws.com")
    assert (answer.truth, answer.confidence) == (NO, CERTAIN)
    assert answer.blocked_by == ("resource_policy",)


def test_principals_are_alternatives() -> None:
    assert asked(queue(allow("")), "s3.amazonaws.com", TOPIC).truth is YES


def test_the_source_is_the_one_that_is_named() -> None:
    assert asked(queue(source("!Ref Topic"))).truth is YES


def test_another_source_of_the_same_file_is_another() -> None:
    answer = asked(queue(source("!Ref Other")))
    assert (answer.truth, answer.confidence) == (NO, CERTAIN)
    assert asked(queue(source("!Ref Other", "!Ref Topic"))).truth is YES


def test_a_source_that_is_not_in_view_may_be_the_one() -> None:
    assert asked(queue(source("!ImportValue topic"))).truth is MAYBE


def test_a_literal_name_is_likely_not_one_that_is_made_up() -> None:
    answer = asked(queue(source(f"!Sub 'arn:aws:sns:${{AWS::Region}}:{HOME}:Topic'")))
    assert answer.truth in (NO, MAYBE)
    answer = asked(queue(source("!Sub 'arn:aws:sns:${AWS::Region}:${AWS::AccountId}:Topic'")))
    assert (answer.truth, answer.confidence) == (NO, LIKELY)


def test_not_the_other_source_is_this_one_too() -> None:
    assert asked(queue(source("!Ref Other", operator="ArnNotEquals"))).truth is YES
    assert asked(queue(source("!Ref Topic", operator="ArnNotEquals"))).truth is NO


def test_services_belong_to_no_organization() -> None:
    answer = asked(queue(allow("Condition: {StringEquals: {aws:PrincipalOrgID: o-1234567890}}")))
    assert (answer.truth, answer.confidence) == (NO, CERTAIN)


def test_a_deny_of_plain_http_does_not_concern_services() -> None:
    deny = (
        "- {Effect: Deny, Principal: '*', Action: 'sqs:*', Resource: '*', "
        "Condition: {Bool: {aws:SecureTransport: false}}}"
    )
    estate = queue(allow("") + f"\n                  {deny}")
    assert asked(estate).truth is YES


def test_a_deny_of_all_but_some_networks_does() -> None:
    deny = (
        "- {Effect: Deny, Principal: '*', Action: 'sqs:*', Resource: '*', "
        "Condition: {NotIpAddress: {aws:SourceIp: 192.0.2.0/24}}}"
    )
    answer = asked(queue(allow("") + f"\n                  {deny}"))
    assert (answer.truth, answer.explicit) == (NO, True)


def test_a_condition_of_the_template_is_taken_for_granted() -> None:
    estate = queue(allow(""), more="Condition: Guarded")
    assert asked(estate).truth is MAYBE
    when = next(a.when for reading in estate.readings for a in reading.attachments if a.when)
    assert asked(estate, when=when).truth is YES


def test_a_policy_may_be_taken_to_be_absent() -> None:
    estate = queue(allow(""))
    on = estate.policies_on(resource(estate, "Jobs")).policies
    assert asked(estate, without=on).truth is NO


def test_a_queue_that_is_looked_up_may_have_a_policy_elsewhere() -> None:
    estate = estate_of(stack="Topic: {Type: AWS::SNS::Topic}")
    answer = estate.admits((TOPIC,), "sqs:SendMessage", Text(f"arn:aws:sqs:eu-west-1:{HOME}:jobs"))
    assert (answer.truth, answer.confidence) == (NO, UNVERIFIED)
    assert [unknown.why for unknown in answer.unknown] == [
        f"the policy of arn:aws:sqs:eu-west-1:{HOME}:jobs is not in view"
    ]
