"""What the configuration tells of the organization."""

from __future__ import annotations

from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from iamlint.model.policy import Policy
    from iamlint.text.holes import Text


class Told(NamedTuple):
    """Its control policies, and how its accounts lie.

    `scps`, `rcps`: policies with what each is attached to. `units`: the accounts and units in each
    unit. `management`: the management account, or empty. `bare`: targets from which AWS's policy
    FullAWSAccess is detached.
    """

    scps: tuple[tuple[Policy, Text], ...] = ()
    rcps: tuple[tuple[Policy, Text], ...] = ()
    units: Mapping[str, tuple[str, ...]] = {}
    management: str = ""
    bare: frozenset[str] = frozenset()
