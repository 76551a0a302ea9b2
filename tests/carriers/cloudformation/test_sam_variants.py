"""The templates of the fixtures, changed in ways that touch all that SAM makes, against SAM's own
translator, where it is installed.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from iamlint import formats
from iamlint.carriers.cloudformation.sam import running
from iamlint.text.node import plain
from iamlint.text.source import Source

from .facts import facts
from .reading import Facts, read

TEMPLATES = sorted((Path(__file__).parents[2] / "fixtures" / "sam" / "templates").iterdir())
HOME = Facts(region="us-east-1", partition="aws")
Template = dict[str, Any]
FUNCTION, MACHINE = "AWS::Serverless::Function", "AWS::Serverless::StateMachine"


def properties(template: Template, type: str = FUNCTION) -> Iterator[Template]:
    for resource in template["Resources"].values():
        if resource["Type"] == type:
            yield resource.setdefault("Properties", {})


def declare(template: Template) -> None:
    template.setdefault("Parameters", {})["Given"] = {"Type": "String"}
    conditions = template.setdefault("Conditions", {})
    conditions["One"] = {"Fn::Equals": [{"Ref": "Given"}, "1"]}
    conditions["Two"] = {"Fn::Equals": [{"Ref": "Given"}, "2"]}


def under_one_condition(template: Template) -> None:
    declare(template)
    for resource in template["Resources"].values():
        if resource["Type"].startswith("AWS::Serverless::"):
            resource["Condition"] = "One"


def under_two_conditions(template: Template) -> None:
    declare(template)
    for number, resource in enumerate(template["Resources"].values()):
        if resource["Type"] == FUNCTION:
            resource["Condition"] = ("One", "Two")[number % 2]


def with_aliases(template: Template) -> None:
    for each in properties(template):
        each["AutoPublishAlias"] = "live"
    for each in properties(template, MACHINE):
        each.update(AutoPublishAlias="live", UseAliasAsEventTarget=True)


def with_names(template: Template) -> None:
    for number, each in enumerate(properties(template)):
        each["FunctionName"] = {"Fn::Sub": f"name-{number}-${{AWS::Region}}"}


def with_roles(template: Template) -> None:
    for each in properties(template):
        each["Role"] = "arn:aws:iam::123456789012:role/given"


def with_roles_at_times(template: Template) -> None:
    declare(template)
    given: list[Any] = ["arn:aws:iam::123456789012:role/given", {"Ref": "AWS::NoValue"}]
    for number, each in enumerate(properties(template)):
        each["Role"] = {"Fn::If": ["One", *given[:: 1 if number % 2 else -1]]}


def with_globals(template: Template) -> None:
    template.setdefault("Globals", {}).setdefault("Function", {}).update(
        Tracing="Active",
        VpcConfig={"SubnetIds": ["subnet-1"]},
        FunctionUrlConfig={"AuthType": "NONE"},
        EventInvokeConfig={"DestinationConfig": {"OnFailure": {"Type": "SNS"}}},
    )


def without_globals(template: Template) -> None:
    with_globals(template)
    for resource in template["Resources"].values():
        if resource["Type"] == FUNCTION:
            resource["IgnoreGlobals"] = "*"


CHANGES = (
    under_one_condition,
    under_two_conditions,
    with_aliases,
    with_names,
    with_roles,
    with_roles_at_times,
    with_globals,
    without_globals,
)


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_the_same_access_as_the_translator_makes(
    path: Path, change: Callable[[Template], None]
) -> None:
    pytest.importorskip("samtranslator")
    given = plain(formats.read(Source(path.name, path.read_text("utf-8")), formats.YAML))
    assert isinstance(given, dict)
    template = copy.deepcopy(given)
    change(template)
    if template == given:
        pytest.skip("there is nothing to change")
    try:
        made = running.translated(template, "us-east-1")
    except running.NotTranslated as refused:
        pytest.skip(str(refused))
    assert facts(read(json.dumps(template), HOME)) == facts(read(json.dumps(made), HOME))
