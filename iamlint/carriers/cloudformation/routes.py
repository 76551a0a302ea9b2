"""The route by which an API of a template calls something."""

from __future__ import annotations

from iamlint.carriers.routes import Part, by_key, by_path
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.holes import Text

if TYPE_CHECKING:
    from .reader import Context
    from .tables import Row
    from .template import Declaration


def own(context: Context, row: Row, declaration: Declaration) -> Text:
    """The call of what has a name of its own: an authorizer."""
    return Text(row["own"]) + context.resolver.naming.ref(declaration)


def keyed(context: Context, row: Row, declaration: Declaration) -> Text | None:
    """The call of the one route with a key that leads to an integration."""
    naming = context.resolver.naming
    routes = (
        (naming.property(one, row["to"]), naming.property(one, row["key"]))
        for one in context.template.resources.values()
        if one.type == row["of"]
    )
    return by_key(routes, row["before"], naming.ref(declaration))


def path(context: Context, row: Row, method: Text, resource: Text) -> Text | None:
    """The call of a method of a resource, of which the path is followed up to the root."""
    naming = context.resolver.naming
    parts: dict[Text, Part] = {}
    roots: set[Text] = set()
    for one in context.template.resources.values():
        if one.type == row["of"]:
            parts[naming.ref(one)] = Part(
                naming.property(one, row["part"]), naming.property(one, row["parent"])
            )
        elif one.type == row["api"]:
            roots.add(naming.attribute(one, row["root"]))
    return by_path(method, resource, parts, roots)
