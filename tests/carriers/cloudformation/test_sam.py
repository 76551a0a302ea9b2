"""The roles that SAM makes, read without its translator."""

from __future__ import annotations

from iamlint.carriers.cloudformation.sam.nodes import dig
from iamlint.catalog import catalog
from iamlint.estate import Estate
from iamlint.text.node import Sequence

from .reading import only, policy, read

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
        "arn:${AWS::Partition}:iam::aws:policy/AWSXrayWriteOnlyAccess",
        "arn:${AWS::Partition}:iam::aws:policy/AmazonS3ReadOnlyAccess",
        "arn:aws:iam::aws:policy/X",
        "arn:${AWS::Partition}:iam::aws:policy/PowerUserAccess",
    ]
    assert set(role.managed[-1].when) == {("stack.yaml#Big", False)}
    assert [set(p.when) for p in role.inline] == [set(), set(), {("stack.yaml#Big", True)}]
    assert role.boundary is not None
    assert str(role.boundary.arn) == "${Edge}"
    for identity, service in ((role, "lambda.amazonaws.com"), (machine, "states.amazonaws.com")):
        assert identity.trust is not None
        (principal,) = identity.trust.statements[0].principals or ()
        assert principal.value.literal == service


def test_places_are_those_of_the_source() -> None:
    (action,) = policy(read(TEMPLATE), "ReadRole.Policies[0]").statements[0].actions or ()
    assert action.span.outermost.text == "'s3:GetObject'"


def test_a_policy_template_stands_where_it_is_asked_for() -> None:
    template = policy(read(TEMPLATE), "ReadRole.Policies[1]")
    assert template.by_aws
    assert template.span.text == "S3ReadPolicy: {BucketName: x}"
    texts = [str(word) for word in template.statements[0].resources or ()]
    assert texts == ["arn:${AWS::Partition}:s3:::x", "arn:${AWS::Partition}:s3:::x/*"]
    (action, *_) = template.statements[0].actions or ()
    assert action.span.text == "S3ReadPolicy: {BucketName: x}"


def test_what_aws_writes_is_not_looked_at_by_itself() -> None:
    """Rules about a policy see what stands in the template, not what SAM makes of its words."""
    reading = read(TEMPLATE)
    estate = Estate([reading], None, catalog())
    assert {p.address for p in estate.policies} == {"ReadRole.Policies[0]", "ReadRole.Policies[2]"}
    role = reading.identities[0]
    assert len(estate.policies_of(role).attached) > len(list(estate.policies))


def test_what_is_not_read_is_said() -> None:
    reading = read(TEMPLATE.replace("S3ReadPolicy", "S3ReedPolicy"))
    (role, _) = reading.identities
    assert any("S3ReedPolicy" in hole.why for hole in role.gaps)
    assert {gap.address for gap in reading.gaps} == {"ReadRole.ManagedPolicyArns[4]", "Read"}


def test_a_template_without_the_transform_has_no_such_roles() -> None:
    assert not read(TEMPLATE.replace("Transform:", "Description:")).identities


ALIASES = """
Transform: AWS::Serverless-2016-10-31
Parameters: {Stage: {Type: String, Default: prod}}
Resources:
  Fn: {Type: AWS::Serverless::Function, Properties: {AutoPublishAlias: !Ref Stage}}
  Policy:
    Type: AWS::IAM::Policy
    Properties:
      PolicyName: p
      Users: [u]
      PolicyDocument:
        Version: '2012-10-17'
        Statement:
          Effect: Allow
          Action: lambda:InvokeFunction
          Resource: [!Ref Fn.Alias, !Sub '${Fn.Version}', !GetAtt FnRole.Arn]
"""


def test_names_that_only_sam_knows() -> None:
    """`Fn.Alias` is an alias whose name the parameter gives, whatever its default."""
    arn = "arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:${Fn}"
    assert [str(word) for word in only(read(ALIASES)).resources or ()] == [
        f"{arn}:${{Stage}}",
        f"{arn}:${{FnVersion.Version}}",
        "arn:${AWS::Partition}:iam::${AWS::AccountId}:role/${FnRole}",
    ]


def test_a_public_url_is_asked_for() -> None:
    """Whoever writes `AuthType: NONE` makes the function public, not SAM."""
    reading = read("""
Transform: AWS::Serverless-2016-10-31
Resources:
  Fn: {Type: AWS::Serverless::Function, Properties: {FunctionUrlConfig: {AuthType: NONE}}}
""")
    made = {each.address: each for each in reading.policies if not each.by_aws}
    assert set(made) == {"FnUrlPublicPermissions"}
    assert made["FnUrlPublicPermissions"].span.text == "{AuthType: NONE}"


def test_buckets_and_pools_tell_what_they_call() -> None:
    reading = read("""
Transform: AWS::Serverless-2016-10-31
Conditions: {On: !Equals [!Ref 'AWS::Region', us-east-1]}
Resources:
  Fn:
    Type: AWS::Serverless::Function
    Condition: On
    Properties:
      Events:
        A: {Type: S3, Properties: {Bucket: !Ref Bucket, Events: ['s3:ObjectCreated:*']}}
        B: {Type: Cognito, Properties: {UserPool: !Ref Pool, Trigger: [PreSignUp]}}
  Bucket: {Type: AWS::S3::Bucket}
  Pool: {Type: AWS::Cognito::UserPool}
""")
    by_address = {resource.address: resource for resource in reading.resources}
    listed = dig(by_address["Bucket"].properties, "NotificationConfiguration.LambdaConfigurations")
    assert isinstance(listed, Sequence)
    assert [set(item.when) for item in listed.items] == [{("stack.yaml#On", True)}]
    assert dig(by_address["Pool"].properties, "LambdaConfig.PreSignUp") is not None
