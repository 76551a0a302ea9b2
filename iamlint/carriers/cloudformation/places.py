"""Walks paths such as `Policies[].PolicyDocument` through resolved properties."""

from __future__ import annotations

from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.node import ALWAYS, Conditional, Either, Mapping, Node, Sequence, Unknown
from iamlint.text.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.text.node import When


class Place(NamedTuple):
    """A value found by a path: its conditions, what it is called, the mapping it stands in."""

    node: Node
    when: When
    address: str
    parent: Mapping | None


def walk(node: Node | None, path: str, address: str) -> Iterator[Place]:
    """The values a path leads to. `X[]` goes through the items of `X`, `{*}` through every entry,
    `{**}` through the mappings at any depth. A value that is not known ends the walk, and is given
    as it is. Where a list is expected and one value stands, that value is taken.
    """
    if node is not None:
        yield from step(Place(node, ALWAYS, address, None), path)


def step(place: Place, path: str) -> Iterator[Place]:
    """What the rest of a path leads to from a place."""
    node, when, address, _ = place
    if isinstance(node, Conditional):
        yield from step(place._replace(node=node.inner, when=when | node.when), path)
    elif isinstance(node, Either):
        for branch in node.items:
            yield from step(place._replace(node=branch), path)
    elif not path or isinstance(node, Unknown):
        yield place
    elif path.startswith("[]"):
        yield from items(place, path[2:].removeprefix("."))
    elif isinstance(node, Mapping):
        name, rest = head(path)
        if name == "{**}":
            for deeper in mappings(place):
                yield from step(deeper, rest)
        elif name == "{*}":
            for key, value in node.entries:
                yield from step(Place(value, when, f"{address}.{key.value}", node), rest)
        else:
            found = node.get(name)
            if found is not None:
                yield from step(Place(found, when, f"{address}.{name}", node), rest)


def mappings(place: Place) -> Iterator[Place]:
    """A mapping, and those at any depth within it."""
    node, when, address, _ = place
    if isinstance(node, Conditional):
        yield from mappings(place._replace(node=node.inner, when=when | node.when))
    elif isinstance(node, Sequence):
        for index, item in enumerate(node.items):
            yield from mappings(place._replace(node=item, address=f"{address}[{index}]"))
    elif isinstance(node, Mapping):
        yield place
        for key, value in node.entries:
            yield from mappings(Place(value, when, f"{address}.{key.value}", node))


def items(place: Place, rest: str) -> Iterator[Place]:
    """The items of a list; those of lists within it too, where a condition chose a list."""
    node, when, address, parent = place
    if not isinstance(node, Sequence):
        yield from step(place, rest)
        return
    for index, item in enumerate(node.items):
        inner: Node = item
        under = when
        while isinstance(inner, Conditional):
            under, inner = under | inner.when, inner.inner
        here = Place(inner, under, f"{address}[{index}]", parent)
        if isinstance(inner, Sequence):
            yield from items(here._replace(address=address), rest)
        else:
            yield from step(here, rest)


def head(path: str) -> tuple[str, str]:
    """The first name of a path, and the rest."""
    for index, char in enumerate(path):
        if char == ".":
            return path[:index], path[index + 1 :]
        if char == "[":
            return path[:index], path[index:]
    return path, ""
