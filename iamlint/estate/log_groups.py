"""Where functions write their logs.

https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-loggroups.html
"""

from __future__ import annotations

from iamlint.text.hints import TYPE_CHECKING, Final
from iamlint.text.holes import ANY, Hole, Text, join
from iamlint.text.records import NamedTuple

from . import names
from .telling import tells

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.model.things import Identity, Resource

    from . import Estate
    from .running import Workload

FUNCTION: Final = "lambda:function"


class LogNeed(NamedTuple):
    """A function, the role it runs as, and the ARN of the log group it writes to."""

    workload: Workload
    role: Identity
    group: Text


def log_needs(estate: Estate) -> Iterator[LogNeed]:
    """Every function that runs as a role in view, with where its logs go."""
    for workload in estate.workloads:
        function, role = workload.resource, workload.role
        if function is not None and role is not None and function.service_type == FUNCTION:
            yield LogNeed(workload, role, group_of(estate, function))


def is_chosen(estate: Estate, need: LogNeed) -> bool:
    """The log group is declared, or is another than by default."""
    if need.group.only_hole is not None:
        return True
    return estate.resource(need.group, need.workload.use.reading) is not None


def grants_logs(estate: Estate, role: Identity) -> bool:
    """Some statement of the role's policies names an action of CloudWatch Logs; not one of AWS's
    own, which come with many other rights.
    """
    return any(
        word.prefix.lower().startswith("logs:")
        for attached in estate.policies_of(role).attached
        if not attached.bundled
        for statement in attached.policy.statements
        if statement.allows
        for word in (action.text for action in statement.actions or ())
    )


def group_of(estate: Estate, function: Resource) -> Text:
    """The log group of a function, `/aws/lambda/` and its name where no other is chosen."""
    parts = names.segments(function.arn)
    if parts is None or tells(estate.catalog, "log group", function):
        return Text(Hole(f"the log group of {function.address}", ANY))
    _, partition, _, region, account, rest = parts
    name = names.cut(rest, len("function:"))
    group = Text("log-group:/aws/lambda/") + name
    return join([Text("arn"), partition, Text("logs"), region, account, group], ":")
