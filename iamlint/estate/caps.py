"""What identities are granted and a boundary, a control policy or a Deny of their own never lets
through.

https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
"""

from __future__ import annotations

from functools import cached_property

from iamlint.access.callers import identity_caller
from iamlint.access.engine.reaching import listed
from iamlint.access.facts import decided_by, rcp_services
from iamlint.access.request import STAR
from iamlint.access.truth import YES
from iamlint.catalog.tagkeys import PRINCIPAL_TAG, REQUEST_TAG, RESOURCE_TAG
from iamlint.finding import CERTAIN, LIKELY, UNVERIFIED
from iamlint.model.policy import BOUNDARY, RCP, SCP, SESSION, Policy
from iamlint.rule import AddStatement, Remove
from iamlint.text.globs import is_glob
from iamlint.text.hints import TYPE_CHECKING, Any, Final
from iamlint.text.records import NamedTuple

from . import names
from .accounts import account_of
from .asking import ALL_LET_THROUGH, whole_level
from .identifying import KINDS
from .joined import one_or_list
from .known import asked_keys, facts_of, keys_of
from .layers import (
    Cutting,
    Layer,
    asks_for_region,
    asks_who,
    content_of,
    in_region,
    locked_regions,
    of_the_bound,
    with_fact,
)
from .presence import changed, standing, with_statements
from .principals import asks_as, partition_asked_for

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from iamlint.access.callers import Caller
    from iamlint.access.engine import Engine
    from iamlint.model.policy import Condition, Statement, Word
    from iamlint.model.things import Identity
    from iamlint.rule import Placed
    from iamlint.text.holes import Text

    from . import Estate
    from .joined import Attached
    from .known import Facts
    from .layers import Reach

    Numbered = tuple[int, tuple[int, ...], tuple[tuple[int, int], ...]]

DENY: Final = "deny"
"""The cap of an identity's other policies, by what they deny."""
REGION: Final = "region"
"""What boundaries, SCPs and session policies cut of requests in the region of a resource."""
ANYWHERE: Final = ("iam", "sts", "s3")
"""Services that one asks without a region, or as it comes."""
TAGS: Final = (RESOURCE_TAG, REQUEST_TAG)
OF_RESOURCES: Final = frozenset(("aws:resourceaccount", "s3:resourceaccount"))
"""Keys that tell whose a resource is."""
LAYERED: Final = (BOUNDARY, SCP, REGION, SESSION)
"""Caps whose layers are the same for all statements of an identity."""


class Capped(NamedTuple):
    """Actions of a statement that a cap never lets through.

    `words`: the actions, or none when the statement names exceptions and all of it is cut.
    `resources`: those of the statement's resources for which they are cut; none for all.
    `identities`: all in view that have the statement. `denying`: the Deny that does it; None where
    the layer has no Allow for it. `cap`: the policy that limits, `place`: what attaches it;
    `bundled`: it is AWS's own. `region`: the region of the resources, where they are cut because
    of that. `why`: what would mean that the cap is not over them, where that is not known.
    """

    statement: Statement
    words: tuple[Word, ...]
    resources: tuple[Word, ...]
    identities: tuple[Identity, ...]
    cap: Policy
    place: Placed
    denying: Statement | None
    bundled: bool
    confidence: str
    region: str = ""
    why: str = ""
    known: tuple[str, ...] = ()

    @property
    def where(self) -> Placed:
        """The first resource or action that is cut, or the whole statement."""
        if self.resources:
            return self.resources[0]
        return self.words[0] if self.words else self.statement

    @property
    def reasons(self) -> list[tuple[Placed, str]]:
        """Where the cap denies it, or should have allowed it."""
        if self.denying is not None:
            return [(self.denying, "denied here")]
        return [] if self.bundled else [(self.cap, "nothing here allows it")]

    @property
    def missing(self) -> dict[str, object]:
        """The statement with which the cap would let it through."""
        resources = self.resources or self.statement.resources or ()
        return {
            "Effect": "Allow",
            "Action": one_or_list(word.text for word in self.words),
            "Resource": one_or_list(word.text for word in resources) or "*",
        }

    @property
    def what(self) -> str:
        """What is cut, for a message."""
        if not self.words:
            return "what this allows"
        where = f" on {listed(map(str, self.resources))}" if self.resources else ""
        return listed(map(str, self.words)) + where

    @property
    def details(self) -> list[tuple[str, str]]:
        """What the cap lacks, where it denies nothing, and what is not known of it."""
        doubts = [("unless", self.why)] if self.why else []
        doubts += [("known", one) for one in self.known]
        if self.denying is not None or not self.words:
            return doubts
        resources = self.resources or self.statement.resources or ()
        where = ", ".join(str(word) for word in resources) or "*"
        return [("missing", f"{', '.join(map(str, self.words))} on {where}"), *doubts]

    @property
    def mended(self) -> AddStatement | None:
        """Let the cap allow it too; None where it denies it, or stands in no file."""
        if self.denying is not None or not self.words or self.bundled:
            return None
        return AddStatement(self.cap, self.missing, "let it through")

    @property
    def dropped(self) -> Remove | None:
        """Take the action out of the statement, which grants it for nothing."""
        whole = not self.resources and len(self.words) == 1
        if not whole or len(self.statement.actions or ()) < 2:
            return None
        return Remove(self.words[0].node, "take out what is denied anyway")

    @property
    def who(self) -> str:
        """The identities, for a message: a few, and how many more."""
        names = [identity.address for identity in self.identities]
        more = f" and {len(names) - 3} more" if len(names) > 3 else ""
        return ", ".join(names[:3]) + more

    @property
    def key(self) -> str:
        """What makes a finding the same as another one."""
        return " ".join(map(str, (*self.words, *self.resources)))


class Cut(NamedTuple):
    """What a layer takes from a statement of an identity: all of it, where both are empty, or
    actions, and actions on resources.
    """

    identity: Identity
    layer: Layer
    words: tuple[Word, ...]
    pairs: tuple[tuple[Word, Word], ...]


class Caps:
    """Holds the statements of identities against what limits them."""

    def __init__(self, estate: Estate) -> None:
        self._estate = estate
        self._cutting = Cutting(estate.catalog)
        self._denies: dict[Identity, tuple[Attached, ...]] = {}
        self._denying_part: dict[int, tuple[Policy, Policy]] = {}
        self._bound: dict[int, tuple[Policy, Policy]] = {}
        self._asked: dict[tuple[Policy, ...], tuple[str, ...]] = {}
        self._asked_of_resources: dict[tuple[Policy, ...], set[str]] = {}
        self._asked_of_services: dict[tuple[Policy, ...], tuple[str, ...]] = {}
        self._callers: dict[Identity, Caller] = {}
        self._facts: dict[tuple[Identity, tuple[str, ...]], Facts] = {}
        self._contents: dict[tuple[object, ...], int] = {}
        self._numbers: dict[int, tuple[Policy, tuple[int, ...]]] = {}
        self._traits: dict[frozenset[int], tuple[bool, bool]] = {}
        self._prefix: tuple[object, object, tuple[object, ...]] = (None, None, ())
        self._cuts: dict[tuple[object, ...], Numbered | None] = {}

    def capped(self, by: str) -> Iterator[Capped]:
        """Statements of which some actions are cut for every identity in view that has them."""
        self._cuts.clear()
        cut: dict[Statement, list[Cut]] = {}
        spared: set[Statement] = set(held_by_others(self._estate))
        for identity in (*self._estate.identities, *(role for role, _ in self._estate.holders)):
            if identity.kind == "group" and (
                by == BOUNDARY or (by == DENY and identity in self._estate.peopled)
            ):
                continue  # its members make the requests, each under what else it has
            layers = tuple(self._layers(identity, by)) if by in LAYERED else ()
            for attached in self._estate.policies_of(identity).attached:
                if attached.bundled or not attached.sure:
                    continue
                if attached.policy.by_aws and (by not in (BOUNDARY, SCP) or attached.policy.arn):
                    continue  # of AWS's own only what SAM writes out is chosen for the identity
                if by == DENY:
                    layers = tuple(self._denying_beside(identity, attached))
                for statement in attached.policy.statements:
                    if statement.allows and statement not in spared:
                        found = self._cut(identity, statement, layers, by)
                        if found is None:
                            spared.add(statement)
                        else:
                            cut.setdefault(statement, []).append(found)
        self._cuts.clear()
        for statement, rows in cut.items():
            if statement not in spared:
                yield from self._told(statement, rows, by)

    def limited(self, by: str) -> Iterator[tuple[Identity, Statement, Layer]]:
        """What identities are granted for certain, with each layer that limits it."""
        for identity in self._estate.identities:
            layers = tuple(layer for layer in self._layers(identity, by) if not layer.why)
            for attached in self._estate.policies_of(identity).attached if layers else ():
                if attached.sure and not attached.bundled and not attached.policy.by_aws:
                    for statement in attached.policy.statements:
                        if statement.allows and not statement.gaps:
                            yield from ((identity, statement, layer) for layer in layers)

    @cached_property
    def _of_groups(self) -> frozenset[int]:
        """The policies of groups, of which further members may be nowhere in view."""
        estate = self._estate
        return frozenset(id(p) for one in estate.peopled for p in estate.policies_of(one).policies)

    @property
    def engine(self) -> Engine:
        """Answers about actions and resources."""
        return self._estate.engine

    @cached_property
    def _has_rcps(self) -> bool:
        told = bool(self._estate.told.rcps)
        return told or any(policy.kind == RCP for policy in self._estate.policies)

    def layers_of(self, identity: Identity) -> Iterator[Layer]:
        """The boundary of an identity."""
        return self._layers(identity, BOUNDARY)

    def never(
        self, statement: Statement, word: Word, layer: Layer, identity: Identity | None = None
    ) -> bool:
        """A layer lets nothing through of an action of a statement, whoever asks (or this one)."""
        caller = self.caller_of(identity) if identity is not None else None
        return self._cutting.never(statement, word, layer, caller)

    def layers_by(self, identity: Identity, by: str) -> Iterator[Layer]:
        """The layers of a kind that limit an identity."""
        return self._layers(identity, by)

    def lets_nothing(self, statement: Statement, layer: Layer, identity: Identity) -> bool:
        """A layer lets nothing through of what a statement allows an identity."""
        told = self._told_of(statement, identity, layer)
        actions = told.actions or ()
        return bool(actions) and all(self.never(told, one, layer, identity) for one in actions)

    def denying(self, statement: Statement, layer: Layer, identity: Identity) -> Statement | None:
        """The Deny that takes all of a statement by itself, whatever the layer allows."""
        return self._denying(statement, layer, self.caller_of(identity))

    def reach(self, layer: Layer) -> Reach:
        """What a layer says of actions."""
        return self._cutting.reach(layer)

    def _cut(
        self, identity: Identity, statement: Statement, layers: tuple[Layer, ...], by: str
    ) -> Cut | None:
        if by == RCP:
            return self._by_rcps(identity, statement)
        if by == REGION:
            return self._by_regions(identity, statement, layers)
        if by == SESSION:
            return self._by_sessions(identity, statement, layers)
        return self._by_layers(identity, statement, layers)

    def _layers(self, identity: Identity, by: str) -> Iterator[Layer]:
        if by == REGION:
            for cap in (BOUNDARY, SCP):
                yield from filter(asks_for_region, self._layers(identity, cap))
            sessions = tuple(self._layers(identity, SESSION))
            if len(sessions) == 1:  # what limits one session leaves others as they are
                yield from filter(asks_for_region, sessions)
            return
        if by == SESSION:
            for limit in self._estate.limits.of_all_sessions(identity):
                place = limit.attached[0].place
                bundled = all(one.bundled for one in limit.attached)
                yield Layer(standing(limit.attached), place, False, bundled)
            return
        if by == BOUNDARY:
            boundary = self._estate.boundary_of(identity)
            if boundary is None or boundary.attached is None:
                return
            if not boundary.allows_nothing:  # that is said of the boundary
                yield Layer(
                    standing((boundary.attached,)),
                    boundary.place,
                    True,
                    boundary.attached.bundled,
                )
            return
        levels = self._estate.scps_of(identity)
        for level in sorted(levels, key=lambda one: not one.sure):
            if not level.allows_nothing:  # that is said of the level
                place = level.attached[0].place
                listed = level.bare and not level.open
                why = "" if level.sure else unless(level.target, account_of(identity))
                policies = whole_level(level)
                if id(identity) in self._holders:
                    policies = tuple(map(self._of_the_bound, policies))
                yield Layer(policies, place, listed, why=why)

    @cached_property
    def _holders(self) -> frozenset[int]:
        """Of whom not even the path of their ARN is known."""
        return frozenset(id(one) for both in self._estate.holders for one in both)

    def _of_the_bound(self, policy: Policy) -> Policy:
        found = self._bound.get(id(policy))
        if found is None:
            found = self._bound[id(policy)] = policy, of_the_bound(policy)
        return found[1]

    def _denying_beside(self, identity: Identity, attached: Attached) -> Iterator[Layer]:
        """The other policies of an identity that deny something: what a policy denies itself is
        said of it alone.
        """
        found = self._denies.get(identity)
        if found is None:
            found = self._denies[identity] = tuple(
                one
                for one in self._estate.policies_of(identity).attached
                if one.sure and any(statement.denies for statement in one.policy.statements)
            )
        others = [one for one in found if one.policy is not attached.policy]
        if others:
            policies = tuple(self._only_denying(policy) for policy in standing(others))
            bundled = all(one.bundled for one in others)
            yield Layer((*policies, ALL_LET_THROUGH), others[0].place, True, bundled, own=True)

    def _only_denying(self, policy: Policy) -> Policy:
        found = self._denying_part.get(id(policy))
        if found is None:
            found = self._denying_part[id(policy)] = policy, only_denying(policy)
        return found[1]

    def caller_of(self, identity: Identity) -> Caller | None:
        """Who asks; None where the identity itself makes no requests."""
        if identity.kind not in ("role", "user"):
            return None
        caller = self._callers.get(identity)
        if caller is None:
            arn = asks_as(identity, self._partition)
            account, name = account_of(identity), identity.name
            caller = self._callers[identity] = identity_caller(identity.kind, arn, account, name)
        return caller

    @cached_property
    def _partition(self) -> str:
        return partition_asked_for(self._estate.policies)

    def _by_layers(
        self, identity: Identity, statement: Statement, layers: tuple[Layer, ...]
    ) -> Cut | None:
        """What the first layer that takes something takes."""
        if not layers:
            return None
        if self._prefix[0] is not layers or self._prefix[1] is not identity:
            self._prefix = layers, identity, tuple(self._said_by(one, identity) for one in layers)
        question = content_of(statement), self._prefix[2]
        if question not in self._cuts:
            cut = self._asked_by_layers(identity, statement, layers)
            self._cuts[question] = numbered(cut, statement, layers) if cut is not None else None
        known = self._cuts[question]
        if known is None:
            return None
        at, words, pairs = known
        actions, resources = statement.actions or (), statement.resources or ()
        return Cut(
            identity,
            layers[at],
            tuple([actions[n] for n in words]),
            tuple([(actions[n], resources[m]) for n, m in pairs]),
        )

    def _said_by(self, layer: Layer, identity: Identity) -> tuple[object, ...]:
        """What a layer says, and what it asks of who has it: a statement that many identities have
        is held once against layers that say the same to them.
        """
        contents: set[int] = set()
        for policy in layer.policies:
            known = self._numbers.get(id(policy))
            if known is None:
                known = self._numbers[id(policy)] = policy, self._numbered(policy)
            contents.update(known[1])
        said_there = frozenset(contents)
        traits = self._traits.get(said_there)
        if traits is None:
            hangs = bool(self._keys_of_resources(layer)) or asks_who(layer)
            traits = self._traits[said_there] = bool(self._keys_asked(layer)), hangs
        facts = self._facts_for(identity, layer) if traits[0] else None
        return said_there, layer.own, facts, identity if traits[1] else None

    def _numbered(self, policy: Policy) -> tuple[int, ...]:
        """What the statements of a policy say, as numbers; a number of its own where something of
        it is not known.
        """
        said = map(content_of, policy.statements) if policy.whole else ((policy,),)
        return tuple([self._contents.setdefault(one, len(self._contents)) for one in said])

    def _asked_by_layers(
        self, identity: Identity, statement: Statement, layers: tuple[Layer, ...]
    ) -> Cut | None:
        caller = self.caller_of(identity) if layers else None
        written = statement
        for layer in layers:
            statement = self._told_of(written, identity, layer)
            if statement.actions is None:
                if self._cutting.never(statement, None, layer, caller):
                    return Cut(identity, layer, (), ())
                continue
            words = tuple(
                word
                for word in statement.actions
                if self._cutting.never(
                    self._told_of_action(statement, (word,), layer), word, layer, caller
                )
            )
            pairs = tuple(
                (word, resource)
                for word in statement.actions
                if word not in words and self._cutting.looks_at_resources(word, layer)
                for resource in several(statement.resources)
                if self._never_on(statement, word, resource, layer, identity)
            )
            if words or pairs:
                return Cut(identity, layer, words, pairs)
        return None

    def _told_of(self, statement: Statement, identity: Identity, layer: Layer) -> Statement:
        """The same statement for requests that carry what those of an identity are known to, as
        far as a layer asks for it.
        """
        if not self._keys_asked(layer):
            return self._told_of_resources(statement, identity, layer)
        facts = self._facts_for(identity, layer)
        own = set(keys_of(statement.conditions))
        for key, value in facts:
            if layer.own and value is None and not key.startswith(PRINCIPAL_TAG):
                continue  # that its own Deny asks for what it never has is said of the condition
            if key not in own:
                statement = with_fact(statement, key, value)
        return self._told_of_resources(statement, identity, layer)

    def _told_of_action(
        self, statement: Statement, words: tuple[Word, ...], layer: Layer
    ) -> Statement:
        """The same statement for requests without those keys of services, and those tags, for which
        a layer asks and which none of the actions ever carries. That an identity's own Deny asks
        for them is said of the condition.
        """
        keys = self._keys_of_services(layer) if not layer.own else ()
        own = set(keys_of(statement.conditions)) if keys else ()
        for key in keys:
            if key not in own and all(self._never_carries(word, key) for word in words):
                statement = with_fact(statement, key, None)
        return statement

    def _never_carries(self, word: Word, key: str) -> bool:
        tag = next((one for one in TAGS if key.startswith(one)), "")
        return self.engine.never_bears(word, tag) if tag else self.engine.never_carries(word, key)

    def _keys_of_services(self, layer: Layer) -> tuple[str, ...]:
        """The keys of services, and those on tags of requests and resources, for which a layer
        asks; not those that come with a session.
        """
        keys = self._asked_of_services.get(layer.policies)
        if keys is None:
            every = (s for policy in layer.policies for s in policy.statements)
            found = {key for one in every for key in keys_of(one.conditions)}
            keys = self._asked_of_services[layer.policies] = tuple(
                sorted(
                    key
                    for key in found
                    if key.startswith(TAGS) or self._estate.engine.is_key_of_service(key)
                )
            )
        return keys

    def _keys_asked(self, layer: Layer) -> tuple[str, ...]:
        """The keys for which a layer asks of which it is known what requests carry."""
        asked = self._asked.get(layer.policies)
        if asked is None:
            asked = self._asked[layer.policies] = asked_keys(layer.policies, self.engine)
        return asked

    def _facts_for(self, identity: Identity, layer: Layer) -> Facts:
        asked = self._keys_asked(layer)
        facts = self._facts.get((identity, asked))
        if facts is None:
            facts = self._facts[identity, asked] = facts_of(identity, asked, self.engine)
        return facts

    def _keys_of_resources(self, layer: Layer) -> set[str]:
        """The keys for which a layer asks that tell whose a resource is."""
        keys = self._asked_of_resources.get(layer.policies)
        if keys is None:
            every = (s for policy in layer.policies for s in policy.statements)
            keys = {key for one in every for key in keys_of(one.conditions)}
            keys = self._asked_of_resources[layer.policies] = keys & OF_RESOURCES
        return keys

    def _told_of_resources(
        self, statement: Statement, identity: Identity, layer: Layer
    ) -> Statement:
        """The same statement for resources in the account in which all that it names are, where a
        layer asks whose they are.
        """
        keys = self._keys_of_resources(layer)
        words = statement.resources or ()
        accounts = {self._account_at(word, identity) for word in words} if keys else {""}
        account = accounts.pop() if len(accounts) == 1 else ""
        if account:
            for key in keys - {*keys_of(statement.conditions)}:
                statement = with_fact(statement, key, account)
        return statement

    def _account_at(self, word: Word, identity: Identity) -> str:
        """Whose a resource is; empty where it is not known."""
        target = self._estate.resource(word.text, identity.reading)
        if target is not None:
            return account_of(target).literal or ""
        account = names.account_in(word.text)
        return (account.literal or "") if account is not None else ""

    def _by_sessions(
        self, identity: Identity, statement: Statement, layers: tuple[Layer, ...]
    ) -> Cut | None:
        """What each of the layers takes of actions that are named: what limits one session leaves
        the others as they are, and what a broad grant loses in them is meant to be lost.
        """
        cuts = [self._by_layers(identity, statement, (layer,)) for layer in layers]
        found = [cut for cut in cuts if cut is not None]
        if not found or len(found) < len(cuts):
            return None
        words = tuple(
            word
            for word in statement.actions or ()
            if not is_glob(word.literal or "*") and all(word in cut.words for cut in found)
        )
        return Cut(identity, layers[0], words, ()) if words else None

    def _never_on(
        self,
        statement: Statement,
        word: Word,
        resource: Word,
        layer: Layer,
        identity: Identity,
    ) -> bool:
        """An action on one of the resources of a statement is cut. A pattern of actions goes with
        a bucket and the objects in it: what it names on the one may be cut, and not meant.
        """
        if word.literal is None or resource.literal == "*":
            return False
        together: tuple[Word, ...] = (resource,)
        if is_glob(word.literal):
            others = statement.resources or ()
            together = tuple(one for one in others if are_nested(one, resource))
        caller = self.caller_of(identity)
        statement = self._told_of_action(statement, (word,), layer)
        alone = (changed(statement, resources=(one,)) for one in together)
        told = (self._told_of_resources(one, identity, layer) for one in alone)
        return all(self._cutting.never(one, word, layer, caller) for one in told)

    def _by_regions(
        self, identity: Identity, statement: Statement, layers: tuple[Layer, ...]
    ) -> Cut | None:
        """What a layer takes because a resource lies in a region in which it lets nothing
        through.
        """
        written = statement
        for layer in layers:
            statement = self._told_of(written, identity, layer)
            pairs = tuple(
                (word, resource)
                for resource in statement.resources or ()
                for word in statement.actions or ()
                if (region := self._home_of(word, resource, layer, identity))
                and self._never_in(region, statement, word, resource, layer, identity)
            )
            if pairs:
                return Cut(identity, layer, (), pairs)
        return None

    def _home_of(self, word: Word, resource: Word, layer: Layer, identity: Identity) -> str:
        """The region in which a resource is asked for: that in its ARN, else the one that all of
        the service has, else that in which the identity works; empty where none is known. What
        nobody can do without is said of the lock.
        """
        region = region_of(resource)
        if region:
            return region
        service = (word.literal or "").partition(":")[0].lower()
        row = self._global.get(service)
        if row is None and resource.literal == "*" and service not in ANYWHERE:
            return "" if is_glob(word.literal or "*") else self._works_in(identity)
        if row is None or row["vital"]:
            return ""
        partitions = self._estate.catalog.regions
        own = partitions.get(row["region"])
        named = [*locked_regions(layer), *filter(None, (partition_of(resource),))]
        return row["region"] if all(partitions.get(one, one) == own for one in named) else ""

    def _works_in(self, identity: Identity) -> str:
        """The one region in which something runs as a role; empty where it is not known."""
        found = self._regions.get(identity)
        if found is None:
            regions = {work.use.region.literal for work in self._estate.workloads_of(identity)}
            found = (regions.pop() or "") if len(regions) == 1 else ""
            self._regions[identity] = found
        return found

    @cached_property
    def _regions(self) -> dict[Identity, str]:
        return {}

    @cached_property
    def _global(self) -> dict[str, dict[str, Any]]:
        return {row["service"]: row for row in self._estate.catalog.table("global_services")}

    def _never_in(
        self,
        region: str,
        statement: Statement,
        word: Word,
        resource: Word,
        layer: Layer,
        identity: Identity,
    ) -> bool:
        """An action on a resource is cut in a region, and is not in some other."""
        within = in_region(statement, region)
        if resource.literal == "*":
            never, caller = self._cutting.never, self.caller_of(identity)
            return never(within, word, layer, caller) and not never(statement, word, layer, caller)
        return self._never_on(within, word, resource, layer, identity) and not self._never_on(
            statement, word, resource, layer, identity
        )

    def _by_rcps(self, identity: Identity, statement: Statement) -> Cut | None:
        """What RCPs over the accounts of resources take: those of another account may be under
        others than those over the caller.
        """
        caller = self.caller_of(identity) if self._has_rcps else None
        if caller is None or not statement.resources or not statement.actions:
            return None
        found: dict[Layer, list[tuple[Word, Word]]] = {}
        for resource in statement.resources:
            for layer in self._over(identity, resource):
                tagged = self._told_of(statement, identity, layer)
                for word in statement.actions:
                    if is_under_rcps(word) and self._never_on(
                        tagged, word, resource, layer, identity
                    ):
                        found.setdefault(layer, []).append((word, resource))
        for layer, pairs in found.items():
            words = tuple(
                word
                for word in statement.actions
                if sum(word is one for one, _ in pairs) == len(statement.resources)
            )
            rest = tuple(pair for pair in pairs if pair[0] not in words)
            return Cut(identity, layer, words, rest)
        return None

    def _over(self, identity: Identity, resource: Word) -> Iterator[Layer]:
        """The levels of RCPs over what an ARN names, where it is known whose that is."""
        target = self._estate.resource(resource.text, identity.reading)
        if target is not None:
            levels = self._estate.rcps_on(target)
        else:
            account = names.account_in(resource.text)
            ours = account is not None and names.same(account, account_of(identity)) is True
            levels = self._estate.rcps_over(account, identity.reading) if account else []
            # whether an account that is not ours is of our organization is not known
            levels = [one for one in levels if ours or one.target == account]
        for level in levels:
            if level.sure:
                policies = (*standing(level.attached), ALL_LET_THROUGH)
                yield Layer(policies, level.attached[0].place, False)

    def _told(self, statement: Statement, rows: list[Cut], by: str) -> Iterator[Capped]:
        identities = tuple(dict.fromkeys(row.identity for row in rows))
        rows = sorted(rows, key=lambda row: not row.layer.why)  # the least sure tells of all
        layer, words = rows[0].layer, rows[0].words
        if statement.policy.by_aws and {*words} != {*(statement.actions or ())}:
            return  # nobody chose each action of a policy template
        if not words and not rows[0].pairs:
            if all(not (row.words or row.pairs) for row in rows):
                yield self._of(statement, (), (), identities, layer)
            return
        common = tuple(word for word in words if all(word in row.words for row in rows))
        if common:
            yield self._of(statement, common, (), identities, layer)
        by_actions: dict[tuple[str, tuple[Word, ...]], list[Word]] = {}
        for resource in statement.resources or ():
            actions = tuple(
                word
                for word, on in rows[0].pairs
                if on is resource
                and all((word, on) in row.pairs or word in row.words for row in rows)
            )
            # a Deny of one's own that takes one action on one resource is meant to
            if actions and (by != DENY or {*actions, *words} >= {*(statement.actions or ())}):
                who = identities[0]
                for region, these in self._by_home(actions, resource, layer, who, by).items():
                    by_actions.setdefault((region, these), []).append(resource)
        for (region, actions), resources in by_actions.items():
            yield self._of(statement, actions, tuple(resources), identities, layer, region)

    def _by_home(
        self,
        actions: tuple[Word, ...],
        resource: Word,
        layer: Layer,
        identity: Identity,
        by: str,
    ) -> dict[str, tuple[Word, ...]]:
        """Actions on a resource by the region in which they are asked for, where that matters."""
        if by != REGION:
            return {"": actions}
        found: dict[str, tuple[Word, ...]] = {}
        for word in actions:
            region = self._home_of(word, resource, layer, identity)
            found[region] = (*found.get(region, ()), word)
        return found

    def _of(
        self,
        statement: Statement,
        words: tuple[Word, ...],
        resources: tuple[Word, ...],
        identities: tuple[Identity, ...],
        layer: Layer,
        region: str = "",
    ) -> Capped:
        shown = changed(statement, actions=words) if words else statement
        if resources:
            shown = changed(shown, resources=resources)
        if region:
            shown = in_region(shown, region)
        caller = self.caller_of(identities[0])
        denying = self._denying(shown, layer, caller)
        tagged = shown if denying is not None else self._told_of(shown, identities[0], layer)
        if denying is None:
            tagged = self._told_of_action(tagged, words, layer) if words else tagged
        if tagged is not shown:
            denying = self._denying(tagged, layer, caller)
        cap = denying.policy if denying is not None else layer.policies[0]
        facts = tagged.conditions[len(shown.conditions) :]
        known = all(identity.node is not statement.policy.node for identity in identities)
        # what lies in a region may, for some services, be asked for in another
        # and a stack may have tags for all that is in it
        told = known and not region and tagged is shown
        told = told and not (layer.own and id(statement.policy) in self._of_groups)
        sure = told and (layer.listed or denying is not None)
        confidence = UNVERIFIED if layer.why else CERTAIN if sure else LIKELY
        return Capped(
            statement,
            words,
            resources,
            identities,
            cap,
            layer.place,
            denying,
            layer.bundled,
            confidence,
            region,
            layer.why,
            tuple(told_by(facts, denying or cap)),
        )

    def _denying(
        self, statement: Statement, layer: Layer, caller: Caller | None
    ) -> Statement | None:
        """The Deny that cuts a statement by itself, whatever the layer allows."""
        for policy in layer.policies:
            for deny in policy.statements:
                if deny.denies and self._cutting.never(
                    statement, None, layer.of_deny(deny), caller
                ):
                    return deny
        return None


def numbered(cut: Cut, statement: Statement, layers: tuple[Layer, ...]) -> Numbered:
    """What is cut, by the numbers of the layer and of actions and resources, as it is for all
    statements that say the same.
    """
    actions = {id(word): n for n, word in enumerate(statement.actions or ())}
    resources = {id(word): n for n, word in enumerate(statement.resources or ())}
    return (
        next(n for n, one in enumerate(layers) if one is cut.layer),
        tuple([actions[id(word)] for word in cut.words]),
        tuple([(actions[id(word)], resources[id(on)]) for word, on in cut.pairs]),
    )


def told_by(facts: Iterable[Condition], cap: Policy | Statement) -> Iterator[str]:
    """What facts that were added to a statement say of requests, for a message: those for which
    the Deny asks, or the policy without an Allow.
    """
    statements = cap.statements if isinstance(cap, Policy) else (cap,)
    written = {
        key.lower(): key
        for one in statements
        for condition in one.conditions
        if (key := condition.key.literal)
    }
    for fact in facts:
        key = written.get(fact.key.literal or "")
        if key is not None and fact.operator.literal == "Null":
            yield f"requests carry no `{key}`"
        elif key is not None:
            yield f"`{key}` is `{fact.values[0]}`"


def unless(target: Text, account: Text) -> str:
    """What would settle whether a level is over an account."""
    if target.literal is None or target.literal.isdigit():
        return f"{account} is another account than {target}"
    return f"{account} does not lie in {target}: `[units]` in the configuration tells"


def region_of(resource: Word) -> str:
    """The region in an ARN; empty where it names none, or several."""
    parts = names.segments(resource.text)
    region = parts[3].literal if parts is not None else ""
    return region if region and not is_glob(region) else ""


def partition_of(resource: Word) -> str:
    """The partition in an ARN; empty where it names none."""
    found = names.partition(resource.text)
    return (found.literal or "") if found is not None else ""


def are_nested(one: Word, other: Word) -> bool:
    """One lies in the other: a bucket and its objects, a log group and its streams."""
    bases = [str(word).rstrip("*?").rstrip("/:") for word in (one, other)]
    return bases[0].startswith(bases[1]) or bases[1].startswith(bases[0])


def several(words: tuple[Word, ...] | None) -> tuple[Word, ...]:
    """The words where there are several of them: of one, what is true of all is said."""
    return words if words is not None and len(words) > 1 else ()


def only_denying(policy: Policy) -> Policy:
    """The same policy without what it allows."""
    return with_statements(policy, tuple(one for one in policy.statements if not one.allows))


def is_under_rcps(word: Word) -> bool:
    """An action of a service that resource control policies reach, of which its service does not
    decide by rules of its own.
    """
    service = (word.literal or "").partition(":")[0].lower()
    if service not in rcp_services():
        return False
    return is_glob(word.literal or "") or decided_by("no_rcp", word.literal or "", STAR) is not YES


def held_by_others(estate: Estate) -> Iterator[Statement]:
    """Statements of policies that are attached to somebody of whom no file tells who it is."""
    known = {text for one in estate.identities for text in (one.name, one.arn)}
    by_arn: dict[Text, list[Policy]] = {}
    for policy in estate.policies:
        if policy.arn is not None:
            by_arn.setdefault(names.tail(policy.arn) or policy.arn, []).append(policy)
    for reading in estate.readings:
        for attachment in reading.attachments:
            if not any(
                kind in KINDS and text.literal is None and text not in known
                for kind, text in attachment.targets
            ):
                continue
            policies = [attachment.policy] if attachment.policy is not None else []
            if attachment.reference is not None:
                arn = attachment.reference.arn
                policies += by_arn.get(names.tail(arn) or arn, [])
            for policy in policies:
                yield from policy.statements
