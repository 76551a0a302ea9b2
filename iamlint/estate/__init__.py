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
    from iamlint.model.policy import Policy, Statement, Word
    from iamlint.model.things import (
        Identity,
        KeyUser,
        PolicyReference,
        Reading,
        Resource,
        Thing,
        TokenUse,
    )
    from iamlint.text.holes import Text
    from iamlint.text.node import When

    from .aliases import HalfGranted
    from .apart import Apart
    from .asking import Answer
    from .barred import Barred
    from .boundaries import Boundaries
    from .caps import Capped, Caps
    from .chaining import Unchained
    from .completing import Completeness
    from .crossing import Crossings
    from .exclusives import Taken
    from .forms import Misnamed
    from .homekeys import Shared
    from .identities import Identities
    from .indexes import Unindexed
    from .joined import Boundary, Grants, KeyUse, Level
    from .keycalls import KeyCall
    from .keys import Keys
    from .lacking import Shortfall
    from .lacks import KeyNeed
    from .managed import ManagedPolicies
    from .misnamed import MisnamedPolicy
    from .mispassing import Mispassed, Mispassings
    from .misplaced import Misplaced
    from .missing import Missing
    from .onesided import OneSided
    from .organization import Organization
    from .plainly import Plainly
    from .refusals import Refusal
    from .regional import Regional
    from .resources import Resources
    from .rivals import Contests, Doubles, Rivals
    from .rolekeys import RoleLack
    from .running import Running, Workload
    from .servicelacks import ServiceRefusal
    from .sessions import Length
    from .shortfalls import Shortfalls
    from .sourced import Sourced
    from .sums import Sums
    from .tokens import Untaken
    from .uninvited import Uninvited
    from .unpassed import Unpassed
    from .unsupported import Unsupported
    from .untrusted import Untrusted
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
            reading.identities
            or reading.resources
            or reading.attachments
            or reading.wires
            or reading.role_uses
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

    def misnamed_policies(self) -> Iterator[MisnamedPolicy]:
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

    def whole(self, resource: Resource) -> list[Resource]:
        """The function of which a resource is an alias or a version."""
        return self._resources.whole(resource)

    def qualified(self, resource: Resource) -> list[Resource]:
        """The function that a resource is, or is an alias or a version of, with the others."""
        return self._resources.qualified(resource)

    def policies_around(self, resource: Resource) -> Grants:
        """The policies that the account of a resource has for all of its kind in a region, and what
        else may be among them unseen: log groups have such.
        """
        return self._regional.around(resource)

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

    @property
    def idle_profiles(self) -> tuple[Workload, ...]:
        """The roles in instance profiles that nothing in view uses; in file order."""
        return self._running.idle_profiles

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

    def untrusted_services(self) -> Iterator[Untrusted]:
        """Services that are to run something as a role whose trust policy, all of it in view, keeps
        them out; in file order.
        """
        return iter(self._untrusted)

    @cached_property
    def _untrusted(self) -> tuple[Untrusted, ...]:
        from .untrusted import untrusted

        return tuple(untrusted(self))

    def unchained(self, action: str) -> Iterator[Unchained]:
        """Roles of which the trust policy, all of it in view, does not let those assume them
        (`sts:AssumeRole`), or pass them tags (`sts:TagSession`), who are granted just that.
        """
        from .chaining import unchained

        return unchained(self, action)

    def unpassed_roles(self) -> Iterator[Unpassed]:
        """Roles that are passed to services by those who may not pass them, as far as what they may
        call and what they start tells.
        """
        from .passings import unpassed

        return unpassed(self)

    def mispassed_roles(self) -> Iterator[Mispassed]:
        """Grants to pass a role, all of whose trust policy is in view, to services that it does not
        trust.
        """
        return self._mispassings.all()

    def foreign_roles_passed(self) -> Iterator[tuple[Word, str, str]]:
        """Where a grant to pass roles names one of another account than its file's: the account of
        the role, and that of the file.
        """
        return self._mispassings.foreign()

    @cached_property
    def _mispassings(self) -> Mispassings:
        from .mispassing import Mispassings

        return Mispassings(self)

    def misnamed_roles(self) -> Iterator[Misnamed]:
        """Roles and instance profiles that are named in a form which the property does not take:
        by an ARN for a name, and the other way round.
        """
        from .forms import misnamed

        return misnamed(self)

    def misplaced_roles(self) -> Iterator[Misplaced]:
        """Roles of another account, or linked to another service, where a property names them for a
        service that cannot use them.
        """
        from .misplaced import misplaced

        return misplaced(self)

    def unseen_principals(self, identity: Identity) -> Iterator[Word]:
        """Roles and users of its own account that a role trusts and nothing in view declares."""
        from .unseen import unseen

        return unseen(self, identity)

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

    def taken(self) -> Iterator[Taken]:
        """What is attached to an identity, and taken away again by what lists all it may have."""
        return self._identities.taken()

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

    def admits(
        self,
        principals: Iterable[Text | str],
        action: str,
        resource: Text,
        *,
        context: Mapping[str, Text | str | None] | None = None,
        when: When = ALWAYS,
        reading: Reading | None = None,
        source: Resource | None = None,
        without: tuple[Policy, ...] = (),
    ) -> Answer:
        """Does the policy of a resource let a service call in its own name: any of `principals`,
        which are alternatives (`sns.amazonaws.com`; an account's ARN where a service calls as one)?

        `resource`: what is called, as the file `reading` means it. `context`: context keys that
        the call brings, `aws:SourceArn` above all; None for one that is absent, and what is not
        given is not known. `source`: the resource on behalf of which the service calls, told apart
        from others that files create. `when`: template conditions taken for granted. `without`:
        policies taken to be absent.
        """
        from .admitting import Admission

        return Admission(
            self, action, resource, context or {}, when, reading, source, without
        ).answer(principals)

    def unadmitted(self, fault: str, purpose: str = "") -> Iterator[Uninvited]:
        """Wires whose target does not let the source in, of one of the faults that
        `estate.faults` tells apart and, where it is given, for one purpose of the call
        (`estate.uninvited`); in file order.
        """
        return (
            one for one in self._unadmitted if one.fault == fault and purpose in ("", one.purpose)
        )

    @cached_property
    def _unadmitted(self) -> tuple[Uninvited, ...]:
        from .unadmitted import Unadmitted

        return tuple(Unadmitted(self).all())

    def key_needs(self) -> Iterator[KeyNeed]:
        """Each identity and key where the identity uses something that the key encrypts through a
        service that calls KMS in the caller's name; by identity, in file order.
        """
        return iter(self._key_needs)

    def missing_key_grants(self) -> Iterator[Missing]:
        """What the policies of identities lack of the keys that encrypt what they use, where the
        key policies leave it to them.
        """
        return (missing for need in self._key_needs for missing in need.gaps())

    @cached_property
    def _key_needs(self) -> tuple[KeyNeed, ...]:
        from .needs import KeyNeeds

        return tuple(KeyNeeds(self, "fas").all())

    def missing_creator_grants(self) -> Iterator[Missing]:
        """What the policies of those who may make something lack of the key that encrypts it, where
        the service makes a grant in their name; who uses it then needs nothing.
        """
        from .needs import KeyNeeds

        needs = KeyNeeds(self, "grant", "create").all()
        return (missing for need in needs for missing in need.gaps())

    def shortfalls(self, work: str) -> Iterator[Shortfall]:
        """What roles in view lack of what a part of their work needs (`event source`,
        `destination`, `network`, `execution`, `task`, `replication`, `tracing`, `target`), or of
        what AWS's guides list besides (`documented`); in file order.
        """
        return self._shortfalls.of(work)

    def tells_bare(self, role: Identity) -> bool:
        """A role has no policy for certain, and what `shortfalls` tells of it is enough."""
        return self._shortfalls.tells_bare(role)

    def mute_functions(self, *, meant: bool) -> Iterator[Shortfall]:
        """Functions whose role may not write their logs, in file order: those of which somebody
        wants logs, as something else in view tells, or the others.
        """
        return self._shortfalls.mute(meant=meant)

    def unindexed(self) -> Iterator[Unindexed]:
        """Grants to query tables that have indexes, where nobody in view may query those."""
        from .indexes import unindexed

        return unindexed(self)

    @cached_property
    def _shortfalls(self) -> Shortfalls:
        from .shortfalls import Shortfalls

        return Shortfalls(self)

    def key_refusals(self, *, foreign: bool) -> Iterator[Refusal]:
        """Keys whose policy refuses identities that use what they encrypt, whatever the policies
        of those say; of another account with `foreign`, else of the key's own.
        """
        from .refusals import refusals

        return refusals(self._key_needs, foreign)

    def service_refusals(self) -> Iterator[ServiceRefusal]:
        """Keys whose policy refuses a service that uses them in its own name, service by service;
        in file order.
        """
        from .servicelacks import refusals

        return refusals(self)

    def barred_services(self) -> Iterator[Barred]:
        """What is under a key of AWS's own and called by services that can never use that key."""
        from .barred import barred

        return barred(self)

    def shared_under_aws_keys(self) -> Iterator[Shared]:
        """What is shared with other accounts under a key of AWS's own, which only principals of its
        account can use; in file order.
        """
        from .homekeys import shared

        return shared(self)

    def role_key_lacks(self) -> Iterator[RoleLack]:
        """What roles lack of the keys that declarations have services use as those roles."""
        from .rolekeys import role_lacks

        return role_lacks(self)

    def keys_of_user(self, user: KeyUser) -> list[KeyUse]:
        """The keys that a declaration has a service use."""
        from .keycalls import keys_of_user

        return [key for _, key in keys_of_user(self, user)]

    def unsupported_encryption(self) -> Iterator[Unsupported]:
        """Wires whose target is under a KMS key where the service can only do without."""
        from .unsupported import unsupported

        return unsupported(self)

    def has_default_policy_alone(self, resource: Resource) -> bool:
        """Nothing but AWS's default policy sits on it, for all that is in view."""
        grants = self.policies_on(resource)
        return not grants.unknown and all(one.bundled for one in grants.attached)

    def half_granted_aliases(self) -> Iterator[HalfGranted]:
        """Who may make, move or delete aliases on one side only, of the alias and the key."""
        from .aliases import half_granted

        return half_granted(self)

    @cached_property
    def plainly(self) -> Plainly:
        """Rights on keys that nothing qualifies."""
        from .plainly import Plainly

        return Plainly(self)

    @cached_property
    def key_calls(self) -> tuple[KeyCall, ...]:
        """What services do with keys in their own name, for a wire or for what names the key; in
        file order.
        """
        from .keycalls import KeyCalls

        return tuple(KeyCalls(self).all())

    def key_use(self, text: Text, reading: Reading | None = None) -> KeyUse:
        """What a text that names a key leads to, as a file means it."""
        return self._keys.use(text, None, reading)

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

    @cached_property
    def sourced(self) -> Sourced:
        """Tells statements by the sources that they are for."""
        from .sourced import Sourced

        return Sourced(self._resources)

    def sources_of(self, target: Resource) -> frozenset[Resource | None]:
        """The sources of the wires that lead to a resource."""
        return self._wires.sources_of(target)

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
        *reading.exclusives,
        *reading.wires,
        *reading.role_uses,
        *reading.token_uses,
        *reading.key_users,
    ):
        thing.reading = reading
