"""The route by which an API of a plan calls something."""

from __future__ import annotations

from iamlint.carriers.routes import Part, by_key, by_path
from iamlint.text.hints import TYPE_CHECKING, Any
from iamlint.text.holes import Hole, Text

from .plan import DATA
from .values import top, walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .plan import Instance
    from .reader import Context

    Row = dict[str, Any]

ID = "id"


def own(context: Context, row: Row, instance: Instance) -> Text:
    """The call of what has a name of its own: an authorizer."""
    return Text(row["own"]) + named(context, instance, ID)


def keyed(context: Context, row: Row, instance: Instance) -> Text | None:
    """The call of the one route with a key that leads to an integration."""
    routes = (
        (value(context, one, row["to"]), value(context, one, row["key"]))
        for one in managed(context, row["of"])
    )
    return by_key(routes, row["before"], named(context, instance, ID))


def path(context: Context, row: Row, method: Text, resource: Text) -> Text | None:
    """The call of a method of a resource, of which the path is followed up to the root."""
    parts = {
        named(context, one, ID): Part(
            value(context, one, row["part"]), value(context, one, row["parent"])
        )
        for one in managed(context, row["of"])
    }
    roots = {named(context, one, row["root"]) for one in managed(context, row["api"])}
    return by_path(method, resource, parts, roots)


def managed(context: Context, type: str) -> Iterator[Instance]:
    """The resources of a type."""
    for one in context.plan.instances.values():
        if one.type == type and one.mode != DATA:
            yield one


def named(context: Context, instance: Instance, attribute: str) -> Text:
    """What an attribute that AWS assigns gives, as others refer to it."""
    known = value(context, instance, attribute)
    if known is not None:
        return known
    return Text(Hole(f"{context.plan.path}#{instance.address}.{attribute}"))


def value(context: Context, instance: Instance, attribute: str) -> Text | None:
    """An attribute that holds one text."""
    found = [
        text
        for each in walk(top(instance), attribute)
        if each.is_set
        for text, _ in context.values.texts(each)
        if text.pieces
    ]
    return found[0] if len(found) == 1 else None
