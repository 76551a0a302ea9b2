"""Tags for which policies ask and that nobody bears to whom they are attached.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principaltag
"""

from __future__ import annotations

from iamlint.access.conditions import condition_holds
from iamlint.access.context import Context
from iamlint.access.truth import NO
from iamlint.finding import LIKELY, UNVERIFIED
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.records import NamedTuple

from .bearing import PRINCIPAL_TAG, declared
from .known import facts_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from iamlint.model.policy import Condition, Policy
    from iamlint.model.things import Identity
    from iamlint.text.holes import Text

    from . import Estate


class Bearer(NamedTuple):
    """Somebody who does not bear a tag. `confidence`: where nobody in view is given any tag of the
    name, and this one none at all, tags may well be given elsewhere, to a whole stack for one.
    """

    identity: Identity
    confidence: str


def unborne(estate: Estate, condition: Condition) -> Bearer | None:
    """The first of those to whom the condition's policy is attached, where it asks for a tag and
    all of them have none or another, and no session may bring one.
    """
    key = (condition.key.literal or "").lower()
    variables = condition.statement.policy.has_variables
    borne = borne_by_all(estate, condition.statement.policy, key)
    for value in borne.values() if borne is not None else ():
        context = Context({key: value}, strict=False)
        if condition_holds(condition, context, variables=variables).truth is not NO:
            return None
    return first_of(estate, borne, key) if borne else None


def tagless(estate: Estate, policy: Policy, key: str) -> Bearer | None:
    """The first of those to whom a policy is attached, where none of them bears a tag."""
    borne = borne_by_all(estate, policy, key.lower())
    if not borne or any(value is not None for value in borne.values()):
        return None
    return first_of(estate, borne, key.lower())


def first_of(estate: Estate, borne: Iterable[Identity], key: str) -> Bearer:
    first = next(iter(borne))
    tags = declared(first)
    given = (tags is not None and tags.values) or key.removeprefix(
        PRINCIPAL_TAG
    ) in estate.tags_given
    return Bearer(first, LIKELY if given else UNVERIFIED)


def tags_given(estate: Estate) -> frozenset[str]:
    """The names of all tags that users and roles in view are given, in lower case."""
    every = (declared(one) for one in estate.identities if one.kind != "group")
    return frozenset(name for tags in every if tags is not None for name in tags.values)


def borne_by_all(estate: Estate, policy: Policy, key: str) -> dict[Identity, Text | None] | None:
    """The value of a tag by those to whom a policy is attached; None where one is not known."""
    holders: Sequence[Identity] = estate.holders_of(policy)
    found: dict[Identity, Text | None] = {}
    for identity in holders:
        facts = dict(facts_of(identity, (key,), estate.engine))
        if key not in facts:
            return None
        found[identity] = facts[key]
    return found
