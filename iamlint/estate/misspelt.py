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
from .misnamed import folded, references_in, slipped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.model.policy import Policy
    from iamlint.model.things import PolicyReference
    from iamlint.text.holes import Text

    from . import Estate

SHORT = 4
"""A part of a name that is no longer may tell one of several apart: `dev`, `prod`, `a`."""
OPENING = 3
"""So many letters are the same at the start of two names of which one is written for the other."""
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
        if policy.arn is not None and (name := name_in(policy.arn))
    ]
    for reading in estate.readings if known else ():
        for reference in references_in(reading):
            name = name_in(reference.arn)
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


def name_in(arn: Text) -> str:
    """The path and name of a policy, where they are known."""
    last = arn.pieces[-1] if arn.pieces else ""
    before, found, name = last.partition(":policy/") if isinstance(last, str) else ("", "", "")
    return name if found and not before.startswith("arn:aws:iam::aws") else ""


def opening(name: str) -> str:
    """How a name begins, as all that are almost called so do."""
    return folded(name)[:OPENING]


def is_almost(name: str, other: str) -> bool:
    """One name is surely written for the other, and they are not the same."""
    if name == other:
        return False
    if folded(name) == folded(other):
        return True
    if opening(name) != opening(other) or not slipped(folded(name), folded(other)):
        return False
    parts, others = (_parts.split(each.rpartition("/")[2].lower()) for each in (name, other))
    apart = set(parts).symmetric_difference(others)
    return len(parts) == len(others) and all(len(part) > SHORT for part in apart)


def _may_share(policy: Policy, account: Text) -> bool:
    own = names.account_in(policy.arn) if policy.arn is not None else None
    return own is None or names.same(own, account) is True
