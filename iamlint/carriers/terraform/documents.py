"""Policy documents in a plan: JSON in a string, or an `aws_iam_policy_document` that is read only
at apply, put together from its known parts and the references of its configuration.

https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/iam_policy_document
"""

from __future__ import annotations

import re

from iamlint.errors import Unreadable
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.node import Conditional, Holed, Mapping, Node, Scalar, Sequence, Unknown

from .assembling import OVERRIDES, SOURCES, Assembler, statements_of
from .configuration import references
from .encoded import Encoded, Written
from .parts import text
from .references import Attribute, Lost
from .secrets import masked
from .values import Value, top, unknown_node
from .veiling import veiled

if TYPE_CHECKING:
    from iamlint.text.source import Span

    from .plan import Instance
    from .references import Target
    from .values import Values

SOURCE_TYPE = "aws_iam_policy_document"
OUTPUTS = ("json", "minified_json")


class NotReadable(Exception):
    """A policy that cannot be read; the message says why and what would settle it. `fault`: where
    its text is wrong, when that is why. `meant`: its tree, where nothing but that is wrong.
    """

    fault: Span | None = None
    meant: Node | None = None


class Documents:
    """Finds the documents that attributes hold, and remembers which data sources were used."""

    def __init__(self, values: Values) -> None:
        self.values = values
        self.used: set[str] = set()
        self._assembled: dict[str, Node] = {}

    def of(self, value: Value) -> tuple[Node, str] | None:
        """The tree of the document an attribute holds, and the address of the data source it comes
        from, where that is known; None where the attribute holds none. Raises `NotReadable`.
        """
        if isinstance(value.node, (Encoded, Written)):
            self._use(value)
            return written(value.node)
        if value.is_unknown:
            found = self._deferred(value)
            self._use(value)  # else each document that it may be is looked at alone
            return found
        self._use(value)
        if isinstance(value.node, Holed) and value.node.text.holes:
            raise NotReadable(value.node.text.holes[0].why)
        content = text(value.node)
        if not content.strip() or not isinstance(value.node, Scalar):
            return None
        node = embedded_json(value.node)
        if value.is_sensitive:
            node = self._veiled(node, value)
        source = self._source(value)
        return node, source.address if source is not None else ""

    def _veiled(self, node: Node, value: Value) -> Node:
        """A sensitive document without what it names; the text it stands in is forgotten."""
        node.source.text = masked(node.source.text)
        return veiled(node, self.values.hole(value))

    def _use(self, value: Value) -> None:
        """Note the data sources an attribute refers to."""
        scope = self.values.resolver.scope(value.instance)
        for name in references(value.expression):
            found = self.values.resolver.instance(name, scope)
            if found is not None:
                self.used.add(found.address)

    def _source(self, value: Value) -> Instance | None:
        """The data source that a known document was written by."""
        scope = self.values.resolver.scope(value.instance)
        names = references(value.expression)
        if len(names) != 1:
            return None
        found = self.values.resolver.instance(names[0], scope)
        return found if found is not None and found.type == SOURCE_TYPE else None

    def _deferred(self, value: Value) -> tuple[Node, str]:
        target = self.values.target(value)
        document = self.behind(target)
        if document is None and self.values.beside is not None:
            told = self.values.beside.value(value)
            found = written(told) if isinstance(told, (Encoded, Written)) else None
            if found is not None:
                return found
        if document is None:
            raise NotReadable(self._why(value, target))
        node = document
        source = target.instance.address if isinstance(target, Attribute) else ""
        return node, source

    def unused(self) -> list[Instance]:
        """The data sources that nothing was seen to use: no attribute, and no other document."""
        sources = [i for i in self.values.resolver.plan.instances.values() if i.type == SOURCE_TYPE]
        for instance in sources:
            if known_json(instance) is not None:
                for name in (*SOURCES, *OVERRIDES):
                    self._use(top(instance).attribute(name))
        return [instance for instance in sources if instance.address not in self.used]

    def is_mentioned(self, instance: Instance) -> bool:
        """Something refers to the data source, or may."""
        plan = self.values.resolver.plan
        if not plan.configuration.known:
            return True
        mention = re.compile(rf"(?<![\w-]){re.escape(instance.local)}\s*[.\[]")
        return any(mention.search(text) for text in plan.texts)

    def behind(self, target: Target | None) -> Node | None:
        """The document a reference leads to: a data source's, or the policy of another resource."""
        if not isinstance(target, Attribute) or len(target.steps) > 1:
            return None
        instance = target.instance
        if not target.steps:  # `data.aws_iam_policy_document.d[each.key].json`
            return self.assembled(instance) if instance.type == SOURCE_TYPE else None
        name = str(target.steps[0])
        if instance.type == SOURCE_TYPE and name in OUTPUTS:
            return self.assembled(instance)
        if name in POLICY_ATTRIBUTES:
            inner = self.values.target(top(instance).attribute(name))
            return self.behind(inner) if inner != target else None
        return None

    def assembled(self, instance: Instance) -> Node:
        """The document of a data source, whole or as far as it is known."""
        self.used.add(instance.address)
        node = self._assembled.get(instance.address)
        if node is None:
            self._assembled[instance.address] = _pending(instance)
            node = self._assembled[instance.address] = self._read(instance)
        return node

    def _read(self, instance: Instance) -> Node:
        value = known_json(instance)
        if value is not None:
            assert isinstance(value.node, Scalar)
            node = embedded_json(value.node)
            return self._veiled(node, value) if value.is_sensitive else node
        found = self.values.beside.assembled(instance) if self.values.beside is not None else None
        return found or Assembler(self.values, self).document(instance)

    def included(self, value: Value) -> list[Node]:
        """The documents of `source_policy_documents` and its like, in order; an `Unknown` for one
        that cannot be read.
        """
        if not value.is_set:
            return []
        if value.is_unknown or not isinstance(value.node, Sequence):
            return [self._one(value)]
        count = sum(item.is_unknown and not _is_told(item) for item in _items(value))
        targets = iter(self.values.targets(value, count))
        found = []
        for item in _items(value):
            if _is_told(item):
                found.append(self._told(item))
            elif item.is_unknown:
                found.append(self._one_behind(item, next(targets, None)))
            elif item.is_set:
                found.append(self._one(item))
        if not any(isinstance(document, Unknown) for document in found):
            self._use(value)
        return found

    def _told(self, value: Value) -> Node:
        """A document that is written as values, or by a template, under its conditions."""
        if not isinstance(value.node, Conditional):
            return self._one(value)
        document = self._one(value._replace(node=value.node.inner))
        when = value.node.when
        statements: list[Node] = [Conditional(s, when) for s in statements_of(document)]
        listed = Sequence(document.source, document.start, document.end, statements)
        key = Scalar(document.source, document.start, document.start, "Statement")
        return Mapping(document.source, document.start, document.end, [(key, listed)])

    def _one_behind(self, value: Value, target: Target | None) -> Node:
        try:
            found = self.behind(target)
        except NotReadable:
            found = None
        return found or unknown_node(self.values.hole(value), value.place)

    def _one(self, value: Value) -> Node:
        try:
            found = self.of(value)
        except NotReadable:
            return unknown_node(self.values.hole(value), value.place)
        return found[0] if found is not None else Mapping(value.place.source, 0, 0, [])

    def _why(self, value: Value, target: Target | None) -> str:
        if isinstance(value.node, Unknown) and value.node.hole.why:
            return value.node.hole.why
        names = self.values.made_of(value)
        if isinstance(target, Lost) and "local." in target.name:
            return f"known only after apply, through {target.name}, which a plan does not keep"
        if names:
            return f"known only after apply: made of {', '.join(names)}"
        return "known only after apply"


def known_json(instance: Instance) -> Value | None:
    """What a data source wrote, where the plan has it."""
    for name in OUTPUTS:
        value = top(instance).attribute(name)
        if isinstance(value.node, Scalar) and not value.is_unknown and text(value.node):
            return value
    return None


def written(node: Encoded | Written) -> tuple[Node, str] | None:
    """The document of a string that is written as values, or by a template."""
    from .reading_strings import tree_of

    if isinstance(node, Encoded):
        return node.tree, node.origin
    if node.text.literal is not None and not node.text.literal.strip():
        return None
    if node.text.only_hole is not None:
        raise NotReadable(node.text.only_hole.why)
    tree = tree_of(node)
    return None if tree is None else (tree, "")


POLICY_ATTRIBUTES = ("policy", "assume_role_policy", "content")


def embedded_json(scalar: Scalar) -> Node:
    """The tree of the JSON inside a string. Raises `NotReadable`."""
    from iamlint.formats import embedded
    from iamlint.formats.json import parse

    source = embedded(scalar)
    try:
        return parse(source)
    except Unreadable as error:
        from iamlint.formats import stray_commas

        broken = NotReadable(f"not JSON: {error.message}")
        broken.fault = source.sign(error.offset)
        broken.meant = stray_commas.parsed(source)
        raise broken from None


def _is_told(value: Value) -> bool:
    """The configuration tells the string, of which more is known than its text."""
    node = value.node.inner if isinstance(value.node, Conditional) else value.node
    return isinstance(node, (Encoded, Written))


def _items(value: Value) -> list[Value]:
    from .addresses import Key

    assert isinstance(value.node, Sequence)
    return [value.inner(Key(index), value.expression) for index in range(len(value.node.items))]


def _pending(instance: Instance) -> Unknown:
    """What stands for a document while it is read, should it include itself."""
    from iamlint.text.holes import Hole

    return unknown_node(
        Hole(instance.address, why=f"{instance.address} includes itself"), instance.node
    )
