"""Is a policy whole? It is when its statements are known, which elements they have, and how many
values; and each value is a text of which no part is unknown but values that are identified: a
resource, a parameter, an export. Effect and actions must be known themselves.
"""

from __future__ import annotations

from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.holes import Opaque
from iamlint.text.node import Conditional, Holed, Mapping, Sequence, Unknown

from . import Doubt

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.model.policy import Policy, Statement, Word
    from iamlint.text.holes import Hole
    from iamlint.text.node import Node

STATEMENT = "Statement"
DEPTH = 8
"""How deep a value lies in a document that read it; no element nests deeper."""


def doubts(policy: Policy) -> tuple[Doubt, ...]:
    """What keeps a policy from being whole; nothing when it is."""
    found: dict[Hole, Doubt] = {}
    if policy.gaps:
        for doubt in in_structure(policy):
            if doubt.hole is not None:
                found.setdefault(doubt.hole, doubt)
    for statement in policy.statements:
        for word, settled in words(statement):
            if word.literal is None:
                for hole in word.text.holes:
                    if isinstance(hole, Opaque) or not (settled or is_chosen(hole)):
                        found.setdefault(hole, Doubt(word.node, hole, hole.why))
    return tuple(found.values())


def words(statement: Statement) -> Iterator[tuple[Word, bool]]:
    """The texts of a statement, each with whether one that is only identified will do."""
    if statement.effect is not None:
        yield statement.effect, False
    for listed, settled in (
        (statement.actions, False),
        (statement.not_actions, False),
        (statement.resources, True),
        (statement.not_resources, True),
    ):
        for word in listed or ():
            yield word, settled
    for principals in (statement.principals, statement.not_principals):
        for principal in principals or ():
            yield principal.value, True
    for condition in statement.conditions:
        yield condition.key, True
        for value in condition.values:
            yield value, True


def is_chosen(hole: Hole) -> bool:
    """It is one of some texts, which are all known."""
    return bool(hole.choices) and all(
        is_chosen(inner) for choice in hole.choices for inner in choice.holes
    )


def in_structure(policy: Policy) -> Iterator[Doubt]:
    """A doubt for each gap of a policy, where it stands."""
    wanted = set(policy.gaps)
    placed: dict[Hole, Node] = {}
    for node in nodes(document(policy.node), DEPTH):
        for hole in (node.hole,) if isinstance(node, Unknown) else node.text.holes:
            if hole in wanted:
                placed.setdefault(hole, node)
    for hole in policy.gaps:
        if hole in placed:
            yield Doubt(placed[hole], hole, hole.why)
        else:
            yield Doubt(odd_form(policy), hole, hole.why)


def odd_form(policy: Policy) -> Node:
    """The first element of a form that AWS refuses, or the whole document."""
    return next((found.node for found in policy.misshapen), policy.node)


def document(node: Node) -> Node:
    """What of a document says something: its statements."""
    while isinstance(node, Conditional):
        node = node.inner
    inner = node.get(STATEMENT) if isinstance(node, Mapping) else None
    return node if inner is None else inner


def nodes(node: Node, depth: int) -> Iterator[Unknown | Holed]:
    """What is not known within a value."""
    if isinstance(node, (Unknown, Holed)):
        yield node
    elif depth < 0:
        return
    elif isinstance(node, Conditional):
        yield from nodes(node.inner, depth)
    elif isinstance(node, Mapping):
        for _, value in node.entries:
            yield from nodes(value, depth - 1)
    elif isinstance(node, Sequence):
        for item in node.items:
            yield from nodes(item, depth - 1)
