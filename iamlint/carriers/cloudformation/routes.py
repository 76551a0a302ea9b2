"""The route of a method of an API, as it stands in the ARN of a call: `GET/orders/{id}`.

https://docs.aws.amazon.com/apigateway/latest/developerguide/arn-format-reference.html
"""

from __future__ import annotations

import re

from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.holes import ANY, NAME, Hole, Text

if TYPE_CHECKING:
    from .reader import Context
    from .tables import Row
    from .template import Declaration

EVERY = ("ANY", "*")
"""A method that stands for all."""
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
        """Method and path; None where a part of the path is not in view."""
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
        found = verb + "/"
        for number, part in enumerate(path):
            found = found + ("/" if number else "") + part
        return found

    def _property(self, declaration: Declaration | None, name: str) -> Text | None:
        return self._naming.property(declaration, name) if declaration is not None else None


def with_parameters(part: Text) -> Text:
    """A part of a path, with what the caller fills in as not known."""
    match = _parameter.fullmatch(part.literal or "")
    if match is None:
        return part
    return Text(Hole(f"what is called for {match[0]}", ANY if match[1] else NAME))
