"""What code takes from other modules of its program is followed as far as it is certain."""

from __future__ import annotations

from textwrap import dedent
from typing import TYPE_CHECKING

import pytest

from iamlint.carriers import python
from iamlint.config import Configurations
from iamlint.gathering import gather_again, gather_files, gather_texts
from iamlint.scanning import Request, Scanner
from iamlint.text.source import Source

from .reading import told

if TYPE_CHECKING:
    from pathlib import Path

    from iamlint.model.policy import Statement
    from iamlint.model.things import Reading

NAMES = """
import os
from enum import Enum
from .base import ACCOUNT

ACTIONS = ["sqs:SendMessage"]
QUEUE = f"arn:aws:sqs:eu-west-1:{ACCOUNT}:orders"
STAGE = os.environ["STAGE"]
TWICE = "one"
TWICE = "two"
POLICY = {"Version": "2012-10-17",
          "Statement": [{"Effect": "Allow", "Action": "sqs:*", "Resource": QUEUE}]}


class Queues:
    DEAD = QUEUE + "-dead"


class Act(str, Enum):
    SEND = "sqs:SendMessage"


def queue(name, account=ACCOUNT):
    return f"arn:aws:sqs:eu-west-1:{account}:{name}"


class Make:
    @staticmethod
    def queue(name):
        return queue(name)


if STAGE == "prod":
    CHOSEN = "arn:aws:sqs:eu-west-1:123456789012:prod"
else:
    CHOSEN = "arn:aws:sqs:eu-west-1:123456789012:test"
"""
FILES = {
    "app/names.py": NAMES,
    "app/base.py": 'ACCOUNT = "123456789012"\n',
    "app/all.py": "from .names import *\nfrom . import names as inner\n",
    "app/__init__.py": "from .names import QUEUE as FIRST\n",
    "top.py": 'HIGH = "arn:aws:sqs:eu-west-1:123456789012:top"\n',
    "app/twin.py": "X = 1\n",
    "twin.py": 'X = "arn:aws:sqs:eu-west-1:123456789012:twin"\n',
    "app/circle.py": "from .round import ARN\n",
    "app/round.py": "from .circle import ARN\n",
    "app/broken.py": "ARN = (\n",
}
FRAME = """
{imports}
use({{"Version": "2012-10-17",
     "Statement": [{{"Effect": "Allow", "Action": {action}, "Resource": {resource}}}]}})
"""
ARN = "arn:aws:sqs:eu-west-1:123456789012:"


def read(code: str, path: str = "app/stack.py") -> Reading:
    others = python.modules(FILES.get)
    found = python.read(Source(path, dedent(code)), None, others=others)
    assert found is not None
    return found


def statement(imports: str, resource: str, action: str = '"sqs:SendMessage"') -> Statement:
    code = FRAME.format(imports=imports, resource=resource, action=action)
    ((one,),) = [policy.statements for policy in read(code).policies]
    return one


@pytest.mark.parametrize(
    ("imports", "resource", "meant"),
    [
        ("from .names import QUEUE", "QUEUE", "orders"),
        ("from app.names import QUEUE as Q", "Q", "orders"),
        ("from app import names", "names.QUEUE", "orders"),
        ("from . import names", "names.QUEUE", "orders"),
        ("import app.names", "app.names.QUEUE", "orders"),
        ("import names", "names.QUEUE", "orders"),
        ("from names import *", "QUEUE", "orders"),
        ("from app.all import QUEUE", "QUEUE", "orders"),
        ("from app.all import inner", "inner.QUEUE", "orders"),
        ("from app import FIRST", "FIRST", "orders"),
        ("from top import HIGH", "HIGH", "top"),
        ("from .names import QUEUE", "f'{QUEUE}-two'", "orders-two"),
        ("from .names import Queues", "Queues.DEAD", "orders-dead"),
        ("from . import names as n", "n.Queues.DEAD", "orders-dead"),
        ("from .names import queue", "queue('paid')", "paid"),
        ("from .all import queue", "queue(name='paid')", "paid"),
        ("from .names import *", "queue('paid')", "paid"),
        ("from . import names", "names.queue('paid')", "paid"),
        ("from .names import Make", "Make.queue('paid')", "paid"),
    ],
)
def test_what_is_imported_is_followed(imports: str, resource: str, meant: str) -> None:
    one = statement(imports, resource)
    assert [str(word) for word in one.resources or ()] == [ARN + meant]
    assert all(word.span.source.path == "app/stack.py" for word in one.resources or ())


def test_actions_are_followed_too() -> None:
    one = statement("from .names import ACTIONS, Act", "'*'", "[*ACTIONS, Act.SEND.value]")
    assert [str(word) for word in one.actions or ()] == ["sqs:SendMessage"] * 2


@pytest.mark.parametrize(
    ("imports", "resource"),
    [
        ("from .names import STAGE", "STAGE"),
        ("from .names import TWICE", "TWICE"),
        ("from .names import MISSING", "MISSING"),
        ("from .missing import QUEUE", "QUEUE"),
        ("from .circle import ARN", "ARN"),
        ("from .broken import ARN", "ARN"),
        ("from twin import X", "X"),
        ("from elsewhere.names import QUEUE", "QUEUE"),
        ("from .names import queue", "queue(*x)"),
        ("from .names import queue", "queue"),
        ("from .names import Queues", "Queues.DEAD.value"),
        ("from .names import Queues", "Queues"),
        ("from .names import ACTIONS as A\nA.append(1)\nA.pop()", "A"),
    ],
)
def test_what_is_not_certain_is_a_hole(imports: str, resource: str) -> None:
    one = statement(imports, resource)
    assert one.resources is None or all(word.text.holes for word in one.resources)


def test_a_choice_of_another_module_is_none_of_this_one() -> None:
    one = statement("from .names import CHOSEN", "CHOSEN")
    assert sorted(str(word) for word in one.resources or ()) == [ARN + "prod", ARN + "test"]


def test_policies_are_read_where_they_stand() -> None:
    code = """
        import boto3, json
        from .names import POLICY
        boto3.client("iam").create_policy(PolicyName="p", PolicyDocument=json.dumps(POLICY))
    """
    reading = read(code)
    assert not reading.policies
    assert [gap.why for gap in reading.gaps]


def test_things_of_the_cdk_that_another_module_makes_are_not_known() -> None:
    code = """
        from aws_cdk import aws_iam as iam
        from .stores import bucket, who
        iam.PolicyStatement(actions=["s3:GetObject"], resources=[bucket.bucket_arn, "arn:aws:s3:::b/*"])
        iam.PolicyStatement(actions=["sts:AssumeRole"], principals=[who])
    """
    stores = """
        from aws_cdk import aws_iam as iam, aws_s3 as s3
        bucket = s3.Bucket(scope, "B")
        who = iam.ServicePrincipal("lambda.amazonaws.com", conditions={"StringEquals": {"a:b": "c"}})
    """
    files = {"app/stores.py": dedent(stores)}
    others = python.modules(files.get)
    reading = python.read(Source("app/stack.py", dedent(code)), None, others=others)
    assert reading is not None
    first, second = told(reading)
    assert "bucket.bucket_arn" in first
    assert "lambda.amazonaws.com" in second
    assert "'a:b'" in second


def test_what_a_reading_hangs_on_is_known() -> None:
    others = python.modules(FILES.get)
    code = FRAME.format(imports="from .all import QUEUE", resource="QUEUE", action="'sqs:*'")
    python.read(Source("app/stack.py", code), None, others=others)
    assert others.beside("app/stack.py") >= {"app/all.py", "app/names.py", "app/base.py"}
    again = FRAME.format(imports="from .names import QUEUE", resource="QUEUE", action="'sqs:*'")
    python.read(Source("app/other.py", again), None, others=others)
    assert others.beside("app/other.py") >= {"app/names.py", "app/base.py"}
    assert "app/all.py" not in others.beside("app/other.py")


def test_another_module_that_changes_is_read_again() -> None:
    before = gather_texts({"a.py": CODE, "names.py": 'ACTION = "s3:GetObjct"\n'}, Configurations())
    after = gather_again(before, {"names.py": 'ACTION = "s3:GetObject"\n'})
    (policy,) = after.readings[0].policies
    assert [str(word) for word in policy.statements[0].actions or ()] == ["s3:GetObject"]


CODE = """
from names import ACTION
use({"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Action": ACTION, "Resource": "arn:aws:s3:::a/*"}]})
"""


def test_a_finding_stands_where_the_value_is_used_and_is_not_mended_there(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(CODE)
    (tmp_path / "names.py").write_text('ACTION = "s3:GetObjct"\n')
    scanner = Scanner(Request((str(tmp_path),)))
    scan = scanner.scan(scanner.gather())
    (finding,) = scan.findings
    assert finding.rule == "unknown-action"
    assert finding.span.text == "ACTION"
    assert not any(fix.edits for fix in finding.fixes)


def test_nothing_outside_of_what_is_looked_at_is_read(tmp_path: Path) -> None:
    (tmp_path / "names.py").write_text('ACTION = "s3:GetObject"\n')
    inner = tmp_path / "inner"
    inner.mkdir()
    (inner / "a.py").write_text(CODE)
    scanner = Scanner(Request((str(inner),)))
    gathered = gather_files(scanner.collect(), scanner.configurations)
    (policy,) = gathered.readings[0].policies
    assert policy.statements[0].actions is None or policy.statements[0].gaps
