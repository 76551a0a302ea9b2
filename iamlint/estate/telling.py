"""Properties of resources of which it matters that they are set, by the catalogue's table."""

from __future__ import annotations

from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.node import Mapping, Sequence

if TYPE_CHECKING:
    from iamlint.catalog import Catalog
    from iamlint.model.things import Resource


def tells(catalog: Catalog, what: str, resource: Resource) -> bool:
    """A property is set that tells this of a resource."""
    properties = resource.properties
    if not isinstance(properties, Mapping):
        return False
    return any(
        is_set(properties, row["property"])
        for row in catalog.table("telling_properties")
        if row["what"] == what and row["service_type"] == resource.service_type
    )


def is_set(properties: Mapping, name: str) -> bool:
    """Something stands there, and not a list of nothing."""
    node = properties.get(name)
    return node is not None and not (isinstance(node, Sequence) and not node.items)
