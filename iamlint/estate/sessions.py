"""How long the sessions of a permission set last.

https://docs.aws.amazon.com/singlesignon/latest/userguide/howtosessionduration.html
"""

from __future__ import annotations

import re

from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.node import Holed, Mapping, Scalar
from iamlint.text.records import NamedTuple

if TYPE_CHECKING:
    from iamlint.model.things import Identity
    from iamlint.text.node import Node

PLACES = (("Properties", "SessionDuration"), ("session_duration",), ("values", "session_duration"))
LENGTH = re.compile(r"PT(?:(\d{1,4})H)?(?:(\d{1,6})M)?(?:(\d{1,8})S)?")


class Length(NamedTuple):
    """`text` as written (`PT8H`), in minutes, and where it stands."""

    text: str
    minutes: int
    place: Node


def session_length(identity: Identity) -> Length | None:
    """The session duration that a permission set is declared with, where it is known."""
    for path in PLACES:
        node: Node | None = identity.node
        for key in path:
            node = node.get(key) if isinstance(node, Mapping) else None
        text = text_of(node)
        found = LENGTH.fullmatch(text)
        if node is not None and found and any(found.groups()):
            hours, minutes, seconds = (int(one or 0) for one in found.groups())
            return Length(text, hours * 60 + minutes + seconds // 60, node)
    return None


def text_of(node: Node | None) -> str:
    if isinstance(node, Scalar) and isinstance(node.value, (str, int, float)):
        return str(node.value)
    return (node.text.literal or "") if isinstance(node, Holed) else ""
