"""Clients that are passed on, kept and made where they are first wanted, and packages that have a
client of their own.
"""

from __future__ import annotations

import pytest

from .test_calls import calls_of, told

PASSED = [
    """
    s3 = boto3.client("s3")
    def put(client, key):
        client.put_object(Bucket="b", Key="k")
    def handler(event, context):
        put(s3, "k")
    """,
    """
    class Store:
        def __init__(self, client=None):
            self.client = client or boto3.client("s3")
        def put(self):
            self.client.put_object(Bucket="b", Key="k")
    def handler(event, context):
        Store().put()
    """,
    """
    class Store:
        def __init__(self, client=None):
            self.client = boto3.client("s3") if client is None else client
        def put(self):
            self.client.put_object(Bucket="b", Key="k")
    def handler(event, context):
        Store(None).put()
    """,
    """
    class Store:
        def __init__(self, client, bucket="b"):
            self.client = client
            self.bucket = bucket
        def put(self):
            self.client.put_object(Bucket=self.bucket, Key="k")
    def handler(event, context):
        Store(client=boto3.client("s3")).put()
    """,
    """
    @dataclass
    class Store:
        client: Any
        def put(self):
            self.client.put_object(Bucket="b", Key="k")
    def handler(event, context):
        Store(boto3.client("s3")).put()
    """,
    """
    class Store:
        @property
        def client(self):
            return boto3.client("s3")
        def put(self):
            self.client.put_object(Bucket="b", Key="k")
    def handler(event, context):
        Store().put()
    """,
    """
    handler = lambda event, context: boto3.client("s3").put_object(Bucket="b", Key="k")
    """,
    """
    def handler(event, context):
        while True:
            boto3.client("s3").put_object(Bucket="b", Key="k")
    """,
]


@pytest.mark.parametrize("code", PASSED)
def test_what_is_passed_is_followed(code: str) -> None:
    (call,) = calls_of("import boto3\n" + dedented(code))
    assert told(call) == ("s3:PutObject", "b", "/k")
    assert call.always


OTHERS = [
    """
    def put(client):
        client.put_object(Bucket="b")
    def handler(event, context):
        put(boto3.client("s3"))
        put(boto3.client("s3control"))
    """,
    """
    def put(client):
        client.put_object(Bucket="b")
    def handler(event, context):
        put(*event)
    """,
    """
    def put(client):
        client.put_object(Bucket="b")
    def handler(event, context):
        put(boto3.client("s3", aws_access_key_id=event["id"]))
    """,
    """
    def put(client=None):
        client = client or boto3.client("s3")
    class Store:
        def __init__(self, client=None):
            self.client = client or boto3.client("s3")
        def put(self):
            self.client.put_object(Bucket="b")
    def handler(event, context):
        Store(assumed(event)).put()
    """,
    """
    def again(client):
        again(client)
        client.put_object(Bucket="b")
    def handler(event, context):
        pass
    """,
]


@pytest.mark.parametrize("code", OTHERS)
def test_what_may_be_several_things_is_none(code: str) -> None:
    assert not calls_of("import boto3\n" + dedented(code))


def test_calls_of_calls_take_no_time() -> None:
    lines = ["import boto3"]
    for number in range(40):
        lines += [f"def f{number}(client, name):"]
        lines += [f"    f{number + 1}(client, name)"] * 9
    lines += [
        "def f40(client, name):",
        "    client.put_object(Bucket=name)",
        "    f0(client, name)",
    ]
    lines += ["def handler(event, context):", "    f0(boto3.client('s3'), 'b')"]
    assert not calls_of("\n".join(lines))


WRAPPED = [
    ("parameters.get_parameter('/app/x')", [("ssm:GetParameter", "/app/x", "")]),
    ("parameters.get_parameters(path='/app')", [("ssm:GetParametersByPath", "", "")]),
    ("get_secret('x')", [("secretsmanager:GetSecretValue", "x", "")]),
    ("parameters.SSMProvider().get('/app/x')", [("ssm:GetParameter", "/app/x", "")]),
    (
        "parameters.DynamoDBProvider(table_name='t').get_multiple('x')",
        [("dynamodb:Query", "t", "")],
    ),
    (
        "parameters.get_app_config('a', 'b')",
        [
            ("appconfig:StartConfigurationSession", "", ""),
            ("appconfig:GetLatestConfiguration", "", ""),
        ],
    ),
    ("parameters.get_parameter('/app/x', **event)", []),
    ("parameters.SSMProvider(boto3_session=event).get('/app/x')", []),
    (
        "boto3.client('s3').get_waiter('object_exists').wait(Bucket='b', Key='k')",
        [("s3:GetObject", "b", "/k")],
    ),
    ("boto3.client('s3').get_waiter('nothing').wait(Bucket='b', Key='k')", []),
]


@pytest.mark.parametrize(("body", "expected"), WRAPPED)
def test_packages_with_a_client_of_their_own(body: str, expected: list[object]) -> None:
    found = calls_of(
        f"""
        import boto3
        from aws_lambda_powertools.utilities import parameters
        from aws_lambda_powertools.utilities.parameters import get_secret
        def handler(event, context):
            {body}
        """
    )
    assert [told(call) for call in found] == expected


def test_what_makes_functions_idempotent() -> None:
    found = calls_of(
        """
        import os
        from aws_lambda_powertools.utilities.idempotency import DynamoDBPersistenceLayer, idempotent
        kept = DynamoDBPersistenceLayer(table_name=os.environ["TABLE"])
        @idempotent(persistence_store=kept)
        def handler(event, context):
            pass
        """
    )
    assert [told(call)[:2] for call in found] == [
        (f"dynamodb:{action}Item", "${Orders}") for action in ("Get", "Put", "Update", "Delete")
    ]


def dedented(code: str) -> str:
    from textwrap import dedent

    return dedent(code)
