"""One request against what is in view."""

from __future__ import annotations

from typing import TYPE_CHECKING

from iamlint.access.callers import SESSION, WITH_ACCOUNT, Caller, caller_from
from iamlint.access.context import Context
from iamlint.access.decide import decide
from iamlint.access.request import (
    BOUNDARY_LAYER,
    IDENTITY_LAYER,
    NO_ALLOW,
    RESOURCE_LAYER,
    SCP_LAYER,
    Request,
    Situation,
)
from iamlint.access.truth import MAYBE, Doubt
from iamlint.access.verdict import ALLOWED, EXPLICIT_DENY, UNKNOWN
from iamlint.errors import UserError
from iamlint.finding import CERTAIN, UNVERIFIED
from iamlint.text.holed import meets
from iamlint.text.holes import ANY, Hole, Text
from iamlint.text.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from iamlint.access.verdict import Deciding, Verdict
    from iamlint.estate import Estate
    from iamlint.model.things import Identity, Resource
    from iamlint.text.source import Span


class Place(NamedTuple):
    """Where a layer speaks, or should: a statement that decides; or, where an Allow is missing,
    the documents of the layer, else what they would hang on. `says`: one sentence.
    """

    layer: str
    span: Span
    says: str


class Told(NamedTuple):
    """What is known of a request from all that is in view.

    `decision`: `unknown` also where a document that is not in view could change it.
    `blocked_by`, `statements`: as the engine says. `missing`: what would settle it, in words.
    `identity`, `resource`: the declarations that the request is about, where they are in view.
    `places`: what decides, or lacks an Allow, in the files.
    """

    decision: str
    blocked_by: tuple[str, ...]
    statements: tuple[Deciding, ...]
    missing: tuple[str, ...]
    confidence: str
    identity: Identity | None
    resource: Resource | None
    caveats: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()


def ask(
    estate: Estate,
    principal: str | None,
    action: str,
    resource: str,
    context: Mapping[str, Sequence[str]],
) -> Told:
    """Decide a request by what is in view; a context key that is not given is not known.

    `principal`: an ARN, or the name or address of a role or user in view; a service principal;
    None for nobody. `resource`: an ARN, or the name or address of a resource in view.
    Raises UserError where a name stands for several, or for nothing.
    """
    target = the_resource(estate, resource)
    text = as_named(estate, resource, target, action)
    identity = the_identity(estate, principal) if principal is not None else None
    given: dict[str, str | Text | None] = {}
    for key, values in context.items():
        given[key] = values[0] if len(values) == 1 else values  # type: ignore[assignment]
    if identity is None:
        told = _not_in_view(estate, principal, action, text, given, target)
        return told._replace(places=tuple(_places(estate, told, action)))
    answer = estate.can(identity, action, text, context=given)
    open_ends = tuple(unknown.why for unknown in answer.unknown)
    verdict = answer.verdict
    if answer.truth is MAYBE or answer.confidence == UNVERIFIED:
        open_ends = tuple(dict.fromkeys((*open_ends, *_whys(verdict))))
        verdict = verdict._replace(decision=UNKNOWN)
    told = _told(verdict, open_ends, answer.confidence, identity, target)
    return told._replace(places=tuple(_places(estate, told, action)))


def _told(
    verdict: Verdict,
    missing: tuple[str, ...],
    confidence: str,
    identity: Identity | None,
    resource: Resource | None,
) -> Told:
    return Told(
        verdict.decision,
        verdict.blocked_by,
        verdict.statements,
        missing,
        confidence,
        identity,
        resource,
        verdict.caveats,
    )


def _whys(verdict: Verdict) -> tuple[str, ...]:
    return tuple(doubt.why or doubt.fact for doubt in verdict.depends_on)


def _not_in_view(
    estate: Estate,
    principal: str | None,
    action: str,
    resource: Text,
    context: Mapping[str, str | Text | None],
    target: Resource | None,
) -> Told:
    """The caller is declared nowhere: only the resource's side is known."""
    caller = caller_from(principal)
    unseen: dict[str, Doubt] = {}
    if caller.kind in WITH_ACCOUNT:
        unseen[IDENTITY_LAYER] = Doubt(IDENTITY_LAYER, f"no policies of {principal} are in view")
    grants = estate.policies_on(target) if target is not None else None
    if grants is None:
        unseen[RESOURCE_LAYER] = Doubt(RESOURCE_LAYER, f"the policy of {resource} is not in view")
    elif grants.unknown:
        unseen[RESOURCE_LAYER] = Doubt(RESOURCE_LAYER, grants.unknown[0].why)
    owner = target.account if target is not None else None
    request = Request(caller, action, resource, owner, Context(context, strict=False))
    policies = grants.policies if grants is not None else ()
    verdict = decide(request, Situation(resource=policies, unseen=unseen))
    missing = _whys(verdict) if verdict.decision == UNKNOWN else ()
    return _told(verdict, missing, UNVERIFIED if missing else CERTAIN, None, target)


# places


def _places(estate: Estate, told: Told, action: str) -> Iterator[Place]:
    if told.decision in (ALLOWED, EXPLICIT_DENY):
        says = "this denies it" if told.decision == EXPLICIT_DENY else "this allows it"
        for one in told.statements:
            yield Place(one.layer, one.statement.span, says)
        return
    for layer in told.blocked_by:
        for span in _speaking(estate, told, layer):
            yield Place(layer, span, f"nothing here allows {action}")


def _speaking(estate: Estate, told: Told, layer: str) -> Iterator[Span]:
    """The documents of a layer, or what should have them."""
    identity, resource = told.identity, told.resource
    if layer in (IDENTITY_LAYER, NO_ALLOW) and identity is not None:
        yield identity.span
    elif layer == RESOURCE_LAYER and resource is not None:
        places = [one.place.span for one in estate.policies_on(resource).attached]
        yield from places or [resource.span]
    elif layer == BOUNDARY_LAYER and identity is not None:
        boundary = estate.boundary_of(identity)
        if boundary is not None:
            yield boundary.place.span
    elif layer == SCP_LAYER and identity is not None:
        for level in estate.scps_of(identity):
            yield from (one.place.span for one in level.attached)


# names


def the_identity(estate: Estate, principal: str) -> Identity | None:
    """The role or user in view that a text names: address, name, ARN, or ARN of a session. None
    for an ARN or service principal that nothing in view declares.

    Raises UserError where it names several, or is neither.
    """
    found = [one for one in estate.identities if one.kind != "group" and _is(one, principal)]
    if len(found) > 1:
        raise UserError(f"`{principal}` may be {_listed(found)}: give its address")
    if found:
        return found[0]
    if ":" not in principal and "." not in principal and principal != "anonymous":
        raise UserError(f"no role or user in view is called `{principal}`")
    return None


def _is(identity: Identity, named: str) -> bool:
    if named in (identity.address, identity.name.literal):
        return True
    if not named.startswith("arn:"):
        return False
    caller = caller_from(named)
    if caller.kind != SESSION:
        return meets(identity.arn.pieces, named) is True or _same_entity(identity, caller)
    return identity.kind == "role" and _same_entity(identity, caller)


def _same_entity(identity: Identity, caller: Caller) -> bool:
    """Of that name, in an account that may be that one."""
    if caller.account is None or identity.name != caller.name:
        return False
    kinds = {"role": ("role", SESSION), "user": ("user",)}
    if caller.kind not in kinds.get(identity.kind, ()):
        return False
    return meets(identity.account.pieces, caller.account) is not False


def the_resource(estate: Estate, named: str) -> Resource | None:
    """Raises UserError where an address or name stands for several."""
    found = [
        one
        for one in estate.resources
        if one.address == named or any(name.literal == named for name in one.names)
    ]
    if len(found) > 1 and not named.startswith("arn:"):
        raise UserError(f"`{named}` may be {_listed(found)}: give its address")
    return found[0] if len(found) == 1 else estate.resource(Text(named))


def as_named(estate: Estate, named: str, target: Resource | None, action: str) -> Text:
    """The resource of the request, as the file that declares it writes it; where it is named by
    its address and the action is about what lies in it, anything in it.

    Raises UserError for a text that is no ARN and names nothing in view.
    """
    if target is None:
        if named != "*" and not named.startswith("arn:"):
            raise UserError(f"no resource in view is called `{named}`; give an ARN")
        return Text(named)
    if named.startswith("arn:"):
        return estate.within(Text(named), target)
    if not estate.engine.can_match(action, target.arn):
        for between in ("/", ":"):
            inside = target.arn + between + Text(Hole(f"{target.address}{between}…", ANY))
            if estate.engine.can_match(action, inside):
                return inside
    return target.arn


def _listed(found: Sequence[Identity | Resource]) -> str:
    return " or ".join(f"`{one.address}`" for one in found[:4])
