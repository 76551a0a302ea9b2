"""What a resource takes through certain VPC endpoints alone, and the policies of those stop.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/example-bucket-policies-vpc-endpoint.html
"""

from __future__ import annotations

from iamlint.access.operators import use_of
from iamlint.access.request import RESOURCE_LAYER
from iamlint.finding import LIKELY
from iamlint.text.globs import is_glob
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.records import NamedTuple

from .accounts import same_account
from .asking import CALLER, CAPS, probe
from .endpoints import ENDPOINT as ENDPOINTS
from .forwarding import direct
from .inside import ENDPOINT
from .networks import Held, Wanted
from .presence import possible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.model.policy import Statement, Word
    from iamlint.model.things import Identity, Resource

    from . import Estate
    from .joined import Attached
    from .networks import Networks


class Asked(NamedTuple):
    """A statement that grants actions on a resource that demands an endpoint."""

    identity: Identity
    attached: Attached
    statement: Statement
    word: Word
    resource: Resource


def demanded(estate: Estate, networks: Networks) -> Iterator[Held]:
    """By identity and endpoint, in file order."""
    ways = {
        resource: spared
        for resource in (estate.all_resources if networks.endpoints else ())
        if (spared := ways_of(estate, resource))
    }
    for asked in grants_on(estate, ways) if ways else ():
        found: dict[Resource, list[Wanted]] = {}
        demanding: list[Statement] = []
        for action in asked.statement.actions or ():
            if action.literal is None or is_glob(action.literal):
                continue
            denying = denying_elsewhere(estate, asked, action.literal)
            through = [ways[asked.resource].get(one, ()) for one in denying]
            common = set(through[0]).intersection(*through[1:]) if through else set()
            wanted = Wanted(
                asked.identity,
                action.literal,
                (probe(asked.word.text),),
                asked.word.text,
                asked.statement,
            )
            if common and all(networks.stops(one, wanted) for one in common):
                demanding.extend(denying)
                for one in common:
                    found.setdefault(one, []).append(wanted)
        for endpoint, wants in found.items():
            policy = estate.policies_on(endpoint).attached[0].policy
            yield Held(endpoint, policy, None, tuple(wants), None, LIKELY, demanding[0])


def ways_of(estate: Estate, resource: Resource) -> dict[Statement, tuple[Resource, ...]]:
    """The endpoints that a policy's Deny spares, where all that it spares are in view."""
    found: dict[Statement, tuple[Resource, ...]] = {}
    for attached in estate.policies_on(resource).attached:
        for statement in attached.policy.statements if attached.sure else ():
            for condition in statement.conditions if statement.denies else ():
                use = use_of(condition.operator.literal or "")
                if (condition.key.literal or "").lower() != ENDPOINT or use is None:
                    continue
                if use.base is None or not use.base.negated or use.over:
                    continue
                reading = estate.file_of(attached.policy)
                named = [
                    estate.resources_named(w.text, reading, ENDPOINTS) for w in condition.values
                ]
                if named and all(len(ones) == 1 and sure for ones, sure in named):
                    found[statement] = tuple(ones[0] for ones, _ in named)
    return found


def grants_on(
    estate: Estate, ways: dict[Resource, dict[Statement, tuple[Resource, ...]]]
) -> Iterator[Asked]:
    """What roles and users of the same account are granted of such a resource."""
    for identity in estate.identities:
        if identity.kind not in ("role", "user"):
            continue
        for attached in estate.policies_of(identity).attached:
            if not attached.sure or attached.bundled or attached.policy.by_aws:
                continue
            around = identity.when | attached.when | attached.policy.when
            for statement in attached.policy.statements:
                if statement.allows and not statement.gaps and possible(around | statement.when):
                    for word in statement.resources or ():
                        for one in estate.resources_holding(word.text, identity.reading)[:1]:
                            if one in ways and same_account(identity, one) is not False:
                                yield Asked(identity, attached, statement, word, one)


def denying_elsewhere(estate: Estate, asked: Asked, action: str) -> list[Statement]:
    """The statements that deny it to whoever does not come through an endpoint."""
    if not estate.engine.can_match(action, asked.word.text):
        return []
    answer = estate.can(
        asked.identity,
        action,
        probe(asked.word.text),
        context={ENDPOINT: None, **direct(estate, asked.identity)},
        when=asked.identity.when | asked.resource.when | asked.statement.when,
        supposing=(CALLER, CAPS),
    )
    if not answer.explicit or RESOURCE_LAYER not in answer.blocked_by:
        return []
    return [one for one in answer.statements if one.denies]
