"""Readings of code for tests, and what is told of their policies."""

from __future__ import annotations

import re
from textwrap import dedent
from typing import TYPE_CHECKING, Any

from iamlint.carriers import python
from iamlint.text.node import plain
from iamlint.text.source import Source

if TYPE_CHECKING:
    from iamlint.model.policy import Policy, Statement
    from iamlint.model.things import Reading

HASH = re.compile(r"(?<=[a-z])[0-9A-F]{8}(?=[}.])")
"""What the CDK puts behind the ids of constructs."""


def read(code: str, path: str = "app.py") -> Reading:
    """The reading of code that holds policies."""
    reading = python.read(Source(path, dedent(code)), None)
    assert reading is not None
    return reading


def only(code: str) -> Policy:
    """The one policy in the code."""
    (policy,) = read(code).policies
    return policy


def document(policy: Policy) -> Any:
    """A policy as data; what is not known stands as `${…}`."""
    return plain(policy.node)


def told(reading: Reading) -> list[str]:
    """All statements of a reading, each with what it is about, in an order that never changes."""
    return sorted(
        HASH.sub("", repr((policy.kind, policy.resource_type, parts(statement))))
        for policy in reading.policies
        for statement in policy.statements
    )


def parts(statement: Statement) -> dict[str, Any]:
    found: dict[str, Any] = {"effect": str(statement.effect)}
    for name in ("actions", "not_actions", "resources", "not_resources"):
        words = getattr(statement, name)
        if words:
            found[name] = sorted(map(str, words))
    found["principals"] = sorted((p.type, str(p.value)) for p in statement.principals or ())
    found["conditions"] = sorted(
        (str(one.operator), str(one.key), sorted(map(str, one.values)))
        for one in statement.conditions
    )
    return found
