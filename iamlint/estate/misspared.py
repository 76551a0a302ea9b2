"""Accounts that a Deny spares and of which nothing is in view, nearly one that is let in and that
the Deny does not spare.

https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps_examples.html
"""

from __future__ import annotations

import re

from iamlint.access.operators import use_of
from iamlint.model.policy import RCP, RESOURCE
from iamlint.text.hints import TYPE_CHECKING, Final
from iamlint.text.records import NamedTuple

from .leftout import KEY
from .misnumbered import twins

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.model.policy import Condition, Policy, Principal, Word

    from . import Estate

ACCOUNT: Final = re.compile(r"(?:arn:[^:]*:iam::)?(\d{12})(?::.+)?")


class Misspared(NamedTuple):
    """`word`: the account that is spared; `guest`: who is let in, of account `number`."""

    word: Word
    written: str
    number: str
    guest: Principal


def misspared(estate: Estate) -> Iterator[Misspared]:
    """In file order; each word once."""
    by_account: dict[str, Principal] | None = None
    for policy in estate.policies:
        for condition in sparing(policy) if policy.kind in (RCP, RESOURCE) else ():
            if by_account is None:
                by_account = guests(estate)
            named = {word.literal or "" for word in condition.values}
            here = by_account if policy.kind == RCP else guests_of(policy)
            missed = frozenset(here) - named
            known = estate.accounts_in_view | frozenset(by_account)
            for word in condition.values:
                written = word.literal or ""
                if ACCOUNT.fullmatch(written) and written not in known:
                    near = list(twins(written, missed))
                    if len(near) == 1:
                        yield Misspared(word, written, near[0], here[near[0]])


def sparing(policy: Policy) -> Iterator[Condition]:
    """The conditions of what is denied that spare accounts."""
    for statement in policy.statements:
        for condition in statement.conditions if statement.denies else ():
            use = use_of(condition.operator.literal or "")
            base = use.base if use is not None else None
            if (condition.key.literal or "").lower() == KEY and base is not None and base.negated:
                yield condition


def guests(estate: Estate) -> dict[str, Principal]:
    """The accounts that policies on resources let in, each with the first place."""
    found: dict[str, Principal] = {}
    for policy in estate.policies:
        for account, entry in guests_of(policy).items() if policy.kind == RESOURCE else ():
            found.setdefault(account, entry)
    return found


def guests_of(policy: Policy) -> dict[str, Principal]:
    found: dict[str, Principal] = {}
    for statement in policy.statements:
        for entry in (statement.principals or ()) if statement.allows else ():
            told = ACCOUNT.fullmatch(entry.value.literal or "") if entry.type == "AWS" else None
            if told is not None:
                found.setdefault(told[1], entry)
    return found
