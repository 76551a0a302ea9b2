"""Does the trust policy of a role let the service in that runs something as it?

Asked over all requests that the service may make: with the account and a source of the workload's
in them, as it sends them, and without, as others do.

https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-service.html
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

from iamlint.access.callers import FEDERATED, SERVICE, Caller, caller_from
from iamlint.access.conditions import condition_holds
from iamlint.access.context import Context
from iamlint.access.decide import decide
from iamlint.access.principals import names
from iamlint.access.request import Request, Situation
from iamlint.access.statements import ALLOW, effect_is
from iamlint.access.truth import NO
from iamlint.access.verdict import ALLOWED, EXPLICIT_DENY, IMPLICIT_DENY, UNKNOWN
from iamlint.catalog.roles import ASSUME, WITH_TOKEN
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.holes import ANY, NAME, PARTITION, REGION, Hole, Text
from iamlint.text.records import NamedTuple

from .accounts import account_of
from .names import segments
from .onresources import trust_of
from .presence import changed, rewritten, standing

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from iamlint.access.verdict import Verdict
    from iamlint.model.policy import Condition, Policy, Statement
    from iamlint.model.things import Identity, Reading
    from iamlint.text.node import When

    from .running import Workload

SUFFIX = ".amazonaws.com"
TERRAFORM = "terraform"
IN_REGION = "${Region}"
OF_ACCOUNT = "${Account}:"
NAMED = re.compile(r"\$\{([^}]*)\}")
SOMEWHERE = Hole("the Region of the workload", REGION)


class Refusal(NamedTuple):
    """A trust policy that keeps a service out.

    `guards`: the conditions that do it, of statements that name the service. `denying`: the Deny
    statements that do it. `sure`: no point of AWS's documentation was read in one way of several.
    """

    guards: tuple[Condition, ...]
    denying: tuple[Statement, ...]
    sure: bool


def refusal(
    role: Identity, principal: str, workload: Workload, when: When, sources: Mapping[str, str]
) -> Refusal | None:
    """How the trust policy of a role keeps a service from ever assuming it for a workload; None
    where it lets it in, or that is not known. `sources`: the ARN that services send as that of the
    source, with names for what differs, where their guides tell.
    """
    trust = trust_of(role)
    if trust.unknown:
        return None
    policies = standing(trust.attached)
    names = tuple(spellings(principal))
    sent = tuple(_contexts(workload, sources.get(principal, "")))
    for name in names:
        request = _request(role, name, _free())
        decision = _decided(request, policies, when).decision
        if decision == ALLOWED:
            return None
        if decision == UNKNOWN and not _never(request, policies, sent, when):
            return None
    return _how(_request(role, names[0], _free()), policies, sent, when)


def keeps_out(role: Identity, principal: str, when: When) -> bool:
    """The trust policy of a role never lets a service in, whatever that sends."""
    trust = trust_of(role)
    if trust.unknown:
        return False
    policies = standing(trust.attached)
    if not _may_admit(policies, principal):
        return True
    return all(
        _decided(_request(role, name, _free()), policies, when).decision
        in (IMPLICIT_DENY, EXPLICIT_DENY)
        for name in spellings(principal)
    )


def _may_admit(policies: tuple[Policy, ...], principal: str) -> bool:
    """A statement that may allow something names the service, or that is not known. Where none
    does, nothing has to be decided.
    """
    return any(
        policy.gaps
        or any(
            effect_is(statement, ALLOW).truth is not NO
            and any(names(statement, caller).truth is not NO for caller in _callers(principal))
            for statement in policy.statements
        )
        for policy in policies
    )


def _decided(request: Request, policies: tuple[Policy, ...], when: When) -> Verdict:
    return decide(request, Situation(resource=policies, assuming=when))


def _request(role: Identity, name: Text, context: Context) -> Request:
    """`name`: of a service, or of a provider whose tokens are taken."""
    caller = _caller(name)
    action = ASSUME if caller.kind == SERVICE else WITH_TOKEN
    return Request(caller, action, role.arn, account_of(role), context)


def _caller(name: Text) -> Caller:
    return Caller(FEDERATED if is_provider(name.literal or "") else SERVICE, name=name)


@lru_cache(maxsize=256)
def _callers(principal: str) -> tuple[Caller, ...]:
    """A service by each of its names."""
    return tuple(map(_caller, spellings(principal)))


def is_provider(principal: str) -> bool:
    """Tokens of a provider are taken in this name, and no service assumes the role."""
    return caller_from(principal).kind == FEDERATED


def spellings(principal: str) -> Iterator[Text]:
    """The forms in which a trust policy may name a service: with a Region in it, as in China."""
    if is_provider(principal):
        yield Text(principal)
        return
    service = principal.removesuffix(SUFFIX)
    before, marked, after = principal.partition(IN_REGION)
    if marked:
        yield Text(before, SOMEWHERE, after)
        return
    for suffix in (SUFFIX, f"{SUFFIX}.cn"):
        yield Text(service + suffix)
        yield Text(f"{service}.", SOMEWHERE, suffix)


# what a service sends


def _free() -> Context:
    """Nothing is known of what is sent."""
    return Context(strict=False)


def _contexts(workload: Workload, told: str) -> Iterator[Context]:
    """What a service may send with its calls: nothing of the source, or the account and an ARN of
    it. The ARN is regional, global, or one without an account; or as its guide tells.
    """
    account, external = workload.use.account, workload.use.external
    further = dict(workload.use.sends)
    if external is not None:
        further["sts:ExternalId"] = external
    service, rest = Hole("the source's service", NAME), Hole("the source", ANY)
    begin = Text("arn:", Hole("AWS::Partition", PARTITION), ":", service, ":")
    regional = Text(SOMEWHERE, ":")
    places = (regional + account, Text(":") + account, regional, Text(":"))
    arns = [_source(told, workload)] if told else [begin + one + Text(":", rest) for one in places]
    for arn in arns:
        given = {"aws:SourceAccount": account, "aws:SourceArn": arn, **further}
        yield Context(given, strict=False)
    yield Context({"aws:SourceAccount": None, "aws:SourceArn": None, **further}, strict=False)


def _source(told: str, workload: Workload) -> Text:
    """The ARN of a source in the workload's place, as a guide writes it. What a guide says to begin
    as the ARN of what runs, behind the star, is that.
    """
    told, _, own = told.partition("*")
    named = _own(workload, own) if own else None
    if named is not None:
        told = told[: told.index(OF_ACCOUNT) + len(OF_ACCOUNT)]
    filled = {
        "Partition": Text(Hole("AWS::Partition", PARTITION)),
        "Region": _region_of(workload),
        "Account": workload.use.account,
    }
    found = Text()
    for number, part in enumerate(NAMED.split(told)):
        found += filled[part] if number % 2 else Text(part)
    return found + (Text(Hole("the source", ANY)) if named is None else named)


def _own(workload: Workload, begin: str) -> Text | None:
    """What stands in the last field of the ARN of what runs, where it begins so."""
    holder = workload.use.holder
    parts = segments(holder.arn) if holder is not None else None
    first = parts[5].pieces[0] if parts is not None and parts[5].pieces else None
    return parts[5] if parts and isinstance(first, str) and first.startswith(begin) else None


def _region_of(workload: Workload) -> Text:
    """The region of what runs. A plan of Terraform may be made with a provider that stands for
    another: it tells the region where its policies name none more often.
    """
    reading, region = workload.use.reading, workload.use.region
    if reading is not None and reading.carrier == TERRAFORM and region.literal is not None:
        often = _regions_named(reading)
        most = max(often.values(), default=0)
        return region if 0 < most == often[region.literal] else Text(SOMEWHERE)
    return region


@lru_cache(maxsize=256)
def _regions_named(reading: Reading) -> Counter[str]:
    """The regions in the ARNs that the policies of a file name, and how often."""
    words = (
        word
        for policy in reading.policies
        for statement in policy.statements
        for word in (
            *(statement.resources or ()),
            *(value for condition in statement.conditions for value in condition.values),
        )
    )
    parts = (segments(word.text) for word in words)
    return Counter(one[3].literal for one in parts if one is not None and one[3].literal)


def _never(
    request: Request, policies: tuple[Policy, ...], sent: tuple[Context, ...], when: When
) -> bool:
    """It is denied with everything that the service may send."""
    return all(
        _decided(request._replace(context=context), policies, when).decision
        in (IMPLICIT_DENY, EXPLICIT_DENY)
        for context in sent
    )


# what keeps it out


def _how(
    request: Request, policies: tuple[Policy, ...], sent: tuple[Context, ...], when: When
) -> Refusal:
    verdict = _decided(request, policies, when)
    if verdict.decision == EXPLICIT_DENY:
        return Refusal((), tuple(one.statement for one in verdict.statements), True)
    free = tuple(rewritten(policy, _unconditional) for policy in policies)
    opened = _decided(request, free, when)
    if opened.decision != ALLOWED:
        return Refusal((), (), not verdict.depends_on)
    guards = [
        condition
        for deciding in opened.statements
        for condition in policies[0].statements[deciding.statement.index].conditions
        if all(condition_holds(condition, context, when).truth is NO for context in sent)
    ]
    return Refusal(tuple(guards), (), not verdict.depends_on)


def _unconditional(statement: Statement) -> Statement:
    return changed(statement, conditions=()) if statement.allows else statement
