"""The tables about whom policies let in speak of things that exist."""

from __future__ import annotations

import pytest

from iamlint.catalog import catalog

C = catalog()


@pytest.mark.parametrize("name", ["source_keys", "public_guards", "session_tag_keys"])
def test_keys_exist(name: str) -> None:
    for row in C.table(name):
        key = row["key"]
        if not key.endswith("*"):
            assert C.condition_key(key), row
        elif not key.endswith(":*"):
            assert C.condition_key(key.replace("*", "x")), row


@pytest.mark.parametrize(
    "name", ["public_by_nature", "policy_replacing_actions", "plain_http_types"]
)
def test_types_exist(name: str) -> None:
    for row in C.table(name):
        service, _, rest = row["type"].partition(":")
        assert C.resource_type(service, rest) or C.has_service(service), row


def test_services_exist() -> None:
    for row in C.table("sourceless_services"):
        assert C.has_service(row["service"]), row


def test_service_principals_are_known() -> None:
    for name in ("role_takers", "service_trust_actions", "service_trust_sources"):
        for row in C.table(name):
            assert C.service_principal(row["principal"]) == row["principal"], row


def test_subjects_have_literals_between_their_fields() -> None:
    for row in C.table("oidc_issuers"):
        assert "}${" not in row["form"], row
        assert row["least"] <= row["form"].count("${"), row
