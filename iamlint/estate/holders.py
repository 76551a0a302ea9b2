"""Whoever holds a policy that stands in a file of its own: nobody knows who, but perhaps where."""

from __future__ import annotations

from iamlint.model.policy import IDENTITY
from iamlint.model.things import Identity
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.holes import ANY, Hole, Text, join

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from iamlint.model.policy import Policy
    from iamlint.model.things import Reading

PLAIN = "plain"


def holders(readings: Iterable[Reading]) -> Iterator[tuple[Identity, Identity]]:
    """For each identity policy in a file of its own whose account is known: a role and a user of
    that account, of a name not known, that may hold it.
    """
    for reading in readings:
        if reading.carrier == PLAIN and reading.account.literal is not None:
            for policy in reading.policies:
                if policy.kind == IDENTITY and policy.owner is None:
                    yield _holder("role", policy, reading), _holder("user", policy, reading)


def _holder(kind: str, policy: Policy, reading: Reading) -> Identity:
    why = "the policy stands alone; what it is attached to is not in view"
    name = Text(Hole(f"{reading.path}#holder of {policy.address or 'it'}", ANY, why=why))
    account, partition = reading.account, reading.partition
    own = Text(f"{kind}/") + name
    arn = join([Text("arn"), partition, Text("iam"), Text(), account, own], ":")
    address = f"whoever has {policy.address or reading.path}"
    found = Identity(kind, name, arn, policy.node, address, "", account, reading.region)
    found.reading = reading
    found.inline.append(policy)
    return found
