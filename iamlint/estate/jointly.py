"""Actions that take a right on several resources at once, of which some are never allowed.

A launch is authorised on the instance, the image, the subnet and more, and each of them must be
allowed. Which types of resources take part is a table of the catalogue; what of them a policy
allows hangs on its patterns, and on whether its conditions ask for keys that the type never has.
https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ExamplePolicies_EC2.html#iam-example-runinstances
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from iamlint.access.callers import identity_caller
from iamlint.access.request import Situation
from iamlint.access.symbolic.domains import STAR, domain_of
from iamlint.access.symbolic.formulas import every
from iamlint.access.symbolic.likeness import said_of
from iamlint.access.symbolic.other_rows import available
from iamlint.access.symbolic.question import Question
from iamlint.access.symbolic.relations import Shown, exists, over_scenarios, world_of
from iamlint.access.symbolic.resources import fits_any
from iamlint.access.symbolic.sides import Permissions, Policies
from iamlint.access.symbolic.units import units_of_action
from iamlint.access.truth import MAYBE, NO, YES
from iamlint.finding import CERTAIN, LIKELY, UNVERIFIED
from iamlint.model.policy import IDENTITY, LATEST
from iamlint.model.reading import policy_from
from iamlint.text.globs import tokens

from .accounts import account_of
from .asking import ALL_LET_THROUGH, whole_level
from .layers import action_bits
from .presence import changed, naming, rewritten, standing, with_statements
from .unsharable import never_shared

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from iamlint.access.callers import Caller
    from iamlint.access.symbolic.likeness import Said
    from iamlint.access.symbolic.units import Unit
    from iamlint.access.truth import Truth
    from iamlint.catalog import Catalog
    from iamlint.model.policy import Policy, Statement, Word
    from iamlint.model.things import Identity
    from iamlint.text.node import When

    from . import Estate
    from .joined import Unknown

    Found = tuple[bool, list[tuple[str, str]]]
    Known = dict[tuple[str, tuple[Said, ...] | None], Found]


FEW = 2
"""Resources of a statement that are asked about all at once."""


class Lacking(NamedTuple):
    """An identity may call an action on some of the resources that each call takes, never on the
    others. `word`: names the action; `types`: what is never allowed; `unknown`: what could still
    allow it; `denying`: the Deny of a boundary or service control policy that takes it, where one
    does.
    """

    identity: Identity
    action: str
    word: Word
    types: tuple[str, ...]
    confidence: str
    unknown: tuple[Unknown, ...]
    denying: Statement | None = None

    @property
    def lacks(self) -> str:
        """The types of resources, for a message."""
        return " and ".join(f"`{one}`" for one in self.types)

    @property
    def missing(self) -> list[tuple[str, str]]:
        """What no policy allows; nothing where one denies it."""
        return [] if self.denying is not None else [("missing", f"`{self.action}` on {self.lacks}")]


def lacking_jointly(estate: Estate) -> Iterator[Lacking]:
    """By identity and action, in file order."""
    rows = {str(row["action"]).lower(): row for row in estate.catalog.table("joint_resources")}
    known: Known = {}
    for identity in estate.identities:
        if identity.kind == "group":
            continue  # its members are asked
        for row, word in named_in(estate, identity, rows):
            found = lacking_in(estate, identity, row, word, known)
            if found is not None:
                yield found


def named_in(
    estate: Estate, identity: Identity, rows: dict[str, dict[str, Any]]
) -> Iterator[tuple[dict[str, Any], Word]]:
    """The actions of a table that policies of an identity allow by name, each with the first word
    that does.
    """
    found: dict[str, Word] = {}
    wanted = shared_names(tuple(rows))
    for attached in estate.policies_of(identity).attached:
        if attached.bundled or attached.policy.by_aws:
            continue
        for _, word in naming(attached.policy, wanted) if attached.sure else ():
            found.setdefault((word.literal or "").lower(), word)
    for name, word in found.items():
        yield rows[name], word


@lru_cache(maxsize=8)
def shared_names(names: tuple[str, ...]) -> frozenset[str]:
    """The same object for the same names."""
    return frozenset(names)


def lacking_in(
    estate: Estate, identity: Identity, row: dict[str, Any], word: Word, known: Known
) -> Lacking | None:
    """Some types are allowed, and some are not."""
    action = str(row["action"])
    held = standing(estate.policies_of(identity).attached, action.partition(":")[0])
    bits = estate.catalog.bits(action)
    policies = within_reach(estate, identity, held, bits)
    said = said_of_actions(policies, bits, estate.catalog)
    slot = action, said
    found = known.get(slot) if said is not None else None
    if found is None:
        found = lacking_among(policies, row, estate.catalog)
        if said is not None:
            known[slot] = found
    granted, lacking = found
    if not granted or is_told(estate, identity, held, bits):
        return None
    if not lacking:
        return taken_in(estate, identity, row, word, policies)
    reasons = tuple(estate.complete(identity).reasons)
    sure = CERTAIN if any(one == CERTAIN for _, one in lacking) else LIKELY
    types = tuple(name for name, _ in lacking)
    return Lacking(identity, action, word, types, UNVERIFIED if reasons else sure, reasons)


def said_of_actions(
    policies: tuple[Policy, ...], bits: int, catalog: Catalog
) -> tuple[Said, ...] | None:
    """What policies say of some actions; None where that is not known, or is said under conditions
    of a template only.
    """
    if any(policy.gaps or policy.when for policy in policies):
        return None
    every = [
        said_of(statement)
        for policy in policies
        for statement in policy.statements
        if action_bits(statement, catalog) & bits
    ]
    found = tuple(one for one in every if one is not None)
    return found if len(found) == len(every) else None


def lacking_among(policies: tuple[Policy, ...], row: dict[str, Any], catalog: Catalog) -> Found:
    """Whether some type is allowed, and those that are not, each with how sure that is."""
    action = str(row["action"])
    granted = False
    lacking: list[tuple[str, str]] = []
    for kind, sure in (("always", CERTAIN), ("usual", LIKELY)):
        for types in row[kind]:
            units = units_on(action, types, catalog)
            truth = let_some_through(policies, units, catalog)
            granted = granted or truth is YES
            name = "` or `".join(types)
            if truth is NO:
                lacking.append((name, sure))
            elif truth is MAYBE and is_keyless(policies, action, units, catalog):
                lacking.append((name, LIKELY))
    return granted, lacking


def let_some_through(policies: tuple[Policy, ...], units: list[Unit], catalog: Catalog) -> Truth:
    """Do policies let some request of these sorts through? Of long lists of resources those that
    none of the units is about are left out, and the first of the others is asked alone before all
    are.
    """
    if any(unit.domain is STAR for unit in units):
        return let_through((Policies(policies),), units, catalog)

    def fits(word: Word) -> bool:
        literal = word.literal
        if literal is None or "${" in literal:
            return True
        return any(fits_any((tokens(literal),), unit.domain) for unit in units)

    def near(statement: Statement) -> Statement:
        words = statement.resources
        if words is None or len(words) <= FEW or not statement.allows:
            return statement
        return changed(statement, resources=tuple(filter(fits, words)))

    policies = tuple(rewritten(policy, near) for policy in policies)
    if not any(one.denies for policy in policies for one in policy.statements):
        first = tuple(rewritten(policy, with_first) for policy in policies)
        if first != policies and let_through((Policies(first),), units, catalog) is YES:
            return YES
    return let_through((Policies(policies),), units, catalog)


def with_first(statement: Statement) -> Statement:
    """The same statement on the first of its resources, where it names more than a few."""
    words = statement.resources
    if words is None or len(words) <= FEW:
        return statement
    return changed(statement, resources=words[:1])


def taken_in(
    estate: Estate,
    identity: Identity,
    row: dict[str, Any],
    word: Word,
    policies: tuple[Policy, ...],
) -> Lacking | None:
    """All types are allowed, and a Deny of what limits the identity takes some: it asks of them for
    a key that they never have.
    """
    catalog = estate.catalog
    action = str(row["action"])
    bits = catalog.bits(action)
    if identity.kind not in ("role", "user") or names_types(policies, bits, catalog):
        return None  # what is taken of a type that is named is said of the grant
    caller = identity_caller(identity.kind, identity.arn, account_of(identity), identity.name)
    for level in limits_of(estate, identity):
        for deny in (one for policy in level for one in policy.statements if one.denies):
            if not action_bits(deny, catalog) & bits or not asked_of_types(deny, action):
                continue
            taken: list[str] = []
            for types in (*row["always"], *row["usual"]):
                units = units_on(action, types, catalog)
                if units and all(takes(deny, policies, unit, caller, catalog) for unit in units):
                    taken.append("` or `".join(types))
            if 0 < len(taken) < len((*row["always"], *row["usual"])):
                return Lacking(identity, action, word, tuple(taken), LIKELY, (), deny)
    return None


def asked_of_types(deny: Statement, action: str) -> list[str]:
    """The keys of the action's own service that a statement asks for."""
    service = action.partition(":")[0].lower()
    keys = ((one.key.literal or "").lower() for one in deny.conditions)
    return [key for key in keys if key.partition(":")[0] == service]


def takes(
    deny: Statement,
    policies: tuple[Policy, ...],
    unit: Unit,
    caller: Caller | None,
    catalog: Catalog,
) -> bool:
    """Without the keys that requests of this sort never bring, nothing that policies allow gets
    past a Deny.
    """
    known = catalog.action(unit.action)
    some = {key.lower() for key in known.keys} if known is not None else set()
    asked = asked_of_types(deny, unit.action)
    absent = [key for key in asked if key in some and not available(key, unit.keys, catalog)]
    if not absent:
        return False
    bare = (*policies, refusing(absent))
    level = (with_statements(deny.policy, (deny,)), ALL_LET_THROUGH)
    capped = Permissions(Situation(identity=bare, boundaries=(), scps=(level,)), caller)
    if let_through((capped,), [unit], catalog) is not NO:
        return False
    return let_through((Policies(bare),), [unit], catalog) is YES


def names_types(policies: tuple[Policy, ...], bits: int, catalog: Catalog) -> bool:
    """A statement that allows some of the actions names resources other than all."""
    return any(
        word.literal != "*"
        for policy in policies
        for statement in policy.statements
        if statement.allows and action_bits(statement, catalog) & bits
        for word in statement.resources or ()
    )


def limits_of(estate: Estate, identity: Identity) -> Iterator[tuple[Policy, ...]]:
    """The boundary and each level of service control policies that are over it for certain."""
    boundary = estate.boundary_of(identity)
    if boundary is not None and boundary.attached is not None and boundary.attached.sure:
        yield standing((boundary.attached,))
    for level in estate.scps_of(identity):
        if level.sure:
            yield whole_level(level)


def within_reach(
    estate: Estate, identity: Identity, policies: tuple[Policy, ...], bits: int
) -> tuple[Policy, ...]:
    """The policies without what they allow of some actions on resources of other accounts that
    nobody can share.
    """

    def own(statement: Statement) -> Statement:
        words = statement.resources or ()
        if not statement.allows or not action_bits(statement, estate.catalog) & bits:
            return statement
        ours = tuple(word for word in words if not never_shared(estate, identity, word))
        return statement if len(ours) == len(words) else changed(statement, resources=ours)

    return tuple(rewritten(policy, own) for policy in policies)


def is_told(estate: Estate, identity: Identity, policies: tuple[Policy, ...], bits: int) -> bool:
    """A statement that allows some of the actions names resources all of which are out of reach,
    or one that is none of any of its actions: that is said of the statement.
    """
    for policy in policies:
        for statement in policy.statements:
            words = statement.resources if statement.allows else None
            if not words or not action_bits(statement, estate.catalog) & bits:
                continue
            if all(never_shared(estate, identity, word) for word in words):
                return True
            if any(is_about_nothing(statement, word, estate.catalog) for word in words):
                return True
    return False


def is_about_nothing(statement: Statement, word: Word, catalog: Catalog) -> bool:
    """What a word of a statement names is nothing that any of its actions may be about."""
    if word.literal == "*" and not word.when:
        return False
    alone = changed(statement, resources=(word,), conditions=())
    one = with_statements(statement.policy, (alone,))
    return exists(Policies((one,)), catalog).truth is NO


def is_keyless(
    policies: tuple[Policy, ...], action: str, units: Sequence[Unit], catalog: Catalog
) -> bool:
    """Nothing is let through unless requests bring keys that they have for other resources of the
    action alone, as far as the catalogue tells.
    """
    known = catalog.action(action)
    some = {key.lower() for key in known.keys} if known is not None else set()
    asked = {
        (condition.key.literal or "").lower()
        for policy in policies
        for statement in policy.statements
        for condition in statement.conditions
    }
    for unit in units:
        absent = [key for key in asked if key in some and not available(key, unit.keys, catalog)]
        sides = (Policies((*policies, refusing(absent))),)
        if not absent or let_through(sides, [unit], catalog) is not NO:
            return False
    return bool(units)


def refusing(keys: Iterable[str]) -> Policy:
    """A Deny of every request that brings one of some keys."""
    denies = [
        {"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": {"Null": {key: "false"}}}
        for key in sorted(keys)
    ]
    return policy_from({"Version": LATEST, "Statement": denies}, IDENTITY)


def units_on(action: str, types: Sequence[str], catalog: Catalog) -> list[Unit]:
    """What an action may be about, of these types of resources."""
    known = catalog.action(action)
    if known is None:
        return []
    domains = [
        domain_of(arn, catalog, known.service)
        for use in known.resources
        if use.type in types
        for arn in use.arns
    ]
    return [unit for unit in units_of_action(action, catalog) if unit.domain in domains]


def let_through(
    sides: tuple[Policies | Permissions, ...], units: Sequence[Unit], catalog: Catalog
) -> Truth:
    """Do all sides let some request of these sorts through, whatever the conditions of templates
    come to?
    """
    statements = [statement for side in sides for statement in side.statements]

    def build(assuming: When) -> Any:
        return world_of(sides, lambda parts: every(*parts), assuming)

    def answer(world: Any) -> Shown:
        return Shown(Question(world, catalog).on(units).truth)

    return over_scenarios(statements, build, answer).truth
