"""What an expression comes to, as far as the configuration tells.

https://developer.hashicorp.com/terraform/language/expressions
"""

from __future__ import annotations

from iamlint.carriers.terraform.encoded import Piece, Written
from iamlint.formats.hcl.nodes import (
    Call,
    Choice,
    Directive,
    For,
    Literal,
    Object,
    Operation,
    Template,
    Traversal,
)
from iamlint.text.hints import TYPE_CHECKING, Any, Protocol
from iamlint.text.holes import Hole, Text
from iamlint.text.node import HoledKey, Node, Scalar, Sequence, Unknown

from . import functions, looping, operating
from .choosing import chosen
from .references import References
from .results import (
    key_at,
    listed,
    mapped,
    text_of,
    unknown,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from iamlint.carriers.terraform.plan import Instance

    from .folders import Files
    from .scopes import Scope

DEEPEST = 60
"""Values that are made of values that are made of …"""


class World(Protocol):
    """What the evaluator asks of what is declared."""

    @property
    def path(self) -> str:
        """What scopes the identities of holes."""

    @property
    def files(self) -> Files: ...

    def instances(self, scope: Scope, local: str) -> list[Instance] | None:
        """The instances of a resource in a module; None where it is not declared."""

    def variable(self, name: str, place: Node) -> Node | None:
        """The value of a variable of the root where it is known."""

    def given(self, instance: Instance, name: str) -> Node | None:
        """What is set of an attribute."""

    def text(self, instance: Instance, steps: tuple[object, ...]) -> Text:
        """What an attribute is that the configuration does not set."""

    def document(self, instance: Instance, place: Node) -> Node:
        """What `json` of an `aws_iam_policy_document` is."""


class Evaluator:
    """Evaluates expressions of one configuration."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.references = References(self)
        self._depth = 0

    def value(self, expression: Node, scope: Scope) -> Node:
        """What the expression comes to."""
        if self._depth > DEEPEST:
            return self.hidden(expression, "it is made of too many others")
        self._depth += 1
        try:
            return self._value(expression, scope)
        finally:
            self._depth -= 1

    def _value(self, expression: Node, scope: Scope) -> Node:
        if isinstance(expression, Scalar):
            return expression
        make = _MAKERS.get(type(expression))
        if make is None:
            return self.hidden(expression, "this expression is not evaluated")
        return make(self, expression, scope)

    def hidden(self, place: Node, why: str) -> Unknown:
        """A value that is not known, called by its expression."""
        return unknown(place, self.identity(place), why)

    def identity(self, place: Node) -> str:
        """What makes two mentions of an expression the same: where it stands."""
        at = f"{place.source.path}:{place.start}"
        words = " ".join(place.source.text[place.start : place.end].split())
        return f"{at}#{words[:80]}"

    def sequence(self, expression: Sequence, scope: Scope) -> Node:
        return listed((self.value(item, scope) for item in expression.items), expression)

    def object(self, expression: Object, scope: Scope) -> Node:
        entries: list[tuple[Scalar, Node]] = []
        for key, value in expression.pairs:
            entries.append((self.key(key, scope), self.value(value, scope)))
        return mapped(entries, expression)

    def key(self, expression: Node, scope: Scope) -> Scalar:
        """What serves as a key."""
        text = text_of(self.value(expression, scope))
        if text is not None and text.literal is not None:
            return key_at(text.literal, expression)
        text = text if text is not None else Text(Hole(self.identity(expression)))
        return HoledKey(expression.source, expression.start, expression.end, text)

    def template(self, expression: Template, scope: Scope) -> Node:
        """A string; one that is nothing but `${…}` is that value."""
        parts = expression.parts
        quoted = expression.source.text.startswith('"', expression.start)
        only = parts[0] if len(parts) == 1 else None
        if isinstance(only, Node) and not isinstance(only, Directive) and quoted:
            return self.value(only, scope)
        pieces = [piece for part in parts for piece in self._pieces(part, scope)]
        return Written(expression.source, expression.start, expression.end, pieces)

    def _pieces(self, part: Literal | Node, scope: Scope) -> list[Piece]:
        """What a part of a string writes; a directive writes what it chooses or goes through."""
        if not isinstance(part, Directive):
            return [self._piece(part, scope)]
        value = self.value(part.expression, scope)
        written = value.items if type(value) is Sequence else [value]
        if all(isinstance(item, Written) for item in written):
            return [piece for item in written if isinstance(item, Written) for piece in item.pieces]
        text = text_of(value) or Text(Hole(self.identity(part), why="what it writes is not known"))
        return [Piece(text, [(0, part.start)], value)]

    def _piece(self, part: Literal | Node, scope: Scope) -> Piece:
        if isinstance(part, Literal):
            return Piece(Text(part.text), part.places)
        value = self.value(part, scope)
        text = text_of(value)
        if text is None:
            text = Text(Hole(self.identity(part), why="it is no text"))
        return Piece(text, [(0, part.start)], value)

    def choice(self, expression: Choice, scope: Scope) -> Node:
        condition = self.value(expression.condition, scope)
        return chosen(
            condition,
            lambda: self.value(expression.yes, scope),
            lambda: self.value(expression.no, scope),
            expression,
            self.condition_name(expression.condition, scope),
        )

    def condition_name(self, expression: Node, scope: Scope) -> str:
        """A condition's own name: its words, in the instance of the module."""
        words = " ".join(expression.source.text[expression.start : expression.end].split())
        return f"{self.world.path}#{scope.module.path.prefixed(words)}"

    def traversal(self, expression: Traversal, scope: Scope) -> Node:
        return self.references.value(expression, scope)

    def call(self, expression: Call, scope: Scope) -> Node:
        return functions.called(self, expression, scope)

    def loop(self, expression: For, scope: Scope) -> Node:
        return looping.looped(self, expression, scope)

    def operation(self, expression: Operation, scope: Scope) -> Node:
        return operating.operated(self, expression, scope)


_MAKERS: dict[type, Callable[[Evaluator, Any, Scope], Node]] = {
    Sequence: Evaluator.sequence,
    Object: Evaluator.object,
    Template: Evaluator.template,
    Choice: Evaluator.choice,
    Traversal: Evaluator.traversal,
    Call: Evaluator.call,
    For: Evaluator.loop,
    Operation: Evaluator.operation,
}
