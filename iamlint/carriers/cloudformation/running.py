"""Which roles a resource names for a service to run it as.

https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-service.html
"""

from __future__ import annotations

from iamlint.carriers.wirings import ACCOUNT, AS_ARN, AS_WRITTEN, ELSE, arn_of
from iamlint.model.things import RoleUse
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.holes import Text
from iamlint.text.node import ALWAYS, Mapping, Scalar

from . import tables
from .places import Place, walk
from .values import as_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .reader import Context, Declared
    from .tables import Row

NAMED, USERS = "cfn_role_arn_properties", "cloudformation_role_users"

_uses: dict[str, dict[str, Row]] = {}
NOBODY: Row = {"principals": ()}
"""Of a property that names a role for a service that is not known."""


def read(context: Context, declared: Declared) -> None:
    """Note every role that a resource names."""
    if not (declared.properties is None or isinstance(declared.properties, Mapping)):
        return
    for path, row in uses(declared.type).items():
        found = False
        for place in walk(declared.properties, path, declared.address):
            found = True
            text = as_text(place.node)
            if text is None:
                text = Text(context.resolver.opaque(place.node, "names no role"))
            if text.pieces:
                use(context, declared, row, place, text)
        if not found and "made" in row:
            made(context, declared, row)


def uses(type: str) -> dict[str, Row]:
    """The properties of a type that name roles, each with the row that says who assumes them."""
    if type not in _uses:
        own = {row.get("path", ""): row for row in tables.rows(USERS, type)}
        general = own.pop("", None) or of_namespace(type)
        found: dict[str, Row] = {}
        if not general.get("no_roles"):
            found = {row["path"]: general for row in tables.rows(NAMED, type)}
        _uses[type] = {**found, **own}
    return _uses[type]


def of_namespace(type: str) -> Row:
    """What is said of all types of a service."""
    service = type.rpartition("::")[0]
    for row in tables.rows(USERS, f"{service}::") if service else ():
        return row
    return NOBODY


def use(context: Context, declared: Declared, row: Row, place: Place, text: Text) -> None:
    found = RoleUse(
        declared.address,
        text,
        tuple(row["principals"]),
        place.node,
        place.address,
        declared.type,
        context.home.account,
        context.home.region,
        when=declared.when | place.when,
        instead=tuple(row.get("or", ())),
        by_profile=bool(row.get("profile")),
        holder=declared.resource,
        external=external(context, declared, row),
        sends=tuple(sends(context, declared, row)),
    )
    context.reading.role_uses.append(found)


def external(context: Context, declared: Declared, row: Row) -> Text | None:
    """The external ID that a resource has sent when its role is assumed."""
    path = row.get("external")
    if path == ACCOUNT:
        return context.home.account
    found = list(walk(declared.properties, path, declared.address)) if path else []
    return as_text(found[0].node) if len(found) == 1 else None


def sends(context: Context, declared: Declared, row: Row) -> Iterator[tuple[str, Text]]:
    """What a resource has sent when its role is assumed, by condition key; nothing where it says
    that it sends nothing, or may.
    """
    silent = row.get("silent")
    for place in walk(declared.properties, silent, declared.address) if silent else ():
        if not (isinstance(place.node, Scalar) and str(place.node.value).lower() == "false"):
            return
    for key, told in row.get("sends", {}).items():
        if told.startswith(AS_WRITTEN):
            yield key, Text(told.removeprefix(AS_WRITTEN))
            continue
        path, _, usual = told.partition(ELSE)
        found = list(walk(declared.properties, path.rpartition("/")[2], declared.address))
        text = as_text(found[0].node) if len(found) == 1 else None
        if usual and not found:
            text = Text(usual)
        if text is not None and path.startswith(AS_ARN):
            home = context.home
            text = arn_of(path, home.partition, home.region, home.account, text)
        if text is not None:
            yield key, text


def made(context: Context, declared: Declared, row: Row) -> None:
    """The role that AWS SAM makes for a resource that names none."""
    role = context.template.resources.get(declared.declaration.logical + row["made"])
    if role is not None and declared.declaration.bindings == role.bindings:
        place = Place(declared.declaration.key, ALWAYS, declared.address, None)
        use(context, declared, row, place, context.resolver.naming.arn(role))
