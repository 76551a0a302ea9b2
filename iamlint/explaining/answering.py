"""What in view answers for a denial: the statement, or the missing one, and what would mend it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from iamlint.access.facts import bundled
from iamlint.access.verdict import ALLOWED, EXPLICIT_DENY, UNKNOWN
from iamlint.errors import UserError
from iamlint.simulating.inview import ask
from iamlint.text.records import NamedTuple

from .denial import EXPLICIT, IMPLICIT

if TYPE_CHECKING:
    from iamlint.estate import Estate
    from iamlint.simulating.inview import Told

    from .denial import Denial

NO_ALLOW = "no_allow"
DENIES = "a Deny there would have to spare this, whatever else allows it"
ELSEWHERE = (
    "what is in view allows it: what is deployed differs, or a document that is not in view denies"
)


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
    if estate is None or denial.principal is None:
        return Explained(denial, None, ())
    if denial.resource is None and _has_resources(denial.action):
        return Explained(denial, None, ("the message does not tell which resource it is about",))
    principal = None if denial.principal == "anonymous" else denial.principal
    try:
        told = ask(estate, principal, denial.action, denial.resource or "*", denial.context)
    except UserError as error:
        return Explained(denial, None, (error.message,))
    return Explained(denial, told, remedies(denial, told))


def _has_resources(action: str) -> bool:
    known = bundled().action(action)
    return known is None or bool(known.resources)


def _unreadable(denial: Denial) -> tuple[str, ...]:
    if denial.encoded is not None:
        command = "aws sts decode-authorization-message --encoded-message … --output text"
        return (f"the message is encrypted: `{command}` opens it, and explains from there",)
    return ("the message does not tell which action was denied",)


def remedies(denial: Denial, told: Told) -> tuple[str, ...]:
    """What would have to change for the request to be allowed."""
    if told.decision == ALLOWED:
        return (ELSEWHERE,)
    if told.decision == EXPLICIT_DENY:
        return (DENIES,)
    layers = told.blocked_by
    if told.decision == UNKNOWN and not layers and denial.layer is not None:
        layers = (denial.layer,)
    found = [_remedy(layer, denial, told) for layer in layers]
    if told.decision != UNKNOWN and _contradicts(denial, layers):
        found.append(f"AWS names another layer, {denial.layer}: that one is not all in view")
    return tuple(dict.fromkeys(found))


def _contradicts(denial: Denial, layers: tuple[str, ...]) -> bool:
    if denial.layer is None or denial.layer in layers:
        return False
    same = {"identity_policy": NO_ALLOW, "role_trust_policy": "resource_policy"}
    if denial.outcome == IMPLICIT and same.get(denial.layer) in layers:
        return False
    return denial.outcome == EXPLICIT or NO_ALLOW not in layers


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
