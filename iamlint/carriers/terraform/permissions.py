"""A statement in the policy of a resource as a resource of its own: `aws_lambda_permission`.

https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/lambda_permission
"""

from __future__ import annotations

from iamlint.text.hints import TYPE_CHECKING, Any

from . import tables
from .dialect import quoted

if TYPE_CHECKING:
    from iamlint.model.things import Resource
    from iamlint.rule import AddPolicy
    from iamlint.text.holes import Text

    from .snippets import Writer

    Row = dict[str, Any]


def row_for(to: Resource) -> Row | None:
    """How a statement on a resource is declared, where that is done one by one."""
    kind = to.service_type.partition(" ")[0]
    for row in tables.rows("terraform_statements"):
        if row["resource_type"] == kind and "arn" in row:
            return row
    return None


def permission(writer: Writer, row: Row, intent: AddPolicy, statement: dict[str, Any]) -> str:
    """The declaration, named after the service that it lets in."""
    from .snippets import aligned

    service = str(statement["Principal"]["Service"])
    name = service.partition(".")[0].replace("-", "_")
    pairs = [
        (row["sid"], quoted(f"AllowInvocationBy{name.title().replace('_', '')}")),
        (row["action"], quoted(str(statement["Action"]))),
        *function(writer, row, intent),
        (row["principal"], quoted(service)),
        *conditions(writer, row, statement),
    ]
    lines = "\n".join(f"  {line}" for line in aligned(pairs))
    return f'resource "{row["type"]}" "{name}" {{\n{lines}\n}}'


def function(writer: Writer, row: Row, intent: AddPolicy) -> list[tuple[str, str]]:
    """What is called, with its qualifier apart."""
    local = writer.names.local(intent.to.address)
    if " " not in intent.to.service_type:
        return [(row["target"], f"{local}.{row['target']}")]
    return [(row["target"], f"{local}.{row['target']}"), (row["qualifier"], f"{local}.name")]


def conditions(writer: Writer, row: Row, statement: dict[str, Any]) -> list[tuple[str, str]]:
    wanted: dict[str, Text | str] = {
        key.lower(): value
        for operands in statement.get("Condition", {}).values()
        for key, value in operands.items()
    }
    return [
        (name, writer.one(wanted[key.lower()]))
        for name, _, key in row["conditions"]
        if key.lower() in wanted
    ]
