"""What a role lacks of what its work needs: how to say it, and what would mend it."""

from __future__ import annotations

from functools import cached_property

from iamlint.finding import CONFIDENCES
from iamlint.model.things import Attachment
from iamlint.rule import AddStatement
from iamlint.text.hints import TYPE_CHECKING, Any
from iamlint.text.records import NamedTuple

from .asking import CAPS
from .duties import SILENTLY
from .joined import one_or_list

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.model.policy import Policy
    from iamlint.model.things import Identity, Resource, RoleUse, Wire
    from iamlint.rule import Placed
    from iamlint.text.holes import Text

    from . import Estate
    from .asking import Answer
    from .duties import Duty


FAILS = {
    "deployment": "at deployment: AWS refuses it",
    "run": "when it should run",
    SILENTLY: "in silence: nothing tells that it does not work",
}
"""When what is lacking is noticed, the earliest first."""


class Missing(NamedTuple):
    """A duty that a role may not do.

    `place`: what asks for it. `doer`: what works as the role, where it is in view.
    `target`: how a statement would name what it is about; `about`: the same, where it is in view.
    """

    place: Wire | RoleUse
    doer: Resource | None
    duty: Duty
    target: Text
    answers: tuple[Answer, ...]
    confidence: str
    about: Resource | None = None

    @property
    def action(self) -> str:
        return self.duty.actions[0]

    @property
    def explicit(self) -> bool:
        """A statement of the role's policies denies it."""
        return any(answer.explicit for answer in self.answers)


class Shortfall:
    """What a role lacks for a part of its work.

    `confidence`: of the surest of what is lacking, which is enough to break the work; the rest is
    left out. `missing`: at least one.
    """

    def __init__(self, estate: Estate, role: Identity, missing: tuple[Missing, ...]) -> None:
        self._estate = estate
        self.role = role
        self.confidence = min((each.confidence for each in missing), key=CONFIDENCES.index)
        self.missing = tuple(each for each in missing if each.confidence == self.confidence)

    @property
    def place(self) -> Placed:
        """Where the first is asked for."""
        return self.missing[0].place

    @property
    def actions(self) -> tuple[str, ...]:
        """What is lacking, the first of what would do."""
        return tuple(dict.fromkeys(each.action for each in self.missing))

    @property
    def details(self) -> list[tuple[str, str]]:
        """Lines for the finding: what is missing, and what not in view could allow it."""
        found = [("missing", line) for line in self._lines()]
        fails = {each.duty.fails for each in self.missing}
        found += [("fails", text) for how, text in FAILS.items() if how in fails][:1]
        unknown = dict.fromkeys(u.why for m in self.missing for a in m.answers for u in a.unknown)
        return [*found, *(("unless", why) for why in list(unknown)[:3])]

    @property
    def bare(self) -> bool:
        """The role has no policy for certain."""
        return not any(one.sure for one in self._estate.policies_of(self.role).attached)

    @property
    def lent(self) -> bool:
        """The role is named for this work alone; the doer has one of its own."""
        return all(getattr(each.place, "role_ref", None) is not None for each in self.missing)

    @property
    def silent(self) -> bool:
        """Nothing tells that it does not work."""
        return all(each.duty.fails == SILENTLY for each in self.missing)

    def _lines(self) -> list[str]:
        return [
            f"{', '.join(f'`{action}`' for action in actions)} on {target}"
            for target, actions in self._by_target.items()
        ]

    @cached_property
    def _by_target(self) -> dict[Text, list[str]]:
        found: dict[Text, list[str]] = {}
        for each in self.missing:
            actions = found.setdefault(each.target, [])
            if each.action not in actions:
                actions.append(each.action)
        return found

    @property
    def places(self) -> list[tuple[Placed, str]]:
        """Other places that take part, each with its sentence."""
        found: list[tuple[Placed, str]] = [(self.role, f"{self.role.address} is not allowed it")]
        found += self._policies()
        found += self._runs()
        found += self._others()
        if self.holder is not None:
            found.append((self.holder, "the right permission, on the wrong role"))
        for each in self.missing:
            for answer in each.answers:
                if answer.explicit:
                    found += [(statement, "this denies it") for statement in answer.statements]
        return list(dict.fromkeys(found))

    def _others(self) -> Iterator[tuple[Placed, str]]:
        """What else asks for something that is lacking, each place once."""
        told = {self.place.span}
        for each in self.missing:
            if each.place.span not in told:
                told.add(each.place.span)
                yield each.place, f"`{each.action}` is needed here"

    def _policies(self, most: int = 3) -> Iterator[tuple[Placed, str]]:
        """Policies of the role that stand elsewhere than in its own declaration, a few."""
        attached = self._estate.policies_of(self.role).attached
        others = [one.policy for one in attached if not one.bundled and one.sure]
        apart = [one for one in dict.fromkeys(others) if one not in self.role.inline]
        for policy in apart[:most]:
            yield policy, "this policy does not allow it"

    def _runs(self) -> Iterator[tuple[Placed, str]]:
        """Where what works names the role, where that is elsewhere than what asks for the work."""
        doer = self.missing[0].doer
        runs = self._estate.runs_as(doer) if doer is not None else []
        for run in runs:
            if run.role is self.role and run.use.span != self.place.span:
                yield run.use, f"{run.use.by} runs as {self.role.address}"

    @cached_property
    def holder(self) -> Identity | None:
        """Another role of what works, which may do what this one may not."""
        own = self.missing[0].doer
        for run in self._estate.runs_as(own) if own is not None else ():
            other = run.role
            if other is not None and other is not self.role and self._may_all(other):
                return other
        return None

    @property
    def elsewhere(self) -> str:
        """That another role of what works may do it all, for the end of a message."""
        return f"; its other role, {self.holder.address}, may" if self.holder is not None else ""

    def _may_all(self, role: Identity) -> bool:
        return all(
            self._estate.can(role, each.action, each.target, supposing=(CAPS,)).allowed
            for each in self.missing
        )

    @property
    def key(self) -> str:
        return f"{self.role.address} {self.missing[0].place.address}"

    @property
    def policy(self) -> Policy | Identity:
        """Where a statement belongs: a policy that is this role's alone, else the role itself."""
        for attached in self._estate.policies_of(self.role).attached:
            if attached.sure and not attached.bundled and not attached.when:
                place = attached.place
                alone = attached.policy in self.role.inline or (
                    isinstance(place, Attachment)
                    and place.policy is attached.policy
                    and len(place.targets) == 1
                    and not place.gaps
                )
                if alone and not attached.policy.by_aws:
                    return attached.policy
        return self.role

    @property
    def mended(self) -> AddStatement | None:
        """The statements that the role lacks; None where a statement denies it."""
        if any(each.explicit for each in self.missing):
            return None
        title = f"allow it to {self.role.address}"
        statements = [self._statement(t, a) for t, a in self._merged()]
        return AddStatement(self.policy, statements[0], title, tuple(statements[1:]))

    def _merged(self) -> list[tuple[tuple[Text, ...], tuple[str, ...]]]:
        """One statement for all, where no action of it is about another's resources."""
        pairs = self._by_target
        actions = tuple(dict.fromkeys(a for each in pairs.values() for a in each))
        crossed = any(
            self._estate.engine.can_match(action, target)
            for target, own in pairs.items()
            for action in actions
            if action not in own
        )
        if not crossed:
            return [(tuple(pairs), actions)]
        return [((target,), tuple(own)) for target, own in pairs.items()]

    @staticmethod
    def _statement(targets: tuple[Text, ...], actions: tuple[str, ...]) -> dict[str, Any]:
        return {
            "Effect": "Allow",
            "Action": one_or_list(actions),
            "Resource": one_or_list(targets),
        }
