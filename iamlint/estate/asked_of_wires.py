"""What is asked of wires: what calls what, who is let in, what roles lack of their work."""

from __future__ import annotations

from functools import cached_property

from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.node import ALWAYS

from .inview import InView

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from iamlint.model.policy import Policy
    from iamlint.model.things import (
        Identity,
        Reading,
        Resource,
    )
    from iamlint.text.holes import Text
    from iamlint.text.node import When

    from .asking import Answer
    from .cappedwork import CappedWork
    from .coded import Denied, Uncovered
    from .denied import DeniedWork
    from .indexes import Stray, Unindexed
    from .joined import KeyUse
    from .lacking import Shortfall
    from .miswired import Miswired
    from .networks import Held, Networks, Way
    from .ordering import Early
    from .refusedcalls import RefusedCall
    from .roleless import Roleless
    from .sequences import Broken
    from .shortfalls import Shortfalls
    from .sourced import Sourced
    from .strangers import Stranger
    from .uncalled import Uncalled
    from .uninvited import Uninvited
    from .wired import Wired


class WireQuestions(InView):
    """What calls what, who lets it in, and what roles lack of what their work needs."""

    @property
    def wires(self) -> tuple[Wired, ...]:
        """Everything that calls something else, led to both of its ends; in file order."""
        return self._wires.all

    def miswired(self) -> Iterator[Miswired]:
        """Wires to what is not in view, where something is that goes almost by its ARN."""
        from .miswired import miswired

        return miswired(self._whole)

    def wires_of(self, resource: Resource) -> list[Wired]:
        """The wires of which a resource is the source or the target."""
        return self._wires.of(resource)

    def wire_keys(self, wired: Wired) -> list[KeyUse]:
        """The customers' keys that encrypt what a wire acts on: whoever calls needs them too."""
        return self._wires.keys_of(wired)

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
            self._whole, action, resource, context or {}, when, reading, source, without
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

        return tuple(Unadmitted(self._whole).all())

    def roleless(self) -> Iterator[Roleless]:
        """Targets that are called with a role, where none is named; in file order."""
        from .roleless import roleless

        return roleless(self._whole)

    def strangers(self) -> Iterator[Stranger]:
        """Accounts that a wire asks a resource of another account to let in, and that it does not;
        in file order.
        """
        from .strangers import strangers

        return strangers(self._whole)

    def denied_work(self) -> Iterator[DeniedWork]:
        """Services that work as a role, and are stopped by a Deny in the policy of what they work
        on.
        """
        from .denied import denied_work

        return denied_work(self._whole)

    def early(self) -> Iterator[Early]:
        """Declarations that may be made before the policies by which they are allowed what AWS
        checks then.
        """
        from .ordering import Ordering

        return Ordering(self._whole).all()

    def shortfalls(self, work: str) -> Iterator[Shortfall]:
        """What roles in view lack of what a part of their work needs (`event source`,
        `destination`, `network`, `execution`, `task`, `replication`, `tracing`, `target`), or of
        what AWS's guides list besides (`documented`); in file order.
        """
        return self._shortfalls.of(work)

    def tells_bare(self, role: Identity) -> bool:
        """A role has no policy for certain, and what `shortfalls` tells of it is enough."""
        return self._shortfalls.tells_bare(role)

    def lacking_on(self, role: Identity, resource: Resource | Identity) -> bool:
        """It is told of `shortfalls` that a role lacks what its work needs of a resource."""
        return self._shortfalls.lacking_on(role, resource)

    def stray_indexes(self) -> Iterator[Stray]:
        """Indexes of tables in view that statements name and that the tables do not have."""
        from .indexes import strays

        return strays(self._whole)

    def lacks_for_work(self, role: Identity, action: str) -> bool:
        """It is told of `shortfalls` that a role lacks an action."""
        return self._shortfalls.lacks(role, action)

    def broken_sequences(self) -> Iterator[Broken]:
        """Calls that are of use together only, of which identities are granted some."""
        from .sequences import broken

        return broken(self._whole)

    def mute_functions(self, *, meant: bool) -> Iterator[Shortfall]:
        """Functions whose role may not write their logs, in file order: those of which somebody
        wants logs, as something else in view tells, or the others.
        """
        return self._shortfalls.mute(meant=meant)

    def capped_work(self) -> Iterator[CappedWork]:
        """What roles are granted for their work, and a boundary or control policy stops; by role
        and cap, in file order.
        """
        from .cappedwork import CappedWorks

        return CappedWorks(self._whole, self._shortfalls).all()

    def held_by_endpoints(self) -> Iterator[Held]:
        """What VPC endpoints stop of the calls of functions and tasks that go through them."""
        return self._networks.held()

    def way_of(self, identity: Identity, action: str) -> Way | None:
        """The one VPC endpoint that all requests of an identity for an action go through."""
        return self._networks.way(identity, action)

    @cached_property
    def _networks(self) -> Networks:
        from .networks import Networks

        return Networks(self._whole, self._shortfalls)

    def uncovered_calls(self) -> Iterator[Uncovered]:
        """Functions whose code calls what their role may not, in file order."""
        from .coded import Coded

        return iter(Coded(self._whole, self._shortfalls).uncovered)

    def denied_calls(self) -> Iterator[Denied]:
        """Calls of functions' code that a Deny hits for what they send, in file order."""
        from .coded import Coded

        return iter(Coded(self._whole, self._shortfalls).denied)

    def refused_calls(self) -> Iterator[RefusedCall]:
        """Calls for a role in view that ask with what its trust policy refuses, in file order."""
        from .refusedcalls import refused_calls

        return refused_calls(self._whole)

    def uncalled_grants(self) -> Iterator[Uncalled]:
        """What roles of functions are granted and the functions' code never calls."""
        from .uncalled import uncalled

        return uncalled(self._whole)

    def unindexed(self) -> Iterator[Unindexed]:
        """Grants to query tables that have indexes, where nobody in view may query those."""
        from .indexes import unindexed

        return unindexed(self._whole)

    @cached_property
    def _shortfalls(self) -> Shortfalls:
        from .shortfalls import Shortfalls

        return Shortfalls(self._whole)

    @cached_property
    def sourced(self) -> Sourced:
        """Tells statements by the sources that they are for."""
        from .sourced import Sourced

        return Sourced(self._resources)

    def sources_of(self, target: Resource) -> frozenset[Resource | None]:
        """The sources of the wires that lead to a resource."""
        return self._wires.sources_of(target)
