"""The body of a resource as a plan shows it: attributes evaluated when they are asked for, and
under the name of each kind of nested block the list of those blocks.
"""

from __future__ import annotations

from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.node import Conditional, Mapping, Node, Scalar, Sequence, Unknown

from .choosing import settled
from .looping import iterated
from .results import is_null, key_at, literal, mapped, under

if TYPE_CHECKING:
    from iamlint.carriers.terraform.addresses import Key
    from iamlint.formats.hcl.nodes import Block, Body
    from iamlint.text.node import When

    from .evaluating import Evaluator
    from .scopes import Scope

META = frozenset(
    {"connection", "count", "depends_on", "for_each", "lifecycle", "provider", "provisioner"}
)
"""What a resource is told besides what it is; within its blocks the words have no such meaning."""
FREE = frozenset({"statement"})
"""Kinds of blocks of which one that may not be there is read as such; one of another kind hides
the whole list.
"""


class Attributes(Mapping):
    """What a body sets, evaluated on demand."""

    __slots__ = ("_body", "_evaluator", "_made", "_names", "_scope")

    def __init__(
        self, evaluator: Evaluator, body: Body, scope: Scope, *, nested: bool = False
    ) -> None:
        super().__init__(body.source, body.start, body.end, [])
        self._evaluator = evaluator
        self._body = body
        self._scope = scope
        self._made: dict[str, Node | None] = {}
        names = dict.fromkeys(body.attributes)
        names |= dict.fromkeys(kind_of(block) for block in body.blocks)
        self._names = [name for name in names if nested or name not in META]

    @property
    def body(self) -> Body:
        """Where it is written."""
        return self._body

    def names(self) -> list[str]:
        """What is set, without evaluating it."""
        return self._names

    def get(self, key: str) -> Node | None:
        if key not in self._names:
            return None
        if key not in self._made:
            self._made[key] = None  # what is made of itself is not set
            self._made[key] = self._value(key)
        return self._made[key]

    def _value(self, name: str) -> Node | None:
        attribute = self._body.attributes.get(name)
        if attribute is None:
            return self._blocks(name)
        value = self._evaluator.value(attribute.value, self._scope)
        value = settled(value)
        if name in BLOCKS and isinstance(value, Mapping):  # in JSON a lone block is no list
            return Sequence(value.source, value.start, value.end, [value])
        return value

    @property
    def entries(self) -> list[tuple[Scalar, Node]]:
        found = []
        for name in self._names:
            value = self.get(name)
            if value is not None:
                found.append((key_at(name, self), value))
        return found

    @entries.setter
    def entries(self, entries: list[tuple[Scalar, Node]]) -> None:
        """The entries are those of the body."""

    def __contains__(self, key: str) -> bool:
        return key in self._names

    def _blocks(self, name: str) -> Node:
        """The blocks of one kind, those of `dynamic` ones among them."""
        of_kind = [block for block in self._body.blocks if kind_of(block) == name]
        items: list[Node] = []
        for block in of_kind:
            if block.broken:
                items.append(self._evaluator.hidden(block, "it cannot be read"))
            elif block.type == "dynamic":
                items += _generated(self._evaluator, block, self._scope)
            else:
                inner = Attributes(self._evaluator, block.body, self._scope, nested=True)
                inner.start, inner.end = block.start, block.end
                items.append(inner)
        first, last = of_kind[0], of_kind[-1]
        if name not in FREE:
            for item in items:
                if isinstance(item, (Conditional, Unknown)):
                    return self._evaluator.hidden(first, "which blocks there are is not known")
        return Sequence(first.source, first.start, last.end, items)


BLOCKS = frozenset({"condition", "not_principals", "principals", "statement"})


def kind_of(block: Block) -> str:
    """The kind of block that it is, or gives."""
    return block.labels[0] if block.type == "dynamic" and block.labels else block.type


def _generated(evaluator: Evaluator, block: Block, scope: Scope) -> list[Node]:
    """The blocks that a `dynamic` one gives; where it is not known how many there are, one that
    stands for all, and an unknown for the doubt.
    """
    name = literal_word(block.body.value("iterator")) or kind_of(block)
    each = block.body.value("for_each")
    content = next(block.body.named("content"), None)
    if each is None or content is None:
        return []
    collection = evaluator.value(each, scope)
    items: list[Node] = []
    shown = evaluator.identity(each)
    for key, value, when in iterated(collection, each, shown):
        entries = [(key_at("key", block), key), (key_at("value", block), value)]
        inner = scope.binding({name: mapped(entries, block)})
        made = Attributes(evaluator, content.body, inner, nested=True)
        made.start, made.end = block.start, block.end
        items.append(under(made, when))
    if _uncounted(collection):
        items.append(evaluator.hidden(each, f"dynamic {name}: how many there are is not known"))
    return items


def _uncounted(collection: Node) -> bool:
    from .looping import elements

    return elements(collection) is None


def literal_word(node: Node | None) -> str:
    """A bare word, or a text."""
    from iamlint.formats.hcl.nodes import Traversal

    if isinstance(node, Traversal) and not node.steps:
        return node.name
    return literal(node) or ""


def repetitions(
    evaluator: Evaluator, block: Block, scope: Scope, name: str
) -> list[tuple[str | int | None, dict[str, Node], When]]:
    """The instances of a resource or module call: key, what `each` and `count` mean there, and
    under which conditions it is there. Key None stands for one without a key, or for all where
    it cannot be told how many there are.
    """
    each, count = block.body.value("for_each"), block.body.value("count")
    if each is not None:
        return _each(evaluator, each, scope, name)
    if count is not None:
        return _counted(evaluator, count, scope, name)
    return [(None, {}, frozenset())]


def _each(
    evaluator: Evaluator, each: Node, scope: Scope, name: str
) -> list[tuple[str | int | None, dict[str, Node], When]]:
    found: list[tuple[str | int | None, dict[str, Node], When]] = []
    collection = evaluator.value(each, scope)
    known = not _uncounted(collection)
    for key, value, when in iterated(collection, each, f"{evaluator.world.path}#{name}.each"):
        entries = [(key_at("key", each), key), (key_at("value", each), value)]
        word = literal(key) if known else None
        if known and word is None:
            from .results import text_of

            word = str(text_of(key))
        found.append((word, {"each": mapped(entries, each)}, when))
    return found


def bindings(evaluator: Evaluator, block: Block, scope: Scope, key: Key | None) -> dict[str, Node]:
    """What `each` and `count` mean in the instance that has a key."""
    if key is None:
        return {}
    found = repetitions(evaluator, block, scope, "it")
    for known, names, _ in found:
        if known == key.value:
            return names
    place = block
    value = Scalar(place.source, place.start, place.end, key.value)
    if block.body.value("count") is not None:
        return {"count": mapped([(key_at("index", place), value)], place)}
    hidden = evaluator.hidden(place, "what is gone through is not known")
    entries: list[tuple[Scalar, Node]] = [(key_at("key", place), value)]
    return {"each": mapped([*entries, (key_at("value", place), hidden)], place)}


MOST = 32
"""Of so many are all looked at: some more than the policies that a role may ever have."""


def _counted(
    evaluator: Evaluator, count: Node, scope: Scope, name: str
) -> list[tuple[str | int | None, dict[str, Node], When]]:
    from iamlint.text.node import Either

    from .results import bare

    value = evaluator.value(count, scope)
    branches = value.items if isinstance(value, Either) else [value]
    found: dict[int, list[When]] = {}
    for branch in branches:
        number, when = bare(branch)
        if is_null(number) or not isinstance(number, Scalar) or type(number.value) is not int:
            return [_unknown_count(evaluator, count, name)]
        if number.value > MOST:
            return [_unknown_count(evaluator, count, name)]
        for index in range(number.value):
            found.setdefault(index, []).append(when)
    return [
        (
            index,
            _bound(count, Scalar(count.source, count.start, count.end, index, "")),
            whens[0] if len(whens) < len(branches) else frozenset(),
        )
        for index, whens in found.items()
    ]


def _unknown_count(
    evaluator: Evaluator, count: Node, name: str
) -> tuple[str | int | None, dict[str, Node], When]:
    index = evaluator.hidden(count, f"how many there are of {name} is not known")
    when = frozenset({(f"{evaluator.world.path}#{name} has any", True)})
    return (None, _bound(count, index), when)


def _bound(count: Node, index: Node) -> dict[str, Node]:
    return {"count": mapped([(key_at("index", count), index)], count)}
