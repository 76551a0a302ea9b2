"""Roles of which all policies deny, and that nothing else lets do anything.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
"""

from __future__ import annotations

from iamlint.model.policy import IDENTITY
from iamlint.text.hints import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.model.policy import Policy, Statement
    from iamlint.model.things import Identity
    from iamlint.text.holes import Text

    from . import Estate

WORK = ("event source", "destination", "execution", "task", "target", "replication", "network")
"""Parts of the work of which it is told what a role lacks for them."""


def denied_alone(estate: Estate) -> Iterator[tuple[Identity, Statement]]:
    """In file order, each with its first Deny."""
    found = [
        (role, only[0])
        for role in estate.identities
        if role.kind == "role" and role.created
        if (only := denials_of(estate, role))
    ]
    if not found:
        return
    named = set(named_elsewhere(estate))
    lacking = {one.role for work in WORK for one in estate.shortfalls(work)}
    for role, statement in found:
        if role.arn not in named and role not in lacking and not estate.tells_bare(role):
            yield role, statement


def denials_of(estate: Estate, role: Identity) -> list[Statement]:
    """The statements of a role's policies, where each denies things by name and always."""
    grants = estate.policies_of(role)
    if grants.unknown or role.when or not all(one.sure for one in grants.attached):
        return []
    found = [s for policy in grants.policies for s in policy.statements]
    return found if all(map(is_meant_to_allow, found)) else []


def is_meant_to_allow(statement: Statement) -> bool:
    """It denies without a condition, and about things that it names: no guard is so written, that
    stands beside no grant.
    """
    return (
        statement.denies
        and not statement.conditions
        and not statement.gaps
        and not statement.when
        and bool(statement.actions and statement.resources)
        and all(word.literal != "*" for word in statement.actions or ())
        and all((word.literal or "?").strip("*") != "" for word in statement.resources or ())
    )


def named_elsewhere(estate: Estate) -> Iterator[Text]:
    """Whom policies on resources and trust policies name."""
    policies: Iterator[Policy] = (one for one in estate.policies if one.kind != IDENTITY)
    for policy in policies:
        for statement in policy.statements:
            for entry in statement.principals or ():
                yield entry.value.text
