"""Policies on resources as their Terraform types are meant to be used are silent, and each of their
twins with one fault is found at its own resource.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from iamlint.scanning import Scan
from iamlint.testing import scan_texts

PLANS = Path(__file__).parents[1] / "fixtures" / "terraform"
MODES = ("known", "deferred")
FAULTS = {
    "aws_backup_vault_policy.vault": "CopyIntoVault",
    "aws_cloudwatch_event_bus_policy.orders": "PutEvent",
    "aws_cloudwatch_log_resource_policy.dns": "PutLogs",
    "aws_codeartifact_domain_permissions_policy.packages": "GetToken",
    "aws_dynamodb_resource_policy.orders": "GetItems",
    "aws_ecr_repository_policy.app": "BatchGetImages",
    "aws_efs_file_system_policy.files": "efs",
    "aws_glacier_vault.archive.access_policy": "StartJob",
    "aws_kinesis_resource_policy.clicks": "Put",
    "aws_kms_key.data.policy": "Decrypts",
    "aws_lambda_permission.topic": "lambda:Invoke",
    "aws_opensearch_domain_policy.search": "HttpGet",
    "aws_organizations_policy.regions": "StopLog",
    "aws_s3_bucket_policy.data": "aws:SecureTransports",
    "aws_secretsmanager_secret_policy.login": "GetSecret",
    "aws_sns_topic_policy.alarms": "PublishMessage",
    "aws_sqs_queue_policy.alarms": "SendMesage",
    "aws_vpc_endpoint_policy.bucket": "s3:ListObjects",
}
"""What is wrong with each policy: the text that its finding names."""


def scan(name: str, mode: str) -> Scan:
    text = (PLANS / name / f"plan-{mode}.json").read_text("utf-8")
    found = scan_texts({"plan.json": text})
    assert not found.crashes
    return found


@pytest.mark.parametrize("mode", MODES)
def test_policies_as_documented_are_whole_and_silent(mode: str) -> None:
    found = scan("documented", mode)
    assert {policy.address for policy in found.estate.policies} >= FAULTS.keys()
    assert all(policy.whole for policy in found.estate.policies)
    assert found.findings == []


@pytest.mark.parametrize("mode", MODES)
def test_each_fault_is_found_where_it_is(mode: str) -> None:
    found = {f.address: f.message for f in scan("documented_wrong", mode).findings}
    assert found.keys() == FAULTS.keys()
    assert [address for address, fault in FAULTS.items() if f"{fault}`" not in found[address]] == []
