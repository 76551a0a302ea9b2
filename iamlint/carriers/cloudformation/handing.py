"""What nested stacks are given and what they put out.

A template that is nested once has the values that it is given there. One that is nested several
times has a choice of them, and what it puts out is one of several things: there is one reading of
a template, however often it is used.
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-nested-stacks.html
"""

from __future__ import annotations

from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.holes import Hole, Text
from iamlint.text.node import ALWAYS, Mapping
from iamlint.text.records import NamedTuple

from . import nesting
from .naming import attributes_of
from .parameters import default_of, is_fetched, is_list, is_secret
from .values import one_of

if TYPE_CHECKING:
    from iamlint.text.node import Node, When

    from .nesting import Row
    from .resolver import Resolver
    from .stacks import Stacks
    from .template import Declaration

MAX_CHOICES = 16
MAX_LEVELS = 20
"""Stacks within stacks of which the outer ones are looked at. Real ones stay below five."""


class Use(NamedTuple):
    """A template is nested by a resource of another. `sure`: it is named for certain, not merely
    by the last part of a URL.
    """

    parent: Resolver
    declaration: Declaration
    row: Row
    sure: bool


class Nested:
    """Which template nests which."""

    def __init__(self, stacks: Stacks) -> None:
        self._stacks = stacks
        self._uses: dict[Resolver, list[Use]] = {}
        self._counted: dict[Resolver, list[Use]] = {}
        self._templates: dict[tuple[Resolver, str], tuple[Resolver, bool]] = {}

    def link(self) -> None:
        """Find out which template nests which, and where it is deployed therefore."""
        index = nesting.Index(self._stacks.members, self._stacks.assemblies)
        for parent in self._stacks.members:
            for declaration in parent.template.resources.values():
                row = nesting.row_of(declaration.type)
                if row is not None:
                    self._stacks.joined.add(parent)
                    self._link(index, parent, declaration, row)
        for _ in range(MAX_LEVELS):
            moved = [self._move_in(child) for child in self._uses]
            if not any(moved):
                break

    def _link(
        self, index: nesting.Index, parent: Resolver, declaration: Declaration, row: Row
    ) -> None:
        found = index.nested(parent, declaration, row)
        if found is None:
            return
        child, sure = found
        self._templates[parent, declaration.logical] = found
        self._uses.setdefault(child, []).append(Use(parent, declaration, row, sure))
        self._stacks.joined.add(child)
        if not sure:
            self._stacks.tie(parent, child)

    def _move_in(self, child: Resolver) -> bool:
        """A nested stack is deployed where the one that nests it is. True where that tells more of
        it than was known.
        """
        return child.home.take([use.parent.home for use in self._uses[child]])

    def uses(self, child: Resolver) -> list[Use]:
        """The resources that nest a template, but for those that never come to be."""
        if child not in self._uses:
            return []
        if child not in self._counted:
            self._counted[child] = self._uses[child]  # while it is asked for
            self._counted[child] = [use for use in self._uses[child] if not never(use)]
        return self._counted[child]

    def is_shared(self, child: Resolver) -> bool:
        """It is nested several times, so that what is in it is several things."""
        return len(self.uses(child)) > 1

    def presence(self, child: Resolver) -> When:
        """The conditions under which a nested template is there at all."""
        when = ALWAYS
        for _ in range(MAX_LEVELS):
            uses = self.uses(child)
            if len(uses) != 1:
                break
            child = uses[0].parent
            when |= child.conditions.presence(uses[0].declaration.condition)
        return when

    def template(self, parent: Resolver, declaration: Declaration) -> Resolver | None:
        """The template that a resource nests; None where it is not in view."""
        found = self._templates.get((parent, declaration.logical))
        return found[0] if found is not None else None

    def given(self, child: Resolver, name: str, declared: Node) -> Text | None:
        """What is handed down as a parameter; None where that is not known, or nothing is."""
        uses = self.uses(child)
        if not 0 < len(uses) <= MAX_CHOICES or is_fetched(declared) or is_secret(declared):
            return None
        texts = []
        for use in uses:
            text = self._handed(child, use, name, declared)
            if text is None:
                return None
            texts.append(text)
        why = f"{name} is not the same wherever the template is nested"
        text = one_of(texts, child.hole(name).identity, why)
        if not is_list(declared):
            child.note(text, name)
        return text

    def note_own(self, child: Resolver) -> None:
        """Note how a nested template writes what it is given and what it declares itself, since
        the names of that may hang on what it is given.
        """
        for name, declared in child.template.parameters.items():
            self.given(child, name, declared)
        naming = child.naming
        for declaration in child.template.resources.values() if self.uses(child) else ():
            if not declaration.bindings:  # a loop's resources have no name of their own
                child.note(naming.ref(declaration), declaration.logical)
                for name in attributes_of(declaration.type):
                    text = naming.attribute(declaration, name)
                    child.note(text, f"{declaration.logical}.{name}")

    def _handed(self, child: Resolver, use: Use, name: str, declared: Node) -> Text | None:
        properties = use.declaration.properties
        values = properties.get(use.row["parameters"]) if isinstance(properties, Mapping) else None
        names = nesting.names_in(values)
        if names is None:
            return None
        node = values.get(name) if isinstance(values, Mapping) and name in names else None
        if node is None:
            return default_of(declared)
        text = self._stacks.value(use.parent, node, use.declaration)
        if text is None or use.sure or text.literal is None:
            return text
        return unsure(child, name, text, f"{name} is likely handed down by {path_of(use.parent)}")

    def output(self, parent: Resolver, declaration: Declaration, name: str) -> Text | None:
        """What a nested stack puts out; None where its template does not tell."""
        found = self._templates.get((parent, declaration.logical))
        if found is None:
            return None
        child, sure = found
        text = self._stacks.put_out(child, name)
        if text is None:
            return None
        address = f"{declaration.logical}.Outputs.{name}"
        if self.is_shared(child) and any(map(is_own, text.holes)):
            why = f"{path_of(child)}, which gives {address}, is nested more than once"
            return unsure(parent, address, text, why)
        if not sure and text.literal is not None:
            return unsure(parent, address, text, f"{path_of(child)} likely gives {address}")
        parent.note(text, address)
        return text


def never(use: Use) -> bool:
    """Its condition is false for certain."""
    name = use.declaration.condition
    return bool(name) and use.parent.conditions.truth(name) is False


def unsure(resolver: Resolver, name: str, text: Text, why: str) -> Text:
    """A text that may also be another."""
    other = Text(resolver.hole(f"{name}?", why=why))
    return Text(Hole(resolver.hole(name).identity, choices=(text, other), why=why))


def is_own(hole: Hole) -> bool:
    """It means something else in each stack that is made of its template."""
    return "#" in hole.identity or any(is_own(h) for c in hole.choices for h in c.holes)


def path_of(resolver: Resolver) -> str:
    return resolver.template.path
