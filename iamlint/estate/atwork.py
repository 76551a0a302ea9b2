"""Work that is done as a role on a resource of another account, whose policy does not admit the
role: a function that reads a stream there, a rule that puts to a queue there.

The role may be granted it on whatever resource, so that no statement of it names the other account.
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html
"""

from __future__ import annotations

from iamlint.access.services import kept_at_home
from iamlint.access.truth import YES
from iamlint.finding import CERTAIN, LIKELY
from iamlint.text.hints import TYPE_CHECKING

from .aims import Aims
from .asking import CALLER, CAPS, RESOURCE_SIDE
from .duties import duties_of
from .integrations import ROLE
from .joined import weakest
from .onesided import OneSided, unknown_of
from .presence import possible
from .shortfalls import sureness

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.model.things import Identity, Resource
    from iamlint.text.holes import Text

    from . import Estate
    from .asking import Answer
    from .crossing import Crossings
    from .duties import Duty
    from .wired import Wired


def refused_at_work(estate: Estate, crossings: Crossings) -> Iterator[OneSided]:
    """What the wires in view need of resources of other accounts and are refused there, though the
    role may do it; one for each wire, without what is told of a statement that names the resource.
    """
    duties, aims = duties_of(estate.catalog), Aims(estate)
    told = {
        (refused.identity, refused.resource, action)
        for refused in estate.refused_by_resources()
        for action in refused.actions
    }
    for wired in estate.wires:
        role = wired.role
        if wired.by != ROLE or role is None or not possible(wired.when | role.when):
            continue
        for resource, needed in _across(wired, role, duties.across(wired), crossings).items():
            refused: dict[str, Answer] = {}
            targets: dict[Text, None] = {}
            for duty in needed:
                for action, (target, answer) in _refused(estate, aims, wired, role, duty).items():
                    if (role, resource, action) not in told:
                        refused[action] = answer
                        targets[target] = None
            if refused:
                found = _one_sided(estate, wired, role, resource, refused, tuple(targets))
                if found is not None:
                    yield found


def _across(
    wired: Wired, role: Identity, duties: list[Duty], crossings: Crossings
) -> dict[Resource, list[Duty]]:
    """What the work needs of each end that belongs to another account than the role."""
    found: dict[Resource, list[Duty]] = {}
    for duty in duties:
        end = {"source": wired.source, "target": wired.target}.get(duty.on)
        if end is not None and crossings.leads_across(role, end):
            found.setdefault(end, []).append(duty)
    return found


def _refused(
    estate: Estate, aims: Aims, wired: Wired, role: Identity, duty: Duty
) -> dict[str, tuple[Text, Answer]]:
    """The first action of a duty, where no action of it is let through on anything it is about,
    and the role's own policies let each through.
    """
    found: dict[str, tuple[Text, Answer]] = {}
    when = wired.when | role.when
    aim = aims.of(wired, duty)
    for action in duty.actions:
        for resource in aim.asked:
            if kept_at_home(action, resource) is YES:
                return {}
            there = estate.can(role, action, resource, when=when, supposing=(CALLER, CAPS))
            ours = estate.can(role, action, resource, when=when, supposing=(RESOURCE_SIDE, CAPS))
            if not there.denied or ours.denied:
                return {}
            found.setdefault(duty.actions[0], (aim.written, there))
    return found


def _one_sided(
    estate: Estate,
    wired: Wired,
    role: Identity,
    resource: Resource,
    refused: dict[str, Answer],
    targets: tuple[Text, ...],
) -> OneSided | None:
    first = next(iter(refused))
    grant = estate.can(role, first, targets[0], when=wired.when, supposing=(RESOURCE_SIDE, CAPS))
    words = [word for statement in grant.statements for word in statement.actions or ()]
    if not words:
        return None
    statement = next(one for one in grant.statements if one.actions)
    known = CERTAIN if wired.integration is not None else LIKELY
    return OneSided(
        statement,
        words[0],
        words[0],
        role,
        resource,
        tuple(refused),
        targets,
        estate.policies_on(resource),
        unknown_of(refused),
        weakest(known, sureness(wired), *(answer.confidence for answer in refused.values())),
        True,
        True,
        estate.guards(role, first, targets[0], wired.when),
        wired.wire,
    )
