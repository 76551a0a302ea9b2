"""A policy declared anew beside the resource that it sits on."""

from __future__ import annotations

from iamlint.formats.edits.changes import Uneditable
from iamlint.model.policy import LATEST
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.modules import module_named
from iamlint.text.node import Mapping, Scalar, Sequence, plain

from .sites import site

if TYPE_CHECKING:
    from iamlint.formats.edits.draft import Draft
    from iamlint.model.things import Resource
    from iamlint.rule import AddPolicy

    from .sites import Site
    from .writing import Dialects

PROPERTIES = "Properties"
WAITS, UNDER = "DependsOn", "Condition"
"""The attributes of a resource in a template that say what it waits for, and when it is made."""


def declare(draft: Draft, dialects: Dialects, intent: AddPolicy) -> None:
    """Write the declarations behind the other resources of the file, and let what must not be made
    without them wait for them.

    Raises `Uneditable` where the file is of a kind that is not edited so.
    """
    at = site(draft, dialects, intent.to.span)
    reading = dialects.reading(intent.to.span)
    carrier = module_named(f"iamlint.carriers.{reading.carrier}") if reading is not None else None
    own = getattr(carrier, "policy_property", None)
    if own is not None and own(intent.to):
        put_within(at, own(intent.to), intent)
        return
    make = getattr(carrier, "policy_declared", None)
    resources = at.parent()
    if make is None or reading is None or resources is None:
        raise Uneditable("a policy cannot be declared there")
    if not isinstance(resources.node, Mapping) or not isinstance(at.node, Mapping):
        raise Uneditable("the resources are no mapping")
    under = condition_of(at, draft, dialects, intent.before)
    made = make(intent, resources.node.keys())
    for one in intent.before:  # first: where it is the last resource, both end at one place
        wait(site(draft, dialects, one.span), list(made))
    for name, declaration in made.items():
        value = at.data(declaration)
        resources.editor.put(resources.spot, name, {**value, **under})


def put_within(at: Site, name: str, intent: AddPolicy) -> None:
    """The policy as a property of the resource itself."""
    document = at.data({"Version": LATEST, "Statement": list(intent.statements)})
    properties = at.under(PROPERTIES)
    if properties is None:
        at.editor.put(at.spot, PROPERTIES, {name: document})
    elif isinstance(properties.node, Mapping) and properties.node.get(name) is None:
        properties.editor.put(properties.spot, name, document)
    else:
        raise Uneditable("what its policy is is chosen by a condition")


def condition_of(
    at: Site, draft: Draft, dialects: Dialects, before: tuple[Resource, ...]
) -> dict[str, object]:
    """The condition under which the resource and what waits for the policy are made."""
    sites = [at, *(site(draft, dialects, one.span) for one in before)]
    named = [one.node.get(UNDER) for one in sites if isinstance(one.node, Mapping)]
    found = {plain(node) for node in named if node is not None}
    if len(found) > 1:
        raise Uneditable("the two are made under different conditions")
    return dict.fromkeys([UNDER], found.pop()) if found else {}


def wait(at: Site, names: list[str]) -> None:
    """Let a resource wait for others."""
    there = at.under(WAITS)
    if there is None:
        at.editor.put(at.spot, WAITS, names[0] if len(names) == 1 else names)
    elif isinstance(there.node, (Scalar, Sequence)):
        there.editor.append(there.spot, names)
    else:
        raise Uneditable("what it waits for is put together by a function")
