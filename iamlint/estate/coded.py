"""What the code of functions calls, and their roles may not do.

https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html
"""

from __future__ import annotations

from functools import cached_property

from iamlint.catalog.roles import ASSUME
from iamlint.finding import LIKELY, UNVERIFIED
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.holes import ANY, Text
from iamlint.text.records import NamedTuple

from . import names
from .aims import NOWHERE_KNOWN, Aim, Aims
from .asking import ALONE
from .duties import Duty
from .grantednear import is_granted_near
from .integrations import filled
from .joined import weakest
from .lacking import Missing, Shortfall
from .presence import possible
from .refusedcalls import at

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator

    from iamlint.model.policy import Condition, Statement
    from iamlint.model.things import Call, Identity
    from iamlint.rule import Placed
    from iamlint.text.node import When

    from . import Estate
    from .asking import Answer
    from .running import Workload
    from .shortfalls import Shortfalls

CODE = "code"
"""What the part of a function's work is called that its code does."""
RUNS = "run"


class Uncovered(Shortfall):
    """What the role of a function lacks of what the function's code calls. `calls`: those that are
    denied.
    """

    def __init__(
        self, estate: Estate, workload: Workload, found: list[tuple[Call, Missing]]
    ) -> None:
        assert workload.role is not None
        super().__init__(estate, workload.role, tuple(missing for _, missing in found))
        self.workload = workload
        left = {id(missing) for missing in self.missing}
        self.calls = tuple(dict.fromkeys(call for call, m in found if id(m) in left))

    @property
    def place(self) -> Placed:
        """Where the function names its role; code is no place for what is mended elsewhere."""
        return self.workload.use

    @property
    def apis(self) -> tuple[str, ...]:
        """The operations, as code names them."""
        return tuple(dict.fromkeys(call.api for call in self.calls))

    def _others(self) -> Iterator[tuple[Placed, str]]:
        for call in self.calls:
            if call.node is not call.holder.node:
                yield call, f"`{call.api}` is called here"

    @property
    def details(self) -> list[tuple[str, str]]:
        found = super().details
        if not any(call.always for call in self.calls):
            found.append(("unless", "the code never comes to these calls"))
        return found

    @property
    def key(self) -> str:
        return f"{self.role.address} {self.workload.use.address} {' '.join(self.actions)}"


class Denied(NamedTuple):
    """A call of a function's code that a Deny hits for what it sends. `condition`: asks for that;
    `sent`: what the call has by condition key, None for nothing.
    """

    call: Call
    role: Identity
    statement: Statement
    condition: Condition
    sent: dict[str, Text | None]
    confidence: str

    @property
    def value(self) -> str:
        """What is sent for the key, for a message."""
        key = self.condition.key
        wanted = (key.literal or "").lower()
        text = next((value for name, value in self.sent.items() if name.lower() == wanted), None)
        return f"sends `{text}` as `{key}`" if text is not None else f"sends no `{key}`"


class Coded:
    """Holds calls against the roles as which they are made."""

    def __init__(self, estate: Estate, shortfalls: Shortfalls) -> None:
        self._estate = estate
        self._shortfalls = shortfalls
        self._aims = Aims(estate)
        self._known: dict[Hashable, list[Answer]] = {}

    @cached_property
    def _roles(self) -> dict[Hashable, list[Text]]:
        """The roles that a call asks for, by the place of the call, where all are known: in turns
        of a loop, or for each entry of a dict.
        """
        found: dict[Hashable, list[Text]] = {}
        for use in (use for reading in self._estate.readings for use in reading.token_uses):
            if not use.issuers and use.before is None:
                found.setdefault(at(use), []).append(use.role_ref)
        return {
            place: roles
            for place, roles in found.items()
            if all(role.literal is not None for role in roles)
        }

    @cached_property
    def uncovered(self) -> tuple[Uncovered, ...]:
        """In file order, one for each function and role."""
        found: dict[tuple[int, int], tuple[Workload, list[tuple[Call, Missing]]]] = {}
        for reading in self._estate.readings:
            for call in reading.calls:
                for workload in self._estate.runs_as(call.holder):
                    if workload.role is not None:
                        for missing in self._missing(call, workload):
                            key = id(workload.use), id(workload.role)
                            found.setdefault(key, (workload, []))[1].append((call, missing))
        return tuple(Uncovered(self._estate, *each) for each in found.values())

    @cached_property
    def denied(self) -> tuple[Denied, ...]:
        """Calls that a Deny hits for what they send, or leave out, each once for a role."""
        found: dict[tuple[int, int, tuple[str, ...]], Denied] = {}
        for reading in self._estate.readings:
            for call in (one for one in reading.calls if one.sends):
                for workload in self._estate.runs_as(call.holder):
                    for one in self._denied(call, workload):
                        key = id(workload.use), id(one.statement), one.call.actions
                        found.setdefault(key, one)
        return tuple(found.values())

    def _denied(self, call: Call, workload: Workload) -> Iterator[Denied]:
        role, when = workload.role, workload.when | call.when
        if role is None or not possible(when | role.when):
            return
        sent = {key: text for key, text in call.sends if "*" not in key}
        for actions, aim in self._asked(call):
            answers = [
                self._estate.can(role, action, resource, context=sent, when=when | role.when)
                for action in actions
                for resource in aim.asked
            ]
            if not answers or not all(one.explicit for one in answers):
                continue
            denying = [one for one in answers[0].statements if one.denies]
            asking = [
                condition
                for statement in denying
                for condition in statement.conditions
                if (condition.key.literal or "").lower() in {key.lower() for key in sent}
            ]
            freely = self._estate.can(role, actions[0], aim.asked[0], when=when | role.when)
            if asking and not freely.explicit:
                reached = LIKELY if call.always else UNVERIFIED
                yield Denied(call, role, denying[0], asking[0], sent, reached)

    def _missing(self, call: Call, workload: Workload) -> Iterator[Missing]:
        role, when = workload.role, workload.when | call.when
        assert role is not None
        if not possible(when | role.when):
            return
        nameless = is_nameless(role)
        for actions, aim in self._asked(call):
            own = nameless or is_granted_near(self._estate, role, actions, aim)
            alone = (ALONE,) if own else ()
            duty = Duty(CODE, actions, "", RUNS)
            answers = self._answers(role, duty, aim, when | role.when, *alone)
            if answers:
                reached = LIKELY if call.always else UNVERIFIED
                confidence = weakest(reached, *(answer.confidence for answer in answers))
                yield Missing(workload.use, None, duty, aim.written, tuple(answers), confidence)

    def _answers(
        self, role: Identity, duty: Duty, aim: Aim, when: When, *supposing: str
    ) -> list[Answer]:
        """Why a call is denied; asked once, whoever else makes it as the same role."""
        key = id(role), duty.actions, aim.asked, when, supposing
        if key not in self._known:
            self._known[key] = self._shortfalls.answers(role, duty, aim, when, *supposing)
        return self._known[key]

    def _asked(self, call: Call) -> Iterator[tuple[tuple[str, ...], Aim]]:
        """Actions of which one must be allowed, and on what."""
        own = tuple(action for action in call.actions if action not in call.elsewhere)
        for action in call.elsewhere:
            yield (action,), self._aims.whatever((action,), ANY)
        roles = self._roles.get(at(call), ()) if ASSUME in own else ()
        if own and not roles:
            yield own, self._aim(call, own)
        for role in roles:
            yield own, Aim((role,), role)

    def _aim(self, call: Call, actions: tuple[str, ...]) -> Aim:
        """What a call is about: what it names, as far as that is known."""
        arns = tuple(self._named(call))
        if not arns:
            return self._aims.whatever(actions, ANY)  # there may be slashes in a name
        inside = call.inside
        if inside is not None:
            within = tuple(arn + inside for arn in arns)
            can_match = self._estate.engine.can_match
            if any(can_match(action, one) for action in actions for one in within):
                return Aim(within, within[0])
        return self._aims.at(arns, actions, call.ref_type.partition(":")[2])

    def _named(self, call: Call) -> Iterator[Text]:
        """The ARNs that what is called on may have; none where that is not known."""
        ref = call.ref
        if ref is None or (ref.only_hole is not None and not ref.only_hole.choices):
            found = self._in_view(call, ref) if ref is not None else ()
            yield from found
            return
        for text in ref.alternatives():
            if text.prefix.startswith("arn:"):
                yield text
                continue
            queue = names.queue_in(text)
            if queue is not None:
                yield queue
                continue
            known = tuple(self._in_view(call, text))
            yield from known
            if not known and call.form and text.pieces:
                home = {
                    "Partition": Text("aws") if call.reading is None else call.reading.partition,
                    "Region": call.region,
                    "Account": call.account,
                }
                name = Text(text.literal.lstrip("/")) if text.literal else text
                yield filled(call.form, home) + name
                yield filled(call.form, NOWHERE_KNOWN) + name

    def _in_view(self, call: Call, text: Text) -> Iterator[Text]:
        found, _ = self._estate.resources_named(text, call.reading, call.ref_type)
        for resource in found:
            yield resource.arn


def is_nameless(role: Identity) -> bool:
    """AWS makes up the name of a role that is created here, so that no policy elsewhere has it."""
    return role.created and role.name.only_hole is not None
