"""A file of the Serverless Framework is not passed over: it says how it can be read."""

from __future__ import annotations

import pytest

from iamlint import carriers, formats
from iamlint.text.source import Source

SERVICE = """\
service: jobs
provider:
  name: aws
  iam: {role: {statements: [{Effect: Allow, Action: 's3:*', Resource: '*'}]}}
resources:
  Resources: {Bucket: {Type: AWS::S3::Bucket}}
"""


def read(text: str) -> list[str] | None:
    source = Source("serverless.yml", text)
    reading = carriers.read(source.path, formats.read(source, formats.YAML))
    if reading is None:
        return None
    assert not reading.policies
    return [gap.why for gap in reading.gaps]


@pytest.mark.parametrize("text", [SERVICE, "service: a\nprovider: aws\n"])
def test_it_says_how_it_can_be_read(text: str) -> None:
    whys = read(text)
    assert whys is not None
    assert ["`serverless package`" in why for why in whys] == [True]


@pytest.mark.parametrize(
    "text",
    [
        "service: a\nprovider: {name: google}\n",
        "provider: {name: aws}\n",
        "service: a\n",
        "- aws\n",
    ],
)
def test_other_files_are_not_taken_for_one(text: str) -> None:
    assert read(text) is None
