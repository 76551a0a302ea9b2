"""The variables of a resource's rows that are no properties: its role, its alias, what is invoked.

https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-generated-resources.html
"""

from __future__ import annotations

from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.node import Node, Scalar, Sequence

from . import apis, conditions
from .entries import Entries
from .events import API_ID, Event, hashed, is_default, literal_at
from .nodes import (
    argument_text,
    attribute,
    branches_of,
    called,
    dig,
    function_of,
    is_nothing,
    ref,
    sequence,
)
from .patterns import literal, there

if TYPE_CHECKING:
    from iamlint.carriers.cloudformation.template import Declaration, Template

    from .making import Making
    from .patterns import Value, Values

FUNCTION = "AWS::Serverless::Function"
MACHINE = "AWS::Serverless::StateMachine"
API = "AWS::Serverless::Api"
HTTP_API = "AWS::Serverless::HttpApi"
DEPLOYED = "ServerlessCodeDeployCondition"
SPECIAL_ROUTE = "$"
USUAL_PARTITION = "aws"
"""Taken where neither account nor region is configured."""


def of_resource(
    making: Making, declaration: Declaration, values: Values, event: Event | None = None
) -> dict[str, Value]:
    """The variables by the type of the resource."""
    if declaration.type in (FUNCTION, MACHINE):
        found = of_invoked(making, declaration, values, event)
        if event is None:
            found.update(of_role(making, declaration, values))
        return found
    if declaration.type == API:
        stage = literal_at(values.own, "StageName")
        statements = apis.statements(making, declaration, values)
        return {"stage": stage or "Stage", "statements": statements}
    if declaration.type == HTTP_API:
        return {"stage": http_stage(values)}
    return {}


def http_stage(values: Values) -> str:
    """The stage of an HTTP API in its logical id."""
    name = dig(values.own, "StageName")
    if name is None:
        return "ApiGatewayDefault"
    return hashed(literal_at(values.own, "StageName"))


def of_invoked(
    making: Making, declaration: Declaration, values: Values, event: Event | None
) -> dict[str, Value]:
    """What events invoke: the alias that is published, else the function or state machine."""
    logical, place = declaration.logical, values.place
    given = dig(values.own, "AutoPublishAlias")
    alias = literal(values.template, given) or parameter_of(values.template, given)
    if given is not None and not alias and event is None:
        making.lack(logical, given, "the alias that it publishes, whose name is not known")
    found: dict[str, Value] = {"alias": alias or None}
    wanted = declaration.type == FUNCTION or there(dig(values.own, "UseAliasAsEventTarget"))
    target = f"{logical}Alias{alias}" if alias and wanted else logical
    found["target"] = target
    found["invoked"] = ref(place, target)
    by_ref = target != logical or declaration.type == MACHINE
    found["arn"] = ref(place, target) if by_ref else attribute(place, logical, "Arn")
    found["deploys_under"] = making.deploys_under
    found["partition"] = making.context.home.partition.literal or USUAL_PARTITION
    if event is not None and declaration.type == MACHINE:
        found["event_role_arn"] = event.get("RoleArn") or attribute(
            place, f"{logical}{event.key}Role", "Arn"
        )
    return found


def parameter_of(template: Template, node: Node | None) -> str:
    """The parameter that a value is, or empty."""
    name = argument_text(node) if function_of(node) == "Ref" else ""
    return name if name in template.parameters else ""


def of_role(making: Making, declaration: Declaration, values: Values) -> dict[str, Value]:
    """The role: one that is named, one that SAM makes, or by a condition either."""
    place, role = declaration.key, f"{declaration.logical}Role"
    found: dict[str, Value] = {"role_condition": declaration.condition}
    given = dig(values.own, "Role")
    made = attribute(place, role, "Arn")
    branches = branches_of(given)
    if given is None or is_nothing(given):
        found.update(needs_role="yes", role_arn=made)
    elif branches is None or not any(is_nothing(value) for value in branches[1:]):
        found["role_arn"] = given
        return found
    else:
        name, *arms = branches
        under, filled = conditional(making, name, arms, made, declaration)
        found.update(needs_role="yes", role_arn=filled, role_condition=under)
    entries = Entries(making.context, role, dig(values.own, "Policies"))
    found["managed"] = sequence(place, entries.managed)
    found["inline"] = sequence(place, entries.inline)
    return found


def conditional(
    making: Making, name: Scalar, arms: list[Node], made: Node, declaration: Declaration
) -> tuple[str, Node]:
    """The condition that a role is made under, and the function's role with it."""
    condition = str(name.value)
    if all(is_nothing(arm) for arm in arms):
        return declaration.condition, made
    if not is_nothing(arms[0]):
        condition = conditions.negated(making.template, name, condition)
    filled = [made if is_nothing(arm) else arm for arm in arms]
    return condition, called(name, "Fn::If", name, *filled)


def of_item(making: Making, values: Values, number: int) -> dict[str, Value]:
    """The variables of an item: a route's logical id, an authoriser's number, and who makes the
    queue or topic of a destination: the first of the functions that have it from `Globals`.
    """
    logical = values.literal("id") or ""
    maker = making.makers.setdefault(id(values.item), logical)
    declared = making.template.resources.get(logical)
    if declared is not None and isinstance(declared.node.get("IgnoreGlobals"), Sequence):
        maker = logical  # it has the rest of `Globals` for itself
    key = values.literal("key") or ""
    first = literal_at(dig(values.own, "Auth"), "Type") == "AWS_LAMBDA"
    others = dig(values.own, "Auth.Additional")
    before = others.items[: number - 1] if isinstance(others, Sequence) else []
    ahead = sum(literal_at(each, "Type") == "AWS_LAMBDA" for each in before)
    destination = branches_of(dig(values.item, "Destination"))
    half = destination is not None and any(map(is_nothing, destination[1:]))
    return {
        "maker": maker,
        "first": "yes" if maker == logical else None,
        "half": "yes" if half else None,
        "route_id": key.removeprefix(SPECIAL_ROUTE).capitalize(),
        "authorizer": str(1 + first + ahead),
    }


def covered(event: Event, all_: list[Event], values: Values) -> bool:
    """An HTTP API's default route to the same function lets it be called on this one, too. SAM
    does not see that of an alias.
    """
    if event.type != "HttpApi" or is_default(event) or values.find("alias"):
        return False
    api = _api(event)
    return any(is_default(other) and _api(other) == api for other in all_)


def _api(event: Event) -> str:
    given = event.get(API_ID["HttpApi"])
    if isinstance(given, Scalar):
        return str(given.value)
    return f"{function_of(given)} {argument_text(given)}"


def deploys_under(template: Template, ours: list[Declaration]) -> str:
    """The condition of CodeDeploy's role: that any function is there that is deployed by it."""
    deployed = [each for each in ours if is_deployed(template, each)]
    place = deployed[0].key if deployed else template.root
    names = (passed_on(template, each) for each in deployed)
    return conditions.any_of(template, place, names, DEPLOYED)


def passed_on(template: Template, declaration: Declaration) -> str:
    """The condition of a function, where it is to count for its deployment."""
    wanted = dig(declaration.properties, "DeploymentPreference.PassthroughCondition")
    return declaration.condition if literal(template, wanted) == "true" else ""


def is_deployed(template: Template, declaration: Declaration) -> bool:
    """CodeDeploy shifts the traffic of this function."""
    given = dig(declaration.properties, "DeploymentPreference")
    enabled = literal(template, dig(given, "Enabled"))
    return declaration.type == FUNCTION and there(given) and enabled != "false"
