"""What data sources tell that look up where Terraform runs: the account, the region, the partition.

https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/caller_identity
"""

from __future__ import annotations

from iamlint.carriers.facts import SUFFIX_HOLE, suffix_of
from iamlint.carriers.terraform import tables
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.holes import ANY, Hole, Text

if TYPE_CHECKING:
    from iamlint.carriers.terraform.plan import Instance
    from iamlint.carriers.terraform.reader import Context

TABLE = "terraform_lookups"


def text(context: Context, instance: Instance, steps: tuple[object, ...]) -> Text | None:
    """What the attribute is; None where the type of the thing that is looked up tells."""
    name = str(steps[0])
    for row in tables.by_type(TABLE).get(instance.type, ()):
        if name in row["attributes"]:
            return _told(context, instance, row["is"], name)
    return None


def _told(context: Context, instance: Instance, what: str, name: str) -> Text:
    place = context.providers.place(instance)
    if what == "account":
        return place.account
    if what == "region" and instance.values.get("region") is None:
        return place.region
    if what == "partition":
        return place.partition
    if what == "suffix":
        return Text(suffix_of(place.partition.literal or "") or SUFFIX_HOLE)
    address = f"{instance.address}.{name}"
    why = f"{address} is looked up when Terraform runs"
    return Text(Hole(f"{context.plan.path}#{address}", ANY, why=why))
