"""The resources of a template: its `Resources`, loops and all."""

from __future__ import annotations

from iamlint.model.things import Gap
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.node import Mapping, Scalar

from . import looping, macros
from .template import FOR_EACH, Declaration, looped

if TYPE_CHECKING:
    from .looping import Made
    from .resolver import Resolver
    from .template import Template

MAX_MADE = 2_000
"""Resources that loops make. CloudFormation takes 500 in all."""


def read(template: Template, resolver: Resolver) -> None:
    """Fill `template.resources`, and note what is no resource as a gap."""
    node = template.root.get("Resources")
    macros.tell(template)
    unroll_conditions(template, resolver)
    if isinstance(node, Mapping):
        read_section(template, resolver, node)
    elif node is not None:
        template.gaps.append(Gap(node, "Resources", "Resources is no mapping of resources"))


def unroll_conditions(template: Template, resolver: Resolver) -> None:
    """Add the conditions that loops make to the template's."""
    section = template.root.get("Conditions")
    if isinstance(section, Mapping) and any(
        str(key.value).startswith(FOR_EACH) for key, _ in section.entries
    ):
        for key, value, bindings in looping.unrolled(resolver, section, {}):
            name = looped(str(key.value), bindings)
            template.conditions[name] = value
            template.made_with[name] = bindings


def read_section(template: Template, resolver: Resolver, section: Mapping) -> None:
    """The resources of the section. Of two that have one name the later one counts, as in JSON."""
    made = 0
    for entry in looping.unrolled(resolver, section, {}):
        made += bool(entry.bindings)
        if made > MAX_MADE:
            why = f"loops make more than {MAX_MADE:,} resources: the others are not read"
            template.gaps.append(Gap(entry.key, "Fn::ForEach", why))
            return
        declaration = declared(template, entry)
        if declaration is None:
            continue
        before = template.resources.get(declaration.logical)
        if before is not None and not before.bindings:
            why = f"the resource {before.logical} is declared twice: the later one counts"
            template.gaps.append(Gap(before.node, before.logical, why, bound=True))
        template.resources[declaration.logical] = declaration
    if looping.is_spent(resolver):
        template.gaps.append(Gap(section, "Fn::ForEach", looping.SPENT))


def declared(template: Template, entry: Made) -> Declaration | None:
    """One resource; a gap for what is none."""
    key, value, bindings = entry
    name = str(looping.filled(str(key.value), bindings))
    why = ""
    type_ = value.get("Type") if isinstance(value, Mapping) else None
    if name == macros.TRANSFORM:
        why = f"{macros.named(value)} makes resources at deployment"
    elif name.startswith(FOR_EACH):
        why = "the loop cannot be read"
    elif not isinstance(value, Mapping):
        why = f"the resource {name} is no mapping"
    elif not isinstance(type_, Scalar) or not isinstance(type_.value, str):
        why = f"the resource {name} has no type"
    else:
        type_name = looping.filled(type_.value, bindings).literal or type_.value
        if macros.is_module(type_):
            why = f"the module {type_name} makes resources at deployment"
            template.gaps.append(Gap(type_, name, why))
        return Declaration(name, type_name, key, value, bindings)
    template.gaps.append(Gap(type_ or value, name, why))
    return None
