"""Authorization messages as AWS STS decodes them.

https://docs.aws.amazon.com/STS/latest/APIReference/API_DecodeAuthorizationMessage.html
"""

from __future__ import annotations

from iamlint.text.hints import TYPE_CHECKING, Any

from .denial import EXPLICIT, IMPLICIT, Denial

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

SERVICE_KEY = "aws:Service"
"""Under which the context of a message names the service where the action does not."""


def parse_decoded(value: Mapping[str, Any]) -> Denial | None:
    """The denial that a decoded message tells of; None for anything else."""
    context = value.get("context")
    if not isinstance(context, dict) or "explicitDeny" not in value:
        return None
    principal, keys = context.get("principal"), _keys(context.get("conditions"))
    return Denial(
        principal=_text(principal.get("arn")) if isinstance(principal, dict) else None,
        action=_action(_text(context.get("action")), keys),
        resource=_text(context.get("resource")),
        outcome=EXPLICIT if value.get("explicitDeny") is True else IMPLICIT,
        sids=tuple(_sids(value.get("matchedStatements"))),
        context=keys,
    )


def _action(named: str | None, keys: Mapping[str, tuple[str, ...]]) -> str | None:
    service = keys.get(SERVICE_KEY, ())
    if named is None or ":" in named or not service:
        return named
    return f"{service[0].partition('.')[0]}:{named}"


def _sids(matched: Any) -> Iterator[str]:
    for one in _items(matched):
        sid = one.get("statementId") if isinstance(one, dict) else None
        if isinstance(sid, str) and sid and str(one.get("effect")).upper() == "DENY":
            yield sid


def _keys(conditions: Any) -> dict[str, tuple[str, ...]]:
    return {
        item["key"]: tuple(
            str(one.get("value")) for one in _items(item.get("values")) if isinstance(one, dict)
        )
        for item in _items(conditions)
        if isinstance(item, dict) and isinstance(item.get("key"), str)
    }


def _items(holder: Any) -> list[Any]:
    items = holder.get("items") if isinstance(holder, dict) else None
    return items if isinstance(items, list) else []


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None
