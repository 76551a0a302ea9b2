"""A bar on standard error, for people who wait longer than a second."""

from __future__ import annotations

from time import monotonic

from iamlint.text.hints import TYPE_CHECKING, Any, TextIO

if TYPE_CHECKING:
    from types import TracebackType

    from typing_extensions import Self

PATIENCE = 1.0
"""Seconds before a bar is worth its import."""


class Progress:
    """Shows how many files are read. Does nothing where standard error is no terminal."""

    def __init__(self, stream: TextIO) -> None:
        self._start = monotonic()
        self._shown = stream.isatty()
        self._bar: Any = None
        self._task: Any = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._bar is not None:
            self._bar.stop()

    def report(self, done: int, total: int) -> None:
        """So many files of all are read."""
        if not self._shown or (self._bar is None and monotonic() - self._start < PATIENCE):
            return
        if self._bar is None:
            self._open(total)
        self._bar.update(self._task, completed=done)

    def _open(self, total: int) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

        self._bar = Progress(
            TextColumn("reading"),
            BarColumn(),
            MofNCompleteColumn(),
            console=Console(stderr=True),
            transient=True,
        )
        self._task = self._bar.add_task("reading", total=total)
        self._bar.start()
