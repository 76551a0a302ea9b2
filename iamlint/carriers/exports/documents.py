"""What a file says that an index names: a policy as a command printed it, or an answer of AWS
Organizations.

https://docs.aws.amazon.com/organizations/latest/APIReference/API_Operations.html
"""

from __future__ import annotations

import re

from iamlint.carriers import plain
from iamlint.model.policy import BOUNDARY, RCP, RESOURCE, SCP, Policy
from iamlint.model.reading import read_into
from iamlint.model.things import Attachment, Encryption, PolicyReference, Reading, Resource
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.holes import text_of
from iamlint.text.node import Mapping, Scalar, Sequence

from . import index as kinds
from .index import text_at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.text.node import Node

    from .index import Index, Row

EVERYWHERE = "*"
FULL_ACCESS = {SCP: "p-FullAWSAccess", RCP: "p-RCPFullAWSAccess"}
TYPES = {"SERVICE_CONTROL_POLICY": SCP, "RESOURCE_CONTROL_POLICY": RCP}
POLICY_KINDS = {kinds.SCP: SCP, kinds.RCP: RCP, kinds.BOUNDARY: BOUNDARY}
LISTS = {
    kinds.PARENTS: ("Parents",),
    kinds.CHILDREN: ("Children", "Accounts", "OrganizationalUnits"),
    kinds.POLICIES: ("Policies",),
    kinds.TARGETS: ("Targets",),
}
"""What an answer of Organizations lists, of which it has one."""
OF_ACCOUNT = re.compile(r"arn:[^:]*:organizations::(\d{12}):account/(o-[a-z0-9]+)/(\d{12})")
"""The ARN of an account: the management account, the organization, and the account."""
NO_POLICY = "there is no policy in the file"


def read(index: Index, row: Row, root: Node) -> Reading | None:
    """What a file holds; None for an answer that tells only how things lie."""
    if row.kind in LISTS:
        tell_broken(index, row, root)
    if row.kind == kinds.ORGANIZATION:
        tell_organization(index, root)
    elif row.kind == kinds.PARENTS:
        for parent in ids(root, "Parents", "Id"):
            index.put(parent, row.of)
    elif row.kind == kinds.CHILDREN:
        for name in LISTS[kinds.CHILDREN]:
            for child in ids(root, name, "Id"):
                index.put(row.of, child)
    elif row.kind not in (kinds.POLICIES, kinds.TARGETS):
        return policies(index, row, root)
    return None


def policies(index: Index, row: Row, root: Node) -> Reading:
    """The policy in a file, and the resource or the parts of an organization that it sits on."""
    reading = Reading(
        row.path, "exports", root, row.account, row.region, index.partition, generated=True
    )
    kind = POLICY_KINDS.get(row.kind, RESOURCE)
    found = [
        policy
        for node, name in plain.documents(root)
        if (policy := policy_of(reading, row, node, name, kind)) is not None
    ]
    if not found and not reading.gaps:
        index.gap(row.node, row.path, NO_POLICY)
    reading.policies.extend(found)
    if kind in (SCP, RCP):
        identify(index, row, root, found)
        attach(index, row, found, row.targets)
    elif kind == RESOURCE:
        reading.resources.append(resource_of(row, root, found))
    return reading


def policy_of(reading: Reading, row: Row, node: Node, name: str, kind: str) -> Policy | None:
    document: Node | None = node
    if isinstance(node, Scalar):
        document = plain.parsed(node, reading, name)
    if document is None:
        return None
    policy = Policy(
        document,
        kind,
        form="managed" if kind == BOUNDARY else "",
        resource_type=row.service_type,
        address=row.of or name,
        arn=text_of(row.of) if kind == BOUNDARY else None,
    )
    read_into(policy)
    return policy


def resource_of(row: Row, root: Node, found: list[Policy]) -> Resource:
    arn = text_of(row.of)
    last = row.of.rpartition(":")[2]
    names = dict.fromkeys((arn, text_of(last), text_of(last.rpartition("/")[2])))
    resource = Resource(
        row.service_type,
        arn,
        tuple(names),
        root,
        row.of,
        row.kind,
        row.account,
        row.region,
    )
    for policy in found:
        policy.owner = resource
    resource.policies.extend(found)
    key = row.key or encrypted_with(root)
    if key:
        resource.encryption.append(Encryption(text_of(key), row.node if row.key else root))
    return resource


def encrypted_with(root: Node) -> str:
    """The key of a queue or a topic, which stands among its attributes."""
    attributes = root.get("Attributes") if isinstance(root, Mapping) else None
    return text_at(attributes, "KmsMasterKeyId") if isinstance(attributes, Mapping) else ""


# organizations


def identify(index: Index, row: Row, root: Node, found: list[Policy]) -> None:
    """Note a control policy under its id: of the row, or as `describe-policy` prints it."""
    outer = root.get("Policy") if isinstance(root, Mapping) else None
    summary = outer.get("PolicySummary") if isinstance(outer, Mapping) else None
    told = text_at(summary, "Id") if isinstance(summary, Mapping) else ""
    for policy in found:
        policy.address = (
            text_at(summary, "Name") if isinstance(summary, Mapping) else ""
        ) or row.path
        for name in filter(None, (row.of, told)):
            index.named[name] = policy


def attach(index: Index, row: Row, found: list[Policy], targets: tuple[str, ...]) -> None:
    """Attach control policies to roots, units and accounts."""
    for policy in found if targets else ():
        tied = Attachment(row.node, policy.address, row.kind, index.account, index.region)
        tied.policy = policy
        tied.targets = [("organization", text_of(target)) for target in targets]
        index.attachments.append(tied)


def tie(index: Index, row: Row, root: Node) -> None:
    """What is attached to what, by answers that list policies of a target or targets of a policy.
    Asked when all policies are known.
    """
    if row.kind == kinds.TARGETS:
        policy = index.named.get(row.of)
        targets = tuple(ids(root, "Targets", "TargetId"))
        if policy is not None:
            attach(index, row, [policy], targets)
        else:
            index.gap(row.node, row.path, f"the policy {row.of} is not in view")
            refer(index, row, row.of, targets)
    elif row.kind == kinds.POLICIES:
        _tie_to_target(index, row, root)


def _tie_to_target(index: Index, row: Row, root: Node) -> None:
    listed = list(ids(root, "Policies", "Id"))
    types = {TYPES.get(one, "") for one in ids(root, "Policies", "Type")}
    if SCP in types and FULL_ACCESS[SCP] not in listed:
        index.bare.add(row.of)
    for name in listed:
        policy = index.named.get(name)
        if policy is not None:
            attach(index, row, [policy], (row.of,))
        elif name not in FULL_ACCESS.values():
            index.gap(
                row.node, row.path, f"the policy {name}, attached to {row.of}, is not in view"
            )
            refer(index, row, name, (row.of,))


def refer(index: Index, row: Row, name: str, targets: tuple[str, ...]) -> None:
    """Something is attached of which the document is not in view."""
    tied = Attachment(row.node, name, row.kind, index.account, index.region)
    tied.reference = PolicyReference(text_of(name), row.node)
    tied.targets = [("organization", text_of(target)) for target in targets]
    index.attachments.append(tied)


def tell_broken(index: Index, row: Row, root: Node) -> None:
    """Say that an answer has not got the list for which it is named."""
    names = LISTS[row.kind]
    found = [root.get(name) for name in names] if isinstance(root, Mapping) else []
    if not any(isinstance(one, Sequence) for one in found):
        index.gap(row.node, row.path, f"there is no list in the file: `{'`, `'.join(names)}`")


def tell_organization(index: Index, root: Node) -> None:
    """The organization, its management account and its accounts: as `describe-organization` says,
    or the ARNs of accounts.
    """
    described = root.get("Organization") if isinstance(root, Mapping) else None
    if isinstance(described, Mapping):
        index.management = text_at(described, "MasterAccountId") or text_at(
            described, "ManagementAccountId"
        )
        index.organization = text_at(described, "Id")
    for arn in ids(root, "Accounts", "Arn"):
        found = OF_ACCOUNT.fullmatch(arn)
        if found is not None:
            index.management = index.management or found[1]
            index.organization = index.organization or found[2]
            index.members.add(found[3])
    if index.management:
        index.members.add(index.management)


def ids(root: Node, listed: str, key: str) -> Iterator[str]:
    """Texts under a key of the objects in a list."""
    found = root.get(listed) if isinstance(root, Mapping) else None
    for item in found.items if isinstance(found, Sequence) else ():
        text = text_at(item, key) if isinstance(item, Mapping) else ""
        if text:
            yield text
