"""What is asked of accounts and caps: boundaries, service control policies, quotas, borders."""

from __future__ import annotations

from functools import cached_property

from iamlint.finding import UNVERIFIED
from iamlint.model.policy import BOUNDARY, RCP, SCP, SESSION
from iamlint.text.hints import TYPE_CHECKING

from .inview import InView

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.model.policy import Policy, Statement
    from iamlint.model.things import (
        Attachment,
        Identity,
        Reading,
        Resource,
    )
    from iamlint.text.holes import Text

    from .boundaries import Boundaries
    from .caps import Capped, Caps
    from .clashing import Clash
    from .crossing import Crossings
    from .deadtrust import DeadTrust
    from .declareddenied import DeclaredDenied
    from .demanded import Demanded
    from .endpoints import Uncarried
    from .joined import Attached, Boundary, Level
    from .jointly import Keyless, Lacking
    from .limiting import Limits
    from .listedvalues import ListedValue
    from .lockedgrants import InVain
    from .lockedregions import InUse
    from .managedcut import ManagedCut
    from .misaimed import Misaimed
    from .misnumbered import Misnumbered
    from .misspared import Misspared
    from .mistargeted import Mistargeted
    from .onesided import OneSided
    from .partly import Partial
    from .perimeters import ShutOut
    from .sessions import Length
    from .sums import Sums
    from .takenback import TakenBack


class CapQuestions(InView):
    """Boundaries, service control policies, quotas, and both sides of a border of accounts."""

    @cached_property
    def boundaries(self) -> Boundaries:
        """Who lacks a boundary that is demanded, and who may take off their own."""
        from .boundaries import Boundaries

        return Boundaries(self._whole, self._required_boundary)

    @cached_property
    def sums(self) -> Sums:
        """What principals and nodes of an organization have in all, against the quotas."""
        from .sums import Sums

        return Sums(self.readings, self._identities, self._resources, self._managed, self.catalog)

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

    def mistargeted(self) -> Iterator[Mistargeted]:
        """Control policies on a target that is not there, and is almost one that is."""
        from .mistargeted import mistargeted

        return mistargeted(self._whole, self._organization.attached())

    def is_configured_as(self, kind: str, policy: Policy) -> bool:
        """The configuration attaches a policy as a control policy of a kind, whatever it says
        elsewhere that the file is.
        """
        attached = self._whole.told.scps if kind == SCP else self._whole.told.rcps
        return any(one is policy for one, _ in attached)

    def units_above(self, account: Text) -> str:
        """The units that an account lies in, from the root, as `r-ab12/ou-ab12-11111111/`; empty
        where they are not all told by their ids.
        """
        return self._organization.path_above(account)

    def scps_over(self, account: Text) -> list[Level]:
        """The same, over an account."""
        return self._organization.levels_over(account)

    def scps_in(self, account: Text, reading: Reading | None) -> list[Level]:
        """The same, over an account as a file means it."""
        return self._organization.levels_over(account, SCP, reading)

    def locked_regions_in_use(self) -> Iterator[InUse]:
        """Regions that service control policies lock, and in which something in view is."""
        return iter(self._locked_in_use)

    @cached_property
    def _locked_in_use(self) -> tuple[InUse, ...]:
        from .lockedregions import in_use

        return tuple(in_use(self._whole)) if self._organization.has(SCP) else ()

    def declared_denied(self) -> Iterator[DeclaredDenied]:
        """What files declare and a service control policy denies to create so, in file order."""
        if not self._organization.has(SCP):
            return iter(())
        from .declareddenied import declared_denied

        return declared_denied(self._whole)

    def accounts_under_scps(self) -> Iterator[tuple[Policy, tuple[str, ...]]]:
        """Service control policies of which all targets are accounts, each with their numbers."""
        return self._organization.accounts_under() if self._organization.has(SCP) else iter(())

    def dead_levels(self) -> Iterator[Level]:
        """Levels of service control policies at which nothing is allowed."""
        return self._organization.dead_levels()

    def empty_levels(self) -> Iterator[tuple[str, Identity]]:
        """Targets from which FullAWSAccess is detached and to which nothing else is attached, each
        with the first user or role below it; none where no service control policy is told of.
        """
        return self._organization.empty_levels() if self._organization.has(SCP) else iter(())

    def rcps_on(self, resource: Resource) -> list[Level]:
        """The levels of resource control policies over a resource; a Deny in one is enough."""
        return self._organization.levels_on(resource)

    def rcps_over(self, account: Text, reading: Reading | None = None) -> list[Level]:
        """The same, over an account, as a file means it."""
        return self._organization.levels_over(account, RCP, reading)

    def refused_by_resources(self) -> Iterator[OneSided]:
        """Grants of identities on resources of another account, whose policies are in view and do
        not admit them; in file order.
        """
        return iter(self._refused_by_resources)

    @cached_property
    def _refused_by_resources(self) -> tuple[OneSided, ...]:
        return tuple(self._crossings.refused_by_resources())

    def denied_alone(self) -> Iterator[tuple[Identity, Statement]]:
        """Roles of which all policies deny, with what the first of them denies, in file order."""
        from .deniedalone import denied_alone

        return denied_alone(self._whole)

    def misspared(self) -> Iterator[Misspared]:
        """Accounts that a Deny spares, nearly those that are let in and that it hits."""
        from .misspared import misspared

        return misspared(self._whole)

    def misnumbered(self) -> Iterator[Misnumbered]:
        """ARNs of which the account is nearly that of what they name, in file order."""
        from .misnumbered import misnumbered

        return misnumbered(self._whole)

    def refused_at_work(self) -> Iterator[OneSided]:
        """What wires in view need of resources of another account, and are refused there."""
        from .atwork import refused_at_work

        return refused_at_work(self._whole, self._crossings)

    def clashing(self) -> Iterator[Clash]:
        """Grants across accounts that both sides make, under conditions that never hold together;
        in file order.
        """
        from .clashing import clashing

        return clashing(self._whole)

    @cached_property
    def accounts_in_view(self) -> frozenset[str]:
        """The accounts in which something stands, and those that the configuration names."""
        from .misnumbered import accounts_in_view

        return accounts_in_view(self._whole)

    def misaimed(self) -> Iterator[Misaimed]:
        """Grants on something of another account that is not in view, beside something there that
        lets the caller in and goes almost by that ARN; in file order.
        """
        from .misaimed import misaimed

        return misaimed(self._whole)

    def misnamed_at_home(self) -> Iterator[Misaimed]:
        """The same of what stands in the file of the identity itself; in file order."""
        from .misaimed import misnamed_at_home

        return misnamed_at_home(self._whole)

    def taken_back(self) -> Iterator[TakenBack]:
        """What an identity is granted of a resource by name, and a Deny in the policy of that takes
        from it whatever the request; in file order.
        """
        from .takenback import taken_back

        return taken_back(self._whole)

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

    def managed_cut(self) -> Iterator[ManagedCut]:
        """Managed policies of AWS's own of which boundaries let nothing of a service through."""
        from .managedcut import managed_cut

        return managed_cut(self._whole, self._caps)

    def capped_by_scp(self) -> Iterator[Capped]:
        """The same for a service control policy over the account."""
        return self._caps.capped("scp") if self._organization.has(SCP) else iter(())

    def values_cut_by(self, kind: str) -> Iterator[ListedValue]:
        """Values that the conditions of grants list beside others, and of which a boundary or a
        service control policy, as `kind` says, lets nothing through.
        """
        if kind == SCP and not self._organization.has(SCP):
            return iter(())
        from .listedvalues import values_cut

        return values_cut(self._whole, self._caps, kind)

    def cut_by(self, policy: Policy) -> list[Capped]:
        """What a service control policy or a boundary cuts, where anybody would lose something."""
        if policy.kind not in (SCP, BOUNDARY):
            return []
        capped = self.capped_by_scp() if policy.kind == SCP else self.capped_by_boundary()
        return [one for one in capped if one.cap is policy and one.confidence != UNVERIFIED]

    def capped_by_sessions(self) -> Iterator[Capped]:
        """Actions of roles that the session policies with which alone they are assumed never let
        through.
        """
        return self._caps.capped("session")

    def capped_by_rcp(self) -> Iterator[Capped]:
        """The same for a resource control policy over the accounts of the resources."""
        return self._caps.capped("rcp") if self._organization.has(RCP) else iter(())

    def trust_capped_by_rcp(self) -> Iterator[DeadTrust]:
        """Tokens that a role trusts, and a resource control policy over its account never takes."""
        from .deadtrust import DeadTrusts

        return DeadTrusts(self._whole).found() if self._organization.has(RCP) else iter(())

    def capped_by_region(self) -> Iterator[Capped]:
        """Actions on resources in a region in which a boundary or service control policy lets
        nothing through; not where that is said of the policy, as something in view is there.
        """
        told = {(one.statement.policy, one.region) for one in self._locked_in_use}
        capped = self._caps.capped("region")
        return (one for one in capped if (one.cap, one.region) not in told)

    def regions_in_vain(self) -> Iterator[InVain]:
        """Regions that the conditions of grants list beside others, and in which a boundary or
        service control policy lets nothing of them through.
        """
        from .lockedgrants import in_vain

        return in_vain(self._whole, self._caps)

    def capped_by_deny(self) -> Iterator[Capped]:
        """The same for what the other policies of the identities deny."""
        return self._caps.capped("deny")

    def partly_capped(self) -> Iterator[Partial]:
        """Statements of which a boundary or service control policy takes a part."""
        from .partly import Partly

        return Partly(self._caps, self.catalog).partial()

    def lacking_jointly(self) -> Iterator[Lacking]:
        """Actions that identities may call on some of the resources that each call takes, never on
        the others.
        """
        from .jointly import lacking_jointly

        return lacking_jointly(self._whole)

    def keyless(self, statement: Statement) -> Keyless | None:
        """What a Deny takes of every call, as some of its resources never have a key."""
        if not statement.denies or not statement.conditions:
            return None
        from .jointly import keyless

        return keyless(statement, self.catalog)

    def demanded_tags(self) -> Iterator[Demanded]:
        """Tags without which identities create nothing, and that they may not give."""
        from .demanded import Tags

        return Tags(self._whole).demanded()

    def stopped_by_endpoints(self) -> Iterator[Uncarried]:
        """What the policies of gateway endpoints stop that services in their VPCs need."""
        from .endpoints import Endpoints

        return Endpoints(self._whole).uncarried()

    def shut_out_by(self, statement: Statement) -> ShutOut | None:
        """Whom of its own organization a Deny of a control policy hits that is to keep strangers
        out; None where nobody.
        """
        from .perimeters import shut_out

        return shut_out(self._whole, statement)

    def session_policies(
        self, attachment: Attachment, reading: Reading
    ) -> tuple[Attached, ...] | None:
        """The policies that a declaration limits sessions with; None where one is not known."""
        from .joined import Attached

        found: list[Attached] = []
        if attachment.policy is not None:
            found.append(Attached(attachment.policy, attachment, attachment.when))
        if attachment.reference is not None:
            named = self._managed.find(
                attachment.reference, SESSION, attachment.when, reading, attachment.address
            )
            if named.unknown is not None or not all(one.sure for one in named.attached):
                return None
            found.extend(named.attached)
        return tuple(found)

    def identities_named(
        self, kind: str, text: Text, reading: Reading, near: str
    ) -> Iterator[tuple[Identity, bool]]:
        """The identities of a kind that a text in a file names, each with whether it does so for
        certain; `near`: the address of what has the text.
        """
        return self._identities.identified.find(kind, text, reading, near)

    @cached_property
    def limits(self) -> Limits:
        """The sessions that files limit by policies, with their roles."""
        from .limiting import Limits

        return Limits(self._whole)

    @cached_property
    def _caps(self) -> Caps:
        from .caps import Caps

        return Caps(self._whole)

    @cached_property
    def _crossings(self) -> Crossings:
        from .crossing import Crossings

        return Crossings(self._whole)
