"""Jobs that ask for a role with a token, and roles that never take it.

https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from iamlint.access.operators import use_of
from iamlint.text.holed import meets

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.model.policy import Condition, Statement
    from iamlint.model.things import Identity, TokenUse

    from . import Estate

CLAIM = "sub"


class Untaken(NamedTuple):
    """A role in view that takes none of the tokens with which a job asks for it.

    `conditions`: those on the subject that no token meets, one for each statement that takes
    tokens of the provider.
    """

    use: TokenUse
    role: Identity
    conditions: tuple[Condition, ...]


def untaken(estate: Estate) -> Iterator[Untaken]:
    """In file order."""
    for reading in estate.readings:
        for use in reading.token_uses:
            role = estate.role_asked_for(use)
            conditions = refusing(estate, role, use) if role is not None and use.subjects else ()
            if role is not None and conditions:
                yield Untaken(use, role, conditions)


def refusing(estate: Estate, role: Identity, use: TokenUse) -> tuple[Condition, ...]:
    """The conditions that keep the tokens out; empty where one may be taken."""
    trust = role.trust
    if trust is None or not trust.whole:
        return ()
    found = []
    for statement in trust.statements:
        if not statement.allows or not takes(estate, statement, use.issuer):
            continue
        condition = next((c for c in statement.conditions if keeps_out(c, use)), None)
        if condition is None:
            return ()
        found.append(condition)
    return tuple(found)


def takes(estate: Estate, statement: Statement, issuer: str) -> bool:
    """It takes tokens of the provider, or of one that is not known."""
    entries = tuple(estate.engine.oidc_in(statement))
    return any(estate.engine.provider(entry).lower() in ("", issuer) for entry in entries)


def keeps_out(condition: Condition, use: TokenUse) -> bool:
    """It wants a subject, and none of those that a token may have. Subjects that an organization
    composes otherwise are not known.
    """
    key = (condition.key.literal or "").lower()
    operator = use_of(condition.operator.literal or "")
    if key != f"{use.issuer}:{CLAIM}" or operator is None or operator.base is None:
        return False
    if operator.base.negated or not operator.base.name.startswith("String"):
        return False
    plain = [word for word in condition.values if is_usual(word.text.prefix)]
    return len(plain) == len(condition.values) and not any(
        meets(word.text, subject) is not False for word in plain for subject in use.subjects
    )


def is_usual(begin: str) -> bool:
    """A pattern for subjects as GitHub writes them where nobody says otherwise."""
    parts = begin.split(":")
    if parts[0] != "repo" or len(parts) < 3:
        return False
    return parts[2] in ("ref", "environment", "pull_request")
