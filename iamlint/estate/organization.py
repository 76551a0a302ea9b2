"""Control policies: which cap an account's principals and its resources, level by level.

https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_evaluation.html
"""

from __future__ import annotations

from functools import cached_property

from iamlint.catalog import roles
from iamlint.model.policy import RCP, SCP
from iamlint.text.hints import TYPE_CHECKING, Final
from iamlint.text.holes import Text
from iamlint.text.node import Mapping, Scalar

from . import names
from .accounts import account_of
from .joined import Attached, Level

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.model.policy import Policy
    from iamlint.model.things import Identity, Reading, Resource

    from .managed import ManagedPolicies
    from .told import Told

EVERYWHERE = ("", "*")
"""Targets that mean every account."""
ORGANIZATION: Final = "organization"
"""The kind of target that is a part of an organization."""
CALLED: Final = ("Name", "AccountName", "name")
"""Properties by which a person calls an account or a unit."""
NODES: Final = ("organizations:organizationalunit", "organizations:account")
BY_MANAGEMENT: Final = (*NODES, "organizations:organization")
"""What only the management account can create."""


class Levels:
    """What is attached to one target."""

    def __init__(self) -> None:
        self.attached: dict[str, list[Attached]] = {SCP: [], RCP: []}
        self.open = False

    def add(self, attached: Attached) -> None:
        found = self.attached.get(attached.policy.kind)
        if found is not None:
            found.append(attached)


class Organization:
    """Control policies by the target they are attached to: an account, an organizational unit, the
    root.
    """

    def __init__(
        self,
        readings: tuple[Reading, ...],
        managed: ManagedPolicies,
        told: Told,
    ) -> None:
        self._readings = readings
        self._managed = managed
        self._told = told

    @cached_property
    def _levels(self) -> dict[Text, Levels]:
        """Policies by target, those of the configuration first."""
        found: dict[Text, Levels] = {}
        for policy, target in (*self._told.scps, *self._told.rcps):
            found.setdefault(target, Levels()).add(Attached(policy, policy))
        for reading in self._readings:
            for attachment in reading.attachments:
                for kind, target in attachment.targets:
                    if kind != ORGANIZATION:
                        continue
                    level = found.setdefault(target, Levels())
                    if attachment.policy is not None:
                        level.add(Attached(attachment.policy, attachment, attachment.when))
                    if attachment.reference is not None:
                        reference = self._managed.find(
                            attachment.reference, SCP, attachment.when, reading
                        )
                        for one in reference.attached:
                            level.add(one)
                        # another policy may be meant, AWS's FullAWSAccess for one
                        level.open = level.open or reference.unknown is not None
        return found

    def has(self, kind: str) -> bool:
        """Some policy of a kind is attached somewhere."""
        return any(levels.attached[kind] for levels in self._levels.values())

    def dead_levels(self) -> Iterator[Level]:
        """Levels of SCPs at which nothing is allowed, so that whatever is below may do nothing."""
        for target, levels in self._levels.items():
            level = self._level(target, levels, SCP, sure=True)
            if level.attached and level.allows_nothing:
                yield level

    def attached(self) -> Iterator[tuple[Text, Attached]]:
        """Every control policy with each of its targets."""
        for target, levels in self._levels.items():
            for kind in (SCP, RCP):
                for one in levels.attached[kind]:
                    yield target, one

    def accounts_under(self) -> Iterator[tuple[Policy, tuple[str, ...]]]:
        """Service control policies that are attached to nothing but accounts that are told by
        their numbers, and units of which the configuration tells those, each with them.
        """
        found: dict[int, tuple[Policy, list[str]]] = {}
        for target, levels in self._levels.items():
            literal = target.literal or ""
            for one in levels.attached[SCP]:
                _, targets = found.setdefault(id(one.policy), (one.policy, []))
                targets.extend(self._numbers_in(literal) if one.sure else [""])
        for policy, targets in found.values():
            if all(targets):
                yield policy, tuple(dict.fromkeys(targets))

    def _numbers_in(self, target: str, outer: tuple[str, ...] = ()) -> list[str]:
        """The accounts that a target is, or that lie in it as configured; empty texts for those of
        which no number is told.
        """
        if target.isdigit():
            return [target]
        inner = self._told.units.get(target, ()) if target not in outer else ()
        found = [one for each in inner for one in self._numbers_in(each, (*outer, target))]
        return found or [""]

    def empty_levels(self) -> Iterator[tuple[str, Identity]]:
        """Targets from which FullAWSAccess is detached and to which no SCP is attached, each
        with the first identity below it.
        """
        for target in sorted(self._told.bare - set(EVERYWHERE)):
            levels = self._levels.get(Text(target))
            if levels is None or not (levels.attached[SCP] or levels.open):
                below = next((one for one in self._identities() if self._under(target, one)), None)
                if below is not None:
                    yield target, below

    def _identities(self) -> Iterator[Identity]:
        for reading in self._readings:
            yield from reading.identities

    def _under(self, target: str, identity: Identity) -> bool:
        """A level holds for an identity, for certain."""
        account = account_of(identity)
        if roles.is_service_linked(str(identity.arn)) or identity.kind not in ("role", "user"):
            return False
        if self._is_management(account, identity.reading):
            return False
        return self._holds(Text(target), account, self._above(account)) is True

    def _level(self, target: Text, levels: Levels, kind: str, *, sure: bool) -> Level:
        bare = str(target or "*") in self._told.bare
        return Level(target, tuple(levels.attached[kind]), sure, levels.open, bare)

    def levels_of(self, identity: Identity) -> list[Level]:
        """The levels of SCPs over an identity; every one of them must allow. Service-linked roles
        are exempt. A target that may or may not hold the account is not `sure`. A permission set
        works in the accounts it is assigned in, not in that which declares it.
        """
        if roles.is_service_linked(str(identity.arn)):
            return []
        if identity.kind == "permission-set":
            everywhere = (
                (t, levels) for t, levels in self._levels.items() if t.literal in EVERYWHERE
            )
            found = (self._level(target, levels, SCP, sure=True) for target, levels in everywhere)
            return [level for level in found if level.attached]
        return self.levels_over(account_of(identity), SCP, identity.reading)

    def levels_on(self, resource: Resource) -> list[Level]:
        """The levels of RCPs over a resource."""
        return self.levels_over(account_of(resource), RCP, resource.reading)

    def levels_over(
        self, account: Text, kind: str = SCP, reading: Reading | None = None
    ) -> list[Level]:
        """The levels of SCPs, or of RCPs, over an account, as a file means it; none over the
        management account.
        """
        if not self._levels or self._is_management(account, reading):
            return []
        found = []
        above = self._above(account)
        for target, levels in self._levels.items():
            if levels.attached[kind]:
                holds = self._holds(target, account, above)
                if holds is not False:
                    found.append(self._level(target, levels, kind, sure=bool(holds)))
        return found

    def _is_management(self, account: Text, reading: Reading | None) -> bool:
        """It is the management account, for certain."""
        if account.literal is not None and account.literal == self._told.management:
            return True
        within = None if account.literal is not None else reading
        return (account, within) in self._managing

    @cached_property
    def _managing(self) -> frozenset[tuple[Text, Reading | None]]:
        """Accounts that create accounts and units, as only a management account can; those that
        are not known, each with the file that means it.
        """
        return frozenset(
            (account_of(resource), None if account_of(resource).literal else reading)
            for reading in self._readings
            for resource in reading.resources
            if resource.service_type in BY_MANAGEMENT and resource.created
        )

    def _holds(self, target: Text, account: Text, above: frozenset[Text]) -> bool | None:
        """Does the target hold the account? A unit or the root may; configuration may say `*`."""
        if target.literal in EVERYWHERE:
            return True
        same = names.same(target, account)
        if same or target in above:
            return True
        if target.literal is not None and target.literal.isdigit():
            return same
        # all that is above it is known, up to the root, and this is not among it
        return False if any(map(self._is_top, above)) else None

    def _is_top(self, node: Text) -> bool:
        return str(node).startswith("r-") or node in self._tops

    @cached_property
    def _tops(self) -> frozenset[Text]:
        """Units of the configuration that lie in no other."""
        within = {inner for many in self._told.units.values() for inner in many}
        within.update(self._declared)
        return frozenset(Text(unit) for unit in self._told.units if unit not in within)

    @cached_property
    def _declared(self) -> dict[str, list[Text]]:
        """Units that the configuration calls as a file calls one that it declares: their ids."""
        found: dict[str, list[Text]] = {}
        for reading in self._readings if self._told.units else ():
            for resource in reading.resources:
                if resource.service_type in NODES:
                    for unit in self._told.units.keys() & set(called(resource)):
                        found.setdefault(unit, []).extend(ids(resource))
        return found

    def _above(self, account: Text) -> frozenset[Text]:
        """The units that an account lies in, as far as is known."""
        found: set[Text] = set()
        waiting = [account]
        while waiting:
            for node in self._parents.get(waiting.pop(), ()):
                if node not in found:
                    found.add(node)
                    waiting.append(node)
        return frozenset(found)

    def path_above(self, account: Text) -> str:
        """The path of an account from its root, as `r-ab12/ou-ab12-11111111/`; empty where not all
        of it is told by ids.
        """
        path, node, seen = "", account, {account}
        while True:
            above = {one for one in self._parents.get(node, ()) if one not in seen}
            if len(above) != 1:
                return ""
            (node,) = above
            seen.add(node)
            name = node.literal or ""
            if not name.startswith(("ou-", "r-")):
                return ""
            path = f"{name}/{path}"
            if name.startswith("r-"):
                return path

    @cached_property
    def _parents(self) -> dict[Text, list[Text]]:
        """What each account and unit lies in."""
        found: dict[Text, list[Text]] = {}
        for unit, many in self._told.units.items():
            for inner in many:
                found.setdefault(Text(inner), []).append(Text(unit))
        for unit, named in self._declared.items():
            found.setdefault(Text(unit), []).extend(one for one in named if one != Text(unit))
        for reading in self._readings:
            parents = dict(memberships(reading))
            for resource in reading.resources if parents else ():
                for name in ids(resource) if resource.service_type in NODES else ():
                    found.setdefault(name, []).extend(parents.get(resource.address, ()))
        return found


def memberships(reading: Reading) -> Iterator[tuple[str, list[Text]]]:
    """The units in which a file says that what it declares lies, by the address of that."""
    for attachment in reading.attachments:
        if attachment.policy is None and attachment.reference is None:
            found = [target for kind, target in attachment.targets if kind == ORGANIZATION]
            if found:
                yield attachment.address, found


def called(resource: Resource) -> Iterator[str]:
    """What a person calls an account or unit."""
    for text in resource.names:
        if text.literal is not None:
            yield text.literal
    properties = resource.properties
    nodes = map(properties.get, CALLED) if isinstance(properties, Mapping) else ()
    for node in nodes:
        if isinstance(node, Scalar) and isinstance(node.value, str):
            yield node.value


def ids(resource: Resource) -> Iterator[Text]:
    """The texts that are the id of an account or unit, not what a person calls it."""
    for name in resource.names:
        literal = name.literal
        if literal is None or literal.isdigit() or literal.startswith(("ou-", "r-")):
            yield name
