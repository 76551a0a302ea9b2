"""For each row of the table and each way in which a policy may stand in a template: it is told in
the state that is due to it, with the value that keeps it from being whole.
"""

from __future__ import annotations

import json
from typing import Any, NamedTuple

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from iamlint.catalog import catalog
from iamlint.coverage import NOT, PARTLY, PLACE, WHOLE, Item
from iamlint.coverage.reasons import reasons
from iamlint.model.policy import KINDS

from . import walking
from .test_nothing_is_dropped import assert_reasons_stand_in, coverage

ROWS = [row for row in catalog().table("cloudformation_policies") if row["kind"] in KINDS]
PARAMETERS = {
    "Document": {"Type": "String"},
    "Action": {"Type": "String"},
    "Actions": {"Type": "CommaDelimitedList"},
    "Arn": {"Type": "String"},
    "Verdict": {"Type": "String", "AllowedValues": ["Allow", "Deny"]},
    "Production": {"Type": "String"},
}


def statement(**elements: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", **elements}


def document(**elements: Any) -> dict[str, Any]:
    return {"Version": "2012-10-17", "Statement": [statement(**elements)]}


class Form(NamedTuple):
    """A way in which a policy stands, and what is told of it: the states of what is found there,
    and the value that is named.
    """

    value: Any
    states: tuple[str, ...]
    named: str = ""


INCLUDE = {"Fn::Transform": {"Name": "AWS::Include", "Parameters": {"Location": "s3://bucket/x"}}}
FORMS = {
    "an object": Form(document(), (WHOLE,)),
    "an object with a resource of the template": Form(
        document(Resource={"Fn::GetAtt": ["Bucket", "Arn"]}), (WHOLE,)
    ),
    "an object with an ARN that is given": Form(document(Resource={"Ref": "Arn"}), (WHOLE,)),
    "an object with an effect of two": Form(document(Effect={"Ref": "Verdict"}), (WHOLE,)),
    "an object with an import": Form(
        document(Resource=[{"Fn::ImportValue": "net-bucket"}]), (WHOLE,)
    ),
    "an action that is given": Form(document(Action={"Ref": "Action"}), (PARTLY,), "Action"),
    "a service that is given": Form(
        document(Action={"Fn::Sub": "${Action}:GetObject"}), (PARTLY,), "${Action}:GetObject"
    ),
    "a service of two": Form(
        document(
            Action={"Fn::Sub": ["${S}:Get*", {"S": {"Fn::If": ["IsProduction", "s3", "sqs"]}}]}
        ),
        (WHOLE,),
    ),
    "a service of one and another that is given": Form(
        document(
            Action={
                "Fn::Sub": [
                    "${S}:Get*",
                    {"S": {"Fn::If": ["IsProduction", "s3", {"Ref": "Action"}]}},
                ]
            }
        ),
        (PARTLY,),
        "${S}:Get*",
    ),
    "actions that are given": Form(document(Action={"Ref": "Actions"}), (PARTLY,), "Actions"),
    "an included condition": Form(document(Condition=INCLUDE), (PARTLY,), "s3://bucket/x"),
    "a condition of another's making": Form(
        document(Condition={"StringEquals": {"Fn::GetAtt": ["Maker", "Keys"]}}),
        (PARTLY,),
        "Maker",
    ),
    "a statement of another's making": Form(
        {"Version": "2012-10-17", "Statement": [statement(), {"Fn::GetAtt": ["Maker", "More"]}]},
        (PARTLY,),
        "Maker",
    ),
    "two by a condition": Form(
        {"Fn::If": ["IsProduction", document(), document(Effect="Deny")]}, (WHOLE, WHOLE)
    ),
    "a statement by a condition": Form(
        {
            "Version": "2012-10-17",
            "Statement": [{"Fn::If": ["IsProduction", statement(), {"Ref": "AWS::NoValue"}]}],
        },
        (WHOLE,),
    ),
    "a text": Form(json.dumps(document()), (WHOLE,)),
    "a text with values in it": Form(
        {"Fn::Sub": json.dumps(document(Resource="arn:aws:s3:::${Bucket}/${Arn}"))}, (WHOLE,)
    ),
    "a text with an action in it": Form(
        {"Fn::Sub": json.dumps(document(Action="${Action}"))}, (PARTLY,), "Action"
    ),
    "a text in pieces": Form(
        {
            "Fn::Join": [
                "",
                [
                    '{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Resource": "',
                    {"Ref": "Arn"},
                    '", "Action": ',
                    {"Ref": "Action"},
                    "}}",
                ],
            ]
        },
        (PARTLY,),
        "Action",
    ),
    "a parameter": Form({"Ref": "Document"}, (NOT,), "Document"),
    "an attribute": Form({"Fn::GetAtt": ["Maker", "Document"]}, (NOT,), "Maker"),
    "an import": Form({"Fn::ImportValue": "net-policy"}, (NOT,), "net-policy"),
    "an include": Form(INCLUDE, (NOT,), "s3://bucket/x"),
    "a broken text": Form('{"Version": "2012-10-17", "Statement": [{"Effect": ', (NOT,), "Version"),
}


def at_path(path: str, value: Any) -> dict[str, Any]:
    """The properties in which a value stands at a path."""
    name, _, rest = path.partition(".")
    inner = at_path(rest, value) if rest else value
    return {name.removesuffix("[]"): [inner] if name.endswith("[]") else inner}


def resource(row: dict[str, Any], form: Form) -> dict[str, Any]:
    properties = at_path(row["path"], form.value)
    if "when" in row:
        properties[row["when"][0]] = row["when"][1]
    return {"Type": row["type"], "Properties": properties}


def template(resources: dict[str, Any]) -> dict[str, Any]:
    return {
        "AWSTemplateFormatVersion": "2010-09-09",
        "Parameters": PARAMETERS,
        "Conditions": {"IsProduction": {"Fn::Equals": [{"Ref": "Production"}, "yes"]}},
        "Resources": {
            "Bucket": {"Type": "AWS::S3::Bucket"},
            "Maker": {"Type": "Custom::Maker", "Properties": {"ServiceToken": "x"}},
            **resources,
        },
    }


def assert_told(form: Form, items: list[Item], row: dict[str, Any]) -> None:
    assert [item.state for item in items] == list(form.states), (row["type"], row["path"])
    for item in items:
        assert item.kind in (row["kind"], "")
        told = reasons(item, "cloudformation")
        assert bool(told) is (item.state != WHOLE)
        assert all(form.named in reason.value for reason in told), told


def yaml_of(value: Any) -> str:
    """As YAML in which no value is an alias of another."""
    return str(yaml.safe_dump(json.loads(json.dumps(value))))


def holds_statements(row: dict[str, Any]) -> bool:
    return bool(row.get("statements"))


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize("dump", [json.dumps, yaml_of], ids=["json", "yaml"])
def test_each_row_tells_each_form(name: str, dump: Any) -> None:
    form = FORMS[name]
    rows = [row for row in ROWS if not holds_statements(row)]
    declared = {f"Thing{number:03}": resource(row, form) for number, row in enumerate(rows)}
    text = dump(template(declared))
    (file,) = coverage({"template.any": text}).files
    assert_reasons_stand_in(file, text)
    for number, row in enumerate(rows):
        logical = f"Thing{number:03}"
        found = [item for item in file.items if item.address.partition(".")[0] == logical]
        assert_told(form, found, row)


@given(
    st.lists(
        st.tuples(st.sampled_from(ROWS), st.sampled_from(sorted(FORMS)), st.booleans()),
        min_size=1,
        max_size=6,
    ),
    st.booleans(),
)
@settings(max_examples=150, deadline=None)
def test_law_of_a_made_template_nothing_is_dropped(
    chosen: list[tuple[dict[str, Any], str, bool]], as_json: bool
) -> None:
    declared = {}
    for number, (row, name, conditional) in enumerate(chosen):
        value = FORMS[name].value
        if holds_statements(row):
            value = value.get("Statement", value) if isinstance(value, dict) else value
        made = resource(row, Form(value, ()))
        if conditional:
            made["Condition"] = "IsProduction"
        declared[f"Thing{number}"] = made
    whole = template(declared)
    text = json.dumps(whole, indent=1) if as_json else yaml_of(whole)
    (file,) = coverage({"t.json" if as_json else "t.yaml": text}).files
    spans = [item.span.outermost for item in file.items]
    for seen in (*walking.documents(text), *walking.values_of_rows(text, ROWS)):
        assert any(s.start < seen.end and seen.start < s.end for s in spans), seen
    assert_reasons_stand_in(file, text)


def test_what_is_never_deployed_is_told_and_counts_nowhere() -> None:
    made = template({"Gone": {**resource(ROWS[0], FORMS["an object"]), "Condition": "Never"}})
    made["Conditions"]["Never"] = {"Fn::Equals": ["a", "b"]}
    (file,) = coverage({"t.json": json.dumps(made)}).files
    (item,) = file.items
    assert (item.form, item.state) == (PLACE, "left_out")
    assert [reason.value for reason in reasons(item, file.carrier)] == ['"Never"']
    assert not file.count(WHOLE)


PLACES = {
    "a policy in a custom resource": (
        {"Type": "Custom::Maker", "Properties": {"Deep": [{"Policy": document()}]}},
        [("document", WHOLE, "")],
    ),
    "a text of a policy in a custom resource": (
        {"Type": "Custom::Maker", "Properties": {"Policy": json.dumps(document())}},
        [("document", WHOLE, "")],
    ),
    "a text of a policy with values in it": (
        {
            "Type": "Custom::Maker",
            "Properties": {"Policy": {"Fn::Sub": json.dumps(document(Resource="${Arn}"))}},
        },
        [("document", WHOLE, "")],
    ),
    "a text that is nearly a policy": (
        {"Type": "Custom::Maker", "Properties": {"Policy": json.dumps(document())[:-1]}},
        [(PLACE, NOT, "Statement")],
    ),
    "a template in a text": (
        {
            "Type": "AWS::CloudFormation::StackSet",
            "Properties": {"TemplateBody": yaml.safe_dump({"R": document()})},
        },
        [(PLACE, NOT, "Effect: Allow")],
    ),
    "a template of JSON in a text with values in it": (
        {
            "Type": "AWS::CloudFormation::StackSet",
            "Properties": {
                "TemplateBody": {"Fn::Sub": json.dumps({"R": document(Resource="${Arn}")})}
            },
        },
        [(PLACE, NOT, "Fn::Sub")],
    ),
    "code that makes policies": (
        {
            "Type": "AWS::Lambda::Function",
            "Properties": {"Code": {"ZipFile": f"POLICY = {document()}"}},
        },
        [],
    ),
    "a module": ({"Type": "House::Role::MODULE"}, [(PLACE, NOT, "House::Role::MODULE")]),
    "properties by a condition": (
        {
            "Type": "AWS::IAM::ManagedPolicy",
            "Properties": {
                "Fn::If": [
                    "IsProduction",
                    {"PolicyDocument": document()},
                    {"PolicyDocument": document(Effect="Deny")},
                ]
            },
        },
        [("document", WHOLE, ""), ("document", WHOLE, "")],
    ),
    "no properties": ({"Type": "AWS::IAM::Role", "Properties": "none"}, [(PLACE, NOT, "none")]),
    "properties of another's making": (
        {"Type": "AWS::IAM::ManagedPolicy", "Properties": INCLUDE},
        [(PLACE, NOT, "s3://bucket/x")],
    ),
    "managed policies that are given": (
        {"Type": "AWS::IAM::Role", "Properties": {"ManagedPolicyArns": {"Ref": "Actions"}}},
        [(PLACE, PARTLY, "Actions")],
    ),
    "a role by a parameter": (
        {
            "Type": "AWS::IAM::ManagedPolicy",
            "Properties": {"PolicyDocument": document(), "Roles": {"Ref": "Actions"}},
        },
        [("document", WHOLE, ""), (PLACE, PARTLY, "Actions")],
    ),
}


@pytest.mark.parametrize("name", PLACES)
def test_places_that_may_hold_policies_are_told(name: str) -> None:
    made, expected = PLACES[name]
    text = json.dumps(template({"Thing": made}), indent=1)
    (file,) = coverage({"t.json": text}).files
    assert_reasons_stand_in(file, text)
    assert [(item.form, item.state) for item in file.items] == [
        (form, state) for form, state, _ in expected
    ]
    for item, (_, _, value) in zip(file.items, expected, strict=True):
        for reason in reasons(item, file.carrier):
            assert value in reason.value


@pytest.mark.parametrize(
    ("transform", "told"),
    [
        ("AWS::LanguageExtensions", []),
        ("AWS::Serverless-2016-10-31", []),
        ("HouseMacro", ["HouseMacro"]),
        ({"Name": "AWS::Include", "Parameters": {"Location": "s3://b/x"}}, ["AWS::Include"]),
        (["AWS::LanguageExtensions", "HouseMacro"], ["HouseMacro"]),
    ],
)
def test_macros_that_may_add_to_a_template_are_told(transform: Any, told: list[str]) -> None:
    text = json.dumps({"Transform": transform, **template({})}, indent=1)
    (file,) = coverage({"t.json": text}).files
    assert [item.state for item in file.items] == [NOT] * len(told)
    for item, macro in zip(file.items, told, strict=True):
        (reason,) = reasons(item, file.carrier)
        assert macro in reason.why
        assert macro in reason.value


@pytest.mark.parametrize(
    ("template_", "address"),
    [
        (template({"T": {"Type": "Custom::X", "Properties": {"List": [statement()]}}}), "T"),
        (template({"T": {"Type": "AWS::SQS::Queue", "Metadata": document()}}), "T"),
        ({**template({}), "Metadata": {"Files": document()}}, "Metadata"),
        ({**template({}), "Outputs": {"O": {"Value": document()}}}, "Outputs"),
    ],
)
def test_statements_in_places_that_nobody_knows_are_told(
    template_: dict[str, Any], address: str
) -> None:
    text = json.dumps(template_, indent=1)
    (file,) = coverage({"t.json": text}).files
    assert_reasons_stand_in(file, text)
    assert [(item.address, item.form, item.state) for item in file.items] == [(address, PLACE, NOT)]


def test_a_policy_that_is_looked_up_is_told_where_it_is_used() -> None:
    made = template({"T": resource(ROWS[0], Form({"Fn::FindInMap": ["Policies", "a", "b"]}, ()))})
    made["Mappings"] = {"Policies": {"a": {"b": json.dumps(document())}}}
    (file,) = coverage({"t.json": json.dumps(made)}).files
    assert [(item.form, item.state) for item in file.items] == [("document", WHOLE)]
