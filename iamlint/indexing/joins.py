"""What of a file can join it with others.

The relation is wider than what the estate joins, never narrower. The estate finds a thing by a text
that is equal to one of its names, or that is or lies within its ARN: then both files have a word in
common. And it takes a text that attaches something, of which parts are not known, for all things
that it may name: then the two may be equal as far as their literal ends tell.
"""

from __future__ import annotations

from zlib import crc32

from iamlint.catalog import catalog
from iamlint.estate import names
from iamlint.estate.deploying import Types, is_among, tags_of
from iamlint.estate.identifying import KINDS
from iamlint.estate.managed import aws_owned
from iamlint.estate.misaimed import kinds_of_few
from iamlint.estate.misspeltorganizations import organizations_in
from iamlint.estate.nearly import (
    ROLE,
    ends_of,
    name_in,
    name_of,
    named_by,
    roles_sought,
    sought_in,
)
from iamlint.estate.refusedcalls import EXTERNAL
from iamlint.estate.reserved import named_in, words_in
from iamlint.estate.resources import sole_arn
from iamlint.estate.tokenroles import PROJECT
from iamlint.model.policy import RESOURCE as RESOURCE_POLICY
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.holes import NAME, Text
from iamlint.text.records import NamedTuple

from .words import OWN, SHARED, declared, held, is_arn

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from iamlint.model.policy import Statement, Word
    from iamlint.model.things import Identity, Reading, Resource

RESOURCE, POLICY, GROUP, BOUNDARY, ORGANIZATION = (
    "resource",
    "policy",
    "group",
    "boundary",
    "organization",
)
DEPLOYER, DEPLOYED = "deployer", "deployed"
"""What marks begin with of files that tell which role deploys what, and of those that may be
deployed; then what they are read as, and where they are.
"""
GATHERER, GATHERED = "gatherer", "gathered"
"""Marks of files that gather manifests, and of those that may be gathered."""
SET, SET_NAMED = "permission set", "permission set named"
"""Marks of files that declare permission sets, and of those that name roles of such."""
MADE, SOUGHT = "made by name", "sought by name"
"""What marks begin with of files that declare managed policies or roles by name, and of those that
name others; then how the name begins or ends.
"""
DOUBTFUL = ("role", "user", "group", ORGANIZATION)
"""Kinds of what a policy may be tied to in doubt."""
KEYED = ("", "kms:key")
"""Types of resources of which findings may stand in a policy that is tied in doubt."""

TOLD = ("policies", "identities", "resources", "attachments", "gaps", "secrets")
"""What of a file's declarations is looked at each in its own way."""
WHERE = ("account", "region")

OF_ORGANIZATIONS = "organizations"
"""A word of all files that name one."""
PROJECTS = f"{OWN}projects"
"""A word of all roles that are for jobs of a project, and of all jobs."""
LITERAL, MADE_UP, HOLED = "literal", "made up", "holed"


class Ends(NamedTuple):
    """A text as far as its literal ends tell. `form`: all of it is literal, it is or ends in a name
    that AWS makes up, or parts of it are not known.
    """

    kind: str
    form: str
    prefix: str
    suffix: str


class Joins(NamedTuple):
    """`declared`: words of the names of what a file declares or attaches something to; `held`: of
    all that may name something; both as numbers, and two words of one number only join files that
    need not be.

    The others are ends: `things` of the names that it declares; `reaches` of texts that tie one of
    its policies to what is in another file; `takes` of texts that tie a policy of another file to
    what it declares; `ties` of those that may do both. `marks`: what ties it to a whole sort of
    files.
    """

    declared: frozenset[int]
    held: frozenset[int]
    things: frozenset[Ends]
    reaches: frozenset[Ends]
    takes: frozenset[Ends]
    ties: frozenset[Ends]
    marks: frozenset[str]


def joins_of(readings: Iterable[Reading]) -> Joins:
    """What can join a file that was read."""
    readings = tuple(readings)
    own = dict.fromkeys(name for reading in readings for name in named(reading))
    targets = [target for reading in readings for target in targets_of(reading)]
    takes = dict.fromkeys(arn for reading in readings for arn in references_of(reading))
    words = [*own, *dict.fromkeys(target.text for target in targets)]
    declares = {word for one in words for word in declared(one)}
    texts = dict.fromkeys(one for reading in readings for one in texts_in(reading))
    holds = {word for one in (*texts, *words, *takes) for word in held(one)}
    declares |= {word for one in (*own, *(t.text for t in targets)) for word in begun(one)}
    holds |= {word for one in texts for word in begun(one)}
    holds |= {word for reading in readings for word in begun_buckets(reading)}
    declares |= {word for reading in readings for word in trusting(reading)}
    holds |= {word for reading in readings for word in asking(reading)}
    known = {names.tail(one) or one for one in own}
    if any(map(names_organization, readings)):  # what one says of an account, another may deny
        declares.add(OF_ORGANIZATIONS)
        holds.add(OF_ORGANIZATIONS)

    def elsewhere(kind: str, one: Text) -> Iterator[Ends]:
        if (names.tail(one) or one) not in known:
            yield ends(kind, one)

    return Joins(
        frozenset(map(number, declares)),
        frozenset(map(number, holds)),
        frozenset(end for reading in readings for end in things_of(reading)),
        frozenset(e for t in targets if t.reaches for e in elsewhere(t.kind, t.text)),
        frozenset(e for arn in takes for e in elsewhere(POLICY, arn)),
        frozenset(e for t in targets if not t.reaches for e in elsewhere(t.kind, t.text)),
        frozenset(marks_of(targets, readings)),
    )


def names_organization(reading: Reading) -> bool:
    """A condition of a policy names an organization."""
    return any(next(organizations_in(policy), None) is not None for policy in reading.policies)


def begun(arn: Text) -> Iterator[str]:
    """Words that the ARNs of things share of which the names are almost the same, or of which an
    account has few.
    """
    parts = names.segments(arn) if is_arn(arn) else None
    if parts is not None and parts[2].literal and parts[5].literal:
        name = parts[5].literal.partition("/")[0] if parts[2].literal == "s3" else parts[5].literal
        yield f"{OWN}{parts[2]} {names.likeness(name)}"
        yield from (f"{OWN}{kind}" for kind in kinds_of_few(name))


def trusting(reading: Reading) -> Iterator[str]:
    """Words of what the trust policies of roles want of those that are not called like them."""
    for role in reading.identities:
        for statement in role.trust.statements if role.trust is not None else ():
            for condition in statement.conditions:
                key = (condition.key.literal or "").lower()
                if key == EXTERNAL:
                    yield from (f"{OWN}{EXTERNAL} {word.literal}" for word in condition.values)
                if any(PROJECT.match(word.literal or "") for word in condition.values):
                    yield PROJECTS


def asking(reading: Reading) -> Iterator[str]:
    """The same of what asks for roles."""
    for use in reading.token_uses:
        if use.issuers:
            yield PROJECTS
        for key, text in use.sends:
            if key.lower() == EXTERNAL and text is not None:
                yield f"{OWN}{EXTERNAL} {text.literal}"


def begun_buckets(reading: Reading) -> Iterator[str]:
    """The same of buckets that wires name by their names alone."""
    for wire in reading.wires:
        name = wire.target_ref.literal if wire.target_ref is not None else None
        if name and ":" not in name:
            yield f"{OWN}s3 {names.likeness(name)}"


def marks_of(targets: Iterable[Target], readings: Iterable[Reading]) -> Iterator[str]:
    if any(target.kind == ORGANIZATION for target in targets):
        yield ORGANIZATION
    for reading in readings:
        for use in reading.token_uses:
            for one in use.deploys:
                yield mark(DEPLOYER, one.carrier, one.path)
        for role in reading.identities:
            for carrier in deployed_by(role):
                yield mark(DEPLOYER, carrier, "")
        if is_tagged(reading):
            for path in (reading.path, *reading.others):
                yield mark(DEPLOYED, reading.carrier, path)
        if reading.gathers:
            yield GATHERER
        if any(use.alone for use in reading.token_uses):
            yield GATHERED
        yield from marks_of_names(reading)


def marks_of_names(reading: Reading) -> Iterator[str]:
    """Marks of files of which one has a name, and the other almost."""
    if any(one.kind == "permission-set" for one in reading.identities):
        yield SET
    statements = (one for policy in reading.policies for one in policy.statements)
    if any(map(names_set, statements)):
        yield SET_NAMED
    own = {name_of(policy) for policy in reading.policies}
    own |= {named_by(one.arn, ROLE) for one in reading.identities}
    yield from (f"{MADE} {end}" for name in own for end in ends_of(name))
    sought = {name_in(one) for one in sought_in(reading)}
    sought |= {named_by(word.text, ROLE) for word in roles_sought(reading)}
    yield from (f"{SOUGHT} {end}" for name in sought - own for end in ends_of(name))


def names_set(statement: Statement) -> bool:
    """It names a role of a permission set."""
    return any(named_in(word.literal or "") for word in words_in(statement))


def mark(kind: str, carrier: str, path: str) -> str:
    return f"{kind} {carrier} {path}"


def is_deployed_by(deployed: str, deployer: str) -> bool:
    """One mark is of a file that is deployed, or may be, by what the other tells of."""
    _, carrier, path = deployed.split(" ", 2)
    _, its, named = deployer.split(" ", 2)
    return carrier == its and is_among((path,), named)


def is_tagged(reading: Reading) -> bool:
    """Something is declared with tags: what deploys it must be let give them."""
    types = Types(catalog())
    things: list[Identity | Resource] = [*reading.identities, *reading.resources]
    for thing in things:
        row = types.of(thing)
        if row is not None and tags_of(thing, row["property"]) is not None:
            return True
    return False


def deployed_by(role: Identity) -> Iterator[str]:
    """What the services deploy that may assume the role."""
    services = {row["principal"]: row["carrier"] for row in catalog().table("deploying_services")}
    statements = role.trust.statements if role.trust is not None else ()
    for statement in statements:
        for entry in statement.principals or ():
            if entry.value.literal in services:
                yield services[entry.value.literal]


def number(word: str) -> int:
    return crc32(word.encode("utf-8", "replace"))


def ends(kind: str, text: Text, *, made_up: bool = False) -> Ends:
    if text.literal is not None:
        return Ends(kind, LITERAL, text.literal, text.literal)
    last = text.pieces[-1]
    suffix = last if isinstance(last, str) else ""
    return Ends(kind, MADE_UP if made_up else HOLED, text.prefix, suffix)


def may_name(aim: Ends, thing: Ends) -> bool:
    """May a text name a thing although the two are not the same text?"""
    if aim.kind != thing.kind or aim.form == thing.form == LITERAL:
        return False
    if aim.form == LITERAL and (aim.kind == RESOURCE or thing.form == MADE_UP):
        return False  # such a name is written by nobody
    return begins(aim.prefix, thing.prefix) and begins(aim.suffix[::-1], thing.suffix[::-1])


def begins(one: str, other: str) -> bool:
    """Does one of them begin like all of the other?"""
    return one.startswith(other) or other.startswith(one)


def named(reading: Reading) -> Iterator[Text]:
    """Every text by which files may name what a file declares."""
    for one in reading.identities:
        yield from (one.name, one.arn)
    for resource in reading.resources:
        yield from (*resource.names, resource.arn)
    for policy in reading.policies:
        if policy.arn is not None:
            yield policy.arn
        if policy.kind == RESOURCE_POLICY and policy.owner is None:
            about = sole_arn(policy)  # a policy standing alone tells of its resource
            if about is not None:
                yield about


class Target(NamedTuple):
    """A text that something is tied to. `reaches`: a policy, which changes what is found of the
    other and is not changed by it.
    """

    kind: str
    text: Text
    reaches: bool


def targets_of(reading: Reading) -> Iterator[Target]:
    """What a file attaches policies to and puts users in."""
    for attachment in reading.attachments:
        policy = attachment.policy
        tied = policy is not None or attachment.reference is not None
        keyed = policy is None or policy.resource_type in KEYED
        for kind, text in attachment.targets:
            reaches = tied and (kind in DOUBTFUL or (kind == RESOURCE and not keyed))
            for each in (kind,) if kind != BOUNDARY else (BOUNDARY, *KINDS):
                yield Target(each, text, reaches)
    for identity in reading.identities:
        for word in identity.groups:
            yield Target(GROUP, word.text, False)


def further(reading: Reading) -> Iterator[Text]:
    """What wires, and whatever else a file declares, tie: each by the very text that names it."""
    for kind in type(reading).__mro__:  # a carrier's own reading adds to what all have
        for name in getattr(kind, "__slots__", ()):
            value = getattr(reading, name)
            if name not in TOLD and isinstance(value, list):
                for thing in value:
                    yield from texts_of(thing)


def texts_of(thing: object) -> Iterator[Text]:
    """The texts of a thing but for where it is."""
    for kind in type(thing).__mro__:
        for name in getattr(kind, "__slots__", ()):
            value = getattr(thing, name, None)
            if isinstance(value, Text) and name not in WHERE:
                yield value


def references_of(reading: Reading) -> Iterator[Text]:
    """The ARNs by which a file attaches managed policies, but for AWS's own."""
    references = [attachment.reference for attachment in reading.attachments]
    for identity in reading.identities:
        references += [*identity.managed, identity.boundary]
    for reference in references:
        if reference is not None and not aws_owned(reference.arn):
            yield reference.arn


def things_of(reading: Reading) -> Iterator[Ends]:
    """The ends of the names of what a file declares."""
    for one in reading.identities:
        hole = one.name.only_hole
        made_up = hole is not None and hole.within == NAME
        yield ends(one.kind, one.name, made_up=made_up)
        yield ends(one.kind, one.arn, made_up=made_up)
    for policy in reading.policies:
        if policy.arn is not None:
            yield ends(POLICY, policy.arn)
    for resource in reading.resources:
        for text in (*resource.names, resource.arn):
            yield ends(RESOURCE, text)


def texts_in(reading: Reading) -> Iterator[Text]:
    """Texts in policies, keys and wires that may name something."""
    yield from further(reading)
    for policy in reading.policies:
        for statement in policy.statements:
            yield from texts_in_statement(statement)
    for resource in reading.resources:
        for encryption in resource.encryption:
            yield encryption.key


def texts_in_statement(statement: Statement) -> Iterator[Text]:
    """Texts that the estate looks for: ARNs, and texts of which nothing is known."""
    for word in (*(statement.resources or ()), *(statement.not_resources or ())):
        if is_arn(word.text) or word.text.only_hole is not None:
            yield word.text
    words: list[Word] = [
        p.value for p in (*(statement.principals or ()), *(statement.not_principals or ()))
    ]
    for condition in statement.conditions:
        words += condition.values
    for word in words:
        only = word.text.only_hole
        if is_arn(word.text) or (only is not None and not only.identity.startswith(SHARED)):
            yield word.text
