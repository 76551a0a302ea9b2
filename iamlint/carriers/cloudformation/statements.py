"""Types that add one statement to a resource's policy instead of holding a document:
`AWS::Lambda::Permission`.
"""

from __future__ import annotations

from iamlint.model.policy import RESOURCE, Policy
from iamlint.model.reading import read_into
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.holes import Text
from iamlint.text.node import Mapping, Node, Scalar, Sequence, Unknown

from . import attaching, tables
from .places import walk
from .policies import bare
from .values import as_text, at

if TYPE_CHECKING:
    from .reader import Context, Declared
    from .tables import Row

    Entries = list[tuple[Scalar, Node]]

TABLE = "cloudformation_statements"


def read(context: Context, declared: Declared) -> None:
    """One attached policy of one statement."""
    properties = declared.properties
    for row in tables.rows(TABLE, declared.type):
        if not isinstance(properties, Mapping) or row.get("unless", "") in properties:
            continue
        statement = statement_of(context, declared, row, properties)
        policy = Policy(
            bare(properties, [("Statement", statement)]),
            RESOURCE,
            form="statement",
            resource_type=row["resource_type"],
            address=declared.address,
            when=declared.when,
        )
        policy.by_aws = declared.declaration.by_aws
        read_into(policy)
        context.reading.policies.append(policy)
        tied = {**row, "attach": [["resource", row["target"]]]}
        attaching.tie(context, declared, tied, policy)


def statement_of(context: Context, declared: Declared, row: Row, properties: Mapping) -> Node:
    """The statement that the properties stand for."""
    entries: Entries = []
    for element, name in (("Sid", row.get("sid", "")), ("Action", row["action"])):
        value = properties.get(name)
        if value is not None:
            entries.append((key(value, element), value))
    entries.insert(
        0,
        (
            key(properties, "Effect"),
            Scalar(properties.source, properties.start, properties.start, "Allow"),
        ),
    )
    principal = properties.get(row["principal"])
    if principal is not None:
        entries.append((key(principal, "Principal"), principal_of(principal)))
    target = properties.get(row["target"])
    if target is not None:
        entries.append((key(target, "Resource"), resource_of(context, row, target)))
    conditions = conditions_of(declared, row)
    if conditions:
        entries.append((key(properties, "Condition"), mapping(properties, conditions)))
    return Sequence(
        properties.source, properties.start, properties.end, [mapping(properties, entries)]
    )


def principal_of(node: Node) -> Node:
    """Of the type that its form tells: a service, everybody, or an account or ARN. An account
    may be written as a number, of which CloudFormation makes a text.
    """
    if isinstance(node, Scalar) and type(node.value) is int:
        node = Scalar(node.source, node.start, node.end, node.source.text[node.start : node.end])
    text = as_text(node)
    if text is None or text.literal == "*" or isinstance(node, Unknown):
        return node
    sort = ""
    if text.literal is not None:
        sort = "AWS" if text.literal.isdigit() or text.literal.startswith("arn:") else "Service"
    elif text.prefix.startswith("arn:") or all(hole.within == "account" for hole in text.holes):
        sort = "AWS"
    elif ".amazonaws.com" in str(text) or "URLSuffix" in str(text):
        sort = "Service"
    return mapping(node, [(key(node, sort), node)]) if sort else node


def resource_of(context: Context, row: Row, target: Node) -> Node:
    """The ARN of what the statement is about, where its name is known well enough."""
    text = as_text(target)
    if "arn" not in row or text is None or isinstance(target, Unknown):
        return Scalar(target.source, target.start, target.end, "*")
    if text.prefix.startswith("arn:") or (text.only_hole and text.only_hole.within == "arn"):
        return target
    if ":function:" in str(text):  # an ARN that leaves out what comes before the account
        home = context.home
        return at(target, Text("arn:") + home.partition + ":lambda:" + home.region + ":" + text)
    return at(target, context.resolver.naming.named_by(row["arn"], text))


def conditions_of(declared: Declared, row: Row) -> Entries:
    found: dict[str, Entries] = {}
    for path, operator, name in row["conditions"]:
        values = [attaching.conditional(p) for p in walk(declared.properties, path, "")]
        if values:
            found.setdefault(operator, []).append((key(values[0], name), of_cases(values)))
    node = declared.declaration.node
    return [(key(node, operator), mapping(node, entries)) for operator, entries in found.items()]


def of_cases(values: list[Node]) -> Node:
    """The values that a property has in the cases of an `Fn::If`, of which one is left."""
    first = values[0]
    return Sequence(first.source, first.start, first.end, values) if len(values) > 1 else first


def mapping(place: Node, entries: Entries) -> Mapping:
    return Mapping(place.source, place.start, place.end, entries)


def key(place: Node, name: str) -> Scalar:
    return Scalar(place.source, place.start, place.start, name)
