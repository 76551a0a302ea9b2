"""Which keys a resource names that a service is to use for it: not to encrypt the resource itself,
but what it writes, or what it starts.

https://docs.aws.amazon.com/kms/latest/developerguide/service-integration.html
"""

from __future__ import annotations

from iamlint.model.things import KeyUser
from iamlint.text.hints import TYPE_CHECKING, Any

from . import tables
from .plan import DATA
from .values import node_of, top, walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.text.holes import Text
    from iamlint.text.node import Node

    from .plan import Instance
    from .reader import Context

    Row = dict[str, Any]

TABLE = "terraform_key_users"


def read(context: Context) -> None:
    """Note every key that resources have a service use."""
    by_type = tables.by_type(TABLE)
    for instance in context.plan.instances.values():
        if instance.mode != DATA:
            for row in by_type.get(instance.type, ()):
                if stands(context, instance, row):
                    read_row(context, instance, row)


def stands(context: Context, instance: Instance, row: Row) -> bool:
    """One of the values stands for which the row asks."""
    if "when" not in row:
        return True
    path, *values = row["when"]
    return any(text.literal in values for text, _, _ in named(context, instance, path))


def read_row(context: Context, instance: Instance, row: Row) -> None:
    """The keys at a place, and the role that is to use them."""
    roles = [text for text, _, _ in named(context, instance, row.get("role", ""))]
    if "role" in row and not roles and not row.get("else_service"):
        return
    place = context.providers.place(instance)
    for key, node, address in named(context, instance, row["path"]):
        context.reading.key_users.append(
            KeyUser(
                row["use"],
                instance.address,
                key,
                node,
                address,
                instance.type,
                place.account,
                place.region,
                when=instance.when,
                role_ref=roles[0] if roles else None,
                through=row.get("through", ""),
                holder=context.declared.resources.get(instance.address),
            )
        )


def named(context: Context, instance: Instance, path: str) -> Iterator[tuple[Text, Node, str]]:
    """The texts at a path that are set, each with its place."""
    for value in walk(top(instance), path) if path else ():
        if value.is_set and not (value.is_unknown and value.expression is None):
            for text, node in context.values.texts(value):
                if text.pieces:
                    yield text, node_of(text, node), value.address
