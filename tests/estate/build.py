"""Readings made by hand, in few words."""

from __future__ import annotations

from typing import Any

from iamlint.model.policy import IDENTITY, RCP, RESOURCE, SCP, TRUST, Policy
from iamlint.model.reading import policy_from, read_into
from iamlint.model.things import (
    Attachment,
    Encryption,
    Identity,
    PolicyReference,
    Reading,
    Resource,
)
from iamlint.text.holes import ACCOUNT, NAME, PARTITION, REGION, Hole, Text, join
from iamlint.text.node import Holed, Mapping, Node, Scalar, Sequence, tree
from iamlint.text.source import Source

HOME, AWAY = "111122223333", "444455556666"


def text(value: str | Text) -> Text:
    return value if isinstance(value, Text) else Text(value)


def node(value: object, source: Source) -> Node:
    """A tree in which Texts may stand."""
    if isinstance(value, Text):
        return Holed(source, 0, 1, value)
    if isinstance(value, dict):
        return Mapping(
            source, 0, 1, [(Scalar(source, 0, 1, k), node(v, source)) for k, v in value.items()]
        )
    if isinstance(value, (list, tuple)):
        return Sequence(source, 0, 1, [node(item, source) for item in value])
    return tree(value, source)


def allow(actions: object, resources: object = "*", **more: object) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": actions, "Resource": resources, **more}


def deny(actions: object, resources: object = "*", **more: object) -> dict[str, Any]:
    return {"Effect": "Deny", "Action": actions, "Resource": resources, **more}


class Stack:
    """One file under construction. Names that are not given are holes of the file's own."""

    def __init__(self, path: str = "stack.yaml", account: str | Text = HOME) -> None:
        self.source = Source(path, path)
        self.region = Text("eu-west-1")
        self.partition = Text("aws")
        self.account = text(account)
        self.reading = Reading(
            path, "cloudformation", tree(None), self.account, self.region, self.partition
        )

    def hole(self, name: str, within: str = NAME) -> Text:
        return Text(Hole(f"{self.reading.path}#{name}", within))

    def arn(self, service: str, rest: Text | str, *, everywhere: bool = False) -> Text:
        region = Text() if everywhere else self.region
        account = Text() if service == "s3" else self.account
        return join([Text("arn"), self.partition, Text(service), region, account, text(rest)], ":")

    def policy(self, statements: object, kind: str = IDENTITY, **details: Any) -> Policy:
        many = statements if isinstance(statements, list) else [statements]
        document = {"Version": "2012-10-17", "Statement": many}
        policy = Policy(node(document, self.source), kind, **details)
        read_into(policy)
        self.reading.policies.append(policy)
        return policy

    def identity(
        self,
        address: str,
        *statements: object,
        kind: str = "role",
        name: str | Text | None = None,
        managed: tuple[str | Text, ...] = (),
        boundary: str | Text | None = None,
        created: bool = True,
    ) -> Identity:
        name = self.hole(address) if name is None else text(name)
        arn = self.arn("iam", Text(f"{kind}/") + name, everywhere=True)
        identity = Identity(
            kind,
            name,
            arn,
            node(address, self.source),
            address,
            f"AWS::IAM::{kind.title()}",
            self.account,
            self.region,
            created=created,
        )
        if statements:
            inline = self.policy(list(statements), address=f"{address}.Policies[0]")
            inline.owner = identity
            identity.inline.append(inline)
        identity.managed.extend(self.reference(arn) for arn in managed)
        if boundary is not None:
            identity.boundary = self.reference(boundary)
        self.reading.identities.append(identity)
        return identity

    def reference(self, arn: str | Text) -> PolicyReference:
        return PolicyReference(text(arn), node(text(arn), self.source))

    def managed(self, name: str, *statements: object, kind: str = IDENTITY) -> Policy:
        arn = self.arn("iam", f"policy/{name}", everywhere=True)
        return self.policy(
            list(statements), kind, form="managed", address=name, arn=arn, name=Text(name)
        )

    def attach(
        self,
        address: str,
        *targets: tuple[str, str | Text],
        policy: Policy | None = None,
        reference: str | Text | None = None,
    ) -> Attachment:
        attachment = Attachment(
            node(address, self.source), address, "AWS::IAM::Policy", self.account, self.region
        )
        attachment.policy = policy
        attachment.reference = None if reference is None else self.reference(reference)
        attachment.targets.extend((kind, text(name)) for kind, name in targets)
        self.reading.attachments.append(attachment)
        return attachment

    def resource(
        self,
        service_type: str,
        address: str,
        *,
        name: str | Text | None = None,
        key: str | Text | None = None,
        created: bool = True,
        names: tuple[str | Text, ...] = (),
    ) -> Resource:
        name = self.hole(address) if name is None else text(name)
        service, _, sort = service_type.partition(":")
        before = {"key": "key/", "table": "table/", "secret": "secret:", "alias": ""}.get(sort, "")
        arn = self.arn(service, Text(before) + name, everywhere=service == "s3")
        resource = Resource(
            service_type,
            arn,
            (name, *map(text, names)),
            node(address, self.source),
            address,
            service_type,
            self.account,
            self.region,
            created=created,
        )
        if key is not None:
            resource.encryption.append(Encryption(text(key), node(text(key), self.source)))
        self.reading.resources.append(resource)
        return resource

    def bucket(self, address: str = "Bucket", **more: Any) -> Resource:
        return self.resource("s3:bucket", address, **more)

    def queue(self, address: str = "Queue", **more: Any) -> Resource:
        return self.resource("sqs:queue", address, **more)

    def key(self, *statements: object, address: str = "Key", **more: Any) -> Resource:
        """A key; with AWS's default policy when no statements are given."""
        key = self.resource("kms:key", address, **more)
        if statements:
            policy = self.policy(list(statements), RESOURCE, resource_type="kms:key")
            policy.address, policy.owner = f"{address}.KeyPolicy", key
            key.policies.append(policy)
        else:
            key.default_policy = key.created
        return key

    def delegation(self) -> dict[str, Any]:
        """The statement that lets IAM policies of the account decide."""
        root = Text("arn:aws:iam::") + self.account + ":root"
        return allow("kms:*", Principal={"AWS": root})

    def on(self, resource: Resource, *statements: object) -> Policy:
        """Attach a resource policy from outside."""
        policy = self.policy(list(statements), RESOURCE, resource_type=resource.service_type)
        policy.address = f"{resource.address}Policy"
        self.attach(policy.address, ("resource", resource.names[0]), policy=policy)
        return policy


def scp(*statements: object) -> Policy:
    return policy_from({"Version": "2012-10-17", "Statement": list(statements)}, SCP, address="scp")


def trust(*statements: object) -> Policy:
    return policy_from({"Version": "2012-10-17", "Statement": list(statements)}, TRUST)


ANY_ACCOUNT = Text(Hole("AWS::AccountId", ACCOUNT))
ANY_PARTITION = Text(Hole("AWS::Partition", PARTITION))
ANY_REGION = Text(Hole("AWS::Region", REGION))


def rcp(*statements: object) -> Policy:
    return policy_from({"Version": "2012-10-17", "Statement": list(statements)}, RCP, address="rcp")


class Configured:
    """What a configuration says."""

    def __init__(
        self,
        *scps: tuple[Policy, Text],
        rcps: tuple[tuple[Policy, Text], ...] = (),
        units: dict[str, tuple[str, ...]] | None = None,
        management: str = "",
        bare: tuple[str, ...] = (),
    ) -> None:
        self.scps = scps
        self.rcps = rcps
        self.units = units or {}
        self.management_account = management
        self.without_full_access = frozenset(bare)
        self.trusted_accounts: frozenset[str] = frozenset()

    def required_boundary(self, path: str) -> str:
        return ""
