"""What an identity is granted of a resource, by name, and a Deny in the resource's own policy takes
from it whatever the request: it spares others, and not this one.

What belongs to another account is said of access across accounts, but for what hangs on networks,
and keys of keys.
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
"""

from __future__ import annotations

from iamlint.access.request import RESOURCE_LAYER
from iamlint.finding import CERTAIN, LIKELY
from iamlint.text.globs import is_glob
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.records import NamedTuple

from .accounts import same_account
from .asking import CALLER, CAPS, probe
from .forwarding import direct
from .inside import carried
from .joined import weakest
from .outside import CONTEXT, asks_where, is_outside, spares_owner
from .presence import possible
from .resources import service

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from iamlint.model.policy import Statement, Word
    from iamlint.model.things import Identity, Resource
    from iamlint.text.holes import Text

    from . import Estate
    from .asking import Answer
    from .joined import Attached

VIA = "aws:viaawsservice"


class TakenBack(NamedTuple):
    """Actions of a statement that a Deny in the policy of a resource never lets through.

    `words`: the actions, as written; `word`: what names the resource; `denying`: the Deny.
    """

    identity: Identity
    statement: Statement
    words: tuple[Word, ...]
    word: Word
    resource: Resource
    denying: tuple[Statement, ...]
    confidence: str

    @property
    def actions(self) -> tuple[str, ...]:
        """The actions, for a message."""
        return tuple(str(word) for word in self.words)


def taken_back(estate: Estate) -> Iterator[TakenBack]:
    """Each such grant, in file order."""
    denying = frozenset(
        resource
        for resource in estate.all_resources
        if service(resource) != "kms" and _denies(estate, resource)
    )
    for identity in estate.identities if denying else ():
        if identity.kind in ("role", "user"):
            for attached in estate.policies_of(identity).attached:
                if attached.sure and not attached.bundled and not attached.policy.by_aws:
                    yield from _of(estate, identity, attached, denying)


def _denies(estate: Estate, resource: Resource) -> bool:
    return any(
        statement.denies
        for attached in estate.policies_on(resource).attached
        if attached.sure
        for statement in attached.policy.statements
    )


def _of(
    estate: Estate, identity: Identity, attached: Attached, denying: frozenset[Resource]
) -> Iterator[TakenBack]:
    around = identity.when | attached.when | attached.policy.when
    for statement in attached.policy.statements:
        if not statement.allows or not possible(around | statement.when):
            continue
        for word in statement.resources or ():
            for resource in estate.resources_holding(word.text, identity.reading)[:1]:
                if resource in denying:
                    found = _denied(estate, identity, statement, word, resource)
                    if found is not None:
                        yield found


def _denied(
    estate: Estate, identity: Identity, statement: Statement, word: Word, resource: Resource
) -> TakenBack | None:
    """Whatever the request; or of what runs outside our networks, from wherever; or of what runs
    within one, through the endpoint that its requests take.
    """
    by_itself = direct(estate, identity) if _asks_via(estate, resource) else {}
    found = _always(estate, identity, statement, word, resource, by_itself)
    if found is not None and by_itself:
        found = found._replace(confidence=weakest(found.confidence, LIKELY))
    if found is not None and same_account(identity, resource) is False:
        return None  # said of access across accounts
    if found is not None or not _asks_where(estate, resource):
        return found
    if is_outside(estate, identity):
        found = _always(estate, identity, statement, word, resource, {**by_itself, **CONTEXT})
        if found is not None and all(map(spares_owner, found.denying)):
            return found._replace(confidence=weakest(found.confidence, LIKELY))
        return None
    through = carried(estate, identity, resource, statement)
    if through is not None:
        found = _always(estate, identity, statement, word, resource, {**by_itself, **through})
    return found._replace(confidence=weakest(found.confidence, LIKELY)) if found else None


def _asks_where(estate: Estate, resource: Resource) -> bool:
    return any(
        statement.denies and asks_where(statement)
        for attached in estate.policies_on(resource).attached
        for statement in attached.policy.statements
    )


def _asks_via(estate: Estate, resource: Resource) -> bool:
    """A Deny spares what services do with the rights of those who call them."""
    return any(
        statement.denies
        and any((one.key.literal or "").lower() == VIA for one in statement.conditions)
        for attached in estate.policies_on(resource).attached
        for statement in attached.policy.statements
    )


def _always(
    estate: Estate,
    identity: Identity,
    statement: Statement,
    word: Word,
    resource: Resource,
    context: Mapping[str, Text | str | None],
) -> TakenBack | None:
    answers: dict[Word, Answer] = {}
    when = identity.when | resource.when | statement.when
    for action in statement.actions or ():
        name = action.literal
        if name is None or is_glob(name) or not estate.engine.can_match(name, word.text):
            continue
        answer = estate.can(
            identity,
            name,
            probe(word.text),
            context=context,
            when=when,
            supposing=(CALLER, CAPS),
        )
        if answer.explicit and RESOURCE_LAYER in answer.blocked_by:
            answers[action] = answer
    if not answers:
        return None
    known = CERTAIN if estate.surely_in(word.text, resource) else LIKELY
    denying = [one for answer in answers.values() for one in answer.statements if one.denies]
    return TakenBack(
        identity,
        statement,
        tuple(answers),
        word,
        resource,
        tuple(dict.fromkeys(denying)),
        weakest(known, *(answer.confidence for answer in answers.values())),
    )
