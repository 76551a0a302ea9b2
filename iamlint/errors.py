"""Errors that a person can act on. Everything else is a bug and ends with exit code 3."""

from __future__ import annotations


class UserError(Exception):
    """Usage, configuration or a rule pack is wrong; exit code 2.

    `path`, `line` and `column` (from 1) tell where, as far as there is a file.
    """

    def __init__(self, message: str, path: str = "", line: int = 0, column: int = 0) -> None:
        super().__init__(message)
        self.message = message
        self.path = path
        self.line = line
        self.column = column

    def __str__(self) -> str:
        if not self.path:
            return self.message
        if not self.line:
            return f"{self.path}: {self.message}"
        return f"{self.path}:{self.line}:{self.column or 1}: {self.message}"


class Unreadable(Exception):
    """A text that is not what its format demands, or passes a limit.

    `offset` counts characters from the start of the text.
    """

    def __init__(self, message: str, offset: int = 0) -> None:
        super().__init__(message)
        self.message = message
        self.offset = offset


class Unfilled(Unreadable):
    """A text that is not wrong: another tool fills it in first, and what that makes can be read."""
