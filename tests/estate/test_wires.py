"""Wires between resources: both ends, the way through, the role, the key; and near misses."""

from __future__ import annotations

from iamlint.text.holes import Text

from .build import AWAY, HOME
from .templates import (
    ELSEWHERE,
    IRELAND,
    TRUST,
    estate_of,
    identity,
    only,
    placed,
    resource,
)

SUBSCRIPTION = """
    Topic: {Type: AWS::SNS::Topic}
    Jobs: {Type: AWS::SQS::Queue}
    Sub:
      Type: AWS::SNS::Subscription
      Properties: {Protocol: sqs, TopicArn: !Ref Topic, Endpoint: !GetAtt Jobs.Arn}
"""


def test_a_topic_feeds_a_queue() -> None:
    estate = estate_of(stack=SUBSCRIPTION)
    wired = only(estate.wires)
    assert wired.integration is not None
    assert wired.integration.id == "sns-sqs"
    assert wired.source is resource(estate, "Topic")
    assert wired.target is resource(estate, "Jobs")
    assert (wired.by, wired.principals) == ("policy", ("sns.amazonaws.com",))
    assert wired.actions == ("sqs:SendMessage",)
    assert wired.conditions == {"ArnEquals": {"aws:SourceArn": wired.source.arn}}
    assert wired.wire.address == "Sub.Endpoint"
    assert estate.wires_of(wired.source) == estate.wires_of(wired.target) == [wired]


def test_another_protocol_is_another_wire() -> None:
    assert not estate_of(stack=SUBSCRIPTION.replace("sqs", "email")).wires


def test_ends_in_other_files_by_literal_names() -> None:
    estate = placed(
        {
            "queue.yaml": "Jobs: {Type: AWS::SQS::Queue, Properties: {QueueName: jobs}}",
            "topic.yaml": f"""
                Sub:
                  Type: AWS::SNS::Subscription
                  Properties:
                    Protocol: sqs
                    TopicArn: arn:aws:sns:eu-west-1:{HOME}:news
                    Endpoint: arn:aws:sqs:eu-west-1:{HOME}:jobs
                """,
        },
        {"queue.yaml": IRELAND, "topic.yaml": IRELAND},
    )
    wired = only(estate.wires)
    assert wired.target is resource(estate, "Jobs")
    assert wired.source is None
    assert wired.source_arn == Text(f"arn:aws:sns:eu-west-1:{HOME}:news")
    assert [unknown.why for unknown in wired.unknown] == [
        f"arn:aws:sns:eu-west-1:{HOME}:news is not in view"
    ]
    assert wired.crosses_accounts is None or wired.crosses_accounts is False


def test_a_queue_of_the_same_name_in_another_account_is_not_meant() -> None:
    jobs = "Jobs: {Type: AWS::SQS::Queue, Properties: {QueueName: jobs}}"
    sub = f"""
        Topic: {{Type: AWS::SNS::Topic, Properties: {{TopicName: news}}}}
        Sub:
          Type: AWS::SNS::Subscription
          Properties:
            Protocol: sqs
            TopicArn: !Ref Topic
            Endpoint: arn:aws:sqs:eu-west-1:{AWAY}:jobs
    """
    known = {"home.yaml": IRELAND, "away.yaml": ELSEWHERE, "sub.yaml": IRELAND}
    estate = placed({"home.yaml": jobs, "away.yaml": jobs, "sub.yaml": sub}, known)
    wired = only(estate.wires)
    assert wired.target is resource(estate, "Jobs", "away.yaml")
    assert wired.crosses_accounts


def test_the_target_tells_which_integration_a_rule_is() -> None:
    estate = estate_of(
        stack="""
        Fn: {Type: AWS::Lambda::Function}
        Topic: {Type: AWS::SNS::Topic}
        Bus: {Type: AWS::Events::EventBus, Properties: {Name: central}}
        Call: {Type: AWS::Events::ApiDestination, Properties: {Name: call}}
        Rule:
          Type: AWS::Events::Rule
          Properties:
            Targets:
              - {Id: a, Arn: !GetAtt Fn.Arn}
              - {Id: b, Arn: !Ref Topic}
              - {Id: c, Arn: !GetAtt Bus.Arn, RoleArn: 'arn:aws:iam::111122223333:role/x'}
              - {Id: d, Arn: !GetAtt Call.Arn, RoleArn: 'arn:aws:iam::111122223333:role/x'}
              - {Id: e, Arn: 'arn:aws:kinesis:eu-west-1:111122223333:stream/s'}
        """
    )
    assert [wired.integration.id for wired in estate.wires if wired.integration] == [
        "events-lambda",
        "events-sns",
        "events-bus",
        "events-api-destination",
        "events-kinesis",
    ]
    assert [wired.by for wired in estate.wires] == ["policy", "policy", "role", "role", "role"]


def test_a_target_that_is_given_at_deployment_leaves_it_open() -> None:
    estate = estate_of(
        stack="""
        Parameters: {Where: {Type: String}}
        Resources:
          Alarm: {Type: AWS::CloudWatch::Alarm, Properties: {AlarmActions: [!Ref Where]}}
        """
    )
    wired = only(estate.wires)
    assert wired.integration is None
    assert [candidate.id for candidate in wired.candidates] == ["alarm-sns", "alarm-lambda"]
    assert [u.why for u in wired.unknown] == [
        "the parameter Where is given at deployment, it has no default"
    ]
    assert not estate.complete(wired)


def test_an_action_of_another_service_is_no_wire() -> None:
    alarm = "Alarm: {Type: AWS::CloudWatch::Alarm, Properties: {AlarmActions: [%s]}}"
    assert not estate_of(stack=alarm % "'arn:aws:automate:eu-west-1:ec2:stop'").wires


def test_a_role_that_the_target_names_is_used_instead_of_the_policy() -> None:
    text = """
        Fn: {Type: AWS::Lambda::Function}
        Caller: {Type: AWS::IAM::Role, Properties: {AssumeRolePolicyDocument: %s}}
        Rule:
          Type: AWS::Events::Rule
          Properties: {Targets: [{Id: a, Arn: !GetAtt Fn.Arn%s}]}
    """
    with_role = estate_of(stack=text % (TRUST, ", RoleArn: !GetAtt Caller.Arn"))
    wired = only(with_role.wires)
    assert (wired.by, wired.role) == ("role", identity(with_role, "Caller"))
    without = only(estate_of(stack=text % (TRUST, "")).wires)
    assert (without.by, without.role) == ("policy", None)


def test_an_event_source_is_read_with_the_role_of_the_function() -> None:
    estate = estate_of(
        stack=f"""
        Jobs: {{Type: AWS::SQS::Queue}}
        Worker: {{Type: AWS::IAM::Role, Properties: {{AssumeRolePolicyDocument: {TRUST}}}}}
        Fn: {{Type: AWS::Lambda::Function, Properties: {{Role: !GetAtt Worker.Arn}}}}
        Live: {{Type: AWS::Lambda::Alias, Properties: {{FunctionName: !Ref Fn, Name: live}}}}
        One:
          Type: AWS::Lambda::EventSourceMapping
          Properties: {{EventSourceArn: !GetAtt Jobs.Arn, FunctionName: !Ref Fn}}
        Two:
          Type: AWS::Lambda::EventSourceMapping
          Properties: {{EventSourceArn: !GetAtt Jobs.Arn, FunctionName: !Ref Live}}
        """
    )
    for wired in estate.wires:
        assert wired.role is identity(estate, "Worker")
        assert wired.acted_on is resource(estate, "Jobs")
        assert "sqs:ReceiveMessage" in wired.actions
    assert [w.target.address for w in estate.wires if w.target] == ["Fn", "Live"]


def test_the_function_in_the_address_of_an_integration() -> None:
    estate = estate_of(
        stack="""
        Fn: {Type: AWS::Lambda::Function}
        Api: {Type: AWS::ApiGateway::RestApi}
        Get:
          Type: AWS::ApiGateway::Method
          Properties:
            RestApiId: !Ref Api
            HttpMethod: GET
            Integration:
              Type: AWS_PROXY
              Uri: !Sub "arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/\
functions/${Fn.Arn}/invocations"
        """
    )
    wired = only(estate.wires)
    assert wired.target is resource(estate, "Fn")
    api = resource(estate, "Api")
    assert wired.conditions == {"ArnLike": {"aws:SourceArn": api.arn + "/*"}}


def test_a_bucket_by_its_domain_name() -> None:
    estate = estate_of(
        stack="""
        Site: {Type: AWS::S3::Bucket}
        Cdn:
          Type: AWS::CloudFront::Distribution
          Properties:
            DistributionConfig:
              Origins:
                - {Id: a, DomainName: !GetAtt Site.RegionalDomainName, OriginAccessControlId: x}
                - {Id: b, DomainName: example.org}
        """
    )
    wired = only(estate.wires)
    assert wired.target is resource(estate, "Site")
    assert wired.integration is not None
    assert wired.integration.id == "cloudfront-oac"


def test_a_wire_to_what_is_encrypted_tells_the_key() -> None:
    key = "Key: {Type: AWS::KMS::Key}"
    text = SUBSCRIPTION.replace(
        "{Type: AWS::SQS::Queue}",
        "{Type: AWS::SQS::Queue, Properties: {KmsMasterKeyId: !Ref Key}}",
    )
    estate = estate_of(stack=f"    {key}{text}")
    (use,) = estate.wire_keys(only(estate.wires))
    assert use.key is resource(estate, "Key")
    plain = estate_of(stack=SUBSCRIPTION)
    assert plain.wire_keys(only(plain.wires)) == []


def test_two_files_that_say_the_same_mean_their_own() -> None:
    literal = SUBSCRIPTION.replace(
        "Jobs: {Type: AWS::SQS::Queue}",
        "Jobs: {Type: AWS::SQS::Queue, Properties: {QueueName: jobs}}",
    )
    estate = estate_of(dev__stack=literal, prod__stack=literal)
    assert [
        (w.source.reading.path, w.target.reading.path)
        for w in estate.wires
        if w.source and w.source.reading and w.target and w.target.reading
    ] == [("dev/stack.yaml",) * 2, ("prod/stack.yaml",) * 2]
