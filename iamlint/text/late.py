"""Regular expressions that are compiled when they are first asked something.

Compiling is slow, and a small policy asks few of those that the rooms of the engine hold.
"""

from __future__ import annotations

import re

from iamlint.text.hints import TYPE_CHECKING, Any

__all__ = ["late"]

if TYPE_CHECKING:
    from re import compile as late
else:
    ASKED = ("findall", "finditer", "fullmatch", "match", "search", "split", "sub")

    class late:  # noqa: N801  (stands where `re.compile` would)
        """A pattern that has the methods of a compiled one once it is asked for the first."""

        def __init__(self, pattern: str, flags: int = 0) -> None:
            self._said = pattern, flags

        def __getattr__(self, name: str) -> Any:
            if name not in ASKED:
                raise AttributeError(name)
            compiled = re.compile(*self._said)
            for method in ASKED:
                setattr(self, method, getattr(compiled, method))
            return getattr(compiled, name)
