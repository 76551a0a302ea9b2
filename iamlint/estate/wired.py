"""A wire with both ends: what calls what, as whom, what lets it through and what is not in view."""

from __future__ import annotations

from iamlint.finding import CERTAIN, LIKELY, UNVERIFIED
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.holes import Text
from iamlint.text.records import NamedTuple

from . import names
from .accounts import account_of, same_account
from .asking import probe
from .integrations import ARN as SOURCE_ARN

if TYPE_CHECKING:
    from iamlint.model.things import Identity, Resource, Wire
    from iamlint.text.node import When

    from .integrations import Integration
    from .joined import Unknown


class Wired(NamedTuple):
    """A wire, led to what it ties.

    `wire`: as declared; its span is where the other end is named. `integration`: the kind of wire;
        None where what the ends are not known to be leaves several (`candidates`).
    `source`, `target`: the resources in view, None where they are not.
    `source_arn`, `target_arn`: how policies name them, in the words of their own files.
    `by`: what lets the call through: the integration's own way, or `role` where the declaration
        names one to be used instead of the target's policy.
    `role`: the role in view that is used; `role_ref`: the text that names it.
    `sure`: False where conditions or values that are not known decide whether the wire is there,
        or a name leads to several things.
    `unknown`: what of it is not in view, with the value that hides it.
    `likely`: an end is what the wire names if its region is the one that is written.
    """

    wire: Wire
    integration: Integration | None
    candidates: tuple[Integration, ...]
    source: Resource | None
    target: Resource | None
    source_arn: Text
    target_arn: Text
    by: str
    role: Identity | None
    role_ref: Text | None
    sure: bool
    unknown: tuple[Unknown, ...]
    likely: bool = False

    @property
    def sureness(self) -> str:
        """How sure it is that it ties these two."""
        if not self.sure:
            return UNVERIFIED
        return LIKELY if self.likely else CERTAIN

    @property
    def when(self) -> When:
        """The conditions of the template under which the wire is there, both ends with it."""
        ends = (end.when for end in (self.source, self.target) if end is not None)
        return self.wire.when.union(*ends)

    @property
    def principals(self) -> tuple[str, ...]:
        """The services that call, or that must be able to assume the role."""
        return self.integration.principals if self.integration is not None else ()

    @property
    def actions(self) -> tuple[str, ...]:
        """What is done to `acted_on`."""
        return self.integration.actions if self.integration is not None else ()

    @property
    def acted_on(self) -> Resource | None:
        """The end that the actions are about, where it is in view."""
        on_source = self.integration is not None and self.integration.on_source
        return self.source if on_source else self.target

    @property
    def conditions(self) -> dict[str, dict[str, Text]]:
        """The conditions that AWS's guides put into the statement that admits the source."""
        if self.integration is None:
            return {}
        return self.integration.conditions(self.source_arn, self.home)

    @property
    def context(self) -> dict[str, Text | str | None]:
        """The context keys that the call of the service brings, as far as AWS's guides tell."""
        if self.integration is None:
            return {}
        found: dict[str, Text | str | None] = {}
        for operands in self.integration.conditions(self.source_arn, self.home).values():
            found.update((key, probe(value)) for key, value in operands.items())
        if SOURCE_ARN in found and self.wire.route is not None:
            found[SOURCE_ARN] = self.source_arn + "/" + self.wire.route
        if not self._is_of_service(self.integration.source_type.partition(":")[0]):
            found.pop(SOURCE_ARN, None)  # how the service calls it is not known
        return found

    def _is_of_service(self, service: str) -> bool:
        """The ARN of the source is one of the service's, or not known to be of another."""
        parts = names.segments(self.source_arn)
        return not service or parts is None or parts[2].literal in (service, None)

    @property
    def home(self) -> dict[str, Text]:
        """Where the source is: its `Account`, `Region` and `Partition`."""
        of = self.source or self.wire
        reading = self.wire.reading
        partition = reading.partition if reading is not None else Text("aws")
        return {"Account": account_of(of), "Region": of.region, "Partition": partition}

    @property
    def crosses_accounts(self) -> bool | None:
        """The ends belong to different accounts; None where that is not known."""
        if self.target is not None:
            same = same_account(self.source or self.wire, self.target)
            return None if same is None else not same
        account = names.account_in(self.target_arn)
        own = account_of(self.source or self.wire)
        same = names.same(own, account) if account is not None else None
        return None if same is None else not same
