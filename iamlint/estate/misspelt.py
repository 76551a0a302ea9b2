"""References to a customer's managed policy that is not in view, beside one in view that is almost
called so: another path, another case, a letter too many.

Where the policy is declared elsewhere the reference is right; so it is never more than likely, and
names that tell stages, regions or numbers apart are not almost the same.
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from . import names
from .managed import aws_owned
from .misnamed import references_in
from .names import folded, opening, slipped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.model.policy import Policy
    from iamlint.model.things import PolicyReference
    from iamlint.text.holes import Text

    from . import Estate

SHORT = 4
"""A part of a name that is no longer may tell one of several apart: `dev`, `prod`, `a`."""
_parts = re.compile(r"[\W_]+")


class Misspelt(NamedTuple):
    """A reference, the policy that is meant, and its ARN as the reference's file would have it."""

    reference: PolicyReference
    name: str
    meant: Policy
    other: str
    arn: Text


def misspelt(estate: Estate) -> Iterator[Misspelt]:
    """In file order; each place once."""
    known = [
        (policy, name)
        for policy in estate.policies
        if policy.arn is not None and (name := names.policy_in(policy.arn))
    ]
    for reading in estate.readings if known else ():
        for reference in references_in(reading):
            name = names.policy_in(reference.arn)
            if not name or aws_owned(reference.arn) or estate.knows(reference, reading):
                continue
            own = names.account_in(reference.arn) or reading.account
            found = [
                (policy, other)
                for policy, other in known
                if is_almost(name, other) and (reference.by_name or _may_share(policy, own))
            ]
            if len(found) == 1:
                (policy, other), *_ = found
                assert policy.arn is not None
                yield Misspelt(reference, name, policy, other, policy.arn)


def is_almost(name: str, other: str) -> bool:
    """One name is surely written for the other, and they are not the same."""
    if name == other:
        return False
    if folded(name) == folded(other):
        return True
    if opening(name) != opening(other) or not slipped(folded(name), folded(other)):
        return False
    parts, others = (_parts.split(each.rpartition("/")[2].lower()) for each in (name, other))
    pairs = [(a, b) for a, b in zip(parts, others, strict=False) if a != b]
    return len(parts) == len(others) and all(
        min(len(a), len(b)) > SHORT or a + "s" == b or b + "s" == a for a, b in pairs
    )


def _may_share(policy: Policy, account: Text) -> bool:
    own = names.account_in(policy.arn) if policy.arn is not None else None
    return own is None or names.same(own, account) is True
