"""The commands. The only place that prints or exits."""

from __future__ import annotations


def main(argv: list[str] | None = None) -> int:
    """Run a command; the exit code is returned, never raised."""
    raise NotImplementedError
