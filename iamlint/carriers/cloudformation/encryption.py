"""Which key encrypts a resource, as its properties name it.

https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html
"""

from __future__ import annotations

from iamlint.model.things import Encryption
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.holes import Text

from . import tables
from .places import walk
from .values import as_text

if TYPE_CHECKING:
    from .reader import Context, Declared
    from .tables import Row

TABLE = "cloudformation_encryption"


def read(context: Context, declared: Declared) -> None:
    """Note the keys of a resource."""
    if declared.resource is None:
        return
    for row in tables.rows(TABLE, declared.type):
        counts = tables.counts(row, declared.properties)
        if counts is not False:
            read_row(context, declared, row, sure=bool(counts))


def read_row(context: Context, declared: Declared, row: Row, *, sure: bool) -> None:
    """The key that a property names, or the one that serves when it names none."""
    resource = declared.resource
    assert resource is not None
    found = False
    for place in walk(declared.properties, row["path"], declared.address):
        found = True
        key = as_text(place.node)
        if key is None:
            key = Text(context.resolver.opaque(place.node, "is no text"))
        if key.pieces:
            whole = bucket_key(declared, row)
            resource.encryption.append(Encryption(key, place.node, place.when, whole))
    if not found and "default" in row and (sure or declared.properties is not None):
        node = declared.properties or declared.declaration.node
        resource.encryption.append(Encryption(Text(row["default"]), node))


def bucket_key(declared: Declared, row: Row) -> bool | None:
    """Whether the flag is set by which one key serves for the whole bucket; None: not known."""
    if "bucket_key" not in row:
        return False
    return tables.counts({"when": [row["bucket_key"], "true"]}, declared.properties)
