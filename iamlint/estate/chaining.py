"""Roles that one identity may assume by its own policies, and that do not let it in.

Within one account, too, the trust policy must name the caller, or leave it to the account. Whoever
holds a policy that stands in a file of its own is asked about too.

https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_terms-and-concepts.html#iam-term-role-chaining
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import product
from math import prod

from iamlint.catalog.roles import ASSUME, TAG
from iamlint.catalog.tagkeys import PRINCIPAL_TAG, REQUEST_TAG
from iamlint.finding import LIKELY
from iamlint.rule import AddItem, AddStatement
from iamlint.text.globs import is_glob, match
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.records import NamedTuple

from . import names
from .accounts import account_of, same_account
from .admitted import Admitted
from .asking import CALLER, CAPS, RESOURCE_SIDE
from .assigned import is_of_set
from .joined import weakest
from .known import keys_of
from .onesided import named_in, written_in
from .presence import possible
from .sessiontags import carried_tags, tags_had

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

MOST_VALUES = 16
"""Of more values that tags may have together none is looked at."""
MOST_APART = 3
"""Callers that a role keeps out and that are told of one by one; of more it is said together."""
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
    conditions that do it, of statements that name the caller. `callers`: all who are kept out, of
    whom `steps` has the first.
    """

    role: Identity
    action: str
    steps: tuple[Step, ...]
    confidence: str
    unknown: tuple[Unknown, ...]
    guards: tuple[Condition, ...]
    callers: tuple[Identity, ...]

    @property
    def caller(self) -> Identity:
        return self.steps[0].caller

    @property
    def who(self) -> str:
        """The callers, the first of many."""
        names = [caller.address for caller in self.callers[:MOST_APART]]
        more = len(self.callers) - len(names)
        return f"{', '.join(names)} and {more} more" if more else names[0]

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
        who = self.caller.arn if len(self.callers) == 1 else self.who
        missing = f"`{self.action}` for {who} in the trust policy of {self.role.address}"
        return [("missing", missing), *(("unless", one.why) for one in self.unknown[:3])]

    @property
    def mended(self) -> AddItem | AddStatement | None:
        """Name the caller. None where its file cannot name it, or where the caller's declaration
        names the role already: each would then wait for the other.
        """
        named = [self._named(step) for step in self.steps]
        arns: list[Text] = [arn for arn in named if arn is not None]
        if len(arns) < max(len(named), len(self.callers)):
            return None
        title = f"let {self.who} in"
        if self.action != ASSUME and len(self.callers) == 1:
            for statement in self.trust.statements:
                if statement.allows and statement.actions and self.caller_in(statement):
                    return AddItem(statement, "Action", (self.action,), title)
        who = arns[0] if len(self.callers) == 1 else list(dict.fromkeys(arns))
        added = {"Effect": "Allow", "Principal": {"AWS": who}, "Action": self.action}
        return AddStatement(self.trust, added, title)

    def caller_in(self, statement: Statement) -> bool:
        """The statement names the caller and nobody else."""
        entries = statement.principals or ()
        return len(entries) == 1 and names.same(entries[0].value.text, self.caller.arn) is True

    def _named(self, step: Step) -> Text | None:
        """The caller as the file of the role may write it."""
        arn = step.caller.arn
        here = step.caller.reading is self.role.reading
        if is_of_set(step.caller):
            return None
        if step.caller is self.role or (here and step.statement.policy.owner is step.caller):
            return None
        if here:
            return arn
        if same_account(step.caller, self.role) is False:
            return named_in(self.role, step.caller)
        rest = names.tail(arn)
        known = rest is not None and rest.literal is not None
        return written_in(self.role.reading, arn) if known else None


def unchained(estate: Estate, action: str) -> Iterator[Unchained]:
    """Every role that lets none of those do an action who are granted it on the role alone; by
    role, in the order in which grants first name them.
    """
    found: dict[Identity, list[tuple[Step, Answer]]] = {}
    admitted: set[tuple[Statement, Identity]] = set()
    does, assumes = Refusals(estate, action), Refusals(estate, ASSUME)
    reached: set[Word] = set()
    tagging: set[Statement] = set()
    for step in steps(estate, action):
        answer = does.refused(step)
        if answer is not None and (
            action == ASSUME or (assumes.refused(step) is None and may_assume(estate, step))
        ):
            found.setdefault(step.role, []).append((step, answer))
        else:
            admitted.add((step.statement, step.role))
            reached.add(step.word)
            if action == TAG:
                tagging.add(step.statement)
    for role, cases in found.items():
        refused = [
            case
            for case in cases
            if (case[0].statement, role) not in admitted
            # in which accounts the role is meant, is told by those that let the caller in
            and not (is_anywhere(case[0].word) and case[0].word in reached)
            and not (case[0].statement in tagging and is_untagged(case[0].caller))
        ]
        by_caller: dict[Identity, list[tuple[Step, Answer]]] = {}
        of_sets: dict[int, Identity] = {}  # by what declares the set: its roles ask as one
        for step, answer in refused:
            first = of_sets.get(id(step.caller.node), step.caller)
            if first not in by_caller and is_of_set(first):
                of_sets[id(first.node)] = first
            by_caller.setdefault(first, []).append((step, answer))
        alike: dict[tuple[object, ...], list[Unchained]] = {}
        for each in by_caller.values():
            one = _told(role, action, each, does.guards(each[0][0]))
            itself = one.caller if one.caller is role else None
            alike.setdefault((one.confidence, one.guards, itself), []).append(one)
        for several in alike.values():
            yield from several if len(several) <= MOST_APART else (_together(several),)


def is_untagged(caller: Identity) -> bool:
    """Its own sessions carry no tags on: it passes them where it means to, as to another role that
    the same statement names.
    """
    trust = caller.trust
    if trust is None or not trust.whole or trust.gaps:
        return False
    return not any(
        statement.allows and any(may_be(word, TAG) for word in statement.actions or ())
        for statement in trust.statements
    )


def may_be(word: Word, action: str) -> bool:
    return word.literal is None or match(word.literal, action, fold=True)


def may_assume(estate: Estate, step: Step) -> bool:
    """The caller's own policies let it assume the role; whoever holds a policy that stands alone
    may have it by another.
    """
    if any(role is step.caller for role, _ in estate.holders):
        return True
    arn, supposing = step.role.arn, (RESOURCE_SIDE, CAPS)
    return not estate.can(step.caller, ASSUME, arn, when=step.when, supposing=supposing).denied


def _told(
    role: Identity, action: str, cases: list[tuple[Step, Answer]], guards: tuple[Condition, ...]
) -> Unchained:
    """What is said of one caller."""
    steps = tuple(step for step, _ in cases)
    unknown = tuple(dict.fromkeys(u for _, answer in cases for u in answer.unknown))
    confidence = weakest(*(answer.confidence for _, answer in cases))
    if all(is_anywhere(step.word) or is_of_set(step.caller) for step in steps):
        confidence = weakest(confidence, LIKELY)
    return Unchained(role, action, steps, confidence, unknown, guards, (steps[0].caller,))


def _together(several: list[Unchained]) -> Unchained:
    """What is said once of many callers."""
    first = several[0]
    return first._replace(
        steps=tuple(step for one in several[:MOST_APART] for step in one.steps),
        unknown=tuple(dict.fromkeys(unknown for one in several for unknown in one.unknown)),
        callers=tuple(one.caller for one in several),
    )


class Refusals:
    """Which callers do the trust policies of roles keep from an action, whatever their own policies
    say? Each policy is looked at once; the engine is asked about what is not plain.
    """

    def __init__(self, estate: Estate, action: str) -> None:
        self._estate = estate
        self._action = action
        self._of_roles: dict[int, Admitted] = {}
        self._of_strangers: dict[tuple[object, ...], Answer] = {}
        self._users = {id(role): user for role, user in estate.holders}

    def refused(self, step: Step) -> Answer | None:
        """None: the role lets the caller in, or may do so."""
        trust = self._trust(step.role)
        if trust.lets_in(step.caller):
            return None
        if not trust.is_silent_of(step.caller):
            answer = self.asked(step)
        else:  # then it is the same answer for everybody of the account
            who = (step.caller.kind, account_of(step.caller), id(step.caller.reading))
            key = (id(step.role), who, step.when, *self._carried(step.caller, step.role).items())
            known = self._of_strangers.get(key)
            answer = known or self._of_strangers.setdefault(key, self.asked(step))
        return answer if answer.denied else None

    def guards(self, step: Step) -> tuple[Condition, ...]:
        """The conditions that keep the caller out; none where no statement names it."""
        if self._trust(step.role).is_silent_of(step.caller):
            return ()
        tags = self._carried(step.caller, step.role)
        return self._estate.guards(step.caller, self._action, step.role.arn, step.when, tags)

    def _trust(self, role: Identity) -> Admitted:
        known = self._of_roles.get(id(role))
        if known is None:
            known = self._of_roles[id(role)] = Admitted(role, self._action)
        return known

    def asked(self, step: Step) -> Answer:
        """Does the role let the caller, whatever the caller's own policies say? Who holds a policy
        that stands alone may be a role or a user.
        """
        user = self._users.get(id(step.caller))
        if user is None:
            return self._answer(step.caller, step)
        answers = self._answer(step.caller, step), self._answer(user, step)
        return min(answers, key=lambda one: one.denied)

    def _answer(self, caller: Identity, step: Step) -> Answer:
        answers = [
            self._answer_with(caller, step, tags) for tags in self._contexts(caller, step.role)
        ]
        return min(answers, key=lambda one: one.denied)

    def _answer_with(
        self, caller: Identity, step: Step, tags: dict[str, Text | str | None]
    ) -> Answer:
        answer = self._estate.can(
            caller,
            self._action,
            step.role.arn,
            context=tags,
            when=step.when,
            supposing=(CALLER, CAPS),
        )
        # something else, elsewhere, may run as the caller
        sure = weakest(answer.confidence, LIKELY) if tags else answer.confidence
        return answer._replace(confidence=sure)

    def _contexts(self, caller: Identity, role: Identity) -> list[dict[str, Text | str | None]]:
        """The tags that requests of the caller carry, by each of the values that they may have."""
        carried = self._carried(caller, role)
        asked = set(_tags_asked(role.trust)) if role.trust is not None else set()
        given = {
            key: sorted(values, key=str)
            for name, values in (tags_had(self._estate, caller).items() if asked else ())
            if (key := PRINCIPAL_TAG + name) in asked and key not in carried
        }
        if prod(map(len, given.values())) > MOST_VALUES:
            return [carried]
        return [
            {**carried, **dict(zip(given, values, strict=True))}
            for values in product(*given.values())
        ]

    def _carried(self, caller: Identity, role: Identity) -> dict[str, Text | str | None]:
        """The tags that a service gave to the caller's sessions, where the role asks for any."""
        asked = _asks_for_tags(role.trust) if role.trust is not None else False
        return carried_tags(self._estate, caller) if asked else {}


def steps(estate: Estate, action: str) -> Iterator[Step]:
    """The grants of an action on one role that is in view, of the caller's account or another."""
    named: dict[tuple[Text, int], Identity | None] = {}
    for identity in (*estate.identities, *(role for role, _ in estate.holders)):
        if identity.kind == "permission-set":
            callers = estate.sets.roles_of(identity)
        else:
            callers = (identity,) if identity.kind in ("role", "user") else ()
        if not callers:
            continue
        for attached in estate.policies_of(identity).attached:
            if not attached.sure or attached.bundled:
                continue
            around = identity.when | attached.when | attached.policy.when
            for statement, word in _words(attached.policy, action):
                key = (word.text, id(identity.reading))
                if key not in named:
                    named[key] = _role(estate, identity, word)
                one = named[key]
                roles = (one,) if one is not None else _anywhere(estate, identity, word)
                when = around | statement.when | word.when
                for caller, role in product(callers, roles):
                    known = same_account(caller, role) is not None
                    if known and possible(when | role.when):
                        yield Step(caller, role, attached, statement, word, when | role.when)


@lru_cache(maxsize=4096)
def _asks_for_tags(trust: Policy) -> bool:
    return any(True for _ in _tags_asked(trust))


def _tags_asked(trust: Policy) -> Iterator[str]:
    """The keys of tags for which the conditions of a trust policy ask, in lower case."""
    for statement in trust.statements:
        for key in keys_of(statement.conditions):
            if key.startswith((REQUEST_TAG, PRINCIPAL_TAG)):
                yield key


@lru_cache(maxsize=16384)
def _words(policy: Policy, action: str) -> tuple[tuple[Statement, Word], ...]:
    """What stands for resources in statements that allow the action; found once for all who have
    the policy.
    """
    return tuple(
        (statement, word)
        for statement in policy.statements
        if statement.allows and _is_of(statement, action)
        for word in statement.resources or ()
    )


def _is_of(statement: Statement, action: str) -> bool:
    """The statement names the action; a pattern such as `sts:*` says nothing of tags."""
    return any(
        match(literal, action, fold=True)
        for word in statement.actions or ()
        if (literal := word.literal or "") and (action == ASSUME or not is_glob(literal))
    )


def _role(estate: Estate, identity: Identity, word: Word) -> Identity | None:
    """The role that a word names for certain, and not by a pattern."""
    if word.literal is not None and (is_glob(word.literal) or ":role/" not in word.literal):
        return None
    roles = [
        one
        for one in estate.identities_by_arn(word.text, identity.reading)
        if one.kind == "role" and one.created and one.trust is not None
    ]
    return roles[0] if len(roles) == 1 else None


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
