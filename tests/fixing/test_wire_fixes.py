"""Fixes of wires: applied, the finding is gone, and what was missing is all that is newly let in."""

from __future__ import annotations

from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from iamlint.access.truth import YES
from iamlint.catalog import catalog
from iamlint.estate import Estate
from iamlint.estate.calling import Calls
from iamlint.fixing import fix
from iamlint.packs import all_rules
from iamlint.testing import scan_with
from iamlint.testing.examples import BAD, examples_in
from iamlint.text.holes import Text
from tests.carriers.cloudformation.reading import read
from tests.estate.templates import IRELAND

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.testing.examples import Example

DENIED = "denied-source"
"""Its fix spares all services from a Deny, and not the source alone."""
EXAMPLES = [
    pytest.param(example, id=f"{rule.name}-{example.line}")
    for rule in all_rules(plugins=False)
    if rule.shelf == "wiring"
    and rule.fix
    and rule.name != DENIED
    and "estate.unadmitted(" in Path(rule.file).read_text("utf-8")
    for example in examples_in(rule.documentation())
    if example.kind == BAD and example.blocks[0].language == "yaml"
]
OTHERS = ("s3.amazonaws.com", "sns.amazonaws.com", "events.amazonaws.com", "sqs.amazonaws.com")
FURTHER = {
    "sqs": ("sqs:SendMessage", "sqs:ReceiveMessage", "sqs:SetQueueAttributes"),
    "lambda": ("lambda:InvokeFunction", "lambda:GetFunction", "lambda:UpdateFunctionCode"),
    "s3": ("s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:GetBucketAcl"),
}
ELSEWHERE = Text("arn:aws:sns:eu-west-1:999999999999:another")

Requests = set[tuple[str, str, str]]


def text_of(example: Example) -> str:
    (block,) = example.blocks
    return block.text


def allowed(text: str) -> Requests:
    """Which of many calls of services on what the wires of a template call are let in: by service,
    by action, for the source of the wire or for another one.
    """
    estate = Estate([read(text, IRELAND)], None, catalog())
    return {
        (principal, action, whose)
        for wired in estate.wires
        if wired.integration is not None and wired.by == "policy"
        for principal, action, whose in calls_on(Calls(estate, wired, wired.integration))
    }


def calls_on(calls: Calls) -> Iterator[tuple[str, str, str]]:
    service = calls.integration.target_type.partition(":")[0]
    principals = dict.fromkeys((str(calls.principals[0]), *OTHERS))
    for principal, action, whose in product(principals, FURTHER[service], ("ours", "another's")):
        context = calls.context(action)
        if whose == "another's":
            context |= {"aws:SourceArn": ELSEWHERE, "aws:SourceAccount": "999999999999"}
        answer = calls.estate.admits(
            (principal,),
            action,
            calls.about(action),
            context=context,
            reading=calls.wired.wire.reading,
            source=calls.wired.source if whose == "ours" else None,
        )
        if answer.truth is YES:
            yield principal, action, whose


def missing(text: str) -> Requests:
    """What the rules say is missing."""
    estate = Estate([read(text, IRELAND)], None, catalog())
    faults = ("no statement", "other service", "other source", "other resource", "other qualifier")
    return {
        (lack.service, action, "ours")
        for fault in faults
        for lack in estate.unadmitted(fault)
        for action in lack.actions
    }


@pytest.mark.parametrize("example", EXAMPLES)
def test_law_a_fix_lets_in_what_was_missing_and_nothing_else(example: Example) -> None:
    before = text_of(example)
    scanner, scan = scan_with({"t.yaml": before}, select=("wiring",))
    assert scan.findings
    done = fix(scanner, scan, unsafe=True)
    after = done.texts["t.yaml"]
    assert done.fixed
    assert not scan_with({"t.yaml": after})[1].findings
    assert missing(before)
    assert allowed(after) - allowed(before) == missing(before)
    assert allowed(before) <= allowed(after)


def test_the_fix_of_every_rule_is_tried() -> None:
    tried = {str(parameter.id).rpartition("-")[0] for parameter in EXAMPLES}
    assert tried == {
        "mismatched-source",
        "missing-invoke-permission",
        "permission-on-other-qualifier",
        "statement-about-other-resource",
        "unadmitted-delivery",
        "unadmitted-distribution",
        "unadmitted-source",
        "wrong-service-principal",
    }
