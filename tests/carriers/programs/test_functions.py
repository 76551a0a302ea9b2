"""Where the code of a function stands, in each dialect."""

from __future__ import annotations

import json
from typing import Any

import pytest

from iamlint.testing import scan_texts

CODE = 'import boto3\ndef handler(event, context):\n    boto3.client("sqs").list_queues()\n'
ROLE = {"Fn::Sub": "arn:aws:iam::${AWS::AccountId}:role/worker"}


def calling(files: dict[str, str]) -> list[str]:
    scan = scan_texts(files)
    assert not scan.crashes, scan.crashes[0].trace
    calls = [call for reading in scan.gathered.readings for call in reading.calls]
    return [f"{call.holder.address} {call.node.source.path}" for call in calls]


def template(properties: dict[str, Any], type: str = "AWS::Lambda::Function", **more: Any) -> str:
    given = {"Runtime": "python3.13", "Role": ROLE, **properties}
    resource = {"Type": type, "Properties": given, **more}
    found: dict[str, Any] = {"Resources": {"Work": resource}}
    if type.startswith("AWS::Serverless"):
        found["Transform"] = "AWS::Serverless-2016-10-31"
    return json.dumps(found)


@pytest.mark.parametrize(
    ("path", "properties", "code"),
    [
        ("t.json", {"Handler": "app.handler", "Code": "src"}, "src/app.py"),
        ("t.json", {"Handler": "app.handler", "Code": "./src/"}, "src/app.py"),
        ("t.json", {"Handler": "app.handler", "Code": "."}, "app.py"),
        ("infra/t.json", {"Handler": "app.handler", "Code": "../src"}, "src/app.py"),
        ("t.json", {"Handler": "pkg/app.handler", "Code": "src"}, "src/pkg/app.py"),
        ("t.json", {"Handler": "pkg.app.handler", "Code": "src"}, "src/pkg/app.py"),
        ("t.json", {"Handler": "pkg.handler", "Code": "src"}, "src/pkg/__init__.py"),
    ],
)
def test_a_folder_beside_the_template(path: str, properties: dict[str, Any], code: str) -> None:
    assert calling({path: template(properties), code: CODE}) == [f"Work {code}"]


def test_serverless_functions() -> None:
    given = template({"Handler": "app.handler", "CodeUri": "src"}, "AWS::Serverless::Function")
    assert calling({"t.json": given, "src/app.py": CODE}) == ["Work src/app.py"]


def test_code_in_the_template() -> None:
    given = template({"Handler": "index.handler", "Code": {"ZipFile": CODE}})
    assert calling({"t.json": given}) == ["Work t.json"]


def test_assets_of_the_cdk() -> None:
    given = template(
        {"Handler": "app.handler", "Code": {"S3Bucket": "b", "S3Key": "k"}},
        Metadata={"aws:asset:path": "asset.0123", "aws:asset:property": "Code"},
    )
    files = {"cdk.out/t.json": given, "cdk.out/asset.0123/app.py": CODE}
    assert calling(files) == ["Work cdk.out/asset.0123/app.py"]


@pytest.mark.parametrize("source", [{"source_dir": "./src"}, {"source_file": "./src/app.py"}])
def test_archives_of_a_plan(source: dict[str, str]) -> None:
    archive = {
        "address": "data.archive_file.code",
        "mode": "data",
        "type": "archive_file",
        "name": "code",
        "values": {"type": "zip", "output_path": "./code.zip", **source},
    }
    function = {
        "address": "aws_lambda_function.work",
        "mode": "managed",
        "type": "aws_lambda_function",
        "name": "work",
        "values": {
            "function_name": "work",
            "role": "arn:aws:iam::111122223333:role/worker",
            "handler": "app.handler",
            "filename": "./code.zip",
            "environment": [{"variables": {"A": "b"}}],
        },
    }
    plan = {
        "format_version": "1.2",
        "terraform_version": "1.9.0",
        "planned_values": {"root_module": {"resources": [function]}},
        "prior_state": {"values": {"root_module": {"resources": [archive]}}},
    }
    files = {"plan.json": json.dumps(plan), "src/app.py": CODE}
    assert calling(files) == ["aws_lambda_function.work src/app.py"]


@pytest.mark.parametrize(
    "properties",
    [
        {"Code": "src"},
        {"Handler": "handler", "Code": "src"},
        {"Handler": "other.handler", "Code": "src"},
        {"Handler": {"Ref": "Handler"}, "Code": "src"},
        {"Handler": "app.handler", "Code": {"Ref": "Where"}},
        {"Handler": "app.handler", "Code": ["src"]},
        {"Handler": "app.handler", "Code": {"S3Bucket": "b", "S3Key": "k"}},
        {"Handler": "..app.handler", "Code": "src"},
        {"Handler": "app.handler", "Code": {"ZipFile": 1}},
    ],
)
def test_code_that_is_not_told(properties: dict[str, Any]) -> None:
    assert calling({"t.json": template(properties), "src/app.py": CODE}) == []


@pytest.mark.parametrize("code", ["layer/python/store.py", "layer/store.py"])
@pytest.mark.parametrize(("type", "content"), [("Serverless", "ContentUri"), ("Lambda", "Content")])
def test_layers_beside_the_template(code: str, type: str, content: str) -> None:
    given = {"Handler": "app.handler", "Runtime": "python3.13", "Role": ROLE, "CodeUri": "src"}
    resources = {
        "Work": {
            "Type": "AWS::Serverless::Function",
            "Properties": {**given, "Layers": [{"Ref": "Shared"}]},
        },
        "Shared": {"Type": f"AWS::{type}::LayerVersion", "Properties": {content: "layer"}},
    }
    made = json.dumps({"Transform": "AWS::Serverless-2016-10-31", "Resources": resources})
    app = "from store import put\ndef handler(event, context):\n    put()\n"
    store = 'import boto3\ndef put():\n    boto3.client("sqs").list_queues()\n'
    assert calling({"t.json": made, "src/app.py": app, code: store}) == [f"Work {code}"]
