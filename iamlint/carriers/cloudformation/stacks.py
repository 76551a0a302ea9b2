"""Templates that are deployed together: values that one takes from another.

A value is resolved in the template where it stands, so that what is imported, handed down or put
out names the very resource that it names there.
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-stack-exports.html
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-nested-stacks.html
"""

from __future__ import annotations

from collections import ChainMap

from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.holes import Hole, Text
from iamlint.text.node import ALWAYS, Mapping, Scalar, Sequence
from iamlint.text.records import NamedTuple

from . import nesting
from .exporting import Exports
from .parameters import default_of, is_fetched, is_secret
from .template import section, text_at
from .values import as_text, one_of

if TYPE_CHECKING:
    from collections.abc import MutableMapping

    from iamlint.carriers.assembly import Assemblies
    from iamlint.text.node import Node, When

    from .exporting import Export
    from .nesting import Row
    from .resolver import Resolver
    from .template import Declaration

    Foreign = MutableMapping[Text, object]

MAX_LENGTH = 4096
"""Characters of a parameter or an output.
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html"""
MAX_CHOICES = 16
CROSSING = 4
"""What a step into another template counts among functions within functions."""


class Use(NamedTuple):
    """A template is nested by a resource of another. `sure`: it is named for certain, not merely
    by the last part of a URL.
    """

    parent: Resolver
    declaration: Declaration
    row: Row
    sure: bool


class Stacks:
    """The templates of one run.

    `joined`: those that take from others, or that others may take from.
    `likely`: pairs of paths whose tie is likely, not certain.
    `depth`: functions within functions, over all templates.
    """

    def __init__(self, assemblies: Assemblies | None = None) -> None:
        self.assemblies = assemblies
        self.members: list[Resolver] = []
        self.joined: set[Resolver] = set()
        self.likely: set[tuple[str, str]] = set()
        self.depth = 0
        self._uses: dict[Resolver, list[Use]] = {}
        self._counted: dict[Resolver, list[Use]] = {}
        self._nested: dict[tuple[Resolver, str], tuple[Resolver, bool]] = {}
        self._values: dict[int, Text | None] = {}
        self._making: set[int] = set()
        self._exports: Exports | None = None

    def link(self) -> None:
        """Find out which template nests which."""
        index = nesting.Index(self.members, self.assemblies)
        for parent in self.members:
            for declaration in parent.template.resources.values():
                row = nesting.row_of(declaration.type)
                if row is None:
                    continue
                self.joined.add(parent)
                found = index.nested(parent, declaration, row)
                if found is not None:
                    child, sure = found
                    self._nested[parent, declaration.logical] = found
                    self._uses.setdefault(child, []).append(Use(parent, declaration, row, sure))
        for child, uses in self._uses.items():
            self.joined.add(child)
            for use in uses:
                if not use.sure:
                    self._tie(use.parent, child)
        for child in self._uses:
            self._move_in(child, set())

    def _move_in(self, child: Resolver, seen: set[Resolver]) -> None:
        """A nested stack is deployed where the one that nests it is."""
        if child in seen:
            return
        seen.add(child)
        for use in self._uses.get(child, ()):
            self._move_in(use.parent, seen)
        homes = [use.parent.home for use in self._uses.get(child, ())]
        child.home.take(homes)

    def _tie(self, one: Resolver, other: Resolver) -> None:
        paths = one.template.path, other.template.path
        self.likely.update((paths, paths[::-1]))

    def uses(self, child: Resolver) -> list[Use]:
        """The resources that nest a template, but for those that never come to be."""
        if child not in self._uses:
            return []
        if child not in self._counted:
            self._counted[child] = self._uses[child]  # while it is asked for
            self._counted[child] = [use for use in self._uses[child] if not never(use)]
        return self._counted[child]

    def presence(self, child: Resolver) -> When:
        """The conditions under which a nested template is there at all."""
        when, seen = ALWAYS, {child}
        while True:
            uses = self.uses(child)
            if len(uses) != 1:
                return when
            parent, declaration = uses[0].parent, uses[0].declaration
            when |= parent.conditions.presence(declaration.condition)
            if parent in seen:
                return when
            seen.add(parent)
            child = parent

    def nested(self, parent: Resolver, declaration: Declaration) -> Resolver | None:
        """The template that a resource nests; None where it is not in view."""
        found = self._nested.get((parent, declaration.logical))
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
        child.note(text, name)
        return text

    def _handed(self, child: Resolver, use: Use, name: str, declared: Node) -> Text | None:
        properties = use.declaration.properties
        values = properties.get(use.row["parameters"]) if isinstance(properties, Mapping) else None
        names = nesting.names_in(values)
        if names is None:
            return None
        node = values.get(name) if isinstance(values, Mapping) and name in names else None
        if node is None:
            return default_of(declared)
        text = self.value(use.parent, node, use.declaration)
        if text is None or use.sure:
            return text
        return unsure(child, name, text, f"{name} is likely handed down by {path_of(use.parent)}")

    def value(
        self, where: Resolver, node: Node, within: Declaration | None = None, condition: str = ""
    ) -> Text | None:
        """A value as the template in which it stands means it; None for one that is no text, is
        longer than may be, or hangs on itself.
        """
        slot = id(node)
        if slot in self._values:
            return self._values[slot]
        if slot in self._making:
            return None
        self._making.add(slot)
        self.depth += CROSSING
        try:
            with where.within(within) if within is not None else where.under(condition):
                text = text_of(where.resolve(node))
        finally:
            self.depth -= CROSSING
            self._making.discard(slot)
        if text is not None and len(str(text)) > MAX_LENGTH:
            text = None
        self._values[slot] = text
        return text

    def output(self, parent: Resolver, declaration: Declaration, name: str) -> Text | None:
        """What a nested stack puts out; None where its template does not tell."""
        found = self._nested.get((parent, declaration.logical))
        if found is None:
            return None
        child, sure = found
        text = self.put_out(child, name)
        if text is None:
            return None
        address = f"{declaration.logical}.Outputs.{name}"
        if len(self.uses(child)) > 1 and any(is_own(hole) for hole in text.holes):
            why = f"{path_of(child)}, which gives {address}, is nested more than once"
            return unsure(parent, address, text, why)
        if not sure and text.literal is not None:
            return unsure(parent, address, text, f"{path_of(child)} likely gives {address}")
        parent.note(text, address)
        return text

    def put_out(self, child: Resolver, name: str) -> Text | None:
        """An output of a template."""
        node = section(child.template.root, "Outputs").get(name)
        value = node.get("Value") if isinstance(node, Mapping) else None
        condition = text_at(node, "Condition")
        if value is None or (condition and child.conditions.truth(condition) is False):
            return None
        return self.value(child, value, condition=condition)

    def imported(self, importer: Resolver, name: Text) -> Text:
        """What is exported under a name."""
        self.joined.add(importer)
        exports = self.exports
        found = exports.named(importer, name)
        texts: list[Text] = []
        for export in found.exports[:MAX_CHOICES]:
            text = self.put_out(export.exporter, export.output)
            if text is None:
                texts = []
                break
            texts.append(text)
            if not found.sure:
                self._tie(importer, export.exporter)
        scope = exports.scope(importer)
        identity = f"import/{scope}#{name}"
        if not texts or len(found.exports) > MAX_CHOICES:
            return Text(Hole(identity, why=why_missing(name, found.exports)))
        if len(texts) == 1 and (found.sure or texts[0].literal is None):
            return texts[0]
        paths = " and ".join(sorted({path_of(export.exporter) for export in found.exports}))
        why = f"{name} is {'' if found.sure else 'likely '}exported by {paths}"
        if not found.sure:
            texts.append(Text(Hole(f"{identity}?", why=why)))
        return one_of(texts, identity, why)

    def foreign(self, resolver: Resolver) -> Foreign:
        """Values of other templates, and how a template writes them."""
        if resolver not in self.joined:
            return resolver.foreign
        return ChainMap(resolver.foreign, self.exports.written(resolver))

    @property
    def exports(self) -> Exports:
        if self._exports is None:
            self._exports = Exports(self)
        return self._exports

    def output_of_stack(
        self, importer: Resolver, stack: str, name: str, region: Text
    ) -> Text | None:
        """An output of the stack that has a name; None where none in view is known to have it."""
        self.joined.add(importer)
        found = [
            member
            for member in self.members
            if member.template.stack == stack and member.home.region == region
        ]
        return self.put_out(found[0], name) if len(found) == 1 else None


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


def why_missing(name: Text, exports: list[Export]) -> str:
    if exports:
        return f"{name} is exported with a value that is not known"
    return f"{name} is exported by no template in view"


def text_of(node: Node | None) -> Text | None:
    """The text of a resolved value; of a list, its items with commas, as parameters take them."""
    if isinstance(node, Sequence):
        text = as_text(node)
        if text is not None or not node.items:
            return text
        found = Text()
        for index, item in enumerate(node.items):
            part = as_text(item)
            if part is None:
                return None
            found += (Text(",") if index else Text()) + part
        return found
    if isinstance(node, Scalar) and node.value is None:
        return None
    return as_text(node)
