"""Which key a resource is encrypted with, row by row of the catalogue's table.

https://docs.aws.amazon.com/kms/latest/developerguide/service-integration.html
"""

from __future__ import annotations

from iamlint.model.things import Encryption
from iamlint.text.hints import TYPE_CHECKING, Any
from iamlint.text.holes import Text

from . import tables
from .plan import DATA
from .values import top, walk

if TYPE_CHECKING:
    from iamlint.model.things import Resource

    from .plan import Instance
    from .reader import Context
    from .values import Value

    Row = dict[str, Any]

TABLE = "terraform_encryption"


def read(context: Context) -> None:
    """Tie keys to what they encrypt."""
    by_type = tables.by_type(TABLE)
    later = []
    for instance in context.plan.instances.values():
        for row in by_type.get(instance.type, ()):
            if row.get("computed") and not _is_set(context, instance, row):
                later.append((instance, row))
            else:
                _read(context, instance, row)
    for instance, row in later:
        resource = context.declared.resources.get(instance.address)
        if resource is not None and not resource.encryption:
            _read(context, instance, row)


def _is_set(context: Context, instance: Instance, row: Row) -> bool:
    head = row["path"].partition("[]")[0]
    return context.plan.configuration.known and head in instance.expressions


def _read(context: Context, instance: Instance, row: Row) -> None:
    encryption = _encryption(context, instance, row)
    if encryption is None:
        return
    resource = _encrypted(context, instance, row)
    if resource is not None:
        resource.encryption.append(encryption)


def _encrypted(context: Context, instance: Instance, row: Row) -> Resource | None:
    """The resource itself, or the one that the row names by another attribute."""
    if "of" not in row:
        return context.declared.resources.get(instance.address)
    name = context.values.text(top(instance).attribute(row["of"]))
    if name is None:
        return None
    return context.declared.resource(row["resource_type"], name, instance)


def _encryption(context: Context, instance: Instance, row: Row) -> Encryption | None:
    if not _counts(context, instance, row):
        return None
    for value in walk(top(instance), row["path"]):
        if _told(value):
            key = context.values.text(value)
            if key is not None and key.pieces:
                return Encryption(key, value.place, bucket_key=_bucket_key(context, instance, row))
    if "default" in row and instance.mode != DATA:
        return Encryption(Text(row["default"]), instance.node)
    return None


def _bucket_key(context: Context, instance: Instance, row: Row) -> bool | None:
    """Whether the flag is set by which one key serves for the whole bucket; None: not known."""
    for value in walk(top(instance), row["bucket_key"]) if "bucket_key" in row else ():
        if _told(value):
            text = context.values.text(value)
            return None if text is None or text.literal is None else text.literal == "true"
    return False


def _told(value: Value) -> bool:
    """Set, and not merely filled in by AWS later."""
    return value.is_set and not (value.is_unknown and value.expression is None)


def _counts(context: Context, instance: Instance, row: Row) -> bool:
    """The attribute that chooses the kind of encryption has one of the row's values, or is not
    known.
    """
    if "when" not in row:
        return True
    path, *allowed = row["when"]
    for value in walk(top(instance), path):
        if _told(value):
            text = context.values.text(value)
            return text is None or text.literal is None or text.literal in allowed
    return False
