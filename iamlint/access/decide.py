"""The decision on one request, from all documents that bear on it.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
"""

from __future__ import annotations

from iamlint.text.hints import TYPE_CHECKING, Final
from iamlint.text.records import NamedTuple

from . import grants, layers
from .callers import (
    FEDERATED_USER,
    ROLE,
    ROOT,
    SERVICE,
    SESSION,
    USER,
    WITH_ACCOUNT,
)
from .facts import caveats, decided_by, rcp_services
from .grants import Grant, Sides
from .layers import NOTHING_ON_RESOURCE, Layer, ResourceLayer
from .principals import same
from .public import s3_public
from .request import (
    BLOCK_PUBLIC_ACCESS,
    BOUNDARY_LAYER,
    ENDPOINT_LAYER,
    IDENTITY_LAYER,
    NO_ALLOW,
    RCP_LAYER,
    RESOURCE_LAYER,
    SCP_LAYER,
    SESSION_LAYER,
    account_of,
    with_implied_keys,
)
from .services import always, kept_at_home, never
from .truth import FAILS, HOLDS, MAYBE, NO, YES, Answer, Doubt, Truth, all_of, any_of, truth
from .verdict import ALLOWED, EXPLICIT_DENY, IMPLICIT_DENY, UNKNOWN, Deciding, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .request import Request, Situation
    from .statements import Hit

_WHOSE: Final = Doubt("the accounts", "whether caller and resource share an account is not known")
_SERVICE_LINKED: Final = Doubt(
    "the role's path", "the session's role may be a service-linked one, by its name"
)
_PUBLIC: Final = Doubt("the bucket policy", "whether S3 calls the bucket policy public")
_NO_TRUST: Final = "the role's trust policy was not supplied: this is the caller's side only"


class Layers(NamedTuple):
    """What every layer says to a request."""

    identity: Layer
    boundary: Layer
    session: Layer
    scp: Layer
    rcp: Layer
    endpoint: Layer
    resource: ResourceLayer


def decide(request: Request, situation: Situation) -> Verdict:
    """May the caller do this? `request.context.strict` tells what a key not given means."""
    request = with_implied_keys(request)
    if always(request.caller, request.action, request.resource) is YES:
        return Verdict(ALLOWED)
    found = _layers(request, situation)
    denied = _denied(found)
    notes = _caveats(request, situation)
    if denied.truth is YES:
        return _explicit(found, denied, notes)
    grant = _granted(request, situation, found)
    caps = {
        SCP_LAYER: found.scp.allow,
        ENDPOINT_LAYER: found.endpoint.allow,
        BLOCK_PUBLIC_ACCESS: _passes_block(request, situation),
        NO_ALLOW: ~Answer(never(request.caller, request.action, request.resource)),
    }
    allowed = all_of((grant.answer, *caps.values()))
    if allowed.truth is NO:
        return Verdict(
            IMPLICIT_DENY,
            _silent(request, found, grant, caps),
            depends_on=_when_certain(denied, allowed),
            caveats=notes,
        )
    if allowed.truth is MAYBE or denied.truth is MAYBE:
        hinges = tuple(dict.fromkeys(allowed.doubts + denied.doubts))
        return Verdict(UNKNOWN, (), _statements(found, request), hinges, notes)
    return Verdict(ALLOWED, (), _statements(found, request), allowed.doubts, notes)


def _when_certain(denied: Answer, allowed: Answer) -> tuple[Doubt, ...]:
    return denied.doubts if denied.truth is MAYBE else allowed.doubts


# layers


def _layers(request: Request, situation: Situation) -> Layers:
    caller = request.caller
    own = caller.kind in WITH_ACCOUNT
    identity = Layer(IDENTITY_LAYER, FAILS)
    boundary, session = Layer(BOUNDARY_LAYER), Layer(SESSION_LAYER)
    if caller.kind == ROOT:
        identity = Layer(IDENTITY_LAYER)
    elif own:
        identity = layers.identity_layer(request, situation)
        if caller.service_linked is not True:
            boundary = layers.boundary_layer(request, situation)
    if own:
        session = layers.session_layer(request, situation)
        if caller.kind == FEDERATED_USER and not situation.session:
            session = session._replace(allow=FAILS)
    resource = (
        layers.resource_layer(request, situation)
        if situation.resource or situation.unseen
        else NOTHING_ON_RESOURCE
    )
    return Layers(
        identity,
        boundary,
        session,
        _exempt(layers.scp_layer(request, situation), _outside_scps(request, situation)),
        _exempt(layers.rcp_layer(request, situation), _outside_rcps(request, situation)),
        layers.endpoint_layer(request, situation),
        _spared(resource, request),
    )


def _exempt(layer: Layer, outside: Answer) -> Layer:
    """A layer that does not limit this request says nothing."""
    if outside.truth is NO:
        return layer
    if outside.truth is YES:
        return Layer(layer.name)
    return Layer(
        layer.name,
        layer.allow | outside,
        layer.deny & ~outside,
        layer.allowing,
        layer.denying,
    )


def _service_linked(request: Request) -> Answer:
    linked = request.caller.service_linked
    return Answer(MAYBE, (_SERVICE_LINKED,)) if linked is None else Answer(truth(linked))


def _outside_scps(request: Request, situation: Situation) -> Answer:
    """SCPs limit the principals of member accounts only."""
    if situation.caller_managed or request.caller.kind not in WITH_ACCOUNT:
        return HOLDS
    return _service_linked(request)


def _outside_rcps(request: Request, situation: Situation) -> Answer:
    """RCPs limit the resources of member accounts, of the services that know them."""
    service = request.action.partition(":")[0].lower()
    if situation.resource_managed or service not in rcp_services():
        return HOLDS
    if decided_by("no_rcp", request.action, request.resource) is YES:
        return HOLDS
    return _service_linked(request)


def _spared(resource: ResourceLayer, request: Request) -> ResourceLayer:
    """S3 lets the root user of the owning account mend a bucket policy that locks everybody out."""
    if request.caller.kind != ROOT or resource.deny.truth is NO:
        return resource
    rule = "owner_root_despite_deny"
    if _same_account(request) is YES and decided_by(rule, request.action, request.resource) is YES:
        return resource._replace(deny=FAILS, denying=())
    return resource


def _denied(found: Layers) -> Answer:
    return any_of(layer.deny for _, layer in _named(found))


# the grant


def _same_account(request: Request) -> Truth:
    theirs, ours = account_of(request), request.caller.account
    if theirs is ours:  # nothing tells another one
        return YES
    if theirs is None or ours is None:
        return MAYBE
    return same(theirs, ours).truth


def _granted(request: Request, situation: Situation, found: Layers) -> Grant:
    if request.caller.kind not in WITH_ACCOUNT:
        sides = Sides(FAILS, found.boundary, found.session, found.resource)
        return grants.resource_alone(sides)
    sides = Sides(found.identity.allow, found.boundary, found.session, found.resource)
    trust = decided_by("trust", request.action, request.resource)
    key = decided_by("key", request.action, request.resource)
    if trust is YES and situation.resource is None:
        within = grants.identity_alone(sides)
    else:
        within = grants.either(trust | key, grants.delegated(sides), grants.same_account(sides))
    known = _same_account(request)
    result = grants.either(known, within, _across(request, sides))
    if known is MAYBE and result.answer.truth is MAYBE:
        doubts = (*result.answer.doubts, _WHOSE)
        return Grant(Answer(MAYBE, tuple(dict.fromkeys(doubts))))
    return result


def _across(request: Request, sides: Sides) -> Grant:
    """Some actions cannot be given to other accounts, whatever the resource's policy says."""
    own = kept_at_home(request.action, request.resource)
    nobody = grants.across_accounts(sides._replace(resource=NOTHING_ON_RESOURCE))
    return grants.either(own, nobody, grants.across_accounts(sides))


def _passes_block(request: Request, situation: Situation) -> Answer:
    """RestrictPublicBuckets: under a public bucket policy only the bucket's own account and
    services get through.
    """
    if not situation.restrict_public_buckets or request.caller.kind == SERVICE:
        return HOLDS
    if not request.action.lower().startswith("s3:"):
        return HOLDS
    public = s3_public(situation.resource or ())
    own = _same_account(request) if request.caller.kind in WITH_ACCOUNT else NO
    passes = ~public | own
    return Answer(passes, (_PUBLIC,) if passes is MAYBE else ())


# the verdict


def _explicit(found: Layers, denied: Answer, notes: tuple[str, ...]) -> Verdict:
    denying = [(name, layer) for name, layer in _named(found) if layer.deny.truth is YES]
    statements = tuple(
        Deciding(name, hit.statement) for name, layer in denying for hit in _sure(layer.denying)
    )
    return Verdict(
        EXPLICIT_DENY, tuple(name for name, _ in denying), statements, denied.doubts, notes
    )


def _named(found: Layers) -> tuple[tuple[str, Layer | ResourceLayer], ...]:
    own = (found.identity, found.boundary, found.session, found.scp, found.rcp, found.endpoint)
    return (*((layer.name, layer) for layer in own), (RESOURCE_LAYER, found.resource))


def _sure(found: Iterable[Hit]) -> Iterable[Hit]:
    return (hit for hit in found if hit.answer.truth is YES)


def _silent(
    request: Request, found: Layers, grant: Grant, caps: dict[str, Answer]
) -> tuple[str, ...]:
    """Every layer that lacks an Allow."""
    names = [name for name, cap in caps.items() if cap.truth is NO and name != NO_ALLOW]
    if grant.answer.truth is NO:
        names += grant.missing
        if request.caller.kind in WITH_ACCOUNT:
            names += [
                layer.name for layer in (found.boundary, found.session) if layer.allow.truth is NO
            ]
    return tuple(name for name in _ORDER if name in names) or (NO_ALLOW,)


_ORDER: Final = (
    IDENTITY_LAYER,
    RESOURCE_LAYER,
    BOUNDARY_LAYER,
    SESSION_LAYER,
    SCP_LAYER,
    RCP_LAYER,
    ENDPOINT_LAYER,
    BLOCK_PUBLIC_ACCESS,
    NO_ALLOW,
)


def _statements(found: Layers, request: Request) -> tuple[Deciding, ...]:
    """The statements that allow, in the layers that grant and in those that cap."""
    own = found.identity.allowing if request.caller.kind in (USER, ROLE, SESSION) else ()
    listed = [Deciding(IDENTITY_LAYER, hit.statement) for hit in own]
    for hits in found.resource.allowing.values():
        listed += [Deciding(RESOURCE_LAYER, hit.statement) for hit in hits]
    for layer in (found.boundary, found.session, found.scp, found.endpoint):
        listed += [Deciding(layer.name, hit.statement) for hit in layer.allowing]
    return tuple(dict.fromkeys(listed))


def _caveats(request: Request, situation: Situation) -> tuple[str, ...]:
    notes = caveats(request.action.partition(":")[0].lower())
    trust = decided_by("trust", request.action, request.resource) is YES
    return (*notes, _NO_TRUST) if trust and situation.resource is None else notes
