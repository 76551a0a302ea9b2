"""`a ? b : c`, and conditions that cannot be decided."""

from __future__ import annotations

from iamlint.carriers.terraform.assembling import statements_of
from iamlint.carriers.terraform.documents import NotReadable
from iamlint.carriers.terraform.encoded import Encoded, Written
from iamlint.carriers.terraform.reading_strings import tree_of
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.holes import Hole, Text
from iamlint.text.node import Conditional, Either, Mapping, Node, Sequence

from .results import (
    bare,
    is_null,
    items_of,
    key_at,
    listed,
    mapped,
    of_text,
    text_of,
    truth,
    under,
    unknown,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from iamlint.text.node import When


def chosen(
    condition: Node, yes: Callable[[], Node], no: Callable[[], Node], place: Node, name: str
) -> Node:
    """One of two values, or both under conditions. `name`: what the condition is called."""
    known = truth(condition)
    if known is not None:
        return yes() if known else no()
    name, wanted = named(condition, name)
    items: list[Node] = []
    for value, holds in ((yes(), wanted), (no(), not wanted)):
        when: When = frozenset({(name, holds)})
        if isinstance(value, Either):
            items += [under(item, when) for item in value.items if _agree(bare(item)[1], when)]
        else:
            items.append(under(value, when))
    items = [Conditional(*bare(item)) for item in items]
    return Either(place.source, place.start, place.end, items, _text(items, place, name))


def named(condition: Node, name: str) -> tuple[str, bool]:
    """The name of a condition, and the value of it that makes the condition true."""
    text = text_of(condition)
    hole = text.only_hole if text is not None else None
    if hole is None:
        return name, True
    if hole.identity.startswith("!"):
        return hole.identity[1:], False
    return hole.identity, True


def _agree(one: When, other: When) -> bool:
    return not any((name, not wanted) in other for name, wanted in one)


def _text(items: list[Node], place: Node, name: str) -> Text | None:
    """The text that is one of those of the branches; a branch that is null has none."""
    texts = [text_of(item) for item in items if not is_null(bare(item)[0])]
    if not texts or None in texts:
        return None
    choices = tuple(text for text in texts if text is not None)
    if len(set(choices)) == 1:
        return choices[0]
    at = f"{place.source.path}:{place.start}"
    why = f"it depends on {name.rpartition('#')[2]}"
    return Text(Hole(f"{at}#{' or '.join(str(choice) for choice in choices)}", "any", choices, why))


def is_either(item: Node) -> bool:
    """It is one of several values."""
    return isinstance(bare(item)[0], Either)


def spread(items: list[Node]) -> list[Node]:
    """The elements of a list, those that are one of several each under its condition."""
    found: list[Node] = []
    for item in items:
        inner, when = bare(item)
        if isinstance(inner, Either):
            found += (under(branch, when) for branch in inner.items)
        else:
            found.append(item)
    return [item for item in found if not is_null(bare(item)[0])]


def settled(value: Node) -> Node:
    """The value of an attribute of which there are several: a text that is one of some, the list
    of what all branches list, the only branch that is set; else it is not known.
    """
    if not isinstance(value, Either):
        if isinstance(value, Sequence) and any(map(is_either, value.items)):
            return listed(spread(value.items), value)
        return value
    there = [item for item in value.items if not is_null(bare(item)[0])]
    if len(there) == 1:
        return bare(there[0])[0]
    if any(isinstance(bare(item)[0], (Encoded, Written)) for item in there):
        return _of_documents(value, there)
    if value.text is not None:
        return of_text(value.text, value)
    items = items_of(value)
    if items is not None:
        return listed(items, value)
    names = sorted({name.rpartition("#")[2] for item in there for name, _ in item.when})
    why = f"it depends on {' and '.join(names)}"
    return unknown(value, f"{value.source.path}:{value.start}#either", why)


def _of_documents(value: Either, branches: list[Node]) -> Node:
    """One document of several: the statements of each, under its conditions."""
    statements: list[Node] = []
    version: Node | None = None
    for branch in branches:
        inner, when = bare(branch)
        try:
            tree = tree_of(inner)
        except NotReadable:
            tree = None
        tree = inner if tree is None else tree
        version = version or (tree.get("Version") if isinstance(tree, Mapping) else None)
        statements += (under(statement, when) for statement in statements_of(tree))
    hole = Hole(f"{value.source.path}:{value.start}#either", why="it is one of several")
    entries = [(key_at("Version", value), version)] if version is not None else []
    entries.append((key_at("Statement", value), listed(statements, value)))
    return Encoded(value, hole, mapped(entries, value))
