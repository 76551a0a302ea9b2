"""What ACLs of buckets grant to strangers, in the bucket's own declaration or beside it.

https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/s3_bucket_acl
"""

from __future__ import annotations

from iamlint.carriers.acls import Heeding, of_canned, of_group, refusing
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.node import Scalar

from .plan import DATA
from .values import top, walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.model.things import OpenAcl, Resource

    from .plan import Instance
    from .reader import Context
    from .values import Value

BUCKET, ACL = "aws_s3_bucket", "aws_s3_bucket_acl"
BLOCK, SWITCHES = "aws_s3_bucket_public_access_block", ("block_public_acls", "ignore_public_acls")
OWNERSHIP, OWNERS = "aws_s3_bucket_ownership_controls", "rule[].object_ownership"
GRANTS = {
    ACL: ("access_control_policy[].grant[]", "grantee[].uri", "permission"),
    BUCKET: ("grant[]", "uri", "permissions"),
}


def read(context: Context) -> None:
    """Note on each bucket what lets strangers in, where it is not said to heed no ACLs."""
    found = [
        (instance, acls)
        for instance in context.plan.instances.values()
        if instance.type in GRANTS and instance.mode != DATA
        if (acls := tuple(_granted(context, instance, counts=None)))
    ]
    if not found:
        return
    heeding = _heeding(context)
    for instance, acls in found:
        resource = _bucket(context, instance)
        if resource is None:
            continue
        answer = heeding[resource].answer if resource in heeding else None
        if answer is not False:
            resource.open_acls += tuple(acl._replace(counts=bool(answer)) for acl in acls)


def _granted(context: Context, instance: Instance, counts: bool | None) -> Iterator[OpenAcl]:
    whole = top(instance)
    canned = whole.attribute("acl")
    text = context.values.text(canned) if canned.is_set else None
    if text is not None and text.literal is not None:
        yield from of_canned(text.literal, canned.place, counts)
    path, uri, permission = GRANTS[instance.type]
    for grant in _blocks(whole, path):
        permissions = tuple(
            told.literal
            for value in walk(grant, permission)
            for told, _ in context.values.texts(value)
            if told.literal is not None
        )
        for value in walk(grant, uri):
            named = context.values.text(value) if value.is_set else None
            if named is not None and named.literal is not None and permissions:
                yield from of_group(named.literal, permissions, value.place, counts)


def _blocks(value: Value, path: str) -> Iterator[Value]:
    name, _, rest = path.partition(".")
    for block in value.attribute(name.removesuffix("[]")).blocks():
        if rest:
            yield from _blocks(block, rest)
        else:
            yield block


def _bucket(context: Context, instance: Instance) -> Resource | None:
    if instance.type == BUCKET:
        return context.declared.resources.get(instance.address)
    name = context.values.text(top(instance).attribute("bucket"))
    return context.declared.resource("s3:bucket", name, instance) if name is not None else None


def _heeding(context: Context) -> dict[Resource, Heeding]:
    """What declarations beside them say of buckets."""
    found: dict[Resource, Heeding] = {}
    for instance in context.plan.instances.values():
        if instance.type not in (BLOCK, OWNERSHIP) or instance.mode == DATA:
            continue
        resource = _bucket(context, instance)
        if resource is None:
            continue
        one = found.setdefault(resource, Heeding())
        if instance.type == BLOCK:
            one.refuses = refusing(*(_is_on(top(instance).attribute(name)) for name in SWITCHES))
        for value in walk(top(instance), OWNERS) if instance.type == OWNERSHIP else ():
            text = context.values.text(value)
            one.owners = text.literal if text is not None else None
    return found


def _is_on(value: Value) -> bool | None:
    if not value.is_set:
        return False
    told = value.node.value if isinstance(value.node, Scalar) else None
    return told if isinstance(told, bool) else None
