"""What the code of functions calls, and what it is called on."""

from __future__ import annotations

import json
from textwrap import dedent
from typing import TYPE_CHECKING

import pytest

from iamlint.testing import scan_texts

if TYPE_CHECKING:
    from iamlint.model.things import Call, Code

TEMPLATE = {
    "Resources": {
        "Worker": {
            "Type": "AWS::IAM::Role",
            "Properties": {
                "AssumeRolePolicyDocument": {
                    "Version": "2012-10-17",
                    "Statement": {
                        "Effect": "Allow",
                        "Principal": {"Service": "lambda.amazonaws.com"},
                        "Action": "sts:AssumeRole",
                    },
                }
            },
        },
        "Work": {
            "Type": "AWS::Lambda::Function",
            "Properties": {
                "Role": {"Fn::GetAtt": ["Worker", "Arn"]},
                "Runtime": "python3.13",
                "Handler": "app.handler",
                "Code": "src",
                "Environment": {"Variables": {"BUCKET": "acme-in", "TABLE": {"Ref": "Orders"}}},
            },
        },
        "Orders": {
            "Type": "AWS::DynamoDB::Table",
            "Properties": {"BillingMode": "PAY_PER_REQUEST"},
        },
    }
}


def calls_of(code: str, **others: str) -> list[Call]:
    files = {"template.json": json.dumps(TEMPLATE), "src/app.py": dedent(code)}
    files |= {f"src/{name}.py": dedent(text) for name, text in others.items()}
    scan = scan_texts(files)
    assert not scan.crashes, scan.crashes[0].trace
    return [call for reading in scan.gathered.readings for call in reading.calls]


def code_of(code: str) -> Code:
    files = {"template.json": json.dumps(TEMPLATE), "src/app.py": dedent(code)}
    (found,) = (code for r in scan_texts(files).gathered.readings for code in r.codes)
    return found


def told(call: Call) -> tuple[str, str, str]:
    return (",".join(call.actions), str(call.ref or ""), str(call.inside or ""))


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("boto3.client('sqs').send_message(QueueUrl='u')", ("sqs:SendMessage", "u", "")),
        (
            "boto3.client('s3').get_object(Bucket='b', Key='k')",
            ("s3:GetObject", "b", "/k"),
        ),
        (
            "boto3.client('s3').head_object(Bucket=os.environ['BUCKET'], Key='k')",
            ("s3:GetObject", "acme-in", "/k"),
        ),
        (
            "boto3.client('s3').upload_file('/tmp/x', os.getenv('BUCKET'), 'k')",
            ("s3:PutObject", "acme-in", "/k"),
        ),
        (
            "boto3.client('s3').copy_object(Bucket='b', Key='k', CopySource='a/k')",
            ("s3:GetObject,s3:PutObject", "b", "/k"),
        ),
        (
            "boto3.resource('dynamodb').Table(os.environ.get('TABLE')).query(IndexName='i')",
            ("dynamodb:Query", "${Orders}", "/index/i"),
        ),
        (
            "boto3.resource('s3').Bucket('b').Object('k').put(Body=b'')",
            ("s3:PutObject", "b", "/k"),
        ),
        ("boto3.resource('s3').Object('b', 'k').get()", ("s3:GetObject", "b", "/k")),
        ("list(boto3.resource('s3').Bucket('b').objects.all())", ("s3:ListBucket", "b", "")),
        (
            "boto3.client('s3').get_paginator('list_objects_v2').paginate(Bucket='b')",
            ("s3:ListBucket", "b", ""),
        ),
        (
            (
                "boto3.client('s3').generate_presigned_url('get_object',"
                " Params={'Bucket': 'b', 'Key': 'k'})"
            ),
            ("s3:GetObject", "b", "/k"),
        ),
        (
            "boto3.client('stepfunctions').start_execution(stateMachineArn='arn:x')",
            ("states:StartExecution", "arn:x", ""),
        ),
        ("boto3.client('cloudwatch').put_metric_data()", ("cloudwatch:PutMetricData", "", "")),
        ("boto3.Session().client('ses').send_email()", ("ses:SendEmail", "", "")),
        (
            "boto3.session.Session(region_name='x').client('sns').publish(TopicArn='t')",
            ("sns:Publish", "t", ""),
        ),
        (
            "with boto3.resource('dynamodb').Table('t').batch_writer() as b: b.put_item(Item={})",
            ("dynamodb:BatchWriteItem", "t", ""),
        ),
    ],
)
def test_forms_of_calls(body: str, expected: tuple[str, str, str]) -> None:
    (call,) = calls_of(f"import os, boto3\ndef handler(event, context):\n    {body}\n")
    assert told(call) == expected
    assert call.always
    assert call.node.source.path == "src/app.py"


@pytest.mark.parametrize(
    "body",
    [
        "boto3.client('s3', aws_access_key_id='a').get_object(Bucket='b', Key='k')",
        "boto3.client('s3', endpoint_url='http://localhost').get_object(Bucket='b', Key='k')",
        "boto3.client('s3', **options).get_object(Bucket='b', Key='k')",
        "boto3.Session(profile_name='p').client('s3').list_buckets()",
        "boto3.client(event['service']).get_object(Bucket='b', Key='k')",
        "event.get_object(Bucket='b', Key='k')",
        "boto3.client('s3').meta.region_name.lower()",
        "boto3.client('nothing-like-it').get_object()",
        "boto3.client('s3').can_paginate('x')",
        "boto3.client('s3', config=Config(signature_version=botocore.UNSIGNED)).list_buckets()",
        "boto3.setup_default_session(**given); boto3.client('s3').list_buckets()",
        "boto3.client('cognito-idp').initiate_auth(AuthFlow='X', ClientId='c')",
        "boto3.client('sts').assume_role_with_web_identity(RoleArn='a')",
    ],
)
def test_what_is_not_certain_is_no_call(body: str) -> None:
    assert calls_of(f"import boto3\ndef handler(event, context):\n    {body}\n") == []


@pytest.mark.parametrize(
    "code",
    [
        """
        import boto3
        s3 = boto3.client("s3")
        s3 = fake()
        def handler(event, context):
            s3.list_buckets()
        """,
        """
        import boto3
        s3 = boto3.client("s3")
        def handler(event, context, s3=None):
            s3.list_buckets()
        """,
        """
        import boto3
        def unused():
            boto3.client("s3").list_buckets()
        def handler(event, context):
            pass
        """,
        """
        import boto3
        def handler(event, context):
            pass
        if __name__ == "__main__":
            boto3.client("s3").list_buckets()
        """,
    ],
)
def test_what_does_not_run_or_is_another_thing(code: str) -> None:
    assert calls_of(code) == []


@pytest.mark.parametrize(
    "code",
    [
        """
        import boto3
        s3 = boto3.client("s3")
        def handler(event, context):
            return inner()
        def inner():
            return s3.list_buckets()
        """,
        """
        from boto3 import client
        class Store:
            def __init__(self):
                self.s3 = client("s3")
            def all(self):
                return self.s3.list_buckets()
        def handler(event, context):
            return Store().all()
        """,
        """
        import boto3 as b
        def s3():
            return b.client("s3")
        def handler(event, context):
            return s3().list_buckets()
        """,
        """
        import boto3
        app = Router()
        @app.get("/")
        def listed():
            return boto3.client("s3").list_buckets()
        def handler(event, context):
            return app.resolve(event, context)
        """,
        """
        from store import listed as all_of_them
        def handler(event, context):
            return all_of_them()
        """,
        """
        import store
        def handler(event, context):
            return store.s3.list_buckets()
        """,
        """
        from clients.aws import s3
        def handler(event, context):
            return s3.list_buckets()
        """,
        """
        def handler(event, context):
            from store import s3
            return s3.list_buckets()
        """,
    ],
)
def test_names_are_followed(code: str) -> None:
    store = """
        import boto3
        s3 = boto3.client("s3")
        def listed():
            return s3.list_buckets()
        def unused():
            return s3.delete_bucket(Bucket="b")
        """
    found = calls_of(code, **{"store": store, "clients/__init__": "", "clients/aws": store})
    assert [call.actions for call in found] == [("s3:ListAllMyBuckets",)]


def test_branches_are_told_apart() -> None:
    found = calls_of(
        """
        import boto3
        sqs = boto3.client("sqs")
        def handler(event, context):
            sqs.receive_message(QueueUrl="q")
            if event:
                sqs.send_message(QueueUrl="q")
                later()
            try:
                sqs.delete_message(QueueUrl="q")
            except Exception:
                sqs.purge_queue(QueueUrl="q")
        def later():
            sqs.get_queue_attributes(QueueUrl="q")
        """
    )
    assert {call.api: call.always for call in found} == {
        "sqs.receive_message": True,
        "sqs.send_message": False,
        "sqs.delete_message": True,
        "sqs.purge_queue": False,
        "sqs.get_queue_attributes": False,
    }


ROUTING = [
    ("if event['httpMethod'] == 'POST':", True),
    ("if event['path'] == '/orders' and event['httpMethod'] in ('PUT', 'PATCH'):", True),
    ("if event.get('routeKey') == 'POST /orders':", True),
    ("if 'Create' == event['RequestType']:", True),
    (
        "if event['httpMethod'] == 'GET':\n        pass\n    elif event['httpMethod'] == 'POST':",
        True,
    ),
    ("if os.environ['STAGE'] == 'prod':", False),
    ("if os.environ['ROOT'] == '/':", False),
    ("if event['httpMethod'] == 'POST' and os.environ.get('QUEUE'):", False),
    ("if event['httpMethod'] != 'POST':", False),
    ("if event['httpMethod'] == 'POST':\n        pass\n    else:", False),
]


@pytest.mark.parametrize(("test", "always"), ROUTING)
def test_all_kinds_of_requests_come(test: str, always: bool) -> None:
    (call,) = calls_of(
        f"import boto3\ndef handler(event, context):\n    {test}\n"
        "        boto3.client('sqs').send_message(QueueUrl='q')\n"
    )
    assert call.always is always


@pytest.mark.parametrize(("case", "always"), [("'POST' | 'PUT'", True), ("_", False)])
def test_cases_that_tell_requests_apart(case: str, always: bool) -> None:
    (call,) = calls_of(
        "import boto3\ndef handler(event, context):\n    match event['httpMethod']:\n"
        f"        case {case}:\n            boto3.client('sqs').send_message(QueueUrl='q')\n"
    )
    assert call.always is always


def test_places_count_characters() -> None:
    code = 'import boto3\ndef handler(é, ü):\n    "äöü"; boto3.client("s3").list_buckets()\n'
    (call,) = calls_of(code)
    span = call.span
    assert span.source.text[span.start : span.end] == 'boto3.client("s3").list_buckets()'


@pytest.mark.parametrize(
    "code",
    [
        "print 'python two'",
        "def handler(event, context:\n",
        "\0",
        "x = " + "(" * 5000,
        "x = " + "[" * 3000 + "]" * 3000,
        "def handler(e, c):\n    return handler(e, c)\n",
        "from app import handler as handler\n",
        "import boto3\nx = y\ny = x\ndef handler(e, c):\n    x.get_object()\n",
        (
            "import boto3\nclass A:\n    def f(self):\n        self.a = self.a\n"
            "def handler(e, c):\n    A().f()\n"
        ),
        "match x:\n    case {'a': [1, *rest]}:\n        pass\n",
        "import boto3\ndef handler(e, c):\n" + "    boto3.client('s3').list_buckets()\n" * 2000,
        "from . import x\nfrom ... import y\n",
        "import boto3\ndef handler(e, c):\n    boto3.client('sqs').send_message(QueueUrl="
        + "+".join(["e"] * 2000)
        + ")\n",
    ],
    ids=range(13),
)
def test_code_that_means_harm(code: str) -> None:
    calls_of(code)


def test_code_outside_the_project_is_not_read() -> None:
    template = json.loads(json.dumps(TEMPLATE))
    for place in ("/etc", "../../..", "s3://bucket/key"):
        template["Resources"]["Work"]["Properties"]["Code"] = place
        scan = scan_texts({"template.json": json.dumps(template)})
        assert not any(reading.codes for reading in scan.gathered.readings)


@pytest.mark.parametrize(
    ("code", "whole"),
    [
        ("import boto3, json\nfrom botocore.exceptions import ClientError\n", True),
        ("import requests\n", False),
        ("import boto3\nx = getattr(boto3, 'client')\n", False),
    ],
)
def test_code_that_may_call_what_it_does_not_name(code: str, whole: bool) -> None:
    found = code_of(code + "def handler(event, context): pass\n")
    assert found.whole is whole
    assert "boto3" in found.names or not whole
