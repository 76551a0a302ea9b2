"""Operators on values that are known; a condition that is not keeps its name.

https://developer.hashicorp.com/terraform/language/expressions/operators
"""

from __future__ import annotations

from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.node import Mapping, Node, Scalar, Sequence, plain

from .choosing import named
from .results import is_null, text_of, truth, unknown

if TYPE_CHECKING:
    from iamlint.formats.hcl.nodes import Operation

    from .evaluating import Evaluator
    from .scopes import Scope


def operated(evaluator: Evaluator, expression: Operation, scope: Scope) -> Node:
    """What an operation comes to."""
    operands = [evaluator.value(operand, scope) for operand in expression.operands]
    found = _known(expression.operator, operands)
    if found is not None:
        return Scalar(expression.source, expression.start, expression.end, found, "")
    name = evaluator.condition_name(expression, scope)
    if expression.operator == "!":
        name, wanted = named(operands[0], name[: name.rfind("!")] + name[name.rfind("!") + 1 :])
        name = f"!{name}" if wanted else name
    elif expression.operator in ("&&", "||"):
        neutral = expression.operator == "&&"
        open_ = [operand for operand in operands if truth(operand) is not neutral]
        if len(open_) == 1:
            return open_[0]
    return unknown(expression, name, "it is not known before Terraform runs")


def _known(operator: str, operands: list[Node]) -> bool | int | float | None:
    if operator in ("&&", "||"):
        return _logical(operator, [truth(operand) for operand in operands])
    if operator == "!":
        value = truth(operands[0])
        return None if value is None else not value
    if operator in ("==", "!="):
        same = _same(*operands) if len(operands) == 2 else None
        return None if same is None else same == (operator == "==")
    return _arithmetic(operator, operands)


def _logical(operator: str, values: list[bool | None]) -> bool | None:
    deciding = operator == "||"
    if deciding in values:
        return deciding
    return None if None in values else not deciding


def _same(one: Node, other: Node) -> bool | None:
    """Whether two values are equal; what is not known is equal to what is the same for certain."""
    if is_null(one) or is_null(other):
        if is_null(one) and is_null(other):
            return True
        rest = other if is_null(one) else one
        return False if _definite(rest) else None
    first, second = text_of(one), text_of(other)
    if first is not None and second is not None:
        if first == second:
            return True
        return False if first.literal is not None and second.literal is not None else None
    if not _definite(one) or not _definite(other):
        return None
    if isinstance(one, Scalar) != isinstance(other, Scalar):
        return False  # values of different types are never equal
    return None if _open(one) or _open(other) else plain(one) == plain(other)


def _definite(node: Node) -> bool:
    """A value that stands in the configuration and is not null."""
    return isinstance(node, (Scalar, Mapping, Sequence)) and not is_null(node)


def _open(node: Node) -> bool:
    """Something in it is not known."""
    if isinstance(node, Mapping):
        return any(_open(value) for _, value in node.entries)
    if isinstance(node, Sequence):
        return any(_open(item) for item in node.items)
    return not isinstance(node, Scalar)


def _arithmetic(operator: str, operands: list[Node]) -> bool | int | float | None:
    values = [operand.value for operand in operands if isinstance(operand, Scalar)]
    numbers = [v for v in values if isinstance(v, (int, float)) and not isinstance(v, bool)]
    if len(numbers) != len(operands) or any(abs(number) > LARGEST for number in numbers):
        return None
    if len(numbers) == 1:
        return -numbers[0] if operator == "-" else None
    a, b = numbers
    if operator in ("/", "%") and not b:
        return None
    found = _ARITHMETIC[operator](a, b) if operator in _ARITHMETIC else None
    return int(found) if isinstance(found, float) and found.is_integer() else found


LARGEST = 10**15
_ARITHMETIC = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
    "%": lambda a, b: a % b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}
