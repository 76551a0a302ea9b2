"""What in view answers for a denial: the statement, or the missing one, and what would mend it."""

from __future__ import annotations

from iamlint.access.verdict import ALLOWED, EXPLICIT_DENY, UNKNOWN
from iamlint.errors import UserError
from iamlint.simulating import ask
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.records import NamedTuple

from .denial import EXPLICIT, IMPLICIT
from .resources import asked_resource

if TYPE_CHECKING:
    from iamlint.estate import Estate
    from iamlint.simulating import Told

    from .denial import Denial

NO_ALLOW = "no_allow"
DENIES = "a Deny there would have to spare this, whatever else allows it"
ELSEWHERE = (
    "what is in view allows it: what is deployed differs, or a document that is not in view denies"
)
TO_DECODE = "aws sts decode-authorization-message --encoded-message … --output text"
WHICH_RESOURCE = "the message does not tell which resource it is about"
WHOSE_TRUST = (
    "the message tells neither the caller nor the role: in the role's trust policy, the identity "
    "provider must be a Principal, and conditions must fit the token (its `aud` and `sub`)"
)
WITH_TOKEN = ("sts:assumerolewithwebidentity", "sts:assumerolewithsaml")


class Explained(NamedTuple):
    """A denial, what is in view about it (None where that cannot be asked), and sentences: what
    would mend it, or why nothing can be said.
    """

    denial: Denial
    told: Told | None
    remedies: tuple[str, ...]


def explain(denial: Denial, estate: Estate | None) -> Explained:
    """Put the denied request to the estate. Without one, say what the message alone tells."""
    if denial.action is None:
        return Explained(denial, None, _unreadable(denial))
    if denial.principal is None:
        return Explained(denial, None, _of_nobody(denial))
    if estate is None:
        return Explained(denial, None, ())
    resource = asked_resource(denial, estate.catalog)
    if resource is None:
        return Explained(denial, None, (WHICH_RESOURCE,))
    principal = None if denial.principal == "anonymous" else denial.principal
    try:
        told = ask(estate, principal, denial.action, resource, denial.context)
    except UserError as error:
        return Explained(denial, None, (error.message,))
    return Explained(denial, told, remedies(denial, told))


def _unreadable(denial: Denial) -> tuple[str, ...]:
    if denial.encoded is not None:
        return (f"the message is encrypted: `{TO_DECODE}` opens it, and explains from there",)
    return ("the message does not tell which action was denied",)


def _of_nobody(denial: Denial) -> tuple[str, ...]:
    if (denial.action or "").lower() in WITH_TOKEN:
        return (WHOSE_TRUST,)
    return ("the message does not tell who was denied",)


def remedies(denial: Denial, told: Told) -> tuple[str, ...]:
    """What would have to change for the request to be allowed."""
    if told.decision == ALLOWED:
        return (ELSEWHERE,)
    layers = told.blocked_by or told.lacking
    if told.decision == UNKNOWN and not layers and denial.layer is not None:
        layers = (denial.layer,)
    if told.decision == EXPLICIT_DENY:
        found = [DENIES]
    else:
        found = [_remedy(layer, denial, told) for layer in layers]
    if told.decision != UNKNOWN and _contradicts(denial, told):
        found.append(f"AWS names another layer, {denial.layer}: that one is not all in view")
    return tuple(dict.fromkeys(found))


def _contradicts(denial: Denial, told: Told) -> bool:
    """AWS names one layer of those that deny; what lacks an Allow it names when nothing denies."""
    if denial.layer is None or denial.layer in told.blocked_by:
        return False
    if told.decision == EXPLICIT_DENY or denial.outcome == EXPLICIT:
        return True
    by_identity = denial.layer == "identity_policy" and denial.outcome == IMPLICIT
    return not by_identity or NO_ALLOW not in told.blocked_by


def _remedy(layer: str, denial: Denial, told: Told) -> str:
    who = f"`{told.identity.address}`" if told.identity is not None else denial.principal
    what = f"`{told.resource.address}`" if told.resource is not None else denial.resource or "*"
    allow = f"allow {denial.action}"
    return {
        NO_ALLOW: f"{allow} on {what} in a policy of {who}",
        "identity_policy": f"{allow} on {what} in a policy of {who}",
        "resource_policy": f"{allow} to {denial.principal} in the policy of {what}",
        "role_trust_policy": f"{allow} to {denial.principal} in the trust policy of {what}",
        "permissions_boundary": f"{allow} in the permissions boundary of {who} too",
        "session_policy": f"{allow} in the policy that the session is made with too",
        "scp": f"{allow} in the service control policies over {who} too",
        "rcp": f"let the resource control policies over {what} spare it",
        "vpc_endpoint_policy": f"{allow} in the policy of the VPC endpoint too",
        "s3_block_public_access": f"name who may use {what}, instead of everyone",
    }[layer]
