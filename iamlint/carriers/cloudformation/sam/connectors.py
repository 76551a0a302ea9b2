"""Connectors: permissions between two resources by what is to be done.

https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/reference-sam-connector.html
"""

from __future__ import annotations

from iamlint.carriers.cloudformation.template import Declaration
from iamlint.catalog import catalog
from iamlint.model.policy import LATEST
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.node import Mapping, Node, Scalar, Sequence

from .making import rows_of
from .nodes import dig, entry, logical_of, mapping, ref, scalar, sequence
from .patterns import Values, one

if TYPE_CHECKING:
    from iamlint.carriers.cloudformation.reader import Context
    from iamlint.carriers.cloudformation.tables import Row

    from .making import Making
    from .patterns import Value

PAIRS, ENDS = "sam_connectors", "sam_connector_ends"
TYPE = "AWS::Serverless::Connector"
GIVEN = {"Arn": "Arn", "Url": "QueueUrl", "Id": "ResourceId", "Name": "Name"}
"""Properties of an end that stand for what its logical id would tell."""


class NotTied(Exception):
    """A connector that SAM refuses; the message says why."""


def embedded(context: Context) -> list[Declaration]:
    """The connectors that stand in the resources that they begin at."""
    found = []
    for declaration in context.template.resources.values():
        listed = declaration.node.get("Connectors")
        for key, node in listed.entries if isinstance(listed, Mapping) else []:
            if isinstance(node, Mapping):
                found.append(standing_alone(declaration, key, node))
    return found


def standing_alone(of: Declaration, key: Scalar, node: Mapping) -> Declaration:
    """An embedded connector as a resource of its own."""
    properties = node.get("Properties")
    source: list[tuple[Scalar, Node]] = [entry("Id", scalar(key, of.logical))]
    given = dig(properties, "SourceReference")
    if isinstance(given, Mapping):
        source += given.entries
    entries = properties.entries if isinstance(properties, Mapping) else []
    whole = mapping(node, [*entries, entry("Source", mapping(node, source))])
    body = [entry("Type", scalar(node, TYPE)), entry("Properties", whole)]
    logical = f"{of.logical}{key.value}"
    return Declaration(logical, TYPE, key, mapping(node, body), of.bindings)


def make(context: Context, declaration: Declaration, making: Making) -> None:
    """What a connector makes."""
    properties = declaration.properties
    destination = dig(properties, "Destination")
    several = isinstance(destination, Sequence)
    ends = destination.items if isinstance(destination, Sequence) else [destination]
    for index, end in enumerate(ends):
        why = tied(making, declaration, end, f"Destination{index}" if several else "")
        if why:
            said = f"the connector {declaration.logical} makes nothing that is known: {why}"
            context.gap(end or declaration.node, declaration.address, said)


def tied(making: Making, declaration: Declaration, end: Node | None, suffix: str) -> str:
    """Make what ties the source to one destination; why not, where it cannot be."""
    try:
        tie(making, declaration, end, suffix)
    except NotTied as error:
        return str(error)
    return ""


class End:
    """One end of a connector: its type, and the variables that tell of it."""

    def __init__(self, making: Making, side: str, node: Node | None, other: Node | None) -> None:
        if not isinstance(node, Mapping):
            raise NotTied(f"its {side.lower()} is no mapping")
        self.variables: dict[str, Value] = {}
        self.role: Node | None = node.get("RoleName")
        self.url: Node | None = None
        self._side = side
        logical = text_at(node, "Id")
        if logical:
            self._of_resource(making, logical, node, other)
        else:
            self._as_given(node)
        qualifier = node.get("Qualifier")
        if qualifier is not None:
            self.variables[f"{side}.Qualifier"] = qualifier

    def target(self, attach: str) -> Node | None:
        """What a policy is attached to by a property: the role, the queue's URL, the topic."""
        if attach == "Roles":
            return self.role
        if attach == "Queues":
            return self.url
        arn = self.variables.get(f"{self._side}.Arn")
        return None if isinstance(arn, str) else arn

    def _of_resource(self, making: Making, logical: str, node: Node, other: Node | None) -> None:
        declared = making.template.resources.get(logical)
        if declared is None:
            raise NotTied(f"there is no resource {logical}")
        self.type = declared.type
        row = end_of(self.type)
        values = Values(making.template, node, None, {"logicalId": logical})
        for name in (*GIVEN, "Qualifier"):
            if name in row:
                self._tell(name, one(row[name], values))
        role = role_of(declared, row.get("role", ""), other)
        self.role = ref(node, role) if role else None

    def _as_given(self, node: Mapping) -> None:
        type_ = text_at(node, "Type")
        becomes = (row["becomes"] for row in rows_of(type_) if "becomes" in row)
        self.type = next(becomes, type_)
        for name, given in GIVEN.items():
            self._tell(name, node.get(given))

    def _tell(self, name: str, node: Node | None) -> None:
        if name == "Url":
            self.url = node
        else:
            self.variables[f"{self._side}.{'ResourceId' if name == 'Id' else name}"] = node


def tie(making: Making, declaration: Declaration, node: Node | None, suffix: str) -> None:
    """The permissions between the source and one destination. Raises `NotTied`."""
    given = dig(declaration.properties, "Source")
    source = End(making, "Source", given, node)
    destination = End(making, "Destination", node, given)
    row = next(
        (
            row
            for row in catalog().table(PAIRS)
            if (row["source"], row["destination"]) == (source.type, destination.type)
        ),
        None,
    )
    if row is None:
        raise NotTied(f"SAM knows none from {source.type} to {destination.type}")
    permissions = permissions_of(row, dig(declaration.properties, "Permissions"))
    place = node if isinstance(node, Mapping) and suffix else declaration.node
    values = Values(making.template, place, None, {**source.variables, **destination.variables})
    on = source if row["on"] == "source" else destination
    if "attach" not in row:
        for name in permissions:
            logical = f"{declaration.logical}{name}{row['suffix']}{suffix}"
            permission(making, declaration, row, name, values, logical)
        return
    target = on.target(row["attach"])
    if target is None:
        raise NotTied(f"the {row['attach'].lower()} of its {row['on']} are not known")
    entries = [
        entry("PolicyDocument", document(row, permissions, values)),
        entry(row["attach"], sequence(place, [target])),
    ]
    logical = f"{declaration.logical}{row['suffix']}{suffix}"
    under = declaration.condition
    making.declare(logical, row["makes"], place, mapping(place, entries), declaration, under)


def permissions_of(row: Row, node: Node | None) -> list[str]:
    """What is permitted, in the order of the table. Raises `NotTied`."""
    items = node.items if isinstance(node, Sequence) else [node]
    given = {item.value for item in items if isinstance(item, Scalar)}
    if not given or not given <= set(row["access"]):
        raise NotTied(f"its permissions are of {', '.join(row['access'])}")
    if "together" in row and given not in [set(each) for each in row["together"]]:
        raise NotTied(f"its permissions go together: {row['together'][-1]}")
    return [name for name in row["access"] if name in given]


def document(row: Row, permissions: list[str], values: Values) -> Mapping:
    """The policy of a role, a queue or a topic."""
    place = values.place
    statements: list[Node] = []
    for name in permissions:
        made = one(row["access"][name]["Statement"], values)
        statements += made.items if isinstance(made, Sequence) else []
    version = entry("Version", scalar(place, LATEST))
    return mapping(place, [version, entry("Statement", sequence(place, statements))])


def permission(
    making: Making, declaration: Declaration, row: Row, name: str, values: Values, logical: str
) -> None:
    """A permission of a function, which is always the destination."""
    arn = values.find_node("Destination.Arn")
    if arn is None:
        raise NotTied("the ARN of the function is not known")
    made = one(row["access"][name], values)
    assert isinstance(made, Mapping)
    properties = mapping(values.place, [*made.entries, entry("FunctionName", arn)])
    under = declaration.condition
    making.declare(logical, row["makes"], values.place, properties, declaration, under)


def end_of(type: str) -> Row:
    """What the catalogue tells of a type as an end."""
    return next((row for row in catalog().table(ENDS) if row["type"] == type), {})


def role_of(declared: Declaration, property: str, other: Node | None) -> str:
    """The logical id of the role of a resource: of a rule, that of the target that is the other
    end.
    """
    if property != "Targets":
        return logical_of(dig(declared.properties, property)) if property else ""
    targets = dig(declared.properties, "Targets")
    for target in targets.items if isinstance(targets, Sequence) else []:
        reached = logical_of(dig(target, "Arn"))
        if reached and reached == text_at(other, "Id"):
            return logical_of(dig(target, "RoleArn"))
    return ""


def text_at(node: Node | None, key: str) -> str:
    value = dig(node, key)
    return value.value if isinstance(value, Scalar) and isinstance(value.value, str) else ""
