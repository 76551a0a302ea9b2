"""Jobs that ask for a role with a token, and roles that never take it.

https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc.html
"""

from __future__ import annotations

import re
from copy import copy
from posixpath import dirname, normpath

from iamlint.access.operators import use_of
from iamlint.catalog.roles import ASSUME, TAG
from iamlint.text.globs import match
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.holed import meets
from iamlint.text.holes import NAME, Hole, Text
from iamlint.text.node import Mapping, Scalar
from iamlint.text.records import NamedTuple

from .placing import Gathering
from .repositories import of_other_repositories
from .sessions import text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.model.policy import Condition, Statement, Word
    from iamlint.model.things import Identity, Reading, TokenUse
    from iamlint.rule import Placed
    from iamlint.text.node import Node

    from . import Estate
    from .asking import Answer

CLAIM, AUDIENCE = "sub", "aud"
IDS = re.compile(r"(?<=[\w.-]@)\*(?=[/:])")
REF = ":ref_type:"
LONGEST = 3600
"""Seconds for which a role may be assumed that says nothing, or as another role."""
LENGTHS = ("MaxSessionDuration", "max_session_duration")
"""The properties by which a role says for how long it may be assumed."""


class Untaken(NamedTuple):
    """A role in view that takes none of the tokens with which a job asks for it.

    `conditions`: those on the subject or the audience that no token meets, one for each statement
    that takes tokens of the provider; none where no statement does. `start`: the subject, where it
    takes that of others with which the job is started.
    """

    use: TokenUse
    role: Identity
    conditions: tuple[Condition, ...]
    start: Text | None = None


def untaken(estate: Estate) -> Iterator[Untaken]:
    """In file order; then those that are of other repositories."""
    renamed, gathering = renamed_by(estate), Gathering(estate.readings)
    told = set()
    for reading in estate.readings:
        if is_under(reading.path, renamed) and not gathering.lays(reading.path):
            continue  # what its service accounts are called in the end, is not known
        for written in reading.token_uses:
            use = gathering.placed(written)
            role = estate.role_asked_for(use) if use is not None and use.issuers else None
            if use is None:
                continue
            conditions = refusing(estate, role, use) if role is not None else None
            if role is not None and conditions is not None and not is_said(estate, role, use):
                told.add(role)
                yield Untaken(use, role, conditions)
            elif role is not None and conditions is None:
                yield from untaken_starts(estate, role, use)
    for other, meant, said in of_other_repositories(estate):
        if meant not in told and not is_said(estate, meant, other):
            yield Untaken(other, meant, said)


def untaken_starts(estate: Estate, role: Identity, use: TokenUse) -> Iterator[Untaken]:
    """The first way in which a job is started with a token that the role does not take."""
    for start in use.starts if len(use.subjects) > 1 else ():
        one = copy(use)
        one.subjects = (start,)
        conditions = refusing(estate, role, one)
        if conditions and not is_said(estate, role, use):
            yield Untaken(use, role, conditions, start)
            return


def renamed_by(estate: Estate) -> set[str]:
    """Paths of manifests, and folders of them, that a kustomization in view may rename, or one
    that gathers what others do."""
    gathering = [reading for reading in estate.readings if reading.gathers]
    found: set[str] = set()
    waiting = [reading for reading in gathering if reading.renames]
    below: dict[str, list[Reading]] = {}
    for reading in gathering if waiting else ():
        for place in around(reading.path):
            below.setdefault(place, []).append(reading)
    while waiting:
        for path in waiting.pop().gathers:
            if path not in found:
                found.add(path)
                waiting.extend(below.pop(path, ()))
    return found


def around(path: str) -> Iterator[str]:
    """The file, and the folders in which it is."""
    place = normpath(path)
    while place not in ("", "/", "."):
        yield place
        place = dirname(place)
    yield "."


def is_under(path: str, places: set[str]) -> bool:
    """It is one of the files, or in one of the folders."""
    return bool(places) and not places.isdisjoint(around(path))


def refusing(estate: Estate, role: Identity, use: TokenUse) -> tuple[Condition, ...] | None:
    """The conditions that keep the tokens out; None where one may be taken."""
    trust = role.trust
    if trust is None or not trust.whole or trust.gaps:
        return None
    found = []
    for statement in trust.statements:
        if statement.gaps and not statement.denies:
            return None
        if not statement.allows or not takes(estate, statement, use):
            continue
        condition = next((c for c in statement.conditions if keeps_out(estate, c, use)), None)
        if condition is None:
            return None
        found.append(condition)
    return tuple(found) if found or use.alone else None


def is_said(estate: Estate, role: Identity, use: TokenUse) -> bool:
    """That its trust policy takes no such token is said of the policy itself."""
    trust = role.trust
    if trust is None:
        return False
    found = [statement for statement in trust.statements if may_be_meant(estate, statement, use)]
    if any(map(estate.engine.is_flawed, found)):
        return True
    strays = [one.entry for one in estate.stray_providers()]
    unlisted = [one.condition for one in estate.unregistered_audiences()]
    return any(
        any(entry is one for entry in statement.principals or () for one in strays)
        or any(condition is one for condition in statement.conditions for one in unlisted)
        for statement in found
    )


def may_be_meant(estate: Estate, statement: Statement, use: TokenUse) -> bool:
    """It is written for tokens of the provider, or of one that is called otherwise."""
    names = [
        estate.engine.provider(entry).lower()
        for entry in statement.principals or ()
        if entry.type == "Federated"
    ]
    return statement.allows and any(
        is_of(use, name) or estate.engine.issuer(name) is None for name in names
    )


def takes(estate: Estate, statement: Statement, use: TokenUse) -> bool:
    """It takes tokens of the provider, or of one that is not known."""
    names = [estate.engine.provider(entry).lower() for entry in estate.engine.oidc_in(statement)]
    return any(not name or is_of(use, name) for name in names)


def is_of(use: TokenUse, issuer: str) -> bool:
    """The token may be of this provider."""
    return any(match(one, issuer) for one in use.issuers)


def keeps_out(estate: Estate, condition: Condition, use: TokenUse) -> bool:
    """It wants a subject or an audience, and none of those that a token may have. Subjects that an
    organization composes otherwise are not known.
    """
    key = (condition.key.literal or "").lower()
    operator = use_of(condition.operator.literal or "")
    if not is_of(use, key.rpartition(":")[0]) or operator is None or operator.base is None:
        return False
    if operator.base.negated or not operator.base.name.startswith("String"):
        return False
    claim = key.rpartition(":")[2]
    if claim == AUDIENCE and use.audience is not None:
        if any(estate.unsent_values(condition)):
            return False  # no token at all is for that
        return none_meets(condition.values, (use.audience,))
    if claim != CLAIM or not use.subjects:
        return False
    plain = [word for word in condition.values if is_usual(word.text.prefix)]
    return len(plain) == len(condition.values) and none_meets(tuple(plain), use.subjects)


def none_meets(words: tuple[Word, ...], values: tuple[Text, ...]) -> bool:
    """No word matches any of the values, for certain."""
    return not any(
        meets(with_ids(w.text), v) is not False and meets_ref(w.text, v)
        for w in words
        for v in values
    )


def meets_ref(pattern: Text, value: Text) -> bool:
    """It may match what stands behind the project in subjects of GitLab: no project and no ref has
    a colon in it.
    """
    last = value.pieces[-1] if value.pieces else ""
    sent = last.partition(REF) if isinstance(last, str) else ("", "", "")
    wanted = (pattern.literal or "").partition(REF)
    return not (wanted[1] and sent[1]) or match(wanted[2], sent[2])


def with_ids(pattern: Text) -> Text:
    """A pattern in which a star for the id of an owner or a repository is no more than an id."""
    pieces: list[str | Hole] = []
    for piece in pattern.pieces:
        first, *rest = IDS.split(piece) if isinstance(piece, str) else (piece,)
        pieces.append(first)
        for literal in rest:
            pieces += [Hole(f"the id {len(pieces)} of {pattern}", NAME), literal]
    return Text(*pieces)


def is_usual(begin: str) -> bool:
    """A pattern for subjects as GitHub and GitLab write them where nobody says otherwise, and EKS
    always."""
    parts = begin.split(":")
    if parts[:2] == ["system", "serviceaccount"]:
        return True
    if parts[0] == "project_path" and len(parts) > 2:
        return parts[2] == "ref_type"
    if parts[0] != "repo" or len(parts) < 3:
        return False
    return parts[2] in ("ref", "environment", "pull_request")


# what is assumed for too long, or as another role


class Outlasting(NamedTuple):
    """A job asks for a role for longer than it may be assumed. `most`: for how many seconds it may;
    `said`: where that is said, if it is; `chained`: as another role, for which AWS has a limit.
    """

    use: TokenUse
    role: Identity | None
    most: int
    said: Node | None
    chained: bool


def outlasting(estate: Estate) -> Iterator[Outlasting]:
    """In file order."""
    for reading in estate.readings:
        for use in reading.token_uses:
            if use.seconds <= LONGEST:
                continue
            role = estate.role_asked_for(use)
            if use.before is not None:
                yield Outlasting(use, role, LONGEST, None, True)
            elif role is not None:
                most, said = longest(role)
                if most and use.seconds > most:
                    yield Outlasting(use, role, most, said, False)


def longest(role: Identity) -> tuple[int, Node | None]:
    """For how many seconds a role may be assumed, and where it says so; 0 where that is not
    known.
    """
    if not role.created or not isinstance(role.properties, Mapping):
        return 0, None
    for key in LENGTHS:
        node = role.properties.get(key)
        if node is not None and not (isinstance(node, Scalar) and node.value is None):
            text = text_of(node)
            return (int(text), node) if text.isdecimal() else (0, None)
    return LONGEST, None


class Unreached(NamedTuple):
    """A job goes on from one role to another, which does not let it, or which it may not assume.

    `action`: what is denied; `place`: the trust policy, or what stands for it.
    """

    use: TokenUse
    role: Identity
    before: Identity
    action: str
    answer: Answer

    @property
    def place(self) -> Placed:
        return self.role.trust or self.role


def unreached(estate: Estate) -> Iterator[Unreached]:
    """In file order."""
    for reading in estate.readings:
        for use in reading.token_uses:
            role = estate.role_asked_for(use) if use.before is not None else None
            before = estate.role_named(use.before, use) if use.before is not None else None
            if role is None or before is None:
                continue
            for action in (ASSUME, TAG) if use.tagged else (ASSUME,):
                answer = estate.can(before, action, role.arn)
                if not answer.denied:
                    continue
                said = estate.unchained(action)  # of the roles themselves, whoever uses them
                if not any(one.role is role and before in one.callers for one in said):
                    yield Unreached(use, role, before, action, answer)
                break
