"""CloudTrail events of refused calls.

https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
"""

from __future__ import annotations

import re
from functools import lru_cache

from iamlint.text.globs import match
from iamlint.text.hints import TYPE_CHECKING, Any, Final

from .bare import DENIED
from .denial import ENDPOINT_LAYER, Denial
from .messages import parse_denial

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    Event = Mapping[str, Any]

_VERSION: Final = re.compile(r"\d{4}_?\d\d_?\d\d(?:v\d+)?\Z")
"""Of an API, behind the name of the operation: `CreateFunction20150331`."""
_VARIABLE: Final = re.compile(r"\$\{(\w+)\}")
_GENERAL: Final = ("partition", "region", "account")
_BY_ENDPOINT: Final = "VpceAccessDenied"
_NOBODY: Final = ("anonymous", "ANONYMOUS_PRINCIPAL")


def is_event(value: Event) -> bool:
    """It has what every event has."""
    return "eventName" in value and "eventSource" in value


def parse_event(event: Event) -> Denial | None:
    """What a CloudTrail event tells; None when it tells of no denial."""
    code, message = _text(event.get("errorCode")), _text(event.get("errorMessage")) or ""
    told = parse_denial(message)
    if told is None and not DENIED.search(code or ""):
        return None
    found = told or Denial()
    action = found.action or event_action(event)
    return found._replace(
        principal=found.principal or _principal(event.get("userIdentity")),
        action=action,
        resource=found.resource or _resource(event, (action,) if action else _actions(event)),
        layer=found.layer or (ENDPOINT_LAYER if code == _BY_ENDPOINT else None),
        code=found.code or code,
        operation=found.operation or _text(event.get("eventName")),
    )


def _principal(identity: Any) -> str | None:
    if not isinstance(identity, dict):
        return None
    if identity.get("accountId") in _NOBODY:
        return "anonymous"
    for field in ("arn", "identityProvider", "invokedBy"):
        found = _text(identity.get(field))
        if found is not None:
            return found
    return None


# the action


def event_action(event: Event) -> str | None:
    """The one action that IAM checks for the call; None where it checks several."""
    found = _actions(event)
    return found[0] if len(found) == 1 else None


def _actions(event: Event) -> tuple[str, ...]:
    """What IAM checks for the call; empty where that is not known."""
    source, name = _text(event.get("eventSource")), _text(event.get("eventName"))
    if source is None or name is None:
        return ()
    from iamlint.access.facts import bundled

    service = _prefixes().get(source, source.partition(".")[0])
    for called in (name, _VERSION.sub("", name)):
        known = bundled().action(f"{service}:{called}")
        behind = (known.name,) if known else bundled().actions_behind(f"{service}:{called}")
        if behind:
            return behind
    return ()


@lru_cache(maxsize=1)
def _prefixes() -> dict[str, str]:
    """Prefixes of actions by the source of events, where that does not begin with it."""
    from iamlint.access.facts import bundled

    return {row["event_source"]: row["service"] for row in bundled().table("event_sources")}


# the resource


def _resource(event: Event, actions: tuple[str, ...]) -> str | None:
    """The ARN that the call was about: by its parameters, else by the list in the event."""
    from iamlint.access.facts import bundled

    known = [found for found in map(bundled().action, actions) if found is not None]
    templates = list(
        dict.fromkeys(arn for one in known for use in one.resources for arn in use.arns)
    )
    if known and not templates:
        return None
    listed = _listed(event)
    fitting = [arn for arn in listed if any(match(_glob(one), arn) for one in templates)]
    services = {one.service for one in known}
    named = _named(templates, _values(event, services), services)
    for found in (named, fitting, listed):
        if len(found) == 1:
            return found[0]
    return None


def _glob(template: str) -> str:
    return _VARIABLE.sub("*", template)


def _listed(event: Event) -> list[str]:
    resources = event.get("resources")
    return [
        one["ARN"]
        for one in (resources if isinstance(resources, list) else ())
        if isinstance(one, dict) and isinstance(one.get("ARN"), str)
    ]


def _named(templates: list[str], values: Mapping[str, str], services: set[str]) -> list[str]:
    """The templates filled; or, where a call only names what its resources lie in (the bucket of
    many objects), that.
    """
    whole = list(dict.fromkeys(_filled(templates, values)))
    return whole or list(dict.fromkeys(_filled(_around(templates, services), values)))


def _around(templates: list[str], services: set[str]) -> list[str]:
    from iamlint.access.facts import bundled

    types = (one for service in services for one in bundled().resource_types(service))
    cut = [template.rpartition("/")[0] for template in templates]
    return [arn for one in types for arn in one.arns if arn in cut]


def _filled(templates: list[str], values: Mapping[str, str]) -> Iterator[str]:
    for template in templates:
        names = [name.lower() for name in _VARIABLE.findall(template)]
        given = [values.get(name, "") for name in names]
        own = [values.get(name, "") for name in names if name not in _GENERAL]
        arn = next((one for one in own if one.startswith("arn:")), None)
        if arn is not None:
            yield arn
        elif all(given):
            yield _VARIABLE.sub(lambda hit: values[hit[1].lower()], template)


def _values(event: Event, services: set[str]) -> dict[str, str]:
    """What the variables of templates stand for in a call, by their names in lower case."""
    from iamlint.access.facts import bundled

    asked = event.get("requestParameters")
    asked = asked if isinstance(asked, dict) else {}
    region = _text(event.get("awsRegion")) or ""
    given = {name: value for name, value in asked.items() if isinstance(value, str) and value}
    found: dict[str, str] = {}
    for row in bundled().table("event_parameters"):
        if row["service"] in services and row["parameter"] in given:
            hit = re.fullmatch(row["pattern"], given.pop(row["parameter"]))
            found |= {k.lower(): v for k, v in hit.groupdict().items()} if hit else {}
    general = {
        "partition": bundled().regions.get(region, "aws"),
        "region": region,
        "account": _text(event.get("recipientAccountId")) or "",
    }
    return general | {name.lower(): value for name, value in given.items()} | found


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None
