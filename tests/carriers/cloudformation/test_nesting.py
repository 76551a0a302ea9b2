"""Nested stacks: values handed down, values put out, and templates that are not in view."""

from __future__ import annotations

import json

import pytest

from iamlint.carriers.cloudformation import write_text

from .reading import Facts, only
from .stacks import POLICY, bucket, read, used, using

NESTED = """
  Child:
    Type: AWS::CloudFormation::Stack
    Properties: {TemplateURL: %s, Parameters: {%s}}
"""
CHILD = """
Parameters:
  Arn: {Type: String}
  Env: {Type: String, Default: dev}
  Arns: {Type: CommaDelimitedList, Default: ''}
  Password: {Type: String, NoEcho: true, Default: ''}
Conditions:
  IsProd: !Equals [!Ref Env, prod]
Resources:
  Bucket: {Type: AWS::S3::Bucket, Properties: {BucketName: !Sub 'acme-${Env}'}}
  Hidden: {Type: AWS::S3::Bucket, Properties: {BucketName: !Sub 'acme-${Password}'}}
  Extra: {Type: AWS::S3::Bucket, Condition: IsProd}
Outputs:
  Bucket: {Value: !GetAtt Bucket.Arn}
  Back: {Value: !Ref Arn}
  Extra: {Value: !GetAtt Extra.Arn, Condition: IsProd}
"""
OWN = "\n  Own: {Type: AWS::S3::Bucket}"


def parent(url: str = "child.yaml", values: str = "Arn: !GetAtt Own.Arn", use: str = "x") -> str:
    return f"Resources:{OWN}{NESTED % (url, values)}{POLICY % use}"


@pytest.mark.parametrize(
    "url", ["child.yaml", "./child.yaml", "../n/child.yaml", "!Sub child.yaml"]
)
def test_a_template_beside_the_one_that_nests_it(url: str) -> None:
    found = read(
        {"n/root.yaml": parent(url, use="!GetAtt Child.Outputs.Bucket"), "n/child.yaml": CHILD}
    )
    assert used(found["n/root.yaml"]) == bucket(found["n/child.yaml"])
    assert str(bucket(found["n/child.yaml"])) == "arn:${AWS::Partition}:s3:::acme-dev"
    assert not found["n/root.yaml"].gaps
    assert not found["n/root.yaml"].likely_with


def test_what_is_handed_down_and_put_out_again_is_the_very_resource() -> None:
    use = "!Sub '${Child.Outputs.Back}/*'"
    found = read({"root.yaml": parent(use=use), "child.yaml": CHILD})
    assert used(found["root.yaml"]) == bucket(found["root.yaml"], "Own") + "/*"


def test_the_child_sees_what_it_is_given() -> None:
    child = CHILD.replace("Outputs:", (POLICY % "!Ref Arn") + "Outputs:")
    found = read({"root.yaml": parent(), "child.yaml": child})
    assert used(found["child.yaml"]) == bucket(found["root.yaml"], "Own")
    alone = read({"child.yaml": child})
    hole = used(alone["child.yaml"]).only_hole
    assert hole is not None
    assert hole.identity == "child.yaml#Arn"


def test_lists_that_are_handed_down() -> None:
    child = CHILD.replace("Outputs:", (POLICY % "!Ref Arns") + "Outputs:")
    values = "Arn: x, Arns: !Join [', ', [!GetAtt Own.Arn, 'arn:aws:s3:::acme']]"
    found = read({"root.yaml": parent(values=values), "child.yaml": child})
    one, other = only(found["child.yaml"]).resources or ()
    assert one.text == bucket(found["root.yaml"], "Own")
    assert other.text.literal == "arn:aws:s3:::acme"


def test_conditions_of_the_child_are_decided_by_what_it_is_given() -> None:
    prod = read({"root.yaml": parent(values="Arn: x, Env: prod"), "child.yaml": CHILD})
    extra = [r for r in prod["child.yaml"].resources if r.address == "Extra"]
    assert [resource.when for resource in extra] == [frozenset()]
    dev = read({"root.yaml": parent(values="Arn: x, Env: dev"), "child.yaml": CHILD})
    assert not [r for r in dev["child.yaml"].resources if r.address == "Extra"]


def test_an_output_that_is_not_there_is_not_known() -> None:
    found = read({"root.yaml": parent(use="!GetAtt Child.Outputs.Extra"), "child.yaml": CHILD})
    assert used(found["root.yaml"]).only_hole is not None


def test_texts_are_written_as_the_template_names_them() -> None:
    found = read({"root.yaml": parent(use="!GetAtt Child.Outputs.Bucket"), "child.yaml": CHILD})
    root, child = found["root.yaml"], found["child.yaml"]
    own = bucket(root, "Own")
    assert write_text(child, bucket(child)) == {"Fn::GetAtt": ["Bucket", "Arn"]}
    assert write_text(child, bucket(child) + "/*") == {"Fn::Sub": "${Bucket.Arn}/*"}
    assert write_text(child, own) == {"Ref": "Arn"}
    assert write_text(child, own + "/*") == {"Fn::Sub": "${Arn}/*"}
    assert write_text(root, own) == {"Fn::GetAtt": ["Own", "Arn"]}
    assert write_text(root, bucket(child)) == {"Fn::GetAtt": ["Child", "Outputs.Bucket"]}
    assert write_text(root, bucket(child) + "/*") == {"Fn::Sub": "${Child.Outputs.Bucket}/*"}


def test_secrets_are_not_handed_on() -> None:
    found = read({"root.yaml": parent(values="Arn: x, Password: hunter2"), "child.yaml": CHILD})
    assert "hunter2" not in str(bucket(found["child.yaml"], "Hidden"))


def test_a_nested_stack_is_where_the_stack_is_that_nests_it() -> None:
    templates = {"root.yaml": parent(), "child.yaml": CHILD}
    found = read(templates, {"root.yaml": Facts("111122223333", "eu-west-1")})
    assert found["child.yaml"].account.literal == "111122223333"
    assert found["child.yaml"].region.literal == "eu-west-1"
    assert bucket(found["child.yaml"]).literal == "arn:aws:s3:::acme-dev"
    own = Facts("444455556666")
    said = read(templates, {"root.yaml": Facts("111122223333"), "child.yaml": own})
    assert said["child.yaml"].account.literal == "444455556666"


def test_what_stands_under_a_condition_does_so_in_the_child() -> None:
    root = (
        "Parameters: {P: {Type: String}}\nConditions: {Wanted: !Equals [!Ref P, x]}\nResources:"
        + (NESTED % ("child.yaml", "Arn: x")).replace("Type:", "Condition: Wanted\n    Type:")
    )
    found = read({"root.yaml": root, "child.yaml": CHILD})
    assert found["child.yaml"].resources[0].when == {("root.yaml#Wanted", True)}
    never = root.replace("!Ref P", "y")
    alone = read({"root.yaml": never, "child.yaml": CHILD})
    assert str(bucket(alone["child.yaml"])).endswith("acme-${Env}")


def test_a_template_that_is_nested_twice_has_a_choice_of_values() -> None:
    twice = parent(use="!GetAtt Child.Outputs.Bucket") + (
        NESTED % ("child.yaml", "Arn: x, Env: prod")
    ).replace("Child:", "Second:")
    found = read({"root.yaml": twice, "child.yaml": CHILD})
    name = found["child.yaml"].resources[0].names[0]
    assert sorted(str(choice) for choice in name.alternatives()) == ["acme-dev", "acme-prod"]
    hole = used(found["root.yaml"]).only_hole
    assert hole is not None, "which of the two buckets it is, is not known"
    assert hole.choices[0] == bucket(found["child.yaml"])
    assert len(hole.choices) == 2


def test_a_url_likely_means_the_template_of_that_name() -> None:
    url = "!Sub 'https://${Own}.s3.amazonaws.com/templates/child.yaml'"
    found = read(
        {"root.yaml": parent(url, use="!GetAtt Child.Outputs.Bucket"), "t/child.yaml": CHILD}
    )
    assert used(found["root.yaml"]) == bucket(found["t/child.yaml"])
    assert found["root.yaml"].likely_with == {"t/child.yaml"}


@pytest.mark.parametrize("more", [{"u/child.yaml": CHILD}, {}], ids=["two of that name", "unfit"])
def test_a_url_that_may_mean_others_means_none(more: dict[str, str]) -> None:
    url, values = "https://example.com/b/child.yaml", "Arn: x" if more else "Unheard: x"
    found = read({"root.yaml": parent(url, values), "t/child.yaml": CHILD, **more})
    assert not found["root.yaml"].likely_with
    (gap,) = found["root.yaml"].gaps
    assert (
        gap.why
        == "the template https://example.com/b/child.yaml of the nested stack is not in view"
    )


def test_the_folders_of_a_url_tell_which_is_meant() -> None:
    url = "https://example.com/repository/t/child.yaml"
    found = read(
        {
            "root.yaml": parent(url, use="!GetAtt Child.Outputs.Bucket"),
            "t/child.yaml": CHILD,
            "u/child.yaml": CHILD,
        }
    )
    assert used(found["root.yaml"]) == bucket(found["t/child.yaml"])


def test_a_literal_that_is_likely_handed_down_may_be_another() -> None:
    url = "https://example.com/t/child.yaml"
    found = read({"root.yaml": parent(url, "Arn: x, Env: prod"), "t/child.yaml": CHILD})
    extra = [r for r in found["t/child.yaml"].resources if r.address == "Extra"]
    assert extra[0].when, "whether it is there is not certain"


def test_what_is_given_to_a_template_out_of_view_may_get_more_policies() -> None:
    root = (
        """
Resources:
  Role:
    Type: AWS::IAM::Role
    Properties: {AssumeRolePolicyDocument: {Version: '2012-10-17', Statement: []}}
  Other:
    Type: AWS::IAM::Role
    Properties: {AssumeRolePolicyDocument: {Version: '2012-10-17', Statement: []}}
  Bucket: {Type: AWS::S3::Bucket}
"""
        + NESTED % ("gone.yaml", "Role: !Ref Role, Bucket: !Ref Bucket")
    )
    reading = read({"root.yaml": root})["root.yaml"]
    why = "the template gone.yaml of the nested stack is not in view"
    assert {i.address: [hole.why for hole in i.gaps] for i in reading.identities} == {
        "Role": [why],
        "Other": [],
    }
    gap = next(r.policy_gap for r in reading.resources if r.address == "Bucket")
    assert gap is not None
    assert gap.why == why
    assert [(each.why, each.address) for each in reading.gaps] == [(why, "Child")]


def test_applications_of_sam() -> None:
    root = f"""
Transform: AWS::Serverless-2016-10-31
Resources:{OWN}
  Child:
    Type: AWS::Serverless::Application
    Properties: {{Location: ./child.yaml, Parameters: {{Arn: !GetAtt Own.Arn}}}}
  Bought:
    Type: AWS::Serverless::Application
    Properties: {{Location: {{ApplicationId: a, SemanticVersion: 1.0.0}}}}
{POLICY % "!GetAtt Child.Outputs.Bucket"}"""
    found = read({"root.yaml": root, "child.yaml": CHILD})
    assert used(found["root.yaml"]) == bucket(found["child.yaml"])
    assert "the template of the nested stack is not in view" in [
        g.why for g in found["root.yaml"].gaps
    ]


def test_what_is_known_of_a_parameter_is_known_of_what_it_is_given() -> None:
    child = using(
        "!Sub 'arn:aws:sqs:eu-west-1:${Account}:jobs'",
        "Parameters: {Account: {Type: String, AllowedPattern: '[0-9]{12}'}}",
    )
    root = "Parameters: {A: {Type: String}}\nResources:" + NESTED % (
        "child.yaml",
        "Account: !Ref A",
    )
    (hole,) = used(read({"root.yaml": root, "child.yaml": child})["child.yaml"]).holes
    assert (hole.identity, hole.within) == ("root.yaml#A", "account")


def test_templates_that_nest_themselves_and_one_another() -> None:
    itself = (
        "Parameters: {Deep: {Type: String, Default: '0'}}\nResources:"
        + NESTED % ("me.yaml", "Deep: !Sub '${Deep}+${Child.Outputs.Deep}'")
        + (POLICY % "!GetAtt Child.Outputs.Deep")
        + "Outputs: {Deep: {Value: !Sub '${Deep}-${Child.Outputs.Deep}'}}"
    )
    assert used(read({"me.yaml": itself})["me.yaml"]).literal is None
    one = itself.replace("me.yaml", "two.yaml")
    two = itself.replace("me.yaml", "one.yaml")
    found = read({"one.yaml": one, "two.yaml": two})
    assert used(found["one.yaml"]).literal is None


def test_templates_nested_many_deep_and_wide_are_read_in_time() -> None:
    templates = {}
    for depth in range(12):
        nested = "".join(
            (NESTED % (f"t{depth + 1}.yaml", "P: !Sub '${P}${P}'")).replace("Child", f"Child{n}")
            for n in range(12)
        )
        templates[f"t{depth}.yaml"] = (
            f"Parameters: {{P: {{Type: String, Default: abc}}}}\nResources:{nested}"
            "Outputs: {O: {Value: !Join ['', [!GetAtt Child0.Outputs.O, !GetAtt Child1.Outputs.O]]}}"
        )
    templates["t12.yaml"] = (
        using("!Ref P", "Parameters: {P: {Type: String}}") + "Outputs: {O: {Value: x}}"
    )
    found = read(templates)
    assert len(found) == 13


def test_functions_that_say_which_parameters_there_are() -> None:
    root = """
Parameters: {P: {Type: String}}
Conditions: {C: !Equals [!Ref P, x]}
Resources:
  Child:
    Type: AWS::CloudFormation::Stack
    Properties: {TemplateURL: child.yaml, Parameters: !If [C, {Env: a}, {Env: b}]}
"""
    found = read({"root.yaml": root, "child.yaml": CHILD})
    assert str(bucket(found["child.yaml"])).endswith("acme-${Env}")


CDK_CHILD = "RootChildABC.nested.template.json"


def test_the_list_of_assets_tells_which_file_a_url_means() -> None:
    file = {"source": {"path": CDK_CHILD}, "destinations": {"d": {"objectKey": "abc.json"}}}
    assets = json.dumps({"version": "48.0.0", "files": {"abc": file}, "dockerImages": {}})
    url = "!Join ['', ['https://s3.', !Ref 'AWS::Region', /bucket/abc.json]]"
    found = read(
        {
            "o/Root.template.json": parent(url, use="!GetAtt Child.Outputs.Bucket"),
            f"o/{CDK_CHILD}": CHILD,
        },
        assembly={"o/Root.assets.json": assets},
    )
    assert used(found["o/Root.template.json"]) == bucket(found[f"o/{CDK_CHILD}"])
    assert not found["o/Root.template.json"].likely_with


def test_metadata_tells_which_file_an_asset_is() -> None:
    root = parent("!Sub '${AWS::Region}'", use="!GetAtt Child.Outputs.Bucket").replace(
        "AWS::CloudFormation::Stack",
        f"AWS::CloudFormation::Stack\n    Metadata: {{'aws:asset:path': {CDK_CHILD}}}",
    )
    found = read({"o/Root.template.json": root, f"o/{CDK_CHILD}": CHILD})
    assert used(found["o/Root.template.json"]) == bucket(found[f"o/{CDK_CHILD}"])
    gone = read({"o/Root.template.json": root})
    assert CDK_CHILD in gone["o/Root.template.json"].gaps[0].why


@pytest.mark.parametrize("length", [40, 90, 600])
def test_long_chains_of_nested_stacks_under_conditions(length: int) -> None:
    link = (
        "Parameters: {P: {Type: String, Default: x}}\n"
        "Conditions: {C: !Not [!Equals [!Join ['', [!Sub '${P}', a]], y]]}\n"
        "Resources:\n"
        "  Child:\n"
        "    Type: AWS::CloudFormation::Stack\n"
        "    Condition: C\n"
        "    Properties: {TemplateURL: t%d.yaml, Parameters: {P: !If [C, !Ref P, z]}}\n"
        "  Bucket: {Type: AWS::S3::Bucket, Condition: C, Properties: {BucketName: !Ref P}}\n"
        "Outputs: {O: {Value: !GetAtt Child.Outputs.O}}\n"
    )
    templates = {f"t{n}.yaml": link % (n + 1) for n in range(length)}
    first = link.replace(", Default: x", "") % 0
    for order in (1, -1):
        found = read(dict([("first.yaml", first), *templates.items()][::order]))
        assert len(found) == length + 1
