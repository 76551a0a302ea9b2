"""`Fn::ImportValue` and `Fn::GetStackOutput` find what other templates in view put out."""

from __future__ import annotations

import pytest

from .reading import Facts, only
from .stacks import bucket, read, used, using

EXPORTER = """
Parameters: {Env: {Type: String, Default: dev}}
Resources:
  Bucket: {Type: AWS::S3::Bucket}
Outputs:
  Arn: {Value: !GetAtt Bucket.Arn, Export: {Name: %s}}
  Other: {Value: other}
"""
HOME, AWAY = Facts("111122223333", "eu-west-1"), Facts("444455556666", "eu-west-1")


@pytest.mark.parametrize(
    ("export", "imported"),
    [
        ("data", "data"),
        ("!Sub 'data-${AWS::Region}'", "!Sub 'data-${AWS::Region}'"),
        ("!Join ['-', [data, arn]]", "data-arn"),
    ],
)
def test_an_import_is_the_very_resource_that_is_exported(export: str, imported: str) -> None:
    importer = using(f"{{'Fn::ImportValue': {imported}}}")
    found = read({"b.yaml": importer, "a.yaml": EXPORTER % export})
    assert used(found["b.yaml"]) == bucket(found["a.yaml"])
    assert found["a.yaml"].joined
    assert found["b.yaml"].joined
    assert not found["b.yaml"].likely_with


@pytest.mark.parametrize(
    ("export", "imported", "before"),
    [
        (
            "!Sub '${AWS::StackName}-arn'",
            "!Sub '${Data}-arn'",
            "Parameters: {Data: {Type: String}}",
        ),
        ("!Sub '${Env}-arn'", "!Sub '${Env}-arn'", "Parameters: {Env: {Type: String}}"),
        ("dev-arn", "!Sub '${E}-arn'", "Parameters: {E: {Type: String, Default: dev}}"),
        ("!Sub '${Env}-arn'", "dev-arn", ""),
        ("!Sub '${Env}-arn'", "prod-arn", ""),
    ],
)
def test_names_with_parameters_are_likely_the_same(export: str, imported: str, before: str) -> None:
    value = f"{{'Fn::ImportValue': {imported}}}"
    found = read({"b.yaml": using(value, before), "a.yaml": EXPORTER % export})
    assert used(found["b.yaml"]) == bucket(found["a.yaml"])
    assert found["b.yaml"].likely_with == {"a.yaml"}
    assert found["a.yaml"].likely_with == {"b.yaml"}


@pytest.mark.parametrize(
    ("export", "imported"),
    [
        ("data", "date"),
        ("!Sub '${Env}-arn'", "prod-name"),
        ("!Ref Env", "prod"),
        ("data", "!Ref Free"),
    ],
)
def test_what_nobody_exports_is_named_in_the_reason(export: str, imported: str) -> None:
    before = "Parameters: {Free: {Type: String}}"
    value = f"{{'Fn::ImportValue': {imported}}}"
    found = read({"b.yaml": using(value, before), "a.yaml": EXPORTER % export})
    hole = used(found["b.yaml"]).only_hole
    assert hole is not None
    assert not hole.choices
    assert hole.why.endswith("is exported by no template in view")


def test_accounts_that_are_known_to_differ_share_no_exports() -> None:
    templates = {"b.yaml": using("!ImportValue data"), "a.yaml": EXPORTER % "data"}
    apart = read(templates, {"a.yaml": HOME, "b.yaml": AWAY})
    assert used(apart["b.yaml"]).only_hole is not None
    together = read(templates, {"a.yaml": HOME, "b.yaml": HOME})
    assert used(together["b.yaml"]) == bucket(together["a.yaml"])
    assert not together["b.yaml"].likely_with
    unknown = read(templates, {"a.yaml": HOME})
    assert used(unknown["b.yaml"]) == bucket(unknown["a.yaml"])
    assert unknown["b.yaml"].likely_with == {"a.yaml"}


def test_the_account_tells_which_of_two_exports_is_meant() -> None:
    templates = {
        "b.yaml": using("!ImportValue data"),
        "a1.yaml": EXPORTER % "data",
        "a2.yaml": EXPORTER % "data",
    }
    found = read(templates, {"a1.yaml": HOME, "a2.yaml": AWAY, "b.yaml": AWAY})
    assert used(found["b.yaml"]) == bucket(found["a2.yaml"])


def test_what_sam_makes_may_be_exported() -> None:
    exporter = """
Transform: AWS::Serverless-2016-10-31
Resources:
  Worker: {Type: AWS::Serverless::Function, Properties: {Runtime: python3.13, Handler: a.b}}
Outputs:
  Role: {Value: !GetAtt WorkerRole.Arn, Export: {Name: worker}}
"""
    importer = """
Resources:
  Topic: {Type: AWS::SNS::Topic}
  Policy:
    Type: AWS::SNS::TopicPolicy
    Properties:
      Topics: [!Ref Topic]
      PolicyDocument:
        Version: '2012-10-17'
        Statement:
          Effect: Allow
          Principal: {AWS: !ImportValue worker}
          Action: sns:Publish
          Resource: !Ref Topic
"""
    found = read({"a.yaml": importer, "z.yaml": exporter})
    (principal,) = only(found["a.yaml"]).principals or ()
    (role,) = found["z.yaml"].identities
    assert principal.value.text == role.arn


def test_two_exports_of_one_name_are_a_choice() -> None:
    found = read(
        {
            "b.yaml": using("!ImportValue data"),
            "a1.yaml": EXPORTER % "data",
            "a2.yaml": EXPORTER % "data",
        }
    )
    hole = used(found["b.yaml"]).only_hole
    assert hole is not None
    assert hole.choices == (bucket(found["a1.yaml"]), bucket(found["a2.yaml"]))
    assert hole.why == "data is exported by a1.yaml and a2.yaml"


def test_an_export_that_is_never_made_is_none() -> None:
    never = "Conditions: {Never: !Equals [a, b]}" + (EXPORTER % "data").replace(
        "Value: !GetAtt", "Condition: Never, Value: !GetAtt"
    )
    found = read({"b.yaml": using("!ImportValue data"), "a.yaml": never})
    hole = used(found["b.yaml"]).only_hole
    assert hole is not None
    assert hole.why == "data is exported with a value that is not known"


def test_a_literal_that_is_likely_meant_may_be_another() -> None:
    found = read(
        {
            "b.yaml": using("!ImportValue 'dev-name'"),
            "a.yaml": "Parameters: {Env: {Type: String}}\nResources: {}\n"
            "AWSTemplateFormatVersion: '2010-09-09'\n"
            "Outputs: {N: {Value: 'arn:aws:s3:::acme', Export: {Name: !Sub '${Env}-name'}}}",
        }
    )
    hole = used(found["b.yaml"]).only_hole
    assert hole is not None
    assert [choice.literal for choice in hole.choices] == ["arn:aws:s3:::acme", None]


def test_exports_that_import_one_another_in_a_circle_end() -> None:
    circle = (
        "AWSTemplateFormatVersion: '2010-09-09'\nResources: {}\n"
        "Outputs: {N: {Value: !ImportValue %s, Export: {Name: %s}}}"
    )
    found = read(
        {
            "a.yaml": circle % ("b", "a"),
            "b.yaml": circle % ("a", "b"),
            "c.yaml": using("!ImportValue a"),
        }
    )
    assert used(found["c.yaml"]).literal is None


def test_a_chain_of_exports_ends_in_what_is_not_known() -> None:
    link = (
        "AWSTemplateFormatVersion: '2010-09-09'\nResources: {}\n"
        "Outputs: {N: {Value: !ImportValue e%d, Export: {Name: e%d}}}"
    )
    templates = {f"t{n}.yaml": link % (n + 1, n) for n in range(400)}
    found = read({**templates, "c.yaml": using("!ImportValue e0"), "d.yaml": EXPORTER % "e400"})
    assert used(found["c.yaml"]).only_hole is not None


def test_outputs_that_double_do_not_grow_without_end() -> None:
    twice = (
        "AWSTemplateFormatVersion: '2010-09-09'\nResources: {}\n"
        "Outputs: {N: {Value: !Join ['', %s], Export: {Name: e%d}}}"
    )
    templates = {
        f"t{n}.yaml": twice % (str([{"Fn::ImportValue": f"e{n + 1}"}] * 20), n) for n in range(14)
    }
    last = "AWSTemplateFormatVersion: '2010-09-09'\nResources: {}\nOutputs: {N: {Value: xxxxxxxx, Export: {Name: e14}}}"
    found = read({**templates, "last.yaml": last, "c.yaml": using("!ImportValue e0")})
    assert len(str(used(found["c.yaml"]))) < 5000


MANIFEST = """
{"version": "48.0.0", "artifacts": {
  "Data": {"type": "aws:cloudformation:stack", "environment": "aws://111122223333/eu-west-1",
    "properties": {"templateFile": "data.yaml", "stackName": "data"}},
  "App": {"type": "aws:cloudformation:stack", "environment": "aws://unknown-account/unknown-region",
    "properties": {"templateFile": "app.yaml"}}}}
"""


def test_an_output_is_found_by_the_name_of_its_stack() -> None:
    value = "{'Fn::GetStackOutput': {StackName: data, OutputName: Arn, Region: eu-west-1}}"
    found = read(
        {"data.yaml": EXPORTER % "x", "app.yaml": using(value)},
        {"data.yaml": HOME},
        {"manifest.json": MANIFEST},
    )
    assert used(found["app.yaml"]) == bucket(found["data.yaml"])
    assert found["app.yaml"].likely_with == {"data.yaml"}, "its own account is not known"
    sure = read(
        {"data.yaml": EXPORTER % "x", "app.yaml": using(value)},
        {"data.yaml": HOME, "app.yaml": HOME},
        {"manifest.json": MANIFEST},
    )
    assert used(sure["app.yaml"]) == bucket(sure["data.yaml"])
    assert not sure["app.yaml"].likely_with
    elsewhere = read(
        {"data.yaml": EXPORTER % "x", "app.yaml": using(value.replace("eu-west-1", "eu-west-3"))},
        {"data.yaml": HOME},
        {"manifest.json": MANIFEST},
    )
    hole = used(elsewhere["app.yaml"]).only_hole
    assert hole is not None
    assert hole.why == "the output Arn of the stack data is not in view"


def test_a_role_tells_in_which_account_a_stack_is() -> None:
    value = (
        "{'Fn::GetStackOutput': {StackName: data, OutputName: Arn, Region: eu-west-1,"
        " RoleArn: 'arn:aws:iam::%s:role/reader'}}"
    )
    for account, there in (("111122223333", True), ("444455556666", False)):
        found = read(
            {"data.yaml": EXPORTER % "x", "app.yaml": using(value % account)},
            {"data.yaml": HOME, "app.yaml": AWAY},
            {"manifest.json": MANIFEST},
        )
        assert (used(found["app.yaml"]) == bucket(found["data.yaml"])) is there


def test_what_is_exported_by_a_stack_of_several_may_be_of_any() -> None:
    twice = "Resources:" + "".join(
        f"\n  S{env}: {{Type: AWS::CloudFormation::Stack, Properties: "
        f"{{TemplateURL: data.yaml, Parameters: {{Env: {env}}}}}}}"
        for env in ("dev", "prod")
    )
    found = read(
        {
            "root.yaml": twice,
            "data.yaml": EXPORTER % "!Sub '${Env}-arn'",
            "app.yaml": using("!ImportValue prod-arn"),
        }
    )
    hole = used(found["app.yaml"]).only_hole
    assert hole is not None
    assert hole.choices[0] == bucket(found["data.yaml"])
    assert len(hole.choices) == 2


def test_the_name_of_a_stack_tells_what_it_exports() -> None:
    found = read(
        {
            "data.yaml": EXPORTER % "!Sub '${AWS::StackName}-arn'",
            "app.yaml": using("!ImportValue data-arn"),
        },
        assembly={"manifest.json": MANIFEST},
    )
    assert used(found["app.yaml"]) == bucket(found["data.yaml"])
    assert not found["app.yaml"].likely_with
