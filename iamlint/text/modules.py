"""Modules by their names. `importlib.import_module` does the same, and importing `importlib` brings
`warnings` with it: a hundredth of a small scan.
"""

from __future__ import annotations

import sys

from iamlint.text.hints import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from types import ModuleType


def module_named(name: str) -> ModuleType | Any:
    """The module of a full name, imported when it is not yet. Raises ImportError."""
    __import__(name)
    return sys.modules[name]
