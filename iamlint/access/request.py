"""A request, and the documents that decide it.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-reqcontext.html
"""

from __future__ import annotations

from functools import lru_cache

from iamlint.catalog import roles
from iamlint.text.globs import split
from iamlint.text.hints import TYPE_CHECKING, Final
from iamlint.text.holes import Hole, Text
from iamlint.text.node import ALWAYS
from iamlint.text.records import NamedTuple

from .callers import (
    ANONYMOUS,
    FEDERATED,
    FEDERATED_USER,
    ROLE,
    ROOT,
    SERVICE,
    SESSION,
    USER,
    WITH_ACCOUNT,
    Caller,
)
from .context import Context

if TYPE_CHECKING:
    from collections.abc import Mapping

    from iamlint.model.policy import Policy
    from iamlint.text.node import When

    from .context import Values
    from .truth import Doubt

STAR: Final = Text("*")

IDENTITY_LAYER: Final = "identity_policy"
BOUNDARY_LAYER: Final = "permissions_boundary"
SESSION_LAYER: Final = "session_policy"
SCP_LAYER: Final = "scp"
RCP_LAYER: Final = "rcp"
RESOURCE_LAYER: Final = "resource_policy"
ENDPOINT_LAYER: Final = "vpc_endpoint_policy"
BLOCK_PUBLIC_ACCESS: Final = "s3_block_public_access"
NO_ALLOW: Final = "no_allow"

_TYPES: Final[Mapping[str, str]] = {
    ROOT: "Account",
    USER: "User",
    FEDERATED_USER: "FederatedUser",
    ROLE: "AssumedRole",
    SESSION: "AssumedRole",
    ANONYMOUS: "Anonymous",
}


class Request(NamedTuple):
    """One check that a service makes: may this caller do this to that?

    `resource`: an ARN, or `*` for an action about no resource.
    `resource_account`: None where the ARN tells it, or where it is the caller's own.
    """

    caller: Caller
    action: str
    resource: Text = STAR
    resource_account: Text | None = None
    context: Context = Context()


class Situation(NamedTuple):
    """The documents that bear on a request, by layer.

    `boundaries`: each must allow. `session`: their union must allow; empty for none.
    `scps`, `rcps`: levels from the root down, each the policies attached there; None where
    nothing is known of them, which counts as none that limit.
    `resource`: the policies on the resource; None where none was supplied.
    `unseen`: layers that may hold more documents than are given, with the reason.
    `caller_managed`, `resource_managed`: that account is the organization's management account.
    `assuming`: template conditions taken for granted.
    """

    identity: tuple[Policy, ...] = ()
    boundaries: tuple[Policy, ...] = ()
    session: tuple[Policy, ...] = ()
    scps: tuple[tuple[Policy, ...], ...] | None = None
    rcps: tuple[tuple[Policy, ...], ...] | None = None
    resource: tuple[Policy, ...] | None = ()
    endpoints: tuple[Policy, ...] = ()
    restrict_public_buckets: bool = False
    caller_managed: bool = False
    resource_managed: bool = False
    unseen: Mapping[str, Doubt] = {}
    assuming: When = ALWAYS


def account_of(request: Request) -> Text | None:
    """The account of the resource: as given, else as its ARN says, else the caller's own."""
    if request.resource_account is not None:
        return request.resource_account
    told = _account_in(request.resource)
    return told if told is not None else request.caller.account


@lru_cache(maxsize=4096)
def _account_in(resource: Text) -> Text | None:
    """The account that an ARN tells."""
    parts = split(resource.pieces, ":", 5)
    if not parts[4:]:
        return None
    account = Text(*(part for part in parts[4] if isinstance(part, (str, Hole))))
    return account if account.holes or (account.literal or "").isdigit() else None


def with_implied_keys(request: Request) -> Request:
    """The request with the context keys that follow from who asks for what, where not given."""
    context = request.context.copy()
    caller = request.caller
    _imply_caller(context, caller)
    account = account_of(request)
    if account is not None:
        context.implied("aws:ResourceAccount", account)
    if request.action[:4].lower() == "kms:" and caller.account is not None:
        context.implied("kms:CallerAccount", caller.account)
    if request.action[:4].lower() == "sns:" and caller.account is not None:
        context.implied("aws:SourceOwner", caller.account)
    _imply_clock(context)
    if not context.strict:
        _imply_presence(context, caller)
    return Request(caller, request.action, request.resource, request.resource_account, context)


def _imply_caller(context: Context, caller: Caller) -> None:
    if caller.kind in _TYPES:
        context.implied("aws:PrincipalType", _TYPES[caller.kind])
    if caller.kind == ANONYMOUS:
        context.implied("aws:PrincipalAccount", "anonymous")
        context.implied("aws:userid", "anonymous")
        for key in ("aws:PrincipalArn", "aws:PrincipalOrgID", "aws:PrincipalIsAWSService"):
            context.implied(key, None)
    elif caller.kind in WITH_ACCOUNT:
        _imply_account(context, caller)
    elif caller.kind == SERVICE:
        context.implied("aws:PrincipalIsAWSService", "true")
        context.implied("aws:PrincipalServiceName", caller.name)
        context.implied("aws:PrincipalServiceNamesList", caller.name)
        context.implied("aws:PrincipalOrgID", None)
    elif caller.kind == FEDERATED:  # who signs in with a token signs no request
        for key in ("aws:PrincipalArn", "aws:PrincipalOrgID", "aws:PrincipalIsAWSService"):
            context.implied(key, None)
    if caller.kind not in WITH_ACCOUNT:
        context.implied("aws:username", None)


OF_SERVICES = (
    "aws:PrincipalServiceName",
    "aws:PrincipalServiceNamesList",
    "aws:SourceOrgID",
    "aws:SourceOrgPaths",
)
"""Keys that only calls of services in their own name carry."""


def _imply_account(context: Context, caller: Caller) -> None:
    context.implied("aws:PrincipalIsAWSService", "false")
    if caller.account is not None:
        context.implied("aws:PrincipalAccount", caller.account)
    arn = _principal_arn(caller)
    if arn is not None:
        context.implied("aws:PrincipalArn", arn)
    for key in OF_SERVICES:
        context.implied(key, None)
    if caller.kind == USER:
        context.implied("aws:username", caller.name)
    else:
        context.implied("aws:username", None)
    if caller.kind == ROOT and caller.account is not None:
        context.implied("aws:userid", caller.account)
    elif caller.kind == FEDERATED_USER and caller.account is not None:
        context.implied("aws:userid", caller.account + ":" + caller.name)
    elif caller.unique_id:
        context.implied("aws:userid", caller.unique_id)


def _principal_arn(caller: Caller) -> Text | None:
    """The value of `aws:PrincipalArn`: for a session its role's, whose path is told by the name
    for roles of IAM Identity Center alone.
    """
    if caller.kind != SESSION or caller.account is None:
        return caller.role_arn or caller.arn
    if not caller.name.prefix.startswith(roles.name_of(roles.PERMISSION_SET)):
        return caller.role_arn
    region = Hole("the Region of IAM Identity Center", why="the path of the role may name a Region")
    opening = Text("arn:", *caller.partition.pieces) + ":iam::" + caller.account
    return opening + Text(f":role{roles.path_of(roles.PERMISSION_SET)}", region) + caller.name


def _imply_clock(context: Context) -> None:
    """Both keys read one clock."""
    for known, other in (
        ("aws:CurrentTime", "aws:EpochTime"),
        ("aws:EpochTime", "aws:CurrentTime"),
    ):
        values = context.values(known)
        if values:
            context.implied(other, values)


def _imply_presence(context: Context, caller: Caller) -> None:
    """Keys that every signed request carries, with whatever value."""
    if caller.kind != ANONYMOUS:
        context.implied_all(_present())


@lru_cache(maxsize=1)
def _present() -> Mapping[str, Values]:
    from .facts import always_present

    return {
        key.lower(): (Text(Hole(key, why=f"the request's `{key}` is not known")),)
        for key in always_present()
    }
