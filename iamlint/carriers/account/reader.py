"""From outputs to identities, policies, and what ties them."""

from __future__ import annotations

from iamlint.carriers.facts import Home
from iamlint.catalog import roles
from iamlint.model.policy import IDENTITY, TRUST
from iamlint.model.things import Gap, Identity, PolicyReference, Reading
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.holes import Opaque, Text, text_of
from iamlint.text.node import Mapping, Scalar, TerseMapping
from iamlint.text.source import Span

from .documents import policy_of
from .parts import amiss, is_true, mappings, text, texts
from .wholeness import OWNED, TRUNCATED, arns_in, is_cut, is_iam, is_whole

if TYPE_CHECKING:
    from collections.abc import Iterable

    from iamlint.carriers.facts import Facts
    from iamlint.model.policy import Policy
    from iamlint.text.node import Node

NAMELESS = "it has neither a name nor an ARN: nothing of it was read"
SORTS = (
    ("user", "User", "UserDetailList"),
    ("group", "Group", "GroupDetailList"),
    ("role", "Role", "RoleDetailList"),
)


def read(path: str, root: Node, pages: list[Mapping], number: str, facts: Facts | None) -> Reading:
    """All that the outputs of one account in a file say. `number`: the account, or empty where
    they do not tell.
    """
    home = Home(facts)
    partition = next((arn.split(":")[1] for page in pages for arn in arns_in(page)), "")
    reading = Reading(
        path,
        "account",
        root,
        text_of(number) if number else home.account,
        home.region,
        text_of(partition) if partition else home.partition,
        generated=True,
    )
    reader = _Reader(reading)
    for page in pages:
        for kind, word, listed in SORTS:
            reader.tell(page, listed, listed)
            for detail in mappings(page, listed):
                reader.identity(kind, word, detail, listed)
        reader.tell(page, "Policies", "Policies")
        for detail in mappings(page, "Policies"):
            reader.managed(detail)
    reading.accounts = frozenset((number,)) if is_whole(pages, reading) else frozenset()
    if is_cut(pages[-1]):
        reading.gaps.append(Gap(pages[-1], "", TRUNCATED, partial=True))
    return reading


class _Reader:
    def __init__(self, reading: Reading) -> None:
        self.reading = reading

    def tell(
        self,
        holder: Mapping,
        key: str,
        address: str,
        identity: Identity | None = None,
        *,
        of: type[Node] = Mapping,
    ) -> None:
        """Say what of a list could not be read. `identity`: whose policies are in doubt by it."""
        for node, why in amiss(holder, key, of=of):
            self._fault(node, address, why, bound=identity is not None)
            if identity is not None:
                identity.gaps.append(Opaque(f"{self.reading.path}#{address}.{key}", why))

    def _fault(self, node: Node, address: str, why: str, *, bound: bool = False) -> None:
        fault = Span(node.source, node.start, node.start + 1)
        self.reading.gaps.append(Gap(node, address, why, bound=bound, fault=fault))

    def identity(self, kind: str, word: str, detail: Mapping, listed: str) -> None:
        """A user, group or role with all that is attached to it."""
        name, arn = text(detail, f"{word}Name"), self._arn(detail, kind, f"{word}Name")
        if arn is None:
            self._fault(detail, listed, NAMELESS)
            return
        name = name or str(arn).rpartition("/")[2]
        identity = Identity(
            kind,
            text_of(name),
            arn,
            detail,
            f"{kind}/{name}",
            f"IAM {kind}",
            self.reading.account,
            self.reading.region,
        )
        self._inline(identity, word, detail)
        self.tell(detail, "AttachedManagedPolicies", identity.address, identity)
        for reference in references(detail):
            identity.managed.append(reference)
        bounding = detail.get("PermissionsBoundary")
        if isinstance(bounding, Mapping):
            for reference in referred(bounding, "PermissionsBoundaryArn"):
                identity.boundary = reference
        if kind == "user":
            self.tell(detail, "GroupList", identity.address, identity, of=Scalar)
        for group in texts(detail, "GroupList") if kind == "user" else ():
            identity.groups.append(group)
        if kind == "role":
            self._trust(identity, detail)
        self.reading.identities.append(identity)

    def _arn(self, detail: Mapping, kind: str, key: str) -> Text | None:
        """The ARN of a thing; where the output leaves it out, by path and name. None for what has
        neither.
        """
        arn, name = text(detail, "Arn"), text(detail, key)
        if is_iam(arn):
            return text_of(arn)
        if not name:
            return None
        path = text(detail, "Path") or "/"
        reading = self.reading
        begin = Text("arn:") + reading.partition + ":iam::" + reading.account
        return begin + f":{kind}{path}{name}"

    def _inline(self, identity: Identity, word: str, detail: Mapping) -> None:
        self.tell(detail, f"{word}PolicyList", identity.address, identity)
        for number, entry in enumerate(mappings(detail, f"{word}PolicyList")):
            name = text(entry, "PolicyName")
            address = f"{identity.address}.{name or number}"
            told = text_of(name) if name else None
            policy = policy_of(
                self.reading, entry, "PolicyDocument", IDENTITY, address, form="inline", name=told
            )
            policy.owner = identity
            identity.inline.append(policy)
            self._keep(policy)

    def _trust(self, identity: Identity, detail: Mapping) -> None:
        if "AssumeRolePolicyDocument" not in detail:
            return
        address = f"{identity.address}.AssumeRolePolicyDocument"
        policy = policy_of(self.reading, detail, "AssumeRolePolicyDocument", TRUST, address)
        policy.owner = identity
        policy.by_aws = is_by_aws(str(identity.arn))
        identity.trust = policy
        self._keep(policy)

    def managed(self, detail: Mapping) -> None:
        """A managed policy in the version that is in force."""
        arn = self._arn(detail, "policy", "PolicyName")
        if arn is None:
            self._fault(detail, "Policies", NAMELESS)
            return
        for node, why in amiss(detail, "PolicyVersionList"):
            self._fault(node, str(arn), why, bound=True)
        version = in_force(detail)
        name = text(detail, "PolicyName") or str(arn).rpartition("/")[2]
        policy = policy_of(
            self.reading,
            version if version is not None else detail,
            "Document",
            IDENTITY,
            name if is_by_aws(str(arn)) else f"policy/{name}",
            form="managed",
            name=text_of(name),
            arn=arn,
        )
        policy.by_aws = is_by_aws(str(arn))
        self._keep(policy)

    def _keep(self, policy: Policy) -> None:
        if isinstance(policy.node, Mapping):
            self.reading.policies.append(policy)
        elif policy.arn is not None:
            self.reading.hidden.append(policy)


def is_by_aws(arn: str) -> bool:
    """AWS owns the policy, or a service made the role or policy."""
    return f":iam::{OWNED}:" in arn or roles.is_by_aws(arn)


def in_force(detail: Mapping) -> Mapping | None:
    """The version of a policy that counts; None where the output has not got it."""
    versions = list(mappings(detail, "PolicyVersionList"))
    for version in versions:
        if is_true(version, "IsDefaultVersion"):
            return version
    wanted = text(detail, "DefaultVersionId")
    for version in versions:
        if wanted and text(version, "VersionId") == wanted:
            return version
    return None


def references(detail: Mapping) -> Iterable[PolicyReference]:
    """The managed policies that are attached."""
    for entry in mappings(detail, "AttachedManagedPolicies"):
        yield from referred(entry, "PolicyArn")


def referred(entry: Mapping, key: str) -> Iterable[PolicyReference]:
    if isinstance(entry, TerseMapping):
        arn = entry.text_under(key)
        if arn:
            yield PolicyReference(text_of(arn), entry, number=entry.at(key))
        return
    node = entry.get(key)
    if isinstance(node, Scalar) and isinstance(node.value, str) and node.value:
        yield PolicyReference(text_of(node.value), node)
