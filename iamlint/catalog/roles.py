"""Roles: the actions by which they are used, and those that AWS makes.

https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles.html
"""

from __future__ import annotations

from functools import cache

from iamlint.text.hints import TYPE_CHECKING

from . import tables

if TYPE_CHECKING:
    from typing import Final

ASSUME: Final = "sts:AssumeRole"
WITH_TOKEN: Final = "sts:AssumeRoleWithWebIdentity"  # noqa: S105  (no password, an action)
WITH_SAML: Final = "sts:AssumeRoleWithSAML"
TAG: Final = "sts:TagSession"
SOURCE: Final = "sts:SetSourceIdentity"
PASS: Final = "iam:PassRole"  # noqa: S105

SERVICE_LINKED: Final = "service-linked"
PERMISSION_SET: Final = "permission-set"
"""Sorts of roles that AWS makes, as the table `roles_of_aws` has them."""


def path_of(sort: str) -> str:
    """The path on which all roles of a sort are: `/aws-service-role/`."""
    return _rows()[sort][0]


def name_of(sort: str) -> str:
    """How the names of all roles of a sort begin: `AWSServiceRoleFor`."""
    return _rows()[sort][1]


def is_by_aws(arn: str) -> bool:
    """Is it a role that AWS makes, or a policy that a service makes for one of its own?"""
    return any(path in arn for path, _ in _rows().values())


def is_service_linked(arn: str) -> bool:
    """Is it a role that a service makes for itself? It may do nothing to what customers own, unless
    a policy on that says so, and service control policies do not reach it.

    https://docs.aws.amazon.com/config/latest/developerguide/using-service-linked-roles.html
    """
    return path_of(SERVICE_LINKED) in arn


@cache
def _rows() -> dict[str, tuple[str, str]]:
    """By sort: the path, and how the names begin."""
    rows = tables.load("roles_of_aws")["rows"]
    return {row["sort"]: (row["path"], row.get("name", "")) for row in rows}
