"""The policies that attributes hold or name, and what they are attached to, row by row of the
catalogue's table.
"""

from __future__ import annotations

from iamlint.model import policy as kinds
from iamlint.model.policy import Policy
from iamlint.model.reading import read_into
from iamlint.model.things import BROKEN, Attachment, Fault, PolicyReference
from iamlint.text.hints import TYPE_CHECKING, Any
from iamlint.text.holes import Text
from iamlint.text.node import Sequence, plain

from . import tables
from .addresses import written
from .documents import NotReadable
from .parts import text
from .plan import DATA
from .shapes import is_draft, kind_of_shape
from .values import node_of, top, unknown_node, walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.text.node import Node
    from iamlint.text.source import Span

    from .plan import Instance
    from .reader import Context
    from .values import Value

    Row = dict[str, Any]

TABLE = "terraform_policies"
ENCLOSURES = "terraform_enclosures"
REFERENCES = ("managed-reference", "boundary-reference", "session-reference")


def read(context: Context) -> None:
    """Everything that the configuration sets."""
    for instance, row in _rows(context):
        if not _read_back(context, instance, row):
            for value in walk(top(instance), row["path"]):
                _read_value(context, instance, row, value)


def enclose(context: Context) -> None:
    """What declarations say that they lie in."""
    by_type = tables.by_type(ENCLOSURES)
    for instance in context.plan.instances.values():
        for row in by_type.get(instance.type, ()):
            if any(value.is_set for value in walk(top(instance), row["path"])):
                _attach(context, instance, {"attach": [[row["within"], row["path"]]]})


def read_back(context: Context) -> None:
    """What AWS told of resources that exist, where nothing else in the plan tells the same."""
    attached = _attached(context)
    for instance, row in _rows(context):
        if _read_back(context, instance, row):
            for value in walk(top(instance), row["path"]):
                known = value.is_set and not value.is_unknown
                if known and not _told(context, instance, row, value, attached):
                    _read_value(context, instance, row, value)


def _rows(context: Context) -> Iterator[tuple[Instance, Row]]:
    by_type = tables.by_type(TABLE)
    for instance in context.plan.instances.values():
        for row in by_type.get(instance.type, ()):
            yield instance, row


def _read_back(context: Context, instance: Instance, row: Row) -> bool:
    """AWS fills the attribute in; the configuration does not set it, or there is none."""
    if not row.get("computed"):
        return False
    if instance.mode == DATA or not context.plan.configuration.known:
        return True
    return row["path"].partition("[]")[0] not in instance.expressions


def _read_value(context: Context, instance: Instance, row: Row, value: Value) -> None:
    if row["kind"] == "membership":
        _attach(context, instance, row)
    elif row["kind"] in REFERENCES:
        _refer(context, instance, row, value)
    elif value.is_set:
        _document(context, instance, row, value)


def _refer(context: Context, instance: Instance, row: Row, value: Value) -> None:
    """A managed policy or a boundary that is named."""
    for text_, node in context.values.texts(value):
        arn = _named(context, row, value, text_) if "named" in row else text_
        reference = PolicyReference(arn, node_of(arn, node), by_name="named" in row)
        if row["attach"] != "self":
            attachment = _attach(context, instance, row)
            attachment.reference = reference
            continue
        identity = context.declared.identities[instance.address]
        if row["kind"] == "boundary-reference":
            identity.boundary = reference
        elif value.is_unknown:
            hole = arn.holes[0]
            identity.gaps.append(hole)
            context.gap(value.place, value.address, hole.why, partial=True, hole=hole)
        else:
            identity.managed.append(reference)


def _named(context: Context, row: Row, value: Value, name: Text) -> Text:
    """The ARN of a policy that is named by name and path."""
    paths = [context.values.text(v) for v in walk(top(value.instance), row["named"]["path"])]
    path = next((p for p in paths if p is not None), None) or Text("/")
    return context.naming.filled(row["named"]["arn"], value.instance, name=name, path=path)


def _document(context: Context, instance: Instance, row: Row, value: Value) -> None:
    address = _address(instance, row, value)
    try:
        found = context.documents.of(value)
    except NotReadable as error:
        if error.meant is None or error.fault is None or not _kind(row, instance):
            _unreadable(context, instance, row, value, f"{address}: {error}", error.fault)
            return
        context.reading.faults.append(Fault(BROKEN, str(error), error.fault))
        found = error.meant, ""
    if found is None or (instance.mode == DATA and _says_nothing(found[0])):
        return
    kind = _kind(row, instance)
    if not kind:
        return  # another grammar
    policy = Policy(
        found[0],
        kind,
        form=row.get("form", ""),
        resource_type=row.get("resource_type", ""),
        address=address,
        name=_name(context, instance, row, value),
    )
    read_into(policy)
    if context.first(policy):
        context.reading.policies.append(policy)
    if found[1]:
        context.reading.origins[policy] = found[1]
    _place(context, instance, row, policy)


def _place(context: Context, instance: Instance, row: Row, policy: Policy) -> None:
    """Put a policy where it belongs."""
    if row["attach"] != "self":
        if row.get("form") == "managed" or policy.kind in (kinds.SCP, kinds.RCP):
            policy.arn = _arn(context, instance)
        elif row["attach"]:
            _attach(context, instance, row).policy = policy
        return
    identity = context.declared.identities.get(instance.address)
    resource = context.declared.resources.get(instance.address)
    policy.owner = identity or resource
    if identity is not None and policy.kind == kinds.TRUST:
        identity.trust = policy
    elif identity is not None:
        identity.inline.append(policy)
    elif resource is not None:
        resource.policies.append(policy)
        resource.default_policy = False


def _unreadable(
    context: Context, instance: Instance, row: Row, value: Value, why: str, fault: Span | None
) -> None:
    """A document that is there and cannot be read: what it belongs to knows of the gap."""
    address = _address(instance, row, value)
    said = why.removeprefix(f"{address}: ")
    hole = context.values.hole(value)
    kind = _kind(row, instance)
    context.gap(value.place, address, said, fault if kind else None, kind=kind, hole=hole)
    hole.why = why
    identity = context.declared.identities.get(instance.address)
    resource = context.declared.resources.get(instance.address)
    if row["attach"] != "self":
        if row["attach"]:
            policy = Policy(unknown_node(hole, value.place), _kind(row, instance), address=address)
            policy.resource_type = row.get("resource_type", "")
            read_into(policy)
            _attach(context, instance, row).policy = policy
    elif identity is not None and row["kind"] == "identity":
        identity.gaps.append(hole)
    elif resource is not None:
        resource.policy_gap = hole
        resource.default_policy = False


def _attach(context: Context, instance: Instance, row: Row) -> Attachment:
    """An attachment to everything the row names."""
    place = context.providers.place(instance)
    attachment = Attachment(
        instance.node,
        instance.address,
        instance.type,
        place.account,
        place.region,
        when=instance.when,
    )
    for kind, path in row["attach"]:
        targets = [v for v in walk(top(instance), path) if v.is_set]
        for value in targets:
            for target, _ in context.values.texts(value):
                attachment.targets.append((kind, target))
                attachment.named_at[target] = value.place
            if value.is_unknown and isinstance(value.node, Sequence):
                hole = context.values.hole(value)
                attachment.gaps.append(hole)
                context.gap(value.place, value.address, hole.why, partial=True, hole=hole)
        if not targets and "default_target" in row:
            attachment.targets.append((kind, Text(row["default_target"])))
    context.reading.attachments.append(attachment)
    return attachment


def alone(context: Context, instance: Instance, node: Node) -> None:
    """A document that nothing is seen to use: its shape tells what it may be. Nothing, where it
    says nothing, or where its resources are words that are replaced before it is used.
    """
    if _says_nothing(node) or is_draft(node):
        return
    policy = Policy(node, kind_of_shape(node), kind_known=False, address=instance.address)
    policy.unused = not context.documents.is_mentioned(instance)
    read_into(policy)
    context.reading.policies.append(policy)
    context.reading.origins[policy] = instance.address


def _attached(context: Context) -> set[str]:
    """The texts of documents and ARNs that attachments bring, to know them when they come again."""
    found = set()
    for attachment in context.reading.attachments:
        for kind, target in attachment.targets:
            if attachment.policy is not None:
                found.add(f"{kind} {target}")
                found.add(f"{kind} {target} {plain(attachment.policy.node)}")
            if attachment.reference is not None:
                found.add(f"{kind} {target} {attachment.reference.arn}")
    return found


def _told(context: Context, instance: Instance, row: Row, value: Value, attached: set[str]) -> bool:
    """An attachment in the plan brings what AWS told."""
    resource = context.declared.resources.get(instance.address)
    if resource is not None:
        return any(f"resource {name}" in attached for name in (*resource.names, resource.arn))
    identity = context.declared.identities.get(instance.address)
    if identity is None:
        return False
    start = f"{identity.kind} {identity.name}"
    if row["kind"] in REFERENCES:
        return all(f"{start} {arn}" in attached for arn, _ in context.values.texts(value))
    try:
        found = context.documents.of(value)
    except NotReadable:
        return False
    return found is None or f"{start} {plain(found[0])}" in attached


def _kind(row: Row, instance: Instance) -> str:
    grammar = row.get("grammar")
    if grammar is not None:
        return str(grammar.get(text(instance.values, grammar["attribute"]), ""))
    return str(row["kind"])


def _address(instance: Instance, row: Row, value: Value) -> str:
    """What a person calls the policy: its resource's address where that is no more than it."""
    if row["attach"] != "self":
        return instance.address
    return f"{instance.address}.{written(value.parts)}"


def _name(context: Context, instance: Instance, row: Row, value: Value) -> Text | None:
    if row["kind"] != "identity":
        return None
    if "[]" in row["path"]:
        beside = row["path"].rpartition(".")[0] + ".name"
        index = value.parts[:-1]
        for name in walk(top(instance), beside):
            if name.parts[:-1] == index:
                return context.values.text(name)
    return context.naming.name(instance)


def _arn(context: Context, instance: Instance) -> Text:
    if instance.type == "aws_organizations_policy":
        return context.naming.id(instance)  # attachments name it by its id
    return context.naming.arn(instance)


def _says_nothing(node: Node) -> bool:
    from .assembling import statements_of

    return not statements_of(node)
