"""Policies in Python code: dicts and texts, calls of boto3, and what declares resources in code.

The code is never run.
"""

from __future__ import annotations

import gc

from iamlint.text.hints import TYPE_CHECKING

from .signs import may_hold, says_policy

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from iamlint.carriers.facts import Facts
    from iamlint.model.things import Reading
    from iamlint.text.holes import Text
    from iamlint.text.source import Source

    from .neighbours import Program

__all__ = ["may_hold", "modules", "pasted", "read", "says_policy", "write_text"]


def modules(texts: Callable[[str], str | None]) -> Program:
    """The modules of a run, from which files may take values. `texts` gives what is in a file,
    None where there is none.
    """
    from .neighbours import Program

    return Program(texts)


def read(
    source: Source,
    facts: Facts | None,
    *,
    made: bool = False,
    others: Program | None = None,
) -> Reading | None:
    """Everything that a file says of access; None where that is nothing. `made`: templates are in
    view that tell what an app of the CDK makes. `others`: the modules that it may take
    values from. Raises `Unreadable`.
    """
    from . import reader

    collecting = gc.isenabled()
    gc.disable()  # a growing tree has no garbage, and looking for it takes as long as reading
    try:
        return reader.read(source, facts, made=made, others=others)
    finally:
        if collecting:
            gc.enable()


def write_text(_: Reading, text: Text) -> str | None:
    """How a text is written in code: only one without holes can be."""
    return text.literal


def pasted(reading: Reading, value: Any) -> str:
    """Data to be pasted, as code; empty where the code has no expression for a part of it."""
    from . import pasting

    return pasting.pasted(reading, value)
