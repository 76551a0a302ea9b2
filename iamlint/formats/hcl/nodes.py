"""What HCL is made of: bodies of attributes and blocks, and expressions; each with its place.

Literals are the nodes that every format gives (`Scalar`, `Sequence`); what has to be evaluated is a
node of its own here. https://developer.hashicorp.com/terraform/language/syntax/configuration
"""

from __future__ import annotations

from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.node import Node

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import TypeAlias

    from iamlint.text.source import Source

    Step: TypeAlias = "str | Node | Splat"


class Splat:
    """The step `[*]` or `.*`: the rest of the way is gone for each element."""

    __slots__ = ()


SPLAT = Splat()


class Traversal(Node):
    """A name, or the value of `base`, and the way from there: `aws_iam_role.r[0].arn`.

    `steps`: attributes as text, indices as expressions, `SPLAT`.
    """

    __slots__ = ("base", "name", "steps")

    def __init__(
        self,
        source: Source,
        start: int,
        end: int,
        name: str,
        base: Node | None,
        steps: tuple[Step, ...],
    ) -> None:
        super().__init__(source, start, end)
        self.name = name
        self.base = base
        self.steps = steps


class Literal:
    """Literal characters of a template and where they stand: `places` maps offsets of `text` to
    offsets of the file, piecewise.
    """

    __slots__ = ("places", "text")

    def __init__(self, text: str, places: list[tuple[int, int]]) -> None:
        self.text = text
        self.places = places


class Template(Node):
    """A string with `${…}` in it, or a heredoc: literals and expressions in order."""

    __slots__ = ("parts",)

    def __init__(self, source: Source, start: int, end: int, parts: list[Literal | Node]) -> None:
        super().__init__(source, start, end)
        self.parts = parts


class Directive(Node):
    """`%{ if … }` or `%{ for … }` in a string: what `expression` gives is written in its place, the
    texts of a list one after the other.
    """

    __slots__ = ("expression",)

    def __init__(self, source: Source, start: int, end: int, expression: Node) -> None:
        super().__init__(source, start, end)
        self.expression = expression


class Object(Node):
    """`{ key = value }`; a key is an expression."""

    __slots__ = ("pairs",)

    def __init__(
        self, source: Source, start: int, end: int, pairs: list[tuple[Node, Node]]
    ) -> None:
        super().__init__(source, start, end)
        self.pairs = pairs


class Call(Node):
    """A function's call; `expands`: the last argument is a list of arguments (`...`)."""

    __slots__ = ("arguments", "expands", "name")

    def __init__(
        self,
        source: Source,
        start: int,
        end: int,
        name: str,
        arguments: list[Node],
        *,
        expands: bool,
    ) -> None:
        super().__init__(source, start, end)
        self.name = name
        self.arguments = arguments
        self.expands = expands


class Choice(Node):
    """`condition ? yes : no`."""

    __slots__ = ("condition", "no", "yes")

    def __init__(
        self, source: Source, start: int, end: int, condition: Node, yes: Node, no: Node
    ) -> None:
        super().__init__(source, start, end)
        self.condition = condition
        self.yes = yes
        self.no = no


class For(Node):
    """`[for k, v in collection : value if condition]`, or with `key` an object."""

    __slots__ = ("collection", "condition", "groups", "key", "names", "value")

    def __init__(self, source: Source, start: int, end: int, names: tuple[str, ...]) -> None:
        super().__init__(source, start, end)
        self.names = names
        self.collection: Node = self
        self.key: Node | None = None
        self.value: Node = self
        self.condition: Node | None = None
        self.groups = False


class Operation(Node):
    """An operator and what it is applied to, one or two values."""

    __slots__ = ("operands", "operator")

    def __init__(
        self, source: Source, start: int, end: int, operator: str, operands: list[Node]
    ) -> None:
        super().__init__(source, start, end)
        self.operator = operator
        self.operands = operands


class Opaque(Node):
    """An expression that is not taken apart."""

    __slots__ = ()


class Attribute(Node):
    """`name = expression`; the expression is made when it is first asked for."""

    __slots__ = ("_make", "_value", "name")

    def __init__(
        self, source: Source, start: int, end: int, name: str, make: Callable[[], Node]
    ) -> None:
        super().__init__(source, start, end)
        self.name = name
        self._make = make
        self._value: Node | None = None

    @property
    def value(self) -> Node:
        if self._value is None:
            self._value = self._make()
        return self._value


class Body(Node):
    """What stands in a file or between the braces of a block."""

    __slots__ = ("attributes", "blocks")

    def __init__(self, source: Source, start: int, end: int) -> None:
        super().__init__(source, start, end)
        self.attributes: dict[str, Attribute] = {}
        self.blocks: list[Block] = []

    def named(self, type: str) -> Iterator[Block]:
        """The blocks of a type."""
        return (block for block in self.blocks if block.type == type)

    def value(self, name: str) -> Node | None:
        """The expression of an attribute."""
        attribute = self.attributes.get(name)
        return attribute.value if attribute is not None else None


class Block(Node):
    """`type "label" { … }`; the body is read when it is first asked for. `broken`: there is an
    error of syntax in it.
    """

    __slots__ = ("_body", "_read", "broken", "labels", "type")

    def __init__(
        self,
        source: Source,
        start: int,
        end: int,
        type: str,
        labels: tuple[str, ...],
        read: Callable[[], Body],
        *,
        broken: bool = False,
    ) -> None:
        super().__init__(source, start, end)
        self.type = type
        self.labels = labels
        self.broken = broken
        self._read = read
        self._body: Body | None = None

    @property
    def body(self) -> Body:
        if self._body is None:
            self._body = self._read()
        return self._body
