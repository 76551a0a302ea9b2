"""Which keys a resource names that a service is to use for it: not to encrypt the resource itself,
but what it writes, or what it starts.

https://docs.aws.amazon.com/kms/latest/developerguide/service-integration.html
"""

from __future__ import annotations

from iamlint.model.things import KeyUser
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.node import Mapping

from . import tables
from .places import walk
from .values import as_text

if TYPE_CHECKING:
    from iamlint.text.holes import Text
    from iamlint.text.node import Node

    from .reader import Context, Declared
    from .tables import Row

TABLE = "cloudformation_key_users"


def read(context: Context, declared: Declared) -> None:
    """Note every key that a resource has a service use."""
    if isinstance(declared.properties, Mapping):
        for row in tables.rows(TABLE, declared.type):
            if tables.counts(row, declared.properties) is not False:
                read_row(context, declared, row)


def read_row(context: Context, declared: Declared, row: Row) -> None:
    """The keys at a place, and the role that is to use them."""
    role = first(declared.properties, row.get("role", ""))
    if role is None and "role" in row and not row.get("else_service"):
        return
    for place in walk(declared.properties, row["path"], declared.address):
        key = as_text(place.node)
        if key is not None and key.pieces:
            context.reading.key_users.append(
                KeyUser(
                    row["use"],
                    declared.address,
                    key,
                    place.node,
                    place.address,
                    declared.type,
                    context.home.account,
                    context.home.region,
                    when=declared.when | place.when,
                    role_ref=role,
                    through=row.get("through", ""),
                    holder=declared.resource,
                )
            )


def first(properties: Node | None, path: str) -> Text | None:
    """The first text at a path."""
    for place in walk(properties, path, "") if path else ():
        text = as_text(place.node)
        if text is not None and text.pieces:
            return text
    return None
