"""May this identity do this to that, from all that is in view, and how sure is the answer?"""

from __future__ import annotations

from iamlint.access.callers import identity_caller
from iamlint.access.conditions import condition_holds
from iamlint.access.context import Context
from iamlint.access.decide import decide
from iamlint.access.request import (
    IDENTITY_LAYER,
    RESOURCE_LAYER,
    Request,
    Situation,
    with_implied_keys,
)
from iamlint.access.truth import MAYBE, NO, YES, Doubt, Truth
from iamlint.access.verdict import ALLOWED, EXPLICIT_DENY, UNKNOWN, Verdict
from iamlint.catalog.tagkeys import RESOURCE_TAG
from iamlint.finding import CERTAIN, LIKELY, UNVERIFIED
from iamlint.model.policy import IDENTITY, LATEST, RESOURCE, SCP, Principal, Word
from iamlint.model.reading import policy_from
from iamlint.text.globs import tokens
from iamlint.text.hints import TYPE_CHECKING, Final
from iamlint.text.holes import ANY, Hole, Text
from iamlint.text.node import Holed
from iamlint.text.records import NamedTuple
from iamlint.text.source import NOWHERE

from .accounts import account_of, same_account
from .bearing import declared
from .joined import Attached, Grants, Unknown, weakest
from .known import asked_keys, facts_of
from .membership import memberships
from .names import account_in
from .onepartition import told_in_one
from .onresources import on_resource, role_named
from .otherroles import without_other_roles
from .presence import changed, rewritten, standing
from .principals import asks_as, partition_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from iamlint.model.policy import Condition, Policy, Statement
    from iamlint.model.things import Identity
    from iamlint.text.node import When

    from . import Estate
    from .joined import Level

CALLER: Final = "caller"
CAPS: Final = "caps"
RESOURCE_SIDE: Final = "resource"
DELEGATED: Final = "delegated"
ALONE: Final = "alone"
CREATED: Final = "created"
"""What one may suppose to allow everything, to learn who else refuses: the caller's policies, its
boundary and SCPs, the resource's policy; or that the resource's policy leaves it to the account; or
that no policy on a resource that is not in view has anything to say; or that the resource is only
being created, in the caller's account, and has no policy yet.
"""

_EVERYTHING = {"Effect": "Allow", "Action": "*", "Resource": "*"}
ALL_ALLOWED = policy_from({"Version": LATEST, "Statement": _EVERYTHING}, IDENTITY)
ALL_LET_THROUGH = policy_from({"Version": LATEST, "Statement": _EVERYTHING}, SCP)
ALL_ADMITTED = policy_from(
    {"Version": LATEST, "Statement": {**_EVERYTHING, "Principal": "*"}}, RESOURCE
)


def left_to(account: Text) -> Policy:
    """A resource policy that leaves everything to the IAM policies of an account."""
    policy = policy_from({"Version": LATEST, "Statement": _EVERYTHING}, RESOURCE)
    word = Word(account, Holed(NOWHERE, 0, 0, account))
    policy.statements[0].principals = (Principal("AWS", word),)
    return policy


class Answer(NamedTuple):
    """What `Estate.can` answers.

    `truth`: YES or NO from all that is in view, MAYBE where a fact is missing.
    `confidence`: of a NO: `certain` when nothing outside could allow it, `likely`, or `unverified`
    when `unknown` lists what could. `verdict`: the engine's own, with the deciding statements,
    the layers that block and what it depends on.
    """

    truth: Truth
    confidence: str
    verdict: Verdict
    unknown: tuple[Unknown, ...] = ()

    @property
    def denied(self) -> bool:
        return self.truth is NO

    @property
    def allowed(self) -> bool:
        return self.truth is YES

    @property
    def explicit(self) -> bool:
        """By a Deny."""
        return self.verdict.decision == EXPLICIT_DENY

    @property
    def blocked_by(self) -> tuple[str, ...]:
        """The layers that deny or lack an Allow, by the engine's names."""
        return self.verdict.blocked_by

    @property
    def statements(self) -> tuple[Statement, ...]:
        """The statements that decide."""
        return tuple(deciding.statement for deciding in self.verdict.statements)


def probe(pattern: Text) -> Text:
    """A resource that the pattern names: each wildcard becomes a hole, so that whatever matches
    only some of those resources answers maybe.
    """
    pieces: list[str | Hole] = []
    for index, token in enumerate(tokens(pattern)):
        if isinstance(token, (str, Hole)):
            pieces.append(token)
        else:
            pieces.append(Hole(f"any {index} of {pattern}", ANY, why="it stands for many"))
    return Text(*pieces)


class Question:
    """One request, ready to be put to the engine under several suppositions."""

    def __init__(
        self,
        estate: Estate,
        identity: Identity,
        action: str,
        resource: Text,
        context: Mapping[str, Text | str | None],
        when: When,
        supposing: tuple[str, ...],
    ) -> None:
        self._estate = estate
        self._identity = identity
        self._when = when
        self._supposing = supposing
        self._action = action
        self._service = action.partition(":")[0].lower()
        self._target = estate.resource(resource, identity.reading)
        self._own = self._caller_side()
        self._on = self._resource_side(resource)
        self._levels = () if CAPS in supposing else tuple(estate.scps_of(identity))
        self._over = () if CAPS in supposing else self._rcps(resource)
        self._request = Request(
            identity_caller(identity.kind, identity.arn, account_of(identity), identity.name),
            action,
            resource,
            self._owner(),
            Context({**memberships(estate, identity, self._target), **context}, strict=False),
        )

    def _caller_side(self) -> Grants:
        if CALLER in self._supposing:
            return Grants((Attached(ALL_ALLOWED, self._identity),), ())
        return self._estate.policies_of(self._identity)

    def _resource_side(self, resource: Text) -> Grants:
        if RESOURCE_SIDE in self._supposing:
            return Grants((Attached(ALL_ADMITTED, self._identity),), ())
        if CREATED in self._supposing:
            return Grants((), ())
        if DELEGATED in self._supposing:
            left = left_to(account_of(self._identity))
            return Grants((Attached(left, self._identity),), ())
        on = on_resource(self._estate, self._action, resource, self._target, self._identity)
        return Grants(on.attached, ()) if self._target is None and ALONE in self._supposing else on

    def _rcps(self, resource: Text) -> tuple[Level, ...]:
        """The levels of resource control policies over the resource, where it is known whose it
        is.
        """
        if self._target is not None:
            return tuple(self._estate.rcps_on(self._target))
        account = account_in(resource)
        if account is None or account.literal is None:
            return ()
        ours = account == account_of(self._identity)
        levels = self._estate.rcps_over(account, self._identity.reading)
        # whether another account is of our organization is not known
        return tuple(one for one in levels if ours or one.target == account)

    def _owner(self) -> Text | None:
        """The account of the resource, in the caller's words when it is the caller's."""
        if CREATED in self._supposing:
            return account_of(self._identity)
        if self._target is None:
            return None
        if same_account(self._identity, self._target):
            return account_of(self._identity)
        return account_of(self._target)

    def answer(self) -> Answer:
        situation = self._situation()
        verdict = decide(self._request, situation)
        confidence = CERTAIN
        if verdict.decision == UNKNOWN:
            situation, confidence = self._told_apart(situation)
            verdict = decide(self._request, situation)
        if verdict.decision == UNKNOWN and self._target is not None and CALLER in self._supposing:
            told = told_in_one(self._request, situation)
            if told is not None:
                self._request, situation = told
                verdict = decide(self._request, situation)
        if verdict.decision == UNKNOWN and self._give_facts(situation):
            confidence = weakest(confidence, LIKELY)  # a stack may have tags for all that is in it
            verdict = decide(self._request, situation)
        if verdict.decision == UNKNOWN and self._is_told_by_arn(situation):
            confidence = weakest(confidence, LIKELY)  # where it is deployed is not known
            verdict = decide(self._request, situation)
        if verdict.decision == UNKNOWN:
            return Answer(MAYBE, UNVERIFIED, verdict)
        if verdict.decision == ALLOWED:
            return Answer(self._under_doubtful_caps(situation), confidence, verdict)
        if verdict.depends_on:
            confidence = weakest(confidence, LIKELY)
        unknown = self._unknown()
        if verdict.decision == EXPLICIT_DENY or not unknown:
            return Answer(NO, confidence, verdict)
        hidden = decide(self._request, situation._replace(unseen=self._unseen()))
        if hidden.decision == verdict.decision:
            return Answer(NO, confidence, verdict)
        slight = all(each.slight for each in unknown)
        return Answer(NO, LIKELY if slight else UNVERIFIED, verdict, unknown)

    def guards(self) -> tuple[Condition, ...]:
        """The conditions that keep the caller out, of statements on the resource that name it."""
        policies = standing(self._on.attached, self._service)
        free = tuple(rewritten(policy, _unconditional) for policy in policies)
        situation = Situation(identity=(ALL_ALLOWED,), resource=free, assuming=self._when)
        opened = decide(self._request, situation)
        self._give_facts(self._situation())
        context = with_implied_keys(self._request).context
        named = {id(d.statement.policy): set[int]() for d in opened.statements}
        for deciding in opened.statements if opened.decision == ALLOWED else ():
            named[id(deciding.statement.policy)].add(deciding.statement.index)
        return tuple(
            condition
            for attached in self._on.attached
            for statement in attached.policy.statements
            if statement.index in named.get(id(attached.policy), ())
            for condition in statement.conditions
            if condition_holds(condition, context, self._when).truth is NO
        )

    def _give_facts(self, situation: Situation) -> bool:
        """Add what is known of the keys that documents ask for: of the caller's requests, and the
        tags that the resource is declared with; others may be put on later.
        """
        known = self._request.context.copy()
        policies = tuple(policies_in(situation))
        asked = asked_keys(policies, self._estate.engine)
        for key, value in facts_of(self._identity, asked, self._estate.engine) if asked else ():
            known.implied(key, value)
        action = self._estate.catalog.action(self._action)
        keys = action.keys if action is not None and self._target is not None else ()
        if any(key.lower().startswith(RESOURCE_TAG) for key in keys):
            tags = declared(self._target) if self._target is not None else None
            for name, value in tags.values.items() if tags is not None else ():
                known.implied(RESOURCE_TAG + name, value)
        more = known.names != self._request.context.names
        self._request = self._request._replace(context=known)
        return more

    def _is_told_by_arn(self, situation: Situation) -> bool:
        """Policies ask for principals by ARNs that are written out: the caller is one of their
        partition, and goes by a name that nobody wrote where its declaration has none.
        """
        told_by_arns = partition_in(policies_in(situation))
        caller = self._request.caller
        arn = asks_as(self._identity, told_by_arns) if told_by_arns else caller.arn
        if arn == caller.arn or arn is None:
            return False
        name = self._identity.name
        told = identity_caller(self._identity.kind, arn, account_of(self._identity), name)
        self._request = self._request._replace(caller=told)
        return True

    def _situation(self) -> Situation:
        boundary = None if CAPS in self._supposing else self._estate.boundary_of(self._identity)
        bounds = (boundary.attached,) if boundary is not None and boundary.attached else ()
        return Situation(
            identity=standing(self._own.attached, self._service),
            boundaries=standing(bounds),
            scps=tuple(whole_level(level) for level in self._levels if level.sure) or None,
            rcps=tuple(standing(level.attached) for level in self._over if level.sure) or None,
            resource=standing(self._on.attached, self._service),
            assuming=self._when,
        )

    def _told_apart(self, situation: Situation) -> tuple[Situation, str]:
        apart = self._estate.apart(self._identity, self._target)
        identity = situation.identity
        role = role_named(self._estate, self._request.resource) if self._target is None else None
        if role is not None:
            identity = without_other_roles(self._estate, identity, role)
        return (
            situation._replace(
                identity=apart.told(identity),
                resource=apart.told(situation.resource or ()),
            ),
            apart.confidence,
        )

    def _under_doubtful_caps(self, situation: Situation) -> Truth:
        """A level of control policies that may apply makes what it stops a maybe."""
        if all(level.sure for level in (*self._levels, *self._over)):
            return YES
        situation = situation._replace(
            scps=tuple(whole_level(level) for level in self._levels) or None,
            rcps=tuple(standing(level.attached) for level in self._over) or None,
        )
        verdict = decide(self._request, situation)
        return YES if verdict.decision == ALLOWED else MAYBE

    def _unknown(self) -> tuple[Unknown, ...]:
        return (*self._own.unknown, *self._on.unknown)

    def _unseen(self) -> dict[str, Doubt]:
        found = {}
        for layer, side in ((IDENTITY_LAYER, self._own), (RESOURCE_LAYER, self._on)):
            if side.unknown:
                found[layer] = Doubt(layer, side.unknown[0].why)
        return found


def policies_in(situation: Situation) -> Iterator[Policy]:
    """Every document that bears on a request."""
    yield from (*situation.identity, *situation.boundaries, *(situation.resource or ()))
    for level in (*(situation.scps or ()), *(situation.rcps or ())):
        yield from level


def _unconditional(statement: Statement) -> Statement:
    return changed(statement, conditions=()) if statement.allows else statement


def whole_level(level: Level) -> tuple[Policy, ...]:
    """The policies of a level. One that only denies stands beside the policy that lets everything
    through, which AWS attaches by itself; so does one of which not all policies are in view.
    """
    policies = standing(level.attached)
    allows = any(statement.allows for policy in policies for statement in policy.statements)
    if level.open or not (allows or level.bare):
        return (*policies, ALL_LET_THROUGH)
    return policies
