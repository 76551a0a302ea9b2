"""The identities and resources that a template declares."""

from __future__ import annotations

from iamlint.model.things import Identity, Resource
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.node import Mapping

from .naming import row_of

if TYPE_CHECKING:
    from iamlint.text.node import Node, When

    from .reader import Context
    from .template import Declaration

IDENTITIES = {
    "AWS::IAM::Role": "role",
    "AWS::IAM::User": "user",
    "AWS::IAM::Group": "group",
    "AWS::SSO::PermissionSet": "permission-set",
}
BUCKET, CANNED = "AWS::S3::Bucket", "AccessControl"


def declare(
    context: Context, declaration: Declaration, properties: Node | None, when: When
) -> tuple[Identity | None, Resource | None]:
    """The identity or resource that a declaration is; neither for a type that nothing is known of,
    and for what has no ARN of its own.
    """
    kind = IDENTITIES.get(declaration.type)
    if kind is not None:
        identity = identity_of(context, declaration, kind, when)
        identity.properties = properties
        context.reading.identities.append(identity)
        return identity, None
    service_type = row_of(declaration.type).get("service_type")
    if not service_type:
        return None, None
    resource = resource_of(context, declaration, service_type, when)
    resource.properties = properties
    if (
        declaration.type == BUCKET
        and isinstance(properties, Mapping)
        and properties.get(CANNED) is not None
    ):
        from .acls import open_acls

        resource.open_acls = open_acls(properties)
    context.reading.resources.append(resource)
    return None, resource


def identity_of(context: Context, declaration: Declaration, kind: str, when: When) -> Identity:
    naming, home = context.resolver.naming, context.home
    return Identity(
        kind,
        naming.name(declaration),
        naming.arn(declaration),
        declaration.node,
        declaration.address,
        declaration.type,
        home.account,
        home.region,
        when=when,
    )


def resource_of(
    context: Context, declaration: Declaration, service_type: str, when: When
) -> Resource:
    naming, home = context.resolver.naming, context.home
    return Resource(
        service_type,
        naming.arn(declaration),
        naming.names(declaration),
        declaration.node,
        declaration.address,
        declaration.type,
        home.account,
        home.region,
        when=when,
    )
