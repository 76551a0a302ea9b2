"""Roles as which nothing runs but functions outside the VPCs of their owner: where their requests
come from.

Lambda runs such a function in a network of its own. Its requests come from an address of AWS's, or
by an endpoint of AWS's; never by an endpoint, or from an address, of the owner.
https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html
"""

from __future__ import annotations

from iamlint.access.operators import use_of
from iamlint.text.hints import TYPE_CHECKING, Final
from iamlint.text.node import Mapping, Scalar, Sequence

if TYPE_CHECKING:
    from collections.abc import Mapping as Mapped

    from iamlint.model.policy import Statement
    from iamlint.model.things import Identity, Resource
    from iamlint.text.node import Node

    from . import Estate

CONTEXT: Final[Mapped[str, str | None]] = {
    "aws:SourceVpce": None,
    "aws:SourceVpc": None,
    "aws:SourceIp": "3.248.0.1",
}
"""What their requests carry of networks, as far as it is compared with what is the owner's."""
KEYS: Final = frozenset(key.lower() for key in CONTEXT)


def asks_where(statement: Statement) -> bool:
    """It asks for the network from which a request comes."""
    return any((one.key.literal or "").lower() in KEYS for one in statement.conditions)


def spares_owner(statement: Statement) -> bool:
    """It is about requests from anywhere but what it names, however the others come."""
    for condition in statement.conditions:
        if (condition.key.literal or "").lower() in KEYS:
            use = use_of(condition.operator.literal or "")
            if use is None or use.base is None or not use.base.negated:
                return False
    return True


def is_outside(estate: Estate, identity: Identity) -> bool:
    """Only functions outside VPCs run as a role, which nobody else assumes."""
    if estate.engine.taken_by_services_alone(identity.trust) is None:
        return False
    properties = {row["type"]: row["property"] for row in estate.catalog.table("outside_networks")}
    workers = [one.resource for one in estate.workloads_of(identity)]
    return bool(workers) and all(
        one is not None and one.type in properties and is_unset(one, properties[one.type])
        for one in workers
    )


def is_unset(resource: Resource, name: str) -> bool:
    """A property of something that is declared here is not set."""
    if not resource.created or not isinstance(resource.properties, Mapping):
        return False
    node: Node | None = resource.properties.get(name)
    if node is None:
        return True
    empty = isinstance(node, Sequence) and type(node) is Sequence and not node.items
    return empty or (isinstance(node, Scalar) and node.value is None)
