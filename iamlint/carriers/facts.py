"""What the configuration says about one file, as carriers are told it."""

from __future__ import annotations

from iamlint.catalog import catalog
from iamlint.text.hints import Protocol
from iamlint.text.holes import ACCOUNT, NAME, PARTITION, REGION, Hole, Text


class Facts(Protocol):
    """The facts about one file; empty where the configuration is silent."""

    @property
    def account(self) -> str: ...
    @property
    def region(self) -> str: ...
    @property
    def partition(self) -> str: ...
    @property
    def kind(self) -> str:
        """The kind of the policies in a bare policy file."""
        ...


def _hole(name: str, within: str, of: str) -> Hole:
    return Hole(
        f"AWS::{name}", within, why=f"the {of} is known at deployment; configuration may tell it"
    )


ACCOUNT_HOLE = _hole("AccountId", ACCOUNT, "account")
REGION_HOLE = _hole("Region", REGION, "region")
PARTITION_HOLE = _hole("Partition", PARTITION, "partition")
SUFFIX_HOLE = _hole("URLSuffix", NAME, "partition")
ANY_ACCOUNT = Text(ACCOUNT_HOLE)
ANY_REGION = Text(REGION_HOLE)
ANY_PARTITION = Text(PARTITION_HOLE)
ANY_SUFFIX = Text(SUFFIX_HOLE)


class Home:
    """Where a file is deployed: its account, region and partition, holes where not known.

    `suffix`: what its domain names end in: `amazonaws.com`.
    """

    __slots__ = ("account", "partition", "region", "suffix")

    def __init__(self, facts: Facts | None) -> None:
        account = facts.account if facts is not None else ""
        region = facts.region if facts is not None else ""
        partition = facts.partition if facts is not None else ""
        partition = partition or partition_of(region)
        suffix = suffix_of(partition)
        self.account = Text(account) if account else ANY_ACCOUNT
        self.region = Text(region) if region else ANY_REGION
        self.partition = Text(partition) if partition else ANY_PARTITION
        self.suffix = Text(suffix) if suffix else ANY_SUFFIX

    def take(self, others: list[Home]) -> bool:
        """What is not known here is as it is in others, where that is the same in all. True where
        they know more.
        """
        more = False
        for name in self.__slots__:
            own = getattr(self, name)
            theirs = {getattr(other, name) for other in others}
            if own.literal is None and len(theirs) == 1 and own not in theirs:
                setattr(self, name, theirs.pop())
                more = True
        return more


def partition_of(region: str) -> str:
    """The partition a region belongs to; empty for none."""
    if not region:
        return ""
    for row in catalog().table("region_partitions"):
        if region.startswith(row["prefix"]):
            return str(row["partition"])
    return "aws"


def suffix_of(partition: str) -> str:
    """What the domain names of a partition end in; empty where that is not known."""
    if partition == "aws":
        return "amazonaws.com"
    for row in catalog().table("region_partitions") if partition else ():
        if row["partition"] == partition:
            return str(row["suffix"])
    return ""
