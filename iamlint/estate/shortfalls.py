"""Roles at work that lack what their work needs.

A function reads a queue, a task writes logs, a schedule starts a state machine: each does it as a
role. Here every wire that uses a role in view, and every function, is held against what that role
may do.
"""

from __future__ import annotations

from functools import cached_property

from iamlint.access.request import IDENTITY_LAYER, NO_ALLOW
from iamlint.finding import LIKELY, UNVERIFIED
from iamlint.text.globs import match
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.records import NamedTuple

from . import names
from .aims import Aims
from .asking import ALONE, CAPS, CREATED
from .duties import DOCUMENTED, duties_of
from .ends import BOTH, SOURCE, TARGET
from .grantednear import is_granted_near
from .integrations import ROLE
from .joined import weakest
from .lacking import Missing, Shortfall
from .log_groups import grants_logs, is_chosen, log_needs
from .presence import possible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from iamlint.model.policy import Statement, Word
    from iamlint.model.things import Identity, Reading, Resource
    from iamlint.text.node import When

    from . import Estate
    from .aims import Aim
    from .asking import Answer
    from .duties import Duty
    from .log_groups import LogNeed
    from .wired import Wired

LOGS = "lambda-logs"
"""The rows of what a function's logs need."""
UNTOLD = "tracing"
"""A part of the work of which nothing is said where a role has no policies."""
OURS = {IDENTITY_LAYER, NO_ALLOW}
"""Layers in which the role's own policies may be what blocks."""


class Owner(NamedTuple):
    """What a finding is about: a part of the work of one thing, done as one role."""

    work: str
    role: Identity
    at: object


class Shortfalls:
    """Finds what roles lack of what their work needs."""

    def __init__(self, estate: Estate) -> None:
        self._estate = estate
        self.duties = duties_of(estate.catalog)
        self.aims = Aims(estate)

    def of(self, work: str) -> Iterator[Shortfall]:
        """What roles lack for a part of the work, in file order."""
        found = self._documented if work == DOCUMENTED else self._needed
        return iter(found.get(work, ()))

    def tells_bare(self, role: Identity) -> bool:
        """A role has no policy for certain, and it is told that it lacks what its work needs."""
        return role in self._bare

    def lacking_on(self, role: Identity, resource: Resource | Identity) -> bool:
        """It is told that a role lacks what its work needs of a resource."""
        return (role, resource) in self._lacking_on

    def lacks(self, role: Identity, action: str) -> bool:
        """It is told that a role lacks an action for its work."""
        return (role, action) in self._lacks

    @cached_property
    def _lacks(self) -> frozenset[tuple[Identity, str]]:
        return frozenset(
            (one.role, each.action)
            for every in self._needed.values()
            for one in every
            for each in one.missing
            if one.confidence != UNVERIFIED
        )

    @cached_property
    def _lacking_on(self) -> frozenset[tuple[Identity, Resource | Identity | None]]:
        return frozenset(
            (one.role, each.about)
            for work, every in self._needed.items()
            for one in every
            for each in one.missing
            if work != UNTOLD and one.confidence != UNVERIFIED
        )

    @cached_property
    def _bare(self) -> frozenset[Identity]:
        """Roles without policies that lack what is told of them."""
        return frozenset(
            one.role
            for work, every in self._needed.items()
            for one in every
            if work != UNTOLD and one.confidence != UNVERIFIED and one.bare
        )

    @cached_property
    def _needed(self) -> dict[str, list[Shortfall]]:
        return self._all(self.duties.of)

    @cached_property
    def _documented(self) -> dict[str, list[Shortfall]]:
        return self._all(self.duties.documented)

    def _all(self, duties_of: Callable[[Wired], list[Duty]]) -> dict[str, list[Shortfall]]:
        """What is lacking of some duties of every wire, by the part of the work."""
        lacking: dict[Owner, list[Missing]] = {}
        for wired in self._estate.wires:
            if wired.by == ROLE and wired.role is not None:
                for missing in self._missing(wired, wired.role, duties_of(wired)):
                    owner = Owner(missing.duty.work, wired.role, place_of(wired))
                    lacking.setdefault(owner, []).append(missing)
        found: dict[str, list[Shortfall]] = {}
        for owner, every in apart_from_named(lacking):
            shortfall = Shortfall(self._estate, owner.role, every)
            found.setdefault(owner.work, []).append(shortfall)
        return found

    def _missing(self, wired: Wired, role: Identity, duties: list[Duty]) -> Iterator[Missing]:
        when = wired.when | role.when
        if not possible(when):
            return
        for duty in duties:
            aim = self.aims.of(wired, duty)
            if role.arn in aim.asked:
                continue  # a role need not become itself
            answers = self.answers(role, duty, aim, when)
            sure = weakest(sureness(wired), *(answer.confidence for answer in answers))
            alone = answers and sure == UNVERIFIED and duty.work != DOCUMENTED
            if alone and (duty.alone or self._is_granted_others(role, duty, aim)):
                # what it acts on is not told, and hardly has a policy that lets the role in
                answers = self.answers(role, duty, aim, when, ALONE)
                sure = weakest(LIKELY, *(answer.confidence for answer in answers))
            if answers:
                confidence = weakest(sureness(wired), sure)
                doer = wired.target if wired.wire.runs == TARGET else wired.source
                about = {"source": wired.source, "target": wired.target}.get(duty.on)
                yield Missing(
                    wired.wire, doer, duty, aim.written, tuple(answers), confidence, about
                )

    def _is_granted_others(self, role: Identity, duty: Duty, aim: Aim) -> bool:
        """What the role is to act on is told by its name, and its policies name others."""
        named = [names.name_and_path(one) for one in aim.asked]
        if not all(name is not None and name.prefix for name in named):
            return False
        return is_granted_near(self._estate, role, duty.actions, aim)

    def answers(
        self, role: Identity, duty: Duty, aim: Aim, when: When, *supposing: str
    ) -> list[Answer]:
        """Why a duty cannot be done; nothing where it may be, or where a grant of it is dead, which
        is a fault of its own. `supposing`: as in `Estate.can`, besides that caps let it through.
        """
        if self._lets_plainly(role, duty):
            return []
        found = []
        for action in duty.actions:
            for resource in aim.asked:
                answer = self._estate.can(
                    role, action, resource, when=when, supposing=(CAPS, *supposing)
                )
                if answer.explicit and not OURS & {*answer.blocked_by}:
                    # what the resource denies, the role may lack all the same
                    answer = self._estate.can(
                        role, action, resource, when=when, supposing=(CREATED, *supposing, CAPS)
                    )
                if not answer.denied or not OURS & {*answer.blocked_by}:
                    return []
                found.append(answer)
        return found if found and not self._granted_in_vain(role, duty) else []

    def _lets_plainly(self, role: Identity, duty: Duty) -> bool:
        """A statement lets the role do it to whatever, and none denies it anything: as most roles
        are let write their logs. Seen at once, before the exact question.
        """
        attached = self._estate.policies_of(role).attached
        if any(not one.allows for each in attached for one in each.policy.statements):
            return False
        return any(
            is_plain(statement) and names_one(statement, duty.actions)
            for each in attached
            if each.sure and not each.when
            for statement in each.policy.statements
        )

    def _granted_in_vain(self, role: Identity, duty: Duty) -> bool:
        """A statement grants an action on resources alone that it can never be about, or misspells
        one of the service.
        """
        return any(
            self._in_vain(action, word, statement)
            for attached in self._estate.policies_of(role).attached
            for statement in attached.policy.statements
            if statement.allows
            for word in statement.actions or ()
            for action in duty.actions
        )

    def _in_vain(self, action: str, word: Word, statement: Statement) -> bool:
        written = (word.literal or "").lower()
        if written == action.lower():
            resources = [resource.text for resource in statement.resources or ()]
            can_match = self._estate.engine.can_match
            return bool(resources) and not any(can_match(action, one) for one in resources)
        ours = written.partition(":")[0] == action.partition(":")[0]
        return ours and not self._estate.catalog.expand(written)

    def mute(self, *, meant: bool) -> Iterator[Shortfall]:
        """Functions whose role may not write their logs, in file order: those of which somebody
        wants logs, or the others.
        """
        for need, missing in self._logs:
            if missing and meant == self._is_meant(need):
                yield Shortfall(self._estate, need.role, missing)

    def _is_meant(self, need: LogNeed) -> bool:
        """Somebody wants logs of a function: the role is granted something of them, the log group
        is declared, or the file lets another function write its own.
        """
        return (
            grants_logs(self._estate, need.role)
            or is_chosen(self._estate, need)
            or need.workload.use.reading in self._logging
        )

    @cached_property
    def _logs(self) -> list[tuple[LogNeed, tuple[Missing, ...]]]:
        duties = self.duties.rows(LOGS)
        return [(need, tuple(self._unwritten(need, duties))) for need in log_needs(self._estate)]

    @cached_property
    def _logging(self) -> set[Reading | None]:
        """Files that let some function write its logs, by a statement of their own."""
        return {
            need.workload.use.reading
            for need, missing in self._logs
            if not missing and grants_logs(self._estate, need.role)
        }

    def _unwritten(self, need: LogNeed, duties: list[Duty]) -> Iterator[Missing]:
        use, when = need.workload.use, need.workload.when
        for duty in duties if possible(when) else ():
            aim = self.aims.at([need.group], duty.actions, "log-group")
            answers = tuple(self.answers(need.role, duty, aim, when))
            if answers:
                confidence = weakest(*(answer.confidence for answer in answers))
                yield Missing(use, use.holder, duty, aim.written, answers, confidence)


def is_plain(statement: Statement) -> bool:
    """It is there for certain, and about every resource under no condition."""
    if statement.conditions or statement.gaps or statement.when:
        return False
    return any(word.literal == "*" and not word.when for word in statement.resources or ())


def names_one(statement: Statement, actions: Iterable[str]) -> bool:
    """One of its words stands for one of the actions."""
    words = [word.literal for word in statement.actions or () if word.literal and not word.when]
    return any(match(word, action, fold=True) for word in words for action in actions)


def apart_from_named(
    lacking: dict[Owner, list[Missing]],
) -> Iterator[tuple[Owner, tuple[Missing, ...]]]:
    """What each lacks, without what a role lacks on whatever resource where it lacks the same, as
    surely, on one that is named.
    """
    named = {
        (owner.work, owner.role, each.action, each.confidence)
        for owner, every in lacking.items()
        for each in every
        if each.target.literal != "*"
    }
    for owner, every in lacking.items():
        left = tuple(
            each
            for each in every
            if each.target.literal != "*"
            or (owner.work, owner.role, each.action, each.confidence) not in named
        )
        if left:
            yield owner, left


def sureness(wired: Wired) -> str:
    """How sure it is that the wire is there. Where it has one end only, a value that is given at
    deployment will most likely be given.
    """
    if wired.sure:
        return wired.sureness
    return LIKELY if wired.wire.own == BOTH else UNVERIFIED


def place_of(wired: Wired) -> object:
    """What declares a wire, as far as that can be told: an end of its own, else its place."""
    if wired.wire.own in (SOURCE, BOTH):
        return wired.source_arn
    return wired.target_arn if wired.wire.own == TARGET else wired.wire.span
