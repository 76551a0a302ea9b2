"""Managed policies that a configuration looks up, by ARN or by name.

https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/iam_policy
"""

from __future__ import annotations

from iamlint.model.things import PolicyReference
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.holes import Text

from .plan import DATA
from .values import top

if TYPE_CHECKING:
    from .reader import Context

TYPE = "aws_iam_policy"


def read(context: Context) -> None:
    """Note those of which the ARN is known, or which have the name of one of AWS's own."""
    for instance in context.plan.instances.values():
        if instance.type != TYPE or instance.mode != DATA:
            continue
        for name in ("arn", "name"):
            value = top(instance).attribute(name)
            text = context.values.text(value) if value.is_set else None
            if text is not None and name == "name":
                text = _by_name(text)
            if text is not None:
                found = PolicyReference(text, value.place, instance.when)
                context.reading.looked_up.append(found)
                break


def _by_name(name: Text) -> Text | None:
    from iamlint.catalog import catalog

    about = catalog().managed.about(name.literal) if name.literal else None
    return Text(about.arn) if about is not None else None
