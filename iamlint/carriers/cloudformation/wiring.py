"""Which properties tie a resource to others that it calls or is called by.

The catalogue's table of wirings says, type by type, where an integration stands, which properties
name its ends, and which the role that is used. This walks the table: there is no code for a type.
"""

from __future__ import annotations

from iamlint.catalog import catalog
from iamlint.model.things import Wire
from iamlint.text.hints import TYPE_CHECKING, Any
from iamlint.text.holes import Text
from iamlint.text.node import ALWAYS, Either, Mapping, Unknown

from .places import Place, walk
from .values import as_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.text.node import When

    from .reader import Context, Declared
    from .tables import Row

TABLE = "cloudformation_wirings"
SELF = "@"
SOURCE, TARGET, BOTH = "source", "target", "both"

_wirings: dict[str, list[tuple[Row, tuple[str, ...]]]] = {}


def read(context: Context, declared: Declared) -> None:
    """Note the wires that a resource declares."""
    if not isinstance(declared.properties, Mapping):
        return
    for row, integrations in wirings().get(declared.type, ()):
        for item in items(declared, row):
            sure = holds(declared, row, item)
            if sure is not False:
                wire(context, declared, row, integrations, item, sure=bool(sure))


def wirings() -> dict[str, list[tuple[Row, tuple[str, ...]]]]:
    """Rows by resource type. Rows that differ in nothing but the integration are one, with all of
    their integrations.
    """
    if not _wirings:
        alike: dict[str, tuple[Row, list[str]]] = {}
        for row in catalog().table(TABLE):
            key = repr(sorted((name, value) for name, value in row.items() if name != "id"))
            alike.setdefault(key, (row, []))[1].append(row["id"])
        for row, ids in alike.values():
            _wirings.setdefault(row["type"], []).append((row, tuple(ids)))
    return _wirings


def items(declared: Declared, row: Row) -> Iterator[Place]:
    """What each says one wire: the items of a list, else the properties."""
    if "each" in row:
        yield from walk(declared.properties, row["each"], declared.address)
    else:
        assert declared.properties is not None
        yield Place(declared.properties, ALWAYS, declared.address, None)


def holds(declared: Declared, row: Row, item: Place) -> bool | None:
    """Do the values stand there that the row asks for? None where that is not known."""
    answer: bool | None = True
    for path, *values in row.get("when", ()):
        one = stands(list(at(declared, item, path)), values)
        if one is False:
            return False
        answer = answer and one
    return answer


def stands(places: list[Place], values: list[Any]) -> bool | None:
    """Is one of the values at one of the places? No values: is there any at all?"""
    if not places:
        return None in values
    answer: bool | None = False
    for place in places:
        unclear = isinstance(place.node, (Unknown, Either)) or place.when
        text = as_text(place.node)
        if text is None or (text.literal is None and values):
            answer = None
        elif (text.literal in values) if values else bool(text.pieces):
            return None if unclear else True
    return answer


def at(declared: Declared, item: Place, path: str) -> Iterator[Place]:
    """The values at a path from an item; one with a slash before it starts at the properties."""
    if path.startswith("/"):
        yield from walk(declared.properties, path[1:], declared.address)
    else:
        for place in walk(item.node, path, item.address):
            yield place._replace(when=place.when | item.when)


def wire(
    context: Context,
    declared: Declared,
    row: Row,
    integrations: tuple[str, ...],
    item: Place,
    *,
    sure: bool,
) -> None:
    """The wires that an item says: one for each pair of ends that it names."""
    role, role_when = role_of(declared, row, item)
    for source in end(context, declared, row, item, row["source"]):
        for target in end(context, declared, row, item, row["target"]):
            named = source if row["target"] == SELF else target
            found = Wire(
                integrations,
                source.text,
                target.text,
                named.node,
                named.address,
                declared.type,
                context.home.account,
                context.home.region,
                when=declared.when | item.when | source.when | target.when,
                own=own_end(row),
                role_ref=role,
                runs=row.get("runs", ""),
                sure=sure and not role_when and not isinstance(named.node, Unknown),
            )
            context.reading.wires.append(found)


class End:
    """One end of a wire: the text that names it, and where."""

    __slots__ = ("address", "node", "text", "when")

    def __init__(self, place: Place, text: Text) -> None:
        self.node = place.node
        self.when = place.when
        self.address = place.address
        self.text = text


def own_end(row: Row) -> str:
    """Which end is the resource itself."""
    if row["source"] == SELF:
        return BOTH if row["target"] == SELF else SOURCE
    return TARGET if row["target"] == SELF else ""


def end(context: Context, declared: Declared, row: Row, item: Place, path: str) -> Iterator[End]:
    """What a row's source or target is."""
    if path == SELF:
        arn = context.resolver.naming.arn(declared.declaration)
        yield End(item._replace(when=ALWAYS), arn)
        return
    for place in at(declared, item, path):
        text = as_text(place.node)
        if text is None:
            text = Text(context.resolver.opaque(place.node, "names nothing"))
        if text.pieces:
            cut = row.get("between") if path == row["target"] else None
            yield End(place, between(text, *cut) if cut else text)


def role_of(declared: Declared, row: Row, item: Place) -> tuple[Text | None, When]:
    """The role that is named, and the conditions under which it is."""
    for place in at(declared, item, row["role"]) if "role" in row else ():
        text = as_text(place.node)
        if text is not None and text.pieces:
            return text, place.when - item.when
    return None, ALWAYS


def between(text: Text, before: str, after: str) -> Text:
    """What stands between two marks of a text; all of it on a side where the mark is not."""
    pieces = list(text.pieces)
    for index, piece in enumerate(pieces) if before else ():
        if isinstance(piece, str) and before in piece:
            pieces = [piece.partition(before)[2], *pieces[index + 1 :]]
            break
    for index, piece in enumerate(pieces) if after else ():
        if isinstance(piece, str) and after in piece:
            pieces = [*pieces[:index], piece.partition(after)[0]]
            break
    return Text(*pieces)
