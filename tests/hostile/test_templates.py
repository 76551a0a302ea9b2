"""Templates that are cut off, mixed, hostile or huge: a finding with its place or a note of what was
not analysed, in little time, and never a crash.
"""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any

import pytest

from iamlint.config import Configurations
from iamlint.gathering import gather_texts
from iamlint.model import reading
from iamlint.scanning import Request, Scanner

if TYPE_CHECKING:
    from iamlint.scanning import Scan

SCANNER = Scanner(
    Request(("t.yaml",), persona="auditor"), Configurations(("t.yaml",), isolated=True)
)
SECONDS = 20
"""Of processor time; what is below takes a tenth of it, what grows without a bound far longer."""

ROLE = """\
Resources:
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}
"""
POLICY = """\
      Policies:
        - PolicyName: p
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
"""
STATEMENT = "              - {Effect: Allow, Action: 's3:GetObject', Resource: %s}\n"

YAML = f"""\
AWSTemplateFormatVersion: "2010-09-09"
Parameters: {{Env: {{Type: String, AllowedValues: [dev, prod]}}}}
Mappings: {{Map: {{one: {{two: three}}}}}}
Conditions:
  Prod: !Equals [!Ref Env, prod]
{ROLE}{POLICY}{STATEMENT % "!Sub 'arn:${AWS::Partition}:s3:::b/*'"}\
              - !If [Prod, {{Effect: Deny, Action: '*', Resource: '*'}}, !Ref AWS::NoValue]
  Text:
    Type: AWS::SQS::QueuePolicy
    Properties:
      Queues: &queues [!FindInMap [Map, one, two]]
      PolicyDocument: !Sub |
        {{"Version": "2012-10-17", "Statement": [
          {{"Effect": "Allow", "Principal": "*", "Action": "sqs:*", "Resource": "${{Role}}"}}]}}
  Other:
    Type: AWS::SNS::TopicPolicy
    Properties: {{Topics: *queues, PolicyDocument: '{{"Version": "2012-10-17"}}'}}
"""
JSON = json.dumps(
    {
        "Conditions": {"C": {"Fn::Equals": [{"Ref": "AWS::Region"}, "x"]}},
        "Resources": {
            "P": {
                "Type": "AWS::IAM::ManagedPolicy",
                "Properties": {
                    "PolicyDocument": {
                        "Version": "2012-10-17",
                        "Statement": {
                            "Effect": "Allow",
                            "Action": ["s3:*", {"Fn::If": ["C", "a:b", {"Ref": "AWS::NoValue"}]}],
                            "Resource": {"Fn::Join": [":", ["arn", {"Ref": "P"}, "\u00e9\\ud83d"]]},
                        },
                    }
                },
            }
        },
    },
    indent=1,
)


def scan(text: str, name: str = "t.yaml") -> Scan:
    """Everything, all rules on; no rule crashes, and all places are places of the text."""
    start = time.process_time()
    scanned = SCANNER.scan(gather_texts({name: text}, SCANNER.configurations))
    assert time.process_time() - start < SECONDS
    assert scanned.crashes == []
    for finding in scanned.findings:
        span = finding.span.outermost
        assert 0 <= span.start <= span.end <= len(text)
    return scanned


@pytest.mark.parametrize(("name", "text"), [("t.yaml", YAML), ("t.json", JSON)])
def test_cut_off_at_every_character(name: str, text: str) -> None:
    assert {policy.whole for policy in scan(text, name).estate.policies} == {True}
    for end in range(len(text)):
        scanned = scan(text[:end], name)
        if name == "t.json":
            assert scanned.gathered.problems or end < 2, "JSON that is cut off is no JSON"


@pytest.mark.parametrize(("name", "text"), [("t.yaml", YAML), ("t.json", JSON)])
@pytest.mark.parametrize("sign", ["\x00", "\ud800", "{", "]", ":", "\t", "!", "&a ", "*a", "%"])
def test_a_sign_put_in_anywhere(name: str, text: str, sign: str) -> None:
    for place in range(0, len(text), 11):
        scan(text[:place] + sign + text[place:], name)


ODD: dict[str, str] = {
    "a type that is a map": "Resources: {A: {Type: {a: b}}, B: {Type: AWS::S3::Bucket}}",
    "a list of resources": "Resources: [{Type: AWS::IAM::Role}]",
    "no resources": "AWSTemplateFormatVersion: '2010-09-09'\nResources:\n",
    "properties that are a text": "Resources: {A: {Type: AWS::IAM::Role, Properties: x}}",
    "keys that are no texts": (
        "Resources: {1: {Type: AWS::IAM::Role}, [a]: {Type: AWS::IAM::User}, ? {b: c} : x,"
        " true: {Type: AWS::KMS::Key}}"
    ),
    "unquoted truth values": f"{ROLE}{POLICY}{STATEMENT % 'on'}{STATEMENT % 'yes'}",
    "policies that are a text": f"{ROLE}      Policies: x\n",
    "policies of all sorts": f"{ROLE}      Policies: [x, 1, null, [a], {{}}, [[[]]]]\n",
    "a statement of all sorts": f"{ROLE}{POLICY}              - x\n              - [1, null]\n",
    "sections of all sorts": "Parameters: x\nMappings: [1]\nConditions: y\nOutputs: 3\n" + ROLE,
    "parameters of all sorts": (
        "Parameters: {P: x, Q: [], R: {Type: {a: b}, Default: [1]}, S: {AllowedValues: x}}\n"
        + ROLE
        + POLICY
        + STATEMENT % "[!Ref P, !Ref Q, !Ref R, !Ref S]"
    ),
    "conditions in a circle": (
        "Conditions: {A: !Condition B, B: !Not [!Condition A], C: !And [!Condition C, {}]}\n"
        f"{ROLE}    Condition: A\n  B: {{Type: AWS::S3::Bucket, Condition: C}}\n"
    ),
    "names in a circle": (
        "Resources:\n"
        "  A: {Type: AWS::S3::Bucket, Properties: {BucketName: !Sub '${B}-${A}'}}\n"
        "  B: {Type: AWS::S3::Bucket, Properties: {BucketName: !Ref A}}\n"
    ),
    "maps in a circle": (
        "Mappings: {M: {a: {b: !FindInMap [M, a, b]}}}\n"
        f"{ROLE}{POLICY}{STATEMENT % '!FindInMap [M, a, b]'}"
    ),
    "loops in a circle": (
        "Transform: AWS::LanguageExtensions\nResources:\n"
        "  Fn::ForEach::A: [X, [!Ref X], {'R${X}': {Type: AWS::S3::Bucket}}]\n"
    ),
    "tags that nobody knows": f"{ROLE}{POLICY}{STATEMENT % '!Foo {a: !Bar [!!python/name:os.x b]}'}",
    "several documents": f"---\n{ROLE}---\n{ROLE}...\n---\n- 1\n",
    "a short tag in a short tag": f"{ROLE}{POLICY}{STATEMENT % '!Sub [!Ref A, {B: !GetAtt [C]}]'}",
    "open braces": f"{ROLE}{POLICY}{STATEMENT % ('!Sub ' + chr(34) + '${' * 9999 + chr(34))}",
    "open references": f"{ROLE}{POLICY}{STATEMENT % (chr(39) + '{{resolve:' * 9999 + chr(39))}",
    "a function within itself": (
        f"{ROLE}{POLICY}{STATEMENT % ('!Select [0, [' * 40 + 'a' + ']]' * 40)}"
    ),
}


@pytest.mark.parametrize("case", ODD, ids=str)
def test_what_is_odd(case: str) -> None:
    scanned = scan(ODD[case])
    assert scanned.gathered.readings or scanned.gathered.problems


def test_what_a_template_engine_is_to_fill_in() -> None:
    for value in (
        "arn:aws:s3:::{{ bucket }}/*",
        "{{ bucket }}/*",
        "'*'}\n{% if x %}\n{a: b",
        "'*'\n\n$MORE\n\n  X: 1",
    ):
        text = ROLE + POLICY + STATEMENT % value
        gathered = scan(text).gathered
        assert not gathered.problems, "nothing is wrong with it"
        (note,) = gathered.unread
        assert "is to be filled in by a template engine first" in note.why
        assert {"{", "$"}.intersection(text.splitlines()[note.line - 1])


def conditions(number: int) -> str:
    declared = "".join(f"  C{n}: !Equals [!Ref P, x{n}]\n" for n in range(number))
    statements = "".join(
        f"              - !If [C{n}, {{Effect: Deny, Action: 's3:Get*', Resource: a{n}}}, b]\n"
        for n in range(number)
    )
    return f"Parameters: {{P: {{Type: String}}}}\nConditions:\n{declared}{ROLE}{POLICY}{statements}"


def chained(number: int) -> str:
    declared = "".join(
        f"  C{n}: !And [!Condition C{n + 1}, !Or [!Condition C{n + 2}, !Equals [!Ref P, x{n}]]]\n"
        for n in range(number)
    )
    return f"Conditions:\n{declared}{ROLE}{POLICY}{STATEMENT % '!If [C0, a, b]'}"


def statements(number: int) -> str:
    return ROLE + POLICY + "".join(STATEMENT % f"'arn:aws:s3:::b{n}/*'" for n in range(number))


def substituted(number: int) -> str:
    return ROLE + POLICY + STATEMENT % ('!Sub "' + "${A}" * number + '"')


def joined(number: int) -> str:
    return ROLE + POLICY + STATEMENT % ("!Join ['', [" + "!Ref A, x, " * number + "]]")


def looped(number: int) -> str:
    names = ",".join(f"n{n}" for n in range(number))
    inner = f"{{'Fn::ForEach::B': [Y, [{names}], {{'R${{X}}${{Y}}': {{Type: AWS::S3::Bucket}}}}]}}"
    return f"Resources: {{'Fn::ForEach::A': [X, [{names}], {inner}]}}"


def mapped(number: int) -> str:
    entries = ", ".join(f"k{n}: {{v: 'arn:aws:s3:::b{n}'}}" for n in range(number))
    value = "!FindInMap [M, !Ref 'AWS::Region', v]"
    return f"Mappings: {{M: {{{entries}}}}}\n{ROLE}{POLICY}{STATEMENT % value}"


def doubled(number: int) -> str:
    declared = {
        f"B{n}": {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": {"Fn::Sub": f"${{B{n + 1}}}${{B{n + 1}}}"}}}
        for n in range(number)
    }  # fmt: skip
    return json.dumps({"Resources": declared | {f"B{number}": {"Type": "AWS::SQS::Queue"}}})


def doubled_in_maps(number: int) -> str:
    values = ", ".join(
        f"v{n}: [!FindInMap [M, k, v{n + 1}], !FindInMap [M, k, v{n + 1}]]" for n in range(number)
    )
    statement = STATEMENT % "!FindInMap [M, k, v0]"
    return f"Mappings: {{M: {{k: {{{values}}}}}}}\n{ROLE}{POLICY}{statement}"


def doubled_in_choices(number: int) -> str:
    value = "a"
    for n in range(number):
        value = f'!Sub ["${{x}}${{x}}", {{x: !If [C{n}, {value}, b]}}]'
    return ROLE + POLICY + STATEMENT % value


def resources(number: int) -> str:
    declared: dict[str, Any] = {
        f"B{n}": {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": {"Ref": f"B{n + 1}"}}}
        for n in range(number)
    }
    return json.dumps({"Resources": declared})


def in_a_matrix(number: int) -> str:
    """A job for each of the values of five lists together."""
    names = "abcde"
    return json.dumps(
        {
            "on": "push",
            "permissions": {"id-token": "write"},
            "jobs": {
                "deploy": {
                    "strategy": {"matrix": {name: list(range(number)) for name in names}},
                    "environment": "-".join(f"${{{{ matrix.{name} }}}}" for name in names),
                    "steps": [
                        {
                            "uses": "aws-actions/configure-aws-credentials@v4",
                            "with": {"role-to-assume": "arn:aws:iam::111122223333:role/deploy"},
                        }
                    ],
                }
            },
        }
    )


@pytest.mark.parametrize(
    ("shape", "number"),
    [
        (in_a_matrix, 200),
        (conditions, 1_000),
        (chained, 10_000),
        (statements, 2_000),
        (substituted, 10_000),
        (joined, 10_000),
        (looped, 300),
        (mapped, 5_000),
        (resources, 2_000),
        (doubled, 60),
        (doubled_in_maps, 60),
        (doubled_in_choices, 20),
    ],
    ids=lambda value: getattr(value, "__name__", str(value)),
)
def test_what_is_huge_takes_little_time(shape: Any, number: int) -> None:
    assert scan(shape(number)).gathered.readings


def test_of_a_policy_with_too_many_statements_the_first_are_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(reading, "MAX_STATEMENTS", 100)
    gathered = gather_texts({"t.yaml": statements(101)}, SCANNER.configurations)
    (read,) = gathered.readings
    assert len(read.policies[-1].statements) == 100
    (gap,) = read.gaps
    assert gap.partial
    assert gap.why.endswith("statements of the policy are read")
