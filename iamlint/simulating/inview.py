"""One request against what is in view."""

from __future__ import annotations

from iamlint.access.callers import WITH_ACCOUNT, Caller, caller_from
from iamlint.access.context import Context
from iamlint.access.decide import decide
from iamlint.access.request import IDENTITY_LAYER, RESOURCE_LAYER, Request, Situation
from iamlint.access.truth import MAYBE, Doubt
from iamlint.access.verdict import ALLOWED, UNKNOWN, Deciding
from iamlint.estate.asking import whole_level
from iamlint.estate.onresources import on_resource
from iamlint.estate.presence import standing
from iamlint.finding import CERTAIN, UNVERIFIED
from iamlint.model.things import Resource
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.records import NamedTuple

from .named import as_asked, the_identity, the_target
from .places import named_layer, places

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from iamlint.access.verdict import Verdict
    from iamlint.estate import Estate
    from iamlint.estate.joined import Level
    from iamlint.model.policy import Policy
    from iamlint.model.things import Identity
    from iamlint.text.holes import Text

    from .places import Place

    Keys = Mapping[str, str | Text | None]


class Told(NamedTuple):
    """What is known of a request from all that is in view.

    `decision`: `unknown` also where a document that is not in view could change it.
    `blocked_by`, `statements`: by the engine's names of layers, but for trust policies. `missing`:
    what would settle it, in words.
    `identity`, `resource`: the declarations that the request is about, where they are in view.
    `places`: what decides, or lacks an Allow, in the files. `lacking`: where that is not known, the
    layers in which nothing in view allows it.
    """

    decision: str
    blocked_by: tuple[str, ...]
    statements: tuple[Deciding, ...]
    missing: tuple[str, ...]
    confidence: str
    identity: Identity | None
    resource: Resource | Identity | None
    caveats: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()
    lacking: tuple[str, ...] = ()


def ask(
    estate: Estate,
    principal: str | None,
    action: str,
    resource: str | Text,
    context: Mapping[str, Sequence[str]],
) -> Told:
    """Decide a request by what is in view; a context key that is not given is not known.

    `principal`: an ARN, or the name or address of a role or user in view; a service principal;
    None for nobody. `resource`: an ARN, or the name or address of a resource or role in view; a
    `Text` is taken as it is.
    Raises UserError where a name stands for several, or for nothing.
    """
    target = the_target(estate, resource, action)
    text = as_asked(estate, resource, target, action)
    identity = the_identity(estate, principal) if principal is not None else None
    given: dict[str, str | Text | None] = {}
    for key, values in context.items():
        given[key] = values[0] if len(values) == 1 else values  # type: ignore[assignment]
    if identity is not None:
        verdict, missing, confidence = _of_one_in_view(estate, identity, action, text, given)
    else:
        verdict, missing = _Stranger(estate, principal, action, text, given, target).answer()
        confidence = UNVERIFIED if missing else CERTAIN
    found = tuple(places(estate, verdict, identity, target, action))
    lacking = tuple(named_layer(layer, target) for layer in verdict.blocked_by)
    return Told(
        verdict.decision,
        lacking if verdict.decision != UNKNOWN else (),
        tuple(Deciding(named_layer(layer, target), one) for layer, one in verdict.statements),
        missing,
        confidence,
        identity,
        target,
        verdict.caveats,
        found,
        lacking if verdict.decision == UNKNOWN else (),
    )


def _of_one_in_view(
    estate: Estate, identity: Identity, action: str, resource: Text, given: Keys
) -> tuple[Verdict, tuple[str, ...], str]:
    """The decision, what is missing to know it, and how sure it is."""
    answer = estate.can(identity, action, resource, context=given)
    verdict = answer.verdict
    missing = tuple(unknown.why for unknown in answer.unknown)
    if answer.truth is MAYBE or answer.confidence == UNVERIFIED:
        missing = tuple(dict.fromkeys((*missing, *_whys(verdict))))
        verdict = verdict._replace(decision=UNKNOWN)
    return verdict, missing, answer.confidence


def _whys(verdict: Verdict) -> tuple[str, ...]:
    return tuple(doubt.why or doubt.fact for doubt in verdict.depends_on)


class _Stranger:
    """A caller whom nothing in view declares: its own policies are not known, but what is on the
    resource is, and what caps its account.
    """

    def __init__(
        self,
        estate: Estate,
        principal: str | None,
        action: str,
        resource: Text,
        given: Keys,
        target: Resource | Identity | None,
    ) -> None:
        self._caller = caller_from(principal)
        on_it = target if isinstance(target, Resource) else None
        self._on = on_resource(estate, action, resource, on_it)
        self._levels = _levels(estate, self._caller)
        over = estate.rcps_on(on_it) if on_it is not None else ()
        self._over = tuple(standing(level.attached) for level in over if level.sure)
        owner = target.account if target is not None else None
        self._request = Request(self._caller, action, resource, owner, Context(given, strict=False))

    def answer(self) -> tuple[Verdict, tuple[str, ...]]:
        """The decision, and what is missing to know it."""
        sure = [whole_level(level) for level in self._levels if level.sure]
        every = [whole_level(level) for level in self._levels]
        verdict = self._decided(tuple(sure))
        capped = verdict.decision == ALLOWED and self._decided(tuple(every)).decision != ALLOWED
        if capped:
            why = "a service control policy may hold for the account"
            return verdict._replace(decision=UNKNOWN), (why,)
        return verdict, _whys(verdict) if verdict.decision == UNKNOWN else ()

    def _decided(self, scps: tuple[tuple[Policy, ...], ...]) -> Verdict:
        situation = Situation(
            resource=self._on.policies,
            scps=scps or None,
            rcps=self._over or None,
            unseen=self._unseen(),
        )
        return decide(self._request, situation)

    def _unseen(self) -> dict[str, Doubt]:
        found: dict[str, Doubt] = {}
        if self._caller.kind in WITH_ACCOUNT:
            who = self._caller.arn or self._caller.name
            found[IDENTITY_LAYER] = Doubt(IDENTITY_LAYER, f"no policies of {who} are in view")
        if self._on.unknown:
            found[RESOURCE_LAYER] = Doubt(RESOURCE_LAYER, self._on.unknown[0].why)
        return found


def _levels(estate: Estate, caller: Caller) -> list[Level]:
    if caller.kind not in WITH_ACCOUNT or caller.account is None:
        return []
    return estate.scps_over(caller.account)
