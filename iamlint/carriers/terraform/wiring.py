"""Which attributes tie a resource to others that it calls or is called by, and which name roles
that services run it as: row by row of the catalogue's tables.
"""

from __future__ import annotations

from iamlint.carriers.wirings import (
    ACCOUNT,
    AS_ARN,
    AS_WRITTEN,
    ELSE,
    SELF,
    SOURCE,
    TARGET,
    Declaration,
    End,
    arn_of,
    caller_in,
    is_one_of,
    named_in,
    wires_between,
    wirings,
)
from iamlint.model.things import RoleUse
from iamlint.text.hints import TYPE_CHECKING, Any
from iamlint.text.holes import Hole, Text
from iamlint.text.node import Mapping, Sequence

from . import tables
from .documents import NotReadable
from .encoded import Encoded, Written
from .plan import DATA
from .reading_strings import tree_of
from .values import node_of, top, walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.model.things import Wire
    from iamlint.text.node import Node

    from .plan import Instance
    from .reader import Context
    from .values import Value

    Row = dict[str, Any]

WIRINGS, USERS = "terraform_wirings", "terraform_role_users"


def read(context: Context) -> None:
    """Note every wire and every role that resources name."""
    for instance in context.plan.instances.values():
        if instance.mode == DATA:
            continue
        rows = wirings(WIRINGS).get(instance.type)
        users = tables.by_type(USERS).get(instance.type)
        if rows or users:
            found = Wiring(context, instance)
            for row, integrations in rows or ():
                context.reading.wires.extend(found.wires(row, integrations))
            for row in users or ():
                context.reading.role_uses.extend(found.uses(row))


class Wiring:
    """What one instance says of wires and roles."""

    def __init__(self, context: Context, instance: Instance) -> None:
        self._context = context
        self._instance = instance
        self._place = context.providers.place(instance)
        self._documents: dict[str, list[Value]] = {}

    def wires(self, row: Row, integrations: tuple[str, ...]) -> Iterator[Wire]:
        """The wires of a row."""
        items = self._parts(row["within"]) if "within" in row else self._items(row.get("each", ""))
        for item in items:
            sure = self._holds(row, item)
            if sure is not False:
                yield from self._said(row, integrations, item, sure is True)

    def uses(self, row: Row) -> Iterator[RoleUse]:
        """The roles that an attribute names."""
        external = self._external(row.get("external"))
        sends = tuple(self._sends(row))
        for named in self._named(top(self._instance), row["path"]):
            yield RoleUse(
                self._instance.address,
                named.text,
                tuple(row["principals"]),
                named.node,
                named.address,
                self._instance.type,
                self._place.account,
                self._place.region,
                when=self._instance.when,
                instead=tuple(row.get("or", ())),
                by_profile=bool(row.get("profile")),
                holder=self._context.declared.resources.get(self._instance.address),
                external=external,
                sends=sends,
            )

    def _external(self, path: str | None) -> Text | None:
        """The external ID that is sent when the role is assumed."""
        if path == ACCOUNT:
            return self._place.account
        sent = list(self._named(top(self._instance), path)) if path else []
        return sent[0].text if len(sent) == 1 else None

    def _sends(self, row: Row) -> Iterator[tuple[str, Text]]:
        """What is sent when the role is assumed, by condition key; nothing where the instance says
        that it sends nothing, or may.
        """
        silent = row.get("silent")
        for value in walk(top(self._instance), silent) if silent else ():
            text = self._context.values.text(value)
            if text is not None and text.literal != "false":
                return
        for key, told in row.get("sends", {}).items():
            if told.startswith(AS_WRITTEN):
                yield key, Text(told.removeprefix(AS_WRITTEN))
                continue
            path, _, usual = told.partition(ELSE)
            sent = [one.text for one in self._named(top(self._instance), path.rpartition("/")[2])]
            if usual and not sent:
                sent = [Text(usual)]
            if len(sent) == 1 and path.startswith(AS_ARN):
                place = self._place
                yield key, arn_of(path, place.partition, place.region, place.account, sent[0])
            elif len(sent) == 1:
                yield key, sent[0]

    def _items(self, each: str) -> Iterator[Value]:
        """What each says one wire: the blocks at a path, else the instance."""
        if not each:
            yield top(self._instance)
            return
        for value in walk(top(self._instance), each):
            yield from value.blocks()

    def _parts(self, path: str) -> list[Value]:
        """The mappings at any depth of a document that an attribute holds as JSON."""
        if path not in self._documents:
            found: list[Value] = []
            for value in walk(top(self._instance), path):
                node = self._document(value) if not value.is_sensitive else None
                known = value._replace(unknown=None, expression=None)
                found.extend(known._replace(node=each) for each in mappings(node))
            self._documents[path] = found
        return self._documents[path]

    def _document(self, value: Value) -> Node | None:
        """The tree of a document: as the configuration writes it, where the plan does not know."""
        node = value.node
        beside = self._context.values.beside
        if value.is_unknown and not isinstance(node, (Encoded, Written)) and beside is not None:
            node = beside.value(value)
        try:
            return tree_of(node) if node is not None else None
        except NotReadable:
            return None

    def _named(self, item: Value, path: str) -> Iterator[End]:
        """The texts at a path from an item; one with a slash before it starts at the instance."""
        base = top(self._instance) if path.startswith("/") else item
        for value in walk(base, path.removeprefix("/")):
            if not value.is_set:
                continue
            for text, node in self._context.values.texts(value):
                if text.pieces:
                    yield End(text, node_of(text, node), value.address)

    def _holds(self, row: Row, item: Value) -> bool | None:
        """Do the values stand there that the row asks for? None where that is not known."""
        answer: bool | None = True
        for path, *values in row.get("when", ()):
            found = [is_one_of(named.text, values) for named in self._named(item, path)]
            if not found and any(value.is_set for value in walk(item, path)):
                one: bool | None = None  # no text, but something
            elif not found:
                one = None in values
            else:
                one = True if True in found else None if None in found else False
            if one is False:
                return False
            answer = answer and one
        return answer

    def _said(
        self, row: Row, integrations: tuple[str, ...], item: Value, sure: bool
    ) -> Iterator[Wire]:
        """One wire for each pair of ends that an item names."""
        role = next(self._named(item, row["role"]), None) if "role" in row else None
        place, instance = self._place, self._instance
        by = Declaration(instance.type, place.account, place.region, instance.when)
        sources, targets = self._ends(row, item, SOURCE), self._ends(row, item, TARGET)
        return wires_between(
            row,
            integrations,
            by,
            sources,
            targets,
            role=role.text if role is not None else None,
            below=self._below(row, item),
            caller=self._caller(row, item),
            route=self._route(row, item),
            sure=sure,
        )

    def _below(self, row: Row, item: Value) -> Text | None:
        """What stands before the names of what is put into the target."""
        if "below" not in row:
            return None
        named = next(self._named(item, row["below"]), None)
        return named.text if named is not None else Text()

    def _caller(self, row: Row, item: Value) -> Text | None:
        """The id of the identity as which the source calls."""
        named = next(self._named(item, row["caller"]["path"]), None) if "caller" in row else None
        return caller_in(row, named.text) if named is not None else None

    def _route(self, row: Row, item: Value) -> Text | None:
        """Stage, method and path of a call, where a row says which attributes tell them."""
        if "route" not in row:
            return None
        from . import routes

        told = row["route"]
        if "own" in told:
            return routes.own(self._context, told, self._instance)
        if "key" in told:
            return routes.keyed(self._context, told, self._instance)
        method, resource = (next(self._named(item, told[n]), None) for n in ("method", "resource"))
        if method is None or resource is None:
            return None
        return routes.path(self._context, told, method.text, resource.text)

    def _ends(self, row: Row, item: Value, side: str) -> Iterator[End]:
        """What a row's source or target is."""
        if row[side] == SELF:
            yield End(self._own(), self._instance.node, self._instance.address)
            return
        for named in self._named(item, row[side]):
            if side == TARGET and "between" in row:
                cut = named_in(row, named.text, self._place.partition)
                yield End(cut, node_of(cut, named.node), named.address)
            else:
                yield named

    def _own(self) -> Text:
        """How others name the instance."""
        resource = self._context.declared.resources.get(self._instance.address)
        if resource is not None:
            return resource.arn
        address = self._instance.address
        why = f"{address} is known only after apply"
        return Text(Hole(f"{self._context.plan.path}#{address}", why=why))


def mappings(node: Node | None) -> Iterator[Mapping]:
    """A mapping, and those at any depth within it."""
    if isinstance(node, Mapping):
        yield node
        for _, value in node.entries:
            yield from mappings(value)
    elif isinstance(node, Sequence):
        for item in node.items:
            yield from mappings(item)
