"""Which VPC endpoints the calls of functions and tasks go through, and what those stop.

Private DNS of an interface endpoint leads all calls of its VPC to the service through it. A gateway
endpoint takes the calls from subnets whose route tables it is in. Its policy then has its say
beside those of the caller and of the resource.
https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html
"""

from __future__ import annotations

from functools import cached_property

from iamlint.access.callers import identity_caller
from iamlint.access.context import Context
from iamlint.access.decide import decide
from iamlint.access.request import ENDPOINT_LAYER, Request, Situation
from iamlint.access.verdict import UNKNOWN
from iamlint.finding import LIKELY, UNVERIFIED
from iamlint.rule import AddStatement
from iamlint.text.globs import is_glob
from iamlint.text.hints import TYPE_CHECKING, Any, Final
from iamlint.text.node import Mapping, Scalar, Sequence
from iamlint.text.records import NamedTuple

from . import names
from .accounts import account_of
from .asking import ALL_ADMITTED, ALL_ALLOWED, probe
from .duties import DOCUMENTED, kind_of
from .endpoints import ENDPOINT, VPC, is_gateway, is_of, property_of, region_of, text_of
from .forwarding import forwarders
from .integrations import ROLE
from .joined import one_or_list
from .known import facts_of, keys_of
from .log_groups import FUNCTION
from .membership import memberships
from .presence import standing
from .shortfalls import LOGS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.access.verdict import Verdict
    from iamlint.model.policy import Policy, Statement
    from iamlint.model.things import Identity, Reading, Resource, Thing
    from iamlint.rule import Placed
    from iamlint.text.holes import Text
    from iamlint.text.node import Node

    from . import Estate
    from .shortfalls import Shortfalls

SUBNET, ROUTES, TASK, GATE = "subnet", "route-table", "task-definition", "endpoint"
"""Kinds of targets: the subnet something lies in, the route table that leads there, what a service
runs, the endpoint that is laid into a route table.
"""
SUBNETS: Final = "ec2:subnet"
PRIVATE: Final = ("PrivateDnsEnabled", "private_dns_enabled")
FARGATE: Final = "FARGATE"
LAUNCHED: Final = ("LaunchType", "launch_type")
FOR: Final = ("RequiresCompatibilities", "requires_compatibilities")


class Placement(NamedTuple):
    """A function, or the task of a service, that lies in subnets of one VPC.

    `by`: what puts it there. `starts`: what its execution role does goes by the same network.
    Without `subnets` it lies in some that are not in view, and most likely in the one VPC whose
    endpoints its file makes.
    """

    worker: Resource
    by: Thing
    vpc: Text
    subnets: tuple[Resource, ...]
    starts: bool


class Way(NamedTuple):
    """The endpoint that requests go through, and the VPC that it is in."""

    endpoint: Resource
    vpc: Text


class Wanted(NamedTuple):
    """An action that a worker asks for as a role, on one of `resources`; `written`: how a statement
    names them; `place`: where it shows; `how`: the integration that takes it.
    """

    role: Identity
    action: str
    resources: tuple[Text, ...]
    written: Text
    place: Placed
    how: str = ""


class Held(NamedTuple):
    """What an endpoint stops of the calls of a worker; or, where there is no `placement`, of those
    of a role that `demanding`, a Deny in the policy of what is called, lets through it alone.
    """

    endpoint: Resource
    policy: Policy
    placement: Placement | None
    wanted: tuple[Wanted, ...]
    denying: Statement | None
    confidence: str
    demanding: Statement | None = None

    @property
    def role(self) -> Identity:
        return self.wanted[0].role

    @property
    def actions(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(one.action for one in self.wanted))

    @property
    def places(self) -> list[tuple[Placed, str]]:
        """The other places that take part."""
        found: list[tuple[Placed, str]] = [(one.place, "asked for here") for one in self.wanted]
        if self.placement is not None:
            found.append((self.placement.by, "its calls go through the endpoint"))
        if self.demanding is not None:
            found.append((self.demanding, "this takes it through the endpoint alone"))
        if self.denying is not None:
            found.append((self.denying, "denied here"))
        return list(dict.fromkeys(found))[:5]

    @property
    def details(self) -> list[tuple[str, str]]:
        by_target: dict[Text, list[str]] = {}
        for one in self.wanted:
            actions = by_target.setdefault(one.written, [])
            if one.action not in actions:
                actions.append(one.action)
        return [("missing", f"{', '.join(found)} on {on}") for on, found in by_target.items()]

    @property
    def mended(self) -> AddStatement | None:
        """The statement that lets it through; None where a Deny stops it."""
        if self.denying is not None:
            return None
        statement: dict[str, object] = {
            "Effect": "Allow",
            "Principal": "*",
            "Action": one_or_list(self.actions),
            "Resource": one_or_list(dict.fromkeys(one.written for one in self.wanted)),
        }
        return AddStatement(self.policy, statement, "let it through")


class Networks:
    """Functions and tasks in VPCs, and the endpoints of these."""

    def __init__(self, estate: Estate, shortfalls: Shortfalls) -> None:
        self._estate = estate
        self._shortfalls = shortfalls
        self._rows = estate.catalog.table("endpoint_services")

    def held(self) -> Iterator[Held]:
        """By worker, role and endpoint, in file order; then what resources take through an endpoint
        alone.
        """
        told: set[tuple[Identity, Resource]] = set()
        for one in self._held():
            told.add((one.role, one.endpoint))
            yield one
        if self.endpoints:
            from .demandedways import demanded

            for one in demanded(self._estate, self):
                if (one.role, one.endpoint) not in told:
                    yield one

    def stops(self, endpoint: Resource, wanted: Wanted) -> bool:
        """It lets none of what is asked for through."""
        stopped, _ = self._stopped(endpoint, wanted)
        return stopped

    def _held(self) -> Iterator[Held]:
        for placement in self._placements if self.endpoints else ():
            found: dict[tuple[Identity, Resource], list[tuple[Wanted, Statement | None]]] = {}
            for wanted in self._wanted(placement):
                stopping = self._stopping(placement, wanted)
                for endpoint, denying in stopping:
                    found.setdefault((wanted.role, endpoint), []).append((wanted, denying))
            for (_, endpoint), every in found.items():
                on_it = self._estate.policies_on(endpoint)
                wants = tuple(dict.fromkeys(wanted for wanted, _ in every))
                denying = next((deny for _, deny in every if deny is not None), None)
                sure = UNVERIFIED if on_it.unknown else LIKELY
                policy = denying.policy if denying is not None else on_it.attached[0].policy
                yield Held(endpoint, policy, placement, wants, denying, sure)

    def way(self, identity: Identity, action: str) -> Way | None:
        """How requests of an identity get to a service, where all of them go through one endpoint
        in view for certain.
        """
        placements = self._by_role.get(identity, []) if self.endpoints else []
        if not placements or identity in self._starting or not self._is_alone(identity):
            return None
        if not all(placement.subnets for placement in placements):
            return None
        if forwarders(self._estate, identity) or action.lower() in self._served(identity):
            return None
        service = service_of(action)
        if service in self._logging and self._is_of_functions(identity):
            return None
        rows = [row for row in self._rows if row["service"] == service and "for" not in row]
        if any(action in row.get("except", ()) for row in rows):
            return None
        ways = [
            {
                Way(endpoint, placement.vpc)
                for endpoint in self.endpoints
                if any(self._takes(endpoint, placement, row) for row in rows)
            }
            for placement in placements
        ]
        found = ways[0] if all(one == ways[0] for one in ways) else set()
        return found.pop() if len(found) == 1 else None

    @cached_property
    def _by_role(self) -> dict[Identity, list[Placement]]:
        found: dict[Identity, list[Placement]] = {}
        for placement in self._placements:
            for run in self._estate.runs_as(placement.worker):
                if run.role is not None and not run.when:
                    found.setdefault(run.role, []).append(placement)
        return found

    # what lies where

    @cached_property
    def _laid(self) -> dict[tuple[int, str], dict[str, list[Text]]]:
        """What each declaration says that it lies in, by file and address, then by kind."""
        found: dict[tuple[int, str], dict[str, list[Text]]] = {}
        for reading in self._estate.readings:
            for attachment in reading.attachments:
                for kind, text in attachment.targets:
                    if kind in (VPC, SUBNET, ROUTES, TASK, GATE):
                        slot = id(reading), attachment.address
                        found.setdefault(slot, {}).setdefault(kind, []).append(text)
                for _ in attachment.gaps if attachment.policy is None else ():
                    slot = id(reading), attachment.address
                    found.setdefault(slot, {}).setdefault("", [])
        return found

    def _says(self, thing: Thing, kind: str) -> list[Text]:
        return self._laid.get((id(thing.reading), thing.address), {}).get(kind, [])

    @cached_property
    def endpoints(self) -> tuple[Resource, ...]:
        """Those in view whose policy limits something."""
        return tuple(
            resource
            for reading in self._estate.readings
            for resource in reading.resources
            if resource.service_type == ENDPOINT and resource.created and not resource.when
        )

    @cached_property
    def _placements(self) -> tuple[Placement, ...]:
        return tuple(
            placement
            for reading in self._estate.readings
            for resource in reading.resources
            if resource.created
            and not resource.when
            and (id(reading), resource.address) in self._laid
            for placement in self._placed(resource, reading)
        )

    def _placed(self, resource: Resource, reading: Reading) -> Iterator[Placement]:
        subnets = self._subnets_of(resource, reading)
        if subnets is None:
            return
        around = subnets or self._gated(reading)
        vpcs = {text for thing in around for text in self._says(thing, VPC)}
        if len(vpcs) != 1:
            return
        (vpc,) = vpcs
        tasks = self._says(resource, TASK)
        if not tasks:
            yield Placement(resource, resource, vpc, tuple(subnets), starts=False)
        for text in tasks:
            found, sure = self._estate.resources_named(text, reading, "ecs:task-definition")
            if len(found) == 1 and sure:
                starts = on_fargate(resource, found[0])
                yield Placement(found[0], resource, vpc, tuple(subnets), starts)

    def _subnets_of(self, resource: Resource, reading: Reading) -> list[Resource] | None:
        """Those in view that something lies in; none where all come from elsewhere; None where it
        lies in none, or in some of either sort.
        """
        texts = self._says(resource, SUBNET)
        named = [self._estate.resources_named(text, reading, SUBNETS) for text in texts]
        if "" in self._laid[(id(reading), resource.address)] or not any(ones for ones, _ in named):
            given = resource.service_type == FUNCTION or bool(texts)
            return [] if given and not any(ones for ones, _ in named) else None
        if not all(len(ones) == 1 and sure for ones, sure in named):
            return None
        return [ones[0] for ones, _ in named]

    def _gated(self, reading: Reading) -> list[Resource]:
        """The endpoints of a file that declares no subnets of its own."""
        if any(one.service_type == SUBNETS for one in reading.resources):
            return []
        return [endpoint for endpoint in self.endpoints if endpoint.reading is reading]

    @cached_property
    def _tables(self) -> dict[Resource, list[Text]]:
        """The route tables of subnets, as far as declarations associate them."""
        found: dict[Resource, list[Text]] = {}
        for reading in self._estate.readings:
            for attachment in reading.attachments:
                laid = self._laid.get((id(reading), attachment.address), {})
                for text in laid.get(SUBNET, ()) if laid.get(ROUTES) else ():
                    subnets, sure = self._estate.resources_named(text, reading, "ec2:subnet")
                    if len(subnets) == 1 and sure:
                        found.setdefault(subnets[0], []).extend(laid[ROUTES])
        return found

    @cached_property
    def _routed(self) -> dict[Resource, set[Text]]:
        """The route tables that gateway endpoints are in."""
        found: dict[Resource, set[Text]] = {
            endpoint: set(self._says(endpoint, ROUTES)) for endpoint in self.endpoints
        }
        for reading in self._estate.readings:
            for attachment in reading.attachments:
                laid = self._laid.get((id(reading), attachment.address), {})
                for text in laid.get(GATE, ()):
                    gates, _ = self._estate.resources_named(text, reading, ENDPOINT)
                    for gate in gates:
                        found.setdefault(gate, set()).update(laid.get(ROUTES, ()))
        return found

    def _takes(self, endpoint: Resource, placement: Placement, row: dict[str, Any]) -> bool:
        """Calls from there to the service go through the endpoint, for certain."""
        if not is_of(endpoint, [row["endpoint"]]) or is_gateway(endpoint) != is_gate(row):
            return False
        if is_gate(row):
            routed = self._routed.get(endpoint, set())
            return bool(placement.subnets) and all(
                routed.intersection(self._tables.get(s, ())) for s in placement.subnets
            )
        return is_true_of(endpoint, PRIVATE) and placement.vpc in self._says(endpoint, VPC)

    # what is asked for

    def _wanted(self, placement: Placement) -> Iterator[Wanted]:
        for run in self._estate.runs_as(placement.worker):
            if run.role is None or run.when:
                continue
            if run.role in self._starting:
                if placement.starts:
                    yield from self._needed(placement, run.role)
            elif self._is_alone(run.role) and not forwarders(self._estate, run.role):
                yield from self._granted(run.role)

    @cached_property
    def _starting(self) -> frozenset[Identity]:
        """Roles by which tasks are started, not those that they run as."""
        return frozenset(
            wired.role
            for wired in self._estate.wires
            if wired.role is not None
            and wired.by == ROLE
            and (kind := kind_of(wired)) is not None
            and kind.source_type == "ecs:task-definition"
        )

    def _needed(self, placement: Placement, role: Identity) -> Iterator[Wanted]:
        """What starting a task takes."""
        duties, aims = self._shortfalls.duties, self._shortfalls.aims
        for wired in self._estate.wires:
            kind = kind_of(wired)
            if wired.source is not placement.worker or wired.role is not role or not wired.sure:
                continue
            for duty in duties.of(wired) if kind is not None else ():
                aim = aims.of(wired, duty)
                if duty.work != DOCUMENTED and len(duty.actions) == 1 and aim.asked:
                    how = kind.id if kind is not None else ""
                    yield Wanted(role, duty.actions[0], aim.asked, aim.written, wired.wire, how)

    def _is_alone(self, role: Identity) -> bool:
        """Only workers that lie in VPCs have the role."""
        placed = {placement.worker for placement in self._placements}
        entries = [
            entry
            for statement in (role.trust.statements if role.trust is not None else ())
            for entry in statement.principals or ()
        ]
        return (
            bool(entries)
            and all(entry.type == "Service" for entry in entries)
            and all(run.resource in placed for run in self._estate.workloads_of(role))
        )

    def _granted(self, role: Identity) -> Iterator[Wanted]:
        """What statements of a role name: an action on a resource, each by its own name; but for
        what services ask for as the role, from their own network.
        """
        served = self._served(role)
        unseen = self._logging if self._is_of_functions(role) else frozenset()
        for attached in self._estate.policies_of(role).attached:
            if attached.bundled or not attached.sure or attached.policy.by_aws or attached.when:
                continue
            for statement in attached.policy.statements:
                if not statement.allows or statement.gaps or statement.when:
                    continue
                if any(
                    (one.key.literal or "").lower() in self._forwarded
                    for one in statement.conditions
                ):
                    continue
                for word in statement.actions or ():
                    if word.literal is None or is_glob(word.literal) or word.when:
                        continue
                    if word.literal.lower() in served or service_of(word.literal) in unseen:
                        continue
                    for resource in statement.resources or ():
                        if not resource.when:
                            asked = (probe(resource.text),)
                            yield Wanted(role, word.literal, asked, resource.text, statement)

    def _served(self, role: Identity) -> set[str]:
        """The actions that wires take the role for."""
        return {
            action.lower()
            for wired in self._estate.wires
            if wired.role is role and wired.by == ROLE
            for duty in self._shortfalls.duties.of(wired)
            for action in duty.actions
        }

    def _is_of_functions(self, role: Identity) -> bool:
        return any(
            run.resource is not None and run.resource.service_type == FUNCTION
            for run in self._estate.workloads_of(role)
        )

    @cached_property
    def _logging(self) -> frozenset[str]:
        """The services of which Lambda asks for a function's role, from its own network."""
        rows = self._shortfalls.duties.rows(LOGS)
        return frozenset(service_of(action) for duty in rows for action in duty.actions)

    @cached_property
    def _forwarded(self) -> frozenset[str]:
        rows = self._estate.catalog.table("keys_of_forwarded_calls")
        return frozenset(row["key"].lower() for row in rows)

    # what stops it

    def _stopping(
        self, placement: Placement, wanted: Wanted
    ) -> list[tuple[Resource, Statement | None]]:
        """The endpoints that calls go through, where each of them stops this one."""
        service = service_of(wanted.action)
        rows = [
            row
            for row in self._rows
            if row["service"] == service and wanted.action not in row.get("except", ())
        ]
        own = [
            row
            for row in rows
            if row.get("for") == wanted.how and wanted.action in row.get("actions", ())
        ]
        rows = own or [row for row in rows if "for" not in row]
        through = [
            endpoint
            for endpoint in self.endpoints
            if any(self._takes(endpoint, placement, row) for row in rows)
        ]
        verdicts = [(endpoint, self._stopped(endpoint, wanted)) for endpoint in through]
        if not all(stopped for _, (stopped, _) in verdicts):
            return []
        return [(endpoint, deny) for endpoint, (_, deny) in verdicts]

    def _stopped(self, endpoint: Resource, wanted: Wanted) -> tuple[bool, Statement | None]:
        """Whatever of the resources is asked for, and the Deny that does it, where it is one."""
        policies = standing(self._estate.policies_on(endpoint).attached)
        if not policies or not any(s.allows for policy in policies for s in policy.statements):
            return False, None  # nothing gets through: said of the policy
        verdicts = [self._decided(endpoint, policies, wanted, one) for one in wanted.resources]
        if not all(verdict is not None for verdict in verdicts):
            return False, None
        deciding = [d.statement for verdict in verdicts if verdict for d in verdict.statements]
        return True, next((statement for statement in deciding if statement.denies), None)

    def _decided(
        self, endpoint: Resource, policies: tuple[Policy, ...], wanted: Wanted, resource: Text
    ) -> Verdict | None:
        """What the endpoint decides on one request; None where it lets it through, or may."""
        role = wanted.role
        target = self._estate.resource(resource, role.reading)
        if is_elsewhere(resource, target, endpoint):
            return None
        asked = {key for p in policies for s in p.statements for key in keys_of(s.conditions)}
        facts = dict(facts_of(role, sorted(asked), self._estate.engine))
        request = Request(
            identity_caller(role.kind, role.arn, account_of(role), role.name),
            wanted.action,
            resource,
            account_of(target) if target is not None else None,
            Context({**facts, **memberships(self._estate, role, target)}, strict=False),
        )
        admitted = Situation(identity=(ALL_ALLOWED,), resource=(ALL_ADMITTED,), endpoints=policies)
        verdict = decide(request, admitted)
        if verdict.decision == UNKNOWN and target is not None:
            told = self._estate.apart(role, target).told(policies)
            verdict = decide(request, admitted._replace(endpoints=told))
        return verdict if verdict.blocked_by == (ENDPOINT_LAYER,) else None


def is_gate(row: dict[str, Any]) -> bool:
    """A row about gateway endpoints."""
    return bool(row["sort"] == "Gateway")


def service_of(action: str) -> str:
    return action.partition(":")[0].lower()


def is_elsewhere(resource: Text, target: Resource | None, endpoint: Resource) -> bool:
    """It lies in another region: it is not asked for through the endpoint."""
    parts = names.segments(resource)
    told = parts[3] if parts is not None and parts[3].pieces else None
    regions = [told] if told is not None else []
    if target is not None and not told:
        regions.append(target.region)
    return any(names.same(region, region_of(endpoint)) is False for region in regions)


def on_fargate(service: Resource, task: Resource) -> bool:
    """Tasks of the service run on Fargate: what starts them has the network of the task."""
    launched = property_of(service, LAUNCHED)
    if launched is not None:
        return launched.literal == FARGATE
    node = task.properties
    for key in FOR:
        found = node.get(key) if isinstance(node, Mapping) else None
        if isinstance(found, Sequence):
            kinds = [text_of(item) for item in found.items]
            return [kind.literal for kind in kinds if kind is not None] == [FARGATE]
    return False


def is_true_of(resource: Resource, keys: tuple[str, ...]) -> bool:
    """A property that is set to true, by its names in the dialects."""
    node: Node | None = resource.properties
    found = [node.get(key) for key in keys] if isinstance(node, Mapping) else []
    return any(isinstance(one, Scalar) and str(one.value).lower() == "true" for one in found if one)
