"""What services do with keys in their own name: each row asks for what its own statement gives."""

from __future__ import annotations

from typing import Any

import pytest

from iamlint.access.truth import NO, YES
from iamlint.catalog import catalog
from iamlint.estate import Estate
from iamlint.estate.integrations import filled
from iamlint.estate.joined import CUSTOMER, KeyUse
from iamlint.estate.keycalls import KeyCall
from iamlint.estate.servicelacks import ServiceLack, ServiceRefusal, ask
from iamlint.estate.servicerows import Row, rows_of
from iamlint.finding import CERTAIN, LIKELY
from iamlint.rule import AddPolicy, AddStatement, Several
from iamlint.text.holes import Text
from iamlint.text.node import ALWAYS

from .build import AWAY, HOME, Stack
from .templates import estate_of

ROWS = rows_of(catalog())
IDS = [row.id for row in ROWS]
SOURCES = {
    "logs": f"arn:aws:logs:eu-west-1:{HOME}:log-group:/app",
    "cloudtrail-s3": f"arn:aws:cloudtrail:eu-west-1:{HOME}:trail/main",
    "cloudfront-oac": f"arn:aws:cloudfront::{HOME}:distribution/E2ABCDEFGHIJKL",
    "s3tables-maint": f"arn:aws:s3tables:eu-west-1:{HOME}:bucket/tables",
}
"""Where the statement tells the sort of the source; for the others any source will do."""

PLACE = {"Account": Text(HOME), "Region": Text("eu-west-1"), "Partition": Text("aws")}


class World:
    """A source, a target under a key, and the call of a row from the one to the other."""

    def __init__(self, row: Row, *statements: dict[str, Any], names_source: bool = False) -> None:
        stack = Stack()
        self.key = stack.key(stack.delegation(), *statements)
        source, target = stack.resource("sns:topic", "News"), stack.queue("Jobs")
        source.arn = Text(SOURCES.get(row.id, f"arn:aws:sns:eu-west-1:{HOME}:news"))
        self.estate = Estate([stack.reading], None, catalog())
        self.call = KeyCall(
            row,
            target,
            "",
            target,
            source,
            source,
            source.arn,
            target.arn,
            KeyUse(CUSTOMER, self.key.arn, None, self.key),
            tuple(filled(name, PLACE) for name in row.principals or ("sns.amazonaws.com",)),
            names_source,
            CERTAIN,
            ALWAYS,
        )

    def lacks(self) -> list[str]:
        return [action for action in self.call.row.minimum if self._lack(action)]

    def _lack(self, action: str) -> ServiceLack | None:
        return ask(self.estate, self.call, self.key, action)

    def admitted(self, action: str, **context: str) -> bool:
        """With other keys than those that the call carries."""
        answer = self.estate.admits(
            self.call.principals,
            action,
            self.key.arn,
            context={**self.call.context, **context},
            reading=self.key.reading,
            source=self.call.source,
        )
        assert answer.truth in (YES, NO)
        return answer.allowed

    def statement(self) -> dict[str, Any]:
        """What the fix adds."""
        lacks = [self._lack(action) for action in self.call.row.minimum]
        refusal = ServiceRefusal(self.estate, self.key, tuple(lack for lack in lacks if lack))
        mended = refusal.mended
        assert isinstance(mended, AddStatement)
        return mended.statement


@pytest.mark.parametrize("row", ROWS, ids=IDS)
def test_delegation_admits_no_service(row: Row) -> None:
    assert World(row).lacks() == list(row.minimum)


@pytest.mark.parametrize("names_source", [False, True])
@pytest.mark.parametrize("row", ROWS, ids=IDS)
def test_the_statement_of_a_row_is_enough_for_its_call(row: Row, names_source: bool) -> None:
    before = World(row, names_source=names_source)
    statement = before.statement()
    after = World(row, statement, names_source=names_source)
    assert after.lacks() == []


@pytest.mark.parametrize("row", ROWS, ids=IDS)
def test_the_statement_admits_to_nothing_else(row: Row) -> None:
    after = World(row, World(row).statement())
    wanted = {name for p in row.documented for name in catalog().expand(p)}
    others = ("kms:PutKeyPolicy", "kms:ScheduleKeyDeletion", "kms:Sign", "kms:CreateGrant")
    assert not any(after.admitted(action) for action in others if action not in wanted)


OF_ACCOUNT = [row for row in ROWS if "aws:SourceAccount" in str(row.wide)]


@pytest.mark.parametrize("row", OF_ACCOUNT, ids=[row.id for row in OF_ACCOUNT])
def test_the_statement_admits_no_other_account(row: Row) -> None:
    after = World(row, World(row).statement())
    other = {"aws:SourceAccount": AWAY}
    assert not after.admitted(row.minimum[0], **other)


def test_every_minimum_is_in_what_the_guides_write() -> None:
    for row in ROWS:
        documented = {name for p in row.documented for name in catalog().expand(p)}
        assert set(row.minimum) <= documented, row.id


def test_every_wire_is_an_integration() -> None:
    known = {row["id"] for row in catalog().table("integrations")}
    for row in ROWS:
        assert set(row.wires) <= known, row.id
    for raw in catalog().table("kms_unsupported"):
        assert raw["wire"] in known


TEMPLATE = """
        Resources:
          Key:
            Type: AWS::KMS::Key
            Properties:
              KeyPolicy:
                Version: "2012-10-17"
                Statement:
                  - Effect: Allow
                    Principal: {AWS: "arn:aws:iam::111122223333:root"}
                    Action: kms:*
                    Resource: "*"
          News: {Type: AWS::SNS::Topic}
          Site: {Type: AWS::SNS::Topic, Properties: {KmsMasterKeyId: !Ref Key}}
          Jobs: {Type: AWS::SQS::Queue, Properties: {KmsMasterKeyId: !Ref Key}}
          One:
            Type: AWS::SNS::Subscription
            Properties: {Protocol: sqs, TopicArn: !Ref News, Endpoint: !GetAtt Jobs.Arn}
          Two:
            Type: AWS::SNS::Subscription
            Properties: {Protocol: sqs, TopicArn: !Ref Site, Endpoint: !GetAtt Jobs.Arn}
"""


def test_one_refusal_for_a_key_and_a_service() -> None:
    (refusal,) = estate_of(stack=TEMPLATE).service_refusals()
    assert refusal.confidence == CERTAIN
    assert refusal.actions == ("kms:GenerateDataKey", "kms:Decrypt")
    assert [str(call.source_arn).rpartition(":")[2] for call in refusal.calls] == [
        "${News}",
        "${Site}",
    ]


def test_a_source_under_the_same_key_is_not_named() -> None:
    """The key policy would name the topic, and the topic the key."""
    (refusal,) = estate_of(stack=TEMPLATE).service_refusals()
    mended = refusal.mended
    assert isinstance(mended, Several)
    conditions = [intent.statement["Condition"] for intent in mended.intents]
    assert [list(condition) for condition in conditions] == [["ArnEquals"], ["StringEquals"]]


def test_what_is_delivered_to_a_bucket_is_likely_only() -> None:
    estate = estate_of(
        stack="""
        Resources:
          Key: {Type: AWS::KMS::Key}
          Logs:
            Type: AWS::S3::Bucket
            Properties:
              BucketEncryption:
                ServerSideEncryptionConfiguration:
                  - ServerSideEncryptionByDefault:
                      {SSEAlgorithm: aws:kms, KMSMasterKeyID: !GetAtt Key.Arn}
          Flow:
            Type: AWS::EC2::FlowLog
            Properties:
              ResourceId: vpc-11112222
              ResourceType: VPC
              LogDestinationType: s3
              LogDestination: !GetAtt Logs.Arn
        """
    )
    (refusal,) = estate.service_refusals()
    assert str(refusal.principal) == "delivery.logs.amazonaws.com"
    assert refusal.confidence == LIKELY
    mended = refusal.mended
    assert isinstance(mended, AddPolicy)  # the default policy stands in no file
    assert mended.statements[0]["Action"] == Text("kms:*")
