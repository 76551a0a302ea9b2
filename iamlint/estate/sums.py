"""What one principal, or one node of an organization, has of policies, against AWS's quotas.

Each policy by itself may be small enough, and the next that is attached is refused all the same.
Only what is there for certain counts, whatever the conditions of templates come to: a sum is never
less than it is said to be.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html
"""

from __future__ import annotations

from iamlint.access.engine.sizing import size_of
from iamlint.model.policy import SCP
from iamlint.text.hints import TYPE_CHECKING, Any
from iamlint.text.node import ALWAYS
from iamlint.text.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from iamlint.catalog import Catalog
    from iamlint.model.policy import Policy
    from iamlint.model.things import Attachment, Identity, Reading
    from iamlint.rule import Placed
    from iamlint.text.holes import Text

    from .identities import Identities, Tied
    from .managed import ManagedPolicies
    from .resources import Resources


class Excess(NamedTuple):
    """More than a quota lets a principal or a node have.

    `holder`: who has it, in words; `number` of `unit`s that are there at least; `limit`: what AWS
    allows at first, `most`: what it allows on request. `places`: what counts, in file order.
    """

    holder: str
    number: int
    unit: str
    limit: int
    most: int
    places: tuple[Placed, ...]

    @property
    def sure(self) -> bool:
        """AWS raises the quota for nobody so far."""
        return self.number > self.most


class Sums:
    """Counts what hangs on principals and nodes."""

    def __init__(
        self,
        readings: tuple[Reading, ...],
        identities: Identities,
        resources: Resources,
        managed: ManagedPolicies,
        catalog: Catalog,
    ) -> None:
        self._readings = readings
        self._identities = identities
        self._resources = resources
        self._managed_policies = managed
        self._quotas: dict[tuple[str, str], dict[str, Any]] = {
            (row["kind"], row["what"]): row for row in catalog.table("quotas")
        }

    def of_inline(self) -> Iterator[Excess]:
        """Identities of which the inline policies together are too large, though none is alone."""
        for identity in self._all():
            held = [tied for tied in self._sure(identity) if tied.policy is not None]
            inline = [tied for tied in held if tied.policy and tied.policy.form == "inline"]
            sizes = [size_of(t.policy.node, in_bytes=False) for t in inline if t.policy is not None]
            row = self._quotas.get((identity.kind, "inline-sum"))
            if row is not None and max(sizes, default=0) <= row["limit"] < sum(sizes):
                yield excess(identity.address, row, sum(sizes), [tied.place for tied in inline])

    def of_permissions(self) -> Iterator[Excess]:
        """Resources of which all permissions, each declared by itself, together make a policy that
        is too large.
        """
        for resource in self._resources.declared:
            row = self._quotas.get((f"resource:{resource.service_type}", "size"))
            held = self._resources.policies_on(resource).attached if row is not None else ()
            if row is None or any(one.policy.form != "statement" for one in held):
                continue
            sure = [one for one in held if one.sure and one.when <= resource.when]
            in_bytes = row["unit"] == "bytes"
            sizes = [
                size_of(statement.node, in_bytes=in_bytes) + 1
                for one in sure
                for statement in one.policy.statements
                if one.policy.when | statement.when <= resource.when
            ]
            if sum(sizes) > row["limit"]:
                yield excess(resource.address, row, sum(sizes), [one.place for one in sure])

    def of_attachments(self) -> Iterator[Excess]:
        """Identities and nodes of an organization with too many policies, users in too many
        groups.
        """
        for identity in self._all():
            yield from self._over(identity, "managed-attached", self._managed(identity))
            yield from self._over(identity, "groups", self._groups(identity))
        for (kind, target), places in self._on_nodes().items():
            row = self._quotas.get((kind, "attached"))
            if row is not None and len(places) > row["limit"]:
                yield excess(f"{target}", row, len(places), places)

    def _all(self) -> Iterator[Identity]:
        for reading in self._readings:
            yield from reading.identities

    def _sure(self, identity: Identity) -> Iterator[Tied]:
        """What is attached wherever the identity is there."""
        for tied in self._identities.tied_to(identity):
            if tied.sure and tied.when <= identity.when:
                yield tied

    def _managed(self, identity: Identity) -> list[Placed]:
        """Managed policies, each once however often it is attached."""
        found: dict[Text | Policy, Placed] = {}
        for tied in self._sure(identity):
            if tied.reference is not None:
                found.setdefault(tied.reference.arn, tied.place)
            elif tied.policy is not None and tied.policy.form == "managed":
                found.setdefault(tied.policy.arn or tied.policy, tied.place)
        return list(found.values())

    def _groups(self, user: Identity) -> list[Placed]:
        """The groups that a user is in for certain, each once however often it is named; those
        that its declaration names need not be in view.
        """
        memberships = self._identities.groups_of(user)
        sure = list(dict.fromkeys(m.group for m in memberships if m.sure and m.when == ALWAYS))
        taken = {group.name.literal for group in sure}
        named: dict[str, Placed] = {}
        for word in self._identities.groups_not_in_view(user):
            if word.literal is not None and word.when <= user.when and word.literal not in taken:
                named.setdefault(word.literal, word)
        return [*sure, *named.values()]

    def _over(self, identity: Identity, what: str, places: list[Placed]) -> Iterator[Excess]:
        row = self._quotas.get((identity.kind, what))
        if row is not None and len(places) > row["limit"]:
            yield excess(identity.address, row, len(places), places)

    def _on_nodes(self) -> dict[tuple[str, Text], list[Placed]]:
        """Policies attached to accounts, units and roots, by kind and node."""
        found: dict[tuple[str, Text], list[Placed]] = {}
        for reading in self._readings:
            for attachment in reading.attachments:
                nodes = [target for kind, target in attachment.targets if kind == "organization"]
                kind = self._kind(attachment, reading) if nodes else ""
                for target in nodes if kind and attachment.when == ALWAYS else ():
                    found.setdefault((kind, target), []).append(attachment)
        return found

    def _kind(self, attachment: Attachment, reading: Reading) -> str:
        """The kind of the policy that is attached; empty where it is not known."""
        if attachment.reference is None:
            return attachment.policy.kind if attachment.policy is not None else ""
        found = self._managed_policies.find(attachment.reference, SCP, attachment.when, reading)
        kinds = {attached.policy.kind for attached in found.attached}
        return kinds.pop() if len(kinds) == 1 and found.unknown is None else ""


def excess(holder: str, row: dict[str, Any], number: int, places: Sequence[Placed]) -> Excess:
    """As a row of the table of quotas says it."""
    return Excess(holder, number, row["unit"], row["limit"], row["most"], tuple(places))
