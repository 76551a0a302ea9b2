"""Every name in a program: what it does not name it does not call."""

from __future__ import annotations

import sys

from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.records import NamedTuple

from .values import SDK

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .modules import Module, Program

KNOWN = (SDK, "botocore")
"""Packages besides Python's own of which it is known what they call: nothing by themselves."""
BY_TEXT = ("getattr", "eval", "exec", "import", "importmodule", "globals")
"""What calls by a name that may be put together."""


class Named(NamedTuple):
    """`names`: in lower case and without underscores. `whole`: there is nothing else to be called
    by.
    """

    names: frozenset[str]
    whole: bool


def named(program: Program, modules: Iterable[Module]) -> Named:
    """What the modules of a program name."""
    found: set[str] = set()
    whole = True
    for module in modules:
        found.update(module.names)
        whole = (
            whole
            and module.names.isdisjoint(BY_TEXT)
            and all(is_known(name, program) for name in module.dependencies)
        )
    return Named(frozenset(found), whole)


def is_known(name: str, program: Program) -> bool:
    """A module is part of the program, or does not call AWS by itself."""
    first = name.partition(".")[0]
    known = first in sys.stdlib_module_names or first in KNOWN or not first
    return known or program.module(first) is not None
