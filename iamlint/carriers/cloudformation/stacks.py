"""Templates that are deployed together: values that one takes from another.

A value is resolved in the template where it stands, so that what is imported, handed down or put
out names the very resource that it names there.
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-stack-exports.html
"""

from __future__ import annotations

from collections import ChainMap

from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.holes import Hole, Text
from iamlint.text.node import Mapping, Scalar, Sequence

from . import carrying
from .exporting import Exports
from .handing import MAX_CHOICES, Nested, is_own, path_of
from .parameters import MAX_LENGTH
from .template import section, text_at
from .values import as_text, one_of

if TYPE_CHECKING:
    from collections.abc import Mapping as ByName
    from collections.abc import MutableMapping

    from iamlint.carriers.assembly import Assemblies
    from iamlint.text.node import Node

    from .exporting import Export
    from .resolver import Resolver
    from .template import Declaration

    Supposed = ByName[str, ByName[str, str | None]]
    Foreign = MutableMapping[Text, object]

CROSSING = 4
"""What a step into another template counts among functions within functions."""


class Stacks:
    """The templates of one run.

    `joined`: those that take from others, or that others may take from.
    `likely`: for the path of each, those of others that it is tied to likely, not certainly.
    `depth`: functions within functions, over all templates.
    `supposed`: by path, what templates are likely given; where it is told, what nothing sets has
        its default.
    """

    def __init__(
        self, assemblies: Assemblies | None = None, supposed: Supposed | None = None
    ) -> None:
        self.supposed = supposed
        self.assemblies = assemblies
        self.members: list[Resolver] = []
        self.joined: set[Resolver] = set()
        self.likely: dict[str, set[str]] = {}
        self.depth = 0
        self.nested = Nested(self)
        self._values: dict[int, Text | None] = {}
        self._making: set[int] = set()
        self._exports: Exports | None = None
        self._writers: carrying.Writers | None = None

    def tie(self, one: Resolver, other: Resolver) -> None:
        """Two templates belong together likely."""
        self.likely.setdefault(path_of(one), set()).add(path_of(other))
        self.likely.setdefault(path_of(other), set()).add(path_of(one))

    def forget(self) -> None:
        """Templates have got more resources, so that what was not known before may be now."""
        self._values.clear()
        self._exports = self._writers = None

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

    def put_out(self, template: Resolver, name: str) -> Text | None:
        """An output of a template."""
        node = section(template.template.root, "Outputs").get(name)
        value = node.get("Value") if isinstance(node, Mapping) else None
        condition = text_at(node, "Condition")
        if value is None or (condition and template.conditions.truth(condition) is False):
            return None
        return self.value(template, value, condition=condition)

    def imported(self, importer: Resolver, name: Text) -> Text:
        """What is exported under a name."""
        self.joined.add(importer)
        found = self.exports.named(importer, name)
        identity = f"import/{self.exports.scope(importer)}#{name}"
        texts = [self.put_out(export.exporter, export.output) for export in found.exports]
        known = [text for text in texts if text is not None]
        if not known or len(known) < len(texts) or len(texts) > MAX_CHOICES:
            return Text(Hole(identity, why=why_missing(name, found.exports)))
        if not found.sure:
            for export in found.exports:
                self.tie(importer, export.exporter)
        alone = len(known) == 1 and not self._is_one_of_several(found.exports[0], known[0])
        if alone and (found.sure or known[0].literal is None):
            return known[0]
        paths = " and ".join(sorted({path_of(export.exporter) for export in found.exports}))
        why = f"{name} is {'' if found.sure else 'likely '}exported by {paths}"
        if not found.sure or len(known) == 1:
            known.append(Text(Hole(f"{identity}?", why=why)))
        return one_of(known, identity, why)

    def _is_one_of_several(self, export: Export, value: Text) -> bool:
        """The template that exports it is nested several times, and each has its own."""
        return self.nested.is_shared(export.exporter) and any(map(is_own, value.holes))

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
        self, importer: Resolver, stack: str, name: str, region: Text, account: Text
    ) -> Text | None:
        """An output of the stack that has a name; None where none in view is known to have it."""
        self.joined.add(importer)
        found = [
            member
            for member in self.members
            if member.template.stack == stack
            and member.home.region == region
            and may_be(member.home.account, account)
        ]
        if len(found) != 1:
            return None
        return self._of(found[0], importer, account, self.put_out(found[0], name))

    def carried(self, reader: Resolver, declaration: Declaration, name: str) -> Text | None:
        """What a custom resource of another stack carries to an attribute of one of this."""
        if not carrying.reads(declaration.type):
            return None
        self.joined.add(reader)
        if self._writers is None:
            self._writers = carrying.Writers(self.members)
        account = reader.home.account
        found = [
            each
            for each in self._writers.given(reader, declaration.type, name)
            if may_be(each.giver.home.account, account)
        ]
        if len(found) != 1:
            return None
        (one,) = found
        self.joined.add(one.giver)
        text = self.value(one.giver, one.value, one.declaration)
        return self._of(one.giver, reader, account, text)

    def _of(
        self, giver: Resolver, taker: Resolver, account: Text, text: Text | None
    ) -> Text | None:
        """A value of a stack that is in an account for certain; of one that may be, only what
        names a resource, and then it is likely that.
        """
        if giver.home.account == account:
            return text
        self.tie(taker, giver)
        return text if text is None or text.literal is None else None


def may_be(one: Text, other: Text) -> bool:
    """Two accounts that are not known to be different."""
    return one == other or one.literal is None or other.literal is None


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
