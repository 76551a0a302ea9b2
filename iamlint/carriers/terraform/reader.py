"""From a plan to what the estate is made of."""

from __future__ import annotations

from functools import partial

from iamlint.model.things import Gap, Reading
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.node import Scalar

from . import (
    acls,
    archives,
    assigning,
    encryption,
    exclusives,
    keying,
    looking_up,
    policies,
    public_access,
    sessions,
    statements,
    wiring,
)
from .configuration import texts_in
from .declared import Declared
from .documents import Documents, NotReadable
from .naming import Naming
from .plan import Plan
from .providers import Providers
from .references import Resolver
from .secrets import hide, secrets
from .values import Values
from .waiting import Waiting

if TYPE_CHECKING:
    from collections.abc import Callable

    from iamlint.carriers.facts import Facts
    from iamlint.model.policy import Policy
    from iamlint.text.holes import Hole, Text
    from iamlint.text.node import Mapping, Node
    from iamlint.text.source import Span

    from .values import Beside

    Configurations = Callable[["Context"], Beside]


class TerraformReading(Reading):
    """A reading that remembers which data source wrote a policy.

    `origins`: policy → the address of its `aws_iam_policy_document`. `waiting`: in which order
    things are made; None where nothing tells.
    """

    __slots__ = ("origins", "waiting")

    def __init__(self, path: str, root: Node, account: Text, region: Text, partition: Text) -> None:
        super().__init__(path, "terraform", root, account, region, partition, generated=True)
        self.origins: dict[Policy, str] = {}
        self.waiting: Waiting | None = None


class Context:
    """What the parts of the carrier share while one plan is read."""

    def __init__(self, plan: Plan, facts: Facts | None) -> None:
        path = plan.path
        self.plan = plan
        self.resolver = Resolver(self.plan)
        self.providers = Providers(self.plan, self.resolver, facts)
        self.naming = Naming(path, self.providers)
        self.values = Values(self.resolver, self.naming)
        self.documents = Documents(self.values)
        place = self.providers.place(None)
        self.reading = TerraformReading(
            path, plan.root, place.account, place.region, place.partition
        )
        self.declared = Declared(self)
        self._listed: set[tuple[int, str, str]] = set()

    def first(self, policy: Policy) -> bool:
        """Whether this is the first policy of its kind made of its tree. One document that is used
        twice is looked at once, unless others find it by its ARN.
        """
        slot = (id(policy.node), policy.kind, policy.resource_type)
        if policy.form != "managed" and slot in self._listed:
            return False
        self._listed.add(slot)
        return True

    def gap(
        self,
        node: Node,
        address: str,
        why: str,
        fault: Span | None = None,
        *,
        partial: bool = False,
        kind: str = "",
        hole: Hole | None = None,
    ) -> None:
        """Note what could not be read and is known where it belongs."""
        gap = Gap(
            node, address, why, partial=partial, bound=True, fault=fault, kind=kind, hole=hole
        )
        self.reading.gaps.append(gap)


def read(
    path: str, root: Mapping, facts: Facts | None, beside: Configurations | None = None
) -> TerraformReading:
    """Everything a plan or state declares. `beside`: gives what the configuration beside it says of
    a value.
    """
    context = Context(Plan(path, root), facts)
    context.values.beside = beside(context) if beside is not None else None
    read_in(context)
    _incomplete(context)
    if context.plan.configuration.known:
        context.reading.waiting = Waiting(partial(texts_in, context.plan.configuration.root))
    context.reading.secrets.extend(secrets(root))
    hide(root.source, context.reading.secrets)
    return context.reading


def read_in(context: Context) -> None:
    """Everything that the instances of a plan tell, into its reading."""
    context.declared.all()
    policies.read(context)
    policies.enclose(context)
    sessions.read(context)
    statements.read(context)
    encryption.read(context)
    public_access.read(context)
    acls.read(context)
    wiring.read(context)
    keying.read(context)
    assigning.read(context)
    archives.read(context)
    policies.read_back(context)
    exclusives.read(context)
    looking_up.read(context)
    _unused_documents(context)


def _unused_documents(context: Context) -> None:
    """Documents of data sources that nothing in view was seen to use, which a local may hide."""
    for instance in context.documents.unused():
        try:
            node = context.documents.assembled(instance)
        except NotReadable as error:
            context.gap(instance.node, instance.address, str(error))
            continue
        policies.alone(context, instance, node)


def _incomplete(context: Context) -> None:
    """A plan that Terraform itself says is not all there is."""
    root = context.plan.root
    for part, wanted in (("errored", True), ("complete", False)):
        node = root.get(part)
        if isinstance(node, Scalar) and node.value is wanted:
            why = "the plan failed and tells only a part" if wanted else "the plan leaves parts out"
            context.reading.gaps.append(Gap(node, context.plan.path, why, partial=True))
            return
