"""Lets SAM's own translator read what is not read here, where it is installed.

What it makes of a resource then counts instead of what was made of it here. It says nothing of
places: a value that stands in the resource just so is taken to stand there, the rest where the
resource does.
"""

from __future__ import annotations

import json

from iamlint.carriers.cloudformation.template import Declaration
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.node import Mapping, Sequence, plain

from .nodes import mapping, scalar, sequence
from .running import NotTranslated, translated

if TYPE_CHECKING:
    from iamlint.carriers.cloudformation.reader import Context
    from iamlint.text.hints import Any
    from iamlint.text.node import Node

    from .making import Making

    Places = dict[str, Node]

REGION = "us-east-1"
"""Where no region is configured. Only the partition hangs on it."""
MIN_TELLING = 6
"""Texts as short as JSON's `"ab12"` may stand anywhere; longer ones tell where they come from."""


def translate(context: Context, making: Making) -> None:
    """Read what is lacking from the translation, else tell it as gaps."""
    root = plain(context.template.root)
    region = context.home.region.literal or REGION
    try:
        assert isinstance(root, dict)
        made = translated(root, region)
    except NotTranslated as error:
        tell(context, making, str(error))
        return
    resources = made.get("Resources")
    if not isinstance(resources, dict):
        tell(context, making, "SAM's translator makes no resources of it")
        return
    conditions = made.get("Conditions")
    if isinstance(conditions, dict):
        place = context.template.root
        for name, condition in conditions.items():
            context.template.conditions.setdefault(name, placed(condition, {}, place))
    for logical in making.lacking:
        replace(context, making, logical, resources)


def tell(context: Context, making: Making, why: str) -> None:
    """Each thing that is not read, with its place."""
    for logical, lacks in making.lacking.items():
        whole = context.template.resources[logical].node
        for node, what in lacks:
            said = f"{what} is not read here; {why}"
            context.gap(node, logical, said, partial=node is not whole)


def replace(context: Context, making: Making, logical: str, resources: dict[str, Any]) -> None:
    """Take what the translator makes of one resource."""
    template = context.template
    of = template.resources[logical]
    for name in [name for name, owner in making.owners.items() if owner == logical]:
        template.resources.pop(name, None)
    places: Places = {}
    note(of.node, places)
    template.written.add((of.key.start, of.key.end))
    for name in owned(making, logical, resources):
        node = placed(resources[name], places, of.key)
        if not isinstance(node, Mapping):
            continue
        type_ = resources[name].get("Type")
        if isinstance(type_, str):
            made = Declaration(name, type_, scalar(of.key, name), node, of.bindings)
            made.by_aws = name != logical
            template.resources[name] = made


def owned(making: Making, logical: str, resources: dict[str, Any]) -> list[str]:
    """The resources that are made of one: those that begin with its logical id, and with that of
    no other that is longer.
    """
    others = [other for other in making.ours if len(other) > len(logical)]
    found = []
    for name, resource in resources.items():
        theirs = any(name.startswith(other) for other in others)
        known = name in making.template.resources and name != logical
        if isinstance(resource, dict) and name.startswith(logical) and not theirs and not known:
            found.append(name)
    return found


def note(node: Node, places: Places) -> None:
    """Note where the values of a resource stand."""
    telling = json.dumps(plain(node), sort_keys=True)
    if len(telling) >= MIN_TELLING:
        places.setdefault(telling, node)
    if isinstance(node, Mapping):
        for _, value in node.entries:
            note(value, places)
    elif isinstance(node, Sequence):
        for item in node.items:
            note(item, places)


def placed(value: Any, places: Places, place: Node) -> Node:
    """A value of the translation, where it stands in the template."""
    found = places.get(json.dumps(value, sort_keys=True, default=str))
    if found is not None:
        return found
    if isinstance(value, dict):
        entries = [(scalar(place, str(k)), placed(v, places, place)) for k, v in value.items()]
        return mapping(place, entries)
    if isinstance(value, (list, tuple)):
        return sequence(place, [placed(item, places, place) for item in value])
    if value is None or isinstance(value, (str, int, float, bool)):
        return scalar(place, value)
    return scalar(place, str(value))
