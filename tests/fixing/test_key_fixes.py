"""Fixes of keys: applied, the finding is gone, and what was missing is all that is newly allowed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from iamlint.access.truth import YES
from iamlint.catalog import catalog
from iamlint.estate import Estate
from iamlint.fixing import fix
from iamlint.testing import scan_with
from iamlint.testing.cases import cases_in
from iamlint.text.holes import Text
from tests.carriers.cloudformation.reading import read
from tests.estate.templates import IRELAND

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.estate.keycalls import KeyCall
    from iamlint.model.things import Identity, Resource

FOLDER = Path(__file__).parents[1] / "cases" / "kms"
RULES = ("missing-service-grant", "missing-caller-grant", "role-without-key")
CASES = [
    pytest.param(str(case.files["example.yaml"]), id=f"{name}: {case.title}")
    for name in ("services", "conditions")
    for case in cases_in((FOLDER / f"{name}.md").read_text(encoding="utf-8"))
    if "example.yaml" in case.files
    and any(f" error {rule} " in case.output.text for rule in RULES)
    and "Parameters:" not in str(case.files["example.yaml"])
    and "a Deny" not in case.title
]
ACTIONS = (
    *("kms:Encrypt", "kms:Decrypt", "kms:GenerateDataKey", "kms:GenerateDataKeyWithoutPlaintext"),
    *("kms:ReEncryptFrom", "kms:ReEncryptTo", "kms:DescribeKey", "kms:CreateGrant"),
    *("kms:PutKeyPolicy", "kms:ScheduleKeyDeletion", "kms:Sign", "kms:RetireGrant"),
)
OTHERS = ("sqs.amazonaws.com", "backup.amazonaws.com")
ELSEWHERE = Text("arn:aws:sns:eu-west-1:999999999999:another")

Requests = set[tuple[str, str, str]]


def estate_of(text: str) -> Estate:
    return Estate([read(text, IRELAND)], None, catalog())


def allowed(estate: Estate) -> Requests:
    """Which of many uses of the keys are allowed: by services in their own name, for what calls
    here or for another; by identities, through the service that they use or through another.
    """
    return {*by_services(estate), *by_identities(estate)}


def by_services(estate: Estate) -> Iterator[tuple[str, str, str]]:
    for call in estate.key_calls:
        key = call.key.key
        if key is None:
            continue
        for principal in (str(call.principals[0]), *OTHERS):
            for action in ACTIONS:
                for whose, context in (("ours", call.context), ("another's", another(call))):
                    answer = estate.admits(
                        (principal,),
                        action,
                        key.arn,
                        context=context,
                        reading=key.reading,
                        source=call.source if whose == "ours" else None,
                    )
                    if answer.truth is YES:
                        yield principal, action, whose


def another(call: KeyCall) -> dict[str, Text | str | None]:
    """What a call of the same service for somebody else carries."""
    context = {**call.context, "aws:SourceArn": ELSEWHERE, "aws:SourceAccount": "999999999999"}
    return {key: ELSEWHERE if "EncryptionContext" in key else v for key, v in context.items()}


def by_identities(estate: Estate) -> Iterator[tuple[str, str, str]]:
    for need in estate.key_needs():
        for use in need.uses:
            for action in ACTIONS:
                for whose, via in (("ours", use.via_service), ("another's", Text("x.y.z"))):
                    context = {**use.context_of(action), "kms:ViaService": via}
                    answer = estate.can(need.identity, action, need.key_arn, context=context)
                    if answer.allowed:
                        yield need.identity.address, action, whose
    for role, key in named_roles(estate):
        for action in ACTIONS:
            if estate.can(role, action, key.arn, context={"kms:ViaService": None}).allowed:
                yield role.address, action, "directly"


def named_roles(estate: Estate) -> Iterator[tuple[Identity, Resource]]:
    for reading in estate.readings:
        for user in reading.key_users:
            roles = estate.roles_named(user.role_ref, user.reading) if user.role_ref else []
            for role in roles:
                for key in estate.keys_of_user(user):
                    if key.key is not None:
                        yield role, key.key


def missing(estate: Estate) -> Requests:
    """What the findings say is missing, as the guides write it."""
    found: Requests = set()
    for refusal in estate.service_refusals():
        for call in refusal.calls:
            for action in (a for p in call.row.documented for a in catalog().expand(p)):
                found.add((str(refusal.principal), action, "ours"))
                if not call.row.wide or refusal.who.startswith("AWSServiceRole"):
                    found.add((str(refusal.principal), action, "another's"))
    for lacking in estate.missing_key_grants():
        if not lacking.only_when:
            address = lacking.first.need.identity.address
            found.update((address, action, "ours") for action in lacking.all_actions)
    for lack in estate.role_key_lacks():
        found.update((lack.role.address, action, "directly") for action in lack.actions)
    return {request for request in found if request[1] in ACTIONS}


def test_there_are_cases() -> None:
    assert len(CASES) >= 20


@pytest.mark.parametrize("before", CASES)
def test_law_a_fix_allows_what_was_missing_and_nothing_else(before: str) -> None:
    scanner, scan = scan_with({"t.yaml": before}, select=("kms",))
    assert scan.findings
    done = fix(scanner, scan, unsafe=True)
    after = done.texts["t.yaml"]
    assert not scan_with({"t.yaml": after}, select=("kms",))[1].findings
    old, new = allowed(estate_of(before)), allowed(estate_of(after))
    assert old < new
    assert new - old == missing(estate_of(before)) - old


KEYED = """
  Key: {Type: AWS::KMS::Key}
  Jobs: {Type: AWS::SQS::Queue, Properties: {KmsMasterKeyId: !Ref Key}}
"""
SAM = f"""Transform: AWS::Serverless-2016-10-31
Resources:{KEYED}  Worker:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.13
      Handler: index.handler
      InlineCode: "def handler(event, context): pass"
      Events:
        Jobs: {{Type: SQS, Properties: {{Queue: !GetAtt Jobs.Arn}}}}
"""
MANAGED = f"""Resources:{KEYED}  Worker:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {{Effect: Allow, Principal: {{Service: lambda.amazonaws.com}}, Action: sts:AssumeRole}}
      ManagedPolicyArns:
        - arn:aws:iam::aws:policy/service-role/AWSLambdaSQSQueueExecutionRole
  Reader:
    Type: AWS::Lambda::Function
    Properties:
      Runtime: python3.13
      Handler: index.handler
      Role: !GetAtt Worker.Arn
      Code: {{ZipFile: "def handler(event, context): pass"}}
  Source:
    Type: AWS::Lambda::EventSourceMapping
    Properties: {{EventSourceArn: !GetAtt Jobs.Arn, FunctionName: !Ref Reader}}
"""


@pytest.mark.parametrize(
    "before", [SAM, MANAGED], ids=["a role that SAM makes", "a managed policy"]
)
def test_an_identity_without_a_policy_of_its_own_gets_one(before: str) -> None:
    scanner, scan = scan_with({"t.yaml": before}, select=("kms",))
    assert [finding.rule for finding in scan.findings] == ["missing-caller-grant"]
    done = fix(scanner, scan, unsafe=True)
    assert done.fixed == 1
    assert "Policies:" in done.texts["t.yaml"]
    assert not done.scan.findings
