"""What is known of one refused call."""

from __future__ import annotations

from iamlint.text.hints import TYPE_CHECKING, Final
from iamlint.text.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

IMPLICIT: Final = "implicit"
EXPLICIT: Final = "explicit"
UNKNOWN: Final = "unknown"

RESOURCE_LAYER: Final = "resource_policy"
TRUST_LAYER: Final = "role_trust_policy"
ENDPOINT_LAYER: Final = "vpc_endpoint_policy"
BLOCK_PUBLIC_ACCESS: Final = "s3_block_public_access"

LAYERS: Final = {
    "identity-based policy": "identity_policy",
    "resource-based policy": RESOURCE_LAYER,
    "permissions boundary": "permissions_boundary",
    "session policy": "session_policy",
    "sessions policy": "session_policy",
    "service control policy": "scp",
    "resource control policy": "rcp",
    "vpc endpoint policy": ENDPOINT_LAYER,
    "role trust policy": TRUST_LAYER,
}
"""The layers, by the words of AWS's messages."""


class Denial(NamedTuple):
    """One refused call, as far as the message tells.

    `principal`: an ARN, a service principal, or `anonymous`. `outcome`: `implicit` (nothing
    allowed it), `explicit` (something denied it), `unknown`. `layer`: the kind of policy, None
    where the message does not tell. `through`: the kind through which that one acted. `policy`: the
    ARN of the policy that denied. `sids`: of the statements that denied.
    `code`, `operation`: of the failed call. `encoded`: a message only AWS STS can decode.
    `authorization`: an ID under which AWS tells more. `context`: context keys of the request.
    """

    principal: str | None = None
    action: str | None = None
    resource: str | None = None
    outcome: str = UNKNOWN
    layer: str | None = None
    policy: str | None = None
    through: str | None = None
    sids: tuple[str, ...] = ()
    code: str | None = None
    operation: str | None = None
    encoded: str | None = None
    authorization: str | None = None
    context: Mapping[str, tuple[str, ...]] = {}


def distinct(found: list[Denial]) -> tuple[Denial, ...]:
    """Each denial once, the first of those that say the same; and none that says only in part what
    another says in full.
    """
    first: dict[object, Denial] = {}
    for one in found:
        first.setdefault(_said(one), one)
    full = [one for one in first.values() if one.principal is not None]
    return tuple(one for one in first.values() if not any(_less(one, other) for other in full))


def _said(one: Denial) -> object:
    told = one._replace(code=None, operation=None, context={})
    context = tuple(sorted(one.context.items()))
    return (told[:-1], context) if one.action else (one[:-1], context)


def _less(one: Denial, other: Denial) -> bool:
    """A headline over the message itself."""
    if one.principal is not None:
        return False
    pairs = zip(one[:-1], other[:-1], strict=True)
    return all(mine in (None, UNKNOWN, ()) or mine == theirs for mine, theirs in pairs)
