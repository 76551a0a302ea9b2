"""How a text is written in a template: `!GetAtt Key.Arn`, `!Sub ${Bucket.Arn}/*`, or as it is.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html
"""

from __future__ import annotations

from functools import cached_property

from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.holes import Hole, Text
from iamlint.text.node import Mapping

from . import declarations, sam
from .naming import row_of
from .reader import Context

if TYPE_CHECKING:
    from iamlint.model.things import Reading

    Expression = str | dict[str, object]

OF_DEPLOYMENT = "AWS::"


def write_text(reading: Reading, text: Text) -> Expression | None:
    """The text as Python data, functions in their long form; whoever writes it into the file
    chooses short tags where the file has them.

    None for what cannot be written: a hole of another file, one that is the value of no reference.
    """
    if text.literal is not None:
        return text.literal
    assert isinstance(reading.root, Mapping)
    return Names(reading).written(text)


class Names:
    """The texts that a template has names for."""

    def __init__(self, reading: Reading) -> None:
        assert isinstance(reading.root, Mapping)
        context = Context(reading.path, reading.root, None)
        template, resolver, home = context.template, context.resolver, context.home
        home.account, home.region = reading.account, reading.region
        home.partition = reading.partition
        declarations.read(template, resolver)
        sam.expand(context)
        names = {made: name for name, made in template.referable.items()}
        self._foreign = reading.foreign
        self._prefix = f"{reading.path}#"
        self._parameters = template.parameters
        self._refs: dict[Text, str] = {}
        self._attributes: dict[Text, tuple[str, str]] = {}
        self._name_foreign()
        for declaration in template.resources.values():
            if declaration.bindings:
                continue  # a loop's resources have no name of their own in the file
            naming = resolver.naming
            logical = names.get(declaration.logical, declaration.logical)
            self._refs.setdefault(naming.ref(declaration), logical)
            if logical in template.referable:
                continue  # its own logical id may have a hash in it
            for name in row_of(declaration.type).get("attributes", {}):
                attribute = naming.attribute(declaration, name)
                self._attributes.setdefault(attribute, (logical, name))

    def _name_foreign(self) -> None:
        """What other templates hand down or put out has the name by which this one takes it."""
        for text, name in self._foreign.items():
            if not isinstance(name, str):
                continue
            logical, _, output = name.partition(".")
            if output:
                self._attributes[text] = (logical, output)
            else:
                self._refs[text] = logical

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
        foreign = self._foreign.get(text)
        if isinstance(foreign, dict):
            return foreign
        pattern = self.pattern(text)
        return None if pattern is None else {"Fn::Sub": pattern}

    def pattern(self, text: Text) -> str | None:
        """The text as `Fn::Sub` takes it, the longest references that it is made of first."""
        written = ""
        while text.pieces:
            piece = text.pieces[0]
            rest = Text(*text.pieces[1:])
            if isinstance(piece, str):
                before, name, rest = self.within(piece, rest)
                written += before.replace("${", "${!")
            else:
                name = self.of_hole(piece) or ""
                if not name:
                    return None
            written += "${" + name + "}" if name else ""
            text = rest
        return written

    def within(self, piece: str, rest: Text) -> tuple[str, str, Text]:
        """A literal piece cut where a reference begins: what is before it, the reference's name,
        and what is behind it. No name where none begins.
        """
        for known, name in self.longest:
            first = known.pieces[0]
            if isinstance(first, str) and piece.endswith(first):
                behind = after(Text(first) + rest, known)
                if behind is not None:
                    return piece[: -len(first)], name, behind
        return piece, "", rest

    @cached_property
    def longest(self) -> list[tuple[Text, str]]:
        """Texts of several pieces that have a name, longest first."""
        named = list(self._refs.items())
        named += [(text, ".".join(name)) for text, name in self._attributes.items()]
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
