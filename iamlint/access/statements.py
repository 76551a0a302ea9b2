"""Does a whole statement apply to a request? Action, resource, caller and condition together."""

from __future__ import annotations

import re

from iamlint.model.policy import ALLOWS, DENIES
from iamlint.text.hints import TYPE_CHECKING, Final
from iamlint.text.holes import NAME, REGION, Hole, Text
from iamlint.text.node import ALWAYS
from iamlint.text.records import NamedTuple

from .conditions import conditions_hold
from .facts import decided_by, doubtful_resources, further_resources
from .matching import action_matches, resource_matches
from .presence import there
from .principals import named
from .request import STAR, account_of
from .truth import FAILS, HOLDS, MAYBE, NO, YES, Answer, Doubt, any_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from iamlint.model.policy import Policy, Statement
    from iamlint.text.node import When

    from .request import Request

ALLOW: Final = "Allow"
DENY: Final = "Deny"

_TEMPLATE_VARIABLE: Final = re.compile(r"\$\{(\w+)\}")
S3_ACCOUNT: Final = Doubt(
    "rule: account-wide S3 actions on arn:aws:s3:::*",
    "S3 checks some account-wide actions on `arn:aws:s3:::*`, and AWS does not say which",
)


_ALL_OF_S3: Final = Text("arn:aws:s3:::*")


class Hit(NamedTuple):
    """A statement that applies, or may."""

    statement: Statement
    answer: Answer


def applies(
    statement: Statement, request: Request, *, assuming: When = ALWAYS, bounded: bool = False
) -> Answer:
    """Everything of the statement but its effect, the caller included where it names one."""
    found = _without_caller(statement, request, assuming)
    if found.truth is NO or not _names_somebody(statement):
        return found
    ways = named(statement, request.caller, bounded=bounded, assuming=assuming)
    return found & any_of(ways.values())


def applies_by_way(
    statement: Statement, request: Request, *, assuming: When = ALWAYS, bounded: bool = False
) -> dict[str, Answer]:
    """The same for a policy on a resource: by the way in which the caller is named."""
    found = _without_caller(statement, request, assuming)
    if found.truth is NO:
        return {}
    ways = named(statement, request.caller, bounded=bounded, assuming=assuming)
    return {way: found & how for way, how in ways.items()}


def _names_somebody(statement: Statement) -> bool:
    if statement.principals is not None or statement.not_principals is not None:
        return True
    return statement.policy.kind in ("resource", "trust", "endpoint", "rcp")


def _without_caller(statement: Statement, request: Request, assuming: When) -> Answer:
    found = action_matches(statement, request.action, assuming)
    if found.truth is NO:
        return found
    found &= on_resource(statement, request, assuming)
    if found.truth is NO:
        return found
    found &= conditions_hold(statement, request.context, assuming)
    if found.truth is NO:
        return found
    when = statement.when | statement.policy.when
    if when:
        found &= there(when, assuming)
    return found & _gaps(statement) if statement.gaps else found


def on_resource(statement: Statement, request: Request, assuming: When) -> Answer:
    """For an action about no resource also the ARNs on which its service checks it all the same:
    an entry that covers one of them covers the request, under Resource as under NotResource.
    """
    found = resource_matches(statement, request.resource, request.context, assuming)
    excepting = statement.not_resources is not None
    if statement.resources is None and not excepting:
        needed = decided_by("needs_resource", request.action, request.resource)
        return found & ~Answer(needed)
    if request.resource != STAR or found.truth is (NO if excepting else YES):
        return found
    further = further_resources(request.action)
    for template in further:
        arn = _from_template(template, request)
        other = resource_matches(statement, arn, request.context, assuming)
        found = found & other if excepting else found | other
    if further or not request.action.lower().startswith("s3:"):
        return found
    if not doubtful_resources(request.action):
        return found
    every = resource_matches(statement, _ALL_OF_S3, request.context, assuming)
    return found if every.truth is found.truth else Answer(MAYBE, (S3_ACCOUNT,))


def _from_template(template: str, request: Request) -> Text:
    """An ARN of the template; what the request does not tell is a hole."""
    pieces: list[str | Hole] = []
    for index, part in enumerate(_TEMPLATE_VARIABLE.split(template)):
        if index % 2 == 0:
            pieces.append(part)
        elif part == "Partition":
            pieces.extend(request.caller.partition.pieces)
        elif part == "Account" and (account := account_of(request)) is not None:
            pieces.extend(account.pieces)
        else:
            within = REGION if part == "Region" else NAME
            pieces.append(Hole(f"the resource's {part}", within))
    return Text(*pieces)


def _gaps(statement: Statement) -> Answer:
    """A part that could not be read narrows the statement in a way not known. A gap that is an
    item of a list has been asked already.
    """
    asked = {
        word.text.only_hole
        for words in (
            statement.actions,
            statement.not_actions,
            statement.resources,
            statement.not_resources,
            *(condition.values for condition in statement.conditions),
            tuple(entry.value for entry in statement.principals or ()),
            tuple(entry.value for entry in statement.not_principals or ()),
        )
        for word in words or ()
    }
    open_gaps = [gap for gap in statement.gaps if gap not in asked]
    if not open_gaps:
        return HOLDS
    return Answer(MAYBE, tuple(Doubt(gap.identity, gap.why) for gap in open_gaps))


def effect_is(statement: Statement, effect: str) -> Answer:
    """An Effect that is not known may be either; one that is neither word is no effect."""
    if statement.effect is None:
        return FAILS
    literal = statement.effect.literal
    if literal is not None:
        return HOLDS if literal in (ALLOWS if effect == ALLOW else DENIES) else FAILS
    hole = statement.effect.text.holes[0]
    return Answer(MAYBE, (Doubt(hole.identity, hole.why),))


def hits(
    policies: Iterable[Policy],
    effect: str,
    request: Request,
    *,
    assuming: When = ALWAYS,
    bounded: bool = False,
) -> Iterator[Hit]:
    """Statements of an effect that apply, or may."""
    for policy in policies:
        for statement in policy.statements:
            found = effect_is(statement, effect)
            if found.truth is not NO:
                found &= applies(statement, request, assuming=assuming, bounded=bounded)
                if found.truth is not NO:
                    yield Hit(statement, found)


def unread(policies: Iterable[Policy]) -> Answer:
    """Could the policies hold statements that are not seen?"""
    doubts = []
    for policy in policies:
        if policy.gaps:
            seen = {gap for statement in policy.statements for gap in statement.gaps}
            doubts += [Doubt(g.identity, g.why) for g in policy.gaps if g not in seen]
    return Answer(MAYBE, tuple(dict.fromkeys(doubts))) if doubts else FAILS
