"""What requests carry of networks that go through a VPC endpoint in view.

Such a request has the endpoint's id and its VPC's, and no public address.
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-sourcevpce
"""

from __future__ import annotations

from iamlint.access.operators import use_of
from iamlint.text.hints import TYPE_CHECKING, Final
from iamlint.text.holes import ANY, Hole, Text

from .outside import KEYS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.model.policy import Condition, Statement
    from iamlint.model.things import Identity, Resource

    from . import Estate
    from .networks import Way

ENDPOINT: Final = "aws:sourcevpce"
VPC: Final = "aws:sourcevpc"
ADDRESS: Final = "aws:sourceip"


def carried(
    estate: Estate, identity: Identity, resource: Resource, statement: Statement
) -> dict[str, Text | str | None] | None:
    """What the requests of a statement's actions carry, as far as the policies of the resource
    deny by it: a value of theirs where it is the endpoint's or the VPC's own, nothing where all
    are those of others. None where that is not known.
    """
    actions = [word.literal for word in statement.actions or () if word.literal is not None]
    ways = {estate.way_of(identity, action) for action in actions}
    way = ways.pop() if len(ways) == 1 else None
    if way is None:
        return None
    found: dict[str, Text | str | None] = {ADDRESS: None}
    for condition in _asking(estate, resource):
        key = (condition.key.literal or "").lower()
        if key == ADDRESS:
            if not _is_plain(condition):
                return None
            continue
        own = _own_value(estate, way, key, condition)
        if own is None and not _is_plain(condition):
            return None
        if own is not None or key not in found:
            found[key] = own
    return found if found.keys() & {ENDPOINT, VPC} else None


def _asking(estate: Estate, resource: Resource) -> Iterator[Condition]:
    """The conditions on networks of what the policies of a resource deny."""
    for attached in estate.policies_on(resource).attached:
        for statement in attached.policy.statements if attached.sure else ():
            for condition in statement.conditions if statement.denies else ():
                if (condition.key.literal or "").lower() in KEYS:
                    yield condition


def _is_plain(condition: Condition) -> bool:
    """Whether a key is absent or has another value is the same to it."""
    use = use_of(condition.operator.literal or "")
    if use is None or use.base is None:
        return False
    return use.base.negated or not use.if_exists


def _own_value(estate: Estate, way: Way, key: str, condition: Condition) -> Text | None:
    """The value that is the endpoint, or its VPC; a value that may be either, by what is in view,
    stays as it is: the engine answers maybe.
    """
    reading = estate.file_of(condition.statement.policy)
    others = 0
    for word in condition.values:
        found, sure = estate.resources_named(word.text, reading)
        if key == VPC and word.text == way.vpc:
            return word.text
        if key == ENDPOINT and word.text in way.endpoint.names:
            return word.text  # as another configuration puts it out, too
        if not found or not sure:
            continue
        own = (way.endpoint,) if key == ENDPOINT else _vpcs(estate, way)
        if any(one in found for one in own):
            return word.text
        others += 1
    return None if others == len(condition.values) else Text(Hole(f"the id of {key}", ANY))


def _vpcs(estate: Estate, way: Way) -> list[Resource]:
    return estate.resources_named(way.vpc, way.endpoint.reading)[0]
