"""The steps from a value into it: attributes, elements, all elements."""

from __future__ import annotations

from iamlint.carriers.terraform.addresses import Key
from iamlint.carriers.terraform.documents import OUTPUTS, SOURCE_TYPE
from iamlint.carriers.terraform.plan import DATA
from iamlint.formats.hcl.nodes import Splat
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.holes import Hole, Text
from iamlint.text.node import (
    Conditional,
    Either,
    Holed,
    Mapping,
    Node,
    Scalar,
    Sequence,
    Unknown,
)

from .results import Instances, bare, is_null, listed, missing, of_text, text_of, under, unknown

if TYPE_CHECKING:
    from typing import TypeAlias

    from iamlint.carriers.terraform.plan import Instance

    from .references import References

    Step: TypeAlias = "str | Key | Splat | Hole"


def follow(references: References, value: Node, way: list[Step], place: Node) -> Node:
    """What lies at the end of the steps."""
    for index, step in enumerate(way):
        rest = way[index + 1 :]
        if isinstance(value, Instances):
            return _of_instances(references, value, way[index:], place)
        if isinstance(value, Conditional):
            return under(follow(references, value.inner, way[index:], place), value.when)
        if isinstance(value, Either):
            branches = [follow(references, item, way[index:], place) for item in value.items]
            items: list[Node] = [Conditional(*bare(branch)) for branch in branches]
            texts = {text_of(item) for item in items}
            text = next(iter(texts)) if len(texts) == 1 else None
            return Either(place.source, place.start, place.end, items, text)
        if isinstance(step, Splat):
            items = value.items if isinstance(value, Sequence) else []
            if isinstance(value, Unknown):
                return _further(references, value, "[*]", place)
            if not isinstance(value, Sequence):
                items = [] if is_null(value) else [value]
            return listed((follow(references, item, rest, place) for item in items), place)
        value = _inside(references, value, step, place)
    return value


def _inside(references: References, value: Node, step: Step, place: Node) -> Node:
    """One step into a value that is not an instance."""
    name = str(step.value) if isinstance(step, Key) else str(step)
    if isinstance(step, Hole):
        return _further(references, value, f"[{step.identity.rpartition('#')[2]}]", place)
    if isinstance(value, Mapping):
        found = value.get(name)
        if found is not None:
            return found
        holed = any(type(key) is not Scalar for key, _ in value.entries)
        return unknown(place, name, f"{name} is not known") if holed else missing(place, name)
    if isinstance(value, Sequence) and isinstance(step, Key) and isinstance(step.value, int):
        if all(not isinstance(item, Conditional) for item in value.items):
            size = len(value.items)
            return value.items[step.value] if step.value < size else missing(place, name)
        if step.value < len(value.items) and len(value.items) == 1:
            return bare(value.items[0])[0]
        return unknown(place, name, "which elements there are is not known")
    if isinstance(value, Scalar):
        return missing(place, name)
    return _further(references, value, str(step) if isinstance(step, Key) else f".{name}", place)


def _further(references: References, value: Node, step: str, place: Node) -> Node:
    """Something in a value that is not known."""
    hole = value.hole if isinstance(value, Unknown) else None
    if isinstance(value, Holed):
        hole = value.text.only_hole
    if hole is None:
        identity = references.evaluator.identity(place)
        return unknown(place, f"{identity}{step}", "it is not known before Terraform runs")
    return unknown(place, f"{hole.identity}{step}", hole.why)


def _of_instances(references: References, value: Instances, way: list[Step], place: Node) -> Node:
    """The way from a resource: its instances, and an attribute of one."""
    step, instances = way[0], value.instances
    if isinstance(step, Splat):
        each = (
            under(attribute(references, instance, way[1:], place), instance.when)
            for instance in instances
        )
        return listed(each, place)
    if isinstance(step, (Key, Hole)) and value.keyed:
        chosen = [i for i in instances if isinstance(step, Key) and i.key == step]
        if not chosen and isinstance(step, Hole):
            chosen = [i for i in instances if _same_key(i, step)]
        if (
            not chosen
            and len(instances) == 1
            and (instances[0].key is None or isinstance(step, Hole))
        ):
            chosen = instances
        if not chosen:
            known = isinstance(step, Key) and all(i.key is not None for i in instances)
            return missing(place, str(step)) if known else value
        return attribute(references, chosen[0], way[1:], place)
    if len(instances) == 1:
        return attribute(references, instances[0], way, place)
    return value if instances else missing(place, "its instances")


def _same_key(instance: Instance, step: Hole) -> bool:
    return instance.key is not None and str(instance.key.value) == str(Text(step))


def attribute(references: References, instance: Instance, way: list[Step], place: Node) -> Node:
    """An attribute of an instance: what the configuration sets, else what its type tells."""
    world = references.world
    if not way or not isinstance(way[0], str):
        hole = Hole(f"{world.path}#{instance.address}", why=f"{instance.address} as a whole")
        return Instances(place, hole, [instance], keyed=False)
    name, rest = way[0], way[1:]
    if instance.type == SOURCE_TYPE and instance.mode == DATA and name in OUTPUTS and not rest:
        return world.document(instance, place)
    given = world.given(instance, name)
    if given is not None and not is_null(given):
        return follow(references, given, rest, place)
    if all(isinstance(step, (str, Key)) for step in rest):
        return of_text(world.text(instance, tuple(way)), place)
    hole = Hole(f"{world.path}#{instance.address}.{name}", why="known only after apply")
    return Unknown(place.source, place.start, place.end, hole)
