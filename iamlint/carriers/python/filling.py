"""Texts that are filled in: `%`, `str.format`, `str.join`, `str.replace`, `string.Template`.

https://docs.python.org/3/library/string.html#format-string-syntax
https://docs.python.org/3/library/stdtypes.html#printf-style-string-formatting
"""

from __future__ import annotations

import ast
import re

from iamlint.formats.python.strings import PythonString
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.node import Mapping, Sequence

if TYPE_CHECKING:
    from collections.abc import Callable

    from iamlint.text.node import Node

    from .evaluating import Evaluator, View

_percent = re.compile(r"%(?:\((?P<name>[^)]*)\))?(?P<kind>[sdir%])")
_field = re.compile(r"\{\{|\}\}|\{(?P<name>[A-Za-z_0-9]*)\}")
_dollar = re.compile(
    r"\$(?:\$|(?P<name>[_a-z][_a-z0-9]*)|\{(?P<inner>[_a-z][_a-z0-9]*)\})", re.IGNORECASE
)
_other = re.compile(r"\{(?!\{)|(?<!\})\}")


def percent(evaluator: Evaluator, node: ast.BinOp, view: View) -> Node:
    """`"…%s…" % x`."""
    pattern = evaluator.value(node.left, view)
    if not isinstance(pattern, PythonString):
        return evaluator.unknown(node, view)
    positions: list[ast.expr] = [node.right]
    named: Node | None = None
    if isinstance(node.right, ast.Tuple):
        positions = node.right.elts
    elif isinstance(node.right, ast.Dict) or "%(" in str(pattern.value):
        named = evaluator.value(node.right, view)
    taken = iter(positions)

    def of(found: re.Match[str]) -> Node | None:
        if found["name"] is not None:
            return named.get(found["name"]) if isinstance(named, Mapping) else None
        expression = next(taken, None)
        return evaluator.value(expression, view) if expression is not None else None

    return filled(evaluator, node, view, pattern, _percent, of)


def formatted(evaluator: Evaluator, node: ast.Call, view: View) -> Node:
    """`"…{}…{name}…".format(x, name=y)`."""
    assert isinstance(node.func, ast.Attribute)
    pattern = evaluator.value(node.func.value, view)
    if not isinstance(pattern, PythonString):
        return evaluator.unknown(node, view)
    return formatted_with(evaluator, node, view, pattern, node.args)


def formatted_with(
    evaluator: Evaluator, node: ast.Call, view: View, pattern: PythonString, given: list[ast.expr]
) -> Node:
    """A pattern with the fields filled in, those without a name by what is given."""
    named = evaluator.keywords(node, view)
    taken = iter(given)

    def of(found: re.Match[str]) -> Node | None:
        name = found["name"]
        if name == "":
            expression = next(taken, None)
        elif name.isdecimal():
            expression = given[int(name)] if int(name) < len(given) else None
        else:
            return named.get(name)
        return evaluator.value(expression, view) if expression is not None else None

    return filled(evaluator, node, view, pattern, _field, of)


def substituted(evaluator: Evaluator, node: ast.Call, view: View) -> Node:
    """`Template("…$x…").substitute(x=y)`."""
    assert isinstance(node.func, ast.Attribute)
    pattern = evaluator.value(node.func.value, view)
    if not isinstance(pattern, PythonString):
        return evaluator.unknown(node, view)
    named = evaluator.dict_of(node, view)
    assert isinstance(named, Mapping)

    def of(found: re.Match[str]) -> Node | None:
        name = found["name"] or found["inner"]
        return named.get(name) or evaluator.unknown(node, view)

    return filled(evaluator, node, view, pattern, _dollar, of)


def filled(
    evaluator: Evaluator,
    node: ast.expr,
    view: View,
    pattern: PythonString,
    marks: re.Pattern[str],
    of: Callable[[re.Match[str]], Node | None],
) -> Node:
    """The parts of a pattern with what is put in between."""
    text = str(pattern.value)
    parts: list[Node] = []
    done = 0
    for found in marks.finditer(text):
        parts.append(part(pattern, done, found.start()))
        done = found.end()
        if found[0] in ("%%", "{{", "}}", "$$"):
            parts.append(part(pattern, found.start(), found.start() + 1))
            continue
        value = of(found)
        if value is None:
            return evaluator.unknown(node, view)
        parts.append(value)
    parts.append(part(pattern, done, len(text)))
    if marks is _field and any(map(has_brackets, parts)):
        return evaluator.unknown(node, view)
    return evaluator.joined([one for one in parts if not is_empty(one)], evaluator.place(node))


def has_brackets(node: Node) -> bool:
    """A field is left that is of another form."""
    if not isinstance(node, PythonString):
        return False
    text = str(node.value)
    return len(text) > 1 and _other.search(text) is not None


def is_empty(node: Node) -> bool:
    return isinstance(node, PythonString) and node.value == ""


def part(string: PythonString, start: int, end: int) -> PythonString:
    """Characters of a string, where they stand."""
    value = str(string.value)[start:end]
    source = string.embedding()
    if not string.pieces or not value:
        return PythonString(string.source, string.start, string.end, value, ())
    first, last = source.host_offset(start), source.host_offset(end)
    pieces = tuple(
        piece._replace(start=max(piece.start, first), end=min(piece.end, last))
        for piece in string.pieces
        if piece.end > first and piece.start < last
    )
    return PythonString(string.source, first, last, value, pieces)


def joined(evaluator: Evaluator, node: ast.Call, view: View) -> Node:
    """`",".join([…])`."""
    assert isinstance(node.func, ast.Attribute)
    between = evaluator.text(node.func.value, view)
    values = evaluator.value(node.args[0], view)
    if between is None or not isinstance(values, Sequence):
        return evaluator.unknown(node, view)
    return evaluator.joined(values.items, evaluator.place(node), between)


def replaced(evaluator: Evaluator, node: ast.Call, view: View) -> Node:
    """`"…X…".replace("X", y)`."""
    assert isinstance(node.func, ast.Attribute)
    pattern = evaluator.value(node.func.value, view)
    old = evaluator.text(node.args[0], view)
    new = evaluator.value(node.args[1], view)
    if not isinstance(pattern, PythonString) or not old:
        return evaluator.unknown(node, view)
    parts: list[Node] = []
    done = 0
    text = str(pattern.value)
    for found in re.finditer(re.escape(old), text):
        parts += [part(pattern, done, found.start()), new]
        done = found.end()
    parts.append(part(pattern, done, len(text)))
    return evaluator.joined([one for one in parts if not is_empty(one)], evaluator.place(node))
