"""Makes what SAM makes of a resource, row by row of the catalogue's table."""

from __future__ import annotations

from iamlint.carriers.cloudformation.template import Declaration
from iamlint.catalog import catalog
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.node import Mapping, Node

from . import adding, naming
from .events import Event, named
from .nodes import entry, function_of, mapping, scalar
from .patterns import Values, each, holds, one, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.carriers.cloudformation.reader import Context
    from iamlint.carriers.cloudformation.tables import Row

TABLE = "sam_resources"
_rows: dict[str, list[Row]] = {}


def rows_of(type: str) -> list[Row]:
    """The rows about a type."""
    if not _rows:
        for row in catalog().table(TABLE):
            for of in row["of"]:
                _rows.setdefault(of, []).append(row)
    return _rows.get(type, [])


class Making:
    """Makes declarations. `owners`: the resource of SAM that each was made of, by logical id.
    `makers`: the resource that first had an item, by the item's identity.
    `lacking`: resources of which not all could be read, and what could not, each with its reason.
    """

    def __init__(self, context: Context, ours: list[Declaration]) -> None:
        self.context = context
        self.template = context.template
        self.ours = [declaration.logical for declaration in ours]
        self.owners: dict[str, str] = {}
        self.lacking: dict[str, list[tuple[Node, str]]] = {}
        self.makers: dict[int, str] = {}
        self.deploys_under = naming.deploys_under(context.template, ours)

    def make(self, declaration: Declaration) -> None:
        """Everything that is made of a resource."""
        rows = rows_of(declaration.type)
        if not rows:
            self.lack(
                declaration.logical, declaration.node, f"what SAM makes of {declaration.type}"
            )
            return
        own = declaration.properties
        if not isinstance(own, Mapping):
            own = mapping(declaration.node, [])
        values = Values(self.template, declaration.key, own, {"id": declaration.logical})
        values.named.update(naming.of_resource(self, declaration, values))
        events = list(self.events(declaration, own, rows))
        for row in rows:
            for inner in self.places(row, values, events):
                if holds(row.get("when", []), inner):
                    self.row(declaration, row, inner)

    def places(
        self, row: Row, values: Values, events: list[tuple[Event, Values]]
    ) -> Iterator[Values]:
        """The values that a row counts for: of the resource, of each event, of each item."""
        if "event" in row:
            yield from (inner for event, inner in events if event.type in row["event"])
        elif "each" in row:
            for number, inner in enumerate(each(values, row["each"]), start=1):
                inner.event = inner.item
                inner.named.update(naming.of_item(self, inner, number))
                yield inner
        elif "place" in row:
            yield values.at(row["place"])
        else:
            yield values

    def events(
        self, declaration: Declaration, own: Mapping, rows: list[Row]
    ) -> Iterator[tuple[Event, Values]]:
        """The events of a resource, with their variables."""
        known = {name for row in rows for name in row.get("event", ())}
        listed = own.get("Events")
        if listed is None or not known:
            return
        if not isinstance(listed, Mapping) or function_of(listed):
            self.lack(declaration.logical, listed, "its events, which are no mapping")
            return
        found = []
        for key, node in listed.entries:
            event = (
                Event(declaration.logical, str(key.value), node)
                if isinstance(node, Mapping)
                else None
            )
            if event is None or event.type not in known:
                what = f"the event {key.value} of a type that is not known"
                self.lack(declaration.logical, node, what)
                continue
            found.append(event)
        for event in found:
            yield event, self.of_event(declaration, own, event, found)

    def of_event(
        self, declaration: Declaration, own: Mapping, event: Event, all_: list[Event]
    ) -> Values:
        values = Values(self.template, event.node, own, {"id": declaration.logical})
        values.named.update(naming.of_resource(self, declaration, values, event))
        values.named.update(named(self.template, event))
        values.event = values.item = event.properties
        if naming.covered(event, all_, values):
            values.named["route"] = None
        return values

    def row(self, declaration: Declaration, row: Row, values: Values) -> None:
        """What one row makes."""
        if "becomes" in row:
            adding.become(self, declaration, row, values)
        elif "role" in row:
            adding.to_role(self, declaration, row["role"], values)
        elif "lacks" in row:
            self.lack(declaration.logical, values.place, row["lacks"])
        elif "into" in row:
            adding.into(self, declaration, row, values)
        else:
            self.resource(declaration, row, values)

    def resource(self, declaration: Declaration, row: Row, values: Values) -> None:
        """A further resource."""
        properties = one(row["properties"], values)
        assert properties is not None
        logical = text_of(row["id"], values)
        condition = declaration.condition
        if "condition" in row:
            condition = values.literal(row["condition"][2:-1]) or ""
        made = self.declare(logical, row["makes"], values.place, properties, declaration, condition)
        made.by_aws = not row.get("asked", False)
        if "refers" in row:
            self.template.referable.setdefault(f"{declaration.logical}.{row['refers']}", logical)

    def declare(
        self,
        logical: str,
        type: str,
        place: Node,
        properties: Node,
        of: Declaration,
        condition: str,
    ) -> Declaration:
        """Add a resource, where none is called so."""
        entries = [entry("Type", scalar(place, type)), entry("Properties", properties)]
        if condition:
            entries.append(entry("Condition", scalar(place, condition)))
        key = scalar(place, logical)
        made = Declaration(logical, type, key, mapping(place, entries), of.bindings)
        made.by_aws = True
        self.template.written.add((place.start, place.end))
        if self.template.resources.setdefault(logical, made) is made:
            self.owners[logical] = self.owners.get(of.logical, of.logical)
        return made

    def lack(self, logical: str, node: Node, what: str) -> None:
        """Note what is not read."""
        self.lacking.setdefault(logical, []).append((node, what))
