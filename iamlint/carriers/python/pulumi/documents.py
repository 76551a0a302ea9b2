"""`get_policy_document`: a document whose statements are arguments.

https://www.pulumi.com/registry/packages/aws/api-docs/iam/getpolicydocument/
"""

from __future__ import annotations

from iamlint.carriers.python.evaluating import is_function
from iamlint.carriers.python.evaluating import statements as unknown_ones
from iamlint.model.policy import LATEST
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.holes import Hole
from iamlint.text.node import HoledKey, Mapping, Node, Scalar, Sequence, Unknown

if TYPE_CHECKING:
    import ast

    from iamlint.carriers.python.evaluating import Evaluator, View

ELEMENTS = {
    "sid": "Sid",
    "effect": "Effect",
    "actions": "Action",
    "not_actions": "NotAction",
    "resources": "Resource",
    "not_resources": "NotResource",
    "principals": "Principal",
    "not_principals": "NotPrincipal",
    "conditions": "Condition",
}
CAMEL = {
    "notActions": "not_actions",
    "notResources": "not_resources",
    "notPrincipals": "not_principals",
}
OTHERS = (
    "source_policy_documents",
    "override_policy_documents",
    "source_json",
    "override_json",
)
"""Arguments that put further statements in."""
ELSEWHERE = Hole("further documents", why="its statements are joined with those of other documents")


def document(evaluator: Evaluator, node: ast.Call, view: View) -> Mapping:
    """The document that a call gives."""
    place = evaluator.place(node)
    given = evaluator.keywords(node, view)
    listed = given.get("statements")
    items: list[Node] = []
    if isinstance(listed, Sequence):
        items = [statement(evaluator, item) for item in listed.items]
    elif listed is not None:
        items = [listed]
    if any(name in given for name in OTHERS):
        items.append(Unknown(place.source, place.start, place.end, ELSEWHERE))
    at = listed if isinstance(listed, Sequence) else place
    every = unknown_ones(Sequence(at.source, at.start, at.end, items))
    source, start = place.source, place.start
    version = given.get("version") or Scalar(source, start, start, LATEST)
    entries: list[tuple[Scalar, Node]] = [
        (Scalar(source, start, start, "Version"), version),
        (Scalar(source, start, start, "Statement"), every),
    ]
    return Mapping(source, start, place.end, entries)


def statement(evaluator: Evaluator, node: Node) -> Node:
    """A statement of arguments as one of a policy."""
    if not isinstance(node, Mapping) or is_function(node):
        return node
    entries: list[tuple[Scalar, Node]] = []
    for key, value in node.entries:
        name = ELEMENTS.get(CAMEL.get(str(key.value), str(key.value)))
        if name is None:
            continue
        own = Scalar(key.source, key.start, key.end, name, key.style)
        if name.endswith("Principal"):
            entries.append((own, principals(value)))
        elif name == "Condition":
            entries.append((own, conditions(evaluator, value)))
        else:
            entries.append((own, value))
    if not any(key.value == "Effect" for key, _ in entries):
        effect = Scalar(node.source, node.start, node.start, "Effect")
        entries.insert(0, (effect, Scalar(node.source, node.start, node.end, "Allow")))
    return Mapping(node.source, node.start, node.end, entries)


def principals(node: Node) -> Node:
    """`[{type, identifiers}]` as what stands under `Principal`."""
    if not isinstance(node, Sequence):
        return node
    lists: dict[str, tuple[Scalar, list[Node]]] = {}
    for item in node.items:
        kind = item.get("type") if isinstance(item, Mapping) else None
        held = item.get("identifiers") if isinstance(item, Mapping) else None
        if not isinstance(kind, Scalar) or held is None:
            return hidden(node)
        if kind.value == "*":
            return Scalar(kind.source, kind.start, kind.end, "*", kind.style)
        items = held.items if isinstance(held, Sequence) else [held]
        lists.setdefault(str(kind.value), (kind, []))[1].extend(items)
    entries: list[tuple[Scalar, Node]] = [
        (kind, Sequence(node.source, node.start, node.end, items)) for kind, items in lists.values()
    ]
    return Mapping(node.source, node.start, node.end, entries)


def conditions(evaluator: Evaluator, node: Node) -> Node:
    """`[{test, variable, values}]` as what stands under `Condition`."""
    if not isinstance(node, Sequence):
        return node
    blocks: dict[str, tuple[Scalar, list[tuple[Scalar, Node]]]] = {}
    for item in node.items:
        if not isinstance(item, Mapping):
            return hidden(node)
        test, variable, values = (item.get(name) for name in ("test", "variable", "values"))
        if not isinstance(test, Scalar) or variable is None or values is None:
            return hidden(node)
        key = variable
        if not isinstance(key, Scalar):
            key = HoledKey(key.source, key.start, key.end, evaluator.shown(variable))
        blocks.setdefault(str(test.value), (test, []))[1].append((key, values))
    entries: list[tuple[Scalar, Node]] = [
        (test, Mapping(node.source, node.start, node.end, inner)) for test, inner in blocks.values()
    ]
    return Mapping(node.source, node.start, node.end, entries)


def hidden(node: Node) -> Unknown:
    hole = Hole(f"{node.source.path}#{node.start}", why="it is put together by code")
    return Unknown(node.source, node.start, node.end, hole)
