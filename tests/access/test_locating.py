"""ARNs field by field: what the engine finds wrong with one."""

from __future__ import annotations

import pytest

from iamlint.access.engine import Engine
from iamlint.access.engine.arns import arn_of
from iamlint.catalog import catalog
from iamlint.text.holes import Hole, Text

ENGINE = Engine(catalog())
WHERE = Hole("AWS::Region", "region")
WHO = Hole("AWS::AccountId", "account")
ANYTHING = Hole("Anything")

SOUND = [
    Text("arn:aws:s3:::acme"),
    Text("arn:*:s3:::acme"),
    Text("arn:aws:s3:*:*:acme"),
    Text("arn:aws:s3:::", Hole("Bucket", "name"), "/*"),
    Text("arn:aws:sqs:", WHERE, ":", WHO, ":jobs"),
    Text("arn:aws:sqs:eu-*:1111*:jobs"),
    Text("arn:aws:sqs:eu-west-1:????????????:jobs"),
    Text("arn:aws:iam::${aws:PrincipalAccount}:user/${aws:username}"),
    Text("arn:aws:iam::aws:policy/ReadOnlyAccess"),
    Text("arn:aws-us-gov:sqs:us-gov-west-1:111122223333:jobs"),
    Text("arn:aws:", ANYTHING, ":x:y:z:jobs"),
    Text("arn:aws::::thing"),
    Text("*"),
    Text("jobs"),
    Text(""),
]

FAULTY = [
    (Text("arn:aws2:sqs:eu-west-1:111122223333:jobs"), "partition unknown"),
    (Text("arn:aws-*-iso:sqs:eu-west-1:111122223333:jobs"), "partition unknown"),
    (Text("arn:aws:Sqs:eu-west-1:111122223333:jobs"), "service not in lower case"),
    (Text("arn:aws:s*:::acme"), "service with a wildcard"),
    (Text("arn:aws:nobody-knows:::thing"), "service unknown"),
    (Text("arn:aws:sqs:eu-west1:111122223333:jobs"), "region unknown"),
    (Text("arn:aws:sqs:cn-north-1:111122223333:jobs"), "region unknown"),
    (Text("arn:aws:sqs::111122223333:jobs"), "region missing"),
    (Text("arn:aws:sqs:", WHERE, "::jobs"), "account missing"),
    (Text("arn:aws:iam:", WHERE, ":", WHO, ":role/worker"), "region needless"),
    (Text("arn:aws:s3::", WHO, ":acme"), "account needless"),
    (Text("arn:aws:sqs:eu-west-1:1111222233334:jobs"), "account malformed"),
    (Text("arn:aws:sqs:eu-west-1:1111-*:jobs"), "account malformed"),
    (Text("arn:aws:sqs:eu-west-1:?????????????:jobs"), "account malformed"),
    (Text("arn:aws:dynamodb:eu-west-1:111122223333:jobs"), "resource unknown"),
    (Text("arn:aws:sqs:eu-west-1:111122223333:"), "resource unknown"),
]


@pytest.mark.parametrize("text", SOUND, ids=str)
def test_sound(text: Text) -> None:
    assert ENGINE.faults_of(text) == ()


@pytest.mark.parametrize(("text", "fault"), FAULTY, ids=str)
def test_faulty(text: Text, fault: str) -> None:
    assert ENGINE.faults_of(text) == (fault,)


def test_a_field_is_replaced_and_holes_stay() -> None:
    text = Text("arn:aws:iam:", WHERE, ":", WHO, ":role/worker")
    arn = arn_of(text)
    assert arn is not None
    assert arn.changed(3, "") == Text("arn:aws:iam::", WHO, ":role/worker")
    assert arn.changed(5, "user/worker") == Text("arn:aws:iam:", WHERE, ":", WHO, ":user/worker")


def test_nothing_is_replaced_where_a_variable_hides_the_fields() -> None:
    arn = arn_of(Text("arn:aws:iam:eu-west-1:${aws:PrincipalAccount}:role/worker"))
    assert arn is not None
    assert arn.changed(3, "") is None


def test_forms_of_nearly_the_same_kind() -> None:
    arn = arn_of(Text("arn:aws:lambda:eu-west-1:111122223333:function/report"))
    assert arn is not None
    assert ENGINE.forms_like(arn) == ("function:${FunctionName}",)
