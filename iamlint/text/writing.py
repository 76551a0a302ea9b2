"""JSON for people to read, as `json.dumps` writes it with an indent: that is done in Python there,
a few characters at a time, which for reports of a hundred thousand findings takes longer than to
find them.
"""

from __future__ import annotations

import json
from json.encoder import encode_basestring_ascii

from iamlint.text.hints import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any


def written(value: Any, indent: int, margin: str = "") -> str:
    """What `json.dumps(value, indent=indent)` gives; `margin` stands before each line but the
    first. Keys are texts.
    """
    if isinstance(value, str):
        return encode_basestring_ascii(value)
    if type(value) is int:
        return str(value)
    inner = margin + " " * indent
    if isinstance(value, dict):
        if not value:
            return "{}"
        lines = [
            f"{inner}{encode_basestring_ascii(key)}: "
            + (encode_basestring_ascii(item) if type(item) is str else written(item, indent, inner))
            for key, item in value.items()
        ]
        return "{\n" + ",\n".join(lines) + f"\n{margin}}}"
    if isinstance(value, (list, tuple)):
        if not value:
            return "[]"
        items = [f"{inner}{written(item, indent, inner)}" for item in value]
        return "[\n" + ",\n".join(items) + f"\n{margin}]"
    return json.dumps(value)
