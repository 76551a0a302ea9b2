"""Which properties tie a resource to others that it calls or is called by.

Walks the catalogue's table of integrations; what the ends of each mean is for whoever makes wires.
"""

from __future__ import annotations

from functools import cache

from iamlint.catalog import catalog
from iamlint.text.hints import TYPE_CHECKING

from .places import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .places import Place
    from .reader import Declared
    from .tables import Row

TABLE = "integrations"


def ends(declared: Declared) -> Iterator[tuple[Row, Place]]:
    """The values by which a resource names the other end, each with the row of the integration
    that it may be. One value may be named by several rows.
    """
    for row, path in rows().get(declared.type, ()):
        for place in walk(declared.properties, path, declared.address):
            yield row, place


@cache
def rows() -> dict[str, list[tuple[Row, str]]]:
    """Integrations by resource type, each with the path of the property that wires it."""
    found: dict[str, list[tuple[Row, str]]] = {}
    for row in catalog().table(TABLE):
        for wiring in row.get("cfn", ()):
            type_, _, path = wiring.partition(" ")
            if path:
                found.setdefault(type_, []).append((row, path))
    return found
