"""Actions that take a right on several resources at once, of which some are never allowed.

A launch is authorised on the instance, the image, the subnet and more, and each of them must be
allowed. Which types of resources take part is a table of the catalogue; what of them a policy
allows hangs on its patterns, and on whether its conditions ask for keys that the type never has.
https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ExamplePolicies_EC2.html#iam-example-runinstances
"""

from __future__ import annotations

from functools import lru_cache

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
from iamlint.catalog.tagkeys import comes_with_tags
from iamlint.finding import CERTAIN, LIKELY, UNVERIFIED
from iamlint.model.policy import IDENTITY, LATEST
from iamlint.model.reading import policy_from
from iamlint.text.globs import is_glob, tokens
from iamlint.text.hints import TYPE_CHECKING, Any, Final
from iamlint.text.records import NamedTuple

from .asking import ALL_ALLOWED, ALL_LET_THROUGH
from .layers import action_bits, word_of
from .presence import changed, rewritten, standing, with_statements
from .unsharable import never_shared

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from iamlint.access.symbolic.likeness import Said
    from iamlint.access.symbolic.units import Unit
    from iamlint.access.truth import Truth
    from iamlint.catalog import Catalog
    from iamlint.model.policy import Condition, Policy, Statement, Word
    from iamlint.model.things import Identity
    from iamlint.text.node import When

    from . import Estate
    from .joined import Unknown

    Found = tuple[bool, list[tuple[str, str]]]
    Known = dict[tuple[str, tuple[Said, ...] | None], Found]


FEW: Final = 4
"""So many actions a pattern may stand for that means each of them."""
SHORT: Final = 2
"""Resources of a statement that are asked about all at once."""


class Lacking(NamedTuple):
    """An identity may call an action on some of the resources that each call takes, never on the
    others. `word`: names the action; `types`: what is never allowed; `unknown`: what could still
    allow it.
    """

    identity: Identity
    action: str
    word: Word
    types: tuple[str, ...]
    confidence: str
    unknown: tuple[Unknown, ...]

    @property
    def lacks(self) -> str:
        """The types of resources, for a message."""
        return " and ".join(f"`{one}`" for one in self.types)

    @property
    def missing(self) -> list[tuple[str, str]]:
        """What no policy allows."""
        return [("missing", f"`{self.action}` on {self.lacks}")]


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
        if attached.sure:
            for name, word in named_of(attached.policy, wanted, estate.catalog):
                found.setdefault(name, word)
    for name, word in found.items():
        yield rows[name], word


@lru_cache(maxsize=8)
def shared_names(names: tuple[str, ...]) -> frozenset[str]:
    """The same object for the same names."""
    return frozenset(names)


@lru_cache(maxsize=16384)
def named_of(
    policy: Policy, actions: frozenset[str], catalog: Catalog
) -> tuple[tuple[str, Word], ...]:
    """The actions, of some, that a policy allows by name, each with the first word that does."""
    found: dict[str, Word] = {}
    for statement in policy.statements:
        for word in statement.actions or () if statement.allows else ():
            for one in named_by((word.literal or "").lower(), actions, catalog):
                found.setdefault(one, word)
    return tuple(found.items())


@lru_cache(maxsize=16384)
def named_by(entry: str, actions: frozenset[str], catalog: Catalog) -> tuple[str, ...]:
    """The actions, of some, that an entry of Action names, in lower case."""
    if entry in actions:
        return (entry,)
    if not is_glob(entry):
        return ()
    return tuple([one for one in sorted(actions) if names_action(word_of(entry), one, catalog)])


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
    if not granted or not lacking or is_told(estate, identity, held, bits):
        return None
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
            elif truth is MAYBE and is_keyless(policies, row, types, units, catalog):
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
        if words is None or len(words) <= SHORT or not statement.allows:
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
    if words is None or len(words) <= SHORT:
        return statement
    return changed(statement, resources=words[:1])


class Keyless(NamedTuple):
    """A Deny that takes some of the resources of each call for an action, since it asks for keys
    that come with others alone: so it takes every call.

    `asked`: the conditions that do it; `types`: what it takes. `with_it`: the types that have the
    keys.
    """

    statement: Statement
    action: str
    asked: tuple[Condition, ...]
    types: tuple[str, ...]
    with_it: tuple[str, ...]


def keyless(statement: Statement, catalog: Catalog) -> Keyless | None:
    """What a Deny takes of calls that it is to let through where a key is as it should be; whomever
    it is for.
    """
    if not statement.denies or statement.gaps or statement.when:
        return None
    asked = tuple(filter(is_of_call, statement.conditions))
    if not asked or statement.actions is None:
        return None
    keys = {(one.key.literal or "").lower() for one in asked}
    bare = changed(
        statement,
        conditions=asked,
        principals=None,
        not_principals=None,
        resources=statement.resources and tuple(map(in_any_partition, statement.resources)),
    )
    for row in catalog.table("joint_resources"):
        action = str(row["action"])
        if not action_bits(statement, catalog) & catalog.bits(action):
            continue
        if not any(names_action(word, action, catalog) for word in statement.actions):
            continue
        taken, spared = [], []
        for types in row["always"]:
            units = units_on(action, types, catalog)
            absent = [
                {k for k in keys if is_of_others(k, row, types, unit, catalog)} for unit in units
            ]
            if units and all(
                takes(bare, unit, lack, catalog) for unit, lack in zip(units, absent, strict=True)
            ):
                taken.append("` or `".join(types))
            elif not all(absent):
                spared.append("` or `".join(types))
        if taken and spared:
            return Keyless(statement, action, asked, tuple(taken), tuple(spared))
    return None


def in_any_partition(word: Word) -> Word:
    """What an ARN names, in whatever partition: who writes one means his own."""
    opening, partition, rest = (word.literal or "").partition(":aws:")
    return word_of(f"arn:*:{rest}") if partition and opening == "arn" else word


def is_of_call(condition: Condition) -> bool:
    """It asks for what only some resources of a call come with: a key of the service, or tags that
    the call brings.
    """
    key = (condition.key.literal or "").lower()
    return not key.startswith("aws:") or comes_with_tags(key)


def names_action(word: Word, action: str, catalog: Catalog) -> bool:
    """By its name, or by a pattern that stands for it and little else."""
    bits = catalog.bits(word.literal or "")
    return bool(bits & catalog.bits(action)) and bits.bit_count() <= FEW


def is_of_others(
    key: str, row: dict[str, Any], types: Sequence[str], unit: Unit, catalog: Catalog
) -> bool:
    """A call for the action may have the key, and never for a resource of these types: where the
    reference gives tags to all, those that are made bring them.
    """
    if comes_with_tags(key):
        return bool(row["tagged"]) and not {*types}.intersection(row["tagged"])
    known = catalog.action(unit.action)
    some = known is not None and key in {one.lower() for one in known.keys}
    return some and not available(key, unit.keys, catalog)


def takes(deny: Statement, unit: Unit, absent: Iterable[str], catalog: Catalog) -> bool:
    """Without some keys nothing gets past a Deny."""
    lacking = tuple(absent)
    if not lacking:
        return False
    bare = (ALL_ALLOWED, refusing(lacking))
    level = (with_statements(deny.policy, (deny,)), ALL_LET_THROUGH)
    capped = Permissions(Situation(identity=bare, boundaries=(), scps=(level,)))
    return let_through((capped,), [unit], catalog) is NO


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
    policies: tuple[Policy, ...],
    row: dict[str, Any],
    types: Sequence[str],
    units: Sequence[Unit],
    catalog: Catalog,
) -> bool:
    """Nothing is let through unless requests bring keys that they have for other resources of the
    action alone, as far as the catalogue tells.
    """
    asked = {
        (condition.key.literal or "").lower()
        for policy in policies
        for statement in policy.statements
        for condition in statement.conditions
    }
    for unit in units:
        absent = [key for key in asked if is_of_others(key, row, types, unit, catalog)]
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
