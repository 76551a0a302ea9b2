"""Regions that a service control policy locks, although something in view is in them.

A lock on regions denies what is asked for in all but some. What a file declares in a locked region
is not deployed, or does not work.
https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_examples_general.html
"""

from __future__ import annotations

from iamlint.access.conditions import condition_holds
from iamlint.access.context import Context
from iamlint.access.truth import YES
from iamlint.text.hints import TYPE_CHECKING, Final
from iamlint.text.records import NamedTuple

from .accounts import account_of
from .known import facts_of, keys_of
from .layers import REQUESTED, spares_unbound
from .presence import possible
from .principals import asks_as, partition_asked_for

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.model.policy import Condition, Statement
    from iamlint.model.things import Identity, Reading, Resource
    from iamlint.text.holes import Text

    from . import Estate

GLOBAL: Final = ("iam", "sts", "organizations")


class InUse(NamedTuple):
    """A Deny of all that is asked for in a region, and what lies there.

    `condition`: asks for the region. `things`: what lies in it. `role`: who works there and is hit,
    where the Deny spares somebody.
    """

    statement: Statement
    condition: Condition
    region: str
    things: tuple[Resource, ...]
    role: Identity | None

    @property
    def key(self) -> str:
        return f"{self.region} {account_of(self.things[0])}"


def in_use(estate: Estate) -> Iterator[InUse]:
    """By account and region, in file order."""
    places: dict[tuple[Text, str], list[Resource]] = {}
    for resource in estate.resources:
        region = resource.region.literal
        if region and resource.created and possible(resource.when):
            places.setdefault((account_of(resource), region), []).append(resource)
    services = {row["service"] for row in estate.catalog.table("global_services")}
    for (account, region), every in places.items():
        things = [one for one in every if service_of(one) not in (*GLOBAL, *services)]
        for statement in denies_over(estate, account, things[0].reading) if things else ():
            hit = tuple(
                one for one in things if estate.engine.denies_all_of(statement, service_of(one))
            )
            found = told(estate, statement, region, hit) if hit else None
            if found is not None:
                yield found
                break


def service_of(resource: Resource) -> str:
    return resource.service_type.partition(":")[0]


def denies_over(estate: Estate, account: Text, reading: Reading | None) -> Iterator[Statement]:
    """What service control policies over an account deny by region, for certain."""
    for level in estate.scps_in(account, reading):
        for attached in level.attached if level.sure else ():
            policy = attached.policy
            if not attached.sure or attached.when or policy.when:
                continue
            for one in policy.statements:
                plain = one.denies and not one.gaps and not one.when
                everywhere = any(word.literal == "*" for word in one.resources or ())
                if plain and everywhere and REQUESTED in keys_of(one.conditions):
                    yield one


def told(
    estate: Estate, statement: Statement, region: str, things: tuple[Resource, ...]
) -> InUse | None:
    """The Deny holds in the region for whoever it is; or for some role that works there, where
    it spares others.
    """
    here = Context({REQUESTED: region}, strict=False)
    tests = [c for c in statement.conditions if (c.key.literal or "").lower() == REQUESTED]
    others = [c for c in statement.conditions if c not in tests and not spares_unbound(c)]
    if not all(condition_holds(one, here).truth is YES for one in tests):
        return None
    if not others:
        return InUse(statement, tests[0], region, things, None)
    readings = {id(one.reading) for one in things}
    for work in estate.workloads:
        role = work.role
        if role is None or id(work.use.reading) not in readings:
            continue
        if work.use.region.literal == region and is_hit(estate, others, role):
            return InUse(statement, tests[0], region, things, role)
    return None


def is_hit(estate: Estate, conditions: list[Condition], role: Identity) -> bool:
    """Conditions hold for whatever a role asks for."""
    facts = facts_of(role, set(keys_of(conditions)), estate.engine)
    context = Context(dict(facts), strict=False)
    context.implied("aws:PrincipalArn", asks_as(role, partition_asked_for(estate.policies)))
    context.implied("aws:PrincipalAccount", account_of(role))
    context.implied("aws:PrincipalIsAWSService", "false")
    context.implied("aws:ViaAWSService", "false")
    return all(condition_holds(one, context).truth is YES for one in conditions)
