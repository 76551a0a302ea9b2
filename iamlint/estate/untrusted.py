"""Roles that keep the service out that is to run something as them, and what would mend it."""

from __future__ import annotations

from iamlint.catalog.roles import ASSUME, WITH_TOKEN
from iamlint.finding import CERTAIN, CONFIDENCES, LIKELY
from iamlint.rule import AddItem, AddStatement, Replace
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.records import NamedTuple

from .assuming import Refusal, is_provider, refusal
from .demands import Demand, demands
from .joined import one_or_list, weakest
from .presence import possible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.model.policy import Condition, Policy, Principal, Statement
    from iamlint.model.things import Identity, Reading, Wire
    from iamlint.rule import Placed
    from iamlint.text.holes import Text
    from iamlint.text.node import When

    from . import Estate
    from .running import Workload

    Sent = tuple[tuple[str, Text], ...]
    Place = tuple[Text, Text, Reading | None]
    Asked = dict[tuple[Identity, str, Place, Text | None, Sent, When], Refusal | None]

SOURCE_ACCOUNT, EXTERNAL_ID = "aws:sourceaccount", "sts:externalid"


class Untrusted(NamedTuple):
    """A role, and services that it keeps out although they are to run something as it.

    `workloads`: what fails for it. `needed`: the actions that a trust policy gives the services.
    `wires`: what has it run by another service than its own. `demanded`: how sure that is.
    """

    role: Identity
    principals: tuple[str, ...]
    workloads: tuple[Workload, ...]
    refusal: Refusal
    needed: tuple[str, ...]
    wires: tuple[Wire, ...] = ()
    demanded: str = CERTAIN

    @property
    def trust(self) -> Policy:
        assert self.role.trust is not None
        return self.role.trust

    @property
    def guard(self) -> Condition | None:
        """The condition that keeps the service out, where its name alone would let it in."""
        return self.refusal.guards[0] if self.refusal.guards else None

    @property
    def entry(self) -> Principal | None:
        """Whom the trust policy lets in instead: a service, where it names one."""
        entries = [e for s in self.trust.statements if s.allows for e in s.principals or ()]
        services = [entry for entry in entries if entry.type == "Service"]
        return next(iter(services or entries), None)

    @property
    def where(self) -> Placed:
        """The place in the trust policy that is wrong."""
        if self.refusal.denying:
            return self.refusal.denying[0]
        return self.entry or self.trust

    @property
    def confidence(self) -> str:
        return weakest(self.demanded, CERTAIN if self.refusal.sure else LIKELY)

    @property
    def services(self) -> str:
        """The services, for a message."""
        return " and ".join(f"`{principal}`" for principal in self.principals)

    @property
    def what(self) -> tuple[str, ...]:
        """What is to run, by its declarations' names."""
        return tuple(dict.fromkeys(workload.use.by for workload in self.workloads))

    @property
    def run(self) -> str:
        """That they run, for a message: the first, and how many more."""
        first, *more = self.what
        return f"{first} and {len(more)} more run" if more else f"{first} runs"

    @property
    def places(self) -> list[tuple[Placed, str]]:
        """Where the role is named, and the instance profile in between."""
        found: list[tuple[Placed, str]] = []
        for workload in self.workloads:
            if workload.profile_use is not None:
                found.append((workload.use, f"{workload.use.by} names the instance profile here"))
                found.append((workload.profile_use, "the instance profile holds the role"))
            else:
                found.append((workload.use, f"{workload.use.by} names {self.role.address} here"))
        by = f"{self.services} is to run it for this"
        found.extend((wire, by) for wire in self.wires)
        return list(dict.fromkeys(found))

    @property
    def missing(self) -> str:
        """What the trust policy lacks, in a line."""
        actions = ", ".join(f"`{action}`" for action in self.needed)
        return f"{actions} for {self.services} in the trust policy of {self.role.address}"

    @property
    def mended(self) -> AddItem | AddStatement | None:
        """Name the service beside those that are trusted, or in a statement of its own."""
        if self.refusal.denying or is_provider(self.principals[0]):
            return None  # tokens of a provider are never to be taken without a condition
        title = f"let {self.services} assume the role"
        for statement in self.trust.statements:
            if self.needed == (ASSUME,) and _is_plain(statement):
                return AddItem(statement, "Principal/Service", self.principals, title)
        added = {
            "Effect": "Allow",
            "Principal": {"Service": one_or_list(self.principals)},
            "Action": one_or_list(self.needed),
        }
        return AddStatement(self.trust, added, title)

    @property
    def met(self) -> Replace | None:
        """Write what is sent, the account or the external ID, for the one value that is another."""
        use, guards = self.workloads[0].use, self.refusal.guards
        sent = {SOURCE_ACCOUNT: use.account, EXTERNAL_ID: use.external}
        sent |= {key.lower(): text for key, text in use.sends}
        if len(guards) != 1 or len(guards[0].values) != 1:
            return None
        right = sent.get((guards[0].key.literal or "").lower())
        if right is None or right.literal is None:
            return None
        return Replace(guards[0].values[0], right)


def _is_plain(statement: Statement) -> bool:
    """It lets services assume the role, and says nothing else."""
    actions = [word.literal for word in statement.actions or ()]
    return (
        statement.allows
        and not (statement.conditions or statement.gaps or statement.when)
        and actions == [ASSUME]
        and bool(statement.principals)
        and all(entry.type == "Service" for entry in statement.principals or ())
    )


def untrusted(estate: Estate) -> Iterator[Untrusted]:
    """Every role, and the services that something demands of it, of which it is so."""
    found: dict[tuple[Identity, tuple[str, ...]], list[tuple[Demand, Refusal]]] = {}
    asked: Asked = {}
    told = estate.catalog.table("service_trust_sources")
    sources: dict[str, str] = {row["principal"]: row["arn"] + row.get("own", "") for row in told}
    for demand in demands(estate):
        when = demand.workload.when
        when = when if demand.wire is None else when | demand.wire.when
        refused = _refused(demand, when, asked, sources) if possible(when) else {}
        if refused and demand.role.trust is not None:
            said = estate.engine.lacking_services(demand.role.trust)  # whoever is to run as it
            refused = {one: how for one, how in refused.items() if one not in said}
        if refused:
            case = demand, next(iter(refused.values()))
            found.setdefault((demand.role, tuple(refused)), []).append(case)
    needs = {row["principal"]: row for row in estate.catalog.table("service_trust_actions")}
    for (role, principals), cases in found.items():
        row = needs.get(principals[0])
        needed = tuple(row["actions"]) if row is not None else (ASSUME,)
        if is_provider(principals[0]):
            needed = (WITH_TOKEN,)
        workloads = tuple(dict.fromkeys(demand.workload for demand, _ in cases))
        wires = tuple(demand.wire for demand, _ in cases if demand.wire is not None)
        demanded = min((demand.confidence for demand, _ in cases), key=CONFIDENCES.index)
        yield Untrusted(role, principals, workloads, cases[0][1], needed, wires, demanded)


def _refused(
    demand: Demand, when: When, asked: Asked, sources: dict[str, str]
) -> dict[str, Refusal]:
    """The services that must be let in and are not; none where another that may stand for them
    is let in.
    """
    refused = {
        principal: one
        for principal in demand.principals
        if (one := _refusal(demand, principal, when, asked, sources)) is not None
    }
    if any(_refusal(demand, other, when, asked, sources) is None for other in demand.instead):
        return {}
    return refused


def _refusal(
    demand: Demand, principal: str, when: When, asked: Asked, sources: dict[str, str]
) -> Refusal | None:
    """The refusal for a demand, found once for all whose service sends the same."""
    role, use = demand.role, demand.workload.use
    place = use.account, use.region, use.reading
    slot = role, principal, place, use.external, use.sends, when
    if slot not in asked:
        asked[slot] = refusal(role, principal, demand.workload, when, sources)
    return asked[slot]
