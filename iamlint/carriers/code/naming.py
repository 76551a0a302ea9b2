"""Every name in a program: what it does not name it does not call."""

from __future__ import annotations

import ast
import sys
from typing import TYPE_CHECKING, NamedTuple

from .values import SDK

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .modules import Module, Program

KNOWN = (SDK, "botocore")
"""Packages besides Python's own of which it is known what they call: nothing by themselves."""
BY_TEXT = ("getattr", "eval", "exec", "__import__", "import_module", "globals")
"""What calls by a name that may be put together."""
LONGEST = 100
"""Longer texts name nothing."""


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
        for node in ast.walk(module.tree):
            for name in names_in(node):
                found.add(folded(name))
                whole = whole and name not in BY_TEXT
        whole = whole and all(is_known(name, program) for name in module.dependencies)
    return Named(frozenset(found), whole)


def names_in(node: ast.AST) -> tuple[str, ...]:
    if isinstance(node, ast.Name):
        return (node.id,)
    if isinstance(node, ast.Attribute):
        return (node.attr,)
    if isinstance(node, ast.alias):
        return (node.name, node.asname or "")
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return (node.value,) if len(node.value) <= LONGEST else ()
    return ()


def folded(name: str) -> str:
    return name.replace("_", "").lower()


def is_known(name: str, program: Program) -> bool:
    """A module is part of the program, or does not call AWS by itself."""
    first = name.partition(".")[0]
    known = first in sys.stdlib_module_names or first in KNOWN or not first
    return known or program.module(first) is not None
