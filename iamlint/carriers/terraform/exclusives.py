"""Declarations that take away every policy which they do not list, row by row of the catalogue's
table.
"""

from __future__ import annotations

from iamlint.model.things import Exclusive
from iamlint.text.hints import TYPE_CHECKING, Any
from iamlint.text.node import Sequence

from . import tables
from .plan import DATA
from .values import top, walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.text.holes import Text

    from .plan import Instance
    from .reader import Context
    from .values import Value

    Row = dict[str, Any]

TABLE = "terraform_exclusives"
HOLDERS = "holders"


def read(context: Context) -> None:
    """Note every list that is exclusive, as far as it is known."""
    by_type = tables.by_type(TABLE)
    for instance in context.plan.instances.values():
        if instance.mode != DATA:
            for row in by_type.get(instance.type, ()):
                context.reading.exclusives.extend(_lists(context, instance, row))


def _lists(context: Context, instance: Instance, row: Row) -> Iterator[Exclusive]:
    values = list(walk(top(instance), row["path"]))
    if row["lists"] == HOLDERS:
        kept = [
            pair for kind, path in row["kept"] for pair in _named(context, instance, kind, path)
        ]
        for value in values:
            for text, _ in context.values.texts(value):
                yield _exclusive(context, instance, HOLDERS, "policy", text, kept)
        return
    if not _sets(context, instance, row) or not all(map(_known, values)):
        return
    kept = [(row["lists"], text) for value in values for text, _ in context.values.texts(value)]
    for kind, text in _owners(context, instance, row["of"]):
        yield _exclusive(context, instance, row["lists"], kind, text, kept)


def _sets(context: Context, instance: Instance, row: Row) -> bool:
    """The configuration has the list, even an empty one; what AWS fills in is no such list."""
    if row["of"] != "self":
        return True
    name = row["path"].partition("[]")[0]
    known = context.plan.configuration.known and name in instance.expressions
    node = instance.values.get(name)
    return known and isinstance(node, Sequence) and bool(node.items or "[]" not in row["path"])


def _known(value: Value) -> bool:
    """How many there are of a list is known."""
    return not value.is_unknown or isinstance(value.node, Sequence)


def _owners(context: Context, instance: Instance, of: object) -> Iterator[tuple[str, Text]]:
    if isinstance(of, list):
        yield from _named(context, instance, of[0], of[1])
    else:
        identity = context.declared.identities[instance.address]
        yield identity.kind, identity.name


def _named(
    context: Context, instance: Instance, kind: str, path: str
) -> Iterator[tuple[str, Text]]:
    for value in walk(top(instance), path):
        for text, _ in context.values.texts(value):
            yield kind, text


def _exclusive(
    context: Context,
    instance: Instance,
    lists: str,
    kind: str,
    target: Text,
    kept: list[tuple[str, Text]],
) -> Exclusive:
    place = context.providers.place(instance)
    return Exclusive(
        lists,
        kind,
        target,
        tuple(kept),
        instance.node,
        instance.address,
        instance.type,
        place.account,
        place.region,
        when=instance.when,
    )
