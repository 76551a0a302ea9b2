"""Every overlay table is dated, sourced, of one shape, and speaks of things that exist."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from iamlint.catalog import Catalog, catalog, roles, tables

C = catalog()
NAMES = sorted(path.stem for path in Path(tables.DATA).glob("*.json"))

# column → type; a column with `?` may be missing. Tables that are not named here are held to the
# general laws alone.
COLUMNS: dict[str, dict[str, type | tuple[type, ...]]] = {
    "access_levels": {"action": str, "level": str, "why": str},
    "api_names": {"api": str, "actions": list},
    "arn_accounts": {"account": str, "what": str},
    "authorised_on": {
        "type?": str,
        "action?": str,
        "only?": list,
        "except?": list,
        "arns?": list,
        "typed?": bool,
        "star?": str,
        "doubt?": str,
        "why": str,
    },
    "own_resources": {"type": str},
    "other_policies": {"begins": str, "what": str},
    "unlisted_types": {"type": str},
    "called_for_others": {"service": str},
    "home_roles": {"service": str},
    "assigned_names": {"form": str, "what": str},
    "service_sources": {"principal": str, "services": list, "begins?": str, "what": str},
    "untagged_requests": {"service": str, "actions": list},
    "causes": {
        "name": str,
        "cause": str,
        "rules": list,
        "carriers": list,
        "shows": str,
        "certain": str,
    },
    "cloudformation_enclosures": {"type": str, "within": str, "path": str},
    "terraform_enclosures": {"type": str, "within": str, "path": str},
    "cloudformation_lookalikes": {"type": str, "path": str, "what": str},
    "cloudformation_transforms": {"name": str, "makes": str},
    "cfn_kms_properties": {"type": str, "path": str, "says_kms": bool},
    "cfn_role_arn_properties": {"type": str, "path": str},
    "cloudformation_role_users": {
        "type": str,
        "path?": str,
        "principals": list,
        "or?": list,
        "profile?": bool,
        "external?": str,
        "sends?": dict,
        "silent?": str,
        "made?": str,
        "no_roles?": bool,
    },
    "cloudformation_wirings": {
        "caller?": dict,
        "id": str,
        "type": str,
        "source": str,
        "target": str,
        "each?": str,
        "role?": str,
        "runs?": str,
        "when?": list,
        "between?": list,
        "within?": str,
        "substitutions?": str,
        "below?": (str, dict),
        "parts?": dict,
        "arn?": str,
        "route?": dict,
        "switch?": dict,
    },
    "roles_of_aws": {"sort": str, "path": str, "name?": str},
    "role_forms": {"type": str, "path": str, "takes": str},
    "target_forms": {"type": str, "takes": str, "what": str},
    "role_handings": {"type": str, "passed": str, "by": str, "otherwise": str},
    "role_stand_ins": {"passed": str, "trusted": list, "why": str},
    "role_passing_calls": {"action": str, "parameter": str, "services": list},
    "cloudformation_types": {
        "type": str,
        "service_type": str,
        "names": list,
        "arn": str,
        "ref": str,
        "attributes?": dict,
        "below?": str,
        "parts?": dict,
        "arn?": str,
        "absent?": dict,
        "plain?": dict,
        "after?": dict,
        "strip?": dict,
        "also?": list,
    },
    "condition_operators": {
        "operator": str,
        "type": str,
        "negated": bool,
        "wildcards": bool,
        "variables": bool,
        "opposite": str,
        "if_exists": bool,
    },
    "companion_actions": {"key": str, "action": str, "companion": str},
    "dependent_actions": {"action": str, "dependents": list},
    "never_values": {"key": str, "service": str, "resource": str, "instead": str, "why": str},
    "function_calls": {"action": str, "versioned": bool},
    "alias_actions": {"action": str},
    "factor_setup": {"action": str},
    "joint_resources": {"action": str, "always": list, "usual": list, "tagged": list},
    "sequences": {"leads": list, "with": list, "besides": list, "what": str},
    "calling_from_aws": {"type": str},
    "deploy_commands": {
        "run?": str,
        "uses?": str,
        "carrier": str,
        "file?": str,
        "within?": str,
        "instead?": str,
    },
    "deploying_services": {"principal": str, "carrier": str},
    "encryption_headers": {"key": str, "by_key?": list},
    "few_of_account": {"begins": str, "except?": str},
    "endpoint_key_services": {"key": str, "services": list},
    "further_actions": {"action": str, "level": str},
    "endpoint_needs": {
        "endpoint": str,
        "because": list,
        "action": str,
        "resource": str,
        "what": str,
        "strangers": list,
    },
    "endpoint_services": {
        "endpoint": str,
        "service": str,
        "sort": str,
        "for?": str,
        "actions?": list,
        "except?": list,
    },
    "forwarding_services": {"service": str},
    "outside_networks": {"type": str, "property": str},
    "idle_managed_parts": {"policy": str, "service": str},
    "managed_policy_users": {"policy": str, "principals": list, "nodes?": bool},
    "declared_keys": {
        "type": str,
        "action": str,
        "key": str,
        "on": str,
        "property": list,
        "absent?": str,
        "unless?": list,
    },
    "session_limits": {"principal": str},
    "set_assignments": {"type": str, "set": str, "account": str},
    "offered_beside": {"action": str, "taken?": bool},
    "global_condition_keys": {
        "key": str,
        "type": str,
        "multivalued": bool,
        "present": str,
        "sensitive": bool,
        "since": int,
    },
    "integrations": {
        "id": str,
        "from": str,
        "to": str,
        "kind": str,
        "from_type": str,
        "to_type": str,
        "principals": list,
        "actions": list,
        "keys": list,
        "source_arn?": str,
        "fixed?": dict,
        "likely?": dict,
        "starts?": str,
        "on?": str,
        "further?": list,
        "note?": str,
        "fails?": str,
        "otherwise?": str,
        "least?": list,
        "listed?": list,
        "object?": str,
        "joint?": str,
        "recorders?": list,
        "caller?": str,
        "aside?": str,
        "beneath?": bool,
        "assumed?": bool,
        "source_account?": list,
        "asked_with?": dict,
        "account?": list,
        "role?": str,
        "also?": list,
        "accounts?": str,
        "condition": str,
        "confidence": str,
    },
    "irrelevant_keys": {"key": str, "why": str},
    "role_needs": {
        "id": str,
        "work": str,
        "actions?": list,
        "any?": list,
        "across?": list,
        "on?": str,
        "fails?": str,
        "alone?": bool,
    },
    "keys_absent_for_services": {
        "key": str,
        "of": str,
        "why": str,
        "but?": list,
        "only?": list,
        "confidence?": str,
    },
    "keys_of_services": {"key": str, "value": str, "confidence": str, "why": str},
    "kms_callers": {
        "id": str,
        "service": str,
        "model": str,
        "actions": list,
        "min_kms": list,
        "doc_kms": list,
        "via_service": str,
        "context_keys": list,
        "managed_alias": str,
        "context?": dict,
        "sometimes?": dict,
        "cfn": list,
        "tf": list,
        "confidence": str,
    },
    "cloudformation_key_users": {
        "use": str,
        "type": str,
        "path": str,
        "role?": str,
        "else_service?": bool,
        "through?": str,
        "when?": list,
    },
    "terraform_key_users": {
        "use": str,
        "type": str,
        "path": str,
        "role?": str,
        "else_service?": bool,
        "through?": str,
        "when?": list,
    },
    "kms_service_principals": {
        "id": str,
        "principals": list,
        "kms": list,
        "documented?": list,
        "aside?": list,
        "of": list,
        "wires": list,
        "context": dict,
        "narrow?": dict,
        "wide": dict,
        "fails": str,
        "confidence": str,
    },
    "oidc_claims": {"claim": str, "type": str, "multivalued": bool},
    "oidc_provider_claims": {"issuer": str, "claim": str},
    "oidc_issuer_slips": {"written": str, "meant": str, "why": str, "but?": str},
    "carried_on": {"principal": str, "action": str, "what": str, "silent": bool},
    "trust_values": {
        "whose": str,
        "key": str,
        "forms?": list,
        "never?": list,
        "generated?": bool,
        "other?": list,
        "slips?": bool,
        "meant": str,
        "mended?": str,
    },
    "key_values": {
        "key": str,
        "whose?": list,
        "forms?": list,
        "never?": list,
        "any_case?": bool,
        "meant": str,
    },
    "sdk_context": {
        "service": str,
        "operation": str,
        "argument": str,
        "key": str,
        "pairs?": list,
        "provider?": str,
        "step?": str,
    },
    "service_trust_sources": {"principal": str, "what": str, "arn": str, "own?": str},
    "service_session_tags": {"principal": str, "key": str, "tags": list},
    "service_principal_slips": {"written": str, "meant": str},
    "keys_absent_for_principals": {
        "key": str,
        "for": list,
        "in": list,
        "why": str,
        "confidence": str,
    },
    "oidc_subjects": {
        "issuer": str,
        "part": int,
        "first": str,
        "after": str,
        "words": list,
        "begins": list,
        "between?": str,
        "pattern?": str,
        "must?": bool,
    },
    "generated_actions": {
        "action": str,
        "beside": list,
        "alone?": bool,
        "either?": bool,
        "by": str,
    },
    "kms_unsupported": {"wire": str, "why": str},
    "kms_pairs": {"has": str, "lacks": list, "why": str},
    "passrole_actions": {"action": str},
    "permission_only_actions": {"action": str},
    "private_networks": {"network": str},
    "checked_on_all": {"action": str, "arn": str},
    "name_signs": {
        "service": str,
        "signs": str,
        "until?": str,
        "never?": list,
        "nowhere?": list,
        "why?": str,
    },
    "policy_actions": {
        "type": str,
        "services": list,
        "types": list,
        "resources": list,
        "actions?": list,
        "also?": list,
    },
    "tagged_types": {"type": str, "property": str, "action": str, "tags": list},
    "tagged_calls": {"action": str, "tags": list},
    "first_tagged": {"action": str, "types": list},
    "quotas": {
        "kind": str,
        "what": str,
        "limit": int,
        "most": int,
        "unit": str,
        "white_space": bool,
        "note?": str,
    },
    "crossing_actions": {"pattern": str},
    "region_keys": {"key": str},
    "regions": {"region": str, "partition": str, "title": str, "suffix": str},
    "replaced_keys": {"key": str, "instead": list, "why": str},
    "resource_policies": {
        "id": str,
        "type": str,
        "service": str,
        "resource": str,
        "cross_account": bool,
        "regional?": bool,
        "same_account_alone": str,
        "given?": str,
        "over?": list,
        "principals": str,
        "cfn": list,
        "tf": list,
        "confidence": str,
        "cross_account_actions?": list,
        "cross_account_except?": list,
    },
    "resource_tag_keys": {"prefix": str},
    "restricting_keys": {"key": str, "class": str, "s3_public": bool, "optional?": bool},
    "retired": {"name": str, "service": bool, "why": str},
    "sensitive_actions": {"action": str, "category": str, "light?": bool, "named?": bool},
    "service_linked_role_actions": {"action": str},
    "service_accounts": {"service": str, "region": str, "account": str},
    "service_principals": {"principal": str, "regional": str},
    "service_reach": {"service": str, "reach": str},
    "service_synonyms": {"written": str, "service": str},
    "session_keys": {"key": str, "type": str, "session": str},
    "settled_sets": {"key": str, "of": str},
    "short_resources": {"type": str, "form": str},
    "single_policies": {"type": str},
    "star_checked": {"service": str, "why": str},
    "terraform_encryption": {
        "type": str,
        "path": str,
        "of?": str,
        "resource_type?": str,
        "when?": list,
        "default?": str,
        "computed?": bool,
        "bucket_key?": str,
        "source": str,
    },
    "terraform_backends": {"type": str, "keys": list, "source": str},
    "terraform_handed_kinds": {"word": str, "kind": str, "source": str},
    "terraform_document_arguments": {
        "block": str,
        "arguments": list,
        "blocks": list,
        "meant": dict,
        "source": str,
    },
    "terraform_exclusives": {
        "type": str,
        "lists": str,
        "path": str,
        "of?": object,
        "kept?": list,
        "source": str,
    },
    "terraform_keys_of_others": {"type": str, "path": str, "what": str, "source": str},
    "terraform_lookalikes": {"type": str, "path": str, "what": str, "source": str},
    "terraform_policies": {
        "type": str,
        "path": str,
        "kind": str,
        "attach": object,
        "form?": str,
        "resource_type?": str,
        "computed?": bool,
        "default_target?": str,
        "grammar?": dict,
        "named?": dict,
        "source": str,
    },
    "terraform_types": {
        "absent?": dict,
        "plain?": dict,
        "after?": dict,
        "type": str,
        "service_type": str,
        "names": list,
        "arn": str,
        "id?": str,
        "attributes?": dict,
        "through?": dict,
        "below?": str,
        "parts?": dict,
        "arn?": str,
        "identity?": str,
        "source": str,
    },
    "terraform_wirings": {
        "caller?": dict,
        "below?": str,
        "route?": dict,
        "parts?": dict,
        "arn?": str,
        "id": str,
        "type": str,
        "source": str,
        "target": str,
        "each?": str,
        "role?": str,
        "runs?": str,
        "when?": list,
        "between?": list,
        "within?": str,
        "substitutions?": str,
    },
    "terraform_role_users": {
        "external?": str,
        "sends?": dict,
        "silent?": str,
        "type": str,
        "path": str,
        "principals": list,
        "or?": list,
        "profile?": bool,
    },
    "tf_kms_attributes": {"type": str, "path": str},
    "unsharable_types": {"type": str, "except?": list, "confidence": str},
    "unlisted_keys": {"key": str, "type": str, "multivalued": bool, "actions": list},
    "value_forms": {"key": str, "form": str, "besides?": list},
    "unlisted_arns": {"arn": str, "why": str},
    "where_policies": {
        "platform": str,
        "type": str,
        "path": str,
        "kind": str,
        "document": str,
        "attached_to": str,
    },
}
CHOICES = {
    ("kms_callers", "model"): {"fas", "grant", "create", "role", "slr"},
    ("kms_callers", "confidence"): {"A", "B", "C"},
    ("role_needs", "fails"): {"deployment", "run", "silently"},
    ("kms_service_principals", "confidence"): {"A", "B"},
    ("kms_service_principals", "fails"): {"deployment", "call", "silent"},
    ("integrations", "confidence"): {"A", "B", "C"},
    ("integrations", "fails"): {"deployment", "silent", "call"},
    ("integrations", "otherwise"): {"default", "added", "role", "acl"},
    ("integrations", "kind"): {"RP", "LP", "ROLE", "SLR", "ACL", "NONE"},
    ("cloudformation_wirings", "runs"): {"source", "target"},
    ("terraform_wirings", "runs"): {"source", "target"},
    ("resource_policies", "confidence"): {"A", "B", "C"},
    ("unsharable_types", "confidence"): {"A", "B"},
    ("resource_policies", "same_account_alone"): {
        *("yes", "no", "never", "key", "trust", "api", "unknown"),
    },
    ("access_levels", "level"): {"Permissions management"},
    ("service_principals", "regional"): {"no", "also", "only"},
    ("sensitive_actions", "category"): {
        *("credentials", "data", "records", "keys", "decrypting", "grants"),
        *("permissions", "roles", "exposure", "code", "loss", "change", "defences"),
        *("spending", "tokens", "ordinary"),
    },
    ("value_forms", "form"): {
        *("region", "vpc", "vpce", "kms-key", "service-principal", "via-service"),
        *("organization", "organization-path", "account", "caller"),
    },
    ("global_condition_keys", "type"): {"String", "ARN", "Bool", "Numeric", "Date", "IPAddress"},
}
ACTIONS = {
    "action",
    "actions",
    "any",
    "has",
    "lacks",
    "further",
    "dependents",
    "min_kms",
    "doc_kms",
    "kms",
    "documented",
    "except",
}


def whole(name: str) -> dict[str, Any]:
    table: dict[str, Any] = tables.load(name)
    return table


@pytest.mark.parametrize("name", NAMES)
def test_a_table_is_dated_and_sourced(name: str) -> None:
    table = whole(name)
    assert re.fullmatch(r"20\d\d-\d\d-\d\d", table["date"])
    assert len(table["source"]) > 5
    assert table["rows"]
    for row in table["rows"]:
        assert isinstance(row, dict)
        assert row.get("source", table["source"])


@pytest.mark.parametrize("name", NAMES)
def test_a_row_stands_on_a_line_and_only_once(name: str) -> None:
    text = (Path(tables.DATA) / f"{name}.json").read_text("utf-8")
    rows = [json.dumps(row, sort_keys=True) for row in whole(name)["rows"]]
    assert len(text.splitlines()) >= len(rows)
    assert len(set(rows)) == len(rows)


@pytest.mark.parametrize("name", sorted(COLUMNS))
def test_a_table_has_its_columns(name: str) -> None:
    columns = {key.rstrip("?"): type_ for key, type_ in COLUMNS[name].items()}
    needed = {key for key in COLUMNS[name] if not key.endswith("?")}
    for row in whole(name)["rows"]:
        assert needed <= row.keys() <= columns.keys() | {"source"}, row
        for key, value in row.items():
            assert isinstance(value, columns.get(key, str)), (key, row)
            allowed = CHOICES.get((name, key))
            assert allowed is None or value in allowed, row


@pytest.mark.parametrize("name", NAMES)
def test_actions_exist(name: str) -> None:
    for row in whole(name)["rows"]:
        for key in ACTIONS & row.keys():
            written = row[key] if isinstance(row[key], list) else [row[key]]
            for action in written:
                if isinstance(action, str) and ":" in action and "[" not in action:
                    assert C.action(action) or C.expand(action), (action, row)


@pytest.mark.parametrize(
    "name",
    [
        *("cloudformation_types", "terraform_types", "resource_policies", "single_policies"),
        "unsharable_types",
    ],
)
def test_types_exist(name: str) -> None:
    for row in whole(name)["rows"]:
        type_ = row.get("service_type", row.get("type"))
        if type_:
            service, _, rest = type_.partition(":")
            assert C.resource_type(service, rest), row


def test_the_ends_of_integrations_exist() -> None:
    for row in whole("integrations")["rows"]:
        for type_ in filter(None, (row["from_type"], row["to_type"])):
            service, _, rest = type_.partition(":")
            assert C.resource_type(service, rest), row


@pytest.mark.parametrize(
    "name", ["service_reach", "service_synonyms", "rcp_services", "sdk_services"]
)
def test_services_exist(name: str) -> None:
    for row in whole(name)["rows"]:
        assert C.has_service(row["service"]), row


def test_what_is_retired_does_not_exist() -> None:
    for row in whole("retired")["rows"]:
        assert not (C.has_service(row["name"]) if row["service"] else C.action(row["name"]))


def test_api_names_are_no_actions() -> None:
    for row in whole("api_names")["rows"]:
        assert C.action(row["api"]) is None
        assert all(C.action(action) for action in row["actions"])


def test_synonyms_are_no_services() -> None:
    assert not any(C.has_service(row["written"]) for row in whole("service_synonyms")["rows"])


def test_keys_exist() -> None:
    for name in (
        *("restricting_keys", "session_keys", "weak_keys", "value_forms", "unlisted_keys"),
        *("companion_actions", "endpoint_key_services", "irrelevant_keys"),
        *("keys_absent_for_services", "keys_of_services", "region_keys", "zone_keys"),
        *("never_empty_keys", "starred_names"),
    ):
        for row in whole(name)["rows"]:
            assert C.condition_key(row["key"]), row


def test_settled_sets_are_keys_of_several_values() -> None:
    """A pattern stands for keys of which the catalogue knows some."""
    samples = {
        "*:amr": "cognito-identity.amazonaws.com:amr",
        "saml:*": "saml:edupersonaffiliation",
        "bedrock-agentcore:InboundJwtClaim/*": "bedrock-agentcore:InboundJwtClaim/aud",
    }
    for row in whole("settled_sets")["rows"]:
        key = C.condition_key(samples.get(row["key"], row["key"]))
        assert key is not None, row
        assert key.multivalued, row
        assert row["of"] in ("caller", "way", "resource")


def test_replaced_keys_do_not_exist_and_their_replacements_do() -> None:
    for row in whole("replaced_keys")["rows"]:
        assert C.condition_key(row["key"]) is None
        assert all(C.condition_key(key) for key in row["instead"])


def test_services_that_supply_a_key_exist() -> None:
    for row in whole("endpoint_key_services")["rows"]:
        assert all(C.has_service(service) for service in row["services"]), row


def test_keys_of_resource_tags_exist() -> None:
    for row in whole("resource_tag_keys")["rows"]:
        assert C.condition_key(row["prefix"] + "team"), row


def test_regions_are_of_one_partition_each() -> None:
    assert C.regions["eu-west-1"] == "aws"
    assert C.regions["cn-north-1"] == "aws-cn"
    assert len(C.regions) == len(whole("regions")["rows"])
    assert set(C.partitions) >= {"aws", "aws-cn", "aws-us-gov", "aws-eusc"}


def test_a_quota_is_at_most_what_aws_grants() -> None:
    assert all(row["limit"] <= row["most"] for row in whole("quotas")["rows"])


def test_opposite_operators_are_mutual() -> None:
    opposite = {row["operator"]: row["opposite"] for row in whole("condition_operators")["rows"]}
    assert all(opposite[other] == name for name, other in opposite.items() if other)


def test_a_table_that_is_not_there() -> None:
    with pytest.raises(KeyError, match="no table"):
        C.table("nosuch")


def test_a_sensitive_action_has_one_category() -> None:
    actions = [row["action"].lower() for row in tables.load("sensitive_actions")["rows"]]
    assert len(set(actions)) == len(actions)


def test_the_rows_of_a_service_are_found_without_the_others() -> None:
    name = "sensitive_actions"
    rows = tables.load(name)["rows"]
    fresh, parsed = Catalog(), Catalog()
    assert parsed.table(name) == rows
    services = {row["action"].partition(":")[0] for row in rows}
    for service in (*services, "nothing", "*", ""):
        found = [row for row in rows if row["action"].partition(":")[0] == service]
        assert fresh.rows_of_service(name, service) == found
        assert parsed.rows_of_service(name, service) == found


def test_actions_on_roles_exist() -> None:
    named = {roles.ASSUME, roles.WITH_TOKEN, roles.WITH_SAML, roles.TAG, roles.SOURCE, roles.PASS}
    assert all(C.has_action(name) for name in named)
    assert {row["action"] for row in C.table("assuming_actions")} <= named


def test_actions_on_roles_and_roles_of_aws_stand_in_one_place() -> None:
    told = re.compile(
        r"[\"'](?:sts:(?:AssumeRole|TagSession|SetSourceIdentity)|iam:PassRole)|(?:aws-service-role|aws-reserved|AWSServiceRoleFor)"
    )
    package = Path(roles.__file__).parents[1]
    others = [path for path in package.rglob("*.py") if path != Path(roles.__file__)]
    found = [str(path) for path in others if told.search(path.read_text(encoding="utf-8"))]
    assert not found, "iamlint.catalog.roles has it"


def test_roles_that_aws_makes() -> None:
    arn = "arn:aws:iam::111122223333:role"
    linked = f"{arn}/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS"
    reserved = (
        f"{arn}/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Admin_0123456789abcdef"
    )
    own = f"{arn}/service-role/aws-service-role-of-ours"
    assert [roles.is_by_aws(one) for one in (linked, reserved, own)] == [True, True, False]
    assert [roles.is_service_linked(one) for one in (linked, reserved, own)] == [True, False, False]
    for sort, one in ((roles.SERVICE_LINKED, linked), (roles.PERMISSION_SET, reserved)):
        assert roles.path_of(sort) in one
        assert one.rpartition("/")[2].startswith(roles.name_of(sort))
    for row in C.table("roles_of_aws"):
        assert row["path"].startswith("/")
        assert row["path"].endswith("/")


def test_a_table_is_parsed_once() -> None:
    assert C.table("regions") is C.table("regions")


def test_what_a_policy_may_hold_exists() -> None:
    for row in C.table("policy_actions"):
        for name in {*row["types"], *row["resources"]}:
            types = [C.resource_type(service, name) for service in row["services"]]
            assert any(found is not None and found.name == name for found in types), row["type"]
        assert all(C.action(name) for name in (*row.get("actions", ()), *row.get("also", ())))


def test_unlisted_arns_have_six_fields() -> None:
    for row in C.table("unlisted_arns"):
        assert row["arn"].startswith("arn:${Partition}:")
        assert len(row["arn"].split(":", 5)) == 6
        assert row["arn"] in C.arns_of(row["arn"].split(":")[2])


def test_further_actions_are_known_by_name_alone() -> None:
    for row in C.table("further_actions"):
        action = C.action(row["action"])
        assert action is not None
        assert (action.name, action.level) == (row["action"], row["level"])
        assert action.doubt


def test_spelling() -> None:
    assert C.spelling("S3:getobject") == "s3:GetObject"
    assert C.spelling("SNS:Get*") == "sns:Get*"
    assert C.spelling("nobody:Knows") == "nobody:Knows"
    assert C.spelling("*") == "*"


def test_a_service_that_is_gone() -> None:
    assert C.is_gone("CodeStar:CreateProject")
    assert not C.is_gone("cloud9:ValidateEnvironmentName")


def test_unlisted_types_are_those_that_the_reference_lists_for_no_action() -> None:
    idle = {row["type"] for row in C.table("idle_types")}
    found = []
    for service in sorted(C.services):
        every = [C.action(name) for name in C.actions(service)]
        known = [one for one in every if one is not None]
        used = {arn for one in known for use in one.resources for arn in use.arns}
        used.update(arn for one in known for arn in one.arns)
        types = [one.name for one in C.resource_types(service) if used.isdisjoint(one.arns)]
        found += [name for name in (f"{service}:{one}" for one in types) if name not in idle]
    assert [row["type"] for row in C.table("unlisted_types")] == found
