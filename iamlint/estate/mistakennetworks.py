"""Conditions on a VPC or an endpoint that name another thing of the network, or not its id.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-network-properties
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.model.policy import Condition, Word
    from iamlint.model.things import Resource
    from iamlint.text.holes import Text

    from . import Estate

NETWORK: Final = "ec2:"
WANTED: Final = {"vpc": "ec2:vpc", "vpce": "ec2:vpc-endpoint"}
"""What has the identifiers that keys of a form are compared with."""


class MistakenNetwork(NamedTuple):
    """A value that is the id of something else, or the ARN: `meant` is what it names."""

    condition: Condition
    word: Word
    meant: Resource
    by_arn: bool


def mistaken_networks(estate: Estate) -> Iterator[MistakenNetwork]:
    """In file order."""
    ids: dict[Text, list[Resource]] = {}
    arns: dict[Text, Resource] = {}
    for resource in estate.all_resources:
        if resource.service_type.startswith(NETWORK):
            arns[resource.arn] = resource
            for name in resource.names:
                ids.setdefault(name, []).append(resource)
    for policy in estate.policies if arns else ():
        for condition in (one for each in policy.statements for one in each.conditions):
            wanted = WANTED.get(estate.engine.form_of(condition))
            if wanted is None or estate.engine.type_of_operator(condition) != "String":
                continue
            for word in condition.values:
                named = ids.get(word.text, [])
                if named and all(one.service_type != wanted for one in named):
                    yield MistakenNetwork(condition, word, named[0], by_arn=False)
                elif word.text in arns:
                    yield MistakenNetwork(condition, word, arns[word.text], by_arn=True)
