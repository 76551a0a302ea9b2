"""Statements of a resource's policy that are about another resource than the one that has it.

https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-creating-custom-policies.html
"""

from __future__ import annotations

from collections import Counter

from iamlint.text.globs import match
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.holes import PARTITION
from iamlint.text.records import NamedTuple

from .presence import possible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.model.policy import Statement, Word
    from iamlint.model.things import Resource

    from . import Estate

WITHIN = ("/", ":")
"""What stands between the ARN of a thing and what is within it."""


class Beside(NamedTuple):
    """`word`: the first resource of a statement, none of which is `owner`, that has the policy."""

    owner: Resource
    statement: Statement
    word: Word


def besides(estate: Estate) -> Iterator[Beside]:
    """In file order, of things whose ARN is known."""
    rows = {row["type"] for row in estate.catalog.table("own_resources")}
    owners = Counter(
        id(attached.policy)
        for resource in estate.all_resources
        for attached in estate.policies_on(resource).attached
    )
    for resource in estate.all_resources:
        if resource.service_type not in rows or (arn := arn_of(resource)) is None:
            continue
        for attached in estate.policies_on(resource).attached:
            if not attached.sure or attached.bundled or not possible(resource.when | attached.when):
                continue
            if not resource.created and owners[id(attached.policy)] > 1:
                continue  # each statement may be for another of them
            for statement in attached.policy.statements:
                words = statement.resources or ()
                if words and not statement.gaps and not any(may_be(word, arn) for word in words):
                    yield Beside(resource, statement, words[0])


def arn_of(resource: Resource) -> str | None:
    """Its ARN, where all of it is known but the partition, which is then the first one."""
    if resource.arn.literal is not None:
        return resource.arn.literal
    if all(hole.within == PARTITION for hole in resource.arn.holes):
        known = (piece if isinstance(piece, str) else "aws" for piece in resource.arn.pieces)
        return "".join(known)
    return None


def may_be(word: Word, arn: str) -> bool:
    """It names the thing, or something within it; or what it names is not known."""
    name = word.literal
    if name is None:
        return True
    begin, _, rest = name.partition(":aws-")
    if begin == "arn":
        name = f"arn:aws:{rest.partition(':')[2]}"
        arn = f"arn:aws:{arn.split(':', 2)[2]}"
    inner = tuple(f"{arn}{between}" for between in WITHIN)
    return (
        name.startswith(inner) or any(match(name, f"{one}x") for one in inner) or match(name, arn)
    )
