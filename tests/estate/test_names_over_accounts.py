"""A bare name means a thing of the same account; a bucket's name means one bucket in the world."""

from __future__ import annotations

from iamlint.testing import scan_texts

HOME = """
Resources:
  Logs:
    Type: AWS::S3::Bucket
    Properties: {BucketName: acme-logs}
  Jobs:
    Type: AWS::SQS::Queue
    Properties: {QueueName: jobs}
"""
AWAY = """
Resources:
  Trail:
    Type: AWS::CloudTrail::Trail
    Properties: {S3BucketName: acme-logs, IsLogging: true}
"""
ACCOUNTS = """
[accounts]
"home.yaml" = "111122223333"
"away.yaml" = "444455556666"
"""


def test_a_bucket_is_meant_from_another_account() -> None:
    scan = scan_texts({"home.yaml": HOME, "away.yaml": AWAY, "iamlint.toml": ACCOUNTS})
    (wired,) = scan.estate.wires
    assert wired.target is not None
    assert wired.target.address == "Logs"


def test_a_queue_is_not() -> None:
    scan = scan_texts({"home.yaml": HOME, "away.yaml": AWAY, "iamlint.toml": ACCOUNTS})
    (away,) = [reading for reading in scan.estate.readings if reading.path == "away.yaml"]
    (home,) = [reading for reading in scan.estate.readings if reading.path == "home.yaml"]
    (name,) = [one.names[0] for one in home.resources if one.address == "Jobs"]
    assert scan.estate.resources_named(name, away, "sqs")[0] == []
    assert scan.estate.resources_named(name, home, "sqs")[0]
