"""Private APIs of which the policy denies what comes through each of their endpoints.

https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-resource-policies-examples.html#apigateway-resource-policies-source-vpc-example
"""

from __future__ import annotations

from iamlint.access.operators import use_of
from iamlint.text.hints import TYPE_CHECKING, Final
from iamlint.text.node import Either, Mapping, Sequence
from iamlint.text.records import NamedTuple

from . import names
from .apismeant import API
from .bearing import text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.model.policy import Condition
    from iamlint.model.things import Resource
    from iamlint.text.holes import Text
    from iamlint.text.node import Node

    from . import Estate

KEY: Final = "aws:sourcevpce"
PATHS: Final = (
    ("EndpointConfiguration", "VpcEndpointIds"),
    ("endpoint_configuration", "vpc_endpoint_ids"),
)
"""Where an API says through which endpoints it is called."""


class ShutOff(NamedTuple):
    """`condition`: of a Deny that holds for each of the endpoints of an API."""

    condition: Condition
    api: Resource
    endpoints: tuple[Text, ...]


def shut_off(estate: Estate) -> Iterator[ShutOff]:
    """In file order."""
    for api in estate.resources:
        endpoints = endpoints_of(api) if api.service_type == API else ()
        for policy in estate.policies_on(api).policies if endpoints else ():
            for statement in policy.statements:
                conditions = statement.conditions
                anyone = [one.value.literal for one in statement.principals or ()]
                if (
                    not statement.denies
                    or statement.gaps
                    or len(conditions) != 1
                    or "*" not in anyone
                ):
                    continue
                if denies_each(conditions[0], endpoints):
                    yield ShutOff(conditions[0], api, endpoints)


def endpoints_of(api: Resource) -> tuple[Text, ...]:
    """The endpoints with which an API is associated; none where not all are told."""
    for first, second in PATHS:
        found: Node | None = api.properties
        for name in (first, second):
            if isinstance(found, Sequence) and len(found.items) == 1:
                found = found.items[0]  # a block of Terraform
            found = found.get(name) if isinstance(found, Mapping) else None
        if isinstance(found, Sequence) and not isinstance(found, Either):
            texts = [text_of(item) for item in found.items]
            if all(text is not None for text in texts):
                return tuple(text for text in texts if text is not None)
    return ()


def denies_each(condition: Condition, endpoints: tuple[Text, ...]) -> bool:
    """It holds for whatever comes through one of the endpoints, for certain."""
    use = use_of(condition.operator.literal or "")
    if (condition.key.literal or "").lower() != KEY or use is None or use.base is None:
        return False
    if use.over or not use.base.name.startswith("String"):
        return False
    values = [word.text for word in condition.values]
    if use.base.negated:
        return all(names.same(one, each) is False for one in values for each in endpoints)
    return all(any(names.same(one, each) is True for one in values) for each in endpoints)
