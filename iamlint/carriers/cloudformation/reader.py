"""Reads a template: what it declares, the policies in it, and what they are attached to."""

from __future__ import annotations

from iamlint.carriers.facts import Home
from iamlint.carriers.unread import statements as statements_in
from iamlint.model.things import Gap, Reading
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.node import ALWAYS, Mapping, Unknown
from iamlint.text.records import NamedTuple

from . import (
    assigning,
    declarations,
    elsewhere,
    encryption,
    keying,
    policies,
    running,
    sam,
    statements,
    things,
    unseen,
    wiring,
)
from .resolver import Resolver
from .stacks import Stacks
from .template import LeftOut, Template, construct_path
from .values import spread

if TYPE_CHECKING:
    from collections.abc import Iterable

    from iamlint.carriers.assembly import Assemblies
    from iamlint.carriers.facts import Facts
    from iamlint.model.things import Identity, Resource
    from iamlint.text.node import Node, When
    from iamlint.text.source import Span

    from .stacks import Supposed
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

    def __init__(
        self, path: str, root: Mapping, facts: Facts | None, stacks: Stacks | None = None
    ) -> None:
        self.home = Home(facts)
        self.template = Template(path, root)
        self.resolver = Resolver(self.template, self.home, stacks)
        self.when = ALWAYS  # the conditions of the stacks that nest it
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

    def settle(self) -> None:
        """Take over what the stacks that nest the template tell of it."""
        home, reading = self.home, self.reading
        self.when = self.resolver.stacks.nested.presence(self.resolver)
        reading.account, reading.region = home.account, home.region
        reading.partition = home.partition

    def gap(
        self,
        node: Node,
        address: str,
        why: str,
        *,
        partial: bool = False,
        bound: bool = False,
        fault: Span | None = None,
        kind: str = "",
    ) -> None:
        """Note what could not be analysed."""
        hole = node.hole if isinstance(node, Unknown) else None
        gap = Gap(
            node, address, why, partial=partial, bound=bound, fault=fault, kind=kind, hole=hole
        )
        self.reading.gaps.append(gap)


def read(path: str, root: Mapping, facts: Facts | None) -> Reading:
    """Everything that a template says of access."""
    (reading,) = read_all([(path, root, facts)])
    return reading


def read_all(
    templates: Iterable[tuple[str, Mapping, Facts | None]],
    assemblies: Assemblies | None = None,
    supposed: Supposed | None = None,
) -> list[Reading]:
    """Everything that templates say of access, in their order; each may take values from the
    others. `supposed`: what they are likely given; then what nothing sets has its default.
    """
    stacks = Stacks(assemblies, supposed)
    contexts = [Context(path, root, facts, stacks) for path, root, facts in templates]
    for context in contexts:
        deploy(context, assemblies)
        declarations.read(context.template, context.resolver)
        context.reading.gaps.extend(context.template.gaps)
    stacks.members.extend(context.resolver for context in contexts)
    stacks.nested.link()
    for context in contexts:
        context.settle()
        sam.expand(context)
    stacks.forget()
    readings = [finish(context) for context in contexts]
    for context in contexts:
        tell_joins(context)
        tell_defaults(context)
    return readings


def tell_defaults(context: Context) -> None:
    """What the parameters have that were asked for and nothing sets."""
    resolver = context.resolver
    context.reading.unset = bool(resolver.unset)
    context.reading.defaults = tuple(default for _, default in sorted(resolver.defaults.items()))


def deploy(context: Context, assemblies: Assemblies | None) -> None:
    """What the assembly that a template lies in tells of it."""
    if assemblies is not None:
        path = context.template.path
        context.template.stack = assemblies.deployment(path).stack
        context.reading.generated = context.reading.generated or assemblies.holds(path)


def tell_joins(context: Context) -> None:
    """What a reading has to do with other templates."""
    resolver, reading = context.resolver, context.reading
    stacks = resolver.stacks
    reading.joined = resolver in stacks.joined
    reading.likely_with = frozenset(stacks.likely.get(reading.path, ()))
    stacks.nested.note_own(resolver)
    reading.foreign = stacks.foreign(resolver)


def finish(context: Context) -> Reading:
    """What one template says of access."""
    there = [resolved(context, each) for each in context.template.resources.values()]
    for declared in there:
        if declared is not None:
            encryption.read(context, declared)
            policies.read(context, declared)
            policies.enclose(context, declared)
            statements.read(context, declared)
            wiring.read(context, declared)
            running.read(context, declared)
            keying.read(context, declared)
            assigning.read(context, declared)
    for declared in there:
        if declared is not None:
            elsewhere.read(context, declared)
            unseen.read(context, declared)
    leave_out(context)
    return context.reading


def leave_out(context: Context) -> None:
    """Note what is never deployed and holds statements of policies."""
    left_out = context.template.left_out
    if not left_out:
        return
    policies = context.reading.policies
    read = {(s.node.start, s.node.end) for policy in policies for s in policy.statements}
    for node, cause, address in left_out.values():
        held = statements_in(node)
        if any((each.start, each.end) not in read for each in held):  # loops may take both branches
            why = "by this condition it is never there"
            context.reading.left_out.append(Gap(node, address, why, cause=cause))


def resolved(context: Context, declaration: Declaration) -> Declared | None:
    """A resource with its values resolved; None for one that never comes to be."""
    resolver = context.resolver
    if declaration.condition and resolver.conditions.truth(declaration.condition) is False:
        cause = declaration.node.get("Condition") or declaration.node
        never = LeftOut(declaration.node, cause, declaration.address)
        context.template.left_out[id(declaration.node)] = never
        return None
    when = context.when | resolver.conditions.presence(declaration.condition)
    properties = declaration.properties
    if properties is not None:
        with resolver.within(declaration):
            properties = spread(resolver.resolve(properties))
    if isinstance(properties, Unknown):
        context.gap(properties, declaration.address, properties.hole.why)
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
