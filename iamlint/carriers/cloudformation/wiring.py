"""Which properties tie a resource to others that it calls or is called by.

The catalogue's table of wirings says, type by type, where an integration stands, which properties
name its ends, and which the role that is used. This walks the table: there is no code for a type.
"""

from __future__ import annotations

import re

from iamlint.carriers.wirings import (
    SELF,
    SOURCE,
    TARGET,
    Declaration,
    End,
    caller_in,
    is_one_of,
    named_in,
    wires_between,
    wirings,
)
from iamlint.text.hints import TYPE_CHECKING, Any
from iamlint.text.holes import Text
from iamlint.text.node import ALWAYS, Either, Mapping, Unknown

from . import strings
from .places import Place, walk
from .values import as_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.model.things import Wire
    from iamlint.text.node import When

    from .reader import Context, Declared
    from .tables import Row

TABLE = "cloudformation_wirings"
_variable = re.compile(r"\$\{(\w+)\}")


def read(context: Context, declared: Declared) -> None:
    """Note the wires that a resource declares."""
    rows = wirings(TABLE).get(declared.type)
    if rows and isinstance(declared.properties, Mapping):
        found = Wiring(context, declared)
        for row, integrations in rows:
            context.reading.wires.extend(found.wires(row, integrations))


class Wiring:
    """What one resource says of wires."""

    def __init__(self, context: Context, declared: Declared) -> None:
        self._context = context
        self._declared = declared
        self._documents: dict[str, list[Place]] = {}

    def wires(self, row: Row, integrations: tuple[str, ...]) -> Iterator[Wire]:
        """The wires of a row."""
        for item in self._items(row):
            sure = self._holds(row, item)
            if sure is not False:
                yield from self._said(row, integrations, item, sure is True)

    def _items(self, row: Row) -> Iterator[Place]:
        """What each says one wire: the items of a list, else the properties."""
        declared = self._declared
        assert declared.properties is not None
        if "within" in row:
            yield from self._parts(row["within"], row["each"])
        elif "each" in row:
            yield from walk(declared.properties, row["each"], declared.address)
        else:
            yield Place(declared.properties, ALWAYS, declared.address, None)

    def _parts(self, path: str, each: str) -> list[Place]:
        """The parts of a document at a path, found once for all rows."""
        slot = f"{path} {each}"
        if slot not in self._documents:
            self._documents[slot] = [
                place._replace(when=place.when | document.when)
                for document in self._within(path)
                for place in walk(document.node, each, document.address)
            ]
        return self._documents[slot]

    def _within(self, path: str) -> list[Place]:
        """What stands at a path, read where it is JSON in a text."""
        if path not in self._documents:
            found = []
            for place in walk(self._declared.properties, path, self._declared.address):
                node = place.node
                if strings.holds_text(node):
                    try:
                        node = strings.document(self._context.resolver, node)
                    except strings.NotReadable:
                        continue
                found.append(place._replace(node=node))
            self._documents[path] = found
        return self._documents[path]

    def _holds(self, row: Row, item: Place) -> bool | None:
        """Do the values stand there that the row asks for? None where that is not known."""
        answer: bool | None = True
        for path, *values in row.get("when", ()):
            one = stands(list(self._at(item, path)), values)
            if one is False:
                return False
            answer = answer and one
        if "switch" in row:
            answer = answer and self._is_on(row["switch"], item)
        return answer

    def _is_on(self, switch: Row, item: Place) -> bool | None:
        """Is the item on that another one, of the same key but for its end, turns on?"""
        found = self._beside(switch, item)
        if not found:
            return None if found is None else False
        return stands(found, [switch["on"]])

    def _beside(self, other: Row, item: Place) -> list[Place] | None:
        """The value of another item, of the same key but for its end; None where the key is not
        known.
        """
        key = next((as_text(place.node) for place in self._at(item, other["key"])), None)
        if key is None or key.literal is None:
            return None
        wanted = key.literal.removesuffix(other["from"]) + other["to"]
        for each in walk(self._declared.properties, other["of"], self._declared.address):
            names = [as_text(place.node) for place in self._at(each, other["key"])]
            if any(name is not None and name.literal == wanted for name in names):
                return list(self._at(each, other["value"]))
        return []

    def _at(self, item: Place, path: str) -> Iterator[Place]:
        """The values at a path from an item, or with a slash before it from the properties."""
        if path.startswith("/"):
            yield from walk(self._declared.properties, path[1:], self._declared.address)
            return
        for place in walk(item.node, path, item.address):
            yield place._replace(when=place.when | item.when)

    def _said(
        self, row: Row, integrations: tuple[str, ...], item: Place, sure: bool
    ) -> Iterator[Wire]:
        """One wire for each pair of ends that an item names."""
        declared, home = self._declared, self._context.home
        role, role_when = self._role(row, item)
        by = Declaration(declared.type, home.account, home.region, declared.when | item.when)
        sources, targets = self._ends(row, item, SOURCE), self._ends(row, item, TARGET)
        return wires_between(
            row,
            integrations,
            by,
            sources,
            targets,
            role=role,
            below=self._below(row, item),
            route=self._route(row, item),
            caller=self._caller(row, item),
            sure=sure and not role_when,
        )

    def _below(self, row: Row, item: Place) -> Text | None:
        """What stands before the names of what is put into the target."""
        if "below" not in row:
            return None
        below = row["below"]
        named = isinstance(below, str)
        places = list(self._at(item, below)) if named else self._beside(below, item)
        if places is None or any(place.when - item.when for place in places):
            return None
        texts = [as_text(place.node) for place in places]
        return texts[0] if texts else Text()

    def _caller(self, row: Row, item: Place) -> Text | None:
        """The id of the identity as which the source calls."""
        for place in self._at(item, row["caller"]["path"]) if "caller" in row else ():
            text = as_text(place.node)
            if text is not None and not (place.when - item.when):
                return caller_in(row, text)
        return None

    def _route(self, row: Row, item: Place) -> Text | None:
        """Stage, method and path of a call, where a row says which properties tell them."""
        if "route" not in row:
            return None
        from . import routes

        told, declaration = row["route"], self._declared.declaration
        if "own" in told:
            return routes.own(self._context, told, declaration)
        if "key" in told:
            return routes.keyed(self._context, told, declaration)
        texts = [
            as_text(place.node)
            for name in ("method", "resource")
            for place in self._at(item, told[name])
        ]
        if len(texts) != 2 or texts[0] is None or texts[1] is None:
            return None
        return routes.path(self._context, told, texts[0], texts[1])

    def _ends(self, row: Row, item: Place, side: str) -> Iterator[End]:
        """What a row's source or target is."""
        if row[side] == SELF:
            arn = self._context.resolver.naming.arn(self._declared.declaration)
            yield End(arn, item.node, item.address, ALWAYS)
            return
        for place in self._at(item, row[side]):
            text = as_text(place.node)
            if text is None:
                text = Text(self._context.resolver.opaque(place.node, "names nothing"))
            if side == TARGET:
                text = self._cut(row, text)
            if text.pieces:
                yield End(text, place.node, place.address, place.when)

    def _cut(self, row: Row, text: Text) -> Text:
        """The name in a text that holds more than that, or a variable for it."""
        text = self._filled(row, text)
        return named_in(row, text, self._context.home.partition) if "between" in row else text

    def _filled(self, row: Row, text: Text) -> Text:
        """A text with what the declaration gives for its variables."""
        if "substitutions" in row:
            given = next(walk(self._declared.properties, row["substitutions"], ""), None)
            if given is not None and isinstance(given.node, Mapping):
                return substituted(text, given.node)
        return text

    def _role(self, row: Row, item: Place) -> tuple[Text | None, When]:
        """The role that is named, and the conditions under which it is."""
        for place in self._at(item, row["role"]) if "role" in row else ():
            text = as_text(place.node)
            if text is None:
                text = Text(self._context.resolver.opaque(place.node, "names no role"))
            text = self._filled(row, text)
            if text.pieces:
                return text, place.when - item.when
        return None, ALWAYS


def stands(places: list[Place], values: list[Any]) -> bool | None:
    """Does one of the values stand at one of the places? No values: is there any at all?"""
    if not places:
        return None in values
    answer: bool | None = False
    for place in places:
        text = as_text(place.node)
        one = None if text is None else is_one_of(text, values)
        if one is True:
            return None if isinstance(place.node, (Unknown, Either)) or place.when else True
        answer = None if one is None else answer
    return answer


def substituted(text: Text, given: Mapping) -> Text:
    """A text with its variables filled in; those that are not given stay as they are."""
    found = Text()
    for piece in text.pieces:
        if not isinstance(piece, str):
            found += Text(piece)
            continue
        done = 0
        for match in _variable.finditer(piece):
            value = as_text(given.get(match[1]))
            if value is not None:
                found += piece[done : match.start()]
                found += value
                done = match.end()
        found += piece[done:]
    return found
