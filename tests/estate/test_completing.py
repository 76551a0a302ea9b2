"""Is everything in view that could allow more? If not, what would settle it."""

from __future__ import annotations

import pytest

from .templates import ALLOW, TRUST, estate_of, identity, only, resource

ROLE = f"App: {{Type: AWS::IAM::Role, Properties: {{AssumeRolePolicyDocument: {TRUST}%s}}}}"
OWN = f", Policies: [{{PolicyName: own, PolicyDocument: {ALLOW}}}]"


def why(estate: object, thing: object) -> list[str]:
    return [reason.why for reason in estate.complete(thing).reasons]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ("", ""),
        (OWN, ""),
        (", ManagedPolicyArns: ['arn:aws:iam::aws:policy/ReadOnlyAccess']", ""),
        (
            ", ManagedPolicyArns: ['arn:aws:iam::111122223333:policy/theirs']",
            "the managed policy arn:aws:iam::111122223333:policy/theirs is not in view",
        ),
        (
            ", ManagedPolicyArns: ['arn:aws:iam::aws:policy/NoSuchPolicy']",
            (
                "the bundled data does not know the AWS managed policy "
                "arn:aws:iam::aws:policy/NoSuchPolicy"
            ),
        ),
    ],
)
def test_an_identity(more: str, reason: str) -> None:
    estate = estate_of(stack=ROLE % more)
    assert why(estate, identity(estate, "App")) == ([reason] if reason else [])


def test_a_list_of_policies_that_is_given_at_deployment() -> None:
    estate = estate_of(
        stack=f"""
        Parameters: {{Arns: {{Type: CommaDelimitedList}}}}
        Resources:
          App:
            Type: AWS::IAM::Role
            Properties: {{AssumeRolePolicyDocument: {TRUST}, ManagedPolicyArns: !Ref Arns}}
        """
    )
    (reason,) = why(estate, identity(estate, "App"))
    assert (
        reason
        == "not all policies of App are known: the list parameter Arns is given at deployment, it has no default"
    )


def test_a_managed_policy_that_is_declared_without_a_document_that_is_known() -> None:
    estate = estate_of(
        stack=f"""
        Parameters: {{Document: {{Type: String}}}}
        Resources:
          Shared: {{Type: AWS::IAM::ManagedPolicy, Properties: {{PolicyDocument: !Ref Document}}}}
          App:
            Type: AWS::IAM::Role
            Properties: {{AssumeRolePolicyDocument: {TRUST}, ManagedPolicyArns: [!Ref Shared]}}
        """
    )
    (reason,) = why(estate, identity(estate, "App"))
    assert reason.startswith("the document of Shared is not known: ")
    assert "Document" in reason


def test_a_policy_that_is_known_in_part() -> None:
    estate = estate_of(
        stack=f"""
        Parameters: {{Actions: {{Type: CommaDelimitedList}}}}
        Resources:
          App:
            Type: AWS::IAM::Role
            Properties:
              AssumeRolePolicyDocument: {TRUST}
              Policies:
                - PolicyName: own
                  PolicyDocument:
                    Version: "2012-10-17"
                    Statement: [{{Effect: Allow, Action: !Ref Actions, Resource: "*"}}]
        """
    )
    (reason,) = why(estate, identity(estate, "App"))
    assert reason == (
        "App.Policies[0] is only partly known: the list parameter Actions is given at deployment, it has no default"
    )


def test_a_user_has_what_its_groups_have() -> None:
    text = """
        User: {Type: AWS::IAM::User, Properties: {UserName: ann}}
        Group:
          Type: AWS::IAM::Group
          Properties: {GroupName: team, ManagedPolicyArns: ['arn:aws:iam::111122223333:policy/x']}
        %s
    """
    addition = (
        "Join: {Type: AWS::IAM::UserToGroupAddition, Properties: {GroupName: team, Users: [ann]}}"
    )
    joined = estate_of(stack=text % addition)
    assert "policy/x is not in view" in why(joined, identity(joined, "User"))[0]
    apart = estate_of(stack=text % "")
    assert apart.complete(identity(apart, "User"))


def test_a_resource() -> None:
    estate = estate_of(stack="Data: {Type: AWS::S3::Bucket}\nKey: {Type: AWS::KMS::Key}")
    assert estate.complete(resource(estate, "Data"))
    assert estate.complete(resource(estate, "Key"))


def test_a_policy_that_may_be_on_any_bucket() -> None:
    estate = estate_of(
        stack="Data: {Type: AWS::S3::Bucket}\nJobs: {Type: AWS::SQS::Queue}",
        other="""
        Parameters: {Bucket: {Type: String}}
        Resources:
          Open:
            Type: AWS::S3::BucketPolicy
            Properties:
              Bucket: !Ref Bucket
              PolicyDocument: {Version: "2012-10-17", Statement: []}
        """,
    )
    assert why(estate, resource(estate, "Data")) == ["Open may be attached or not"]
    assert estate.complete(resource(estate, "Jobs"))


def test_a_wire_is_as_complete_as_what_lets_it_through() -> None:
    text = """
        Parameters: {Statements: {Type: CommaDelimitedList}}
        Resources:
          Topic: {Type: AWS::SNS::Topic}
          Jobs: {Type: AWS::SQS::Queue}
          Sub:
            Type: AWS::SNS::Subscription
            Properties: {Protocol: sqs, TopicArn: !Ref Topic, Endpoint: !GetAtt Jobs.Arn}
          Admit:
            Type: AWS::SQS::QueuePolicy
            Properties:
              Queues: [!Ref Jobs]
              PolicyDocument: {Version: "2012-10-17", Statement: %s}
    """
    known = estate_of(stack=text % "[]")
    assert known.complete(only(known.wires))
    hidden = estate_of(stack=text % "!Ref Statements")
    (reason,) = why(hidden, only(hidden.wires))
    assert reason == (
        "Admit is only partly known: the list parameter Statements is given at deployment, it has no default"
    )
