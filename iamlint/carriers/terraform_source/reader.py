"""From a configuration to what the estate is made of, without a plan.

What the configuration tells for certain is read; what is given when Terraform runs stays a hole.
"""

from __future__ import annotations

import os
from functools import cached_property, partial

from iamlint.carriers.terraform.addresses import ModulePath, written
from iamlint.carriers.terraform.documents import NotReadable
from iamlint.carriers.terraform.encoded import Encoded
from iamlint.carriers.terraform.plan import DATA
from iamlint.carriers.terraform.reader import Context, TerraformReading, read_in
from iamlint.carriers.terraform.waiting import Waiting
from iamlint.formats.hcl.nodes import Object
from iamlint.model.things import Default, Gap
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.holes import Hole, Text
from iamlint.text.node import Scalar, Sequence

from . import arguments, looked_up, remote_states
from .evaluating import Evaluator
from .files import EXTENSIONS, VALUES
from .plan import SourcePlan
from .references import is_sensitive
from .results import unknown
from .scopes import Module, Scope
from .validating import admitted

if TYPE_CHECKING:
    from iamlint.carriers.facts import Facts
    from iamlint.carriers.terraform.plan import Instance
    from iamlint.text.node import Node

    from .folders import Files, Folder
    from .worlds import Worlds


class Configured:
    """The world that a configuration declares by itself."""

    def __init__(self, folder: Folder, files: Files, facts: Facts | None, worlds: Worlds) -> None:
        self.path = folder.main.source.path
        self.files = files
        self.worlds = worlds
        self.known: Context | None = None
        self.defaults: dict[str, Default] = {}
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

    def is_made_of(self, path: str) -> bool:
        """A file belongs to the code of a module that is called here, or is no code."""
        folder = os.path.dirname(path)
        return folder in self._folders or not path.endswith((*EXTENSIONS, *VALUES))

    @cached_property
    def _folders(self) -> set[str]:
        return {module.folder.path for module in self.plan.modules}

    def instances(self, scope: Scope, local: str) -> list[Instance] | None:
        return self.plan.expanded(scope.module, local, self.evaluator)

    def variable(self, name: str, place: Node) -> Node | None:
        """What files of values give to the root, unless it must not be shown."""
        folder = self.root.folder
        given = [body.attributes[name] for body in folder.values if name in body.attributes]
        if not given:
            likely = self._likely(name)
            if likely is None or not self.worlds.supposing:
                return None
            scope = Scope(self.root)
            return self.evaluator.references.made(self.root, f"var.{name}", likely, scope, place)
        if is_sensitive(folder.variables.get(name)):
            return unknown(place, f"{self.path}#var.{name}", f"var.{name} is marked sensitive")
        scope = Scope(self.root)
        return self.evaluator.references.made(
            self.root, f"var.{name}", given[-1].value, scope, place
        )

    def _likely(self, name: str) -> Node | None:
        """What a variable of the root is likely to be: what all files of values that set it give,
        though Terraform has to be told to read them, else its default.
        """
        folder = self.root.folder
        block = folder.variables.get(name)
        if block is None or is_sensitive(block):
            return None
        bodies = [body for body in folder.named_values if name in body.attributes]
        given = [body.attributes[name].value for body in bodies]
        default = block.body.value("default")
        if len({" ".join(node.span.text.split()) for node in given}) > 1:
            return None
        likely = given[0] if given else default
        if likely is None or not is_telling(likely) or (not given and admitted(block, name)):
            return None
        text = " ".join(likely.span.text.split())
        self.defaults[name] = Default(f"var.{name}", text.strip('"'), deployed=bool(given))
        return likely

    def given(self, instance: Instance, name: str) -> Node | None:
        """What the configuration sets, and what a state has that it reads."""
        if instance.type == remote_states.TYPE and name == remote_states.OUTPUTS:
            return remote_states.outputs(self, instance)
        return instance.values.get(name)

    def text(self, instance: Instance, steps: tuple[object, ...]) -> Text:
        """What an attribute is that the configuration does not set."""
        address = f"{instance.address}.{written(steps).lstrip('.')}"  # type: ignore[arg-type]
        if instance.type == remote_states.TYPE:
            return Text(
                Hole(f"{self.path}#{address}", why=remote_states.why_hidden(self, instance))
            )
        if self.known is None:
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


LONGEST = 4096
"""Characters of a default that is taken for what a variable is."""


def is_telling(default: Node) -> bool:
    """A text that is not empty, or a list or an object with such."""
    if isinstance(default, Scalar):
        text = default.value
        return isinstance(text, str) and 0 < len(text.strip()) <= LONGEST
    if isinstance(default, Sequence):
        return any(map(is_telling, default.items))
    return isinstance(default, Object) and any(is_telling(node) for _, node in default.pairs)


def read(world: Configured) -> TerraformReading:
    """Everything that a root module declares, with the modules it calls."""
    context = world.context
    reading = context.reading
    read_in(context)
    if world.plan.outside:
        from . import handed

        for module, name, block in world.plan.outside:
            handed.read(context, module, name, block, world.evaluator)
    arguments.read(context)
    reading.waiting = Waiting(partial(texts_in, world.plan.modules))
    for node, address, why in world.plan.hidden:
        reading.gaps.append(Gap(node, address, why))
    return reading


def texts_in(modules: list[Module]) -> dict[str, dict[str, str]]:
    """What each module declares, as it is written."""
    found: dict[str, dict[str, str]] = {}
    for module in modules:
        folder = module.folder
        texts = {local: block.span.text for local, block in folder.resources.items()}
        texts |= {f"local.{name}": one.span.text for name, one in folder.locals.items()}
        found[ModulePath(module.path.names, (None,) * len(module.path.names)).address] = texts
    return found
