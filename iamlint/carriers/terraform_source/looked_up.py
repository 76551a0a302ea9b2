"""What data sources tell that look up where Terraform runs: the account, the region, the partition.

https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/caller_identity
"""

from __future__ import annotations

from iamlint.carriers.facts import SUFFIX_HOLE, suffix_of
from iamlint.carriers.terraform import tables
from iamlint.carriers.terraform.values import top
from iamlint.catalog import catalog
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
    if what == "unknown" and name in ("arn", "id"):
        named = _policy(context, instance)
        if named is not None:
            return named
    if what == "suffix":
        return Text(suffix_of(place.partition.literal or "") or SUFFIX_HOLE)
    address = f"{instance.address}.{name}"
    why = f"{address} is looked up when Terraform runs"
    return Text(Hole(f"{context.plan.path}#{address}", ANY, why=why))


def _policy(context: Context, instance: Instance) -> Text | None:
    """The ARN of a managed policy that is looked up by it, or by the name of one of AWS's own."""
    whole = top(instance)
    arn = context.values.text(whole.attribute("arn"))
    if arn is not None:
        return arn
    name = context.values.text(whole.attribute("name"))
    if name is None or name.literal is None:
        return None
    about = catalog().managed.about(name.literal)
    if about is None:
        return None
    resource = about.arn.partition(":iam::")[2]
    return Text("arn:") + context.providers.place(instance).partition + Text(f":iam::{resource}")
