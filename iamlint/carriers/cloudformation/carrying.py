"""Values that custom resources of the CDK carry from a stack to one in another Region.

https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib-readme.html#accessing-resources-in-a-different-stack-and-region
"""

from __future__ import annotations

from iamlint.catalog import catalog
from iamlint.text.hints import TYPE_CHECKING, Any
from iamlint.text.node import Mapping
from iamlint.text.records import NamedTuple

from .values import as_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from iamlint.text.node import Node

    from .resolver import Resolver
    from .template import Declaration

    Row = dict[str, Any]

TABLE = "cloudformation_carriers"
CUSTOM = "Custom::"
_rows: list[Row] = []


class Carried(NamedTuple):
    """A value that a resource of a template gives to a stack elsewhere."""

    giver: Resolver
    declaration: Declaration
    value: Node


class Writers:
    """What all writers in view give, by their type, the Region that it is for, and its name."""

    def __init__(self, members: Iterable[Resolver]) -> None:
        self._given: dict[tuple[str, str, str], list[Carried]] = {}
        for member in members:
            for declaration in member.template.resources.values():
                for row in rows() if declaration.type.startswith(CUSTOM) else ():
                    if declaration.type == row["writer"]:
                        self._add(member, declaration, row)

    def _add(self, giver: Resolver, declaration: Declaration, row: Row) -> None:
        values = at(declaration.properties, row["values"])
        region = at(declaration.properties, row["region"])
        text = as_text(giver.resolve(region)) if region is not None else None
        if text is None or text.literal is None:
            return
        for name, value in values.entries if isinstance(values, Mapping) else ():
            slot = (declaration.type, text.literal, str(name.value))
            self._given.setdefault(slot, []).append(Carried(giver, declaration, value))

    def given(self, reader: Resolver, type: str, name: str) -> Iterator[Carried]:
        """What a reader of a type may be given under a name, by stacks that may be of its
        account.
        """
        region = reader.home.region.literal or ""
        for row in rows():
            if row["reader"] == type:
                yield from self._given.get((row["writer"], region, name), ())


def rows() -> list[Row]:
    if not _rows:
        _rows.extend(catalog().table(TABLE))
    return _rows


def reads(type: str) -> bool:
    """Attributes of the type are values of other stacks."""
    return type.startswith(CUSTOM) and any(row["reader"] == type for row in rows())


def at(node: Node | None, path: str) -> Node | None:
    """The value that a path of keys leads to."""
    for key in path.split("."):
        node = node.get(key) if isinstance(node, Mapping) else None
    return node
