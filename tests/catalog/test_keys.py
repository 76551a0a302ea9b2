"""Condition keys: global, of services, of sessions, of identity providers."""

from __future__ import annotations

import pytest

from iamlint.catalog import catalog

C = catalog()


@pytest.mark.parametrize(
    ("name", "canonical", "type_", "many"),
    [
        ("aws:PrincipalOrgID", "aws:PrincipalOrgID", "String", False),
        ("AWS:sourcearn", "aws:SourceArn", "ARN", False),
        ("aws:RequestTag/team", "aws:RequestTag/${TagKey}", "String", False),
        ("aws:TagKeys", "aws:TagKeys", "String", True),
        ("aws:PrincipalOrgPaths", "aws:PrincipalOrgPaths", "String", True),
        ("s3:prefix", "s3:prefix", "String", False),
        ("s3:ExistingObjectTag/a", "s3:ExistingObjectTag/<key>", "String", False),
        (
            "kms:EncryptionContext:aws:s3:arn",
            "kms:EncryptionContext:${EncryptionContextKey}",
            "String",
            False,
        ),
        ("kms:GrantOperations", "kms:GrantOperations", "String", True),
        ("saml:aud", "saml:aud", "String", False),
        ("glue:RoleAssumedBy", "glue:RoleAssumedBy", "String", False),
        ("lambda:SourceFunctionArn", "lambda:SourceFunctionArn", "ARN", False),
    ],
)
def test_a_key_is_found_as_policies_write_it(
    name: str, canonical: str, type_: str, many: bool
) -> None:
    key = C.condition_key(name)
    assert key is not None
    assert (key.name, key.type, key.multivalued) == (canonical, type_, many)


@pytest.mark.parametrize(
    "name",
    [
        "token.actions.githubusercontent.com:sub",
        "token.actions.githubusercontent.com:repository",
        "oidc.eks.eu-west-1.amazonaws.com/id/0123456789ABCDEF:aud",
        "gitlab.com:sub",
    ],
)
def test_claims_of_identity_providers(name: str) -> None:
    key = C.condition_key(name)
    assert key is not None
    assert key.service == "sts"


@pytest.mark.parametrize("name", ["aws:NoSuch", "s3:nosuch", "nosuch:key", "", "aws", "sub"])
def test_a_key_that_is_not_there(name: str) -> None:
    assert C.condition_key(name) is None


def test_every_key_an_action_lists_is_known() -> None:
    for name in (*C.actions("s3"), *C.actions("ec2"), *C.actions("iam"), *C.actions("sts")):
        action = C.action(name)
        assert action is not None
        for key in action.keys:
            assert C.condition_key(key) is not None, (name, key)


def test_global_keys_say_when_they_are_there() -> None:
    assert {key.name for key in C.global_keys} >= {"aws:SourceIp", "aws:PrincipalTag/${TagKey}"}
    assert C.globals.row("aws:principaltag/x")["present"] == "principal-tag"
    assert C.globals.row("aws:nosuch") == {}


def test_session_keys_are_in_lower_case() -> None:
    assert "ec2:sourceinstancearn" in C.session_keys


def test_near_keys() -> None:
    assert C.suggest_keys("aws:SourceAcount")[0] == "aws:SourceAccount"
    assert C.suggest_keys("s3:SourceArn")[0] == "aws:SourceArn"
    assert C.suggest_keys("s3:prefx")[0] == "s3:prefix"
