"""Texts that another tool is to fill in first: Jinja, Cookiecutter, Helm, Go templates, and lines
that are nothing but a variable.
"""

from __future__ import annotations

import re

from iamlint.errors import Unfilled, Unreadable

_MARKS = re.compile(r"\{\{(?!resolve:)|\{%|<%|^[ \t]*\$(?:\w+|\{\w+\})[ \t]*$", re.MULTILINE)
BEFORE, BEHIND = 300, 100
"""Characters around a fault among which a mark may be the cause of it."""


def explained(error: Unreadable, text: str) -> Unreadable:
    """The same fault; where a mark of a template language stands by it, with the place and the
    meaning of that.
    """
    start = max(0, text.rfind("\n", 0, max(0, error.offset - BEFORE)))
    around = [found.start() for found in _MARKS.finditer(text, start, error.offset + BEHIND)]
    if not around:
        return error
    near = min(around, key=lambda place: abs(place - error.offset))
    line = text[near : near + 40].splitlines()[0].strip()
    return Unfilled(
        f"`{line}` is to be filled in by a template engine first: scan what that makes", near
    )
