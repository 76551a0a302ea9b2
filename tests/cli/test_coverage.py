"""`iamlint scan --show-coverage` and `--fail-on-unknown`, in every format."""

from __future__ import annotations

import io
import json
import os
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator, Draft202012Validator

from iamlint.cli import main
from iamlint.reports import FORMATS

ROOT = Path(__file__).parents[2]
EXPECTED = Path(__file__).with_name("coverage.txt")

STACK = """\
Parameters:
  Actions: {Type: CommaDelimitedList}
  Arn: {Type: String, Default: "arn:aws:sqs:eu-west-1:111122223333:jobs"}
Conditions:
  Never: !Equals [a, b]
Resources:
  Ingest:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument: !ImportValue trust-of-ingest
      ManagedPolicyArns:
        - arn:aws:iam::aws:policy/AmazonSQSReadOnlyAccess
        - !ImportValue shared-policy
        - !Ref Own
      Policies:
        - PolicyName: send
          PolicyDocument:
            Version: '2012-10-17'
            Statement:
              - Effect: Allow
                Action: sqs:SendMessage
                Resource: !Ref Arn
        - PolicyName: given
          PolicyDocument:
            Version: '2012-10-17'
            Statement:
              - Effect: Allow
                Action: !Ref Actions
                Resource: !Ref Arn
  Own:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      PolicyDocument: !Sub |
        {"Version": "2012-10-17", "Statement": [
          {"Effect": "Allow", "Action": "sqs:ReceiveMessage", "Resource": "${Arn}"}]}
  Gone:
    Type: AWS::IAM::ManagedPolicy
    Condition: Never
    Properties:
      PolicyDocument:
        Version: '2012-10-17'
        Statement: {Effect: Allow, Action: sqs:PurgeQueue, Resource: !Ref Arn}
"""

FILES = {
    "app/stack.yaml": STACK,
    "app/policy.json": json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Action": "sqs:SendMessage",
                    "Resource": "arn:aws:sqs:eu-west-1:111122223333:jobs",
                }
            ],
        }
    ),
    "app/serverless.yml": (
        "service: app\nprovider:\n  iamRoleStatements:\n"
        "    - {Effect: Allow, Action: sqs:SendMessage, Resource: '*'}\n"
    ),
    "app/config.yaml": "kind: Config\nnote: AWS::S3::Bucket\n",
    "app/stack.py": (
        "print 'a role'\nROLE = {'Statement': [{'Effect': 'Allow', 'Action': 's3:GetObject'}]}\n"
    ),
    "app/tool.py": "print('hello')\n",
    "infra/main.tf": 'module "roles" {\n  source = "acme/roles/aws"\n}\n',
}
PARTS = ("--select", "kms")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    for path, text in FILES.items():
        Path(path).parent.mkdir(exist_ok=True)
        Path(path).write_text(text, encoding="utf-8")
    return tmp_path


@pytest.fixture
def scan(folder: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    def run(*arguments: str) -> tuple[int, str, str]:
        code = main(["scan", *arguments, *PARTS])
        out, err = capsys.readouterr()
        return code, out, err

    return run


def summary_of(scan: Any, *arguments: str) -> Any:
    return json.loads(scan(*arguments, "--format", "json")[1])["summary"]


@pytest.mark.skipif(not find_spec("tree_sitter_hcl"), reason="no parser of HCL")
def test_people_are_told_file_by_file(scan: Any) -> None:
    code, out, _ = scan(".", "--show-coverage")
    assert code == 0
    if os.environ.get("IAMLINT_REWRITE"):
        EXPECTED.write_text(out, encoding="utf-8")
    assert out == EXPECTED.read_text(encoding="utf-8")


def test_verbose_lists_what_is_whole_too(scan: Any) -> None:
    _, brief, _ = scan("app/stack.yaml", "--show-coverage")
    _, full, _ = scan("app/stack.yaml", "--show-coverage", "--verbose")
    more = set(full.splitlines()) - set(brief.splitlines())
    assert sorted(line.split()[1:3] for line in more) == [
        ["whole", "Ingest"],
        ["whole", "Ingest"],
        ["whole", "Ingest.Policies[0]"],
        ["whole", "Own"],
    ]


def test_the_object_fits_its_published_schema(scan: Any) -> None:
    schema = json.loads((ROOT / "iamlint/schemas/findings.schema.json").read_text("utf-8"))
    found = json.loads(scan(".", "--show-coverage", "--format", "json")[1])
    Draft202012Validator(schema).validate(found)
    coverage = found["coverage"]
    assert coverage["complete"] is False
    assert coverage["totals"] == {
        "policies": {"whole": 3, "partly_known": 1, "not_analysable": 4},
        "references": {"known": 2, "not_in_view": 1},
    }
    states = {file["path"]: file["state"] for file in coverage["files"]}
    assert states == {
        "app/config.yaml": "skipped",
        "app/policy.json": "read",
        "app/serverless.yml": "not_analysable",
        "app/stack.py": "not_analysable",
        "app/stack.yaml": "read",
        "app/tool.py": "skipped",
        "infra/main.tf": "not_analysable",
    }


def test_each_reason_names_the_value_and_its_place(scan: Any) -> None:
    found = json.loads(scan("app/stack.yaml", "--show-coverage", "--format", "json")[1])
    (file,) = found["coverage"]["files"]
    told = {
        (item["form"], item["kind"], item["state"]): [
            (reason["line"], reason["column"], reason["value"]) for reason in item["reasons"]
        ]
        for item in file["items"]
        if item["state"] != "whole"
    }
    assert told == {
        ("document", "trust", "not_analysable"): [(10, 33, "!ImportValue trust-of-ingest")],
        ("reference", "managed", "not_in_view"): [(13, 11, "!ImportValue shared-policy")],
        ("document", "identity", "partly_known"): [(28, 25, "!Ref Actions")],
        ("place", "", "left_out"): [(38, 16, "Never")],
    }


def test_policies_tell_who_has_them(scan: Any) -> None:
    found = json.loads(scan("app", "--show-coverage", "--format", "json")[1])
    holders = {
        item["address"]: item["attached_to"]
        for file in found["coverage"]["files"]
        for item in file.get("items", ())
        if "attached_to" in item
    }
    assert holders == {
        "": [],
        "Ingest.Policies[0]": ["Ingest"],
        "Ingest.Policies[1]": ["Ingest"],
        "Own": ["Ingest"],
    }


@pytest.mark.parametrize("form", FORMATS)
def test_findings_and_exit_codes_are_the_same_with_it(scan: Any, form: str) -> None:
    code, out, _ = scan(".", "--format", form)
    with_it, longer, _ = scan(".", "--format", form, "--show-coverage")
    assert code == with_it == 0
    assert len(longer) > len(out)


def test_sarif_tells_as_notifications(scan: Any) -> None:
    schema = json.loads((ROOT / "tests/fixtures/schemas/sarif-2.1.0.json").read_text("utf-8"))
    found = json.loads(scan(".", "--show-coverage", "--format", "sarif")[1])
    Draft7Validator(schema).validate(found)
    (run,) = found["runs"]
    told = run["invocations"][0]["toolExecutionNotifications"]
    assert [note["level"] for note in told].count("warning") == 4
    assert any("`!Ref Actions`" in note["message"]["text"] for note in told)


def test_github_shows_it_beside_the_lines(scan: Any) -> None:
    _, out, _ = scan(".", "--show-coverage", "--format", "github")
    assert "::notice file=app/stack.yaml,line=28,title=coverage::" in out


def test_the_last_line_counts_what_the_coverage_counts(scan: Any) -> None:
    summary = summary_of(scan, ".")
    assert (summary["partly_known"], summary["not_analysable"], summary["not_in_view"]) == (1, 4, 1)
    _, out, _ = scan(".")
    assert out.splitlines()[-1].endswith(
        "nothing found, 1 partly known, 4 not analysable, 1 not in view (--show-coverage tells which)"
    )
    assert "Ingest.AssumeRolePolicyDocument: not analysable: `!ImportValue trust-of-ingest`" in out


def test_one_reason_is_told_once(scan: Any) -> None:
    for number in range(20):
        Path(f"app/made{number}.py").write_text(FILES["app/stack.py"], encoding="utf-8")
    _, out, _ = scan("app")
    assert out.count("this is Python 2, which is not read") == 1
    assert "(and 20 more for this reason)" in out


def test_the_gate_fails_where_something_is_unknown_and_says_what(scan: Any) -> None:
    code, _, err = scan(".", "--fail-on-unknown")
    assert code == 1
    assert err == (
        "iamlint: --fail-on-unknown: 1 partly known, 4 not analysable, 1 not in view: "
        "--show-coverage tells which, and why\n"
    )
    assert scan("app/policy.json", "--fail-on-unknown")[0] == 0
    assert scan(".", "--fail-on-unknown", "--exit-zero")[0] == 0


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("!Ref Arn", 0),  # identified
        ("!Ref Actions", 1),  # may be any number of ARNs
        ("!GetAtt Ingest.Arn", 0),
        ("!Sub '${Arn}/*'", 0),
    ],
)
def test_the_gate_lets_identified_values_pass(scan: Any, value: str, code: int) -> None:
    stack = STACK.replace("Action: !Ref Actions", "Action: sqs:DeleteMessage")
    stack = stack.replace("!ImportValue trust-of-ingest", "{Version: '2012-10-17', Statement: []}")
    stack = stack.replace("        - !ImportValue shared-policy\n", "")
    stack = stack.replace("Resource: !Ref Arn\n        - Pol", f"Resource: {value}\n        - Pol")
    Path("one.yaml").write_text(stack, encoding="utf-8")
    assert scan("one.yaml", "--fail-on-unknown")[0] == code


def test_what_cannot_be_read_is_told_with_its_file(scan: Any) -> None:
    Path("app/broken.json").write_text(FILES["app/policy.json"][:-1], encoding="utf-8")
    Path("app/held.yaml").write_text(
        STACK.replace("!ImportValue trust-of-ingest", """'{"Statement": [}'"""), encoding="utf-8"
    )
    code, out, _ = scan("app/broken.json", "app/held.yaml", "--show-coverage", "--fail-on-unknown")
    assert code == 2
    assert "app/broken.json: unreadable: " in out
    assert (
        "Ingest.AssumeRolePolicyDocument (trust policy): `'{\"Statement\": [}'`: the policy" in out
    )


APP = """
from aws_cdk import aws_iam as iam
iam.Role(self, "Role", assumed_by=iam.ServicePrincipal("ec2.amazonaws.com"), inline_policies=more)
"""


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("P = {'Statement': [{'Effect': 'Allow', 'Action': 's:x', 'Resource': '*'}]}", "1 whole"),
        ("P = {'Statement': [{'Effect': 'Allow', 'Action': f()}]}", "1 partly known"),
        ("s = {'Effect': 'Deny', 'Action': '*'}", "1 partly known"),
        ("iam.put_role_policy(RoleName='r', PolicyDocument=f())", "1 not analysable"),
        (APP, "1 whole, 1 not analysable"),
    ],
)
def test_policies_in_code_are_told(scan: Any, code: str, told: str) -> None:
    Path("tools").mkdir()
    Path("tools/made.py").write_text(code, encoding="utf-8")
    _, out, _ = scan("tools", "--show-coverage", "-v")
    assert f"tools/made.py: python: {told}\n" in out


def test_an_app_of_the_cdk_is_read_until_its_templates_are_in_view(scan: Any) -> None:
    Path("app/stack.py").write_text(APP, encoding="utf-8")
    assert "app/stack.py: python: " in scan("app", "--show-coverage")[1]
    Path("cdk.out").mkdir()
    Path("cdk.out/app.template.json").write_text(
        json.dumps({"Resources": {"Q": {"Type": "AWS::SQS::Queue"}}}), encoding="utf-8"
    )
    assert "app/stack.py: python: " not in scan("app", "cdk.out", "--show-coverage")[1]
    listed = scan("app", "cdk.out", "--show-files")[1]
    assert "app/stack.py: skipped: an app of the CDK, of which templates are in view" in listed


def test_lines_of_json_are_no_broken_file(scan: Any) -> None:
    Path("logs.jsonl").write_text('{"Statement": 1}\n{"Statement": 2}\n', encoding="utf-8")
    code, out, _ = scan(".", "--show-coverage")
    assert code == 0
    assert "JSON Lines, which are not read: 1" in out


def test_a_template_of_a_policy_is_no_broken_file(scan: Any) -> None:
    Path("role.json.tpl").write_text(
        '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": ${actions}}]}\n',
        encoding="utf-8",
    )
    _, out, _ = scan(".", "--show-coverage")
    assert "broken-syntax" not in out
    assert "a template that something else fills in first: 1" in out


def test_terraform_that_is_not_in_view_is_told(scan: Any) -> None:
    module = '{"module": {"keys": {"source": "acme/keys/aws"}}}'
    Path("infra/more.tf.json").write_text(module, encoding="utf-8")
    Path("infra/net").mkdir()
    Path("infra/net/main.tf").write_text('resource "aws_vpc" "v" {}', encoding="utf-8")
    _, out, _ = scan("infra", "--show-coverage", "--format", "json")
    states = {f["path"]: (f["state"], f["why"]) for f in json.loads(out)["coverage"]["files"]}
    told = [path for path, (state, _) in states.items() if state == "not_analysable"]
    assert told == ["infra/main.tf", "infra/more.tf.json"]
    unlooked = ("skipped", "Terraform that has nothing to do with access")
    assert states["infra/net/main.tf"] == unlooked


@pytest.mark.parametrize("option", ["--statistics", "--diff"])
def test_what_shows_no_findings_shows_no_coverage(scan: Any, option: str) -> None:
    code, _, err = scan(".", "--show-coverage", option)
    assert code == 2
    assert "--show-coverage goes with neither" in err


def test_standard_input_is_one_file(scan: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    text = io.TextIOWrapper(io.BytesIO(FILES["app/policy.json"].encode()))
    monkeypatch.setattr("sys.stdin", text)
    _, out, _ = scan("-", "--stdin-filename", "given.json", "--show-coverage")
    assert out.splitlines()[0] == "given.json: plain: 1 whole"
    assert "files: 1 read" in out.splitlines()
