"""All that was read in one run, joined, and the questions asked of it.

Indexes are built when a question first needs them: a scan of one plain policy pays for none.
"""

from __future__ import annotations

from functools import cached_property

from iamlint.text.hints import TYPE_CHECKING, Protocol
from iamlint.text.node import ALWAYS

from .uses import tell_boundaries

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from iamlint.access.engine import Engine
    from iamlint.catalog import Catalog
    from iamlint.model.policy import Policy, Statement
    from iamlint.model.things import (
        Identity,
        PolicyReference,
        Reading,
        Resource,
        Thing,
        TokenUse,
    )
    from iamlint.text.holes import Text
    from iamlint.text.node import When

    from .apart import Apart
    from .asking import Answer
    from .boundaries import Boundaries
    from .caps import Capped, Caps
    from .completing import Completeness
    from .crossing import Crossings
    from .identities import Identities
    from .joined import Boundary, Grants, KeyUse, Level
    from .keys import Keys
    from .lacks import KeyNeed
    from .managed import ManagedPolicies
    from .misnamed import Misnamed
    from .onesided import OneSided
    from .organization import Organization
    from .refusals import Refusal
    from .resources import Resources
    from .rivals import Contests, Doubles, Rivals
    from .running import Running, Workload
    from .sessions import Length
    from .sums import Sums
    from .tokens import Untaken
    from .wired import Wired
    from .wires import Wires


class Facts(Protocol):
    """What the estate takes from the configuration."""

    @property
    def scps(self) -> Iterable[tuple[Policy, Text]]: ...

    @property
    def trusted_accounts(self) -> frozenset[str]: ...

    def required_boundary(self, path: str) -> str: ...


class Estate:
    """Everything in view: identities with all their policies, resources with theirs and their
    keys, accounts and guardrails.

    `facts`: what the configuration says: its `scps` are service control policies, each with the
    target it is attached to (an account's number, or `*` for every account); its
    `trusted_accounts` are ours and those that we trust, or none where that is not said;
    `required_boundary` is the ARN of the boundary that what a file creates must bear, or empty.
    """

    def __init__(self, readings: Iterable[Reading], facts: Facts | None, catalog: Catalog) -> None:
        self.readings = tuple(readings)
        self.catalog = catalog
        self.configured_scps = tuple(facts.scps) if facts is not None else ()
        self._required_boundary = facts.required_boundary if facts is not None else unasked
        self.trusted_accounts = facts.trusted_accounts if facts is not None else frozenset()
        for reading in self.readings:
            claim(reading)
        tell_boundaries(self.readings)

    @property
    def joins(self) -> bool:
        """There is something to join: more than one document, or a thing that documents hang on."""
        documents = sum(len(reading.policies) for reading in self.readings) + len(
            self.configured_scps
        )
        return documents > 1 or any(
            reading.identities or reading.resources or reading.attachments or reading.wires
            for reading in self.readings
        )

    @property
    def policies(self) -> Iterator[Policy]:
        """Every document, attached or not, in file order; not those that AWS writes."""
        for reading in self.readings:
            yield from (policy for policy in reading.policies if not policy.by_aws)

    @property
    def statements(self) -> Iterator[Statement]:
        """Every statement, in file order."""
        for policy in self.policies:
            yield from policy.statements

    @property
    def identities(self) -> Iterator[Identity]:
        """Roles, users, groups and permission sets, in file order."""
        for reading in self.readings:
            yield from reading.identities

    @property
    def resources(self) -> Iterator[Resource]:
        """Resources that files declare, in file order."""
        for reading in self.readings:
            yield from reading.resources

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
    def _keys(self) -> Keys:
        from .keys import Keys

        return Keys(self._resources)

    @cached_property
    def _wires(self) -> Wires:
        from .wires import Wires

        return Wires(self)

    @cached_property
    def _running(self) -> Running:
        from .running import Running

        return Running(self)

    @cached_property
    def _contests(self) -> Contests:
        from .rivals import Contests

        return Contests(self)

    @cached_property
    def _organization(self) -> Organization:
        from .organization import Organization

        return Organization(self.readings, self._managed, self.configured_scps)

    def managed_in_view(self, reference: PolicyReference, reading: Reading) -> list[Policy]:
        """The managed policies in view that a file names."""
        return self._managed.in_view(reference, reading)

    def knows(self, reference: PolicyReference, reading: Reading) -> bool:
        """The managed policy that a file names is in view, or bundled as one of AWS's own."""
        return self._managed.knows(reference, reading)

    def misnamed_policies(self) -> Iterator[Misnamed]:
        """References to managed policies of AWS's own that the bundled data does not have."""
        from .misnamed import misnamed

        return misnamed(self.readings, self.catalog)

    def policies_of(self, identity: Identity) -> Grants:
        """Every policy that may grant to an identity: inline, attached from any file, of its
        groups, AWS managed; and what else may grant that is not in view.
        """
        return self._identities.policies_of(identity)

    @cached_property
    def boundaries(self) -> Boundaries:
        """Who lacks a boundary that is demanded, and who may take off their own."""
        from .boundaries import Boundaries

        return Boundaries(self, self._required_boundary)

    @cached_property
    def sums(self) -> Sums:
        """What principals and nodes of an organization have in all, against the quotas."""
        from .sums import Sums

        return Sums(self.readings, self._identities, self._managed, self.catalog)

    def boundary_of(self, identity: Identity) -> Boundary | None:
        """Its permissions boundary; None when it has none in view."""
        return self._identities.boundary_of(identity)

    def session_length(self, identity: Identity) -> Length | None:
        """How long the sessions of a permission set may last, where its declaration says so."""
        from .sessions import session_length

        return session_length(identity)

    def scps_of(self, identity: Identity) -> list[Level]:
        """The levels of service control policies over it; each level must allow."""
        return self._organization.levels_of(identity)

    def scps_over(self, account: Text) -> list[Level]:
        """The same, over an account."""
        return self._organization.levels_over(account)

    def resource(self, text: Text, reading: Reading | None = None) -> Resource | None:
        """The resource that a name, ARN, alias or URL names, or that an ARN lies within
        (`bucket/*` in the bucket), as the file `reading` means it; None when not in view.
        """
        found = self._resources.find(text, reading) or self._resources.holding(text, reading)
        return found[0] if found else None

    def policies_on(self, resource: Resource) -> Grants:
        """The policies that sit on a resource, and what else may sit there unseen."""
        return self._resources.policies_on(resource)

    @property
    def wires(self) -> tuple[Wired, ...]:
        """Everything that calls something else, led to both of its ends; in file order."""
        return self._wires.all

    def wires_of(self, resource: Resource) -> list[Wired]:
        """The wires of which a resource is the source or the target."""
        return self._wires.of(resource)

    def wire_keys(self, wired: Wired) -> list[KeyUse]:
        """The customers' keys that encrypt what a wire acts on: whoever calls needs them too."""
        return self._wires.keys_of(wired)

    @property
    def workloads(self) -> tuple[Workload, ...]:
        """Everything that runs as a role, with the services that assume it; in file order."""
        return self._running.all

    def workloads_of(self, identity: Identity) -> list[Workload]:
        """What runs as a role: functions, tasks, instances through their profile."""
        return self._running.of(identity)

    def runs_as(self, resource: Resource) -> list[Workload]:
        """The roles that a resource runs as, each with the property that names it."""
        return self._running.as_which(resource)

    def role_asked_for(self, use: TokenUse) -> Identity | None:
        """The one role in view that a job asks for, as far as its name tells."""
        found = tuple(self._identities.identified.find("role", use.role_ref, use.reading))
        return found[0][0] if len(found) == 1 and use.role_ref.literal else None

    def untaken_tokens(self) -> Iterator[Untaken]:
        """Roles in view that take none of the tokens with which a job asks for them."""
        from .tokens import untaken

        return untaken(self)

    def roles_named(self, text: Text, reading: Reading | None = None) -> list[Identity]:
        """The roles in view that a name or an ARN in a file means for certain."""
        found = self._identities.identified.find("role", text, reading)
        return [role for role, sure in found if sure]

    def resources_named(
        self, text: Text, reading: Reading | None = None, type: str = ""
    ) -> tuple[list[Resource], bool]:
        """The resources that have this name, ARN, alias or URL, as a file means it, and whether it
        means all of them for certain. `type` narrows to a type or, without a colon, to a service.
        """
        return self._resources.meant(text, reading, type)

    def complete(self, thing: Identity | Resource | Wired) -> Completeness:
        """Whether everything that could allow more is in view: to an identity, on a resource or a
        key, through a wire. True where it is; else its `reasons` name what would settle it.
        """
        from .completing import completeness

        return completeness(self, thing)

    def rivals(self) -> Iterator[Rivals]:
        """Resources for which several policies are declared, of which only one can stand."""
        return self._contests.rivals()

    def doubles(self) -> Iterator[Doubles]:
        """Declarations that create things of one name, of which there can be one only."""
        return self._contests.doubles()

    def keys_of(self, resource: Resource) -> list[KeyUse]:
        """The keys it is encrypted with, one under each condition; one of kind `none` for none."""
        return list(self._keys.uses(resource))

    def key_of(self, resource: Resource) -> KeyUse:
        """The key it is encrypted with; the first where conditions choose."""
        return next(self._keys.uses(resource))

    @cached_property
    def all_resources(self) -> tuple[Resource, ...]:
        """Declared resources, then those that only a policy standing alone tells of."""
        return self._resources.all

    def resources_holding(self, text: Text, reading: Reading | None = None) -> list[Resource]:
        """The resources that an ARN names or lies within; several where names are shared."""
        return self._resources.holding(text, reading)

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

    def can(
        self,
        identity: Identity,
        action: str,
        resource: Text,
        *,
        context: Mapping[str, Text | str | None] | None = None,
        when: When = ALWAYS,
        supposing: tuple[str, ...] = (),
    ) -> Answer:
        """May an identity do something to a resource, from all that is in view?

        `context`: context keys of the request; None for one that is known to be absent, and what
        is not given is not known. `when`: template conditions taken for granted. `supposing`:
        sides taken to allow everything (`asking.CALLER`, `CAPS`, `RESOURCE_SIDE`).
        """
        from .asking import Question

        return Question(self, identity, action, resource, context or {}, when, supposing).answer()

    def key_needs(self) -> Iterator[KeyNeed]:
        """Each identity and key where the identity uses something that the key encrypts through a
        service that calls KMS in the caller's name; by identity, in file order.
        """
        return iter(self._key_needs)

    @cached_property
    def _key_needs(self) -> tuple[KeyNeed, ...]:
        from .needs import KeyNeeds

        return tuple(KeyNeeds(self).all())

    def key_refusals(self, *, foreign: bool) -> Iterator[Refusal]:
        """Keys whose policy refuses identities that use what they encrypt, whatever the policies
        of those say; of another account with `foreign`, else of the key's own.
        """
        from .refusals import refusals

        return refusals(self._key_needs, foreign)

    def refused_by_resources(self) -> Iterator[OneSided]:
        """Grants of identities on resources of another account, whose policies are in view and do
        not admit them; in file order.
        """
        return iter(self._refused_by_resources)

    @cached_property
    def _refused_by_resources(self) -> tuple[OneSided, ...]:
        return tuple(self._crossings.refused_by_resources())

    def refused_by_callers(self) -> Iterator[OneSided]:
        """Grants of resource policies to identities of another account that are in view and whose
        own policies do not allow it; in file order.
        """
        return self._crossings.refused_by_callers()

    def capped_by_boundary(self) -> Iterator[Capped]:
        """Actions of statements that the permissions boundary of every identity in view that has
        them never lets through; in file order.
        """
        return self._caps.capped("boundary")

    def capped_by_scp(self) -> Iterator[Capped]:
        """The same for a service control policy over the account."""
        return self._caps.capped("scp")

    @cached_property
    def _caps(self) -> Caps:
        from .caps import Caps

        return Caps(self)

    @cached_property
    def _crossings(self) -> Crossings:
        from .crossing import Crossings

        return Crossings(self)

    @cached_property
    def engine(self) -> Engine:
        """The catalogue and the matching rules, for single statements."""
        from iamlint.access.engine import Engine

        return Engine(self.catalog)

    def apart(self, identity: Identity, resource: Resource | None) -> Apart:
        """Tells an identity and a resource apart from others that files create."""
        from .apart import Apart

        return Apart(self._identities, self._resources, identity, resource)

    def key_named(self, text: Text, reading: Reading | None = None) -> Resource | None:
        """The customer's key that an id, ARN or alias leads to; None when it is not in view."""
        return self._keys.use(text, None, reading).key

    def account_of(self, thing: Thing) -> Text:
        """The account it belongs to: of its ARN, else of its file or provider."""
        from .accounts import account_of

        return account_of(thing)


def unasked(_path: str) -> str:
    """No boundary is demanded of what a file creates."""
    return ""


def claim(reading: Reading) -> None:
    """Tell what a reading holds where it comes from."""
    for thing in (
        *reading.identities,
        *reading.resources,
        *reading.attachments,
        *reading.wires,
        *reading.role_uses,
        *reading.token_uses,
    ):
        thing.reading = reading
