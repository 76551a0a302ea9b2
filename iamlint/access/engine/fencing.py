"""What the Deny statements of a policy, and the time, leave of its Allows."""

from __future__ import annotations

from functools import cached_property

from iamlint.text import globs
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.records import NamedTuple

from .covering import Covering, is_every_resource, open_pattern
from .reaching import condition_says

if TYPE_CHECKING:
    from iamlint.model.policy import Condition, Policy, Statement

_TIMES = ("aws:currenttime", "aws:epochtime")
_ISSUED = "aws:tokenissuetime"


class Fence(NamedTuple):
    """A Deny statement: `names` are its actions as they are written, without question marks, and
    `patterns` those with wildcards; or of NotAction the services of what is left out.
    """

    statement: Statement
    names: frozenset[str]
    patterns: tuple[str, ...]


class Hedges(NamedTuple):
    """Deny statements of a policy.

    `walls`: about every resource, or all but some that they name, without a condition; `narrow`:
    about every resource under one condition, that lets few through; `place`: likewise, that lets
    all through that is somewhere.
    """

    walls: tuple[Fence, ...]
    narrow: tuple[Fence, ...]
    place: tuple[Fence, ...]


class Fencing(Covering):
    """Allows that another statement of their policy fences in, and such as are over."""

    def walled(self, statement: Statement, action: str) -> bool:
        """The policy's own Deny leaves of an action, or of all that its pattern matches, nothing
        but the resources that it names: `NotResource` without a condition.
        """
        return any(_is_about(one, action) for one in self._walls(statement.policy))

    def is_walled(self, statement: Statement) -> bool:
        """All that an Allow allows is `walled`."""
        walls = self._walls(statement.policy)
        if not walls or statement.actions is None:
            return any(_is_about(one, "*") for one in walls)
        return all(self.walled(statement, word.literal or "*") for word in statement.actions)

    def fenced_by(self, statement: Statement) -> Condition | None:
        """The condition of a Deny of the same policy that narrows all that an Allow allows, as the
        same condition would in the Allow the other way round.
        """
        return _first_about(_words_of(statement), self._hedges_of(statement.policy).narrow)

    def placed_by(self, statement: Statement, actions: str = "") -> Condition | None:
        """The condition of such a Deny that says where all is that an Allow reaches, or by these
        actions of it.
        """
        words = [actions] if actions else _words_of(statement)
        return _first_about(words, self._hedges_of(statement.policy).place)

    def ends_before(self, condition: Condition, day: str) -> bool:
        """The condition holds at no moment from that day (`2026-11-26`) on. A session that was
        opened before a moment in an Allow ends soon after it.
        """
        key = (condition.key.literal or "").lower()
        if key not in _TIMES and not (key == _ISSUED and condition.statement.allows):
            return False
        operator = (condition.operator.literal or "").lower().removesuffix("ifexists")
        if "not" in operator or "greater" in operator or not condition.values:
            return False
        if "less" not in operator and not operator.endswith("equals"):
            return False
        from iamlint.access.values import instant

        now = instant(day)
        if now is None:
            return False
        if key == _ISSUED:
            now -= self._longest_session
        ends = [instant(word.literal) if word.literal else None for word in condition.values]
        return all(one is not None and one < now for one in ends)

    @cached_property
    def _longest_session(self) -> int:
        """Seconds for which the credentials of a session are good at most."""
        rows = self.catalog.table("quotas")
        (longest,) = [row["most"] for row in rows if row["what"] == "duration"]
        return int(longest)

    def is_over(self, statement: Statement) -> bool:
        """Its time has passed."""
        for condition in statement.conditions:
            if (condition.key.literal or "").lower().endswith("time"):
                from datetime import datetime, timezone

                if self.ends_before(condition, datetime.now(timezone.utc).date().isoformat()):
                    return True
        return False

    def _walls(self, policy: Policy) -> tuple[Fence, ...]:
        """Deny statements that reach every resource, or all but some that they name."""
        return self._hedges_of(policy).walls

    def _hedges_of(self, policy: Policy) -> Hedges:
        found = self._hedges.get(policy)
        if found is None:
            denying = [one for one in policy.statements if one.denies and not one.gaps]
            every = [one for one in denying if any(map(is_every_resource, one.resources or ()))]
            tested = [one for one in every if len(one.conditions) == 1]
            found = self._hedges[policy] = Hedges(
                tuple([_fence(s) for s in denying if not s.conditions and self._is_wall(s)]),
                tuple([_fence(s) for s in tested if self._lets_few(s.conditions[0])]),
                tuple([_fence(s) for s in tested if self._lets_place(s.conditions[0])]),
            )
        return found

    @cached_property
    def _hedges(self) -> dict[Policy, Hedges]:
        return {}

    def _is_wall(self, statement: Statement) -> bool:
        if statement.not_resources:
            return not any(
                is_every_resource(word)
                or bool(open_pattern(word.text)[1] and self.unnamed_types(word.text)[1])
                for word in statement.not_resources
            )
        return any(map(is_every_resource, statement.resources or ()))

    def _lets_few(self, condition: Condition) -> bool:
        operator = (condition.operator.literal or "").lower()
        key = (condition.key.literal or "").lower()
        if operator == "null":
            return self._tags_resource(key) and condition_says(condition, "true")
        if "not" not in operator or ":" in operator or self.is_weak(condition):
            return False
        if any(self.is_everything(value) for value in condition.values):
            return self._tags_resource(key)
        return bool(condition.values)

    def _lets_place(self, condition: Condition) -> bool:
        operator = (condition.operator.literal or "").lower()
        return "not" in operator and ":" not in operator and self.tells_place(condition)


def _words_of(statement: Statement) -> list[str]:
    if statement.actions is None:
        return ["*"]
    return [word.literal or "*" for word in statement.actions]


def _first_about(words: list[str], denying: tuple[Fence, ...]) -> Condition | None:
    """The condition of the first Deny that is about all of some actions."""
    for one in denying:
        if all(_is_about(one, word) for word in words):
            return one.statement.conditions[0]
    return None


def _is_about(fence: Fence, action: str) -> bool:
    """A Deny is about all that an action, or a pattern of actions, stands for."""
    wanted = action.lower()
    if fence.statement.actions is not None:
        if wanted in fence.names:
            return True
        if globs.is_glob(wanted):  # where a question mark would take a star for a letter
            return any(globs.match(one, wanted) for one in fence.patterns if "?" not in one)
        return any(globs.match(one, wanted) for one in fence.patterns)
    service = wanted.partition(":")[0]
    left_out = service in fence.names or any(globs.match(one, service) for one in fence.patterns)
    return not globs.is_glob(service) and not left_out


def _fence(statement: Statement) -> Fence:
    if statement.actions is None:  # what is not known may leave out anything
        left_out = [(word.literal or "*").lower() for word in statement.not_actions or ()]
        words = [word.partition(":")[0] for word in left_out]
    else:
        words = [(word.literal or "").lower() for word in statement.actions]
    names = frozenset([word for word in words if "?" not in word])
    patterns = dict.fromkeys([word for word in words if globs.is_glob(word)])
    return Fence(statement, names, tuple(patterns))
