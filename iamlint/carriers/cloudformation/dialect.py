"""How a text is written in a template: `!GetAtt Key.Arn`, `!Sub ${Bucket.Arn}/*`, or as it is.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from iamlint.carriers.facts import Home
from iamlint.text.holes import Hole, Text
from iamlint.text.node import Mapping

from . import declarations
from .naming import row_of
from .resolver import Resolver
from .template import Template

if TYPE_CHECKING:
    from iamlint.model.things import Reading

    Expression = str | dict[str, object]

_short = re.compile(r"!(?:Ref|GetAtt|Sub|Join|If)\b")
_long = re.compile(r"\b(?:Ref|Fn::(?:GetAtt|Sub|Join|If))\b[\"']?\s*:")
OF_DEPLOYMENT = "AWS::"


def write_text(reading: Reading, text: Text) -> Expression | None:
    """The text as Python data in the long form of intrinsic functions. None for what cannot be
    written in this file: a hole of another file, or one that is the value of no reference.
    """
    if text.literal is not None:
        return text.literal
    assert isinstance(reading.root, Mapping)
    return Names(reading).written(text)


def prefers_short(reading: Reading) -> bool:
    """The file writes `!Ref X` rather than `Ref: X`."""
    text = reading.root.source.text
    if text.lstrip().startswith("{"):
        return False
    return _short.search(text) is not None or _long.search(text) is None


def short(expression: Expression) -> str:
    """An expression as YAML with a short tag: `!GetAtt Key.Arn`."""
    if isinstance(expression, str):
        return expression
    ((function, argument),) = expression.items()
    tag = "!" + function.removeprefix("Fn::")
    if isinstance(argument, list):
        return f"{tag} {'.'.join(map(str, argument))}"
    value = str(argument)
    return f"{tag} {value}" if function == "Ref" else f"{tag} '" + value.replace("'", "''") + "'"


class Names:
    """The texts that a template has names for."""

    def __init__(self, reading: Reading) -> None:
        assert isinstance(reading.root, Mapping)
        template = Template(reading.path, reading.root)
        home = Home(None)
        home.account, home.region = reading.account, reading.region
        home.partition = reading.partition
        resolver = Resolver(template, home)
        declarations.read(template, resolver)
        self._prefix = f"{reading.path}#"
        self._parameters = template.parameters
        self._refs: dict[Text, str] = {}
        self._attributes: dict[Text, tuple[str, str]] = {}
        for declaration in template.resources.values():
            if declaration.bindings:
                continue  # a loop's resources have no name of their own in the file
            naming, logical = resolver.naming, declaration.logical
            self._refs.setdefault(naming.ref(declaration), logical)
            for name in row_of(declaration.type).get("attributes", {}):
                attribute = naming.attribute(declaration, name)
                self._attributes.setdefault(attribute, (logical, name))

    def written(self, text: Text) -> Expression | None:
        """One reference where there is one, else a text with references in it."""
        hole = text.only_hole
        if hole is not None:
            name = self.of_hole(hole)
            if name is not None and "." not in name:
                return {"Ref": name}
        if text in self._refs:
            return {"Ref": self._refs[text]}
        if text in self._attributes:
            return {"Fn::GetAtt": list(self._attributes[text])}
        pattern = self.pattern(text)
        return None if pattern is None else {"Fn::Sub": pattern}

    def pattern(self, text: Text) -> str | None:
        """The text as `Fn::Sub` takes it: the longest references that it is made of first."""
        for known, name in self.longest():
            rest = after(text, known)
            if rest is not None:
                end = self.pattern(rest)
                return None if end is None else "${" + name + "}" + end
        written = ""
        for piece in text.pieces:
            if isinstance(piece, str):
                written += piece.replace("${", "${!")
                continue
            name_of = self.of_hole(piece)
            if name_of is None:
                return None
            written += "${" + name_of + "}"
        return written

    def longest(self) -> list[tuple[Text, str]]:
        """Texts of several pieces that have a name, longest first."""
        named = [(text, ".".join(name)) for text, name in self._attributes.items()]
        named += list(self._refs.items())
        several = [each for each in named if len(each[0].pieces) > 1]
        return sorted(several, key=lambda each: -len(each[0].pieces))

    def of_hole(self, hole: Hole) -> str | None:
        """The name whose value a hole is."""
        text = Text(hole)
        if hole.identity.startswith(OF_DEPLOYMENT):
            return hole.identity
        if text in self._refs:
            return self._refs[text]
        if text in self._attributes:
            return ".".join(self._attributes[text])
        name = hole.identity.removeprefix(self._prefix)
        known = name in self._parameters or name.startswith(OF_DEPLOYMENT)
        return name if name != hole.identity and known else None


def after(text: Text, start: Text) -> Text | None:
    """What follows `start` in a text that begins with it, else None."""
    *whole, last = start.pieces
    count = len(whole)
    if list(text.pieces[:count]) != whole or len(text.pieces) <= count:
        return None
    there = text.pieces[count]
    if there == last:
        return Text(*text.pieces[count + 1 :])
    if isinstance(last, str) and isinstance(there, str) and there.startswith(last):
        return Text(there[len(last) :], *text.pieces[count + 1 :])
    return None
