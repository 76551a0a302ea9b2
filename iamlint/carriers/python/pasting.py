"""What is to be pasted into code, in Python: what is not known stands as the expression that the
code has for it.
"""

from __future__ import annotations

import ast

from iamlint.formats.python.writing import literal
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.holes import Hole, Text

if TYPE_CHECKING:
    from typing import Any

    from iamlint.model.things import Reading

STEP = "    "
NO_STRINGS = ("pulumi", "troposphere", "awacs")
"""Libraries whose values are no strings that could be added to."""
SIMPLE = (ast.Name, ast.Attribute, ast.Call, ast.Subscript)


def pasted(reading: Reading, value: Any) -> str:
    """Data as a Python literal; empty where something in it has no expression in this file."""
    try:
        return written(reading, value, "")
    except LookupError:
        return ""


def written(reading: Reading, value: Any, indent: str) -> str:
    inner = indent + STEP
    if isinstance(value, dict):
        entries = [
            f"{inner}{literal(str(key))}: {written(reading, item, inner)},\n"
            for key, item in value.items()
        ]
        return f"{{\n{''.join(entries)}{indent}}}"
    if isinstance(value, (list, tuple)):
        items = [written(reading, item, inner) for item in value]
        if len(items) == 1 and "\n" not in items[0]:
            return f"[{items[0]}]"
        return f"[\n{''.join(f'{inner}{item},' + chr(10) for item in items)}{indent}]"
    if isinstance(value, Text) and value.literal is None:
        return expression(reading, value)
    return literal(value.literal if isinstance(value, Text) else value)


def expression(reading: Reading, text: Text) -> str:
    """A text as the code says it, with what comes behind. Raises `LookupError`."""
    for policy in reading.policies:
        for statement in policy.statements:
            for word in (*(statement.resources or ()), *(statement.not_resources or ())):
                rest = behind(word.text, text)
                code = word.span.text
                if rest and any(name in word.span.source.text for name in NO_STRINGS):
                    continue
                if rest is not None and is_simple(code):
                    return f"{code} + {literal(rest)}" if rest else code
    raise LookupError(str(text))


def behind(first: Text, whole: Text) -> str | None:
    """The literal that a text has more than another; None where it is no more of the same."""
    known, pieces = first.pieces, whole.pieces
    if not known or not isinstance(known[-1], Hole) or pieces[: len(known)] != known:
        return None
    rest = pieces[len(known) :]
    if not rest:
        return ""
    return rest[0] if len(rest) == 1 and isinstance(rest[0], str) else None


def is_simple(code: str) -> bool:
    """An expression to which something can be added."""
    try:
        return isinstance(ast.parse(code, mode="eval").body, SIMPLE)
    except (SyntaxError, ValueError):
        return False
