"""In which accounts permission sets are given.

https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ssoadmin_account_assignment
"""

from __future__ import annotations

from iamlint.catalog import catalog
from iamlint.model.things import Assignment
from iamlint.text.hints import TYPE_CHECKING

from .keying import named
from .plan import DATA

if TYPE_CHECKING:
    from .reader import Context


def read(context: Context) -> None:
    """Note every permission set that is given in an account."""
    instances = context.plan.instances.values()
    if not any("_ssoadmin_" in instance.type for instance in instances):
        return
    rows = {row["type"]: row for row in catalog().table("set_assignments")}
    for instance in instances:
        row = rows.get(instance.type) if instance.mode != DATA else None
        if row is None:
            continue
        place = context.providers.place(instance)
        accounts = [text for text, _, _ in named(context, instance, row["account"])]
        for given, node, address in named(context, instance, row["set"]):
            for account in accounts:
                context.reading.assignments.append(
                    Assignment(
                        given,
                        account,
                        node,
                        address,
                        instance.type,
                        place.account,
                        place.region,
                        when=instance.when,
                    )
                )
