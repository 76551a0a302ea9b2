"""The resources of a template: its `Resources`, loops and all."""

from __future__ import annotations

from iamlint.model.things import Gap
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.node import Mapping, Node, Scalar

from . import looping
from .template import FOR_EACH, Declaration, Template

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .resolver import Resolver
    from .template import Bindings

MODULE = "::MODULE"
"""How the types of modules end, which stand for resources that are registered elsewhere."""


def read(template: Template, resolver: Resolver) -> None:
    """Fill `template.resources`, and note what is no resource as a gap."""
    for macro in template.macros:
        why = f"the macro {macro} may add to the template at deployment"
        place = template.root.get("Transform") or template.root
        template.gaps.append(Gap(place, "Transform", why, partial=True))
    node = template.root.get("Resources")
    if isinstance(node, Mapping):
        for declaration in within(template, resolver, node, {}):
            template.resources[declaration.logical] = declaration
    elif node is not None:
        template.gaps.append(Gap(node, "Resources", "Resources is no mapping of resources"))


def within(
    template: Template, resolver: Resolver, node: Mapping, bindings: Bindings
) -> Iterator[Declaration]:
    """The resources of a mapping."""
    for key, value in node.entries:
        name = str(key.value)
        if name.startswith(FOR_EACH):
            yield from looped(template, resolver, key, value)
        elif name == "Fn::Transform":
            why = "a macro (Fn::Transform) makes resources at deployment"
            template.gaps.append(Gap(value, name, why))
        else:
            declaration = declared(template, key, value, bindings)
            if declaration is not None:
                yield declaration


def looped(
    template: Template, resolver: Resolver, key: Scalar, argument: Node
) -> Iterator[Declaration]:
    """The resources that `Fn::ForEach` makes."""
    before = resolver.bindings
    made = False
    for bindings, body in looping.rounds(resolver, argument):
        made = True
        resolver.bindings = bindings
        try:
            yield from within(template, resolver, body, bindings)
        finally:
            resolver.bindings = before
    if not made:
        template.gaps.append(Gap(argument, str(key.value), "the loop cannot be read"))


def declared(
    template: Template, key: Scalar, value: Node, bindings: Bindings
) -> Declaration | None:
    """One resource; a gap for what is none."""
    text = looping.filled(str(key.value), bindings)
    name = str(text)
    if not isinstance(value, Mapping):
        template.gaps.append(Gap(value, name, f"the resource {name} is no mapping"))
        return None
    type_ = value.get("Type")
    if not isinstance(type_, Scalar) or not isinstance(type_.value, str):
        why = f"the resource {name} has no type"
        template.gaps.append(Gap(type_ or value, name, why))
        return None
    if type_.value.endswith(MODULE):
        why = f"what the module {type_.value} holds is not in view"
        template.gaps.append(Gap(type_, name, why, partial=True))
    return Declaration(name, type_.value, key, value, bindings)
