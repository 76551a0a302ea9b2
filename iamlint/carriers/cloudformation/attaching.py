"""Ties policies to what they are attached to."""

from __future__ import annotations

from iamlint.model import policy as kinds
from iamlint.model.things import Attachment
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.holes import Text
from iamlint.text.node import ALWAYS, Conditional, Unknown

from .places import walk
from .values import as_text

if TYPE_CHECKING:
    from iamlint.model.policy import Policy
    from iamlint.text.holes import Hole
    from iamlint.text.node import Node, When

    from .places import Place
    from .reader import Context, Declared
    from .tables import Row


def attach(context: Context, declared: Declared, row: Row, policy: Policy) -> None:
    """Put a policy where it belongs."""
    if row["attach"] == "self":
        own(declared, policy)
        return
    if policy.form == "managed":
        policy.arn = context.resolver.naming.arn(declared.declaration)
        policy.name = context.resolver.naming.name(declared.declaration)
    elif policy.kind in (kinds.SCP, kinds.RCP):
        policy.arn = context.resolver.naming.ref(declared.declaration)
    if row["attach"]:
        tie(context, declared, row, policy)


def own(declared: Declared, policy: Policy) -> None:
    """A policy that stands in the declaration of what it is about."""
    identity, resource = declared.identity, declared.resource
    policy.owner = identity or resource
    whole = not isinstance(policy.node, Unknown)
    if identity is not None and policy.kind == kinds.TRUST:
        identity.trust = policy
    elif identity is not None:
        if whole:
            identity.inline.append(policy)
        else:
            identity.gaps.extend(policy.gaps)
    elif resource is not None:
        resource.default_policy = resource.default_policy and bool(policy.when - resource.when)
        if whole:
            resource.policies.append(policy)
        else:
            resource.policy_gap = policy.gaps[0]


def tie(context: Context, declared: Declared, row: Row, policy: Policy | None = None) -> None:
    """Attachments to everything that a row names, one for each set of conditions."""
    made: dict[When, Attachment] = {}
    for kind, path in row["attach"]:
        found = False
        for place in targets(declared, path):
            found = True
            attachment = at(context, declared, made, place.when, policy)
            text = as_text(place.node)
            if text is not None and not isinstance(place.node, Unknown):
                attachment.targets.append((kind, text))
                attachment.named_at[text] = place.node
            else:
                attachment.gaps.append(gap_of(context, place))
        if not found and "default_target" in row:
            attachment = at(context, declared, made, ALWAYS, policy)
            attachment.targets.append((kind, Text(row["default_target"])))
    for attachment in made.values():
        if attachment.policy is not None or len(made) == 1:
            context.reading.attachments.append(attachment)


def targets(declared: Declared, path: str) -> list[Place]:
    """The places that name what is tied; of alternatives the first that is set."""
    for each in path.split("|"):
        places = list(walk(declared.properties, each, declared.address))
        if places:
            return places
    return []


def gap_of(context: Context, place: Place) -> Hole:
    """Why it is not known what a policy is attached to."""
    if isinstance(place.node, Unknown):
        hole = place.node.hole
    else:
        hole = context.resolver.opaque(place.node, "names nothing")
    context.gap(place.node, place.address, hole.why, partial=True, bound=True)
    return hole


def at(
    context: Context,
    declared: Declared,
    made: dict[When, Attachment],
    when: When,
    policy: Policy | None,
) -> Attachment:
    """The attachment under a set of conditions."""
    if when not in made:
        made[when] = attachment_of(context, declared, declared.when | when)
        made[when].policy = policy
    return made[when]


def attachment_of(context: Context, declared: Declared, when: When) -> Attachment:
    """A declaration as one that ties something to something."""
    home = context.home
    return Attachment(
        declared.declaration.node,
        declared.address,
        declared.type,
        home.account,
        home.region,
        when=when,
    )


def conditional(place: Place) -> Node:
    """The node of a place under the conditions it was found under."""
    return Conditional(place.node, place.when) if place.when else place.node
