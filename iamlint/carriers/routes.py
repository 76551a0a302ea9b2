"""What the ARN of an API's call has behind that of the API: `{stage}/GET/orders/{id}`.

https://docs.aws.amazon.com/apigateway/latest/developerguide/arn-format-reference.html
"""

from __future__ import annotations

import re

from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.holes import ANY, NAME, Hole, Text, join
from iamlint.text.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

STAGE = Hole("the stage of the API", NAME)
EVERY = ("ANY", "*")
"""A method that stands for all."""
DEFAULT = "$default"
"""The key of a route that takes whatever no other does."""
_parameter = re.compile(r"\{[^{}+]+(\+?)\}")


class Part(NamedTuple):
    """One resource of a REST API: its part of the path, and the resource above it."""

    part: Text | None
    parent: Text | None


def by_path(
    method: Text, resource: Text, parts: Mapping[Text, Part], roots: set[Text]
) -> Text | None:
    """Stage, method and path; None where a part of the path is not in view. `parts`, `roots`: the
    resources and the roots of APIs, by what names them.
    """
    path: list[Text] = []
    while resource not in roots:
        part, parent = parts.get(resource, Part(None, None))
        if part is None or parent is None or len(path) > len(parts):
            return None
        path.insert(0, with_parameters(part))
        resource = parent
    return Text(STAGE) + "/" + verb(method) + "/" + join(path, "/")


def by_key(
    routes: Iterable[tuple[Text | None, Text | None]], before: str, integration: Text
) -> Text | None:
    """The call of the one route that leads to an integration; None where there are several, or
    none is in view. `routes`: where each leads, which starts with `before`, and its key.
    """
    keys: list[Text | None] = []
    for target, key in routes:
        if target is None:
            continue
        if target.prefix != before or len(target.pieces) != len((before, integration)):
            return None
        if target == Text(before) + integration:
            keys.append(key)
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
    return verb(Text(method)) + join([with_parameters(Text(p)) for p in path.split("/")], "/")


def verb(method: Text) -> Text:
    """A method, not known where it stands for all."""
    return Text(Hole("the method", NAME)) if method.literal in (*EVERY, None) else method


def with_parameters(part: Text) -> Text:
    """A part of a path, with what the caller fills in as not known."""
    match = _parameter.fullmatch(part.literal or "")
    if match is None:
        return part
    return Text(Hole(f"what is called for {match[0]}", ANY if match[1] else NAME))
