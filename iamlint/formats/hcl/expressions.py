"""Expressions, from the parser's tree.

https://developer.hashicorp.com/terraform/language/expressions
"""

from __future__ import annotations

from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.node import Node, Scalar, Sequence

from .nodes import (
    SPLAT,
    Call,
    Choice,
    For,
    Object,
    Opaque,
    Operation,
    Splat,
    Traversal,
)
from .templates import Templates

if TYPE_CHECKING:
    from tree_sitter import Node as Parsed

    from iamlint.text.source import Source

DEEPEST = 150
"""Levels of expressions; a chain of operators is as deep as it is long."""

ACCESSORS = ("get_attr", "index", "splat", "attr_splat", "full_splat")
CONSTANTS = {"true": True, "false": False, "null": None}


class Expressions:
    """Makes expressions of one file's parsed nodes."""

    def __init__(self, source: Source, data: bytes) -> None:
        self.source = source
        self.data = data
        self._offsets = None if len(data) == len(source.text) else _offsets(source.text)
        self.templates = Templates(self)

    def start(self, parsed: Parsed) -> int:
        return self.offset(parsed.start_byte)

    def end(self, parsed: Parsed) -> int:
        return self.offset(parsed.end_byte)

    def offset(self, byte: int) -> int:
        """The character at a byte."""
        return byte if self._offsets is None else self._offsets[byte]

    def text(self, parsed: Parsed) -> str:
        return self.data[parsed.start_byte : parsed.end_byte].decode("utf-8", "replace")

    def label(self, parsed: Parsed) -> str:
        """A block's type or label."""
        return self.text(parsed).strip('"')

    def whole(self, parsed: Parsed) -> Node:
        """The expression of an attribute."""
        return self.expression(parsed, 0)

    def expression(self, parsed: Parsed, depth: int) -> Node:
        return self.terms(_meaningful(parsed), depth + 1) or self.opaque(parsed)

    def opaque(self, parsed: Parsed) -> Node:
        return Opaque(self.source, self.start(parsed), self.end(parsed))

    def terms(self, parts: list[Parsed], depth: int) -> Node | None:
        """A value and the steps that follow it."""
        if not parts:
            return None
        start, end = self.start(parts[0]), self.end(parts[-1])
        if depth > DEEPEST:
            return Opaque(self.source, start, end)
        if parts[0].type == "(":
            size = next((i for i, part in enumerate(parts) if part.type == ")"), 0)
            inner = list(parts[1:size])
            value = self.terms(inner, depth + 1) if size else None
            rest = parts[size + 1 :]
        else:
            value, rest = self.value(parts[0], depth), parts[1:]
        if value is None or not rest:
            return value
        if not all(part.type in ACCESSORS for part in rest):
            return Opaque(self.source, start, end)
        steps = tuple(step for part in rest for step in self.steps(part, depth))
        if isinstance(value, Traversal) and value.base is None:
            return Traversal(self.source, start, end, value.name, None, (*value.steps, *steps))
        return Traversal(self.source, start, end, "", value, steps)

    def value(self, parsed: Parsed, depth: int) -> Node | None:
        """One value without steps."""
        make = _MAKERS.get(parsed.type)
        if make is None:
            return self.opaque(parsed)
        return make(self, parsed, depth + 1)

    def inner(self, parsed: Parsed, depth: int) -> Node | None:
        return self.terms(_meaningful(parsed), depth)

    def variable(self, parsed: Parsed, depth: int) -> Node:  # noqa: ARG002
        name = self.text(parsed)
        return Traversal(self.source, self.start(parsed), self.end(parsed), name, None, ())

    def steps(self, parsed: Parsed, depth: int) -> list[str | Node | Splat]:
        """The steps of one accessor."""
        parts = _meaningful(parsed)
        if parsed.type == "get_attr":
            return [self.text(parts[-1])]
        if parsed.type == "splat":
            return [step for part in parts for step in self.steps(part, depth)]
        if parsed.type in ("attr_splat", "full_splat"):
            rest = [step for part in parts[1:] for step in self.steps(part, depth)]
            return [SPLAT, *rest]
        if parsed.type == "index":
            return [step for part in parts for step in self.steps(part, depth)]
        if parsed.type == "new_index":
            return [self.expression(parts[1], depth)] if len(parts) == 3 else []
        digits = self.text(parsed).lstrip(".")  # the old form of an index: `.0`
        place = self.start(parsed), self.end(parsed)
        return [Scalar(self.source, *place, int(digits) if digits.isdigit() else digits, "")]

    def number(self, parsed: Parsed, depth: int) -> Node:  # noqa: ARG002
        text = self.text(parsed)
        try:
            value: int | float = int(text) if text.isdigit() else float(text)
        except ValueError:
            return self.opaque(parsed)
        return Scalar(self.source, self.start(parsed), self.end(parsed), value, "")

    def constant(self, parsed: Parsed, depth: int) -> Node:  # noqa: ARG002
        value = CONSTANTS.get(self.text(parsed))
        return Scalar(self.source, self.start(parsed), self.end(parsed), value, "")

    def string(self, parsed: Parsed, depth: int) -> Node:
        return self.templates.quoted(parsed, depth)

    def heredoc(self, parsed: Parsed, depth: int) -> Node:
        return self.templates.heredoc(parsed, depth)

    def tuple(self, parsed: Parsed, depth: int) -> Node:
        items = [self.expression(c, depth) for c in parsed.children if c.type == "expression"]
        return Sequence(self.source, self.start(parsed), self.end(parsed), items)

    def object(self, parsed: Parsed, depth: int) -> Node:
        pairs = []
        for child in parsed.children:
            if child.type == "object_elem":
                parts = [part for part in _meaningful(child) if part.type == "expression"]
                if len(parts) == 2:
                    pairs.append((self.key(parts[0], depth), self.expression(parts[1], depth)))
        return Object(self.source, self.start(parsed), self.end(parsed), pairs)

    def key(self, parsed: Parsed, depth: int) -> Node:
        """A key: a bare word means itself."""
        parts = _meaningful(parsed)
        if len(parts) == 1 and parts[0].type == "variable_expr":
            return Scalar(
                self.source, self.start(parsed), self.end(parsed), self.text(parts[0]), ""
            )
        return self.expression(parsed, depth)

    def call(self, parsed: Parsed, depth: int) -> Node:
        name, arguments, expands = "", [], False
        for child in parsed.children:
            if child.type == "identifier":
                name = self.text(child)
            elif child.type == "function_arguments":
                arguments = [
                    self.expression(c, depth) for c in child.children if c.type == "expression"
                ]
                expands = any(c.type == "ellipsis" for c in child.children)
        return Call(
            self.source, self.start(parsed), self.end(parsed), name, arguments, expands=expands
        )

    def conditional(self, parsed: Parsed, depth: int) -> Node:
        parts: list[list[Parsed]] = [[]]
        for child in _meaningful(parsed):
            if child.type in ("?", ":"):
                parts.append([])
            else:
                parts[-1].append(child)
        values = [self.terms(part, depth) for part in parts]
        if len(values) != 3 or None in values:
            return self.opaque(parsed)
        condition, yes, no = (value for value in values if value is not None)
        return Choice(self.source, self.start(parsed), self.end(parsed), condition, yes, no)

    def operation(self, parsed: Parsed, depth: int) -> Node:
        parts = _meaningful(parsed)
        index = next((i for i, part in enumerate(parts) if part.type in OPERATORS), None)
        if index is None:
            return self.opaque(parsed)
        sides = [self.terms(side, depth) for side in (parts[:index], parts[index + 1 :]) if side]
        operands = [side for side in sides if side is not None]
        operator = parts[index].type
        return Operation(self.source, self.start(parsed), self.end(parsed), operator, operands)

    def loop(self, parsed: Parsed, depth: int) -> Node:
        intro = next((c for c in parsed.children if c.type == "for_intro"), None)
        if intro is None:
            return self.opaque(parsed)
        names = tuple(self.text(c) for c in intro.children if c.type == "identifier")
        made = For(self.source, self.start(parsed), self.end(parsed), names)
        values = []
        for child in parsed.children:
            if child.type == "expression":
                values.append(self.expression(child, depth))
            elif child.type == "for_cond":
                made.condition = self._last(child, depth)
            elif child.type == "ellipsis":
                made.groups = True
        collection = self._last(intro, depth)
        if collection is None or not values or len(values) > 2:
            return self.opaque(parsed)
        made.collection = collection
        made.value = values[-1]
        made.key = values[0] if len(values) == 2 else None
        return made

    def _last(self, parsed: Parsed, depth: int) -> Node | None:
        found = [child for child in parsed.children if child.type == "expression"]
        return self.expression(found[-1], depth) if found else None


OPERATORS = frozenset(["+", "-", "*", "/", "%", "==", "!=", ">", ">=", "<", "<=", "&&", "||", "!"])

_MAKERS = {
    "expression": Expressions.inner,
    "literal_value": Expressions.inner,
    "template_expr": Expressions.inner,
    "collection_value": Expressions.inner,
    "for_expr": Expressions.inner,
    "variable_expr": Expressions.variable,
    "numeric_lit": Expressions.number,
    "bool_lit": Expressions.constant,
    "null_lit": Expressions.constant,
    "string_lit": Expressions.string,
    "quoted_template": Expressions.string,
    "heredoc_template": Expressions.heredoc,
    "tuple": Expressions.tuple,
    "object": Expressions.object,
    "function_call": Expressions.call,
    "conditional": Expressions.conditional,
    "operation": Expressions.inner,
    "binary_operation": Expressions.operation,
    "unary_operation": Expressions.operation,
    "for_tuple_expr": Expressions.loop,
    "for_object_expr": Expressions.loop,
}


def _meaningful(parsed: Parsed) -> list[Parsed]:
    return [child for child in parsed.children if child.type != "comment"]


def _offsets(text: str) -> list[int]:
    """The character that each byte of the text belongs to, and the end."""
    found: list[int] = []
    for index, char in enumerate(text):
        found += [index] * len(char.encode("utf-8", "surrogatepass"))
    found.append(len(text))
    return found
