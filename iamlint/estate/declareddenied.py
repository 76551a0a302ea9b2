"""What files declare and a service control policy denies to be created, as it is declared.

A Deny that asks for a property of what is created, encrypted or of a type, hits whoever deploys.
https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_examples.html
"""

from __future__ import annotations

from iamlint.access.conditions import condition_holds
from iamlint.access.context import Context
from iamlint.access.truth import YES
from iamlint.text.globs import match
from iamlint.text.hints import TYPE_CHECKING, Any
from iamlint.text.holes import Text
from iamlint.text.node import Mapping, Sequence
from iamlint.text.records import NamedTuple

from .accounts import account_of
from .bearing import text_of
from .known import keys_of
from .presence import possible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.model.policy import Condition, Statement
    from iamlint.model.things import Reading, Resource
    from iamlint.text.node import Node

    from . import Estate

    Row = dict[str, Any]


class DeclaredDenied(NamedTuple):
    """`condition`: asks for the key; `value`: what the declaration says of it, or leaves out."""

    resource: Resource
    statement: Statement
    condition: Condition
    action: str
    key: str
    value: str
    node: Node | None


def declared_denied(estate: Estate) -> Iterator[DeclaredDenied]:
    """In file order."""
    by_type: dict[str, list[Row]] = {}
    for row in estate.catalog.table("declared_keys"):
        by_type.setdefault(row["type"], []).append(row)
    keys = {row["key"].lower() for rows in by_type.values() for row in rows}
    known: dict[tuple[Text, Reading | None], list[Statement]] = {}
    for resource in estate.all_resources:
        rows = by_type.get(resource.service_type, ())
        if not rows or not resource.created or not possible(resource.when):
            continue
        slot = account_of(resource), resource.reading
        if slot not in known:
            known[slot] = [
                one for one in denies_over(estate, *slot) if keys & {*keys_of(one.conditions)}
            ]
        for row in rows if known[slot] else ():
            found = denied(estate, resource, row, known[slot])
            if found is not None:
                yield found


def denies_over(estate: Estate, account: Text, reading: Reading | None) -> Iterator[Statement]:
    """What service control policies over an account deny under conditions, for certain."""
    for level in estate.scps_in(account, reading):
        for attached in level.attached if level.sure else ():
            if attached.sure and not attached.when and not attached.policy.when:
                for one in attached.policy.statements:
                    if one.denies and one.conditions and not one.gaps and not one.when:
                        yield one


def denied(
    estate: Estate, resource: Resource, row: Row, statements: list[Statement]
) -> DeclaredDenied | None:
    """The first Deny that holds for whoever creates it."""
    told = value_of(resource, row)
    if told is None:
        return None
    value, node = told
    context = Context({row["key"]: value, "aws:PrincipalIsAWSService": "false"}, strict=False)
    for statement in statements:
        key = row["key"].lower()
        asking = [c for c in statement.conditions if (c.key.literal or "").lower() == key]
        if (
            asking
            and is_about(estate, statement, resource, row)
            and all(condition_holds(one, context).truth is YES for one in statement.conditions)
        ):
            return DeclaredDenied(
                resource, statement, asking[0], row["action"], row["key"], str(value), node
            )
    return None


def is_about(estate: Estate, statement: Statement, resource: Resource, row: Row) -> bool:
    """It denies the action, on what is created whatever that is called."""
    if not any(row["action"] in estate.engine.names_of(word) for word in statement.actions or ()):
        return False
    service = row["type"].partition(":")[0]
    region, account = resource.region.literal or "?", account_of(resource).literal or "?"
    made = f"arn:aws:{service}:{region}:{account}:{row['on']}"
    return any(match(word.literal or "", made) for word in statement.resources or ())


def value_of(resource: Resource, row: Row) -> tuple[Text, Node | None] | None:
    """What the property says, or what is so where it is not set; None where that is not known."""
    properties = resource.properties
    if not isinstance(properties, Mapping):
        return None
    if any(properties.get(name) is not None for name in row.get("unless", ())):
        return None
    for name in row["property"]:
        node = at(properties, name.split("."))
        text = text_of(node)
        if text is not None:
            literal = text.literal
            if literal is None:
                return None
            return Text(literal.lower() if is_flag(literal) else literal), node
        if node is not None and not is_null(node):
            return None
    absent = row.get("absent")
    return (Text(absent), None) if absent is not None else None


def is_flag(literal: str) -> bool:
    return literal.lower() in ("true", "false")


def is_null(node: Node) -> bool:
    return getattr(node, "value", "") is None


def at(node: Node | None, path: list[str]) -> Node | None:
    """The value at a path, through blocks of which there is one."""
    for name in path:
        if isinstance(node, Sequence) and len(node.items) == 1:
            node = node.items[0]
        node = node.get(name) if isinstance(node, Mapping) else None
    return node
