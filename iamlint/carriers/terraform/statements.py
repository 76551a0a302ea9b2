"""Types that add one statement to a resource's policy instead of holding a document:
`aws_lambda_permission`, a grant on a key.
"""

from __future__ import annotations

from iamlint.model.policy import LATEST, RESOURCE, Policy
from iamlint.model.reading import read_into
from iamlint.model.things import Attachment
from iamlint.text.hints import TYPE_CHECKING, Any
from iamlint.text.holes import Text
from iamlint.text.node import Mapping, Node, Scalar, Sequence

from . import tables
from .plan import DATA
from .values import node_of, top, unknown_node, walk

if TYPE_CHECKING:
    from .plan import Instance
    from .reader import Context
    from .values import Value

    Row = dict[str, Any]
    Entries = list[tuple[Scalar, Node]]

TABLE = "terraform_statements"
IMPLIED = "terraform_implied_statements"


def read(context: Context) -> None:
    """One attached policy of one statement for each."""
    by_type, implied = tables.by_type(TABLE), tables.by_type(IMPLIED)
    for instance in context.plan.instances.values():
        for row in by_type.get(instance.type, ()):
            _read(context, instance, row)
        for row in implied.get(instance.type, ()):
            if _is_implied(context, instance, row):
                _read(context, instance, row)


def _is_implied(context: Context, instance: Instance, row: Row) -> bool:
    """An attribute has the value for which the provider adds it, and nothing in view declares the
    same.
    """
    name, wanted = row["when"]
    told = context.values.text(top(instance).attribute(name))
    if instance.mode == DATA or told is None or told.literal != wanted:
        return False
    target = context.values.text(top(instance).attribute(row["target"]))
    if target is None:
        return False
    for other in context.plan.instances.values():
        if other.module == instance.module and any(
            _same(context, other, one, row, target)
            for one in tables.by_type(TABLE).get(other.type, ())
        ):
            return False
    return True


def _same(context: Context, other: Instance, one: Row, row: Row, target: Text) -> bool:
    """It declares what the provider adds, for the same resource or for one that is not known."""
    if one["resource_type"] != row["resource_type"]:
        return False
    texts = [context.values.text(top(other).attribute(one[name])) for name in ("action", "target")]
    action, theirs = texts
    named = theirs is None or theirs == target or theirs.literal is None
    return named and action is not None and action.literal == row["default_action"]


def _read(context: Context, instance: Instance, row: Row) -> None:
    place = context.providers.place(instance)
    attachment = Attachment(
        instance.node,
        instance.address,
        instance.type,
        place.account,
        place.region,
        when=instance.when,
    )
    target = context.values.text(top(instance).attribute(row["target"]))
    target = target or Text(row.get("default_target", ""))
    attachment.targets.append(("resource", target))
    policy = Policy(
        _document(context, instance, row, target),
        RESOURCE,
        form="statement",
        resource_type=row["resource_type"],
        address=instance.address,
    )
    read_into(policy)
    attachment.policy = policy
    context.reading.attachments.append(attachment)
    if row["listed"]:
        context.reading.policies.append(policy)


def _document(context: Context, instance: Instance, row: Row, target: Text) -> Node:
    node = instance.node
    entries: Entries = []
    whole = top(instance)
    if row["sid"]:
        sid = context.values.text(whole.attribute(row["sid"]))
        if sid is not None:
            entries.append((_key(node, "Sid"), node_of(sid, node)))
    entries.append((_key(node, "Effect"), Scalar(node.source, node.start, node.end, "Allow")))
    place = whole.attribute(row["when"][0]).place if "when" in row else node
    who: Node = Scalar(place.source, place.start, place.end, row.get("default_principal"))
    if "principal" in row:
        who = _principal(context, whole.attribute(row["principal"]))
    entries.append((_key(node, "Principal"), who))
    entries.append((_key(node, "Action"), _actions(context, whole, row)))
    entries.append((_key(node, "Resource"), _resource(context, instance, row, target)))
    conditions = _conditions(context, whole, row)
    if conditions:
        entries.append((_key(node, "Condition"), _mapping(node, conditions)))
    version = Scalar(node.source, node.start, node.end, LATEST)
    statement = Sequence(node.source, node.start, node.end, [_mapping(node, entries)])
    return _mapping(node, [(_key(node, "Version"), version), (_key(node, "Statement"), statement)])


def _principal(context: Context, value: Value) -> Node:
    """Of the type that its form tells: a service, everybody, or an account or ARN."""
    text = context.values.text(value)
    if text is None:
        return unknown_node(context.values.hole(value), value.place)
    if text.literal == "*":
        return node_of(text, value.place)
    sort = ""
    if text.literal is not None:
        sort = "AWS" if text.literal.isdigit() or text.literal.startswith("arn:") else "Service"
    elif text.prefix.startswith("arn:"):
        sort = "AWS"
    if not sort:
        return unknown_node(text.holes[0], value.place)
    return _mapping(value.place, [(_key(value.place, sort), node_of(text, value.place))])


def _actions(context: Context, whole: Value, row: Row) -> Node:
    if "action" not in row:
        node = whole.instance.node
        return Scalar(node.source, node.start, node.end, row["default_action"])
    value = whole.attribute(row["action"])
    prefix = row.get("action_prefix", "")
    found: list[Node] = [
        node_of(Text(prefix) + text, node) for text, node in context.values.texts(value)
    ]
    if not found:
        node = whole.instance.node
        return Scalar(node.source, node.start, node.end, row.get("default_action", ""))
    return (
        found[0]
        if len(found) == 1
        else Sequence(value.place.source, value.place.start, value.place.end, found)
    )


def _resource(context: Context, instance: Instance, row: Row, target: Text) -> Node:
    """The ARN of what the statement is about; elsewhere `*` means that."""
    node = instance.node
    if "arn" not in row:
        return Scalar(node.source, node.start, node.end, "*")
    arn = target
    if not target.prefix.startswith("arn:"):
        arn = context.naming.filled(row["arn"], instance, name=target)
    qualifier = context.values.text(top(instance).attribute(row["qualifier"]))
    if qualifier is not None:
        arn = arn + ":" + qualifier
    return node_of(arn, node)


def _conditions(context: Context, whole: Value, row: Row) -> Entries:
    found: dict[str, Entries] = {}
    for path, operator, key in row["conditions"]:
        for value in walk(whole, path):
            texts = context.values.texts(value, pattern=True) if value.is_set else []
            for text, node in texts:
                entry = (_key(node, key), node_of(text, node))
                found.setdefault(operator, []).append(entry)
    for path, operator in row.get("context", ()):
        for value in walk(whole, path):
            if isinstance(value.node, Mapping):
                for key, node in value.node.entries:
                    name = _key(node, f"kms:EncryptionContext:{key.value}")
                    found.setdefault(operator, []).append((name, node))
    node = whole.instance.node
    return [(_key(node, operator), _mapping(node, list_)) for operator, list_ in found.items()]


def _mapping(place: Node, entries: Entries) -> Mapping:
    return Mapping(place.source, place.start, place.end, entries)


def _key(place: Node, name: str) -> Scalar:
    return Scalar(place.source, place.start, place.start, name)
