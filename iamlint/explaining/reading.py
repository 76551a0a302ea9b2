"""The denials in any text: messages, CloudTrail events in whatever holds them, decoded messages."""

from __future__ import annotations

import json
import re

from iamlint.text.hints import TYPE_CHECKING, Any, Final
from iamlint.text.records import NamedTuple

from .decoded import parse_decoded
from .denial import Denial, distinct
from .events import is_event, parse_event
from .messages import messages

if TYPE_CHECKING:
    from collections.abc import Iterator

_DEEPEST: Final = 40
_OBJECT: Final = re.compile(r"\{")
_TRIES: Final = 50
_DECODED: Final = '"explicitDeny"'


class Read(NamedTuple):
    """What a text tells: the denials of its messages, each once, and of its events, each time; and
    of how many events, refused or not.
    """

    denials: tuple[Denial, ...]
    events: int


def denials(text: str) -> tuple[Denial, ...]:
    """Every denial that a text tells of: a message, a log, a decoded authorization message, a
    CloudTrail event or a file of them.
    """
    return read(text).denials


def read(text: str) -> Read:
    """The same, and how many events there are."""
    value = _json(text)
    if value is not None:
        return _read_values([value], text)
    lines = text.splitlines()
    values = [_json(line) for line in lines]
    if any(isinstance(value, dict) and any(map(is_event, _objects(value, 0))) for value in values):
        return _read_lines(lines, values)
    decoded = list(_within(text))
    if decoded:
        return Read(distinct(decoded), 0)
    return Read(messages(text), 0)


def _json(text: str) -> Any:
    """The object or list that a text is; None for any other text."""
    if not text.lstrip("\ufeff \t\r\n").startswith(("{", "[", '"')):
        return None
    try:
        value = json.loads(text.lstrip("\ufeff"))
    except (ValueError, RecursionError):
        return None
    if isinstance(value, str):
        return _json(value) if value != text else None
    return value if isinstance(value, (dict, list)) else None


def _read_lines(lines: list[str], values: list[Any]) -> Read:
    """Each line is an event, or tells of one in words."""
    found: list[Denial] = []
    events = 0
    for line, value in zip(lines, values, strict=True):
        one = _read_values([value], line) if value is not None else Read(messages(line), 0)
        found.extend(denial for denial in one.denials if one.events or denial not in found)
        events += one.events
    return Read(tuple(found), events)


def _read_values(values: list[Any], text: str) -> Read:
    found: list[Denial] = []
    events = 0
    for one in _objects(values, 0):
        if is_event(one):
            events += 1
            denial = parse_event(one)
        else:
            denial = parse_decoded(one)
        if denial is not None:
            found.append(denial)
    if found or events:
        return Read(tuple(found), events)
    return Read(messages(text), 0)


def _objects(value: Any, depth: int) -> Iterator[dict[str, Any]]:
    """The events and decoded messages in a value, also where a text in it is one."""
    if depth > _DEEPEST:
        return
    if isinstance(value, str):
        value = _json(value)
    if isinstance(value, list):
        for one in value:
            yield from _objects(one, depth + 1)
    elif isinstance(value, dict):
        if is_event(value) or ("explicitDeny" in value and "context" in value):
            yield value
            return
        for one in value.values():
            if isinstance(one, (dict, list)) or (isinstance(one, str) and one[:1] in ("{", "[")):
                yield from _objects(one, depth + 1)


def _within(text: str) -> Iterator[Denial]:
    """Decoded messages that stand in other text, with quotes escaped or not."""
    plain = text.replace('\\"', '"')
    if _DECODED not in plain:
        return
    decoder = json.JSONDecoder()
    end = 0
    for hit in list(_OBJECT.finditer(plain))[:_TRIES]:
        if hit.start() < end:
            continue
        try:
            value, end = decoder.raw_decode(plain, hit.start())
        except (ValueError, RecursionError):
            continue
        for one in _objects(value, 0):
            found = parse_decoded(one)
            if found is not None:
                yield found
