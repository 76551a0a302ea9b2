"""Tags for which policies ask and that nobody bears to whom they are attached.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principaltag
"""

from __future__ import annotations

from iamlint.access.conditions import condition_holds
from iamlint.access.context import Context
from iamlint.access.operators import use_of
from iamlint.access.truth import NO
from iamlint.catalog.tagkeys import PRINCIPAL_TAG
from iamlint.finding import LIKELY, UNVERIFIED
from iamlint.text.globs import is_glob
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.records import NamedTuple

from .bearing import declared, session_tags
from .known import facts_of
from .sessiontags import never_sent, tags_had

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
    use = use_of(condition.operator.literal or "")
    wild = use is not None and use.base is not None and use.base.wild
    if not wild and any(is_glob(word.literal or "") for word in condition.values):
        return None  # a star beside an operator without wildcards is another fault
    borne = borne_by_all(estate, condition.statement.policy, key)
    if borne is None:
        sent = sent_to_all(estate, condition.statement.policy, key)
        values = [value for each in sent.values() for value in each]
        if not sent:
            return untagged(estate, condition.statement.policy, key.removeprefix(PRINCIPAL_TAG))
        return Bearer(next(iter(sent)), LIKELY) if values and no(condition, key, values) else None
    return first_of(estate, borne, key) if borne and no(condition, key, borne.values()) else None


def untagged(estate: Estate, policy: Policy, name: str) -> Bearer | None:
    """The first of those to whom a policy is attached, where they have no such tag, and what gives
    their sessions tags gives others.
    """
    holders = estate.holders_of(policy)
    for identity in holders:
        tags = declared(identity)
        if tags is None or tags.of(name) != (None, True):
            return None
        if not never_sent(estate, identity, name):
            return None
    return Bearer(holders[0], LIKELY) if holders else None


def no(condition: Condition, key: str, values: Iterable[Text | None]) -> bool:
    """With none of these values of its key a condition is met."""
    variables = condition.statement.policy.has_variables
    return all(
        condition_holds(condition, Context({key: value}, strict=False), variables=variables).truth
        is NO
        for value in values
    )


def tagless(estate: Estate, policy: Policy, key: str) -> Bearer | None:
    """The first of those to whom a policy is attached, where none of them bears a tag."""
    borne = borne_by_all(estate, policy, key.lower())
    if not borne or any(value is not None for value in borne.values()):
        return None
    return first_of(estate, borne, key.lower())


def first_of(estate: Estate, borne: Iterable[Identity], key: str) -> Bearer:
    first = next(iter(borne))
    tags = session_tags(first, estate.engine)
    given = (tags is not None and (tags.values or tags.passed)) or key.removeprefix(
        PRINCIPAL_TAG
    ) in estate.tags_given
    return Bearer(first, LIKELY if given else UNVERIFIED)


def tags_given(estate: Estate) -> frozenset[str]:
    """The names of all tags that users and roles in view are given, in lower case."""
    every = (declared(one) for one in estate.identities if one.kind != "group")
    return frozenset(name for tags in every if tags is not None for name in tags.values)


def sent_to_all(estate: Estate, policy: Policy, key: str) -> dict[Identity, frozenset[Text]]:
    """The values of a tag that sessions of those to whom a policy is attached are given, by a
    service or as their trust policies list them; none where one may have another.
    """
    name = key.removeprefix(PRINCIPAL_TAG)
    found: dict[Identity, frozenset[Text]] = {}
    for identity in estate.holders_of(policy):
        values = tags_had(estate, identity).get(name)
        if not values:
            return {}
        found[identity] = values
    return found


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
