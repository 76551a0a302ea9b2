"""The values of attributes as texts and nodes: known, sensitive, or a hole that names what it is
made of.
"""

from __future__ import annotations

from iamlint.text.hints import TYPE_CHECKING, Protocol
from iamlint.text.holes import ANY, Hole, Text
from iamlint.text.node import Conditional, Holed, Mapping, Node, Scalar, Sequence, Unknown
from iamlint.text.records import NamedTuple

from .addresses import Key, steps, written
from .configuration import constant, references
from .naming import scalar_text
from .parts import absent, is_true
from .references import Attribute, Known, Lost, Target, inside
from .surroundings import surrounded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .naming import Naming
    from .plan import Instance
    from .references import Resolver


class Derived(Hole):
    """A value that is made of others which are not known; `references` name those."""

    __slots__ = ("references",)

    def __init__(self, identity: str, within: str, why: str, references: tuple[str, ...]) -> None:
        super().__init__(identity, within, (), why)
        self.references = references


class Value(NamedTuple):
    """A value somewhere in an instance.

    `node`: the value, None where it is not known or not set.
    `unknown`, `sensitive`: the masks at this place. `expression`: what gave it; None where the
    configuration sets nothing here or does not tell.
    """

    instance: Instance
    parts: tuple[str | Key, ...]
    node: Node | None
    unknown: Node | None
    sensitive: Node | None
    expression: Node | None

    @property
    def is_unknown(self) -> bool:
        return is_true(self.unknown) or isinstance(self.node, Unknown)

    @property
    def is_sensitive(self) -> bool:
        return is_true(self.sensitive)

    @property
    def is_set(self) -> bool:
        """It has a value, known or not."""
        return self.is_unknown or not absent(self.node)

    @property
    def name(self) -> str:
        """The name of the attribute it is, or is an element of."""
        return next((part for part in reversed(self.parts) if isinstance(part, str)), "")

    @property
    def address(self) -> str:
        return f"{self.instance.address}.{written(self.parts)}"

    @property
    def place(self) -> Node:
        """The node that stands for it in the plan."""
        return self.node if self.node is not None else self.instance.node

    def inner(self, part: str | Key, expression: Node | None) -> Value:
        """A value inside this one."""
        return Value(
            self.instance,
            (*self.parts, part),
            inside(self.node, (part,)),
            self.unknown if is_true(self.unknown) else inside(self.unknown, (part,)),
            self.sensitive if is_true(self.sensitive) else inside(self.sensitive, (part,)),
            expression,
        )

    def attribute(self, name: str) -> Value:
        """An attribute of a block."""
        return self.inner(name, inside(self.expression, (name,)))

    def blocks(self) -> Iterator[Value]:
        """The blocks of a list of blocks; a lone block counts as a list of one. Their expressions
        are given only where the configuration has as many blocks.
        """
        if isinstance(self.node, Mapping):
            yield self
        elif isinstance(self.node, Sequence):
            for index, expression in enumerate(self._expressions()):
                yield self.inner(Key(index), expression)

    def _expressions(self) -> list[Node | None]:
        assert isinstance(self.node, Sequence)
        count = len(self.node.items)
        given = self.expression
        if isinstance(given, Sequence) and len(given.items) == count:
            return list(given.items)
        if isinstance(given, Mapping) and count == 1 and constant(given) is None:
            return [given]
        return [None] * count


def top(instance: Instance) -> Value:
    """An instance as a value."""
    return Value(
        instance, (), instance.values, instance.unknown, instance.sensitive, instance.expressions
    )


def walk(value: Value, path: str) -> Iterator[Value]:
    """The values at a path: `server_side_encryption[].kms_key_arn`."""
    name, _, rest = path.partition(".")
    inner = value.attribute(name.removesuffix("[]"))
    if not rest or (inner.is_unknown and not isinstance(inner.node, (Mapping, Sequence))):
        yield inner
    else:
        for block in inner.blocks():
            yield from walk(block, rest)


class Beside(Protocol):
    """A configuration that stands beside a plan."""

    def value(self, value: Value) -> Node | None:
        """What it says of a value; None where it says nothing that can be read."""

    def assembled(self, instance: Instance) -> Node | None:
        """The document of a data source as its blocks tell it, where these agree with the plan."""


class Values:
    """Makes texts and nodes of values."""

    def __init__(self, resolver: Resolver, naming: Naming) -> None:
        self.resolver = resolver
        self.naming = naming
        self.beside: Beside | None = None
        """What the configuration beside the plan says, where there is one."""

    def target(self, value: Value) -> Target | None:
        """Where the expression of a value leads; None without one."""
        if value.expression is None:
            return None
        scope = self.resolver.scope(value.instance)
        return self.resolver.evaluate(value.expression, scope)

    def text(self, value: Value) -> Text | None:
        """The text of a single value; None where it is not set."""
        if value.is_sensitive:
            return Text(self.hole(value))
        known = scalar_text(value.node)
        if known is not None:
            return known
        if not value.is_unknown:
            return None
        told = self.told(value)
        if told is not None:
            return told
        target = self.target(value)
        found = self.of_target(target, value.name) if target is not None else None
        return found or Text(self.hole(value))

    def told(self, value: Value) -> Text | None:
        """The text as the configuration beside the plan has it: through locals, with what stands
        around references. Lists are left out: those of a plan may be in another order.
        """
        if self.beside is None or not all(isinstance(part, str) for part in value.parts):
            return None
        return scalar_text(self.beside.value(value))

    def texts(self, value: Value, *, pattern: bool = False) -> list[tuple[Text, Node]]:
        """The texts of a list, or of a single value, each with its place; a list that is not known
        is one hole. `pattern`: where an ARN may go on after what a reference gives.
        """
        if value.is_sensitive or not isinstance(value.node, Sequence):
            one = surrounded(self, value, self.target(value)) if pattern else self.text(value)
            return [] if one is None else [(one, value.place)]
        items = [value.inner(Key(i), value.expression) for i in range(len(value.node.items))]
        targets = iter(self.targets(value, sum(item.is_unknown for item in items)))
        found = []
        for item, place in zip(items, value.node.items, strict=True):
            if item.is_unknown and not item.is_sensitive:
                target = next(targets, None)
                text = surrounded(self, item, target) if pattern else self._element(item, target)
            else:
                text = self.text(item)
            if text is not None:
                found.append((text, place))
        return found

    def targets(self, value: Value, count: int) -> list[Target]:
        """What the unknown elements of a list refer to, in order; nothing where that cannot be
        told.
        """
        if value.expression is None:
            return []
        scope = self.resolver.scope(value.instance)
        names = references(value.expression)
        found = self.resolver.unknown(names, scope)
        if len(names) == 1 and isinstance(found[0] if found else None, Lost):
            each = self.resolver.instances(names[0], scope)  # a splat, or `for` over all
            found = [Attribute(instance, ()) for instance in each]
        if found and len(names) == 1 and count % len(found) == 0:
            return [target for target in found for _ in range(count // len(found))]
        return found if len(found) == count else []

    def _element(self, value: Value, target: Target | None) -> Text:
        text = self.of_target(target, value.name) if target is not None else None
        return text or Text(self.hole(value))

    def of_target(self, target: Target, wanted: str = "") -> Text | None:
        """The text a reference leads to. One to an instance (`aws_kms_key.k[each.key].arn` is kept
        as `aws_kms_key.k`) means what an attribute of the name `wanted` takes: an ARN or an id.
        """
        if isinstance(target, Known):
            return scalar_text(target.node)
        if not isinstance(target, Attribute):
            return None
        parts = target.steps or ("arn" if wanted.endswith(("arn", "arns")) else "id",)
        return self.naming.inner(target.instance, parts)

    def hole(self, value: Value) -> Derived:
        """The hole for a value whose expression is no single reference."""
        if isinstance(value.node, Unknown):
            known = value.node.hole
            return Derived(known.identity, known.within, known.why, ())
        names = self.made_of(value)
        made = f", made of {', '.join(names)}" if names else ""
        why = f"{value.address} is known only after apply{made}"
        if value.is_sensitive:
            why = f"{value.address} is marked sensitive"
        return Derived(f"{self.naming.path}#{value.address}", ANY, why, names)

    def made_of(self, value: Value) -> tuple[str, ...]:
        """What the unknown things that an expression refers to are called, seen from the root."""
        scope = self.resolver.scope(value.instance)
        found = []
        for target in self.resolver.unknown(references(value.expression), scope):
            if isinstance(target, Attribute):
                found.append(written((*steps(target.instance.address), *target.steps)))
            elif isinstance(target, Lost):
                found.append(target.name)
        return tuple(dict.fromkeys(found))


def node_of(text: Text, place: Node) -> Node:
    """A node for a text that a carrier made out."""
    if isinstance(place, Conditional):
        return Conditional(node_of(text, place.inner), place.when)
    if isinstance(place, Unknown):
        return place
    if text.literal is not None:
        if isinstance(place, Scalar) and place.value == text.literal:
            return place
        return Scalar(place.source, place.start, place.end, text.literal)
    return Holed(place.source, place.start, place.end, text)


def unknown_node(hole: Hole, place: Node) -> Unknown:
    return Unknown(place.source, place.start, place.end, hole)
