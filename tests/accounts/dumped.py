"""What commands of the AWS CLI print of an account, in small, and what a scan says of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import quote

from iamlint.scanning import Request, Scan, scan

ACCOUNT, OTHER = "111122223333", "444455556666"
VERSION = "2012-10-17"
Data = dict[str, Any]


def document(*statements: Data) -> Data:
    return {"Version": VERSION, "Statement": list(statements)}


def allow(action: Any, resource: Any = "*", **more: Any) -> Data:
    return {"Effect": "Allow", "Action": action, "Resource": resource, **more}


def trust(principal: Any, action: str = "sts:AssumeRole", **more: Any) -> Data:
    return document({"Effect": "Allow", "Principal": principal, "Action": action, **more})


def by_service(service: str = "lambda") -> Data:
    return trust({"Service": f"{service}.amazonaws.com"})


def arn(rest: str, account: str = ACCOUNT) -> str:
    return f"arn:aws:iam::{account}:{rest}"


def encoded(policy: Data) -> str:
    """As the API itself gives it."""
    return quote(json.dumps(policy), safe="")


def role(
    name: str,
    trusted: Any = None,
    inline: dict[str, Any] | None = None,
    attached: tuple[str, ...] = (),
    *,
    account: str = ACCOUNT,
    path: str = "/",
    **more: Any,
) -> Data:
    return {
        "Path": path,
        "RoleName": name,
        "RoleId": "AROA1EXAMPLE",
        "Arn": arn(f"role{path}{name}", account),
        "CreateDate": "2024-05-01T10:00:00+00:00",
        "AssumeRolePolicyDocument": by_service() if trusted is None else trusted,
        "InstanceProfileList": [],
        "RolePolicyList": named(inline),
        "AttachedManagedPolicies": references(attached),
        **more,
    }


def user(
    name: str,
    inline: dict[str, Any] | None = None,
    attached: tuple[str, ...] = (),
    groups: tuple[str, ...] = (),
    *,
    account: str = ACCOUNT,
    **more: Any,
) -> Data:
    return {
        "Path": "/",
        "UserName": name,
        "Arn": arn(f"user/{name}", account),
        "CreateDate": "2024-05-01T10:00:00+00:00",
        "UserPolicyList": named(inline),
        "GroupList": list(groups),
        "AttachedManagedPolicies": references(attached),
        **more,
    }


def group(
    name: str,
    inline: dict[str, Any] | None = None,
    attached: tuple[str, ...] = (),
    *,
    account: str = ACCOUNT,
) -> Data:
    return {
        "Path": "/",
        "GroupName": name,
        "Arn": arn(f"group/{name}", account),
        "GroupPolicyList": named(inline),
        "AttachedManagedPolicies": references(attached),
    }


def named(inline: dict[str, Any] | None) -> list[Data]:
    return [{"PolicyName": n, "PolicyDocument": d} for n, d in (inline or {}).items()]


def references(arns: tuple[str, ...]) -> list[Data]:
    return [{"PolicyName": one.rpartition("/")[2], "PolicyArn": one} for one in arns]


def policy(name: str, *versions: Data, default: int = 1, owner: str = ACCOUNT) -> Data:
    return {
        "PolicyName": name,
        "Arn": arn(f"policy/{name}", owner),
        "DefaultVersionId": f"v{default}",
        "PolicyVersionList": [
            {"VersionId": f"v{n}", "IsDefaultVersion": n == default, "Document": one}
            for n, one in enumerate(versions, start=1)
        ],
    }


def bounded(name: str, owner: str = ACCOUNT) -> Data:
    return {
        "PermissionsBoundary": {
            "PermissionsBoundaryType": "Policy",
            "PermissionsBoundaryArn": arn(f"policy/{name}", owner),
        }
    }


def dump(
    *,
    users: tuple[Data, ...] = (),
    groups: tuple[Data, ...] = (),
    roles: tuple[Data, ...] = (),
    policies: tuple[Data, ...] = (),
    **more: Any,
) -> Data:
    return {
        "UserDetailList": list(users),
        "GroupDetailList": list(groups),
        "RoleDetailList": list(roles),
        "Policies": list(policies),
        **more,
    }


def write(folder: Path, files: dict[str, Any]) -> None:
    for name, value in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(value if isinstance(value, str) else json.dumps(value, indent=4), "utf-8")


def scanned(folder: Path, files: dict[str, Any], **asked: Any) -> Scan:
    """What a scan says of files in a folder."""
    write(folder, files)
    return scan(Request((str(folder),), isolated=True, **asked))


def told(found: Scan) -> list[str]:
    """The rules that found something, each with how sure it is."""
    return [f"{one.rule} {one.confidence}" for one in found.findings]
