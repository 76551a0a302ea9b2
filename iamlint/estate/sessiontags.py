"""Tags that a service gives to the sessions of a role, as what runs as the role tells: EKS Pod
Identity names the cluster, the namespace and the service account of an association. They are
transitive, so that the next role's sessions carry them too. And tags that a trust policy asks for,
of which it lists the values.

https://docs.aws.amazon.com/eks/latest/userguide/pod-id-abac.html
https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html#id_session-tags_role-chaining
"""

from __future__ import annotations

from iamlint.catalog.tagkeys import PRINCIPAL_TAG, REQUEST_TAG
from iamlint.text.globs import is_glob, match
from iamlint.text.hints import TYPE_CHECKING, Final
from iamlint.text.holes import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.model.policy import Principal, Statement
    from iamlint.model.things import Identity

    from . import Estate

LISTING: Final = ("stringequals", "stringlike")
MOST_STEPS: Final = 3
"""Roles in a row that are looked at."""

Sent = dict[str, frozenset[Text]]
"""The values of tags, by their names in lower case."""


def tags_sent(estate: Estate, role: Identity, steps: int = MOST_STEPS) -> Sent:
    """The tags of which all sessions of a role have one of these values; none where others than
    such a service, or roles of which the same is known, are let in.
    """
    if role.kind != "role" or role.trust is None or not role.trust.whole or not steps:
        return {}
    every: list[Sent] = []
    for entry in _let_in(role):
        sent = _of(estate, role, entry, steps) if entry is not None else {}
        if not sent:
            return {}
        every.append(sent)
    return _any_of(every)


def tags_had(estate: Estate, role: Identity) -> Sent:
    """The tags of which all sessions of a role have one of these values: those that are sent, and
    those of which each statement of its trust policy that lets somebody in lists the values.
    """
    if role.kind != "role" or role.trust is None or not role.trust.whole:
        return {}
    every: list[Sent] = []
    for statement in role.trust.statements:
        if not statement.allows or not estate.engine.lets_in(statement):
            continue
        listed = _listed_in(statement)
        for entry in statement.principals or (None,):
            of_entry = _of(estate, role, entry, MOST_STEPS) if entry is not None else {}
            if not (listed or of_entry):
                return {}
            every.append({**of_entry, **listed})
    return _any_of(every)


def _listed_in(statement: Statement) -> Sent:
    """The tags that a statement demands, with the values that it lists."""
    found: Sent = {}
    for condition in statement.conditions if not statement.gaps else ():
        key = (condition.key.literal or "").lower()
        operator = (condition.operator.literal or "").lower()
        if not key.startswith(REQUEST_TAG) or operator not in LISTING or condition.when:
            continue
        known = [word.literal for word in condition.values if not word.when]
        texts = [Text(one) for one in known if one and not is_glob(one) and "$" not in one]
        if texts and len(texts) == len(condition.values):
            name = key.removeprefix(REQUEST_TAG)
            found[name] = found.get(name, frozenset(texts)) & frozenset(texts)
    return {name: values for name, values in found.items() if values}


def carried_tags(estate: Estate, caller: Identity) -> dict[str, Text | str | None]:
    """What requests of a role's sessions to assume another role carry, by condition key, where all
    of them carry the same.
    """
    found: dict[str, Text | str | None] = {}
    for name, values in tags_sent(estate, caller).items():
        for value in values if len(values) == 1 else ():
            found[REQUEST_TAG + name] = found[PRINCIPAL_TAG + name] = value
    return found


def never_sent(estate: Estate, role: Identity, name: str) -> bool:
    """Only services are let in that give sessions tags of their own, none of this name."""
    if role.trust is None or not role.trust.whole:
        return False
    entries = list(_let_in(role))
    return bool(entries) and all(
        entry is not None and _never_gives(estate, entry, name) for entry in entries
    )


def _never_gives(estate: Estate, entry: Principal, name: str) -> bool:
    service = estate.engine.service_named(entry)
    rows = [
        row
        for row in estate.catalog.table("service_session_tags")
        if row["principal"] == service and row["key"].lower() == REQUEST_TAG[:-1]
    ]
    return bool(rows) and not any(match(tag.lower(), name) for row in rows for tag in row["tags"])


def _let_in(role: Identity) -> Iterator[Principal | None]:
    """Who is let in, by the entries of the trust policy; None for what does not list them."""
    for statement in role.trust.statements if role.trust is not None else ():
        if statement.allows:
            yield from statement.principals or (None,)


def _of(estate: Estate, role: Identity, entry: Principal, steps: int) -> Sent:
    if entry.type == "AWS":
        callers = estate.identities_by_arn(entry.value.text, role.reading)
        alone = len(callers) == 1 and callers[0] is not role
        return tags_sent(estate, callers[0], steps - 1) if alone else {}
    if entry.type != "Service":
        return {}
    every: list[Sent] = []
    for workload in estate.workloads_of(role):
        sent = {
            key.lower().removeprefix(REQUEST_TAG): frozenset((text,))
            for key, text in workload.use.sends
            if key.lower().startswith(REQUEST_TAG)
        }
        if entry.value.literal not in workload.principals or not sent:
            return {}
        every.append(sent)
    return _any_of(every)


def _any_of(every: list[Sent]) -> Sent:
    """The tags that all of them have."""
    names = set(every[0]).intersection(*every[1:]) if every else set()
    return {name: frozenset().union(*(sent[name] for sent in every)) for name in names}
