"""A part of what is in view, for rules to look at."""

from __future__ import annotations

from iamlint.estate import Estate
from iamlint.text.hints import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from iamlint.catalog import Catalog
    from iamlint.estate import Facts
    from iamlint.model.things import Reading


class Part(Estate):
    """Some of the files of an estate. `joins`: there is something to join in all of it."""

    def __init__(
        self, readings: Iterable[Reading], facts: Facts, catalog: Catalog, *, joins: bool
    ) -> None:
        super().__init__(readings, facts, catalog)
        self._joins_as_a_whole = joins

    @property
    def joins(self) -> bool:
        return self._joins_as_a_whole
