"""Rows of the catalogue's table `kms_service_principals`: what services do with keys in their own
name, and what their calls carry.

https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-services.html
"""

from __future__ import annotations

from iamlint.text.hints import TYPE_CHECKING, Any
from iamlint.text.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from iamlint.catalog import Catalog

    Conditions = Mapping[str, Mapping[str, Any]]


class Row(NamedTuple):
    """One row of `kms_service_principals`: the columns as the table tells of them."""

    id: str
    principals: tuple[str, ...]
    minimum: tuple[str, ...]
    documented: tuple[str, ...]
    aside: tuple[str, ...]
    of: tuple[str, ...]
    wires: tuple[str, ...]
    context: Mapping[str, str | None]
    narrow: Conditions
    wide: Conditions
    fails: str
    confidence: str


def rows_of(catalog: Catalog) -> tuple[Row, ...]:
    """The table; what one source alone says is asked too, and never sure."""
    return tuple(
        Row(
            raw["id"],
            tuple(raw["principals"]),
            tuple(raw["kms"]),
            tuple(raw.get("documented", raw["kms"])),
            tuple(raw.get("aside", ())),
            tuple(raw["of"]),
            tuple(raw["wires"]),
            raw["context"],
            raw.get("narrow", raw["wide"]),
            raw["wide"],
            raw["fails"],
            raw["confidence"],
        )
        for raw in catalog.table("kms_service_principals")
    )
