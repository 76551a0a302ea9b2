"""The roles that AWS SAM makes of functions and state machines, as declarations of their own.

What SAM makes besides (permissions of events, connectors, policy templates) is told as a gap.
https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-function.html
"""

from __future__ import annotations

from iamlint.catalog import catalog
from iamlint.model.policy import LATEST
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.holes import Text
from iamlint.text.node import Mapping, Node, Scalar, Sequence

from .template import Declaration, text_at
from .values import at

if TYPE_CHECKING:
    from .reader import Context
    from .tables import Row

TABLE = "sam_roles"
SIDES = ("managed", "inline")
NO_VALUE = "AWS::NoValue"


def expand(context: Context) -> None:
    """Add what SAM makes to the resources of a template."""
    template = context.template
    if not template.is_sam:
        return
    rows: dict[str, Row] = {row["type"]: row for row in catalog().table(TABLE)}
    for declaration in list(template.resources.values()):
        row = rows.get(declaration.type)
        if row is not None:
            merge_globals(template.root, declaration, row)
            role = role_of(context, declaration, row)
            if role is not None:
                template.resources.setdefault(role.logical, role)
        tell_gaps(context, declaration)


def merge_globals(root: Mapping, declaration: Declaration, row: Row) -> None:
    """Put in what `Globals` says and the resource itself does not."""
    section = root.get("Globals")
    given = section.get(row["globals"]) if isinstance(section, Mapping) else None
    own = declaration.properties
    if not isinstance(given, Mapping) or not (own is None or isinstance(own, Mapping)):
        return
    place: Node = own if own is not None else declaration.node
    entries = own.entries if own is not None else []
    more = [(k, v) for k, v in given.entries if own is None or str(k.value) not in own]
    declaration.properties = Mapping(place.source, place.start, place.end, [*entries, *more])


def role_of(context: Context, declaration: Declaration, row: Row) -> Declaration | None:
    """The role that SAM makes; None where the resource names one."""
    properties = declaration.properties
    node = declaration.node
    if not isinstance(properties, Mapping):
        properties = Mapping(node.source, node.start, node.end, [])
    if "Role" in properties:
        return None
    managed: list[Node] = [aws_managed(context, name, declaration.key) for name in row["always"]]
    for name, policy in row["with"]:
        if name in properties:
            managed.append(aws_managed(context, policy, properties.key(name) or declaration.key))
    inline: list[Node] = []
    sort_out(context, declaration, properties.get("Policies"), managed, inline)
    trust = properties.get("AssumeRolePolicyDocument") or trust_in(row["trusts"], declaration.key)
    entries = [
        entry("AssumeRolePolicyDocument", trust),
        entry("ManagedPolicyArns", sequence(declaration.key, managed)),
        entry("Policies", sequence(declaration.key, inline)),
    ]
    boundary = properties.get("PermissionsBoundary")
    if boundary is not None:
        entries.append(entry("PermissionsBoundary", boundary))
    made = [entry("Type", scalar(declaration.key, "AWS::IAM::Role"))]
    made.append(entry("Properties", mapping(node, entries)))
    if declaration.condition:
        made.append(entry("Condition", scalar(declaration.key, declaration.condition)))
    return Declaration(
        f"{declaration.logical}Role",
        "AWS::IAM::Role",
        declaration.key,
        mapping(node, made),
        declaration.bindings,
    )


def sort_out(
    context: Context,
    declaration: Declaration,
    node: Node | None,
    managed: list[Node],
    inline: list[Node],
) -> None:
    """Tell managed policies and documents apart in `Policies`."""
    for item in node.items if isinstance(node, Sequence) else [node]:
        if item is None:
            continue
        one, other = sides(context, declaration, item)
        if one is not None:
            managed.append(one)
        if other is not None:
            inline.append(other)


def sides(
    context: Context, declaration: Declaration, item: Node
) -> tuple[Node | None, Node | None]:
    """An entry of `Policies` as a managed policy's ARN, or as an inline policy."""
    if isinstance(item, Scalar) and isinstance(item.value, str):
        return aws_managed(context, item.value, item), None
    if isinstance(item, Sequence):
        listed: tuple[list[Node], list[Node]] = ([], [])
        sort_out(context, declaration, item, *listed)
        one, other = (sequence(item, each) if each else None for each in listed)
        return one, other
    if not isinstance(item, Mapping):
        return None, None
    if "Statement" in item:
        return None, mapping(item, [entry("PolicyDocument", item)])
    name = next(item.keys(), "") if len(item.entries) == 1 else ""
    if name == "Fn::If":
        return branches(context, declaration, item)
    if name == "Ref" or name.startswith("Fn::"):
        return (None, None) if text_at(item, "Ref") == NO_VALUE else (item, None)
    why = f"{name or 'an entry'} is a policy template of SAM, which is not expanded"
    return context.resolver.unknown(item, why), None


def branches(
    context: Context, declaration: Declaration, item: Mapping
) -> tuple[Node | None, Node | None]:
    """`Fn::If` between entries: one for the managed policies, one for the documents in it."""
    argument = item.get("Fn::If")
    if not isinstance(argument, Sequence) or len(argument.items) != 3:
        return None, None
    name, yes, no = argument.items
    found: list[Node | None] = []
    for one, other in zip(
        sides(context, declaration, yes), sides(context, declaration, no), strict=True
    ):
        if one is None and other is None:
            found.append(None)
            continue
        arms = [name, one or nothing(yes), other or nothing(no)]
        found.append(mapping(item, [entry("Fn::If", sequence(item, arms))]))
    return found[0], found[1]


def aws_managed(context: Context, name: str, place: Node) -> Node:
    """The ARN of an AWS managed policy that is named by its name; anything else as it is."""
    about = None if ":" in name else catalog().managed.about(name)
    if about is None:
        return scalar(place, name) if not isinstance(place, Scalar) else at(place, Text(name))
    rest = about.arn.partition(":aws:")[2]
    return at(place, Text("arn:") + context.home.partition + ":" + rest)


def trust_in(service: str, place: Node) -> Mapping:
    """The trust policy of a role that a service takes."""
    statement = mapping(
        place,
        [
            entry("Effect", scalar(place, "Allow")),
            entry("Principal", mapping(place, [entry("Service", scalar(place, service))])),
            entry("Action", scalar(place, "sts:AssumeRole")),
        ],
    )
    return mapping(
        place,
        [
            entry("Version", scalar(place, LATEST)),
            entry("Statement", sequence(place, [statement])),
        ],
    )


def tell_gaps(context: Context, declaration: Declaration) -> None:
    """What SAM makes of a resource that is not read."""
    properties = declaration.properties
    events = properties.get("Events") if isinstance(properties, Mapping) else None
    connectors = declaration.node.get("Connectors")
    if declaration.type == "AWS::Serverless::Connector":
        connectors = declaration.node
    for node, what in ((events, "its events"), (connectors, "its connectors")):
        if node is not None and declaration.type.startswith("AWS::Serverless::"):
            why = f"the permissions that SAM makes of {what} are not read"
            context.gap(node, declaration.address, why, partial=True)


def scalar(place: Node, value: str) -> Scalar:
    return Scalar(place.source, place.start, place.end, value)


def entry(name: str, value: Node) -> tuple[Scalar, Node]:
    return Scalar(value.source, value.start, value.start, name), value


def mapping(place: Node, entries: list[tuple[Scalar, Node]]) -> Mapping:
    return Mapping(place.source, place.start, place.end, entries)


def sequence(place: Node, items: list[Node]) -> Sequence:
    return Sequence(place.source, place.start, place.end, items)


def nothing(place: Node) -> Mapping:
    return mapping(place, [entry("Ref", scalar(place, NO_VALUE))])
