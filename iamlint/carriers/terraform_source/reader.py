"""From a configuration to what the estate is made of, without a plan.

What the configuration tells for certain is read; what is given when Terraform runs stays a hole.
"""

from __future__ import annotations

from iamlint.carriers.terraform.addresses import written
from iamlint.carriers.terraform.documents import NotReadable
from iamlint.carriers.terraform.encoded import Encoded
from iamlint.carriers.terraform.plan import DATA
from iamlint.carriers.terraform.reader import Context, TerraformReading, read_in
from iamlint.model.things import Gap
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.holes import Hole, Text

from . import looked_up
from .evaluating import Evaluator
from .plan import SourcePlan
from .results import unknown
from .scopes import Module

if TYPE_CHECKING:
    from iamlint.carriers.facts import Facts
    from iamlint.carriers.terraform.plan import Instance
    from iamlint.text.node import Node

    from .folders import Files, Folder
    from .scopes import Scope


class Configured:
    """The world that a configuration declares by itself."""

    def __init__(self, folder: Folder, files: Files, facts: Facts | None) -> None:
        self.path = folder.main.source.path
        self.files = files
        self.known: Context | None = None
        self._start(folder)
        self.plan.begin(self.root, self.evaluator)
        providers = self.plan.configuration.providers
        self._start(folder)  # a provider that a resource sets has asked for what is not known yet
        self.plan.configuration.providers = providers
        self.known = self.context = Context(self.plan, facts)
        self.plan.fill(self.root, self.evaluator)

    def _start(self, folder: Folder) -> None:
        self.root = Module(folder)
        self.evaluator = Evaluator(self)
        self.plan = SourcePlan(self.path, self.root)

    def instances(self, scope: Scope, local: str) -> list[Instance] | None:
        return self.plan.expanded(scope.module, local, self.evaluator)

    def variable(self, name: str, place: Node) -> Node | None:  # noqa: ARG002
        """None: what is given to the root is not in view."""
        return None

    def given(self, instance: Instance, name: str) -> Node | None:
        """What the configuration sets."""
        return instance.values.get(name)

    def text(self, instance: Instance, steps: tuple[object, ...]) -> Text:
        """What an attribute is that the configuration does not set."""
        if self.known is None:
            address = f"{instance.address}.{written(steps).lstrip('.')}"  # type: ignore[arg-type]
            return Text(Hole(f"{self.path}#{address}", why=f"{address} is given by Terraform"))
        if instance.mode == DATA:
            found = looked_up.text(self.context, instance, steps)
            if found is not None:
                return found
        return self.context.naming.inner(instance, steps)  # type: ignore[arg-type]

    def document(self, instance: Instance, place: Node) -> Node:
        """The document of a data source, put together from its blocks."""
        address = instance.address
        hole = Hole(f"{self.path}#{address}.json", why=f"{address} is written when Terraform runs")
        if self.known is None:
            return unknown(place, hole.identity, hole.why)
        try:
            tree = self.context.documents.assembled(instance)
        except NotReadable as error:
            return unknown(place, hole.identity, str(error))
        return Encoded(place, hole, tree, address)


def read(folder: Folder, files: Files, facts: Facts | None) -> TerraformReading:
    """Everything that the root module in a folder declares, with the modules it calls."""
    world = Configured(folder, files, facts)
    context = world.context
    reading = context.reading
    read_in(context)
    for node, address, why in world.plan.hidden:
        reading.gaps.append(Gap(node, address, why))
    return reading
