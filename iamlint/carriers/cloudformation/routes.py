"""The route of a method of an API, as it stands in the ARN of a call: `{stage}/GET/orders/{id}`.

https://docs.aws.amazon.com/apigateway/latest/developerguide/arn-format-reference.html
"""

from __future__ import annotations

import re

from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.holes import ANY, NAME, Hole, Text, join

if TYPE_CHECKING:
    from .reader import Context
    from .tables import Row
    from .template import Declaration

STAGE = Hole("the stage of the API", NAME)
EVERY = ("ANY", "*")
"""A method that stands for all."""
DEFAULT = "$default"
"""The key of a route that takes whatever no other does."""
_parameter = re.compile(r"\{[^{}+]+(\+?)\}")


class Routes:
    """Follows the resources of APIs up to their root."""

    def __init__(self, context: Context, row: Row) -> None:
        naming = context.resolver.naming
        self._naming = naming
        self._row = row
        self._parts: dict[Text, Declaration] = {}
        self._roots: set[Text] = set()
        for declaration in context.template.resources.values():
            if declaration.type == row["of"]:
                self._parts[naming.ref(declaration)] = declaration
            elif declaration.type == row["api"]:
                self._roots.add(naming.attribute(declaration, row["root"]))

    def route(self, method: Text, resource: Text) -> Text | None:
        """Stage, method and path; None where a part of the path is not in view."""
        verb = Text(Hole("the method", NAME)) if method.literal in (*EVERY, None) else method
        path: list[Text] = []
        while resource not in self._roots:
            declaration = self._parts.get(resource)
            part = self._property(declaration, self._row["part"])
            parent = self._property(declaration, self._row["parent"])
            if part is None or parent is None or len(path) > len(self._parts):
                return None
            path.insert(0, with_parameters(part))
            resource = parent
        found = Text(STAGE) + "/" + verb + "/"
        for number, part in enumerate(path):
            found = found + ("/" if number else "") + part
        return found

    def _property(self, declaration: Declaration | None, name: str) -> Text | None:
        return self._naming.property(declaration, name) if declaration is not None else None


def keyed(context: Context, row: Row, integration: Text) -> Text | None:
    """The call of the one route of an HTTP API that leads to an integration; None where there are
    several, or none is in view.
    """
    naming = context.resolver.naming
    keys: list[Text | None] = []
    for declaration in context.template.resources.values():
        target = naming.property(declaration, row["to"]) if declaration.type == row["of"] else None
        if target is None:
            continue
        if target.prefix != row["before"] or len(target.pieces) != 2:
            return None
        if target == Text(row["before"]) + integration:
            keys.append(naming.property(declaration, row["key"]))
    literal = keys[0].literal if len(keys) == 1 and keys[0] is not None else None
    if literal is None or literal == DEFAULT:
        return None
    return Text(STAGE) + "/" + told(literal)


def told(key: str) -> Text:
    """The key of a route as the ARN of a call has it: `GET /orders/{id}`, or a name as `$connect`
    that a WebSocket API has.
    """
    method, space, path = key.partition(" ")
    if not space:
        return Text(key)
    parts = join([with_parameters(Text(part)) for part in path.split("/")], "/")
    return (Text(Hole("the method", NAME)) if method in EVERY else Text(method)) + parts


def with_parameters(part: Text) -> Text:
    """A part of a path, with what the caller fills in as not known."""
    match = _parameter.fullmatch(part.literal or "")
    if match is None:
        return part
    return Text(Hole(f"what is called for {match[0]}", ANY if match[1] else NAME))
