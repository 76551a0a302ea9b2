"""What an AccessDenied says: who was refused what on which resource, by which kind of policy.

Messages in any wrapper, CloudTrail events, and authorization messages as AWS STS decodes them.

https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

from iamlint.text.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

IMPLICIT: Final = "implicit"
EXPLICIT: Final = "explicit"
UNKNOWN: Final = "unknown"

_LAYERS: Final = {
    "identity-based policy": "identity_policy",
    "resource-based policy": "resource_policy",
    "permissions boundary": "permissions_boundary",
    "session policy": "session_policy",
    "sessions policy": "session_policy",
    "service control policy": "scp",
    "resource control policy": "rcp",
    "vpc endpoint policy": "vpc_endpoint_policy",
    "role trust policy": "role_trust_policy",
}
_LONGEST: Final = 50_000
"""Characters of a text in which a message is looked for."""
RESOURCE_LAYER: Final = "resource_policy"
BLOCK_PUBLIC_ACCESS: Final = "s3_block_public_access"


class Denial(NamedTuple):
    """One refused call, as far as the message tells.

    `principal`: an ARN, a service principal, or `anonymous`. `outcome`: `implicit` (nothing
    allowed it), `explicit` (something denied it), `unknown`. `layer`: the kind of policy, None
    where the message does not tell. `through`: the kind through which that one acted. `policy`: the
    ARN of the policy that denied.
    `code`, `operation`: of the failed call. `encoded`: a message only AWS STS can decode.
    `authorization`: an ID under which AWS tells more. `context`: context keys of the request.
    """

    principal: str | None = None
    action: str | None = None
    resource: str | None = None
    outcome: str = UNKNOWN
    layer: str | None = None
    policy: str | None = None
    through: str | None = None
    code: str | None = None
    operation: str | None = None
    encoded: str | None = None
    authorization: str | None = None
    context: Mapping[str, tuple[str, ...]] = {}


def _compiled(pattern: str) -> re.Pattern[str]:
    """A space in the pattern is any white space."""
    return re.compile(pattern.replace(" ", r"\s+"), re.IGNORECASE)


_KIND: Final = (
    r"(identity-based policy|resource-based policy|permissions boundary|sessions? policy|"
    r"service control policy|resource control policy|VPC endpoint policy|role trust policy)"
)
_ACTION: Final = r"([A-Za-z0-9-]+:[A-Za-z0-9*]+)"
_WHO: Final = _compiled(
    r"(?:(?:User|Role|Principal):? )?"
    r"(arn:[^\s\"]+|anonymous|(?<![\w.-])[\w.-]{1,200}\.amazonaws\.com(?:\.cn)?)"
    rf" is not authorized to perform:? \[?{_ACTION}"
)
_RESOURCE: Final = _compiled(
    r"\bon (?:the )?(?:resources?:? )?(?:\"([^\"]+)\"|(this resource)|(arn:[^\s\"]+|\*))"
)
_LOOSE_RESOURCE: Final = _compiled(r"\bon resources?: (\S.*?)\s*(?=\b(?:because|with)\b|$)")
_EXPLICIT: Final = _compiled(
    rf"with an explicit deny(?: in (?:an?|the) {_KIND}(?: transitively through an? {_KIND})?"
    r"(?::\s*(arn:\S*[^\s.,;\"']))?)?"
)
_IMPLICIT: Final = _compiled(rf"because no {_KIND} allows the {_ACTION} action")
_KMS_ELSEWHERE: Final = _compiled(
    r"because the resource does not exist in this Region, no resource-based policies allow access,"
    r" or a resource-based policy explicitly denies access"
)
_PUBLIC: Final = _compiled(r"\bBlockPublic(?:Policy|Acls) setting in S3 Block Public Access")
_ENCODED: Final = _compiled(r"Encoded authorization failure message:\s*([A-Za-z0-9_-]+)")
_AUTHORIZATION: Final = re.compile(r"#/authorization-details/([A-Za-z0-9-]+)")
_CALL: Final = _compiled(
    r"\(([A-Za-z.]+)\) when calling the (\w+) operation|api error ([A-Za-z.]+):"
)
_OPERATION: Final = _compiled(r"operation error [\w ]+: (\w+),")
_DENIED: Final = re.compile(r"access.?denied|unauthorized|not.?authorized|forbidden", re.IGNORECASE)
_DRAWN: Final = re.compile(r"^[ \t]*[│|╷╵]", re.MULTILINE)
_ESCAPES: Final = (
    ('\\"', '"'),
    ("\\n", " "),
    ("&quot;", '"'),
    ("&#34;", '"'),
    ("“", '"'),
    ("”", '"'),
)


def denials(text: str) -> tuple[Denial, ...]:
    """Every denial that a text tells of: a message, a decoded authorization message, a CloudTrail
    event or a file of them.
    """
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        value = None
    found = tuple(_in_json(value)) if isinstance(value, (dict, list)) else ()
    if found:
        return found
    one = parse_denial(text)
    return (one,) if one is not None else ()


def parse_denial(text: str) -> Denial | None:
    """The denial that a message tells of, whatever stands around it; None when it tells of none."""
    text = _plain(text[:_LONGEST])
    who = _WHO.search(text)
    call, encoded = _call(text), _ENCODED.search(text)
    if who is None and encoded is None and not _DENIED.search(call[0] or ""):
        return None
    found = Denial(code=call[0], operation=call[1], encoded=encoded and encoded[1])
    if who is None:
        return found
    rest = text[who.end() :]
    link = _AUTHORIZATION.search(rest)
    found = found._replace(
        principal=who[1].rstrip("'\",;"),
        action=who[2],
        resource=_resource(rest),
        authorization=link and link[1],
    )
    return _with_reason(found, rest)


def _plain(text: str) -> str:
    """Without the frames and escapes that tools put around a message."""
    for escaped, char in _ESCAPES:
        text = text.replace(escaped, char)
    return _DRAWN.sub(" ", text)


def _call(text: str) -> tuple[str | None, str | None]:
    hit = _CALL.search(text)
    if hit is None:
        return None, None
    if hit[1]:
        return hit[1], hit[2]
    operation = _OPERATION.search(text)
    return hit[3], operation and operation[1]


def _resource(rest: str) -> str | None:
    before = re.split(r"\s(?:because|with\s+an\s+explicit)\b", rest, maxsplit=1)[0]
    hit = _RESOURCE.search(before)
    if hit is not None and hit[2]:
        return None
    if hit is not None and (hit[1] or hit[3]):
        return hit[1] or hit[3].rstrip(".,;'")
    loose = _LOOSE_RESOURCE.search(before)
    return loose[1].rstrip(".,; ") or None if loose is not None else None


def _with_reason(found: Denial, rest: str) -> Denial:
    explicit = _EXPLICIT.search(rest)
    if explicit is not None:
        return found._replace(
            outcome=EXPLICIT,
            layer=_layer(explicit[1]),
            through=_layer(explicit[2]),
            policy=explicit[3],
        )
    implicit = _IMPLICIT.search(rest)
    if implicit is not None:
        return found._replace(outcome=IMPLICIT, layer=_layer(implicit[1]))
    if _KMS_ELSEWHERE.search(rest):
        return found._replace(layer=RESOURCE_LAYER)
    if _PUBLIC.search(rest):
        return found._replace(layer=BLOCK_PUBLIC_ACCESS)
    return found


def _layer(kind: str | None) -> str | None:
    return _LAYERS.get(" ".join(kind.lower().split())) if kind else None


# JSON


def _in_json(value: Any) -> Iterator[Denial]:
    if isinstance(value, list):
        for one in value:
            yield from _in_json(one)
    elif isinstance(value, dict):
        decoded = _decoded(value)
        if decoded is not None:
            yield decoded
        elif isinstance(value.get("Records"), list):
            yield from _in_json(value["Records"])
        elif isinstance(value.get("Events"), list):
            yield from _in_json(value["Events"])
        elif isinstance(value.get("CloudTrailEvent"), str):
            yield from denials(value["CloudTrailEvent"])
        elif "eventName" in value and "eventSource" in value:
            event = parse_event(value)
            if event is not None:
                yield event


def _decoded(value: Mapping[str, Any]) -> Denial | None:
    """What `aws sts decode-authorization-message` prints, or the message within it."""
    inner = value.get("DecodedMessage")
    if isinstance(inner, str):
        try:
            value = json.loads(inner)
        except (ValueError, RecursionError):
            return None
    context = value.get("context") if isinstance(value, dict) else None
    if not isinstance(context, dict) or "explicitDeny" not in value:
        return None
    principal = context.get("principal")
    return Denial(
        principal=_text(principal.get("arn")) if isinstance(principal, dict) else None,
        action=_text(context.get("action")),
        resource=_text(context.get("resource")),
        outcome=EXPLICIT if value.get("explicitDeny") is True else IMPLICIT,
        context=_keys(context.get("conditions")),
    )


def _keys(conditions: Any) -> dict[str, tuple[str, ...]]:
    items = conditions.get("items") if isinstance(conditions, dict) else None
    found = {}
    for item in items if isinstance(items, list) else ():
        if isinstance(item, dict) and isinstance(item.get("key"), str):
            values = item.get("values")
            listed = values.get("items") if isinstance(values, dict) else None
            found[item["key"]] = tuple(
                str(one.get("value"))
                for one in (listed if isinstance(listed, list) else ())
                if isinstance(one, dict)
            )
    return found


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None


def parse_event(event: Mapping[str, Any]) -> Denial | None:
    """A CloudTrail event; None when it tells of no denial.

    https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
    """
    code, message = _text(event.get("errorCode")), _text(event.get("errorMessage")) or ""
    told = parse_denial(message)
    if told is None and not _DENIED.search(code or ""):
        return None
    found = told or Denial()
    return found._replace(
        principal=found.principal or _event_principal(event.get("userIdentity")),
        action=found.action or _event_action(event),
        resource=found.resource or _event_resource(event),
        code=found.code or code,
        operation=found.operation or _text(event.get("eventName")),
    )


def _event_principal(identity: Any) -> str | None:
    if not isinstance(identity, dict):
        return None
    if identity.get("accountId") in ("anonymous", "ANONYMOUS_PRINCIPAL"):
        return "anonymous"
    return _text(identity.get("arn")) or _text(identity.get("invokedBy"))


def _event_action(event: Mapping[str, Any]) -> str | None:
    """The one action that IAM checks for the call; None where it checks several."""
    source, name = _text(event.get("eventSource")), _text(event.get("eventName"))
    if source is None or name is None:
        return None
    from iamlint.access.facts import bundled

    called = f"{source.partition('.')[0]}:{name}"
    catalog = bundled()
    known = catalog.action(called)
    if known is not None:
        return known.name
    behind = catalog.actions_behind(called)
    return behind[0] if len(behind) == 1 else None


def _event_resource(event: Mapping[str, Any]) -> str | None:
    asked = event.get("requestParameters")
    if isinstance(asked, dict) and isinstance(asked.get("bucketName"), str):
        key = _text(asked.get("key"))
        bucket = f"arn:{_partition(event)}:s3:::{asked['bucketName']}"
        return f"{bucket}/{key}" if key else bucket
    resources = event.get("resources")
    named = [
        one["ARN"]
        for one in (resources if isinstance(resources, list) else ())
        if isinstance(one, dict) and isinstance(one.get("ARN"), str)
    ]
    return named[0] if len(named) == 1 else None


def _partition(event: Mapping[str, Any]) -> str:
    from iamlint.access.facts import bundled

    return bundled().regions.get(_text(event.get("awsRegion")) or "", "aws")
