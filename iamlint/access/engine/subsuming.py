"""Statements that others of their policy make needless, and Allows that its Denies take away."""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from itertools import islice

from iamlint.access.truth import YES
from iamlint.text.globs import is_glob, match
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.late import late
from iamlint.text.records import NamedTuple

from .relating import Relating
from .sparing import MOST_PAIRS, are_apart, filled

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator

    from iamlint.model.policy import Condition, Policy, Statement, Word

PRIVATE = 0xE100
"""The first of the characters that no policy has and that are values of variables."""
MOST_ASKED = 64
"""Statements of one policy about which all requests are asked."""
MOST_UNDER_DENY = 1_000
"""Statements of a policy times those that deny."""
MOST_OTHERS = 24
"""Statements that are held against one."""

_FILLED = late(r"\$\{[^}]*\}?")
_NAMED = late(r"\$\{([^}*?$,]+)\}")  # others stand for themselves: `${*}`
_FIELDS = 6
_WILD = late(r"[*?]")


class Twin(NamedTuple):
    """A statement and an earlier one that it repeats, or goes together with."""

    statement: Statement
    first: Statement


class Dead(NamedTuple):
    """What of an Allow is always denied: words of Action, or all (`words` is then empty)."""

    words: tuple[Word, ...]
    by: tuple[Statement, ...]


class Subsuming(Relating):
    """Statements among those of their policy."""

    def repeated_statements(self, policy: Policy) -> list[Twin]:
        """Statements that say what an earlier one does, in the same words."""
        found = self._repeated.get(policy)
        if found is None:
            found = self._repeated[policy] = list(self._repeated_in(policy))
        return found

    @cached_property
    def _repeated(self) -> dict[Policy, list[Twin]]:
        return {}

    def _repeated_in(self, policy: Policy) -> Iterator[Twin]:
        first: dict[Hashable, Statement] = {}
        for statement, rest in self._alike_but_for_actions(policy):
            key = (
                rest,
                texts_or_none(statement.actions, fold=True),
                texts_or_none(statement.not_actions, fold=True),
            )
            if key in first:
                yield Twin(statement, first[key])
            else:
                first[key] = statement

    def mergeable_statements(self, policy: Policy) -> Iterator[Twin]:
        """Statements that differ from an earlier one in their actions alone, and in which no action
        is dead: what is meant is to be said apart then."""
        first: dict[Hashable, Statement] = {}
        alike = self._alike_but_for_actions(policy)
        gone = {twin.statement for twin in self.repeated_statements(policy)} if alike else set()
        for statement, rest in alike:
            if statement in gone or self.unmatched_actions(statement):
                continue
            if rest in first:
                yield Twin(statement, first[rest])
            else:
                first[rest] = statement

    def _alike_but_for_actions(self, policy: Policy) -> list[tuple[Statement, Hashable]]:
        """Statements that say what some other of the policy does, if their actions are left aside;
        with what that is.
        """
        found = self._alike.get(policy)
        if found is None:
            found = self._alike[policy] = alike(policy) if len(policy.statements) > 1 else []
        return found

    @cached_property
    def _alike(self) -> dict[Policy, list[tuple[Statement, Hashable]]]:
        return {}

    def subsumed_statements(self, policy: Policy) -> Iterator[tuple[Statement, list[Statement]]]:
        """Statements that can go, each with those that say it all, alone or together. What stands
        there twice in the same words is left out, and so is what is dead by itself, in whole or in
        part: something else was meant then."""
        if len(policy.statements) < 2:
            return
        known = [one for one in policy.statements if not one.gaps and one.effect is not None]
        maybe = spelled_twice(known)
        if not maybe:
            return
        gone = {twin.statement for twin in self.repeated_statements(policy)}
        shelf = Shelf(policy)
        asked = 0
        for statement in reversed(policy.statements):
            if statement in gone or statement not in maybe:
                continue
            others = [one for one in shelf.near(statement) if one not in gone]
            if not others or not self._may_say_all(others, statement):
                continue
            asked += 1
            if asked > MOST_ASKED:
                return
            if self._has_dead_words(statement):
                continue
            if self.redundant_within_layer(statement, others).nothing is YES:
                gone.add(statement)
                yield statement, others

    def _has_dead_words(self, statement: Statement) -> bool:
        """Some action is about none of the resources, or some resource is for no action."""
        return bool(self.unmatched_actions(statement) or self.idle_resources(statement))

    def _may_say_all(self, others: list[Statement], statement: Statement) -> bool:
        """The others name every action of a statement; for all resources, where that does so."""
        everywhere = any(word.literal == "*" for word in statement.resources or ())
        mine = left = self._named(statement)
        for other in others:
            if not everywhere or _is_everywhere(other):
                left &= ~self._named(other)
        if left:
            return False
        others = [one for one in others if self._named(one) & mine]
        for word in (statement.resources or ())[:MOST_OTHERS]:
            near = _about(others, statement, word)
            if not near or not self._may_name(near, mine, statement, word):
                return False
        return all(
            self._may_name(_about(others, statement, word), mine, statement, word)
            for word in islice(_spared(others, statement), MOST_OTHERS)
        )

    def _may_name(
        self, others: list[Statement], wanted: int, statement: Statement, resource: Word
    ) -> bool:
        """Some statements name those of some actions that are about a resource of a statement
        beyond doubt.
        """
        for other in others:
            wanted &= ~self._named(other)
        text, variables = resource.literal, statement.policy.has_variables
        if not wanted or text is None:
            return True
        some = islice(self.catalog.names_of(wanted), MOST_OTHERS)
        actions = filter(None, map(self.catalog.action, some))
        return not any(
            not one.doubt
            and self._fits_plainly(
                self._arns_in(one.resources).templates, one.service, text, variables
            )
            for one in actions
        )

    # an Allow under a Deny

    def denied_again(self, statement: Statement) -> Dead | None:
        """What of an Allow the Deny statements of its own policy take away whatever the request;
        not what no request matches anyway."""
        if not statement.allows or statement.gaps:
            return None
        denying = self._denying(statement.policy)
        if not denying:
            return None
        near = self._denying_all(statement, denying)
        keys = {(condition.key.literal or "").lower() for condition in statement.conditions}
        keys.add(OF_RESOURCE)  # which a resource's ARN answers
        if len(near) < 2 and not any(_unasked(one, keys) for one in near):
            return None
        if not self._may_deny_all(near, statement):
            return None
        left = self.shadowed_by_deny(statement, (statement.policy,))
        by = tuple(near)
        unmatched = self.unmatched_actions(statement)
        if left.nothing is YES and not unmatched:
            return Dead((), by)
        if not left.lost:
            return None
        words = tuple(
            word
            for word in statement.actions or ()
            if (bits := self.catalog.bits(word.literal or ""))
            and not bits & ~left.lost
            and word not in unmatched
        )
        return Dead(words, by) if words else None

    def _denying(self, policy: Policy) -> tuple[Statement, ...]:
        """The Deny statements of a policy; none, where there are too many to ask about."""
        if self._last_denying is None or self._last_denying[0] is not policy:
            found = tuple(one for one in policy.statements if one.denies)
            few = len(found) * len(policy.statements) <= MOST_UNDER_DENY
            self._last_denying = policy, found if few else ()
        return self._last_denying[1]

    _last_denying: tuple[Policy, tuple[Statement, ...]] | None = None

    def _denying_all(self, statement: Statement, denying: Iterable[Statement]) -> list[Statement]:
        """The Deny statements about actions of an Allow; none, where no entry of its Action is
        about nothing but what they name, or they name other resources."""
        wanted = self._named(statement)
        near = [one for one in denying if self._named(one) & wanted]
        denied = 0
        for one in near:
            denied |= self._named(one)
        if statement.actions is None:
            return near if not wanted & ~denied else []
        everywhere = any(word.literal == "*" for word in statement.resources or ())
        if everywhere and not any(_is_wide(one) for one in near):
            return []
        bits = [self.catalog.bits(word.literal or "") for word in statement.actions]
        return near if any(one and not one & ~denied for one in bits) else []

    def _may_deny_all(self, denying: list[Statement], statement: Statement) -> bool:
        """Some entry of an Allow's Action is denied on each of its resources that it is about."""
        resources = (statement.resources or ())[:MOST_OTHERS]
        if statement.actions is None or any(word.literal == "*" for word in resources):
            return True
        near = [(word, _about(denying, statement, word)) for word in resources]
        if all(len(some) == len(denying) for _, some in near):
            return True
        every = [self.catalog.bits(word.literal or "") for word in statement.actions]
        return any(
            all(self._may_name(some, bits, statement, word) for word, some in near)
            for bits in filter(None, every)
        )

    def _named(self, statement: Statement) -> int:
        """The actions that a statement may be about, as bits of the catalogue."""
        if self._last_bits is None or self._last_bits[0] is not statement.policy:
            self._last_bits = statement.policy, {}  # bits are large: those of one policy are kept
        known = self._last_bits[1]
        found = known.get(statement)
        if found is None:
            found = known[statement] = self._bits_named(statement)
        return found

    _last_bits: tuple[Policy, dict[Statement, int]] | None = None

    def _bits_named(self, statement: Statement) -> int:
        words = statement.actions if statement.actions is not None else statement.not_actions
        found = self.catalog.bits_of_all([word.literal or "" for word in words or ()])
        return found if statement.actions is not None else self.catalog.bits("*") & ~found


def _is_wide(statement: Statement) -> bool:
    """It is about resources of some pattern."""
    words = statement.resources
    return words is None or any("*" in (word.literal or "*") for word in words)


def _is_everywhere(statement: Statement) -> bool:
    """It is about all resources, or all but some."""
    words = statement.resources
    return words is None or any(word.literal in ("*", None) for word in words)


def _spared(others: Iterable[Statement], statement: Statement) -> Iterator[Word]:
    """What other statements are not about, and a statement is: entries of their NotResource."""
    mine = [word.literal for word in statement.resources or () if word.literal is not None]
    for other in others:
        for word in other.not_resources or ():
            text = word.literal
            if text is None or "${" in text:
                continue
            if any(match(without_variables(one), filled(text)) for one in mine):
                yield word


def _about(others: Iterable[Statement], statement: Statement, resource: Word) -> list[Statement]:
    """Those of some statements that may be about something that a resource of another stands for.
    Where nothing is asked of the caller, policy variables that others have need not fit.
    """
    text = resource.literal
    if text is None:
        return list(others)
    given = _private_values(text, statement)
    plain = given is not None
    text = _with_values(text, given) if given else without_variables(text)
    wanted = Wanted(text, plain, not statement.conditions, given or {})
    return [one for one in others if _may_be_about(one, wanted)]


def _private_values(text: str, statement: Statement) -> dict[str, str] | None:
    """A value for each policy variable of a resource that stands nowhere else, by the variable's
    name in lower case: what holds of all requests holds of those with such values. None where the
    statement asks for a value of one, or it has a default.
    """
    if "${" not in text:
        return {}
    names = [name.lower() for name in _NAMED.findall(text)]
    asked = {(condition.key.literal or "").lower() for condition in statement.conditions}
    if len(names) < text.count("${") or not asked.isdisjoint(names) or "" in asked:
        return None
    return {name: chr(PRIVATE + at) for at, name in enumerate(dict.fromkeys(names))}


def _with_values(pattern: str, given: dict[str, str]) -> str:
    """A pattern with these values for its variables, and a star for each other one."""
    for name, value in given.items():
        at = pattern.lower().find(f"${{{name}}}")
        while at >= 0:
            pattern = pattern[:at] + value + pattern[at + len(name) + 3 :]
            at = pattern.lower().find(f"${{{name}}}")
    return without_variables(pattern)


class Wanted(NamedTuple):
    """What a resource stands for: a pattern with a star for each policy variable, or a value that
    is `given`, by the variable's name in lower case. `plain`: no star stands for one. `anyone`:
    whoever asks.
    """

    text: str
    plain: bool
    anyone: bool
    given: dict[str, str]

    @property
    def sample(self) -> str:
        return filled(self.text)


def _may_be_about(statement: Statement, wanted: Wanted) -> bool:
    """Some resource of a statement takes what a pattern may stand for."""
    sample = wanted.sample
    if statement.resources is None:
        return not any(
            _excludes(word.literal, sample, plain=wanted.plain)
            for word in statement.not_resources or ()
        )
    return any(_may_take(word.literal, sample, wanted) for word in statement.resources[:MOST_PAIRS])


def _excludes(pattern: str | None, sample: str, *, plain: bool) -> bool:
    """An entry of NotResource takes a sample; where a policy variable was in that, whatever its
    value: what a star takes may be longer, what a question mark takes may not.
    """
    if pattern is None or "${" in pattern or (not plain and "?" in pattern):
        return False
    return match(pattern, sample)


def _may_take(pattern: str | None, sample: str, wanted: Wanted) -> bool:
    """An entry of Resource may take what is wanted: the sample of it, or, where the value of a
    policy variable counts, anything that begins as it does in each field of the ARN.
    """
    if pattern is None:
        return True
    if wanted.plain:
        known = _with_values(pattern, wanted.given) if wanted.given else without_variables(pattern)
        if not match(known, sample):
            return False
        left = {name.lower() for name in _NAMED.findall(pattern)} - wanted.given.keys()
        return not (wanted.anyone and left)
    pattern = without_variables(pattern)
    ours, theirs = _beginnings(pattern), _beginnings(wanted.text)
    return not len(ours) == len(theirs) == _FIELDS or all(
        one.startswith(other) or other.startswith(one)
        for one, other in zip(ours, theirs, strict=True)
    )


def _beginnings(pattern: str) -> list[str]:
    """What stands in the fields of an ARN before the first wildcard of each."""
    return [_WILD.split(field, maxsplit=1)[0] for field in pattern.split(":", 5)]


def without_variables(text: str) -> str:
    """A pattern with a star for what stands in `${…}`, which may be any text."""
    return _FILLED.sub("*", text) if "${" in text else text


OF_RESOURCE = "aws:resourceaccount"


def _unasked(other: Statement, keys: set[str]) -> bool:
    """It asks for nothing that is not asked for already."""
    return all((c.key.literal or "").lower() in keys for c in other.conditions)


def _literals(words: tuple[Word, ...] | None, *, sound: bool) -> Hashable:
    """What some words say; None for none. `sound`: each is a text, and there for certain."""
    if words is None:
        return None
    return frozenset([word.literal for word in words]) if sound else texts(words)


def texts_or_none(words: Iterable[Word] | None, *, fold: bool = False) -> Hashable:
    return None if words is None else texts(words, fold=fold)


def texts(words: Iterable[Word], *, fold: bool = False) -> frozenset[Hashable]:
    """What some words say; with `fold` whatever their case."""
    words = tuple(words)
    literals = [word.literal for word in words]
    if None not in literals and not any(word.when for word in words):
        return frozenset([str(one).lower() for one in literals] if fold else literals)
    found: list[Hashable] = []
    for word in words:
        text: Hashable = word.literal
        if text is None:
            text = word.text
        elif fold:
            text = word.literal.lower()  # type: ignore[union-attr]
        when = word.when
        found.append((text, when) if when else text)
    return frozenset(found)


def asked(condition: Condition) -> Hashable:
    return question(condition), texts(condition.values), condition.when


def question(condition: Condition) -> tuple[Hashable, Hashable]:
    operator, key = condition.operator, condition.key
    return (
        operator.literal or operator.text,
        key.literal.lower() if key.literal is not None else key.text,
    )


def questions_of(statement: Statement) -> list[tuple[Hashable, frozenset[Hashable]]]:
    """What the conditions of a statement ask for, with the values."""
    return [(question(one), texts(one.values)) for one in statement.conditions]


def asks_no_more(
    others: Iterable[tuple[Hashable, frozenset[Hashable]]],
    mine: Iterable[tuple[Hashable, frozenset[Hashable]]],
) -> bool:
    """Each condition of another statement stands among these, with the same values or some of
    them.
    """
    for what, own in others:
        for one, values in mine:
            if what == one and (values <= own or own <= values):
                break
        else:
            return False
    return True


def but_for_actions(statement: Statement) -> Hashable:
    """What a statement says, without its actions; None where that is not known."""
    if statement.effect is None or statement.effect.literal is None or statement.gaps:
        return None
    who: tuple[Hashable, ...] = ()
    if statement.principals is not None or statement.not_principals is not None:
        who = principals_of(statement)
    return (
        statement.effect.literal,
        statement.not_actions is None,
        _literals(statement.resources, sound=statement.in_texts),
        _literals(statement.not_resources, sound=statement.in_texts),
        who,
        frozenset(map(asked, statement.conditions)) if statement.conditions else (),
        statement.when,
    )


def principals_of(statement: Statement) -> tuple[Hashable, ...]:
    if statement.principals is None and statement.not_principals is None:
        return None, None
    return tuple(
        None if entries is None else frozenset((e.type, e.value.text) for e in entries)
        for entries in (statement.principals, statement.not_principals)
    )


def alike(policy: Policy) -> list[tuple[Statement, Hashable]]:
    """Statements that share what they say with others, but for their actions."""
    every = [(one, rest) for one in policy.statements if (rest := but_for_actions(one)) is not None]
    counts = Counter(rest for _, rest in every)
    return [(one, rest) for one, rest in every if counts[rest] > 1]


def spelled_twice(statements: list[Statement]) -> set[Statement]:
    """Statements of which each action is one that another of the same effect names too, as far as
    the texts tell: by its name, or by a pattern.
    """
    every = [word.literal or "*" for one in statements for word in one.actions or ()]
    if all(one.actions for one in statements) and are_apart("\n".join(every).lower(), len(every)):
        return set()  # as in most policies
    said = [[(word.literal or "*").lower() for word in one.actions or ()] for one in statements]
    effects = [effect_of(statement) for statement in statements]
    spoken = {effect: Spoken() for effect in effects}
    for statement, texts, effect in zip(statements, said, effects, strict=True):
        spoken[effect].add(statement, texts or ["*"])
    return {
        statement
        for statement, texts, effect in zip(statements, said, effects, strict=True)
        if spoken[effect].elsewhere(statement, texts)
    }


def effect_of(statement: Statement) -> Hashable:
    effect = statement.effect
    return None if effect is None else effect.literal or effect.text


class Spoken:
    """Which statements name which actions."""

    def __init__(self) -> None:
        self._times: Counter[str] = Counter()
        self._patterns: dict[str, list[tuple[str, Statement]]] = {}

    def add(self, statement: Statement, actions: list[str]) -> None:
        """Note the actions of a statement, in lower case."""
        self._times.update(actions)
        if is_glob("".join(actions)):
            for text in filter(is_glob, actions):
                service = text.partition(":")[0]
                bucket = "" if is_glob(service) else service
                self._patterns.setdefault(bucket, []).append((text, statement))

    def elsewhere(self, statement: Statement, actions: list[str]) -> bool:
        """Each of the actions of a statement that is no pattern is named by another one."""
        times = self._times
        for text in actions:
            if times[text] < 2 and not is_glob(text) and not self._fits_another(statement, text):
                return False
        return True

    def _fits_another(self, statement: Statement, name: str) -> bool:
        for service in ("", name.partition(":")[0]):
            for pattern, other in self._patterns.get(service, ()):
                if other is not statement and match(pattern, name):
                    return True
        return False


def services_of(statement: Statement) -> set[str]:
    """The services of its actions; empty text for one that may be any, as with NotAction."""
    if statement.actions is None:
        return {""}
    services = {(word.literal or "").partition(":")[0] for word in statement.actions}
    return {"" if is_glob(service) else service.lower() for service in services}


class Shelf:
    """The statements of a policy in an order in which those near another are quickly found."""

    def __init__(self, policy: Policy) -> None:
        self._wide: dict[Hashable, list[Statement]] = {}
        self._named: dict[Hashable, list[Statement]] = {}
        self._services: dict[Statement, set[str]] = {}
        self._sides: dict[Statement, int] = {}
        self._questions: dict[Statement, list[tuple[Hashable, frozenset[Hashable]]]] = {}
        numbers: dict[Hashable, int] = {}
        for statement in policy.statements:
            self._services[statement] = services_of(statement)
            if statement.gaps or statement.effect is None:
                continue
            who = numbers.setdefault(side_of(statement), len(numbers))
            self._sides[statement] = who
            services = sorted(self._services[statement])
            wide = statement.resources is None
            for word in statement.resources or ():
                if word.literal is None or is_glob(word.literal) or "${" in word.literal:
                    wide = True
                else:
                    for service in services:
                        self._named.setdefault((who, service, word.literal), []).append(statement)
            if wide:
                for service in services:
                    self._wide.setdefault((who, service), []).append(statement)

    def near(self, statement: Statement) -> list[Statement]:
        """Other statements of the same effect and principals that are about something of the same
        and ask for no more, as far as the texts tell."""
        who = self._sides[statement]
        mine = self._asked(statement)
        found: dict[Statement, None] = {}
        for service in sorted({*self._services[statement], ""}):
            lists = [self._wide.get((who, service), ())]
            lists += [
                self._named.get((who, service, word.literal), ())
                for word in (statement.resources or ())[:MOST_OTHERS]
            ]
            for others in lists:
                for other in others[:MOST_OTHERS]:
                    if other is not statement and (
                        not other.conditions or asks_no_more(self._asked(other), mine)
                    ):
                        found[other] = None
        return list(found)[:MOST_OTHERS] if self._may_cover(statement, found) else []

    def _asked(self, statement: Statement) -> list[tuple[Hashable, frozenset[Hashable]]]:
        found = self._questions.get(statement)
        if found is None:
            found = self._questions[statement] = questions_of(statement)
        return found

    def _may_cover(self, statement: Statement, others: Iterable[Statement]) -> bool:
        """Some other names each of the services; those that name every service do so for all."""
        named: set[str] = set()
        for other in others:
            named |= self._services[other]
        if "" in named:
            return True
        return statement.actions is not None and self._services[statement] <= named


def side_of(statement: Statement) -> Hashable:
    """Effect and principals: what must be the same for one statement to stand for another."""
    return effect_of(statement), *principals_of(statement)
