"""Which identities must bear a permissions boundary and do not, and who may take off their own.

https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
"""

from __future__ import annotations

from functools import cached_property, lru_cache

from iamlint.access.matching import action_matches
from iamlint.access.statements import ALLOW, effect_is
from iamlint.access.truth import NO
from iamlint.catalog import roles
from iamlint.finding import CERTAIN, LIKELY, UNVERIFIED
from iamlint.model.policy import IDENTITY, SCP
from iamlint.rule import SetKey
from iamlint.text.globs import is_glob, match
from iamlint.text.hints import TYPE_CHECKING, Final
from iamlint.text.holes import Text
from iamlint.text.node import Mapping
from iamlint.text.records import NamedTuple

from . import names
from .accounts import account_of, same_account

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from iamlint.model.policy import Condition, Policy, Statement
    from iamlint.model.things import Identity
    from iamlint.rule import Placed

    from . import Estate
    from .asking import Answer
    from .joined import Boundary

KEY: Final = "iam:permissionsboundary"
CREATING: Final = {"role": "iam:CreateRole", "user": "iam:CreateUser"}
NEGATED: Final = ("stringnotequals", "stringnotlike", "arnnotequals", "arnnotlike")
PLAIN: Final = ("stringequals", "stringlike", "arnequals", "arnlike")
PROPERTY: Final = "PermissionsBoundary"
BEARING: Final = {
    "AWS::IAM::Role": PROPERTY,
    "AWS::IAM::User": PROPERTY,
    "AWS::Serverless::Function": PROPERTY,
    "aws_iam_role": "permissions_boundary",
    "aws_iam_user": "permissions_boundary",
}
"""What a declaration names its boundary by."""
WIDER: Final = Text("arn:aws:iam::aws:policy/AdministratorAccess")
"""A boundary that bounds nothing, to ask whether any other may be put in place."""


class Demand(NamedTuple):
    """A boundary that must be borne: one of `arns`, in which `*` may stand. `place`: the condition
    that demands it; None for the configuration. `granted`: it is that of a grant, not of a Deny.
    """

    arns: tuple[str, ...]
    place: Placed | None
    confidence: str
    why: str
    granted: bool = False

    @property
    def by(self) -> str:
        """What demands it, in words."""
        if self.granted:
            return "the only grants to make it"
        return "a Deny" if self.place is not None else "`required-boundary`"

    @property
    def effect(self) -> str:
        """What becomes of a request without the boundary."""
        return "allowed with it alone" if self.granted else "denied without it"


class Unbounded(NamedTuple):
    """An identity without the boundary that is demanded; `borne`: the one it has instead."""

    identity: Identity
    demand: Demand
    borne: Boundary | None

    @property
    def mended(self) -> SetKey | None:
        """Bear the boundary; None where its ARN is not told, or the declaration cannot take it."""
        node, key = self.identity.node, BEARING.get(self.identity.type, "")
        if key == PROPERTY:
            found = node.get("Properties") if isinstance(node, Mapping) else None
            node = found if found is not None else node
        wanted = self.wanted
        if not key or wanted is None or not isinstance(node, Mapping):
            return None
        return SetKey(node, key, wanted, "bear the permissions boundary")

    @property
    def wanted(self) -> Text | None:
        """The ARN of the boundary, in the account of who must bear it; None where it may be one
        of several.
        """
        if len(self.demand.arns) != 1:
            return None
        parts = self.demand.arns[0].split(":", 5)
        if len(parts) == 6 and parts[4] in ("*", "?" * 12):
            parts[4] = ""
            before, after = ":".join(parts[:4]) + ":", ":" + parts[5]
            found = Text(before) + account_of(self.identity) + after
        else:
            found = Text(self.demand.arns[0])
        return None if any(is_glob(one) for one in found.pieces if isinstance(one, str)) else found


class Maker(NamedTuple):
    """Who may make roles or users, the resources of those grants, and the grants."""

    identity: Identity
    words: tuple[str, ...]
    grants: tuple[Statement, ...]


class Unbinding(NamedTuple):
    """An identity that may take off or replace the boundary that it bears, by an action."""

    identity: Identity
    boundary: Boundary
    action: str
    answer: Answer


class Boundaries:
    """Asks of the boundaries of all identities in view.

    `required`: the ARN that the configuration demands for a file; empty where it demands none.
    """

    def __init__(self, estate: Estate, required: Callable[[str], str]) -> None:
        self._estate = estate
        self._required = required

    def missing(self) -> Iterator[Unbounded]:
        """Roles and users that are created here without the boundary they must bear."""
        for identity in self._estate.identities:
            if identity.kind not in CREATING or not identity.created or is_service_linked(identity):
                continue
            borne = self._estate.boundary_of(identity)
            demand = next(self._unmet(identity, borne), None)
            if demand is not None:
                yield Unbounded(identity, demand, borne)

    def _unmet(self, identity: Identity, borne: Boundary | None) -> Iterator[Demand]:
        """Demands for another boundary than is borne: those of the configuration first, then those
        of policies that deny to create it.
        """
        reading = identity.reading
        configured = self._required(reading.path) if reading is not None else ""
        if configured and not bears(borne, (configured,)):
            yield Demand((configured,), None, CERTAIN, "")
        yield from self._unoffered(identity, borne)
        if not self._demanding:
            return
        levels = {
            id(attached.policy): level.sure
            for level in self._estate.scps_of(identity)
            for attached in level.attached
        }
        for policy, condition, arns in self._demanding:
            if policy.kind == SCP and id(policy) not in levels:
                continue
            deny = condition.statement
            if bears(borne, arns) or not is_about(deny, CREATING[identity.kind]):
                continue
            reached = reaches(deny, named(identity))
            if reached is False:
                continue
            over = policy.kind == SCP and levels[id(policy)]
            alone = len(deny.conditions) == 1
            sure = alone and not deny.gaps and reached is True
            sure = sure and (over or self._makes(policy, condition, identity))
            yield Demand(arns, condition, LIKELY if sure else UNVERIFIED, "" if over else WHOM)

    def _unoffered(self, identity: Identity, borne: Boundary | None) -> Iterator[Demand]:
        """The demand of grants, where whoever may make it by its name, as far as is in view, may
        with another boundary only.
        """
        name = named(identity)
        makers = self._makers_of(identity) if self._offered and name else ()
        demanded: list[tuple[Condition, tuple[str, ...]]] = []
        for maker in makers:
            if maker.identity is identity or maker.identity.reading is identity.reading:
                return  # made by whoever makes those
            for grant in maker.grants:
                if not reaches(grant, name):
                    continue
                offered = self._offered.get(id(grant))
                if offered is None or bears(borne, offered[1]):
                    return
                if not any(told(word.literal, name) for word in grant.resources or ()):
                    return
                demanded.append(offered)
        if demanded:
            condition, arns = demanded[0]
            yield Demand(arns, condition, LIKELY, "", granted=True)

    @cached_property
    def _offered(self) -> dict[int, tuple[Condition, tuple[str, ...]]]:
        """The conditions of grants that demand a boundary, by the statement."""
        return {
            id(statement): (condition, tuple(word.literal or "" for word in condition.values))
            for policy in self._estate.policies
            for statement in (policy.statements if policy.kind == IDENTITY else ())
            if statement.allows
            for condition in statement.conditions
            if is_offer(condition)
        }

    def _makes(self, policy: Policy, condition: Condition, identity: Identity) -> bool:
        """Who has an identity policy that demands the boundary is who makes the identity, as far as
        names tell: they may make what is called so, and nobody else in view may.
        """
        holders = self._estate.holders_of(policy) if policy.kind == IDENTITY else ()
        name, deny = named(identity), condition.statement
        if not holders or identity in holders or not name:
            return False
        if not any(over_name(word.literal, name) for word in deny.resources or ()):
            return False
        makers = self._makers_of(identity)
        return bool(makers) and all(
            maker.identity in holders and any(told(word, name) for word in maker.words)
            for maker in makers
        )

    def _makers_of(self, identity: Identity) -> list[Maker]:
        """The users and roles in view that may make one of this name in its account."""
        known = self._of.get(id(identity))
        if known is None:
            name = named(identity)
            known = self._of[id(identity)] = [
                maker
                for maker in self._makers[identity.kind]
                if any(over_name(word, name) for word in maker.words)
                and same_account(maker.identity, identity)
            ]
        return known

    @cached_property
    def _of(self) -> dict[int, list[Maker]]:
        return {}

    @cached_property
    def _makers(self) -> dict[str, list[Maker]]:
        """Who is granted to make roles or users, by what they make."""
        found: dict[str, list[Maker]] = {kind: [] for kind in CREATING}
        for identity in self._estate.identities:
            if identity.kind in CREATING:
                allowing = [
                    statement
                    for attached in self._estate.policies_of(identity).attached
                    for statement in attached.policy.statements
                    if statement.allows
                ]
                for kind, action in CREATING.items():
                    grants = tuple(one for one in allowing if is_about(one, action))
                    words = tuple(
                        word.literal or "" if word is not None else "*"
                        for statement in grants
                        for word in statement.resources or (None,)
                    )
                    if words:
                        found[kind].append(Maker(identity, words, grants))
        return found

    @cached_property
    def _demanding(self) -> tuple[tuple[Policy, Condition, tuple[str, ...]], ...]:
        """Conditions of Denies that except those with a boundary, each with its policy."""
        configured = (policy for policy, _ in self._estate.told.scps)
        return tuple(
            (policy, condition, tuple(word.literal or "" for word in condition.values))
            for policy in (*configured, *self._estate.policies)
            for statement in policy.statements
            if statement.denies
            for condition in statement.conditions
            if is_demand(condition)
        )

    def unbinding(self) -> Iterator[Unbinding]:
        """Identities that may remove or replace the boundary that they bear themselves."""
        for identity in self._estate.identities:
            boundary = self._estate.boundary_of(identity)
            if identity.kind not in CREATING or boundary is None or boundary.attached is None:
                continue
            own = self._estate.policies_of(identity).policies
            for action, context in ways_off(identity.kind):
                if not any(may_allow(policy, action) for policy in own):
                    continue  # nothing but its own policies could let it
                answer = self._estate.can(identity, action, identity.arn, context=context)
                if answer.allowed:
                    yield Unbinding(identity, boundary, action, answer)
                    break


WHOM: Final = "whoever deploys it may have another policy than the one that demands the boundary"


def ways_off(kind: str) -> tuple[tuple[str, dict[str, Text]], ...]:
    """Actions that take off the boundary of a role or a user, or put another in its place."""
    noun = kind.capitalize()
    return (
        (f"iam:Delete{noun}PermissionsBoundary", {}),
        (f"iam:Put{noun}PermissionsBoundary", {"iam:PermissionsBoundary": WIDER}),
    )


@lru_cache(maxsize=16384)
def may_allow(policy: Policy, action: str) -> bool:
    """Some statement may allow an action, whatever on and under which conditions."""
    return bool(policy.gaps) or any(
        effect_is(statement, ALLOW).truth is not NO
        and action_matches(statement, action).truth is not NO
        for statement in policy.statements
    )


def named(identity: Identity) -> str:
    """What the ARN of a role or user says behind its account; empty where that is not known."""
    last = identity.arn.pieces[-1] if identity.arn.pieces else ""
    _, found, name = last.rpartition(":") if isinstance(last, str) else ("", "", "")
    return name if found and "/" in name else ""


def over_name(word: str | None, name: str) -> bool:
    """A resource of a statement is everything, or what is called so."""
    return word == "*" or (word is not None and match(word.rpartition(":")[2], name))


def reaches(statement: Statement, name: str) -> bool | None:
    """A statement is about what is called so; None where that, or the name, is not known."""
    for words, wanted in ((statement.resources, True), (statement.not_resources, False)):
        if words is not None:
            known = [word.literal for word in words]
            if any(over_name(word, name or "/") for word in known):
                return wanted
            return not wanted if name and None not in known else None
    return True


def told(word: str | None, name: str) -> bool:
    """A resource is what is called so, and not all that is of the kind."""
    pattern = (word or "").rpartition(":")[2]
    begin = pattern.partition("*")[0].partition("/")[2]
    return bool(begin) and match(pattern, name)


def is_service_linked(identity: Identity) -> bool:
    return roles.is_by_aws(str(identity.arn))


def is_about(statement: Statement, action: str) -> bool:
    """The statement names the action, or does not except it, for certain."""
    for words, wanted in ((statement.actions, True), (statement.not_actions, False)):
        if words is not None:
            known = [word.literal for word in words if word.literal is not None]
            named = any(match(word, action, fold=True) for word in known)
            return named is wanted and (wanted or len(known) == len(words))
    return False


def is_demand(condition: Condition) -> bool:
    """Denied unless the boundary is one that is named."""
    operator = (condition.operator.literal or "").lower().removesuffix("ifexists")
    key = (condition.key.literal or "").lower()
    return key == KEY and operator in NEGATED and all(word.literal for word in condition.values)


def is_offer(condition: Condition) -> bool:
    """Allowed if the boundary is one that is named, and not without any."""
    operator = (condition.operator.literal or "").lower()
    key = (condition.key.literal or "").lower()
    return key == KEY and operator in PLAIN and all(word.literal for word in condition.values)


def bears(borne: Boundary | None, arns: tuple[str, ...]) -> bool:
    """The boundary is one of these, or may be: not all of its ARN is known."""
    if borne is None:
        return False
    reference = getattr(borne.place, "arn", None)
    own = (names.tail(reference) or reference) if reference is not None else None
    if reference is None or own is None or own.literal is None:
        return True
    if reference.literal is not None:
        return any(match(arn, reference.literal) for arn in arns)
    return any(match(arn.split(":", 2)[-1], own.literal) for arn in arns)  # in some partition
