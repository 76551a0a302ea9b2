"""Outputs: values that are known once something is made, and texts put together of them.

https://www.pulumi.com/docs/iac/concepts/inputs-outputs/
"""

from __future__ import annotations

import ast

from iamlint.carriers.python import filling
from iamlint.carriers.python.evaluating import Made, single
from iamlint.formats.python.strings import PythonString
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.node import Mapping, Node, Sequence

if TYPE_CHECKING:
    from iamlint.carriers.python.evaluating import Evaluator, View


class All(Sequence):
    """Several outputs at once, by position or by name."""

    __slots__ = ("named",)

    def __init__(self, place: Node, items: list[Node], named: Mapping) -> None:
        super().__init__(place.source, place.start, place.end, items)
        self.named = named


def output(evaluator: Evaluator, node: ast.Call, name: str, view: View) -> Node | None:
    """A call of a function of `Output`; None for another."""
    place = evaluator.place(node)
    if name in ("concat", "Output.concat"):
        return evaluator.joined([evaluator.value(one, view) for one in node.args], place)
    if name in ("all", "Output.all"):
        items = [
            evaluator.value(one, view)
            if isinstance(one, ast.Starred)
            else single(evaluator.value(one, view))
            for one in node.args
        ]
        return All(place, items, evaluator.keywords(node, view))
    if name in ("Output.json_dumps", "Output.from_input", "Output.secret", "Output.unsecret"):
        return evaluator.value(node.args[0], view) if node.args else None
    if name == "Output.format" and node.args:
        pattern = evaluator.value(node.args[0], view)
        if isinstance(pattern, PythonString):
            return filling.formatted_with(evaluator, node, view, pattern, node.args[1:])
    return None


def applied(evaluator: Evaluator, node: ast.Call, view: View) -> Node | None:
    """`output.apply(lambda value: …)`: what the function gives for the value."""
    assert isinstance(node.func, ast.Attribute)
    if not node.args:
        return None
    value = evaluator.value(node.func.value, view)
    function = node.args[0]
    if isinstance(function, ast.Lambda):
        arguments = function.args
        if len(arguments.args) != 1 or arguments.vararg or arguments.kwarg:
            return None
        bound = {**view.bound, arguments.args[0].arg: handed(value)}
        return evaluator.value(function.body, view._replace(bound=bound))
    return evaluator.following.applied(function, handed(value), view)


def handed(value: Node) -> Node:
    """What a function is given: a list for several by position, a dict for those by name."""
    if isinstance(value, All):
        return value.named if value.named.entries else value
    return value


def named(node: Node, evaluator: Evaluator) -> Node:
    """A thing where its name or ARN is wanted."""
    if isinstance(node, Made):
        return evaluator.ref(node.logical, node)
    return node
