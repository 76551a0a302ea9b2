"""Calls that are of use together only, of which an identity is granted some.

An image is pushed by five calls and a token, a shard is read by two: who lacks one of them may do
nothing with the others. Which go together is a table of the catalogue.
https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-push-iam.html
"""

from __future__ import annotations

from iamlint.finding import CONFIDENCES, LIKELY, UNVERIFIED
from iamlint.rule import AddItem, AddStatement
from iamlint.text.globs import is_glob
from iamlint.text.hints import TYPE_CHECKING, Any
from iamlint.text.holes import Text
from iamlint.text.records import NamedTuple

from .asking import CAPS, probe
from .joined import one_or_list, weakest
from .presence import naming, possible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.model.policy import Statement, Word
    from iamlint.model.things import Identity

    from . import Estate
    from .asking import Answer
    from .joined import Attached

WHATEVER = Text("*")


class Broken(NamedTuple):
    """An identity may make some calls of a sequence on a resource, and never the others.

    `word`: names one that it may; `lacking`: the others, with the answers; `on`: the resource;
    `what`: comes of it.
    """

    identity: Identity
    statement: Statement
    word: Word
    on: Text
    lacking: dict[str, Answer]
    what: str

    @property
    def actions(self) -> tuple[str, ...]:
        return tuple(self.lacking)

    @property
    def confidence(self) -> str:
        found = min((one.confidence for one in self.lacking.values()), key=CONFIDENCES.index)
        return weakest(found, LIKELY)

    @property
    def details(self) -> list[tuple[str, str]]:
        missing = ", ".join(f"`{action}`" for action in self.lacking)
        unknown = dict.fromkeys(
            one.why for answer in self.lacking.values() for one in answer.unknown
        )
        unless = [("unless", why) for why in list(unknown)[:2]]
        return [("missing", f"{missing} on {self.on}"), *unless]

    @property
    def mended(self) -> AddItem | AddStatement:
        """The other calls, beside it, or in a statement of their own."""
        title = "grant the others too"
        if self.on != WHATEVER:
            return AddItem(self.statement, "Action", self.actions, title)
        added = {"Effect": "Allow", "Action": one_or_list(self.actions), "Resource": "*"}
        return AddStatement(self.statement.policy, added, title)


def broken(estate: Estate) -> Iterator[Broken]:
    """By identity, in file order; each call that is lacking once."""
    rows = [
        (frozenset(lead.lower() for lead in row["leads"]), row)
        for row in estate.catalog.table("sequences")
    ]
    for identity in estate.identities:
        if identity.kind == "group" or makes_single_calls(estate, identity):
            continue  # the members of a group are asked
        for attached in estate.policies_of(identity).attached:
            if attached.sure and not attached.bundled and not attached.policy.by_aws:
                for leads, row in rows:
                    yield from in_policy(estate, identity, attached, leads, row)


def makes_single_calls(estate: Estate, identity: Identity) -> bool:
    """A role of services alone that run nobody's code: each call is set up by itself."""
    trust, engine = identity.trust, estate.engine
    if trust is None or engine.taken_by_services_alone(trust) is None:
        return False
    entries = [one for each in trust.statements for one in each.principals or ()]
    takers = [engine.taker(one) for one in entries if one.type == "Service"]
    return len(takers) == len(entries) and not any(one and one["compute"] for one in takers)


def in_policy(
    estate: Estate,
    identity: Identity,
    attached: Attached,
    leads: frozenset[str],
    row: dict[str, Any],
) -> Iterator[Broken]:
    seen: set[str] = set()
    for statement, word in naming(attached.policy, leads):
        when = identity.when | attached.when | statement.when | word.when
        if statement.conditions or not possible(when):
            continue
        for on, actions in ((None, row["with"]), (WHATEVER, row["besides"])):
            targets = [one.text for one in statement.resources or ()] if on is None else [on]
            for target in targets:
                lacking: dict[str, Answer] = {}
                for action in actions:
                    about = probe(target) if on is None else on
                    answer = estate.can(identity, action, about, when=when, supposing=(CAPS,))
                    if answer.denied and not answer.explicit and action not in seen:
                        lacking[action] = answer
                if lacking and not is_told(estate, identity, lacking):
                    seen |= lacking.keys()
                    yield Broken(identity, statement, word, target, lacking, row["what"])


def is_told(estate: Estate, identity: Identity, lacking: dict[str, Answer]) -> bool:
    """What its work needs, or another account offers, is said of that; and so is an action that is
    misspelt, or granted on what it is never about.
    """
    if any(estate.lacks_for_work(identity, action) for action in lacking):
        return True
    services = {action.partition(":")[0] for action in lacking}
    for policy in estate.policies_of(identity).policies:
        for statement in policy.statements:
            for word in statement.actions or () if statement.allows else ():
                written = word.literal or ""
                if written.lower() in {action.lower() for action in lacking}:
                    return True
                ours = written.partition(":")[0].lower() in services
                if ours and not is_glob(written) and estate.catalog.action(written) is None:
                    return True
    offered = (one for one in estate.refused_by_callers() if one.identity is identity)
    return any(
        one.confidence != UNVERIFIED and not lacking.keys().isdisjoint(one.actions)
        for one in offered
    )
