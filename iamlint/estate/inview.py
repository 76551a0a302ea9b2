"""What is in view: what every file declares, and the indexes that lead from one to the other."""

from __future__ import annotations

from functools import cached_property
from itertools import chain

from iamlint.text.hints import TYPE_CHECKING, Protocol

from .uses import tell_boundaries

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from iamlint.access.engine import Engine
    from iamlint.catalog import Catalog
    from iamlint.model.policy import Policy, Statement
    from iamlint.model.things import (
        Identity,
        Reading,
        Resource,
        Thing,
    )
    from iamlint.text.holes import Text

    from . import Estate
    from .apart import Apart
    from .identities import Identities
    from .keys import Keys
    from .managed import ManagedPolicies
    from .organization import Organization
    from .regional import Regional
    from .resources import Resources
    from .rivals import Contests
    from .running import Running
    from .told import Told
    from .wires import Wires


class Facts(Protocol):
    """What the estate takes from the configuration."""

    @property
    def scps(self) -> Iterable[tuple[Policy, Text]]: ...

    @property
    def rcps(self) -> Iterable[tuple[Policy, Text]]: ...

    @property
    def units(self) -> Mapping[str, tuple[str, ...]]: ...

    @property
    def management_account(self) -> str: ...

    @property
    def without_full_access(self) -> frozenset[str]: ...

    @property
    def trusted_accounts(self) -> frozenset[str]: ...

    def required_boundary(self, path: str) -> str: ...

    def organization(self, path: str) -> str: ...


class InView:
    """Everything in view: identities with all their policies, resources with theirs and their
    keys, accounts and guardrails.

    `facts`: what the configuration says: its `scps` and `rcps` are control policies, each with the
    target it is attached to (an account's number, a unit, or `*` for every account); `units` are
    the accounts and units in each unit; `without_full_access` are targets from which FullAWSAccess
    is detached; its `trusted_accounts` are ours and those that we trust, or none where that is not
    said; `required_boundary` is the ARN of the boundary that what a file creates must bear, or
    empty; `organization` the id of the organization that a file's account is in, or empty.
    """

    def __init__(self, readings: Iterable[Reading], facts: Facts | None, catalog: Catalog) -> None:
        self.readings = tuple(readings)
        self.catalog = catalog
        self.told = told_by(facts)
        self._required_boundary = facts.required_boundary if facts is not None else unasked
        self._organizations: dict[str, str] = {}
        self._organization_at = facts.organization if facts is not None else unasked
        self.trusted_accounts = facts.trusted_accounts if facts is not None else frozenset()
        for reading in self.readings:
            claim(reading)
        tell_boundaries(self.readings)

    @property
    def joins(self) -> bool:
        """There is something to join: more than one document, a thing that documents hang on, or a
        document and the account that it is for.
        """
        documents = sum(len(reading.policies) for reading in self.readings) + len(
            self.told.scps + self.told.rcps
        )
        return documents > 1 or any(
            reading.identities
            or reading.resources
            or reading.attachments
            or reading.wires
            or reading.role_uses
            or (documents and reading.account.literal is not None)
            or reading.token_uses
            or reading.looked_up
            for reading in self.readings
        )

    @property
    def policies(self) -> Iterator[Policy]:
        """Every document, attached or not, in file order; not those that AWS writes."""
        for reading in self.readings:
            for policy in reading.policies:
                if not policy.by_aws:
                    yield policy

    @property
    def statements(self) -> Iterator[Statement]:
        """Every statement, in file order."""
        for policy in self.policies:
            yield from policy.statements

    @property
    def identities(self) -> Iterator[Identity]:
        """Roles, users, groups and permission sets, in file order."""
        return chain.from_iterable([reading.identities for reading in self.readings])

    @property
    def resources(self) -> Iterator[Resource]:
        """Resources that files declare, in file order."""
        return chain.from_iterable([reading.resources for reading in self.readings])

    @cached_property
    def holders(self) -> tuple[tuple[Identity, Identity], ...]:
        """For each identity policy in a file of its own whose account is known: the role and the
        user that may hold it.
        """
        from .holders import holders

        return tuple(holders(self.readings))

    def file_of(self, policy: Policy) -> Reading | None:
        """The file that a policy stands in."""
        return self._files.get(id(policy))

    @cached_property
    def _files(self) -> dict[int, Reading]:
        return {id(policy): reading for reading in self.readings for policy in reading.policies}

    @cached_property
    def _managed(self) -> ManagedPolicies:
        from .managed import ManagedPolicies

        return ManagedPolicies(self.readings, self.catalog)

    @cached_property
    def _identities(self) -> Identities:
        from .identities import Identities

        return Identities(self.readings, self._managed)

    @cached_property
    def _resources(self) -> Resources:
        from .resources import Resources

        return Resources(self.readings, self.catalog)

    @cached_property
    def _regional(self) -> Regional:
        from .regional import Regional

        return Regional(self.readings, self.catalog)

    @cached_property
    def _keys(self) -> Keys:
        from .keys import Keys

        return Keys(self._resources)

    @cached_property
    def _wires(self) -> Wires:
        from .wires import Wires

        return Wires(self._whole)

    @cached_property
    def _running(self) -> Running:
        from .running import Running

        return Running(self._whole)

    @cached_property
    def _contests(self) -> Contests:
        from .rivals import Contests

        return Contests(self._whole)

    @cached_property
    def _organization(self) -> Organization:
        from .organization import Organization

        return Organization(self.readings, self._managed, self.told)

    def resource(self, text: Text, reading: Reading | None = None) -> Resource | None:
        """The resource that a name, ARN, alias or URL names, or that an ARN lies within
        (`bucket/*` in the bucket), as the file `reading` means it; None when not in view.
        """
        found = self._resources.find(text, reading) or self._resources.holding(text, reading)
        return found[0] if found else None

    def resources_named(
        self, text: Text, reading: Reading | None = None, type: str = ""
    ) -> tuple[list[Resource], bool]:
        """The resources that have this name, ARN, alias or URL, as a file means it, and whether it
        means all of them for certain. `type` narrows to a type or, without a colon, to a service.
        """
        return self._resources.meant(text, reading, type)

    @cached_property
    def all_resources(self) -> tuple[Resource, ...]:
        """Declared resources, then those that only a policy standing alone tells of."""
        return self._resources.all

    def resources_holding(self, text: Text, reading: Reading | None = None) -> list[Resource]:
        """The resources that an ARN names or lies within; several where names are shared."""
        return self._resources.holding(text, reading)

    def resources_likely(self, text: Text, reading: Reading | None = None) -> list[Resource]:
        """Those that an ARN names but for a partition, region or account that is not known."""
        return self._resources.likely(text, reading)

    def within(self, text: Text, resource: Resource) -> Text:
        """A pattern that lies in a resource, as the resource's own file writes it."""
        return self._resources.within(text, resource)

    def surely_in(self, text: Text, resource: Resource) -> bool:
        """An ARN names the resource or lies in it for certain; not so when its region, say, is
        not known.
        """
        return self._resources.surely(text, resource)

    def identities_by_arn(self, arn: Text, reading: Reading | None = None) -> list[Identity]:
        """The roles and users that have this ARN for certain; with a file, those it means."""
        return self._identities.identified.by_arn(arn, reading)

    def identities_ending(self, part: Text) -> list[Identity]:
        """The identities of which the ARN ends in `role/app`, in whatever account."""
        return self._identities.identified.by_last(part)

    @cached_property
    def engine(self) -> Engine:
        """The catalogue and the matching rules, for single statements."""
        from iamlint.access.engine import Engine

        return Engine(self.catalog)

    def apart(
        self,
        identity: Identity | None,
        resource: Resource | None,
        source: Resource | None = None,
        aside: str = "",
    ) -> Apart:
        """Tells a caller, a resource and the source of a call apart from others that files
        create. `aside`: what tells values of `aws:SourceArn` that are about other calls.
        """
        from .apart import Apart

        return Apart(self._identities, self._resources, identity, resource, source, aside)

    def account_of(self, thing: Thing) -> Text:
        """The account it belongs to: of its ARN, else of its file or provider."""
        from .accounts import account_of

        return account_of(thing)

    def organization_of(self, thing: Thing) -> str:
        """The organization that its account is in, as configured; empty where that is not known."""
        return self.organization_at(thing.reading.path) if thing.reading is not None else ""

    def organization_at(self, path: str) -> str:
        """The same for a file."""
        if path not in self._organizations:
            self._organizations[path] = self._organization_at(path)
        return self._organizations[path]

    @property
    def _whole(self) -> Estate:
        """Itself, with all the questions."""
        return self  # type: ignore[return-value]


def told_by(facts: Facts | None) -> Told:
    """What the configuration tells of the organization."""
    from .told import Told

    if facts is None:
        return Told()
    return Told(
        tuple(facts.scps),
        tuple(facts.rcps),
        facts.units,
        facts.management_account,
        facts.without_full_access,
    )


def unasked(_path: str) -> str:
    """Nothing is configured for a file."""
    return ""


def claim(reading: Reading) -> None:
    """Tell what a reading holds where it comes from."""
    for thing in (
        *reading.identities,
        *reading.resources,
        *reading.attachments,
        *reading.exclusives,
        *reading.wires,
        *reading.role_uses,
        *reading.token_uses,
        *reading.key_users,
        *reading.assignments,
        *reading.calls,
        *reading.codes,
    ):
        thing.reading = reading
