"""Statements and documents of the CDK, written as the policies that they become.

https://docs.aws.amazon.com/cdk/api/v2/python/aws_cdk.aws_iam/PolicyStatement.html
"""

from __future__ import annotations

from iamlint.carriers.python.evaluating import Made, Named
from iamlint.carriers.python.evaluating import statements as listed
from iamlint.model.policy import LATEST
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.holes import Hole
from iamlint.text.node import Mapping, Node, Scalar, Sequence, Unknown

from .principals import Principals, Who, alone, element, together

if TYPE_CHECKING:
    import ast

    from iamlint.carriers.python.evaluating import Evaluator, View
    from iamlint.carriers.python.scopes import Change

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
ADDING = {
    "add_actions": "Action",
    "add_not_actions": "NotAction",
    "add_resources": "Resource",
    "add_not_resources": "NotResource",
}
ALLOW = "Allow"
BY = {
    "add_service_principal": "ServicePrincipal",
    "add_arn_principal": "ArnPrincipal",
    "add_any_principal": "AnyPrincipal",
    "add_aws_account_principal": "AccountPrincipal",
    "add_account_root_principal": "AccountRootPrincipal",
    "add_federated_principal": "FederatedPrincipal",
    "add_canonical_user_principal": "CanonicalUserPrincipal",
}
"""Methods of a statement, each with the class of the principal that it adds."""
LIMITING = {
    "add_account_condition": ("StringEquals", "sts:ExternalId"),
    "add_source_account_condition": ("StringEquals", "aws:SourceAccount"),
    "add_source_arn_condition": ("ArnEquals", "aws:SourceArn"),
}
"""Methods that add a condition on one key."""


def statement(evaluator: Evaluator, node: ast.Call, view: View) -> Mapping:
    """`PolicyStatement(…)`."""
    place = evaluator.place(node)
    hidden: list[ast.expr] = []
    given = evaluator.keywords(node, view, hidden)
    entries: list[tuple[Scalar, Node]] = []
    blocks: list[Node] = []
    for key, value in given.entries:
        name = ELEMENTS.get(str(key.value))
        if name is None:
            continue
        own = Scalar(key.source, key.start, key.end, name, "")
        if name == "Condition":
            blocks.append(value)
        elif name.endswith("Principal"):
            entries.append((own, who(evaluator, value, blocks)))
        else:
            entries.append((own, value))
    if not any(key.value == "Effect" for key, _ in entries):
        effect = Scalar(place.source, place.start, place.start, "Effect")
        allow = Scalar(place.source, place.start, place.end, ALLOW)
        entries.insert(0, (effect, allow))
    if hidden:
        blocks.append(evaluator.unknown(hidden[0], view))
    condition = together(blocks, conditions_place(given) or place)
    if condition is not None:
        found = given.key("conditions")
        at = found if found is not None else place
        entries.append((Scalar(at.source, at.start, at.start, "Condition"), condition))
    return Mapping(place.source, place.start, place.end, entries)


def conditions_place(given: Mapping) -> Node | None:
    return given.get("conditions")


def who(evaluator: Evaluator, value: Node, blocks: list[Node]) -> Node:
    """The element for a list of principals; their conditions are put into `blocks`."""
    if not isinstance(value, Sequence):
        return value
    found: list[Node] = []
    for item in value.items:
        for one in alone(item):
            if isinstance(one, Made):
                found.append(of_thing(evaluator, one))
            elif isinstance(one, Named):
                place = Mapping(one.source, one.start, one.end, [])
                found.append(Who(place, "AWS", one.arn))
            else:
                found.append(one)
            if isinstance(one, Who):
                blocks.extend(one.conditions)
    made = element(found, value)
    if made is not None:
        return made
    return Unknown(value.source, value.start, value.end, unknown_of(found))


def unknown_of(found: list[Node]) -> Hole:
    """Why it is not known who is meant."""
    for one in found:
        if isinstance(one, Unknown):
            return one.hole
    return Hole("a principal", why="who it is is known at run time")


def of_thing(evaluator: Evaluator, made: Made) -> Node:
    """A role, user or group as a principal."""
    place = Mapping(made.source, made.start, made.end, [])
    return Who(place, "AWS", evaluator.attribute_of(made.logical, "Arn", place))


def document(evaluator: Evaluator, node: ast.Call, view: View) -> Node:
    """`PolicyDocument(statements=[…])`."""
    place = evaluator.place(node)
    given = evaluator.keywords(node, view)
    listed = given.get("statements")
    if listed is None:
        listed = Sequence(place.source, place.start, place.end, [])
    return around(listed, place)


def around(statements: Node, place: Node) -> Mapping:
    """A document with these statements."""
    source, start = place.source, place.start
    entries: list[tuple[Scalar, Node]] = [
        (Scalar(source, start, start, "Version"), Scalar(source, start, start, LATEST)),
        (Scalar(source, start, start, "Statement"), listed(statements)),
    ]
    return Mapping(source, start, place.end, entries)


def trust(who: Node, external: Node | None, place: Node) -> Node:
    """The trust policy of a role that these principals assume."""
    found = []
    for one in alone(who):
        if not isinstance(one, Who):
            if isinstance(one, Unknown):
                return Unknown(one.source, one.start, one.end, one.hole)
            return one
        source, start, end = one.source, one.start, one.end
        principal = element([one], one)
        actions = [Scalar(source, start, end, action) for action in dict.fromkeys(one.actions)]
        action: Node = actions[0]
        if len(actions) > 1:
            action = Sequence(source, start, end, list(actions))
        entries: list[tuple[Scalar, Node]] = [
            (Scalar(source, start, start, "Effect"), Scalar(source, start, end, ALLOW)),
            (Scalar(source, start, start, "Action"), action),
        ]
        if principal is not None:
            entries.append((Scalar(source, start, start, "Principal"), principal))
        blocks = [*one.conditions, *([external] if external is not None else [])]
        condition = together(blocks, one)
        if condition is not None:
            entries.append((Scalar(source, start, start, "Condition"), condition))
        found.append(Mapping(source, start, end, entries))
    return around(Sequence(place.source, place.start, place.end, list(found)), place)


def added(
    evaluator: Evaluator,
    node: Mapping,
    change: Change,
    view: View,
) -> Node | None:
    """A statement after `add_actions` and the like; None for another method."""
    method, arguments = change.method, change.arguments
    if method in BY:
        call = change.statement.value  # type: ignore[attr-defined]
        return joined_by(evaluator, node, [Principals(evaluator).made(BY[method], call, view)])
    values = [evaluator.value(one, view) for one in arguments]
    if method == "add_all_resources":
        star = Scalar(node.source, node.start, node.end, "*")
        return put(node, "Resource", [star])
    if method in ADDING:
        return put(node, ADDING[method], values)
    if method == "add_condition" and len(values) == 2 and isinstance(values[0], Scalar):
        block = Mapping(node.source, values[0].start, values[1].end, [(values[0], values[1])])
        return conditioned(node, block)
    if method in LIMITING and len(values) == 1:
        block = Principals(evaluator).block(*LIMITING[method], values[0], values[0])
        return conditioned(node, block)
    if method == "add_conditions" and len(values) == 1:
        return conditioned(node, values[0])
    if method == "add_statements":
        return put(node, "Statement", values)
    if method == "add_principals":
        return joined_by(evaluator, node, values)
    return None


def joined_by(evaluator: Evaluator, node: Mapping, found: list[Node]) -> Mapping:
    """A statement with more principals."""
    blocks: list[Node] = []
    listed = Sequence(node.source, found[0].start, found[-1].end, found)
    before = node.get("Principal")
    if isinstance(before, Mapping):
        listed.items.insert(0, before)
    element = who(evaluator, listed, blocks)
    key = Scalar(node.source, listed.start, listed.start, "Principal")
    entries = [entry for entry in node.entries if entry[0].value != "Principal"]
    made = Mapping(node.source, node.start, node.end, [*entries, (key, element)])
    for block in blocks:
        made = conditioned(made, block)
    return made


def put(node: Mapping, name: str, values: list[Node]) -> Mapping:
    """More items of an element."""
    before = node.get(name)
    old = before.items if isinstance(before, Sequence) else [before] if before is not None else []
    flat = [item for one in values for item in (one.items if is_list(one) else [one])]  # type: ignore[attr-defined]
    place = values[0] if values else node
    start = old[0].start if old else place.start
    end = values[-1].end if values else node.end
    both = Sequence(node.source, min(start, end), max(start, end), [*old, *flat])
    key = node.key(name) or Scalar(node.source, place.start, place.start, name)
    entries = [entry for entry in node.entries if entry[0].value != name]
    return Mapping(node.source, node.start, node.end, [*entries, (key, both)])


def is_list(node: Node) -> bool:
    return type(node) is Sequence


def conditioned(node: Mapping, block: Node) -> Mapping:
    before = node.get("Condition")
    both = together([one for one in (before, block) if one is not None], block) or block
    key = node.key("Condition") or Scalar(node.source, block.start, block.start, "Condition")
    entries = [entry for entry in node.entries if entry[0].value != "Condition"]
    return Mapping(node.source, node.start, node.end, [*entries, (key, both)])
