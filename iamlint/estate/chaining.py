"""Roles that one identity may assume by its own policies, and that do not let it in.

Within one account, too, the trust policy must name the caller, or leave it to the account. Whoever
holds a policy that stands in a file of its own is asked about too.

https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_terms-and-concepts.html#iam-term-role-chaining
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from iamlint.finding import LIKELY
from iamlint.rule import AddItem, AddStatement
from iamlint.text.globs import is_glob, match

from . import names
from .accounts import same_account
from .asking import CALLER, CAPS
from .assuming import ASSUME
from .joined import weakest
from .onesided import named_in, written_in
from .presence import possible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.model.policy import Condition, Policy, Principal, Statement, Word
    from iamlint.model.things import Identity
    from iamlint.rule import Placed
    from iamlint.text.holes import Text
    from iamlint.text.node import When

    from . import Estate
    from .asking import Answer
    from .joined import Attached, Unknown

TAG = "sts:TagSession"
ANYWHERE = re.compile(r"(?:arn:[^:]*)?:iam::\*:role/(?:[^*?]*/)?([^*?/]+)")
"""One role, by its name, in whatever account."""


class Step(NamedTuple):
    """From a caller to a role: a statement of the caller's that names the role."""

    caller: Identity
    role: Identity
    attached: Attached
    statement: Statement
    word: Word
    when: When


class Unchained(NamedTuple):
    """A role that keeps out those who may assume it, or may pass tags to it, by their own policies.

    `action`: what it does not let them do. `steps`: the grants that lead to it. `guards`: the
    conditions that do it, of statements that name the caller.
    """

    role: Identity
    action: str
    steps: tuple[Step, ...]
    confidence: str
    unknown: tuple[Unknown, ...]
    guards: tuple[Condition, ...]

    @property
    def caller(self) -> Identity:
        return self.steps[0].caller

    @property
    def trust(self) -> Policy:
        assert self.role.trust is not None
        return self.role.trust

    @property
    def where(self) -> Placed:
        """The place in the trust policy that is wrong: the condition that the caller does not meet,
        or the identities that it names, if any.
        """
        if self.guards:
            return self.guards[0]
        entries = [e for s in self.trust.statements if s.allows for e in s.principals or ()]
        people: list[Principal] = [entry for entry in entries if entry.type == "AWS"]
        return next(iter(people or entries), None) or self.trust

    @property
    def places(self) -> list[tuple[Placed, str]]:
        """The grants that have no effect, and further conditions that make them so."""
        why = f"{self.caller.address} does not meet this condition either"
        return [
            *((guard, why) for guard in self.guards[1:]),
            *(
                (step.word, f"{step.caller.address} is allowed `{self.action}` on it here")
                for step in self.steps
            ),
        ]

    @property
    def details(self) -> list[tuple[str, str]]:
        missing = (
            f"`{self.action}` for {self.caller.arn} in the trust policy of {self.role.address}"
        )
        return [("missing", missing), *(("unless", one.why) for one in self.unknown[:3])]

    @property
    def mended(self) -> AddItem | AddStatement | None:
        """Name the caller. None where its file cannot name it, or where the caller's declaration
        names the role already: each would then wait for the other.
        """
        step = self.steps[0]
        here = step.caller.reading is self.role.reading
        if step.caller is self.role or (here and step.statement.policy.owner is step.caller):
            return None
        arn = self._named()
        if arn is None:
            return None
        title = f"let {step.caller.address} in"
        if self.action != ASSUME:
            for statement in self.trust.statements:
                if statement.allows and statement.actions and self.caller_in(statement):
                    return AddItem(statement, "Action", (self.action,), title)
        added = {"Effect": "Allow", "Principal": {"AWS": arn}, "Action": self.action}
        return AddStatement(self.trust, added, title)

    def caller_in(self, statement: Statement) -> bool:
        """The statement names the caller and nobody else."""
        entries = statement.principals or ()
        return len(entries) == 1 and names.same(entries[0].value.text, self.caller.arn) is True

    def _named(self) -> Text | None:
        arn = self.caller.arn
        if self.caller.reading is self.role.reading:
            return arn
        if same_account(self.caller, self.role) is False:
            return named_in(self.role, self.caller)
        rest = names.tail(arn)
        known = rest is not None and rest.literal is not None
        return written_in(self.role.reading, arn) if known else None


def unchained(estate: Estate, action: str) -> Iterator[Unchained]:
    """Every role that lets none of those do an action who are granted it on the role alone; by
    role, in the order in which grants first name them.
    """
    found: dict[Identity, list[tuple[Step, Answer]]] = {}
    admitted: set[tuple[Statement, Identity]] = set()
    reached: set[Word] = set()
    for step in steps(estate, action):
        answer = asked(estate, step, action)
        if answer.denied and (action == ASSUME or not asked(estate, step, ASSUME).denied):
            found.setdefault(step.role, []).append((step, answer))
        else:
            admitted.add((step.statement, step.role))
            reached.add(step.word)
    for role, cases in found.items():
        refused = [
            case
            for case in cases
            if (case[0].statement, role) not in admitted
            # in which accounts the role is meant, is told by those that let the caller in
            and not (is_anywhere(case[0].word) and case[0].word in reached)
        ]
        by_caller: dict[Identity, list[tuple[Step, Answer]]] = {}
        for step, answer in refused:
            by_caller.setdefault(step.caller, []).append((step, answer))
        for each in by_caller.values():
            answers = [answer for _, answer in each]
            unknown = tuple(dict.fromkeys(u for answer in answers for u in answer.unknown))
            confidence = weakest(*(answer.confidence for answer in answers))
            if all(is_anywhere(step.word) for step, _ in each):
                confidence = weakest(confidence, LIKELY)
            first, when = each[0][0].caller, each[0][0].when
            guards = estate.guards(first, action, role.arn, when)
            yield Unchained(
                role, action, tuple(step for step, _ in each), confidence, unknown, guards
            )


def asked(estate: Estate, step: Step, action: str) -> Answer:
    """Does the role let the caller, whatever the caller's own policies say? Who holds a policy that
    stands alone may be a role or a user.
    """

    def answer(caller: Identity) -> Answer:
        return estate.can(caller, action, step.role.arn, when=step.when, supposing=(CALLER, CAPS))

    user = next((user for role, user in estate.holders if role is step.caller), None)
    if user is None:
        return answer(step.caller)
    return min((answer(step.caller), answer(user)), key=lambda one: one.denied)


def steps(estate: Estate, action: str) -> Iterator[Step]:
    """The grants of an action on one role that is in view, of the caller's account or another."""
    for identity in (*estate.identities, *(role for role, _ in estate.holders)):
        if identity.kind not in ("role", "user"):
            continue
        for attached in estate.policies_of(identity).attached:
            if attached.sure and not attached.bundled:
                yield from _steps_of(estate, identity, attached, action)


def _steps_of(
    estate: Estate, identity: Identity, attached: Attached, action: str
) -> Iterator[Step]:
    around = identity.when | attached.when | attached.policy.when
    for statement in attached.policy.statements:
        if not statement.allows or not _is_of(statement, action):
            continue
        for word in statement.resources or ():
            role = _role(estate, identity, word)
            roles = (role,) if role is not None else _anywhere(estate, identity, word)
            when = around | statement.when | word.when
            for role in roles:
                if possible(when | role.when):
                    yield Step(identity, role, attached, statement, word, when | role.when)


def _is_of(statement: Statement, action: str) -> bool:
    """The statement names the action; a pattern such as `sts:*` says nothing of tags."""
    return any(
        match(literal, action, fold=True)
        for word in statement.actions or ()
        if (literal := word.literal or "") and (action == ASSUME or not is_glob(literal))
    )


def _role(estate: Estate, identity: Identity, word: Word) -> Identity | None:
    """The role that a word names for certain, and not by a pattern; whether it is of the caller's
    account or of another is known.
    """
    if word.literal is not None and (is_glob(word.literal) or ":role/" not in word.literal):
        return None
    roles = [
        one
        for one in estate.identities_by_arn(word.text, identity.reading)
        if one.kind == "role" and one.created and one.trust is not None
    ]
    if len(roles) != 1 or same_account(identity, roles[0]) is None:
        return None
    return roles[0]


def is_anywhere(word: Word) -> bool:
    """It names one role, in whatever account."""
    last = word.text.pieces[-1] if word.text.pieces else ""
    return isinstance(last, str) and ANYWHERE.fullmatch(last) is not None


def _anywhere(estate: Estate, identity: Identity, word: Word) -> Iterator[Identity]:
    """The roles of that name in other accounts that are in view."""
    if not is_anywhere(word):
        return
    last = str(word.text.pieces[-1])
    name = last.rpartition("/")[2]
    for one in estate.identities:
        told = one.kind == "role" and one.created and one.trust is not None
        if told and one.name.literal == name and same_account(identity, one) is False:
            arn = str(names.tail(one.arn) or one.arn)
            if arn.endswith(last.partition(":role/")[2]):
                yield one
