"""Functions of the CDK that put texts together: `Fn.sub`, `Stack.format_arn`.

https://docs.aws.amazon.com/cdk/api/v2/python/aws_cdk/Fn.html
https://docs.aws.amazon.com/cdk/api/v2/python/aws_cdk/Stack.html#aws_cdk.Stack.format_arn
"""

from __future__ import annotations

import ast

from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.node import Mapping, Node, Scalar, Sequence

if TYPE_CHECKING:
    from iamlint.carriers.python.evaluating import Evaluator, View

FUNCTIONS = {
    "sub": "Fn::Sub",
    "join": "Fn::Join",
    "select": "Fn::Select",
    "split": "Fn::Split",
    "get_att": "Fn::GetAtt",
    "ref": "Ref",
    "import_value": "Fn::ImportValue",
}
ONE = ("sub", "ref", "import_value")
"""Functions of one argument."""
PLAIN = (("partition", "AWS::Partition"), ("region", "AWS::Region"), ("account", "AWS::AccountId"))
SIGNS = {"COLON_RESOURCE_NAME": ":", "SLASH_RESOURCE_NAME": "/"}


def function(evaluator: Evaluator, node: ast.Call, name: str, view: View) -> Node | None:
    """What a function of `Fn` gives; None for one that is not known."""
    if name not in FUNCTIONS or not node.args or node.keywords:
        return None
    place = evaluator.place(node)
    values = [evaluator.value(one, view) for one in node.args]
    if name in ONE and len(values) == 1:
        return evaluator.call(FUNCTIONS[name], values[0], place)
    if name in ("ref", "import_value"):
        return None
    every = Sequence(place.source, place.start, place.end, values)
    return evaluator.call(FUNCTIONS[name], every, place)


def arn(evaluator: Evaluator, node: ast.Call, view: View) -> Node | None:
    """What `format_arn` gives; None where its parts are not given by name."""
    given = evaluator.keywords(node, view)
    if node.args:
        first = evaluator.value(node.args[0], view)
        if not isinstance(first, Mapping) or "service" not in first:
            return None
        given = first
    service, resource = given.get("service"), given.get("resource")
    if service is None or resource is None:
        return None
    place = evaluator.place(node)

    def text(value: str) -> Node:
        return Scalar(place.source, place.start, place.start, value)

    partition, region, account = (
        given.get(name) or evaluator.ref(pseudo, place) for name, pseudo in PLAIN
    )
    parts = [text("arn:"), partition, text(":"), service, text(":"), region, text(":"), account]
    parts += [text(":"), resource]
    named = given.get("resource_name")
    if named is not None:
        sign = sign_of(node)
        if sign is None:
            return None
        parts += [text(sign), named]
    return evaluator.joined(parts, place)


def sign_of(node: ast.Call) -> str | None:
    """What stands between a resource and its name; None where that is not known."""
    for keyword in node.keywords:
        if keyword.arg == "arn_format":
            last = keyword.value.attr if isinstance(keyword.value, ast.Attribute) else ""
            return SIGNS.get(last)
    return "/"
