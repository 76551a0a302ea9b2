"""Several states of one thing: Terraform keeps the state before the last change beside it.

https://developer.hashicorp.com/terraform/cli/commands/plan#backup
"""

from __future__ import annotations

from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.node import Scalar

from .parts import at, text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from iamlint.model.things import Reading


def outdated(readings: Iterable[Reading]) -> list[Reading]:
    """The states that a later one of the same lineage is in view of."""
    by_lineage: dict[str, list[Reading]] = {}
    for reading in readings:
        lineage = text(reading.root, "lineage")
        if reading.carrier == "terraform" and lineage:
            by_lineage.setdefault(lineage, []).append(reading)
    return [
        reading
        for states in by_lineage.values()
        for reading in sorted(states, key=_serial, reverse=True)[1:]
    ]


def _serial(reading: Reading) -> int:
    """How many changes the state has seen."""
    node = at(reading.root, "serial")
    return node.value if isinstance(node, Scalar) and isinstance(node.value, int) else 0
