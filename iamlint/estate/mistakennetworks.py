"""Conditions on a VPC or an endpoint that name its ARN, or an endpoint of another service.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-network-properties
"""

from __future__ import annotations

from iamlint.finding import CERTAIN, LIKELY
from iamlint.text.hints import TYPE_CHECKING, Final
from iamlint.text.records import NamedTuple

from .endpoints import SERVICE, START, property_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.model.policy import Condition, Statement, Word
    from iamlint.model.things import Resource
    from iamlint.text.holes import Text

    from . import Estate

WANTED: Final = {"vpc": "ec2:vpc", "vpce": "ec2:vpc-endpoint"}
"""What has the identifiers that keys of a form are compared with."""


class MistakenNetwork(NamedTuple):
    """A value that is never what its key has. `by_arn`: it is the ARN of what `named` has the id.
    `services`: those whose requests never go through the endpoint that it names.
    """

    condition: Condition
    word: Word
    named: Resource
    by_arn: bool = False
    services: tuple[str, ...] = ()

    @property
    def confidence(self) -> str:
        return LIKELY if self.services else CERTAIN


def mistaken_networks(estate: Estate) -> Iterator[MistakenNetwork]:
    """In file order."""
    ids: dict[Text, list[Resource]] = {}
    arns: dict[Text, Resource] = {}
    for resource in estate.all_resources:
        if resource.service_type in WANTED.values():
            arns[resource.arn] = resource
            for name in resource.names:
                ids.setdefault(name, []).append(resource)
    for policy in estate.policies if arns else ():
        for condition in (one for each in policy.statements for one in each.conditions):
            wanted = WANTED.get(estate.engine.form_of(condition))
            if wanted is None or estate.engine.type_of_operator(condition) != "String":
                continue
            for word in condition.values:
                named = arns.get(word.text)
                if named is not None and named.service_type == wanted:
                    yield MistakenNetwork(condition, word, named, by_arn=True)
            yield from of_other_services(estate, condition, ids)


def of_other_services(
    estate: Estate, condition: Condition, ids: dict[Text, list[Resource]]
) -> Iterator[MistakenNetwork]:
    """The endpoints of a condition, where each is in view and for another service than all that
    the statement is about.
    """
    found = [ids.get(word.text, []) for word in condition.values]
    named = [one[0] for one in found if len(one) == 1 and is_told(one[0])]
    services = services_of(condition.statement) if named and len(named) == len(found) else ()
    if not services:
        return
    through: dict[str, list[str]] = {}
    for row in estate.catalog.table("endpoint_services"):
        through.setdefault(row["service"], []).append(row["endpoint"])
    if all(
        one in through and not any(may_be_of(endpoint, through[one]) for endpoint in named)
        for one in services
    ):
        for word, endpoint in zip(condition.values, named, strict=True):
            yield MistakenNetwork(condition, word, endpoint, services=services)


def is_told(endpoint: Resource) -> bool:
    """All is known of which service of AWS an endpoint is for."""
    name = property_of(endpoint, SERVICE) if endpoint.service_type == WANTED["vpce"] else None
    return name is not None and name.prefix.startswith(START) and isinstance(name.pieces[-1], str)


def may_be_of(endpoint: Resource, services: list[str]) -> bool:
    """It is an endpoint of one of the services, or one whose name begins so: `sqs-fips`,
    `s3-global.accesspoint`.
    """
    name = property_of(endpoint, SERVICE)
    pieces = name.pieces if name is not None else ()
    parts = "".join(one for one in pieces if isinstance(one, str)).removeprefix(START).split(".")
    begins = tuple(one.partition(".")[0] for one in services)
    return any(part.startswith(begins) for part in parts)


def services_of(statement: Statement) -> tuple[str, ...]:
    """The services whose actions it names; none where it may be about others."""
    names = [(word.literal or "").partition(":")[0].lower() for word in statement.actions or ()]
    known = all(name.replace("-", "").isalnum() for name in names)
    return tuple(dict.fromkeys(names)) if known else ()
