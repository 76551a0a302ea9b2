"""Organizations in conditions that are nearly the one that all others name.

The id of an organization is ten letters and digits or more that AWS draws: two that differ in one
or two of them do not meet by chance.
https://docs.aws.amazon.com/organizations/latest/APIReference/API_Organization.html
"""

from __future__ import annotations

import re

from iamlint.text.hints import TYPE_CHECKING, Final
from iamlint.text.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.model.policy import Policy, Word

    from . import Estate

KEYS: Final = tuple(
    f"aws:{side}{what}"
    for side in ("principal", "resource", "source")
    for what in ("orgid", "orgpaths")
)
ID: Final = re.compile(r"(o-[a-z0-9]{10,32})(?=/|$)")
MOST: Final = 2
"""Letters that are wrong."""
LEAST: Final = 2
"""Policies that name the right one."""


class MisspeltOrganization(NamedTuple):
    """`word` names an organization that no other policy names; `meant`: nearly that, which is the
    organization of an account in view, or is named by `others`.
    """

    word: Word
    written: str
    meant: str
    others: tuple[Word, ...]


def misspelt_organizations(estate: Estate) -> Iterator[MisspeltOrganization]:
    """In file order."""
    named: dict[str, dict[tuple[str, int], Word]] = {}
    for policy in estate.policies:
        for written, word in organizations_in(policy):
            span = policy.span.outermost  # the instances of a loop say a thing once
            named.setdefault(written, {}).setdefault((span.source.path, span.start), word)
    if not named:
        return
    own = {estate.organization_at(reading.path) for reading in estate.readings} - {""}
    right = own | {one for one, policies in named.items() if len(policies) >= LEAST}
    for written, policies in named.items():
        if written in right or len(policies) > 1:
            continue
        meant = [one for one in sorted(right) if is_slip_of(written, one, known=one in own)]
        if len(meant) == 1:
            others = tuple(named.get(meant[0], {}).values())
            yield MisspeltOrganization(next(iter(policies.values())), written, meant[0], others)


def organizations_in(policy: Policy) -> Iterator[tuple[str, Word]]:
    """The ids that conditions name in full."""
    for statement in policy.statements:
        for condition in statement.conditions:
            if (condition.key.literal or "").lower() in KEYS:
                for word in condition.values:
                    found = ID.match(word.literal or "")
                    if found is not None:
                        yield found[1], word


def is_slip_of(written: str, meant: str, *, known: bool) -> bool:
    """One or two letters are others, two have changed places, or one is too many or left out.
    Where nothing tells which of them there is, numbers at the end tell several apart.
    """
    if len(written) == len(meant):
        apart = [at for at, one in enumerate(written) if one != meant[at]]
        numbered = apart == [len(meant) - 1] and (written[-1] + meant[-1]).isdigit()
        return 0 < len(apart) <= MOST and (known or not numbered)
    short, long = sorted((written, meant), key=len)
    return len(long) == len(short) + 1 and any(
        long[:at] + long[at + 1 :] == short for at in range(len(long))
    )
