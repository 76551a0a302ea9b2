"""Statements of which the answer to a question about caps is the same."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from iamlint.model.policy import Policy, Statement

TYPED: Final = re.compile(r"[\w.*?-]+[:/]")
NAMES: Final = re.compile(r"[\w.-]+")


def alike(statement: Statement, caps: tuple[Policy, ...]) -> object | None:
    """What makes the answer for a statement under a layer: in an account many statements differ in
    nothing but the names of resources, which say nothing where the layer is about all of them. None
    where not all of the statement is known.
    """
    if statement.gaps or statement.when or statement.policy.when or statement.principals:
        return None
    names_none = all(
        {word.literal for word in one.resources or ()} == {"*"}
        for policy in caps
        for one in policy.statements
    )
    texts = [
        None if words is None else tuple(word.literal for word in words)
        for words in (statement.actions, statement.not_actions)
    ]
    for words in (statement.resources, statement.not_resources):
        literals = None if words is None else tuple(word.literal for word in words)
        if literals is not None and names_none and None not in literals:
            literals = tuple(dict.fromkeys(map(nameless, filter(None, literals))))
        texts.append(literals)
    conditions = tuple(
        (c.operator.literal, c.key.literal, tuple(v.literal for v in c.values), c.when)
        for c in statement.conditions
    )
    if any(None in words for words in texts if words is not None):
        return None
    if any(None in (c[0], c[1], *c[2]) or c[3] for c in conditions):
        return None
    version = statement.policy.version
    written = version.literal if version is not None else ""
    return caps, statement.policy.kind, written, tuple(texts), conditions


def nameless(arn: str) -> str:
    """An ARN with its place, the type of the resource and its wildcards, without names."""
    parts = arn.split(":", 5)
    if len(parts) < 6 or "$" in arn:
        return arn
    found = TYPED.match(parts[5])
    begin = found[0] if found is not None else ""
    return ":".join((*parts[:5], begin + NAMES.sub("x", parts[5][len(begin) :])))
