"""What a VPC endpoint must carry because of other services in its VPC, and its policy stops.

https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html
"""

from __future__ import annotations

from iamlint.access.callers import ROLE, Caller
from iamlint.access.context import Context
from iamlint.access.decide import decide
from iamlint.access.request import ENDPOINT_LAYER, Request, Situation
from iamlint.finding import LIKELY, UNVERIFIED
from iamlint.text.hints import TYPE_CHECKING, Any, Final
from iamlint.text.holes import ACCOUNT, NAME, Hole, Text
from iamlint.text.node import ALWAYS, Either, Holed, Mapping, Scalar
from iamlint.text.records import NamedTuple

from . import names
from .accounts import account_of
from .asking import ALL_ADMITTED, ALL_ALLOWED
from .presence import standing, with_statements

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.model.policy import Policy, Statement
    from iamlint.model.things import Reading, Resource
    from iamlint.text.node import Node

    from . import Estate
    from .joined import Unknown

ENDPOINT: Final = "ec2:vpc-endpoint"
VPC: Final = "vpc"
"""The kind of target that is the VPC something lies in."""
SERVICE: Final = ("ServiceName", "service_name")
TYPE: Final = ("VpcEndpointType", "vpc_endpoint_type")
START: Final = "com.amazonaws."
ASKS_FOR: Final = ("stringequals", "stringlike", "stringequalsignorecase", "arnequals", "arnlike")
SETS: Final = ("foranyvalue:", "forallvalues:")


class Uncarried(NamedTuple):
    """A gateway endpoint that stops what a service in its VPC needs.

    `policy`: its own; `because`: the endpoint that tells that the service is used there; `what` is
    asked for, by `action` on `resource`. `unknown`: what else may let it through.
    """

    endpoint: Resource
    policy: Policy
    because: Resource
    what: str
    action: str
    resource: Text
    unknown: tuple[Unknown, ...]

    @property
    def confidence(self) -> str:
        """Never certain: which subnets go through the endpoint, their routes tell."""
        return UNVERIFIED if self.unknown else LIKELY

    @property
    def missing(self) -> dict[str, object]:
        """The statement that lets it through."""
        return {
            "Effect": "Allow",
            "Principal": "*",
            "Action": self.action,
            "Resource": self.resource,
        }


class Endpoints:
    """The VPC endpoints in view, by the VPC they lie in."""

    def __init__(self, estate: Estate) -> None:
        self._estate = estate

    def uncarried(self) -> Iterator[Uncarried]:
        """What the policies of gateway endpoints stop; in file order."""
        rows = self._estate.catalog.table("endpoint_needs")
        for endpoints in self._by_vpc().values():
            for row in rows:
                because = next((one for one in endpoints if is_of(one, row["because"])), None)
                gates = [
                    one for one in endpoints if is_of(one, [row["endpoint"]]) and is_gateway(one)
                ]
                found = [self._stopped(one, because, row) for one in gates if because is not None]
                # of several, that of the right subnets may be the one that lets it through
                if all(found):
                    yield from (one for one in found if one is not None)

    def _by_vpc(self) -> dict[Text, list[Resource]]:
        found: dict[Text, list[Resource]] = {}
        for reading in self._estate.readings:
            ours = [one for one in reading.resources if one.service_type == ENDPOINT]
            where = dict(vpcs(reading)) if ours else {}
            for endpoint in ours:
                vpc = where.get(endpoint.address)
                if vpc is not None and endpoint.when == ALWAYS:
                    found.setdefault(vpc, []).append(endpoint)
        return found

    def _stopped(
        self, endpoint: Resource, because: Resource, row: dict[str, Any]
    ) -> Uncarried | None:
        on_it = self._estate.policies_on(endpoint)
        policies = standing(on_it.attached)
        if not policies or not any(s.allows for policy in policies for s in policy.statements):
            return None  # nothing gets through: said of the policy
        resource = asked_for(row["resource"], endpoint)
        account = account_of(endpoint)
        counted = tuple(ours_alone(policy, row["strangers"], account) for policy in policies)
        verdict = decide(
            request(row["action"], resource),
            Situation(identity=(ALL_ALLOWED,), resource=(ALL_ADMITTED,), endpoints=counted),
        )
        if verdict.blocked_by != (ENDPOINT_LAYER,):
            return None
        return Uncarried(
            endpoint,
            on_it.attached[0].policy,
            because,
            row["what"],
            row["action"],
            resource,
            on_it.unknown,
        )


def vpcs(reading: Reading) -> Iterator[tuple[str, Text]]:
    """The VPC that each declaration of a file lies in, by the address of that."""
    for attachment in reading.attachments:
        for kind, target in attachment.targets:
            if kind == VPC:
                yield attachment.address, target


def is_of(endpoint: Resource, services: list[str]) -> bool:
    """It is an endpoint of one of the services, for certain."""
    name = property_of(endpoint, SERVICE)
    if name is None or not name.prefix.startswith(START):
        return False
    last = name.pieces[-1]
    region = name.literal is None or name.literal.count(".") > START.count(".")
    return isinstance(last, str) and region and any(has(last, service) for service in services)


def has(text: str, service: str) -> bool:
    """The end of a name of an endpoint: `com.amazonaws.eu-west-1.ecr.dkr`."""
    if text.startswith(START):
        text = "." + text.removeprefix(START).partition(".")[2]
    return text == f".{service}"


def is_gateway(endpoint: Resource) -> bool:
    """It is a gateway endpoint, as one is of which the type is not told."""
    found = property_of(endpoint, TYPE)
    return found is None or found.literal == "Gateway"


def property_of(resource: Resource, keys: tuple[str, ...]) -> Text | None:
    """A property that is a text, by its names in the dialects."""
    node = resource.properties
    for key in keys if isinstance(node, Mapping) else ():
        found = text_of(node.get(key)) if isinstance(node, Mapping) else None
        if found is not None:
            return found
    return None


def text_of(node: Node | None) -> Text | None:
    if isinstance(node, (Holed, Either)):
        return node.text
    if isinstance(node, Scalar) and isinstance(node.value, str):
        return Text(node.value)
    return None


def asked_for(template: str, endpoint: Resource) -> Text:
    """The ARN in the region and partition of an endpoint, some name instead of the star."""
    partition = names.partition(endpoint.arn) or Text("aws")
    before, _, rest = template.partition("${Partition}")
    middle, _, after = rest.partition("${Region}")
    return Text(before) + partition + middle + region_of(endpoint) + after


def region_of(endpoint: Resource) -> Text:
    """The region that the name of its service tells, else that of its file."""
    name = property_of(endpoint, SERVICE)
    literal = name.literal if name is not None else None
    told = (literal or "").removeprefix(START).partition(".")[0] if literal else ""
    return Text(told) if told else endpoint.region


def request(action: str, resource: Text) -> Request:
    """What a stranger asks for of a stranger, of neither of which anything is known."""
    account = Text(Hole("an account of AWS", ACCOUNT, why="AWS does not tell its own accounts"))
    name = Text(Hole("a role of AWS", NAME, why="AWS does not tell its own roles"))
    arn = Text("arn:aws:iam::") + account + ":role/" + name
    pieces = [one.replace("*", "x") if isinstance(one, str) else one for one in resource.pieces]
    caller = Caller(ROLE, arn, Text("aws"), account, name)
    return Request(caller, action, Text(*pieces), account, Context({}, strict=False))


def ours_alone(policy: Policy, strangers: list[str], account: Text) -> Policy:
    """A policy without the Allow statements that ask for what only our own requests have."""
    kept = tuple(
        statement
        for statement in policy.statements
        if not (statement.allows and is_for_us(statement, strangers, account))
    )
    return with_statements(policy, kept) if len(kept) < len(policy.statements) else policy


def is_for_us(statement: Statement, strangers: list[str], account: Text) -> bool:
    """Principal or a condition asks for our account, or for an organization, which is ours."""
    if statement.principals and all(
        account in (one.value.text, names.account_in(one.value.text))
        for one in statement.principals
    ):
        return True
    keys = {key.lower() for key in strangers}
    for condition in statement.conditions:
        operator = (condition.operator.literal or "").lower()
        for prefix in SETS:
            operator = operator.removeprefix(prefix)
        key = (condition.key.literal or "").lower()
        if operator not in ASKS_FOR or key not in keys or not condition.values:
            continue
        if "org" in key.partition(":")[2] or all(
            word.text == account or names.account_in(word.text) == account
            for word in condition.values
        ):
            return not any((word.literal or "x").strip("*") == "" for word in condition.values)
    return False
