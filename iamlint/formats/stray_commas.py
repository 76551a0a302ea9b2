"""JSON with a comma behind the last item of a list or an object. Whoever takes it refuses it, and
it tells all the same what was meant.
"""

from __future__ import annotations

from iamlint.errors import Unreadable
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.late import late
from iamlint.text.source import EmbeddedSource

if TYPE_CHECKING:
    import re

    from iamlint.text.node import Node

_parts = late(r'"(?:[^"\\]|\\.)*"|,(?=[ \t\n\r]*[}\]])')


def parsed(source: EmbeddedSource) -> Node | None:
    """What a text means without such commas; None where there are none, or more is wrong. Nothing
    can be written into it.
    """
    from .json import parse

    text = _parts.sub(_spaced, source.text)
    if text == source.text:
        return None
    try:
        return parse(EmbeddedSource(text, source.host, source.host_end, source.steps, None))
    except Unreadable:
        return None


def _spaced(found: re.Match[str]) -> str:
    return " " if found[0] == "," else found[0]
