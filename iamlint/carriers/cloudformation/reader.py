"""Reads a template: what it declares, the policies in it, and what they are attached to."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from iamlint.carriers.facts import Home
from iamlint.model.things import Gap, Reading
from iamlint.text.node import Mapping, Unknown

from . import declarations, elsewhere, encryption, policies, sam, statements, things
from .resolver import Resolver
from .template import Template, construct_path

if TYPE_CHECKING:
    from iamlint.carriers.facts import Facts
    from iamlint.model.things import Identity, Resource
    from iamlint.text.node import Node, When
    from iamlint.text.source import Span

    from .template import Declaration


class Declared(NamedTuple):
    """A resource of the template, resolved, and what was made of it."""

    declaration: Declaration
    properties: Node | None
    when: When
    identity: Identity | None
    resource: Resource | None

    @property
    def type(self) -> str:
        return self.declaration.type

    @property
    def address(self) -> str:
        return self.declaration.address


class Context:
    """What the parts of the reader share."""

    def __init__(self, path: str, root: Mapping, facts: Facts | None) -> None:
        self.home = Home(facts)
        self.template = Template(path, root)
        self.resolver = Resolver(self.template, self.home)
        self.read_at: set[tuple[int, int]] = set()  # where policies stand that the tables tell of
        self.reading = Reading(
            path,
            "cloudformation",
            root,
            self.home.account,
            self.home.region,
            self.home.partition,
            generated=is_generated(path, root),
        )

    def gap(
        self,
        node: Node,
        address: str,
        why: str,
        *,
        partial: bool = False,
        bound: bool = False,
        fault: Span | None = None,
    ) -> None:
        """Note what could not be analysed."""
        gap = Gap(node, address, why, partial=partial, bound=bound, fault=fault)
        self.reading.gaps.append(gap)


def read(path: str, root: Mapping, facts: Facts | None) -> Reading:
    """Everything that a template says of access."""
    context = Context(path, root, facts)
    declarations.read(context.template, context.resolver)
    context.reading.gaps.extend(context.template.gaps)
    sam.expand(context)
    there = [resolved(context, each) for each in context.template.resources.values()]
    for declared in there:
        if declared is not None:
            encryption.read(context, declared)
            policies.read(context, declared)
            statements.read(context, declared)
    for declared in there:
        if declared is not None:
            elsewhere.read(context, declared)
    return context.reading


def resolved(context: Context, declaration: Declaration) -> Declared | None:
    """A resource with its values resolved; None for one that never comes to be."""
    resolver = context.resolver
    if declaration.condition and resolver.conditions.truth(declaration.condition) is False:
        return None
    when = resolver.conditions.presence(declaration.condition)
    properties = declaration.properties
    if properties is not None:
        with resolver.within(declaration):
            properties = resolver.resolve(properties)
    if isinstance(properties, Unknown):
        why = properties.hole.why
        context.gap(properties, declaration.address, f"its properties are not known: {why}")
    elif properties is not None and not isinstance(properties, Mapping):
        context.gap(properties, declaration.address, "its properties are no mapping")
    identity, resource = things.declare(context, declaration, properties, when)
    return Declared(declaration, properties, when, identity, resource)


def is_generated(path: str, root: Mapping) -> bool:
    """Made by the CDK: it lies in its output, or every resource tells its construct."""
    if "cdk.out" in path.split("/"):
        return True
    resources = root.get("Resources")
    nodes = resources.entries if isinstance(resources, Mapping) else []
    return bool(nodes) and all(
        isinstance(node, Mapping) and construct_path(node) for _, node in nodes
    )
