"""The roles that SAM makes, read without its translator."""

from __future__ import annotations

from .reading import policy, read

TEMPLATE = """
Transform: AWS::Serverless-2016-10-31
Globals: {Function: {Tracing: Active, PermissionsBoundary: !Ref Edge}}
Parameters: {Edge: {Type: String}, P: {Type: String}}
Conditions: {Big: !Equals [!Ref P, big]}
Resources:
  Read:
    Type: AWS::Serverless::Function
    Properties:
      Policies:
        - AmazonS3ReadOnlyAccess
        - arn:aws:iam::aws:policy/X
        - Version: '2012-10-17'
          Statement: {Effect: Allow, Action: 's3:GetObject', Resource: !GetAtt Bucket.Arn}
        - S3ReadPolicy: {BucketName: x}
        - !If [Big, {Statement: [{Effect: Allow, Action: 'sqs:*', Resource: '*'}]}, PowerUserAccess]
      Events: {A: {Type: S3}}
  Given:
    Type: AWS::Serverless::Function
    Properties: {Role: !GetAtt ReadRole.Arn}
  Machine: {Type: AWS::Serverless::StateMachine}
  Bucket: {Type: AWS::S3::Bucket}
"""


def test_roles_that_sam_makes() -> None:
    reading = read(TEMPLATE)
    role, machine = reading.identities
    assert (role.address, machine.address) == ("ReadRole", "MachineRole")
    assert [str(reference.arn) for reference in role.managed] == [
        "arn:${AWS::Partition}:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole",
        "arn:${AWS::Partition}:iam::aws:policy/AWSXRayDaemonWriteAccess",
        "arn:${AWS::Partition}:iam::aws:policy/AmazonS3ReadOnlyAccess",
        "arn:aws:iam::aws:policy/X",
        "arn:${AWS::Partition}:iam::aws:policy/PowerUserAccess",
    ]
    assert set(role.managed[-1].when) == {("stack.yaml#Big", False)}
    assert [set(p.when) for p in role.inline] == [set(), {("stack.yaml#Big", True)}]
    assert role.boundary is not None
    assert str(role.boundary.arn) == "${Edge}"
    for identity, service in ((role, "lambda.amazonaws.com"), (machine, "states.amazonaws.com")):
        assert identity.trust is not None
        (principal,) = identity.trust.statements[0].principals or ()
        assert principal.value.literal == service


def test_places_are_those_of_the_source() -> None:
    (action,) = policy(read(TEMPLATE), "ReadRole.Policies[0]").statements[0].actions or ()
    assert action.span.outermost.text == "'s3:GetObject'"


def test_what_is_not_read_is_said() -> None:
    reading = read(TEMPLATE)
    (role, _) = reading.identities
    assert any("S3ReadPolicy" in hole.why for hole in role.gaps)
    assert sorted(gap.address for gap in reading.gaps) == ["Read", "ReadRole.ManagedPolicyArns[4]"]


def test_a_template_without_the_transform_has_no_such_roles() -> None:
    assert not read(TEMPLATE.replace("Transform:", "Description:")).identities
