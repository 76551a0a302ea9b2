"""All that a reading says of access, in a form in which two readings may be compared."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from iamlint.model.policy import Policy, Statement
    from iamlint.model.things import Identity, Reading

WORDS = ("actions", "not_actions", "resources", "not_resources")


def statement(each: Statement) -> Any:
    """What a statement says, whatever the order."""
    found: list[Any] = [("effect", each.effect and str(each.effect)), ("when", each.when)]
    for name in WORDS:
        words = getattr(each, name)
        found.append((name, words and frozenset((str(w.text), w.when) for w in words)))
    for name in ("principals", "not_principals"):
        listed = getattr(each, name)
        found.append((name, listed and frozenset((p.type, str(p.value)) for p in listed)))
    conditions = (
        (str(c.operator), str(c.key), frozenset(map(str, c.values))) for c in each.conditions
    )
    found.append(("conditions", frozenset(conditions)))
    return tuple(found)


def document(policy: Policy) -> Any:
    """What a policy says: its statements, each once."""
    return frozenset(map(statement, policy.statements)), policy.when, policy.whole


def identity(each: Identity) -> dict[str, Any]:
    return {
        "name": str(each.name),
        "arn": str(each.arn),
        "trust": each.trust and document(each.trust),
        "inline": frozenset(map(document, each.inline)),
        "managed": frozenset((str(r.arn), r.when) for r in each.managed),
        "boundary": each.boundary and str(each.boundary.arn),
        "gaps": len(each.gaps),
        "when": each.when,
    }


def attached(reading: Reading) -> Counter[Any]:
    """Policies that are attached from outside, each with what to."""
    return Counter(
        (frozenset((kind, str(text)) for kind, text in each.targets), document(each.policy))
        for each in reading.attachments
        if each.policy is not None
    )


def on_resources(reading: Reading) -> Counter[Any]:
    """The statements of resource policies that stand in the declaration."""
    return Counter(
        (str(resource.arn), statement(each), policy.when)
        for resource in reading.resources
        for policy in resource.policies
        for each in policy.statements
    )


def facts(reading: Reading) -> dict[str, Any]:
    """Identities by address, attached policies, policies in resources."""
    found: dict[str, Any] = {each.address: identity(each) for each in reading.identities}
    return {**found, "attached": attached(reading), "on resources": on_resources(reading)}
