"""Work that a role is granted what it takes for, and a boundary or control policy stops.

What a statement of one's own grants in vain is said of the statement. Policies of AWS, and patterns
of actions of which a part is left, say nothing of what is needed: the work does.
https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
"""

from __future__ import annotations

from functools import cached_property

from iamlint.access.request import BOUNDARY_LAYER, RCP_LAYER, SCP_LAYER
from iamlint.finding import CONFIDENCES, UNVERIFIED
from iamlint.rule import AddStatement
from iamlint.text.hints import TYPE_CHECKING, Final
from iamlint.text.records import NamedTuple

from .asking import CAPS
from .duties import DOCUMENTED
from .integrations import ROLE
from .joined import one_or_list, weakest
from .log_groups import log_needs
from .presence import possible
from .shortfalls import LOGS, sureness

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.model.policy import Policy, Statement
    from iamlint.model.things import Identity, RoleUse, Wire
    from iamlint.rule import Placed
    from iamlint.text.holes import Text
    from iamlint.text.node import When

    from . import Estate
    from .aims import Aim
    from .asking import Answer
    from .duties import Duty
    from .shortfalls import Shortfalls

CALLED: Final = {
    BOUNDARY_LAYER: "the permissions boundary",
    SCP_LAYER: "a service control policy",
    RCP_LAYER: "a resource control policy",
}


class Stopped(NamedTuple):
    """A duty that a cap stops. `layer`: which; `denying`: the Deny that does it, else None."""

    place: Wire | RoleUse
    duty: Duty
    target: Text
    layer: str
    granting: tuple[Statement, ...]
    denying: Statement | None
    confidence: str


class CappedWork(NamedTuple):
    """What a cap stops of the work of a role. `cap`: the policy, where it is known which it is;
    `bundled`: it is AWS's own.
    """

    role: Identity
    layer: str
    cap: Policy | None
    attaching: Placed
    bundled: bool
    stopped: tuple[Stopped, ...]

    @property
    def place(self) -> Placed:
        """What first asks for it."""
        return self.stopped[0].place

    @property
    def confidence(self) -> str:
        return min((one.confidence for one in self.stopped), key=CONFIDENCES.index)

    @property
    def actions(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(one.duty.actions[0] for one in self.stopped))

    @property
    def called(self) -> str:
        """What a person calls the cap."""
        return CALLED[self.layer]

    @property
    def places(self) -> list[tuple[Placed, str]]:
        found: list[tuple[Placed, str]] = []
        for one in self.stopped:
            found += [(statement, "this grants it") for statement in one.granting[:1]]
        found.append((self.attaching, self.called))
        denying = [one.denying for one in self.stopped if one.denying is not None]
        if denying:
            found += [(deny, "denied here") for deny in denying]
        elif self.cap is not None and not self.bundled:
            found.append((self.cap, "nothing here allows it"))
        return list(dict.fromkeys(found))

    @property
    def details(self) -> list[tuple[str, str]]:
        by_target: dict[Text, list[str]] = {}
        for one in self.stopped:
            actions = by_target.setdefault(one.target, [])
            if one.duty.actions[0] not in actions:
                actions.append(one.duty.actions[0])
        return [
            ("missing", f"{', '.join(f'`{action}`' for action in actions)} on {target}")
            for target, actions in by_target.items()
        ]

    @property
    def mended(self) -> AddStatement | None:
        """Let the cap allow it, whatever it is about: a cap that names what works may depend on
        itself. None where it denies it, or stands in no file.
        """
        if self.cap is None or self.bundled or any(one.denying for one in self.stopped):
            return None
        statement: dict[str, object] = {
            "Effect": "Allow",
            "Action": one_or_list(self.actions),
            "Resource": "*",
        }
        return AddStatement(self.cap, statement, "let it through")

    @property
    def key(self) -> str:
        return f"{self.role.address} {self.layer}"


class CappedWorks:
    """Holds what the work of roles takes against what limits the roles."""

    def __init__(self, estate: Estate, shortfalls: Shortfalls) -> None:
        self._estate = estate
        self._shortfalls = shortfalls

    def all(self) -> Iterator[CappedWork]:
        """By role and cap, in file order."""
        found: dict[tuple[Identity, str], list[Stopped]] = {}
        for role, stopped in (*self._of_wires(), *self._of_logs()):
            found.setdefault((role, stopped.layer), []).append(stopped)
        for (role, layer), every in found.items():
            sure = min((one.confidence for one in every), key=CONFIDENCES.index)
            kept = tuple(one for one in every if one.confidence == sure)
            yield self._told(role, layer, kept)

    def _of_wires(self) -> Iterator[tuple[Identity, Stopped]]:
        duties, aims = self._shortfalls.duties, self._shortfalls.aims
        for wired in self._estate.wires:
            role = wired.role
            if wired.by != ROLE or role is None or not self._is_capped(role):
                continue
            when = wired.when | role.when
            for duty in duties.of(wired) if possible(when) else ():
                aim = aims.of(wired, duty)
                if duty.work != DOCUMENTED and role.arn not in aim.asked:
                    yield from self._stopped(role, wired.wire, duty, aim, when, sureness(wired))

    def _of_logs(self) -> Iterator[tuple[Identity, Stopped]]:
        duties = self._shortfalls.duties.rows(LOGS)
        for need in log_needs(self._estate):
            when = need.workload.when
            if not self._is_capped(need.role) or not possible(when):
                continue
            for duty in duties:
                aim = self._shortfalls.aims.at([need.group], duty.actions, "log-group")
                yield from self._stopped(need.role, need.workload.use, duty, aim, when)

    def _is_capped(self, role: Identity) -> bool:
        return self._estate.boundary_of(role) is not None or bool(self._estate.scps_of(role))

    def _stopped(
        self,
        role: Identity,
        place: Wire | RoleUse,
        duty: Duty,
        aim: Aim,
        when: When,
        *confidences: str,
    ) -> Iterator[tuple[Identity, Stopped]]:
        """Nothing where one of the resources or actions that would do gets through, or where the
        policies of the role, or of the resource, do not allow it either.
        """
        first: tuple[Answer, Answer] | None = None
        for action in duty.actions:
            for resource in aim.asked:
                answer = self._estate.can(role, action, resource, when=when)
                if not answer.denied or not {*answer.blocked_by} <= {*CALLED}:
                    return
                free = self._estate.can(role, action, resource, when=when, supposing=(CAPS,))
                if first is None and free.allowed:
                    first = answer, free
        if first is None or any(id(one) in self._dead for one in first[1].statements):
            return
        answer, free = first
        denying = answer.statements[0] if answer.explicit and answer.statements else None
        sure = weakest(answer.confidence, *confidences)
        if sure != UNVERIFIED:
            layer = answer.blocked_by[0]
            yield role, Stopped(place, duty, aim.written, layer, free.statements, denying, sure)

    @cached_property
    def _dead(self) -> frozenset[int]:
        """Statements of which it is said that they grant something in vain."""
        estate = self._estate
        every = (
            *estate.capped_by_boundary(),
            *estate.capped_by_scp(),
            *estate.capped_by_rcp(),
            *estate.capped_by_region(),
        )
        return frozenset(id(capped.statement) for capped in every)

    def _told(self, role: Identity, layer: str, stopped: tuple[Stopped, ...]) -> CappedWork:
        cap: Policy | None = next((one.denying.policy for one in stopped if one.denying), None)
        attaching: Placed = cap or role
        bundled = False
        if layer == BOUNDARY_LAYER:
            boundary = self._estate.boundary_of(role)
            if boundary is not None:
                attaching = boundary.place
                if boundary.attached is not None:
                    cap, bundled = boundary.attached.policy, boundary.attached.bundled
        elif cap is None:
            # of several levels, the one that lists what it allows
            for level in self._estate.scps_of(role):
                allowing = [a for a in level.attached if any(s.allows for s in a.policy.statements)]
                if allowing and level.bare and not level.open:
                    cap, attaching = allowing[0].policy, allowing[0].place
        return CappedWork(role, layer, cap, attaching, bundled, stopped)
