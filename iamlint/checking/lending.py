"""What rules are shown and lent."""

from __future__ import annotations

from functools import cached_property
from itertools import compress

from iamlint.errors import UserError
from iamlint.text.hints import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from iamlint.estate import Estate
    from iamlint.model.policy import Condition, Policy
    from iamlint.packs import Rule
    from iamlint.rule import Ignore, Problem


MANY = 100
"""Policies of which some ask each question of the engine."""


class Lender:
    """Holds what is in view, and hands out of it what a rule asks for.

    `options` are the settings of rules by name, as the configuration has them.
    """

    def __init__(
        self,
        estate: Estate,
        problems: Sequence[Problem] = (),
        ignores: Sequence[Ignore] = (),
        options: dict[str, dict[str, Any]] | None = None,
    ) -> None:
        self.estate = estate
        self.options = options or {}
        self._subjects: dict[tuple[str, tuple[str, ...], str], Sequence[object]] = {
            ("Problem", (), ""): problems,
            ("Ignore", (), ""): ignores,
        }
        self._lent: dict[str, object] = {}
        self._terms: dict[tuple[str, ...], tuple[list[Condition], list[int]]] = {}

    def subjects(
        self, subject: str, kinds: tuple[str, ...] = (), where: str = ""
    ) -> Sequence[object]:
        """All that a rule on this subject is shown, in the order of the files; with `kinds` those
        in policies of these kinds, with `where` those to which the engine's question of that name
        has an answer.

        Raises UserError when the engine has no such question, and there is something to ask it of.
        """
        found = self._subjects.get((subject, kinds, where))
        if found is None:
            if kinds and self._kinds.issubset(kinds):
                found = self.subjects(subject, (), where)  # as in a folder of policies all alike
            elif kinds and self._kinds.isdisjoint(kinds):
                found = ()
            elif where and kinds and len(self.subjects(subject)) > MANY:
                # asked once for all kinds: of many, other rules mostly want to know it as well
                found = of_kinds(subject, kinds, self.subjects(subject, (), where))
            elif where:
                every = self.subjects(subject, kinds)
                found = self._answered(where, subject, kinds) if every else ()
            elif kinds:
                found = of_kinds(subject, kinds, self.subjects(subject))
            else:
                found = tuple(SHOWN[subject](self.estate))
            self._subjects[subject, kinds, where] = found
        return found

    def _answered(self, where: str, subject: str, kinds: tuple[str, ...]) -> Sequence[object]:
        """Those to which a question has an answer."""
        question, every = self._question(where), self.subjects(subject, kinds)
        if len(every) > MANY and getattr(question, "of_terms", False):
            if kinds not in self._terms:
                self._terms[kinds] = by_terms(every)  # type: ignore[arg-type]
            firsts, standing = self._terms[kinds]
            try:
                answers = [bool(question(one)) for one in firsts]
            except Exception:
                return tuple(asked(question, every))
            return tuple(compress(every, map(answers.__getitem__, standing)))
        return tuple(asked(question, every))

    @cached_property
    def _kinds(self) -> frozenset[str]:
        """Of all policies in view."""
        return frozenset([policy.kind for policy in self.estate.policies])

    def _question(self, name: str) -> Callable[[Any], object]:
        ask: Callable[[Any], object] | None = getattr(self._borrowed("Engine"), name, None)
        if ask is None:
            raise UserError(f"the engine has no question `{name}`, as a rule's `where` says")
        return ask

    def arguments(self, rule: Rule) -> tuple[object, ...]:
        """What a rule is lent, in the order of its parameters.

        Raises UserError when its options are wrong.
        """
        return tuple([self._lend(wanted, rule) for _, wanted in rule.lent])

    def lacks_options(self, rule: Rule) -> bool:
        """It needs options, and the configuration sets none of them."""
        return rule.needs_options and not self.options.get(rule.name)

    def _lend(self, wanted: str, rule: Rule) -> object:
        if wanted == "Options":
            from .options import options_of

            return options_of(rule, self.options.get(rule.name, {}))
        return self._borrowed(wanted)

    def _borrowed(self, wanted: str) -> object:
        if wanted not in self._lent:
            self._lent[wanted] = LENDERS[wanted](self.estate)
        return self._lent[wanted]


def of_kinds(subject: str, kinds: tuple[str, ...], every: Iterable[object]) -> tuple[object, ...]:
    """Those that stand in policies of some kinds."""
    policy_of = POLICY_OF[subject]
    return tuple([one for one in every if policy_of(one).kind in kinds])


def asked(question: Callable[[Any], object], subjects: Sequence[object]) -> Iterable[object]:
    """Those that a question has an answer for. It only saves asking the rule: one at which it
    fails is shown, as it would be without the question, and if the rule fails too, that is said.
    """
    try:
        return [one for one in subjects if question(one)]
    except Exception:
        return [one for one in subjects if answered(question, one)]


def answered(question: Callable[[Any], object], subject: object) -> object:
    try:
        return question(subject)
    except Exception:
        return True


def by_terms(conditions: Iterable[Condition]) -> tuple[list[Condition], list[int]]:
    """The first condition with each operator and key; and of every condition, the number of the
    one that stands for it. One of which either is not known stands for itself.
    """
    firsts: list[Condition] = []
    numbers: dict[object, int] = {}
    standing: list[int] = []
    for condition in conditions:
        operator, key = condition.operator.literal, condition.key.literal
        terms = condition if operator is None or key is None else (operator, key)
        number = numbers.setdefault(terms, len(firsts))
        if number == len(firsts):
            firsts.append(condition)
        standing.append(number)
    return firsts, standing


def conditions(estate: Estate) -> Iterator[Condition]:
    for statement in estate.statements:
        yield from statement.conditions


def whole(estate: Estate) -> Iterable[object]:
    """The estate itself, where there is anything to join."""
    return (estate,) if estate.joins else ()


def engine(estate: Estate) -> object:
    if sum(len(one.policies) for one in estate.readings) > MANY:
        # all rooms are asked then, and opening one by one costs more
        from iamlint.access.engine.whole import Whole

        return Whole(estate.catalog)
    from iamlint.access.engine import Engine

    return Engine(estate.catalog)


SHOWN: dict[str, Callable[[Estate], Iterable[object]]] = {
    "Statement": lambda estate: estate.statements,
    "Condition": conditions,
    "Policy": lambda estate: estate.policies,
    "Identity": lambda estate: estate.identities,
    "Resource": lambda estate: estate.resources,
    "Estate": whole,
}
"""What the first parameter of a rule goes over, by its annotation."""

POLICY_OF: dict[str, Callable[[Any], Policy]] = {
    "Statement": lambda statement: statement.policy,
    "Condition": lambda condition: condition.statement.policy,
    "Policy": lambda policy: policy,
}
"""The policy that a subject stands in."""

LENDERS: dict[str, Callable[[Estate], object]] = {
    "Catalog": lambda estate: estate.catalog,
    "Engine": engine,
    "Estate": lambda estate: estate,
}
"""What the other parameters get, by their annotation; `Options` are the rule's own."""
