"""What may be compared: policies, the permissions of an identity, the access of a caller.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
"""

from __future__ import annotations

from iamlint.access.callers import FEDERATED_USER, ROOT, WITH_ACCOUNT, Caller
from iamlint.access.context import Context
from iamlint.access.decide import decide
from iamlint.access.facts import decided_by, rcp_services
from iamlint.access.grants import BOUNDED, UNBOUNDED
from iamlint.access.principals import THE_ACCOUNT, named, same
from iamlint.access.request import (
    BOUNDARY_LAYER,
    IDENTITY_LAYER,
    RESOURCE_LAYER,
    SCP_LAYER,
    SESSION_LAYER,
    Request,
    Situation,
    account_of,
)
from iamlint.access.services import always, kept_at_home, never
from iamlint.access.statements import ALLOW, effect_is
from iamlint.access.truth import MAYBE, NO, YES, Truth, any_of, truth
from iamlint.access.verdict import ALLOWED, UNKNOWN
from iamlint.text.hints import TYPE_CHECKING, Final
from iamlint.text.records import NamedTuple

from .formulas import EVERYTHING, NOTHING, AnyOf, Formula, Not, every, some

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from iamlint.model.policy import Policy, Statement
    from iamlint.text.holes import Text

    from .worlds import Builder


class Prepared(NamedTuple):
    """A side as a formula over a builder's statements; see `World` for the other fields."""

    formula: Formula
    caller: Caller | None = None
    bounded: bool = False
    settled: Callable[[str, Text], Formula] | None = None
    decided: Callable[[Request], Truth] | None = None


class Policies(NamedTuple):
    """What some policies of one layer let through together, whatever else there is."""

    policies: tuple[Policy, ...]

    @property
    def statements(self) -> Iterable[Statement]:
        return (s for policy in self.policies for s in policy.statements)

    def prepared(self, builder: Builder) -> Prepared:
        return Prepared(builder.permits(self.policies))


class Permissions(NamedTuple):
    """What an identity's own side lets through: its policies, within boundary, session policies
    and SCPs. What policies on resources grant besides is left out.
    """

    situation: Situation
    caller: Caller | None = None

    @property
    def statements(self) -> Iterable[Statement]:
        return _statements(self.situation)

    def prepared(self, builder: Builder) -> Prepared:
        found = self.situation
        own = _permits(builder, IDENTITY_LAYER, found.identity, found)
        bounded = bool(found.boundaries)
        return Prepared(every(own, caps(builder, found)), self.caller, bounded)


def _statements(found: Situation) -> Iterable[Statement]:
    """Every statement of every layer."""
    levels = [*(found.scps or ()), *(found.rcps or ())]
    single = (found.identity, found.boundaries, found.session, found.resource, found.endpoints)
    for policies in (*single, *levels):
        for policy in policies or ():
            yield from policy.statements


def caps(builder: Builder, found: Situation) -> Formula:
    """Every layer that limits an identity lets it through."""
    parts: list[Formula] = [
        _permits(builder, BOUNDARY_LAYER, (policy,), found) for policy in found.boundaries
    ]
    if found.session:
        parts.append(_permits(builder, SESSION_LAYER, found.session, found))
    parts += [_permits(builder, SCP_LAYER, level, found) for level in found.scps or ()]
    parts += [
        builder.unread_leaf()
        for layer, given in (
            (BOUNDARY_LAYER, found.boundaries),
            (SESSION_LAYER, found.session),
            (SCP_LAYER, found.scps),
        )
        if layer in found.unseen and not given
    ]
    return every(*parts)


def _permits(builder: Builder, layer: str, policies: Sequence[Policy], found: Situation) -> Formula:
    allows, denies = builder.allows(policies), builder.denies(policies)
    if layer in found.unseen:
        hidden = builder.unread_leaf()
        return every(some(allows, hidden), denies, Not(hidden))
    return every(allows, denies)


class Access(NamedTuple):
    """All that a caller may do, policies on resources included: the whole decision.

    `resource_account`: whose the resources are that do not say it; None: the caller's own.
    """

    caller: Caller
    situation: Situation
    resource_account: Text | None = None

    @property
    def statements(self) -> Iterable[Statement]:
        return _statements(self.situation)

    def prepared(self, builder: Builder) -> Prepared:
        layers = Layers(self, builder)
        known: dict[Regime, Formula] = {}

        def settled(action: str, resource: Text) -> Formula:
            what = regime(self, action, resource)
            if what not in known:
                known[what] = layers.formula(what)
            return known[what]

        upper = layers.formula(Regime(*(MAYBE,) * len(Regime._fields)))
        bounded = bool(self.situation.boundaries)
        return Prepared(upper, self.caller, bounded, settled, self.decided)

    def request(self, action: str, resource: Text) -> Request:
        return Request(self.caller, action, resource, self.resource_account, Context(strict=False))

    def decided(self, request: Request) -> Truth:
        """The concrete engine's decision."""
        asked = request._replace(caller=self.caller, resource_account=self.resource_account)
        found = decide(asked, self.situation).decision
        return YES if found == ALLOWED else MAYBE if found == UNKNOWN else NO


class Regime(NamedTuple):
    """What hangs on action and resource, not on statements.

    `own`: caller and resource share an account. `delegated`: the resource's policy must grant or
    leave it to the account (keys, trust). `always`, `never`: the service decides by itself.
    `at_home`: no policy gives it to another account. `rcps`: resource control policies count.
    `trust_missing`: it is a trust decision and the trust policy was not supplied.
    """

    own: Truth
    delegated: Truth
    always: Truth
    never: Truth
    at_home: Truth
    rcps: Truth
    trust_missing: Truth


def regime(access: Access, action: str, resource: Text) -> Regime:
    """What is so for an action on a resource."""
    request = access.request(action, resource)
    theirs, ours = account_of(request), access.caller.account
    own = MAYBE if theirs is None or ours is None else same(theirs, ours).truth
    trust = decided_by("trust", action, resource)
    rcps = truth(action.partition(":")[0].lower() in rcp_services())
    return Regime(
        own,
        trust | decided_by("key", action, resource),
        always(access.caller, action, resource),
        never(access.caller, action, resource),
        kept_at_home(action, resource),
        rcps & ~decided_by("no_rcp", action, resource),
        trust & truth(access.situation.resource is None),
    )


class Layers:
    """The layers of a caller's access as formulas over one builder's statements."""

    def __init__(self, access: Access, builder: Builder) -> None:
        self.access = access
        found, caller = access.situation, access.caller
        self.signed = caller.kind in WITH_ACCOUNT
        self.open = builder.unread_leaf()
        identity = found.identity if self.signed and caller.kind != ROOT else ()
        boundaries = found.boundaries if identity or caller.kind != ROOT else ()
        session = found.session if self.signed else ()
        scps = () if found.caller_managed or not self.signed else found.scps or ()
        self.identity = self._allows(builder, IDENTITY_LAYER, identity)
        self.caps: Formula = every(
            *(self._allows(builder, BOUNDARY_LAYER, (policy,)) for policy in boundaries),
            *([self._allows(builder, SESSION_LAYER, session)] if session else []),
        )
        if caller.kind == FEDERATED_USER and not session:
            self.caps = NOTHING
        linked = self.open if caller.service_linked is None else NOTHING
        self.scps: Formula = EVERYTHING
        scp_denies: Formula = NOTHING
        if caller.service_linked is not True:
            limits = [self._allows(builder, SCP_LAYER, level) for level in scps]
            self.scps = some(every(*limits), linked) if limits else EVERYTHING
            flat = [policy for level in scps for policy in level]
            scp_denies = every(_denies(builder, flat), Not(linked)) if flat else NOTHING
        self.endpoints = every(*(builder.allows((policy,)) for policy in found.endpoints))
        self.rcp_denies = _denies(
            builder, [] if found.resource_managed else [p for r in found.rcps or () for p in r]
        )
        everything = (*identity, *boundaries, *session, *found.endpoints)
        self.denies = some(
            _denies(builder, everything),
            scp_denies,
            _denies(builder, found.resource or ()),
            *([self.open] if found.unseen else []),
        )
        self.ways = {group: self._granted(builder, ways) for group, ways in _GROUPS.items()}

    def _allows(self, builder: Builder, layer: str, policies: Sequence[Policy]) -> Formula:
        allows = builder.allows(policies)
        return some(allows, self.open) if layer in self.access.situation.unseen else allows

    def _granted(self, builder: Builder, ways: frozenset[str] | None) -> Formula:
        """Some Allow of the resource's policies that names the caller in one of some ways."""
        found = self.access.situation
        mask = 0
        for policy in found.resource or ():
            for statement in policy.statements:
                effect = effect_is(statement, ALLOW)
                how = named(
                    statement,
                    self.access.caller,
                    bounded=bool(found.boundaries),
                    assuming=found.assuming,
                )
                naming = any_of(a for way, a in how.items() if ways is None or way in ways)
                known = (effect & naming).truth
                if known is not NO:
                    mask |= builder.bit(statement, certain=known is YES)
        hidden = RESOURCE_LAYER in found.unseen or any(p.gaps for p in found.resource or ())
        return some(AnyOf(mask), self.open) if hidden else AnyOf(mask)

    def formula(self, what: Regime) -> Formula:
        """The decision under a regime."""
        identity = EVERYTHING if self.access.caller.kind == ROOT else self.identity
        path = every(identity, self.caps)
        direct = some(self.ways["unbounded"], every(self.ways["bounded"], self.caps))
        if not self.signed:
            grant: Formula = self.ways["any"]
        else:
            delegated = some(direct, every(self.ways["account"], path))
            within = self._either(what.delegated, delegated, some(path, direct))
            within = self._either(what.trust_missing, path, within)
            across = every(path, self.ways["any"], Not(self._hangs(what.at_home)))
            grant = self._either(what.own, within, across)
        allowed = every(
            grant,
            self.scps,
            self.endpoints,
            Not(self._hangs(what.never)),
            Not(self.denies),
            Not(every(self.rcp_denies, self._hangs(what.rcps))),
        )
        if self.access.situation.restrict_public_buckets:
            allowed = every(allowed, some(self.open, EVERYTHING if what.own is YES else NOTHING))
        return some(allowed, self._hangs(what.always))

    def _hangs(self, known: Truth) -> Formula:
        if known is MAYBE:
            return self.open
        return EVERYTHING if known is YES else NOTHING

    def _either(self, known: Truth, one: Formula, other: Formula) -> Formula:
        if known is MAYBE:
            return some(every(one, other), every(self.open, some(one, other)))
        return one if known is YES else other


_GROUPS: Final = {
    "unbounded": frozenset(UNBOUNDED),
    "bounded": frozenset(BOUNDED),
    "account": frozenset((THE_ACCOUNT,)),
    "any": None,
}


def _denies(builder: Builder, policies: Sequence[Policy]) -> Formula:
    return Not(builder.denies(policies)) if policies else NOTHING
