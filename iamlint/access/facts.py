"""What the engine asks of the catalogue: facts about AWS that a decision hangs on."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from iamlint.catalog import Catalog


def bundled() -> Catalog:
    """The catalogue that comes with the tool."""
    from iamlint.catalog import catalog

    return catalog()


@lru_cache(maxsize=1024)
def multivalued(key: str) -> bool:
    """A request may carry several values of this condition key."""
    found = bundled().condition_key(key)
    return found is not None and found.multivalued
