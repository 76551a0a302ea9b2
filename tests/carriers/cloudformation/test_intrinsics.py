"""Each intrinsic function: what is known is known, what is not is a hole with a name."""

from __future__ import annotations

import pytest

from iamlint.text.holes import ACCOUNT, NAME, Hole, Text

from .reading import Facts, only, read, shown, text, texts

ACCOUNT_REGION = "${AWS::Region}:${AWS::AccountId}"
ARN = "arn:${AWS::Partition}"

VALUES = {
    "!Ref Bucket": "${Bucket}",
    "!Ref Named": "acme",
    "!GetAtt Bucket.Arn": f"{ARN}:s3:::${{Bucket}}",
    "!GetAtt Named.Arn": f"{ARN}:s3:::acme",
    "{'Fn::GetAtt': [Named, Arn]}": f"{ARN}:s3:::acme",
    "{'Fn::GetAtt': Named.Arn}": f"{ARN}:s3:::acme",
    "!Ref Queue": "https://sqs.${AWS::Region}.${AWS::URLSuffix}/${AWS::AccountId}/${Env}-jobs",
    "!GetAtt Queue.Arn": f"{ARN}:sqs:{ACCOUNT_REGION}:${{Env}}-jobs",
    "!GetAtt Queue.QueueName": "${Env}-jobs",
    "!Ref Topic": f"{ARN}:sns:{ACCOUNT_REGION}:${{Topic}}",
    "!Ref Key": "${Key}",
    "!GetAtt Key.Arn": f"{ARN}:kms:{ACCOUNT_REGION}:key/${{Key}}",
    "!GetAtt Group.Arn": f"{ARN}:logs:{ACCOUNT_REGION}:log-group:${{Group}}:*",
    "!Ref Secret": f"{ARN}:secretsmanager:{ACCOUNT_REGION}:secret:db-${{Secret.Suffix}}",
    "!GetAtt Role.Arn": f"{ARN}:iam::${{AWS::AccountId}}:role/app/${{Role}}",
    "!GetAtt Custom.Arn": "${Custom.Arn}",
    "!Sub 'arn:aws:s3:::${Named}/*'": "arn:aws:s3:::acme/*",
    "!Sub 'arn:aws:s3:::x/${!aws:username}'": "arn:aws:s3:::x/${aws:username}",
    "!Sub ['${A}/${Named}', {A: !Ref Named}]": "acme/acme",
    "!Sub '${ Named }'": "acme",
    "!Join ['', [!GetAtt Named.Arn, '/*']]": f"{ARN}:s3:::acme/*",
    "!Join [':', [arn, aws, s3, '', '', [x]]]": "arn:aws:s3:::x",
    "!Join [',', !Ref Listed]": "${Listed.join(,)}",
    "!Select [1, [a, b]]": "b",
    "!Select ['1', !Split ['-', a-b]]": "b",
    "!Select [5, !Split [':', !GetAtt Named.Arn]]": "acme",
    "!Select [1, !Split [':', !GetAtt Named.Arn]]": "${AWS::Partition}",
    "!Select [0, !Split ['/', !Sub 'a/${Free}']]": "a",
    "!FindInMap [Fixed, a, b]": "found",
    "!FindInMap [Fixed, a, b, {DefaultValue: other}]": "found",
    "!FindInMap [Fixed, a, x, {DefaultValue: other}]": "other",
    "!FindInMap [None, a, b, {DefaultValue: !Ref Named}]": "acme",
    "!FindInMap [!Join ['', [Fi, xed]], !Select [0, [a]], b]": "found",
    "!Length [a, b]": "2",
    "!Length {'Fn::Split': [',', 'a,b,c']}": "3",
    "!Select [1, !Cidr [10.0.0.0/16, 2, 8]]": "10.0.1.0/24",
    "!ImportValue Shared": "${Shared}",
    "!Sub '{{resolve:ssm:/path}}-x'": "${{{resolve:ssm:/path}}}-x",
    "'{{resolve:ssm:/path}}'": "${{{resolve:ssm:/path}}}",
    "!If [Never, a, b]": "b",
    "!Ref Nothing": "${Nothing}",
}


@pytest.mark.parametrize("expression", VALUES)
def test_value(expression: str) -> None:
    assert shown(expression) == VALUES[expression]


def test_what_configuration_knows_is_literal() -> None:
    facts = Facts("111122223333", "cn-north-1")
    arn = "arn:aws-cn:sqs:cn-north-1:111122223333:x"
    written = "arn:${AWS::Partition}:sqs:${AWS::Region}:${AWS::AccountId}:x"
    assert text(f"!Sub '{written}'", facts).literal == arn
    assert text("!Sub 'https://${AWS::URLSuffix}'", facts).literal == "https://amazonaws.com.cn"


SAME = [
    (
        "!GetAtt Bucket.Arn",
        "!Sub '${Bucket.Arn}'",
        "!Sub 'arn:${AWS::Partition}:s3:::${Bucket}'",
        "!Join ['', ['arn:', !Ref 'AWS::Partition', ':s3:::', !Ref Bucket]]",
        "!Join [':', [arn, !Ref 'AWS::Partition', s3, '', '', !Ref Bucket]]",
        "!Sub ['arn:${P}:s3:::${B}', {P: !Ref 'AWS::Partition', B: !Ref Bucket}]",
    ),
    (
        "!Ref Topic",
        "!GetAtt Topic.TopicArn",
        "!Sub 'arn:${AWS::Partition}:sns:${AWS::Region}:${AWS::AccountId}:${Topic.TopicName}'",
    ),
    (
        "!GetAtt Queue.Arn",
        "!Sub 'arn:${AWS::Partition}:sqs:${AWS::Region}:${AWS::AccountId}:${Env}-jobs'",
        "!Sub 'arn:${AWS::Partition}:sqs:${AWS::Region}:${AWS::AccountId}:${Queue.QueueName}'",
    ),
    (
        "!GetAtt Key.Arn",
        "!Sub 'arn:${AWS::Partition}:kms:${AWS::Region}:${AWS::AccountId}:key/${Key}'",
        "!Sub 'arn:${AWS::Partition}:kms:${AWS::Region}:${AWS::AccountId}:key/${Key.KeyId}'",
    ),
    (
        "!GetAtt Role.Arn",
        "!Sub 'arn:${AWS::Partition}:iam::${AWS::AccountId}:role/app/${Role}'",
    ),
    ("!ImportValue A", "!ImportValue A"),
]


@pytest.mark.parametrize("spellings", SAME)
def test_one_thing_is_one_text_however_it_is_spelled(spellings: tuple[str, ...]) -> None:
    first, *others = (text(spelling) for spelling in spellings)
    assert all(other == first for other in others)


def test_things_that_differ_are_different_texts() -> None:
    different = ["!Ref Bucket", "!Ref Key", "!Ref Topic", "!Ref Env", "!Ref Free", "!ImportValue A"]
    assert len({text(each) for each in different}) == len(different)


def hole(expression: str) -> Hole:
    only_hole = text(expression).only_hole
    assert only_hole is not None
    return only_hole


def test_a_parameter_is_a_hole_that_knows_its_values_and_its_default() -> None:
    env = hole("!Ref Env")
    assert env.identity == "stack.yaml#Env"
    assert env.choices == (Text("dev"), Text("prod"))
    assert "dev" in env.why
    assert hole("!Ref Free").choices == ()
    assert hole("!Ref Stored").choices == ()  # the values are those of its key
    assert hole("!Ref Owner").within == ACCOUNT
    assert hole("!Sub '${Env}'") == env


def test_a_name_that_cloudformation_makes_is_a_hole_within_a_name() -> None:
    assert hole("!Ref Bucket").identity == "stack.yaml#Bucket"
    assert hole("!Ref Bucket").within == NAME


def test_a_list_parameter_is_a_gap_of_unknown_length() -> None:
    statement = only(read_resource("!Ref Listed"))
    assert [hole.identity for hole in statement.gaps] == ["stack.yaml#Listed"]


def read_resource(expression: str):  # type: ignore[no-untyped-def]
    from .reading import RESOURCES

    return read(f"{RESOURCES}            Resource: {expression}\n")


def test_both_branches_stand_under_their_conditions() -> None:
    words = only(read_resource("!If [IsProd, a, [b, c]]")).resources or ()
    assert [(str(word), set(word.when)) for word in words] == [
        ("a", {("stack.yaml#IsProd", True)}),
        ("b", {("stack.yaml#IsProd", False)}),
        ("c", {("stack.yaml#IsProd", False)}),
    ]


def test_a_negated_condition_is_the_other_one_turned_round() -> None:
    words = only(read_resource("[!If [NotProd, a, !Ref 'AWS::NoValue'], b]")).resources or ()
    assert [(str(word), set(word.when)) for word in words] == [
        ("a", {("stack.yaml#IsProd", False)}),
        ("b", set()),
    ]


def test_a_condition_within_itself_is_decided() -> None:
    assert texts("!If [IsProd, !If [NotProd, a, b], !If [IsProd, c, d]]") == [Text("b"), Text("d")]


def test_configuration_decides_a_condition_on_the_region() -> None:
    assert texts("!If [Ireland, a, b]", Facts(region="eu-west-1")) == [Text("a")]
    assert texts("!If [Ireland, a, b]", Facts(region="us-east-1")) == [Text("b")]
    assert len(texts("!If [Ireland, a, b]")) == 2


def test_a_choice_within_a_text_is_a_hole_of_both() -> None:
    (chosen,) = text("!Sub ['x/${A}', {A: !If [IsProd, p, q]}]").holes
    assert chosen.choices == (Text("p"), Text("q"))


def test_items_of_a_join_that_are_there_at_times() -> None:
    (chosen,) = text("!Join ['-', [a, !If [IsProd, b, !Ref 'AWS::NoValue'], c]]").holes
    assert set(chosen.choices) == {Text("a-b-c"), Text("a-c")}


def test_a_map_that_the_region_chooses_from() -> None:
    expression = "!FindInMap [Regions, !Ref 'AWS::Region', Name]"
    assert hole(expression).choices == (Text("one"), Text("three"))
    assert text(expression, Facts(region="us-east-1")).literal == "three"
    listed = "!FindInMap [Regions, !Ref 'AWS::Region', Names]"
    assert texts(listed, Facts(region="eu-west-1")) == [Text("one"), Text("two")]


@pytest.mark.parametrize(
    "expression",
    [
        "{'Fn::Transform': {Name: X}}",
        "!GetAZs ''",
        "!Cidr [a, 1, 2]",
        "{'Fn::New': x}",
        "!Ref [a]",
        "!GetAtt [a]",
        "!If [IsProd, a]",
        "!Select [9, [a]]",
        "{'Fn::Length': !Ref Listed}",
        "!Length [!If [IsProd, a, !Ref 'AWS::NoValue']]",
        "!Cidr [10.0.0.0/16, 2]",
        "!Cidr [10.0.0.0/16, 999999, 8]",
        "!RefAll 'AWS::EC2::VPC::Id'",
        "!Equals [a, b]",
        "!FindInMap [None, a, b]",
        "!Sub [a, b, c]",
        "!Join [x]",
        "!Split ['', a]",
        "{'Fn::Transform': {Name: X}, Other: 1}",
        "!Transform {Name: AWS::Include, Parameters: {Location: s3://x}}",
    ],
)
def test_what_cannot_be_resolved_says_why_and_is_a_gap(expression: str) -> None:
    reading = read_resource(expression)
    statement = only(reading)
    assert statement.gaps
    assert all(hole.why for hole in statement.gaps)
    assert any(gap.address == "Policy" and gap.partial for gap in reading.gaps)


def test_a_map_with_more_values_than_are_kept() -> None:
    entries = ", ".join(f"k{n}: {{v: value{n}}}" for n in range(100))
    reading = read(
        f"""
        Mappings: {{M: {{{entries}}}}}
        Resources:
          B:
            Type: AWS::S3::Bucket
            Properties: {{BucketName: !FindInMap [M, !Ref 'AWS::Region', v]}}
        """
    )
    (hole,) = reading.resources[0].names[0].holes
    assert hole.why.endswith("it may be more than 64 values")


def test_a_map_holds_a_policy_as_text() -> None:
    document = '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*"}]}'
    reading = read(
        f"""
        Mappings: {{M: {{a: {{b: '{document}'}}}}}}
        Resources:
          Policy:
            Type: AWS::IAM::ManagedPolicy
            Properties: {{PolicyDocument: !FindInMap [M, a, b]}}
        """
    )
    assert [str(word) for word in only(reading).actions or ()] == ["s3:*"]
    assert not reading.gaps


def test_unknown_values_at_two_places_are_not_the_same() -> None:
    first, second = texts("[{'Fn::New': x}, {'Fn::New': x}]")
    assert first != second


def test_circles_end() -> None:
    reading = read(
        """
        Conditions: {A: {Condition: B}, B: {Condition: A}, C: {'Fn::Not': [{Condition: C}]}}
        Resources:
          One: {Type: AWS::S3::Bucket, Condition: A, Properties: {BucketName: !Ref Two}}
          Two: {Type: AWS::S3::Bucket, Condition: C, Properties: {BucketName: !Ref One}}
          Self: {Type: AWS::SQS::Queue, Properties: {QueueName: !GetAtt Self.QueueName}}
        """
    )
    assert len(reading.resources) == 3


def test_a_loop_makes_resources() -> None:
    reading = read(
        """
        Transform: AWS::LanguageExtensions
        Resources:
          Fn::ForEach::Buckets:
            - Name
            - [Logs, Data]
            - Bucket${Name}:
                Type: AWS::S3::Bucket
                Properties: {BucketName: !Sub 'acme-${Name}'}
          Policy:
            Type: AWS::S3::BucketPolicy
            Properties:
              Bucket: !Ref BucketData
              PolicyDocument: {Version: '2012-10-17', Statement: []}
        """
    )
    assert [(r.address, str(r.arn)) for r in reading.resources] == [
        ("BucketLogs", "arn:${AWS::Partition}:s3:::acme-Logs"),
        ("BucketData", "arn:${AWS::Partition}:s3:::acme-Data"),
    ]
    assert reading.attachments[0].targets == [("resource", Text("acme-Data"))]
