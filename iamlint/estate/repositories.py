"""The repository whose workflows are in view, as the trust policies of the roles for which they ask
tell it.

https://docs.github.com/en/actions/reference/security/oidc
"""

from __future__ import annotations

import re
from collections import Counter

from iamlint.access.operators import use_of
from iamlint.text.globs import is_glob
from iamlint.text.hints import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.model.policy import Condition, Statement
    from iamlint.model.things import Identity, Reading, TokenUse

    from . import Estate

    Asked = dict[Identity, list[TokenUse]]

WORKFLOWS: Final = ".github/workflows/"
SUBJECT: Final = re.compile(r"repo:([^:@/]+)(?:@\d+)?/([^:@/]+)(?:@\d+)?:.*", re.DOTALL)
CLAIM: Final = ":sub"
AGREED: Final = 2
"""So many roles at least must tell of one repository."""


def of_other_repositories(
    estate: Estate,
) -> Iterator[tuple[TokenUse, Identity, tuple[Condition, ...]]]:
    """Roles for which a workflow asks and that take tokens of another repository alone than all
    others for which workflows beside it ask; with what says so.
    """
    for asked in by_repository(estate).values():
        told = {role: repositories(role) for role in asked}
        votes = Counter(one for found in told.values() for one in found)
        if len(asked) <= AGREED or len(votes) < AGREED:
            continue
        (own, agreeing), (_, others) = votes.most_common(2)
        if agreeing < AGREED or others >= agreeing:
            continue
        for role, uses in asked.items():
            if told[role] and own not in told[role]:
                yield uses[0], role, tuple(on_subjects(role))


def by_repository(estate: Estate) -> dict[str, Asked]:
    """By the folder of a repository, the roles for which its workflows ask. Not those of workflows
    that others call: tokens of such are of the repository that calls.
    """
    found: dict[str, Asked] = {}
    for reading in estate.readings:
        if reading.carrier != "workflows" or not reading.token_uses or is_called(reading):
            continue
        for use in reading.token_uses:
            role = estate.role_asked_for(use) if use.before is None else None
            if role is not None:
                folder = reading.path.partition(WORKFLOWS)[0]
                found.setdefault(folder, {}).setdefault(role, []).append(use)
    return found


def is_called(reading: Reading) -> bool:
    """Other workflows may call it."""
    from iamlint.carriers.workflows import CALLED, events_of
    from iamlint.text.node import Mapping

    root = reading.root
    return isinstance(root, Mapping) and any(event == CALLED for event, _ in events_of(root))


def repositories(role: Identity) -> set[str]:
    """Those of which a role takes tokens; none where it may take those of others too."""
    found: set[str] = set()
    statements: tuple[Statement, ...] = role.trust.statements if role.trust is not None else ()
    for statement in statements:
        if not statement.allows:
            continue
        tests = [one for one in statement.conditions if is_on_subject(one)]
        if not tests:
            return set()
        for word in tests[0].values:
            named = SUBJECT.fullmatch(word.literal or "")
            if named is None or is_glob(named[1]) or is_glob(named[2]):
                return set()
            found.add(f"{named[1]}/{named[2]}".lower())
    return found


def on_subjects(role: Identity) -> Iterator[Condition]:
    """The conditions on the subject, one of each statement."""
    for statement in role.trust.statements if role.trust is not None else ():
        yield from [one for one in statement.conditions if is_on_subject(one)][:1]


def is_on_subject(condition: Condition) -> bool:
    operator = use_of(condition.operator.literal or "")
    positive = operator is not None and operator.base is not None and not operator.base.negated
    return positive and (condition.key.literal or "").lower().endswith(CLAIM)
