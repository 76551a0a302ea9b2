"""Texts in places where a plan does not show what stands around a reference.

`[aws_s3_bucket.b.arn, "${aws_s3_bucket.b.arn}/*"]` is kept as two unknown elements and two
references to `aws_s3_bucket.b.arn`. An ARN in which nothing lies stands alone; one in which
something may lie goes on with a hole. What that hole may be is told, from what is usual to anything
at all: so nothing matches it for certain, and whoever looks for what is likely finds it.
"""

from __future__ import annotations

from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.holes import ANY, Hole, Text
from iamlint.text.node import plain

from .naming import service_type
from .parts import NOTHING
from .references import Attribute, inside

if TYPE_CHECKING:
    from .plan import Instance
    from .references import Target
    from .values import Derived, Value, Values

RESOURCES = ("resources", "not_resources")


def surrounded(values: Values, value: Value, target: Target | None) -> Text | None:
    """The text of a value whose expression leads to `target`; None where it is not set."""
    if value.is_sensitive or not value.is_unknown:
        return values.text(value)
    told = values.told(value)
    if told is not None:
        return told
    hole = values.hole(value)
    if not isinstance(target, Attribute):
        return Text(hole)
    instance = target.instance
    name = str(target.steps[-1]) if target.steps else ""
    if name.endswith("arn"):
        text = values.naming.inner(instance, target.steps)
        below = values.naming.below(instance, name)
        return text + Text(_open(hole, Text(), below)) if below else text
    if not _is_about(value, instance):
        return Text(hole)
    arn, below = values.naming.arn(instance), values.naming.below(instance, "arn")
    if not name and not below:
        return arn
    return Text(_open(hole, arn, below))


def _open(hole: Derived, start: Text, below: str) -> Derived:
    """A hole that may be what it starts with, what lies below that, or anything else."""
    anything = Text(Hole(f"{hole.identity}…", ANY, why=hole.why))
    deeper = (start + below + anything, start + "*") if below else ()
    hole.choices = (start, *deeper, anything)
    return hole


def _is_about(value: Value, instance: Instance) -> bool:
    """The value stands among the resources of a statement that is about the instance's service
    alone, so that it is the ARN of such a thing.
    """
    service = service_type(instance).partition(":")[0]
    if not service or value.name not in RESOURCES:
        return False
    actions = plain(inside(value.instance.values, (*value.parts[:-2], "actions")) or NOTHING)
    return (
        isinstance(actions, list)
        and bool(actions)
        and all(str(action).lower().startswith(f"{service}:") for action in actions)
    )
