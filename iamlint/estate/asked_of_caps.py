"""What is asked of accounts and caps: boundaries, service control policies, quotas, borders."""

from __future__ import annotations

from functools import cached_property

from iamlint.model.policy import RCP
from iamlint.text.hints import TYPE_CHECKING

from .inview import InView

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.model.things import (
        Identity,
        Reading,
        Resource,
    )
    from iamlint.text.holes import Text

    from .boundaries import Boundaries
    from .caps import Capped, Caps
    from .crossing import Crossings
    from .joined import Boundary, Level
    from .onesided import OneSided
    from .sessions import Length
    from .sums import Sums


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

        return Caps(self._whole)

    @cached_property
    def _crossings(self) -> Crossings:
        from .crossing import Crossings

        return Crossings(self._whole)
