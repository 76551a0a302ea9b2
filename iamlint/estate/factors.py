"""Users who are to set up a second factor, and may do so only with one.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_examples_aws_my-sec-creds-self-manage.html
"""

from __future__ import annotations

from iamlint.text.globs import match
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.model.policy import Condition, Policy, Statement, Word

    from . import Estate

PRESENT = "aws:multifactorauthpresent"
OWN = "${aws:username}"
DENYING = frozenset({("boolifexists", "false"), ("bool", "false")})
"""How a Deny of those without a factor asks: operator and value."""


class ShutOut(NamedTuple):
    """A Deny of all who come without a factor, which spares some actions and not those by which a
    factor is set up; `granted`: the words that allow these.
    """

    deny: Statement
    condition: Condition
    actions: tuple[str, ...]
    granted: tuple[Word, ...]


def without_factor(estate: Estate, policy: Policy) -> Iterator[ShutOut]:
    """One for each such Deny of a policy."""
    denies = [(one, asks_for_factor(one)) for one in policy.statements if one.not_actions]
    if not any(condition is not None for _, condition in denies):
        return
    actions = tuple(str(row["action"]) for row in estate.catalog.table("factor_setup"))
    granted, own = setting_up(estate, policy, actions)
    for deny, condition in denies:
        shut = tuple(action for action in granted if not spares(deny, action))
        # who is spared one of them by name is meant to come to a factor
        meant = own or any(is_meant(w, one) for w in deny.not_actions or () for one in granted)
        if condition is not None and shut and meant:
            yield ShutOut(deny, condition, shut, tuple(granted[action] for action in shut))


def asks_for_factor(statement: Statement) -> Condition | None:
    """The one condition of a Deny of everything but some actions to those without a factor."""
    excepted = statement.not_actions
    if not statement.denies or excepted is None or len(statement.conditions) != 1:
        return None
    if statement.gaps or any(word.literal is None for word in excepted):
        return None
    if not any(word.literal == "*" for word in statement.resources or ()):
        return None
    (condition,) = statement.conditions
    values = {(word.literal or "").lower() for word in condition.values}
    operator = (condition.operator.literal or "").lower()
    asked = (condition.key.literal or "").lower() == PRESENT and len(values) == 1
    return condition if asked and (operator, *values) in DENYING else None


def spares(deny: Statement, action: str) -> bool:
    return any(match(word.literal or "", action, fold=True) for word in deny.not_actions or ())


def setting_up(
    estate: Estate, policy: Policy, actions: tuple[str, ...]
) -> tuple[dict[str, Word], bool]:
    """What the policy, and others of all that have it, let users do to set up a factor, and whether
    it is their own alone.
    """
    policies = [policy]
    for identity in estate.holders_of(policy):
        policies += [one.policy for one in estate.policies_of(identity).attached if one.sure]
    found: dict[str, Word] = {}
    own = False
    for one in dict.fromkeys(policies):
        for statement in one.statements:
            if not statement.allows or asks_presence(statement):
                continue
            for word in statement.actions or ():
                named = [action for action in actions if is_meant(word, action)]
                for action in named:
                    found.setdefault(action, word)
                resources = statement.resources or ()
                own = own or (bool(named) and any(OWN in (w.literal or "") for w in resources))
    return found, own


def is_meant(word: Word, action: str) -> bool:
    """The word names the action, by itself or as one of a few about factors."""
    literal = (word.literal or "").lower()
    return "mfa" in literal and match(literal, action, fold=True)


def asks_presence(statement: Statement) -> bool:
    """It lets only those with a factor do it: the first is set up by somebody else."""
    return any((c.key.literal or "").lower() == PRESENT for c in statement.conditions)
