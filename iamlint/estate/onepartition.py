"""Documents as they read in the partition of what is asked for.

What lies in an account is in the partition of that: a file that leaves it open, as
`!GetAtt Bucket.Arn` does, means the one that the other side writes out.
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
"""

from __future__ import annotations

from functools import lru_cache

from iamlint.model.policy import Word
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.holes import PARTITION, Hole, Text

from . import names
from .presence import changed, rewritten

if TYPE_CHECKING:
    from iamlint.access.request import Request, Situation
    from iamlint.model.policy import Policy, Statement


def told_in_one(request: Request, situation: Situation) -> tuple[Request, Situation] | None:
    """A request on a resource and the policies on it, in the one partition that some of them write
    out; None where none does, or nothing is left open.
    """
    on = situation.resource or ()
    told = written_in(request.resource) or next(
        (one for policy in on for one in partitions_in(policy)), ""
    )
    if not told:
        return None
    resource = with_partition(request.resource, told)
    policies = tuple(in_partition(policy, told) for policy in on)
    same = all(a is b for a, b in zip(policies, on, strict=True))
    if same and resource is request.resource:
        return None
    return request._replace(resource=resource), situation._replace(resource=policies)


def written_in(arn: Text) -> str:
    """The partition that an ARN writes out; empty where it leaves it open."""
    found = names.partition(arn)
    return (found.literal or "") if found is not None else ""


def partitions_in(policy: Policy) -> tuple[str, ...]:
    """Those that the resources of a policy write out."""
    return tuple(
        told
        for statement in policy.statements
        for word in statement.resources or ()
        if (told := written_in(word.text)) and "*" not in told
    )


@lru_cache(maxsize=4096)
def in_partition(policy: Policy, told: str) -> Policy:
    """The same policy about resources of one partition, or itself where it leaves none open."""

    def in_it(statement: Statement) -> Statement:
        resources = statement.resources
        if not resources or not any(is_open(word.text) for word in resources):
            return statement
        return changed(statement, resources=tuple(with_word(word, told) for word in resources))

    return rewritten(policy, in_it)


def with_word(word: Word, told: str) -> Word:
    if not is_open(word.text):
        return word
    found = Word(with_partition(word.text, told), word.node)
    found.when = word.when
    return found


def is_open(arn: Text) -> bool:
    """An ARN of which the partition is known at deployment."""
    pieces = arn.pieces
    return (
        len(pieces) > 1
        and pieces[0] == "arn:"
        and isinstance(pieces[1], Hole)
        and pieces[1].within == PARTITION
    )


def with_partition(arn: Text, told: str) -> Text:
    """The ARN in a partition, where it leaves that open."""
    return Text("arn:", told, *arn.pieces[2:]) if is_open(arn) else arn
