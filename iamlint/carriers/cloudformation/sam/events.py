"""What the rows of the catalogue cannot say of events by themselves: routes, stages, queues.

https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-eventsource.html
"""

from __future__ import annotations

import hashlib
import re

from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.node import Mapping, Scalar

from .nodes import argument_text, attribute, dig, function_of, logical_of, ref
from .patterns import literal, there

if TYPE_CHECKING:
    from iamlint.carriers.cloudformation.template import Template
    from iamlint.text.node import Node

    from .patterns import Value

IMPLICIT = {"Api": "ServerlessRestApi", "HttpApi": "ServerlessHttpApi"}
"""The APIs that SAM makes for events that name none, by the event's type."""
API_ID = {"Api": "RestApiId", "HttpApi": "ApiId"}
DEFAULT = "$default"
ANY = ("any", "x-amazon-apigateway-any-method")
HASHED = 10
_parameter = re.compile(r"\{([a-zA-Z0-9._-]+|[a-zA-Z0-9._-]+\+|proxy\+)\}")
_registry = re.compile(r"arn:(?:[^:]*:){4}registry/([^:]*)")


class Event:
    """An entry of `Events`, with its `owner`, the logical id of what it starts."""

    def __init__(self, owner: str, key: str, node: Mapping) -> None:
        self.owner = owner
        self.key = key
        self.node = node
        type_ = node.get("Type")
        self.type = (
            type_.value if isinstance(type_, Scalar) and isinstance(type_.value, str) else ""
        )
        self.properties = node.get("Properties")

    def get(self, path: str) -> Node | None:
        return dig(self.properties, path)


def named(template: Template, event: Event) -> dict[str, Value]:
    """The variables of an event's rows."""
    logical = f"{event.owner}{event.key}"
    found: dict[str, Value] = {"key": event.key}
    letters = event.get("DeadLetterConfig.QueueLogicalId")
    found["dead_letters"] = literal(template, letters) or f"{logical}Queue"
    if event.type in IMPLICIT:
        found.update(of_api(template, event))
    elif event.type == "SNS":
        found.update(of_topic(event, logical))
    elif event.type == "Cognito":
        pool = logical_of(event.get("UserPool"))
        found["pool"] = pool if pool in template.resources else None
    registry = event.get("SchemaRegistryConfig.SchemaRegistryURI")
    found["registry"] = registry_of(template, registry) if registry is not None else None
    return found


def of_topic(event: Event, logical: str) -> dict[str, Value]:
    """The queue between a topic and a function: one that is given, or one that SAM makes."""
    given = event.get("SqsSubscription")
    policy = literal_at(given, "QueuePolicyLogicalId") or f"{logical}QueuePolicy"
    if isinstance(given, Mapping):
        return {
            "queue_arn": given.get("QueueArn"),
            "queue_url": given.get("QueueUrl"),
            "queue_policy": policy,
        }
    queue = f"{logical}Queue"
    return {
        "queue_arn": attribute(event.node, queue, "Arn"),
        "queue_url": ref(event.node, queue),
        "queue_policy": policy,
    }


def literal_at(node: Node | None, key: str) -> str:
    value = dig(node, key)
    return value.value if isinstance(value, Scalar) and isinstance(value.value, str) else ""


def of_api(template: Template, event: Event) -> dict[str, Value]:
    """The API of an event, and the route as it stands in the ARN of a call."""
    given = event.get(API_ID[event.type])
    api = given if there(given) else ref(event.node, IMPLICIT[event.type])
    route = rest_route(event) if event.type == "Api" else http_route(event)
    return {"api": api, "route": route, "stage": hashed(stage_of(template, event))}


def api_of(event: Event) -> str:
    """The logical id of the API that an event belongs to; empty where it is not in view."""
    given = event.get(API_ID[event.type])
    if not there(given):
        return IMPLICIT[event.type]
    return given.value if isinstance(given, Scalar) and isinstance(given.value, str) else (
        argument_text(given) if function_of(given) == "Ref" else ""
    )  # fmt: skip


def stage_of(template: Template, event: Event) -> str:
    """The stage as it stands in the logical ids of permissions."""
    if not there(event.get(API_ID[event.type])):
        return "Prod"
    api = api_of(event)
    if not api:
        return "AllStages"
    declared = template.resources.get(api)
    name = dig(declared.properties, "StageName") if declared is not None else None
    return name.value if isinstance(name, Scalar) and isinstance(name.value, str) else "Stage"


def hashed(suffix: str) -> str:
    """A text as it stands in a logical id: its hash where it has characters that may not."""
    if suffix.isalnum() or not suffix:
        return suffix
    return hashlib.sha1(suffix.encode(), usedforsecurity=False).hexdigest()[:HASHED]


def rest_route(event: Event) -> str | None:
    """`GET/pets/*`; None for a route that is no text."""
    path, method = (literal_at(event.properties, name) for name in ("Path", "Method"))
    if not path or not method:
        return None
    return route_of(path, "*" if method.lower() == "any" else method.upper())


def http_route(event: Event) -> str | None:
    """The same of an HTTP API; None, too, for a route that another of the function covers."""
    path, method = (literal_at(event.properties, name) for name in ("Path", "Method"))
    if not path:
        path = DEFAULT
    if path == DEFAULT:
        return "*"
    if not method:
        method = ANY[0]
    method = "*" if method.lower() in ANY else method.upper()
    return route_of(path, method)


def route_of(path: str, method: str) -> str:
    bare = path[:-1] if path.endswith("/") and len(path) > 1 else path
    return method + _parameter.sub("*", bare)


def is_default(event: Event) -> bool:
    """It takes everything of its HTTP API that no other route takes."""
    return event.type == "HttpApi" and literal_at(event.properties, "Path") in ("", DEFAULT)


def registry_of(template: Template, node: Node) -> str | None:
    """The name of a schema registry in its ARN."""
    if function_of(node) == "Fn::Sub":
        text: str | None = argument_text(node)
    else:
        text = literal(template, node)
    match = _registry.fullmatch(text or "")
    return match[1] if match else None
