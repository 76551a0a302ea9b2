"""What the names and attributes of a declared resource are: the texts that `Ref` and `Fn::GetAtt`
give, put together from what the catalogue says of its type.

So `!GetAtt Queue.Arn` and an ARN written out with `Fn::Sub` or `Fn::Join` are the same text.
"""

from __future__ import annotations

import re

from iamlint.catalog import catalog
from iamlint.text.hints import TYPE_CHECKING, Any
from iamlint.text.holed import meets
from iamlint.text.holes import ANY, ARN, NAME, SUFFIX, Hole, Text
from iamlint.text.node import Conditional, Mapping

from .values import as_text, one_of, spread

if TYPE_CHECKING:
    from iamlint.text.node import Node

    from .resolver import Resolver
    from .template import Declaration

    Row = dict[str, Any]

_variable = re.compile(r"\$\{([\w.]+)(?:\|([^}]*))?\}")
_rows: dict[str, dict[str, Row]] = {}
ALSO = ("Id", "KeyId", "QueueUrl", "Alias")
"""Attributes besides ARNs by which others name a resource."""
TABLES = ("cloudformation_types", "cloudformation_types_derived", "cloudformation_references")
"""In the order in which they are asked."""


def row_of(type: str) -> Row:
    """What the catalogue says of a type; empty for one it does not know."""
    return next((rows(table)[type] for table in TABLES if type in rows(table)), {})


def rows(table: str) -> dict[str, Row]:
    """The rows of a table by type."""
    if table not in _rows:
        _rows[table] = {row["type"]: row for row in catalog().table(table)}
    return _rows[table]


def attributes_of(type: str) -> dict[str, str]:
    """The attributes of a type of which something is known, each with its pattern."""
    found: dict[str, str] = row_of(type).get("attributes", {})
    return found


class Naming:
    """Gives texts for the attributes of a template's resources."""

    def __init__(self, resolver: Resolver) -> None:
        self._resolver = resolver
        self._made: dict[tuple[str, str], Text] = {}
        self._making: set[tuple[str, str]] = set()

    def ref(self, declaration: Declaration) -> Text:
        """What `Ref` gives."""
        return self._once(declaration, "ref", row_of(declaration.type).get("ref", "${name}"))

    def arn(self, declaration: Declaration) -> Text:
        """Its ARN; a hole of its own where the catalogue has no pattern."""
        row = row_of(declaration.type)
        for name, pattern in row.get("absent", {}).items():
            plain = self._is_plain(declaration, name)
            if plain is True:
                return self._once(declaration, "arn", pattern)
            if plain is None:
                without = self._filled(declaration, pattern, in_arn=True)
                hole = self.hole(declaration, "Arn", ARN)
                own = self._once(declaration, "arn", row["arn"])
                return one_of([own, without], hole.identity, hole.why)
        return self._once(declaration, "arn", row.get("arn", "${own.Arn}"))

    def _is_plain(self, declaration: Declaration, name: str) -> bool | None:
        """A property is not set, or has a value that says the same; None where that may be so."""
        text = self.property(declaration, name)
        if text is None:
            return True
        row = row_of(declaration.type)
        text = behind(text, row.get("after", {}).get(name, ""))
        same = [meets(value, text) for value in row.get("plain", {}).get(name, ())]
        return True if True in same else None if None in same else False

    def name(self, declaration: Declaration) -> Text:
        """Its name: as the template gives it, else as CloudFormation will."""
        return self._once(declaration, "name", "${name}")

    def attribute(self, declaration: Declaration, name: str) -> Text:
        """What `Fn::GetAtt` gives."""
        pattern = row_of(declaration.type).get("attributes", {}).get(name)
        if pattern is None:
            return Text(self.hole(declaration, name, within_of(declaration.type, name)))
        return self._once(declaration, f".{name}", pattern)

    def named_by(self, pattern: str, name: Text) -> Text:
        """The ARN, by its pattern, of something of this account that has a name."""
        text = Text()
        done = 0
        for match in _variable.finditer(pattern):
            text += pattern[done : match.start()]
            known = self._of_home(match[1])
            text += name if known is None else known
            done = match.end()
        return text + pattern[done:]

    def _of_home(self, variable: str) -> Text | None:
        home = self._resolver.home
        return {
            "Partition": home.partition,
            "Region": home.region,
            "Account": home.account,
            "UrlSuffix": home.suffix,
        }.get(variable)

    def names(self, declaration: Declaration) -> tuple[Text, ...]:
        """Every text by which it is referred to."""
        found = [self.name(declaration), self.ref(declaration), self.arn(declaration)]
        for name, pattern in row_of(declaration.type).get("attributes", {}).items():
            if "${arn}" in pattern or name in ALSO:
                found.append(self.attribute(declaration, name))
        return tuple(dict.fromkeys(text for text in found if text.pieces))

    def own(self, declaration: Declaration) -> Hole:
        """What it is called when the template gives it no name."""
        why = f"{declaration.logical} gets its name at deployment"
        within = NAME if row_of(declaration.type) else ANY
        return self._resolver.hole(declaration.logical, within, why)

    def hole(self, declaration: Declaration, name: str, within: str) -> Hole:
        """An attribute of which nothing is known."""
        address = f"{declaration.logical}.{name}"
        return self._resolver.hole(address, within, f"{address} is known after deployment")

    def _once(self, declaration: Declaration, what: str, pattern: str) -> Text:
        slot = (declaration.logical, what)
        if slot in self._made:
            return self._made[slot]
        if slot in self._making:  # names that refer to one another in a circle
            return Text(self.hole(declaration, what.strip("."), ANY))
        self._making.add(slot)
        try:
            made = self._made[slot] = self._filled(declaration, pattern, in_arn=what == "arn")
        finally:
            self._making.discard(slot)
        return made

    def _filled(self, declaration: Declaration, pattern: str, *, in_arn: bool) -> Text:
        row = row_of(declaration.type) if in_arn else {}
        text = Text()
        done = 0
        for match in _variable.finditer(pattern):
            text += pattern[done : match.start()]
            value = self._variable(declaration, match[1], match[2])
            value = without(value, row.get("strip", {}).get(match[1], ""))
            text += behind(value, row.get("after", {}).get(match[1], ""))
            done = match.end()
        return text + pattern[done:]

    def _variable(self, declaration: Declaration, name: str, default: str | None) -> Text:
        known = self._of_home(name)
        if known is not None:
            return known
        if name == "name":
            return self._given_name(declaration)
        if name in ("arn", "ref"):
            return self.arn(declaration) if name == "arn" else self.ref(declaration)
        if name.startswith("own"):
            attribute = name[len("own.") :]
            within = within_of(declaration.type, attribute)
            return Text(
                self.hole(declaration, attribute, within) if attribute else self.own(declaration)
            )
        given = self.property(declaration, name)
        if given is None:
            return Text(default if default is not None else self.hole(declaration, name, NAME))
        return given

    def _given_name(self, declaration: Declaration) -> Text:
        for name in row_of(declaration.type).get("names", ()):
            given = self.property(declaration, name)
            if given is not None:
                return given
        return Text(self.own(declaration))

    def property(self, declaration: Declaration, name: str) -> Text | None:
        """A property as text; None where it is not set."""
        node = self._properties(declaration)
        for key in name.split("."):
            node = node.get(key) if isinstance(node, Mapping) else None
        if node is None:
            return None
        with self._resolver.within(declaration):
            resolved = self._resolver.resolve(node)
        if isinstance(resolved, Conditional):
            return self._at_times(declaration, name, resolved)
        text = as_text(resolved)
        if text is None and resolved is not None:
            return Text(self.hole(declaration, name, ANY))
        return text

    def _properties(self, declaration: Declaration) -> Node | None:
        """The properties as they stand; resolved only where a function makes all of them."""
        node = declaration.properties
        if isinstance(node, Mapping) and len(node.entries) == 1 and node.get("Fn::If") is not None:
            with self._resolver.within(declaration):
                return spread(self._resolver.resolve(node))
        return node

    def _at_times(self, declaration: Declaration, name: str, resolved: Conditional) -> Text:
        """A property that is set under a condition only."""
        text = as_text(resolved.inner)
        hole = self.hole(declaration, f"{name}?", ANY)
        if text is None:
            return Text(hole)
        return one_of([text, Text(self.own(declaration))], hole.identity, hole.why)


def without(text: Text, start: str) -> Text:
    """The text with so much taken off its front, where it starts so."""
    if not start or not text.prefix.startswith(start):
        return text
    return Text(text.prefix[len(start) :], *text.pieces[1:])


def behind(text: Text, mark: str) -> Text:
    """What follows a mark in the text; the text as it is where the mark is not in it."""
    if mark:
        for index, piece in enumerate(text.pieces):
            if isinstance(piece, str) and mark in piece:
                return Text(piece.partition(mark)[2], *text.pieces[index + 1 :])
    return text


def within_of(type: str, attribute: str) -> str:
    """What is known of an attribute by its name: AWS's own types name ARNs so."""
    if not type.startswith("AWS::") or attribute.startswith("Outputs."):
        return ANY
    if attribute == "Suffix":
        return SUFFIX
    return ARN if attribute.rpartition(".")[2].lower().endswith("arn") else ANY
