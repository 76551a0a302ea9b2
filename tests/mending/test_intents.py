"""Intents of rules as edits of policies and templates."""

from __future__ import annotations

import json
import textwrap
from typing import TYPE_CHECKING, Any

import pytest

from iamlint import carriers, formats
from iamlint.finding import Finding
from iamlint.mending import Uneditable, applied, edits_for, fixes_of
from iamlint.mending.writing import Dialects
from iamlint.packs import Rule
from iamlint.rule import (
    AddItem,
    AddStatement,
    Hit,
    MoveItems,
    Remove,
    RenameKey,
    Replace,
    SetKey,
    Several,
)
from iamlint.text.holes import Hole, Text
from iamlint.text.node import Mapping
from iamlint.text.source import Source

if TYPE_CHECKING:
    from iamlint.model.policy import Policy, Statement
    from iamlint.model.things import Reading
    from iamlint.rule import Intent


def reading_of(path: str, text: str) -> Reading:
    source = Source(path, text)
    language = formats.sniff(path, text)
    reading = carriers.read(path, formats.read(source, language))
    assert reading is not None
    return reading


def mended(reading: Reading, intent: Intent) -> str:
    return applied(reading.root.source.text, edits_for(intent, Dialects([reading])))


PLAIN = """\
{
  "Version": "2008-10-17",
  "Statement": [
    {
      "Sid": "One",
      "Effect": "Allow",
      "Action": ["s3:GetObject", "s3:ListAllMyBuckets", "s3:PutObject"],
      "Resource": "arn:aws:s3:::acme/*"
    }
  ]
}
"""


def plain() -> tuple[Reading, Policy, Statement]:
    reading = reading_of("p.json", PLAIN)
    (policy,) = reading.policies
    return reading, policy, policy.statements[0]


def words(statement: Statement, *indexes: int) -> Any:
    assert statement.actions is not None
    return tuple(statement.actions[index] for index in indexes)


def test_replace_set_rename_and_remove() -> None:
    reading, policy, statement = plain()
    (action,) = words(statement, 1)
    assert isinstance(statement.node, Mapping)
    key = statement.node.key("Resource")
    assert key is not None
    assert statement.sid is not None
    intent = Several(
        (
            Replace(action, "s3:ListBucket"),
            SetKey(policy.node, "Version", "2012-10-17", first=True),
            RenameKey(key, "NotResource"),
            Remove(words(statement, 2)[0]),
            Remove(statement.sid),
        )
    )
    assert json.loads(mended(reading, intent)) == {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Action": ["s3:GetObject", "s3:ListBucket"],
                "NotResource": "arn:aws:s3:::acme/*",
            }
        ],
    }


def test_items_into_elements_that_are_there_and_that_are_not() -> None:
    reading, _, statement = plain()
    intent = Several(
        (
            AddItem(statement, "Action", ("s3:DeleteObject",)),
            AddItem(statement, "Resource", (Text("arn:aws:s3:::other/*"),)),
            AddItem(statement, "Condition/StringEquals/aws:ResourceTag/team", ("a", "b")),
        )
    )
    (found,) = json.loads(mended(reading, intent))["Statement"]
    assert found["Action"][-1] == "s3:DeleteObject"
    assert found["Resource"] == ["arn:aws:s3:::acme/*", "arn:aws:s3:::other/*"]
    assert found["Condition"] == {"StringEquals": {"aws:ResourceTag/team": ["a", "b"]}}


def test_moved_items_get_a_statement_of_their_own() -> None:
    reading, _, statement = plain()
    intent = MoveItems(statement, "Action", words(statement, 1), {"Resource": "*"})
    assert (
        mended(reading, intent)
        == """\
{
  "Version": "2008-10-17",
  "Statement": [
    {
      "Sid": "One",
      "Effect": "Allow",
      "Action": ["s3:GetObject", "s3:PutObject"],
      "Resource": "arn:aws:s3:::acme/*"
    },
    {
      "Effect": "Allow",
      "Action": "s3:ListAllMyBuckets",
      "Resource": "*"
    }
  ]
}
"""
    )


COMMENTED = """\
Version: "2012-10-17"
Statement:
  # what the application reads
  - Effect: Allow
    Action:
      # objects
      - s3:GetObject  # one of them
      - 's3:ListAllMyBuckets'  # for the console: OPS-12
      - s3:PutObject
    Resource: arn:aws:s3:::acme/*  # the data
  - Effect: Allow
    Action: [
      "s3:GetObject",  # first
      "s3:ListAllMyBuckets",  # second
      "s3:PutObject"  # third
    ]
    Resource: arn:aws:s3:::other/*
"""
MOVED = """\
Version: "2012-10-17"
Statement:
  # what the application reads
  - Effect: Allow
    Action:
      # objects
      - s3:GetObject  # one of them
      - s3:PutObject
    Resource: arn:aws:s3:::acme/*  # the data
  - Effect: Allow
    Action: [
      "s3:GetObject",  # first
      "s3:PutObject"  # third
    ]
    Resource: arn:aws:s3:::other/*
  - Effect: Allow
    Action: s3:ListAllMyBuckets  # for the console: OPS-12
    Resource: "*"
  - Effect: Allow
    Action: s3:ListAllMyBuckets  # second
    Resource: "*"
"""


def test_a_comment_goes_with_what_is_moved_and_stays_with_what_stays() -> None:
    reading = reading_of("p.yaml", COMMENTED)
    (policy,) = reading.policies
    intents = [
        MoveItems(one, "Action", words(one, 1), {"Resource": "*"}) for one in policy.statements
    ]
    assert mended(reading, Several(tuple(intents))) == MOVED


SHARED = """\
Version: "2012-10-17"
Statement:
  - Effect: Allow
    Action: &both
      - s3:GetObject
      - s3:ListBucket
    Resource: arn:aws:s3:::acme/*
  - Effect: Allow
    Action: *both
    Resource: [arn:aws:s3:::other, arn:aws:s3:::other/*]
"""


def test_a_list_that_another_statement_has_too_stays() -> None:
    reading = reading_of("p.yaml", SHARED)
    first, second = reading.policies[0].statements
    for one in (first, second):
        moved = MoveItems(one, "Action", words(one, 1), {"Resource": "*"})
        added = AddItem(one, "Action", ("s3:PutObject",))
        for intent in (moved, added):
            with pytest.raises(Uneditable, match="alias"):
                mended(reading, intent)


def test_what_is_written_for_an_alias_changes_nothing_elsewhere() -> None:
    text = SHARED.replace("*both", "s3:ListAllMyBuckets").replace("acme/*", "acme/*", 1)
    text = text.replace("Resource: arn", "Resource: &where arn")
    text = text.replace(
        "Resource: [arn:aws:s3:::other, arn:aws:s3:::other/*]", "Resource: *where # w"
    )
    reading = reading_of("p.yaml", text)
    second = reading.policies[0].statements[1]
    moved = MoveItems(second, "Action", words(second, 0), {"Resource": "*"})
    assert mended(reading, moved) == text.replace("*where", '"*"')


CODE = """\
POLICY = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Action": [
                "s3:GetObject",  # one of them
                "s3:ListAllMyBuckets",  # for the console
                "s3:PutObject"  # the last
            ],
            "Resource": "arn:aws:s3:::acme/*",
        },
    ],
}
"""


def test_a_comment_of_code_goes_along() -> None:
    reading = reading_of("p.py", CODE)
    statement = reading.policies[0].statements[0]
    moved = MoveItems(statement, "Action", words(statement, 1), {"Resource": "*"})
    text = mended(reading, moved)
    assert '"s3:GetObject",  # one of them\n                "s3:PutObject"  # the last' in text
    assert '"Action": "s3:ListAllMyBuckets",  # for the console\n' in text
    gone = mended(reading, Remove(words(statement, 2)[0]))
    assert '"s3:ListAllMyBuckets"  # for the console\n            ],' in gone


def test_a_comment_goes_along_in_brackets_too() -> None:
    text = """\
Version: "2012-10-17"
Statement: [
  {Effect: Allow, Action: [
    s3:GetObject,
    s3:ListAllMyBuckets,  # for the console
  ], Resource: "arn:aws:s3:::acme/*"}
]
"""
    reading = reading_of("p.yaml", text)
    statement = reading.policies[0].statements[0]
    moved = MoveItems(statement, "Action", words(statement, 1), {"Resource": "*"})
    assert "Action: s3:ListAllMyBuckets,  # for the console\n" in mended(reading, moved)


def test_when_all_items_move_the_statement_itself_is_changed() -> None:
    reading, _, statement = plain()
    intent = MoveItems(
        statement, "Action", words(statement, 0, 1, 2), {"Resource": "*", "Sid": None}
    )
    (found,) = json.loads(mended(reading, intent))["Statement"]
    assert list(found) == ["Effect", "Action", "Resource"]
    assert found["Resource"] == "*"


def test_moving_out_of_a_statement_that_stands_alone_makes_a_list() -> None:
    data = json.loads(PLAIN)
    data["Statement"] = data["Statement"][0]
    reading = reading_of("p.json", json.dumps(data, indent=1))
    statement = reading.policies[0].statements[0]
    intent = MoveItems(statement, "Action", words(statement, 1, 2), {"Resource": "*"})
    found = json.loads(mended(reading, intent))["Statement"]
    assert [one["Action"] for one in found] == [
        "s3:GetObject",
        ["s3:ListAllMyBuckets", "s3:PutObject"],
    ]
    assert "Sid" not in found[1]


TEMPLATE = textwrap.dedent(
    """\
    Parameters:
      Key: {Type: String}
    Resources:
      Bucket:
        Type: AWS::S3::Bucket
      Role:
        Type: AWS::IAM::Role
        Properties:
          AssumeRolePolicyDocument:
            Version: "2012-10-17"
            Statement:
              Effect: Allow
              Principal: {Service: lambda.amazonaws.com}
              Action: sts:AssumeRole
          Policies:
            - PolicyName: p
              PolicyDocument:
                Version: "2012-10-17"
                Statement:
                  - Effect: Allow
                    Action: s3:GetObject # objects
                    Resource: !Sub "${Bucket.Arn}/*"
                  - !If
                    - Always
                    - Effect: Allow
                      Action: [sns:Publish, sns:HeadTopic]
                      Resource: "*"
                    - !Ref AWS::NoValue
    Conditions:
      Always: !Equals [!Ref AWS::Region, eu-west-1]
    """
)


def template() -> tuple[Reading, Policy]:
    reading = reading_of("t.yaml", TEMPLATE)
    (policy,) = [p for p in reading.policies if p.kind == "identity"]
    return reading, policy


def test_a_template_is_mended_in_its_own_words() -> None:
    reading, policy = template()
    first = policy.statements[0]
    assert first.resources is not None
    (bucket,) = [r for r in reading.resources if r.service_type == "s3:bucket"]
    role = reading.identities[0]
    grant = {"Effect": "Allow", "Action": ["s3:ListBucket"], "Resource": bucket.arn}
    intent = Several(
        (
            AddItem(first, "Resource", (bucket.arn,)),
            AddItem(first, "Action", ("s3:PutObject",)),
            AddStatement(role, grant),
        )
    )
    after = mended(reading, intent)
    assert (
        """\
              - Effect: Allow
                Action: [s3:GetObject, s3:PutObject] # objects
                Resource:
                  - !Sub "${Bucket.Arn}/*"
                  - !GetAtt Bucket.Arn
"""
        in after
    )
    assert (
        """\
                - !Ref AWS::NoValue
              - Effect: Allow
                Action: [s3:ListBucket]
                Resource: !GetAtt Bucket.Arn
"""
        in after
    )


def test_a_single_trust_statement_becomes_a_list() -> None:
    reading, _ = template()
    trust = reading.identities[0].trust
    assert trust is not None
    after = mended(reading, AddStatement(trust, {"Effect": "Deny", "Action": "sts:*"}))
    assert (
        """\
        Statement:
          - Effect: Allow
            Principal: {Service: lambda.amazonaws.com}
            Action: sts:AssumeRole
          - Effect: Deny
            Action: sts:*
"""
        in after
    )


def test_arguments_of_functions_are_neither_removed_nor_added() -> None:
    reading, policy = template()
    conditional = policy.statements[1]
    with pytest.raises(Uneditable, match="argument of a function"):
        mended(reading, Remove(conditional))
    with pytest.raises(Uneditable, match="put together by a function"):
        mended(
            reading,
            MoveItems(conditional, "Action", words(conditional, 1), {"Resource": "x"}),
        )
    after = mended(reading, Remove(words(conditional, 1)[0]))
    assert "Action: [sns:Publish]\n" in after


def test_a_text_without_a_name_in_the_file_is_not_written() -> None:
    reading, policy = template()
    elsewhere = Text("arn:aws:s3:::", Hole("other.yaml#Bucket"))
    with pytest.raises(Uneditable, match="has no name in this file"):
        mended(reading, AddItem(policy.statements[0], "Resource", (elsewhere,)))


IN_A_STRING = """\
Resources:
  Bucket:
    Type: AWS::S3::Bucket
  Logs:
    Type: AWS::Logs::ResourcePolicy
    Properties:
      PolicyName: p
      PolicyDocument: !Sub |
        {
          "Version": "2012-10-17",
          "Statement": [
            {
              "Effect": "Allow",
              "Principal": {"Service": "es.amazonaws.com"},
              "Action": "logs:PutLogEvents",
              "Resource": "${Bucket.Arn}"
            }
          ]
        }
"""


def test_a_policy_inside_a_pattern_is_mended_with_pattern_names() -> None:
    reading = reading_of("t.yaml", IN_A_STRING)
    (policy,) = reading.policies
    (bucket,) = reading.resources
    statement = policy.statements[0]
    intent = AddItem(statement, "Resource", (bucket.arn + "/*", "${aws:username}"))
    assert mended(reading, intent) == IN_A_STRING.replace(
        '"${Bucket.Arn}"\n',
        '[\n                "${Bucket.Arn}",\n                "${Bucket.Arn}/*",\n'
        '                "${!aws:username}"\n              ]\n',
    )


def finding_with(intent: Intent | None) -> Finding:
    _, policy, statement = plain()
    finding = Finding("r", "s", "error", "certain", "m", policy.span)
    finding.hit = Hit(statement, "m", fix=intent)
    return finding


def rule(fix: str) -> Rule:
    return Rule(
        "r", "s", "Statement", (), "error", "regular", "", (), fix, (), (), "", False, "", "", ""
    )


def test_a_fix_says_what_it_does_and_how_safe_it_is() -> None:
    reading, _, statement = plain()
    intent = AddItem(statement, "Action", ("s3:DeleteObject",))
    (fix,) = fixes_of(finding_with(intent), rule("widens"), Dialects([reading]))
    assert fix.title == "add `s3:DeleteObject` to Action"
    assert fix.safety == "widens"
    assert [edit.text for edit in fix.edits] == [', "s3:DeleteObject"']
    many = AddItem(statement, "Action", tuple(f"s3:Get{number}" for number in range(60)))
    (fix,) = fixes_of(finding_with(many), rule("widens"), Dialects([reading]))
    assert fix.title == "add `s3:Get0`, `s3:Get1`, `s3:Get2`, `s3:Get3` and 56 more to Action"
    assert fixes_of(finding_with(None), rule("widens"), Dialects([reading])) == ()
    (fix,) = fixes_of(finding_with(intent._replace(title="let it")), rule(""), Dialects([reading]))
    assert (fix.title, fix.safety) == ("let it", "widens")


def test_what_a_tool_made_gets_a_snippet() -> None:
    reading, policy, _ = plain()
    reading.generated = True
    statement = {"Effect": "Allow", "Action": "s3:*", "Resource": Text(Hole("x#Key"))}
    (fix,) = fixes_of(
        finding_with(AddStatement(policy, statement)), rule("widens"), Dialects([reading])
    )
    assert fix.edits == ()
    assert json.loads(fix.snippet) == statement | {"Resource": "${Key}"}


SAM = """\
Transform: AWS::Serverless-2016-10-31
Resources:
  Fn:
    Type: AWS::Serverless::Function
    Properties:
      Policies:
        - S3ReadPolicy: {BucketName: files} # read
      DeadLetterQueue: {Type: SQS, TargetArn: !GetAtt Queue.Arn}
  Queue: {Type: AWS::SQS::Queue}
"""


def test_a_statement_goes_beside_a_policy_template() -> None:
    reading = reading_of("t.yaml", SAM)
    role, queue = reading.identities[0], reading.resources[-1]
    grant = {"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": queue.arn}
    after = mended(reading, AddStatement(role, grant))
    assert (
        """\
        - S3ReadPolicy: {BucketName: files} # read
        - Version: "2012-10-17"
          Statement:
            - Effect: Allow
              Action: sqs:SendMessage
              Resource: !GetAtt Queue.Arn
"""
        in after
    )


def test_what_aws_writes_is_not_edited() -> None:
    reading = reading_of("t.yaml", SAM)
    template, letters = reading.identities[0].inline
    with pytest.raises(Uneditable):
        mended(reading, AddItem(template.statements[0], "Action", ("s3:PutObject",)))
    with pytest.raises(Uneditable):
        mended(reading, AddStatement(letters, {"Effect": "Allow"}))


GRANT = {"Effect": "Allow", "Action": ["sqs:SendMessage"], "Resource": "*"}


@pytest.mark.parametrize(
    ("declared", "wanted"),
    [
        (
            "Type: AWS::IAM::Role",
            """\
    Type: AWS::IAM::Role
    Properties:
      Policies:
        - PolicyName: allow-sqs
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Action:
                  - sqs:SendMessage
                Resource: "*"
""",
        ),
        (
            "Type: AWS::IAM::Role\n    Properties: {RoleName: worker}",
            """\
    Properties: {RoleName: worker, Policies: [{PolicyName: allow-sqs, PolicyDocument: {\
Version: "2012-10-17", Statement: [{Effect: Allow, Action: [sqs:SendMessage], Resource: "*"}]}}]}
""",
        ),
        (
            "Type: AWS::IAM::User\n    Properties:\n      Policies: []",
            """\
      Policies:
        - PolicyName: allow-sqs
""",
        ),
    ],
    ids=["no properties", "in one line", "an empty list"],
)
def test_an_identity_without_a_policy_gets_one(declared: str, wanted: str) -> None:
    reading = reading_of("t.yaml", f"Resources:\n  Worker:\n    {declared}\n")
    assert wanted in mended(reading, AddStatement(reading.identities[0], GRANT))


@pytest.mark.parametrize(
    ("policies", "wanted"),
    [
        ("", "      Policies:\n        - Version:"),
        (
            "      Policies: AmazonSQSReadOnlyAccess\n",
            "      Policies:\n        - AmazonSQSReadOnlyAccess\n        - Version:",
        ),
    ],
    ids=["none", "a name"],
)
def test_the_role_that_sam_makes_gets_a_document(policies: str, wanted: str) -> None:
    function = "Transform: AWS::Serverless-2016-10-31\nResources:\n  Work:\n"
    function += "    Type: AWS::Serverless::Function\n    Properties:\n      Handler: a.b\n"
    reading = reading_of("t.yaml", function + policies)
    assert wanted in mended(reading, AddStatement(reading.identities[0], GRANT))


def test_policies_put_together_by_a_function_stay() -> None:
    listed = "{Policies: !If [Live, [], []]}"
    text = f"Resources:\n  Worker: {{Type: AWS::IAM::Role, Properties: {listed}}}\n"
    reading = reading_of("t.yaml", "Conditions: {Live: !Equals [a, b]}\n" + text)
    with pytest.raises(Uneditable):
        mended(reading, AddStatement(reading.identities[0], GRANT))


def test_statements_that_belong_together_are_added_together() -> None:
    reading = reading_of("p.json", PLAIN)
    intent = AddStatement(reading.policies[0], GRANT, more=({**GRANT, "Action": "sns:Publish"},))
    statements = json.loads(mended(reading, intent))["Statement"]
    assert [statement["Action"] for statement in statements[1:]] == [
        ["sqs:SendMessage"],
        "sns:Publish",
    ]
