"""The policies that properties hold or name, and what they are attached to, row by row of the
catalogue's table.
"""

from __future__ import annotations

from iamlint.model import policy as kinds
from iamlint.model.policy import Policy
from iamlint.model.reading import read_into, word
from iamlint.model.things import BROKEN, Fault, PolicyReference
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.holes import Hole, Text
from iamlint.text.node import Mapping, Scalar, Sequence, Unknown

from . import attaching, strings, tables
from .places import walk
from .values import as_text

if TYPE_CHECKING:
    from iamlint.text.node import Node

    from .places import Place
    from .reader import Context, Declared
    from .tables import Row

TABLE = "cloudformation_policies"
ENCLOSURES = "cloudformation_enclosures"
REFERENCES = ("managed-reference", "boundary-reference")
NAMES = ("PolicyName", "ManagedPolicyName")


def read(context: Context, declared: Declared) -> None:
    """Everything that a resource says of policies."""
    was = declared.declaration.was
    for row in [*tables.rows(TABLE, declared.type), *tables.rows(TABLE, was)]:
        counts = tables.counts(row, declared.properties)
        if row.get("default_policy") and declared.resource is not None:
            declared.resource.default_policy = True
        for place in walk(declared.properties, row["path"], declared.address):
            context.read_at.add((place.node.start, place.node.end))
            if counts is False:
                continue
            if row["kind"] == "membership":
                membership(context, declared, row, place)
            elif row["kind"] in REFERENCES:
                reference(context, declared, row, place)
            elif row["kind"] == "session-reference":
                limiting(context, declared, row, place)
            elif counts is None:
                why = f"whether it is {row['kind']} is not known"
                context.gap(place.node, place.address, why, kind=row["kind"])
            else:
                document(context, declared, row, place)


def enclose(context: Context, declared: Declared) -> None:
    """What a resource says that it lies in."""
    for row in tables.rows(ENCLOSURES, declared.type):
        attaching.tie(context, declared, {"attach": [[row["within"], row["path"]]]})


def membership(context: Context, declared: Declared, row: Row, place: Place) -> None:
    """A user in a group: as the user says, or as a declaration between them says."""
    if row["attach"] != "self":
        attaching.tie(context, declared, row)
        return
    member = word(attaching.conditional(place))
    if member is not None and declared.identity is not None:
        declared.identity.groups.append(member)


def reference(context: Context, declared: Declared, row: Row, place: Place) -> None:
    """A managed policy or a boundary that is named."""
    identity = declared.identity
    arn = as_text(place.node)
    if identity is None:
        return
    if arn is None:
        why = f"{place.address} names no policy"
        identity.gaps.append(context.resolver.opaque(place.node, "names no policy"))
        context.gap(place.node, place.address, why, bound=True)
        return
    if row["kind"] == "boundary-reference":
        identity.boundary = referring(context, row, arn, place)
    elif isinstance(place.node, Unknown):
        identity.gaps.append(place.node.hole)
        context.gap(place.node, place.address, place.node.hole.why, partial=True, bound=True)
    else:
        identity.managed.append(referring(context, row, arn, place))


def limiting(context: Context, declared: Declared, row: Row, place: Place) -> None:
    """A managed policy that is named to limit what sessions of roles may do."""
    arn = as_text(place.node)
    if arn is None:
        context.gap(place.node, place.address, f"{place.address} names no policy", bound=True)
        return
    for kind, path in row["attach"]:
        attachment = attaching.attachment_of(context, declared, declared.when | place.when)
        attachment.reference = PolicyReference(arn, place.node, place.when)
        texts = [as_text(target.node) for target in attaching.targets(declared, path)]
        attachment.targets = [(kind, text) for text in texts if text is not None]
        context.reading.attachments.append(attachment)


def referring(context: Context, row: Row, name: Text, place: Place) -> PolicyReference:
    """A policy that may be named by its name alone, or by that and its path beside it."""
    if "named" not in row:
        return PolicyReference(name, place.node, place.when)
    within = place.parent.get(row["within"]) if "within" in row and place.parent else None
    path = as_text(within) if within is not None else Text()
    if path is None:
        path = Text(Hole(f"{place.address} within", why=f"the path of {name} is not known"))
    elif path.literal is not None:
        path = Text(path.literal.removeprefix("/"))
    arn = context.resolver.naming.named_by(row["named"], path + name)
    return PolicyReference(arn, place.node, place.when, by_name=True)


def document(context: Context, declared: Declared, row: Row, place: Place) -> None:
    """A policy that stands here."""
    text = as_text(place.node)
    if text is not None and not text.pieces:
        return
    try:
        node = readable(context, row, place)
    except strings.NotReadable as error:
        why = str(error)
        if error.meant is not None and error.fault is not None:
            context.reading.faults.append(Fault(BROKEN, why, error.fault))
            node = error.meant
        else:
            fault, kind = error.fault, row["kind"]
            context.gap(place.node, place.address, why, bound=True, fault=fault, kind=kind)
            hole = context.resolver.opaque(place.node, f"is no policy: {why}")
            node = Unknown(place.node.source, place.node.start, place.node.end, hole)
    policy = Policy(
        node,
        row["kind"],
        form=row.get("form", ""),
        resource_type=row.get("resource_type", ""),
        address=address_of(row, declared, place),
        name=name_of(place),
        when=declared.when | place.when,
    )
    policy.by_aws = (node.start, node.end) in context.template.written
    read_into(policy)
    if policy.gaps and not isinstance(node, Unknown):
        for hole in policy.gaps:
            context.gap(node, policy.address, hole.why, partial=True, bound=True)
    if not isinstance(node, Unknown):
        context.reading.policies.append(policy)
    attaching.attach(context, declared, row, policy)
    if isinstance(node, Unknown) and policy.arn is not None:
        context.reading.hidden.append(policy)


def readable(context: Context, row: Row, place: Place) -> Node:
    """The document as a tree. Raises `NotReadable`."""
    node = place.node
    if isinstance(node, Unknown):
        raise strings.NotReadable(node.hole.why)
    if row.get("statements"):
        statement = node if isinstance(node, Sequence) else sequence_of(node)
        return bare(node, [("Statement", statement)])
    if strings.holds_text(node):
        return strings.document(context.resolver, node)
    return node


def sequence_of(node: Node) -> Node:
    return Sequence(node.source, node.start, node.end, [node])


def bare(place: Node, entries: list[tuple[str, Node]]) -> Mapping:
    """A document around what a template gives without one."""
    version = Scalar(place.source, place.start, place.start, kinds.LATEST)
    listed = [("Version", version), *entries]
    return Mapping(
        place.source,
        place.start,
        place.end,
        [(Scalar(place.source, place.start, place.start, name), node) for name, node in listed],
    )


def address_of(row: Row, declared: Declared, place: Place) -> str:
    """What a person calls the policy: its resource, where that is nothing but the policy."""
    if row["attach"] != "self":
        return declared.address
    return place.address.removesuffix(".PolicyDocument")


def name_of(place: Place) -> Text | None:
    """The policy's name, where it stands beside the document."""
    for name in NAMES:
        node = place.parent.get(name) if place.parent is not None else None
        if node is not None:
            return as_text(node)
    return None
