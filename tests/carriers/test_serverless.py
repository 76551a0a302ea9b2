"""A file of the Serverless Framework: the statements of its roles, and how all else can be read."""

from __future__ import annotations

import pytest

from iamlint import carriers, formats
from iamlint.testing import scan_texts
from iamlint.text.source import Source

SERVICE = """\
service: jobs
provider:
  name: aws
  iam: {role: {statements: [{Effect: Allow, Action: 's3:*', Resource: '*'}]}}
resources:
  Resources: {Bucket: {Type: AWS::S3::Bucket}}
"""


def read(text: str) -> list[str] | None:
    source = Source("serverless.yml", text)
    reading = carriers.read(source.path, formats.read(source, formats.YAML))
    if reading is None:
        return None
    return [gap.why for gap in reading.gaps]


@pytest.mark.parametrize("text", [SERVICE, "service: a\nprovider: aws\n"])
def test_it_says_how_it_can_be_read(text: str) -> None:
    whys = read(text)
    assert whys is not None
    assert ["`serverless package`" in why for why in whys] == [True]


@pytest.mark.parametrize(
    "text",
    [
        "service: a\nprovider: {name: google}\n",
        "provider: {name: aws}\n",
        "service: a\n",
        "- aws\n",
    ],
)
def test_other_files_are_not_taken_for_one(text: str) -> None:
    assert read(text) is None


STATEMENTS = """\
service: jobs
custom: {bucket: acme}
provider:
  name: aws
  iamRoleStatements:
    - Effect: Allow
      Action: [s3:GetObject]
      Resource: "arn:aws:s3:::${self:custom.bucket}-${opt:stage, self:provider.stage}/*"
    - ${file(more.yml):statement}
    - Effect: Allow
      Action: sqs:SendMessage
      Resource: {Fn::GetAtt: [Queue, Arn]}
    - Effect: Allow
      Action: lambda:InvokeFunction
      Resource: "arn:aws:lambda:#{AWS::Region}:#{AWS::AccountId}:function:f-${self:x.${opt:stage}}"
    - Effect: Allow
      Action: sns:Publish
      Resource: !Sub "arn:aws:sns:${AWS::Region}:${AWS::AccountId}:t"
functions:
  resize:
    handler: a.b
    iamRoleStatements:
      - {Effect: Allow, Action: "s3:*", Resource: "*"}
"""


def test_statements_of_roles_are_read() -> None:
    found = scan_texts({"serverless.yml": STATEMENTS})
    told = [(one.rule, one.span.outermost.place.line) for one in found.findings]
    assert told == [("service-wildcard", 23)]


@pytest.mark.parametrize(
    "statements", ["${file(all.yml)}", "[]", "[1, [], {}]", "{Effect: Allow}", "", "[{Effect: [}]"]
)
def test_odd_statements_do_no_harm(statements: str) -> None:
    text = f"service: a\nprovider:\n  name: aws\n  iam: {{role: {{statements: {statements}}}}}\n"
    assert not scan_texts({"serverless.yml": text}).crashes
