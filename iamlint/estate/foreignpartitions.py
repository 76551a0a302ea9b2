"""ARNs in policies that are of another partition than what the policy is for.

Partitions share nothing: no identity of one is let in to the other, and no request is about what is
there.
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
"""

from __future__ import annotations

from iamlint.text.globs import is_glob
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.records import NamedTuple

from . import names
from .misnamed import bearing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.model.policy import Policy, Word
    from iamlint.model.things import Identity, PolicyReference, Reading
    from iamlint.text.holes import Text

    from . import Estate

ARN = "arn:"


class ForeignPartition(NamedTuple):
    """`theirs`: the partition that `arn` names; `own`: that of the policy, or of who bears it."""

    place: Word | PolicyReference
    arn: Text
    theirs: str
    own: str


def foreign_partitions(estate: Estate) -> Iterator[ForeignPartition]:
    """In file order. None where the same stands beside it for another partition: then the policy
    is written for both.
    """
    known = frozenset(estate.catalog.partitions)
    for policy in estate.policies:
        found = list(arns_in(policy))
        own = partition_of(estate, policy) if found else ""
        if not own or all(partition == own for _, partition in found):
            continue
        rests = [rest_of(word, partition) for word, partition in found]
        for (word, partition), rest in zip(found, rests, strict=True):
            if partition != own and partition in known and rests.count(rest) == 1:
                yield ForeignPartition(word, word.text, partition, own)
    for identity in estate.identities:
        yield from borne_of_another(identity, known)
    for reading in estate.readings:
        yield from attached_of_another(estate, reading)


def attached_of_another(estate: Estate, reading: Reading) -> Iterator[ForeignPartition]:
    """The managed policies of another partition than that of the region in which a file attaches
    them. None of what is attached in some cases only: those may be the cases of that partition.
    """
    regions = estate.catalog.regions
    for attachment in reading.attachments:
        reference, own = attachment.reference, regions.get(attachment.region.literal or "", "")
        if reference is None or not own or attachment.when or reference.when:
            continue
        theirs = partition_in(reference.arn)
        if theirs in estate.catalog.partitions and theirs != own:
            yield ForeignPartition(reference, reference.arn, theirs, own)


def borne_of_another(identity: Identity, known: frozenset[str]) -> Iterator[ForeignPartition]:
    """The managed policies of another partition that an identity is to bear."""
    own = ""
    for reference in bearing(identity):
        theirs = partition_in(reference.arn)
        if theirs in known:
            own = own or partition_at(identity.arn, identity.reading)
            if own in known and theirs != own:
                yield ForeignPartition(reference, reference.arn, theirs, own)


def rest_of(word: Word, partition: str) -> str:
    """What an ARN says beside its partition, as it would stand in another: without the region."""
    service, _, rest = (word.literal or "").removeprefix(f"{ARN}{partition}:").partition(":")
    return f"{service}:{rest.partition(':')[2]}"


def arns_in(policy: Policy) -> Iterator[tuple[Word, str]]:
    """The ARNs that name one partition: what statements are about, and whom they name."""
    for statement in policy.statements:
        words = [*(statement.resources or ()), *(statement.not_resources or ())]
        words += [one.value for one in statement.principals or () if one.type == "AWS"]
        for word in words:
            if word.literal is None or not word.literal.startswith(ARN):
                continue
            partition = partition_in(word.text)
            if partition and not is_glob(partition):
                yield word, partition


def partition_of(estate: Estate, policy: Policy) -> str:
    """The partition of what has the policy, else of its file; empty where it is not known."""
    owner = policy.owner
    arn: Text | None = getattr(owner, "arn", None) if owner is not None else policy.arn
    return partition_at(arn, estate.file_of(policy))


def partition_at(arn: Text | None, reading: Reading | None) -> str:
    """The partition that an ARN names, else that of a file; empty where it is not known."""
    found = names.partition(arn) if arn is not None else None
    if found is not None:
        return found.literal or ""
    return (reading.partition.literal or "") if reading is not None else ""


def partition_in(arn: Text) -> str:
    """The partition that an ARN names; empty where it is not known, and for no ARN."""
    literal = arn.literal
    if literal is not None:
        end = literal.find(":", len(ARN)) if literal.startswith(ARN) else -1
        return literal[len(ARN) : max(end, len(ARN))]
    found = names.partition(arn)
    return (found.literal or "") if found is not None else ""
