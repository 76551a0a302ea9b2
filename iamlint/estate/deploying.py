"""Roles that deploy what files declare, and may not tag what they create with tags.

A create call that brings tags is authorised for tagging too. CloudFormation once tried again
without the tags; it was reported in August 2026 that it does so no more.
https://repost.aws/knowledge-center/cloudformation-tagging-permission-error
https://github.com/aws-samples/aws-eda-slurm-cluster/issues/340
"""

from __future__ import annotations

from functools import lru_cache

from iamlint.finding import CERTAIN, LIKELY
from iamlint.model.things import Deployed, Identity, Resource
from iamlint.rule import AddItem
from iamlint.text.hints import TYPE_CHECKING, Any
from iamlint.text.holes import ACCOUNT, PARTITION, Hole, Text
from iamlint.text.node import Mapping, Sequence, Unknown
from iamlint.text.records import NamedTuple

from .accounts import account_of, same_account
from .asking import CREATED
from .joined import weakest
from .presence import possible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from collections.abc import Mapping as Mapped

    from iamlint.catalog import Catalog
    from iamlint.model.policy import Statement
    from iamlint.model.things import Reading
    from iamlint.rule import Placed
    from iamlint.text.node import Node

    from . import Estate
    from .asking import Answer

    Row = dict[str, Any]
    Tagged = tuple[Identity | Resource, Node, Row]
    """Something that is created with tags, the tags, and how."""


class Deployer(NamedTuple):
    """A role that deploys: what, and where that is told, in words."""

    role: Identity
    deployed: Deployed
    place: Placed
    sentence: str


class Untagged:
    """A role that may create what files declare, but not with the tags that they give it.

    `action` creates, `tagging` is denied; `things`: what is created so, each with its tags.
    `statement`: what allows the creation.
    """

    def __init__(
        self, deployer: Deployer, action: str, tagging: str, statement: Statement, answer: Answer
    ) -> None:
        self.deployer = deployer
        self.role = deployer.role
        self.action = action
        self.tagging = tagging
        self.statement = statement
        self.answer = answer
        self.things: list[tuple[Identity | Resource, Node]] = []

    @property
    def confidence(self) -> str:
        """Which role deploys a file is certain only where the file is named."""
        told = CERTAIN if self.deployer.deployed.path else LIKELY
        return weakest(told, self.answer.confidence)

    @property
    def places(self) -> list[tuple[Placed, str]]:
        """The documents that take part, each with its sentence."""
        found: list[tuple[Placed, str]] = [(self.deployer.place, self.deployer.sentence)]
        for thing, tags in self.things[:2]:
            found.append((tags, f"{thing.address} is created with these tags"))
        found += [(one, "this denies it") for one in self.answer.statements[:1]]
        return found

    @property
    def missing(self) -> str:
        """What is denied, in canonical form."""
        arns = dict.fromkeys(str(thing.arn) for thing, _ in self.things)
        return f"{self.tagging} on {', '.join(list(arns)[:3])}"

    @property
    def mended(self) -> AddItem | None:
        """The action, beside the one that creates."""
        if self.answer.explicit or self.statement.actions is None:
            return None
        own = self.statement.policy.owner is self.role or self.statement.policy.form != "managed"
        if not own:
            return None
        return AddItem(self.statement, "Action", (self.tagging,), f"allow {self.tagging}")


def untagged(estate: Estate) -> Iterator[Untagged]:
    """In file order: one for each role, action and place that tells what the role deploys."""
    types = Types(estate.catalog)
    for deployer in deployers(estate):
        found: dict[tuple[str, str, Statement], Untagged] = {}
        for thing, tags, row in tagged_in(estate, deployer, types):
            one = lacking(estate, deployer, thing, row)
            if one is not None:
                slot = one.action, one.tagging, one.statement
                found.setdefault(slot, one).things.append((thing, tags))
        yield from found.values()


def deployers(estate: Estate) -> Iterator[Deployer]:
    """Roles that CloudFormation may act as, and those of jobs that deploy."""
    services = {
        row["principal"]: row["carrier"] for row in estate.catalog.table("deploying_services")
    }
    for reading in estate.readings:
        for role in reading.identities:
            for statement in role.trust.statements if role.trust is not None else ():
                for entry in statement.principals or () if statement.allows else ():
                    carrier = services.get(entry.value.literal or "")
                    if carrier is not None and entry.type == "Service":
                        said = f"{entry.value} deploys as {role.address}"
                        yield Deployer(role, Deployed(carrier), entry, said)
        for use in reading.token_uses:
            role_asked = estate.role_asked_for(use) if use.deploys else None
            for deployed in use.deploys if role_asked is not None else ():
                if role_asked is not None:
                    said = f"{use.address} deploys as {role_asked.address}"
                    yield Deployer(role_asked, deployed, use, said)


@lru_cache(maxsize=8)
def tagged_types(catalog: Catalog) -> Mapped[str, Row]:
    """How each type is created with tags."""
    return {row["type"]: row for row in catalog.table("tagged_types")}


@lru_cache(maxsize=8)
def named_types(catalog: Catalog) -> Mapped[str, str]:
    """Those types by their names in the service catalogue."""
    return {
        row["service_type"]: row["type"]
        for table in ("cloudformation_types_derived", "cloudformation_types")
        for row in catalog.table(table)
        if row["type"] in tagged_types(catalog)
    }


class Types:
    """What is known of the types that can be created with tags."""

    def __init__(self, catalog: Catalog) -> None:
        self._tagged: dict[Reading, list[Tagged]] = {}
        self._rows = tagged_types(catalog)
        self._named = named_types(catalog)

    def tagged(self, reading: Reading) -> list[Tagged]:
        """What a file creates with tags; looked for once, however many may deploy it."""
        found = self._tagged.get(reading)
        if found is None:
            found = self._tagged[reading] = []
            things: list[Identity | Resource] = [*reading.identities, *reading.resources]
            for thing in things:
                row = self.of(thing) if thing.created and possible(thing.when) else None
                tags = tags_of(thing, row["property"]) if row is not None else None
                if tags is not None and row is not None:
                    found.append((thing, tags, row))
        return found

    def of(self, thing: Identity | Resource) -> Row | None:
        """By which actions it is created and tagged."""
        if thing.type.startswith("AWS::"):
            return self._rows.get(thing.type)
        kind = f"iam:{thing.kind}" if isinstance(thing, Identity) else thing.service_type
        return self._rows.get(self._named.get(kind, ""))


def tagged_in(estate: Estate, deployer: Deployer, types: Types) -> Iterator[Tagged]:
    """What a role creates with tags: all but what stands beside the role itself, which somebody
    else created.
    """
    for reading in estate.readings:
        if reading is deployer.role.reading or not is_deployed(reading, deployer.deployed):
            continue
        for tagged in types.tagged(reading):
            if same_account(deployer.role, tagged[0]) is not False:
                yield tagged


def is_deployed(reading: Reading, deployed: Deployed) -> bool:
    """A file is among what is deployed, or may be."""
    paths = (reading.path, *reading.others)
    return reading.carrier == deployed.carrier and is_among(paths, deployed.path)


def is_among(paths: Iterable[str], named: str) -> bool:
    """A path is the one that is named, or lies below it."""
    return named in ("", ".") or any(one == named or one.startswith(f"{named}/") for one in paths)


def tags_of(thing: Identity | Resource, name: str) -> Node | None:
    """The tags that a declaration gives for certain; None where there are none."""
    whole = thing.properties
    if whole is None and isinstance(thing.node, Mapping):
        whole = thing.node.get("Properties")
    for key in (name, "tags", "tags_all"):
        tags = whole.get(key) if isinstance(whole, Mapping) else None
        if isinstance(tags, Mapping) and tags.entries:
            return tags
        if isinstance(tags, Sequence) and any(isinstance(one, Mapping) for one in tags.items):
            return tags
    return None if isinstance(thing.default_tags, Unknown) else thing.default_tags


def lacking(
    estate: Estate, deployer: Deployer, thing: Identity | Resource, row: Row
) -> Untagged | None:
    """The role may create the thing, and tag it by none of the actions that would do."""
    role, when = deployer.role, thing.when
    for arn in dict.fromkeys((thing.arn, deployed_as(role, thing.arn))):
        made = estate.can(role, row["action"], arn, when=when, supposing=(CREATED,))
        if not made.allowed or not made.statements:
            continue
        answers = {
            tagging: estate.can(role, tagging, arn, when=when, supposing=(CREATED,))
            for tagging in row["tags"]
        }
        if all(answer.denied for answer in answers.values()):
            tagging, answer = next(iter(answers.items()))
            return Untagged(deployer, row["action"], tagging, made.statements[0], answer)
        return None
    return None


def deployed_as(role: Identity, arn: Text) -> Text:
    """An ARN in the account in which the role deploys it, which is its own; and in the partition
    that most who write ARNs take for granted, where none is known.
    """
    own = {PARTITION: Text("aws"), ACCOUNT: account_of(role)}
    pieces = [
        own.get(piece.within, Text(piece)).pieces if isinstance(piece, Hole) else (piece,)
        for piece in arn.pieces
    ]
    return Text(*(piece for each in pieces for piece in each))
