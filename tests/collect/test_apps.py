"""Templates say what the code of their own app makes, and of no other."""

from __future__ import annotations

import pytest

from iamlint.gathering.apps import Apps
from iamlint.testing import scan_texts

CODE = """
from aws_cdk import Stack, aws_iam as iam
class S(Stack):
    def __init__(self, scope, id):
        super().__init__(scope, id)
        iam.ManagedPolicy(self, "M", statements=[
            iam.PolicyStatement(actions=["s3:*"], resources=["*"]),
        ])
"""
TEMPLATE = '{"Resources": {"T": {"Type": "AWS::SNS::Topic", "Properties": {}}}}'


@pytest.mark.parametrize(
    ("paths", "code", "made"),
    [
        (["app.py", "cdk.out/S.template.json"], "app.py", True),
        (["cdk.out/S.template.json", "lib/stacks/a.py"], "lib/stacks/a.py", True),
        (["cdk.out/assembly-P/S.template.json", "app.py"], "app.py", True),
        (["one/cdk.out/S.template.json", "one/app.py"], "one/app.py", True),
        (["one/cdk.out/S.template.json", "two/app.py"], "two/app.py", False),
        (["one/cdk.json", "one/cdk.out/S.template.json", "two/app.py"], "two/app.py", False),
        (["cdk.json", "cdk.out/S.template.json", "two/cdk.json"], "two/app.py", False),
        (["one/cdk.json", "one/build/S.template.json"], "one/lib/app.py", True),
        (["made/S.template.json"], "lib/app.py", True),
        (["../a/cdk.json", "../a/cdk.out/S.template.json"], "../a/lib/app.py", True),
        (["/a/cdk.json", "/a/cdk.out/S.template.json"], "/b/app.py", False),
        (["app.py"], "app.py", False),
    ],
)
def test_whose_templates_are_in_view(paths: list[str], code: str, made: bool) -> None:
    assert Apps(paths).made(code) is made


def test_the_code_of_another_app_is_read() -> None:
    files = {"one/cdk.out/S.template.json": TEMPLATE, "one/app.py": CODE, "two/app.py": CODE}
    found = scan_texts(files).findings
    assert {(one.span.source.path, one.rule) for one in found} == {
        ("two/app.py", "service-wildcard")
    }
