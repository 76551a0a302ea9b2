"""Policies of buckets that are kept from strangers whatever these policies say.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
"""

from __future__ import annotations

from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.node import Mapping, Node, Scalar

if TYPE_CHECKING:
    from iamlint.model.things import Resource

    from . import Estate

BUCKET = "s3:bucket"
BLOCK, RESTRICTS = "PublicAccessBlockConfiguration", "RestrictPublicBuckets"


def shut(estate: Estate) -> dict[int, Node]:
    """By the identity of a policy, what keeps strangers out of the bucket that it sits on."""
    found: dict[int, Node] = {}
    for resource in estate.all_resources:
        by = shut_by(resource) if resource.service_type == BUCKET else None
        for attached in estate.policies_on(resource).attached if by is not None else ():
            if attached.sure and by is not None:
                found[id(attached.policy)] = by
    return found


def shut_by(resource: Resource) -> Node | None:
    """Where the bucket is told to let in nobody but its account and services."""
    if resource.shut_by is not None:
        return resource.shut_by
    properties = resource.properties
    block = properties.get(BLOCK) if isinstance(properties, Mapping) else None
    told = block.get(RESTRICTS) if isinstance(block, Mapping) else None
    sure = isinstance(told, Scalar) and str(told.value).lower() == "true"
    return told if sure else None
