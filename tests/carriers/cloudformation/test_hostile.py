"""No shape of a template breaks the reader, and every place it tells is a place of the file."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iamlint.carriers.cloudformation import reader
from iamlint.text.node import Mapping

from .reading import read

if TYPE_CHECKING:
    from iamlint.model.things import Reading
    from iamlint.text.source import Span

NAMES = st.sampled_from(["A", "B", "C", "AWS::NoValue", "AWS::Region", "A.Arn", "${B}", ""])
CONDITIONS = st.sampled_from(["A", "B", "None"])
TYPES = st.sampled_from(
    [
        "AWS::IAM::Role",
        "AWS::IAM::ManagedPolicy",
        "AWS::S3::Bucket",
        "AWS::S3::BucketPolicy",
        "AWS::KMS::Key",
        "AWS::Lambda::Permission",
        "AWS::SQS::QueuePolicy",
        "AWS::Serverless::Function",
        "AWS::Organizations::Policy",
        "Custom::X",
    ]
)
PROPERTIES = st.sampled_from(
    [
        "Policies",
        "PolicyDocument",
        "AssumeRolePolicyDocument",
        "ManagedPolicyArns",
        "PermissionsBoundary",
        "Roles",
        "Bucket",
        "BucketName",
        "RoleName",
        "KeyPolicy",
        "Principal",
        "Action",
        "FunctionName",
        "SourceArn",
        "Type",
        "Content",
        "Events",
        "Statement",
        "Version",
        "Condition",
        "Resource",
    ]
)


def functions(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    lists = st.lists(inner, max_size=3)
    return st.one_of(
        st.builds(lambda name: {"Ref": name}, NAMES | inner),
        st.builds(lambda name: {"Fn::GetAtt": name}, NAMES | lists),
        st.builds(lambda a, b: {"Fn::GetAtt": [a, b]}, NAMES, NAMES),
        st.builds(lambda c, a, b: {"Fn::If": [c, a, b]}, CONDITIONS, inner, inner),
        st.builds(lambda a: {"Fn::Sub": a}, st.sampled_from(["${A}", "${A.Arn}{", '{"a": ${B}}'])),
        st.builds(lambda a, b: {"Fn::Sub": [a, b]}, NAMES, inner),
        st.builds(lambda a, b: {"Fn::Join": [a, b]}, NAMES, inner),
        st.builds(lambda a, b: {"Fn::Select": [a, b]}, st.integers(-1, 9) | inner, inner),
        st.builds(lambda a, b: {"Fn::Split": [a, b]}, NAMES, inner),
        st.builds(lambda a: {"Fn::FindInMap": a}, lists),
        st.builds(lambda a: {"Fn::FindInMap": ["M", a, "k"]}, inner),
        st.builds(lambda a: {"Fn::Transform": a}, inner),
        st.builds(lambda a, b, c: {"Fn::ForEach::L": [a, b, c]}, NAMES, inner, inner),
        st.builds(lambda a, b: {"Fn::Not": [a], "Other": b}, inner, inner),
    )


ATOMS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-2, 10),
    NAMES,
    st.sampled_from(['{"Version": "2012-10-17"}', "{", "{{resolve:ssm:x}}", "{{resolve:"]),
)
VALUES = st.recursive(
    ATOMS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(PROPERTIES, inner, max_size=3),
        functions(inner),
    ),
    max_leaves=12,
)
RESOURCE = st.fixed_dictionaries(
    {
        "Type": TYPES | VALUES,
        "Properties": st.dictionaries(PROPERTIES, VALUES, max_size=5) | VALUES,
    },
    optional={"Condition": CONDITIONS | VALUES, "Metadata": VALUES},
)
TEMPLATES = st.fixed_dictionaries(
    {
        "AWSTemplateFormatVersion": st.just("2010-09-09"),
        "Resources": st.dictionaries(
            st.sampled_from(["A", "B", "C", "Fn::ForEach::X"]), RESOURCE | VALUES, max_size=3
        )
        | VALUES,
    },
    optional={
        "Transform": st.sampled_from(["AWS::Serverless-2016-10-31", "AWS::LanguageExtensions"])
        | VALUES,
        "Parameters": st.dictionaries(st.sampled_from(["B", "P"]), VALUES, max_size=2) | VALUES,
        "Mappings": st.dictionaries(st.just("M"), VALUES) | VALUES,
        "Conditions": st.dictionaries(CONDITIONS, VALUES, max_size=3) | VALUES,
        "Globals": st.dictionaries(st.just("Function"), VALUES) | VALUES,
    },
)


def spans(reading: Reading) -> list[Span]:
    """Every place that a reading tells."""
    found = [gap.span for gap in reading.gaps]
    found += [thing.span for thing in (*reading.identities, *reading.resources)]
    for policy in reading.policies:
        found.append(policy.span)
        found += [word.span for word in policy.words()]
    found += [one.span for resource in reading.resources for one in resource.encryption]
    return found


@settings(max_examples=400, deadline=None)
@given(TEMPLATES)
def test_any_template_is_read(template: dict[str, Any]) -> None:
    text = json.dumps(template)
    for span in spans(read(text)):
        outermost = span.outermost
        assert 0 <= outermost.start <= outermost.end <= len(text)
        assert outermost.source.text == text


WORDS = st.text(min_size=1, max_size=12).filter(lambda word: "{{resolve" not in word)


@settings(max_examples=150, deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=4), st.booleans(), st.booleans())
def test_the_place_of_every_text_reads_back_as_that_text(
    actions: list[str], as_text: bool, ascii_only: bool
) -> None:
    document: Any = {"Version": "2012-10-17", "Statement": [{"Action": actions}]}
    if as_text:
        document = json.dumps(document, ensure_ascii=ascii_only)
        if any(char >= "\U000f0000" for word in actions for char in word):
            return
    properties = {"Queues": ["q"], "PolicyDocument": document}
    template = {"Resources": {"Q": {"Type": "AWS::SQS::QueuePolicy", "Properties": properties}}}
    (policy,) = read(json.dumps(template, ensure_ascii=ascii_only)).policies
    (statement,) = policy.statements
    found = statement.actions or ()
    assert [word.literal for word in found] == actions
    for word in found:
        slice_ = word.span.outermost.text
        if as_text:
            slice_ = json.loads(f'"{slice_}"')
        assert json.loads(slice_) == word.literal


def nested(depth: int) -> dict[str, Any]:
    value: Any = "x"
    for _ in range(depth):
        value = {"Fn::If": ["A", value, {"Fn::Sub": "y"}]}
    return {"Resources": {"R": {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": value}}}}


@pytest.mark.parametrize("depth", [10, 59, 61])
def test_deep_nesting(depth: int) -> None:
    template = nested(depth)
    template["Conditions"] = {"A": {"Fn::Equals": [{"Ref": "P"}, "x"]}}
    assert read(json.dumps(template)).resources


def test_a_long_chain_of_names() -> None:
    resources = {
        f"B{n}": {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": {"Ref": f"B{n + 1}"}}}
        for n in range(2000)
    }
    assert len(read(json.dumps({"Resources": resources})).resources) == 2000


def test_ten_thousand_conditions() -> None:
    conditions: dict[str, Any] = {
        f"C{n}": {"Fn::Or": [{"Condition": f"C{n + 1}"}, {"Condition": f"C{n + 2}"}]}
        for n in range(10_000)
    }
    conditions |= {f"D{n}": {"Fn::Not": [{"Condition": f"D{n + 1}"}]} for n in range(10_000)}
    resources = {
        f"B{n}": {"Type": "AWS::S3::Bucket", "Condition": f"{kind}{n}"}
        for kind in "CD"
        for n in range(0, 10_000, 100)
    }
    reading = read(json.dumps({"Conditions": conditions, "Resources": resources}))
    assert len(reading.resources) == 100
    assert {name for r in reading.resources for name, _ in r.when} == {"stack.yaml#D9999"}


def test_choices_do_not_explode() -> None:
    value: Any = {"Ref": "P"}
    for n in range(40):
        value = {"Fn::Join": ["", [value, {"Fn::If": [f"C{n}", "a", "b"]}]]}
    conditions = {f"C{n}": {"Fn::Equals": [{"Ref": "P"}, str(n)]} for n in range(40)}
    resource = {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": value}}
    template = {
        "Parameters": {"P": {"Type": "String"}},
        "Conditions": conditions,
        "Resources": {"R": resource},
    }
    (bucket,) = read(json.dumps(template)).resources
    assert len(bucket.arn.holes) == 42


def test_the_reader_never_takes_what_is_no_mapping() -> None:
    reading = read('{"AWSTemplateFormatVersion": "2010-09-09", "Resources": [1]}')
    assert [gap.address for gap in reading.gaps] == ["Resources"]
    assert isinstance(reading.root, Mapping)
    assert reader.is_generated("a/cdk.out/x.json", reading.root)
