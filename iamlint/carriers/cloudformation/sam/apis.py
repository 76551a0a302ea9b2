"""REST APIs: those that SAM makes for events that name none, and the short forms of their policies.

https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-api-resourcepolicystatement.html
"""

from __future__ import annotations

from iamlint.carriers.cloudformation.template import Declaration
from iamlint.catalog import catalog
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.node import Mapping, Node, Scalar, Sequence, plain

from . import conditions
from .events import ANY, IMPLICIT, Event, api_of, literal_at, route_of
from .nodes import branches_of, called, dig, entry, function_of, mapping, scalar, sequence
from .patterns import Values, one, there

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.carriers.cloudformation.reader import Context

    from .making import Making

TABLE = "sam_api_policies"
TYPES = {"Api": "AWS::Serverless::Api", "HttpApi": "AWS::Serverless::HttpApi"}
STARTED = ("AWS::Serverless::Function", "AWS::Serverless::StateMachine")
STAGE = "Prod"


def implicit(context: Context) -> None:
    """Declare the APIs of events that name none, under the conditions of those who need them."""
    template = context.template
    needed: dict[str, list[tuple[Declaration, Event]]] = {}
    for declaration in template.resources.values():
        for event in events_of(declaration):
            logical = IMPLICIT.get(event.type, "")
            if logical and api_of(event) == logical and logical not in template.resources:
                needed.setdefault(logical, []).append((declaration, event))
    for logical, needs in needed.items():
        place, names = needs[0][1].node, (each.condition for each, _ in needs)
        under = conditions.any_of(template, place, names, f"{logical}Condition")
        template.resources[logical] = api_for(needs[0][1], logical, under)


def api_for(event: Event, logical: str, condition: str) -> Declaration:
    place, type_ = event.node, TYPES[event.type]
    entries = [entry("Type", scalar(place, type_))]
    if event.type == "Api":
        stage = mapping(place, [entry("StageName", scalar(place, STAGE))])
        entries.append(entry("Properties", stage))
    if condition:
        entries.append(entry("Condition", scalar(place, condition)))
    made = Declaration(logical, type_, scalar(place, logical), mapping(place, entries), {})
    made.by_aws = True
    return made


def events_of(declaration: Declaration) -> Iterator[Event]:
    """The events of a function or state machine."""
    listed = dig(declaration.properties, "Events")
    if (declaration.was or declaration.type) in STARTED and isinstance(listed, Mapping):
        for key, node in listed.entries:
            if isinstance(node, Mapping):
                yield Event(declaration.logical, str(key.value), node)


def statements(making: Making, declaration: Declaration, values: Values) -> Node | None:
    """The statements that the short forms stand for: of the API, then of each event."""
    given = dig(values.own, "Auth.ResourcePolicy")
    found: list[Node] = []
    routes = list(of_api(making, declaration, values))
    if isinstance(given, Mapping) and not function_of(given):
        for methods in by_path(routes).values():
            found += written(values.at("Auth.ResourcePolicy"), given, methods, stage_of(values))
    for event, path, method in routes:
        own = event.get("Auth.ResourcePolicy") if event is not None else None
        if isinstance(own, Mapping):
            at = Values(values.template, own, own, {})
            values.template.written.add((own.start, own.end))
            found += written(at, own, [route_of(path, method)], stage_of(values))
            custom = own.get("CustomStatements")
            found += custom.items if isinstance(custom, Sequence) else [custom] if custom else []
    return sequence(given or declaration.key, found) if found else None


def of_api(
    making: Making, declaration: Declaration, values: Values
) -> Iterator[tuple[Event | None, str, str]]:
    """The methods of an API: event, path, and method as it stands in an ARN."""
    body = dig(values.own, "DefinitionBody.paths")
    for key, path in body.entries if isinstance(body, Mapping) else []:
        for method in methods_of(path):
            yield None, str(key.value), said(method)
    if isinstance(body, Mapping) and not there(dig(values.own, "MergeDefinitions")):
        return
    for other in making.template.resources.values():
        for event in events_of(other):
            if event.type == "Api" and api_of(event) == declaration.logical:
                path_, method = (literal_at(event.properties, n) for n in ("Path", "Method"))
                yield event, path_, said(method)


def methods_of(path: Node) -> Iterator[str]:
    """The methods of a path, those of both branches of a condition among them."""
    branches = branches_of(path)
    for node in (path,) if branches is None else branches[1:]:
        if isinstance(node, Mapping) and not function_of(node):
            yield from node.keys()


def said(method: str) -> str:
    return "*" if method.lower() in ANY else method.upper()


def by_path(routes: list[tuple[Event | None, str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for _, path, method in routes:
        found.setdefault(path, []).append(route_of(path, method))
    return found


def stage_of(values: Values) -> Node | None:
    return dig(values.own, "StageName")


def written(values: Values, given: Mapping, routes: list[str], stage: Node | None) -> list[Node]:
    """The statements about some methods."""
    place = values.place
    resources = [resource_of(place, route, stage or scalar(place, "*")) for route in routes]
    found: list[Node] = []
    for row in catalog().table(TABLE):
        lists = {
            name: sequence(place, items)
            for name, properties in row["lists"].items()
            if (items := [item for p, start in properties for item in listed(given.get(p), start)])
        }
        if lists:
            inner = values.within(place, {**lists, "resources": sequence(place, resources)})
            made = filter(None, (one(pattern, inner) for pattern in row["statements"]))
            said = [plain(statement) for statement in found]
            found += [statement for statement in made if plain(statement) not in said]
    return found


def resource_of(place: Node, route: str, stage: Node) -> Node:
    names = mapping(place, [entry("__Stage__", stage)])
    return called(place, "Fn::Sub", scalar(place, "execute-api:/${__Stage__}/" + route), names)


def listed(node: Node | None, start: str) -> list[Node]:
    """The values of a property, those that begin so."""
    items = node.items if isinstance(node, Sequence) else [node] if node is not None else []
    return [item for item in items if not start or begins(item, start)]


def begins(node: Node, start: str) -> bool:
    return isinstance(node, Scalar) and isinstance(node.value, str) and node.value.startswith(start)
