"""Services that work as a role, and are stopped by a Deny in the policy of what they work on.

The calls that Firehose makes as a role come from AWS's own network, through no endpoint and without
a second factor: a Deny for all that come from elsewhere hits them.
https://docs.aws.amazon.com/whitepapers/latest/building-a-data-perimeter-on-aws/perimeter-implementation.html
"""

from __future__ import annotations

from iamlint.access.request import RESOURCE_LAYER
from iamlint.finding import LIKELY
from iamlint.model.policy import RESOURCE
from iamlint.rule import AddItem
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.records import NamedTuple

from .aims import Aims
from .asking import CAPS
from .duties import duties_of, kind_of
from .integrations import ROLE
from .joined import weakest
from .presence import possible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.model.policy import Statement
    from iamlint.model.things import Identity, Resource
    from iamlint.rule import Placed

    from . import Estate
    from .asking import Answer
    from .wired import Wired


class DeniedWork(NamedTuple):
    """A Deny that stops what a service does as a role. `actions`: what it is denied."""

    wired: Wired
    role: Identity
    target: Resource
    statement: Statement
    actions: tuple[str, ...]
    confidence: str

    @property
    def places(self) -> list[tuple[Placed, str]]:
        """The other places that take part."""
        return [
            (self.wired.wire, f"{self.worker} works on {self.target.address} here"),
            (self.role, f"as {self.role.address}"),
        ]

    @property
    def worker(self) -> str:
        """What a person calls that which works."""
        source = self.wired.source
        return source.address if source is not None else self.wired.wire.address

    @property
    def missing(self) -> str:
        """The request that is denied, in canonical form."""
        return f"{', '.join(self.actions)} on {self.target.arn} by {self.role.arn}"

    @property
    def mended(self) -> AddItem:
        """To spare the role."""
        place = "Condition/ArnNotEquals/aws:PrincipalArn"
        return AddItem(self.statement, place, (self.role.arn,), f"spare {self.role.address}")


def denied_work(estate: Estate) -> Iterator[DeniedWork]:
    """In file order, each Deny once for a role and what it works on."""
    duties, aims = duties_of(estate.catalog), Aims(estate)
    from_aws = {row["type"] for row in estate.catalog.table("calling_from_aws")}
    found: dict[tuple[Identity, Resource, Statement], DeniedWork] = {}
    for wired in estate.wires:
        kind, role, target = kind_of(wired), wired.role, wired.target
        if kind is None or role is None or target is None or wired.by != ROLE or not wired.sure:
            continue
        if kind.source_type not in from_aws or not possible(wired.when | role.when):
            continue
        if not any(one.denies for p in estate.policies_on(target).policies for one in p.statements):
            continue
        for duty in duties.of(wired):
            for resource in aims.of(wired, duty).asked:
                answer = estate.can(
                    role,
                    duty.actions[0],
                    resource,
                    context=carried(estate),
                    when=wired.when | role.when,
                    supposing=(CAPS,),
                )
                for statement in stopping(answer):
                    slot = role, target, statement
                    others = found[slot].actions if slot in found else ()
                    actions = tuple(dict.fromkeys((*others, duty.actions[0])))
                    sure = weakest(LIKELY, answer.confidence)
                    found[slot] = DeniedWork(wired, role, target, statement, actions, sure)
    yield from found.values()


def carried(estate: Estate) -> dict[str, None]:
    """The keys of network and second factor, which such calls lack."""
    rows = estate.catalog.table("keys_absent_for_services")
    return {row["key"]: None for row in rows if row["of"] in ("network", "factor")}


def stopping(answer: Answer) -> Iterator[Statement]:
    """The Denies of a policy on the resource, where nothing else stops it."""
    if answer.explicit and answer.blocked_by == (RESOURCE_LAYER,):
        yield from (one for one in answer.statements if one.policy.kind == RESOURCE)
