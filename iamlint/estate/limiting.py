"""What session policies leave of the roles that they limit. They grant nothing themselves.

https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies.html#policies_session
"""

from __future__ import annotations

from functools import cached_property

from iamlint.access.request import Situation
from iamlint.access.symbolic.relations import exists
from iamlint.access.symbolic.sides import Permissions
from iamlint.access.truth import NO
from iamlint.finding import CERTAIN, UNVERIFIED
from iamlint.text.globs import is_glob
from iamlint.text.hints import TYPE_CHECKING, Final
from iamlint.text.records import NamedTuple

from .layers import Cutting, Layer
from .presence import standing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.model.policy import Policy, Statement, Word
    from iamlint.model.things import Attachment, Identity, Reading
    from iamlint.rule import Placed

    from . import Estate
    from .joined import Attached, Unknown


class Limit(NamedTuple):
    """The session policies with which one declaration has a role assumed.

    `unknown`: what else the role may be granted.
    """

    role: Identity
    by: Attachment
    attached: tuple[Attached, ...]
    unknown: tuple[Unknown, ...]

    @property
    def where(self) -> Placed:
        """The first of the policies, or what names it."""
        first = self.attached[0]
        return first.place if first.bundled else first.policy

    @property
    def confidence(self) -> str:
        return UNVERIFIED if self.unknown else CERTAIN


class Idle(NamedTuple):
    """Actions that a session policy allows and that its role is not granted."""

    limit: Limit
    statement: Statement
    words: tuple[Word, ...]


NAMED: Final = "session"
"""The kind of target that is a role of which sessions are limited."""


class Limits:
    """The sessions that files limit, with their roles."""

    def __init__(self, estate: Estate) -> None:
        self._estate = estate

    def without_access(self) -> Iterator[Limit]:
        """Those that leave a role nothing of what it is granted."""
        for limit in self._limits():
            own = self._estate.policies_of(limit.role).attached
            if not own:
                continue  # the role does nothing, limited or not
            granted = Situation(identity=standing(own))
            left = granted._replace(session=standing(limit.attached))
            catalog = self._estate.catalog
            if (
                exists(Permissions(left), catalog).truth is NO
                and exists(Permissions(granted), catalog).truth is not NO
            ):
                yield limit

    def beyond_role(self) -> Iterator[Idle]:
        """What session policies allow and the role is not granted, by statement."""
        cutting = Cutting(self._estate.catalog)
        dead = {(limit.by, limit.role) for limit in self.without_access()}
        for limit in self._limits():
            own = self._estate.policies_of(limit.role)
            if own.unknown or not own.attached or (limit.by, limit.role) in dead:
                continue
            layer = Layer(standing(own.attached), limit.role, True)
            for attached in limit.attached:
                if attached.bundled:
                    continue
                for statement in attached.policy.statements:
                    words = tuple(
                        word
                        for word in statement.actions or ()
                        if statement.allows and cutting.never(statement, word, layer, None)
                    )
                    if words:
                        yield Idle(limit, statement, words)

    def idle_statements(self) -> Iterator[Idle]:
        """Statements of session policies of which none of the roles that they limit is granted
        anything: neither by its own policies nor by those of what is named.
        """
        roles: dict[object, set[Identity]] = {}
        for limit in self._limits():
            for attached in limit.attached:
                roles.setdefault(place_of(attached.policy), set()).add(limit.role)
        found: dict[tuple[object, int], list[Idle]] = {}
        for idle in self.beyond_role():
            if len(idle.words) == len(idle.statement.actions or ()) and self._is_denied(idle):
                slot = place_of(idle.statement.policy), idle.statement.node.start
                found.setdefault(slot, []).append(idle)
        for (place, _), idles in found.items():
            if {idle.limit.role for idle in idles} == roles[place]:
                yield idles[0]

    def _is_denied(self, idle: Idle) -> bool:
        """The role may do none of it on any of what is named."""
        named = idle.statement.resources or ()
        literal = [word.literal for word in idle.words if not is_glob(word.literal or "*")]
        if not named or len(literal) != len(idle.words):
            return False
        return all(
            self._estate.can(idle.limit.role, action, word.text).denied
            for action in literal
            if action is not None
            for word in named
        )

    def of_all_sessions(self, role: Identity) -> tuple[Limit, ...]:
        """The limits of a role of which each session is limited: nobody but services that hand out
        sessions so may assume it, and whatever names it to them limits what they get.
        """
        limits = self._by_role.get(role, ())
        workloads = self._estate.workloads_of(role) if limits else []
        rows = self._estate.catalog.table("session_limits")
        services = {row["principal"] for row in rows}
        trusted = (
            [entry for one in role.trust.statements for entry in one.principals or ()]
            if (role.trust is not None and role.trust.whole)
            else []
        )
        if not trusted or any(
            one.type != "Service" or one.value.literal not in services for one in trusted
        ):
            return ()
        limiting = {(limit.by.reading, limit.by.address) for limit in limits}
        named = {(one.use.reading, one.use.by) for one in workloads}
        dead = {(limit.by, limit.role) for limit in self.without_access()}
        if not named <= limiting or any((limit.by, role) in dead for limit in limits):
            return ()
        return limits

    @cached_property
    def _by_role(self) -> dict[Identity, tuple[Limit, ...]]:
        found: dict[Identity, tuple[Limit, ...]] = {}
        for limit in self._limits():
            found[limit.role] = (*found.get(limit.role, ()), limit)
        return found

    def _limits(self) -> Iterator[Limit]:
        for reading in self._estate.readings:
            by_address: dict[str, list[Attachment]] = {}
            for attachment in reading.attachments:
                if any(kind == NAMED for kind, _ in attachment.targets):
                    by_address.setdefault(attachment.address, []).append(attachment)
            for attachments in by_address.values():
                yield from self._of(attachments, reading)

    def _of(self, attachments: list[Attachment], reading: Reading) -> Iterator[Limit]:
        attached: list[Attached] = []
        for attachment in attachments:
            found = self._estate.session_policies(attachment, reading)
            if found is None:
                return  # one that is not known may let everything through
            attached.extend(found)
        if not attached or not all(one.policy.whole for one in attached):
            return
        first = attachments[0]
        for kind, text in first.targets:
            for role, sure in self._estate.identities_named("role", text, reading, first.address):
                if kind == NAMED and sure:
                    unknown = self._estate.policies_of(role).unknown
                    yield Limit(role, first, tuple(attached), unknown)


def place_of(policy: Policy) -> tuple[str, int]:
    """Where a policy is written, which may be handed on several times."""
    start = policy.span.outermost
    return start.source.path, start.start
