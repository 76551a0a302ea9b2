"""Whether policies say the same by their texts: a cheap proof that one lets nothing more through.

A statement lies within another of its effect when every element of it is that of the other or, as
a list, a part of it or of what its wildcards take, and it has the other's conditions at least.
"""

from __future__ import annotations

import re
from functools import lru_cache

from iamlint.access.operators import use_of
from iamlint.access.statements import ALLOW, DENY
from iamlint.text.globs import is_glob, match
from iamlint.text.hints import TYPE_CHECKING, Any, Final
from iamlint.text.holes import Text
from iamlint.text.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from iamlint.model.policy import Condition, Policy, Principal, Statement, Word

    Texts = frozenset[str | Text] | None
    Entries = frozenset[tuple[str, Text]] | None


_EVERY: Final = Text("*")
_VARIABLE: Final = re.compile(r"\$\{[^},]*")


class Said(NamedTuple):
    """A statement by its texts; elements that are not there are None."""

    effect: str
    kind: str
    variables: bool
    actions: Texts
    not_actions: Texts
    resources: Texts
    not_resources: Texts
    principals: Entries
    not_principals: Entries
    conditions: frozenset[tuple[str, str, frozenset[Text]]]


def lets_nothing_more(head: Sequence[Policy], base: Sequence[Policy], *, pairwise: bool) -> bool:
    """True proves that whatever `head` lets through gets through `base`; False says nothing.

    Without `pairwise` only statements that are the same count.
    """
    ours, theirs = _said(head), _said(base)
    if ours is None or theirs is None:
        return False
    allows = [one for one in ours if one.effect == ALLOW]
    denies = [one for one in theirs if one.effect == DENY]
    return _each_within(allows, theirs, pairwise) and _each_within(denies, ours, pairwise)


def lies_within(statement: Statement, others: Iterable[Statement]) -> bool:
    """True proves that a statement says nothing that others of its policy do not, alone or
    together; False says nothing.
    """
    one = said_of(statement)
    if one is None:
        return False
    wider = [other for other in map(said_of, others) if other is not None]
    if any(_within(one, other) for other in wider):
        return True
    if one.actions is None or one.resources is None:
        return False
    wider = [other for other in wider if _asks_no_more(one, other)]
    return bool(wider) and all(
        any(_names(other.actions, action) and _holds(other.resources, text) for other in wider)
        for action in one.actions
        for text in one.resources
    )


def _each_within(some: list[Said], others: list[Said], pairwise: bool) -> bool:
    known = frozenset(others)
    return all(
        one in known or (pairwise and any(_within(one, other) for other in others)) for one in some
    )


def _said(policies: Iterable[Policy]) -> list[Said] | None:
    """None where something could not be read, or is there under conditions of a template only."""
    found = []
    for policy in policies:
        if policy.gaps or policy.when:
            return None
        for statement in policy.statements:
            one = said_of(statement)
            if one is None:
                return None
            found.append(one)
    return found


@lru_cache(maxsize=16384)
def said_of(statement: Statement) -> Said | None:
    """What a statement says; None where something could not be read, or is there under conditions
    of a template only. Statements that say the same are decided alike.
    """
    effect = statement.effect.literal if statement.effect is not None else None
    if effect is None or statement.gaps or statement.when or _has_whens(statement):
        return None
    return Said(
        effect,
        statement.policy.kind,
        statement.policy.has_variables,
        _folded(statement.actions),
        _folded(statement.not_actions),
        _texts(statement.resources),
        _texts(statement.not_resources),
        _entries(statement.principals),
        _entries(statement.not_principals),
        frozenset(map(_of_condition, statement.conditions)),
    )


def _folded(words: tuple[Word, ...] | None) -> Texts:
    """Names of actions, which are compared without regard to case."""
    if words is None:
        return None
    return frozenset(w.literal.lower() if w.literal is not None else w.text for w in words)


def _texts(words: tuple[Word, ...] | None) -> Texts:
    return None if words is None else frozenset(_plain(word.text) for word in words)


def _plain(text: Text) -> Text:
    """With the names of policy variables in lower case, as they are compared."""
    if text.literal is None or "${" not in text.literal:
        return text
    return type(text)(_VARIABLE.sub(lambda found: found.group().lower(), text.literal))


def _entries(entries: tuple[Principal, ...] | None) -> Entries:
    return None if entries is None else frozenset((e.type, e.value.text) for e in entries)


def _has_whens(statement: Statement) -> bool:
    from .worlds import conditions_of

    return bool(conditions_of((statement,)))


def _of_condition(condition: Condition) -> tuple[str, str, frozenset[Text]]:
    values = frozenset(_plain(word.text) for word in condition.values)
    return str(condition.operator).lower(), str(condition.key).lower(), values


def _within(one: Said, other: Said) -> bool:
    return (
        one[:3] == other[:3]
        and _part(one.actions, other.actions)
        and _part(other.not_actions, one.not_actions)
        and _part(one.resources, other.resources)
        and _part(other.not_resources, one.not_resources)
        and _asks_no_more(one, other)
    )


def _asks_no_more(one: Said, other: Said) -> bool:
    """But for actions and resources."""
    return (
        one[:3] == other[:3]
        and _part(one.principals, other.principals)
        and one.not_principals == other.not_principals
        and all(
            any(_implies(mine, theirs) for mine in one.conditions) for theirs in other.conditions
        )
    )


def _part(one: frozenset[Any] | None, other: frozenset[Any] | None) -> bool:
    if one is None or other is None:
        return one is other
    return one <= other


def _names(actions: Texts, action: str | Text) -> bool:
    """All that an entry of Action names is named by others."""
    if actions is None:
        return False
    if action in actions:
        return True
    return isinstance(action, str) and any(
        isinstance(one, str) and _names_all(one, action) for one in actions
    )


def _names_all(pattern: str, action: str) -> bool:
    if "*" not in pattern and "?" not in pattern:
        return False
    if ":" not in pattern and pattern.strip("*"):
        return False  # it names nothing
    if not is_glob(action):
        return match(pattern, action)
    return _goes_on(pattern, action)


def _holds(resources: Texts, text: str | Text) -> bool:
    """All that an entry of Resource is about others are about."""
    if resources is None:
        return False
    if text in resources or _EVERY in resources:
        return True
    literal = text.literal if isinstance(text, Text) else text
    if literal is None:
        return False
    start = literal.split(":", 5)
    return len(start) == 6 and any(
        isinstance(one, Text)
        and one.literal is not None
        and "${" not in one.literal
        and (fields := one.literal.split(":", 5))[:5] == start[:5]
        and len(fields) == 6
        and _goes_on(fields[5], start[5])
        for one in resources
    )


def _goes_on(pattern: str, text: str) -> bool:
    """A text, perhaps with wildcards, begins with what a pattern has before a star at its end."""
    start = pattern[:-1]
    return pattern.endswith("*") and not is_glob(start) and text.startswith(start)


def _implies(
    one: tuple[str, str, frozenset[Text]], other: tuple[str, str, frozenset[Text]]
) -> bool:
    """The same test, of fewer values (or, where it is negated, of more)."""
    if one == other:
        return True
    use = use_of(one[0])
    if one[:2] != other[:2] or use is None or use.base is None or not one[2] or not other[2]:
        return False
    return one[2] >= other[2] if use.base.negated else one[2] <= other[2]
