"""Control policies that are attached to what is not there, where something is called almost so.

https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html
"""

from __future__ import annotations

from iamlint.text.hints import TYPE_CHECKING, Final
from iamlint.text.records import NamedTuple

from .misaimed import SHORTEST
from .misnumbered import twins
from .nearly import differ_in_one_place, is_near
from .organization import EVERYWHERE, NODES, called

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from iamlint.text.holes import Text

    from . import Estate
    from .joined import Attached

IDS: Final = ("r-", "ou-")
NUMBER: Final = 12


class Mistargeted(NamedTuple):
    """A control policy on a target that is not there. `meant`: what is called almost so."""

    attached: Attached
    target: str
    meant: str


def mistargeted(estate: Estate, attached: Iterable[tuple[Text, Attached]]) -> Iterator[Mistargeted]:
    """In the order of the targets. None without a tree of units in the configuration."""
    units = estate.told.units
    if not units:
        return
    known = estate.accounts_in_view | {*units, *(one for many in units.values() for one in many)}
    declared = {
        name
        for resource in estate.all_resources
        if resource.service_type in NODES
        for name in called(resource)
    }
    for target, one in attached:
        name = target.literal or ""
        if not name or name in EVERYWHERE or name in known or name in declared:
            continue
        near = [other for other in sorted(known) if is_slip(name, other)]
        if len(near) == 1:
            yield Mistargeted(one, name, near[0])


def is_slip(one: str, other: str) -> bool:
    """Two numbers or ids that differ in a place, or two names that are almost the same."""
    if one.isdigit() or other.isdigit():
        same = len(one) == len(other) == NUMBER
        return same and other.isdigit() and any(twins(one, frozenset((other,))))
    if one.startswith(IDS) or other.startswith(IDS):
        return one.partition("-")[0] == other.partition("-")[0] and differ_in_one_place(one, other)
    near = is_near(one, other) or is_a_letter_longer(one, other)
    return differ_in_one_place(one, other) and near


def is_a_letter_longer(one: str, other: str) -> bool:
    """One of two short names has a letter more: `prods` for `prod`."""
    short, long = sorted((one, other), key=len)
    inside = (long[:at] + long[at + 1 :] for at in range(len(long)))
    return len(short) >= SHORTEST and long.isalpha() and short in inside
