"""Accounts of which one policy says that they are in an organization, and another in another.

An account is in one organization. Who denies everything to all that is not of an organization, on
what is their own, says that they are of it themselves; so does who lets somebody of an account in
only as of an organization.
https://docs.aws.amazon.com/organizations/latest/userguide/orgs_getting-started_concepts.html
"""

from __future__ import annotations

from collections import Counter

from iamlint.access.principals import is_everyone
from iamlint.model.policy import RCP, RESOURCE, TRUST
from iamlint.text.globs import is_glob
from iamlint.text.hints import TYPE_CHECKING, Final
from iamlint.text.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.model.policy import Condition, Policy, Statement, Word

    from . import Estate

KINDS: Final = (RCP, RESOURCE, TRUST)
KEYS: Final = ("aws:principalorgid", "aws:sourceorgid")
OTHERS: Final = ("stringnotequals", "stringnotlike")
MEMBERS: Final = ("stringequals", "stringlike")
SPARING: Final = frozenset(
    ("aws:principalaccount", "aws:principalorgpaths", "aws:sourceaccount", "aws:resourceaccount")
)
"""Keys by which accounts of other organizations are spared from a Deny."""
ASKED_FOR: Final = frozenset(("null", "bool", "boolifexists"))
"""Operators that ask whether a key is there, or of what kind a call is."""


class Claim(NamedTuple):
    """An account is in one of these organizations, as a condition says."""

    account: str
    organizations: frozenset[str]
    condition: Condition

    @property
    def word(self) -> Word:
        return self.condition.values[0]


class Clashing(NamedTuple):
    """`word` says that an account is in an organization; `other` that it is in another."""

    word: Word
    other: Word
    account: str


def clashing(estate: Estate) -> Iterator[Clashing]:
    """In file order: what fewer policies say is wrong, or what is said later. None of accounts of
    which the organization is told: then each policy is held against that.
    """
    every = list(claims(estate))
    if len({one.organizations for one in every}) < 2:
        return
    told = {
        reading.account.literal
        for reading in estate.readings
        if reading.account.literal and estate.organization_at(reading.path)
    }
    often = Counter(
        name
        for name, _ in {
            (n, id(c.condition.statement.policy)) for c in every for n in c.organizations
        }
    )
    right: dict[str, Claim] = {}
    for claim in every:
        known = right.get(claim.account)
        if known is None or weight(claim, often) > weight(known, often):
            right[claim.account] = claim
    said: set[int] = set()
    for claim in every:
        best = right[claim.account]
        if claim.account in told or claim.organizations & best.organizations:
            continue
        if id(claim.word) not in said:
            said.add(id(claim.word))
            yield Clashing(claim.word, best.word, claim.account)


def weight(claim: Claim, often: Counter[str]) -> int:
    return max(often[one] for one in claim.organizations)


def claims(estate: Estate) -> Iterator[Claim]:
    """What policies say of accounts, in file order; control policies of the configuration first."""
    told = (policy for policy, _ in estate.told.rcps)
    every = {id(policy): policy for policy in (*told, *estate.policies) if policy.kind in KINDS}
    tests = [
        (statement, condition, names)
        for policy in every.values()
        if policy.whole
        for statement in policy.statements
        for condition in statement.conditions
        if (names := organizations(condition))
    ]
    if len({names for *_, names in tests}) < 2:
        return
    for statement, condition, names in tests:
        operator = (condition.operator.literal or "").lower().removesuffix("ifexists")
        found: Iterator[str] = iter(())
        if statement.denies and operator in OTHERS and is_perimeter(statement, condition):
            found = accounts_within(estate, statement.policy)
        elif statement.allows and operator in MEMBERS and is_of_callers(condition):
            found = accounts_named(estate, statement)
        for account in dict.fromkeys(found):
            yield Claim(account, names, condition)


def organizations(condition: Condition) -> frozenset[str]:
    """The organizations that a condition names; none where it asks for something else."""
    key = (condition.key.literal or "").lower()
    known = [word.literal for word in condition.values]
    if key not in KEYS or not all(one and not is_glob(one) for one in known):
        return frozenset()
    return frozenset(one for one in known if one)


def is_of_callers(condition: Condition) -> bool:
    return (condition.key.literal or "").lower() == KEYS[0]


def is_perimeter(statement: Statement, condition: Condition) -> bool:
    """Everything is denied to everybody who is not of the organization."""
    if statement.policy.kind != RCP and not any(map(is_everyone, statement.principals or ())):
        return False
    words = [word.literal or "" for word in statement.actions or ()]
    if not any(word == "*" or word.endswith(":*") for word in words):
        return False
    return all(
        one is condition
        or (one.operator.literal or "").lower() in ASKED_FOR
        or (one.key.literal or "aws:principalaccount").lower() not in SPARING
        for one in statement.conditions
    )


def accounts_within(estate: Estate, policy: Policy) -> Iterator[str]:
    """Those that such a policy is over: the account of its resource and those that it lets in; of a
    control policy the accounts in view below its target.
    """
    if policy.kind == RCP:
        for reading in estate.readings:
            literal = reading.account.literal
            if literal and any(
                one.policy is policy and level.sure
                for level in estate.rcps_over(reading.account, reading)
                for one in level.attached
            ):
                yield literal
        return
    yield from estate.accounts_under(policy)
    for statement in policy.statements:
        if statement.allows:
            yield from accounts_named(estate, statement)


def accounts_named(estate: Estate, statement: Statement) -> Iterator[str]:
    """The accounts in which the principals of a statement are."""
    for entry in statement.principals or ():
        account = estate.engine.account_named(entry)
        if account:
            yield account
