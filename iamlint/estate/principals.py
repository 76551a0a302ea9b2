"""As whom an identity makes requests, as far as its declaration and what limits it tell.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-name.html
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalarn
"""

from __future__ import annotations

from iamlint.model.policy import RCP, SCP
from iamlint.text.globs import is_glob
from iamlint.text.hints import TYPE_CHECKING, Final
from iamlint.text.holes import NAME, PARTITION, Hole, Text, shown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from iamlint.model.policy import Policy
    from iamlint.model.things import Identity

PRINCIPAL_ARN: Final = "aws:principalarn"
KEPT: Final = 20
"""So much of a logical id is at least in the name that CloudFormation makes of it."""


def asks_as(identity: Identity, partition: str) -> Text:
    """The ARN of an identity. CloudFormation makes the name of one that is given none of the
    stack's name, the logical id and some letters, and Terraform begins it with its own; `partition`
    stands where the ARN has none.
    """
    carrier = identity.reading.carrier if identity.reading is not None else ""
    hole = identity.name.only_hole
    pieces: list[str | Hole] = []
    for piece in identity.arn.pieces:
        if isinstance(piece, Hole) and piece.within == PARTITION and partition:
            pieces.append(partition)
        elif hole is not None and piece == hole and hole.within == NAME:
            pieces += made_up(hole, carrier)
        else:
            pieces.append(piece)
    return Text(*pieces)


def made_up(hole: Hole, carrier: str) -> tuple[str | Hole, ...]:
    """A name that nobody wrote, as far as it is known how it is made."""
    end = Hole(f"end of {hole.identity}", NAME)
    if carrier == "cloudformation":
        return Hole(f"stack of {hole.identity}", NAME), f"-{shown(hole)[:KEPT]}", end
    return ("terraform-", end) if carrier == "terraform" else (hole,)


def partition_asked_for(policies: Iterable[Policy]) -> str:
    """The one partition of the principals for which control policies ask; empty where they name
    several or none: an organization lies in one.
    """
    return partition_in(policy for policy in policies if policy.kind in (SCP, RCP))


def partition_in(policies: Iterable[Policy]) -> str:
    """The one partition of the principals for which conditions of policies ask."""
    found = {
        word.literal.split(":")[1]
        for policy in policies
        for statement in policy.statements
        for condition in statement.conditions
        if (condition.key.literal or "").lower() == PRINCIPAL_ARN
        for word in condition.values
        if word.literal and word.literal.startswith("arn:")
    }
    named = {one for one in found if not is_glob(one)}
    return named.pop() if len(named) == 1 else ""
